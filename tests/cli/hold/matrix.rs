//! The fault matrix: every command × every operation that it asks for × every fault. A seeded sample of it runs
//! here, and the full product with `DUTY_MATRIX=full`, of the commands that begin so with `DUTY_MATRIX_ROW=doctor`. What
//! must hold of every cell is in [`hold`].

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::between;
use super::canary::{CANARY, canaries, canary_world, quoting};
use super::faults::{What, faults, of_world, places, raw};
use super::rows::{self, ROWS};
use crate::harness::{Fault, Ran, World};

/// So many cells of the sample, and from where they are drawn.
const SAMPLE: usize = 220;
const SEED: u64 = 20_261_126;

#[derive(Clone, Debug)]
struct Cell {
    row: &'static str,
    operation: String,
    name: String,
    what: What,
    /// The exit code where the operation was needed; nothing where the answer may be good enough.
    exit: Option<i32>,
    /// The text is the server's: nothing of it may drive a terminal.
    evil: bool,
}

/// Every field of an answer, replaced: the first of each list stands for all.
pub fn fields(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields_of) => {
            for (name, inner) in fields_of {
                let path = format!("{path}/{}", name.replace('~', "~0").replace('/', "~1"));
                fields(inner, &path, found);
                found.push(path);
            }
        }
        Value::Array(items) => {
            if let Some(first) = items.first() {
                fields(first, &format!("{path}/0"), found);
                found.push(format!("{path}/0"));
            }
        }
        _ => {}
    }
}

fn cells() -> Vec<Cell> {
    let all = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for row in ROWS.iter().filter_map(|(_, row)| *row) {
            let all = &all;
            scope.spawn(move || {
                let mut cells = Vec::new();
                for (operation, answer) in rows::asked(row) {
                    let cell = |name: String, what, exit, evil| Cell {
                        row,
                        operation: operation.clone(),
                        name,
                        what,
                        exit,
                        evil,
                    };
                    let plain = faults().into_iter();
                    // A server at another address has another history.
                    let elsewhere =
                        |what: &What| row == "prefs undo" && matches!(what, What::Way(_));
                    let plain = plain.filter(|(_, what, _)| !elsewhere(what));
                    cells.extend(plain.map(|(name, what, exit)| cell(name, what, exit, false)));
                    let Ok(answer) = serde_json::from_slice::<Value>(&answer) else {
                        continue;
                    };
                    let mut paths = Vec::new();
                    fields(&answer, "", &mut paths);
                    for path in paths {
                        for (name, place, evil) in places() {
                            let mut answer = answer.clone();
                            *answer.pointer_mut(&path).unwrap() = place;
                            let fault = raw(200, answer.to_string(), &[]);
                            cells.push(cell(
                                format!("{path} is {name}"),
                                What::Fault(fault),
                                None,
                                evil,
                            ));
                        }
                    }
                }
                all.lock().unwrap().extend(cells);
            });
        }
    });
    let mut all = all.into_inner().unwrap();
    all.sort_by(|one, other| {
        (one.row, &one.operation, &one.name).cmp(&(other.row, &other.operation, &other.name))
    });
    all
}

/// A sample, the same every time. `DUTY_MATRIX=full` takes all; a number takes so many, and others each time.
pub fn sample<T>(mut all: Vec<T>, size: usize, seed: u64) -> Vec<T> {
    let asked = std::env::var("DUTY_MATRIX").unwrap_or_default();
    let (mut random, size) = match asked.parse::<usize>() {
        _ if asked == "full" => return all,
        Ok(number) => (fastrand::Rng::new(), number),
        Err(_) => (fastrand::Rng::with_seed(seed), size),
    };
    random.shuffle(&mut all);
    all.truncate(size);
    all
}

/// What must hold, whatever goes wrong; what does not, in a line each.
fn hold(cell: &Cell, world: &World, words: &str, ran: &Ran, took: Duration) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |holds: bool, what: &str| {
        if !holds {
            wrong.push(what.to_owned());
        }
    };
    let code = ran.status.unwrap_or(-1);
    check((0..=11).contains(&code), "the exit code is none of duty's");
    // What only advises does not decide it, and a lost answer may be found out.
    let good = [0, 3, 11];
    if let Some(exit) = cell.exit {
        // It names a server that fails in any way unreachable.
        let asked = code == 10 && cell.row == "auth status";
        // So the server says that the key is the account's own: that person is asked about, and no other one.
        let account = ["ResourceNotFound", "InvalidParameter"];
        let account = cell.operation == "member_info"
            && account.iter().any(|name| cell.name.ends_with(name))
            && [1, 5].contains(&code);
        let lost = [10, 1, 7].contains(&code)
            && operation(&cell.operation).is_some_and(|one| one.traits.writes);
        check(
            good.contains(&code) || code == exit || lost || asked || account,
            "the exit code is not that of the cause",
        );
    }
    let both = format!("{}{}", ran.stdout, ran.stderr);
    check(!both.contains("duty has a defect"), "it panicked");
    if !good.contains(&code) {
        check(
            ran.stderr.contains("error: ")
                || ran.stderr.contains("错误：")
                || !ran.stdout.is_empty(),
            "no error is told",
        );
        let next = both.contains("try: ") || both.contains("试试：");
        check(next, "there is no next step");
    }
    for canary in canaries(cell.row, words, ran) {
        for leak in canary.leaks(world, ran) {
            check(false, &leak);
        }
    }
    // A secret in a pipe is what the server made; on a terminal it drives none (`app_key::place`).
    let secret = cell.operation == "app_key_create" && cell.name.starts_with("/data/key is ");
    let own = both.chars().filter(|c| *c != '\n');
    check(
        !cell.evil
            || secret
            || own
                .clone()
                .all(|c| !c.is_control() && !"\u{202e}\u{2066}\u{200b}".contains(c)),
        "text of the server drives the terminal",
    );
    check(!both.contains('\u{fdd0}'), "a command is not written out");
    for (path, _) in world.files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        check(
            !name.starts_with(".tmp") && !name.ends_with(".new"),
            "half a file is left",
        );
    }
    for write in duty::api::operations::ALL
        .iter()
        .filter(|one| one.traits.writes)
    {
        let sent = ran.operations().iter().filter(|id| *id == write.id).count();
        check(sent <= most(write.id), "a write is sent again");
    }
    // The time of the command, a second more, and a busy machine.
    // What rings is closed with patience: three times, and as long as the server asks in between.
    let closing = cell.row.starts_with("prefs test") && cell.operation == "incident_resolve";
    let closing = Duration::from_secs(if closing { 12 } else { 0 });
    check(
        took < Duration::from_secs(3) + SLACK + closing,
        "it took too long",
    );
    wrong
}

/// How often a run may send this write, whatever goes wrong.
pub fn most(write: &str) -> usize {
    match write {
        // A look comes between two of these, and one more code does no harm.
        "preference_update" | "device_bind_code" => 4,
        "incident_resolve" => 3,                   // what is closed stays so
        "app_key_rename" | "incident_create" => 2, // two names, two forms
        _ => 1,
    }
}

const SLACK: Duration = Duration::from_secs(5);

fn operation(id: &str) -> Option<&'static duty::api::operations::Operation> {
    duty::api::operations::of(id)
}

/// What does not hold of a cell. On a machine so busy that the sandbox takes a second for an answer, the time is the
/// cause and not the fault: such a run says nothing about the cell, which is played again.
fn play(cell: &Cell) -> (Vec<String>, Duration) {
    let mut played = play_once(cell);
    for _ in 0..3 {
        let busy = |what: &String| {
            what.contains("(exit Some(10)")
                && (what.contains(" did not answer within ") || what.contains("秒内没有应答"))
        };
        if cell.exit.is_none_or(|exit| exit == 10) || !played.0.iter().any(busy) {
            break;
        }
        played = play_once(cell);
    }
    played
}

fn play_once(cell: &Cell) -> (Vec<String>, Duration) {
    let world = canary_world();
    rows::prepare(&world, cell.row);
    let words = rows::words(&world, cell.row);
    // Some of them tell what they do as well, and some speak Chinese.
    let chance = cell.name.bytes().fold(0u8, u8::wrapping_add);
    let verbose = chance.is_multiple_of(3);
    let words = format!("{words}{}", if verbose { " -v" } else { "" });
    let run = match &cell.what {
        What::Fault(fault) => {
            let fault = of_world(fault, &cell.operation, &words);
            world.server.fault(Fault::on(&cell.operation, fault));
            rows::run(&world, &words)
        }
        What::Quotes(status) => {
            let fault = quoting(*status, &cell.operation, &words);
            world.server.fault(Fault::on(&cell.operation, fault));
            rows::run(&world, &words)
        }
        What::Way(way) => {
            let path = operation(&cell.operation).map_or("", |one| one.path);
            let url = between::start(world.server.addr(), path, *way);
            rows::run(&world, &words).env("DUTY_BASE_URL", url)
        }
    };
    let run = run.env(
        "DUTY_LANG",
        if chance.is_multiple_of(4) { "zh" } else { "en" },
    );
    let run = match cell.row.contains("--app-key-stdin") {
        true => run.stdin(CANARY),
        false => run,
    };
    let began = Instant::now();
    let ran = run
        .any_requests()
        .any_status()
        .any_stdout()
        .any_stderr()
        .run();
    let took = began.elapsed();
    let wrong = hold(cell, &world, &words, &ran, took);
    let wrong = wrong
        .into_iter()
        .map(|what| {
            let short = |text: &str| text.chars().take(1500).collect::<String>();
            format!(
                "{}: {} {}: {what} (exit {:?}, {took:?})\n{}{}",
                cell.row,
                cell.operation,
                cell.name,
                ran.status,
                short(&ran.stdout),
                short(&ran.stderr)
            )
        })
        .collect();
    (wrong, took)
}

#[test]
fn whatever_goes_wrong_holds() {
    let mut all = cells();
    let of_all = all.len();
    if let Ok(row) = std::env::var("DUTY_MATRIX_ROW") {
        all.retain(|cell| cell.row.starts_with(&row));
        assert!(!all.is_empty(), "no command begins with '{row}'");
    }
    let cells = sample(all, SAMPLE, SEED);
    let next = AtomicUsize::new(0);
    let found = Mutex::new((Vec::new(), Duration::ZERO));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let (wrong, took) = play(cell);
                    let mut found = found.lock().unwrap();
                    found.0.extend(wrong);
                    found.1 = found.1.max(took);
                }
            });
        }
    });
    let (wrong, worst) = found.into_inner().unwrap();
    use std::io::Write;
    let _ = writeln!(
        std::io::stderr(),
        "fault matrix: {} of {of_all} cells, the longest {worst:?} of {:?}",
        cells.len(),
        Duration::from_secs(3)
    );
    let shown: Vec<&str> = wrong.iter().take(20).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} cells do not hold\n{}",
        wrong.len(),
        shown.join("\n\n")
    );
}
