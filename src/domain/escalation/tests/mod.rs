//! The tables: what a person can write into a rule, and what must come of it. The rules are in
//! the wire's JSON, so that the readers are on the way. `property` compares with `naive`, which is
//! a second implementation that shares nothing with the first but the types.

mod conditions;
mod held;
mod intake;
mod made;
mod naive;
mod noise;
mod on_call;
mod passed_over;
mod patterns;
mod property;
mod redirect;
mod shifts;
mod sure;
mod targets;
mod walk;
mod windows;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::domain::delivery::Delivery;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Clock, Incident, Outcome, Person, evaluate};
use crate::domain::severity::Severity;

/// The person of all the tables.
const ME: u64 = 100;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a time zone")
}

fn clock(name: &str) -> Clock {
    Clock::of(zone(name))
}

fn rules(value: Value) -> Vec<EscalationRule> {
    crate::lenient::read(value).expect("rules")
}

/// Somebody who is in team 10, in no schedule, and told by voice and SMS.
fn person() -> Person {
    let preferences = [
        (
            Severity::Critical,
            vec!["voice".to_owned(), "sms".to_owned()],
        ),
        (Severity::Warning, vec!["email".to_owned()]),
        (Severity::Info, Vec::new()),
    ];
    let yes = ["voice", "sms", "email"].map(|name| (name.to_owned(), Delivery::Yes));
    Person {
        id: ME,
        teams: crate::lenient::read(json!([
            {"team_id": 10, "team_name": "Databases", "person_ids": [ME, 101]},
            {"team_id": 11, "team_name": "Networks", "person_ids": [101]},
        ]))
        .expect("teams"),
        teams_complete: true,
        schedules_complete: true,
        preferences: Some(preferences.into()),
        deliveries: yes.into(),
        ..Person::default()
    }
}

/// A layer that reaches the person by name and preference.
fn me() -> Value {
    json!({"target": {"person_ids": [ME], "by": {"follow_preference": true}}})
}

/// A Thursday at noon in Shanghai.
fn judge(rules: &[EscalationRule], person: &Person, incident: &Incident) -> Outcome {
    evaluate(
        rules,
        person,
        incident,
        at("2026-11-12T04:00:00Z"),
        &clock("Asia/Shanghai"),
    )
}
