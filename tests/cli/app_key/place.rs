//! Where the secret of a new key goes, and what becomes of it where the place or the telling fails.

use std::fs::File;
use std::time::Duration;

use duty_sandbox::{Fault, FaultKind, MEMBER_KEY, Recorded};
use serde_json::json;

use super::holders::{FullDisk, Running, codes, keys, nobody_is_locked_out, shown};
use crate::harness::World;
use crate::pty::{Pty, SIZE};

fn full() -> File {
    File::options().write(true).open("/dev/full").unwrap()
}

#[test]
fn a_secret_in_its_file_stays_there_when_the_result_cannot_be_told() {
    let world = World::new();
    let output = world
        .duty("app-key create ci --output-file ci.key -o json")
        .command()
        .stdout(full())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let made = keys(&world).pop().unwrap();
    assert_eq!(made.name, "ci");
    assert_eq!(
        std::fs::read_to_string(world.home.path().join("ci.key")).unwrap(),
        format!("{}\n", made.secret)
    );
}

#[test]
fn ctrl_c_before_the_key_is_made_leaves_no_file() {
    let world = World::new();
    world.server.fault(Fault::on(
        "app_key_list",
        FaultKind::Delay(Duration::from_secs(3)),
    ));
    let mut running = Running::start(&world.duty("app-key create ci --output-file ci.key"));
    running.at(&world, "app_key_list");
    running.signal("INT");
    assert_eq!(running.end().status, Some(130));
    assert!(!world.home.path().join("ci.key").exists());
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}

#[test]
fn a_folder_that_is_not_there_is_said_before_the_server_is_asked() {
    let world = World::new();
    let ran = world
        .duty("app-key create ci --output-file nowhere/ci.key")
        .status(1)
        .requests(&[])
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("no key was created"), "{}", ran.stderr);
}

#[test]
fn the_owner_rotates_the_key_of_a_member_to_its_end() {
    let world = World::new();
    let ran = world
        .duty("app-key rotate lisi-laptop --person lisi@example.com --output-file r --self")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("which was tested"), "{}", ran.stderr);
    let secret = std::fs::read_to_string(world.home.path().join("r")).unwrap();
    let ran = world
        .duty("app-key list --person lisi@example.com -o json")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let listed = ran.json();
    let of = |name: &str| {
        listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|key| key["name"].as_str().unwrap() == name)
            .unwrap()["status"]
            .clone()
    };
    assert_eq!(of("lisi-laptop"), json!("enabled"), "{listed}");
    let disabled = listed["items"].as_array().unwrap().iter();
    let disabled = disabled
        .filter(|key| key["status"] == json!("disabled"))
        .count();
    assert_eq!(disabled, 1, "{listed}");
    world
        .duty("profile show")
        .env("DUTY_APP_KEY", secret.trim())
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
}

#[test]
fn a_command_that_reads_nothing_has_not_taken_the_secret() {
    for command in ["true", "head -c 3 >/dev/null", "exec <&-"] {
        let world = World::new();
        let ran = world
            .duty("app-key create ci --exec")
            .arg(command)
            .status(1)
            .any_requests()
            .any_stderr()
            .run();
        assert!(
            ran.stderr.contains("it ended without reading it"),
            "{}",
            ran.stderr
        );
        kept_in_a_file(&world, &ran.stderr);
    }
    // The line end need not be read, nor at once.
    for command in [
        "head -c 40 >/dev/null",
        "exec 3<&0; { sleep 0.1; cat <&3 >/dev/null; } &",
    ] {
        let world = World::new();
        let ran = world
            .duty("app-key create ci --exec")
            .arg(command)
            .any_requests()
            .any_stderr()
            .run();
        assert!(ran.stderr.contains("Created the key ci"), "{}", ran.stderr);
        assert_eq!(keys(&world).pop().unwrap().secret.len(), 40);
    }
}

/// What is printed may be a log: the new secret is in no line of it, but in a file that is named there.
#[track_caller]
fn kept_in_a_file(world: &World, printed: &str) {
    use std::os::unix::fs::PermissionsExt;
    let made = keys(world).pop().unwrap();
    assert!(!printed.contains(&made.secret), "{printed}");
    let server = world.server.addr().to_string().replace(':', "_");
    let file = format!("{server}.{}", made.id);
    let path = world
        .home
        .path()
        .join(".local/state/duty/undelivered-keys")
        .join(file);
    assert!(printed.contains(path.to_str().unwrap()), "{printed}");
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(kept, format!("{}\n", made.secret));
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    assert_eq!(mode(path.parent().unwrap()), 0o700);
}

#[test]
fn an_undelivered_secret_is_in_a_file_until_its_key_is_deleted() {
    let world = World::new();
    let ran = world
        .duty("app-key create ci --exec")
        .arg("cat >/dev/null; exit 3")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    kept_in_a_file(&world, &ran.stderr);
    let list = world
        .duty("app-key list")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        list.stderr.contains("the secret of ci (60001) is still in"),
        "{}",
        list.stderr
    );
    let code = codes(&world, 1);
    world
        .duty("app-key delete ci --yes --self")
        .env("DUTY_VERIFY_CODE", code)
        .any_requests()
        .stderr("Deleted the key ci (60001).\n")
        .run();
    let kept =
        |(path, _): &(std::path::PathBuf, Vec<u8>)| path.to_string_lossy().contains("undelivered");
    assert!(!world.files().iter().any(kept));
}

/// Where nothing can be written, no key is made; where a rotation does without the state directory, it has the code to
/// delete it again.
#[test]
fn without_room_for_a_file_the_new_key_is_deleted_again() {
    let world = World::new();
    let folder = world.home.path().join(".local/state/duty/undelivered-keys");
    std::fs::create_dir_all(folder.parent().unwrap()).unwrap();
    std::fs::write(folder, "in the way").unwrap();
    let code = codes(&world, 1);
    let ran = world
        .duty("app-key rotate laptop --exec false")
        .env("DUTY_VERIFY_CODE", &code)
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    let is_create = |one: &Recorded| one.operation_id.as_deref() == Some("app_key_create");
    assert!(!ran.requests.iter().any(is_create));
    let ran = world
        .duty("app-key rotate laptop --exec false --state rotation.json")
        .env("DUTY_VERIFY_CODE", &code)
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("was deleted again"), "{}", ran.stderr);
    assert_eq!(shown(&world), "laptop+, ci-2024-");
}

/// The terminal of a pipeline is its log.
#[test]
fn a_terminal_with_nobody_before_it_is_not_shown_a_secret() {
    for ci in [false, true] {
        let world = World::new();
        let mut run = world.duty("app-key create ci --exec false");
        if ci {
            run = run.env("CI", "true");
        }
        let mut pty = Pty::start(&run, SIZE);
        let (status, text) = (pty.end(), pty.text());
        assert_eq!(status, 1, "{text}");
        let made = keys(&world).pop().unwrap();
        assert_eq!(text.contains(&made.secret), !ci, "{text}");
        let kept = |(path, _): &(std::path::PathBuf, Vec<u8>)| {
            path.to_string_lossy().contains("undelivered")
        };
        assert_eq!(world.files().iter().any(kept), ci);
    }
}

#[test]
fn a_program_finds_the_file_of_an_undelivered_secret_in_the_error() {
    let world = World::new();
    let ran = world
        .duty("app-key create ci -o json --exec")
        .arg("cat >/dev/null; exit 3")
        .status(1)
        .any_requests()
        .any_stderr()
        .run();
    let made = keys(&world).pop().unwrap();
    let told: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
    let undelivered = &told["error"]["undelivered_key"];
    let path = undelivered["path"].as_str().unwrap();
    assert_eq!(
        undelivered,
        &json!({"id": made.id.to_string(), "name": "ci", "path": path})
    );
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        format!("{}\n", made.secret)
    );
    kept_in_a_file(&world, &ran.stderr);
    // Where stderr takes nothing, there is no key: the rotation has the code for that.
    let output = world
        .duty("app-key rotate laptop --self -o json --exec false")
        .env("DUTY_VERIFY_CODE", codes(&world, 1))
        .command()
        .stderr(full())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(shown(&world), "laptop+, ci-2024-, ci+");
}

/// The server answers with a secret that would clear the screen.
fn hostile(world: &World) {
    world.server.fault(Fault::on(
        "app_key_create",
        FaultKind::StatusRaw {
            status: 200,
            content_type: "application/json".to_owned(),
            body: br#"{"request_id":"r","data":{"key_id":60001,"key_name":"ci","key":"fduty\u001b[2J\u202ekey"}}"#.to_vec(),
            headers: Vec::new(),
        },
    ));
}

#[test]
fn a_secret_drives_no_terminal() {
    let visible = "fduty\\u{1b}[2J\\u{202e}key";
    for words in ["app-key create ci", "app-key create ci -q"] {
        let world = World::new();
        hostile(&world);
        let mut pty = Pty::start(&world.duty(words), SIZE);
        let (status, text) = (pty.end(), pty.text());
        assert_eq!(status, 0, "{text}");
        assert!(text.contains(visible), "{text}");
    }
    // The last resort is told to somebody; a pipe has what the server gave.
    let world = World::new();
    hostile(&world);
    let mut pty = Pty::start(&world.duty("app-key create ci --exec false"), SIZE);
    let (status, text) = (pty.end(), pty.text());
    assert_eq!(status, 1, "{text}");
    assert!(text.contains(visible), "{text}");
    hostile(&world);
    world
        .duty("app-key create ci -q")
        .any_requests()
        .stdout("fduty\u{1b}[2J\u{202e}key\n")
        .run();
}

/// A dry run refuses what the run itself would.
#[test]
fn a_dry_run_looks_at_the_place_too() {
    for verb in ["create new", "rotate laptop --self --keep-old 1h"] {
        for (place, status, told) in [
            ("--output-file there.key", 2, "there.key"),
            ("--output-file none/a.key", 1, "none"),
            ("--exec if", 2, "the shell cannot read the command 'if'"),
            ("--save=taken", 2, "context taken already has a key"),
        ] {
            let world = World::new();
            std::fs::write(world.home.path().join("there.key"), "").unwrap();
            world
                .duty("auth login --app-key-stdin --insecure-storage --context taken")
                .stdin(format!("{MEMBER_KEY}\n"))
                .any_requests()
                .any_stdout()
                .any_stderr()
                .run();
            let run = |more: &str| {
                let ran = world
                    .duty(&format!("app-key {verb} {place} {more}"))
                    .any_status()
                    .any_requests()
                    .any_stderr()
                    .run();
                assert!(ran.stderr.contains(told), "{place}: {}", ran.stderr);
                assert!(!ran.operations().contains(&"app_key_create".to_owned()));
                ran.status
            };
            assert_eq!([run(""), run("--dry-run")], [Some(status); 2], "{place}");
        }
    }
}

/// On a disk with so many pages left a key is refused before it is made, or its secret is somewhere.
#[test]
fn a_disk_that_is_nearly_full_loses_no_secret() {
    let world = World::new();
    let folder = world.home.path().join("small");
    std::fs::create_dir(&folder).unwrap();
    for command in [
        "app-key create x --exec false",
        "app-key rotate laptop --self --exec false",
    ] {
        let mut refused = 0;
        // Nothing comes to where it is used up.
        let code = codes(&world, 1);
        for free in 0..6 {
            let disk = FullDisk::with_pages(&folder, free);
            let before = keys(&world);
            let ran = world
                .duty(command)
                .env("DUTY_STATE_DIR", &disk.0)
                .env("DUTY_VERIFY_CODE", &code)
                .status(1)
                .any_requests()
                .any_stdout()
                .any_stderr()
                .run();
            if keys(&world) == before {
                refused += 1;
                assert!(!ran.stderr.contains("the key x"), "{}", ran.stderr);
            }
            nobody_is_locked_out(&world, "", &[world.server.app_key()]);
            let own = before.iter().map(|key| key.id).collect::<Vec<_>>();
            world
                .server
                .edit(move |state| {
                    let list = state["app_keys"].as_array_mut().unwrap();
                    list.retain(|key| {
                        key["key_id"]
                            .as_u64()
                            .is_none_or(|id| own.contains(&id) || id < 60_000)
                    });
                })
                .unwrap();
        }
        assert!((1..6).contains(&refused), "{command}: {refused}");
    }
}
