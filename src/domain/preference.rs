//! How a person is notified, by target (contract: `Preference`), and the body that changes it.
//!
//! Whatever the server sent and duty does not know stays in place and is sent back as it was read.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tr::tr;

use crate::domain::channel::{Channel, same_channels};
use crate::domain::severity::Severity;
use crate::lenient::Id;

/// What a list of channels is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// Incidents of a severity.
    Severity(Severity),
    /// Notice of a schedule shift.
    Shift,
    /// Status page changes; IM apps only.
    StatusPage,
}

impl Target {
    /// All of them, in the order in which duty shows them.
    pub const ALL: [Target; 5] = [
        Target::SEVERITIES[0],
        Target::SEVERITIES[1],
        Target::SEVERITIES[2],
        Target::Shift,
        Target::StatusPage,
    ];

    /// The three severities.
    pub const SEVERITIES: [Target; 3] = [
        Target::CRITICAL,
        Target::Severity(Severity::Warning),
        Target::Severity(Severity::Info),
    ];

    /// The one whose silence duty guards against.
    pub const CRITICAL: Target = Target::Severity(Severity::Critical);

    /// The word in commands, files and JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Target::Severity(severity) => severity.word(),
            Target::Shift => "shift",
            Target::StatusPage => "status-page",
        }
    }

    /// The target with this word.
    pub fn of_word(word: &str) -> Option<Target> {
        Target::ALL.into_iter().find(|target| target.word() == word)
    }

    /// What it is, for people.
    pub fn label(self) -> String {
        match self {
            Target::Severity(Severity::Critical) => tr!("critical incidents"),
            Target::Severity(Severity::Warning) => tr!("warning incidents"),
            Target::Severity(Severity::Info) => tr!("info incidents"),
            Target::Shift => tr!("schedule shifts"),
            Target::StatusPage => tr!("status page changes"),
        }
    }
}

/// One list of channels, with what else stood beside it on the wire.
#[derive(Clone, Debug, Default, PartialEq)]
struct Beside {
    /// `None` where the server does not tell them; a list that is null has none.
    channels: Option<Vec<Channel>>,
    rest: Map<String, Value>,
}

/// The preferences of one person, as read.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct Preference {
    /// Whose they are.
    pub person_id: Id,
    severities: [Vec<Channel>; 3],
    severities_rest: Map<String, Value>,
    shift: Option<Beside>,
    status_page: Option<Beside>,
    /// Scenes that duty does not know, as read. They are sent along in an update: nobody knows whether
    /// it leaves alone what it does not name.
    pub scenes: Map<String, Value>,
}

/// The reader takes both spellings of each; the first is the one that the reference shows.
const SHIFT_KEYS: [&str; 2] = ["shedule_shift_notify", "schedule_shift_notify"];
const STATUS_PAGE_KEYS: [&str; 2] = ["status_page_notify", "status_change_notify"];
const SHIFT_LIST: &str = "personal_channels";
const STATUS_PAGE_LIST: &str = "im_integrations";

impl TryFrom<Map<String, Value>> for Preference {
    type Error = String;

    fn try_from(mut data: Map<String, Value>) -> Result<Preference, String> {
        let person_id = match data.remove("person_id") {
            None | Some(Value::Null) => Id::default(),
            Some(id) => {
                serde_json::from_value(id).map_err(|error| format!("person_id: {error}"))?
            }
        };
        let Some(Value::Object(mut trigger)) = data.remove("trigger_notify") else {
            return Err("trigger_notify: expected an object".into());
        };
        let mut severities = [Vec::new(), Vec::new(), Vec::new()];
        for (list, key) in severities.iter_mut().zip(Severity::ALL.map(Severity::word)) {
            // A change sends all three: what was not told would be emptied by it.
            *list = (trigger.shift_remove(key))
                .ok_or_else(|| "missing".to_owned())
                .and_then(|list| channels(Some(list)))
                .map_err(|error| format!("trigger_notify.{key}: {error}"))?;
        }
        Ok(Preference {
            person_id,
            severities,
            severities_rest: trigger,
            shift: beside(&mut data, &SHIFT_KEYS, SHIFT_LIST)?,
            status_page: beside(&mut data, &STATUS_PAGE_KEYS, STATUS_PAGE_LIST)?,
            scenes: {
                let known =
                    |key: &str| SHIFT_KEYS.contains(&key) || STATUS_PAGE_KEYS.contains(&key);
                data.retain(|key, value| value.is_object() && !known(key));
                data
            },
        })
    }
}

/// Nobody has so many channels; an answer that has more of them is not one, and is not worked at for minutes.
pub(crate) const MOST_CHANNELS: usize = 2_000;

fn channels(value: Option<Value>) -> Result<Vec<Channel>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) if list.len() > MOST_CHANNELS => Err(format!(
            "expected {MOST_CHANNELS} channels at most, and not {}",
            list.len()
        )),
        Some(list @ Value::Array(_)) => {
            serde_json::from_value(list).map_err(|error| error.to_string())
        }
        Some(_) => Err("expected a list of channels".into()),
    }
}

fn beside(
    data: &mut Map<String, Value>,
    keys: &[&str],
    list: &str,
) -> Result<Option<Beside>, String> {
    let mut found: Option<Beside> = None;
    for key in keys {
        match data.remove(*key) {
            None | Some(Value::Null) => {}
            Some(Value::Object(mut object)) => {
                let told = object.shift_remove(list).map(|told| channels(Some(told)));
                let told = told.transpose();
                let channels = told.map_err(|error| format!("{key}.{list}: {error}"))?;
                match &mut found {
                    None => {
                        found = Some(Beside {
                            channels,
                            rest: object,
                        });
                    }
                    Some(first) => match (&first.channels, channels) {
                        // Which of them is right nobody knows.
                        (Some(one), Some(other)) if !same_channels(one, &other) => {
                            let first = keys[0];
                            return Err(format!("{key}.{list}: is not that of {first}"));
                        }
                        (None, other) => first.channels = other,
                        (Some(_), _) => {}
                    },
                }
            }
            Some(_) => return Err(format!("{key}: expected an object")),
        }
    }
    Ok(found)
}

impl Preference {
    /// The channels of a target, as read; empty where the server sent none.
    pub fn channels(&self, target: Target) -> &[Channel] {
        match target {
            Target::Severity(severity) => &self.severities[severity as usize],
            Target::Shift => list_of(&self.shift),
            Target::StatusPage => list_of(&self.status_page),
        }
    }

    /// Whether the server said which channels a target has, be it none.
    pub fn is_told(&self, target: Target) -> bool {
        match target {
            Target::Severity(_) => true,
            Target::Shift => is_told(&self.shift),
            Target::StatusPage => is_told(&self.status_page),
        }
    }

    /// Replace the channels of a target.
    pub fn set_channels(&mut self, target: Target, channels: Vec<Channel>) {
        match target {
            Target::Severity(severity) => self.severities[severity as usize] = channels,
            Target::Shift => {
                self.shift.get_or_insert_default().channels = Some(channels);
            }
            Target::StatusPage => {
                self.status_page.get_or_insert_default().channels = Some(channels);
            }
        }
    }

    /// The same, with what the other tells of the targets that this does not.
    #[must_use]
    pub fn filled_from(&self, other: &Preference) -> Preference {
        let mut filled = self.clone();
        for target in Target::ALL {
            if !self.is_told(target) && other.is_told(target) {
                filled.set_channels(target, other.channels(target).to_vec());
            }
        }
        filled
    }

    /// The targets whose channels are no longer as they were before; order and repetition do not matter, and what is not
    /// told now is no change.
    pub fn changed(&self, before: &Preference) -> Vec<Target> {
        self.named_otherwise(|target| before.channels(target))
    }

    /// The targets that both tell, and differently.
    pub fn contradicted(&self, other: &Preference) -> Vec<Target> {
        let mut changed = self.changed(other);
        changed.retain(|target| other.is_told(*target));
        changed
    }

    /// The targets that this names, and that are otherwise in the other: a body that leaves one out says nothing
    /// of it.
    pub fn named_otherwise<'a>(&self, other: impl Fn(Target) -> &'a [Channel]) -> Vec<Target> {
        let named = |target: &Target| self.is_told(*target);
        let targets = Target::ALL.into_iter().filter(named);
        targets
            .filter(|target| !same_channels(self.channels(*target), other(*target)))
            .collect()
    }

    /// Whether all lists are the same, order and repetition too.
    pub fn same_lists(&self, other: &Preference) -> bool {
        Target::ALL
            .into_iter()
            .all(|target| self.channels(target) == other.channels(target))
    }

    /// The body of `preference_update` that makes them into this: every scene that was read, changed or
    /// not, for no reference proves that the server keeps what it is not sent.
    pub fn update_body(&self) -> Value {
        let mut trigger = Map::new();
        for (severity, list) in Severity::ALL.into_iter().zip(&self.severities) {
            trigger.insert(severity.word().into(), json!(list));
        }
        trigger.extend(self.severities_rest.clone());
        let mut body = self.scenes.clone();
        body.insert("trigger_notify".into(), Value::Object(trigger));
        let mut beside = |key: &str, list: &str, value: &Option<Beside>| {
            let Some(value) = value else { return };
            let mut object = value.rest.clone();
            match &value.channels {
                Some(channels) => drop(object.insert(list.into(), json!(channels))),
                // What is empty might be taken for an empty list.
                None if object.is_empty() => return,
                None => {}
            }
            body.insert(key.into(), Value::Object(object));
        };
        beside("schedule_shift_notify", SHIFT_LIST, &self.shift);
        beside("status_change_notify", STATUS_PAGE_LIST, &self.status_page);
        Value::Object(body)
    }

    /// The scenes that duty does not know, and that are not in the other as they are here.
    pub fn scenes_changed_in<'a>(&'a self, other: &Preference) -> Vec<&'a str> {
        let scenes = self.scenes.iter();
        let changed = scenes.filter(|(name, value)| other.scenes.get(*name) != Some(value));
        changed.map(|(name, _)| name.as_str()).collect()
    }

    /// The channel lists alone, as history and exports keep them: target word to wire strings.
    pub fn lists(&self) -> Vec<(Target, Vec<Channel>)> {
        Target::ALL
            .into_iter()
            .map(|target| (target, self.channels(target).to_vec()))
            .collect()
    }
}

fn list_of(beside: &Option<Beside>) -> &[Channel] {
    let told = beside.as_ref().and_then(|beside| beside.channels.as_ref());
    told.map_or(&[], Vec::as_slice)
}

fn is_told(beside: &Option<Beside>) -> bool {
    beside.as_ref().is_some_and(|one| one.channels.is_some())
}

/// Its words on the command line, with what help says of each.
impl clap::ValueEnum for Target {
    fn value_variants<'a>() -> &'a [Target] {
        &Target::ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        let help = match self {
            Target::Severity(Severity::Critical) => "Incidents of severity critical",
            Target::Severity(Severity::Warning) => "Incidents of severity warning",
            Target::Severity(Severity::Info) => "Incidents of severity info",
            Target::Shift => "Notice of a schedule shift",
            Target::StatusPage => "Status page changes; IM apps only",
        };
        Some(clap::builder::PossibleValue::new(self.word()).help(help))
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: Value) -> Preference {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn both_spellings_are_read_and_the_right_one_is_written() {
        for key in SHIFT_KEYS {
            let before = read(json!({"person_id": "7",
                "trigger_notify": {"critical": ["sms"], "warning": null, "info": [], "later": {"x": 1}},
                key: {"personal_channels": ["email"], "more": true}}));
            assert_eq!(before.person_id, Id(7));
            assert_eq!(
                before.channels(Target::Shift),
                [Channel::wire_string("email")]
            );
            let mut after = before.clone();
            assert_eq!(
                after.update_body(),
                json!({"trigger_notify": {"critical": ["sms"], "warning": [], "info": [], "later": {"x": 1}},
                    "schedule_shift_notify": {"more": true, "personal_channels": ["email"]}}),
                "every scene that was read, and none that was not"
            );
            after.set_channels(Target::Shift, vec![Channel::wire_string("voice")]);
            after.set_channels(
                Target::StatusPage,
                vec![Channel::im(crate::domain::channel::ImType::Slack, 3)],
            );
            let body = after.update_body();
            assert_eq!(
                body["schedule_shift_notify"],
                json!({"more": true, "personal_channels": ["voice"]})
            );
            assert_eq!(
                body["status_change_notify"],
                json!({"im_integrations": ["slack_app:3"]})
            );
            assert_eq!(after.changed(&before), [Target::Shift, Target::StatusPage]);
        }
    }

    #[test]
    fn two_spellings_that_contradict_one_another_are_no_answer() {
        let both = |first: Value, second: Value| {
            serde_json::from_value::<Preference>(json!({
                "trigger_notify": {"critical": [], "warning": [], "info": []},
                SHIFT_KEYS[0]: {"personal_channels": first},
                SHIFT_KEYS[1]: {"personal_channels": second}}))
        };
        let (sms, email) = (json!(["sms"]), json!(["email"]));
        assert!(both(sms.clone(), email.clone()).is_err());
        assert!(both(json!([]), email).is_err());
        let same = both(sms.clone(), sms).unwrap();
        assert_eq!(same.channels(Target::Shift), [Channel::wire_string("sms")]);
        assert!(same.is_told(Target::Shift) && !same.is_told(Target::StatusPage));
    }

    #[test]
    fn odd_entries_survive_and_nonsense_is_refused() {
        let odd = read(json!({"trigger_notify":
            {"critical": ["future_app:9", 3, "future_app:9"], "warning": ["push"], "info": ["sms"]}}));
        assert_eq!(
            odd.update_body()["trigger_notify"]["critical"],
            json!(["future_app:9", 3, "future_app:9"])
        );
        for broken in [
            json!({}),
            json!({"trigger_notify": []}),
            json!({"trigger_notify": {"critical": "voice"}}),
            json!({"trigger_notify": {}, "status_page_notify": 1}),
            json!({"trigger_notify": {"info": vec!["sms"; 2_001]}}),
        ] {
            assert!(serde_json::from_value::<Preference>(broken).is_err());
        }
    }
}
