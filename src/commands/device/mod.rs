//! `duty device`: the phones that get the pushes of the Flashduty app.

mod app;
pub mod args;
mod bind;
pub mod examples;
mod list;
mod unbind;

use serde_json::{Value, json};
use tr::tr;

use crate::commands::device::args::Device as Command;
use crate::domain::changes;
use crate::domain::channel::{Channel, Personal};
use crate::domain::device::Device;
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::text::duty;

/// Do what was asked.
pub fn run(app: &mut App, command: &Command) -> Result<Exit, Error> {
    match command {
        Command::List => list::run(&mut app.session()?),
        Command::Bind(command) => bind::run(app, command),
        Command::Unbind(command) => unbind::run(&mut app.session()?, command),
        Command::App => self::app::run(app),
    }
}

/// Where a server lacks an operation: where else it can be done, and what to do if it is only elsewhere.
fn explained(error: Error, operation: &str) -> Error {
    if error.code() != Some("RouteNotFound") {
        return error;
    }
    error.hint(tr!("bind and unbind phones in the console: Personal center > Flashduty app. The path is this project's assumption; if your server has another: {command}", command = duty!("config set", format_args!("endpoints.{operation}"), "/THE/PATH")))
}

/// A phone on one line: name and system.
fn described(phone: &Device) -> String {
    match (phone.device_name.as_str(), phone.os_version.as_str()) {
        ("", "") => phone.device_id.clone(),
        (name, "") | ("", name) => name.to_owned(),
        (name, os) => format!("{name} ({os})"),
    }
}

/// A phone as JSON has it.
fn as_json(phone: &Device) -> Value {
    json!({
        "device_id": phone.device_id,
        "device_name": phone.device_name,
        "os_version": phone.os_version,
        "bound_at": phone.bound_at.map(|at| at.rfc3339(&jiff::tz::TimeZone::UTC)),
    })
}

/// The severities that list the app among their channels.
fn severities_with_app(preference: &Preference) -> Vec<Target> {
    let app = Channel::personal(Personal::App);
    Target::SEVERITIES
        .into_iter()
        .filter(|target| changes::holds(preference.channels(*target), &app))
        .collect()
}

/// Their words, for a sentence.
fn words(targets: &[Target]) -> String {
    let words: Vec<&str> = targets.iter().map(|target| target.word()).collect();
    words.join(", ")
}
