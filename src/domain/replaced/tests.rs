//! Logs as they may be, and what of them was replaced.

use super::*;
use crate::lenient;
use serde_json::{Value, json};

const ME: u64 = 7;
const OTHER: u64 = 8;
/// All moments are so many milliseconds after this one.
const BASE: i64 = 1_760_000_000_000;

fn lists(critical: &[&str], info: &[&str]) -> Value {
    json!({"trigger_notify": {"critical": critical, "warning": [], "info": info}})
}

fn read(lists: Value) -> Preference {
    lenient::read(lists).unwrap()
}

fn entry(at: i64, by: u64, body: &str) -> Entry {
    serde_json::from_value(json!({
        "created_at": BASE + at, "member_id": by, "operation": "preference:write:update", "body": body,
    }))
    .unwrap()
}

fn wrote(at: i64, by: u64, lists: &Value) -> Entry {
    entry(at, by, &lists.to_string())
}

/// Read at 10,000, written as "critical by email and SMS".
fn ours() -> Ours {
    let millis = |at| Timestamp::from_millisecond(BASE + at).unwrap();
    Ours {
        before: read(lists(&["email"], &["email"])),
        meant: read(lists(&["email", "sms"], &["email"])),
        times: 1,
        read_from: millis(9_000),
        read_to: millis(11_000),
    }
}

/// Who is told of, and what of theirs; nothing where nobody is.
fn told(log: &[Entry], ours: &[Ours]) -> Option<(u64, Option<Vec<Target>>)> {
    let now = &ours.last().unwrap().meant;
    let found = replaced(log, ours, ME, now)?;
    let lost = found
        .lost
        .map(|lost| lost.into_iter().map(|(target, _)| target));
    Some((found.entry.member_id, lost.map(Iterator::collect)))
}

const INFO: Target = Target::SEVERITIES[2];

fn own(at: i64) -> Entry {
    wrote(at, ME, &lists(&["email", "sms"], &["email"]))
}

#[test]
fn what_came_between_is_told_with_what_is_gone() {
    let theirs = |at, by| wrote(at, by, &lists(&["email"], &["voice"]));
    for by in [OTHER, ME] {
        let log = [own(12_000), theirs(11_500, by)];
        assert_eq!(told(&log, &[ours()]), Some((by, Some(vec![INFO]))), "{by}");
        // Not even our own is there yet, or all are of one moment.
        assert_eq!(told(&log[1..], &[ours()]), Some((by, Some(vec![INFO]))));
        let log = [theirs(12_000, by), own(12_000)];
        assert_eq!(told(&log, &[ours()]), Some((by, Some(vec![INFO]))));
    }
    // In the console, channels in another order and one twice.
    let same = wrote(
        11_500,
        OTHER,
        &lists(&["sms", "email", "email"], &["email"]),
    );
    assert_eq!(told(&[own(12_000), same], &[ours()]), None);
}

#[test]
fn what_was_read_what_came_later_and_our_own_is_nobodys() {
    let theirs = lists(&["email"], &["voice"]);
    for log in [
        vec![],
        vec![own(12_000)],
        // After it: it is in force, or a conflict.
        vec![wrote(12_001, OTHER, &theirs), own(12_000)],
        // Long before it.
        vec![own(12_000), wrote(8_000, OTHER, &theirs)],
        // Before what was read, in the very second of it.
        vec![
            own(12_000),
            wrote(10_500, ME, &lists(&["email"], &["email"])),
            wrote(10_400, OTHER, &theirs),
        ],
        // Sent twice, because the answer was lost.
        vec![own(12_500), own(12_000)],
    ] {
        assert_eq!(told(&log, &[ours()]), None, "{log:?}");
    }
}

#[test]
fn a_target_that_a_request_does_not_name_is_not_lost() {
    let mut one = ours();
    let shift = json!({"personal_channels": ["sms"]});
    let with_shift = |mut lists: Value| {
        lists["schedule_shift_notify"] = shift.clone();
        lists
    };
    one.before = read(with_shift(lists(&["email"], &["email"])));
    one.meant = read(with_shift(lists(&["email", "sms"], &["email"])));
    let log = [
        own(12_000),
        wrote(11_500, OTHER, &lists(&["email"], &["email"])),
    ];
    assert_eq!(told(&log, &[one.clone()]), None);
    let mut theirs = lists(&["email"], &["email"]);
    theirs["schedule_shift_notify"] = json!({"personal_channels": []});
    let log = [own(12_000), wrote(11_500, OTHER, &theirs)];
    assert_eq!(told(&log, &[one]), Some((OTHER, Some(vec![Target::Shift]))));
}

#[test]
fn where_the_body_does_not_tell_the_number_and_the_moment_do() {
    let odd = |at, by| entry(at, by, "{cut");
    // One by the same person is ours.
    assert_eq!(told(&[odd(12_000, ME)], &[ours()]), None);
    assert_eq!(
        told(&[odd(12_000, ME), odd(11_500, ME)], &[ours()]),
        Some((ME, None)),
        "two are one too many"
    );
    let twice = Ours { times: 2, ..ours() };
    assert_eq!(told(&[odd(12_000, ME), odd(11_500, ME)], &[twice]), None);
    assert_eq!(
        told(&[odd(12_000, ME), odd(11_500, OTHER)], &[ours()]),
        Some((OTHER, None))
    );
    // It may as well have been before the read: a script that changes twice in a second tells nothing.
    assert_eq!(told(&[odd(12_000, ME), odd(10_900, ME)], &[ours()]), None);
}

/// Merged into what somebody else left, and written again: each write has a read of its own.
#[test]
fn every_write_of_ours_is_looked_at() {
    let first = ours();
    let merged = lists(&["email", "sms"], &["push"]);
    let millis = |at| Timestamp::from_millisecond(BASE + at).unwrap();
    let second = Ours {
        before: read(lists(&["email"], &["push"])),
        meant: read(merged.clone()),
        read_from: millis(13_000),
        read_to: millis(15_000),
        ..ours()
    };
    let after = |at| wrote(at, OTHER, &lists(&["email"], &["push"]));
    let log = [wrote(16_000, ME, &merged), after(12_500), own(12_000)];
    let both = [first, second];
    assert_eq!(told(&log, &both), None, "what was merged is not lost");
    let mut log = log.to_vec();
    log.push(wrote(11_500, OTHER, &lists(&["voice"], &["email"])));
    assert_eq!(
        told(&log, &both),
        Some((OTHER, Some(vec![Target::CRITICAL])))
    );
}
