//! A key in a file: kept, read back, and gone.

use crate::local::environment::Environment;

use super::*;

const KEY: &str = "CANARY-0123456789";
const FILE: KeyStore = KeyStore::InsecureFile;

/// Paths in a folder that lives as long as this does.
fn paths() -> (tempfile::TempDir, Paths) {
    let folder = tempfile::tempdir().unwrap();
    let environment = Environment::of([("DUTY_DATA_DIR", folder.path())]);
    let paths = Paths::resolve(&environment);
    (folder, paths)
}

#[test]
fn a_key_in_a_file_is_kept_until_it_is_deleted() {
    let (folder, paths) = paths();
    let key = AppKey::as_made(KEY);
    assert!(!delete(&paths, "work", FILE, true).unwrap());
    save(&paths, "work", &key, FILE).unwrap();
    assert_eq!(load(&paths, "work", FILE).unwrap(), key);
    let place = insecure_file(&paths, "work").unwrap();
    assert_eq!(place, folder.path().join("insecure-keys").join("work"));
    assert_eq!(std::fs::read_to_string(&place).unwrap(), KEY);
    let missing = load(&paths, "home", FILE).unwrap_err();
    assert_eq!(missing.reason, Some(KeyringFailure::Missing));
    assert!(
        missing
            .message
            .contains("no file with the key of context home")
    );
    assert!(delete(&paths, "work", FILE, true).unwrap());
    assert!(!place.exists());
    assert!(load(&paths, "work", FILE).is_err());
}

#[test]
fn what_is_read_back_has_to_be_the_key() {
    let (_folder, paths) = paths();
    // What a paste brings along is cut from a file, so that this is not what was stored.
    let odd = AppKey::as_made(" CANARY-0123456789 ");
    let error = save(&paths, "work", &odd, FILE).unwrap_err();
    assert_eq!(
        (error.kind, error.reason),
        (Kind::Key, Some(KeyringFailure::Wrong))
    );
}

#[test]
fn a_file_that_cannot_be_read_is_a_matter_of_the_key() {
    let (_folder, paths) = paths();
    save(&paths, "work", &AppKey::as_made(KEY), FILE).unwrap();
    let place = insecure_file(&paths, "work").unwrap();
    for broken in [&b"\xff\xfe"[..], b"two words", b"\n"] {
        std::fs::write(&place, broken).unwrap();
        let error = load(&paths, "work", FILE).unwrap_err();
        assert_eq!(error.kind, Kind::Key, "{broken:?}: {error:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_read_has_no_secret_any_more() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, paths) = paths();
    save(&paths, "work", &AppKey::as_made(KEY), FILE).unwrap();
    let place = insecure_file(&paths, "work").unwrap();
    for (mode, shared) in [
        (0o600, false),
        (0o400, false),
        (0o640, true),
        (0o604, true),
        (0o620, true),
    ] {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&place, permissions).unwrap();
        let read = load(&paths, "work", FILE);
        assert_eq!(read.is_err(), shared, "{mode:o}");
        if let Err(error) = read {
            assert!(error.message.ends_with("others may read it"), "{error}");
            assert_eq!(error.reason, Some(KeyringFailure::Wrong));
        }
    }
}
