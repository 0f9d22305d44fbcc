//! The rules of a space that hold alerts back: silence, inhibit and drop rules.

use serde_json::{Value, json};

use super::call::Call;
use super::operation::operations;
use super::space;
use crate::calendar;
use crate::error::Result;
use crate::state::{State, id, seconds, text};

operations! {
    "silence_rule_list", "/channel/silence/rule/list", ["Channels Read"], silences;
    "inhibit_rule_list", "/channel/inhibit/rule/list", ["Channels Read"], inhibitions;
    "drop_rule_list", "/channel/unsubscribe/rule/list", [], drops;
}

fn silences(call: &mut Call<'_>) -> Result<Value> {
    let space = space::named(call)?;
    let mut rules = of(space, &call.state.silence_rules);
    rules.retain(|rule| !gone(rule, call.now));
    for rule in &mut rules {
        // A test may have said so itself.
        if rule.get("is_effective").is_none() {
            rule["is_effective"] = effective(call.state, rule, call.now).into();
        }
    }
    Ok(json!({"items": rules}))
}

fn inhibitions(call: &mut Call<'_>) -> Result<Value> {
    let space = space::named(call)?;
    Ok(json!({"items": of(space, &call.state.inhibit_rules)}))
}

fn drops(call: &mut Call<'_>) -> Result<Value> {
    let space = space::named(call)?;
    Ok(json!({"items": of(space, &call.state.drop_rules)}))
}

/// Those of a space that were not deleted, the oldest first.
fn of(space: u64, rules: &[Value]) -> Vec<Value> {
    let mut found: Vec<Value> = rules
        .iter()
        .filter(|rule| id(rule, "channel_id") == Some(space))
        .filter(|rule| text(rule, "status") != "deleted")
        .cloned()
        .collect();
    found.sort_by_key(|rule| rule.get("created_at").map_or(0, seconds));
    found
}

/// The one window of a silence.
fn once(rule: &Value) -> Option<(i128, i128)> {
    let window = rule.get("time_filter").filter(|w| w.is_object())?;
    Some((seconds(&window["start_time"]), seconds(&window["end_time"])))
}

/// A silence that was made from an incident, or told to, deletes itself when its window has passed.
fn gone(rule: &Value, now: u64) -> bool {
    let quick = text(rule, "from_incident_id").bytes().any(|b| b != b'0');
    let told = rule.get("is_auto_delete") == Some(&Value::Bool(true));
    (quick || told) && once(rule).is_some_and(|(_, end)| end <= now.into())
}

fn effective(state: &State, rule: &Value, now: u64) -> bool {
    let weekly = rule.get("time_filters").and_then(Value::as_array);
    let open = match (once(rule), weekly) {
        (Some((start, end)), _) => (start..end).contains(&now.into()),
        (None, Some(windows)) if !windows.is_empty() => calendar::open(state, windows, now),
        _ => true,
    };
    open && text(rule, "status") == "enabled"
}
