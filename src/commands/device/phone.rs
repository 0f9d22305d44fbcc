//! A phone as the verbs of `duty device` show it, and the severities that are pushed to it.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::changes;
use crate::domain::channel::{Channel, Personal};
use crate::domain::device::Device;
use crate::domain::preference::{Preference, Target};
use crate::error::Error;
use crate::local::times::Times;
use crate::session::app::Session;
use crate::text::duty;
use crate::ui::words::severity as severity_label;

pub fn list(session: &Session<'_>) -> Result<Vec<Device>, Error> {
    session
        .api
        .device_list()
        .map_err(|error| explained(error, "device_list").while_doing(tr!("cannot list the phones")))
}

/// Where a server lacks an operation: where else it can be done, and what to do if it is only elsewhere.
pub fn explained(error: Error, operation: &str) -> Error {
    if error.code() != Some("RouteNotFound") {
        return error;
    }
    error.hint(tr!("bind and unbind phones in the console: Personal center > Flashduty app. The path is this project's assumption; if your server has another: {command}", command = duty!("config set", format_args!("endpoints.{operation}"), "/THE/PATH")))
}

/// Name and system.
pub fn label(phone: &Device) -> String {
    match (phone.device_name.as_str(), phone.os_version.as_str()) {
        ("", "") => phone.device_id.clone(),
        (name, "") | ("", name) => name.to_owned(),
        (name, os) => format!("{name} ({os})"),
    }
}

pub fn as_json(phone: &Device) -> Value {
    json!({
        "id": phone.device_id,
        "name": phone.device_name,
        "os_version": phone.os_version,
        "bound_at": phone.bound_at.map(|at| at.utc()),
    })
}

/// The severities that list the app among their channels.
pub fn severities_with_app(preference: &Preference) -> Vec<Target> {
    let app = Channel::personal(Personal::App);
    Target::SEVERITIES
        .into_iter()
        .filter(|target| changes::holds(preference.channels(*target), &app))
        .collect()
}

/// What they are called in a sentence.
pub fn words(targets: &[Target]) -> String {
    let words = targets.iter().map(|target| match target {
        Target::Severity(severity) => severity_label(*severity),
        other => other.label(),
    });
    words.collect::<Vec<_>>().join(&tr!(", "))
}

/// When it was bound.
pub fn bound_at(phone: &Device, times: &Times) -> String {
    let at = phone.bound_at.map(|at| times.minute(at.0));
    at.unwrap_or_else(|| "-".to_owned())
}
