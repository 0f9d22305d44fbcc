//! A `~` that no shell has replaced, and files that cannot be written where somebody wants them.

use std::path::Path;

use crate::harness::World;

/// Behind a `=`, in a file of variables, in a unit of systemd: it is the home, and never a folder of that name.
#[test]
fn a_tilde_is_the_home_wherever_a_file_is_named() {
    let mut world = World::new();
    world
        .env("DUTY_STATE_DIR", "~/state")
        .env("DUTY_CONFIG_DIR", "~/config");
    for (words, file) in [
        ("config set lang en", "config/config.toml"),
        ("prefs add info --app --log-file=~/log", "log"),
        ("prefs undo --list", "state/prefs"),
        ("app-key create ci --output-file=~/new.key", "new.key"),
        ("device bind --png=~/code.png --wait 0", "code.png"),
        (
            "app-key rotate laptop --self --keep-old 1h --exec cat --state=~/rotation.json",
            "rotation.json",
        ),
        ("help man ~/man", "man/man1/duty.1"),
    ] {
        world
            .duty(words)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        let home = world.home.path();
        assert!(home.join(file).exists(), "{words}: no {file}");
        assert!(!home.join("~").exists(), "{words}: a folder called ~");
    }
    std::fs::write(
        world.home.path().join("prefs.toml"),
        "schema_version = 1\ninfo = ['app']\n",
    )
    .unwrap();
    for words in [
        "prefs diff --file=~/prefs.toml",
        "prefs apply --file=~/prefs.toml",
    ] {
        world
            .duty(words)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .any_status()
            .run();
        assert!(!world.home.path().join("~").exists(), "{words}");
    }
}

#[test]
fn what_a_tilde_cannot_stand_for_is_said() {
    let world = World::new();
    for (variable, words) in [
        ("DUTY_CONFIG_DIR", "config path"),
        ("DUTY_STATE_DIR", "app-key rotate laptop --self -q"),
        ("DUTY_DATA_DIR", "--sandbox profile show"),
    ] {
        let ran = world
            .duty(words)
            .env(variable, "~root/duty")
            .status(2)
            .any_requests()
            .any_stderr()
            .run();
        for part in ["no shell has put a home", &format!("set {variable}")] {
            assert!(ran.stderr.contains(part), "{words}: {}", ran.stderr);
        }
    }
    // A HOME that is another place in each folder is none.
    let ran = world
        .duty("config path")
        .env("HOME", "~")
        .status(1)
        .any_stderr()
        .run();
    assert!(
        ran.stderr.contains("this user has no home directory"),
        "{}",
        ran.stderr
    );
    assert!(!Path::new("~").exists() && !world.home.path().join("~").exists());
}

/// The folder is named, not the file that would have been there for a moment.
#[test]
fn a_file_that_cannot_be_written_has_a_way_on() {
    let world = World::new();
    for words in [
        "device bind --wait 0 --png nowhere/code.png",
        "device bind --wait 0 --svg nowhere/code.svg",
        "app-key create ci --output-file nowhere/new.key",
        "profile show --log-file nowhere/log",
    ] {
        let ran = world
            .duty(words)
            .status(1)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert!(!ran.stderr.contains(".tmp"), "{words}: {}", ran.stderr);
        assert!(
            ran.stderr
                .contains("try: there is no folder nowhere: make it, or name another file"),
            "{words}: {}",
            ran.stderr
        );
    }
}
