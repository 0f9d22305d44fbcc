//! What is fuzzed, as plain functions: each takes any bytes, and panics where a promise does not hold.
//!
//! `fuzz_targets/` hands them what libFuzzer finds; `main.rs` what a driver makes up on stable Rust.

pub mod drawn;
pub mod kept;
pub mod prefs;
pub mod windows;
pub mod wire;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

use duty::domain::app_key::KeyInfo;
use duty::domain::base_url::BaseUrl;
use duty::domain::changes;
use duty::domain::channel::Channel;
use duty::domain::device::{BindCode, Device};
use duty::domain::escalation::wire::{Condition, EscalationRule, Schedule, Team};
use duty::domain::escalation::{Empty, Incident, Subject, matches};
use duty::domain::integration::Integration;
use duty::domain::member::{Account, Member, Person};
use duty::domain::preference::{Preference, Target};
use duty::domain::space::Space;
use duty::domain::verification::{Code, Device as By, masked};
use duty::lenient::{List, read};
use duty::local::config::Config;
use duty::local::keys::AppKey;
use duty::text::{visible, visible_json};
use duty::ui::table::Table;
use duty::ui::{Tone, within};
use serde_json::Value;

/// A target by its name.
pub type Target_ = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target_] = &[
    ("base_url", base_url),
    ("config", config),
    ("command_line", command_line),
    ("models", models),
    ("preferences", preferences),
    ("rules", rules),
    ("conditions", conditions),
    ("text", text),
    ("table", table),
    ("qr", drawn::qr),
    ("codes", codes),
    ("keys", keys),
    ("quoting", kept::quoting),
    ("edits", kept::edits),
    ("journals", kept::journals),
    ("feeds", kept::feeds),
    ("envelope", wire::envelope),
    ("retry_after", wire::retry_after),
    ("windows", windows::windows),
    ("exports", prefs::exports),
];

/// A server is https, or http on this machine; what is shown is read as the same again, and has no password.
pub fn base_url(data: &[u8]) {
    let given = String::from_utf8_lossy(data);
    let _ = BaseUrl::shown(&given);
    if let Ok(url) = BaseUrl::parse(&given) {
        assert!(url.is_https() || url.is_loopback(), "{url}");
        let shown = url.to_string();
        assert_eq!(BaseUrl::parse(&shown).expect("what is shown is read"), url);
        assert!(!shown.contains('@'), "{shown}");
        let joined = url.join("/member/info");
        assert!(joined.path().ends_with("/member/info"), "{joined}");
    }
}

/// Any text is a configuration or an error that does not repeat what it found.
pub fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match Config::parse(&text, Path::new("config.toml")) {
        Ok(config) => assert_eq!(
            Config::parse(&text, Path::new("config.toml")).expect("it is read again"),
            config
        ),
        Err(error) => assert!(
            error.message.contains("config.toml, line "),
            "{}",
            error.message
        ),
    }
}

/// Whatever is typed is understood or refused.
pub fn command_line(data: &[u8]) {
    let words = String::from_utf8_lossy(data);
    let words = words.split(['\n', ' ']).map(OsString::from);
    let _ = duty::cli::tree::parse(
        &std::iter::once("duty".into())
            .chain(words)
            .collect::<Vec<_>>(),
    );
}

/// Any JSON is one of these, or none.
pub fn models(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let _ = read::<Member>(value.clone());
    let _ = read::<Account>(value.clone());
    let _ = read::<List<Person>>(value.clone());
    let _ = read::<List<Device>>(value.clone());
    let _ = read::<BindCode>(value.clone());
    let _ = read::<List<Integration>>(value.clone());
    let _ = read::<List<KeyInfo>>(value.clone());
    let _ = read::<List<Space>>(value.clone());
    let _ = read::<List<Team>>(value.clone());
    let _ = read::<List<Schedule>>(value.clone());
    let _ = read::<List<EscalationRule>>(value);
}

/// A difference that is made again gives what was meant, and to be the same is to have none.
pub fn preferences(data: &[u8]) {
    let middle = data.len() / 2;
    let of = |data: &[u8]| {
        let value = serde_json::from_slice::<Value>(data).unwrap_or_else(|_| made(data));
        read::<Preference>(value).ok()
    };
    let (Some(one), Some(other)) = (of(&data[..middle]), of(&data[middle..])) else {
        return;
    };
    assert!(changes::difference(&one, &one).is_empty());
    let deltas = changes::difference(&one, &other);
    let again = changes::reapply(&deltas, &one);
    assert!(
        other.changed(&again).is_empty(),
        "{one:?} {other:?} {again:?}"
    );
    let _ = other.update_body();
}

/// Preferences of these bytes: each is a channel of one of the lists.
fn made(data: &[u8]) -> Value {
    let words = [
        "voice",
        "sms",
        "email",
        "push",
        "feishu_app:1",
        "slack_app:2",
        "new:3",
    ];
    let mut lists: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for byte in data {
        let list = ["critical", "warning", "info"][usize::from(byte >> 6).min(2)];
        lists
            .entry(list)
            .or_default()
            .push(words[usize::from(byte & 0x3f) % words.len()]);
    }
    serde_json::json!({"person_id": 7, "trigger_notify": lists})
}

/// A channel by any word is one or none, and says the same of itself again.
pub fn rules(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for word in text.split_whitespace() {
        if let Some(channel) = Channel::of_raw_word(word) {
            let again = channel.word().and_then(|word| Channel::of_raw_word(&word));
            assert!(again.is_none_or(|again| again == channel), "{word}");
        }
        let _ = Target::of_word(word);
    }
    if let Ok(rules) = serde_json::from_slice::<Value>(data)
        && let Ok(rules) = read::<List<EscalationRule>>(rules)
    {
        let _ = format!("{rules:?}");
    }
}

/// Conditions are decided of any incident, in the same way each time.
pub fn conditions(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut parts = text.splitn(4, '\n');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (key, oper, vals, title) = (next(), next(), next(), next());
    let vals: Vec<&str> = vals.split(',').collect();
    let condition = serde_json::json!({"key": key, "oper": oper, "vals": vals});
    let Ok(condition) = read::<Condition>(condition) else {
        return;
    };
    let incident = Incident {
        title: Some(title),
        ..Incident::of(duty::domain::severity::Severity::Critical)
    };
    let groups = [vec![condition]];
    let subject = Subject::Incident(&incident);
    assert_eq!(
        matches(&groups, subject, Empty::Matches).0,
        matches(&groups, subject, Empty::Never).0
    );
}

/// Nothing that is shown drives a terminal, and JSON stays the same value.
pub fn text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let shown = visible(&text);
    assert!(!shown.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)));
    assert_eq!(visible(&shown), shown);
    let value = Value::from(text.as_ref());
    let json = visible_json(&value.to_string());
    assert_eq!(
        serde_json::from_str::<Value>(&json).expect("it is JSON"),
        value
    );
    for columns in [1, 2, 7, 40] {
        let _ = within(&shown, columns);
    }
}

/// A table fits any width that has room for its columns.
pub fn table(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut table = Table::new(["A", "B"]);
    for line in text.lines().take(20) {
        let (one, other) = line.split_once('\t').unwrap_or((line, ""));
        table.row([(one.to_owned(), Tone::Plain), (other.to_owned(), Tone::Bad)]);
    }
    for width in [None, Some(1), Some(20), Some(80)] {
        for color in [false, true] {
            let shown = table.render(width, color);
            assert!(color || !shown.contains('\u{1b}'), "{shown:?}");
        }
    }
}

/// A code is digits and nothing else; an address that is shown hides a part of itself.
pub fn codes(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(code) = Code::parse(&text, "x") {
        assert!(!code.expose().is_empty());
        // The same of every code, also of one that is "Code".
        assert_eq!(format!("{code:?}"), "Code(…)");
    }
    let _ = masked(By::Email, &text);
    let _ = masked(By::Phone, &text);
}

/// A key has no white space, and is never shown.
pub fn keys(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(key) = AppKey::parse(&text, "x") {
        assert!(!key.expose().contains(char::is_whitespace));
        assert_eq!(format!("{key:?}"), "AppKey(…)");
        assert!(key.masked().chars().count() <= 5);
    }
}
