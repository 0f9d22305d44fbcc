//! Files and machines that are not as they should be: pipes and devices in place of files, files of others, a
//! full disk, a home that cannot be written to, more mistakes than anybody reads, a clock at the end of time.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Ended, Running};
use crate::harness::{Options, Run, World};

fn end(run: &Run<'_>) -> Ended {
    Running::start(run).end(Instant::now())
}

fn fifo(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let made = std::process::Command::new("mkfifo").arg(path).status();
    assert!(made.expect("this test needs mkfifo").success());
}

/// Every file that duty reads, with a command that reads it.
const READ: [(&str, &str); 10] = [
    (".config/duty/config.toml", "profile show"),
    (".config/duty/config.lock", "config set lang en"),
    (".local/share/duty/sandbox.json", "profile show --sandbox"),
    (
        ".local/share/duty/sandbox.json.lock",
        "profile show --sandbox",
    ),
    (".local/share/duty/sandbox.json", "sandbox reset"),
    (".local/share/duty/sandbox.json", "sandbox outbox"),
    (".local/state/duty/app-key-rotate-5001.json", "app-key list"),
    (
        ".local/state/duty/app-key-create/0000000000000007.json",
        "app-key list",
    ),
    (
        ".local/state/duty/app-key-fingerprints.json",
        "app-key list",
    ),
    (
        ".flashduty/config.yaml",
        "auth login --import --insecure-storage",
    ),
];

#[test]
fn a_pipe_or_a_device_in_place_of_a_file_is_not_waited_for() {
    for (file, words) in READ {
        for kind in ["pipe", "device", "folder", "huge", "binary"] {
            let world = World::new();
            let path = world.home.path().join(file);
            match kind {
                "pipe" => fifo(&path),
                "device" => {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    symlink("/dev/zero", &path).unwrap();
                }
                "folder" => fs::create_dir_all(&path).unwrap(),
                _ => {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    let file = fs::File::create(&path).unwrap();
                    match kind {
                        // A gibibyte, of which the disk has none.
                        "huge" => file.set_len(1 << 30).unwrap(),
                        _ => fs::write(&path, [0xff, 0, 0xfe, b'\n', 0xc3]).unwrap(),
                    }
                }
            }
            let ended = end(&world.duty(words));
            assert!(
                ended.status.is_some_and(|code| code < 11),
                "{file}, {kind}: {ended:?}"
            );
            assert!(
                !ended.stderr.contains("duty has a defect"),
                "{file}, {kind}: {ended:?}"
            );
        }
    }
}

#[test]
fn a_stored_key_that_is_a_pipe_is_refused() {
    let mut world = World::new();
    let key = world.server.app_key();
    world
        .duty("auth login --insecure-storage --app-key-stdin")
        .stdin(key)
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    world.env_remove("DUTY_APP_KEY");
    let file = world
        .home
        .path()
        .join(".local/share/duty/insecure-keys/default");
    fs::remove_file(&file).unwrap();
    fifo(&file);
    let ended = end(&world.duty("profile show"));
    assert_eq!(ended.status, Some(4), "{ended:?}");
    assert!(ended.stderr.contains("it is not a file"), "{ended:?}");
}

/// An editor that leaves something else in place of the text.
#[test]
fn what_an_editor_leaves_is_read_only_where_it_is_a_file() {
    let world = World::new();
    let editor = r#"f() { rm "$1"; mkfifo "$1"; }; f"#;
    let ended = end(&world.duty("prefs edit").env("EDITOR", editor));
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("it is not a file"), "{ended:?}");
}

#[track_caller]
fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn config(world: &World, text: &str) -> PathBuf {
    let folder = world.home.path().join(".config/duty");
    fs::create_dir_all(&folder).unwrap();
    mode(&folder, 0o700);
    let file = folder.join("config.toml");
    fs::write(&file, text).unwrap();
    mode(&file, 0o600);
    file
}

const REDIRECTS: [&str; 4] = [
    "[contexts.default]\nbase_url = 'https://evil.example'\n",
    "[contexts.default]\nkey_store = 'insecure-file'\n",
    "[endpoints]\ndevice_list = '/evil'\n",
    "[alias]\nll = '--base-url https://evil.example app-key list'\n",
];

#[test]
fn a_config_that_others_can_write_does_not_say_where_a_key_goes() {
    for others in ["file", "group", "folder"] {
        let shared = |file: &Path| match others {
            "file" => mode(file, 0o606),
            "group" => mode(file, 0o620),
            _ => mode(file.parent().unwrap(), 0o777),
        };
        for text in REDIRECTS {
            let world = World::new();
            let file = config(&world, text);
            shared(&file);
            for words in ["profile show", "prefs show -o json", "config list"] {
                let ended = end(&world.duty(words));
                assert_eq!(ended.status, Some(2), "{others}, {text}: {ended:?}");
                for said in [
                    "others can write to",
                    "it says where a key goes",
                    "chmod go-w",
                ] {
                    assert!(ended.stderr.contains(said), "{others}, {said}: {ended:?}");
                }
            }
            assert!(world.server.requests().is_empty());
        }
        let world = World::new();
        shared(&config(&world, "lang = 'en'\n"));
        let ended = end(&world.duty("profile show"));
        assert_eq!(ended.status, Some(0), "{ended:?}");
        assert!(
            ended.stderr.contains("warning: others can write to"),
            "{ended:?}"
        );
    }
    // In /tmp nobody exchanges the files of another.
    let world = World::new();
    let file = config(&world, REDIRECTS[2]);
    mode(file.parent().unwrap(), 0o1777);
    assert_eq!(end(&world.duty("profile show")).status, Some(0));
}

#[test]
fn a_config_of_another_user_does_not_say_where_a_key_goes() {
    let world = World::new();
    let file = config(&world, REDIRECTS[0]);
    if fs::metadata(&file).unwrap().uid() != 0 {
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), "SKIPPED: only root can give a file away");
        return;
    }
    std::os::unix::fs::chown(&file, Some(12345), None).unwrap();
    let ended = end(&world.duty("profile show"));
    assert_eq!(ended.status, Some(2), "{ended:?}");
    assert!(
        ended.stderr.contains("belongs to another user"),
        "{ended:?}"
    );
    assert!(world.server.requests().is_empty());
}

/// Linear, and no more is told than anybody reads.
#[test]
fn very_many_mistakes_are_told_in_a_few_lines() {
    let world = World::new();
    let keys: String = (0..30_000).map(|n| format!("k{n} = 1\n")).collect();
    let file = config(&world, &keys);
    let ended = end(&world.duty("profile show"));
    assert_eq!(ended.status, Some(0), "{}", ended.stderr.len());
    assert!(
        ended.stderr.contains("and 29980 more of these"),
        "{}",
        &ended.stderr[..200]
    );
    assert!(ended.stderr.len() < 5_000);
    fs::remove_file(file).unwrap();
    let lines: String = (0..6_000).map(|n| format!("k{n} = []\n")).collect();
    let one_line = format!("critical = [{}]", "\"nosuch\",".repeat(6_000));
    let json = format!("{{\"critical\": [{}]}}", ["\"nosuch\""; 6_000].join(","));
    for text in [lines, one_line, json] {
        for format in ["", " -o json"] {
            let ran = world
                .duty(&format!("prefs apply -f -{format}"))
                .stdin(text.clone())
                .any_requests()
                .any_stderr()
                .status(2)
                .run();
            assert!(ran.stderr.contains("and 5939 more"), "{}", ran.stderr.len());
            assert!(ran.stderr.len() < 20_000, "{}", ran.stderr.len());
        }
    }
}

#[test]
fn a_home_that_cannot_be_written_to_has_a_way_on() {
    let world = World::new();
    let not_a_folder = world.home.path().join("file");
    fs::write(&not_a_folder, "").unwrap();
    for home in [Path::new("/proc"), &not_a_folder] {
        for words in [
            "app-key create ci -q",
            "app-key rotate laptop --self --exec cat --verify-code 123456",
        ] {
            let ended = end(&world.duty(words).env("HOME", home));
            assert_eq!(ended.status, Some(1), "{words}: {ended:?}");
            assert!(
                ended.stderr.contains("DUTY_STATE_DIR"),
                "{words}: {ended:?}"
            );
            let sent = world.server.requests();
            assert!(
                sent.iter().all(|one| one.path != "/person/app-key/create"),
                "{words}"
            );
        }
        // Who is paged matters more than being able to undo it.
        let ended = end(&world.duty("prefs add info --app").env("HOME", home));
        assert_eq!(ended.status, Some(0), "{ended:?}");
    }
}

/// Nothing that is written has room.
#[test]
fn a_full_disk_leaves_the_old_file_and_no_other() {
    let world = World::new();
    let file = config(&world, "lang = 'en'\n");
    let state = world.home.path().join(".local/state/duty");
    for words in [
        "config set lang zh",
        "app-key create ci -q",
        "prefs add info --app",
    ] {
        let run = world.duty(words);
        let plain = run.command();
        let mut shell = std::process::Command::new("sh");
        shell
            .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""])
            .arg(plain.get_program())
            .args(plain.get_args())
            .env_clear()
            .current_dir(world.home.path());
        for (name, value) in plain.get_envs() {
            shell.env(name, value.unwrap());
        }
        let output = shell.output().unwrap();
        let status = output.status.code().unwrap();
        assert!(status < 2, "{words}: {output:?}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "lang = 'en'\n");
        for (path, content) in world.files() {
            let is_lock = path.extension().is_some_and(|end| end == "lock");
            assert!(
                is_lock || path == file,
                "{words}: {} ({} bytes)",
                path.display(),
                content.len()
            );
        }
        let keys = world.ask(
            "/person/app-key/list",
            &serde_json::json!({"p": 1, "limit": 20}),
        );
        assert!(!keys.to_string().contains("\"ci\""), "{words}");
        let _ = fs::remove_dir_all(&state);
    }
}

#[test]
fn a_code_that_has_expired_is_no_code() {
    let world = World::with(Options {
        bind_code_ttl: Duration::ZERO,
        ..Options::default()
    });
    let ran = world
        .duty("device bind --text --wait 0")
        .any_requests()
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("expired already"), "{}", ran.stderr);
}

/// A clock at the end of all times, and one before the first.
#[test]
fn no_clock_makes_it_panic() {
    for date in [
        "1970-01-01 00:00:01",
        "2038-01-20",
        "2100-02-29",
        "9999-12-31 23:59:59",
        "12000-01-01",
    ] {
        for words in [
            "profile show",
            "prefs add info --app",
            "prefs undo",
            "app-key list",
            "doctor",
            "app-key create -q",
        ] {
            let world = World::new();
            let run = world.duty(words);
            let plain = run.command();
            let mut timed = std::process::Command::new("faketime");
            // What waits for a while goes by another clock, which nobody sets.
            timed
                .args(["--exclude-monotonic", "-f", &format!("@{date}")])
                .arg(plain.get_program())
                .args(plain.get_args());
            timed.env_clear().current_dir(world.home.path());
            for (name, value) in plain.get_envs() {
                timed.env(name, value.unwrap());
            }
            let output = timed.output().expect("this test needs faketime");
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(
                output.status.code().is_some_and(|code| code < 12),
                "{date}, {words}: {said}"
            );
            assert!(
                !said.contains("duty has a defect"),
                "{date}, {words}: {said}"
            );
        }
    }
}
