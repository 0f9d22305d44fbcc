//! What is asked on a terminal, on a real one: a pseudo-terminal with an emulator behind it.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::{Fault, FaultKind, World, exit_code};
use crate::pty::{Pty, SIZE};

/// Waits until the server has been asked for something.
#[track_caller]
fn asked(world: &World) {
    for _ in 0..600 {
        if !world.server.requests().is_empty() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("no request in time");
}

/// duty on a terminal, until this is on it.
#[track_caller]
fn ask(world: &World, words: &str, what: &str) -> Pty {
    let mut duty = Pty::start(&world.duty(words), SIZE);
    duty.until_text(what);
    duty
}

fn all(duty: &Pty) -> String {
    String::from_utf8_lossy(&duty.bytes).into_owned()
}

/// A world in which nothing gives the key but what is typed.
fn world() -> World {
    let mut world = World::new();
    world.env_remove("DUTY_APP_KEY");
    world
}

const LOGIN: &str = "auth login --insecure-storage";

#[test]
fn the_key_is_typed_and_never_shown() {
    let world = world();
    let key = world.server.app_key().to_string();
    let mut duty = ask(&world, LOGIN, "APP key");
    duty.until_hidden();
    duty.send(&format!("{key}\r"));
    assert_eq!(duty.end(), 0);
    assert!(duty.text().contains("INSECURE"), "{}", duty.text());
    assert!(duty.text().contains("张三 (80011)"), "{}", duty.text());
    assert!(!all(&duty).contains(&key), "{}", all(&duty));
    world.duty("auth token").stdout(&format!("{key}\n")).run();
}

/// Whoever pastes it the moment that the question is there.
#[test]
fn nothing_is_shown_that_is_typed_as_soon_as_the_question_is_there() {
    let world = world();
    for _ in 0..15 {
        let mut duty = Pty::start(&world.duty(LOGIN), SIZE);
        while !all(&duty).contains("APP key (not") {
            duty.chunk(Duration::from_secs(20));
        }
        duty.send("typed-at-once\r");
        assert_eq!(duty.end(), 4, "{}", duty.text());
        assert!(!all(&duty).contains("typed-at-once"), "{}", all(&duty));
    }
}

/// Whatever signal ends duty, the terminal is as it was: its end looks.
#[test]
fn a_signal_from_a_timer_or_a_user_leaves_no_hidden_line() {
    for (signal, number) in [("USR1", 10), ("USR2", 12), ("ALRM", 14)] {
        let mut duty = ask(&world(), LOGIN, "APP key");
        duty.until_hidden();
        let id = duty.id().to_string();
        let sent = Command::new("kill")
            .args([format!("-{signal}"), id])
            .status();
        assert!(sent.unwrap().success());
        assert_eq!(duty.end(), 128 + number, "{signal}");
    }
}

/// A shell shows what is typed to it, and does not hide it again for what it continues.
#[track_caller]
fn the_key_stays_hidden_in(shell: &[&str], stopped: &str) {
    let world = world();
    let key = world.server.app_key().to_string();
    let run = world.duty(LOGIN).env("PS1", "ready> ");
    let (mut shell, line) = Pty::start_shell(&run, SIZE, shell);
    shell.until_text("ready>");
    shell.send(&format!("{line}\r"));
    shell.until_text("not shown");
    shell.until_hidden();
    shell.send("\u{1a}");
    shell.until_text(stopped);
    // Both shells write a prompt after what they say of the job, and read from then on.
    shell.until("prompt", |parser| {
        parser.screen().contents().trim_end().ends_with("ready>")
    });
    shell.send("fg\r");
    shell.until_text("ready> fg");
    // In front again, it asks again.
    shell.until("the question", |parser| {
        let text = parser.screen().contents();
        text.trim_end().ends_with("(not shown):")
    });
    shell.until_hidden();
    shell.send(&format!("{key}\r"));
    shell.until_text("Logged in as");
    assert!(!all(&shell).contains(&key), "{}", all(&shell));
    shell.send("exit\r");
}

/// What comes after the line that was asked for is a part of a secret, or of what was copied with it.
#[test]
fn nothing_of_what_is_pasted_is_a_command_to_the_shell() {
    let world = world();
    let key = world.server.app_key().to_string();
    for pasted in [format!("\r{key}\r"), format!("{key}\r{key}\r")] {
        let run = world.duty(LOGIN).env("PS1", "ready> ");
        let (mut shell, line) =
            Pty::start_shell(&run, SIZE, &["bash", "--norc", "--noprofile", "-i"]);
        shell.until_text("ready>");
        shell.send(&format!("{line}; echo over\r"));
        shell.until_text("not shown");
        shell.until_hidden();
        shell.send(&pasted);
        shell.until("the end", |parser| {
            let text = parser.screen().contents();
            text.contains("\nover") && text.trim_end().ends_with("ready>")
        });
        shell.send("history\r");
        shell.until_text("history\n");
        shell.send("echo do''ne\r");
        shell.until_text("done");
        assert!(!all(&shell).contains(&key), "{}", all(&shell));
        shell.send("exit\r");
    }
}

/// A program that died may have left it so: the line still ends with Enter, and the terminal is as it was after it.
#[test]
fn a_terminal_that_was_left_raw_takes_the_key_too() {
    let world = world();
    let run = world.duty(LOGIN).env("PS1", "ready> ");
    let (mut shell, line) = Pty::start_shell(&run, SIZE, &["bash", "--norc", "--noprofile", "-i"]);
    shell.until_text("ready>");
    let modes = "stty -a | grep -Eo -- '-?(icanon|icrnl|isig)' | sort | tr '\\n' .";
    shell.send(&format!("stty raw; {line}; {modes}; stty sane\r"));
    shell.until_text("not shown");
    shell.until_hidden();
    shell.send(&format!("{}\r", world.server.app_key()));
    shell.until_text("Logged in as");
    shell.until_text("-icanon.-icrnl.-isig.");
    shell.send("exit\r");
}

/// As with `su` to a user who is not root: the terminal is there, and controls nothing of this session.
#[test]
fn the_key_is_hidden_on_a_terminal_that_controls_another_session() {
    let world = world();
    let key = world.server.app_key();
    let run = world.duty(LOGIN).env("PS1", "ready> ");
    let (mut shell, line) = Pty::start_shell(&run, SIZE, &["bash", "--norc", "--noprofile", "-i"]);
    shell.until_text("ready>");
    shell.send(&format!("setsid -w {line}\r"));
    shell.until_text("not shown");
    shell.until_hidden();
    shell.send(&format!("{key}\r"));
    shell.until_text("Logged in as");
    assert!(!all(&shell).contains(key), "{}", all(&shell));
    shell.send("exit\r");
}

#[test]
fn the_key_stays_hidden_when_duty_was_stopped_and_continued_in_bash() {
    the_key_stays_hidden_in(&["bash", "--norc", "--noprofile", "-i"], "Stopped");
}

#[test]
fn the_key_stays_hidden_when_duty_was_stopped_and_continued_in_zsh() {
    the_key_stays_hidden_in(&["zsh", "-f", "-i"], "suspended");
}

/// What a person pastes is read as it is meant.
#[test]
fn a_key_with_what_a_paste_brings_along_is_taken() {
    let world = world();
    let key = world.server.app_key();
    for pasted in [
        format!("  {key}\t"),
        format!("\u{feff}\"{key}\""),
        format!("“{key}”\u{200b}"),
    ] {
        let ran = world
            .duty("profile show --app-key-stdin")
            .stdin(pasted)
            .requests(&["member_info"])
            .any_stdout()
            .run();
        assert!(ran.stdout.contains("张三"), "{}", ran.stdout);
    }
    let (start, end) = key.split_at(8);
    let ran = world
        .duty("profile show --app-key-stdin")
        .stdin(format!("{start}\n{end}"))
        .any_stderr()
        .status(4)
        .run();
    assert!(
        ran.stderr.contains("a line break in the middle"),
        "{}",
        ran.stderr
    );
}

/// A plain terminal is asked by numbers, and gets no codes that move a cursor.
#[test]
fn a_plain_terminal_gets_numbered_lines() {
    let world = World::new();
    let run = world.duty("app-key delete 5002 --yes").env("TERM", "dumb");
    let mut duty = Pty::start(&run, SIZE);
    let text = duty.until_text("by its number");
    assert!(text.contains("1. email"), "{text}");
    assert!(!all(&duty).contains("\u{1b}[?25l"), "{}", all(&duty));
    duty.send("\u{3}");
    duty.end();
}

#[test]
fn ctrl_c_restores_the_terminal_and_is_130() {
    let world = world();
    for (words, key, status) in [
        (LOGIN, '\u{3}', 130),
        ("profile show --app-key-stdin", '\u{3}', 130),
        // Ctrl-\ as well.
        (LOGIN, '\u{1c}', 131),
    ] {
        let mut duty = ask(&world, words, "not shown");
        duty.until_hidden();
        duty.send(&format!("half a ke{key}"));
        assert_eq!(duty.end(), status);
        assert!(!duty.text().contains("half"), "{}", duty.text());
    }
    assert_eq!(world.files().len(), 0);
}

/// At a question, and while an answer is awaited: a shell stops its loop only where duty ended *by* Ctrl-C.
#[test]
fn ctrl_c_stops_the_loop_of_a_shell() {
    let asks = world();
    let waits = World::new();
    let hang = FaultKind::Delay(Duration::from_secs(600));
    waits.server.fault(Fault::on("member_info", hang));
    for (world, words) in [(&asks, LOGIN), (&waits, "profile show --timeout 600")] {
        let mut shell = Pty::start_in_loop(&world.duty(words), SIZE);
        if words == LOGIN {
            shell.until_text("not shown");
            shell.until_hidden();
        } else {
            asked(world);
        }
        shell.send("\u{3}");
        assert_eq!(shell.end(), 130, "{words}");
        let text = shell.text();
        assert!(text.contains("round 1"), "{words}: {text}");
        assert!(!text.contains("round 2"), "{words}: {text}");
        assert!(!text.contains("after it"), "{words}: {text}");
    }
}

/// A shell says 128 and the number of the signal, as of every program that ends by one.
#[cfg(unix)]
#[test]
fn duty_ends_by_the_signal_that_ends_it() {
    use std::os::unix::process::ExitStatusExt;
    let world = World::new();
    let hang = FaultKind::Delay(Duration::from_secs(600));
    world.server.fault(Fault::on("member_info", hang));
    for (name, signal) in [("INT", 2), ("TERM", 15), ("HUP", 1), ("QUIT", 3)] {
        world.server.clear_requests();
        let mut child = world
            .duty("profile show --timeout 600")
            .command()
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        asked(&world);
        let sent = Command::new("kill")
            .args(["-s", name, &child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(signal), "{name}");
        assert_eq!(exit_code(status), Some(128 + signal), "{name}");
    }
}

#[test]
fn ctrl_c_in_a_list_brings_the_cursor_back() {
    let world = world();
    for name in ["work", "home"] {
        let line = format!(
            "config set contexts.{name}.base_url {}",
            world.server.base_url()
        );
        world.duty(&line).any_stdout().run();
    }
    let mut duty = ask(&world, "auth switch", "work");
    duty.send("\u{3}");
    assert_eq!(duty.end(), 130);
    let mut duty = ask(&world, "auth switch", "work");
    duty.send("\u{1b}[B\r");
    assert_eq!(duty.end(), 0);
    world.duty("config get context").stdout("work\n").run();
}

#[test]
fn the_key_from_stdin_that_is_a_terminal() {
    let world = world();
    let key = world.server.app_key().to_string();
    let mut duty = ask(
        &world,
        "profile show --app-key-stdin",
        "Paste the key, then Enter",
    );
    duty.until_hidden();
    duty.send(&format!("{key}\r"));
    assert_eq!(duty.end(), 0);
    assert!(duty.text().contains("张三"), "{}", duty.text());
    assert!(!all(&duty).contains(&key), "{}", all(&duty));
}

#[test]
fn what_may_not_be_asked_is_not_asked() {
    let world = world();
    for more in ["--no-input", "--no-input --yes"] {
        let mut duty = ask(&world, &format!("{LOGIN} {more}"), "--app-key-stdin");
        assert_eq!(duty.end(), 2);
        assert!(duty.text().contains("--app-key-stdin"), "{}", duty.text());
    }
    let mut ci = world;
    ci.env("CI", "true");
    let mut duty = ask(&ci, LOGIN, "--app-key-stdin");
    assert_eq!(duty.end(), 2);
}

#[test]
fn an_import_is_asked_for_and_no_is_no() {
    let world = world();
    let folder = world.home.path().join(".flashduty");
    std::fs::create_dir(&folder).unwrap();
    let text = format!(
        "app_key: {}\nbase_url: {}\n",
        world.server.app_key(),
        world.server.base_url()
    );
    std::fs::write(folder.join("config.yaml"), text).unwrap();
    let mut duty = ask(&world, LOGIN, "not shown");
    assert!(
        duty.text().contains("--import takes it over"),
        "{}",
        duty.text()
    );
    duty.send("\u{3}");
    assert_eq!(duty.end(), 130);
    let mut duty = ask(&world, &format!("{LOGIN} --import"), "Import the key …cdef");
    duty.send("n\r");
    assert_eq!(duty.end(), 2);
    assert!(
        duty.text().contains("nothing was changed"),
        "{}",
        duty.text()
    );
    let mut duty = ask(&world, &format!("{LOGIN} --import"), "Import the key");
    duty.send("y\r");
    assert_eq!(duty.end(), 0);
    assert!(
        duty.text().contains("still holds the key"),
        "{}",
        duty.text()
    );
}

#[test]
fn text_of_the_server_cannot_drive_the_terminal_from_a_question() {
    let world = World::new();
    world
        .server
        .edit(|state| {
            let text = state
                .to_string()
                .replace("Slack EU", "evil\\u001b]0;title\\u0007\\u001b[2J\\u202eend");
            *state = serde_json::from_str(&text).unwrap();
        })
        .unwrap();
    let mut duty = ask(&world, "prefs set critical --im slack", "Slack US");
    duty.send("\x03");
    assert_eq!(duty.end(), 130);
    let all = all(&duty);
    assert!(all.contains("evil\\u{1b}]0;title\\u{7}"), "{all:?}");
    for sign in ["\x1b]0;", "\x1b[2J", "\u{202e}"] {
        assert!(!all.contains(sign), "{all:?}");
    }
}
