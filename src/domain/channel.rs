//! Notification channels: how a person is reached. The wire's word for one is a string; duty keeps
//! that string as it was read, so that a channel it has never heard of survives every round trip.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tr::tr;

/// The four channels that are the person's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Personal {
    /// A phone call.
    Voice,
    /// A text message.
    Sms,
    /// An email.
    Email,
    /// A push of the Flashduty app; `push` on the wire.
    App,
}

impl Personal {
    /// All four, in the order in which duty shows them.
    pub const ALL: [Personal; 4] = [
        Personal::Voice,
        Personal::Sms,
        Personal::Email,
        Personal::App,
    ];

    /// The contract's `Channel` value.
    pub const fn wire(self) -> &'static str {
        match self {
            Personal::Voice => "voice",
            Personal::Sms => "sms",
            Personal::Email => "email",
            Personal::App => "push",
        }
    }

    /// The word in commands and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Personal::Voice => "voice",
            Personal::Sms => "sms",
            Personal::Email => "email",
            Personal::App => "app",
        }
    }

    /// The personal channel with this word.
    pub fn of_word(word: &str) -> Option<Personal> {
        Personal::ALL
            .into_iter()
            .find(|channel| channel.word() == word)
    }
}

/// The IM apps that a channel can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImType {
    /// DingTalk.
    Dingtalk,
    /// Feishu, or Lark.
    Feishu,
    /// WeCom.
    Wecom,
    /// Slack.
    Slack,
    /// Microsoft Teams.
    Teams,
}

impl ImType {
    /// All of them, in the order in which duty shows them.
    pub const ALL: [ImType; 5] = [
        ImType::Dingtalk,
        ImType::Feishu,
        ImType::Wecom,
        ImType::Slack,
        ImType::Teams,
    ];

    /// The part of the contract's `ImChannel` before the colon, and an integration's `plugin_type`.
    pub const fn wire(self) -> &'static str {
        match self {
            ImType::Dingtalk => "dingtalk_app",
            ImType::Feishu => "feishu_app",
            ImType::Wecom => "wecom_app",
            ImType::Slack => "slack_app",
            ImType::Teams => "teams_app",
        }
    }

    /// The word in commands and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            ImType::Dingtalk => "dingtalk",
            ImType::Feishu => "feishu",
            ImType::Wecom => "wecom",
            ImType::Slack => "slack",
            ImType::Teams => "teams",
        }
    }

    /// The vendor's own name for it.
    pub const fn brand(self) -> &'static str {
        match self {
            ImType::Dingtalk => "DingTalk",
            ImType::Feishu => "Feishu",
            ImType::Wecom => "WeCom",
            ImType::Slack => "Slack",
            ImType::Teams => "Teams",
        }
    }

    /// The type with this wire name.
    pub fn of_wire(wire: &str) -> Option<ImType> {
        ImType::ALL.into_iter().find(|im| im.wire() == wire)
    }

    /// The type with this word; `lark` is Feishu.
    pub fn of_word(word: &str) -> Option<ImType> {
        let word = word.to_ascii_lowercase();
        if word == "lark" {
            return Some(ImType::Feishu);
        }
        ImType::ALL.into_iter().find(|im| im.word() == word)
    }
}

/// What a channel's string means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChannelKind {
    /// One of the person's own.
    Personal(Personal),
    /// An IM app: its type and the id of the integration.
    Im(ImType, u64),
    /// Something duty cannot express; shown and sent back as it is.
    Unknown,
}

/// A notification channel as it was read: the contract's `Channel`, or whatever stood in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Channel(Value);

impl Channel {
    /// One of the person's own channels.
    pub fn personal(channel: Personal) -> Channel {
        Channel(Value::from(channel.wire()))
    }

    /// An IM app by the id of its integration.
    pub fn im(im: ImType, id: u64) -> Channel {
        Channel(Value::from(format!("{}:{id}", im.wire())))
    }

    /// A channel by its wire string, known or not.
    pub fn wire_string(wire: &str) -> Channel {
        Channel(Value::from(wire))
    }

    /// A text that no other channel has.
    pub fn identity(&self) -> String {
        self.0.to_string()
    }

    /// What it means.
    pub fn kind(&self) -> ChannelKind {
        let Some(text) = self.0.as_str() else {
            return ChannelKind::Unknown;
        };
        if let Some(personal) = Personal::ALL.into_iter().find(|p| p.wire() == text) {
            return ChannelKind::Personal(personal);
        }
        match text.split_once(':') {
            Some((plugin, id)) if id.bytes().all(|byte| byte.is_ascii_digit()) => {
                match (ImType::of_wire(plugin), id.parse()) {
                    (Some(im), Ok(id)) => ChannelKind::Im(im, id),
                    _ => ChannelKind::Unknown,
                }
            }
            _ => ChannelKind::Unknown,
        }
    }

    /// Whether duty knows what it is; what it does not know it never removes or adds.
    pub fn is_known(&self) -> bool {
        self.kind() != ChannelKind::Unknown
    }

    /// Whether it is an IM app that duty knows.
    pub fn is_im(&self) -> bool {
        matches!(self.kind(), ChannelKind::Im(..))
    }

    /// The wire string; what is not a string comes as its JSON.
    pub fn wire(&self) -> String {
        match &self.0 {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// Whether both reach a person in the same way, however it is spelled.
    pub fn same(&self, other: &Channel) -> bool {
        self == other || (self.is_known() && self.kind() == other.kind())
    }

    /// Whether both are instances of the same IM app, and not the same one.
    pub fn shares_app(&self, other: &Channel) -> bool {
        matches!(
            (self.kind(), other.kind()),
            (ChannelKind::Im(one, id), ChannelKind::Im(two, other)) if one == two && id != other
        )
    }

    /// The word in files: `app`, `feishu:4401`; what duty cannot express by its wire string, after
    /// `raw:` where that could be taken for something else. `None` for what is no string at all.
    pub fn word(&self) -> Option<String> {
        let text = self.0.as_str()?;
        Some(match self.kind() {
            ChannelKind::Personal(personal) => personal.word().to_owned(),
            ChannelKind::Im(im, id) if *self == Channel::im(im, id) => {
                format!("{}:{id}", im.word())
            }
            _ if is_app_string(text) => text.to_owned(),
            _ => format!("{RAW}{text}"),
        })
    }

    /// The word in JSON: as on the command line where duty knows it, else the wire's, after `raw:` where that
    /// could be taken for something else.
    pub fn told(&self) -> String {
        let wire = self.wire();
        let misleading = wire.is_empty()
            || Personal::of_word(&wire).is_some()
            || wire
                .split_once(':')
                .is_some_and(|(im, _)| im == "raw" || ImType::of_word(im).is_some());
        match (self.is_known(), self.word()) {
            (true, Some(word)) => word,
            (_, Some(word)) if misleading => word,
            _ => wire,
        }
    }

    /// The channel that is told by this word.
    pub fn of_told(word: &str) -> Channel {
        let im = |(im, id): (&str, &str)| Some(Channel::im(ImType::of_word(im)?, id.parse().ok()?));
        Personal::of_word(word)
            .map(Channel::personal)
            .or_else(|| word.split_once(':').and_then(im))
            .or_else(|| Channel::of_raw_word(word))
            .unwrap_or_else(|| Channel::wire_string(word))
    }

    /// The channel that a file names in the wire's own form, known or not.
    pub fn of_raw_word(word: &str) -> Option<Channel> {
        match word.strip_prefix(RAW) {
            Some(text) => Some(Channel::wire_string(text)),
            None => is_app_string(word).then(|| Channel::wire_string(word)),
        }
    }

    /// Where it stands in a list: voice, sms, email, app, IM apps by type and id, then the unknown.
    pub fn rank(&self) -> (ChannelKind, String) {
        (self.kind(), self.wire())
    }

    /// The column or row heading of the channel's kind: "voice", "Feishu".
    pub fn kind_label(&self) -> String {
        match self.kind() {
            ChannelKind::Personal(personal) => personal_label(personal),
            ChannelKind::Im(im, _) => im_label(im),
            ChannelKind::Unknown if self.wire().is_empty() => tr!("an unnamed channel"),
            ChannelKind::Unknown => self.wire(),
        }
    }
}

/// What stands before a wire string that could be taken for something else.
const RAW: &str = "raw:";

/// Whether this has the form of the contract's `ImChannel`: `feishu_app:4401`, `future_app:9`.
fn is_app_string(text: &str) -> bool {
    let word = |text: &str| {
        let mut bytes = text.bytes();
        bytes.next().is_some_and(|byte| byte.is_ascii_lowercase())
            && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    text.split_once("_app:").is_some_and(|(app, id)| {
        word(app) && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A personal channel's name for people.
pub fn personal_label(personal: Personal) -> String {
    match personal {
        Personal::Voice => tr!("voice"),
        Personal::Sms => tr!("SMS"),
        Personal::Email => tr!("email"),
        Personal::App => tr!("app"),
    }
}

/// An IM app's name for people.
pub fn im_label(im: ImType) -> String {
    match im {
        ImType::Dingtalk => tr!("DingTalk"),
        ImType::Feishu => tr!("Feishu"),
        ImType::Wecom => tr!("WeCom"),
        ImType::Slack => tr!("Slack"),
        ImType::Teams => tr!("Teams"),
    }
}

/// Whether two lists reach a person in the same ways: order and repetition do not matter.
pub fn same_channels(one: &[Channel], other: &[Channel]) -> bool {
    let set =
        |list: &[Channel]| -> HashSet<String> { list.iter().map(Channel::identity).collect() };
    set(one) == set(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn strings_are_understood_or_left_alone() {
        let kind = |text: &str| Channel::wire_string(text).kind();
        assert_eq!(kind("push"), ChannelKind::Personal(Personal::App));
        assert_eq!(kind("feishu_app:7"), ChannelKind::Im(ImType::Feishu, 7));
        for odd in [
            "future_app:9",
            "feishu_app:",
            "feishu_app:x",
            "feishu_app:+7",
            "app",
            "",
        ] {
            assert_eq!(kind(odd), ChannelKind::Unknown, "{odd}");
        }
    }

    #[test]
    fn whatever_was_read_is_written_again() {
        for value in [
            json!("feishu_app:007"),
            json!("future_app:9"),
            json!({"x": [1]}),
            json!(3),
        ] {
            let channel: Channel = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(serde_json::to_value(channel).unwrap(), value);
        }
    }

    #[test]
    fn every_string_comes_back_from_its_word() {
        for (text, word) in [
            ("push", "app"),
            ("feishu_app:7", "feishu:7"),
            ("feishu_app:007", "feishu_app:007"),
            ("future_app:9", "future_app:9"),
            ("app", "raw:app"),
            ("feishu:7", "raw:feishu:7"),
            ("raw:x", "raw:raw:x"),
            ("", "raw:"),
        ] {
            let channel = Channel::wire_string(text);
            assert_eq!(channel.word().as_deref(), Some(word));
            if let Some(back) = Channel::of_raw_word(word) {
                assert_eq!(back, channel);
            } else {
                assert!(channel.is_known(), "{text}");
            }
        }
        assert_eq!(
            serde_json::from_value::<Channel>(json!(3)).unwrap().word(),
            None
        );
    }

    #[test]
    fn order_and_repetition_do_not_matter() {
        let list = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| Channel::wire_string(text))
                .collect::<Vec<_>>()
        };
        assert!(same_channels(
            &list(&["sms", "voice", "sms"]),
            &list(&["voice", "sms"])
        ));
        assert!(!same_channels(&list(&["sms"]), &list(&["voice", "sms"])));
    }
}
