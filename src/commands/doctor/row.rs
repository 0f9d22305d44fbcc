//! One space and what an incident of each severity there would do, boiled down to what is shown, so
//! that the rules themselves need not be kept.

use jiff::Timestamp;

use crate::commands::doctor::subject::Subject;
use crate::domain::escalation::wire::{EscalationRule, RuleStatus};
use crate::domain::escalation::{
    Basis, ChannelUse, Doubt, Ending, Missed, NoRule, Notice, Outcome, Person, Truth, Verdict,
    evaluate,
};
use crate::domain::severity::Severity;
use crate::domain::space::Space;

/// One space.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// It is switched off, and was not examined.
    pub off: bool,
    /// Severity by severity.
    pub cells: Vec<Cell>,
}

/// One severity in one space.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The severity.
    pub severity: Severity,
    /// Whether anything reaches the person.
    pub reached: Truth,
    /// Rules that may take the incident, in the order tried.
    pub maybes: Vec<Case>,
    /// What happens if none of them does.
    pub ending: Case,
}

/// What one rule does, or the lack of one.
#[derive(Clone, Debug)]
pub struct Case {
    /// The rule; none where no rule takes the incident.
    pub rule: Option<(String, String)>,
    /// Whether anything reaches the person.
    pub reached: Truth,
    /// What reaches the person, in the order of time.
    pub notices: Vec<Notice>,
    /// Why nothing does.
    pub cause: Option<Cause>,
    /// What the rule hangs on.
    pub depends_on: Vec<Doubt>,
    /// Channels of the rule's own lists that would not reach the person, with the reason's code,
    /// whether or not others do.
    pub deaf: Vec<(String, String)>,
}

/// Why nothing reaches the person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The space has no rules.
    NoRules,
    /// All of them are switched off.
    RulesOff,
    /// None of them takes such an incident.
    NoMatch,
    /// The rule tells nobody.
    NoTarget,
    /// The rule's targets get neither direct messages nor a group chat.
    NoMessages,
    /// The person is a target, and there are only group chats.
    OnlyGroupChats,
    /// Nobody is a target, and there are only group chats.
    RoomsOnly,
    /// The rule's own list is empty at this severity.
    RuleListEmpty,
    /// The rule's own list has these channels, with the reason's code, and none gets through.
    RuleListDeaf(Vec<(String, String)>),
    /// The person's own list is empty at this severity.
    OwnListEmpty,
    /// Nothing of the person's own list gets through.
    OwnListDeaf,
    /// Only as on call, and that is somebody else then.
    NotOnCall(u64, Option<Timestamp>),
    /// The person is not among the targets.
    NotATarget,
}

/// Whether a space is one that reaches the person, or should: one of its rules names the person, a
/// team or a schedule of theirs, whether or not the rule is on; or it belongs to one of their teams.
pub fn concern(rules: &[EscalationRule], space: &Space, person: &Person) -> bool {
    let in_team = |id: u64| {
        person
            .teams
            .iter()
            .any(|team| team.team_id == id && team.person_ids.contains(&person.id))
    };
    let in_schedule = |id: &u64| {
        !person.schedules_complete || person.schedules.iter().any(|own| own.schedule_id == *id)
    };
    let own_mail = |mail: &String| {
        let mine = |own: &String| own.trim().eq_ignore_ascii_case(mail.trim());
        person.emails.iter().any(mine)
    };
    in_team(space.team_id.0)
        || rules
            .iter()
            .filter(|rule| rule.status != RuleStatus::Deleted)
            .flat_map(|rule| &rule.layers)
            .filter_map(|layer| layer.target.as_ref())
            .any(|target| {
                target.person_ids.contains(&person.id)
                    || target
                        .team_ids
                        .iter()
                        .any(|id| in_team(*id) || !person.teams_complete)
                    || target.schedule_to_role_ids.keys().any(in_schedule)
                    || target.emails.iter().any(own_mail)
            })
}

/// What the rules of a space would do.
pub fn of(
    space: &Space,
    rules: &[EscalationRule],
    subject: &Subject,
    severities: &[Severity],
) -> Row {
    let cells = severities.iter().map(|severity| {
        let incident = subject.incident_of(*severity);
        let outcome = evaluate(rules, &subject.person, &incident, subject.at, &subject.zone);
        cell(*severity, &outcome)
    });
    Row {
        id: space.id.0,
        name: space.name.clone(),
        off: false,
        cells: cells.collect(),
    }
}

/// An outcome, boiled down.
pub fn cell(severity: Severity, outcome: &Outcome) -> Cell {
    let doubts = |verdict: &Verdict| {
        let trace = outcome
            .trace
            .iter()
            .find(|trace| trace.index == verdict.index);
        trace.map(|trace| trace.state.doubts()).unwrap_or_default()
    };
    let maybe = |verdict: &Verdict| Case {
        depends_on: doubts(verdict),
        ..case(verdict)
    };
    Cell {
        severity,
        reached: outcome.reached(),
        maybes: outcome.maybes.iter().map(maybe).collect(),
        ending: match &outcome.ending {
            Ending::Rule(verdict) => case(verdict),
            Ending::Nobody(why) => Case {
                rule: None,
                reached: Truth::No,
                notices: Vec::new(),
                cause: Some(match why {
                    NoRule::NoRules => Cause::NoRules,
                    NoRule::NoEnabledRule => Cause::RulesOff,
                    NoRule::NoMatch => Cause::NoMatch,
                }),
                depends_on: Vec::new(),
                deaf: Vec::new(),
            },
        },
    }
}

fn case(verdict: &Verdict) -> Case {
    let mut notices = verdict.notices();
    notices.sort_by_key(|notice| notice.after);
    let deaf = deaf(verdict, Basis::Unified);
    let of_missed = |missed: &Missed| match missed {
        Missed::NoLayers | Missed::NoTarget => Cause::NoTarget,
        Missed::NotATarget => Cause::NotATarget,
        Missed::NotOnCall { schedule_id, next } => Cause::NotOnCall(*schedule_id, *next),
        Missed::OnlyGroupChats if targeted(verdict) => Cause::OnlyGroupChats,
        Missed::OnlyGroupChats => Cause::RoomsOnly,
        Missed::NoMessages => Cause::NoMessages,
        Missed::NoChannelForSeverity { .. } => Cause::RuleListEmpty,
        Missed::NoChannelDelivers if deaf.is_empty() => Cause::OwnListDeaf,
        Missed::NoChannelDelivers => Cause::RuleListDeaf(deaf.clone()),
    };
    // What the person chose is what the person can mend, whichever level comes first.
    let missed = verdict.missed.as_ref();
    let cause = missed.map(|missed| own_list(verdict).unwrap_or_else(|| of_missed(missed)));
    Case {
        rule: Some((verdict.rule_id.clone(), verdict.rule_name.clone())),
        reached: verdict.reached,
        notices,
        cause,
        depends_on: Vec::new(),
        deaf,
    }
}

/// What is wrong with the person's own list, where a layer that means the person uses it.
fn own_list(verdict: &Verdict) -> Option<Cause> {
    verdict.layers.iter().find_map(|layer| {
        let own = |used: &ChannelUse| used.basis == Basis::Preferences;
        match &layer.missed {
            Some(Missed::NoChannelForSeverity {
                basis: Basis::Preferences,
            }) => Some(Cause::OwnListEmpty),
            Some(Missed::NoChannelDelivers) if layer.channels.iter().any(own) => {
                Some(Cause::OwnListDeaf)
            }
            _ => None,
        }
    })
}

/// Whether the person is behind an entry of any layer.
fn targeted(verdict: &Verdict) -> bool {
    let mut ways = verdict.layers.iter().flat_map(|layer| &layer.ways);
    ways.any(|way| way.truth != Truth::No)
}

/// The channels of a kind of list that do not get through, each once.
fn deaf(verdict: &Verdict, basis: Basis) -> Vec<(String, String)> {
    let mut deaf = Vec::new();
    let used = verdict.layers.iter().flat_map(|layer| &layer.channels);
    for used in used.filter(|used| used.basis == basis) {
        if let crate::domain::escalation::Delivery::No(code) = &used.delivery {
            let one = (used.channel.clone(), code.clone());
            if !deaf.contains(&one) {
                deaf.push(one);
            }
        }
    }
    deaf
}

impl Row {
    /// A space that is switched off.
    pub fn off(space: &Space) -> Row {
        Row {
            id: space.id.0,
            name: space.name.clone(),
            off: true,
            cells: Vec::new(),
        }
    }

    /// Its place in the table: worst first, then by name.
    pub fn rank(&self) -> (bool, Option<Severity>, String, u64) {
        let levels = self.cells.iter().filter_map(Cell::problem);
        let worst = levels.map(|(_, level)| level).min();
        (worst.is_none(), worst, self.name.clone(), self.id)
    }
}

impl Cell {
    /// What happens, the maybes first.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.maybes.iter().chain([&self.ending])
    }

    /// Why nothing reaches the person, whatever of the maybes comes true: of several reasons the one
    /// that is nearest to being mended. That no rule may match counts only where there is no maybe.
    pub fn cause(&self) -> Option<&Cause> {
        if self.reached != Truth::No {
            return None;
        }
        self.cases()
            .filter_map(|case| case.cause.as_ref())
            .filter(|cause| self.maybes.is_empty() || **cause != Cause::NoMatch)
            .min_by_key(|cause| cause.distance())
    }

    /// The cause, and how bad it is; nothing where it is as it is meant to be, or where it is the
    /// preferences that have the problem.
    pub fn problem(&self) -> Option<(&Cause, Severity)> {
        let cause = self.cause()?;
        let level = match cause {
            Cause::NotOnCall(..) | Cause::OwnListEmpty | Cause::OwnListDeaf => return None,
            Cause::NotATarget | Cause::RoomsOnly => Severity::Info,
            _ => self.severity,
        };
        Some((cause, level))
    }
}

impl Cause {
    /// How far from reaching the person.
    fn distance(&self) -> usize {
        match self {
            Cause::OwnListDeaf => 0,
            Cause::OwnListEmpty => 1,
            Cause::RuleListDeaf(_) => 2,
            Cause::RuleListEmpty => 3,
            Cause::OnlyGroupChats => 4,
            Cause::NoMessages => 5,
            Cause::NotOnCall(..) => 6,
            Cause::NotATarget => 7,
            Cause::RoomsOnly => 8,
            Cause::NoTarget => 9,
            Cause::NoMatch => 10,
            Cause::RulesOff => 11,
            Cause::NoRules => 12,
        }
    }

    /// The word in JSON; never translated.
    pub fn code(&self) -> &'static str {
        match self {
            Cause::NoRules => "no_rules",
            Cause::RulesOff => "rules_disabled",
            Cause::NoMatch => "no_rule_matches",
            Cause::NoTarget => "no_target",
            Cause::NoMessages => "no_messages",
            Cause::OnlyGroupChats | Cause::RoomsOnly => "group_chats_only",
            Cause::RuleListEmpty => "rule_has_no_channel",
            Cause::RuleListDeaf(_) => "rule_channels_do_not_deliver",
            Cause::OwnListEmpty => "no_channel",
            Cause::OwnListDeaf => "channels_do_not_deliver",
            Cause::NotOnCall(..) => "not_on_call",
            Cause::NotATarget => "not_a_target",
        }
    }
}
