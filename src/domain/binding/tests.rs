//! A binding, on made-up clocks: scripts that read like a log, and random ones for the promises.

use crate::domain::binding::*;
use crate::lenient::Timestamp as Seconds;

mod random;

/// Milliseconds after the start.
fn at(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + millis).expect("a time")
}

/// The same moment on both clocks.
fn moment(millis: i64) -> Moment {
    apart(millis, millis)
}

/// A moment on a clock of this machine, and what is taken for the server's clock.
fn apart(local: i64, server: i64) -> Moment {
    Moment {
        local: SignedDuration::from_millis(local),
        server: at(server),
    }
}

fn phone(id: &str, bound_at: i64) -> Device {
    Device {
        device_id: id.into(),
        device_name: format!("phone {id}"),
        os_version: String::new(),
        bound_at: Timestamp::from_second(bound_at).ok().map(Seconds),
    }
}

fn undated(id: &str) -> Device {
    Device {
        bound_at: None,
        ..phone(id, 0)
    }
}

fn code(name: &str, expires: i64) -> Event {
    Event::CodeArrived(BindCode {
        content: name.into(),
        expires_at: Seconds(at(expires)),
    })
}

/// One word an action: `ask`, `poll`, `wipe`, `draw A 300 c0 p0` (code, seconds, failed codes and polls), `end …`.
fn words(actions: &[Action]) -> String {
    let word = |action: &Action| match action {
        Action::RequestCode => "ask".to_owned(),
        Action::Poll => "poll".to_owned(),
        Action::Wipe => "wipe".to_owned(),
        Action::Finish(Outcome::Bound(phones)) => {
            let names: Vec<_> = phones
                .iter()
                .map(|phone| phone.device_name.as_str())
                .collect();
            format!("end {}", names.join("+"))
        }
        Action::Finish(outcome) => format!("end {outcome:?}"),
        Action::Draw(Status {
            code,
            seconds_left,
            failed_codes,
            failed_polls,
        }) => {
            let code = code.as_ref().map_or("-", |code| &code.content);
            format!("draw {code} {seconds_left} c{failed_codes} p{failed_polls}")
        }
    };
    actions.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// Plays a script of (milliseconds, event, expected actions).
fn play(script: Vec<(i64, Event, &str)>) {
    play_apart(
        script
            .into_iter()
            .map(|(millis, event, expected)| (millis, millis, event, expected))
            .collect(),
    );
}

/// The same with (local, server) milliseconds.
fn play_apart(script: Vec<(i64, i64, Event, &str)>) {
    let mut binding = Binding::new(moment(0), vec![phone("old", 1), undated("undated")]);
    for (local, server, event, expected) in script {
        let name = format!("{event:?} at {local}, {server}");
        let actions = binding.step(apart(local, server), event);
        assert_eq!(words(&actions), expected, "{name}");
    }
}

#[test]
fn a_code_is_replaced_ten_seconds_before_its_end() {
    play(vec![
        (0, Event::Tick, "ask, draw - 0 c0 p0"),
        (100, code("A", 300_100), "draw A 300 c0 p0"),
        (900, Event::Tick, ""),
        (1_100, Event::Tick, "draw A 299 c0 p0"),
        (2_000, Event::Tick, "poll"),
        (
            2_200,
            Event::Devices(vec![phone("old", 1)]),
            "draw A 298 c0 p0",
        ),
        (290_000, Event::Tick, "poll, draw A 11 c0 p0"),
        (290_100, Event::Tick, "ask, draw A 10 c0 p0"),
        (290_500, Event::Tick, ""),
        (290_900, code("B", 590_900), "draw B 300 c0 p0"),
    ]);
}

#[test]
fn the_next_moment_is_that_of_the_look_or_of_the_next_second() {
    let mut binding = Binding::new(moment(0), Vec::new());
    binding.step(moment(0), Event::Tick);
    let millis = SignedDuration::from_millis;
    assert_eq!(binding.due_in(moment(500)), millis(1_500));
    binding.step(moment(600), code("A", 300_100));
    assert_eq!(binding.due_in(moment(700)), millis(400));
    assert_eq!(binding.due_in(moment(1_050)), millis(50));
}

#[test]
fn an_estimate_that_falls_by_the_slack_stands_still_and_by_more_is_new() {
    let start = || {
        vec![
            (0, 0, Event::Tick, "ask, draw - 0 c0 p0"),
            (0, 0, code("A", 60_000), "draw A 60 c0 p0"),
            (1_000, 11_000, Event::Tick, "draw A 49 c0 p0"),
        ]
    };
    let mut by_the_slack = start();
    by_the_slack.push((1_100, 6_000, Event::Tick, ""));
    play_apart(by_the_slack);
    let mut by_more = start();
    by_more.push((1_100, 5_999, Event::Tick, "draw A 55 c0 p0"));
    play_apart(by_more);
}

#[test]
fn a_short_lived_code_is_replaced_in_its_last_tenth() {
    play(vec![
        (0, Event::Tick, "ask, draw - 0 c0 p0"),
        (0, code("A", 5_000), "draw A 5 c0 p0"),
        (4_499, Event::Tick, "poll, draw A 1 c0 p0"),
        (4_500, Event::Tick, "ask"),
        (4_750, Event::Tick, "wipe, draw - 0 c0 p0"),
        (4_900, code("B", 9_900), "draw B 5 c0 p0"),
    ]);
}

#[test]
fn a_failed_refresh_is_retried_and_the_dead_code_goes() {
    play(vec![
        (0, Event::Tick, "ask, draw - 0 c0 p0"),
        (0, code("A", 60_000), "draw A 60 c0 p0"),
        (54_000, Event::Tick, "ask, poll, draw A 6 c0 p0"),
        (54_200, Event::CodeFailed, "draw A 6 c1 p0"),
        (55_199, Event::Tick, "draw A 5 c1 p0"),
        (55_200, Event::Tick, "ask"),
        (55_300, Event::CodeFailed, "draw A 5 c2 p0"),
        (57_300, Event::Tick, "ask, draw A 3 c2 p0"),
        (58_900, Event::Tick, "draw A 2 c2 p0"),
        (59_000, Event::Tick, "wipe, draw - 0 c2 p0"),
        (59_500, Event::CodeFailed, "draw - 0 c3 p0"),
        (63_500, Event::Tick, "ask"),
        (63_600, code("B", 123_600), "draw B 60 c0 p0"),
    ]);
}

#[test]
fn a_failed_poll_is_not_the_end() {
    play(vec![
        (0, Event::Tick, "ask, draw - 0 c0 p0"),
        (2_000, Event::Tick, "poll"),
        (2_100, Event::PollFailed, "draw - 0 c0 p1"),
        (4_099, Event::Tick, ""),
        (4_100, Event::Tick, "poll"),
        (4_200, Event::PollFailed, "draw - 0 c0 p2"),
        (6_200, Event::Tick, "poll"),
        (6_300, Event::Devices(vec![]), "draw - 0 c0 p0"),
        (8_300, Event::Tick, "poll"),
        (30_000, Event::Devices(vec![]), ""),
        (34_999, Event::Tick, ""),
        (35_000, Event::Tick, "poll"),
    ]);
}

#[test]
fn who_is_new() {
    let new = |phones: Vec<Device>| {
        let mut binding = Binding::new(moment(0), vec![phone("old", 1), phone("other", 1)]);
        match binding.step(moment(0), Event::Devices(phones)).pop() {
            Some(Action::Finish(Outcome::Bound(phones))) => {
                phones.into_iter().map(|phone| phone.device_id).collect()
            }
            _ => Vec::new(),
        }
    };
    let none: [&str; 0] = [];
    assert_eq!(new(vec![]), none, "an unbound phone");
    assert_eq!(new(vec![phone("old", 1)]), none, "the same phone");
    assert_eq!(
        new(vec![Device {
            device_name: "renamed".into(),
            ..phone("old", 1)
        }]),
        none,
        "another name"
    );
    assert_eq!(new(vec![undated("old")]), none, "a time that is left out");
    assert_eq!(new(vec![phone("old", 2)]), ["old"], "bound once more");
    assert_eq!(
        new(vec![phone("a", 2), phone("old", 1), phone("b", 2)]),
        ["a", "b"],
        "two at once"
    );
    assert_eq!(new(vec![undated("a")]), ["a"], "new without a time");
}

#[test]
fn every_end_takes_the_code_off_and_is_the_end() {
    let ends = [
        (
            Event::Devices(vec![phone("a", 2), phone("b", 2)]),
            "wipe, end phone a+phone b",
        ),
        (Event::WaitOver, "wipe, end TimedOut"),
        (Event::Interrupted, "wipe, end Interrupted"),
    ];
    for (event, expected) in ends {
        play(vec![
            (0, Event::Tick, "ask, draw - 0 c0 p0"),
            (0, code("A", 60_000), "draw A 60 c0 p0"),
            (2_000, event, expected),
            (2_100, code("B", 60_000), ""),
            (9_000, Event::Tick, ""),
            (9_000, Event::Interrupted, ""),
        ]);
    }
}

#[test]
fn a_resize_draws_the_same_again() {
    play(vec![
        (0, code("A", 60_000), "draw A 60 c0 p0"),
        (0, Event::Tick, ""),
        (10, Event::Resize, "draw A 60 c0 p0"),
        (20, Event::Tick, ""),
    ]);
}

#[test]
fn the_old_code_once_more_is_neither_a_failure_nor_a_new_life() {
    play(vec![
        (0, Event::Tick, "ask, draw - 0 c0 p0"),
        (0, code("A", 60_000), "draw A 60 c0 p0"),
        (54_000, Event::Tick, "ask, poll, draw A 6 c0 p0"),
        (54_000, code("A", 60_000), ""),
        (55_000, Event::Tick, "ask, draw A 5 c0 p0"),
        (59_000, Event::Tick, "wipe, draw - 0 c0 p0"),
        (59_100, code("A", 60_000), "draw - 0 c1 p0"),
        (60_100, Event::Tick, "ask"),
    ]);
}

#[test]
fn a_code_that_arrives_dead_is_not_shown() {
    play(vec![
        (0, Event::Tick, "ask, draw - 0 c0 p0"),
        (500, code("A", 400), "draw - 0 c1 p0"),
        (1_500, Event::Tick, "ask"),
    ]);
}

#[test]
fn a_clock_that_is_corrected_backwards_revives_nothing() {
    play(vec![
        (0, code("A", 60_000), "draw A 60 c0 p0"),
        (59_500, Event::Tick, "wipe, ask, poll, draw - 0 c0 p0"),
        (58_000, Event::Tick, ""),
        (58_000, code("B", 59_400), "draw - 0 c1 p0"),
    ]);
}

/// One answer says that it is an hour later; the next one corrects that.
#[test]
fn one_wrong_date_stops_neither_the_polls_nor_the_codes() {
    const HOUR: i64 = 3_600_000;
    play_apart(vec![
        (0, 0, Event::Tick, "ask, draw - 0 c0 p0"),
        (0, 0, code("A", 300_000), "draw A 300 c0 p0"),
        (2_000, 2_000, Event::Tick, "poll, draw A 298 c0 p0"),
        // To be sure, the code goes.
        (
            2_100,
            HOUR,
            Event::Devices(vec![]),
            "wipe, ask, draw - 0 c0 p0",
        ),
        (2_200, HOUR + 100, code("A", 300_000), "draw - 0 c1 p0"),
        (3_200, HOUR + 1_100, Event::Tick, "ask"),
        // It comes back with the life that it has.
        (3_300, 3_300, code("A", 300_000), "draw A 297 c0 p0"),
        (4_100, 4_100, Event::Tick, "poll, draw A 296 c0 p0"),
        (4_200, 4_200, Event::Devices(vec![]), ""),
        (6_200, 6_200, Event::Tick, "poll, draw A 294 c0 p0"),
    ]);
}

/// One answer says that it is an hour earlier, or this machine's clock was set, and no other follows.
#[test]
fn a_clock_that_falls_far_makes_no_code_live_longer() {
    const HOUR: i64 = 3_600_000;
    play_apart(vec![
        (0, 0, Event::Tick, "ask, draw - 0 c0 p0"),
        (0, 0, code("A", 60_000), "draw A 60 c0 p0"),
        (2_000, 2_000 - HOUR, Event::Tick, "poll, draw A 58 c0 p0"),
        (54_000, 54_000 - HOUR, Event::Tick, "ask, draw A 6 c0 p0"),
        (59_000, 59_000 - HOUR, Event::Tick, "wipe, draw - 0 c0 p0"),
    ]);
}

/// The clock of this machine that is never set stands still meanwhile.
#[test]
fn a_laptop_that_wakes_up_wipes_and_asks() {
    play_apart(vec![
        (0, 0, Event::Tick, "ask, draw - 0 c0 p0"),
        (0, 0, code("A", 60_000), "draw A 60 c0 p0"),
        (1_000, 900_000, Event::Tick, "wipe, ask, draw - 0 c0 p0"),
    ]);
}
