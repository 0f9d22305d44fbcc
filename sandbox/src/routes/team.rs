//! Teams.

use serde_json::{Value, json};

use super::call::{Call, matches};
use super::operation::operations;
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::state::{self, seconds};

operations! {
    "team_list", "/team/list", [], list;
    "team_infos", "/team/infos", [], infos;
    "team_info", "/team/info", [], info;
}

/// How many ids one request may name.
const MOST: usize = 100;

fn list(call: &mut Call<'_>) -> Result<Value> {
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

fn info(call: &mut Call<'_>) -> Result<Value> {
    let team = input::opt_id(call.body, "team_id")?.filter(|id| *id != 0);
    let name = input::opt_str(call.body, "team_name")?.filter(|name| !name.is_empty());
    let reference = input::opt_str(call.body, "ref_id")?.filter(|id| !id.is_empty());
    if team.is_none() && name.is_none() && reference.is_none() {
        return Err(ApiError::invalid(
            "one of `team_id`, `team_name` and `ref_id` is required",
            "`team_id`、`team_name`、`ref_id` 至少需要一个",
        ));
    }
    let fits = |t: &&Value| {
        team.is_none_or(|team| state::id(t, "team_id") == Some(team))
            && name.is_none_or(|name| state::text(t, "team_name") == name)
            && reference.is_none_or(|id| state::text(t, "ref_id") == id)
    };
    let found = call
        .state
        .teams
        .iter()
        .find(fits)
        .ok_or_else(|| ApiError::not_found("there is no such team", "团队不存在"))?;
    let account = &call.state.account;
    let mut whole = json!({
        "account_id": account.account_id,
        "description": "",
        "ref_id": "",
        "creator_id": account.account_id,
        "creator_name": account.account_name,
        "updated_by": account.account_id,
        "updated_by_name": account.account_name,
    });
    if let (Value::Object(whole), Value::Object(own)) = (&mut whole, found) {
        whole.extend(own.clone());
    }
    Ok(whole)
}

fn infos(call: &mut Call<'_>) -> Result<Value> {
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
