//! A phone was bound: its name, and whether anything will be pushed to it.

use serde_json::json;
use tr::tr;

use crate::commands::device::phone::{as_json, label, severities_with_app, words};
use crate::domain::channel::{Channel, Personal};
use crate::domain::device::Device;
use crate::domain::preference::Target;
use crate::error::{Error, Exit};
use crate::session::app::Session;
use crate::session::preferences::apply;
use crate::text::{CommandLine, duty};
use crate::ui::{Tone, Warning};

/// The command that makes the phone of use.
fn add() -> CommandLine {
    duty!("prefs add critical --app")
}

/// What the server says of the preferences is advice, and no error.
pub fn report(session: &mut Session<'_>, phones: &[Device]) -> Result<Exit, Error> {
    let preference = session.api.preference_info();
    let severities = preference.as_ref().ok().map(severities_with_app);
    if session.out.is_json() {
        session.out.json(&json!({
            "devices": phones.iter().map(as_json).collect::<Vec<_>>(),
            "app_severities": severities,
            "changed": true,
        }))?;
        return Ok(Exit::Done);
    }
    for phone in phones {
        let name = label(phone);
        session
            .out
            .toned_line(&tr!("Bound: {name}", name), Tone::Good)?;
    }
    if session.settings.channels_off.contains(&Personal::App) {
        session.out.warn_of(
            Warning::AppSwitchedOff,
            &tr!("this deployment has pushes of the app switched off (channels_off)"),
        );
    }
    match &severities {
        None => session.out.warn_of(
            Warning::PreferencesUnread,
            &tr!(
                "whether a severity lists the app is not known; '{command}' tells",
                command = duty!("prefs show")
            ),
        ),
        Some(severities) if severities.is_empty() => {
            return offer(session);
        }
        Some(severities) => {
            let severities = words(severities);
            session
                .out
                .line(&tr!("Pushed to it: {severities}", severities))?;
        }
    }
    Ok(Exit::Done)
}

/// A phone that nothing is pushed to is of no use: ask where somebody can be asked, else say how.
fn offer(session: &mut Session<'_>) -> Result<Exit, Error> {
    let off = session.settings.channels_off.contains(&Personal::App);
    if session.terminal.may_ask() && !off {
        session.out.toned_line(
            &tr!("No severity lists the app yet: no incident is pushed to it."),
            Tone::Caution,
        )?;
        if session.confirm(
            &tr!("Add it to critical incidents now?"),
            Error::interrupted,
        )? {
            return apply::add(session, Target::CRITICAL, Channel::personal(Personal::App));
        }
        session.out.line(&tr!("To add it later: {0}", add()))?;
        return Ok(Exit::Done);
    }
    session.out.toned_line(
        &tr!("No severity lists the app yet: no incident is pushed to it. To change that:"),
        Tone::Caution,
    )?;
    session.out.line(&format!("  {}", add()))?;
    Ok(Exit::Done)
}
