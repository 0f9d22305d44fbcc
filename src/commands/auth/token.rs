//! `duty auth token`: the key alone, found as requests find it.

use serde_json::json;

use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit};
use crate::session::app::App;

pub const EXAMPLES: Examples = examples! { "auth token":
    "export FLASHDUTY_APP_KEY=\"$(duty auth token)\""
        => "For a program that reads the key from a variable",
    Text r#"{"schema_version": 1, "app_key": "0123456789abcdef", "warnings": []}"#
};

pub fn run(app: &mut App) -> Result<Exit, Error> {
    let (_, found) = app.credentials()?;
    if app.out.is_json() {
        app.out.json(&json!({"app_key": found.key.expose()}))?;
    } else {
        app.out.result(&format!("{}\n", found.key.expose()))?;
    }
    Ok(Exit::Done)
}
