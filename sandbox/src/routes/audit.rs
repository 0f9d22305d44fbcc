//! Who did what.

use serde_json::{Value, json};

use super::call::Call;
use super::incident::{cut, window};
use super::operation::operations;
use crate::error::Result;
use crate::input::{self, Page};
use crate::state::{id, text};

operations! {
    "audit_search", "/audit/search", ["Audit Read"], search;
}

/// How far apart the ends of a window may be.
const WIDEST: i64 = 90 * 86_400;

fn search(call: &mut Call<'_>) -> Result<Value> {
    let (start, end) = window(call.body, WIDEST)?;
    let limit = match input::opt_within(call.body, "limit", 0, 99)? {
        None | Some(0) => 20,
        Some(limit) => limit,
    };
    let after = input::opt_str(call.body, "search_after_ctx")?.unwrap_or("");
    let person = input::opt_id(call.body, "person_id")?.unwrap_or(0);
    let operations = input::opt_strings(call.body, "operations")?.unwrap_or_default();
    let request = input::opt_str(call.body, "request_id")?.unwrap_or("");
    let writes = input::opt_bool(call.body, "is_write")?;
    let dangerous = input::opt_bool(call.body, "is_dangerous")?;
    let flag = |entry: &Value, field: &str, wanted: Option<bool>| {
        wanted.is_none_or(|wanted| entry[field] == wanted)
    };
    let mut found: Vec<&Value> = call
        .state
        .audit
        .iter()
        .filter(|e| {
            let at = e["created_at"].as_i64().unwrap_or(0).div_euclid(1000);
            (start..end).contains(&at)
        })
        .filter(|e| person == 0 || id(e, "member_id") == Some(person))
        .filter(|e| operations.is_empty() || operations.iter().any(|o| o == text(e, "operation")))
        .filter(|e| request.is_empty() || text(e, "request_id") == request)
        .filter(|e| flag(e, "is_write", writes) && flag(e, "is_dangerous", dangerous))
        .collect();
    found.sort_by_key(|e| std::cmp::Reverse(e["created_at"].as_u64()));
    let ids: Vec<&str> = found.iter().map(|e| text(e, "request_id")).collect();
    let (range, more) = cut(&ids, after, &Page { p: 1, limit })?;
    let next = if more { ids[range.end - 1] } else { "" };
    Ok(json!({
        "total": Page::total(found.len()),
        "search_after_ctx": next,
        "docs": found[range],
    }))
}
