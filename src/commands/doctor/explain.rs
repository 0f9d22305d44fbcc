//! `duty doctor explain`: one case, rule by rule and condition by condition.

use std::thread;

use serde_json::{Value, json};
use tr::tr;

use crate::commands::doctor::incident::IncidentOptions;
use crate::commands::doctor::lookup::{Lookup, is_fatal};
use crate::commands::doctor::noise::UnreadNoise;
use crate::commands::doctor::note::Note;
use crate::commands::doctor::{
    calendars, describe, json, lookup, noise, passed_over, show, spaces, teams, trace, unseen,
    vocabulary,
};
use crate::commands::examples::{Examples, Json};
use crate::domain::console::Page;
use crate::domain::doctor::space::{Rules, outcome, problem};
use crate::domain::escalation::noise::wire::Flapping;
use crate::domain::escalation::{Cause, Outcome, Truth, Verdict};
use crate::domain::severity::Severity;
use crate::domain::space::Space;
use crate::error::{Error, Exit};
use crate::local::threads::start;
use crate::session::app::Session;
use crate::session::page::Web;
use crate::session::preferences::facts::joined;
use crate::text::{commands_to_run, duty};
use crate::ui::report::as_json;
use crate::ui::{Out, Tone, Warning};

/// `duty doctor explain`.
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The collaboration space, by name or id
    space: String,
    /// How bad the incident is
    #[arg(value_enum, ignore_case = true)]
    severity: Severity,
    #[command(flatten)]
    pub web: Web,
}

pub const EXAMPLES: Examples = Examples {
    path: "doctor explain",
    lines: &[
        (
            "duty doctor explain 'Checkout EU' critical",
            "Which rule takes it, whom it tells, and why",
        ),
        (
            "duty doctor explain 30101 warning --at 23:30 --label service=pay-api",
            "The same of an incident last night with a label",
        ),
    ],
    json: Json::File("doctor_explain.json"),
};

/// The page of the space that is meant.
pub fn page(session: &Session<'_>, command: &Explain) -> Result<Page, Error> {
    let space = spaces::named(&session.api, &command.space)?;
    Ok(Page::Space(space.id.0))
}

pub fn run(
    session: &mut Session<'_>,
    case: &Explain,
    options: &IncidentOptions,
) -> Result<Exit, Error> {
    let mut lookup = lookup::read(session, options)?;
    let space = spaces::named(&session.api, &case.space)?;
    // As the doctor does, so that both say the same.
    lookup.learn(session, None)?;
    let found = match read(session, &space) {
        Ok(found) => found,
        Err(error) if is_fatal(&error) => return Err(error),
        Err(error) => return unread(session, &lookup, &space, case, options, &error),
    };
    if let Some(error) = &found.flapping_unread {
        let what = tr!("when the space takes an alert for flapping");
        lookup
            .notes
            .push(Note::unread(Warning::FlappingUnread, &what, error));
    }
    lookup.judge_channels_of(&found.rules.escalation);
    teams::note_gone(&mut lookup, &space.name, &found.rules.escalation);
    calendars::read_of_rules(&session.api, &mut lookup, &found.rules.escalation);
    calendars::read_of_noise(&session.api, &mut lookup, found.rules.noise.as_ref());
    let incident = options.incident(case.severity);
    let outcome = outcome(
        &space,
        &found.rules,
        &lookup.person,
        &incident,
        lookup.moment(),
    );
    lookup.authors = noise::authors(&session.api, outcome.held.iter());
    let problem = problem(&outcome);
    if session.out.is_json() {
        let mut object = json::head(&lookup, options);
        object.insert("space".into(), json::space_name(&space));
        object.insert("severity".into(), json!(case.severity));
        object.insert("result".into(), json::outcome(&lookup, &outcome));
        object.insert("rules".into(), json!(outcome.trace));
        object.insert("levels".into(), json::levels(&outcome));
        object.insert("flapping".into(), json!(found.flapping));
        let problem = problem.map(|(cause, grade)| {
            let fix = fix(&lookup, &space, options);
            let commands = commands_to_run(&fix);
            json!({"code": cause, "grade": grade, "fix": fix, "commands": commands})
        });
        object.insert("problem".into(), json!(problem));
        object.insert("not_looked_at".into(), json!(unseen::codes(&lookup)));
        object.insert("warnings".into(), json::warnings(&lookup));
        session.out.json(&vocabulary::told(Value::Object(object)))?;
    } else {
        let out = &mut *session.out;
        walk(out, &lookup, &space, options, &outcome)?;
        if let Some(setting) = &found.flapping {
            let text = noise::flapping(setting);
            out.paragraph(&tr!("Flapping: "), &text, 3, Tone::Plain)?;
        }
        if !found.unread.is_empty() {
            let list = describe::names(
                &found
                    .unread
                    .iter()
                    .map(UnreadNoise::text)
                    .collect::<Vec<_>>(),
            );
            out.paragraph(&tr!("Not looked at: "), &list, 3, Tone::Caution)?;
        }
        let (text, tone) = match lookup.is_somebody {
            true => (tr!("not known: who you are"), Tone::Caution),
            false => describe::cell(&outcome, &lookup.facts),
        };
        out.paragraph(&tr!("So: "), &text, 3, tone)?;
        if let Some((_, grade)) = problem {
            let grade = describe::grade(grade);
            let fix = fix(&lookup, &space, options);
            let text = tr!("a problem ({grade}); {fix}", grade, fix);
            out.paragraph(&tr!("That is "), &text, 3, Tone::Plain)?;
        }
        show::never_looked_at(out, &lookup)?;
    }
    Ok(match lookup.reached(&outcome) {
        Truth::Yes => Exit::Done,
        Truth::No => Exit::Finding,
        Truth::Unknown => Exit::NotKnown,
    })
}

/// Where what fixes a problem of the space is said.
fn fix(lookup: &Lookup, space: &Space, options: &IncidentOptions) -> String {
    let id = space.id;
    let command = duty!("doctor --space", id, "--problems");
    // A time alone was taken for a day, which is the same tomorrow.
    let at = lookup.local(lookup.at).strftime("%Y-%m-%dT%H:%M:%S%:z");
    let command = match lookup.at_chosen {
        true => command.option("--at", &at.to_string()),
        false => command,
    };
    let command = options.typed_after(command);
    tr!("'{command}' says what fixes it", command)
}

/// What is known of a space's rules.
struct Found {
    rules: Rules,
    unread: Vec<UnreadNoise>,
    /// Where alerts that flap are muted.
    flapping: Option<Flapping>,
    /// Why that is not known, where it is not.
    flapping_unread: Option<Error>,
}

/// What does not depend on each other is asked at the same time. In a space that is switched off nothing
/// needs to be held back.
fn read(session: &Session<'_>, space: &Space) -> Result<Found, Error> {
    let api = &*session.api;
    let rules = || noise::escalation_rules(api, space.id);
    if !space.is_on() {
        let escalation = rules()?;
        return Ok(Found {
            rules: Rules {
                escalation,
                noise: None,
            },
            unread: Vec::new(),
            flapping: None,
            flapping_unread: None,
        });
    }
    thread::scope(|scope| {
        let noise = start(scope, || noise::read(api, space));
        let info = start(scope, || api.channel_info(space.id));
        let escalation = rules()?;
        let (noise, unread) = joined(noise)?;
        let (flapping, flapping_unread) = match joined(info)? {
            Ok(space) => (space.flapping, None),
            Err(error) => (None, Some(error)),
        };
        Ok(Found {
            rules: Rules {
                escalation,
                noise: Some(noise),
            },
            unread,
            flapping: flapping.filter(Flapping::mutes),
            flapping_unread,
        })
    })
}

/// The rules could not be read: what would happen is not known.
fn unread(
    session: &mut Session<'_>,
    lookup: &Lookup,
    space: &Space,
    case: &Explain,
    options: &IncidentOptions,
    error: &Error,
) -> Result<Exit, Error> {
    if session.out.is_json() {
        let mut object = json::head(lookup, options);
        object.insert("space".into(), json::space_name(space));
        object.insert("severity".into(), json!(case.severity));
        object.insert("warnings".into(), json::warnings(lookup));
        object.insert(
            "result".into(),
            json!({"reached": "maybe", "reason": "rules_unread", "error": as_json(error)["error"]}),
        );
        session.out.json(&vocabulary::told(Value::Object(object)))?;
    } else {
        let out = &mut *session.out;
        out.toned_line(&format!("{} ({})", space.name, space.id), Tone::Strong)?;
        let why = error.code().unwrap_or(&error.message);
        let text = tr!("its rules could not be read ({why})", why);
        out.paragraph(&tr!("Not known: "), &text, 3, Tone::Caution)?;
        show::notes(out, lookup)?;
    }
    Ok(Exit::NotKnown)
}

/// Rule by rule.
fn walk(
    out: &mut Out,
    lookup: &Lookup,
    space: &Space,
    options: &IncidentOptions,
    outcome: &Outcome,
) -> Result<(), Error> {
    out.toned_line(&format!("{} ({})", space.name, space.id), Tone::Strong)?;
    let moment = show::moment(lookup, options);
    let what = describe::incidents(&[outcome.severity]);
    out.line(&tr!("{moment}; {what}", moment, what))?;
    out.line("")?;
    if !space.is_on() {
        out.toned_line(
            &tr!("The space is disabled: no incident happens there."),
            Tone::Caution,
        )?;
    }
    for one in &outcome.held {
        out.paragraph("", &noise::sentence(lookup, one), 3, Tone::Caution)?;
    }
    for (index, rule) in outcome.trace.iter().enumerate() {
        let mut lines = trace::rule(index + 1, rule);
        let takes = |verdict: &&Verdict| {
            let name = verdict.rule.as_ref();
            name.is_some_and(|name| name.index == rule.index)
        };
        if let Some(verdict) = outcome.verdicts().find(takes) {
            lines.extend(trace::verdict(lookup, verdict));
        }
        for (indent, text) in lines {
            let tone = if indent == 0 {
                Tone::Strong
            } else {
                Tone::Plain
            };
            out.paragraph(&" ".repeat(indent * 3), &text, indent * 3 + 3, tone)?;
        }
    }
    if outcome.ending.rule.is_none() {
        out.line(&match outcome.ending.cause {
            Some(Cause::SpaceDisabled) => tr!("So nobody is told."),
            Some(Cause::NoRules) => tr!("The space has no escalation rules: nobody is told."),
            Some(Cause::NoEnabledRule) => tr!("No rule is enabled: nobody is told."),
            _ if outcome.maybes.is_empty() => tr!("No rule takes the incident: nobody is told."),
            _ => tr!("Otherwise no rule takes the incident: nobody is told."),
        })?;
    }
    for one in &outcome.passed_over {
        out.paragraph("", &passed_over::sentence(lookup, one), 3, Tone::Caution)?;
    }
    show::notes(out, lookup)
}
