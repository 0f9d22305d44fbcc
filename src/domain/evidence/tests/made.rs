//! Incidents, feeds, rules and persons for the tests, in the shapes of the vendor's references.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::domain::escalation::wire::{EscalationRule, Schedule};
use crate::domain::escalation::{Clock, Person};
use crate::domain::evidence::wire::{FeedItem, IncidentInfo};
use crate::domain::evidence::{
    AlertFact, Case, Chosen, ChosenLog, Code, Event, Finding, Mute, Muted, judge, judge_within,
};
use crate::domain::severity::Severity;
use crate::lenient;

pub const ME: u64 = 80011;
pub const YOU: u64 = 80012;
pub const RULE: &str = "6650a1f0c0de000000000001";
pub const OTHER: &str = "6650a1f0c0de000000000002";
pub const ID: &str = "69da451ef77b1b51f40e83ee";
/// When incidents begin, Unix seconds.
pub const START: i64 = 1_775_912_222;

/// The shapes of the references.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// Milliseconds, levels as numbers.
    May,
    /// Levels as text, details as null where they say nothing.
    Legacy,
    /// As May, with what came later.
    Newest,
    /// The slip of some examples: seconds.
    Seconds,
}

impl Shape {
    pub const ALL: [Shape; 4] = [Shape::May, Shape::Legacy, Shape::Newest, Shape::Seconds];
}

/// An entry so many seconds after the beginning.
pub fn entry(shape: Shape, after: i64, kind: &str, by: u64, mut detail: Value) -> FeedItem {
    let at = START + after;
    let at = if shape == Shape::Seconds {
        json!(at)
    } else {
        json!(at * 1000 + 661)
    };
    if shape == Shape::Legacy {
        if let Some(level) = detail.get("layer_idx").and_then(Value::as_i64)
            && kind == "i_notify"
        {
            detail["layer_idx"] = json!(level.to_string());
        }
        if detail == json!({}) {
            detail = Value::Null;
        }
    }
    let mut item = json!({"ref_id": ID, "type": kind, "detail": detail, "account_id": 1, "creator_id": by, "created_at": at, "updated_at": at});
    if shape == Shape::Newest {
        item["deleted_at"] = json!(0);
        if kind == "i_notify" {
            item["detail"]["sms_content"] = json!("");
        }
    }
    lenient::read(item).unwrap()
}

/// The world of a test: a feed that grows, and what else is known.
pub struct World {
    pub shape: Shape,
    pub feed: Vec<FeedItem>,
    pub incident: Value,
    pub rules: Option<Vec<Value>>,
    pub person: Person,
    pub now: i64,
    pub complete: bool,
    /// So many seconds after the beginning an entry may be missing; else at any time, where it is not complete.
    pub lost: Option<i64>,
    pub member_since: Option<i64>,
    pub alerts: Vec<AlertFact>,
    pub alerts_known: bool,
    pub chosen: ChosenLog,
}

impl World {
    /// An incident that has begun, rules that tell me and you, and channels for everything.
    pub fn new(shape: Shape) -> World {
        let channels = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        let own: BTreeMap<Severity, Vec<String>> = Severity::ALL
            .into_iter()
            .map(|severity| (severity, channels(&["email", "push"])))
            .collect();
        let mut world = World {
            shape,
            feed: Vec::new(),
            incident: json!({"incident_id": ID, "num": "0E83EE", "title": "CPU usage high - web-server-01",
                "incident_severity": "Critical", "progress": "Triggered", "channel_id": 30101, "start_time": START - 3}),
            rules: Some(vec![rule(
                RULE,
                &[level(10, &[YOU], &follow()), level(0, &[ME], &follow())],
            )]),
            person: Person {
                id: ME,
                teams_complete: true,
                schedules_complete: true,
                preferences: Some(own),
                ..Person::default()
            },
            now: 86_400,
            complete: true,
            lost: None,
            member_since: None,
            alerts: Vec::new(),
            alerts_known: true,
            // It goes back far enough.
            chosen: ChosenLog {
                since: Some(Timestamp::UNIX_EPOCH),
                lists: Vec::new(),
            },
        };
        world.add(
            0,
            "i_new",
            0,
            json!({"severity": "Critical", "title": "CPU usage high - web-server-01"}),
        );
        world
    }

    pub fn add(&mut self, after: i64, kind: &str, by: u64, detail: Value) -> &mut World {
        self.feed.push(entry(self.shape, after, kind, by, detail));
        self
    }

    /// A rule assigned a level.
    pub fn assign(&mut self, after: i64, rule: &str, level: i64, to: &[u64]) -> &mut World {
        let kind = if level == 0 { "assign" } else { "escalate" };
        let detail = json!({"to": to, "type": kind, "escalate_rule_id": rule, "escalate_rule_name": "P1", "layer_idx": level, "assigned_at": START + after});
        self.add(after, "i_assign", 0, detail)
    }

    /// A person assigned.
    pub fn by_hand(&mut self, after: i64, by: u64, to: &[u64]) -> &mut World {
        let detail = json!({"to": to, "type": "reassign", "person_ids": to, "escalate_rule_id": "000000000000000000000000", "layer_idx": 0});
        self.add(after, "i_assign", by, detail)
    }

    pub fn notify(
        &mut self,
        after: i64,
        rule: &str,
        level: i64,
        by: &str,
        persons: &Value,
    ) -> &mut World {
        let detail = json!({"rid": "r", "msg_id": "m", "fire_type": "fire", "escalate_rule_id": rule, "layer_idx": level, "by": by, "persons": persons});
        self.add(after, "i_notify", 0, detail)
    }

    pub fn prefer_nothing(&mut self, severity: Severity) -> &mut World {
        let own = self.person.preferences.get_or_insert_default();
        own.insert(severity, Vec::new());
        self
    }

    pub fn judge(&self) -> Finding {
        self.with(judge)
    }

    /// What is said of the time from so many seconds after the beginning to so many.
    pub fn judge_within(&self, from: i64, to: i64) -> Option<Finding> {
        let second = |after: i64| Timestamp::from_second(START + after).unwrap();
        self.with(|case| judge_within(case, (second(from), second(to))))
    }

    fn with<T>(&self, judge: impl FnOnce(&Case<'_>) -> T) -> T {
        let incident: IncidentInfo = lenient::read(self.incident.clone()).unwrap();
        let rules: Option<Vec<EscalationRule>> = self
            .rules
            .as_ref()
            .map(|rules| lenient::read(json!(rules)).unwrap());
        let second = |after: i64| Timestamp::from_second(START + after).unwrap();
        judge(&Case {
            incident: &incident,
            events: &Event::all(&self.feed),
            since: None,
            until: None,
            complete: self.complete,
            lost: (!self.complete).then(|| self.lost.map_or(Timestamp::MAX, second)),
            now: second(self.now),
            person: &self.person,
            member_since: self.member_since.map(second),
            rules: rules.as_deref(),
            clock: &Clock::of(TimeZone::UTC),
            alerts: &self.alerts,
            alerts_known: self.alerts_known,
            chosen: &self.chosen,
        })
    }

    /// So many seconds after the beginning, by what the log has, these were chosen for every severity.
    pub fn chose(&mut self, after: i64, channels: &[&str]) -> &mut World {
        let list: Vec<String> = channels.iter().map(|one| (*one).to_owned()).collect();
        self.chosen.lists.push(Chosen {
            at: Timestamp::from_second(START + after).unwrap(),
            lists: Some(Severity::ALL.map(|one| (one, list.clone())).into()),
        });
        self
    }

    /// So many seconds after the beginning something was chosen, and the log does not show what.
    pub fn chose_something(&mut self, after: i64) -> &mut World {
        self.chosen.lists.push(Chosen {
            at: Timestamp::from_second(START + after).unwrap(),
            lists: None,
        });
        self
    }

    /// The reasons, as words.
    pub fn codes(&self) -> Vec<&'static str> {
        let finding = self.judge();
        assert!(!finding.reasons.is_empty(), "certain without a reason");
        finding
            .reasons
            .iter()
            .map(|one| one.code().word())
            .collect()
    }

    #[track_caller]
    pub fn decided_by(&self, code: Code) {
        assert_eq!(
            self.codes().first(),
            Some(&code.word()),
            "{:?} {:#?}",
            self.shape,
            self.judge()
        );
    }
}

pub fn follow() -> Value {
    json!({"follow_preference": true, "critical": null, "warning": null, "info": null})
}

pub fn unified(critical: &[&str]) -> Value {
    json!({"follow_preference": false, "critical": critical, "warning": [], "info": []})
}

/// A level that tells these persons; of 0 minutes nobody says whether another one comes.
pub fn level(minutes: u64, persons: &[u64], by: &Value) -> Value {
    json!({"escalate_window": minutes, "force_escalate": false, "target": {"person_ids": persons, "by": by}})
}

/// A level that tells whoever is on call.
pub fn on_call(minutes: u64, schedule: u64) -> Value {
    json!({"escalate_window": minutes, "target": {"schedule_to_role_ids": {schedule.to_string(): []}, "by": follow()}})
}

pub fn rule(id: &str, levels: &[Value]) -> Value {
    json!({"rule_id": id, "rule_name": "P1", "status": "enabled", "priority": 0, "aggr_window": 0, "filters": null,
        "layers": levels, "updated_at": START - 86_400})
}

/// A schedule with a shift of these at the beginning, and one of mine a day later.
pub fn schedule(id: u64, now: &[u64]) -> Schedule {
    let shift = |start: i64, persons: &[u64]| json!({"start": start, "end": start + 86_400, "group": {"members": [{"role_id": 0, "person_ids": persons}]}});
    let shifts = [shift(START - 3600, now), shift(START + 82_800, &[ME])];
    lenient::read(json!({"schedule_id": id, "schedule_name": "支付值班", "final_schedule": {"schedules": shifts}})).unwrap()
}

/// An alert so many seconds after the beginning, held back or not.
pub fn alert(after: i64, held: Option<(bool, &str)>) -> AlertFact {
    let at = Timestamp::from_second(START + after).unwrap();
    let mute = held.map(|(inhibited, rule)| {
        let held = lenient::read(json!({"rule_id": "1", "rule_name": rule})).unwrap();
        let by = if inhibited {
            Muted::Inhibited(held)
        } else {
            Muted::Silenced(held)
        };
        Mute { at, by }
    });
    AlertFact {
        id: format!("alert{after}"),
        title: "disk full".into(),
        at: Some(at),
        is_read: mute.is_some(),
        mute,
    }
}
