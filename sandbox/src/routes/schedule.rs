//! On-call schedules, as far as the caller stands in them.

use serde_json::{Value, json};

use super::Call;
use crate::error::{ApiError, Result};
use crate::input;
use crate::names::FOUNDED;
use crate::state;

/// The widest window that can be asked for.
const WIDEST: i64 = 30 * 86_400;

pub(super) fn own(call: &mut Call<'_>) -> Result<Value> {
    let start = input::req_i64(call.body, "start")?;
    let end = input::req_i64(call.body, "end")?;
    if end <= start {
        return Err(ApiError::invalid(
            "`end` must be after `start`",
            "`end` 必须晚于 `start`",
        ));
    }
    if end.saturating_sub(start) > WIDEST {
        return Err(ApiError::invalid(
            "`start` and `end` must be at most 30 days apart",
            "`start` 与 `end` 最多相隔 30 天",
        ));
    }
    let items: Vec<Value> = call
        .state
        .schedules
        .iter()
        .filter(|s| state::ids(s, "person_ids").contains(&call.caller.person))
        .map(|s| shown(s, call.now))
        .collect();
    Ok(json!({"items": items}))
}

/// The shift that has begun, and the one after it. A schedule that has its own `cur_oncall` (a test
/// put it there) is shown as it is.
fn shown(schedule: &Value, now: u64) -> Value {
    if schedule.get("cur_oncall").is_some() {
        return schedule.clone();
    }
    let length = state::id(schedule, "shift_seconds")
        .unwrap_or(86_400)
        .max(1);
    let start = now - now.saturating_sub(FOUNDED) % length;
    let shift = |group: &str, start: u64| match schedule.get(group) {
        Some(group) if !group.is_null() => {
            json!({"start": start, "end": start + length, "group": group})
        }
        _ => Value::Null,
    };
    json!({
        "schedule_id": schedule.get("schedule_id"),
        "schedule_name": schedule.get("schedule_name"),
        "status": schedule.get("status"),
        "cur_oncall": shift("current", start),
        "next_oncall": shift("next", start + length),
    })
}
