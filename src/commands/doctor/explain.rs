//! `duty doctor explain`: one case, rule by rule and condition by condition.

use serde_json::{Map, Value, json};
use tr::tr;

use crate::commands::doctor::args::{Explain, Told};
use crate::commands::doctor::row;
use crate::commands::doctor::subject;
use crate::commands::doctor::subject::Subject;
use crate::commands::doctor::{cell, json, show, survey, walk};
use crate::domain::escalation::wire::Severity;
use crate::domain::escalation::{Ending, NoRule, Outcome, evaluate};
use crate::domain::space::Space;
use crate::error::{Error, Exit};
use crate::session::app::Session;
use crate::text::duty;
use crate::ui::{Out, Tone};

/// Walk it.
pub fn run(session: &mut Session<'_>, case: &Explain, told: &Told) -> Result<Exit, Error> {
    let mut subject = subject::read(session, told)?;
    let space = survey::named(&session.api, &case.space)?;
    let rules = session
        .api
        .escalation_rules(space.id)
        .map_err(|error| error.while_doing(tr!("cannot read the rules of {0}", space.name)))?;
    subject.learn(&rules);
    let severity = Severity::from(case.severity);
    let incident = subject.incident_of(severity);
    let outcome = evaluate(
        &rules,
        &subject.person,
        &incident,
        subject.at,
        &subject.zone,
    );
    let cell = row::cell(severity, &outcome);
    if session.out.is_json() {
        let mut object = Map::new();
        json::head(&mut object, &subject, told);
        object.insert(
            "space".into(),
            json!({"id": space.id, "name": space.name, "disabled": !space.is_on()}),
        );
        object.insert("severity".into(), json!(severity));
        object.insert("result".into(), json::of_cell(&subject, &cell));
        object.insert("rules".into(), json!(outcome.trace));
        object.insert("levels".into(), levels(&outcome));
        session.out.json(&Value::Object(object))?;
    } else {
        show(session.out, &subject, &space, told, severity, &outcome)?;
        let (text, tone) = cell::text(&cell);
        session.out.paragraph(&tr!("So: "), &text, 3, tone)?;
        if let Some((_, level)) = cell.problem() {
            let id = space.id;
            let level = crate::commands::doctor::problem::level(level);
            let text = tr!(
                "a problem of level {level}; '{command}' says what mends it",
                level,
                command = duty!("doctor --space", id, "--problems")
            );
            session
                .out
                .paragraph(&tr!("That is "), &text, 3, Tone::Plain)?;
        }
    }
    Ok(match cell.problem() {
        Some((_, Severity::Critical)) => Exit::Problem,
        _ => Exit::Done,
    })
}

/// What each rule that takes the incident, or may, means for the person.
fn levels(outcome: &Outcome) -> Value {
    outcome
        .verdicts()
        .map(|verdict| {
            json!({
                "rule": {"id": verdict.rule_id, "name": verdict.rule_name},
                "levels": verdict.layers,
            })
        })
        .collect()
}

fn show(
    out: &mut Out,
    subject: &Subject,
    space: &Space,
    told: &Told,
    severity: Severity,
    outcome: &Outcome,
) -> Result<(), Error> {
    out.toned_line(&format!("{} ({})", space.name, space.id), Tone::Strong)?;
    out.line(&show::case_heading(subject, told, severity))?;
    out.line("")?;
    if !space.is_on() {
        out.toned_line(
            &tr!("The space is disabled: no incident happens there."),
            Tone::Caution,
        )?;
    }
    for (index, trace) in outcome.trace.iter().enumerate() {
        let mut lines = walk::rule(index + 1, trace);
        let verdict = outcome
            .verdicts()
            .find(|verdict| verdict.index == trace.index);
        if let Some(verdict) = verdict {
            lines.extend(walk::verdict(subject, verdict));
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
    if let Ending::Nobody(why) = &outcome.ending {
        let why = match why {
            NoRule::NoRules => tr!("The space has no escalation rules: nobody is told."),
            NoRule::NoEnabledRule => tr!("No rule is enabled: nobody is told."),
            NoRule::NoMatch if outcome.maybes.is_empty() => {
                tr!("No rule takes the incident: nobody is told.")
            }
            NoRule::NoMatch => tr!("Otherwise no rule takes the incident: nobody is told."),
        };
        out.line(&why)?;
    }
    for note in &subject.notes {
        out.paragraph(&tr!("Not known: "), &note.text, 3, Tone::Caution)?;
    }
    Ok(())
}
