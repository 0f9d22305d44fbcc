//! `duty sandbox scan`: play the phone.

use std::io::ErrorKind;

use duty_sandbox::StateFile;
use serde_json::json;
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::sandbox::server::{failed, state_file};
use crate::error::{Error, Exit, Kind};
use crate::session::app::App;
use crate::text::duty;

#[derive(Debug, clap::Args)]
pub struct Scan {
    /// What the phone calls itself
    #[arg(long, value_name = "NAME", default_value = "Pixel 10")]
    pub name: String,
    /// Its system
    #[arg(long, value_name = "OS", default_value = "Android 16")]
    pub os: String,
    /// The content of the code to scan instead of the newest
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
}

pub const EXAMPLES: Examples = examples! { "sandbox scan":
    "duty sandbox scan" => "While 'duty device bind --sandbox' waits in another terminal",
    "duty sandbox scan --name 'iPhone 17' --os 'iOS 26.1'" => "As another phone",
    Text r#"{
  "schema_version": 1, "id": "dev_…", "name": "Pixel 10", "os_version": "Android 16",
  "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Scan) -> Result<Exit, Error> {
    let file = state_file(&app.paths)?;
    let code = command.code.as_deref();
    let scanned = duty_sandbox::scan(
        &StateFile::Path(file.clone()),
        code,
        &command.name,
        &command.os,
    );
    let phone = scanned.map_err(|error| {
        let hint = tr!(
            "'{command}' shows a code; scan it from another terminal",
            command = duty!("device bind --sandbox")
        );
        match error.kind() {
            ErrorKind::NotFound => {
                Error::new(Kind::NotFound, tr!("there is no such code, or it was used")).hint(hint)
            }
            ErrorKind::TimedOut => Error::new(Kind::Failed, tr!("the code has expired")).hint(hint),
            _ => failed(&file, &error),
        }
    })?;
    if app.out.is_json() {
        app.out.json(&json!({
            "id": phone.device_id,
            "name": phone.device_name,
            "os_version": phone.os_version,
        }))?;
    } else if !app.out.quiet {
        app.out.line(&tr!(
            "Scanned: {0} ({1}) is bound to the made-up account.",
            phone.device_name,
            phone.device_id
        ))?;
    }
    Ok(Exit::Done)
}
