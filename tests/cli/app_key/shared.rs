//! Keys that other contexts have, and rotations of which there are several: what is told names each of them, and works as
//! it stands.

use serde_json::{Value, json};

use super::holders::{codes, commands, fill, in_context, keys, log_in, said, stored, with_key};
use crate::harness::World;
use crate::keyring::session::{Service, Session};

/// The key `ci`, that duty made for the context of that name.
#[track_caller]
fn with_ci() -> World {
    let world = stored();
    said(&world, "app-key create ci --save=ci --insecure-storage", 0);
    world
}

#[test]
fn a_key_of_another_context_is_not_stopped_without_a_word() {
    let world = with_ci();
    let id = keys(&world).pop().unwrap().id;
    let list = world.duty("app-key list").any_requests().any_stderr();
    let table = list.any_stdout().run().stdout;
    assert!(table.contains("in context ci"), "{table}");
    let list = world.duty("app-key list -o json").any_requests();
    let list = list.any_stderr().any_stdout().run().json();
    let of = |id: u64| {
        let all = list["items"].as_array().unwrap();
        let id = id.to_string();
        let is_it = |one: &&Value| one["id"] == id;
        all.iter().find(is_it).unwrap()["other_contexts"].clone()
    };
    assert_eq!(of(id), json!(["ci"]));
    assert_eq!(of(5001), json!([]));
    // Before, for people and for programs.
    for dry_run in [
        "app-key disable ci",
        "app-key rotate ci --output-file n.key",
    ] {
        let named = format!("ci ({id}) is the key of context ci");
        let told = said(&world, &format!("{dry_run} --dry-run"), 0);
        assert!(told.contains(&named), "{dry_run}: {told}");
        let run = world.duty(&format!("{dry_run} --dry-run -o json"));
        let told = run.any_requests().any_stdout().run().json();
        let warning = json!({"code": "context_key", "message": named});
        assert!(
            told["warnings"].as_array().unwrap().contains(&warning),
            "{told}"
        );
    }
    for verb in ["disable", "delete"] {
        let told = said(&world, &format!("app-key {verb} ci --yes --self"), 0);
        let warned = format!("context ci has the key ci ({id}), which works no more");
        assert!(told.contains(&warned), "{told}");
        let login = "'duty auth login --context ci --insecure-storage'";
        assert!(told.contains(login), "{told}");
    }
}

#[test]
fn a_rotation_names_the_context_that_still_has_the_old_key() {
    let world = with_ci();
    let told = said(&world, "app-key rotate ci --output-file n.key --self", 0);
    assert!(told.contains("context ci still has the old key"), "{told}");
    let login = "'duty auth login --context ci --insecure-storage'";
    assert!(told.contains(login), "{told}");
}

#[test]
fn the_key_of_a_context_is_replaced_by_a_rotation_there() {
    let world = with_ci();
    for command in [
        "app-key create more --save=ci --insecure-storage",
        "app-key rotate ci --save=ci --insecure-storage --self",
    ] {
        let told = said(&world, command, 2);
        assert_eq!(
            commands(&told, "rotate"),
            ["app-key rotate --context ci"],
            "{told}"
        );
    }
    let before = in_context(&world, "ci");
    let own = in_context(&world, "default");
    said(&world, "app-key rotate --context ci --self", 0);
    assert_ne!(in_context(&world, "ci"), before);
    assert_eq!(in_context(&world, "default"), own);
}

#[test]
fn of_several_rotations_each_is_told_with_its_key() {
    let world = stored();
    said(&world, "app-key delete 5002 --yes --self", 0);
    fill(&world, 2, "enabled");
    let rotate = |key: &str, file: &str| {
        let rotate = format!("app-key rotate {key} --keep-old manual --output-file {file}");
        said(&world, &rotate, 0)
    };
    // The only one needs no name.
    let first = rotate("more-0", "one.key");
    assert_eq!(commands(&first, "--finish"), ["app-key rotate --finish"]);
    let second = rotate("more-1", "two.key");
    let finish = |id: u64| format!("app-key rotate {id} --finish");
    assert_eq!(commands(&second, "--finish"), [finish(5101)], "{second}");
    let told = said(&world, "app-key list", 0);
    let all = commands(&told, "--finish");
    assert_eq!(all, [finish(5100), finish(5101)], "{told}");
    for command in all {
        // Which key the run works with nobody knows here.
        let told = said(&world, &format!("{command} --self"), 0);
        assert!(told.contains("the old key is disabled"), "{told}");
    }
}

/// A key goes to its own server only: `--base-url` alone would be refused.
#[test]
fn what_is_to_be_done_at_another_server_is_told_with_a_context_of_it() {
    let world = stored();
    let there = World::new();
    let url = there.server.base_url();
    let key = there.server.app_key();
    log_in(&world, "far", &url, key);
    let mail = |words: &str| {
        let code = codes(&there, 1);
        let run = world.duty(words).env("DUTY_VERIFY_CODE", code);
        let run = run.any_requests().any_stdout().any_stderr();
        run.run().stderr
    };
    mail("app-key rotate laptop --self --keep-old manual --context far");
    let new = keys(&there).pop().unwrap().id;
    let told = mail("auth remove far");
    let delete = format!("app-key delete {new} --context far --base-url {url}");
    assert_eq!(commands(&told, "delete").concat(), delete, "{told}");
    let resume = commands(&told, "--resume").remove(0);
    let login = commands(&told, "auth login").remove(0);
    assert_eq!(login, format!("auth login --context far --base-url {url}"));
    // As it says: the login first.
    with_key(&world, "login --context far", &url, key);
    mail(&format!("{delete} --yes"));
    assert!(keys(&there).iter().all(|key| key.id != new));
    let told = mail(&resume);
    assert!(told.contains("works as before"), "{told}");
}

#[test]
fn a_context_that_is_gone_is_not_advised() {
    let world = stored();
    let url = world.server.base_url();
    log_in(&world, "main", &url, world.server.app_key());
    said(
        &world,
        "app-key rotate laptop --self --keep-old manual --context main",
        0,
    );
    said(&world, "auth remove main", 0);
    said(&world, "app-key disable 5001 --self --yes", 0);
    // No code comes with a key that is stopped.
    let run = world.duty("app-key rotate --resume").status(4);
    let told = run.any_requests().any_stderr().run().stderr;
    assert!(!told.contains("--context main"), "{told}");
    assert!(told.contains("DUTY_APP_KEY=$(cat FILE)"), "{told}");
}

/// DUTY_APP_KEY is what duty itself advises where the keyring cannot be asked: then it is not asked which key each context
/// has.
#[test]
fn a_keyring_that_this_run_needs_not_is_not_waited_for() {
    let mut world = World::new();
    let code = codes(&world, 1);
    let session = Session::begin(&world, Service::Frozen);
    session.enter(&mut world);
    let folder = world.home.path().join(".config/duty");
    std::fs::create_dir_all(&folder).unwrap();
    let url = world.server.base_url();
    let contexts =
        (0..6).map(|n| format!("[contexts.c{n}]\nbase_url = \"{url}\"\nkey_store = \"keyring\"\n"));
    std::fs::write(folder.join("config.toml"), contexts.collect::<String>()).unwrap();
    let disable = "app-key disable laptop --self --yes --timeout 5";
    let run = world.duty(disable).env("DUTY_VERIFY_CODE", code);
    run.any_requests().any_stderr().run();
    assert!(!keys(&world)[0].enabled);
}
