//! Fifty at once on one home, or as many as `DUTY_CROWD` says: nothing is lost, nothing is half, nothing hangs.

use std::time::{Duration, Instant};

use super::Running;
use crate::harness::{Run, World};

/// A busy machine takes its time over fifty processes.
const LONG: Duration = Duration::from_secs(50);

/// How many there are.
fn crowd() -> usize {
    let asked = std::env::var("DUTY_CROWD").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(50)
}

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
    let words: Vec<String> = (0..crowd())
        .map(|n| format!("config set contexts.c{n}.lang zh -q"))
        .collect();
    all_at_once(words.iter().map(|words| world.duty(words)));
    let text = std::fs::read_to_string(world.home.path().join(".config/duty/config.toml")).unwrap();
    for n in 0..crowd() {
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
    all_at_once((0..crowd()).map(|n| world.duty(words(n))));
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
