//! Integrations: the IM apps that a channel can name, and the sources that alerts come from.

use serde_json::Value;

use super::{Call, matches};
use crate::error::Result;
use crate::input;
use crate::state;

pub(super) fn list(call: &mut Call<'_>) -> Result<Value> {
    let page = input::page(call.body, 100, 100)?;
    let category = input::opt_enum(
        call.body,
        "category",
        &["event.alert", "im", "webhook", "event.change", "other"],
    )?;
    let plugin = input::opt_str(call.body, "plugin_type")?;
    let name = input::opt_str(call.body, "name")?.unwrap_or("");
    let status = input::opt_str(call.body, "status")?;
    let teams = input::opt_ids(call.body, "team_ids")?.unwrap_or_default();
    let is = |i: &Value, field: &str, wanted: Option<&str>| {
        wanted.is_none_or(|wanted| wanted.is_empty() || state::text(i, field) == wanted)
    };
    let found: Vec<Value> = call
        .state
        .integrations
        .iter()
        .filter(|i| is(i, "category", category))
        .filter(|i| is(i, "plugin_type", plugin))
        .filter(|i| is(i, "status", status))
        .filter(|i| matches(state::text(i, "name"), name))
        .filter(|i| teams.is_empty() || state::id(i, "team_id").is_some_and(|t| teams.contains(&t)))
        .cloned()
        .collect();
    // A bare list, unlike the others: that is how the vendor's reference shows it.
    let (items, _) = page.cut(found);
    Ok(Value::Array(items))
}
