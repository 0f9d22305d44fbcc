//! The rotation of a key as a state machine: which step comes next, given what is written down and what
//! the server lists. Whoever carries the steps out may be cut off anywhere and begin again here.

use serde::{Deserialize, Serialize};

use crate::domain::app_key::KeyInfo;
use crate::lenient::Id;

/// How far it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// A key is being made; whether there is one, and where its secret is, has to be found out.
    Making,
    /// The new key exists and somebody holds it: the slot, or whoever it was given to.
    Kept,
    /// It works.
    Proven,
    /// It is the key of the context.
    Stored,
    /// It has the name of the old one.
    Named,
}

/// What is written down of a rotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rotation {
    /// The old key.
    pub old: Id,
    /// Its name, which the new key gets.
    pub old_name: String,
    /// The name of the new key until then.
    pub temporary_name: String,
    /// The keys that were there before.
    pub before: Vec<Id>,
    /// Delete the old key, not only disable it.
    pub delete: bool,
    /// The new key, once it is known.
    pub new: Option<Id>,
    /// How far it came.
    pub phase: Phase,
}

/// Where the secret of the new key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secret {
    /// At hand.
    Held,
    /// At hand, and the server does not accept it.
    Refused,
    /// The user was given it, or was about to be.
    GivenOut,
    /// Not where it is kept until it is proven.
    Missing,
}

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// Read the list.
    Look,
    /// Write down that this is the new key, and that it is kept.
    Adopt(Id),
    /// Try the new key.
    Prove,
    /// Ask the user, who has the new key, whether it works.
    AskForProof(&'a KeyInfo),
    /// Make it the key of the context.
    Store,
    /// Give these their names, where they do not have them.
    Name {
        /// The old key, which is about to be disabled.
        old: Option<&'a KeyInfo>,
        /// The new key.
        new: Option<&'a KeyInfo>,
    },
    /// Disable the old key, or delete it.
    Stop(&'a KeyInfo),
    /// Nothing is left to do.
    Finish,
    /// Delete the new key, which nobody can use.
    Undo(&'a KeyInfo),
    /// There is no new key: forget that there was to be one.
    Forget {
        /// Whether the old key opens anything.
        old_works: bool,
    },
    /// The new key was in use, and somebody deleted it.
    Deleted,
    /// The new key exists, and nobody knows its secret for certain; the old one still works.
    Unheld(&'a KeyInfo),
}

impl Rotation {
    /// The beginning of one.
    pub fn begin(old: &KeyInfo, before: &[KeyInfo], delete: bool) -> Rotation {
        Rotation {
            old: old.key_id,
            old_name: old.key_name.clone(),
            temporary_name: format!("{} (new)", old.key_name),
            before: before.iter().map(|key| key.key_id).collect(),
            delete,
            new: None,
            phase: Phase::Making,
        }
    }

    /// The step that comes next. Without a list nothing is known but what this very process has done.
    pub fn next<'a>(&self, list: Option<&'a [KeyInfo]>, secret: Secret) -> Step<'a> {
        let Some(list) = list else {
            return match (self.phase, secret) {
                (Phase::Kept, Secret::Held) => Step::Prove,
                (Phase::Proven, Secret::Held) => Step::Store,
                _ => Step::Look,
            };
        };
        let old = list.iter().find(|key| key.key_id == self.old);
        let old_works = old.is_some_and(KeyInfo::is_enabled);
        let Some(new) = self.new_key(list, secret) else {
            return if self.phase < Phase::Stored {
                Step::Forget { old_works }
            } else {
                Step::Deleted
            };
        };
        match (self.phase, secret) {
            (Phase::Making | Phase::Kept, Secret::Refused) => Step::Undo(new),
            (Phase::Making, Secret::GivenOut | Secret::Missing) => Step::Undo(new),
            (Phase::Making, Secret::Held) => Step::Adopt(new.key_id),
            _ if self.new.is_none() => Step::Adopt(new.key_id),
            (Phase::Kept, Secret::Held) => Step::Prove,
            (Phase::Kept, Secret::GivenOut) => Step::AskForProof(new),
            (Phase::Kept | Phase::Proven, Secret::Missing) if old_works => Step::Unheld(new),
            (Phase::Kept | Phase::Proven, _) => Step::Store,
            (Phase::Stored, _) if new.key_name != self.old_name || self.old_has_name(old) => {
                Step::Name {
                    old: old.filter(|_| self.old_has_name(old)),
                    new: Some(new).filter(|new| new.key_name != self.old_name),
                }
            }
            (Phase::Stored | Phase::Named, _) => match old {
                Some(old) if self.delete || old.is_enabled() => Step::Stop(old),
                _ => Step::Finish,
            },
        }
    }

    /// Whether the old key has to be told from the new one by a name: not if it is going to be deleted.
    fn old_has_name(&self, old: Option<&KeyInfo>) -> bool {
        !self.delete && old.is_some_and(|old| old.key_name == self.old_name)
    }

    /// The new key in the list. What is written down may be behind: then it may have its name already.
    fn new_key<'a>(&self, list: &'a [KeyInfo], secret: Secret) -> Option<&'a KeyInfo> {
        let held = matches!(secret, Secret::Held | Secret::Refused);
        list.iter().find(|key| match self.new {
            Some(id) => key.key_id == id,
            None => {
                let named =
                    key.key_name == self.temporary_name || (held && key.key_name == self.old_name);
                named && !self.before.contains(&key.key_id)
            }
        })
    }
}

#[cfg(test)]
mod tests {
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
        key(NEW, "laptop (new)", "enabled")
    }

    fn at(phase: Phase) -> Rotation {
        Rotation {
            new: (phase != Phase::Making).then_some(NEW),
            phase,
            ..Rotation::begin(&old(), &[old(), key(Id(2), "ci", "disabled")], false)
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
                    Step::Deleted | Step::Unheld(_) => panic!("{self:?}"),
                }
                if writes {
                    self.written = rotation.clone();
                }
            }
            false
        }
    }

    #[test]
    fn cut_off_anywhere_it_ends_with_one_key_that_works() {
        for delete in [false, true] {
            for given_out in [false, true] {
                for writes in [false, true] {
                    for phase in [Phase::Making, Phase::Kept] {
                        for cut in 0..12 {
                            let mut world = World {
                                list: vec![old(), made()],
                                written: Rotation {
                                    delete,
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
                            let told = format!("{delete} {given_out} {writes} {phase:?} {cut}");
                            assert!(world.run(20, true, true), "{told}: {world:?}");
                            let works: Vec<Id> = world
                                .list
                                .iter()
                                .filter(|key| key.is_enabled() && key.key_name == "laptop")
                                .map(|key| key.key_id)
                                .collect();
                            let undone = given_out && phase == Phase::Making;
                            let expected = if undone { OLD } else { NEW };
                            assert_eq!(works, [expected], "{told}: {world:?}");
                            if !given_out {
                                assert_eq!(world.context, NEW, "{told}");
                            }
                        }
                    }
                }
            }
        }
    }
}
