//! A signal at any moment of any command, on a terminal and without: `DUTY_SIGNALS=1000` tries so many, and others
//! each time; the suite the same few.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::canary::{CANARY, canaries, canary_world};
use super::matrix::most;
use super::rows::{self, ROWS};
use super::{Running, SOON};
use crate::harness::{Ran, World};
use crate::pty::{Pty, SIZE};

/// So many in the suite, and from where they are drawn.
const SAMPLE: usize = 60;
const SEED: u64 = 4711;

/// What does not end a command lets it take its whole time, on a busy machine.
const LONG: Duration = Duration::from_secs(50);

/// Each signal, and the number by which it may end a process: none ends it, 0.
const SIGNALS: [(&str, i32); 8] = [
    ("INT", 2),
    ("TERM", 15),
    ("HUP", 1),
    ("QUIT", 3),
    ("KILL", 9),
    ("WINCH", 0),
    // Before the program has begun it does end it.
    ("PIPE", 13),
    ("TSTP", 0),
];

/// Commands that ask no server, and write or read files here.
const HERE: [&str; 5] = [
    "config set lang zh",
    "auth logout --yes",
    "auth switch default",
    "config list",
    "completion bash",
];

#[derive(Clone, Debug)]
struct Moment {
    row: &'static str,
    signal: &'static str,
    number: i32,
    /// Of a second, since it was started.
    millis: u64,
    on_terminal: bool,
}

fn moments() -> Vec<Moment> {
    let asked = std::env::var("DUTY_SIGNALS").ok();
    let asked = asked.and_then(|text| text.parse::<usize>().ok());
    let mut random = match asked {
        Some(_) => fastrand::Rng::new(),
        None => fastrand::Rng::with_seed(SEED),
    };
    let rows: Vec<&str> = ROWS
        .iter()
        .filter_map(|(_, row)| *row)
        .chain(HERE)
        .collect();
    (0..asked.unwrap_or(SAMPLE))
        .map(|_| {
            let (signal, number) = SIGNALS[random.usize(..SIGNALS.len())];
            Moment {
                row: rows[random.usize(..rows.len())],
                signal,
                number,
                // Most commands are over by then, also on a busy machine.
                millis: random.u64(0..200),
                on_terminal: random.bool(),
            }
        })
        .collect()
}

fn send(process: u32, signal: &str) {
    // It may be over by then.
    let _ = std::process::Command::new("kill")
        .args([format!("-{signal}"), process.to_string()])
        .stderr(std::process::Stdio::null())
        .status();
    if signal == "TSTP" {
        // Whoever is about to stop when this comes stops after it: a person would call it again.
        std::thread::spawn(move || {
            for wait in [30, 500, 1000, 2000, 4000, 8000] {
                std::thread::sleep(Duration::from_millis(wait));
                send(process, "CONT");
            }
        });
    }
}

/// The run until its end: its exit code, the streams, and how long it took from the signal on.
fn interrupted(moment: &Moment, world: &World, words: &str) -> (i32, String, String, Duration) {
    let run = rows::run(world, words);
    if !moment.on_terminal {
        let running = Running::start(&run);
        std::thread::sleep(Duration::from_millis(moment.millis));
        let sent = Instant::now();
        send(running.child.id(), moment.signal);
        let ended = running.end(sent);
        return (
            ended.status.unwrap(),
            ended.stdout,
            ended.stderr,
            ended.took,
        );
    }
    let run = run.env("TERM", "xterm-256color").env("LANG", "C.UTF-8");
    let mut pty = Pty::start(&run, SIZE);
    std::thread::sleep(Duration::from_millis(moment.millis));
    let sent = Instant::now();
    if moment.signal == "WINCH" {
        pty.resize((60, 20));
    }
    send(pty.id(), moment.signal);
    // A question or a code would stand there for good; a second time it is left.
    let end = sent + Duration::from_secs(3);
    while pty.runs() && Instant::now() < end {
        pty.chunk(Duration::from_millis(20));
    }
    if pty.runs() && (moment.number == 0 || moment.signal == "PIPE") {
        send(pty.id(), "INT");
    }
    // What is left where nothing could be tidied up is no promise.
    let code = match moment.signal {
        "KILL" => pty.end_untidy(),
        _ => pty.end(),
    };
    let took = sent.elapsed();
    // Both streams are there; what was asked for may be.
    (code.try_into().unwrap(), pty.text(), String::new(), took)
}

fn play(moment: &Moment) -> Vec<String> {
    let world = canary_world();
    rows::prepare(&world, moment.row);
    let words = rows::words(&world, moment.row);
    world.server.clear_requests();
    let (code, stdout, stderr, took) = interrupted(moment, &world, &words);
    let ran = Ran {
        stdout,
        stderr,
        status: Some(code),
        requests: world.server.requests(),
    };
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            wrong.push(format!(
                "{moment:?}: {what} (exit {code}, {took:?})\n{}{}",
                ran.stdout, ran.stderr
            ));
        }
    };
    let asked_after = moment.on_terminal && code == 130;
    let by_signal = moment.number > 0 && code == 128 + moment.number;
    check(
        by_signal || asked_after || (0..12).contains(&code),
        "the exit status is not true",
    );
    let ends = moment.number != 0 && moment.signal != "PIPE";
    check(took < if ends { SOON } else { LONG }, "it took too long");
    let panicked = [&ran.stdout, &ran.stderr]
        .iter()
        .any(|text| text.contains("duty has a defect"));
    check(!panicked, "it panicked");
    let untidy = moment.signal == "KILL";
    for canary in canaries(moment.row, &words, &ran) {
        for leak in canary.leaks(&world, &ran) {
            check(untidy, &leak);
        }
    }
    check(
        untidy || !moment.on_terminal || !ran.stdout.contains(['▀', '▄', '█']),
        "a code is left on the screen",
    );
    for (path, content) in world.files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        check(
            untidy || !(name.starts_with(".tmp") || name.ends_with(".new")),
            &format!("half a file is left: {}", path.display()),
        );
        let whole = || serde_json::from_slice::<serde_json::Value>(&content).is_ok();
        check(
            !name.ends_with(".json") || whole(),
            &format!("{} is not whole", path.display()),
        );
    }
    for (id, sent) in writes(&ran) {
        // Nothing but the signal goes wrong here: what is looked at and sent again is not either.
        let most = match id {
            "preference_update" | "device_bind_code" => 1,
            id => most(id),
        };
        check(sent <= most, &format!("{id} is sent {sent} times"));
    }
    afterwards(&world, &mut check);
    wrong
}

/// Each write, and how often it was sent.
fn writes(ran: &Ran) -> Vec<(&'static str, usize)> {
    let operations = duty::api::operations::ALL.iter();
    let writes = operations.filter(|one| one.traits.writes);
    let sent = |id: &str| ran.operations().iter().filter(|one| *one == id).count();
    writes.map(|one| (one.id, sent(one.id))).collect()
}

/// A new duty works, and knows what is unfinished.
fn afterwards(world: &World, check: &mut impl FnMut(bool, &str)) {
    let journal = world.files().into_iter().any(|(path, _)| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.starts_with("app-key-rotate-")
    });
    for words in [
        "app-key list",
        "prefs undo --list",
        "config list",
        "prefs add info --app -q",
    ] {
        let ran = world
            .duty(words)
            .env("DUTY_TIMEOUT", "40")
            .env("DUTY_APP_KEY", CANARY)
            .any_requests()
            .any_status()
            .any_stdout()
            .any_stderr()
            .run();
        // The key may be the one that was disabled.
        check(
            matches!(ran.status, Some(0 | 4)),
            &format!("'{words}' afterwards: {:?} {}", ran.status, ran.stderr),
        );
        let told = ran.stderr.contains("duty app-key rotate")
            || ran.stdout.contains("duty app-key rotate");
        check(
            words != "app-key list" || !journal || told || ran.status == Some(4),
            &format!(
                "a rotation that was cut off is not told: {}{}",
                ran.stdout, ran.stderr
            ),
        );
    }
}

#[test]
fn a_signal_at_any_moment_leaves_nothing_half() {
    let moments = moments();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(moment) = moments.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let wrong = std::panic::catch_unwind(|| play(moment));
                    let wrong = wrong.unwrap_or_else(|_| vec![format!("{moment:?}: see above")]);
                    found.lock().unwrap().extend(wrong);
                }
            });
        }
    });
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "signals: {} moments", moments.len());
    let wrong = found.into_inner().unwrap();
    let shown: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} do not hold\n{}",
        wrong.len(),
        shown.join("\n\n")
    );
}
