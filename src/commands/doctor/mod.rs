//! `duty doctor`: why was I not notified?
//!
//! `subject.rs` reads the person, `survey.rs` the spaces and their rules, `row.rs` makes a row of
//! what the rules would do and `cell.rs` puts it in words; `own.rs` and `spaces.rs` find the problems
//! of `problem.rs`; `show.rs` and `json.rs` print, `explain.rs` walks one case.

pub mod args;
mod cell;
pub mod examples;
mod explain;
mod json;
mod own;
mod problem;
mod row;
mod show;
mod spaces;
mod subject;
mod survey;
mod walk;

use crate::commands::doctor::args::{Case, Check, Doctor, Told};
use crate::domain::escalation::wire::Severity;
use crate::error::{Error, Exit, Kind};
use crate::session::app::{App, Session};
use crate::text::duty;
use crate::ui::progress::Progress;
use crate::ui::terminal;
use crate::ui::terminal::Uninterrupted;
use problem::Problem;
use row::Row;
use spaces::Findings;
use subject::Subject;
use survey::{End, Found, Listener, Scope};
use tr::tr;

/// Do what was asked.
pub fn run(app: &mut App, command: &Doctor) -> Result<Exit, Error> {
    let accessible = app.env.is_on("ACCESSIBLE");
    let mut session = app.session()?;
    if !session.settings.timeout_given {
        session.api.time_each_request();
    }
    match &command.case {
        Some(Case::Explain(_)) if !command.check.is_empty() => Err(Error::usage(tr!(
            "'doctor explain' takes none of --space, --severity, --all, --problems and --strict"
        ))
        .hint(tr!(
            "write '{command}'",
            command = duty!("doctor explain SPACE SEVERITY")
        ))),
        Some(Case::Explain(case)) => explain::run(&mut session, case, &command.told),
        None => examine(&mut session, &command.check, &command.told, accessible),
    }
}

/// Everything that was found out.
pub struct Report {
    /// Whose it is.
    pub subject: Subject,
    /// The severities that were looked at.
    pub severities: Vec<Severity>,
    /// The spaces that are shown, worst first.
    pub rows: Vec<Row>,
    /// How many spaces there were of which kind.
    pub counts: Counts,
    /// Spaces whose rules could not be read, and why; of many only the first.
    pub unread: Vec<Unread>,
    /// What is wrong, worst first.
    pub problems: Vec<Problem>,
    /// Why it is not all, where it is not.
    pub end: End,
    /// Only what is wrong is shown.
    pub only_problems: bool,
    /// Spaces that do not concern the person are not shown.
    pub hides_others: bool,
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
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: Error,
}

/// Of the spaces that could not be read so many are named.
const NAMED: usize = 100;

fn examine(
    session: &mut Session<'_>,
    check: &Check,
    told: &Told,
    accessible: bool,
) -> Result<Exit, Error> {
    let subject = subject::read(session, told)?;
    let scope = Scope::resolve(&session.api, &check.space)?;
    let progress = Progress::new(session.out, &session.terminal, session.settings, accessible);
    // What is known is shown on Ctrl-C as well; a second one does not wait for that.
    let _busy = Uninterrupted::begin();
    let out = &mut *session.out;
    survey::run(&session.api, scope, |listener| {
        let report = gather(listener, subject, check, progress);
        if out.is_json() {
            out.json(&json::report(&report, told))?;
        } else {
            show::report(out, &report, told)?;
        }
        match report.end {
            // A request may still hang; nobody waits for it.
            End::Interrupted => terminal::quit_interrupted(),
            End::Failed(error) => Err(error),
            End::Complete | End::TooMany => Ok(exit(&report.problems, check.strict)),
        }
    })
}

fn exit(problems: &[Problem], strict: bool) -> Exit {
    match problems.iter().map(|problem| problem.level).min() {
        Some(Severity::Critical) => Exit::Problem,
        Some(_) if strict => Exit::Problem,
        _ => Exit::Done,
    }
}

fn gather(
    listener: &mut Listener<'_>,
    mut subject: Subject,
    check: &Check,
    mut progress: Progress,
) -> Report {
    let severities = check.severities();
    let named = !check.space.is_empty();
    let mut rows = Vec::new();
    let mut counts = Counts::default();
    let mut unread = Vec::new();
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
                if named {
                    rows.push(Row::off(&space));
                }
            }
            Found::Rules(space, rules) => {
                counts.examined += 1;
                subject.learn(&rules);
                let concern = row::concern(&rules, &space, &subject.person);
                counts.others += usize::from(!concern);
                if concern || check.all || named {
                    let row = row::of(&space, &rules, &subject, &severities);
                    if concern || named {
                        findings.add(&row);
                    }
                    if !check.problems {
                        rows.push(row);
                    }
                }
            }
            Found::Unread(space, why) => {
                if why.kind == Kind::NotAllowed {
                    counts.denied += 1;
                } else {
                    counts.failed += 1;
                }
                if unread.len() < NAMED {
                    unread.push(Unread {
                        id: space.id.0,
                        name: space.name,
                        why,
                    });
                }
            }
        }
        progress.step();
    }
    progress.finish();
    rows.sort_by_cached_key(Row::rank);
    let mut problems = own::problems(&subject, &severities, &findings);
    problems.extend(findings.problems(&subject));
    problems.extend(problem::of_unread(&counts, &unread));
    problem::sort(&mut problems);
    Report {
        subject,
        severities,
        rows,
        counts,
        unread,
        problems,
        end: listener.end(),
        only_problems: check.problems,
        hides_others: !(check.all || named),
    }
}
