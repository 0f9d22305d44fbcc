//! On-call schedules: those that the caller stands in, one by its id, and when a person is on call.

use serde_json::{Value, json};

use super::call::{Call, matches};
use super::operation::operations;
use crate::error::{ApiError, Result};
use crate::input::{self, Page};
use crate::oncall::{Asked, View, in_group, stands_in};
use crate::state::{id, text};

operations! {
    "schedule_self", "/schedule/self", ["Schedules Read", "Schedules Manage"], own;
    "schedule_info", "/schedule/info", ["Schedules Read", "Schedules Manage"], info;
    "schedule_list", "/schedule/list", [], list;
    "schedule_infos", "/schedule/infos", ["Schedules Read", "Schedules Manage"], infos;
    "schedule_by_person", "/schedule/by-person", ["Schedules Read", "Schedules Manage"], by_person;
}

const DAY: i64 = 86_400;
/// The widest window of `schedule_self`; one of `schedule_info` is narrower than 45 days.
const WIDEST: i64 = 30 * DAY;
const TOO_WIDE: i64 = 45 * DAY;

fn own(call: &mut Call<'_>) -> Result<Value> {
    let window = window(call)?;
    if window.1.saturating_sub(window.0) > WIDEST {
        return Err(ApiError::invalid(
            "`start` and `end` must be at most 30 days apart",
            "`start` 与 `end` 最多相隔 30 天",
        ));
    }
    let mine = |s: &&Value| stands_in(s, call.caller.person);
    let items: Vec<Value> = call
        .state
        .schedules
        .iter()
        .filter(mine)
        .map(|s| View::new(call.state, s, call.now).shown(window, Asked::Own))
        .collect();
    Ok(json!({"items": items}))
}

fn info(call: &mut Call<'_>) -> Result<Value> {
    let wanted = input::req_id(call.body, "schedule_id")?;
    let window = window(call)?;
    if window.1.saturating_sub(window.0) >= TOO_WIDE {
        return Err(too_wide());
    }
    let schedule = call
        .state
        .schedules
        .iter()
        .find(|s| id(s, "schedule_id") == Some(wanted))
        .ok_or_else(|| {
            ApiError::not_found(
                format!("there is no schedule {wanted}"),
                format!("值班表 {wanted} 不存在"),
            )
        })?;
    Ok(View::new(call.state, schedule, call.now).shown(window, Asked::Info))
}

fn list(call: &mut Call<'_>) -> Result<Value> {
    let page = input::page(call.body, 10, 100)?;
    let query = input::opt_str(call.body, "query")?.unwrap_or("");
    let my_team = input::opt_bool(call.body, "is_my_team")?.unwrap_or(false);
    let managed = input::opt_bool(call.body, "is_my_manage")?.unwrap_or(false);
    let teams = input::opt_ids(call.body, "team_ids")?.unwrap_or_default();
    let window = match (
        input::opt_i64(call.body, "start")?,
        input::opt_i64(call.body, "end")?,
    ) {
        (Some(0) | None, Some(0) | None) => None,
        _ => Some(window(call)?),
    };
    if window.is_some_and(|(start, end)| end.saturating_sub(start) >= TOO_WIDE) {
        return Err(too_wide());
    }
    let mine = call.state.teams_of(call.caller.person);
    let team = |s: &Value| id(s, "team_id").unwrap_or(0);
    let found: Vec<&Value> = call
        .state
        .schedules
        .iter()
        .filter(|s| matches(text(s, "schedule_name"), query))
        .filter(|s| teams.is_empty() || teams.contains(&team(s)))
        .filter(|s| !my_team || mine.contains(&team(s)))
        // The account made them all.
        .filter(|_| !managed || call.caller.person == call.state.account.account_id)
        .collect();
    let total = Page::total(found.len());
    let (found, _) = page.cut(found);
    let asked = if window.is_some() {
        Asked::Own
    } else {
        Asked::Names
    };
    let items: Vec<Value> = found
        .into_iter()
        .map(|s| View::new(call.state, s, call.now).shown(window.unwrap_or_default(), asked))
        .collect();
    Ok(json!({"items": items, "total": total}))
}

fn infos(call: &mut Call<'_>) -> Result<Value> {
    let wanted = input::req_ids(call.body, "schedule_ids")?;
    let items: Vec<Value> = wanted
        .iter()
        .filter_map(|wanted| {
            let mut all = call.state.schedules.iter();
            all.find(|s| id(s, "schedule_id") == Some(*wanted))
        })
        .map(|s| View::new(call.state, s, call.now).shown((0, 0), Asked::Names))
        .collect();
    Ok(json!({"items": items}))
}

fn too_wide() -> ApiError {
    ApiError::invalid(
        "`start` and `end` must be less than 45 days apart",
        "`start` 与 `end` 相隔须小于 45 天",
    )
}

fn by_person(call: &mut Call<'_>) -> Result<Value> {
    let person = call
        .state
        .person_exists(input::req_id(call.body, "person_id")?)?;
    let now = i64::try_from(call.now).unwrap_or(i64::MAX);
    let (mut current, mut next) = (Vec::new(), Vec::new());
    let mut schedules = Vec::new();
    for schedule in &call.state.schedules {
        if id(schedule, "disabled") == Some(1) || !stands_in(schedule, person) {
            continue;
        }
        let name = json!({
            "schedule_id": schedule.get("schedule_id"),
            "schedule_name": schedule.get("schedule_name"),
        });
        for (start, end, group) in View::new(call.state, schedule, call.now).around() {
            if !in_group(&group, person) {
                continue;
            }
            let mut interval = name.clone();
            interval["start_at"] = start.into();
            // The last second of the shift, as in the vendor's example.
            interval["end_at"] = (end - 1).into();
            if start > now {
                next.push((start, interval));
            } else if end > now {
                if call.state.behavior.open_shift
                    && let Value::Object(map) = &mut interval
                {
                    map.shift_remove("end_at");
                }
                current.push((start, interval));
            }
        }
        schedules.push(name);
    }
    let first = |found: Vec<(i64, Value)>| found.into_iter().min_by_key(|(start, _)| *start);
    let mut data = json!({
        "current": first(current).map(|(_, interval)| interval),
        "schedules": schedules,
    });
    // Left out where there is none: that is how the reference has it.
    if let Some((_, interval)) = first(next) {
        data["next"] = interval;
    }
    Ok(data)
}

fn window(call: &Call<'_>) -> Result<(i64, i64)> {
    let start = input::req_i64(call.body, "start")?;
    let end = input::req_i64(call.body, "end")?;
    if end <= start {
        return Err(ApiError::invalid(
            "`end` must be after `start`",
            "`end` 必须晚于 `start`",
        ));
    }
    Ok((start, end))
}
