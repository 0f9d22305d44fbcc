//! A rotation that is somebody else's, or of another server, or whose list lies: nothing that is not its own is
//! touched, and no secret is thrown away that still opens something.

use duty_sandbox::{Fault, FaultKind, MEMBER_KEY};
use serde_json::json;

use super::holders::{codes, cut_off, keys, stored};
use crate::harness::World;
use crate::pty::{Pty, SIZE};

fn slot_has(world: &World, secret: &str) -> bool {
    let is_it = |(path, content): &(std::path::PathBuf, Vec<u8>)| {
        path.to_string_lossy().contains("default+new")
            && content
                .windows(secret.len())
                .any(|part| part == secret.as_bytes())
    };
    world.files().iter().any(is_it)
}

#[test]
fn another_context_neither_ends_nor_undoes_a_rotation() {
    let world = stored();
    let url = world.server.base_url();
    world
        .duty(&format!(
            "auth login --app-key-stdin --insecure-storage --context bob --base-url {url}"
        ))
        .stdin(format!("{MEMBER_KEY}\n"))
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let secret = cut_off(&world);
    assert!(slot_has(&world, &secret));
    for words in ["--resume", "--finish"] {
        let ran = world
            .duty(&format!("app-key rotate {words} --context bob"))
            .status(2)
            .requests(&[])
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("give --context default"),
            "{}",
            ran.stderr
        );
    }
    // Nor does another person's key in place of the context's own.
    let ran = world
        .duty("app-key rotate --finish --context default")
        .env("DUTY_APP_KEY", MEMBER_KEY)
        .env("DUTY_BASE_URL", &url)
        .any_requests()
        .any_status()
        .any_stderr()
        .run();
    assert!(ran.status != Some(0), "{}", ran.stderr);
    assert!(slot_has(&world, &secret));
}

/// What a node of the server lists that does not know of the new key yet.
fn list_without_it(world: &World) -> FaultKind {
    let made = world.server.state()["app_keys"][0]["created_at"].clone();
    FaultKind::StatusRaw {
        status: 200,
        content_type: "application/json".to_owned(),
        body: json!({"request_id": "r", "data": {"items": [
            {"key_id": 5001, "key_name": "laptop", "status": "enabled", "created_at": made, "updated_at": made},
        ]}})
        .to_string()
        .into_bytes(),
        headers: Vec::new(),
    }
}

#[test]
fn a_secret_that_works_is_not_thrown_away_because_a_list_lacks_it() {
    let world = stored();
    let secret = cut_off(&world);
    world
        .server
        .fault(Fault::on("app_key_list", list_without_it(&world)));
    let ran = world
        .duty("app-key rotate --resume --context default")
        .status(7)
        .any_requests()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("the new key works, and the server does not list it yet"),
        "{}",
        ran.stderr
    );
    assert!(slot_has(&world, &secret));
}

/// Nobody has seen that it was deleted.
#[test]
fn a_new_key_that_a_list_lacks_is_not_said_to_be_deleted() {
    for more in ["", "--delete", "--output-file new.key"] {
        let world = stored();
        let code = codes(&world, 1);
        world
            .server
            .fault(Fault::on("app_key_list", list_without_it(&world)));
        let run = |words: &str, status: i32| {
            let ran = world.duty(words).env("DUTY_VERIFY_CODE", &code);
            let ran = ran.status(status).any_requests().any_stdout().any_stderr();
            ran.run().stderr
        };
        let rotate = format!("app-key rotate laptop --self --context default {more}");
        let told = run(&rotate, 7);
        for part in [
            "the new key works, and the server does not list it yet",
            "app-key rotate --resume' goes on from here",
        ] {
            assert!(told.contains(part), "{more}: {told}");
        }
        assert!(!told.contains("deleted it"), "{more}: {told}");
        if more.starts_with("--output-file") {
            let told = run("app-key rotate --resume --yes --context default", 7);
            assert!(told.contains("or its list is behind"), "{told}");
        }
        world.server.clear_faults();
        run("app-key rotate --resume --yes --context default", 0);
        let all = keys(&world);
        let old = all.iter().find(|key| key.id == 5001);
        assert!(old.is_none_or(|old| !old.enabled), "{more}: {all:?}");
    }
}

/// Both count their keys from the same number.
#[test]
fn two_servers_do_not_share_a_file() {
    let world = World::new();
    let other = World::new();
    let at = |server: &World, words: &str, status: i32| {
        world
            .duty(words)
            .env("DUTY_BASE_URL", server.server.base_url())
            .status(status)
            .any_requests()
            .any_stderr()
            .run()
    };
    at(&world, "app-key create one --exec false", 1);
    at(&other, "app-key create two --exec false", 1);
    let kept = |key: &str| {
        let lines = world.files();
        lines.iter().any(|(path, content)| {
            path.to_string_lossy().contains("undelivered-keys")
                && content.starts_with(key.as_bytes())
        })
    };
    for server in [&world, &other] {
        assert!(kept(&keys(server).pop().unwrap().secret));
    }
    for (server, file) in [(&world, "a.key"), (&other, "b.key")] {
        at(
            server,
            &format!("app-key rotate laptop --self --keep-old 7d --output-file {file}"),
            0,
        );
    }
    for server in [&world, &other] {
        let ran = at(server, "app-key rotate --finish --self --dry-run", 0);
        assert!(
            ran.stderr.contains("laptop (5001) would be disabled"),
            "{}",
            ran.stderr
        );
    }
}

/// Another job rotates the same key, elsewhere, at the same time: what it made is its own.
#[test]
fn the_new_key_of_another_rotation_is_not_undone() {
    let world = World::new();
    let lost = FaultKind::CloseBefore;
    world
        .server
        .fault(Fault::on("app_key_create", lost).first(1));
    world
        .duty("app-key rotate laptop --self --keep-old 1h --state a.json --output-file a.key")
        .status(10)
        .any_requests()
        .any_stderr()
        .run();
    // It is cut off as well, so that its key still has the name of the time between.
    let cut_off = FaultKind::error(500, "InternalError");
    world.server.fault(Fault::on("app_key_rename", cut_off));
    world
        .duty("app-key rotate laptop --self --keep-old 1h --state b.json --output-file b.key")
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    world.server.clear_faults();
    let theirs = keys(&world).pop().unwrap();
    assert!(theirs.name.starts_with("laptop (new "), "{}", theirs.name);
    let ran = world
        .duty("app-key rotate --resume -y --state a.json")
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    assert!(!ran.operations().contains(&"app_key_delete".to_owned()));
    assert_eq!(keys(&world).pop().unwrap().id, theirs.id, "{}", ran.stderr);
}

/// Whatever the server says, the key that is there already does not replace itself.
#[test]
fn an_old_key_is_not_taken_for_the_new_one() {
    for (id, secret) in [
        (60001, None),
        (5001, Some("0123456789abcdef0123456789abcdef")),
    ] {
        let world = stored();
        let code = super::codes(&world, 1);
        let old = keys(&world).into_iter().find(|key| key.id == 5001).unwrap();
        let secret = secret.map_or(old.secret, str::to_owned);
        let data = json!({"request_id": "r1", "data": {"key_id": id, "key_name": "laptop", "key": secret, "created_at": 1, "status": "enabled"}});
        let answer = FaultKind::raw(200, "application/json", data.to_string());
        world
            .server
            .fault(Fault::on("app_key_create", answer).first(1));
        let ran = world
            .duty("app-key rotate laptop --delete --self --yes")
            .env("DUTY_VERIFY_CODE", code)
            .status(10)
            .any_requests()
            .any_stderr()
            .run();
        let told = "the server's answer is not that of a new key";
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert!(!ran.operations().contains(&"app_key_delete".to_owned()));
        world.duty("profile show").any_requests().any_stdout().run();
    }
}

/// The server hands out the key of somebody else, with a number of its own that the list has: the context goes on with
/// the key that it has.
#[test]
fn the_key_of_another_person_takes_no_place() {
    let world = stored();
    let code = super::codes(&world, 1);
    let old = keys(&world).into_iter().find(|key| key.id == 5001).unwrap();
    let data = json!({"request_id": "r1", "data": {"key_id": 60001, "key_name": "laptop", "key": MEMBER_KEY, "created_at": 1, "status": "enabled"}});
    let answer = FaultKind::raw(200, "application/json", data.to_string());
    world
        .server
        .fault(Fault::on("app_key_create", answer).first(1));
    let ran = world
        .duty("app-key rotate laptop --delete --self --yes")
        .env("DUTY_VERIFY_CODE", code)
        .status(7)
        .any_requests()
        .any_stderr()
        .run();
    let told = "the new key was made for person 80011 and belongs to person ";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    assert!(!ran.operations().contains(&"app_key_delete".to_owned()));
    world
        .duty("auth token")
        .stdout(&format!("{}\n", old.secret))
        .run();
}

/// Somebody needs a key again while a code is typed that deletes it to make room.
#[test]
fn a_key_that_is_enabled_meanwhile_does_not_make_room() {
    let world = stored();
    super::holders::fill(&world, 3, "enabled");
    let mut pty = Pty::start(&world.duty("app-key rotate laptop --replace"), SIZE);
    pty.until_text("delete ci-2024 (5002) to make room?");
    pty.send("y\r");
    pty.until_text("Where should it come from?");
    pty.send("\r");
    pty.until_text("Code (email");
    world
        .server
        .edit(|state| state["app_keys"][1]["status"] = json!("enabled"))
        .unwrap();
    let code = world.server.outbox().unwrap().pop().unwrap().code.clone();
    pty.send(&format!("{code}\r"));
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 7, "{text}");
    assert!(
        text.contains("the key ci-2024 (5002) was enabled meanwhile"),
        "{text}"
    );
    let there = keys(&world);
    assert!(
        there.len() == 5 && there.iter().all(|key| key.enabled),
        "{there:?}"
    );
}
