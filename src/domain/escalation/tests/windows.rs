//! Time windows: hours, days, midnight, daylight saving time, calendars.

use serde_json::{Value, json};

use crate::domain::calendar::Calendar;
use crate::domain::escalation::tests::{at, clock};
use crate::domain::escalation::window::{decide, next};
use crate::domain::escalation::{Clock, Truth, WindowReason, in_time};
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
    ("until 23:59 is until midnight", SHANGHAI, "2026-11-12T23:59:30+08", "00:00", "23:59", &[4], Yes),
    ("until 23:59, the day after", SHANGHAI, "2026-11-13T00:00:00+08", "00:00", "23:59", &[4], No),
    ("until 23:59 from the evening", SHANGHAI, "2026-11-12T23:59:59+08", "18:00", "23:59", &[4], Yes),
    ("until 17:59, before it", SHANGHAI, "2026-11-12T17:58:59+08", "09:00", "17:59", &[4], Yes),
    ("until 17:59, within it", SHANGHAI, "2026-11-12T17:59:30+08", "09:00", "17:59", &[4], Unknown),
    ("until 17:59, after it", SHANGHAI, "2026-11-12T18:00:00+08", "09:00", "17:59", &[4], No),
    ("until 17:59, another day", SHANGHAI, "2026-11-12T17:59:30+08", "09:00", "17:59", &[5], No),
    ("night, its last minute", SHANGHAI, "2026-11-14T05:59:30+08", "22:00", "05:59", &[], Unknown),
    ("a day from 08:59, its first minute", SHANGHAI, "2026-11-13T08:59:30+08", "08:59", "08:59", &[5], Unknown),
    ("23:59 to 23:59 ends where it begins, at noon", SHANGHAI, "2026-11-13T12:00:00+08", "23:59", "23:59", &[], Unknown),
    ("23:59 to 23:59, in that minute", SHANGHAI, "2026-11-13T23:59:30+08", "23:59", "23:59", &[5], Unknown),
    ("23:59 to 23:59, on another day", SHANGHAI, "2026-11-13T23:59:30+08", "23:59", "23:59", &[3], No),
    ("23:59 to midnight, before it", SHANGHAI, "2026-11-13T12:00:00+08", "23:59", "24:00", &[], No),
    ("until 23:58 is not", SHANGHAI, "2026-11-12T23:58:00+08", "00:00", "23:58", &[4], No),
    // Over midnight: whether the hours after it count by their own day or by the one before is not
    // documented.
    ("night, before midnight", SHANGHAI, "2026-11-13T23:00+08", "22:00", "06:00", &[5], Yes),
    ("night, after midnight", SHANGHAI, "2026-11-14T05:00+08", "22:00", "06:00", &[5], Unknown),
    ("night, the morning of that day", SHANGHAI, "2026-11-13T05:00+08", "22:00", "06:00", &[5], Unknown),
    ("night, the evening after", SHANGHAI, "2026-11-14T23:00+08", "22:00", "06:00", &[5], No),
    ("night, ended", SHANGHAI, "2026-11-14T06:00+08", "22:00", "06:00", &[5], No),
    ("night, at noon", SHANGHAI, "2026-11-13T12:00+08", "22:00", "06:00", &[5], No),
    ("night, after midnight, both days", SHANGHAI, "2026-11-14T05:00+08", "22:00", "06:00", &[5, 6], Yes),
    ("night, after midnight, neither day", SHANGHAI, "2026-11-14T05:00+08", "22:00", "06:00", &[1, 2, 3], No),
    ("night, after midnight, day 7", SHANGHAI, "2026-11-14T05:00+08", "22:00", "06:00", &[5, 7], Unknown),
    ("night, any day", SHANGHAI, "2026-11-14T05:00+08", "22:00", "06:00", &[], Yes),
    ("Saturday into Sunday", SHANGHAI, "2026-11-15T01:00+08", "22:00", "06:00", &[6], Unknown),
    ("Sunday's night is tonight", SHANGHAI, "2026-11-15T01:00+08", "22:00", "06:00", &[0], Unknown),
    ("midnight itself", SHANGHAI, "2026-11-14T00:00+08", "22:00", "06:00", &[5], Unknown),
    ("until midnight, inside", SHANGHAI, "2026-11-13T23:59:59+08", "22:00", "00:00", &[5], Yes),
    ("until midnight, over", SHANGHAI, "2026-11-14T00:00+08", "22:00", "00:00", &[5], No),
    ("until 24:00, inside", SHANGHAI, "2026-11-13T23:59:59+08", "22:00", "24:00", &[5], Yes),
    ("until 24:00, over", SHANGHAI, "2026-11-14T00:00+08", "22:00", "24:00", &[5], No),
    // Start and end the same: a day long, a minute, or never; that is described nowhere.
    ("a day from midnight", SHANGHAI, "2026-11-13T12:00+08", "00:00", "00:00", &[5], Unknown),
    ("a day from midnight, the day after", SHANGHAI, "2026-11-14T12:00+08", "00:00", "00:00", &[5], No),
    ("a day from eight", SHANGHAI, "2026-11-14T07:59+08", "08:00", "08:00", &[5], Unknown),
    ("a day from eight, over", SHANGHAI, "2026-11-14T08:00+08", "08:00", "08:00", &[5], No),
    ("a day from eight, not yet", SHANGHAI, "2026-11-13T07:59+08", "08:00", "08:00", &[5], Unknown),
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
    ("night over the gap", BERLIN, "2026-03-29T03:59:59Z", "22:00", "06:00", &[6], Unknown),
    ("night over the gap ends at six", BERLIN, "2026-03-29T04:00:00Z", "22:00", "06:00", &[6], No),
    // Autumn in Berlin, 2026-10-25 (Sunday): 03:00 is followed by 02:00.
    ("first pass of the hour", BERLIN, "2026-10-25T00:30:00Z", "02:00", "03:00", &[0], Yes),
    ("second pass of the hour", BERLIN, "2026-10-25T01:30:00Z", "02:00", "03:00", &[0], Yes),
    ("after both", BERLIN, "2026-10-25T02:00:00Z", "02:00", "03:00", &[0], No),
    ("within the hour, between the passes", BERLIN, "2026-10-25T00:50:00Z", "02:00", "02:45", &[], No),
    ("within the hour, again inside", BERLIN, "2026-10-25T01:20:00Z", "02:00", "02:45", &[], Yes),
    ("night over the fold", BERLIN, "2026-10-25T04:59:59Z", "22:00", "06:00", &[6], Unknown),
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
    let trace = decide(&window, at(moment), &clock(zone_name));
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

/// 2026-11-12 is a Thursday.
#[test]
fn a_day_that_is_not_told_may_be_this_one() {
    let on = |repeat: Value| judge(SHANGHAI, "2026-11-12T12:00+08", json!({"repeat": repeat}));
    assert_eq!(on(json!([4, null])), (Yes, WindowReason::Inside));
    let untold = (Unknown, WindowReason::UnreadableDay(None));
    assert_eq!(on(json!([1, null])), untold);
    assert_eq!(on(json!([null])), untold);
    let odd = (Unknown, WindowReason::UnreadableDay(Some(9)));
    assert_eq!(on(json!([1, 9])), odd);
    assert_eq!(on(json!([1])), (No, WindowReason::OtherDay));
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

/// A week of Monday to Friday, of which Thursday is off and Saturday is worked.
fn calendar() -> Calendar {
    let info = json!({"cal_name": "Holidays", "timezone": SHANGHAI, "workdays": [1, 2, 3, 4, 5]});
    let events = json!([
        {"start_at": "2026-11-12", "end_at": "2026-11-13", "is_off": true},
        {"start_at": "2026-11-14", "end_at": "2026-11-15", "is_off": false},
        {"start_at": "2026-11-21", "end_at": "2026-11-22", "is_off": true},
        {"start_at": "2026-11-21", "end_at": "2026-11-22", "is_off": false},
    ]);
    Calendar {
        info: crate::lenient::read(info).expect("a calendar"),
        events: crate::lenient::read(events).expect("events"),
        years: vec![2026],
    }
}

#[test]
fn a_calendar_that_was_read_settles_it() {
    let work = || WindowReason::WorkDay("Holidays".to_owned());
    let off = || WindowReason::DayOff("Holidays".to_owned());
    let not_known = || WindowReason::Calendar("cal.x".to_owned());
    let inside = || WindowReason::Inside;
    #[rustfmt::skip]
    let cases = [
        ("a work day by the week", "2026-11-13T12:00+08", "09:00", "18:00", Yes, inside(), No, work()),
        ("a day off by the week", "2026-11-15T12:00+08", "09:00", "18:00", No, off(), Yes, inside()),
        ("a day off by an event", "2026-11-12T12:00+08", "09:00", "18:00", No, off(), Yes, inside()),
        ("a work day by an event", "2026-11-14T12:00+08", "09:00", "18:00", Yes, inside(), No, work()),
        ("two events that differ", "2026-11-21T12:00+08", "09:00", "18:00", Unknown, not_known(), Unknown, not_known()),
        ("another year", "2027-01-04T12:00+08", "09:00", "18:00", Unknown, not_known(), Unknown, not_known()),
        ("out of hours", "2026-11-13T20:00+08", "09:00", "18:00", No, WindowReason::OtherHours, No, WindowReason::OtherHours),
        ("after the midnight of two work days", "2026-11-11T05:00+08", "22:00", "06:00", Yes, inside(), No, work()),
        ("after the midnight of two days off", "2026-11-16T00:00+08", "22:00", "00:00", No, WindowReason::OtherHours, No, WindowReason::OtherHours),
        ("after the midnight of a day off", "2026-11-13T05:00+08", "22:00", "06:00", Unknown, WindowReason::AfterMidnight, Unknown, WindowReason::AfterMidnight),
    ];
    let mut clock = clock(SHANGHAI);
    clock.calendars.insert("cal.x".to_owned(), calendar());
    for (name, moment, start, end, on_work_days, why, on_days_off, why_off) in cases {
        for (is_off, wanted, why) in [(false, on_work_days, &why), (true, on_days_off, &why_off)] {
            let window = json!({"start": start, "end": end, "cal_id": "cal.x", "is_off": is_off});
            let window = crate::lenient::read(window).expect("a window");
            let trace = decide(&window, at(moment), &clock);
            assert_eq!((trace.truth, &trace.why), (wanted, why), "{name}, {is_off}");
        }
    }
}

#[test]
fn an_event_without_days_or_of_another_calendar_tells_nothing_of_its_days() {
    let event = |of: &str, start: &str, end: &str| json!([{"cal_id": of, "start_at": start, "end_at": end, "is_off": true}]);
    let (friday, saturday) = ("2026-11-13", "2026-11-14");
    for (extra, events, on_friday) in [
        (json!(null), json!([]), Yes),
        (json!(null), event("cal.x", friday, saturday), No),
        (json!(null), event("", friday, saturday), No),
        (json!(null), event("cal.x", friday, friday), Unknown),
        (json!(null), event("cal.x", friday, "2026-11-12"), Unknown),
        (json!(null), event("cal.x", "2026-11-12", "2026-11-12"), Yes),
        (json!(null), event("holidays", friday, saturday), Unknown),
        (json!(null), event("holidays", saturday, "2026-11-15"), Yes),
        (json!(["holidays"]), event("holidays", friday, saturday), No),
    ] {
        let info = json!({"cal_id": "cal.x", "timezone": SHANGHAI, "workdays": [1, 2, 3, 4, 5], "extra_cal_ids": extra});
        let calendar = Calendar {
            info: crate::lenient::read(info).expect("a calendar"),
            events: crate::lenient::read(events.clone()).expect("events"),
            years: vec![2026],
        };
        let mut clock = clock(SHANGHAI);
        clock.calendars.insert("cal.x".to_owned(), calendar);
        let window = crate::lenient::read(json!({"cal_id": "cal.x"})).expect("a window");
        let found = decide(&window, at("2026-11-13T12:00+08"), &clock).truth;
        assert_eq!(found, on_friday, "{extra} {events}");
    }
}

#[test]
fn a_calendar_has_a_time_zone_of_its_own() {
    let mut clock = clock(SHANGHAI);
    let window = crate::lenient::read(json!({"cal_id": "cal.x"})).expect("a window");
    let mut truth = |zone: &str, moment: &str| {
        let mut calendar = calendar();
        calendar.info.timezone = zone.to_owned();
        clock.calendars.insert("cal.x".to_owned(), calendar);
        decide(&window, at(moment), &clock).truth
    };
    // Friday at 05:00 in Shanghai is Thursday evening in New York, which is off.
    assert_eq!(truth(SHANGHAI, "2026-11-13T05:00+08"), Yes);
    assert_eq!(truth(NEW_YORK, "2026-11-13T05:00+08"), Unknown);
    assert_eq!(truth(NEW_YORK, "2026-11-13T20:00+08"), Yes);
    assert_eq!(
        truth("", "2026-11-13T05:00+08"),
        Unknown,
        "the contract requires one"
    );
    assert_eq!(truth("Nowhere/Here", "2026-11-13T20:00+08"), Unknown);
}

#[test]
fn a_calendar_whose_clock_goes_back_over_midnight_is_another_day_from_then_on() {
    let mut clock = clock("UTC");
    let mut sundays = calendar();
    sundays.info.timezone = "America/St_Johns".to_owned();
    sundays.info.workdays = vec![0];
    sundays.years = vec![2010];
    clock.calendars.insert("cal.x".to_owned(), sundays);
    let windows = [crate::lenient::read(json!({"cal_id": "cal.x"})).expect("a window")];
    // One minute of Sunday, 2010-11-07, and then Saturday again, from 23:01 on.
    let sunday = at("2010-11-07T02:30:30Z");
    assert_eq!(in_time(&windows, sunday, &clock).0, Yes);
    let end = next(&windows, sunday, &clock, |truth| truth != Yes);
    assert_eq!(end, Some(at("2010-11-07T02:31:00Z")));
}

#[test]
fn a_calendar_of_holidays_says_nothing_of_other_days() {
    let mut clock = clock(SHANGHAI);
    let mut holidays = calendar();
    holidays.info.workdays.clear();
    clock.calendars.insert("cal.x".to_owned(), holidays);
    let window = crate::lenient::read(json!({"cal_id": "cal.x"})).expect("a window");
    let truth = |moment: &str| decide(&window, at(moment), &clock).truth;
    assert_eq!(truth("2026-11-12T12:00+08"), No);
    assert_eq!(truth("2026-11-13T12:00+08"), Unknown);
}

#[test]
fn a_guessed_time_zone_is_no_basis() {
    let guessed = Clock {
        guessed: true,
        ..clock("UTC")
    };
    #[rustfmt::skip]
    let cases = [
        (json!({"start": "09:00", "end": "18:00"}), Unknown),
        (json!({"start": "13:00", "end": "18:00"}), Unknown),
        (json!({"repeat": [4]}), Unknown),
        (json!({"cal_id": "cal.x"}), Unknown),
        (json!({}), Yes),
        (json!({"repeat": [0, 1, 2, 3, 4, 5, 6]}), Yes),
        (json!({"start": "00:00", "end": "24:00"}), Yes),
        (json!({"start": "00:00", "end": "23:59"}), Yes),
        (json!({"start": "08:00", "end": "08:00"}), Unknown),
    ];
    for (value, wanted) in cases {
        let window = crate::lenient::read(value.clone()).expect("a window");
        let trace = decide(&window, at("2026-11-12T12:00Z"), &guessed);
        assert_eq!(trace.truth, wanted, "{value}");
        assert_eq!(
            trace.why == WindowReason::TimeZone,
            wanted == Unknown,
            "{value}"
        );
    }
}

#[test]
fn any_window_is_enough_and_none_is_always() {
    let any = |starts: &[&str]| {
        let window = |start: &&str| {
            crate::lenient::read(json!({"start": start, "end": "18:00"})).expect("a window")
        };
        let windows: Vec<_> = starts.iter().map(window).collect();
        in_time(&windows, at("2026-11-12T12:00+08"), &clock(SHANGHAI)).0
    };
    let (yes, no, maybe) = ("09:00", "13:00", "nine");
    assert_eq!(any(&[]), Yes);
    assert_eq!(any(&[no, yes]), Yes);
    assert_eq!(any(&[maybe, yes]), Yes);
    assert_eq!(any(&[no, maybe]), Unknown);
    assert_eq!(any(&[no, no]), No);
}
