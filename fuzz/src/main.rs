//! The driver on stable Rust: `drive SECONDS [TARGET]`. It makes inputs from seeds, words of the grammars and random
//! bytes, and prints how many it tried. An input that fails is written to `artifacts/`. It knows nothing of coverage.

use std::io::Write;
use std::panic;
use std::time::{Duration, Instant};

/// Words that the grammars know, so that some of what is made up gets past their first step.
const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ":",
    ",",
    "=",
    "\n",
    " ",
    "null",
    "true",
    "-1",
    "1e999",
    "0",
    "\\u0000",
    "\u{1b}[",
    "\u{202e}",
    "长",
    "https://",
    "http://127.0.0.1",
    "@",
    "//",
    "?",
    "#",
    "%2f",
    "contexts.",
    "[contexts.work]\n",
    "base_url",
    "endpoints",
    "key_id",
    "channels_off",
    "output = 'json'",
    "items",
    "trigger_notify",
    "critical",
    "warning",
    "voice",
    "feishu_app:1",
    "IN",
    "NOTIN",
    "labels.service",
    "title",
    "*",
    "?",
    "/^a(/",
    "10.0.0.0/8",
    "prefs",
    "set",
    "--im",
    "feishu:7",
    "doctor",
    "--at",
    "03:00",
    "--space",
    "-o",
    "json",
    "app-key",
    "rotate",
    "device_id",
    "bound_at",
    "1760000000",
    "2026-01-01T00:00:00Z",
    "layers",
    "target",
    "person_ids",
    "123456",
    "\u{1}",
    "\u{5}",
    "\u{7}",
    "\u{e}",
    "{\"request_id\":\"x\",\"error\":",
    "{\"code\":\"",
    "\",\"message\":\"",
    "\"data\":",
    "\"content\":",
    "[]",
    "critical = [\"",
    "raw:",
    "Sun, 06 Nov 2044 08:49:37 GMT",
];

fn input(random: &mut fastrand::Rng, before: &[u8]) -> Vec<u8> {
    let mut bytes = if random.bool() {
        before.to_vec()
    } else {
        Vec::new()
    };
    for _ in 0..random.usize(1..24) {
        let at = random.usize(0..=bytes.len());
        match random.u8(0..6) {
            0 if !bytes.is_empty() => {
                bytes.remove(at.min(bytes.len() - 1));
            }
            1 => bytes.insert(at, random.u8(..)),
            2 => bytes.truncate(at),
            _ => {
                let word = WORDS[random.usize(0..WORDS.len())].as_bytes();
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes.truncate(4096);
    bytes
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments
        .next()
        .and_then(|word| word.parse().ok())
        .unwrap_or(10);
    let only = arguments.next();
    let mut failed = 0;
    for (name, target) in duty_fuzz::TARGETS {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let end = Instant::now() + Duration::from_secs(seconds);
        // Another beginning each time; the input itself is what is kept.
        let mut random = fastrand::Rng::new();
        let (mut tried, mut before) = (0u64, Vec::new());
        let mut found = None;
        while found.is_none() && Instant::now() < end {
            let bytes = input(&mut random, &before);
            tried += 1;
            if panic::catch_unwind(|| target(&bytes)).is_err() {
                found = Some(bytes);
            } else {
                before = bytes;
            }
        }
        let mut out = std::io::stdout();
        let _ = match found {
            None => writeln!(out, "{name}: {tried} inputs, nothing found"),
            Some(bytes) => {
                failed += 1;
                let _ = std::fs::create_dir_all("artifacts");
                let file = format!("artifacts/{name}-{tried}");
                let _ = std::fs::write(&file, &bytes);
                writeln!(out, "{name}: FAILED at input {tried}, kept in fuzz/{file}")
            }
        };
    }
    std::process::exit(failed);
}
