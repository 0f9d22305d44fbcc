//! The audit log: who did what. The operation is documented, its words for what duty looks for are not, so
//! they are recognized by their parts.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use tr::tr;

use crate::domain::channel::Channel;
use crate::domain::evidence::wire::moment;
use crate::domain::preference::{Preference, Target};
use crate::lenient;

/// A page of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AuditPage {
    /// The newest first.
    pub docs: Vec<Entry>,
    /// With what the next page is asked for; empty where there is none.
    pub search_after_ctx: String,
    /// How many there are in all, as far as the server counts.
    pub total: Option<u64>,
}

impl AuditPage {
    /// Whether it says that it is the last one, although there are more than came with it and before.
    pub fn ends_early(&self, came: usize) -> bool {
        self.search_after_ctx.is_empty() && self.total.is_some_and(|total| total > came as u64)
    }
}

/// Something that was done.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    created_at: i64,
    /// Who did it.
    pub member_id: u64,
    /// Their name.
    pub member_name: String,
    /// The word for what was done, such as `template:write:create`.
    pub operation: String,
    /// For people.
    pub operation_name: String,
    /// From where.
    pub ip: String,
    body: String,
}

/// What it was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// How the person is notified.
    Preferences,
    /// APP keys.
    Keys,
    /// Phones with the app.
    Phones,
    /// Name, email, phone number, language.
    Contact,
}

impl About {
    /// The word in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            About::Preferences => "preferences",
            About::Keys => "app_keys",
            About::Phones => "phones",
            About::Contact => "contact",
        }
    }

    /// In words.
    pub fn label(self) -> String {
        match self {
            About::Preferences => tr!("preferences"),
            About::Keys => tr!("APP keys"),
            About::Phones => tr!("phones"),
            About::Contact => tr!("contact"),
        }
    }
}

impl Entry {
    /// When; nothing where the server says nothing that is a time.
    pub fn at(&self) -> Option<Timestamp> {
        moment(self.created_at)
    }

    /// What of a person's center it changed, if anything.
    pub fn about(&self) -> Option<About> {
        let word = self.operation.to_lowercase();
        let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
        if has(&["preference"]) {
            Some(About::Preferences)
        } else if has(&["app-key", "app_key", "appkey"]) {
            Some(About::Keys)
        } else if has(&["push", "device"]) {
            Some(About::Phones)
        } else if has(&["member", "person"]) && has(&["reset", "update", "write"]) {
            Some(About::Contact)
        } else {
            None
        }
    }

    /// The preferences that the request set; nothing where its body is cut off, or of a shape that is not known.
    pub fn lists(&self) -> Option<Preference> {
        let body: Value = serde_json::from_str(&self.body).ok()?;
        lenient::read(body).ok()
    }

    /// Whether it is the request that made these lists, as far as its body tells.
    pub fn made<'a>(&self, lists: impl Fn(Target) -> &'a [Channel]) -> bool {
        self.lists()
            .is_some_and(|set| set.named_otherwise(lists).is_empty())
    }

    /// Whether it is about this person: named in the request, else whoever made it.
    pub fn concerns(&self, person: u64) -> bool {
        let body: Value = serde_json::from_str(&self.body).unwrap_or_default();
        let named = ["person_id", "member_id"].iter().find_map(|field| {
            let value = body.get(field)?;
            value.as_u64().or_else(|| value.as_str()?.parse().ok())
        });
        named.unwrap_or(self.member_id) == person
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(operation: &str, by: u64, body: &str) -> Entry {
        Entry {
            operation: operation.into(),
            member_id: by,
            body: body.into(),
            ..Entry::default()
        }
    }

    #[test]
    fn words_are_known_by_their_parts() {
        for (word, about) in [
            ("preference:write:update", Some(About::Preferences)),
            ("person:write:app-key-create", Some(About::Keys)),
            ("push:write:device-unbind", Some(About::Phones)),
            ("member:write:info-reset", Some(About::Contact)),
            ("template:write:create", None),
            ("", None),
        ] {
            assert_eq!(entry(word, 1, "").about(), about, "{word}");
        }
    }

    #[test]
    fn a_moment_is_in_seconds_or_milliseconds() {
        let at = |created_at| {
            let entry = Entry {
                created_at,
                ..entry("x", 7, "")
            };
            entry.at().map(Timestamp::as_second)
        };
        let second = 1_760_000_000;
        assert_eq!(
            (at(second), at(second * 1000)),
            (Some(second), Some(second))
        );
        assert_eq!((at(0), at(-1)), (None, None));
    }

    #[test]
    fn a_request_is_known_again_by_its_lists() {
        let read = |lists: Value| -> Preference {
            lenient::read(serde_json::json!({"person_id": 7, "trigger_notify": lists})).unwrap()
        };
        let lists = serde_json::json!({"critical": ["email"], "warning": [], "info": []});
        let own = read(lists.clone());
        let body = serde_json::json!({"trigger_notify": lists}).to_string();
        let made =
            |body: &str, lists: &Preference| entry("x", 7, body).made(|one| lists.channels(one));
        assert!(made(&body, &own));
        let other = serde_json::json!({"critical": ["sms"], "warning": [], "info": []});
        assert!(!made(&body, &read(other)));
        assert!(!made("{}", &own));
        assert!(!made("{cut", &own));
        // What it does not name it says nothing of; what it names counts.
        let shift = |list: Value| {
            let three = serde_json::json!({"critical": ["email"], "warning": [], "info": []});
            serde_json::json!({"trigger_notify": three, "schedule_shift_notify": {"personal_channels": list}})
        };
        let own: Preference = lenient::read(shift(serde_json::json!(["sms"]))).unwrap();
        assert!(made(&body, &own));
        assert!(!made(
            &shift(serde_json::json!(["voice"])).to_string(),
            &own
        ));
    }

    #[test]
    fn it_is_about_whom_it_names_else_about_who_did_it() {
        assert!(entry("x", 7, "{}").concerns(7));
        assert!(entry("x", 7, "{cut").concerns(7));
        assert!(!entry("x", 7, r#"{"member_id": 8}"#).concerns(7));
        assert!(entry("x", 8, r#"{"member_id": "7"}"#).concerns(7));
    }
}
