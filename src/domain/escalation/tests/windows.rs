//! Time windows: hours, days, midnight, daylight saving time, calendars.

use serde_json::{Value, json};

use crate::domain::escalation::tests::{at, zone};
use crate::domain::escalation::window::{any, decide};
use crate::domain::escalation::{Truth, WindowReason};
use Truth::{No, Unknown, Yes};

const SHANGHAI: &str = "Asia/Shanghai";
const BERLIN: &str = "Europe/Berlin";
const NEW_YORK: &str = "America/New_York";

/// (name, zone, moment, start, end, days, what must come out)
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [i64],
    Truth,
);

#[rustfmt::skip]
const CASES: &[Case] = &[
    // 2026-11-12 is a Thursday (4).
    ("in the hours", SHANGHAI, "2026-11-12T12:00+08", "09:00", "18:00", &[], Yes),
    ("before", SHANGHAI, "2026-11-12T08:59:59+08", "09:00", "18:00", &[], No),
    ("the first second", SHANGHAI, "2026-11-12T09:00:00+08", "09:00", "18:00", &[], Yes),
    ("the last second", SHANGHAI, "2026-11-12T17:59:59+08", "09:00", "18:00", &[], Yes),
    ("when it ends it is over", SHANGHAI, "2026-11-12T18:00:00+08", "09:00", "18:00", &[], No),
    ("the zone of the account counts", SHANGHAI, "2026-11-12T04:00Z", "09:00", "18:00", &[], Yes),
    ("and no other", BERLIN, "2026-11-12T04:00Z", "09:00", "18:00", &[], No),
    ("on the day", SHANGHAI, "2026-11-12T12:00+08", "09:00", "18:00", &[1, 2, 3, 4, 5], Yes),
    ("on another day", SHANGHAI, "2026-11-14T12:00+08", "09:00", "18:00", &[1, 2, 3, 4, 5], No),
    ("Sunday is 0", SHANGHAI, "2026-11-15T12:00+08", "09:00", "18:00", &[0], Yes),
    ("Saturday is 6", SHANGHAI, "2026-11-14T12:00+08", "09:00", "18:00", &[6], Yes),
    ("the day of the account's zone", SHANGHAI, "2026-11-14T20:00Z", "00:00", "09:00", &[0], Yes),
    ("day 7 is not explained", SHANGHAI, "2026-11-15T12:00+08", "09:00", "18:00", &[7], Unknown),
    ("day 7 beside the right one", SHANGHAI, "2026-11-15T12:00+08", "09:00", "18:00", &[7, 0], Yes),
    ("day 7 out of hours", SHANGHAI, "2026-11-15T20:00+08", "09:00", "18:00", &[7], No),
    // Over midnight: the day is the one on which it starts.
    ("night, before midnight", SHANGHAI, "2026-11-13T23:00+08", "22:00", "06:00", &[5], Yes),
    ("night, after midnight", SHANGHAI, "2026-11-14T05:00+08", "22:00", "06:00", &[5], Yes),
    ("night, the morning of that day", SHANGHAI, "2026-11-13T05:00+08", "22:00", "06:00", &[5], No),
    ("night, the evening after", SHANGHAI, "2026-11-14T23:00+08", "22:00", "06:00", &[5], No),
    ("night, ended", SHANGHAI, "2026-11-14T06:00+08", "22:00", "06:00", &[5], No),
    ("night, at noon", SHANGHAI, "2026-11-13T12:00+08", "22:00", "06:00", &[5], No),
    ("night, any day", SHANGHAI, "2026-11-14T05:00+08", "22:00", "06:00", &[], Yes),
    ("Saturday into Sunday", SHANGHAI, "2026-11-15T01:00+08", "22:00", "06:00", &[6], Yes),
    ("Sunday's night is tonight", SHANGHAI, "2026-11-15T01:00+08", "22:00", "06:00", &[0], No),
    ("midnight itself", SHANGHAI, "2026-11-14T00:00+08", "22:00", "06:00", &[5], Yes),
    ("until midnight, inside", SHANGHAI, "2026-11-13T23:59:59+08", "22:00", "00:00", &[5], Yes),
    ("until midnight, over", SHANGHAI, "2026-11-14T00:00+08", "22:00", "00:00", &[5], No),
    ("until 24:00, inside", SHANGHAI, "2026-11-13T23:59:59+08", "22:00", "24:00", &[5], Yes),
    ("until 24:00, over", SHANGHAI, "2026-11-14T00:00+08", "22:00", "24:00", &[5], No),
    // Start and end the same: a day long.
    ("a day from midnight", SHANGHAI, "2026-11-13T12:00+08", "00:00", "00:00", &[5], Yes),
    ("a day from midnight, the day after", SHANGHAI, "2026-11-14T12:00+08", "00:00", "00:00", &[5], No),
    ("a day from eight", SHANGHAI, "2026-11-14T07:59+08", "08:00", "08:00", &[5], Yes),
    ("a day from eight, over", SHANGHAI, "2026-11-14T08:00+08", "08:00", "08:00", &[5], No),
    ("a day from eight, not yet", SHANGHAI, "2026-11-13T07:59+08", "08:00", "08:00", &[5], No),
    // No hours at all.
    ("days only", SHANGHAI, "2026-11-12T12:00+08", "", "", &[4], Yes),
    ("days only, another", SHANGHAI, "2026-11-12T12:00+08", "", "", &[5], No),
    ("nothing limits", SHANGHAI, "2026-11-12T12:00+08", "", "", &[], Yes),
    // Spring in Berlin, 2026-03-29 (Sunday): 02:00 is followed by 03:00.
    ("the minute before the gap", BERLIN, "2026-03-29T00:59:59Z", "01:30", "02:30", &[0], Yes),
    ("after the gap it is three", BERLIN, "2026-03-29T01:00:00Z", "01:30", "02:30", &[0], No),
    ("a window in the gap never comes", BERLIN, "2026-03-29T00:59:59Z", "02:00", "03:00", &[], No),
    ("nor after it", BERLIN, "2026-03-29T01:00:00Z", "02:00", "03:00", &[], No),
    ("from three on", BERLIN, "2026-03-29T01:00:00Z", "03:00", "04:00", &[0], Yes),
    ("night over the gap", BERLIN, "2026-03-29T03:59:59Z", "22:00", "06:00", &[6], Yes),
    ("night over the gap ends at six", BERLIN, "2026-03-29T04:00:00Z", "22:00", "06:00", &[6], No),
    // Autumn in Berlin, 2026-10-25 (Sunday): 03:00 is followed by 02:00.
    ("first pass of the hour", BERLIN, "2026-10-25T00:30:00Z", "02:00", "03:00", &[0], Yes),
    ("second pass of the hour", BERLIN, "2026-10-25T01:30:00Z", "02:00", "03:00", &[0], Yes),
    ("after both", BERLIN, "2026-10-25T02:00:00Z", "02:00", "03:00", &[0], No),
    ("within the hour, between the passes", BERLIN, "2026-10-25T00:50:00Z", "02:00", "02:45", &[], No),
    ("within the hour, again inside", BERLIN, "2026-10-25T01:20:00Z", "02:00", "02:45", &[], Yes),
    ("night over the fold", BERLIN, "2026-10-25T04:59:59Z", "22:00", "06:00", &[6], Yes),
    ("night over the fold ends at six", BERLIN, "2026-10-25T05:00:00Z", "22:00", "06:00", &[6], No),
    // The other side of the ocean: 2026-03-08 and 2026-11-01 are Sundays.
    ("New York, spring", NEW_YORK, "2026-03-08T07:00:00Z", "03:00", "03:30", &[0], Yes),
    ("New York, second pass", NEW_YORK, "2026-11-01T06:15:00Z", "01:00", "01:30", &[0], Yes),
    // Texts that are no times.
    ("no start", SHANGHAI, "2026-11-12T12:00+08", "", "18:00", &[], Unknown),
    ("no end", SHANGHAI, "2026-11-12T12:00+08", "09:00", "", &[], Unknown),
    ("a word", SHANGHAI, "2026-11-12T12:00+08", "nine", "18:00", &[], Unknown),
    ("25:00", SHANGHAI, "2026-11-12T12:00+08", "09:00", "25:00", &[], Unknown),
    ("24:01", SHANGHAI, "2026-11-12T12:00+08", "09:00", "24:01", &[], Unknown),
    ("start at 24:00", SHANGHAI, "2026-11-12T12:00+08", "24:00", "06:00", &[], Unknown),
    ("60 minutes", SHANGHAI, "2026-11-12T12:00+08", "09:60", "18:00", &[], Unknown),
    ("a sign", SHANGHAI, "2026-11-12T12:00+08", "+9:00", "18:00", &[], Unknown),
    ("one digit", SHANGHAI, "2026-11-12T12:00+08", "9:00", "18:00", &[], Yes),
];

fn judge(zone_name: &str, moment: &str, window: Value) -> (Truth, WindowReason) {
    let window = crate::lenient::read(window).expect("a window");
    let trace = decide(&window, at(moment), &zone(zone_name));
    (trace.truth, trace.why)
}

#[test]
fn every_hour_and_day() {
    for (name, zone, moment, start, end, repeat, wanted) in CASES {
        let window = json!({"start": start, "end": end, "repeat": repeat});
        let (truth, why) = judge(zone, moment, window);
        assert_eq!(truth, *wanted, "{name}: {why:?}");
    }
}

#[test]
fn case_names_are_unique() {
    let names: std::collections::BTreeSet<_> = CASES.iter().map(|case| case.0).collect();
    assert_eq!(names.len(), CASES.len());
}

#[test]
fn a_calendar_is_a_maybe_inside_of_the_hours_only() {
    let calendar = |start: &str, end: &str, is_off: bool| {
        let window =
            json!({"start": start, "end": end, "repeat": [4], "cal_id": "cal.x", "is_off": is_off});
        judge(SHANGHAI, "2026-11-12T12:00+08", window)
    };
    let maybe = (Unknown, WindowReason::Calendar("cal.x".to_owned()));
    assert_eq!(calendar("09:00", "18:00", false), maybe);
    assert_eq!(calendar("09:00", "18:00", true), maybe);
    assert_eq!(calendar("", "", false), maybe);
    assert_eq!(
        calendar("13:00", "18:00", false),
        (No, WindowReason::OtherHours)
    );
    let friday = json!({"repeat": [5], "cal_id": "cal.x"});
    assert_eq!(
        judge(SHANGHAI, "2026-11-12T12:00+08", friday),
        (No, WindowReason::OtherDay)
    );
}

#[test]
fn days_off_of_no_calendar_are_not_guessed() {
    let wanted = (Unknown, WindowReason::DaysOffOfNoCalendar);
    for (start, end) in [("09:00", "18:00"), ("13:00", "18:00")] {
        let window = json!({"start": start, "end": end, "is_off": true});
        assert_eq!(judge(SHANGHAI, "2026-11-12T12:00+08", window), wanted);
    }
}

#[test]
fn any_window_is_enough_and_none_is_always() {
    let window = |start: &str| {
        let window = json!({"start": start, "end": "18:00"});
        let window = crate::lenient::read(window).expect("a window");
        decide(&window, at("2026-11-12T12:00+08"), &zone(SHANGHAI))
    };
    let (yes, no, maybe) = (window("09:00"), window("13:00"), window("nine"));
    assert_eq!(any(&[]), Yes);
    assert_eq!(any(&[no.clone(), yes.clone()]), Yes);
    assert_eq!(any(&[maybe.clone(), yes]), Yes);
    assert_eq!(any(&[no.clone(), maybe]), Unknown);
    assert_eq!(any(&[no.clone(), no]), No);
}
