//! What is done to incidents: opened, acknowledged, snoozed, closed.

use serde_json::{Map, Value, json};

use super::call::{Call, done};
use super::incident::find;
use super::operation::operations;
use crate::behavior::Generation;
use crate::error::{ApiError, Result};
use crate::incident::condition::by_email;
use crate::incident::deed::{self, Deed, Opening};
use crate::incident::target::{Time, rule};
use crate::incident::{NONE, new_id};
use crate::input;

operations! {
    "incident_create", "/incident/create", ["Incidents Manage"], create;
    "incident_resolve", "/incident/resolve", ["Incidents Manage"], resolve;
    "incident_ack", "/incident/ack", ["Incidents Manage"], ack;
    "incident_unack", "/incident/unack", ["Incidents Manage"], unack;
    "incident_snooze", "/incident/snooze", ["Incidents Manage"], snooze;
    "incident_wake", "/incident/wake", ["Incidents Manage"], wake;
}

/// How many incidents, or persons, one request may name.
const MOST: usize = 100;

fn time(call: &Call<'_>) -> Time {
    Time {
        at: call.now_ms,
        now: call.now_ms,
    }
}

fn create(call: &mut Call<'_>) -> Result<Value> {
    let severity = input::req_enum(
        call.body,
        "incident_severity",
        &["Critical", "Warning", "Info"],
    )?;
    let title = input::req_short(call.body, "title", 1, 512)?;
    let description = input::opt_short(call.body, "description", 0, 1024)?.unwrap_or("");
    let space = input::opt_id(call.body, "channel_id")?.unwrap_or(0);
    let assigned = input::opt_object(call.body, "assigned_to")?;
    let mut opening = Opening {
        space,
        severity: severity.to_owned(),
        title: title.to_owned(),
        description: description.to_owned(),
        by: call.caller.person,
        ..Opening::default()
    };
    if let Some(assigned) = assigned {
        assign(call, assigned, &mut opening)?;
    }
    if space != 0 && call.state.space(space).is_none() {
        return Err(ApiError::not_found(
            format!("there is no channel {space}"),
            format!("协作空间 {space} 不存在"),
        ));
    }
    form(call.state.behavior.form_to_open)?;
    let id = new_id(call.state, call.now);
    let time = time(call);
    deed::open(call.state, &id, &opening, time);
    Ok(json!({"incident_id": id, "title": title}))
}

/// Whom `assigned_to` names: the persons and those behind addresses, and a rule beside them.
fn assign(call: &Call<'_>, body: &Map<String, Value>, opening: &mut Opening) -> Result<()> {
    let mut persons = some("person_ids", input::opt_ids(body, "person_ids")?)?;
    let emails = some("emails", input::opt_strings(body, "emails")?)?;
    let wanted = input::opt_object_id(body, "escalate_rule_id")?;
    let layer = input::opt_within(body, "layer_idx", 0, u64::MAX)?.unwrap_or(0);
    let kind = input::opt_str(body, "type")?;
    let mut channels = None;
    if let Some(notify) = input::opt_object(body, "notify")? {
        let follow = input::opt_bool(notify, "follow_preference")?.unwrap_or(true);
        let chosen = input::opt_strings(notify, "personal_channels")?.unwrap_or_default();
        input::opt_object_id(notify, "template_id")?;
        channels = (!follow).then_some(chosen);
    }
    if kind.is_none() && call.state.behavior.feeds == Generation::Older {
        return Err(ApiError::invalid(
            "`assigned_to.type` is required",
            "缺少 `assigned_to.type`",
        ));
    }
    for person in &persons {
        call.state.person_exists(*person)?;
    }
    // Whoever is no member is passed over.
    persons.extend(emails.iter().filter_map(|e| by_email(call.state, e)));
    if !persons.is_empty() {
        opening.to = Some((persons, channels));
    }
    if let Some(wanted) = wanted.filter(|id| *id != NONE) {
        if rule(call.state, wanted).is_none() {
            return Err(ApiError::not_found(
                "there is no such escalation rule",
                "分派策略不存在",
            ));
        }
        opening.rule = Some((wanted.to_owned(), layer));
    }
    Ok(())
}

fn some<T>(field: &str, list: Option<Vec<T>>) -> Result<Vec<T>> {
    match list {
        Some(list) if list.is_empty() || list.len() > MOST => Err(ApiError::invalid(
            format!("`{field}` must have 1 to {MOST} entries"),
            format!("`{field}` 须有 1 到 {MOST} 项"),
        )),
        list => Ok(list.unwrap_or_default()),
    }
}

/// A form of the account's own asks for more than the reference knows of.
fn form(asks: bool) -> Result<()> {
    if asks {
        return Err(ApiError::invalid(
            "`custom_fields.root_team` is required by the form of the account",
            "账户表单要求填写 `custom_fields.root_team`",
        ));
    }
    Ok(())
}

fn resolve(call: &mut Call<'_>) -> Result<Value> {
    input::opt_short(call.body, "root_cause", 0, 1024)?;
    input::opt_short(call.body, "resolution", 0, 1024)?;
    let ids = named(call)?;
    form(call.state.behavior.form_to_close)?;
    each(call, &ids, &Deed::Close("console"))
}

fn ack(call: &mut Call<'_>) -> Result<Value> {
    let ids = named(call)?;
    each(call, &ids, &Deed::Ack)
}

fn unack(call: &mut Call<'_>) -> Result<Value> {
    let ids = named(call)?;
    each(call, &ids, &Deed::Unack)
}

fn snooze(call: &mut Call<'_>) -> Result<Value> {
    let minutes = input::opt_within(call.body, "minutes", 1, 1440)?
        .ok_or_else(|| ApiError::invalid("`minutes` is required", "缺少 `minutes`"))?;
    let ids = named(call)?;
    each(call, &ids, &Deed::Snooze(minutes))
}

fn wake(call: &mut Call<'_>) -> Result<Value> {
    let ids = named(call)?;
    each(call, &ids, &Deed::Wake)
}

/// The incidents that the body names, all of which are there.
fn named(call: &Call<'_>) -> Result<Vec<String>> {
    let ids = input::req_object_ids(call.body, "incident_ids", 1, MOST)?;
    for id in &ids {
        find(call, id)?;
    }
    Ok(ids)
}

/// Does something to each that it means something to: what is closed is not closed again.
fn each(call: &mut Call<'_>, ids: &[String], what: &Deed) -> Result<Value> {
    let time = time(call);
    let by = call.caller.person;
    for number in 0..call.state.incidents.len() {
        let incident = &call.state.incidents[number];
        let meant = ids
            .iter()
            .any(|id| incident.incident_id.eq_ignore_ascii_case(id));
        if meant && !incident.is_closed() {
            deed::act(call.state, number, by, what, time);
        }
    }
    Ok(done())
}
