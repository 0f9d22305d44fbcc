//! The reasons in words. They speak of the person as an object, so that a name can stand for "you".

use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::evidence::read::Known;
use crate::commands::doctor::evidence::speaker::{Speaker, close, you};
use crate::commands::doctor::evidence::{gaps, no_channel, off_duty};
use crate::domain::channel::{ChannelKind, im_label, personal_label};
use crate::domain::evidence::wire::IncidentInfo;
use crate::domain::evidence::{
    AlertFact, Before, Finding, Notified, Reason, What, Why, channel_of,
};

/// A channel of a notice, for people; a word that duty does not know stays as it is.
pub fn channel(by: &str) -> String {
    match channel_of(by) {
        Some((ChannelKind::Personal(one), _)) => personal_label(one),
        Some((ChannelKind::Im(im, 0), _)) => im_label(im),
        Some((ChannelKind::Im(im, id), _)) => format!("{} {id}", im_label(im)),
        _ if by.is_empty() => tr!("an unnamed channel"),
        _ => tr!("'{name}'", name = by),
    }
}

/// Several channels.
pub fn channels(all: &[String]) -> String {
    let names: Vec<String> = all.iter().map(|by| channel(by)).collect();
    describe::names(&names)
}

/// The answer, in one sentence.
pub fn answer(known: &Known, finding: &Finding) -> String {
    let name = you(&known.subject);
    match (finding.notified, known.subject.is_other) {
        (Notified::Yes, false) => tr!("You were notified."),
        (Notified::No, false) => tr!("You were not notified."),
        (Notified::Failed, false) => tr!("You were not notified: all that was sent to you failed."),
        (Notified::Unknown, false) => tr!("It is not known whether you were notified."),
        (Notified::Yes, true) => tr!("{name} was notified.", name),
        (Notified::No, true) => tr!("{name} was not notified.", name),
        (Notified::Failed, true) => {
            tr!("{name} was not notified: all that was sent failed.", name)
        }
        (Notified::Unknown, true) => tr!("It is not known whether {name} was notified.", name),
    }
}

/// "level 2 of rule 'P1', the first that names you".
fn what(speaker: &Speaker<'_>, what: &What) -> String {
    let you = speaker.you();
    match what {
        What::Level(rule, index) => {
            let (number, name) = (index + 1, &rule.name);
            tr!(
                "level {number} of rule '{name}', which names {you}",
                number,
                name,
                you
            )
        }
        What::PerhapsLevel(rule, index) => {
            let (number, name) = (index + 1, &rule.name);
            tr!(
                "level {number} of rule '{name}', which may name {you}",
                number,
                name,
                you
            )
        }
        What::Message(_) => tr!("any message to {you} was sent", you),
        What::Anybody => tr!("anybody was told"),
    }
}

/// A deed that came moments after what it may have come before.
fn late(speaker: &Speaker<'_>, before: &Before, deed: &str) -> String {
    let level = what(speaker, &before.what);
    tr!(
        "{deed} moments after the time of {level}; whether that kept it back is not known",
        deed,
        level
    )
}

/// A reason, as a sentence without a full stop.
pub fn reason(speaker: &Speaker<'_>, reason: &Reason) -> String {
    close(sentence(speaker, reason))
}

fn sentence(speaker: &Speaker<'_>, reason: &Reason) -> String {
    let you = speaker.you();
    match &reason.why {
        Why::Notified { by } => {
            let list = channels(by);
            tr!("handed over to {you} by {list}", you, list)
        }
        Why::SendingFailed {
            failures,
            not_chosen,
        } => {
            let failed = |(by, why): &(String, String)| {
                let by = channel(by);
                tr!("{by} failed, \"{why}\"", by, why)
            };
            let list: Vec<String> = failures.iter().map(failed).collect();
            let mut text = list.join(&tr!("; "));
            if !not_chosen.is_empty() {
                let list = channels(not_chosen);
                text += &tr!(
                    "; {list} was not chosen, and was perhaps in place of another that failed",
                    list
                );
            }
            text
        }
        Why::NoChannelPreference { .. } | Why::NoChannelRule { .. } | Why::GroupOnly { .. } => {
            no_channel::reason(speaker, &reason.why)
        }
        Why::SelfAssigned { added } => self_assigned(speaker, *added),
        Why::AcknowledgedBefore(before)
        | Why::ClosedBefore { before, .. }
        | Why::Snoozed { before, .. }
            if before.late =>
        {
            late(speaker, before, &deed(speaker, &reason.why))
        }
        Why::AcknowledgedBefore(before) => {
            let (who, level) = (speaker.who(before.by), what(speaker, &before.what));
            tr!("it was acknowledged by {who} before {level}", who, level) + &and_after(before.over)
        }
        Why::ClosedBefore { before, from } => {
            let level = what(speaker, &before.what);
            if before.by == 0 {
                let from = closed_by(from);
                tr!("it was closed ({from}) before {level}", from, level)
            } else {
                let who = speaker.who(before.by);
                tr!("it was closed by {who} before {level}", who, level)
            }
        }
        Why::Snoozed { before, until } => {
            let (who, level) = (speaker.who(before.by), what(speaker, &before.what));
            let text = match until.map(|until| speaker.time(until)) {
                Some(until) => tr!(
                    "it was snoozed by {who} until {until}, before {level}",
                    who,
                    until,
                    level
                ),
                None => tr!("it was snoozed by {who}, before {level}", who, level),
            };
            text + &and_after(before.over)
        }
        Why::Merged { target } if target.title.is_empty() => {
            let id = &target.incident_id;
            tr!("it was merged into incident {id}", id)
        }
        Why::Merged { target } => {
            let (id, title) = (&target.incident_id, &target.title);
            tr!("it was merged into incident '{title}' ({id})", title, id)
        }
        Why::Silenced { held, alert, over } => {
            let rule = &held.rule_name;
            let text = match alert {
                Some(alert) => tr!(
                    "its alert '{alert}' was held back by silence rule '{rule}'",
                    alert,
                    rule
                ),
                None => tr!("it was held back by silence rule '{rule}'", rule),
            };
            text + &and_again(*over)
        }
        Why::Inhibited { held, alert, over } => {
            let (rule, source) = (&held.rule_name, &held.source_title);
            let mut text = match alert {
                Some(alert) => tr!(
                    "its alert '{alert}' was held back by inhibit rule '{rule}'",
                    alert,
                    rule
                ),
                None => tr!("it was held back by inhibit rule '{rule}'", rule),
            };
            if !source.is_empty() {
                text += &tr!(", while there was '{source}'", source);
            }
            text + &and_again(*over)
        }
        Why::Flapping {
            alert: Some(alert), ..
        } => tr!(
            "its alert '{alert}' changed too often, and was muted",
            alert
        ),
        Why::Flapping {
            mute_mins, over, ..
        } => {
            let text = tr!(
                "it changed too often, and was muted for {mute_mins} min",
                mute_mins
            );
            text + &and_after(*over)
        }
        Why::ClosedInDelay { rule, delay } => {
            let (name, delay) = (&rule.name, delay.div_ceil(60));
            tr!(
                "it was closed before the delay of rule '{name}' ({delay} min) was over, so nobody was told",
                name,
                delay
            )
        }
        Why::NotOnCall { .. } | Why::NobodyOnCall { .. } => off_duty::reason(speaker, &reason.why),
        Why::AlertMerged { title, opened } if title.is_empty() => tr!(
            "an alert joined an incident that was open since {opened}, which tells nobody anew",
            opened = speaker.time(*opened)
        ),
        Why::AlertMerged { title, opened } => {
            let opened = speaker.time(*opened);
            tr!(
                "alert '{title}' joined an incident that was open since {opened}, which tells nobody anew",
                title,
                opened
            )
        }
        Why::AssignedByHand {
            by,
            to,
            addresses,
            rule,
        } => {
            let (who, list) = (speaker.who(*by), speaker.whom(to, addresses));
            match rule.as_ref().map(|rule| &rule.name) {
                None => tr!(
                    "it was assigned by hand, by {who} to {list}, and rules tell nobody then",
                    who,
                    list
                ),
                Some(name) => tr!(
                    "it was assigned by hand, by {who} with rule '{name}' to {list}",
                    who,
                    name,
                    list
                ),
            }
        }
        Why::OtherRule {
            rule,
            level: Some(level),
            ..
        } => {
            let (name, number) = (&rule.name, level + 1);
            tr!(
                "it was with level {number} of rule '{name}', which does not name {you}",
                number,
                name,
                you
            )
        }
        Why::OtherRule {
            rule, mine, may, ..
        } => {
            let name = &rule.name;
            let mut text = tr!(
                "rule '{name}' took it, which does not name {you}",
                name,
                you
            );
            if mine.is_empty() && may.is_empty() {
                text += &tr!("; no rule of the space does");
            }
            if !mine.is_empty() {
                let names: Vec<&String> = mine.iter().map(|rule| &rule.name).collect();
                let list = describe::names(&names);
                text += &tr!("; these do: {list}", list);
            }
            if !may.is_empty() {
                let open = may.iter().map(|(rule, missing)| {
                    let (name, what) = (&rule.name, gaps::missing(missing));
                    tr!("{name} ({what})", name, what)
                });
                let list = describe::names(&open.collect::<Vec<_>>());
                text += &tr!("; whether these do is not known: {list}", list);
            }
            text
        }
        Why::NoRule { now, .. } => match now {
            Some(rule) => {
                let name = &rule.name;
                tr!(
                    "no rule took it; as the rules are now, '{name}' would or may",
                    name
                )
            }
            None => tr!("no rule of the space took it, so nobody was told"),
        },
        Why::NotAssigned(why) => gaps::unassigned(&you, why),
        Why::BeforeMembership { since } => {
            let since = speaker.date(*since);
            tr!(
                "it began before {you} became a member ({since})",
                you,
                since
            )
        }
        Why::Unknown(gap) => gaps::unknown(speaker, gap, |why| deed(speaker, why)),
    }
}

/// That it became the person's by their own deed.
fn self_assigned(speaker: &Speaker<'_>, added: bool) -> String {
    let who = speaker.you();
    match (speaker.known.subject.is_other, added) {
        (true, true) => tr!("{who} added themselves to its responders", who),
        (true, false) => tr!("{who} assigned it to themselves", who),
        (false, true) => tr!("you added yourself to its responders"),
        (false, false) => tr!("you assigned it to yourself"),
    }
}

/// What came before anybody was told.
fn deed(speaker: &Speaker<'_>, why: &Why) -> String {
    match why {
        Why::AcknowledgedBefore(before) => {
            let who = speaker.who(before.by);
            tr!("it was acknowledged by {who}", who)
        }
        Why::ClosedBefore { before, from } if before.by == 0 => {
            let from = closed_by(from);
            tr!("it was closed ({from})", from)
        }
        Why::ClosedBefore { before, .. } => {
            let who = speaker.who(before.by);
            tr!("it was closed by {who}", who)
        }
        Why::Snoozed { before, .. } => {
            let who = speaker.who(before.by);
            tr!("it was snoozed by {who}", who)
        }
        other => sentence(
            speaker,
            &Reason {
                at: None,
                why: other.clone(),
            },
        ),
    }
}

/// That it was over, and nothing came then.
fn and_after(over: bool) -> String {
    match over {
        true => tr!("; why nothing came after that the record does not tell"),
        false => String::new(),
    }
}

/// That it was opened again, and nobody says whether that was held back.
fn and_again(over: bool) -> String {
    match over {
        true => tr!(
            "; it was opened again since, and whether that was held back too the record does not tell"
        ),
        false => String::new(),
    }
}

/// From where the system closed it.
pub fn closed_by(from: &str) -> String {
    match from {
        "event" => tr!("its alerts recovered"),
        "autorslv" => tr!("by the time-out of the space"),
        "" => tr!("by the system"),
        other => other.to_owned(),
    }
}

/// What the incident is, in a line.
pub fn headline(speaker: &Speaker<'_>, incident: &IncidentInfo) -> String {
    let (num, title) = (&incident.num, &incident.title);
    let severity = incident.severity().map(crate::ui::words::severity);
    let severity = severity.unwrap_or_else(|| incident.incident_severity.clone());
    let space = if incident.channel_name.is_empty() {
        tr!("no space")
    } else {
        incident.channel_name.clone()
    };
    let at = speaker.day.map(|day| speaker.times.in_full(day));
    let at = at.unwrap_or_default();
    tr!(
        "Incident {num} \"{title}\", {severity}, in {space}, {at}",
        num,
        title,
        severity,
        space,
        at
    )
}

/// That an alert joined.
pub fn joined(alert: &AlertFact) -> String {
    let title = &alert.title;
    tr!("alert '{title}' joined", title)
}
