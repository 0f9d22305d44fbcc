//! `duty help reasons`: every reason why an incident reached a person or did not, and by what it is recognized.

use std::fmt::Write as _;

use tr::tr;

use crate::domain::evidence::Code;

/// The topic.
pub fn text() -> String {
    let mut text = tr!(
        "Why an incident reached you or did not, in the words of 'doctor incident' and 'doctor missed'.\nWhat came nearest to reaching you decided, and stands first."
    ) + "\n\n";
    let width = Code::ALL.iter().map(|code| code.word().len()).max();
    let width = width.unwrap_or(0);
    for (code, meaning) in meanings() {
        let _ = writeln!(text, "  {code:width$}  {meaning}");
    }
    text + "\n"
        + &tr!(
            "A message without a failure was handed over to whoever delivers it; that it rang, nobody says.\nWhat rests on rules, preferences or shifts rests on them as they are now, and says so."
        )
        + "\n"
}

/// Each word and by what it is recognized, by rank.
pub fn meanings() -> Vec<(&'static str, String)> {
    Code::ALL
        .into_iter()
        .map(|code| (code.word(), meaning(code)))
        .collect()
}

fn meaning(code: Code) -> String {
    match code {
        Code::Notified => tr!("a message to you is in the record, without a failure"),
        Code::SendingFailed => tr!("messages to you are in the record, and all of them failed"),
        Code::SelfAssigned => {
            tr!("you assigned it to yourself, and no message to you is in the record")
        }
        Code::NoChannelPreference => {
            tr!("assigned to you, no message, and you chose nothing for that severity")
        }
        Code::NoChannelRule => {
            tr!("assigned to you, no message, and the rule has no channel for that severity")
        }
        Code::GroupOnly => tr!("assigned to you, and only group chats or robots were written to"),
        Code::AcknowledgedBefore => {
            tr!(
                "somebody acknowledged it before the level that names you, and the level stops at that"
            )
        }
        Code::ClosedBefore => tr!("it was closed before the level that names you"),
        Code::Snoozed => tr!("it was snoozed when the level that names you was due"),
        Code::Merged => tr!("it was merged into another incident before the level that names you"),
        Code::Silenced => {
            tr!("a silence rule held it back, by its record or by that of its alerts")
        }
        Code::Inhibited => tr!("another incident or alert held it back, by either record"),
        Code::Flapping => tr!("it changed too often, and was muted for a while"),
        Code::ClosedInDelay => {
            tr!("nobody was told, and it was closed before the delay of the rule was over")
        }
        Code::NotOnCall => tr!("a level told whoever was on call in your schedule: somebody else"),
        Code::NobodyOnCall => tr!("a level told whoever was on call in your schedule: nobody"),
        Code::AlertMerged => {
            tr!("an alert joined an incident that was open long before, which tells nobody anew")
        }
        Code::AssignedByHand => {
            tr!(
                "a person assigned it to others; rules tell nobody then, except the one that was chosen"
            )
        }
        Code::OtherRule => tr!("a rule took it that does not name you"),
        Code::NoRule => tr!("nobody was assigned, and nothing held it back"),
        Code::NotAssigned => tr!("others were assigned, and the rule no longer tells why"),
        Code::BeforeMembership => tr!("it began before you were a member"),
        Code::Unknown => tr!("the record does not tell; what is missing is said"),
    }
}
