//! Alerts, which incidents are made of, and their own record.

use serde_json::{Value, json};

use super::call::Call;
use super::incident::{Asked, Words, cut, may_see, window};
use super::operation::operations;
use crate::behavior::Generation;
use crate::error::{ApiError, Result};
use crate::incident::record::{Alert, Incident};
use crate::incident::shown_line;
use crate::input::{self, Page};

operations! {
    "alert_list", "/alert/list", ["Channels Read"], list;
    "alert_feed", "/alert/feed", ["Channels Read"], feed;
}

/// How far apart the ends of a window may be.
const WIDEST: i64 = 31 * 86_400;

fn list(call: &mut Call<'_>) -> Result<Value> {
    let (start, end) = window(call.body, WIDEST)?;
    let page = input::page(call.body, 20, 100)?;
    let after = input::opt_str(call.body, "search_after_ctx")?.unwrap_or("");
    let active = input::opt_bool(call.body, "is_active")?;
    let muted = input::opt_bool(call.body, "ever_muted")?;
    let severity = Words::read(call.body, "alert_severity")?;
    let spaces = input::opt_ids(call.body, "channel_ids")?.unwrap_or_default();
    let sources = input::opt_ids(call.body, "integration_ids")?.unwrap_or_default();
    let ids = input::opt_strings(call.body, "alert_ids")?.unwrap_or_default();
    let keys = input::opt_strings(call.body, "alert_keys")?.unwrap_or_default();
    let order = input::opt_enum(call.body, "orderby", &["created_at", "updated_at"])?;
    let asc = input::opt_bool(call.body, "asc")?.unwrap_or(false);
    let changed = input::opt_bool(call.body, "by_updated_at")?.unwrap_or(false);
    let of_time = if changed { "updated_at" } else { "start_time" };
    let among = |wanted: &[u64], has: &Value| {
        wanted.is_empty() || has.as_u64().is_some_and(|has| wanted.contains(&has))
    };
    let named = |wanted: &[String], has: &Value| {
        wanted.is_empty() || wanted.iter().any(|one| has.as_str() == Some(one))
    };
    let mut found: Vec<Value> = all(call)
        .map(|(of, alert)| alert.shown(call.state, of))
        .filter(|a| {
            a[of_time]
                .as_i64()
                .is_some_and(|at| (start..end).contains(&at))
        })
        .filter(|a| active.is_none_or(|wanted| (a["end_time"] == 0) == wanted))
        .filter(|a| muted.is_none_or(|wanted| a["ever_muted"] == wanted))
        .filter(|a| severity.has(a["alert_severity"].as_str().unwrap_or("")))
        .filter(|a| among(&spaces, &a["channel_id"]) && among(&sources, &a["integration_id"]))
        .filter(|a| named(&ids, &a["alert_id"]) && named(&keys, &a["alert_key"]))
        .collect();
    found.sort_by_key(|a| {
        let at = a[order.unwrap_or("created_at")].as_u64();
        (at, a["alert_id"].as_str().map(str::to_owned))
    });
    if !asc {
        found.reverse();
    }
    let ids: Vec<&str> = found
        .iter()
        .filter_map(|a| a["alert_id"].as_str())
        .collect();
    let (range, more) = cut(&ids, after, &page)?;
    let next = if more { ids[range.end - 1] } else { "" };
    Ok(json!({
        "total": Page::total(found.len()),
        "has_next_page": more,
        "search_after_ctx": next,
        "items": found[range],
    }))
}

fn feed(call: &mut Call<'_>) -> Result<Value> {
    let id = input::req_object_id(call.body, "alert_id")?;
    let asked = Asked::read(call.body)?;
    let (_, alert) = all(call)
        .find(|(_, a)| a.alert_id.eq_ignore_ascii_case(id))
        .ok_or_else(|| ApiError::not_found("there is no such alert", "告警不存在"))?;
    let behavior = &call.state.behavior;
    let lines = alert.feed.iter().map(|line| {
        let mut line = shown_line(call.state, &alert.alert_id, line);
        if behavior.alert_feed_in_seconds {
            for field in ["created_at", "updated_at"] {
                if let Some(at) = line.get(field).and_then(Value::as_u64) {
                    line[field] = (at / 1000).into();
                }
            }
        }
        line
    });
    asked.answer(lines.collect(), behavior.feeds == Generation::Older)
}

fn all<'a>(call: &'a Call<'_>) -> impl Iterator<Item = (&'a Incident, &'a Alert)> {
    let seen = call.state.incidents.iter().filter(|i| may_see(call, i));
    seen.flat_map(|of| of.alerts.iter().map(move |alert| (of, alert)))
}
