//! What becomes of an entry, by a store that is only in memory, and what is said of a keyring that fails.

use keyring::api::CredentialStoreApi as _;
use keyring::mock;

use super::*;

#[test]
fn a_prompt_that_nobody_answers_is_not_waited_for() {
    let (_never, answer) = mpsc::channel::<()>();
    let error = within(Duration::from_millis(1), move || {
        let _ = answer.recv();
        Ok(())
    })
    .unwrap_err();
    assert_eq!(error.kind, Kind::Key);
    assert_eq!(error.reason, Some(KeyringFailure::TimedOut));
}

#[test]
fn a_bus_that_gives_up_first_is_late_too() {
    let error = within(Duration::from_secs(3600), || {
        Err::<(), _>(StoreError::PlatformFailure("NoReply".into()))
    })
    .unwrap_err();
    assert_eq!(error.reason, Some(KeyringFailure::TimedOut));
}

#[test]
fn no_error_of_the_store_repeats_the_secret() {
    let secret = b"CANARY".to_vec();
    for (error, reason) in [
        (
            StoreError::BadEncoding(secret.clone()),
            KeyringFailure::Wrong,
        ),
        (
            StoreError::BadDataFormat(secret, "odd".into()),
            KeyringFailure::Wrong,
        ),
        (
            StoreError::NoStorageAccess("no".into()),
            KeyringFailure::Locked,
        ),
        (
            StoreError::PlatformFailure("no".into()),
            KeyringFailure::Unavailable,
        ),
        (StoreError::NoDefaultStore, KeyringFailure::Unavailable),
    ] {
        let told = described(&error);
        assert_eq!(told.reason, Some(reason));
        let text = format!("{told:?}");
        assert!(
            !text.contains("CANARY") && !text.contains("67, 65"),
            "{text}"
        );
    }
}

/// An entry of a store in memory, which fails once where it is told to.
fn entry() -> Entry {
    mock::Store::new()
        .unwrap()
        .build(SERVICE, "default", None)
        .unwrap()
}

fn fails(entry: &Entry, error: StoreError) {
    let entry: &mock::Cred = entry.as_any().downcast_ref().unwrap();
    entry.set_error(error);
}

fn text(secret: Option<SecretString>) -> Option<String> {
    secret.map(|text| text.expose_secret().to_owned())
}

#[test]
fn what_is_kept_is_read_back_and_what_is_deleted_is_gone() {
    let entry = entry();
    assert_eq!(text(read(&entry).unwrap()), None);
    assert_eq!(take_away(&entry, "here").unwrap(), (false, false));
    for key in ["CANARY-1", "CANARY-2"] {
        let there = put(&entry, "here", &AppKey::as_made(key)).unwrap();
        assert_eq!(text(there).as_deref(), Some(key));
        assert_eq!(text(read(&entry).unwrap()).as_deref(), Some(key));
    }
    assert_eq!(take_away(&entry, "here").unwrap(), (true, false));
    assert_eq!(text(read(&entry).unwrap()), None);
}

#[test]
fn of_two_entries_neither_stays() {
    let key = AppKey::as_made("CANARY-3");
    for put_one in [true, false] {
        let store = mock::Store::new().unwrap();
        let two = || ["one", "other"].map(|name| store.build(SERVICE, name, None).unwrap());
        for entry in two() {
            put(&entry, "here", &AppKey::as_made("CANARY-old")).unwrap();
        }
        let asked = entry();
        fails(&asked, StoreError::Ambiguous(two().into()));
        if put_one {
            let there = put(&asked, "here", &key).unwrap();
            assert_eq!(text(there).as_deref(), Some("CANARY-3"));
        } else {
            assert_eq!(take_away(&asked, "here").unwrap(), (true, false));
        }
        for entry in two() {
            assert_eq!(text(read(&entry).unwrap()), None);
        }
    }
}

#[test]
fn a_store_that_fails_is_not_taken_for_one_without_a_key() {
    let entry = entry();
    let key = AppKey::as_made("CANARY-4");
    put(&entry, "here", &key).unwrap();
    let locked = || StoreError::NoStorageAccess("no".into());
    fails(&entry, locked());
    assert!(read(&entry).is_err());
    fails(&entry, locked());
    assert!(put(&entry, "here", &key).is_err());
    fails(&entry, locked());
    assert!(take_away(&entry, "here").is_err());
    assert_eq!(text(read(&entry).unwrap()).as_deref(), Some("CANARY-4"));
}

#[test]
fn an_answer_in_time_is_the_answer() {
    let hour = Duration::from_secs(3600);
    assert_eq!(within(hour, || Ok(7)).unwrap(), 7);
    let refused = |error: StoreError| within(hour, || Err::<(), _>(error)).unwrap_err();
    let error = refused(StoreError::PlatformFailure("no such name".into()));
    assert_eq!(
        (error.kind, error.reason),
        (Kind::Key, Some(KeyringFailure::Unavailable))
    );
    // Not by its words alone.
    let error = refused(StoreError::NoStorageAccess("Timeout".into()));
    assert_eq!(error.reason, Some(KeyringFailure::Locked));
}

#[test]
fn a_wait_that_is_cut_off_is_an_interrupt_and_not_a_keyring() {
    let (late, cut_off) = (late(Duration::from_secs(3)), cut_off());
    assert_eq!((late.kind, cut_off.kind), (Kind::Key, Kind::Interrupted));
    assert!(late.message.contains("within 3 seconds"), "{late}");
    assert!(
        cut_off.message.contains("interrupted while the keyring"),
        "{cut_off}"
    );
    assert_eq!(late.reason, cut_off.reason);
}

#[test]
fn what_to_do_about_a_keyring_depends_on_what_it_has() {
    let hint = |error: StoreError| described(&error).hint.unwrap();
    let broken = hint(StoreError::BadEncoding(Vec::new()));
    assert!(broken.contains("', then '"), "{broken}");
    let locked = hint(StoreError::NoStorageAccess("no".into()));
    assert!(locked.starts_with("unlock the keyring"), "{locked}");
}

#[test]
fn without_a_session_bus_nothing_is_asked() {
    let without = Paths::default();
    assert_eq!(has_no_bus(&without), cfg!(target_os = "linux"));
    let environment = [("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")];
    let environment = crate::local::environment::Environment::of(environment);
    assert!(!has_no_bus(&Paths::resolve(&environment)));
    if cfg!(target_os = "linux") {
        let key = AppKey::as_made("CANARY-5");
        for refused in [
            load(&without, "default").unwrap_err(),
            save(&without, "default", &key).unwrap_err(),
            delete(&without, "default", true).unwrap_err(),
        ] {
            assert_eq!(refused.reason, Some(KeyringFailure::Unavailable));
            assert!(refused.message.contains("no D-Bus"), "{refused}");
        }
    }
}

/// Only where the entry is not called as the context is may another program have put one there by that name.
#[test]
#[cfg(target_os = "linux")]
fn a_key_may_be_given_by_name_only_where_the_own_entry_is_called_otherwise() {
    use crate::local::environment::Environment;
    let paths = |pairs: &[(&str, &str)]| Paths::resolve(&Environment::of(pairs.iter().copied()));
    let paths = |folder: &str| paths(&[("HOME", "/nowhere"), ("DUTY_CONFIG_DIR", folder)]);
    assert!(!given_by_name(&paths("/nowhere/.config/duty"), "work"));
    assert!(given_by_name(&paths("/etc/duty"), "work"));
}
