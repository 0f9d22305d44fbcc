//! Why nothing reaches the person, and which of several reasons is the one to tell.

use serde::Serialize;

/// Why nothing reaches the person. The order is the ranking: the nearest to reaching comes first,
/// for of several causes that is the one to fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Nothing of the person's own list gets through.
    OwnChannelsFail,
    /// The person's own list is empty at this severity.
    OwnListEmpty,
    /// Nothing of the rule's own list gets through.
    RuleChannelsFail,
    /// The rule's own list is empty at this severity.
    RuleListEmpty,
    /// The person is a recipient, and only group chats are written to.
    OnlyGroupChats,
    /// The person is a recipient, and there is neither a direct message nor a group chat.
    NoMessages,
    /// Only as on call in another role than the person's.
    OtherRole,
    /// Only as on call, and that is somebody else then.
    NotOnCall,
    /// The person is not among the recipients.
    NotATarget,
    /// Nobody is a recipient, and only group chats are written to.
    OnlyRooms,
    /// The rule has no levels.
    NoLevels,
    /// None of the space's rules takes such an incident for certain.
    NoMatch,
    /// All rules of the space are switched off.
    NoEnabledRule,
    /// The space has no rules.
    NoRules,
    /// A silence rule mutes it.
    Silenced,
    /// A rule drops it.
    Dropped,
    /// The route of its integration sends it to other spaces.
    RoutedElsewhere,
    /// The space is switched off: no incident happens there.
    SpaceDisabled,
}

impl Cause {
    /// The word in JSON; never translated.
    pub const fn code(self) -> &'static str {
        match self {
            Cause::OwnChannelsFail => "channels_do_not_deliver",
            Cause::OwnListEmpty => "no_channel",
            Cause::RuleChannelsFail => "rule_channels_do_not_deliver",
            Cause::RuleListEmpty => "rule_has_no_channel",
            Cause::OnlyGroupChats | Cause::OnlyRooms => "group_chats_only",
            Cause::NoMessages => "no_messages",
            Cause::OtherRole => "on_call_in_other_role",
            Cause::NotOnCall => "not_on_call",
            Cause::NotATarget => "not_a_target",
            Cause::NoLevels => "no_target",
            Cause::NoMatch => "no_rule_matches",
            Cause::NoEnabledRule => "rules_disabled",
            Cause::NoRules => "no_rules",
            Cause::Silenced => "silenced",
            Cause::Dropped => "dropped",
            Cause::RoutedElsewhere => "routed_elsewhere",
            Cause::SpaceDisabled => "space_disabled",
        }
    }
}

impl Serialize for Cause {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::Cause::{self, *};

    #[test]
    fn each_has_a_word_of_its_own_but_those_that_scripts_need_not_tell_apart() {
        let all = [
            OwnChannelsFail,
            OwnListEmpty,
            RuleChannelsFail,
            RuleListEmpty,
            OnlyGroupChats,
            NoMessages,
            OtherRole,
            NotOnCall,
            NotATarget,
            OnlyRooms,
            NoLevels,
            NoMatch,
            NoEnabledRule,
            NoRules,
            Silenced,
            Dropped,
            RoutedElsewhere,
            SpaceDisabled,
        ];
        let mut by_word = BTreeMap::<_, Vec<Cause>>::new();
        for cause in all {
            let word = cause.code();
            let is_word = |c: char| c.is_ascii_lowercase() || c == '_';
            assert!(!word.is_empty() && word.chars().all(is_word), "{word}");
            assert_eq!(serde_json::json!(cause), word);
            by_word.entry(word).or_default().push(cause);
        }
        let shared: Vec<_> = by_word.values().filter(|causes| causes.len() > 1).collect();
        assert_eq!(shared, [&vec![OnlyGroupChats, OnlyRooms]]);
    }
}
