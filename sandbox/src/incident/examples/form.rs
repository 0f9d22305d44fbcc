//! The form of an example: when it began, what was done, and what is otherwise about the account or about
//! its record.

use serde_json::Value;

use super::super::deed::Deed;
use super::super::record::Incident;
use crate::state::State;

/// When an example began.
pub(crate) enum Moment {
    MinutesAgo(u64),
    /// So many hours before the present shift of the schedules: the other group was on call.
    ShiftBefore(u64),
    ThisShift,
    EarlyThisShift,
    /// A time of the day where the account is, the last such day or one before it.
    Day {
        back: u32,
        hour: i8,
        minute: i8,
    },
    Weekday {
        back: u32,
        hour: i8,
        minute: i8,
    },
    /// Before there was anybody.
    Founding,
}

/// What was done, so many seconds after the beginning, by whom.
pub(crate) type Done = (u64, u64, What);

/// A deed that can be written down before there are ids.
pub(crate) enum What {
    Ack,
    Snooze(u64),
    Close(&'static str),
    Reopen,
    Reassign(&'static [u64]),
    Respond(&'static [u64]),
    Severity(&'static str),
    Flap(u64),
    Storm(u64),
    Join(&'static str),
    Comment(&'static str),
    /// Into the incident of this number.
    Merge(&'static str),
}

impl What {
    pub(crate) fn resolved(&self, all: &[Incident]) -> Deed {
        match *self {
            Self::Ack => Deed::Ack,
            Self::Snooze(minutes) => Deed::Snooze(minutes),
            Self::Close(from) => Deed::Close(from),
            Self::Reopen => Deed::Reopen("again"),
            Self::Reassign(to) => Deed::Reassign(to.to_vec()),
            Self::Respond(to) => Deed::Respond(to.to_vec()),
            Self::Severity(to) => Deed::Severity(to),
            Self::Flap(minutes) => Deed::Flap(minutes),
            Self::Storm(threshold) => Deed::Storm(threshold),
            Self::Join(title) => Deed::Join(title),
            Self::Comment(text) => Deed::Comment(text),
            Self::Merge(num) => {
                let into = all.iter().find(|i| i.num() == num);
                Deed::MergeInto(into.map_or_else(String::new, |i| i.incident_id.clone()))
            }
        }
    }
}

/// One incident of the week.
pub(crate) struct Example {
    pub(crate) num: &'static str,
    pub(crate) at: Moment,
    pub(crate) space: u64,
    pub(crate) severity: &'static str,
    pub(crate) title: &'static str,
    pub(crate) labels: &'static [(&'static str, &'static str)],
    /// Who opened it by hand, and for whom.
    pub(crate) by: u64,
    pub(crate) to: Option<&'static [u64]>,
    pub(crate) deeds: &'static [Done],
    /// What was otherwise then: the account, and the second at which it began.
    pub(crate) given: fn(&mut State, u64),
    /// What is otherwise about its record.
    pub(crate) after: fn(&mut Incident),
}

pub(super) fn example(
    num: &'static str,
    at: Moment,
    space: u64,
    severity: &'static str,
    title: &'static str,
) -> Example {
    Example {
        num,
        at,
        space,
        severity,
        title,
        labels: &[],
        by: 0,
        to: None,
        deeds: &[],
        given: |_, _| {},
        after: |_| {},
    }
}

/// Without the lines of these types.
pub(super) fn forget(incident: &mut Incident, kinds: &[&str]) {
    incident.feed.retain(|line| {
        line["type"]
            .as_str()
            .is_none_or(|kind| !kinds.contains(&kind))
    });
}

/// The first persons' record of a channel fails for this reason.
pub(super) fn fail(incident: &mut Incident, by: &str, why: &str) {
    let of = |line: &&mut Value| line["type"] == "i_notify" && line["detail"]["by"] == by;
    if let Some(line) = incident.feed.iter_mut().find(of) {
        line["detail"]["persons"][0]["failed_reason"] = why.into();
    }
}
