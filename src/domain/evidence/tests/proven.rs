//! What is a reason for certain, and what only may be one.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::made::*;
use crate::domain::evidence::{Finding, Gap, Mute, Muted, Notified, Why};
use crate::domain::severity::Severity;

fn second(after: i64) -> Timestamp {
    Timestamp::from_second(START + after).unwrap()
}

fn world(happens: impl Fn(&mut World)) -> Finding {
    let mut world = World::new(Shape::May);
    happens(&mut world);
    world.judge()
}

fn decisive(found: &Finding) -> &Why {
    &found.decisive().unwrap().why
}

#[test]
fn what_was_chosen_then_is_known_only_where_the_log_goes_back_to_it() {
    // How far back the log goes, what it has, and whether it is certain that nothing was chosen.
    type Set<'a> = &'a [(i64, &'a [&'a str])];
    let cases: &[(Option<i64>, Set<'_>, bool)] = &[
        (Some(-600), &[], true),
        (Some(-600), &[(-60, &[])], true),
        (
            Some(-600),
            &[(-90, &["sms"]), (-60, &[]), (60, &["email"])],
            true,
        ),
        // It was not read, or shows nothing of then.
        (None, &[], false),
        (Some(600), &[], false),
        // It was changed since, from what nobody tells.
        (Some(-600), &[(60, &[])], false),
        // It lacks the change to what is set now.
        (Some(-600), &[(-60, &["email"])], false),
    ];
    const CUT: &[&str] = &["cut"];
    let cut: &[(Option<i64>, Set<'_>, bool)] = &[
        // What was set then stood until something was.
        (Some(-600), &[(-60, &[]), (60, CUT)], true),
        (Some(-600), &[(60, CUT)], false),
        (Some(-600), &[(-60, CUT)], false),
        (Some(-600), &[(-600, &[]), (-60, CUT)], false),
        (Some(-600), &[(-600, &[]), (-60, CUT), (60, &[])], false),
        (Some(-600), &[(-600, CUT), (-60, &[]), (60, &[])], true),
    ];
    for (since, set, expected) in cases.iter().chain(cut) {
        let found = world(|world| {
            world.prefer_nothing(Severity::Critical);
            world.prefer_nothing(Severity::Warning);
            world.prefer_nothing(Severity::Info);
            world.chosen.since = since.map(second);
            for (after, list) in *set {
                match *list {
                    CUT => world.chose_something(*after),
                    list => world.chose(*after, list),
                };
            }
            world.by_hand(9, YOU, &[ME]);
        });
        let Why::NoChannelPreference { certain, .. } = decisive(&found) else {
            panic!("{found:?}");
        };
        assert_eq!(certain, expected, "{since:?} {set:?}");
        assert!(found.is_missed());
    }
}

#[test]
fn nobody_was_on_call_only_where_nothing_says_otherwise() {
    let rota_of = |now: &'static [u64], detail: Value, told: bool, changed: Option<i64>| {
        world(|world| {
            world.rules = Some(vec![rule(RULE, &[on_call(0, 9001)])]);
            let mut rota = schedule(9001, now);
            let shifts = rota.final_schedule.as_mut().unwrap().schedules.as_mut();
            shifts.unwrap()[0].update_at = changed;
            world.person.schedules = vec![rota];
            let mut all = json!({"type": "assign", "escalate_rule_id": RULE, "escalate_rule_name": "P1", "layer_idx": 0});
            for (name, value) in detail.as_object().unwrap() {
                all[name] = value.clone();
            }
            world.add(1, "i_assign", 0, all);
            if told {
                world.notify(2, RULE, 0, "email", &json!([{"person_id": YOU}]));
            }
        })
    };
    let rota = |now, detail, told| rota_of(now, detail, told, Some(START - 86_400));
    let nobody = |found: &Finding| matches!(decisive(found), Why::NobodyOnCall { .. });
    for detail in [json!({"to": []}), json!({"to": null}), json!({})] {
        assert!(nobody(&rota(&[], detail.clone(), false)), "{detail}");
        // A shift that may have been changed since tells it only where the record does as well.
        for changed in [None, Some(START + 60)] {
            let found = rota_of(&[], detail.clone(), false, changed);
            let is_told = detail == json!({"to": []});
            assert_eq!(nobody(&found), is_told, "{detail} {changed:?}");
            assert_eq!(found.is_doubtful(), !is_told, "{detail} {changed:?}");
        }
        // Whom it wrote to was on call.
        let found = rota(&[YOU], detail.clone(), true);
        let Why::NotOnCall { who, .. } = decisive(&found) else {
            panic!("{detail}: {found:?}");
        };
        assert_eq!(who, &[YOU]);
    }
    // That it is not told is not that it was nobody.
    let nobody_told = rota_of(&[YOU], json!({"to": []}), false, None);
    assert!(nobody(&nobody_told));
    let found = rota(&[YOU], json!({"to": null}), false);
    assert!(
        matches!(decisive(&found), Why::Unknown(Gap::Untold(_, 0))),
        "{found:?}"
    );
    assert!(found.is_doubtful());
    // The older reference names them elsewhere.
    let found = rota(&[YOU], json!({"person_ids": [YOU]}), false);
    assert!(matches!(decisive(&found), Why::NotOnCall { who, .. } if who == &[YOU]));
    let found = rota(&[YOU], json!({"person_ids": [ME]}), false);
    assert!(found.is_missed() && !nobody(&found), "{found:?}");
    // Nor is it known then that the person was not assigned.
    let found = world(|world| {
        let detail =
            json!({"type": "assign", "escalate_rule_id": RULE, "layer_idx": 1, "to": null});
        world.add(1, "i_assign", 0, detail);
    });
    assert!(
        matches!(decisive(&found), Why::Unknown(Gap::Untold(_, 1))),
        "{found:?}"
    );
    assert!(!found.is_missed() && found.is_doubtful());
}

#[test]
fn a_deed_moments_after_a_level_was_due_need_not_have_come_before_it() {
    for (kind, detail) in [
        ("i_ack", json!({})),
        ("i_snooze", json!({"minutes": 6000})),
        ("i_rslv", json!({"from": "console"})),
        ("i_rslv", json!({"from": "event"})),
    ] {
        for (after, expected) in [(590, false), (641, true)] {
            let found = world(|world| {
                world.assign(1, RULE, 0, &[YOU]);
                world.add(after, kind, YOU, detail.clone());
            });
            let (Why::AcknowledgedBefore(before)
            | Why::ClosedBefore { before, .. }
            | Why::Snoozed { before, .. }) = decisive(&found)
            else {
                panic!("{kind} after {after}: {found:?}");
            };
            assert_eq!(before.late, expected, "{kind} after {after}: {found:?}");
            assert_eq!(found.is_doubtful(), expected);
        }
    }
}

#[test]
fn only_the_alert_that_opened_it_holds_it_back() {
    let held = |after: i64| alert(after, Some((false, "Release night")));
    let free = |after: i64| {
        let mut alert = alert(after, None);
        alert.is_read = true;
        alert
    };
    let judged = |alerts: &[crate::domain::evidence::AlertFact]| {
        world(|world| world.alerts = alerts.to_vec())
    };
    let silenced = |found: &Finding| matches!(decisive(found), Why::Silenced { .. });
    assert!(silenced(&judged(&[held(0)])));
    assert!(silenced(&judged(&[held(0), free(30)])));
    for alerts in [
        vec![free(0), held(30)],
        vec![held(30), free(0)],
        vec![held(0), free(0)],
    ] {
        let found = judged(&alerts);
        assert!(
            matches!(
                decisive(&found),
                Why::NoRule {
                    for_person: true,
                    ..
                }
            ),
            "{found:?}"
        );
        assert!(found.is_doubtful());
    }
    // Of the first one, or one of the first, nothing is known: it may have told somebody.
    for other in [held(30), held(0)] {
        let found = judged(&[alert(0, None), other]);
        assert!(matches!(
            decisive(&found),
            Why::Unknown(Gap::AlertsUnread { for_person: true })
        ));
    }
    // It changed too often.
    let mut flaps = free(0);
    flaps.mute = Some(Mute {
        at: second(0),
        by: Muted::Flapping(0),
    });
    let found = judged(&[flaps]);
    assert!(
        matches!(decisive(&found), Why::Flapping { alert: Some(_), .. }),
        "{found:?}"
    );
}

#[test]
fn without_its_alerts_it_is_not_known_that_no_rule_took_it() {
    let judged = |known: bool, rules: &[Value]| {
        world(|world| {
            world.alerts_known = known;
            world.rules = Some(rules.to_vec());
        })
    };
    let mine = rule(RULE, &[level(0, &[ME], &follow())]);
    let other = rule(OTHER, &[level(0, &[YOU], &follow())]);
    for (rules, for_me) in [(vec![mine], true), (vec![other], false)] {
        let found = judged(false, &rules);
        let expected = Why::Unknown(Gap::AlertsUnread { for_person: for_me });
        assert_eq!((decisive(&found), found.is_doubtful()), (&expected, for_me));
        let found = judged(true, &rules);
        assert!(matches!(decisive(&found), Why::NoRule { now: Some(_), .. }));
        assert_eq!(found.is_doubtful(), for_me);
    }
    // A rule that took it may be gone.
    let found = judged(false, &[]);
    let expected = Why::Unknown(Gap::AlertsUnread { for_person: false });
    assert_eq!(decisive(&found), &expected);
    let found = judged(true, &[]);
    assert!(matches!(decisive(&found), Why::NoRule { now: None, .. }));
    assert!(!found.is_doubtful() && found.notified == Notified::No);
}

#[test]
fn what_may_have_been_missed_is_doubtful_and_what_is_to_come_is_not() {
    let told = |now: i64| {
        world(|world| {
            world.now = now;
            world.assign(1, RULE, 0, &[YOU]);
        })
    };
    assert!(told(86_400).is_doubtful());
    assert!(!told(300).is_doubtful());
    // Somebody took it; and what was assigned to the person was missed.
    let taken = world(|world| {
        world.assign(1, RULE, 0, &[YOU]);
        world.add(60, "i_ack", YOU, json!({}));
    });
    assert!(!taken.is_doubtful() && !taken.is_missed());
    let mine = world(|world| {
        world.assign(1, RULE, 1, &[ME]);
    });
    assert!(!mine.is_doubtful() && mine.is_missed());
}

#[test]
fn the_worst_severity_is_that_since_it_was_for_the_person() {
    use Severity::{Critical, Info, Warning};
    // From which severity to which, before it was assigned and after that.
    for (before, after, worst) in [
        (&[][..], &["Info"][..], Some(Critical)),
        (&["Info"], &[], Some(Info)),
        (&["Info"], &["Warning", "Info"], Some(Warning)),
        (&["Info"], &["Critical", "Ok"], Some(Critical)),
        (&["Warning"], &["Ok"], Some(Warning)),
        (&["P0"], &[], None),
        (&["Warning"], &["P0"], None),
        (&["P0"], &["Critical", "Info"], Some(Critical)),
    ] {
        let found = world(|world| {
            let mut changed = |at: i64, to: &[&str]| {
                for to in to {
                    world.add(at, "i_r_severity", YOU, json!({"to": to}));
                }
            };
            changed(5, before);
            changed(60, after);
            world.incident["incident_severity"] = json!("Ok");
            world.assign(9, RULE, 1, &[ME]);
        });
        assert_eq!(found.worst, worst, "{before:?} {after:?}");
    }
}
