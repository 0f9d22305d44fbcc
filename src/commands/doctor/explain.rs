//! `duty doctor explain`: one case, rule by rule and condition by condition.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::doctor::incident::IncidentOptions;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::{calendars, describe, json, lookup, show, spaces, trace};
use crate::commands::examples::{Examples, Json};
use crate::domain::doctor::space::problem;
use crate::domain::escalation::{Cause, Outcome, Verdict, evaluate};
use crate::domain::severity::Severity;
use crate::domain::space::Space;
use crate::error::{Error, Exit};
use crate::session::app::Session;
use crate::text::duty;
use crate::ui::{Out, Tone};

/// `duty doctor explain`.
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The collaboration space, by name or id
    space: String,
    /// How bad the incident is
    #[arg(value_enum)]
    severity: Severity,
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
    json: Json::Text(include_str!("doctor_explain.json")),
};

pub fn run(
    session: &mut Session<'_>,
    case: &Explain,
    options: &IncidentOptions,
) -> Result<Exit, Error> {
    let mut lookup = lookup::read(session, options)?;
    let space = spaces::named(&session.api, &case.space)?;
    let rules = session
        .api
        .escalation_rule_list(space.id)
        .map_err(|error| error.while_doing(tr!("cannot read the rules of {0}", space.name)))?;
    lookup.judge_channels_of(&rules);
    calendars::read_of_rules(&session.api, &mut lookup, &rules);
    let incident = options.incident(case.severity);
    let outcome = evaluate(&rules, &lookup.person, &incident, lookup.at, &lookup.clock);
    let problem = problem(&outcome);
    if session.out.is_json() {
        let mut object = json::head(&lookup, options);
        object.insert(
            "space".into(),
            json!({"id": space.id, "name": space.name, "disabled": !space.is_on()}),
        );
        object.insert("severity".into(), json!(case.severity));
        object.insert("result".into(), json::outcome(&lookup, &outcome));
        object.insert("rules".into(), json!(outcome.trace));
        object.insert("levels".into(), json::levels(&outcome));
        session.out.json(&Value::Object(object))?;
    } else {
        let out = &mut *session.out;
        walk(out, &lookup, &space, options, &outcome)?;
        let (text, tone) = describe::cell(&outcome, &lookup.facts);
        out.paragraph(&tr!("So: "), &text, 3, tone)?;
        if let Some((_, level)) = problem {
            let id = space.id;
            let level = describe::severity(level);
            let text = tr!(
                "a problem of level {level}; '{command}' says what fixes it",
                level,
                command = duty!("doctor --space", id, "--problems")
            );
            out.paragraph(&tr!("That is "), &text, 3, Tone::Plain)?;
        }
    }
    Ok(match problem {
        Some((_, Severity::Critical)) => Exit::Problem,
        _ => Exit::Done,
    })
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
            Some(Cause::NoRules) => tr!("The space has no escalation rules: nobody is told."),
            Some(Cause::NoEnabledRule) => tr!("No rule is enabled: nobody is told."),
            _ if outcome.maybes.is_empty() => tr!("No rule takes the incident: nobody is told."),
            _ => tr!("Otherwise no rule takes the incident: nobody is told."),
        })?;
    }
    show::notes(out, lookup)
}
