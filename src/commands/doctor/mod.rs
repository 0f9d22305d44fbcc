//! `duty doctor`: why was I not notified? The survey of all spaces is here, `explain.rs` looks at one case.
//!
//! `lookup.rs` reads the person, `clock.rs` says what time it is, `on_call.rs`, `calendars.rs` and `intake.rs` what that takes, `spaces.rs` the spaces and their rules, `report.rs` gathers what the
//! model makes of them; `describe.rs`, `passed_over.rs` and `problem.rs` have the words, `show.rs` and `json.rs` print.

mod about;
mod calendars;
mod clock;
mod describe;
mod evidence;
mod explain;
mod incident;
mod intake;
mod json;
mod lookup;
mod noise;
mod note;
mod on_call;
mod passed_over;
mod person;
mod problem;
mod report;
mod show;
mod spaces;
mod teams;
mod trace;
mod unseen;
mod vocabulary;

use clap::Subcommand;
use tr::tr;

use crate::commands::doctor::incident::IncidentOptions;
use crate::commands::doctor::report::{Keep, gather};
use crate::commands::doctor::spaces::End;
use crate::commands::examples::{Examples, Json};
use crate::domain::console::Page;
use crate::domain::doctor::space;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::severity::Severity;
use crate::domain::space::Space;
use crate::error::{Error, Exit};
use crate::local::settings::console::console;
use crate::session::app::{App, Session};
use crate::session::page;
use crate::text::duty;
use crate::ui::Warning;
use crate::ui::progress::Progress;
use crate::ui::terminal;
use crate::ui::terminal::Uninterrupted;

/// What help and the man page say, with what is looked at and what is not.
pub const LONG_ABOUT: &str = "Find out why you were not notified, or would not be

Of an incident that happened 'duty doctor incident NUMBER' tells, and 'duty doctor missed' lists those of a day. This is about what would happen now.

Examines the key and the contacts, whether each preferred channel can reach you, and what an incident of each severity would do in each collaboration space that concerns you: one whose rules name you, a team or a schedule of yours, or that belongs to one of your teams. Changes nothing.

By default each request has 30 s and the whole as long as it takes; where --timeout or DUTY_TIMEOUT is given, it is the time of the whole. Ctrl-C shows what is known so far.

What decides, and whether it is looked at:
  contacts, phones, IM apps     yes; is an IM account linked? No server tells
  messages of the last 30 days  of the latest incidents: what failed last is
                                a maybe, an IM app that took one is linked
  preferences                   yes
  teams, shifts, roles          yes, at the hour of each level
  escalation rules, calendars   yes
  silence, inhibit, drop rules  yes; an inhibition's source: nobody knows
  flapping                      a maybe, for the first alert is told
  labels that redirect a level  those of --label
  pipeline and route            those of --integration, if the key may
  labels of an integration      no
  quota and regions of SMS      no
  IM that comes by SMS instead  no
  closing in a rule's delay     no

Problems are urgent (a critical incident would reach nobody, is held back, or your channels for it fail), important (so for a warning; a rule that names you stands behind one that takes everything), or a note. That somebody else is on call is none, nor is a maybe: of one space 'duty doctor explain SPACE critical' says yes, no or maybe. Exits 3 where a problem is urgent, else 11 where not all that is needed could be read, else 0. The codes of problems in JSON: no_channel, no_channel_delivers, no_certain_channel, not_activated, phone_missing, phone_unverified, email_missing, email_unverified, no_phone_bound, im_disabled, im_gone, switched_off; of spaces: no_rules, rules_disabled, no_rule_matches, no_target, no_messages, group_chats_only, rule_has_no_channel, rule_channels_do_not_deliver, not_a_target, rule_before, rule_disabled, other_time, other_incidents, silenced, dropped, spaces_unread.";

/// `duty doctor`.
#[derive(Debug, clap::Args)]
pub struct Doctor {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    survey: Survey,
    #[command(flatten)]
    incident: IncidentOptions,
}

/// `duty doctor` and a word.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Walk one case, rule by rule and condition by condition
    ///
    /// Exits 0 where it would reach you, 3 where not, and 11 for a maybe, also where something that it needs could not be
    /// read: JSON has that in warnings.
    Explain(explain::Explain),
    /// Why one incident reached you or did not, from its record
    ///
    /// 'duty help reasons' explains every reason.
    Incident(Box<evidence::incident::Incident>),
    /// What of the last day was for you and did not reach you
    ///
    /// For you is what was assigned to you, and what the level that was told names you for. The record is read
    /// only where an incident could concern you. 'duty help reasons' explains every verdict.
    Missed(Box<evidence::missed::Missed>),
}

impl Doctor {
    /// Whether it shows a page of the console in place of its own answer.
    pub fn opens_page(&self) -> bool {
        match &self.verb {
            None => false,
            Some(Verb::Explain(case)) => case.web.web,
            Some(Verb::Incident(happened)) => happened.web.web,
            Some(Verb::Missed(day)) => day.web.web,
        }
    }

    /// The page, where there is one to show.
    fn page(&self, app: &mut App) -> Result<Option<Page>, Error> {
        let Some(verb) = self.verb.as_ref().filter(|_| self.opens_page()) else {
            return Ok(None);
        };
        // Before a server is asked.
        console(&app.settings)?;
        Ok(Some(match verb {
            Verb::Explain(case) => explain::page(&app.session()?, case)?,
            Verb::Incident(happened) => evidence::incident::page(&mut app.session()?, happened)?,
            Verb::Missed(_) => Page::Incidents,
        }))
    }
}

/// What is examined and what is shown.
#[derive(Clone, Debug, Default, clap::Args)]
struct Survey {
    /// Only this collaboration space, by name or id; repeated for several
    #[arg(long, value_name = "NAME|ID")]
    space: Vec<String>,
    /// Only incidents of this severity; repeated or comma-separated
    #[arg(long, value_enum, value_delimiter = ',', ignore_case = true)]
    severity: Vec<Severity>,
    /// Show the spaces that do not concern you as well
    #[arg(long)]
    all: bool,
    /// Show nothing but the problems
    #[arg(long)]
    problems: bool,
    /// Exit 3 on any problem, not only on an urgent one
    #[arg(long)]
    strict: bool,
    /// Learn from the records of incidents when each channel last reached you, by at most N requests (10, and
    /// what they told is kept for a day; 0 for none)
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "30", value_parser = clap::value_parser!(u32).range(0..=500))]
    proof: Option<u32>,
}

impl Survey {
    /// Whether nothing of it was typed.
    fn is_empty(&self) -> bool {
        self.space.is_empty()
            && self.severity.is_empty()
            && !(self.all || self.problems || self.strict)
            && self.proof.is_none()
    }

    /// The severities to look at, worst first.
    fn severities(&self) -> Vec<Severity> {
        let wanted =
            |severity: &Severity| self.severity.is_empty() || self.severity.contains(severity);
        Severity::ALL.into_iter().filter(wanted).collect()
    }
}

/// The survey's, and those of `explain`.
pub const EXAMPLES: &[Examples] = &[
    Examples {
        path: "doctor",
        lines: &[
            (
                "duty doctor",
                "Contacts, preferences, every space that concerns you, and what is wrong",
            ),
            (
                "duty doctor --problems --severity critical",
                "Only what keeps critical incidents from you",
            ),
            (
                "duty doctor --at 03:00 --space 'Checkout EU'",
                "What did one space do at three this morning?",
            ),
            (
                "duty doctor --title '[EU] cart down' --label service=pay-api",
                "And an incident like this?",
            ),
            (
                "duty doctor --strict -o json -q",
                "For a monitor: 3 on any problem, 11 where not all could be read, 0 if all is well",
            ),
        ],
        // It has times and a problem in it: shortened, and held against the truth by a test.
        json: Json::File("doctor.json"),
    },
    explain::EXAMPLES,
    evidence::incident::EXAMPLES,
    evidence::missed::EXAMPLES,
];

pub fn run(app: &mut App, command: &Doctor) -> Result<Exit, Error> {
    let accessible = app.env.is_on("ACCESSIBLE");
    command.incident.check()?;
    if let Some(page) = command.page(app)? {
        return page::show(app, &page, false);
    }
    let mut session = app.session()?;
    if !session.settings.timeout_given {
        session.api.time_each_request();
    }
    match &command.verb {
        Some(Verb::Explain(_)) if !command.survey.is_empty() => Err(Error::usage(tr!(
            "'doctor explain' takes none of --space, --severity, --all, --problems, --strict and --proof"
        ))
        .hint(tr!(
            "write '{command}'",
            command = duty!("doctor explain SPACE SEVERITY")
        ))),
        Some(Verb::Explain(case)) => explain::run(&mut session, case, &command.incident),
        Some(_) if !(command.survey.is_empty() && command.incident.is_empty()) => {
            Err(Error::usage(tr!(
                "what happened is in the record: before the verb, 'doctor' takes no option here, nor any that describes an incident"
            )))
        }
        Some(Verb::Incident(happened)) => evidence::incident::run(&mut session, happened),
        Some(Verb::Missed(day)) => evidence::missed::run(&mut session, day, accessible),
        None => examine(&mut session, &command.survey, &command.incident, accessible),
    }
}

fn examine(
    session: &mut Session<'_>,
    survey: &Survey,
    incident: &IncidentOptions,
    accessible: bool,
) -> Result<Exit, Error> {
    let mut lookup = lookup::read(session, incident)?;
    lookup.learn(session, survey.proof)?;
    let chosen = spaces::chosen(&session.api, &survey.space)?;
    let progress = Progress::new(session.out, &session.terminal, session.settings, accessible);
    // What is known is shown on Ctrl-C as well; a second one does not wait for that.
    let _busy = Uninterrupted::begin();
    let out = &mut *session.out;
    let keep = Keep {
        others: survey.all,
        named: !survey.space.is_empty(),
        rows: !survey.problems,
    };
    let api = &*session.api;
    let (person, at) = (lookup.person.clone(), lookup.at);
    let named = keep.named;
    let labels = incident.incident(Severity::Critical).labels;
    let concerns = |space: &Space, rules: &[EscalationRule]| {
        named || space::concerns(&person, space, rules, &labels, at)
    };
    spaces::run(api, chosen, &concerns, |listener| {
        let of_severity = |severity| incident.incident(severity);
        let severities = survey.severities();
        let mut report = gather(
            api,
            listener,
            lookup,
            severities,
            of_severity,
            &keep,
            progress,
        );
        report.find_authors(api);
        if out.is_json() {
            out.json(&vocabulary::told(json::report(&report, &keep, incident)))?;
        } else {
            show::report(out, &report, &keep, incident)?;
        }
        match report.end {
            // A request may still hang; nobody waits for it.
            End::Interrupted => {
                out.finish()?;
                terminal::quit_interrupted()
            }
            End::Failed(error) if !report.is_alarming(survey.strict) => Err(error),
            End::Failed(error) => {
                out.warn_of(Warning::NotAllRead, &error.message);
                Ok(Exit::Finding)
            }
            End::Complete | End::TooMany if report.is_alarming(survey.strict) => Ok(Exit::Finding),
            End::Complete if report.is_complete() => Ok(Exit::Done),
            End::Complete | End::TooMany => Ok(Exit::NotKnown),
        }
    })
}
