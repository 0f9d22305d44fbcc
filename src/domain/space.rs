//! Collaboration spaces, where incidents live. The wire calls them channels (contract:
//! `ChannelSpace`).

use serde::Deserialize;

use crate::domain::escalation::noise::wire::Flapping;
use crate::lenient;
use crate::lenient::Id;

/// A collaboration space.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Space {
    /// Its id.
    #[serde(rename = "channel_id")]
    pub id: Id,
    /// What the account calls it.
    #[serde(default, rename = "channel_name")]
    pub name: String,
    /// The team that owns it; 0 where none does or the server does not say.
    #[serde(default)]
    pub team_id: Id,
    /// `enabled`, `disabled` or `deleted`; empty where the server does not say.
    #[serde(default)]
    pub status: String,
    /// When it was deleted, Unix seconds; 0 is never.
    #[serde(default, deserialize_with = "lenient::span")]
    pub deleted_at: u64,
    /// When it takes an alert for flapping, where that is set and the server says.
    #[serde(default)]
    pub flapping: Option<Flapping>,
}

impl Space {
    /// Whether incidents can happen in it: only a word that says otherwise counts against it.
    pub fn is_on(&self) -> bool {
        !matches!(self.status.as_str(), "disabled" | "deleted")
    }

    /// Whether the server says nothing of its state, or that it is on: what another word means is not
    /// known, nor what an enabled one is that has a time of its deletion.
    pub fn is_certainly_on(&self) -> bool {
        matches!(self.status.as_str(), "" | "enabled") && self.deleted_at == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn brief_null_and_new() {
        for (value, team, on) in [
            (json!({"channel_id": "7", "channel_name": "x"}), 0, true),
            (
                json!({"channel_id": 7, "channel_name": null, "team_id": null, "status": null}),
                0,
                true,
            ),
            (
                json!({"channel_id": 7, "team_id": "3", "status": "paused", "more": [1]}),
                3,
                true,
            ),
            (json!({"channel_id": 7, "status": "disabled"}), 0, false),
            (json!({"channel_id": 7, "status": "deleted"}), 0, false),
        ] {
            let space: Space = lenient::read(value.clone()).unwrap();
            assert_eq!(
                (space.id.0, space.team_id.0, space.is_on()),
                (7, team, on),
                "{value}"
            );
        }
        assert!(lenient::read::<Space>(json!({"channel_name": "no id"})).is_err());
    }

    #[test]
    fn one_that_is_enabled_and_deleted_is_not_certain() {
        for (deleted_at, certain) in [
            (json!(0), true),
            (json!(null), true),
            (json!(1_760_000_000), false),
            (json!("1760000000"), false),
        ] {
            let value = json!({"channel_id": 7, "status": "enabled", "deleted_at": deleted_at});
            let space: Space = lenient::read(value).unwrap();
            assert!(space.is_on());
            assert_eq!(space.is_certainly_on(), certain, "{deleted_at}");
        }
    }
}
