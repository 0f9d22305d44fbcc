//! What was found out of one incident.

use jiff::Timestamp;
use tr::tr;

use crate::commands::doctor::evidence::alerts::Alerts;
use crate::commands::doctor::evidence::read::{Known, Want};
use crate::commands::doctor::evidence::record::Cut;
use crate::commands::doctor::evidence::speaker::Speaker;
use crate::commands::doctor::note::Note;
use crate::domain::escalation::Person;
use crate::domain::evidence::{
    AlertFact, Finding, Gap, Notified, Reason, Why, judge, judge_within, lacks,
};
use crate::domain::severity::Severity;
use crate::error::Exit;
use crate::local::times::Times;
use crate::ui::Warning;

/// What was found out.
pub struct Report {
    pub known: Known,
    pub person: Person,
    pub alerts: Vec<AlertFact>,
    pub finding: Finding,
    pub times: Times,
    /// It came to the person at other times than it is asked about.
    pub is_outside: bool,
    opened: Option<Timestamp>,
}

/// Of whom nobody says who they are, nothing is known.
fn of_nobody() -> Finding {
    let why = Why::Unknown(Gap::PersonUnread);
    Finding {
        since: None,
        later: None,
        notified: Notified::Unknown,
        messages: Vec::new(),
        reasons: vec![Reason { at: None, why }],
        due: Vec::new(),
        is_target: false,
        had: false,
        worst: None,
    }
}

impl Report {
    /// What is known, judged.
    pub fn of(known: Known, now: Timestamp) -> Report {
        let person = known.person();
        Report::about(known, person, now)
    }

    /// What is known, judged for this person.
    pub fn about(mut known: Known, person: Person, now: Timestamp) -> Report {
        if let (None, Some(events)) = (&known.cut, &known.events)
            && lacks(&known.incident, events, &person)
        {
            known.cut = Some(Cut::Lacks);
        }
        let (times, clock) = (Times::of(known.caller.as_ref()), known.clock());
        let alerts = known.alert_facts();
        let case = known.case(&person, &clock, &alerts, now);
        let opened = case.opened();
        let within = known.window.and_then(|window| judge_within(&case, window));
        let is_outside = known.window.is_some() && within.is_none();
        let finding = match person.id {
            0 => of_nobody(),
            _ => within.unwrap_or_else(|| judge(&case)),
        };
        Report {
            finding,
            person,
            alerts,
            times,
            is_outside,
            opened,
            known,
        }
    }

    /// Judged again, with what its alerts say.
    pub fn with_alerts(self, alerts: Alerts, now: Timestamp) -> Report {
        let Report {
            mut known, person, ..
        } = self;
        known.with_alerts(alerts);
        Report::about(known, person, now)
    }

    /// What its sentences are told with.
    pub fn speaker(&self) -> Speaker<'_> {
        Speaker {
            known: &self.known,
            times: &self.times,
            day: self.opened,
        }
    }

    /// What could not be read.
    pub fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        if let Some(cut) = &self.known.cut {
            let (code, text) = (Warning::RecordCut, cut.note());
            notes.push(Note { code, text });
        }
        for (what, error) in &self.known.unread {
            let why = error.code().unwrap_or(&error.message);
            let (code, text) = match *what {
                "rules" => (
                    Warning::RulesUnread,
                    tr!("the rules of the space ({why})", why),
                ),
                "schedules" => (
                    Warning::SchedulesUnread,
                    tr!("who was on call at that time ({why})", why),
                ),
                "teams" => (
                    Warning::TeamsUnread,
                    tr!("who is in the teams ({why})", why),
                ),
                "preferences" => (
                    Warning::PreferencesUnread,
                    tr!("what the preferences are ({why})", why),
                ),
                "calendars" => (
                    Warning::CalendarUnread,
                    tr!(
                        "which days are work days of a service calendar ({why})",
                        why
                    ),
                ),
                "alerts" | "alert_feed" => (
                    Warning::AlertsUnread,
                    tr!("what held the alerts back ({why})", why),
                ),
                _ => continue,
            };
            notes.push(Note { code, text });
        }
        notes.extend(self.teams_gone().into_iter().map(|id| Note {
            code: Warning::TeamGone,
            text: tr!(
                "who was in team {id}: the server has no such team any more",
                id
            ),
        }));
        if self.has_no_rule() {
            notes.push(Note {
                code: Warning::RulesUnread,
                text: tr!("the rules of the space: the server does not tell which took it"),
            });
        }
        if self.is_guess() {
            notes.push(Note {
                code: Warning::AuditUnread,
                text: tr!("what was chosen then: the audit log does not tell, or cannot be read"),
            });
        }
        if self.known.subject.is_other && self.finding.notified != Notified::Yes {
            notes.push(Note {
                code: Warning::PreferencesOfAnother,
                text: tr!("what another person has chosen: the server tells only their own key"),
            });
        }
        if self.known.subject.is_other
            && self.known.subject.since.is_none()
            && self.finding.notified != Notified::Yes
        {
            let name = self.speaker().you();
            notes.push(Note {
                code: Warning::MembershipUnknown,
                text: tr!(
                    "since when {name} is a member: the server does not tell",
                    name
                ),
            });
        }
        notes
    }

    /// Whether a reason is taken from what is chosen now, and need not have been so then.
    pub fn is_guess(&self) -> bool {
        let guess =
            |one: &Reason| matches!(one.why, Why::NoChannelPreference { certain: false, .. });
        self.finding.reasons.iter().any(guess)
    }

    /// Whether a rule took it that is not told, although nothing that was asked for went unanswered.
    pub fn has_no_rule(&self) -> bool {
        let unread = |one: &Reason| one.why == Why::Unknown(Gap::RulesUnread);
        let (asked, listed) = (
            self.known.incident.channel_id != 0,
            self.known.rules.is_some(),
        );
        self.finding.reasons.iter().any(unread) && (listed || !asked)
    }

    /// The teams that a rule names which took it, and that the server no longer has: who was in them it does not tell.
    fn teams_gone(&self) -> Vec<u64> {
        let asked = self.known.asked.iter().filter_map(|want| match want {
            Want::Teams(ids) => Some(ids),
            _ => None,
        });
        let is_unread = self.known.unread.iter().any(|(what, _)| *what == "teams");
        let has = |id: &&u64| self.known.teams.iter().any(|team| team.team_id == **id);
        let gone = asked.flatten().filter(|id| !is_unread && !has(id));
        gone.copied().collect()
    }

    /// How severe it was: of what was missed the worst while it was for the person, of all else what it is now.
    pub fn severity(&self) -> Option<Severity> {
        let now = self.known.incident.severity();
        self.finding
            .worst
            .filter(|_| self.finding.is_missed())
            .or(now)
    }

    /// Whether all that was asked for was answered.
    pub fn is_complete(&self) -> bool {
        let unknown = self.finding.notified == Notified::Unknown;
        self.known.cut.is_none()
            && self.known.unread.is_empty()
            && self.teams_gone().is_empty()
            && !unknown
            && !self.is_guess()
            && !self.has_no_rule()
    }

    /// As the documented exit code.
    pub fn exit(&self) -> Exit {
        match self.finding.notified {
            Notified::Yes => Exit::Done,
            Notified::No | Notified::Failed => Exit::Finding,
            Notified::Unknown => Exit::NotKnown,
        }
    }
}
