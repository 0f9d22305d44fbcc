//! The code as a picture: only where the terminal says that it shows one, and gone when it is over.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{bind, serving};
use crate::harness::World;
use crate::pty::Pty;
use crate::raster::zbar;

const KITTY: &str = "\x1bP>|kitty(0.26.5)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[6;18;9t\x1b[?62;c";
const WIPE: &str = "\x1b_Ga=d,d=I,i=4409,q=2\x1b\\";

fn all(pty: &Pty) -> String {
    String::from_utf8_lossy(&pty.bytes).into_owned()
}

/// duty on a terminal that gives this answer.
#[track_caller]
fn answered(world: &World, options: &str, term: &str, answer: &str) -> Pty {
    let run = bind(world, options).env("TERM", term);
    let mut pty = Pty::start(&run, (80, 24));
    let mut seen = String::new();
    while !seen.contains("\x1b[c") {
        assert_eq!(pty.chunk(std::time::Duration::from_secs(30)), Some(true));
        seen = all(&pty);
    }
    pty.send(answer);
    pty
}

/// Waits until so many pictures have been drawn, each to its end.
#[track_caller]
fn until_drawn(pty: &mut Pty, count: usize) {
    while all(pty).matches("\x1b8").count() < count {
        assert_eq!(pty.chunk(std::time::Duration::from_secs(30)), Some(true));
    }
    pty.until_text("Ctrl-C ends it.");
}

/// The picture that kitty would show.
fn shown(pty: &Pty) -> Vec<u8> {
    let all = all(pty);
    let begin = all.rfind("\x1b_Ga=T,f=100").unwrap();
    let pieces = all[begin..].split("\x1b_G").skip(1);
    let payload = pieces.map_while(|piece| {
        let (head, body) = piece.split_once("\x1b\\")?.0.split_once(';')?;
        head.contains("m=").then(|| body.to_owned())
    });
    STANDARD.decode(payload.collect::<String>()).unwrap()
}

#[test]
fn a_terminal_that_shows_pictures_gets_one_and_keeps_none() {
    let (world, content) = serving(60);
    for (options, term) in [("--qr image", "xterm-256color"), ("", "xterm-kitty")] {
        let mut pty = answered(&world, options, term, KITTY);
        until_drawn(&mut pty, 1);
        assert_eq!(
            zbar(&shown(&pty), ".png"),
            std::slice::from_ref(&content),
            "{options}"
        );
        assert!(!pty.text().contains(['▀', '▄', '█']), "{}", pty.text());
        assert!(pty.text().contains("Scan to Login"), "{}", pty.text());
        // The countdown goes on beside it, and draws it no second time.
        pty.until("countdown", |parser| {
            !parser.screen().contents().contains("59 min 59")
        });
        assert_eq!(all(&pty).matches("a=T").count(), 1, "{options}");
        pty.send("\x03");
        assert_eq!(pty.end(), 130);
        let all = all(&pty);
        assert!(all.rfind(WIPE) > all.rfind("a=T"), "it is left: {options}");
        assert!(!pty.text().contains("Scan"), "{}", pty.text());
    }
}

/// iTerm2 has no question for its own protocol: it is known by its name, and by no variable.
#[test]
fn iterm2_gets_its_inline_picture_and_keeps_none() {
    const ITERM2: &str = "\x1bP>|iTerm2 3.4.23\x1b\\\x1b[6;18;9t\x1b[?62;4c";
    let (world, content) = serving(60);
    let mut pty = answered(&world, "--qr image", "xterm-256color", ITERM2);
    until_drawn(&mut pty, 1);
    let drawn = all(&pty);
    let (_, sequence) = drawn.split_once("\x1b]1337;File=").unwrap();
    let (arguments, rest) = sequence.split_once(':').unwrap();
    let (encoded, after) = rest.split_once('\x07').unwrap();
    let png = STANDARD.decode(encoded).unwrap();
    assert_eq!(zbar(&png, ".png"), [content]);
    let value = |name: &str| {
        let of = |one: &str| Some(one.strip_prefix(name)?.strip_prefix('=')?.to_owned());
        arguments.split(';').find_map(of).unwrap()
    };
    assert_eq!(value("inline"), "1");
    assert_eq!(value("size"), png.len().to_string());
    let rows: usize = value("height").parse().unwrap();
    let columns: usize = value("width").parse().unwrap();
    assert!(rows < 24 && columns <= 80, "{arguments}");
    // The cursor was saved before and comes back, to the last row of the frame.
    assert!(after.starts_with("\x1b8"), "{after:?}");
    assert!(
        !drawn.contains("a=T") && !drawn.contains("\x1bP0;1"),
        "two at once"
    );
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
    // What is in cells goes with them: as many rows are cleared as it had, and the texts around it.
    let all = all(&pty);
    let after = &all[all.rfind('\x07').unwrap()..];
    assert!(after.matches("\x1b[2K").count() > rows, "{after:?}");
    assert!(!pty.text().contains("Scan"), "{}", pty.text());
}

/// What iTerm2 says of itself by a variable counts for nothing, and nothing is asked for its sake.
#[test]
fn auto_takes_no_picture_of_iterm2() {
    let (world, _) = serving(60);
    let run = bind(&world, "")
        .env("TERM", "xterm-256color")
        .env("TERM_PROGRAM", "iTerm.app");
    let mut pty = Pty::start(&run, (80, 24));
    pty.until("code", |parser| parser.screen().contents().contains('▀'));
    assert!(!all(&pty).contains("\x1b[>q"), "it was asked");
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
}

#[test]
fn a_window_of_another_size_has_the_picture_once() {
    let (world, _) = serving(60);
    let mut pty = answered(&world, "--qr image", "xterm", KITTY);
    until_drawn(&mut pty, 1);
    for (round, size) in [(2, (60, 20)), (3, (100, 30))] {
        pty.resize(size);
        until_drawn(&mut pty, round);
        let all = all(&pty);
        let last = all.rfind("a=T").unwrap();
        let before = all[..last].rfind("a=T").unwrap();
        assert!(all[before..last].contains(WIPE), "two at once");
    }
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
}

#[test]
fn without_a_word_from_the_terminal_there_is_no_picture() {
    let (world, _) = serving(60);
    let plain = "\x1bP>|XTerm(379)\x1b\\\x1b[?64;1;2;6;22c";
    for (answer, why) in [(plain, "none"), ("", "silence"), ("\x1b[?62;4c", "no size")] {
        world.server.clear_requests();
        let mut pty = answered(&world, "--qr image", "xterm", answer);
        assert_eq!(pty.end(), 2, "{why}: {}", pty.text());
        assert!(pty.text().contains("--png FILE"), "{}", pty.text());
        assert!(world.server.requests().is_empty(), "{why}");
    }
    // What it is not asked for by name, it may do without.
    let mut pty = answered(&world, "", "xterm-kitty", "\x1b[?62;c");
    pty.until("code", |parser| parser.screen().contents().contains('▀'));
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
    let run = bind(&world, "--qr image").any_stderr().status(2);
    let ran = run.run();
    assert!(ran.stderr.contains("--png FILE"), "{}", ran.stderr);
}

/// Nobody else is asked anything.
#[test]
fn a_terminal_of_another_name_is_asked_nothing() {
    let (world, _) = serving(60);
    for (term, tmux) in [
        ("xterm-256color", ""),
        ("xterm-kitty", "/tmp/tmux-0/default,1,0"),
    ] {
        let run = bind(&world, "").env("TERM", term).env("TMUX", tmux);
        let mut pty = Pty::start(&run, (80, 24));
        pty.until("code", |parser| parser.screen().contents().contains('▀'));
        assert!(!all(&pty).contains("a=q"), "{term} {tmux}");
        pty.send("\x03");
        assert_eq!(pty.end(), 130);
    }
}
