//! The state file: kept, shared between processes, private, refused where it is broken.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use duty_sandbox::{Clock, Options, Server, StateFile, outbox, reset, scan};
use serde_json::{Value, json};

use crate::support::{Sandbox, column, sandbox, sandbox_with};

fn at(path: &Path) -> Sandbox {
    sandbox_with(|o| {
        o.state = StateFile::Path(path.to_owned());
        // The functions beside the server read the machine's clock.
        o.clock = Clock::System;
    })
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("made/for/it/sandbox.json");
    (dir, path)
}

#[test]
fn what_is_changed_stays() {
    let (_dir, path) = place();
    let made = at(&path).ok("app_key_create", json!({"key_name": "kept"}));
    let sandbox = at(&path);
    sandbox.ok_as(made["key"].as_str().unwrap(), "member_info", json!({}), &[]);
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.starts_with("{\n  \"version\": 1,\n"),
        "{}",
        &text[..40]
    );
    reset(&path).unwrap();
    // The server that runs finds the account as new.
    sandbox.refused_as(
        made["key"].as_str().unwrap(),
        "member_info",
        json!({}),
        &[],
        401,
        "Unauthorized",
    );
    sandbox.ok("member_info", json!({}));
    reset(&path).unwrap();
    reset(&path).unwrap();
}

#[cfg(unix)]
#[test]
fn the_file_is_private() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, path) = place();
    let sandbox = at(&path);
    for _ in 0..2 {
        for entry in fs::read_dir(path.parent().unwrap()).unwrap() {
            let mode = entry.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        sandbox.ok("app_key_create", json!({"key_name": "k"}));
    }
    let files = fs::read_dir(path.parent().unwrap()).unwrap().count();
    assert_eq!(files, 2, "the state, its lock, and nothing left over");
}

#[test]
fn two_servers_and_the_phone_see_each_other() {
    let (_dir, path) = place();
    let file = StateFile::Path(path.clone());
    let (one, two) = (at(&path), at(&path));
    one.ok("device_bind_code", json!({}));
    let device = scan(&file, None, "iPhone 17", "iOS 26").unwrap();
    for sandbox in [&one, &two] {
        let data = sandbox.ok("device_list", json!({}));
        assert_eq!(column(&data, "device_name"), ["Pixel 9", "iPhone 17"]);
    }
    two.ok("device_unbind", json!({"device_id": device.device_id}));
    assert_eq!(
        column(&one.ok("device_list", json!({})), "device_name"),
        ["Pixel 9"]
    );
    one.ok("verification_send", json!({"device": "email"}));
    let mails = outbox(&file).unwrap();
    assert_eq!(mails[0].to, "zhangsan@example.com");
    assert_eq!(mails, two.server.outbox().unwrap());
}

#[test]
fn an_account_in_memory_is_reached_through_its_server_only() {
    let error = scan(&StateFile::Memory, None, "x", "y").unwrap_err();
    assert!(error.to_string().contains("in memory"));
    assert!(outbox(&StateFile::Memory).is_err());
}

#[test]
fn a_broken_file_is_named_with_the_way_out() {
    let (_dir, path) = place();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for (content, why) in [
        ("{", "not valid JSON"),
        ("", "not valid JSON"),
        ("{}", "has no version"),
        ("{\"version\": 0}", "has version 0"),
        ("{\"version\": 99}", "has version 99"),
        ("{\"version\": 1}", "cannot be read"),
    ] {
        fs::write(&path, content).unwrap();
        let options = Options {
            state: StateFile::Path(path.clone()),
            ..Options::default()
        };
        let error = Server::start(options).unwrap_err().to_string();
        assert!(error.contains(&path.display().to_string()), "{error}");
        assert!(
            error.contains(why) && error.contains("duty sandbox reset"),
            "{error}"
        );
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            content,
            "it is not ours to repair"
        );
    }
    reset(&path).unwrap();
    let sandbox = at(&path);
    // Broken while the server runs.
    fs::write(&path, "{").unwrap();
    let reply = sandbox.refused("member_info", json!({}), 500, "InternalError");
    assert!(reply.message().contains("duty sandbox reset"));
    assert_eq!(sandbox.server.state(), Value::Null);
}

#[test]
fn an_edit_that_leaves_no_state_changes_nothing() {
    let sandbox = sandbox();
    let before = sandbox.server.state();
    let error = sandbox
        .server
        .edit(|state| state["members"] = json!(1))
        .unwrap_err();
    assert!(error.to_string().contains("cannot be read back"));
    assert_eq!(sandbox.server.state(), before);
}

const ROUNDS: u64 = 100;

fn count_up(sandbox: &Sandbox) {
    for _ in 0..ROUNDS {
        sandbox
            .server
            .edit(|state| state["next_id"] = (state["next_id"].as_u64().unwrap() + 1).into())
            .unwrap();
    }
}

fn counted(sandbox: &Sandbox) -> u64 {
    sandbox.server.state()["next_id"].as_u64().unwrap() - 60_001
}

#[test]
fn threads_lose_no_change() {
    let (_dir, path) = place();
    let sandbox = at(&path);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| count_up(&at(&path)));
        }
    });
    assert_eq!(counted(&sandbox), 2 * ROUNDS);
}

const CHILD: &str = "DUTY_SANDBOX_TEST_CHILD";

/// Not a test of its own: what the other process of the next one does.
#[test]
fn child_process() {
    if let Some(path) = std::env::var_os(CHILD) {
        count_up(&at(Path::new(&path)));
    }
}

#[test]
fn processes_lose_no_change() {
    let (_dir, path) = place();
    let sandbox = at(&path);
    let mut children: Vec<_> = (0..2)
        .map(|_| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "states::child_process", "--quiet"])
                .env(CHILD, &path)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    count_up(&sandbox);
    for child in &mut children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(counted(&sandbox), 3 * ROUNDS);
}
