//! `duty auth token`: the key alone, found as requests find it.

use serde_json::json;

use crate::error::{Error, Exit};
use crate::session::app::App;

/// Do it.
pub fn run(app: &mut App) -> Result<Exit, Error> {
    let (_, found) = app.credentials()?;
    if app.out.is_json() {
        app.out.json(&json!({"app_key": found.key.expose()}))?;
    } else {
        app.out.result(&format!("{}\n", found.key.expose()))?;
    }
    Ok(Exit::Done)
}
