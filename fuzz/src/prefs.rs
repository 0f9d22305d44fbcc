//! Preferences as text: what is exported and applied again changes nothing, and makes the same of an account that has
//! nothing yet.

use duty::commands::prefs::from_text::{Meant, meant};
use duty::commands::prefs::text::{json, parse, toml};
use duty::domain::changes::{Step, perform};
use duty::domain::channel::Channel;
use duty::domain::delivery::{Fact, Facts};
use duty::domain::integration::{Integration, State};
use duty::domain::preference::{Preference, Target};
use duty::domain::proof::Proof;
use duty::lenient::{Id, read};
use duty::session::preferences::describe::union;
use serde_json::{Value, json as value};

/// TOML and JSON say the preferences as they are, whatever is in them, and whatever the IM apps are called; any other
/// text has its mistakes where they are.
pub fn exports(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines = text.split('\n').count();
    let (lists, mistakes) = parse(&text);
    let places = mistakes.iter().map(|mistake| mistake.position);
    let words = lists.iter().flat_map(|list| &list.words);
    for place in places.chain(words.map(|(_, place)| *place)) {
        assert!((1..=lines).contains(&place.line), "{place} of {lines}");
        assert!(place.column >= 1);
    }

    let before = serde_json::from_slice::<Value>(data).unwrap_or_else(|_| made(data));
    let Ok(before) = read::<Preference>(before) else {
        return;
    };
    let facts = facts(&text);
    let as_json = json(&before);
    let mut whole = as_json.clone();
    whole["warnings"] = value!([{"code": "x", "message": "\"critical\": ["}]);
    whole["schema_version"] = 1.into();
    let as_toml = toml(&before, &facts);
    for text in [
        as_toml.clone(),
        format!("\u{feff}{as_toml}"),
        as_toml.replace('\n', "\r\n"),
        as_json.to_string(),
        format!("{as_json:#}"),
        whole.to_string(),
    ] {
        applied(&before, &text);
    }
}

/// What comes of a text that says what is there.
fn applied(before: &Preference, text: &str) {
    let (lists, mistakes) = parse(text);
    assert!(mistakes.is_empty(), "{mistakes:?} {text}");
    let named: Vec<Target> = lists.iter().map(|list| list.target).collect();
    assert_eq!(named, Target::ALL, "{text}");
    let present = union(Target::ALL.map(|target| before.channels(target)));
    let steps: Vec<(Target, Step)> = lists
        .into_iter()
        .map(|list| {
            let channels = list
                .words
                .iter()
                .map(|(word, _)| match meant(word, &present) {
                    Meant::Channel(channel) => channel,
                    other => panic!("{word:?} is {other:?} in {text}"),
                });
            (list.target, Step::Set(channels.collect()))
        })
        .collect();
    let after = perform(before, &steps);
    assert!(after.same_lists(before), "{before:?} {after:?}");

    let nothing = value!({"trigger_notify": {"critical": [], "warning": [], "info": []}});
    let nothing = read::<Preference>(nothing).expect("they are empty");
    let after = perform(&nothing, &steps);
    for target in Target::ALL {
        // What is no text cannot be said in one.
        let (old, new) = (before.channels(target), after.channels(target));
        let told = |channel: &&Channel| channel.word().is_some();
        let in_new = |channel: &Channel| new.iter().any(|one| one.same(channel));
        assert!(old.iter().filter(told).all(in_new), "{old:?} {new:?}");
        let in_old = |channel: &Channel| old.iter().any(|one| one.same(channel));
        assert!(new.iter().all(in_old), "{old:?} {new:?}");
    }
}

/// Preferences of these bytes: channels of all kinds, and what only looks like one.
fn made(data: &[u8]) -> Value {
    let own = String::from_utf8_lossy(data.get(data.len() / 2..).unwrap_or_default());
    let words = [
        value!("voice"),
        value!("sms"),
        value!("email"),
        value!("push"),
        value!("app"),
        value!("feishu_app:1"),
        value!("feishu_app:01"),
        value!("feishu:1"),
        value!("slack_app:18446744073709551616"),
        value!("slack_app:2"),
        value!("slackk_app:2"),
        value!("new_app:3"),
        value!("raw:voice"),
        value!(7),
        value!({"type": own}),
        value!(own),
        value!(own.get(..own.len() / 3).unwrap_or_default()),
        value!(format!("wecom_app:{own}")),
        value!("a\"\\\n\t\r\u{1b}\u{0}\u{85}\u{2028}#]"),
    ];
    let mut lists = [const { Vec::new() }; 5];
    for byte in &data[..data.len() / 2] {
        let at = usize::from(*byte);
        lists[at % 5].push(words[at / 5 % words.len()].clone());
    }
    let [critical, warning, info, shift, page] = lists;
    value!({
        "person_id": 7,
        "trigger_notify": {"critical": critical, "warning": warning, "info": info},
        "schedule_shift_notify": {"personal_channels": shift},
        "status_page_notify": {"im_integrations": page},
    })
}

/// The account's IM apps, which are called as the text says.
fn facts(text: &str) -> Facts {
    let unknown = || "not asked".to_owned();
    let apps = [(1, "feishu_app"), (2, "slack_app")].map(|(id, plugin)| Integration {
        id: Id(id),
        name: text.to_owned(),
        plugin_type: plugin.to_owned(),
        state: State::Enabled,
        created_at: None,
        updated_at: None,
    });
    Facts {
        contacts: Fact::Unknown(unknown()),
        devices: Fact::Unknown(unknown()),
        integrations: Fact::Known(apps.into()),
        off: Vec::new(),
        proof: Proof::default(),
    }
}
