//! `duty doctor missed`: what it looks at, and what it does not take for fine.

use serde_json::{Value, json};

use super::*;

/// This moment, in seconds.
fn now() -> u64 {
    jiff::Timestamp::now().as_second().unsigned_abs()
}

/// A world with this rule and an incident that began then, with these lines after its opening.
fn began(
    start: u64,
    rule: Made,
    lines: impl Fn(u64) -> Vec<Value>,
    more: &[(&str, Value)],
) -> World {
    let world = World::new();
    let mut all = vec![made::opened(start * 1000, "Critical", TITLE)];
    all.extend(lines(start * 1000));
    let mut incident = made::incident(SPACE, TITLE, start).with("num", "0E83EE");
    for (name, value) in more {
        incident = incident.with(name, value.clone());
    }
    let edits = vec![Edit::put(rule), Edit::put(incident.told(&all))];
    world.server.apply(&Edit::all(edits)).unwrap();
    world
}

/// What is said of a span of that space.
fn missed(world: &World, words: &str, status: i32) -> Ran {
    let run = world.duty("doctor missed --space 30104");
    let run = words
        .split_whitespace()
        .fold(run, |run, word| run.arg(word));
    run.any_stdout().any_requests().status(status).run()
}

/// The numbers of the incidents.
fn nums(ran: &Ran) -> Vec<String> {
    let json = ran.json();
    let items = json["items"].as_array().unwrap().iter();
    let num = |item: &Value| item["incident"]["num"].as_str().unwrap().to_owned();
    items.map(num).collect()
}

/// My level failed.
fn failed(ms: u64) -> Vec<Value> {
    vec![
        made::assigned(ms + 1_000, &rule_id(), "P1", 1, &[ME]),
        made::notice(ms + 2_000, &rule_id(), 1, "push", &[(ME, Some("blocked"))]),
    ]
}

#[test]
fn what_was_open_when_it_began_counts_although_it_was_closed_since() {
    let (hour, now) = (3600, now());
    let closed = |at: u64| [("progress", json!("Closed")), ("close_time", json!(at))];
    // Open for ten hours until an hour ago.
    let start = now - 11 * hour;
    let world = began(start, rule(), failed, &closed(now - hour));
    for words in ["--since 24h", "--since 5h", "--since 2h"] {
        let ran = missed(&world, &format!("{words} -o json"), 3);
        assert_eq!(nums(&ran), ["0E83EE"], "{words}");
    }
    let ran = missed(&world, "--since 5h", 3);
    assert!(
        ran.stdout.contains("1 of them began earlier"),
        "{}",
        ran.stdout
    );
    // Over by then.
    let ran = missed(&world, "--since 30m -o json", 0);
    assert_eq!(
        (nums(&ran), &ran.json()["complete"]),
        (vec![], &json!(true))
    );
    // A server that does not say when it was closed: it may have been open.
    let world = began(start, rule(), failed, &closed(0));
    let ran = missed(&world, "--since 30m -o json", 3);
    assert_eq!(nums(&ran), ["0E83EE"]);
}
