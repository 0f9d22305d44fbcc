//! The report as the documented JSON object. The man page has an example of it, and a test holds
//! that against what is printed.

use serde_json::{Map, Value, json};

use crate::commands::doctor::Report;
use crate::commands::doctor::args::Told;
use crate::commands::doctor::row::{Case, Cause, Cell, Row};
use crate::commands::doctor::subject::Subject;
use crate::commands::doctor::survey::End;
use crate::domain::escalation::Truth;
use crate::domain::preference::Target;
use crate::lenient::Timestamp;
use crate::session::preferences::describe;
use crate::ui::report::as_json;

/// All of it.
pub fn report(report: &Report, told: &Told) -> Value {
    let mut object = Map::new();
    head(&mut object, &report.subject, told);
    let subject = &report.subject;
    let contacts = subject.facts.contacts.known();
    object.insert(
        "contacts".into(),
        contacts.map_or(Value::Null, |contacts| {
            json!({
                "email": contacts.email,
                "email_verified": contacts.email_verified,
                "phone": contacts.phone,
                "phone_verified": contacts.phone_verified,
            })
        }),
    );
    let devices = subject.devices().map(|devices| {
        let one = |device: &crate::domain::device::Device| json!({"id": device.device_id, "name": device.device_name});
        devices.iter().map(one).collect::<Vec<Value>>()
    });
    object.insert("devices".into(), json!(devices));
    let preferences = subject.preference.as_ref().map(|preference| {
        let mut lists = Map::new();
        for severity in &report.severities {
            let each = Target::Severity(*severity);
            let list = describe::list_json(preference.channels(each), &subject.facts);
            lists.insert(each.word().into(), list);
        }
        Value::Object(lists)
    });
    object.insert("preferences".into(), json!(preferences));
    let since = subject.since.as_ref().zip(subject.preference.as_ref());
    let since = since.map(|(since, preference)| since.json(preference));
    object.insert("changed_since".into(), json!(since));
    if !report.only_problems {
        let spaces = report.rows.iter().map(|row| space(subject, row));
        object.insert("spaces".into(), spaces.collect());
    }
    let counts = &report.counts;
    object.insert(
        "counts".into(),
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
    object.insert("unread".into(), unread.collect());
    let problems = report.problems.iter().map(|problem| problem.json());
    object.insert("problems".into(), problems.collect());
    let notes = subject
        .notes
        .iter()
        .map(|note| json!({"code": note.code, "message": note.text}));
    object.insert("notes".into(), notes.collect());
    object.insert(
        "complete".into(),
        json!(matches!(report.end, End::Complete) && counts.failed == 0),
    );
    Value::Object(object)
}

/// Whose report it is, of which moment and incident.
pub fn head(object: &mut Map<String, Value>, subject: &Subject, told: &Told) {
    let caller = subject.caller.as_ref();
    object.insert(
        "person".into(),
        json!({
            "id": subject.person.id,
            "name": caller.map(|caller| caller.person_name()),
            "account_id": caller.map(|caller| caller.account_id()),
            "account_name": caller.map(|caller| caller.account_name()),
        }),
    );
    object.insert("at".into(), json!(time(subject, subject.at)));
    object.insert("time_zone".into(), json!(subject.zone.iana_name()));
    let labels: Map<String, Value> = told
        .label
        .iter()
        .map(|label| (label.key.clone(), json!(label.value)))
        .collect();
    object.insert(
        "incident".into(),
        json!({"title": told.title, "labels": labels, "integration_id": told.integration}),
    );
}

fn time(subject: &Subject, at: jiff::Timestamp) -> String {
    Timestamp(at).rfc3339(&subject.zone)
}

fn space(subject: &Subject, row: &Row) -> Value {
    let mut severities = Map::new();
    for cell in &row.cells {
        severities.insert(cell.severity.word().into(), of_cell(subject, cell));
    }
    json!({"id": row.id, "name": row.name, "disabled": row.off, "severities": severities})
}

/// One severity: what happens for certain, and what may happen before it.
pub fn of_cell(subject: &Subject, cell: &Cell) -> Value {
    let mut object = of_case(subject, &cell.ending);
    object.insert("reached".into(), json!(word(cell.reached)));
    object.insert("reason".into(), json!(cell.cause().map(Cause::code)));
    object.insert("next_on_call".into(), json!(next_on_call(subject, cell)));
    let maybes = cell.maybes.iter().map(|case| {
        let mut object = of_case(subject, case);
        object.insert("depends_on".into(), json!(case.depends_on));
        Value::Object(object)
    });
    object.insert("maybe".into(), maybes.collect());
    Value::Object(object)
}

fn of_case(subject: &Subject, case: &Case) -> Map<String, Value> {
    let first: Vec<Value> = case
        .notices
        .iter()
        .map(|notice| {
            json!({
                "channel": notice.channel,
                "after_seconds": notice.after,
                "certain": notice.truth == Truth::Yes,
                "at": subject.at.checked_add(jiff::SignedDuration::from_secs(
                    i64::try_from(notice.after).unwrap_or(0),
                )).ok().map(|at| time(subject, at)),
            })
        })
        .collect();
    let mut object = Map::new();
    object.insert("reached".into(), json!(word(case.reached)));
    object.insert("first".into(), json!(first));
    let rule = case.rule.as_ref();
    object.insert(
        "rule".into(),
        json!(rule.map(|(id, name)| json!({"id": id, "name": name}))),
    );
    object.insert("reason".into(), json!(case.cause.as_ref().map(Cause::code)));
    object
}

fn next_on_call(subject: &Subject, cell: &Cell) -> Option<String> {
    cell.cases().find_map(|case| match case.cause {
        Some(Cause::NotOnCall(_, Some(next))) => Some(time(subject, next)),
        _ => None,
    })
}

/// `maybe` where it hangs on something that is not known.
fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "maybe",
    }
}
