//! That somebody was assigned, and there was no channel to tell them by, in words.

use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::evidence::speaker::Speaker;
use crate::domain::evidence::Why;

/// A sentence without a full stop; of another reason it is empty.
pub fn reason(speaker: &Speaker<'_>, why: &Why) -> String {
    let you = speaker.you();
    match why {
        Why::NoChannelPreference {
            follows: false,
            rule,
            ..
        } => {
            let text = preference(speaker, why);
            match rule.as_ref().map(|rule| &rule.name) {
                Some(name) => tr!(
                    "{text}; whether rule '{name}' went by what persons choose is not known",
                    text,
                    name
                ),
                None => tr!(
                    "{text}; whether a rule assigned it, which need not go by that, the record does not tell",
                    text
                ),
            }
        }
        Why::NoChannelPreference { .. } => preference(speaker, why),
        Why::NoChannelRule {
            severity,
            rule,
            certain,
            by_hand,
            ..
        } => {
            let what = severity.map(|severity| describe::incidents(&[severity]));
            let text = match (rule, what) {
                (Some(rule), None) => {
                    let name = &rule.name;
                    tr!(
                        "it was assigned to {you}, and rule '{name}' has no channel to tell it by",
                        you,
                        name
                    )
                }
                (Some(rule), Some(what)) => {
                    let name = &rule.name;
                    tr!(
                        "it was assigned to {you}, and rule '{name}' has no channel for {what}",
                        you,
                        name,
                        what
                    )
                }
                (None, _) if *by_hand => tr!(
                    "it was assigned to {you} by hand, with no channel to tell it by",
                    you
                ),
                (None, _) => tr!(
                    "it was assigned to {you}, with no channel to tell it by",
                    you
                ),
            };
            if *certain {
                text
            } else {
                tr!("{text}, as it is now: then it may have had one", text)
            }
        }
        Why::GroupOnly { rooms, certain, .. } => {
            let list = describe::names(rooms);
            if *certain {
                tr!(
                    "it was assigned to {you}, and the level only writes to group chats: {list}",
                    you,
                    list
                )
            } else {
                tr!(
                    "it was assigned to {you}, and only group chats were written to: {list}",
                    you,
                    list
                )
            }
        }
        _ => String::new(),
    }
}

/// That the person chose none.
fn preference(speaker: &Speaker<'_>, why: &Why) -> String {
    let you = speaker.you();
    match why {
        Why::NoChannelPreference {
            severity,
            changed: Some(at),
            ..
        } => {
            let (what, at) = (describe::incidents(&[*severity]), speaker.date(*at));
            tr!(
                "it was assigned to {you}, and no channel was chosen for {what} then, as the audit log has it; that was changed at {at}",
                you,
                what,
                at
            )
        }
        Why::NoChannelPreference {
            severity,
            certain: false,
            ..
        } => {
            let what = describe::incidents(&[*severity]);
            tr!(
                "it was assigned to {you}, and no channel is chosen for {what} now; whether one was then is not known",
                you,
                what
            )
        }
        Why::NoChannelPreference { severity, .. } => {
            let what = describe::incidents(&[*severity]);
            tr!(
                "it was assigned to {you}, and no channel is chosen for {what}",
                you,
                what
            )
        }
        _ => String::new(),
    }
}
