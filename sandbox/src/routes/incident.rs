//! Incidents: those of a window, one by its id or num, their alerts and their record.

use serde_json::{Map, Value, json};

use super::call::{Call, matches};
use super::operation::operations;
use crate::behavior::Generation;
use crate::error::{ApiError, Result};
use crate::incident;
use crate::incident::record::Incident;
use crate::input::{self, Page};

operations! {
    "incident_list", "/incident/list", ["Incidents Read"], list;
    "incident_info", "/incident/info", ["Incidents Read"], info;
    "incident_list_by_ids", "/incident/list-by-ids", ["Incidents Read"], by_ids;
    "incident_feed", "/incident/feed", ["Incidents Read"], feed;
    "incident_alert_list", "/incident/alert/list", ["Incidents Read"], alerts;
}

const DAY: i64 = 86_400;
/// How far apart the ends of a window may be.
const WIDEST: i64 = 31 * DAY;

fn list(call: &mut Call<'_>) -> Result<Value> {
    let ids = input::opt_strings(call.body, "incident_ids")?.unwrap_or_default();
    // Who names the incidents need not say when they began.
    let (start, end) = match window(call.body, WIDEST) {
        Err(_) if !ids.is_empty() && !call.body.contains_key("start_time") => (0, i64::MAX),
        window => window?,
    };
    let page = input::page(call.body, 20, 100)?;
    let after = input::opt_str(call.body, "search_after_ctx")?.unwrap_or("");
    let asc = input::opt_bool(call.body, "asc")?.unwrap_or(false);
    let progress = Words::read(call.body, "progress")?;
    let severity = Words::read(call.body, "incident_severity")?;
    let query = input::opt_str(call.body, "query")?.unwrap_or("");
    let spaces = input::opt_ids(call.body, "channel_ids")?.unwrap_or_default();
    let teams = input::opt_ids(call.body, "team_ids")?.unwrap_or_default();
    let responders = input::opt_ids(call.body, "responder_ids")?.unwrap_or_default();
    let ackers = input::opt_ids(call.body, "acker_ids")?.unwrap_or_default();
    let creators = input::opt_ids(call.body, "creator_ids")?.unwrap_or_default();
    let closers = input::opt_ids(call.body, "closer_ids")?.unwrap_or_default();
    let nums = input::opt_strings(call.body, "nums")?.unwrap_or_default();
    let muted = input::opt_bool(call.body, "ever_muted")?;
    let snoozed = input::opt_bool(call.body, "is_snoozed")?;
    let my_team = input::opt_bool(call.body, "is_my_team")?.unwrap_or(false);
    let my_space = input::opt_bool(call.body, "is_my_channel")?.unwrap_or(false);
    let rare = input::opt_bool(call.body, "is_rare")?.unwrap_or(false);
    let mine = call.state.teams_of(call.caller.person);
    let among = |wanted: &[u64], has: &[u64]| {
        wanted.is_empty() || has.iter().any(|one| wanted.contains(one))
    };
    let named = |wanted: &[String], has: &str| {
        wanted.is_empty() || wanted.iter().any(|one| one.eq_ignore_ascii_case(has))
    };
    let team_of = |space: u64| {
        call.state
            .space(space)
            .map_or(0, |s| crate::state::id(s, "team_id").unwrap_or(0))
    };
    let made_by = |space: u64| {
        call.state
            .space(space)
            .and_then(|s| crate::state::id(s, "creator_id"))
    };
    let mut found: Vec<&Incident> = call
        .state
        .incidents
        .iter()
        .filter(|i| (start..end).contains(&i64::try_from(i.number("start_time")).unwrap_or(0)))
        .filter(|i| may_see(call, i))
        .filter(|i| progress.has(or(i.text("progress"), "Triggered")))
        .filter(|i| severity.has(or(i.text("incident_severity"), "Critical")))
        .filter(|i| among(&spaces, &[i.number("channel_id")]))
        .filter(|i| among(&teams, &[team_of(i.number("channel_id"))]))
        .filter(|i| !my_team || mine.contains(&team_of(i.number("channel_id"))))
        .filter(|i| !my_space || made_by(i.number("channel_id")) == Some(call.caller.person))
        .filter(|i| {
            let (all, acked): (Vec<u64>, Vec<u64>) = split(&i.responders());
            among(&responders, &all) && among(&ackers, &acked)
        })
        .filter(|i| among(&creators, &[i.number("creator_id")]))
        .filter(|i| {
            among(&closers, &[i.number("closer_id")]) && (closers.is_empty() || i.is_closed())
        })
        .filter(|i| named(&ids, &i.incident_id) && named(&nums, &i.num()))
        .filter(|i| {
            muted.is_none_or(|muted| i.info.get("ever_muted") == Some(&muted.into()) || !muted)
        })
        .filter(|i| snoozed.is_none_or(|wanted| (i.number("snoozed_before") > call.now) == wanted))
        .filter(|i| !rare || i.text("frequency") != "frequent")
        .filter(|i| {
            query.is_empty()
                || matches(i.text("title"), query)
                || matches(i.text("description"), query)
                || named(&[query.to_owned()], &i.incident_id)
                || named(&[query.to_owned()], &i.num())
        })
        .collect();
    found.sort_by_key(|i| (i.number("start_time"), &i.incident_id));
    if !asc {
        found.reverse();
    }
    let ids: Vec<&str> = found.iter().map(|i| i.incident_id.as_str()).collect();
    let (range, more) = cut(&ids, after, &page)?;
    let next = if more { ids[range.end - 1] } else { "" };
    let items: Vec<Value> = found[range].iter().map(|i| i.shown(call.state)).collect();
    Ok(json!({
        "total": Page::total(found.len()),
        "has_next_page": more,
        "search_after_ctx": next,
        "items": items,
    }))
}

fn info(call: &mut Call<'_>) -> Result<Value> {
    let id = input::opt_object_id(call.body, "incident_id")?;
    let num = input::opt_str(call.body, "num")?;
    let older = call.state.behavior.feeds == Generation::Older;
    let found = match (id, num) {
        (Some(id), _) => Some(find(call, id)?),
        (None, Some(num)) if !older => call
            .state
            .incidents
            .iter()
            .filter(|i| i.num().eq_ignore_ascii_case(num) && may_see(call, i))
            .max_by_key(|i| i.number("start_time")),
        _ => {
            return Err(ApiError::invalid(
                "`incident_id` is required",
                "缺少 `incident_id`",
            ));
        }
    };
    let found = found.ok_or_else(unknown)?;
    Ok(found.shown(call.state))
}

fn by_ids(call: &mut Call<'_>) -> Result<Value> {
    let ids = input::req_object_ids(call.body, "incident_ids", 0, usize::MAX)?;
    let items: Vec<Value> = ids
        .iter()
        .filter_map(|id| find(call, id).ok())
        .map(|i| i.shown(call.state))
        .collect();
    Ok(json!({"total": items.len(), "has_next_page": false, "items": items}))
}

fn alerts(call: &mut Call<'_>) -> Result<Value> {
    let id = input::req_object_id(call.body, "incident_id")?;
    let page = input::page(call.body, 1000, 1000)?;
    let active = input::opt_bool(call.body, "is_active")?;
    let events = input::opt_bool(call.body, "include_events")?.unwrap_or(false);
    let of = find(call, id)?;
    let found: Vec<Value> = of
        .alerts
        .iter()
        .filter(|a| active.is_none_or(|wanted| a.is_active() == wanted))
        .map(|a| {
            let mut alert = a.shown(call.state, of);
            if events {
                alert["events"] = json!([]);
            }
            alert
        })
        .collect();
    let total = Page::total(found.len());
    let (items, _) = page.cut(found);
    Ok(json!({"total": total, "items": items}))
}

fn feed(call: &mut Call<'_>) -> Result<Value> {
    let id = input::req_object_id(call.body, "incident_id")?;
    let asked = Asked::read(call.body)?;
    let of = find(call, id)?;
    let lines = of
        .feed
        .iter()
        .map(|line| incident::shown_line(call.state, &of.incident_id, line));
    asked.answer(
        lines.collect(),
        call.state.behavior.feeds == Generation::Older,
    )
}

/// What a request for a record asks for.
pub(super) struct Asked<'a> {
    page: Page,
    after: &'a str,
    asc: bool,
    types: Vec<String>,
}

impl<'a> Asked<'a> {
    pub(super) fn read(body: &'a Map<String, Value>) -> Result<Self> {
        Ok(Self {
            page: input::page(body, 20, 100)?,
            after: input::opt_str(body, "search_after_ctx")?.unwrap_or(""),
            asc: input::opt_bool(body, "asc")?.unwrap_or(false),
            types: input::opt_strings(body, "types")?.unwrap_or_default(),
        })
    }

    /// Those lines, on their page; the older reference does not say whether there are more.
    pub(super) fn answer(&self, lines: Vec<Value>, older: bool) -> Result<Value> {
        let mut lines: Vec<Value> = lines
            .into_iter()
            .filter(|line| {
                let kind = line["type"].as_str().unwrap_or("");
                self.types.is_empty() || self.types.iter().any(|t| t == kind)
            })
            .collect();
        // Lines of one moment stay in the order in which they were written.
        lines.sort_by_key(|line| line["created_at"].as_u64());
        if !self.asc {
            lines.reverse();
        }
        let places: Vec<String> = (0..lines.len()).map(|n| format!("{n:024x}")).collect();
        let places: Vec<&str> = places.iter().map(String::as_str).collect();
        let (range, more) = cut(&places, self.after, &self.page)?;
        if older {
            return Ok(json!({"items": lines[range]}));
        }
        let next = if more { places[range.end - 1] } else { "" };
        Ok(json!({"has_next_page": more, "search_after_ctx": next, "items": lines[range]}))
    }
}

/// Which of these are on the page: what comes after a place, if one is named, else by its number.
pub(super) fn cut(
    ids: &[&str],
    after: &str,
    page: &Page,
) -> Result<(std::ops::Range<usize>, bool)> {
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let from = if after.is_empty() {
        usize::try_from((page.p - 1) * page.limit).unwrap_or(usize::MAX)
    } else {
        let place = ids.iter().position(|id| *id == after);
        place.map(|place| place + 1).ok_or_else(|| {
            ApiError::invalid(
                "`search_after_ctx` must be from an answer before",
                "`search_after_ctx` 必须来自上一次的返回",
            )
        })?
    };
    let from = from.min(ids.len());
    let to = from.saturating_add(limit).min(ids.len());
    Ok((from..to, to < ids.len()))
}

/// `start_time` and `end_time`, so far apart at most.
pub(super) fn window(body: &Map<String, Value>, widest: i64) -> Result<(i64, i64)> {
    let start = input::req_i64(body, "start_time")?;
    let end = input::req_i64(body, "end_time")?;
    if end <= start || end.saturating_sub(start) > widest {
        let days = widest / DAY;
        return Err(ApiError::invalid(
            format!("`end_time` must be after `start_time`, and at most {days} days"),
            format!("`end_time` 必须晚于 `start_time`，且相隔不超过 {days} 天"),
        ));
    }
    Ok((start, end))
}

/// Words with commas between them; none is all.
pub(super) struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    pub(super) fn read(body: &'a Map<String, Value>, field: &str) -> Result<Self> {
        Ok(Self(input::opt_str(body, field)?.unwrap_or("")))
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.0.is_empty() || self.0.split(',').any(|one| one.trim() == word)
    }
}

fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

/// Everybody who responds, and those of them who acknowledged.
fn split(responders: &[(u64, u64)]) -> (Vec<u64>, Vec<u64>) {
    let all = responders.iter().map(|(person, _)| *person).collect();
    let acked = responders.iter().filter(|(_, at)| *at > 0);
    (all, acked.map(|(person, _)| *person).collect())
}

/// Incidents of a space that nobody may read are nobody's to see.
pub(super) fn may_see(call: &Call<'_>, incident: &Incident) -> bool {
    let closed = &call.state.behavior.closed_spaces;
    !closed.contains(&incident.number("channel_id"))
}

pub(super) fn unknown() -> ApiError {
    ApiError::not_found("there is no such incident", "故障不存在")
}

pub(super) fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Incident> {
    let found = call.state.incidents.iter();
    let mut found = found.filter(|i| i.incident_id.eq_ignore_ascii_case(id));
    found.find(|i| may_see(call, i)).ok_or_else(unknown)
}
