//! What was changed after the incident began says nothing of then.

use serde_json::{Value, json};

use super::made::*;
use crate::domain::escalation::wire::{Schedule, Team};
use crate::domain::evidence::{Finding, Gap, Missing, Notified, Unassigned, Why};
use crate::lenient;

/// The rule names me now, and told you.
fn told_you(happens: impl Fn(&mut World)) -> Finding {
    let mut world = World::new(Shape::May);
    world.rules = Some(vec![rule(RULE, &[level(0, &[YOU, ME], &follow())])]);
    happens(&mut world);
    world.assign(1, RULE, 0, &[YOU]);
    world.judge()
}

/// It was never assigned to me, and whether it should have been is known or not.
#[track_caller]
fn missed(found: &Finding, certain: bool, what: &str) {
    let named = found.reasons.iter().any(|one| {
        matches!(one.why, Why::NotAssigned(Unassigned::NamedNow { certain: one, .. }) if one == certain)
    });
    assert_eq!(
        (
            named,
            found.notified,
            found.is_missed(),
            found.is_doubtful()
        ),
        (true, Notified::No, certain, !certain),
        "{what}: {found:#?}"
    );
}

#[test]
fn a_rule_that_names_the_person_now_need_not_have_then() {
    for (changed, certain) in [
        (json!(START - 60), true),
        (json!((START - 60) * 1000), true),
        (json!(START + 3600), false),
        (json!((START + 3600) * 1000), false),
        (json!(0), false),
        (Value::Null, false),
    ] {
        let found = told_you(|world| {
            world.rules.as_mut().unwrap()[0]["updated_at"] = changed.clone();
        });
        missed(&found, certain, &changed.to_string());
    }
}

#[test]
fn whoever_joined_a_team_since_was_not_in_it() {
    for (changed, certain) in [
        (Some(START - 60), true),
        (Some(START + 3600), false),
        (Some(0), false),
        (None, false),
    ] {
        let found = told_you(|world| {
            let level = json!({"target": {"team_ids": [7], "by": follow()}});
            world.rules = Some(vec![rule(RULE, &[level])]);
            world.person.teams = vec![Team {
                team_id: 7,
                person_ids: vec![ME, YOU].into(),
                updated_at: changed,
                ..Team::default()
            }];
        });
        missed(&found, certain, &format!("{changed:?}"));
    }
}

/// A schedule with a shift of mine that was made then.
fn mine(changed: Option<i64>) -> Schedule {
    let shift = json!({"start": START - 3600, "end": START + 3600, "update_at": changed,
        "group": {"members": [{"role_id": 0, "person_ids": [ME]}]}});
    lenient::read(json!({"schedule_id": 9001, "schedule_name": "rota", "final_schedule": {"schedules": [shift]}})).unwrap()
}

#[test]
fn whoever_took_over_a_shift_since_was_not_on_call() {
    for (changed, certain) in [
        (Some(START - 60), true),
        (Some(START + 3600), false),
        (Some(0), false),
        (None, false),
    ] {
        let found = told_you(|world| {
            world.rules = Some(vec![rule(RULE, &[on_call(0, 9001)])]);
            world.person.schedules = vec![mine(changed)];
        });
        missed(&found, certain, &format!("{changed:?}"));
    }
}

/// The record has nobody, and the schedule somebody: since then, or nobody knows.
#[test]
fn nobody_was_on_call_unless_the_schedule_had_somebody_then() {
    for (changed, known) in [
        (Some(START - 60), false),
        (Some(START + 60), true),
        (None, true),
    ] {
        let mut world = World::new(Shape::May);
        world.rules = Some(vec![rule(RULE, &[on_call(0, 9001)])]);
        let mut rota = schedule(9001, &[YOU]);
        let shifts = rota.final_schedule.as_mut().unwrap().schedules.as_mut();
        shifts.unwrap()[0].update_at = changed;
        world.person.schedules = vec![rota];
        world.assign(1, RULE, 0, &[]);
        let found = world.judge();
        let nobody = matches!(found.reasons[0].why, Why::NobodyOnCall { .. });
        let open = matches!(found.reasons[0].why, Why::Unknown(Gap::ScheduleUnread(_)));
        assert_eq!((nobody, open), (known, !known), "{changed:?}: {found:#?}");
        assert_eq!(found.is_doubtful(), !known);
    }
}

/// Those who were on call had another role than the one that the level tells.
#[test]
fn a_role_that_nobody_had_is_known() {
    for (role, known) in [(1, true), (0, false)] {
        let mut world = World::new(Shape::May);
        let mut told = on_call(0, 9001);
        told["target"]["schedule_to_role_ids"]["9001"] = json!([role]);
        world.rules = Some(vec![rule(RULE, &[told])]);
        let mut rota = schedule(9001, &[YOU]);
        let shifts = rota.final_schedule.as_mut().unwrap().schedules.as_mut();
        shifts.unwrap()[0].update_at = Some(START - 60);
        world.person.schedules = vec![rota];
        world.assign(1, RULE, 0, &[]);
        let found = world.judge();
        let why = &found.reasons[0].why;
        let others = matches!(why, Why::NotOnCall { who, other_role: false, .. } if who.is_empty());
        assert_eq!(others, known, "{found:#?}");
        assert_eq!(found.is_doubtful(), !known);
    }
}

#[test]
fn a_rule_that_was_changed_need_not_have_told_a_schedule_then() {
    let rota = |to: &[u64], changed: i64| {
        let mut world = World::new(Shape::May);
        let mut made = rule(RULE, &[on_call(0, 9001)]);
        made["updated_at"] = json!(changed);
        world.rules = Some(vec![made]);
        world.person.schedules = vec![schedule(9001, to)];
        world.assign(1, RULE, 0, to);
        world.judge()
    };
    for to in [&[YOU][..], &[]] {
        let then = rota(to, START - 60);
        assert!(then.is_of_others(), "{then:#?}");
        let since = rota(to, START + 60);
        assert_eq!(then.reasons[0].code(), since.reasons[0].code());
        assert!(since.is_doubtful() && !since.is_missed(), "{since:#?}");
    }
}

#[test]
fn whether_another_rule_named_them_then_is_not_known_of_a_team_that_was_changed_since() {
    for (member, changed, names, missing) in [
        (true, -60, 1, None),
        (true, 60, 0, Some(Missing::TeamThen("SRE".into()))),
        (false, 60, 0, Some(Missing::TeamThen("SRE".into()))),
        (false, -60, 0, None),
    ] {
        let mut world = World::new(Shape::May);
        let team = json!({"escalate_window": 0, "target": {"team_ids": [7], "by": follow()}});
        world.rules = Some(vec![
            rule(RULE, &[team]),
            rule(OTHER, &[level(0, &[YOU], &follow())]),
        ]);
        let persons = if member { vec![ME, YOU] } else { vec![YOU] };
        let team = json!({"team_id": 7, "team_name": "SRE", "person_ids": persons,
            "status": "enabled", "updated_at": START + changed});
        world.person.teams = vec![lenient::read(team).unwrap()];
        world.assign(1, OTHER, 0, &[YOU]);
        let found = world.judge();
        let Why::OtherRule { mine, may, .. } = &found.reasons[0].why else {
            panic!("{found:#?}");
        };
        let open = may.first().map(|(_, missing)| missing.clone());
        assert_eq!((mine.len(), open), (names, missing), "{member} {changed}");
    }
}
