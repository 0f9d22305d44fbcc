//! What the doctor found out of all spaces, gathered as it comes in.

use crate::api::Client;
use crate::commands::doctor::calendars;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::spaces::{End, Found, Listener};
use crate::domain::doctor::problem::{Findings, Kind as ProblemKind, Problem};
use crate::domain::doctor::space;
use crate::domain::doctor::space::SpaceReport;
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
    let mut counts = Counts::default();
    let mut unread: Vec<Unread> = Vec::new();
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
            Found::Rules(space, rules) => {
                counts.examined += 1;
                lookup.judge_channels_of(&rules);
                let concerns = space::concerns(&lookup.person, &space, &rules, lookup.at);
                counts.others += usize::from(!concerns);
                if concerns || keep.others || keep.named {
                    calendars::read_of_rules(api, &mut lookup, &rules);
                    let incidents = severities.iter().map(|severity| incident(*severity));
                    let report = SpaceReport::of(
                        &space,
                        &rules,
                        &lookup.person,
                        incidents,
                        lookup.at,
                        &lookup.clock,
                    );
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
        end: listener.end(),
    }
}

/// The spaces that were asked about and whose rules nobody could read.
fn unread_problem(failed: usize, unread: &[Unread]) -> Option<Problem> {
    let named: Vec<&Unread> = unread.iter().filter(|one| !one.is_denied()).collect();
    let why = named.first().map(|one| one.why.message.clone());
    (failed > 0).then(|| Problem {
        kind: ProblemKind::Unread(failed, why.unwrap_or_default()),
        level: Severity::Warning,
        targets: Vec::new(),
        channels: Vec::new(),
        spaces: named.iter().map(|one| (one.id, one.name.clone())).collect(),
    })
}
