//! Odd ways to be started: closed streams, a reader that leaves, a umask, windows of odd sizes, a terminal that stops it.

use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output};
use std::time::Duration;

use crate::harness::{Fault, FaultKind, Run, World, exit_code};
use crate::pty::Pty;

/// The run, in a shell that does this to it.
#[track_caller]
pub fn in_shell(run: &Run<'_>, script: &str) -> Output {
    let plain = run.command();
    let mut shell = Command::new("sh");
    shell
        .env_clear()
        .current_dir(plain.get_current_dir().unwrap());
    for (name, value) in plain.get_envs() {
        shell.env(name, value.unwrap());
    }
    shell.args(["-c", script, "sh"]);
    shell.arg(plain.get_program()).args(plain.get_args());
    shell.stdin(std::process::Stdio::null()).output().unwrap()
}

fn whole(world: &World) {
    for (path, content) in world.files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(!name.starts_with(".tmp"), "{}", path.display());
        if name.ends_with(".json") {
            // What was said on a closed stream would be in the file that was opened in its place.
            serde_json::from_slice::<serde_json::Value>(&content).unwrap();
        }
    }
}

#[test]
fn closed_streams_are_nobodys_file() {
    for closed in ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"] {
        for words in [
            "profile show",
            "prefs add info --app",
            "app-key list -o json",
            "device bind --text --wait 0",
            "config set lang zh",
        ] {
            let world = World::new();
            let ran = in_shell(&world.duty(words), &format!(r#""$@" {closed}"#));
            let text = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert_eq!(exit_code(ran.status), Some(0), "{words} {closed}: {text}");
            assert!(
                !text.contains("duty has a defect"),
                "{words} {closed}: {text}"
            );
            whole(&world);
        }
    }
}

#[test]
fn a_question_without_an_input_is_refused() {
    let world = World::new();
    let ran = in_shell(&world.duty("prefs clear info"), r#""$@" <&-"#);
    assert_eq!(exit_code(ran.status), Some(2), "{ran:?}");
    assert!(
        String::from_utf8_lossy(&ran.stderr).contains("--yes"),
        "{ran:?}"
    );
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    for words in [
        "doctor",
        "app-key list -o json",
        "prefs export",
        "help reasons",
    ] {
        let world = World::new();
        let ran = in_shell(
            &world.duty(words),
            r#"{ "$@"; echo "exit $?" >&2; } | head -c 1"#,
        );
        let text = String::from_utf8(ran.stderr).unwrap();
        let status = text.lines().last().unwrap();
        assert!(
            ["exit 0", "exit 3", "exit 141"].contains(&status),
            "{words}: {text}"
        );
        assert!(!text.contains("error: "), "{words}: {text}");
        assert!(!text.contains("duty has a defect"), "{words}: {text}");
    }
}

/// Whatever the umask, what duty keeps is its owner's, and the owner can come to it again.
#[test]
fn no_umask_opens_or_locks_what_is_kept() {
    for umask in ["0", "0777", "0277"] {
        let mut world = World::new();
        world.env_remove("DUTY_BASE_URL").env_remove("DUTY_APP_KEY");
        for words in [
            "prefs add info --app --sandbox",
            "config set lang en",
            "auth login --insecure-storage --app-key-stdin --context work --no-check",
            "prefs add info --sms --sandbox --log-file log.txt -v",
        ] {
            in_shell(&world.duty(words), &format!(r#"umask {umask}; "$@""#));
        }
        let mut found = 0;
        for (path, _) in world.files() {
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            assert_eq!(mode, 0o600, "{umask}: {}", path.display());
            found += 1;
            let folders = path.ancestors().skip(1);
            for folder in folders.take_while(|folder| *folder != world.home.path()) {
                let mode = folder.metadata().unwrap().permissions().mode() & 0o777;
                assert_eq!(mode, 0o700, "{umask}: {}", folder.display());
            }
        }
        assert!(found > 4, "{found} files with {umask}");
    }
}

/// A window of one column, of none, of a thousand: it ends as it does in any other.
#[test]
fn windows_of_odd_sizes() {
    for size in [(10, 24), (1, 1), (1000, 24), (80, 2), (0, 0)] {
        for words in [
            "doctor",
            "prefs show",
            "app-key list",
            "doctor missed",
            "-h",
        ] {
            let world = World::new();
            let run = world
                .duty(words)
                .env("TERM", "xterm-256color")
                .env("LANG", "C.UTF-8");
            let mut pty = Pty::start(&run, size);
            let code = pty.end();
            assert!(
                [0, 3].contains(&code),
                "{words} at {size:?}: {code}\n{}",
                pty.text()
            );
            let all = pty.text();
            assert!(
                !all.contains("duty has a defect"),
                "{words} at {size:?}: {all}"
            );
        }
    }
}

/// There is no room for a code there: it says so, or shows it in another way, and leaves nothing.
#[test]
fn a_code_in_a_window_of_an_odd_size() {
    for size in [(10, 24), (80, 2), (0, 0), (1000, 200)] {
        let world = World::new();
        let run = world
            .duty("device bind")
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8");
        let mut pty = Pty::start(&run, size);
        pty.until("anything", |parser| !parser.screen().contents().is_empty());
        if pty.runs() {
            // Smaller and larger under its feet.
            for size in [(40, 10), (1, 1), (200, 60), size] {
                pty.resize(size);
                pty.chunk(std::time::Duration::from_millis(120));
            }
            pty.send("\x03");
        }
        let code = pty.end();
        assert!(
            [2, 1, 130].contains(&code),
            "{size:?}: {code}\n{}",
            pty.text()
        );
        assert!(
            !pty.text().contains("duty has a defect"),
            "{size:?}: {}",
            pty.text()
        );
        assert!(
            !pty.text().contains(['▀', '▄', '█']),
            "{size:?}: {}",
            pty.text()
        );
    }
}

/// No HOME, no folder for temporary files, no locale, and a configuration that is on another file system than the rest.
#[test]
fn what_a_machine_usually_has_may_not_be_there() {
    let elsewhere = tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap();
    for words in [
        "profile show",
        "prefs add info --app",
        "prefs edit",
        "config list",
        "app-key list",
        "device bind --text --wait 0",
    ] {
        let world = World::new();
        let editor = r#"f() { printf 'info = ["sms"]\n' > "$1"; }; f"#;
        let base = || world.duty(words).env("EDITOR", editor);
        for (what, run) in [
            ("no HOME", base().env_remove("HOME")),
            ("an empty HOME", base().env("HOME", "")),
            ("no TMPDIR", base().env("TMPDIR", "/nonexistent")),
            (
                "a locale that is none",
                base().env("LC_ALL", "xx_YY.KOI8-R"),
            ),
            (
                "another file system",
                base().env("DUTY_CONFIG_DIR", elsewhere.path()),
            ),
        ] {
            let ended = super::Running::start(&run).end(std::time::Instant::now());
            let good = ended.status == Some(0)
                || (ended.status == Some(1) && ended.stderr.contains("try: "));
            assert!(good, "{words}, {what}: {ended:?}");
            assert!(
                !ended.stderr.contains("duty has a defect"),
                "{words}, {what}: {ended:?}"
            );
        }
    }
    let world = World::new();
    let set = world
        .duty("config set lang zh -q")
        .env("DUTY_CONFIG_DIR", elsewhere.path());
    set.any_stdout().any_stderr().run();
    let files: Vec<_> = elsewhere
        .path()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(files.iter().any(|name| name == "config.toml"), "{files:?}");
    assert!(
        files
            .iter()
            .all(|name| !name.to_string_lossy().starts_with(".tmp")),
        "{files:?}"
    );
}

/// Whatever a server calls things, on a terminal and in both languages: nothing of it is a command to the terminal.
#[test]
fn text_of_a_server_on_a_terminal() {
    let evil = "\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[2J\u{9b}31m\u{202e}\u{2066}\u{200b}\u{1b}]8;;http://evil\u{1b}\\\r\nname";
    for words in [
        "doctor",
        "doctor missed",
        "doctor explain 30101 critical",
        "prefs show",
        "prefs channels",
        "app-key list",
        "device list",
        "profile show",
        "prefs export",
        "prefs add info --im feishu",
        "open space x",
    ] {
        for lang in ["en", "zh"] {
            let world = World::new();
            let named = |value: &mut serde_json::Value| name_all(value, evil);
            world.server.edit(named).unwrap();
            let run = world
                .duty(words)
                .env("TERM", "xterm-256color")
                .env("LANG", "C.UTF-8")
                .env("DUTY_CONSOLE_URL", "https://console.example")
                .env("DUTY_LANG", lang);
            let mut pty = Pty::start(&run, (120, 40));
            pty.end();
            let all = String::from_utf8_lossy(&pty.bytes).into_owned();
            assert!(all.contains("name"), "{words}: {all:?}");
            for sign in [
                "\u{1b}]52;",
                "\u{1b}[2J",
                "\u{9b}",
                "\u{202e}",
                "\u{2066}",
                "\u{200b}",
                "http://evil\u{1b}",
                "\u{7}",
            ] {
                assert!(!all.contains(sign), "{words}, {sign:?}: {all:?}");
            }
        }
    }
}

/// Everything that has a name has another.
fn name_all(value: &mut serde_json::Value, name: &str) {
    match value {
        serde_json::Value::Object(fields) => {
            for (key, inner) in fields {
                let named = key.ends_with("_name")
                    || key == "nickname"
                    || key == "name"
                    || key == "title"
                    || key == "description";
                match inner {
                    serde_json::Value::String(text) if named => *text = format!("{name}{text}"),
                    other => name_all(other, name),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| name_all(item, name)),
        _ => {}
    }
}

/// The clock of a machine may show what has no date: only `local/now.rs` is prepared for that.
#[test]
fn the_clock_is_read_in_one_place() {
    let src = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![src];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            let is_test = path.components().any(|part| part.as_os_str() == "tests");
            files += 1;
            assert!(
                is_test
                    || !["Timestamp::now()", "Zoned::now()"]
                        .iter()
                        .any(|one| code.contains(one)),
                "{} reads the clock by itself",
                path.display()
            );
        }
    }
    assert!(files > 200, "{files}");
}

/// A limit of the size of a file is a signal (SIGXFSZ) where nobody sees to it.
#[test]
fn a_file_that_may_not_grow_is_an_error_of_the_write() {
    let world = World::new();
    let ran = in_shell(
        &world.duty("config set lang zh"),
        r#"ulimit -f 0; exec "$@""#,
    );
    let text = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(exit_code(ran.status), Some(1), "{text}");
    assert!(text.contains("cannot write"), "{text}");
    whole(&world);
}

#[test]
fn what_was_started_to_ignore_a_signal_goes_on() {
    let world = World::new();
    let slowly = FaultKind::Delay(Duration::from_secs(3));
    world.server.fault(Fault::on("member_info", slowly));
    let script = r#"trap '' HUP; "$@" & duty=$!; sleep 1; kill -HUP $duty; wait $duty"#;
    let ran = in_shell(&world.duty("profile show"), script);
    let text = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(exit_code(ran.status), Some(0), "{text}");
}
