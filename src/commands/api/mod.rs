//! `duty api`: any operation of the vendor's API, with duty's key, retries and pace. What the server said is
//! passed on as it is.

mod fields;

use std::path::PathBuf;

use serde_json::{Value, json};
use tr::tr;

use crate::api::{described, tells_secret};
use crate::commands::api::fields::Field;
use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit};
use crate::lenient::Id;
use crate::local::config::name_shown;
use crate::local::files;
use crate::local::keys::AppKey;
use crate::session::app::{App, Session};
use crate::session::new_secret;
use crate::session::write;
use crate::text::duty;
use crate::ui::Warning;

/// Entries of a page, where none are asked for.
const PAGE: u64 = 100;

/// `p * limit` is at most this much (contract).
const MOST: u64 = 10_000;

#[derive(Debug, clap::Args)]
pub struct Api {
    /// The path below the base URL, such as /member/list
    #[arg(value_name = "PATH")]
    pub path: String,
    /// A member of the body whose value is this text; a[b]=… is inside of a, a[]=… one more of a list
    #[arg(short = 'f', long, value_name = "KEY=VALUE")]
    pub raw_field: Vec<Field>,
    /// The same with true, false, null and numbers read as such, and @FILE as what the file holds
    #[arg(short = 'F', long, value_name = "KEY=VALUE")]
    pub field: Vec<Field>,
    /// The body, as JSON; '-' is standard input
    #[arg(long, value_name = "FILE", value_parser = files::argument())]
    pub input: Option<PathBuf>,
    /// Ask for every page of a list
    #[arg(long)]
    pub paginate: bool,
    /// Print the status and the headers of the answer first
    #[arg(long)]
    pub include: bool,
}

pub const EXAMPLES: &[Examples] = &[examples! { "api":
    "duty api /member/list -f query=lisi --jq '.items[].member_name'" => "Anything that the server lists",
    "duty api /channel/list --paginate -o csv --columns channel_id,channel_name" => "All pages, for a spreadsheet",
    "duty api /incident/ack -F 'incident_ids[]=6650a1f0c0de000000000002' --yes" => "A change asks first; a script gives --yes",
    "duty api /team/infos --input body.json" => "The body from a file",
}];

pub fn run(app: &mut App, command: &Api) -> Result<Exit, Error> {
    let path = path(&command.path)?;
    let key_on_stdin = app.settings.app_key_stdin;
    let body = body(command, key_on_stdin)?;
    let known = described(&path);
    let session = &mut app.session()?;
    if let Some(known) = known {
        for mistake in known.mistakes(&body) {
            session.out.warn_of(Warning::NotAsInContract, &mistake);
        }
    }
    let reads = known.map_or_else(|| seems_to_read(&path), |known| !known.writes);
    let makes_a_secret = tells_secret(&path);
    if makes_a_secret {
        new_secret::check_stdout().map_err(|error| error.hint(tr!("give stdout a reader")))?;
    }
    let person = number(&body["person_id"]);
    let data = if reads {
        read(session, &path, body, command.paginate)?
    } else {
        change(session, &path, body)?
    };
    let text = session.api.without_key(&data.to_string());
    let data: Value = serde_json::from_str(&text).map_err(anyhow::Error::new)?;
    let secret = data["key"].as_str().filter(|_| makes_a_secret);
    let shown = show(session, &data, secret, command.include);
    match secret {
        Some(secret) if shown.is_err() || session.out.closed => {
            let gone = || Error::failed(tr!("nobody reads standard output any more"));
            Err(kept(
                session,
                (&data, person),
                secret,
                shown.err().unwrap_or_else(gone),
            ))
        }
        _ => shown.map(|()| Exit::Done),
    }
}

fn show(
    session: &mut Session<'_>,
    data: &Value,
    secret: Option<&str>,
    with_head: bool,
) -> Result<(), Error> {
    if with_head {
        let head = session.api.latest_answer();
        for line in head.lines().chain([""]) {
            session.out.line(line)?;
        }
    }
    match secret {
        Some(secret) => session.out.passed_on_once(data, secret),
        None => session.out.passed_on(data),
    }
}

/// An id, which some write as text.
fn number(id: &Value) -> Option<Id> {
    id.as_u64().or_else(|| id.as_str()?.parse().ok()).map(Id)
}

/// A secret that nobody got is in a file, as that of `duty app-key create` is; `person` has the key, where the body
/// names one.
fn kept(
    session: &Session<'_>,
    (data, person): (&Value, Option<Id>),
    secret: &str,
    error: Error,
) -> Error {
    let Some(id) = number(&data["key_id"]) else {
        return error;
    };
    let name = data["key_name"].as_str().unwrap_or_default();
    let key = AppKey::as_made(secret);
    let error = new_secret::in_file(session, (id, name, &key), error, None);
    let delete = match person {
        None => duty!("app-key delete", id),
        Some(person) => duty!("app-key delete", id, "--person", person),
    };
    error.unwrap_or_else(|error| {
        let told = tr!(
            "the key {name} ({id}) was created, and its secret is lost",
            name,
            id
        );
        error.detail(told).hint(delete)
    })
}

fn path(typed: &str) -> Result<String, Error> {
    let path = format!("/{}", typed.trim_start_matches('/'));
    if path.contains("://") || path.contains(['?', '#', '%', '\\']) || path.contains("..") {
        return Err(
            Error::usage(tr!("expected a path below the base URL, without a query"))
                .hint(tr!("such as /member/list; -f KEY=VALUE gives the body")),
        );
    }
    Ok(path)
}

fn body(command: &Api, key_on_stdin: bool) -> Result<Value, Error> {
    let mut body = match &command.input {
        None => json!({}),
        Some(file) => {
            if key_on_stdin && file.as_os_str() == "-" {
                return Err(Error::usage(tr!(
                    "standard input is the APP key here, and cannot be the file as well"
                )));
            }
            let name = name_shown(&file.display().to_string()).to_owned();
            let text = files::read_named(file, &name)?;
            serde_json::from_str(&text).map_err(|why| {
                Error::usage(tr!("{name} is not JSON: {why}", name, why)).at(
                    name.clone(),
                    why.line().max(1),
                    why.column().max(1),
                )
            })?
        }
    };
    for field in &command.raw_field {
        field.put(&mut body, Value::from(field.value.as_str()))?;
    }
    for field in &command.field {
        field.put(&mut body, field.typed()?)?;
    }
    Ok(body)
}

/// Of an operation that the contract does not have, by the last word of its path.
fn seems_to_read(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    matches!(
        last,
        "list" | "info" | "infos" | "search" | "feed" | "self" | "preview"
    )
}

fn read(
    session: &Session<'_>,
    path: &str,
    mut body: Value,
    paginate: bool,
) -> Result<Value, Error> {
    if !paginate {
        return session.api.passed_on(path, body);
    }
    let size = body["limit"].as_u64().unwrap_or(PAGE).max(1);
    let mut whole: Option<Value> = None;
    for page in 1_u64.. {
        body["p"] = json!(page);
        body["limit"] = json!(size);
        let mut data = session.api.passed_on(path, body.clone())?;
        let items = data["items"].as_array().cloned().unwrap_or_default();
        let more = data["has_next_page"]
            .as_bool()
            .unwrap_or(items.len() as u64 >= size);
        match &mut whole {
            None => whole = Some(data.take()),
            Some(whole) => {
                if let Some(all) = whole["items"].as_array_mut() {
                    all.extend(items.iter().cloned());
                }
            }
        }
        if !more || items.is_empty() || page.saturating_add(1).saturating_mul(size) > MOST {
            if let Some(whole) = whole
                .as_mut()
                .filter(|whole| whole["has_next_page"].is_boolean())
            {
                whole["has_next_page"] = json!(more && !items.is_empty());
            }
            break;
        }
    }
    Ok(whole.unwrap_or_default())
}

fn change(session: &mut Session<'_>, path: &str, body: Value) -> Result<Value, Error> {
    session.agree(&tr!("Send {path}? It may change something.", path), || {
        Error::usage(tr!(
            "{path} may change something, and nobody can be asked",
            path
        ))
        .hint(tr!("give --yes"))
    })?;
    let request = session.api.passed_on_change(path, body);
    session.change(|session| write::send::pass_on(session, &request))
}
