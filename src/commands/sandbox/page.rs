//! `duty sandbox page`: an alert of the made-up account, so that there is something to ask about.

use std::io::ErrorKind;

use duty_sandbox::{Alarm, Paged, StateFile};
use serde_json::json;
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::sandbox::server::{failed, state_file};
use crate::domain::severity::Severity;
use crate::error::{Error, Exit, Kind};
use crate::session::app::App;
use crate::text::duty;
use crate::ui::words;

#[derive(Debug, clap::Args)]
pub struct Page {
    /// The collaboration space, by its name, a part of it or its id (default: the first)
    #[arg(long, value_name = "SPACE")]
    pub space: Option<String>,
    /// How bad it is
    #[arg(
        long,
        value_name = "SEVERITY",
        value_enum,
        ignore_case = true,
        default_value = "critical"
    )]
    pub severity: Severity,
    /// Its title (default: one that fits the rules of the space)
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
}

pub const EXAMPLES: Examples = examples! { "sandbox page":
    "duty sandbox page" => "Something to ask about: '--sandbox doctor' tells who is told of it",
    "duty sandbox page --space 物流 --severity warning" => "Where no rule is enabled",
    Text r#"{
  "schema_version": 1,
  "incident": {
    "id": "6925c1f05a0db0c0de00ea61", "num": "00EA61", "title": "支付网关错误率升高", "severity": "critical",
    "space": {"id": "30101", "name": "支付核心"}
  },
  "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Page) -> Result<Exit, Error> {
    let file = state_file(&app.paths)?;
    let alarm = Alarm {
        space: command.space.clone(),
        title: command.title.clone(),
        ..Alarm::new(command.severity.wire())
    };
    let paged = duty_sandbox::page(&StateFile::Path(file.clone()), &alarm);
    let paged = paged.map_err(|error| match (error.kind(), &command.space) {
        (ErrorKind::NotFound, Some(space)) => Error::new(
            Kind::NotFound,
            tr!(
                "the made-up account has no collaboration space {space}",
                space
            ),
        ),
        (ErrorKind::InvalidInput, Some(space)) => {
            Error::usage(tr!("{space} is a part of several names: {0}", error, space))
        }
        _ => failed(&file, &error),
    })?;
    if app.out.is_json() {
        app.out.json(&json!({
            "incident": paged.as_ref().map(|one| incident(one, command.severity)),
        }))?;
        return Ok(Exit::Done);
    }
    let Some(one) = paged else {
        app.out.line(&tr!(
            "A rule of the collaboration space drops this alert: there is no incident."
        ))?;
        return Ok(Exit::Done);
    };
    if app.out.quiet {
        app.out.line(&one.num)?;
        return Ok(Exit::Done);
    }
    let (num, title, space) = (one.num, one.title, one.space_name);
    let severity = words::severity(command.severity);
    app.out.line(&tr!(
        "Incident {num} \"{title}\" is open: {severity}, in {space}.",
        num = num,
        title,
        severity,
        space
    ))?;
    let why = duty!("--sandbox doctor incident", num);
    app.out.next(&tr!(
        "Next: '{why}' says whether it reached you, and why.",
        why
    ));
    Ok(Exit::Done)
}

fn incident(one: &Paged, severity: Severity) -> serde_json::Value {
    json!({
        "id": one.incident_id,
        "num": one.num,
        "title": one.title,
        "severity": severity.word(),
        "space": {"id": one.space_id, "name": one.space_name},
    })
}
