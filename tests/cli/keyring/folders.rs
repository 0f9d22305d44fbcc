//! Two `config.toml` with a context of one name: each keeps a key of its own, and neither's goes to the other's server.

use serde_json::json;

use super::session::{Service, Session};
use super::{log_in, world};
use crate::harness::World;
use crate::stub::{Answer, Stub};

/// Which key this context has.
fn token(world: &World) -> String {
    world.duty("auth token").any_stdout().run().stdout
}

fn two_folders(mut world: World, more: &str) {
    let first = world.server.app_key().to_string();
    log_in(&world, more);
    let home = world.home.path().to_owned();
    world.env("DUTY_CONFIG_DIR", home.join("other"));
    // Nothing is known in this one.
    world.duty("auth token").any_stderr().status(4).run();
    let person = world.ask("/member/info", &json!({}));
    let other = Stub::answering()
        .on("/member/info", move |_| Answer::data(person.clone()))
        .start();
    world
        .duty(&format!(
            "auth login --app-key-stdin --base-url {} {more}",
            other.url()
        ))
        .stdin("another-key-0123456789\n")
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(token(&world), "another-key-0123456789\n");
    // A way to the same folder that is spelt otherwise.
    world.env("DUTY_CONFIG_DIR", home.join("x/../other/"));
    std::fs::create_dir(home.join("x")).unwrap();
    assert_eq!(token(&world), "another-key-0123456789\n");
    world.env("DUTY_CONFIG_DIR", home.join(".config/duty"));
    assert_eq!(token(&world), format!("{first}\n"));
    world.env_remove("DUTY_CONFIG_DIR");
    assert_eq!(token(&world), format!("{first}\n"));
    // Whoever logs out there logs out there only.
    world.env("DUTY_CONFIG_DIR", home.join("other"));
    world.duty("auth logout").any_stdout().any_stderr().run();
    world.env_remove("DUTY_CONFIG_DIR");
    assert_eq!(token(&world), format!("{first}\n"));
}

#[test]
fn two_folders_share_no_key_in_files() {
    two_folders(world(), "--insecure-storage");
}

#[test]
fn two_folders_share_no_key_in_the_keyring() {
    let mut world = world();
    let session = Session::begin(&world, Service::Unlocked);
    session.enter(&mut world);
    two_folders(world, "");
    drop(session);
}

#[test]
fn two_homes_in_one_session_do_not_take_each_others_key() {
    let mut world = world();
    let session = Session::begin(&world, Service::Unlocked);
    session.enter(&mut world);
    log_in(&world, "");
    let first = token(&world);
    let home = tempfile::tempdir().unwrap();
    world.env("HOME", home.path());
    let url = world.server.base_url();
    let login = format!("auth login --app-key-stdin --base-url {url}");
    let ran = world
        .duty(&login)
        .stdin(first.clone())
        .requests(&["member_info"])
        .any_stderr()
        .status(4);
    let ran = ran.run();
    assert!(ran.stderr.contains("config.toml"), "{}", ran.stderr);
    assert!(ran.stderr.contains("another name here"), "{}", ran.stderr);
    // Nor is it deleted, nor sent for a context that somebody wrote by hand.
    world.duty("auth logout").any_stdout().any_stderr().run();
    let config = home.path().join(".config/duty");
    std::fs::create_dir_all(&config).unwrap();
    let text = "[contexts.default]\nbase_url = 'http://127.0.0.1:9'\nkey_store = 'keyring'\n";
    std::fs::write(config.join("config.toml"), text).unwrap();
    world.duty("profile show").any_stderr().status(4).run();
    let own = world.home.path().to_owned();
    world.env("HOME", own);
    assert_eq!(token(&world), first);
    // Its folder, by its name: the same key from either home.
    let theirs = world.home.path().join(".config/duty");
    world
        .env("HOME", home.path())
        .env("DUTY_CONFIG_DIR", &theirs);
    assert_eq!(token(&world), first);
    world.env_remove("DUTY_CONFIG_DIR");
    // So does one that is reached by a link from where it was.
    let own = world.home.path().to_owned();
    world.env("HOME", &own);
    std::fs::rename(&theirs, own.join("dotfiles")).unwrap();
    std::os::unix::fs::symlink(own.join("dotfiles"), &theirs).unwrap();
    assert_eq!(token(&world), first);
    // A home that was moved takes its key with it.
    let moved = home.path().join("moved");
    std::fs::create_dir_all(&moved).unwrap();
    std::fs::create_dir(moved.join(".config")).unwrap();
    std::fs::remove_file(&theirs).unwrap();
    std::fs::rename(own.join("dotfiles"), moved.join(".config/duty")).unwrap();
    world.env("HOME", moved);
    assert_eq!(token(&world), first);
}

/// Whoever provisions a machine puts the key there by the name of the context.
#[test]
fn a_key_that_another_program_has_put_there_is_found_from_any_folder() {
    let mut world = world();
    let session = Session::begin(&world, Service::Unlocked);
    session.enter(&mut world);
    session.store(&world, &["username", "work"], "another-key-0123456789");
    let config = world.home.path().join("other");
    std::fs::create_dir(&config).unwrap();
    let url = world.server.base_url();
    let text =
        format!("context = 'work'\n[contexts.work]\nbase_url = '{url}'\nkey_store = 'keyring'\n");
    std::fs::write(config.join("config.toml"), text).unwrap();
    world.env("DUTY_CONFIG_DIR", config);
    assert_eq!(token(&world), "another-key-0123456789\n");
}

/// The store of one `config.toml` may be another's, or of another time: a key goes where it was stored for.
#[test]
fn a_key_goes_to_no_server_but_that_of_its_login() {
    let mut world = world();
    let first = world.server.app_key().to_string();
    log_in(&world, "--insecure-storage");
    // The same folder with another place for keys, and another server.
    let person = world.ask("/member/info", &json!({}));
    let other = Stub::answering()
        .once("/member/info", Answer::data(person))
        .start();
    let data = world.home.path().join("data");
    world.env("DUTY_DATA_DIR", data);
    let login = format!(
        "auth login --app-key-stdin --insecure-storage --yes --base-url {}",
        other.url()
    );
    world
        .duty(&login)
        .stdin("another-key-0123456789\n")
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(token(&world), "another-key-0123456789\n");
    world.env_remove("DUTY_DATA_DIR");
    for words in ["profile show", "auth token", "auth status"] {
        let ran = world.duty(&format!("{words} -o json")).any_stdout();
        let ran = ran.any_stderr().status(4).run();
        let told = ran.stdout + &ran.stderr;
        assert!(told.contains("key_unreadable"), "{words}: {told}");
        assert!(!told.contains(&first), "{words}: {told}");
    }
    // A login puts it right.
    log_in(&world, "--insecure-storage --yes");
    assert_eq!(token(&world), format!("{first}\n"));
}
