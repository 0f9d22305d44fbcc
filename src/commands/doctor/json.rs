//! The report as the documented JSON object. The man page has an example of it, and a test holds
//! that against what is printed.

use serde_json::{Map, Value, json};

use crate::commands::doctor::incident::IncidentOptions;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::report::{Keep, Report};
use crate::commands::doctor::{describe, noise, passed_over, problem, unseen};
use crate::domain::device::Device;
use crate::domain::doctor::space::SpaceReport;
use crate::domain::escalation::{Basis, Cause, Level, Outcome, Truth, Verdict};
use crate::domain::preference::Target;
use crate::domain::severity::Severity;
use crate::domain::space::Space;
use crate::lenient::Timestamp;
use crate::session::preferences::describe as channels;
use crate::session::preferences::reached::proof_json;
use crate::ui::report::as_json;

/// All of it.
pub fn report(report: &Report, keep: &Keep, incident: &IncidentOptions) -> Value {
    let lookup = &report.lookup;
    let mut object = head(lookup, incident);
    let mut insert = |key: &str, value: Value| object.insert(key.into(), value);
    let contacts = lookup.facts.contacts.known().map(|contacts| {
        json!({
            "email": contacts.email,
            "email_verified": contacts.email_verified,
            "phone": contacts.phone,
            "phone_verified": contacts.phone_verified,
        })
    });
    insert("contacts", json!(contacts));
    let devices = lookup.facts.devices.known().map(|devices| {
        let one = |device: &Device| json!({"id": device.device_id, "name": device.device_name});
        devices.iter().map(one).collect::<Vec<Value>>()
    });
    insert("devices", json!(devices));
    let preferences = lookup.preference.as_ref().map(|preference| {
        let list = |severity: &Severity| {
            let channels = preference.channels(Target::Severity(*severity));
            let list = channels::list_json(channels, &lookup.facts);
            (severity.word().to_owned(), list)
        };
        Value::Object(report.severities.iter().map(list).collect())
    });
    insert("preferences", json!(preferences));
    let since = lookup.since.as_ref().zip(lookup.preference.as_ref());
    let since = since.map(|(since, preference)| since.json(preference));
    insert("changed_since", json!(since));
    let proof = &lookup.facts.proof;
    let reached = proof.all().map(|(channel, record)| {
        let mut value = proof_json(record);
        value["channel"] = json!(channel);
        value
    });
    insert(
        "reached",
        json!({
            "read_at": proof.surveyed_at.or(proof.learned_at).map(|at| Timestamp(at).utc()),
            "channels": reached.collect::<Vec<_>>(),
        }),
    );
    if keep.rows {
        let spaces = report.spaces.iter().map(|one| space(lookup, one));
        insert("spaces", spaces.collect());
    }
    let counts = &report.counts;
    insert(
        "counts",
        json!({
            "examined": counts.examined,
            "total": counts.total,
            "of_no_concern": counts.others,
            "disabled": counts.off,
            "denied": counts.denied,
            "failed": counts.failed,
        }),
    );
    let unread = report.unread.iter().map(
        |one| json!({"id": one.id, "name": one.name, "error": as_json(&one.why)["error"].clone()}),
    );
    insert("unread", unread.collect());
    let noise = report.unread_noise.iter().map(|one| {
        json!({
            "kind": one.kind,
            "space": {"id": one.space, "name": one.name},
            "error": as_json(&one.why)["error"].clone(),
        })
    });
    insert("unread_noise_rules", noise.collect());
    let problems = report.problems.iter();
    insert(
        "problems",
        problems.map(|one| problem::json(one, lookup)).collect(),
    );
    insert("warnings", warnings(lookup));
    insert("not_looked_at", json!(unseen::codes(lookup)));
    insert("complete", json!(report.is_complete()));
    Value::Object(object)
}

/// What could not be found out.
pub fn warnings(lookup: &Lookup) -> Value {
    let notes = lookup.notes.iter();
    let notes = notes.map(|note| json!({"code": note.code.word(), "message": note.text}));
    notes.collect()
}

/// Whose report it is, of which moment and incident.
pub fn head(lookup: &Lookup, incident: &IncidentOptions) -> Map<String, Value> {
    let caller = lookup.caller.as_ref();
    let head = json!({
        "person": {
            "id": lookup.person.id,
            "name": caller.map(|caller| caller.person_name()),
            "account_id": caller.map(|caller| caller.account_id()),
            "account_name": caller.map(|caller| caller.account_name()),
        },
        "at": time(lookup, lookup.at),
        "time_zone": lookup.clock.zone.iana_name(),
        "incident": incident.json(),
    });
    match head {
        Value::Object(head) => head,
        _ => Map::new(),
    }
}

/// A space, as far as it decides.
pub fn space_name(space: &Space) -> Value {
    json!({"id": space.id, "name": space.name, "disabled": !space.is_on()})
}

fn time(_: &Lookup, at: jiff::Timestamp) -> String {
    Timestamp(at).utc()
}

fn space(lookup: &Lookup, space: &SpaceReport) -> Value {
    let severity = |one: &Outcome| (one.severity.word().to_owned(), outcome(lookup, one));
    let severities: Map<String, Value> = space.outcomes.iter().map(severity).collect();
    json!({
        "id": space.id,
        "name": space.name,
        "disabled": space.off,
        "severities": severities,
        "flapping": space.flapping,
    })
}

/// One severity: what happens for certain, and what may happen before it.
pub fn outcome(lookup: &Lookup, outcome: &Outcome) -> Value {
    let mut object = verdict(lookup, &outcome.ending);
    object["reached"] = json!(describe::word(lookup.reached(outcome)));
    let known = lookup.reached(outcome) == outcome.reached();
    object["reason"] = json!(outcome.cause().filter(|_| known));
    let next = outcome.verdicts().find_map(Verdict::next_on_call);
    object["next_on_call"] = json!(next.map(|next| time(lookup, next)));
    let maybes = outcome.maybes.iter().map(|maybe| {
        let mut object = verdict(lookup, maybe);
        object["depends_on"] = json!(maybe.depends_on);
        object
    });
    object["maybe"] = maybes.collect();
    let held = outcome.held.iter();
    object["held"] = held.map(|one| noise::json(lookup, one)).collect();
    let passed_over = outcome.passed_over.iter();
    object["passed_over"] = passed_over.map(passed_over::json).collect();
    object
}

fn verdict(lookup: &Lookup, verdict: &Verdict) -> Value {
    let first: Vec<Value> = verdict
        .notices()
        .iter()
        .map(|notice| {
            let after = i64::try_from(notice.after).unwrap_or(0);
            let at = lookup
                .at
                .checked_add(jiff::SignedDuration::from_secs(after));
            json!({
                "channel": notice.channel,
                "after_seconds": notice.after,
                "certain": notice.truth == Truth::Yes,
                "at": at.ok().map(|at| time(lookup, at)),
            })
        })
        .collect();
    json!({
        "reached": describe::word(verdict.reached),
        "first": first,
        "rule": verdict.rule,
        "reason": verdict.cause,
    })
}

/// What each rule that takes the incident, or may, means for the person.
pub fn levels(outcome: &Outcome) -> Value {
    let rules = outcome.verdicts().filter(|verdict| verdict.rule.is_some());
    rules
        .map(|verdict| {
            let levels = verdict.levels.iter().map(level);
            json!({"rule": verdict.rule, "levels": levels.collect::<Vec<_>>()})
        })
        .collect()
}

/// Why a level reaches nobody has words of its own here, older than those of a `reason`.
fn level(level: &Level) -> Value {
    let mut object = json!(level);
    object["comes"] = json!(describe::word(level.comes));
    object["reached"] = json!(describe::word(level.reached));
    object["missed"] = match level.cause {
        None => Value::Null,
        Some(Cause::OwnChannelsFail | Cause::RuleChannelsFail) => {
            json!({"kind": "no_channel_delivers"})
        }
        Some(Cause::OwnListEmpty) => {
            json!({"kind": "no_channel_for_severity", "basis": Basis::Preferences})
        }
        Some(Cause::RuleListEmpty) => {
            json!({"kind": "no_channel_for_severity", "basis": Basis::Unified})
        }
        Some(Cause::OnlyGroupChats | Cause::OnlyRooms) => json!({"kind": "only_group_chats"}),
        Some(cause @ (Cause::NotOnCall | Cause::OtherRole)) => {
            let (schedule_id, next) = level.off_duty().unzip();
            json!({"kind": cause.code(), "schedule_id": schedule_id, "next": next.flatten()})
        }
        Some(other) => json!({"kind": other.code()}),
    };
    object
}
