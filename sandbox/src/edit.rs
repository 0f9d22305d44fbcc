//! Changes to the account that no request makes: a test's own, and those that many tests need.

use std::fmt;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::behavior::Behavior;
use crate::made::Made;

type Change = dyn Fn(&mut Value) -> Result<(), String> + Send + Sync;

/// A change to the account. [`crate::Options::edits`] are made when a server starts,
/// [`crate::Server::apply`] makes one later, and a fault makes one while a request is served.
#[derive(Clone)]
pub struct Edit(Arc<Change>);

impl Edit {
    /// From a function that changes the JSON of the state.
    pub fn new(change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::tried(move |state| {
            change(state);
            Ok(())
        })
    }

    fn tried(change: impl Fn(&mut Value) -> Result<(), String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(change))
    }

    /// Several, one after the other.
    #[must_use]
    pub fn all(edits: Vec<Edit>) -> Self {
        Self::tried(move |state| edits.iter().try_for_each(|edit| edit.apply(state)))
    }

    /// Adds what was made, in place of what has the same id.
    #[must_use]
    pub fn put(made: Made) -> Self {
        Self::tried(move |state| made.put(state))
    }

    /// Chooses how the server answers.
    pub fn behave(choose: impl Fn(&mut Behavior) + Send + Sync + 'static) -> Self {
        Self::tried(move |state| {
            let known = state.get("behavior").cloned().unwrap_or_else(|| json!({}));
            let mut behavior: Behavior =
                serde_json::from_value(known).map_err(|e| e.to_string())?;
            choose(&mut behavior);
            state["behavior"] = serde_json::to_value(behavior).map_err(|e| e.to_string())?;
            Ok(())
        })
    }

    /// Changes a space by its id: `status`, `flapping`, `team_id`.
    pub fn space(id: u64, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::one("spaces", "channel_id", id, change)
    }

    /// Changes a member by the id: `status` (`pending`), `phone_verified`, `time_zone`.
    pub fn member(id: u64, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::one("members", "member_id", id, change)
    }

    /// Changes a schedule by its id: `layers`, `notify`, `disabled`.
    pub fn schedule(id: u64, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::one("schedules", "schedule_id", id, change)
    }

    /// Changes an integration by its id.
    pub fn integration(id: u64, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::one("integrations", "integration_id", id, change)
    }

    /// An account without the incidents of the week before, so that there are those of the test only.
    #[must_use]
    pub fn no_past() -> Self {
        Self::new(|state| {
            if state["past_made_at"] == 0 {
                state["past_made_at"] = 1.into();
            } else {
                state["incidents"] = json!([]);
                state["audit"] = json!([]);
            }
        })
    }

    /// Changes an incident by its id: `progress`, `feed`, `alerts`.
    pub fn incident(id: &str, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::one("incidents", "incident_id", id, change)
    }

    /// Changes an escalation rule by its id.
    pub fn rule(id: &str, change: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        Self::one("rules", "rule_id", id, change)
    }

    fn one(
        list: &'static str,
        field: &'static str,
        id: impl Into<Value>,
        change: impl Fn(&mut Value) + Send + Sync + 'static,
    ) -> Self {
        let id = id.into();
        Self::tried(move |state| {
            let found = state[list]
                .as_array_mut()
                .and_then(|items| items.iter_mut().find(|item| item[field] == id))
                .ok_or_else(|| format!("nothing in {list} has the {field} {id}"))?;
            change(found);
            Ok(())
        })
    }

    /// One more scene of a person's preferences, beside those that the references name.
    #[must_use]
    pub fn scene(person: u64, name: &str, value: Value) -> Self {
        let name = name.to_owned();
        Self::tried(move |state| {
            let preference = state["preferences"]
                .as_object_mut()
                .and_then(|all| all.get_mut(&person.to_string()))
                .ok_or_else(|| format!("person {person} has no preferences"))?;
            preference[&name] = value.clone();
            Ok(())
        })
    }

    /// Limits a key to these permissions, such as `Channels Read`.
    #[must_use]
    pub fn limit_key(key: &str, permissions: &[&str]) -> Self {
        let permissions = json!(permissions);
        Self::one("app_keys", "key", key, move |key| {
            key["permissions"] = permissions.clone();
        })
    }

    pub(crate) fn apply(&self, state: &mut Value) -> Result<(), String> {
        (self.0)(state)
    }
}

impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Edit")
    }
}
