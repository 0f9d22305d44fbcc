//! One incident as the documented JSON object.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::commands::doctor::evidence::report::Report;
use crate::commands::doctor::evidence::survey::{Found, Window};
use crate::commands::doctor::evidence::{advice, timeline, words};
use crate::domain::evidence::wire::IncidentInfo;
use crate::domain::evidence::{Deed, Event, Message, Reason, channel_of};
use crate::text::{CommandLine, commands_to_run};
use crate::ui::Warning;

/// All of it.
pub fn report(report: &Report) -> Value {
    let (known, finding, speaker) = (&report.known, &report.finding, report.speaker());
    let events = known.events.as_deref().unwrap_or_default();
    let lines = timeline::lines(&speaker, events, &report.alerts, &finding.due);
    let lines = lines.iter().map(
        |line| json!({"at": time(line.at), "type": line.kind, "text": line.text, "you": line.you}),
    );
    let reasons = finding.reasons.iter().map(|one| reason(report, one));
    let notes = report.notes();
    let warnings = notes
        .iter()
        .map(|note| json!({"code": note.code.word(), "message": note.text}));
    json!({
        "incident": incident(&known.incident, events),
        "person": {"id": known.subject.id.to_string(), "name": known.subject.name},
        "notified": finding.notified.word(),
        "since": finding.since.map(time),
        "messages": finding.messages.iter().map(message).collect::<Value>(),
        "reasons": reasons.collect::<Value>(),
        "timeline": lines.collect::<Value>(),
        "complete": report.is_complete(),
        "warnings": warnings.collect::<Value>(),
    })
}

/// A time as JSON has it everywhere: UTC.
pub fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The incident, by its record where that knows more.
pub fn incident(incident: &IncidentInfo, events: &[Event]) -> Value {
    let last = |is: fn(&Deed) -> bool| {
        let mut all = events.iter().rev();
        all.find(|event| is(&event.deed)).map(|event| event.at)
    };
    let new = events
        .iter()
        .find(|event| matches!(event.deed, Deed::Opened { .. }));
    let opened = new.map(|event| event.at).or_else(|| incident.opened());
    let acknowledged = acknowledged(incident, events);
    let closed = last(|deed| matches!(deed, Deed::Closed { .. }))
        .filter(|_| !incident.is_open())
        .or_else(|| second(incident.close_time));
    let space = (incident.channel_id != 0).then(|| incident.channel_id.to_string());
    json!({
        "id": incident.incident_id,
        "num": incident.num,
        "title": incident.title,
        "severity": incident.severity().map(crate::domain::severity::Severity::word),
        "space": {"id": space, "name": incident.channel_name},
        "opened_at": opened.map(time),
        "acknowledged_at": acknowledged.map(time),
        "closed_at": closed.map(time),
        "url": (!incident.detail_url.is_empty()).then_some(&incident.detail_url),
    })
}

/// When it was acknowledged, if it is still so.
fn acknowledged(incident: &IncidentInfo, events: &[Event]) -> Option<Timestamp> {
    let now = second(incident.ack_time);
    let of_it = |event: &&Event| {
        matches!(
            event.deed,
            Deed::Acknowledged | Deed::Unacknowledged { .. } | Deed::Reopened
        )
    };
    let last = events.iter().rev().find(of_it);
    match last.map(|event| (&event.deed, event.at)) {
        Some((Deed::Acknowledged, at)) => Some(at),
        // What others still have the server has the time of.
        Some((Deed::Unacknowledged { still: false }, at)) => now.filter(|now| *now > at),
        _ => now,
    }
}

fn second(second: i64) -> Option<Timestamp> {
    Timestamp::from_second(second).ok().filter(|_| second > 0)
}

/// A message to the person. What duty has no word for keeps the wire's.
fn message(one: &Message) -> Value {
    let word = channel_of(&one.by).map(|(_, word)| word);
    json!({
        "at": time(one.at),
        "channel": word,
        "wire": word.is_none().then_some(&one.by),
        "level": one.level.map(|level| level + 1),
        "rule": (!one.rule.is_empty()).then_some(&one.rule),
        "refire": one.refire,
        "outcome": if one.failed.is_some() { "failed" } else { "handed_over" },
        "failed_reason": one.failed,
    })
}

fn reason(report: &Report, one: &Reason) -> Value {
    let rule = one.rule().map(|rule| {
        json!({
            "id": rule.id,
            "name": rule.name,
            "updated_at": rule.updated_at.map(time),
            "changed_since": rule.updated_at.map(|_| rule.changed_since),
        })
    });
    let fix = advice::fix(&report.known, &report.person, one);
    let commands: Vec<CommandLine> = fix.iter().flat_map(|fix| commands_to_run(fix)).collect();
    json!({
        "code": one.code(),
        "message": words::reason(&report.speaker(), one),
        "at": one.at.map(time),
        "evidence": {"source": advice::source(one), "rule": rule},
        "fix": fix,
        "commands": commands,
    })
}

/// What was missed, or with `all` every incident that could concern the person.
pub fn missed(found: &Found, window: &Window, all: bool) -> Value {
    let shown = found
        .reports
        .iter()
        .filter(|one| all || one.finding.is_missed());
    let items = shown.map(|one| {
        let events = one.known.events.as_deref().unwrap_or_default();
        json!({
            "incident": incident(&one.known.incident, events),
            "notified": one.finding.notified.word(),
            "reason": one.finding.decisive().map(|first| reason(one, first)),
            "missed": one.finding.is_missed(),
            "worst_severity": one.finding.worst.map(crate::domain::severity::Severity::word),
        })
    });
    let warnings = found.unread.iter();
    let warnings = warnings.map(|what| json!({"code": Warning::Unread.word(), "message": what}));
    let notes = found.notes.iter();
    let notes = notes.map(|note| json!({"code": note.code.word(), "message": note.text}));
    json!({
        "from": time(window.from),
        "to": time(window.to),
        "items": items.collect::<Value>(),
        "complete": found.unread.is_empty(),
        "warnings": warnings.chain(notes).collect::<Value>(),
    })
}
