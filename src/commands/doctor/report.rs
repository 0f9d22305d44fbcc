//! What the doctor found out of all spaces, gathered as it comes in.

use crate::api::Client;
use crate::commands::doctor::calendars;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::noise;
use crate::commands::doctor::noise::UnreadNoise;
use crate::commands::doctor::spaces::{End, Found, Listener};
use crate::commands::doctor::teams;
use crate::domain::doctor::grade::Grade;
use crate::domain::doctor::problem::{Findings, Kind as ProblemKind, Problem};
use crate::domain::doctor::space;
use crate::domain::doctor::space::SpaceReport;
use crate::domain::escalation::Outcome;
use crate::domain::member::Caller;
use crate::domain::severity::Severity;
use crate::error::{Error, Kind};
use crate::ui::progress::Progress;

/// Everything that was found out.
pub struct Report {
    pub lookup: Lookup,
    /// The severities that were looked at.
    pub severities: Vec<Severity>,
    /// The spaces that are shown, worst first.
    pub spaces: Vec<SpaceReport>,
    pub counts: Counts,
    /// Spaces whose rules could not be read, and why; of many only the first.
    pub unread: Vec<Unread>,
    /// Rules that hold alerts back and could not be read; of many only the first.
    pub unread_noise: Vec<UnreadNoise>,
    /// What is wrong, worst first.
    pub problems: Vec<Problem>,
    /// Why it is not all, where it is not.
    pub end: End,
}

/// How many spaces there were of which kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Listed, or more where the server says so.
    pub total: usize,
    /// Whose rules were read.
    pub examined: usize,
    /// Of these, those of no concern to the person.
    pub others: usize,
    /// Switched off, so that no incident happens there.
    pub off: usize,
    /// The key may not read their rules.
    pub denied: usize,
    /// Their rules could not be read for another reason.
    pub failed: usize,
    /// Some of their rules that hold alerts back could not be read.
    pub noise_unread: usize,
}

/// A space whose rules could not be read.
#[derive(Clone, Debug)]
pub struct Unread {
    pub id: u64,
    pub name: String,
    pub why: Error,
}

impl Unread {
    pub fn is_denied(&self) -> bool {
        self.why.kind == Kind::NotAllowed
    }
}

/// Of the spaces that could not be read so many are named.
const NAMED: usize = 100;

/// What is kept of what comes in.
pub struct Keep {
    /// Spaces that do not concern the person.
    pub others: bool,
    /// What is wrong there, and spaces that are switched off: they were asked for by name.
    pub named: bool,
    /// The rows of the table.
    pub rows: bool,
}

/// Take all that comes in.
pub fn gather(
    api: &Client,
    listener: &mut Listener<'_>,
    mut lookup: Lookup,
    severities: Vec<Severity>,
    incident: impl Fn(Severity) -> crate::domain::escalation::Incident,
    keep: &Keep,
    mut progress: Progress,
) -> Report {
    let mut spaces = Vec::new();
    let labels = severities
        .first()
        .map(|severity| incident(*severity).labels);
    let labels = labels.unwrap_or_default();
    let mut counts = Counts::default();
    let mut unread: Vec<Unread> = Vec::new();
    let mut unread_noise: Vec<UnreadNoise> = Vec::new();
    let mut findings = Findings::default();
    while let Some(found) = listener.next() {
        match found {
            Found::Counted { seen, total } => {
                counts.total = total.max(seen);
                progress.of(counts.total);
                continue;
            }
            Found::Off(space) => {
                counts.off += 1;
                if keep.named {
                    spaces.push(SpaceReport::off(&space));
                }
            }
            Found::Rules(space, rules, unread) => {
                counts.examined += 1;
                counts.noise_unread += usize::from(!unread.is_empty());
                let room = NAMED.saturating_sub(unread_noise.len());
                unread_noise.extend(unread.into_iter().take(room));
                lookup.judge_channels_of(&rules.escalation);
                let escalation = &rules.escalation;
                let concerns =
                    space::concerns(&lookup.person, &space, escalation, &labels, lookup.at);
                counts.others += usize::from(!concerns);
                if concerns || keep.named {
                    teams::note_gone(&mut lookup, &space.name, escalation);
                }
                if concerns || keep.others || keep.named {
                    calendars::read_of_rules(api, &mut lookup, escalation);
                    calendars::read_of_noise(api, &mut lookup, rules.noise.as_ref());
                    let incidents = severities.iter().map(|severity| incident(*severity));
                    let report =
                        SpaceReport::of(&space, &rules, &lookup.person, incidents, lookup.moment());
                    // What the windows mean is not known then.
                    lookup.unread |= report.outcomes.iter().any(Outcome::hangs_on_time_zone);
                    // Of the account's own key no server tells more: that is a note.
                    if !matches!(lookup.caller, Some(Caller::Primary(_))) {
                        lookup.unread |= report.outcomes.iter().any(Outcome::hangs_on_untold);
                    }
                    if concerns || keep.named {
                        findings.add(&report);
                    }
                    if keep.rows {
                        spaces.push(report);
                    }
                }
            }
            Found::Unread(space, why) => {
                let (id, name) = (space.id.0, space.name);
                let space = Unread { id, name, why };
                if space.is_denied() {
                    counts.denied += 1;
                } else {
                    counts.failed += 1;
                }
                if unread.len() < NAMED {
                    unread.push(space);
                }
            }
        }
        progress.step();
    }
    progress.finish();
    spaces.sort_by_cached_key(SpaceReport::rank);
    let uncertain = findings.uncertain(&lookup.facts, lookup.preference.as_ref(), &severities);
    lookup.note_uncertain(&uncertain);
    Report {
        problems: findings.problems(
            &lookup.facts,
            lookup.preference.as_ref(),
            &severities,
            unread_problem(counts.failed, &unread),
        ),
        lookup,
        severities,
        spaces,
        counts,
        unread,
        unread_noise,
        end: listener.end(),
    }
}

impl Report {
    /// Whether all that was needed could be read.
    pub fn is_complete(&self) -> bool {
        let counts = &self.counts;
        matches!(self.end, End::Complete)
            && !self.lookup.unread
            && counts.denied + counts.failed + counts.noise_unread == 0
    }

    /// Whether something was found of the grade that is asked for: urgent, or with `strict` any.
    pub fn is_alarming(&self, strict: bool) -> bool {
        let alarms = |problem: &Problem| strict || problem.grade == Grade::Urgent;
        self.problems.iter().any(alarms)
    }

    /// Look up who made the rules that hold incidents back.
    pub fn find_authors(&mut self, api: &Client) {
        let outcomes = self.spaces.iter().flat_map(|space| &space.outcomes);
        let shown = outcomes.flat_map(|outcome| &outcome.held);
        let found = self
            .problems
            .iter()
            .filter_map(|problem| match &problem.kind {
                ProblemKind::Held(held, _) => Some(&**held),
                _ => None,
            });
        self.lookup.authors = noise::authors(api, shown.chain(found));
    }
}

/// The spaces that were asked about and whose rules nobody could read.
fn unread_problem(failed: usize, unread: &[Unread]) -> Option<Problem> {
    let named: Vec<&Unread> = unread.iter().filter(|one| !one.is_denied()).collect();
    let why = named.first().map(|one| one.why.message.clone());
    (failed > 0).then(|| Problem {
        kind: ProblemKind::Unread(failed, why.unwrap_or_default()),
        grade: Grade::Important,
        targets: Vec::new(),
        channels: Vec::new(),
        spaces: named.iter().map(|one| (one.id, one.name.clone())).collect(),
    })
}
