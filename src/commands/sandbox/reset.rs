//! `duty sandbox reset`: the account as it was.

use serde_json::json;
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::sandbox::server::{failed, state_file};
use crate::error::{Error, Exit};
use crate::local::history::forget_sandbox;
use crate::local::seen;
use crate::session::app::App;

pub const EXAMPLES: Examples = examples! { "sandbox reset":
    "duty sandbox reset" => "Back to the account as it was",
    Text r#"{"schema_version": 1, "changed": true, "warnings": []}"#
};

pub fn run(app: &mut App) -> Result<Exit, Error> {
    let file = state_file(&app.paths)?;
    duty_sandbox::reset(&file).map_err(|error| failed(&file, &error))?;
    forget_sandbox(&app.paths)?;
    seen::forget(&app.paths, "sandbox", true)?;
    if app.out.is_json() {
        app.out.json(&json!({"changed": true}))?;
    }
    app.out
        .done(&tr!("The made-up account is back in its original state."));
    Ok(Exit::Done)
}
