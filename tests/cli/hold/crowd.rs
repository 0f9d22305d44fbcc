//! Fifty at once on one home, and signals at any moment: nothing is lost, nothing is half, nothing hangs.

use std::time::{Duration, Instant};

use super::matrix::sample;
use super::{Running, SOON};
use crate::harness::{Run, World};

/// A busy machine takes its time over fifty processes.
const LONG: Duration = Duration::from_secs(50);

#[track_caller]
fn all_at_once<'a>(runs: impl Iterator<Item = Run<'a>>) {
    let began = Instant::now();
    let running: Vec<Running> = runs.map(|run| Running::start(&run)).collect();
    for one in running {
        let ended = one.end(began);
        assert_eq!(ended.status, Some(0), "{ended:?}");
        assert!(ended.took < LONG, "{ended:?}");
    }
}

fn fast_timeout(world: &mut World) {
    world.env("DUTY_TIMEOUT", "45");
}

#[test]
fn fifty_at_once_lose_no_entry_of_the_config() {
    let mut world = World::new();
    fast_timeout(&mut world);
    let words: Vec<String> = (0..50)
        .map(|n| format!("config set contexts.c{n}.lang zh -q"))
        .collect();
    all_at_once(words.iter().map(|words| world.duty(words)));
    let text = std::fs::read_to_string(world.home.path().join(".config/duty/config.toml")).unwrap();
    for n in 0..50 {
        assert!(text.contains(&format!("[contexts.c{n}]")), "{text}");
    }
}

#[test]
fn fifty_at_once_on_one_sandbox_and_one_history() {
    let mut world = World::new();
    fast_timeout(&mut world);
    world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
    let words = |n: usize| match n % 3 {
        0 => "prefs add info --app --sandbox -q --retry-conflict 20",
        1 => "prefs remove info --app --sandbox -q --retry-conflict 20",
        _ => "prefs show --sandbox -q",
    };
    all_at_once((0..50).map(|n| world.duty(words(n))));
    let state = world.home.path().join(".local/share/duty/sandbox.json");
    serde_json::from_slice::<serde_json::Value>(&std::fs::read(state).unwrap()).unwrap();
    let ran = world
        .duty("prefs undo --list -o json --sandbox")
        .any_stdout()
        .run();
    serde_json::from_str::<serde_json::Value>(&ran.stdout).unwrap();
    for (path, _) in world.files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.starts_with(".tmp"), "{}", path.display());
    }
}

/// Commands that write, each ended by each signal somewhere between its start and its end.
#[test]
fn a_signal_at_any_moment_leaves_nothing_half() {
    let mut moments = Vec::new();
    for words in [
        "prefs set critical --voice --email",
        "app-key create ci -q",
        "app-key rename ci-2024 ci",
        "config set lang zh",
        "auth login --insecure-storage --app-key-stdin",
    ] {
        for (signal, number) in [
            ("INT", 2),
            ("TERM", 15),
            ("HUP", 1),
            ("QUIT", 3),
            ("KILL", 9),
            // These end nothing (PIPE does before the program has begun).
            ("WINCH", 0),
            ("PIPE", 13),
            ("TSTP", 0),
        ] {
            for millis in (0..40).map(|step| step * 3) {
                moments.push((words, signal, number, millis));
            }
        }
    }
    for (words, signal, number, millis) in sample(moments, 60, 4711) {
        let world = World::new();
        let running = Running::start(&world.duty(words));
        std::thread::sleep(Duration::from_millis(millis));
        let sent = Instant::now();
        // It may be over by then.
        let _ = std::process::Command::new("kill")
            .args([format!("-{signal}"), running.child.id().to_string()])
            .stderr(std::process::Stdio::null())
            .status();
        if signal == "TSTP" {
            std::thread::sleep(Duration::from_millis(30));
            let _ = std::process::Command::new("kill")
                .args(["-CONT".to_owned(), running.child.id().to_string()])
                .stderr(std::process::Stdio::null())
                .status();
        }
        let ended = running.end(sent);
        let what = format!("{words}, {signal} after {millis} ms: {ended:?}");
        let by_signal = number > 0 && ended.status == Some(128 + number);
        assert!(
            by_signal || ended.status.is_some_and(|code| code < 12),
            "{what}"
        );
        // What ends nothing lets it take the time of a whole command; that it does end is what counts then.
        let ends = !matches!(signal, "WINCH" | "PIPE" | "TSTP");
        let limit = if ends { SOON } else { LONG };
        assert!(ended.took < limit, "{what}");
        assert!(!ended.stderr.contains("duty has a defect"), "{what}");
        for (path, content) in world.files() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let killed = signal == "KILL" || signal == "QUIT";
            assert!(
                killed || !name.starts_with(".tmp"),
                "{what}: {}",
                path.display()
            );
            if name.ends_with(".json") {
                serde_json::from_slice::<serde_json::Value>(&content).unwrap();
            }
        }
        // A new duty works, and knows what is unfinished.
        for words in [
            "app-key list",
            "prefs undo --list",
            "config list",
            "prefs add info --app -q",
        ] {
            world
                .duty(words)
                .any_requests()
                .any_stdout()
                .any_stderr()
                .run();
        }
    }
}
