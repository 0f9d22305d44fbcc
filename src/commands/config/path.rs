//! `duty config path`.

use serde_json::json;

use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit};
use crate::local::config;
use crate::session::app::App;

pub const EXAMPLES: Examples = examples! { "config path":
    "duty config path" => "Where config.toml is",
    Text r#"{
  "schema_version": 1, "path": "/home/user/.config/duty/config.toml", "exists": true,
  "warnings": []
}"#
};

pub fn run(app: &mut App) -> Result<Exit, Error> {
    let file = config::file(&app.paths)?;
    if app.out.is_json() {
        app.out.json(&json!({
            "path": file.display().to_string(),
            "exists": file.is_file(),
        }))?;
    } else {
        app.out.line(&file.display().to_string())?;
    }
    Ok(Exit::Done)
}
