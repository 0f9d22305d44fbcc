//! Made-up rules that hold alerts back, beside made-up spaces: the model and its naive double must agree,
//! what is certain stays so whatever else is told, and a rule that does not match changes nothing.

use jiff::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

use crate::domain::escalation::noise::wire::DropRule;
use crate::domain::escalation::tests::made::{Case, case, condition, less, moment_of, window};
use crate::domain::escalation::tests::naive::held::held;
use crate::domain::escalation::tests::naive::{Half, walk};
use crate::domain::escalation::wire::{Condition, EscalationRule, Oper, RuleStatus};
use crate::domain::escalation::{
    Clock, Incident, Noise, Outcome, Person, RuleState, Truth, evaluate,
};

/// Rules of the three kinds, and whether the moment is that of the server's answer.
fn noise(second: i64) -> impl Strategy<Value = (Noise, bool)> {
    let status = || {
        select(vec![
            "enabled", "enabled", "enabled", "disabled", "deleted", "paused",
        ])
    };
    let filters = || prop::collection::vec(prop::collection::vec(condition(), 0..3), 0..3);
    let once = proptest::option::of((-5000..5000i64, 0..9000i64)).prop_map(move |once| {
        once.map_or(Value::Null, |(start, length)| {
            let end = if length < 500 {
                0
            } else {
                second + start + length
            };
            json!({"start_time": second + start, "end_time": end})
        })
    });
    let windows = prop::collection::vec(window(), 0..3);
    let effective = select(vec![Value::Null, json!(true), json!(false)]);
    let silence = (status(), filters(), once, windows, effective).prop_map(
        |(status, filters, once, windows, effective)| {
            json!({"status": status, "filters": filters, "time_filter": once,
                "time_filters": windows, "is_effective": effective})
        },
    );
    let drop = (status(), filters())
        .prop_map(|(status, filters)| json!({"status": status, "filters": filters}));
    let inhibit = (status(), filters())
        .prop_map(|(status, filters)| json!({"status": status, "target_filters": filters}));
    let list = |rules: Vec<Value>, kind: &str| -> Value {
        let rules = rules.into_iter().enumerate();
        let named = rules.map(|(index, mut rule)| {
            rule["rule_id"] = json!(format!("{kind} {index}"));
            rule
        });
        named.collect()
    };
    let read = || proptest::option::weighted(0.9, Just(()));
    (
        prop::collection::vec(silence, 0..3),
        prop::collection::vec(drop, 0..3),
        prop::collection::vec(inhibit, 0..2),
        (read(), read(), read()),
        any::<bool>(),
    )
        .prop_map(move |(silences, drops, inhibitions, read, is_now)| {
            let silences = crate::lenient::read(list(silences, "silence")).expect("silence rules");
            let drops = crate::lenient::read(list(drops, "drop")).expect("drop rules");
            let inhibitions =
                crate::lenient::read(list(inhibitions, "inhibit")).expect("inhibit rules");
            let noise = Noise {
                silences: read.0.map(|()| silences),
                drops: read.1.map(|()| drops),
                inhibitions: read.2.map(|()| inhibitions),
            };
            (noise, is_now)
        })
}

fn noisy() -> impl Strategy<Value = (Case, Noise, bool)> {
    case().prop_flat_map(|case| {
        let second = case.4;
        (Just(case), noise(second)).prop_map(|(case, (noise, is_now))| (case, noise, is_now))
    })
}

fn outcome(
    rules: &[EscalationRule],
    noise: &Noise,
    person: &Person,
    incident: &Incident,
    (at, is_now): (Timestamp, bool),
    clock: &Clock,
) -> Outcome {
    let mut outcome = evaluate(rules, person, incident, at, clock);
    outcome.held = noise.holding_back(incident, at, is_now, clock);
    outcome
}

fn half(truth: Truth) -> Half {
    match truth {
        Truth::No => 0,
        Truth::Unknown => 1,
        Truth::Yes => 2,
    }
}

/// What holds it back, by id or kind.
fn named(outcome: &Outcome) -> Vec<(String, Half)> {
    let held = outcome.held.iter().map(|one| {
        let kind = || json!(one.kind).as_str().expect("a word").to_owned();
        let name = one.rule.as_ref().map_or_else(kind, |rule| rule.id.clone());
        (name, half(one.held))
    });
    held.collect()
}

/// A rule that drops everything.
fn all() -> DropRule {
    let (key, oper, vals) = ("severity".to_owned(), Oper::NotIn, Vec::new());
    DropRule {
        rule_id: "all".to_owned(),
        status: RuleStatus::Enabled,
        filters: vec![vec![Condition { key, oper, vals }]],
        ..DropRule::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn the_naive_double_agrees_on_all_of_it(((list, person, full, hide, second, clock), noise, is_now) in noisy()) {
        let at = moment_of(second);
        let incident = less(&full, hide);
        let outcome = outcome(&list, &noise, &person, &incident, (at, is_now), &clock);
        let wanted = held(&noise, &incident, at, is_now, &clock);
        prop_assert_eq!(named(&outcome), wanted.clone());
        let (maybes, certain) = walk(&list, &person, &incident, at, &clock);
        let mut ways: Vec<Half> = maybes.into_iter().map(|way| way.1).collect();
        ways.push(certain.map_or(0, |way| way.1));
        ways.dedup();
        let by_rules = if let [one] = ways.as_slice() { *one } else { 1 };
        let back = wanted.iter().map(|(_, half)| *half).max().unwrap_or(0);
        prop_assert_eq!(half(outcome.reached()), by_rules.min(2 - back));
        for one in &outcome.held {
            prop_assert!(one.held == Truth::Unknown || one.depends_on.is_empty());
        }
        prop_assert_eq!(outcome.cause().is_some(), outcome.reached() == Truth::No);
    }

    #[test]
    fn telling_more_never_takes_back_what_was_certain(((list, person, full, hide, second, clock), noise, is_now) in noisy()) {
        let when = (moment_of(second), is_now);
        let before = outcome(&list, &noise, &person, &less(&full, hide), when, &clock);
        let after = outcome(&list, &noise, &person, &full, when, &clock);
        for (name, truth) in named(&before) {
            let now = named(&after).into_iter().find(|(other, _)| *other == name);
            prop_assert!(truth != 2 || now == Some((name, 2)));
        }
        prop_assert!(named(&after).iter().all(|(name, _)| named(&before).iter().any(|(other, _)| other == name)));
        if before.reached() != Truth::Unknown {
            prop_assert_eq!(after.reached(), before.reached());
        }
    }

    #[test]
    fn a_rule_that_does_not_match_changes_nothing(((list, person, full, hide, second, clock), noise, is_now) in noisy()) {
        let when = (moment_of(second), is_now);
        let incident = less(&full, hide);
        let mut list = list;
        for (index, rule) in list.iter_mut().enumerate() {
            rule.rule_id = index.to_string();
        }
        let whole = outcome(&list, &noise, &person, &incident, when, &clock);
        let ways = |outcome: &Outcome| -> Vec<_> {
            let ways = outcome.verdicts().map(|way| {
                let id = way.rule.as_ref().map(|rule| rule.id.clone());
                (id, way.reached, way.levels.clone(), way.depends_on.clone())
            });
            ways.collect()
        };
        // One that was not tried may be, where a priority that is left out is 0.
        let is_open = list.iter().any(|rule| rule.priority.is_none());
        let does_not = |state: &RuleState| state.matched() == Truth::No && !(is_open && *state == RuleState::NotTried);
        for seen in whole.trace.iter().filter(|seen| does_not(&seen.state)) {
            let mut fewer = list.clone();
            fewer.remove(seen.index);
            let after = outcome(&fewer, &noise, &person, &incident, when, &clock);
            prop_assert_eq!(ways(&after), ways(&whole));
            prop_assert_eq!(after.reached(), whole.reached());
            // Not even the reason, but where it was the only rule, or the only one that is on.
            let other = |state: &RuleState| !matches!(state, RuleState::NotEnabled(_));
            let on = whole.trace.iter().filter(|one| other(&one.state)).count();
            if on > 1 && list.len() > 1 {
                prop_assert_eq!(after.cause(), whole.cause());
            }
        }
        let held: Vec<String> = named(&whole).into_iter().map(|(name, _)| name).collect();
        let mut fewer = noise.clone();
        let keep = |id: &String| held.contains(id);
        fewer.silences.iter_mut().for_each(|rules| rules.retain(|rule| keep(&rule.rule_id)));
        fewer.drops.iter_mut().for_each(|rules| rules.retain(|rule| keep(&rule.rule_id)));
        fewer.inhibitions.iter_mut().for_each(|rules| rules.retain(|rule| keep(&rule.rule_id)));
        prop_assert_eq!(outcome(&list, &fewer, &person, &incident, when, &clock), whole);
    }

    #[test]
    fn a_yes_and_a_no_hold_whatever_holds_it_back_in_the_end(
        ((list, person, full, hide, second, clock), noise, is_now) in noisy(),
        choices in prop::collection::vec(any::<bool>(), 12),
    ) {
        let when = (moment_of(second), is_now);
        let incident = less(&full, hide);
        let before = outcome(&list, &noise, &person, &incident, when, &clock);
        // Each that may hold it back does, or does not.
        let mut choices = choices.into_iter().cycle();
        let holds = before.held.iter().any(|one| {
            one.held == Truth::Yes || (one.held == Truth::Unknown && choices.next().expect("endless"))
        });
        let settled = Noise {
            silences: Some(Vec::new()),
            inhibitions: Some(Vec::new()),
            drops: Some(if holds { vec![all()] } else { Vec::new() }),
        };
        let after = outcome(&list, &settled, &person, &incident, when, &clock);
        let certain = |one: &Outcome| one.held.iter().all(|one| one.held == Truth::Yes);
        prop_assert!(certain(&after));
        let by_rules = evaluate(&list, &person, &incident, when.0, &clock).reached();
        prop_assert_eq!(after.reached(), if holds { Truth::No } else { by_rules });
        match before.reached() {
            Truth::Yes => prop_assert_eq!(after.reached(), Truth::Yes),
            Truth::No => prop_assert_eq!(after.reached(), Truth::No),
            Truth::Unknown => {}
        }
    }
}
