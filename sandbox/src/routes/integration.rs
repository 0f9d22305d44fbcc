//! Integrations: the IM apps that a channel can name, and the sources that alerts come from, with what
//! becomes of their alerts before they are anybody's.

use serde_json::{Value, json};

use super::call::{Call, matches};
use super::operation::operations;
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::names::{CREDENTIAL, DAY, FOUNDED, ZHANG_SAN};
use crate::state::{State, id, seconds, text};

operations! {
    "integration_list", "/datasource/list", [], list;
    "account_integration_list", "/integration/list", ["Integrations Read"], of_account;
    "route_info", "/route/info", ["Integrations Read", "Integrations Manage"], route;
    "alert_pipeline_info", "/alert/pipeline/info", ["Integrations Read"], pipeline;
}

/// The list of the older reference.
fn list(call: &mut Call<'_>) -> Result<Value> {
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
        wanted.is_none_or(|wanted| wanted.is_empty() || text(i, field) == wanted)
    };
    let found: Vec<Value> = call
        .state
        .integrations
        .iter()
        .filter(|i| is(i, "category", category))
        .filter(|i| is(i, "plugin_type", plugin))
        .filter(|i| is(i, "status", status))
        .filter(|i| matches(text(i, "name"), name))
        .filter(|i| teams.is_empty() || id(i, "team_id").is_some_and(|t| teams.contains(&t)))
        .map(|i| older(call.state, i))
        .collect();
    // A bare list, unlike the others: that is how the vendor's reference shows it.
    let (items, _) = page.cut(found);
    Ok(Value::Array(items))
}

/// The list of the newest reference, without what belongs to a space.
fn of_account(call: &mut Call<'_>) -> Result<Value> {
    let page = input::page(call.body, 20, 100)?;
    let category = input::opt_str(call.body, "category")?.unwrap_or("");
    let plugin = input::opt_str(call.body, "plugin_type")?.unwrap_or("");
    let status = input::opt_str(call.body, "status")?.unwrap_or("");
    let name = input::opt_str(call.body, "name")?.unwrap_or("");
    let order = input::opt_str(call.body, "orderby")?.unwrap_or("created_at");
    let asc = input::opt_bool(call.body, "asc")?.unwrap_or(false);
    let mine = input::opt_bool(call.body, "is_my_team")?.unwrap_or(false);
    let teams = input::opt_ids(call.body, "team_ids")?.unwrap_or_default();
    let own = call.state.teams_of(call.caller.person);
    let of_team = |i: &Value, teams: &[u64]| id(i, "team_id").is_some_and(|t| teams.contains(&t));
    // One word, or several with commas.
    let among = |i: &Value, field: &str, words: &str| {
        words.is_empty() || words.split(',').any(|word| word.trim() == text(i, field))
    };
    let mut found: Vec<Value> = call
        .state
        .integrations
        .iter()
        .filter(|i| text(i, "status") != "deleted")
        .filter(|i| !text(i, "ref_id").starts_with("c_"))
        .filter(|i| among(i, "category", category))
        .filter(|i| among(i, "plugin_type", plugin))
        .filter(|i| among(i, "status", status))
        .filter(|i| matches(text(i, "name"), name))
        .filter(|i| teams.is_empty() || of_team(i, &teams))
        .filter(|i| !mine || of_team(i, &own))
        .map(|i| newer(call.state, i))
        .collect();
    found.sort_by_cached_key(|i| {
        let number = i.get(order).map_or(0, seconds);
        (number, text(i, order).to_owned(), id(i, "integration_id"))
    });
    if !asc {
        found.reverse();
    }
    let total = Page::total(found.len());
    let (items, _) = page.cut(found);
    Ok(json!({"p": page.p, "limit": page.limit, "total": total, "items": items}))
}

/// With everything that the newest reference has, credentials and all.
fn newer(state: &State, integration: &Value) -> Value {
    let known = id(integration, "integration_id").unwrap_or(0);
    let account = state.account.account_id;
    let created = FOUNDED + (known % 100) * DAY;
    let mut whole = json!({
        "account_id": account,
        "plugin_id": known % 100,
        "ref_id": format!("a_{account}"),
        "editable": true,
        "no_editable": false,
        "settings": {"app_secret": format!("{CREDENTIAL}-secret-{known}"), "encrypt_key": ""},
        "integration_key": format!("{CREDENTIAL}-key-{known}"),
        "exclusive_data_source_id": 0,
        "last_time": 0,
        "creator_id": ZHANG_SAN,
        "updated_by": ZHANG_SAN,
        "created_at": created,
        "updated_at": created,
    });
    if let (Value::Object(whole), Value::Object(own)) = (&mut whole, integration) {
        whole.extend(own.clone());
    }
    whole
}

/// The same as the older reference types it: times and the creator are strings, settings are a list.
fn older(state: &State, integration: &Value) -> Value {
    let newer = newer(state, integration);
    let mut whole = integration.clone();
    for field in ["plugin_id", "integration_key"] {
        whole[field] = newer[field].clone();
    }
    whole["settings"] = json!([newer["settings"]]);
    for field in ["creator_id", "created_at", "updated_at"] {
        whole[field] = newer[field].to_string().trim_matches('"').into();
    }
    whole
}

fn route(call: &mut Call<'_>) -> Result<Value> {
    of_integration(call, &call.state.routes)
}

fn pipeline(call: &mut Call<'_>) -> Result<Value> {
    of_integration(call, &call.state.pipelines)
}

/// What there is for the integration that the body names; null where there is nothing.
fn of_integration(call: &Call<'_>, all: &[Value]) -> Result<Value> {
    let wanted = input::req_id(call.body, "integration_id")?;
    if wanted == 0 {
        return Err(ApiError::invalid(
            "`integration_id` must be an integer from 1",
            "`integration_id` 必须是不小于 1 的整数",
        ));
    }
    let is = |value: &&Value| {
        id(value, "integration_id") == Some(wanted) && text(value, "status") != "deleted"
    };
    if !call.state.integrations.iter().any(|i| is(&i)) {
        return Err(ApiError::not_found(
            format!("there is no integration {wanted}"),
            format!("集成 {wanted} 不存在"),
        ));
    }
    Ok(all.iter().find(is).cloned().unwrap_or_default())
}
