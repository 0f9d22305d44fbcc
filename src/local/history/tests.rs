//! Tests of the history alone, without a server.

use crate::domain::preference::Target;
use crate::local::history::*;
use serde_json::json;
use std::fs;
use std::path::Path;

/// A child that another test starts has the file open, and so locked, until it runs its program.
const SOON: Duration = Duration::from_secs(5);

fn history(folder: &Path) -> History {
    History {
        path: folder.join("prefs").join("default.7.json"),
        context: "default".into(),
        person: 7,
        server: "https://a.example".into(),
    }
}

fn state(channel: &str) -> Preference {
    serde_json::from_value(
        json!({"trigger_notify": {"critical": [channel], "warning": [], "info": []}}),
    )
    .unwrap()
}

#[test]
fn the_last_twenty_are_kept_and_nobody_else_may_read_them() {
    let folder = tempfile::tempdir().unwrap();
    let history = history(folder.path());
    for _ in 0..25 {
        let mut locked = history.lock(SOON).unwrap();
        let id = locked.begin("set", &state("sms"), &state("voice")).unwrap();
        locked.done(id).unwrap();
    }
    let entries = history.entries().unwrap();
    assert_eq!(entries.len(), KEPT);
    assert_eq!((entries[0].id, entries[19].id), (25, 6));
    assert_eq!(entries[0].progress, Progress::Done);
    #[cfg(unix)]
    for entry in fs::read_dir(folder.path().join("prefs")).unwrap() {
        use std::os::unix::fs::PermissionsExt;
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(!folder.path().join("prefs/default.7.new").exists());
}

#[test]
fn another_server_has_another_history() {
    let folder = tempfile::tempdir().unwrap();
    let one = history(folder.path());
    one.lock(SOON)
        .unwrap()
        .begin("set", &state("sms"), &state("voice"))
        .unwrap();
    let other = History {
        server: "https://b.example".into(),
        ..history(folder.path())
    };
    assert!(other.entries().unwrap().is_empty());
    assert_eq!(one.entries().unwrap().len(), 1);
}

#[test]
fn one_at_a_time_and_what_is_broken_is_put_aside() {
    let folder = tempfile::tempdir().unwrap();
    let history = history(folder.path());
    let locked = history.lock(SOON).unwrap();
    assert_eq!(
        history.lock(Duration::from_millis(30)).err().unwrap().kind,
        Kind::Conflict
    );
    drop(locked);
    fs::write(&history.path, "{\"version\": 1, ").unwrap();
    assert!(history.entries().is_err());
    drop(history.lock(SOON).unwrap());
    assert!(history.path.with_extension("broken").exists());
    fs::write(&history.path, "{\"version\": 2}").unwrap();
    assert!(history.lock(Duration::ZERO).is_err(), "not ours to replace");
    assert!(history.path.exists());
}

#[test]
fn names_of_files() {
    assert_eq!(file_name("work-1", false), "work-1");
    assert_eq!(file_name("../运", false), "%2e%2e%2f%e8%bf%90");
    assert_ne!(file_name("sandbox", true), file_name("sandbox", false));
}

/// One that was cut short counts where the lists that it was to change are not as before it any more.
#[test]
fn a_write_that_never_arrived_did_not_happen() {
    let all = |critical: &str, info: &str| -> Preference {
        serde_json::from_value(
            json!({"trigger_notify": {"critical": [critical], "warning": [], "info": [info]}}),
        )
        .unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let history = history(folder.path());
    let mut locked = history.lock(SOON).unwrap();
    locked
        .begin("set", &all("sms", "email"), &all("voice", "email"))
        .unwrap();
    let happened = |here: &Preference| history.happened(&Lists::of(here)).unwrap().len();
    assert_eq!(happened(&all("sms", "email")), 0);
    // Somebody else changed another list.
    assert_eq!(happened(&all("sms", "push")), 0);
    assert_eq!(happened(&all("voice", "email")), 1);
    // Perhaps it arrived, and somebody changed it since.
    assert_eq!(happened(&all("push", "email")), 1);
    assert!(locked.last(&Lists::of(&all("sms", "push"))).is_none());
    assert!(locked.last(&Lists::of(&all("voice", "push"))).is_some());
}

#[test]
fn a_list_that_was_not_sent_was_not_touched() {
    let told = |lists: serde_json::Value| serde_json::from_value::<Lists>(lists).unwrap();
    let before = told(json!({"shift": ["email"], "info": ["sms", "voice"], "warning": ["sms"]}));
    let after = told(json!({"status-page": [], "info": ["voice", "sms"], "warning": ["sms"]}));
    let touched = Target::ALL.into_iter();
    let touched: Vec<_> = touched.filter(|one| after.touches(&before, *one)).collect();
    let info = Target::of_word("info").unwrap();
    assert_eq!(touched, [info, Target::StatusPage]);
    // Its order is no change.
    assert_eq!(after.changed(&before), [Target::StatusPage]);
}
