//! What a person does about a reason, and on what it rests.

use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::evidence::read::Known;
use crate::commands::doctor::evidence::words;
use crate::domain::channel::{ChannelKind, Personal};
use crate::domain::delivery::Delivery;
use crate::domain::delivery::Reason as Delivers;
use crate::domain::escalation::Person;
use crate::domain::evidence::{Finding, Gap, Reason, Why, channel_of};
use crate::domain::severity::Severity;
use crate::text::duty;

/// On what a reason rests; the word in JSON, never translated.
pub fn source(reason: &Reason) -> &'static str {
    match &reason.why {
        Why::NoChannelPreference {
            changed: Some(_), ..
        } => "audit_log",
        Why::NoChannelPreference { .. } => "preferences",
        Why::NoChannelRule { .. }
        | Why::GroupOnly { .. }
        | Why::ClosedInDelay { .. }
        | Why::OtherRule { .. }
        | Why::NoRule { .. }
        | Why::NotAssigned(_) => "rule",
        Why::NotOnCall { .. } | Why::NobodyOnCall { .. } => "schedule",
        Why::Silenced { alert: Some(_), .. }
        | Why::Inhibited { alert: Some(_), .. }
        | Why::Flapping { alert: Some(_), .. } => "alert",
        Why::AlertMerged { .. } => "alert",
        Why::BeforeMembership { .. } => "membership",
        Why::Unknown(_) => "none",
        _ => "record",
    }
}

/// What fixes it, so that the next one arrives; nothing where nothing is broken.
pub fn fix(known: &Known, person: &Person, reason: &Reason) -> Option<String> {
    let space = &known.incident.channel_name;
    let rules = || tr!("(console: Channels > {space} > Escalation rules)", space);
    if known.subject.is_other {
        // What only the person can do.
        if matches!(
            reason.why,
            Why::SendingFailed { .. } | Why::NoChannelPreference { .. }
        ) {
            return None;
        }
    }
    Some(match &reason.why {
        Why::SendingFailed { failures, .. } => {
            let remedy = failures.iter().find_map(|(by, _)| remedy(person, by));
            remedy.unwrap_or_else(|| {
                tr!(
                    "'{command}' shows what keeps a channel from reaching you",
                    command = duty!("prefs channels")
                )
            })
        }
        Why::NoChannelPreference {
            severity,
            changed: None,
            ..
        } => addition(person, *severity),
        Why::NoChannelRule { rule: Some(_), .. } | Why::GroupOnly { .. } => {
            let rules = rules();
            tr!("let the level follow preferences {rules}", rules)
        }
        Why::NobodyOnCall { schedule, .. } => tr!(
            "fill the gap in the schedule (console: Schedules > {schedule})",
            schedule
        ),
        Why::NoRule { .. } | Why::OtherRule { .. } | Why::NotAssigned(_) => {
            let severity = known.incident.severity()?;
            let space = Some(known.incident.channel_id).filter(|id| *id != 0)?;
            // By its own clock: windows and days off are others now.
            let at = known.incident.opened()?.strftime("%Y-%m-%dT%H:%M:%SZ");
            let at = at.to_string();
            tr!(
                "'{command}' walks the rules as they are now",
                command = duty!("doctor explain", space, severity.word(), "--at", at)
            )
        }
        Why::Merged { target } => tr!(
            "'{command}' tells of that one",
            command = duty!("doctor incident", &target.incident_id)
        ),
        Why::Silenced { .. } | Why::Inhibited { .. } | Why::Flapping { .. } => tr!(
            "look at what holds alerts back there (console: Channels > {space} > Noise reduction)",
            space
        ),
        Why::Unknown(Gap::RulesUnread)
            if known.rules.is_none() && known.incident.channel_id != 0 =>
        {
            tr!("have the key's person given the permission Channels Read")
        }
        _ => return None,
    })
}

/// How a channel is chosen: one that is known to get through where there is one, for the command takes none that reaches
/// nobody. Which phones are bound was not asked.
fn addition(person: &Person, severity: Severity) -> String {
    let order = match severity {
        Severity::Critical => [Personal::Voice, Personal::Sms, Personal::Email],
        _ => [Personal::Email, Personal::Sms, Personal::Voice],
    };
    let reaches = |own: &Personal| person.delivery(own.wire()) == Delivery::Yes;
    match order.into_iter().find(reaches) {
        Some(own) => {
            let option = format!("--{}", own.word());
            let command = duty!("prefs add", severity.word()).arg(option);
            tr!("'{command}', or another channel", command)
        }
        None => tr!(
            "choose one that reaches you: '{command}' lists them",
            command = duty!("prefs channels")
        ),
    }
}

/// What fixes a channel of the person's that is known not to get through.
fn remedy(person: &Person, by: &str) -> Option<String> {
    let (kind, _) = channel_of(by)?;
    let ChannelKind::Personal(own) = kind else {
        return None;
    };
    match person.delivery(own.wire()) {
        Delivery::No(why) => Some(why.remedy()),
        // What was bound then takes no push any more, or another one is bound since.
        _ if own == Personal::App => Some(tr!(
            "'{list}' shows what is bound now; '{bind}' binds a phone again",
            list = duty!("device list"),
            bind = duty!("device bind")
        )),
        _ => None,
    }
}

/// Channels by which a level that was not reached would have told the person in vain: that, and the remedy.
pub fn in_vain(finding: &Finding, known: &Known) -> Option<(String, String)> {
    let used = finding.due.iter().flat_map(|due| &due.level.channels);
    let failing: Vec<(String, Delivers)> = used
        .filter_map(|used| match &used.delivery {
            Delivery::No(why) => Some((used.channel.clone(), *why)),
            _ => None,
        })
        .collect();
    let (_, why) = failing.first()?.clone();
    let same = failing.iter().filter(|(_, other)| *other == why);
    let list = describe::each_once(same.map(|(channel, _)| words::channel(channel)));
    let (list, text) = (describe::names(&list), why.text());
    if known.subject.is_other {
        return None;
    }
    let text = tr!("{list} could not have reached you: {text}", list, text);
    Some((text, why.remedy()))
}
