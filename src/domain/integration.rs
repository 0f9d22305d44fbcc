//! Integrations of category `im`: the IM apps that a channel can name (contract: `Integration`).

use serde::Deserialize;

use crate::domain::channel::{Channel, ImType};
use crate::lenient::{Id, Timestamp};

/// An instance of an IM app.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Wire")]
pub struct Integration {
    /// The id that a channel names.
    pub id: Id,
    /// What the account calls it.
    pub name: String,
    /// `feishu_app` and the like.
    pub plugin_type: String,
    /// Whether it works.
    pub state: State,
    /// When it was made, where the server says.
    pub created_at: Option<Timestamp>,
    /// When it was last changed, where the server says.
    pub updated_at: Option<Timestamp>,
}

/// The state of an integration (contract: `Integration.status`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It works.
    Enabled,
    /// Switched off.
    Disabled,
    /// Gone.
    Deleted,
    /// A word that the contract does not have.
    Other(String),
}

impl State {
    /// The wire's word.
    pub fn word(&self) -> &str {
        match self {
            State::Enabled => "enabled",
            State::Disabled => "disabled",
            State::Deleted => "deleted",
            State::Other(word) => word,
        }
    }
}

#[derive(Deserialize)]
struct Wire {
    integration_id: Option<Id>,
    data_source_id: Option<Id>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    plugin_type: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    created_at: Option<Timestamp>,
    #[serde(default)]
    updated_at: Option<Timestamp>,
}

impl From<Wire> for Integration {
    fn from(wire: Wire) -> Integration {
        Integration {
            // Newer references call the id data_source_id; an entry with neither can name no channel.
            id: wire
                .integration_id
                .or(wire.data_source_id)
                .unwrap_or_default(),
            name: wire.name,
            plugin_type: wire.plugin_type,
            state: match wire.status.as_str() {
                "enabled" => State::Enabled,
                "disabled" => State::Disabled,
                "deleted" => State::Deleted,
                _ => State::Other(wire.status),
            },
            // 0 is no time.
            created_at: wire.created_at.filter(|at| at.seconds() > 0),
            updated_at: wire.updated_at.filter(|at| at.seconds() > 0),
        }
    }
}

impl Integration {
    /// The IM app that it is an instance of; `None` for one that duty does not know.
    pub fn im(&self) -> Option<ImType> {
        ImType::of_wire(&self.plugin_type)
    }

    /// Whether it says which one it is.
    pub fn is_told(&self) -> bool {
        self.id.0 != 0 && !self.plugin_type.is_empty()
    }

    /// Whether it is the same one in another state.
    pub fn contradicts(&self, other: &Integration) -> bool {
        self.id == other.id && self.plugin_type == other.plugin_type && self.state != other.state
    }

    /// Whether it may have worked at a moment: it was there, and not switched off before.
    pub fn may_have_worked(&self, at: jiff::Timestamp) -> bool {
        let made_later = self.created_at.is_some_and(|made| made.0 > at);
        let off = matches!(self.state, State::Disabled | State::Deleted);
        let off_before = off && self.updated_at.is_some_and(|changed| changed.0 <= at);
        !made_later && !off_before
    }

    /// The channel that names it.
    pub fn channel(&self) -> Option<Channel> {
        self.im().map(|im| Channel::im(im, self.id.0))
    }
}
