//! Over time: codes die and are replaced, requests fail or hang, the window changes, clocks are wrong.

use std::time::{Duration, Instant, SystemTime};

use super::{bind, codes, now, seconds};
use crate::harness::{Fault, FaultKind, Options, World};
use crate::pty::Pty;

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

/// How often an operation was asked for.
fn sent(world: &World, operation: &str) -> usize {
    let requests = world.server.requests();
    requests
        .iter()
        .filter(|one| one.operation_id.as_deref() == Some(operation))
        .count()
}

/// The terminal may have moved rows of the code to where nothing wipes them.
#[test]
fn a_window_that_became_smaller_may_have_kept_the_code() {
    for (size, told) in [((100, 10), true), ((120, 50), false)] {
        let world = World::new();
        let mut pty = Pty::start(&bind(&world, ""), (100, 40));
        Watch::new().until_codes(&world, &mut pty, 1);
        pty.resize(size);
        std::thread::sleep(Duration::from_millis(300));
        pty.send("\x03");
        assert_eq!(pty.end(), 130, "{}", pty.text());
        let text = pty.text().replace('\n', " ");
        let kept = "the terminal may have kept a part of it";
        assert_eq!(text.contains(kept), told, "{size:?}: {text}");
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
    let before = sent(&world, "device_list");
    while let Some(at) = pty.timed_chunk(Duration::from_secs(10)) {
        let at = at.expect("it ends");
        let codes = codes(&pty);
        assert!(codes.len() <= 1 && watch.standing.is_some(), "{at:?}");
    }
    assert_eq!(pty.end(), 0, "{}", pty.text());
    // The next poll found it.
    assert!(sent(&world, "device_list") <= before + 1);
    assert_eq!(codes(&pty), [""; 0]);
    let text = pty.text();
    assert!(
        text.contains("Bound: My phone (Android 16)\nPushed to it: critical"),
        "{text}"
    );
    assert!(!text.contains('▀'), "{text}");
    // 5 or 6 codes, one of which is not given; and polls every 2 s.
    let (code_requests, polls) = (
        sent(&world, "device_bind_code"),
        sent(&world, "device_list"),
    );
    assert!((5..=6).contains(&code_requests), "{code_requests}");
    assert!(polls <= 2 + 20 / 2, "{polls}");
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
    // The requests that hang are not waited for.
    pty.send("\x03");
    assert_eq!(pty.end(), 130);
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
