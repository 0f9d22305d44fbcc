//! The algebra of changes: what each verb does to a list of channels, the difference between two
//! states, and that difference applied to a third. Pure: it asks nobody and refuses nothing.
//!
//! Two rules hold everywhere. A list that ends up reaching the person in the same ways stays as it
//! was read, order and repetition included. What duty cannot express is never taken away, except by
//! [`Step::Exactly`], which puts back what once was there.

use crate::domain::channel::{Channel, same_channels};
use crate::domain::preference::{Preference, Target};

/// What is done to one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// These channels in place of what was there.
    Set(Vec<Channel>),
    /// These as well.
    Add(Vec<Channel>),
    /// Not these.
    Remove(Vec<Channel>),
    /// None.
    Clear,
    /// What another list holds in place of what was there.
    Copy(Target),
    /// This very list, whatever was there.
    Exactly(Vec<Channel>),
}

/// The state after these steps; each one sees the state before all of them.
#[must_use]
pub fn perform(before: &Preference, steps: &[(Target, Step)]) -> Preference {
    let mut after = before.clone();
    for (target, step) in steps {
        let old = before.channels(*target);
        let new = apply(before, *target, step);
        if !same_channels(old, &new) || matches!(step, Step::Exactly(_)) {
            after.set_channels(*target, new);
        }
    }
    after
}

fn apply(before: &Preference, target: Target, step: &Step) -> Vec<Channel> {
    let old = before.channels(target);
    match step {
        Step::Set(wanted) => set(old, wanted),
        // What is not told would be replaced by what is added.
        Step::Add(_) if !before.is_told(target) => old.to_vec(),
        // Of what is not told nothing is copied.
        Step::Copy(source) if !before.is_told(*source) => old.to_vec(),
        Step::Copy(source) => {
            let wanted: Vec<Channel> = copied(before.channels(*source), target).cloned().collect();
            set(old, &wanted)
        }
        Step::Add(wanted) => {
            let mut new = old.to_vec();
            for channel in wanted {
                if !holds(&new, channel) {
                    new.push(channel.clone());
                }
            }
            new
        }
        Step::Remove(unwanted) => old
            .iter()
            .filter(|channel| !(channel.is_known() && holds(unwanted, channel)))
            .cloned()
            .collect(),
        Step::Clear => unknown(old).cloned().collect(),
        Step::Exactly(wanted) => wanted.clone(),
    }
}

/// What of a list can be copied to this target: status page changes are told by IM apps only.
pub fn copied(source: &[Channel], target: Target) -> impl Iterator<Item = &Channel> {
    source
        .iter()
        .filter(move |channel| target != Target::StatusPage || channel.is_im())
}

/// What of a list duty cannot express.
pub fn unknown(list: &[Channel]) -> impl Iterator<Item = &Channel> {
    list.iter().filter(|channel| !channel.is_known())
}

/// Whether a list has this channel, however it is spelled.
pub fn holds(list: &[Channel], channel: &Channel) -> bool {
    list.iter().any(|one| one.same(channel))
}

/// The wanted channels once each, in the spelling that was there, then the unknown ones that were.
fn set(old: &[Channel], wanted: &[Channel]) -> Vec<Channel> {
    let mut new: Vec<Channel> = Vec::new();
    for channel in wanted.iter().chain(unknown(old)) {
        if holds(&new, channel) {
            continue;
        }
        let spelled = old.iter().find(|one| one.same(channel)).unwrap_or(channel);
        new.push(spelled.clone());
    }
    // The same ways as before, spelled twice, is no change.
    if old.iter().all(|one| holds(&new, one)) && new.iter().all(|one| holds(old, one)) {
        return old.to_vec();
    }
    new
}

/// What changed of one list.
#[derive(Clone, Debug, PartialEq)]
pub struct Delta {
    /// Which list.
    pub target: Target,
    /// What is there now and was not.
    pub added: Vec<Channel>,
    /// What was there and is not now.
    pub removed: Vec<Channel>,
}

/// What changed from one state to another, list by list; nothing for a list that did not.
#[must_use]
pub fn difference(before: &Preference, after: &Preference) -> Vec<Delta> {
    after
        .changed(before)
        .into_iter()
        .map(|target| Delta {
            target,
            added: minus(after.channels(target), before.channels(target)),
            removed: minus(before.channels(target), after.channels(target)),
        })
        .collect()
}

/// Whether these steps go back to a state, whatever was there.
pub fn is_state(steps: &[(Target, Step)]) -> bool {
    let mut steps = steps.iter();
    steps.any(|(_, step)| matches!(step, Step::Exactly(_)))
}

/// The same change made to another state.
#[must_use]
pub fn reapply(deltas: &[Delta], found: &Preference) -> Preference {
    let mut merged = found.clone();
    for delta in deltas {
        let mut list: Vec<Channel> = found.channels(delta.target).to_vec();
        list.retain(|channel| !delta.removed.contains(channel));
        for channel in &delta.added {
            if !holds(&list, channel) {
                list.push(channel.clone());
            }
        }
        merged.set_channels(delta.target, list);
    }
    merged
}

/// What one list has and the other has not, once each.
#[must_use]
pub fn minus(one: &[Channel], other: &[Channel]) -> Vec<Channel> {
    let mut left: Vec<Channel> = Vec::new();
    for channel in one {
        if !other.contains(channel) && !left.contains(channel) {
            left.push(channel.clone());
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::severity::Severity;
    use serde_json::json;

    fn state(critical: &[&str], page: &[&str]) -> Preference {
        serde_json::from_value(json!({
            "trigger_notify": {"critical": critical, "warning": ["sms"], "info": []},
            "status_page_notify": {"im_integrations": page},
        }))
        .unwrap()
    }

    fn list(wires: &[&str]) -> Vec<Channel> {
        wires
            .iter()
            .map(|wire| Channel::wire_string(wire))
            .collect()
    }

    fn after(critical: &[&str], step: Step) -> Vec<String> {
        perform(&state(critical, &[]), &[(Target::CRITICAL, step)])
            .channels(Target::CRITICAL)
            .iter()
            .map(Channel::wire)
            .collect()
    }

    #[test]
    fn each_verb_on_one_list() {
        let odd = ["email", "future_app:9", "email", "feishu_app:07"];
        assert_eq!(
            after(&odd, Step::Set(list(&["voice", "feishu_app:7"]))),
            ["voice", "feishu_app:07", "future_app:9"]
        );
        assert_eq!(
            after(&odd, Step::Set(list(&["feishu_app:7", "email"]))),
            odd
        );
        assert_eq!(after(&odd, Step::Add(list(&["feishu_app:7"]))), odd);
        assert_eq!(
            after(&["email"], Step::Add(list(&["sms", "sms"]))),
            ["email", "sms"]
        );
        assert_eq!(
            after(
                &odd,
                Step::Remove(list(&["email", "feishu_app:7", "future_app:9"]))
            ),
            ["future_app:9"]
        );
        assert_eq!(after(&odd, Step::Clear), ["future_app:9"]);
        assert_eq!(
            after(&odd, Step::Copy(Target::Severity(Severity::Warning))),
            ["sms", "future_app:9"]
        );
        assert_eq!(after(&odd, Step::Exactly(list(&["email"]))), ["email"]);
    }

    #[test]
    fn steps_see_the_state_before_and_a_status_page_takes_im_apps() {
        let before = state(&["voice", "slack_app:1", "future_app:9"], &[]);
        let after = perform(
            &before,
            &[
                (Target::CRITICAL, Step::Clear),
                (
                    Target::Severity(Severity::Info),
                    Step::Copy(Target::CRITICAL),
                ),
                (Target::StatusPage, Step::Copy(Target::CRITICAL)),
            ],
        );
        assert_eq!(
            after.channels(Target::Severity(Severity::Info)),
            list(&["voice", "slack_app:1", "future_app:9"])
        );
        assert_eq!(after.channels(Target::StatusPage), list(&["slack_app:1"]));
    }

    #[test]
    fn a_change_is_made_again_to_what_somebody_else_left() {
        let before = state(&["email", "sms"], &[]);
        let meant = perform(
            &before,
            &[(Target::CRITICAL, Step::Set(list(&["voice", "email"])))],
        );
        let deltas = difference(&before, &meant);
        assert_eq!(
            deltas,
            [Delta {
                target: Target::CRITICAL,
                added: list(&["voice"]),
                removed: list(&["sms"]),
            }]
        );
        let merged = reapply(&deltas, &state(&["sms", "push"], &["slack_app:1"]));
        assert_eq!(merged.channels(Target::CRITICAL), list(&["push", "voice"]));
        assert_eq!(merged.channels(Target::StatusPage), list(&["slack_app:1"]));
        assert_eq!(reapply(&deltas, &merged), merged);
    }
}
