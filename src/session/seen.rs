//! What the answers of a run name, noted for completion (`local/seen.rs`): wherever a list is asked for, and
//! whatever for. And the time zone of the person, for the commands that do not ask for it.

use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::api::Noted;
use crate::domain::app_key::KeyInfo;
use crate::domain::device::Device;
use crate::domain::evidence::wire::IncidentInfo;
use crate::domain::integration::{Integration, State};
use crate::domain::member::{Caller, Person};
use crate::domain::space::Space;
use crate::lenient;
use crate::local::seen::{Place, Sightings, Sort, Thing};
use crate::local::times::Times;

/// What a run has seen so far, and where it is kept.
#[derive(Default)]
pub struct Seen {
    place: Option<Place>,
    sightings: Arc<Mutex<Sightings>>,
}

impl Seen {
    /// What is kept there from now on.
    pub fn begin(&mut self, place: Option<Place>) -> Noted {
        self.place = place;
        let sightings = Arc::clone(&self.sightings);
        Arc::new(move |operation: &str, asked: &Value, answer: &[u8]| {
            if let Some(zone) = zone(operation, asked, answer) {
                let sightings = sightings.lock();
                let mut sightings = sightings.unwrap_or_else(PoisonError::into_inner);
                sightings.set_zone(zone);
            }
            if let Some((sort, things)) = things(operation, asked, answer) {
                let page = asked["p"].as_u64().unwrap_or(1);
                let sightings = sightings.lock();
                let mut sightings = sightings.unwrap_or_else(PoisonError::into_inner);
                sightings.add(sort, things, page);
            }
        })
    }

    /// Keep it.
    pub fn end(&mut self) {
        let sightings = self.sightings.lock();
        let mut sightings = sightings.unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = self.place.take() {
            place.keep(&std::mem::take(&mut *sightings));
        }
    }

    /// Where it is kept.
    pub fn place(&self) -> Option<Place> {
        self.place.clone()
    }
}

/// The time zone of whoever asks: what asks for a member by id is about somebody else.
fn zone(operation: &str, asked: &Value, answer: &[u8]) -> Option<String> {
    let own = asked.as_object().is_none_or(serde_json::Map::is_empty);
    let caller = match operation {
        "member_info" if own => Caller::Member(Box::new(data(answer)?)),
        "account_info" if own => Caller::Primary(Box::new(data(answer)?)),
        _ => return None,
    };
    Times::zone_of(&caller)
}

/// What an answer holds, where it can be read.
fn data<T: DeserializeOwned>(answer: &[u8]) -> Option<T> {
    #[derive(Deserialize)]
    struct Envelope {
        data: Value,
    }
    let Envelope { data } = serde_json::from_slice(answer).ok()?;
    lenient::read(data).ok()
}

fn things(operation: &str, asked: &Value, answer: &[u8]) -> Option<(Sort, Vec<Thing>)> {
    Some(match operation {
        // Those of somebody else are nobody's to complete.
        "app_key_list" if asked.get("person_id").is_none() => (
            Sort::Key,
            of(answer, |key: KeyInfo| {
                Some(Thing::new(key.key_id, &key.key_name, ""))
            }),
        ),
        "device_list" => (
            Sort::Phone,
            of(answer, |phone: Device| {
                Some(Thing::new(phone.device_id, &phone.device_name, ""))
            }),
        ),
        "integration_list" | "account_integration_list" => (Sort::Im, of(answer, im)),
        "channel_list" => (
            Sort::Space,
            of(answer, |space: Space| {
                (space.status != "deleted").then(|| Thing::new(space.id, &space.name, ""))
            }),
        ),
        "incident_list" => (
            Sort::Incident,
            of(answer, |one: IncidentInfo| {
                Some(Thing::new(one.incident_id, &one.num, &one.title))
            }),
        ),
        "member_list" => (
            Sort::Person,
            of(answer, |one: Person| {
                (one.status != "deleted").then(|| Thing::new(one.member_id, &one.member_name, ""))
            }),
        ),
        _ => return None,
    })
}

fn im(integration: Integration) -> Option<Thing> {
    let there = !matches!(integration.state, State::Disabled | State::Deleted);
    let word = integration.channel()?.word()?;
    (there && integration.id.0 != 0).then(|| Thing::new(word, "", &integration.name))
}

/// The entries of a list that can be read.
fn of<T: DeserializeOwned>(answer: &[u8], thing: impl Fn(T) -> Option<Thing>) -> Vec<Thing> {
    let entries = match data(answer).unwrap_or_default() {
        Value::Array(entries) => entries,
        mut other => match other.get_mut("items").map(Value::take) {
            Some(Value::Array(entries)) => entries,
            _ => return Vec::new(),
        },
    };
    let entries = entries.into_iter().take(1000);
    entries
        .filter_map(|entry| thing(lenient::read::<T>(entry).ok()?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_an_answer_names_is_noted_and_what_is_somebody_elses_is_not() {
        let of = |operation: &str, asked: Value, data: Value| {
            let answer = json!({"request_id": "1", "data": data}).to_string();
            things(operation, &asked, answer.as_bytes())
        };
        let keys =
            json!({"items": [{"key_id": u64::MAX, "key_name": "ci", "status": "enabled"}, 5]});
        let (sort, seen) = of("app_key_list", json!({}), keys.clone()).unwrap();
        assert_eq!(sort, Sort::Key);
        assert_eq!(seen, [Thing::new(u64::MAX, "ci", "")]);
        assert!(of("app_key_list", json!({"person_id": 5}), keys).is_none());
        let apps = json!([
            {"integration_id": 4401, "plugin_type": "feishu_app", "name": "值班", "status": "enabled"},
            {"integration_id": 4402, "plugin_type": "slack_app", "name": "x", "status": "disabled"},
            {"integration_id": 4403, "plugin_type": "future_app", "name": "y", "status": "enabled"},
        ]);
        let (_, seen) = of("integration_list", json!({"p": 1}), apps).unwrap();
        assert_eq!(seen, [Thing::new("feishu:4401", "", "值班")]);
        assert_eq!(
            of("device_list", json!({}), json!("nonsense")).unwrap().1,
            []
        );
        assert!(of("member_info", json!({}), json!({})).is_none());
    }
}
