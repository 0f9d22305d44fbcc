//! `edit`: the editor is a script of the test.

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;

use super::{READS, lists, put};
use crate::harness::World;
use crate::pty::Pty;

/// An editor that does this to the file `$1`.
pub(super) fn editor(world: &World, script: &str) -> PathBuf {
    let path = world.home.path().join("my editor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

pub(super) fn world() -> World {
    let mut world = World::new();
    let scratch = world.home.path().join("tmp");
    std::fs::create_dir(&scratch).unwrap();
    world.env("TMPDIR", scratch);
    world
}

#[track_caller]
fn nothing_is_left(world: &World) {
    let left: Vec<_> = std::fs::read_dir(world.home.path().join("tmp"))
        .unwrap()
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

/// The one text that is left, which is taken away.
#[track_caller]
fn what_is_kept(world: &World) -> String {
    let files: Vec<_> = std::fs::read_dir(world.home.path().join("tmp"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let text = std::fs::read_to_string(&files[0]).unwrap();
    std::fs::remove_file(&files[0]).unwrap();
    text
}

#[test]
fn what_is_saved_is_applied() {
    let world = world();
    // The editor's own words come before the file, and the file is nobody else's.
    let script = r#"
        test "$1" = --wait || exit 9
        stat -c %a "$2" > mode
        env > seen
        sed -i 's/^info = .*/info = [ "slack:US",/' "$2"
    "#;
    editor(&world, script);
    put(&world, json!({"info": ["email"]}));
    let before = lists(&world);
    world
        .duty("prefs edit")
        .env("EDITOR", "false")
        .env("VISUAL", "'./my editor' --wait")
        .any_requests()
        .any_stderr()
        .status(6)
        .run();
    // 'slack:US' is no beginning of a name; the text was given back once, and came back as it was: it is kept.
    assert_eq!(lists(&world), before);
    assert!(what_is_kept(&world).contains("slack:US"));
    editor(&world, &script.replace("slack:US", "slack:4405"));
    world
        .duty("prefs edit")
        .env("VISUAL", "'./my editor' --wait")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(world.pref("info"), ["slack_app:4405", "email"]);
    let mode = std::fs::read_to_string(world.home.path().join("mode")).unwrap();
    assert_eq!(mode.trim(), "600");
    let seen = std::fs::read_to_string(world.home.path().join("seen")).unwrap();
    assert!(
        !seen.contains(world.server.app_key()),
        "the key is no editor's business"
    );
    nothing_is_left(&world);
}

#[test]
fn unchanged_or_empty_does_nothing() {
    let world = world();
    for script in ["true", ": > \"$1\"", "echo '# only words' > \"$1\""] {
        editor(&world, script);
        world
            .duty("prefs edit")
            .env("EDITOR", "'./my editor'")
            .requests_in_steps(&READS)
            .stderr("Nothing was changed.\n")
            .run();
    }
    nothing_is_left(&world);
    editor(&world, "exit 3");
    let ran = world
        .duty("prefs edit")
        .env("EDITOR", "'./my editor'")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    world.duty("prefs edit").status(2).any_stderr().run();
    nothing_is_left(&world);
}

#[test]
fn a_mistake_opens_it_again_with_the_error_on_top() {
    let world = world();
    editor(
        &world,
        r#"
        if test -e once; then
            cp "$1" second
            sed -i 's/voise/sms/' "$1"
        else
            touch once
            printf 'info = ["voise"]\nshift = []\n' > "$1"
        fi
        "#,
    );
    world
        .duty("prefs edit")
        .env("EDITOR", "'./my editor'")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    let second = std::fs::read_to_string(world.home.path().join("second")).unwrap();
    assert_eq!(
        second,
        "#! the text:2:9: 'voise' is not a channel; did you mean 'voice'?\n\
         info = [\"voise\"]\nshift = []\n"
    );
    assert_eq!(world.pref("info"), ["sms"]);
    assert_eq!(lists(&world)["shift"], json!([]));
    // Saved with the mistake in it: given up.
    editor(
        &world,
        "grep -q voise \"$1\" || echo 'info = [\"voise\"]' > \"$1\"",
    );
    let ran = world
        .duty("prefs edit")
        .env("EDITOR", "'./my editor'")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(2)
        .run();
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    assert_eq!(world.pref("info"), ["sms"]);
    assert_eq!(what_is_kept(&world), "info = [\"voise\"]\n");
}

#[test]
fn a_script_that_makes_the_same_mistake_is_run_twice_and_no_more() {
    let world = world();
    editor(
        &world,
        r#"
        echo "$1" >> names
        test "$(wc -l < names)" -lt 9 || exit 9
        printf 'info = ["voise"]\n' > "$1"
        "#,
    );
    let ran = world
        .duty("prefs edit")
        .env("EDITOR", "'./my editor'")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(2)
        .run();
    assert!(
        ran.stderr.contains("'voise' is not a channel")
            && ran.stderr.contains("nothing was changed"),
        "{}",
        ran.stderr
    );
    let names = std::fs::read_to_string(world.home.path().join("names")).unwrap();
    let names: Vec<&str> = names.lines().collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_ne!(names[0], names[1], "an editor remembers its place by name");
    assert_eq!(what_is_kept(&world), "info = [\"voise\"]\n");
}

#[test]
fn only_what_was_edited_is_meant() {
    let world = world();
    let at = world.server.base_url();
    let key = world.server.app_key();
    // Somebody else writes while the editor is open: another list.
    editor(
        &world,
        &format!(
            r#"
            DUTY_BASE_URL={at} DUTY_APP_KEY={key} DUTY_STATE_DIR=$PWD/elsewhere {} prefs set warning --app -q
            sed -i 's/^info = .*/info = [ "sms",/' "$1"
            "#,
            crate::harness::binary().display()
        ),
    );
    world
        .duty("prefs edit -q")
        .env("EDITOR", "'./my editor'")
        .any_requests()
        .run();
    assert_eq!(world.pref("warning"), ["push"]);
    assert_eq!(world.pref("info"), ["sms", "email"]);
    // The same list: told, and nothing written over it.
    editor(
        &world,
        &format!(
            r#"
            DUTY_BASE_URL={at} DUTY_APP_KEY={key} DUTY_STATE_DIR=$PWD/elsewhere {} prefs set info --app -q
            sed -i 's/^info = .*/info = [ "voice",/' "$1"
            "#,
            crate::harness::binary().display()
        ),
    );
    world
        .duty("prefs edit -q")
        .env("EDITOR", "'./my editor'")
        .any_requests()
        .any_stderr()
        .status(7)
        .run();
    assert_eq!(world.pref("info"), ["push"]);
}

/// Work is not thrown away because the server would not take it.
#[test]
fn what_was_saved_and_not_applied_is_kept() {
    let world = world();
    let script = r#"sed -i 's/^info = .*/info = [ "voice",/' "$1""#;
    editor(&world, script);
    world.server.fault(crate::harness::Fault::on(
        "preference_update",
        crate::harness::FaultKind::error(403, "AccessDenied"),
    ));
    let ran = world
        .duty("prefs edit")
        .env("VISUAL", "'./my editor'")
        .any_requests()
        .any_stderr()
        .status(5)
        .run();
    let line = ran
        .stderr
        .lines()
        .find(|line| line.contains("what you saved is kept"))
        .unwrap_or_else(|| panic!("{}", ran.stderr));
    let file = line.split("apply -f ").nth(1).unwrap();
    let file = file.split('\'').next().unwrap();
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(kept.contains("info = [ \"voice\","), "{kept}");
    let mode = std::fs::metadata(file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// A text that is refused is refused again as it stands.
#[test]
fn what_was_saved_with_a_mistake_is_to_be_mended_first() {
    let world = world();
    editor(&world, "echo 'inf = []' > \"$1\"");
    let run = world.duty("prefs edit").env("EDITOR", "'./my editor'");
    let ran = run.any_requests().any_stderr().status(2).run();
    let told = &ran.stderr;
    assert!(
        told.contains("mend it there, then 'duty prefs apply -f"),
        "{told}"
    );
    assert_eq!(what_is_kept(&world), "inf = []\n");
}

#[test]
fn what_was_saved_is_kept_where_the_editor_fails() {
    let world = world();
    editor(&world, "echo 'info = [\"sms\"]' > \"$1\"; exit 3");
    let ran = world
        .duty("prefs edit")
        .env("EDITOR", "'./my editor'")
        .requests_in_steps(&READS)
        .any_stderr()
        .status(1)
        .run();
    assert!(ran.stderr.contains("prefs apply -f"), "{}", ran.stderr);
    assert_eq!(what_is_kept(&world), "info = [\"sms\"]\n");
}

/// As `code` without --wait: it comes back at once, and what is saved there is saved later.
#[test]
fn an_editor_that_comes_back_before_anything_is_saved_is_noticed() {
    let world = world();
    editor(&world, "printf %s \"$1\" > place");
    let start = || {
        let run = world.duty("prefs edit").env("EDITOR", "'./my editor'");
        let mut duty = Pty::start(&run, (100, 40));
        duty.until_text("press Enter");
        assert!(duty.text().contains("code --wait"), "{}", duty.text());
        let place = std::fs::read_to_string(world.home.path().join("place")).unwrap();
        std::fs::write(place, "info = [\"sms\", \"app\"]\n").unwrap();
        duty
    };
    let mut duty = start();
    duty.send("\r");
    assert_eq!(duty.end(), 0, "{}", duty.text());
    assert_eq!(world.pref("info"), ["sms", "push"]);
    nothing_is_left(&world);
    let mut duty = start();
    duty.send("\x1b");
    assert_eq!(duty.end(), 130, "{}", duty.text());
    assert!(duty.text().contains("prefs apply -f"), "{}", duty.text());
    assert_eq!(what_is_kept(&world), "info = [\"sms\", \"app\"]\n");
}

/// A script may make another mistake each time; with nobody there it is not run again and again.
#[test]
fn a_script_that_makes_mistake_after_mistake_ends() {
    let world = World::new();
    editor(
        &world,
        "echo x >> \"$HOME/rounds\"; echo 'info = [\"app\"]' >> \"$1\"",
    );
    let ran = world
        .duty("prefs edit -y")
        .env("EDITOR", "'./my editor'")
        .any_status()
        .any_requests()
        .any_stderr()
        .run();
    assert_eq!(ran.status, Some(2), "{}", ran.stderr);
    let rounds = std::fs::read_to_string(world.home.path().join("rounds")).unwrap();
    assert_eq!(rounds.lines().count(), 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("nothing was changed"), "{}", ran.stderr);
    assert!(!ran.operations().contains(&"preference_update".to_owned()));
}

/// Of what comes while an editor is open, only the keys of the terminal are the editor's.
#[test]
fn a_signal_while_the_editor_is_open_writes_nothing_and_keeps_the_text() {
    let save = r#"printf 'info = ["sms"]\n' > "$1""#;
    let wait = r#"echo it is open; while test -e "$1"; do sleep 0.05; done"#;
    for (script, kept) in [
        // One that goes on, one that heeds it, and one that has saved nothing yet.
        (format!("trap '' INT TERM HUP; {save}; {wait}"), "you saved"),
        (
            format!("trap 'exit 0' INT TERM HUP; {save}; {wait}"),
            "you saved",
        ),
        (
            format!("trap '' INT TERM HUP; {wait}"),
            "the editor still saves",
        ),
    ] {
        for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2)] {
            // Elsewhere nobody says that this one is not of the terminal.
            if name == "INT" && !cfg!(target_os = "linux") {
                continue;
            }
            let world = world();
            editor(&world, &script);
            let run = world.duty("prefs edit").env("EDITOR", "'./my editor'");
            let mut pty = Pty::start(&run, (160, 24));
            pty.until_text("it is open");
            let sent = Instant::now();
            crate::hold::signal(pty.id(), name);
            pty.until_text("prefs apply -f");
            let text = what_is_kept(&world);
            assert_eq!(pty.end(), 128 + number, "{name}: {}", pty.text());
            assert!(sent.elapsed() < crate::hold::SOON, "{name}: {}", pty.text());
            assert!(pty.text().contains(kept), "{name}: {}", pty.text());
            assert_eq!(
                text.starts_with("info = ["),
                kept == "you saved",
                "{name}: {text}"
            );
            assert_eq!(world.pref("info"), ["email"], "{name}");
        }
    }
}
