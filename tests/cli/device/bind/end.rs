//! However it ends, no code is left and the terminal is as it was.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use duty_sandbox::Recorded;
use serde_json::json;

use super::{bind, codes, serving};
use crate::harness::{Fault, FaultKind, Options, World};
use crate::pty::Pty;

/// The screen must be clean and the terminal as it was, whatever was going on.
#[track_caller]
fn ctrl_c_leaves_nothing(times: usize) {
    let world = World::with(Options {
        bind_code_ttl: Duration::from_secs(3),
        ..Options::default()
    });
    let mut codes_seen = BTreeSet::new();
    let codes_given = || {
        let requests = world.server.requests();
        let of_codes = |one: &&Recorded| one.operation_id.as_deref() == Some("device_bind_code");
        requests.iter().filter(of_codes).count()
    };
    for moment in (0..14).map(|step| Duration::from_millis(step * step * 14)) {
        let before = codes_given();
        let mut pty = Pty::start(&bind(&world, "-v"), (80, 24));
        pty.until("anything", |parser| !parser.screen().contents().is_empty());
        let end = Instant::now() + moment;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            pty.chunk(left);
        }
        let seen = codes(&pty);
        codes_seen.insert(seen.len());
        for _ in 0..times {
            pty.send("\x03");
            std::thread::sleep(Duration::from_millis(7));
        }
        assert_eq!(pty.end(), 130, "{moment:?}:\n{}", pty.text());
        assert_eq!(codes(&pty), [""; 0], "{moment:?}");
        let text = pty.text();
        assert!(!text.contains(['▀', '▄', '█']), "{moment:?}:\n{text}");
        // Whoever presses it again while the command is ending does not hear of it; before a code was asked for it
        // ends as every command does, by the signal and without a word.
        assert!(
            times > 1 || text.contains("Stopped ") || codes_given() == before,
            "{moment:?}:\n{text}"
        );
        // Ctrl-C is what the screen offers.
        assert!(!text.contains("error"), "{moment:?}:\n{text}");
        // Nothing in what scrolled away either.
        pty.parser.screen_mut().set_scrollback(1000);
        let text = pty.text();
        assert!(!text.contains(['▀', '▄', '█']), "{moment:?}:\n{text}");
    }
    assert_eq!(
        codes_seen,
        BTreeSet::from([0, 1]),
        "with a code and without"
    );
}

/// What is known of the code is said, to people as no error, to programs as the one that ends the lines.
#[test]
fn ctrl_c_says_what_becomes_of_the_code() {
    let (world, _) = serving(60);
    for (lang, first, last) in [
        (
            "en",
            "Stopped waiting. Whoever scanned the code can still use it for 59 min",
            "phone was bound.",
        ),
        ("zh", "已停止等待。", "是否已关联。"),
    ] {
        let run = bind(&world, "").env("DUTY_LANG", lang);
        let mut pty = Pty::start(&run, (200, 60));
        pty.until("code", |parser| parser.screen().contents().contains("59 "));
        pty.send("\x03");
        assert_eq!(pty.end(), 130);
        let text = pty.text();
        let told: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect();
        let [line] = told[..] else {
            panic!("{text}");
        };
        assert!(line.starts_with(first) && line.ends_with(last), "{line}");
        assert!(line.contains("'duty device list'"), "{line}");
    }
}

#[test]
fn ctrl_c_at_any_moment_leaves_no_code() {
    ctrl_c_leaves_nothing(1);
}

#[test]
fn impatient_ctrl_c_leaves_no_code() {
    ctrl_c_leaves_nothing(4);
}

#[test]
fn keys_move_nothing_and_ctrl_z_does_not_leave_a_code() {
    let (world, content) = serving(60);
    let mut pty = Pty::start_in_shell(&bind(&world, ""), (80, 30));
    pty.until("code", |parser| {
        parser.screen().contents().contains("59 min 5")
    });
    let before = pty.text();
    pty.send("\r\r\rls\r\x1a\x1a");
    // The frames that follow are drawn where this one was.
    for _ in 0..2 {
        assert_eq!(pty.chunk(Duration::from_secs(5)), Some(true));
    }
    assert!(pty.runs());
    assert_eq!(codes(&pty), [content]);
    let code = |text: &str| -> Vec<(usize, String)> {
        text.lines()
            .map(str::to_owned)
            .enumerate()
            .filter(|(_, line)| line.contains('▀'))
            .collect()
    };
    assert_eq!(code(&before), code(&pty.text()));
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
    // The shell does not get what was typed meanwhile.
    assert!(pty.text().ends_with("it ended with 130"), "{}", pty.text());
}

/// Nor does Ctrl-\, whether the code is on the screen or in a file; and no memory is left in a file.
#[test]
fn ctrl_backslash_does_not_leave_a_code() {
    for options in ["", "--png code.png"] {
        let world = World::new();
        let file = world.home.path().join("code.png");
        let mut pty = Pty::start_in_shell(&bind(&world, options), (80, 30));
        pty.until("code", |parser| {
            let text = parser.screen().contents();
            text.contains("4 min 5") || text.contains("5 min more") || text.contains("works for")
        });
        for _ in 0..3 {
            pty.send("\x1c");
            pty.chunk(Duration::from_millis(200));
        }
        assert!(pty.runs(), "{}", pty.text());
        assert_eq!(file.exists(), !options.is_empty());
        pty.send("\x03");
        assert_eq!(pty.end(), 130);
        assert!(pty.text().ends_with("it ended with 130"), "{}", pty.text());
        assert_eq!(codes(&pty), [""; 0]);
        assert!(!file.exists());
    }
}

#[test]
fn what_cannot_mend_ends_it_with_a_clean_screen() {
    for (status, code, exit) in [
        (401, "Unauthorized", 4),
        (403, "AccessDenied", 5),
        (404, "RouteNotFound", 6),
    ] {
        let world = World::new();
        world
            .server
            .fault(Fault::on("device_list", FaultKind::error(status, code)).from(2));
        let mut pty = Pty::start(&bind(&world, ""), (80, 24));
        let mut shown = false;
        while pty.chunk(Duration::from_secs(10)) == Some(true) {
            shown |= !codes(&pty).is_empty();
        }
        assert_eq!(pty.end(), exit);
        assert!(shown);
        assert_eq!(codes(&pty), [""; 0]);
        assert!(
            pty.text().contains("error: cannot list the phones"),
            "{}",
            pty.text()
        );
    }
}

#[test]
fn when_the_wait_is_over_a_phone_still_counts() {
    let world = World::new();
    // Between the polls at 2 s and 4 s.
    let mut pty = Pty::start(&bind(&world, "--wait 3s"), (80, 24));
    pty.until("code", |parser| parser.screen().contents().contains("more"));
    let began = Instant::now();
    while began.elapsed() < Duration::from_millis(2500) {
        pty.chunk(Duration::from_millis(20));
    }
    world.server.scan(None, "Late phone", "Android 16").unwrap();
    assert_eq!(pty.end(), 0, "{}", pty.text());
    assert!(pty.text().contains("Bound: Late phone"), "{}", pty.text());
}

#[test]
fn a_wait_that_is_over_says_so() {
    let world = World::new();
    let mut pty = Pty::start(&bind(&world, "--wait 1s"), (80, 24));
    assert_eq!(pty.end(), 1);
    assert_eq!(codes(&pty), [""; 0]);
    assert!(
        pty.text().contains("no phone was bound within 1 s"),
        "{}",
        pty.text()
    );
}

/// Why there was none is said, with the code of that.
#[test]
fn a_wait_in_which_no_code_was_given_says_why() {
    for (fault, exit, why) in [
        (FaultKind::error(500, "InternalError"), 1, "InternalError"),
        (FaultKind::too_frequent(Some(1)), 9, "RequestTooFrequently"),
        (FaultKind::CloseBefore, 10, "cannot get a code"),
        (
            FaultKind::Delay(Duration::from_secs(20)),
            10,
            "the server did not answer",
        ),
    ] {
        let world = World::new();
        world.server.fault(Fault::on("device_bind_code", fault));
        let mut pty = Pty::start(&bind(&world, "--wait 2s"), (80, 24));
        assert_eq!(pty.end(), exit, "{}", pty.text());
        let text = pty.text();
        assert!(
            text.contains("cannot get a code") && text.contains(why),
            "{text}"
        );
        assert!(!text.contains("longer --wait"), "{text}");
    }
}

/// The code is nowhere but on the screen.
#[test]
fn the_code_is_a_credential() {
    let (world, content) = serving(60);
    let mut pty = Pty::start(&bind(&world, "-v"), (80, 24));
    pty.until("code", |parser| {
        parser.screen().contents().contains("59 min")
    });
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
    let written = String::from_utf8_lossy(&pty.bytes);
    assert!(
        written.contains("bind-code/create?app_key=*** -> 200"),
        "{written}"
    );
    assert!(!written.contains(&content));
    for (file, bytes) in world.files() {
        assert!(
            !String::from_utf8_lossy(&bytes).contains(&content),
            "{file:?}"
        );
    }
}

/// Nothing is redrawn: no escape sequence moves the cursor.
#[test]
fn accessible_is_text_and_lines() {
    let world = World::new();
    let mut pty = Pty::start(
        &bind(&world, "").env("ACCESSIBLE", "1").env("NO_COLOR", "1"),
        (200, 24),
    );
    pty.until("text", |parser| {
        parser
            .screen()
            .contents()
            .contains("https://app.example.com/bind/")
    });
    world.server.scan(None, "My phone", "Android 16").unwrap();
    assert_eq!(pty.end(), 0);
    let written = String::from_utf8_lossy(&pty.bytes);
    assert!(!written.contains('\x1b'), "{written:?}");
    assert!(
        written.contains("Bound: My phone (Android 16)"),
        "{written:?}"
    );
}

/// Nothing is pushed to a phone that no severity lists the app for: who is there is asked.
#[test]
fn the_app_is_added_where_somebody_agrees() {
    for (answer, now) in [("y\r", vec!["voice", "push"]), ("n\r", vec!["voice"])] {
        let world = World::new();
        world
            .server
            .edit(|state| {
                for preference in state["preferences"].as_object_mut().unwrap().values_mut() {
                    preference["trigger_notify"]["critical"] = json!(["voice"]);
                }
            })
            .unwrap();
        let mut pty = Pty::start(&bind(&world, ""), (80, 24));
        pty.until("code", |parser| parser.screen().contents().contains("more"));
        world.server.scan(None, "My phone", "Android 16").unwrap();
        pty.until("question", |parser| {
            parser
                .screen()
                .contents()
                .contains("Add it to critical incidents now?")
        });
        assert_eq!(codes(&pty), [""; 0]);
        pty.send(answer);
        let code = pty.end();
        assert_eq!(code, 0, "{}", pty.text());
        let state = world.server.state();
        let critical = &state["preferences"]["80011"]["trigger_notify"]["critical"];
        assert_eq!(critical, &json!(now), "{}", pty.text());
        assert_eq!(
            pty.text().contains("duty prefs add critical --app"),
            answer == "n\r",
            "{}",
            pty.text()
        );
    }
}
