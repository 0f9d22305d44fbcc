//! Answers of ten mebibytes that are right in every field: a list as long as fits, a text as long as fits. What duty
//! makes of them is bounded as well: it ends within its time and in little memory, with an answer or with its cause.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::faults::{of_world, raw};
use super::machine::in_shell;
use super::matrix::{fields, sample};
use super::rows::{self, ROWS};
use crate::harness::{Fault, exit_code};

/// So many in the suite, and from where they are drawn; `DUTY_MATRIX` says otherwise.
const SAMPLE: usize = 16;
const SEED: u64 = 271_828;

/// Of an answer; duty takes no more than 10 MiB.
const BYTES: usize = 9 << 20;

/// Of the processor, and not of a clock, which would measure what else this machine does: what is linear needs one or
/// two of them, and some more in a build that nothing was optimized in. What is quadratic takes minutes.
const CPU_SECONDS: u64 = 20;

#[derive(Clone, Copy, Debug, PartialEq)]
enum How {
    /// Entries that differ by their ids and names.
    Distinct,
    /// The same entry again and again.
    Same,
    /// A text of a mebibyte.
    Text,
}

#[derive(Clone, Debug)]
struct Bulk {
    row: &'static str,
    operation: String,
    path: String,
    how: How,
    answer: Value,
}

/// Another entry, by its ids and names.
fn another(value: &Value, n: usize, is_name: bool) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, inner)| {
                let names = ["id", "name", "email", "key", "url"];
                let is_name = names.iter().any(|one| name.ends_with(one));
                (name.clone(), another(inner, n, is_name))
            })
            .collect(),
        Value::Array(items) => items.iter().map(|item| another(item, n, is_name)).collect(),
        Value::Number(number) if is_name => {
            (number.as_u64().unwrap_or_default().wrapping_add(n as u64)).into()
        }
        // Object ids are 24 digits.
        Value::String(text) if is_name && text.len() == 24 => format!("{n:024x}").into(),
        Value::String(text) if is_name => format!("{text}{n}").into(),
        other => other.clone(),
    }
}

fn bulky(bulk: &Bulk) -> String {
    let mut answer = bulk.answer.clone();
    let place = answer.pointer_mut(&bulk.path).unwrap();
    if bulk.how == How::Text {
        *place = "名a ".repeat((1 << 20) / 5).into();
        return answer.to_string();
    }
    let first = place[0].clone();
    let length = first.to_string().len() + 8;
    let most = (BYTES / length).min(200_000);
    let items = (0..most).map(|n| match bulk.how {
        How::Distinct => another(&first, n, true),
        _ => first.clone(),
    });
    *place = items.collect();
    answer.to_string()
}

fn all() -> Vec<Bulk> {
    let mut all = Vec::new();
    for row in ROWS.iter().filter_map(|(_, row)| *row) {
        for (operation, answer) in rows::asked(row) {
            let Ok(answer) = serde_json::from_slice::<Value>(&answer) else {
                continue;
            };
            let mut paths = Vec::new();
            fields(&answer, "", &mut paths);
            for path in paths {
                let hows: &[How] = match answer.pointer(&path) {
                    Some(Value::Array(items)) if !items.is_empty() => &[How::Distinct, How::Same],
                    Some(Value::String(_)) => &[How::Text],
                    _ => &[],
                };
                all.extend(hows.iter().map(|how| Bulk {
                    row,
                    operation: operation.clone(),
                    path: path.clone(),
                    how: *how,
                    answer: answer.clone(),
                }));
            }
        }
    }
    all
}

fn play(bulk: &Bulk) -> (Option<String>, Duration) {
    let world = rows::world();
    rows::prepare(&world, bulk.row);
    let words = rows::words(&world, bulk.row);
    let fault = of_world(&raw(200, bulky(bulk), &[]), &bulk.operation, &words);
    // The doctor has its time for each request: it asks as often as there are spaces.
    let fault = Fault::on(&bulk.operation, fault);
    world.server.fault(match bulk.row.starts_with("doctor") {
        true => fault.first(1),
        false => fault,
    });
    let run = rows::run(&world, &words).env("DUTY_TIMEOUT", "3");
    let began = Instant::now();
    let output = in_shell(
        &run,
        &format!(r#"ulimit -v 4000000; ulimit -t {CPU_SECONDS}; exec timeout -s KILL 300 "$@""#),
    );
    let took = began.elapsed();
    let code = exit_code(output.status).unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let wrong = match () {
        () if [137, 152].contains(&code) => "it takes too long",
        () if !(0..12).contains(&code) || said.contains("duty has a defect") => {
            "it has no end of its own"
        }
        () if output.stderr.len() > 2 << 20 && bulk.how != How::Text => {
            "it tells more than anybody reads"
        }
        () => return (None, took),
    };
    let short: String = said.chars().take(500).collect();
    let Bulk {
        row,
        operation,
        path,
        how,
        ..
    } = bulk;
    (
        Some(format!(
            "{row}: {operation} {path} {how:?}: {wrong} (exit {code}, {took:?}, {} and {} bytes)\n{short}",
            output.stdout.len(),
            output.stderr.len()
        )),
        took,
    )
}

#[test]
fn whatever_is_large_ends_in_time() {
    // Of texts there are many more than of lists.
    let (texts, lists): (Vec<Bulk>, _) = all().into_iter().partition(|bulk| bulk.how == How::Text);
    let of_all = texts.len() + lists.len();
    let mut bulks = sample(lists, SAMPLE * 2 / 3, SEED);
    bulks.extend(sample(texts, SAMPLE / 3, SEED));
    let next = AtomicUsize::new(0);
    let found = Mutex::new((Vec::new(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(bulk) = bulks.get(next.fetch_add(1, Ordering::SeqCst)) {
                    let (wrong, took) = play(bulk);
                    let mut found = found.lock().unwrap();
                    found.0.extend(wrong);
                    found.1.push((
                        took,
                        format!(
                            "{} {} {} {:?}",
                            bulk.row, bulk.operation, bulk.path, bulk.how
                        ),
                    ));
                }
            });
        }
    });
    let (wrong, mut times) = found.into_inner().unwrap();
    times.sort();
    use std::io::Write;
    let _ = writeln!(
        std::io::stderr(),
        "large answers: {} of {of_all}; the longest:",
        times.len()
    );
    for (took, what) in times.iter().rev().take(30) {
        let _ = writeln!(std::io::stderr(), "  {took:?} {what}");
    }
    assert!(
        wrong.is_empty(),
        "{} do not hold\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}
