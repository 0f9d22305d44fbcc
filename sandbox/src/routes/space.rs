//! Collaboration spaces, which the wire calls channels, and their escalation rules.

use serde_json::{Value, json};

use super::{Call, matches};
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::state::{self, seconds};

const BRIEF: [&str; 4] = ["channel_id", "channel_name", "description", "status"];

pub(super) fn list(call: &mut Call<'_>) -> Result<Value> {
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
        .filter(|s| !mine || state::id(s, "team_id").is_some_and(|id| teams.contains(&id)))
        .filter(|s| {
            matches(state::text(s, "channel_name"), query)
                || matches(state::text(s, "description"), query)
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

fn shortened(space: &Value) -> Value {
    let fields = BRIEF
        .iter()
        .filter_map(|f| Some(((*f).to_owned(), space.get(f)?.clone())))
        .collect();
    Value::Object(fields)
}

pub(super) fn infos(call: &mut Call<'_>) -> Result<Value> {
    let ids = input::req_ids(call.body, "channel_ids")?;
    let items: Vec<&Value> = ids.iter().filter_map(|id| find(call, *id)).collect();
    Ok(json!({"items": items}))
}

pub(super) fn rules(call: &mut Call<'_>) -> Result<Value> {
    let id = input::req_id(call.body, "channel_id")?;
    if find(call, id).is_none() {
        return Err(ApiError::not_found(
            format!("there is no channel {id}"),
            format!("协作空间 {id} 不存在"),
        ));
    }
    let mut rules: Vec<&Value> = call
        .state
        .rules
        .iter()
        .filter(|r| state::id(r, "channel_id") == Some(id))
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
