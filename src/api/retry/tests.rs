//! What is sent again, how often, and when not.

use std::sync::{Arc, Mutex};

use serde_json::json;

use super::*;
use crate::api::served::{KEY, Reply, Served, bare, data, refusal, serve};
use crate::domain::member::Account;
use crate::lenient::Id;

const HOUR: Duration = Duration::from_secs(3600);

fn account() -> Reply {
    data(json!({"account_name": "Example"}))
}

/// A server that fails like this, and then would answer.
fn fails(replies: &[Reply]) -> Served {
    serve(replies.iter().cloned().chain([account()]))
}

#[test]
fn waits_double_and_jitter_stays_in_the_upper_half() {
    let second = Duration::from_secs(1);
    for (attempt, whole) in [(1, 1), (2, 2), (3, 4)] {
        let whole = Duration::from_secs(whole);
        assert_eq!(backoff(second, attempt, 1.0), whole);
        assert_eq!(backoff(second, attempt, 0.0), whole / 2);
        assert_eq!(backoff(second, attempt, 0.5), whole * 3 / 4);
    }
}

#[test]
fn the_deadline_decides() {
    let now = Instant::now();
    let deadline = now + Duration::from_secs(5);
    assert!(fits(Duration::from_secs(4), now, deadline));
    assert!(!fits(Duration::from_secs(5), now, deadline));
    assert!(!fits(Duration::MAX, now, deadline));
}

#[test]
fn one_attempt_of_several_leaves_time_for_the_others() {
    let seconds = Duration::from_secs;
    for (left, timeout, repeat, once, time) in [
        (30, 30, Repeat::Safe, false, 10),
        (60, 60, Repeat::Checked, false, 20),
        (4, 60, Repeat::Safe, false, 4),
        (30, 30, Repeat::Once, false, 30),
        // It is sent in the rhythm of a command, which goes on.
        (30, 30, Repeat::Once, true, 10),
    ] {
        let share = share(seconds(left), seconds(timeout), repeat, once);
        assert_eq!(share, seconds(time), "{left} {timeout} {repeat:?} {once}");
    }
}

#[test]
fn a_read_is_asked_four_times_and_no_more() {
    let served = fails(&[bare(502), bare(502), bare(502), bare(502)]);
    let error = served.client().account_info().unwrap_err();
    assert_eq!(served.times(), 4);
    assert_eq!(error.kind, Kind::Unreachable);
    assert!(error.details.contains(&"tried 4 times".to_owned()));
    let served = fails(&[bare(502), Reply::Nothing, bare(429)]);
    let account = served.client().account_info().unwrap();
    assert_eq!(account.account_name, "Example");
    assert_eq!(served.times(), 4);
}

#[test]
fn only_what_may_pass_is_asked_again() {
    for (reply, again) in [
        (bare(429), true),
        (refusal(500, "InternalError"), true),
        (bare(599), true),
        // The code says more than the status.
        (refusal(400, "RequestTooFrequently"), true),
        (Reply::Nothing, true),
        (Reply::Cut(b"{".to_vec()), true),
        (refusal(400, "InvalidParameter"), false),
        (bare(499), false),
        (bare(401), false),
        (bare(302), false),
        (bare(200), false),
    ] {
        let served = fails(&[reply]);
        let answer = served.client().account_info();
        assert_eq!(
            (answer.is_ok(), served.times()),
            (again, 1 + usize::from(again))
        );
    }
}

#[test]
fn what_may_have_been_carried_out_is_sent_once() {
    let busy = || [bare(503), data(json!(null))];
    let served = serve(busy());
    let error = served.client().app_key_delete(Id(1), None);
    let error = error.transmit(&served.client(), None).unwrap_err();
    assert!(
        error.outcome_unknown() && error.details.is_empty(),
        "{error:?}"
    );
    assert_eq!(served.times(), 1);
    // Whoever looks at what is there before it is sent again does that itself.
    let served = serve(busy());
    let after = serde_json::from_value(
        json!({"trigger_notify": {"critical": [], "warning": [], "info": []}}),
    )
    .unwrap();
    let write = served.client().preference_update(&after);
    assert!(write.transmit(&served.client(), None).is_err());
    assert_eq!(served.times(), 1);
    // One more of these does no harm.
    let code = json!({"content": "duty://bind/0123456789", "expires_at": 1_700_000_000});
    let served = serve([bare(503), data(code)]);
    served.client().device_bind_code().unwrap();
    assert_eq!(served.times(), 2);
    // A command with a rhythm of its own.
    let served = fails(&[bare(503)]);
    assert!(served.client().once().account_info().is_err());
    assert_eq!(served.times(), 1);
}

#[test]
fn the_server_says_when_to_ask_again_and_the_deadline_whether() {
    let client = |served: &Served, retry_base| {
        let mut options = served.options();
        options.retry_base = retry_base;
        Client::new(options).unwrap()
    };
    let served = fails(&[bare(429).header("Retry-After: 0")]);
    client(&served, HOUR).account_info().unwrap();
    let served = fails(&[bare(429)]);
    assert!(client(&served, HOUR).account_info().is_err());
    assert_eq!(served.times(), 1);
    let served = fails(&[bare(429).header("Retry-After: 3600")]);
    let error = served.client().account_info().unwrap_err();
    assert_eq!(served.times(), 1);
    assert_eq!(error.retry_after.map(u16::from), Some(3600));
    assert_eq!(error.details, ["the server asks to wait 3600 s"]);
}

#[test]
fn a_command_whose_time_is_over_asks_nothing() {
    let over = |client: &Client| *client.connection.deadline.lock().unwrap() = Instant::now();
    let served = serve([account(), account()]);
    let client = served.client();
    over(&client);
    let error = client.account_info().unwrap_err();
    assert_eq!(error.message, "the time of this command (60 s) is used up");
    assert!(error.unsent);
    assert_eq!(served.times(), 0);
    assert_eq!(client.time_left(), Duration::ZERO);
    // Each request may have a time of its own.
    client.once().account_info().unwrap();
    client.time_each_request();
    client.account_info().unwrap();
    assert_eq!(served.times(), 2);
}

#[test]
fn a_command_whose_time_is_over_does_not_wait_for_room_either() {
    let client = serve([account()]).client();
    let gate = &client.connection.gate;
    // So many may be under way, and none of these ends.
    let slots: Vec<_> = (0..45).map(|_| gate.enter(None)).collect();
    *client.connection.deadline.lock().unwrap() = Instant::now();
    let error = client.account_info().unwrap_err();
    assert!(error.message.ends_with("is used up"), "{error}");
    drop(slots);
}

#[test]
fn after_the_stop_nothing_is_asked() {
    let served = serve([account()]);
    let client = served.client();
    client.stop();
    let error = client.account_info().unwrap_err();
    assert_eq!((error.kind, error.unsent), (Kind::Interrupted, true));
    assert_eq!(served.times(), 0);
}

#[test]
fn reading_back_has_a_second_more_and_a_question_does_not_count() {
    let client = serve([]).client();
    let before = client.deadline();
    assert_eq!(client.read_back(|| client.deadline()), before + READ_BACK);
    assert_eq!(client.deadline(), before);
    client.extend_deadline(HOUR);
    assert_eq!(client.deadline(), before + HOUR);
    assert!(client.time_left() > HOUR - Duration::from_secs(60));
}

#[test]
fn advice_takes_little_time_however_often_it_is_asked() {
    for (timeout, time) in [(60, 5), (4, 2)] {
        let mut options = serve([]).options();
        options.timeout = Duration::from_secs(timeout);
        let client = Client::new(options).unwrap();
        let far = Instant::now() + HOUR;
        assert_eq!(client.limited(far), far);
        let advice = client.advice();
        let time = Duration::from_secs(time);
        let began = Instant::now();
        let until = advice.limited(far);
        assert!(until >= began + time && until <= Instant::now() + time);
        assert_eq!(advice.limited(far), until);
        assert_eq!(advice.limited(began), began);
        client.extend_deadline(time);
        assert_eq!(advice.limited(far), until + time);
    }
}

/// What a client tells of its waits.
fn listening(served: &Served) -> (Client, Arc<Mutex<Vec<Wait>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&told);
    let mut options = served.options();
    options.waiting = Some(Arc::new(move |wait| {
        heard.lock().unwrap().push(wait);
        Box::new(())
    }));
    (Client::new(options).unwrap(), told)
}

#[test]
fn waits_are_told_by_what_is_waited_for() {
    let served = fails(&[
        bare(429).header("Retry-After: 0"),
        bare(503).header("Retry-After: 0"),
    ]);
    let (client, told) = listening(&served);
    client.account_info().unwrap();
    assert_eq!(
        *told.lock().unwrap(),
        [
            Wait::Turn,
            Wait::Answer,
            Wait::RateLimit(Duration::ZERO),
            Wait::Turn,
            Wait::Answer,
            Wait::Again(Duration::ZERO),
            Wait::Turn,
            Wait::Answer,
        ]
    );
}

#[test]
fn whoever_asks_again_by_itself_waits_as_long_as_the_server_says() {
    let (client, told) = listening(&serve([]));
    let said = |kind, seconds| Error {
        retry_after: std::num::NonZeroU16::new(seconds),
        ..Error::new(kind, "x")
    };
    assert!(client.wait(1, &said(Kind::Unreachable, 0)));
    assert!(matches!(told.lock().unwrap()[..], [Wait::Again(_)]));
    // No wait lasts after this.
    client.stop();
    told.lock().unwrap().clear();
    assert!(!client.wait(1, &said(Kind::RateLimited, 3600)));
    assert_eq!(*told.lock().unwrap(), []);
    assert!(client.wait(1, &said(Kind::RateLimited, 7)));
    let seven = Duration::from_secs(7);
    assert_eq!(*told.lock().unwrap(), [Wait::RateLimit(seven)]);
}

#[test]
fn every_attempt_is_told_with_what_came_of_it() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&seen);
    let served = fails(&[bare(503).header("Retry-After: 0"), Reply::Nothing]);
    let mut options = served.options();
    options.observer = Some(Arc::new(move |exchange: &Exchange| {
        heard.lock().unwrap().push(exchange.clone());
    }));
    let account: Account = Client::new(options).unwrap().account_info().unwrap();
    assert_eq!(account.account_name, "Example");
    let seen = seen.lock().unwrap();
    let url = format!("{}/account/info?app_key=***", served.base_url);
    assert!(seen.iter().all(|one| one.url == url));
    assert!(seen.iter().map(|one| one.attempt).eq(1..=3));
    assert_eq!(seen[0].outcome, Ok(503));
    assert_eq!(seen[0].retry_in, Some(Duration::ZERO));
    let why = seen[1].outcome.as_ref().unwrap_err();
    assert!(
        why.starts_with("the connection to") && !why.contains(KEY),
        "{why}"
    );
    assert!(seen[1].retry_in.is_some());
    assert_eq!((&seen[2].outcome, seen[2].retry_in), (&Ok(200), None));
}
