//! Every step of a rotation, and a rotation that is cut off anywhere.

use super::*;

const OLD: Id = Id(1);
const NEW: Id = Id(9);

fn key(id: Id, name: &str, status: &str) -> KeyInfo {
    KeyInfo {
        key_id: id,
        key_name: name.into(),
        status: status.into(),
        created_at: None,
        updated_at: None,
    }
}

fn old() -> KeyInfo {
    key(OLD, "laptop", "enabled")
}

fn made() -> KeyInfo {
    key(NEW, "laptop (new 00a1)", "enabled")
}

fn at(phase: Phase) -> Rotation {
    Rotation {
        new: (phase != Phase::Making).then_some(NEW),
        phase,
        ..Rotation::begin(
            &old(),
            &[old(), key(Id(2), "ci", "disabled")],
            false,
            None,
            0xa1,
        )
    }
}

#[test]
fn what_this_process_did_needs_no_list_until_the_key_is_stored() {
    for (phase, step) in [
        (Phase::Kept, Step::Prove),
        (Phase::Proven, Step::Store),
        (Phase::Stored, Step::Look),
        (Phase::Named, Step::Look),
    ] {
        assert_eq!(at(phase).next(None, Secret::Held), step);
    }
}

#[test]
fn a_secret_decides_what_becomes_of_a_new_key() {
    let list = [old(), made()];
    let new = &list[1];
    for (phase, secret, step) in [
        (Phase::Making, Secret::Held, Step::Adopt(NEW)),
        (Phase::Making, Secret::GivenOut, Step::Undo(new)),
        (Phase::Making, Secret::Missing, Step::Undo(new)),
        (Phase::Kept, Secret::Held, Step::Prove),
        (Phase::Kept, Secret::Refused, Step::Undo(new)),
        (Phase::Kept, Secret::GivenOut, Step::AskForProof(new)),
        (Phase::Kept, Secret::Missing, Step::Unheld(new)),
        (Phase::Proven, Secret::Held, Step::Store),
        (Phase::Proven, Secret::GivenOut, Step::Store),
        (Phase::Proven, Secret::Missing, Step::Unheld(new)),
    ] {
        let next = at(phase).next(Some(&list), secret);
        assert_eq!(next, step, "{phase:?} {secret:?}");
    }
    // Nothing locks anybody out any more where the old key is stopped already.
    let list = [key(OLD, "laptop (old)", "disabled"), made()];
    let next = at(Phase::Kept).next(Some(&list), Secret::Missing);
    assert_eq!(next, Step::Store);
}

/// What was written down is behind: a step is there, and the id of the new key is not.
#[test]
fn a_new_key_whose_id_is_not_written_down_is_adopted_first() {
    let list = [old(), made()];
    for phase in [Phase::Kept, Phase::Proven, Phase::Stored, Phase::Named] {
        let behind = Rotation {
            new: None,
            ..at(phase)
        };
        let step = behind.next(Some(&list), Secret::Held);
        assert_eq!(step, Step::Adopt(NEW), "{phase:?}");
    }
}

/// Its own name has a mark. The one that it gets others may give as well, whether a secret is at hand or not.
#[test]
fn a_new_key_is_known_by_its_name_until_its_id_is() {
    let with = |name: &str| [old(), key(NEW, name, "enabled")];
    let next = |list: &[KeyInfo], secret| match at(Phase::Making).next(Some(list), secret) {
        Step::Adopt(id) => Some(id),
        Step::Forget { old_works: true } => None,
        other => panic!("{other:?}"),
    };
    let own = at(Phase::Making).temporary_name;
    assert_eq!(next(&with(&own), Secret::Held), Some(NEW));
    for name in ["laptop", "ci", "", "laptop (old)"] {
        assert_eq!(next(&with(name), Secret::Held), None, "{name}");
    }
    // What was there before is not new.
    let list = [old(), key(Id(2), &own, "enabled")];
    assert_eq!(next(&list, Secret::Held), None);
}

#[test]
fn names_come_before_the_end_of_the_old_key() {
    let list = [old(), made()];
    let (old_name, new_name) = (Some(&list[0]), Some(&list[1]));
    let mut rotation = at(Phase::Stored);
    let next = rotation.next(Some(&list), Secret::Held);
    let (old, new) = (old_name, new_name);
    assert_eq!(next, Step::Name { old, new });
    rotation.delete = true;
    let next = rotation.next(Some(&list), Secret::Held);
    assert_eq!(next, Step::Name { old: None, new });
    let named = [
        key(OLD, "laptop (until)", "enabled"),
        key(NEW, "laptop", "enabled"),
    ];
    for delete in [false, true] {
        rotation.delete = delete;
        let next = rotation.next(Some(&named), Secret::Held);
        assert_eq!(next, Step::Stop(&named[0]), "nothing is named twice");
    }
    let stopped = [key(OLD, "x", "disabled"), key(NEW, "laptop", "enabled")];
    let mut next = |delete| {
        rotation.delete = delete;
        rotation.next(Some(&stopped), Secret::Held)
    };
    assert_eq!(next(false), Step::Finish);
    assert_eq!(next(true), Step::Stop(&stopped[0]));
    assert_eq!(
        at(Phase::Named).next(Some(&stopped[1..]), Secret::Held),
        Step::Finish
    );
}

#[test]
fn without_a_new_key_there_is_nothing_to_go_on_with() {
    for (list, old_works) in [(vec![old()], true), (vec![], false)] {
        for phase in [Phase::Making, Phase::Kept, Phase::Proven] {
            let next = at(phase).next(Some(&list), Secret::Held);
            assert_eq!(next, Step::Forget { old_works });
        }
        for phase in [Phase::Stored, Phase::Named] {
            let next = at(phase).next(Some(&list), Secret::Held);
            assert_eq!(next, Step::Deleted);
            // What is in no context locks nobody out of one; a list that is behind shows nothing.
            for gone in [false, true] {
                let at = Rotation { gone, ..at(phase) };
                let next = at.next(Some(&list), Secret::GivenOut);
                let expected = match gone && old_works {
                    true => Step::Forget { old_works },
                    false => Step::Deleted,
                };
                assert_eq!(next, expected);
                assert_eq!(at.next(Some(&list), Secret::Held), Step::Deleted);
            }
        }
    }
}

/// A server, a store and a user, and what is written down of a rotation.
#[derive(Clone, Debug)]
struct World {
    list: Vec<KeyInfo>,
    written: Rotation,
    /// Where the new key goes: to the user, or to a slot and then to the context.
    given_out: bool,
    in_slot: bool,
    context: Id,
}

impl World {
    fn key(&mut self, id: Id) -> &mut KeyInfo {
        let mut list = self.list.iter_mut();
        list.find(|key| key.key_id == id).unwrap()
    }

    /// Take steps until the end, or until so many were taken. What is reached is not always written
    /// down. `true` where it is over.
    fn run(&mut self, mut steps: usize, writes: bool, resumed: bool) -> bool {
        let mut rotation = self.written.clone();
        let mut looked = resumed;
        let secret = match (self.in_slot, self.given_out) {
            (true, _) => Secret::Held,
            (false, true) if !resumed => Secret::Held,
            (false, true) => Secret::GivenOut,
            (false, false) => Secret::Missing,
        };
        while steps > 0 {
            steps -= 1;
            let list = self.list.clone();
            match rotation.next(looked.then_some(&list), secret) {
                Step::Look => looked = true,
                Step::Adopt(id) => {
                    rotation.new = Some(id);
                    rotation.phase = rotation.phase.max(Phase::Kept);
                }
                Step::Prove | Step::AskForProof(_) => rotation.phase = Phase::Proven,
                Step::Store => {
                    if !self.given_out {
                        self.context = NEW;
                    }
                    (rotation.phase, looked) = (Phase::Stored, false);
                }
                Step::Name { old, new } => {
                    if old.is_some() {
                        self.key(OLD).key_name = "laptop (until)".into();
                    }
                    if new.is_some() {
                        self.key(NEW).key_name = "laptop".into();
                    }
                    (rotation.phase, looked) = (Phase::Named, false);
                }
                Step::Stop(_) if rotation.delete => {
                    self.list.retain(|key| key.key_id != OLD);
                }
                Step::Stop(_) => self.key(OLD).status = "disabled".into(),
                Step::Finish | Step::Forget { .. } => {
                    self.in_slot = false;
                    return true;
                }
                Step::Undo(_) => {
                    self.list.retain(|key| key.key_id != NEW);
                    return true;
                }
                // The next run of the world retires it.
                Step::Keep => {
                    assert!(self.key(OLD).is_enabled());
                    self.in_slot = false;
                    self.written = Rotation {
                        phase: Phase::Named,
                        keep: None,
                        ..rotation.clone()
                    };
                    return true;
                }
                Step::Deleted | Step::Disabled(_) | Step::Unheld(_) => panic!("{self:?}"),
            }
            if writes {
                self.written = rotation.clone();
            }
        }
        false
    }
}

#[test]
fn a_kept_key_is_stopped_when_that_is_said_and_the_new_one_works() {
    let named = [
        key(OLD, "laptop (until)", "enabled"),
        key(NEW, "laptop", "enabled"),
    ];
    let new_disabled = [named[0].clone(), key(NEW, "laptop", "disabled")];
    let kept = |phase, delete| Rotation {
        delete,
        keep: Some(Kept { until: Some(100) }),
        ..at(phase)
    };
    for delete in [false, true] {
        let resting = kept(Phase::Named, delete);
        assert!(resting.is_resting() && resting.is_due(100) && !resting.is_due(99));
        assert!(!kept(Phase::Stored, delete).is_due(100));
        let next = resting.next(Some(&named), Secret::GivenOut);
        assert_eq!(next, Step::Keep);
        let said = Rotation {
            keep: None,
            ..resting.clone()
        };
        let next = said.next(Some(&named), Secret::GivenOut);
        assert_eq!(next, Step::Stop(&named[0]));
        let next = said.next(Some(&new_disabled), Secret::GivenOut);
        assert_eq!(next, Step::Disabled(&new_disabled[1]));
        // Somebody deleted the new one, or the old one.
        let next = resting.next(Some(&named[..1]), Secret::GivenOut);
        assert_eq!(next, Step::Forget { old_works: true });
        let next = said.next(Some(&named[..1]), Secret::GivenOut);
        assert_eq!(next, Step::Deleted);
        let next = resting.next(Some(&named[1..]), Secret::GivenOut);
        assert_eq!(next, Step::Finish);
        // It is told by its name, also where it will be deleted.
        let list = [old(), made()];
        let next = kept(Phase::Stored, delete);
        let (old, new) = (Some(&list[0]), Some(&list[1]));
        let next = next.next(Some(&list), Secret::Held);
        assert_eq!(next, Step::Name { old, new });
    }
    let manual = Rotation {
        keep: Some(Kept { until: None }),
        ..at(Phase::Named)
    };
    assert!(manual.is_resting() && !manual.is_due(i64::MAX));
}

/// Whether the old key is deleted, and whether it is kept; whether the new one was given out, and
/// whether what is reached is written down.
fn every_way() -> impl Iterator<Item = [bool; 4]> {
    (0..16).map(|bits| [1, 2, 4, 8].map(|bit| bits & bit != 0))
}

#[test]
fn cut_off_anywhere_it_ends_with_one_key_that_works() {
    for [delete, keep, given_out, writes] in every_way() {
        for (phase, cut) in (0..24).map(|n| ([Phase::Making, Phase::Kept][n % 2], n / 2)) {
            let mut world = World {
                list: vec![old(), made()],
                written: Rotation {
                    delete,
                    keep: keep.then_some(Kept { until: None }),
                    ..at(phase)
                },
                given_out,
                in_slot: !given_out,
                context: OLD,
            };
            // A key that is being made is with nobody but the slot, when it is cut off.
            if phase == Phase::Kept {
                world.run(cut, writes, false);
            }
            let told = format!("{delete} {keep} {given_out} {writes} {phase:?} {cut}");
            assert!(world.run(20, true, true), "{told}: {world:?}");
            if keep {
                assert!(world.run(20, true, true), "{told}: {world:?}");
            }
            let works: Vec<Id> = world
                .list
                .iter()
                .filter(|key| key.is_enabled() && key.key_name == "laptop")
                .map(|key| key.key_id)
                .collect();
            let undone = given_out && phase == Phase::Making;
            let expected = if undone { OLD } else { NEW };
            assert_eq!(works, [expected], "{told}: {world:?}");
            let works = world.list.iter().filter(|key| key.is_enabled());
            assert_eq!(works.count(), 1, "{told}: {world:?}");
            if !given_out {
                assert_eq!(world.context, NEW, "{told}");
            }
        }
    }
}
