//! Teams.

use serde_json::{Value, json};

use super::{Call, matches};
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::state;

/// How many ids one request may name.
const MOST: usize = 100;

pub(super) fn list(call: &mut Call<'_>) -> Result<Value> {
    let page = input::page(call.body, 20, 100)?;
    let query = input::opt_str(call.body, "query")?.unwrap_or("");
    let teams: Vec<&Value> = call
        .state
        .teams
        .iter()
        .filter(|t| matches(state::text(t, "team_name"), query))
        .collect();
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
