//! Rules that the server lists twice under one id and not alike: which of them holds is not known.

use std::collections::{HashMap, HashSet};

use crate::domain::escalation::noise::wire::{DropRule, InhibitRule, SilenceRule};
use crate::domain::escalation::wire::{EscalationRule, RuleStatus};

/// A rule in a list.
pub trait Listed: PartialEq {
    /// The server's id; empty where it does not say.
    fn id(&self) -> &str;
    /// Whether it takes part.
    fn status(&mut self) -> &mut RuleStatus;
}

macro_rules! listed {
    ($($rule:ty),*) => {$(
        impl Listed for $rule {
            fn id(&self) -> &str {
                &self.rule_id
            }

            fn status(&mut self) -> &mut RuleStatus {
                &mut self.status
            }
        }
    )*};
}

listed!(EscalationRule, SilenceRule, InhibitRule, DropRule);

/// Of those that are listed twice and not alike none is certain to take part, and none certain not to.
pub fn doubt<T: Listed>(rules: &mut [T]) {
    let mut first: HashMap<&str, &T> = HashMap::new();
    let mut twice: HashSet<String> = HashSet::new();
    for rule in rules.iter().filter(|rule| !rule.id().is_empty()) {
        let known = first.entry(rule.id()).or_insert(rule);
        if *known != rule {
            twice.insert(rule.id().to_owned());
        }
    }
    for rule in rules.iter_mut().filter(|rule| twice.contains(rule.id())) {
        *rule.status() = RuleStatus::default();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_listed_twice_and_not_alike_may_take_part() {
        let rule = |id: &str, status: &str, name: &str| json!({"rule_id": id, "status": status, "rule_name": name});
        let statuses = |list: Value| {
            let mut rules: Vec<EscalationRule> = crate::lenient::read(list).expect("rules");
            doubt(&mut rules);
            rules
                .into_iter()
                .map(|rule| rule.status)
                .collect::<Vec<_>>()
        };
        let (on, off) = (RuleStatus::Enabled, RuleStatus::Disabled);
        let open = RuleStatus::default;
        let (a, b) = (rule("a", "enabled", "x"), rule("b", "disabled", "x"));
        assert_eq!(statuses(json!([a, b])), [on.clone(), off.clone()]);
        assert_eq!(
            statuses(json!([a, b, a])),
            [on.clone(), off.clone(), on.clone()]
        );
        let other = rule("a", "disabled", "x");
        assert_eq!(
            statuses(json!([a, b, other])),
            [open(), off.clone(), open()]
        );
        assert_eq!(statuses(json!([other, a])), [open(), open()]);
        // The third is like the first, and all of them are in doubt.
        let named = rule("a", "enabled", "y");
        assert_eq!(statuses(json!([a, named, a])), [open(), open(), open()]);
        // Without an id they are not the same.
        let none = [rule("", "enabled", "x"), rule("", "disabled", "x")];
        assert_eq!(statuses(json!(none)), [on, off]);
    }
}
