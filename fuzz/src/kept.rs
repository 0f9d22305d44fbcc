//! What is written and read again: commands as a shell reads them, the configuration as a person wrote it, what is
//! kept between runs; and the record of an incident, of which anything may be a part.

use duty::domain::evidence::wire::{AlertInfo, FeedItem, IncidentInfo};
use duty::domain::evidence::{AlertFact, Event};
use duty::lenient::{List, read};
use duty::local::config::{Config, edit};
use duty::local::environment::Environment;
use duty::local::history::Entry;
use duty::local::paths::Paths;
use duty::local::rotation_journal::Journal;
use duty::text::{Account, CommandLine};
use serde_json::{Value, json};
use toml_edit::DocumentMut;

/// A command that is shown for copying: what a shell reads of it is what was meant, and nothing in it drives a terminal.
pub fn quoting(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut command = CommandLine::new("prefs set");
    for (n, word) in text.split('\0').enumerate() {
        command = match n % 2 {
            0 => command.arg(word),
            _ => command.option("--im", word),
        };
    }
    let account = Account(vec![vec!["--context".into(), text.replace('\0', "x")]]);
    for account in [Account::default(), account] {
        let line = account.line(&command);
        assert_eq!(
            words(&line).as_ref(),
            Some(&account.argv(&command)),
            "{line}"
        );
        assert!(!line.contains(char::is_control), "{line:?}");
    }
}

/// What a POSIX shell of 2024 makes of a line; nothing where it would be more than words.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words: Vec<Vec<u8>> = Vec::new();
    let mut chars = line.chars().peekable();
    let mut fresh = true;
    while let Some(c) = chars.next() {
        if c == ' ' {
            fresh = true;
            continue;
        }
        if std::mem::take(&mut fresh) {
            words.push(Vec::new());
        }
        let word = words.last_mut()?;
        match c {
            '\'' => loop {
                match chars.next()? {
                    '\'' => break,
                    c => push(word, c),
                }
            },
            '\\' => push(word, chars.next().filter(|c| *c != '\n')?),
            '$' if chars.next_if_eq(&'\'').is_some() => loop {
                match chars.next()? {
                    '\'' => break,
                    '\\' => match chars.next()? {
                        c @ ('\'' | '\\') => push(word, c),
                        c @ '0'..='3' => {
                            let mut byte = c.to_digit(8)?;
                            for _ in 0..2 {
                                byte = byte * 8 + chars.next()?.to_digit(8)?;
                            }
                            word.push(u8::try_from(byte).ok()?);
                        }
                        _ => return None,
                    },
                    c => push(word, c),
                }
            },
            // A comment, a variable, a glob, another command, the home of somebody.
            c if "#~$`\"*?[]{}();&|<>!^\n\t".contains(c) => return None,
            c => push(word, c),
        }
    }
    words
        .into_iter()
        .map(|word| String::from_utf8(word).ok())
        .collect()
}

fn push(word: &mut Vec<u8>, c: char) {
    word.extend(c.encode_utf8(&mut [0; 4]).bytes());
}

/// A change of the configuration keeps everything else in it, and made again it changes nothing.
pub fn edits(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let folder = Folder::new();
    let file = folder.0.join("config.toml");
    if Config::parse(&text, &file).is_err() {
        return;
    }
    std::fs::write(&file, text.as_bytes()).expect("there is room");
    let paths = Paths::resolve(&Environment::of([(
        "DUTY_CONFIG_DIR",
        folder.0.as_os_str(),
    )]));
    let change = || {
        edit(&paths, |draft| {
            draft.set_current("fuzz");
            draft.context("fuzz", |context| {
                context.base_url = Some("https://a.example".into())
            })
        })
    };
    if change().is_err() {
        let now = std::fs::read_to_string(&file).expect("it is there");
        assert_eq!(now, text, "what failed changed nothing");
        return;
    }
    let once = std::fs::read_to_string(&file).expect("it is there");
    change().expect("it was possible before");
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), once);
    assert_eq!(others(&text), others(&once), "{text}\n{once}");
    let comments = |text: &str| text.matches('#').count();
    assert!(
        comments(&once) >= comments(&text) || text.contains("fuzz"),
        "{text}\n{once}"
    );
}

/// Everything but what was changed.
fn others(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}');
    let mut document: DocumentMut = text.parse().ok()?;
    document.remove("context");
    let contexts = document
        .get_mut("contexts")
        .and_then(|item| item.as_table_like_mut());
    let empty = contexts.is_some_and(|contexts| {
        contexts.remove("fuzz");
        contexts.is_empty()
    });
    if empty {
        document.remove("contexts");
    }
    // As values: how they are spelt is looked at by the tests of the editor.
    let mut all: Vec<String> = Vec::new();
    flat("", document.as_item(), &mut all);
    all.sort();
    Some(all.join("\n"))
}

fn flat(path: &str, item: &toml_edit::Item, all: &mut Vec<String>) {
    if let Some(table) = item.as_table_like() {
        for (name, inner) in table.iter() {
            flat(&format!("{path}/{name}"), inner, all);
        }
    } else if let Some(tables) = item.as_array_of_tables() {
        for (n, table) in tables.iter().enumerate() {
            flat(
                &format!("{path}/{n}"),
                &toml_edit::Item::Table(table.clone()),
                all,
            );
        }
    } else if let Some(value) = item.as_value() {
        let mut value = value.clone();
        value.decor_mut().clear();
        all.push(format!("{path}={value}"));
    }
}

struct Folder(std::path::PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("duty-fuzz-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("there is room");
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What is kept between runs is read as it was written, whatever it says.
pub fn journals(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    if let Ok(entry) = serde_json::from_value::<Entry>(value.clone()) {
        let again = serde_json::to_value(&entry).expect("it is written");
        assert_eq!(
            serde_json::from_value::<Entry>(again).expect("it is read"),
            entry
        );
    }
    if let Ok(journal) = serde_json::from_value::<Journal>(value) {
        let again = serde_json::to_value(&journal).expect("it is written");
        let read: Journal = serde_json::from_value(again.clone()).expect("it is read");
        assert_eq!(serde_json::to_value(&read).expect("it is written"), again);
        let _ = (
            journal.label(),
            journal.is_due(),
            journal.is_about(duty::lenient::Id(7)),
        );
    }
}

/// The record of an incident: whatever is in it, its events are in the order of time, and an alert has its facts.
pub fn feeds(data: &[u8]) {
    let value = serde_json::from_slice::<Value>(data).unwrap_or_else(|_| feed_of(data));
    let _ = read::<IncidentInfo>(value.clone());
    let _ = read::<List<AlertInfo>>(value.clone());
    let Ok(feed) = read::<List<FeedItem>>(value.clone()) else {
        return;
    };
    let events = Event::all(&feed.items);
    assert!(events.len() <= feed.items.len());
    assert!(events.windows(2).all(|two| two[0].at <= two[1].at));
    if let Ok(alert) = read::<AlertInfo>(value.get("alert").cloned().unwrap_or_else(|| json!({}))) {
        let _ = AlertFact::of(&alert, Some(&events));
    }
}

/// A feed of these bytes: kinds that are known with details that nearly are.
fn feed_of(data: &[u8]) -> Value {
    let kinds = [
        "i_new",
        "i_assign",
        "i_a_rspd",
        "i_notify",
        "i_storm",
        "i_ack",
        "i_rslv",
        "i_snooze",
        "i_wake",
        "i_merge",
        "i_m_silence",
        "a_m_inhibit",
        "i_r_severity",
        "i_reopen",
        "x",
    ];
    let items: Vec<Value> = data
        .chunks(4)
        .map(|chunk| {
            let at = |n: usize| usize::from(chunk.get(n).copied().unwrap_or_default());
            json!({
                "type": kinds[at(0) % kinds.len()],
                "created_at": 1_760_000_000 + at(1),
                "creator_id": at(2),
                "detail": {
                    "to": {"person_ids": [at(2)], "escalate_rule_id": "6", "layer_idx": at(3)},
                    "assigned_to": {"person_ids": [at(2), at(3)]},
                    "persons": [{"person_id": at(2), "channels": ["voice"], "success": at(3) % 2 == 0}],
                    "reason": at(3).to_string(),
                    "severity": if at(3) % 2 == 0 { json!("Critical") } else { json!(at(3)) },
                },
            })
        })
        .collect();
    json!({"items": items})
}
