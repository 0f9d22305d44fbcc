//! Collaboration spaces, which the wire calls channels, and their escalation rules.

use serde_json::{Value, json};

use super::call::{Call, matches};
use super::operation::operations;
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::state::{self, seconds};

operations! {
    "channel_list", "/channel/list", [], list;
    "escalation_rule_list", "/channel/escalate/rule/list", ["Channels Read"], rules;
    "channel_infos", "/channel/infos", [], infos;
    "channel_info", "/channel/info", [], info;
}

/// How many ids one request may name.
const MOST: usize = 1000;
const BRIEF: [&str; 4] = ["channel_id", "channel_name", "description", "status"];

fn list(call: &mut Call<'_>) -> Result<Value> {
    let page = input::page(call.body, 100, 100)?;
    let order = input::opt_enum(
        call.body,
        "orderby",
        &[
            "ranking",
            "created_at",
            "updated_at",
            "channel_name",
            "last_incident_at",
        ],
    )?
    .unwrap_or("created_at");
    let asc = input::opt_bool(call.body, "asc")?.unwrap_or(false);
    let brief = input::opt_bool(call.body, "is_brief")?.unwrap_or(false);
    let mine = input::opt_bool(call.body, "is_my_team")?.unwrap_or(false);
    let managed = input::opt_bool(call.body, "is_my_managed")?.unwrap_or(false);
    let starred = input::opt_bool(call.body, "is_my_starred")?.unwrap_or(false);
    let name = input::opt_str(call.body, "channel_name")?;
    let of_teams = input::opt_ids(call.body, "team_ids")?.unwrap_or_default();
    let query = input::opt_str(call.body, "query")?.unwrap_or("");
    let ids = input::opt_ids(call.body, "channel_ids")?.unwrap_or_default();
    let teams = call.state.teams_of(call.caller.person);
    let mut spaces: Vec<&Value> = call
        .state
        .spaces
        .iter()
        .filter(|s| {
            ids.is_empty() || state::id(s, "channel_id").is_some_and(|id| ids.contains(&id))
        })
        .filter(|s| !mine || owned_by(s, &teams))
        .filter(|s| {
            let helps = |id: &u64| teams.contains(id);
            !managed || owned_by(s, &teams) || state::ids(s, "managing_team_ids").iter().any(helps)
        })
        .filter(|s| !starred || s.get("is_starred") == Some(&Value::Bool(true)))
        .filter(|s| of_teams.is_empty() || owned_by(s, &of_teams))
        .filter(|s| match name {
            Some(name) if !name.is_empty() => state::text(s, "channel_name") == name,
            _ => {
                matches(state::text(s, "channel_name"), query)
                    || matches(state::text(s, "description"), query)
            }
        })
        .collect();
    spaces.sort_by_key(|s| {
        let number = s.get(order).map_or(0, seconds);
        let name = if order == "channel_name" {
            state::text(s, order)
        } else {
            ""
        };
        // The id last: pages must not depend on chance.
        (number, name, state::id(s, "channel_id"))
    });
    if !asc {
        spaces.reverse();
    }
    let total = Page::total(spaces.len());
    let (spaces, more) = page.cut(spaces);
    let items: Vec<Value> = spaces
        .into_iter()
        .map(|s| if brief { shortened(s) } else { s.clone() })
        .collect();
    Ok(json!({"total": total, "has_next_page": more, "items": items}))
}

fn owned_by(space: &Value, teams: &[u64]) -> bool {
    state::id(space, "team_id").is_some_and(|id| teams.contains(&id))
}

fn shortened(space: &Value) -> Value {
    let fields = BRIEF
        .iter()
        .filter_map(|f| Some(((*f).to_owned(), space.get(f)?.clone())))
        .collect();
    Value::Object(fields)
}

fn infos(call: &mut Call<'_>) -> Result<Value> {
    let ids = input::req_ids(call.body, "channel_ids")?;
    if ids.len() > MOST {
        return Err(ApiError::invalid(
            format!("`channel_ids` must name at most {MOST} channels"),
            format!("`channel_ids` 最多 {MOST} 个"),
        ));
    }
    let items: Vec<&Value> = ids.iter().filter_map(|id| find(call, *id)).collect();
    Ok(json!({"items": items}))
}

fn info(call: &mut Call<'_>) -> Result<Value> {
    let id = named(call)?;
    Ok(find(call, id).cloned().unwrap_or_default())
}

/// The space that the body names, if it is there and open to the caller.
pub(super) fn named(call: &Call<'_>) -> Result<u64> {
    let id = input::req_id(call.body, "channel_id")?;
    if find(call, id).is_none() {
        return Err(ApiError::not_found(
            format!("there is no channel {id}"),
            format!("协作空间 {id} 不存在"),
        ));
    }
    if call.state.behavior.closed_spaces.contains(&id) {
        return Err(ApiError::access_denied());
    }
    Ok(id)
}

fn rules(call: &mut Call<'_>) -> Result<Value> {
    let id = named(call)?;
    let mut rules: Vec<&Value> = call
        .state
        .rules
        .iter()
        .filter(|r| state::id(r, "channel_id") == Some(id))
        .filter(|r| state::text(r, "status") != "deleted")
        .collect();
    rules.sort_by_key(|r| r.get("priority").and_then(Value::as_i64).unwrap_or(0));
    Ok(json!({"items": rules}))
}

fn find<'a>(call: &'a Call<'_>, id: u64) -> Option<&'a Value> {
    call.state
        .spaces
        .iter()
        .find(|s| state::id(s, "channel_id") == Some(id))
}
