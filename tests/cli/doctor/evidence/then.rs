//! Rules, teams and snoozes that were something else then than they are now: what hangs on that is not certain.

use serde_json::{Value, json};

use super::survey::{began, missed, now};
use super::*;

/// The first reason: its code and its sentence.
#[track_caller]
fn first(world: &World) -> (String, String) {
    let ran = asked(world);
    assert_eq!(ran.status, Some(3));
    let reason = ran.json()["reasons"][0].clone();
    let text = |name: &str| reason[name].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}

/// A rule that was changed after the incident began, and does not take it any more.
fn narrowed() -> Made {
    let only_warnings = rule().when(&[&[("severity", "IN", &["Warning"])]]);
    only_warnings.with("updated_at", START + 60)
}

#[test]
fn what_held_it_back_is_why_whatever_the_rules_are_now() {
    let silence = json!({"silence_rule_id": "1", "silence_rule_name": "Night"});
    let silence = line(1, "i_m_silence", silence);
    let alert_lines = [
        made::line(ms(0), "a_new", json!({"severity": "Critical"})),
        made::line(ms(1), "a_m_silence", json!({"rule_name": "Night"})),
    ];
    let alert = made::alert(SPACE, "disk", START, &alert_lines);
    let held = || incident().alerts(std::slice::from_ref(&alert));
    for world in [
        world(narrowed(), std::slice::from_ref(&silence)),
        without_rules(incident(), std::slice::from_ref(&silence)),
        world_of(narrowed(), held(), &[]),
        without_rules(held(), &[]),
    ] {
        let (code, message) = first(&world);
        assert_eq!(code, "silenced", "{message}");
        assert!(message.contains("'Night'"), "{message}");
    }
}

#[test]
fn what_came_within_the_longest_delay_leaves_open_whether_a_rule_was_about_to() {
    let other = json!({"incident_id": made::incident_id(SPACE, "another"), "title": "another"});
    let stops = |after: u64| {
        [
            line(after, "i_rslv", json!({"from": "event"})),
            line_by(YOU, after, "i_rslv", json!({"from": "console"})),
            line_by(YOU, after, "i_merge", json!({"target_incident": other})),
            line_by(YOU, after, "i_ack", json!({})),
            line_by(YOU, after, "i_snooze", json!({"minutes": 30})),
        ]
    };
    // Of a rule with a delay that was changed since nobody knows that it had it.
    let changed = || {
        rule()
            .with("aggr_window", 300)
            .with("updated_at", START + 60)
    };
    for after in [30, 3500] {
        for stop in stops(after) {
            let kind = stop["type"].clone();
            let lines = std::slice::from_ref(&stop);
            for world in [
                world(narrowed(), lines),
                without_rules(incident(), lines),
                world(changed(), lines),
            ] {
                let (code, message) = first(&world);
                assert_eq!(code, "unknown", "{kind}: {message}");
                let what = "before any rule took it, and the server does not tell which rules";
                assert!(message.contains(what), "{kind}: {message}");
            }
        }
    }
    for stop in stops(3700) {
        let lines = std::slice::from_ref(&stop);
        for world in [world(narrowed(), lines), without_rules(incident(), lines)] {
            assert_eq!(first(&world).0, "no_rule", "{stop}");
        }
    }
    // Nobody missed anything by it.
    let hour_ago = now() - 3600;
    let world = began(
        hour_ago,
        narrowed(),
        |at| vec![made::line(at + 30_000, "i_rslv", json!({"from": "event"}))],
        &[],
    );
    missed(&world, "--all", 0);
}

/// A rule that tells you, then a team that has me or has not, changed so many seconds after the beginning.
fn with_team(member: bool, changed: i64, lines: &[Value]) -> World {
    let target = json!({"team_ids": [7001], "by": follow()});
    let levels = json!([level(10, &[YOU], &follow()), {"escalate_window": 0, "target": target}]);
    let world = world(rule().with("layers", levels), lines);
    let persons = if member {
        json!([ME, YOU])
    } else {
        json!([YOU])
    };
    let edit = Edit::new(move |state| {
        let teams = state["teams"].as_array_mut().unwrap();
        let team = teams.iter_mut().find(|team| team["team_id"] == 7001);
        let team = team.unwrap();
        team["person_ids"] = persons.clone();
        team["updated_at"] = json!(i64::try_from(START).unwrap() + changed);
    });
    world.server.apply(&edit).unwrap();
    world
}

#[test]
fn whoever_joined_or_left_a_team_since_may_have_been_in_it_or_not() {
    let lines = [
        assigned(1, 0, &[YOU]),
        line_by(YOU, 300, "i_ack", json!({})),
    ];
    for (member, changed, expected) in [
        (true, -60, "which names you"),
        (true, 60, "which may name you"),
        (false, 60, "which may name you"),
        (false, -60, "no rule of the space does"),
    ] {
        let (_, message) = first(&with_team(member, changed, &lines));
        assert!(message.contains(expected), "{member} {changed}: {message}");
    }
    // It was due, and did not come.
    let due = &lines[..1];
    for (member, changed, expected) in [
        (true, -60, "names you and was due"),
        (true, 60, "could not be found out"),
        (false, 60, "could not be found out"),
    ] {
        let (_, message) = first(&with_team(member, changed, due));
        assert!(message.contains(expected), "{member} {changed}: {message}");
    }
}

#[test]
fn a_snooze_that_is_over_does_not_say_why_nothing_came_after_it() {
    let snoozed = |minutes: u64, more: &[Value]| {
        let snooze = line_by(YOU, 300, "i_snooze", json!({"minutes": minutes}));
        let lines: Vec<Value> = [assigned(1, 0, &[YOU]), snooze]
            .iter()
            .chain(more)
            .cloned()
            .collect();
        first(&world(rule(), &lines))
    };
    let why = "why nothing came after that the record does not tell";
    let (code, message) = snoozed(30, &[]);
    assert_eq!(code, "snoozed");
    assert!(message.ends_with(why), "{message}");
    // Closed before it was over.
    let closed = line(900, "i_rslv", json!({"from": "event"}));
    let (code, message) = snoozed(30, &[closed]);
    assert_eq!(code, "snoozed");
    assert!(!message.contains(why), "{message}");
    // Not over yet.
    let (_, message) = snoozed(60 * 24 * 365 * 10, &[]);
    assert!(!message.contains(why), "{message}");
    // Whether it was missed is not known.
    let since = |minutes: u64| {
        let lines = |at: u64| {
            vec![
                made::assigned(at + 1_000, &rule_id(), "P1", 0, &[YOU]),
                made::line_by(YOU, at + 300_000, "i_snooze", json!({"minutes": minutes})),
            ]
        };
        began(now() - 7200, rule(), lines, &[])
    };
    missed(&since(30), "", 11);
    missed(&since(600), "", 0);
}
