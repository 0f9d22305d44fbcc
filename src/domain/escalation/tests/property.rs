//! Made-up spaces, persons, incidents and moments: the model and its naive double must agree,
//! and what is certain must stay so whatever else is told.

use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::domain::delivery::{Delivery, Reason};
use crate::domain::escalation::tests::made::{case, less, moment_of};
use crate::domain::escalation::tests::{ME, naive};
use crate::domain::escalation::wire::{
    Condition, EscalationRule, Oper, RuleStatus, Target, TimeFilter,
};
use crate::domain::escalation::{Clock, Outcome, RuleState, Truth, Verdict, evaluate};
use crate::domain::severity::Severity;

fn half(truth: Truth) -> naive::Half {
    match truth {
        Truth::No => 0,
        Truth::Unknown => 1,
        Truth::Yes => 2,
    }
}

fn plain(verdict: &Verdict) -> naive::Answer {
    let level = |layer: &crate::domain::escalation::Level| {
        let channels = layer
            .channels
            .iter()
            .map(|used| used.channel.clone())
            .collect();
        (layer.after, half(layer.reached), channels)
    };
    (
        verdict.rule.as_ref().expect("a rule").index,
        half(verdict.reached),
        verdict.levels.iter().map(level).collect(),
    )
}

/// The same rules with every status, condition, window and target that is not known made a yes or a no.
fn completed(
    list: &[EscalationRule],
    outcome: &Outcome,
    at: Timestamp,
    clock: &Clock,
    mut choose: impl FnMut() -> bool,
) -> Vec<EscalationRule> {
    let mut list = list.to_vec();
    let local = at.to_zoned_datetime(clock.zone.clone());
    let text = |minutes: i64| {
        let moment = local.saturating_add(minutes.minutes());
        moment.strftime("%H:%M").to_string()
    };
    let open = |truth| truth == Truth::Unknown;
    for seen in &outcome.trace {
        let RuleState::Tried {
            unknown_status,
            windows,
            groups,
            ..
        } = &seen.state
        else {
            continue;
        };
        let rule = &mut list[seen.index];
        // Where a level has no time until the next, the rule may end with it.
        let endless = rule
            .layers
            .iter()
            .position(|layer| layer.escalate_window == 0);
        if let Some(index) = endless.filter(|_| choose()) {
            rule.layers.truncate(index + 1);
        }
        if unknown_status.is_some() {
            rule.status = match choose() {
                true => RuleStatus::Enabled,
                false => RuleStatus::Disabled,
            };
        }
        for (window, trace) in rule.time_filters.iter_mut().zip(windows) {
            if open(trace.truth) {
                *window = TimeFilter::default();
                if !choose() {
                    (window.start, window.end) = (text(2), text(3));
                }
            }
        }
        let conditions = rule.filters.iter_mut().flatten();
        let traces = groups.iter().flat_map(|group| &group.conditions);
        for (condition, trace) in conditions.zip(traces) {
            if open(trace.truth) {
                let oper = if choose() { Oper::NotIn } else { Oper::In };
                let (key, vals) = ("severity".to_owned(), Vec::new());
                *condition = Condition { key, oper, vals };
            }
        }
    }
    for verdict in outcome.verdicts() {
        let Some(name) = &verdict.rule else { continue };
        let layers = &mut list[name.index].layers;
        for (layer, level) in layers.iter_mut().zip(&verdict.levels) {
            let Some(target) = &mut layer.target else {
                continue;
            };
            let mut told = false;
            for one in &level.recipients {
                told |= one.truth == Truth::Yes || (open(one.truth) && choose());
            }
            *target = Target {
                person_ids: if told { vec![ME] } else { Vec::new() },
                by: target.by.clone(),
                ..Target::default()
            };
        }
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn the_naive_double_agrees((list, person, full, hide, second, clock) in case()) {
        let at = moment_of(second);
        let incident = less(&full, hide);
        let outcome = evaluate(&list, &person, &incident, at, &clock);
        let maybes: Vec<_> = outcome.maybes.iter().map(plain).collect();
        let certain = outcome.ending.rule.is_some().then(|| plain(&outcome.ending));
        prop_assert_eq!((maybes, certain), naive::walk(&list, &person, &incident, at, &clock));
        for verdict in outcome.verdicts() {
            prop_assert_eq!(verdict.cause.is_some(), verdict.reached == Truth::No);
            for level in &verdict.levels {
                prop_assert_eq!(level.cause.is_some(), level.reached == Truth::No);
            }
        }
        for seen in &outcome.trace {
            let maybe = seen.state.matched() == Truth::Unknown;
            prop_assert_eq!(seen.state.doubts().is_empty(), !maybe);
            let wanted = naive::matches(&list[seen.index], &incident, at, &clock);
            if let crate::domain::escalation::RuleState::Tried { matched, .. } = seen.state {
                prop_assert_eq!(half(matched), wanted);
            }
        }
    }

    #[test]
    fn telling_more_never_takes_back_what_was_certain((list, person, full, hide, second, clock) in case()) {
        let at = moment_of(second);
        let before = evaluate(&list, &person, &less(&full, hide), at, &clock);
        let after = evaluate(&list, &person, &full, at, &clock);
        let places = |outcome: &crate::domain::escalation::Outcome| outcome.verdicts().filter_map(|each| each.rule.as_ref()).map(|rule| rule.index).collect::<Vec<_>>();
        let (before_places, after_places) = (places(&before), places(&after));
        prop_assert!(after_places.iter().all(|place| before_places.contains(place)), "{before_places:?} {after_places:?}");
        if before.maybes.is_empty() {
            prop_assert_eq!(&before.ending, &after.ending);
        }
        match before.reached() {
            Truth::Unknown => {}
            certain => prop_assert_eq!(after.reached(), certain),
        }
    }

    #[test]
    fn a_yes_and_a_no_hold_however_what_is_not_known_turns_out(
        (list, mut person, full, hide, second, clock) in case(),
        choices in prop::collection::vec(any::<bool>(), 40),
    ) {
        let at = moment_of(second);
        let incident = less(&full, hide);
        let before = evaluate(&list, &person, &incident, at, &clock);
        let mut choices = choices.into_iter().cycle();
        // A priority that is left out is the last, or 0: the same of all.
        let left_out = if choices.next().expect("endless") { 0 } else { i64::MAX };
        let mut list = list;
        list.iter_mut().for_each(|rule| rule.priority = rule.priority.or(Some(left_out)));
        let ordered = evaluate(&list, &person, &incident, at, &clock);
        let list = completed(&list, &ordered, at, &clock, || choices.next().expect("endless"));
        if person.preferences.is_none() {
            let chosen = if hide & 1 == 0 { vec!["voice".to_owned()] } else { Vec::new() };
            person.preferences = Some(Severity::ALL.map(|severity| (severity, chosen.clone())).into());
        }
        for channel in ["voice", "sms", "email", "pigeon"] {
            if matches!(person.delivery(channel), Delivery::Unknown(_)) {
                let delivers = choices.next().expect("endless");
                let delivery = if delivers { Delivery::Yes } else { Delivery::No(Reason::SwitchedOff) };
                person.deliveries.insert(channel.to_owned(), delivery);
            }
        }
        let mut plain = incident;
        plain.labels.retain(|name, _| !name.starts_with("layer_"));
        let clock = Clock { guessed: false, ..clock };
        let after = evaluate(&list, &person, &plain, at, &clock);
        let comes_perhaps = after.verdicts().flat_map(|one| &one.levels).any(|level| level.comes == Truth::Unknown);
        prop_assert!(after.reached() != Truth::Unknown || comes_perhaps, "{after:?}");
        match before.reached() {
            Truth::Unknown => {}
            certain => prop_assert_eq!(after.reached(), certain),
        }
    }
}
