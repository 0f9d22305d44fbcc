//! Why a reason is no more than the fallback, or none, in words.

use tr::tr;

use crate::commands::doctor::evidence::speaker::Speaker;
use crate::domain::evidence::{Gap, Missing, Unassigned, Why};

/// Why the person was not assigned.
pub fn unassigned(you: &str, why: &Unassigned) -> String {
    match why {
        Unassigned::RuleGone(rule) => {
            let name = &rule.name;
            tr!(
                "it was never assigned to {you}; rule '{name}', which took it, is no longer there",
                you,
                name
            )
        }
        Unassigned::NamedNow { rule, level, .. } => {
            let (name, number) = (&rule.name, level + 1);
            tr!(
                "it was never assigned to {you}, although level {number} of rule '{name}' names {you} as it is now",
                you,
                number,
                name
            )
        }
        Unassigned::LevelGone(rule, level) => {
            let (name, number) = (&rule.name, level + 1);
            tr!(
                "it was never assigned to {you}; rule '{name}' no longer has the level {number} that was told",
                you,
                name,
                number
            )
        }
    }
}

/// What is missing to know whether a rule names the person.
pub fn missing(missing: &Missing) -> String {
    match missing {
        Missing::Schedule(schedule) => tr!("who is on call in schedule '{schedule}'", schedule),
        Missing::Team(team) => tr!("who is in team '{team}'", team),
        Missing::ScheduleThen(schedule) => tr!(
            "who was on call in schedule '{schedule}' then, whose shifts were changed since",
            schedule
        ),
        Missing::TeamThen(team) => {
            tr!(
                "who was in team '{team}' then, which was changed since",
                team
            )
        }
        Missing::Whom => tr!("whom it tells"),
    }
}

/// Why it is not known; `deed` words what came before anybody was told.
pub fn unknown(speaker: &Speaker<'_>, gap: &Gap, deed: impl Fn(&Why) -> String) -> String {
    let you = speaker.you();
    match gap {
        Gap::RecordCut => tr!("not known: not all of the record of the incident could be read"),
        Gap::PersonUnread => tr!("not known: the server does not say who the key belongs to"),
        Gap::RulesUnread => tr!("not known: the rules of the space could not be read"),
        Gap::AlertsUnread { .. } => {
            tr!("no rule took it; whether its alerts were held back could not be found out")
        }
        Gap::RulesThen(by, _) => tr!(
            "not known: {deed} before any rule took it, and the server does not tell which rules there were then: one with a delay may have been about to",
            deed = deed(by)
        ),
        Gap::Untold(rule, level) => {
            let (name, number) = (&rule.name, level + 1);
            tr!(
                "not known: the record does not tell whom level {number} of rule '{name}' was assigned to",
                number,
                name
            )
        }
        Gap::ScheduleUnread(schedule) => tr!(
            "not known: who was on call in schedule '{schedule}' at that time could not be found out",
            schedule
        ),
        Gap::Standing(rule, level) => {
            let (name, number) = (&rule.name, level + 1);
            tr!(
                "not known: whether level {number} of rule '{name}' names {you} could not be found out",
                number,
                name,
                you
            )
        }
        Gap::Severity => {
            let incident = &speaker.known.incident;
            let word = &incident.incident_severity;
            if word.is_empty() || incident.severity().is_some() {
                tr!(
                    "it was assigned to {you} and nothing was sent; how severe it was then is not known, nor which channels are for that",
                    you
                )
            } else {
                tr!(
                    "it was assigned to {you} and nothing was sent; duty does not know its severity, '{word}', nor which channels are for that",
                    you,
                    word
                )
            }
        }
        Gap::PreferencesUnread => tr!(
            "it was assigned to {you} and nothing was sent; the preferences cannot be read, which would tell why",
            you
        ),
        Gap::ChannelsUntold => tr!(
            "it was assigned to {you} and nothing was sent; by which channels it was to be told the record does not say",
            you
        ),
        Gap::NoRecordThen => tr!(
            "it was assigned to {you}, channels were chosen then, as the audit log has it, and there is no record of a message",
            you
        ),
        Gap::NoRecordNamed => tr!(
            "it was assigned to {you} by named channels, and there is no record of a message",
            you
        ),
        Gap::NoRecord => tr!(
            "it was assigned to {you}, channels are chosen, and there is no record of a message: they may have been chosen later",
            you
        ),
        Gap::NotYet(Some(at)) => {
            let at = speaker.time(*at);
            tr!(
                "the level that names {you} comes at {at} at the earliest",
                you,
                at
            )
        }
        Gap::MayCome(rule, level, at) => {
            let (name, number, at) = (&rule.name, level + 1, speaker.time(*at));
            tr!(
                "level {number} of rule '{name}', which may name {you}, comes at {at} at the earliest",
                number,
                name,
                you,
                at
            )
        }
        Gap::Storm => tr!(
            "it was assigned to {you}, and the record has a warning of an alert storm, but not to whom it was sent",
            you
        ),
        Gap::JustOpened => {
            tr!("it is too early to say: a message may be on its way")
        }
        Gap::NothingSince => tr!(
            "notices of it began again, and nothing is recorded that was sent to {you} since: whether anything was to be sent is not known",
            you
        ),
        Gap::MergedIn => tr!(
            "an incident that {you} had was merged into it, and nothing is recorded that was sent to {you} since: whether anything was to be sent is not known",
            you
        ),
        Gap::NotYet(None) => tr!("it was assigned to {you} a moment ago", you),
        Gap::NotEscalated(rule, level) => {
            let (name, number) = (&rule.name, level + 1);
            tr!(
                "level {number} of rule '{name}' names {you} and was due; why it did not come the record does not tell",
                number,
                name,
                you
            )
        }
    }
}
