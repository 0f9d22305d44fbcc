//! `undo`: the way back, and who stands in it.

use serde_json::json;

use super::interleave::{At, When, fault};
use super::{READS, SHOWS, SHOWS_SHIFTS, WRITES, WRITES_AND_LOG, lists, put};
use crate::harness::World;
use crate::pty::Pty;

#[track_caller]
fn change(world: &World, line: &str) {
    world
        .duty(&format!("prefs {line} -q"))
        .requests_in_steps(&WRITES)
        .run();
}

#[test]
fn undo_goes_back_and_undone_goes_forth() {
    let world = World::new();
    put(&world, json!({"info": ["email", "push", "email"]}));
    let states = [lists(&world)];
    change(&world, "set info --sms");
    let changed = lists(&world);
    let ran = world
        .duty("prefs undo")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .starts_with("Going back to before 'set info --sms' of 20"),
        "{}",
        ran.stderr
    );
    assert_eq!(lists(&world), states[0], "order and repetition too");
    change(&world, "undo");
    assert_eq!(lists(&world), changed);
    change(&world, "undo");
    assert_eq!(lists(&world), states[0]);
    let listed = world
        .duty("prefs undo --list -o json")
        .requests_in_steps(&SHOWS)
        .any_stdout()
        .run()
        .json();
    let commands: Vec<&str> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["command"].as_str().unwrap())
        .collect();
    assert_eq!(
        commands,
        [
            "undo (undo (undo (set info --sms)))",
            "undo (undo (set info --sms))",
            "undo (set info --sms)",
            "set info --sms"
        ]
    );
}

#[test]
fn several_changes_at_once() {
    let world = World::new();
    let before = lists(&world);
    change(&world, "add info --app");
    change(&world, "add warning --app");
    change(&world, "copy warning shift");
    let ran = world
        .duty("prefs undo --list")
        .requests_in_steps(&SHOWS)
        .any_stdout()
        .run();
    let rows: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(rows.len(), 4, "{}", ran.stdout);
    assert!(
        rows[1].starts_with("1  ") && rows[1].contains("copy warning shift"),
        "{}",
        ran.stdout
    );
    assert!(rows[3].ends_with("info: with app"), "{}", ran.stdout);
    world
        .duty("prefs undo 3 --dry-run")
        .requests_in_steps(&READS)
        .any_stdout()
        .any_stderr()
        .run();
    change(&world, "undo 3");
    assert_eq!(lists(&world), before);
    world
        .duty("prefs undo 9")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(6)
        .run();
}

#[test]
fn somebody_else_changed_it_since() {
    let world = World::new();
    change(&world, "add info --app");
    put(&world, json!({"info": ["voice"], "shift": ["sms"]}));
    let ran = world
        .duty("prefs undo")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(7)
        .run();
    let told: Vec<&str> = ran.stderr.lines().skip(1).collect();
    assert_eq!(
        told,
        [
            "error: somebody else changed the preferences since",
            "  TARGET  LEFT BY THAT CHANGE  NOW",
            "  info    email, app           voice",
            "  shift   email                SMS",
            "  try: --yes undoes it all the same; lists that the change did not touch stay as they are",
        ]
    );
    let ran = world
        .duty("prefs undo --yes")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(ran.stderr.contains("LEFT BY THAT CHANGE"), "{}", ran.stderr);
    assert_eq!(lists(&world)["info"], json!(["email"]));
    assert_eq!(lists(&world)["shift"], json!(["sms"]), "not touched");
}

#[test]
fn undo_does_not_silence_by_accident() {
    let world = World::new();
    put(&world, json!({"critical": ["voice"]}));
    change(&world, "add critical --email");
    world
        .duty("prefs undo --yes")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(2)
        .run();
    change(&world, "undo --allow-silent");
    assert_eq!(world.pref("critical"), ["voice"]);
}

#[test]
fn the_history_is_private_and_holds_no_key() {
    let world = super::inside::fast_world();
    for _ in 0..12 {
        change(&world, "add info --app");
        change(&world, "remove info --app");
    }
    let key = world.server.app_key();
    let files = world.files();
    let history: Vec<_> = files
        .iter()
        .filter(|(path, _)| path.starts_with(world.home.path().join(".local/state/duty")))
        .collect();
    assert!(!history.is_empty());
    for (path, content) in &history {
        assert!(!String::from_utf8_lossy(content).contains(key));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", path.display());
        }
    }
    let listed = world
        .duty("prefs undo --list -o json")
        .requests_in_steps(&SHOWS)
        .any_stdout()
        .run()
        .json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 20);
}

#[test]
fn a_narrow_terminal_shows_every_change_whole() {
    let world = World::new();
    change(&world, "set critical --voice --im slack:4404");
    change(&world, "set critical --voice --im slack:4405");
    let run = world.duty("prefs undo --list").env("TZ", "Asia/Kolkata");
    let mut pty = Pty::start(&run, (80, 30));
    assert_eq!(pty.end(), 0);
    let screen = pty.parser.screen().contents();
    assert!(!screen.contains('…'), "{screen}");
    let words: Vec<&str> = screen.split_whitespace().collect();
    for end in ["slack:4404", "slack:4405"] {
        assert!(words.contains(&end), "{end}:\n{screen}");
    }
    // By the person's clock, not by this machine's.
    let run = world.duty("prefs undo --list -o json").any_stdout();
    for one in run.any_requests().run().json()["items"].as_array().unwrap() {
        let at: jiff::Timestamp = one["at"].as_str().unwrap().parse().unwrap();
        let there = at.in_tz("Asia/Shanghai").unwrap();
        let shown = there.strftime("  %Y-%m-%d %H:%M  ").to_string();
        assert!(screen.contains(&shown), "{shown}:\n{screen}");
    }
}

#[test]
fn each_person_has_a_history() {
    let mut world = World::new();
    change(&world, "add info --app");
    let other = world.server.member_key();
    world.env("DUTY_APP_KEY", other);
    world
        .duty("prefs undo")
        .requests_in_steps(&READS)
        .stderr(
            "
            error: there is no change to undo
              the last 20 changes that duty makes on this machine are kept
              try: 'duty prefs log' shows what was changed, by whom and from what
            ",
        )
        .status(6)
        .run();
}

#[test]
fn a_history_that_cannot_be_read_is_put_aside() {
    let world = World::new();
    change(&world, "add info --app");
    let folder = world.home.path().join(".local/state/duty/prefs");
    let file = folder.join(format!("default.{}.json", super::PERSON));
    std::fs::write(&file, "{half").unwrap();
    let ran = world
        .duty("prefs undo")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("remove the file"), "{}", ran.stderr);
    let ran = world
        .duty("prefs show")
        .requests_in_steps(&SHOWS_SHIFTS)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.starts_with("warning: cannot read the history"),
        "{}",
        ran.stderr
    );
    let ran = world
        .duty("prefs remove info --app")
        .requests_in_steps(&WRITES_AND_LOG)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr
            .contains("warning: the history of changes could not be read and is now "),
        "{}",
        ran.stderr
    );
    assert_eq!(
        std::fs::read(file.with_extension("broken")).unwrap(),
        b"{half"
    );
    change(&world, "undo");
    assert_eq!(world.pref("info"), ["email", "push"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_the_history_is_not_waited_for() {
    let world = World::new();
    change(&world, "add info --app");
    let file = world.home.path().join(format!(
        ".local/state/duty/prefs/default.{}.json",
        super::PERSON
    ));
    std::fs::remove_file(&file).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(&file)
        .status()
        .expect("'mkfifo' is needed for this test");
    assert!(made.success());
    let ran = world
        .duty("prefs show")
        .requests_in_steps(&SHOWS_SHIFTS)
        .any_stdout()
        .any_stderr()
        .run();
    assert!(
        ran.stderr.starts_with("warning: cannot read "),
        "{}",
        ran.stderr
    );
    world
        .duty("prefs undo")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(1)
        .run();
    // Who is paged matters more than the history.
    world
        .duty("prefs remove info --app -q")
        .requests_in_steps(&WRITES)
        .run();
    assert_eq!(world.pref("info"), ["email"]);
}

/// An undo is in the history by then: made again, it would bring back what it took away.
#[test]
fn an_undo_that_meets_another_change_is_not_to_be_run_again() {
    let world = World::new();
    world
        .duty("prefs add info --app")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    world.server.fault(fault(
        When::BetweenWriteAndReadBack(At::Begin),
        &json!({"warning": ["sms"]}),
        false,
    ));
    let ran = world
        .duty("prefs undo")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .status(7)
        .run();
    let way = "'duty prefs show' tells what is in force, 'duty prefs undo --list' where an undo goes from there";
    assert!(ran.stderr.contains(way), "{}", ran.stderr);
    assert!(!ran.stderr.contains("again"), "{}", ran.stderr);
}
