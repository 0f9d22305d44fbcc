//! What is longer than the screen goes through a pager, and words lead to pages of the console, both on a
//! terminal and nowhere else.

use std::time::Duration;

use crate::harness::{Run, World};
use crate::pty::{Pty, SIZE};

/// Longer than the screen.
const LONG: &str = "prefs set --help";

fn world() -> World {
    let mut world = World::new();
    world
        .env("TERM", "xterm")
        .env("DUTY_CONSOLE_URL", "https://console.example");
    world
}

/// What came to the terminal, and the exit code.
fn on_terminal(run: &Run<'_>) -> (String, u32) {
    let mut pty = Pty::start(run, SIZE);
    let code = pty.end();
    (String::from_utf8_lossy(&pty.bytes).into_owned(), code)
}

/// One that marks what comes through it.
const MARK: &str = "sed 's/^/P:/'";

#[test]
fn what_is_longer_than_the_screen_goes_through_it_and_nothing_else_does() {
    let world = world();
    for (words, paged) in [
        (LONG, true),
        ("help prefs set", true),
        ("help environment", true),
        ("doctor --all", true),
        ("api /member/list", true),
        ("profile show", false),
        ("prefs set -h", false),
        ("version", false),
    ] {
        let (text, _) = on_terminal(&world.duty(words).env("DUTY_PAGER", MARK));
        assert_eq!(text.contains("P:"), paged, "{words}: {text}");
        assert!(text.len() > 40, "{words}: {text}");
    }
    // The exit code is that of the command.
    let piped = world
        .duty("doctor")
        .any_requests()
        .any_stdout()
        .any_stderr();
    let piped = piped.any_status().run();
    let (_, code) = on_terminal(&world.duty("doctor").env("DUTY_PAGER", MARK));
    assert_eq!(Some(code as i32), piped.status);
    // Not into a pipe, for people or for programs.
    let ran = world.duty(LONG).env("DUTY_PAGER", MARK).any_stdout().run();
    assert!(!ran.stdout.contains("P:"));
}

#[test]
fn the_nearer_choice_wins_and_there_may_be_none() {
    let world = world();
    for (words, pairs, paged) in [
        (LONG, &[("PAGER", MARK)][..], true),
        (LONG, &[("PAGER", MARK), ("DUTY_PAGER", "cat")], false),
        (LONG, &[("PAGER", MARK), ("DUTY_PAGER", "")], false),
        (LONG, &[("PAGER", MARK), ("ACCESSIBLE", "1")], false),
        (LONG, &[("PAGER", MARK), ("TERM", "dumb")], false),
        ("--no-pager prefs set --help", &[("PAGER", MARK)], false),
        ("help environment --no-pager", &[("PAGER", MARK)], false),
        ("help environment", &[("PAGER", MARK), ("CI", "1")], false),
    ] {
        let mut run = world.duty(words);
        for (name, value) in pairs {
            run = run.env(name, *value);
        }
        let (text, code) = on_terminal(&run);
        assert_eq!(
            (text.contains("P:"), code),
            (paged, 0),
            "{words} {pairs:?}: {text}"
        );
    }
}

#[test]
fn a_pager_gets_what_less_needs_and_no_key() {
    let world = world();
    let says = "echo \"LESS=$LESS key=$DUTY_APP_KEY.\"; cat";
    let (text, _) = on_terminal(&world.duty(LONG).env("DUTY_PAGER", says));
    assert!(text.contains("LESS=FRX key=."), "{text}");
    let own = world.duty(LONG).env("DUTY_PAGER", says).env("LESS", "-S");
    assert!(on_terminal(&own).0.contains("LESS=-S key=."));
}

#[test]
fn one_that_ends_early_or_is_not_there_is_no_error() {
    let world = world();
    // More than a pipe holds, and a reader that has gone.
    let (text, code) = on_terminal(&world.duty("help --json").env("DUTY_PAGER", "exit 0"));
    assert_eq!((text.as_str(), code), ("", 0));
    let (text, code) = on_terminal(&world.duty("help --json").env("DUTY_PAGER", "head -n 1"));
    assert_eq!((text.trim(), code), ("{", 0));
    let (text, code) = on_terminal(&world.duty(LONG).env("DUTY_PAGER", "no-such-pager"));
    assert!(text.contains("Replace the channels") && code == 0, "{text}");
}

#[test]
fn less_keeps_the_terminal_until_it_is_left() {
    let world = world();
    let mut pty = Pty::start(&world.duty(LONG).env("DUTY_PAGER", "less"), SIZE);
    pty.until_text("Replace the channels");
    assert!(!pty.text().contains("--timeout"), "{}", pty.text());
    // Ctrl-C is its own: it stays, and so does duty.
    pty.send("\u{3}");
    // What is typed together with an interrupt may be dropped by the terminal: it is typed until it is there.
    for _ in 0..200 {
        if pty.text().contains("--timeout") {
            break;
        }
        pty.send("G");
        pty.chunk(Duration::from_millis(100));
    }
    pty.until_text("--timeout");
    pty.send("q");
    assert_eq!(pty.end(), 0);
}

/// Where a terminal shows links, and of which page.
const LINK: &str = "\u{1b}]8;;https://console.example/";

#[test]
fn words_lead_to_pages_where_the_terminal_shows_links() {
    let world = world();
    for (words, page, word) in [
        ("doctor", "channel/detail/30101", "支付核心"),
        ("doctor missed --all", "incident/detail/", "1A2B10"),
        ("doctor incident 0E83EE", "incident/detail/", "0E83EE"),
    ] {
        let plain = |run: Run<'_>| on_terminal(&run.env("DUTY_COLOR", "never")).0;
        let linked = world.duty(words).env("FORCE_HYPERLINK", "1");
        let (text, _) = on_terminal(&linked);
        let link = format!("{LINK}{page}");
        let after = text
            .split_once(&link)
            .unwrap_or_else(|| panic!("{words}: {text}"))
            .1;
        let shown = after.split_once("\u{1b}\\").unwrap().1;
        assert!(
            text.contains(&format!("{word}\u{1b}]8;;\u{1b}\\")),
            "{words}: {shown}"
        );
        // None without color, where nobody knows that the terminal shows them, and in a pipe.
        assert!(!plain(world.duty(words).env("FORCE_HYPERLINK", "1")).contains("]8;;"));
        let unknown = on_terminal(&world.duty(words)).0;
        assert!(!unknown.contains("]8;;"), "{words}");
        let piped = world.duty(words).env("FORCE_HYPERLINK", "1").any_requests();
        let piped = piped.any_status().any_stdout().any_stderr().run();
        assert!(!piped.stdout.contains("]8;;"), "{words}");
    }
}

#[test]
fn no_word_leads_to_the_console_of_another_server() {
    let world = World::new();
    for words in ["doctor", "doctor incident 0E83EE"] {
        let run = world.duty(words).env("FORCE_HYPERLINK", "1");
        let (text, _) = on_terminal(&run);
        assert!(text.contains("张三") || text.contains("0E83EE"), "{text}");
        assert!(!text.contains("]8;;"), "{words}: {text}");
    }
}

/// Its keys are its own; whatever else comes is for both.
#[test]
fn a_signal_ends_duty_and_its_pager() {
    let world = world();
    for (name, number) in [("TERM", 15), ("HUP", 1)] {
        let run = world
            .duty(LONG)
            .env("DUTY_PAGER", "echo paged; exec sleep 20");
        let mut pty = Pty::start(&run, SIZE);
        pty.until_text("paged");
        let sent = std::time::Instant::now();
        crate::hold::signal(pty.id(), name);
        assert_eq!(pty.end(), 128 + number, "{name}: {}", pty.text());
        assert!(sent.elapsed() < crate::hold::SOON, "{name}");
    }
}

/// A program that says where it is, and is `./pager`.
fn pager(world: &World, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    let path = world.home.path().join("pager");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// No shell stands between them that a key ends in the place of the pager.
#[test]
fn a_pager_that_stays_is_waited_for() {
    let world = world();
    pager(
        &world,
        "trap '' QUIT; cat > page; echo OPENED; read line < /dev/tty; echo \"$line of $(cat /proc/$PPID/comm)\"",
    );
    let run = world.duty(LONG).env("DUTY_PAGER", "./pager");
    let mut pty = Pty::start(&run, SIZE);
    pty.until_text("OPENED");
    pty.send("\u{1c}word\r");
    pty.until_text("word of duty");
    assert_eq!(pty.end(), 0);
}

#[test]
fn a_signal_to_duty_alone_ends_its_pager() {
    let world = world();
    pager(
        &world,
        "echo $$ > pid; cat > page; echo OPENED; exec sleep 20",
    );
    let run = world.duty(LONG).env("DUTY_PAGER", "./pager");
    let mut pty = Pty::start(&run, SIZE);
    pty.until_text("OPENED");
    crate::hold::signal(pty.id(), "TERM");
    assert_eq!(pty.end(), 128 + 15, "{}", pty.text());
    let id = std::fs::read_to_string(world.home.path().join("pid")).unwrap();
    let runs = std::path::Path::new("/proc").join(id.trim());
    assert!(!runs.exists(), "the pager goes on");
}
