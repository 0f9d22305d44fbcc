//! No key, code or new secret where nobody should read one: in quotes of a server, in the programs that are
//! started from here, in a file of the memory.

use super::canary::Canary;
use crate::harness::{Fault, FaultKind, World};

const NEW: &str = "NEWSECRET+7f/3a~9c41";

/// A refused answer that brings a secret and quotes it, whole and where an excerpt would be cut.
#[test]
fn a_new_secret_that_a_server_quotes_is_not_shown() {
    for message in [
        format!("made {NEW} but cannot keep it"),
        format!("made {} but cannot keep it", NEW.to_lowercase()),
        "made NEWSECRET%2B7f%2F3a%7E9c41".to_owned(),
        "made NEWSECRET%252b7f%252f3a~9c41".to_owned(),
        "Basic TkVXU0VDUkVUKzdmLzNhfjljNDE=".to_owned(),
        format!("{}{NEW}", "x".repeat(70)),
    ] {
        for (status, words) in [
            (500, "app-key create ci -q -v"),
            (200, "app-key create ci -q -o json"),
            (400, "app-key create ci -q -v"),
        ] {
            let mut world = World::new();
            world.contract = false;
            let body = serde_json::json!({
                "request_id": "r",
                "error": {"code": "InternalError", "message": message},
                "data": {"key_id": 9, "key": NEW},
            });
            let fault = FaultKind::StatusRaw {
                status,
                content_type: "application/json".into(),
                body: body.to_string().into(),
                headers: vec![("Flashcat-Request-Id".into(), format!("id-{NEW}"))],
            };
            world.server.fault(Fault::on("app_key_create", fault));
            let ran = world
                .duty(words)
                .any_requests()
                .any_status()
                .any_stdout()
                .any_stderr()
                .run();
            assert_ne!(ran.status, Some(0));
            let all = format!("{}{}", ran.stdout, ran.stderr).to_lowercase();
            assert!(all.contains("***"), "{words}: {all}");
            for part in ["newsecret", "9c41", "tkvxu0"] {
                assert!(!all.contains(part), "{words}, {message}: {all}");
            }
        }
    }
}

/// A code that is given is not shown from the beginning on, and not only where it was sent.
#[test]
fn a_code_that_was_not_sent_yet_is_not_shown_either() {
    for (words, by_variable) in [
        ("app-key disable laptop --self", true),
        ("app-key disable laptop --self --verify-code 271828", false),
        (
            "app-key rotate laptop --self --save=ci --insecure-storage",
            true,
        ),
        ("profile set --email a@example.com", true),
    ] {
        let mut world = World::new();
        world.contract = false;
        if by_variable {
            world.env("DUTY_VERIFY_CODE", "271828");
        }
        let said = "your code 271828, %32%37%31%38%32%38, bWU6MjcxODI4";
        let body = serde_json::json!({
            "request_id": said, "error": {"code": "InternalError", "message": said},
        });
        for operation in ["app_key_list", "member_info"] {
            let fault = FaultKind::StatusRaw {
                status: 500,
                content_type: "application/json".into(),
                body: body.to_string().into(),
                headers: vec![("Flashcat-Request-Id".into(), said.into())],
            };
            world.server.fault(Fault::on(operation, fault));
        }
        let run = world.duty(&format!("{words} --verify-device totp -v"));
        let ran = run.any_requests().status(1).any_stderr().run();
        assert!(ran.stderr.contains("***"), "{words}: {}", ran.stderr);
        for part in ["271828", "%32%37", "MjcxODI4"] {
            assert!(!ran.stderr.contains(part), "{words}: {}", ran.stderr);
        }
    }
}

/// A secret that an earlier answer of the same run brought.
#[test]
fn what_was_learnt_is_taken_out_of_later_answers() {
    let world = World::new();
    // The new key is quoted when it is tried out.
    world.server.fault(Fault::on(
        "app_key_create",
        FaultKind::write_after(|state| {
            for key in state["app_keys"].as_array_mut().unwrap() {
                if key["key_name"]
                    .as_str()
                    .is_some_and(|name| name.contains("laptop"))
                {
                    let secret = key["key"].as_str().unwrap().to_owned();
                    key["key_name"] = format!("laptop {secret}").into();
                }
            }
        }),
    ));
    world
        .server
        .fault(Fault::on("member_info", FaultKind::denied()));
    world
        .server
        .fault(Fault::on("account_info", FaultKind::denied()));
    let ran = world
        .duty("app-key rotate laptop --self --exec cat --verify-code 123456 -v")
        .any_requests()
        .any_status()
        .any_stdout()
        .any_stderr()
        .run();
    let secret = ran.stdout.trim();
    assert!(secret.len() > 10, "{}", ran.stdout);
    let canary = Canary::new("the new secret", secret).on_stdout();
    let leaks = canary.leaks(&world, &ran);
    assert!(leaks.is_empty(), "{leaks:?}: {}", ran.stderr);
}

/// What a program that is started from here sees of the environment.
#[test]
fn children_get_neither_key_nor_code() {
    let mut world = World::new();
    let key = world.server.app_key();
    world
        .env("FLASHDUTY_APP_KEY", "CANARY-vendor-0123456789")
        .env("DUTY_VERIFY_CODE", "271828");
    let seen = world.home.path().join("seen");
    let look = format!(
        "env > {0}; cat /proc/$PPID/cmdline >> {0}; cat > /dev/null",
        seen.display()
    );
    world
        .duty("app-key create ci --exec")
        .arg(&look)
        .any_requests()
        .any_stderr()
        .run();
    let check = |what: &str| {
        let text = String::from_utf8_lossy(&std::fs::read(&seen).unwrap()).into_owned();
        assert!(text.contains("DUTY_BASE_URL"), "{what} saw nothing: {text}");
        for secret in [key, "CANARY-vendor-0123456789", "271828"] {
            let canary = Canary::new("a secret", secret);
            assert!(!canary.is_in(&text), "{what}: {text}");
        }
        std::fs::remove_file(&seen).unwrap();
    };
    check("--exec");
    world
        .duty("prefs edit")
        .env("EDITOR", format!("env > {}; true", seen.display()))
        .any_requests()
        .any_stderr()
        .run();
    check("the editor");
}

/// There is one way to start a program, and it takes the secrets out.
#[test]
fn programs_are_started_in_one_place() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut starters = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // The tests of the file above, which declares them as such.
            if path.ends_with("tests.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let starts = ["process::Command::new", " Command::new(", "=Command::new("];
            let clap = code.contains("clap::Command::new");
            if starts.iter().any(|start| code.contains(start)) && !clap {
                starters.push(path.strip_prefix(&root).unwrap().display().to_string());
            }
        }
    }
    assert_eq!(starters, ["local/child.rs"]);
}

/// The memory of a process that is ended by SIGQUIT, with the key in it, is not written to a file.
#[test]
fn the_memory_is_never_written_to_a_file() {
    let world = World::new();
    let asleep = FaultKind::Delay(std::time::Duration::from_secs(60));
    world.server.fault(Fault::on("member_info", asleep));
    let plain = world.duty("profile show").command();
    let mut shell = std::process::Command::new("sh");
    // The limit of whoever starts it is another one.
    shell
        .arg("-c")
        .arg("ulimit -c unlimited 2>/dev/null; exec \"$0\" profile show");
    shell
        .arg(plain.get_program())
        .env_clear()
        .current_dir(world.home.path());
    for (name, value) in plain.get_envs() {
        shell.env(name, value.unwrap());
    }
    let mut child = shell.spawn().unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let began = std::time::Instant::now();
    while world.server.requests().is_empty() {
        assert!(began.elapsed() < super::PATIENCE);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let limits = std::fs::read_to_string(limits).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    // A limit does not hold a program back that collects the memory of what crashed; that the kernel gives it to
    // nobody shows in whose the process is: root's, and not its user's any more.
    let of = |name: &str| {
        let place = format!("/proc/{name}");
        std::os::unix::fs::MetadataExt::uid(&std::fs::metadata(place).unwrap())
    };
    if cfg!(target_os = "linux") && of("self") != 0 {
        assert_eq!(of(&child.id().to_string()), 0);
    }
    child.kill().unwrap();
    child.wait().unwrap();
}
