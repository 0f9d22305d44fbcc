//! Another server that answers under the same address (a tunnel, an installation anew) and counts its keys from the
//! beginning, too: no secret is lost or named for deletion by a number alone.

use std::collections::BTreeMap;
use std::fs::File;

use serde_json::{Value, json};

use super::holders::{commands, file, in_context, keys, said, stored};
use crate::harness::World;

/// The other server answers: its keys have the numbers of these, other names and secrets, and are older.
#[track_caller]
fn turn_to_another(world: &World) {
    let others = |state: &mut Value| {
        for key in state["app_keys"].as_array_mut().unwrap() {
            let id = key["key_id"].as_u64().unwrap();
            let made = key["created_at"].as_i64().unwrap();
            key["created_at"] = json!(made - 86_400);
            if id > 60_000 {
                key["key_name"] = json!(format!("their-{id}"));
                key["key"] = json!(format!("their-{id}-0123456789abcdef"));
            }
        }
    };
    world.server.edit(others).unwrap();
}

/// The secrets that are kept, by the names of their files.
fn kept(world: &World) -> BTreeMap<String, String> {
    let files = world.files().into_iter().filter(|(path, _)| {
        let path = path.to_string_lossy();
        path.contains("undelivered-keys")
    });
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().trim().to_owned();
    let name = |path: std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
    files
        .map(|(path, bytes)| (name(path), text(bytes)))
        .collect()
}

const NUMBERED: &str =
    "has the secret of a key with the number 60001, which may be one of another server";

#[test]
fn a_secret_that_may_be_another_servers_is_neither_deleted_nor_said_to_be_this_keys() {
    for make in [
        "app-key create deploy --exec false",
        "api /person/app-key/create -f key_name=deploy --yes",
    ] {
        let world = stored();
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut create = world.duty(make).command();
        assert!(!create.stdout(full).output().unwrap().status.success());
        let before = kept(&world);
        let secret = keys(&world).pop().unwrap().secret;
        assert_eq!(before.values().collect::<Vec<_>>(), [&secret], "{make}");
        // There it is the key itself.
        let told = said(&world, "app-key list", 0);
        assert!(told.contains("the secret of deploy (60001) is still in"));
        assert_eq!(commands(&told, "delete"), ["app-key delete 60001"]);
        turn_to_another(&world);
        let told = said(&world, "app-key list", 0);
        assert!(told.contains(NUMBERED), "{make}: {told}");
        assert!(!told.contains("app-key delete"), "{make}: {told}");
        let told = said(&world, "app-key delete their-60001 --self --yes", 0);
        assert!(told.contains("Deleted the key their-60001"), "{told}");
        assert!(told.contains(NUMBERED), "{make}: {told}");
        assert_eq!(kept(&world), before, "{make}");
    }
}

#[test]
fn a_secret_is_never_kept_in_the_place_of_another() {
    let world = stored();
    said(&world, "app-key create deploy --exec false", 1);
    let first = keys(&world).pop().unwrap().secret;
    let anew = |state: &mut Value| {
        let all = state["app_keys"].as_array_mut().unwrap();
        all.retain(|key| key["key_id"] != 60_001);
        state["next_id"] = json!(60_001);
    };
    world.server.edit(anew).unwrap();
    let told = said(&world, "app-key create next --exec false", 1);
    let second = keys(&world).pop().unwrap();
    assert_eq!(second.id, 60_001);
    let all = kept(&world);
    let mut names = all.keys();
    let (one, two) = (names.next().unwrap(), names.next().unwrap());
    assert_eq!(format!("{one}-2"), *two);
    assert_eq!((&all[one], &all[two]), (&first, &second.secret));
    assert!(told.contains(&format!("{two}, which only you")), "{told}");
    // Each is told of as what it is, and what goes with the key is its own.
    let told = said(&world, "app-key list", 0);
    let path = file(&world, two);
    let its = format!("the secret of next (60001) is still in {}:", path.display());
    assert!(told.contains(&its), "{told}");
    assert!(told.contains(NUMBERED), "{told}");
    said(&world, "app-key delete next --self --yes", 0);
    assert_eq!(kept(&world).into_values().collect::<Vec<_>>(), [first]);
}

/// A key that duty made for a context may be its only copy: no login is advised that would take its place.
#[test]
fn a_context_is_not_told_by_a_number_alone() {
    for command in [
        "app-key disable their-60001 --yes --self",
        "app-key delete their-60001 --yes --self",
        "app-key rotate their-60001 --output-file n.key --self",
    ] {
        let world = stored();
        said(&world, "app-key create ci --save=ci --insecure-storage", 0);
        let before = in_context(&world, "ci");
        turn_to_another(&world);
        let list = world.duty("app-key list").any_requests().any_stderr();
        let table = list.any_stdout().run().stdout;
        assert!(!table.contains("in context ci"), "{table}");
        let told = said(&world, command, 0);
        let doubt = "context ci has a key with the number of their-60001 (60001), which may be";
        assert!(told.contains(doubt), "{command}: {told}");
        assert!(!told.contains("works no more"), "{command}: {told}");
        assert!(!told.contains("--context ci"), "{command}: {told}");
        assert_eq!(in_context(&world, "ci"), before);
    }
}

/// The same where the other server's key was made from here as well.
#[test]
fn a_context_is_known_by_its_key_where_that_can_be_read() {
    let world = stored();
    said(&world, "app-key create ci --save=ci --insecure-storage", 0);
    let anew = |state: &mut Value| {
        let all = state["app_keys"].as_array_mut().unwrap();
        all.retain(|key| key["key_id"] != 60_001);
        state["next_id"] = json!(60_001);
    };
    world.server.edit(anew).unwrap();
    said(&world, "app-key create next --output-file next.key", 0);
    assert_eq!(keys(&world).pop().unwrap().id, 60_001);
    let told = said(&world, "app-key disable next --yes --self", 0);
    let doubt = "context ci has a key with the number of next (60001), which may be";
    assert!(told.contains(doubt), "{told}");
    assert!(!told.contains("--context ci"), "{told}");
}

/// Nor at the end of a rotation that was kept.
#[test]
fn the_end_of_a_rotation_does_not_tell_a_context_by_a_number_alone() {
    let world = stored();
    said(&world, "app-key create ci --save=ci --insecure-storage", 0);
    let before = in_context(&world, "ci");
    turn_to_another(&world);
    let rotate = "app-key rotate their-60001 --output-file n.key --keep-old manual --self";
    said(&world, rotate, 0);
    let told = said(&world, "app-key rotate their-60001 --finish --self", 0);
    let doubt = "context ci has a key with the number of their-60001 (old) (60001), which may be";
    assert!(told.contains(doubt), "{told}");
    assert!(!told.contains("--context ci"), "{told}");
    assert_eq!(in_context(&world, "ci"), before);
}

/// That a key of this number was deleted there says nothing of the new key of this rotation.
#[test]
fn a_key_that_is_deleted_on_the_other_server_is_not_the_new_one_of_a_rotation() {
    let world = stored();
    let rotate = "app-key rotate ci-2024 --output-file n.key --keep-old manual --self";
    said(&world, "app-key enable ci-2024", 0);
    said(&world, rotate, 0);
    let path = file(&world, "app-key-rotate-");
    let before = std::fs::read(&path).unwrap();
    turn_to_another(&world);
    said(&world, "app-key delete their-60001 --self --yes", 0);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
