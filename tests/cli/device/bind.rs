//! `duty device bind` on a terminal: what a phone would see of it, at every moment.

use std::collections::BTreeSet;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use duty::output::qr::{self, Form};
use serde_json::json;

use crate::harness::{Fault, FaultKind, Options, Run, World};
use crate::pty::Pty;
use crate::raster::{Raster, Theme, rasterize};

const SIZES: [(u16, u16); 6] = [
    (80, 24),
    (100, 30),
    (120, 40),
    (132, 43),
    (160, 50),
    (200, 60),
];
const LENGTHS: [usize; 7] = [40, 60, 80, 100, 200, 300, 400];

fn bind<'a>(world: &'a World, options: &str) -> Run<'a> {
    world
        .duty(&format!("device bind {options}"))
        .env("LANG", "C.UTF-8")
        .env("TERM", "xterm-256color")
}

/// A server whose codes hold `length` bytes, and what they hold.
fn serving(length: usize) -> (World, String) {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut state = length as u64;
    let token = std::iter::repeat_with(move || {
        state = state
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        char::from(alphabet[(state >> 58) as usize])
    });
    let content: String = "https://example.com/bind?t="
        .chars()
        .chain(token)
        .take(length)
        .collect();
    let world = World::new();
    let answer =
        json!({"request_id": "r", "data": {"content": content, "expires_at": now() + 3600}});
    world.server.fault(Fault::on(
        "device_bind_code",
        FaultKind::raw(200, "application/json", answer.to_string()),
    ));
    (world, content)
}

fn now() -> u64 {
    seconds(SystemTime::now()) as u64
}

fn seconds(at: SystemTime) -> f64 {
    at.duration_since(UNIX_EPOCH).unwrap().as_secs_f64()
}

fn codes(pty: &Pty) -> Vec<String> {
    rasterize(pty.parser.screen(), Theme::Dark).rqrr()
}

/// Whether a code of this form fits, with a line below it.
fn fits(content: &str, form: Form, (columns, rows): (u16, u16)) -> bool {
    let options = qr::Options {
        form: Some(form),
        invert: false,
        columns: Some(usize::from(columns)),
        rows: Some(usize::from(rows) - 1),
        color: true,
        unicode: true,
    };
    qr::render(content, &options).is_ok()
}

/// Every size of the window in one run, and then Ctrl-C.
fn decodes(form: Form, options: &str, decode: impl Fn(&Raster, &str, &str), themes: &[Theme]) {
    let mut shown = 0;
    for length in LENGTHS {
        let (world, content) = serving(length);
        let mut pty = Pty::start(&bind(&world, options), SIZES[0]);
        for size in SIZES {
            let case = format!("bind {options}, {length} bytes, {size:?}");
            if size != SIZES[0] {
                let before = pty.count;
                pty.resize(size);
                while pty.count == before {
                    assert_eq!(pty.chunk(Duration::from_secs(10)), Some(true), "{case}");
                }
            }
            let (columns, rows) = size;
            if !fits(&content, form, size) {
                let says = format!("this one has {columns} and {rows}");
                pty.until(&says.clone(), |parser| {
                    parser
                        .screen()
                        .contents()
                        .replace('\n', " ")
                        .contains(&says)
                });
                assert_eq!(codes(&pty), [""; 0], "{case}");
                continue;
            }
            pty.until("countdown below the code", |parser| {
                let text = parser.screen().contents();
                text.contains("min") && !text.contains("this one has")
            });
            // The frame is one write, but it may arrive in two pieces.
            while pty.chunk(Duration::from_millis(30)) == Some(true) {}
            for theme in themes {
                let raster = rasterize(pty.parser.screen(), *theme);
                decode(
                    &raster,
                    &content,
                    &format!("{case}, {theme:?}\n{}", pty.text()),
                );
            }
            shown += 1;
        }
        pty.send("\x03");
        assert_eq!(pty.end(), 130);
        assert_eq!(codes(&pty), [""; 0]);
        assert!(!pty.text().contains('▀'), "{}", pty.text());
    }
    assert!(shown > 0);
}

fn sharp(raster: &Raster, content: &str, case: &str) {
    assert_eq!(raster.rqrr(), [content], "rqrr, {case}");
    assert_eq!(raster.zbar(), [content], "zbar, {case}");
}

#[test]
fn half_blocks_are_the_servers_code_on_any_theme() {
    decodes(Form::Half, "--qr half", sharp, &Theme::ALL);
}

#[test]
fn the_best_form_is_the_servers_code_on_any_theme() {
    decodes(Form::Half, "", sharp, &Theme::ALL);
}

#[test]
fn two_columns_a_module_are_the_servers_code_on_any_theme() {
    decodes(Form::Full, "--qr full", sharp, &Theme::ALL);
}

/// Glyphs are no solid cells; a camera is a little out of focus at some moment, and each decoder has the
/// moment that suits it.
#[test]
fn ascii_is_the_servers_code() {
    let soft = |raster: &Raster, content: &str, case: &str| {
        let soft = |radius| raster.blurred(radius).blurred(radius);
        let any = |found: &dyn Fn(usize) -> Vec<String>| {
            (3..8).map(found).find(|found| !found.is_empty())
        };
        assert_eq!(
            any(&|radius| soft(radius).rqrr()),
            Some(vec![content.to_owned()]),
            "rqrr, {case}"
        );
        assert_eq!(
            any(&|radius| soft(radius).zbar()),
            Some(vec![content.to_owned()]),
            "zbar, {case}"
        );
    };
    decodes(Form::Ascii, "--qr ascii", soft, &[Theme::Light]);
    decodes(Form::Ascii, "--qr ascii --invert", soft, &[Theme::Dark]);
}

#[test]
fn no_color_takes_no_color_from_the_code() {
    let (world, content) = serving(60);
    let mut pty = Pty::start(&bind(&world, "").env("NO_COLOR", "1"), (80, 24));
    pty.until("code", |parser| {
        parser.screen().contents().contains("59 min")
    });
    for theme in Theme::ALL {
        sharp(&rasterize(pty.parser.screen(), theme), &content, "NO_COLOR");
    }
}

/// The codes that the server made, and the second at which each dies.
fn made(world: &World) -> Vec<(String, u64)> {
    world.server.state()["bind_codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| {
            (
                code["content"].as_str().unwrap().to_owned(),
                code["expires_at"].as_u64().unwrap(),
            )
        })
        .collect()
}

/// Looks at the screen after every chunk of bytes, and at what stood there until it came.
struct Watch {
    standing: Option<String>,
    seen: Vec<String>,
    frames: usize,
    without: usize,
}

impl Watch {
    fn new() -> Watch {
        Watch {
            standing: None,
            seen: Vec::new(),
            frames: 0,
            without: 0,
        }
    }

    #[track_caller]
    fn look(&mut self, world: &World, pty: &Pty, at: SystemTime) {
        let made = made(world);
        let alive = |content: &String| {
            let (_, dies) = made
                .iter()
                .find(|(known, _)| known == content)
                .unwrap_or_else(|| panic!("{content} is not the server's"));
            seconds(at) < *dies as f64
        };
        if let Some(standing) = &self.standing {
            assert!(alive(standing), "it stood there until it was dead");
        }
        let codes = codes(pty);
        assert!(codes.len() <= 1, "two codes:\n{}", pty.text());
        self.frames += 1;
        self.without += usize::from(codes.is_empty());
        self.standing = codes.into_iter().next();
        if let Some(code) = &self.standing {
            assert!(alive(code), "a dead code was drawn");
            if !self.seen.contains(code) {
                self.seen.push(code.clone());
            }
        }
    }

    /// Takes chunks and looks after each, until enough codes were seen.
    #[track_caller]
    fn until_codes(&mut self, world: &World, pty: &mut Pty, count: usize) {
        let end = Instant::now() + Duration::from_secs(30);
        while self.seen.len() < count {
            assert!(
                Instant::now() < end,
                "{} codes:\n{}",
                self.seen.len(),
                pty.text()
            );
            if let Some(Some(at)) = pty.timed_chunk(Duration::from_secs(3)) {
                self.look(world, pty, at);
            }
        }
    }
}

/// A night: three codes die, the server fails once, the window changes twice, and then the phone scans.
#[test]
fn no_frame_shows_two_codes_or_a_dead_one() {
    let world = World::with(Options {
        bind_code_ttl: Duration::from_secs(4),
        ..Options::default()
    });
    // The refresh that would have replaced the second code.
    world
        .server
        .fault(Fault::on("device_bind_code", FaultKind::Error500Before).nth(3));
    let mut pty = Pty::start(&bind(&world, ""), (80, 24));
    let mut watch = Watch::new();
    watch.until_codes(&world, &mut pty, 1);
    pty.resize((100, 30));
    watch.until_codes(&world, &mut pty, 2);
    watch.until_codes(&world, &mut pty, 3);
    pty.resize((80, 24));
    watch.until_codes(&world, &mut pty, 4);
    assert!(
        watch.without > 0,
        "between the second and the third there was none"
    );
    world.server.scan(None, "My phone", "Android 16").unwrap();
    let scanned = Instant::now();
    while let Some(at) = pty.timed_chunk(Duration::from_secs(10)) {
        let at = at.expect("it ends");
        let codes = codes(&pty);
        assert!(codes.len() <= 1 && watch.standing.is_some(), "{at:?}");
    }
    assert_eq!(pty.end(), 0, "{}", pty.text());
    // Every 2 s, and the time to say so.
    assert!(
        scanned.elapsed() < Duration::from_secs(3),
        "{:?}",
        scanned.elapsed()
    );
    assert_eq!(codes(&pty), [""; 0]);
    let text = pty.text();
    assert!(
        text.contains("Bound: My phone (Android 16)\nPushed to it: critical"),
        "{text}"
    );
    assert!(!text.contains('▀'), "{text}");
    // 5 or 6 codes, one of which is not given; and polls every 2 s.
    let requests = world.server.requests();
    let sent = |operation: &str| {
        requests
            .iter()
            .filter(|one| one.operation_id.as_deref() == Some(operation))
            .count()
    };
    assert!(
        (5..=6).contains(&sent("device_bind_code")),
        "{}",
        sent("device_bind_code")
    );
    assert!(sent("device_list") <= 2 + 20 / 2, "{}", sent("device_list"));
}

/// The screen must be clean and the terminal as it was, whatever was going on.
fn ctrl_c_leaves_nothing(times: usize) {
    let world = World::with(Options {
        bind_code_ttl: Duration::from_secs(3),
        ..Options::default()
    });
    let mut codes_seen = BTreeSet::new();
    for moment in (0..20).map(|step| Duration::from_millis(step * step * 9)) {
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
        // Whoever presses it again while the command is ending does not hear of it.
        assert!(
            times > 1 || text.contains("error: interrupted"),
            "{moment:?}:\n{text}"
        );
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

/// A poll that hangs holds up nothing: the code goes when it dies, and Ctrl-C works.
#[test]
fn a_slow_server_holds_nothing_up() {
    let world = World::with(Options {
        bind_code_ttl: Duration::from_secs(3),
        ..Options::default()
    });
    for operation in ["device_list", "device_bind_code"] {
        world
            .server
            .fault(Fault::on(operation, FaultKind::Delay(Duration::from_secs(60))).from(2));
    }
    let mut pty = Pty::start(&bind(&world, ""), (80, 24));
    let mut watch = Watch::new();
    watch.until_codes(&world, &mut pty, 1);
    while watch.standing.is_some() {
        let at = pty.timed_chunk(Duration::from_secs(5)).unwrap().unwrap();
        watch.look(&world, &pty, at);
    }
    let began = Instant::now();
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
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

/// The code of a machine whose clock is wrong lives as long as the server says.
#[test]
fn the_servers_clock_counts() {
    for years in [-30i64, 30] {
        let then = now().saturating_add_signed(years * 31_557_600);
        let world = World::with(Options {
            clock: duty_sandbox::TestClock::at(then).into(),
            ..Options::default()
        });
        let mut pty = Pty::start(&bind(&world, ""), (80, 24));
        pty.until("countdown", |parser| {
            let text = parser.screen().contents();
            text.contains("4 min 5") || text.contains("5 min more")
        });
        assert_eq!(codes(&pty).len(), 1);
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
