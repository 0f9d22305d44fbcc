//! Teams.

use serde_json::{Value, json};

use super::call::{Call, matches};
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::state::{self, seconds};

/// How many ids one request may name.
const MOST: usize = 100;

pub(super) fn list(call: &mut Call<'_>) -> Result<Value> {
    let page = input::page(call.body, 20, 100)?;
    let query = input::opt_str(call.body, "query")?.unwrap_or("");
    let person = input::opt_id(call.body, "person_id")?;
    let order = input::opt_enum(
        call.body,
        "orderby",
        &["created_at", "updated_at", "team_name"],
    )?;
    let asc = input::opt_bool(call.body, "asc")?.unwrap_or(false);
    let mut teams: Vec<&Value> = call
        .state
        .teams
        .iter()
        .filter(|t| matches(state::text(t, "team_name"), query))
        .filter(|t| person.is_none_or(|person| state::ids(t, "person_ids").contains(&person)))
        .collect();
    if let Some(order) = order {
        teams.sort_by_key(|t| (t.get(order).map_or(0, seconds), state::text(t, order)));
        if !asc {
            teams.reverse();
        }
    }
    let total = Page::total(teams.len());
    let (teams, _) = page.cut(teams);
    Ok(json!({"p": page.p, "limit": page.limit, "total": total, "items": teams}))
}

pub(super) fn infos(call: &mut Call<'_>) -> Result<Value> {
    let ids = input::req_ids(call.body, "team_ids")?;
    if ids.len() > MOST {
        return Err(ApiError::invalid(
            format!("`team_ids` must name at most {MOST} teams"),
            format!("`team_ids` 最多 {MOST} 个"),
        ));
    }
    let items: Vec<&Value> = ids
        .iter()
        .filter_map(|id| {
            call.state
                .teams
                .iter()
                .find(|t| state::id(t, "team_id") == Some(*id))
        })
        .collect();
    Ok(json!({"items": items}))
}
