//! Schedules for the tests of schedules: made of layers, asked for, and told in short.

use duty_sandbox::{Behavior, Edit, made};
use serde_json::{Value, json};

use crate::support::{START, Sandbox, sandbox_with};

pub const HOUR: u64 = 3600;
pub const DAY: u64 = 86_400;
/// A schedule that no new account has.
pub const ROTA: u64 = 9009;

/// So many seconds from now on.
pub fn window(sandbox: &Sandbox, seconds: u64) -> Value {
    let now = sandbox.clock.now();
    json!({"start": now, "end": now + seconds})
}

pub fn own(sandbox: &Sandbox, schedule: u64) -> Value {
    let data = sandbox.ok("schedule_self", window(sandbox, 3 * DAY));
    let items = data["items"].as_array().unwrap();
    let found = items.iter().find(|s| s["schedule_id"] == schedule);
    found
        .unwrap_or_else(|| panic!("no {schedule} in {data}"))
        .clone()
}

pub fn info(sandbox: &Sandbox, schedule: u64) -> Value {
    let mut body = window(sandbox, 3 * DAY);
    body["schedule_id"] = schedule.into();
    sandbox.ok("schedule_info", body)
}

pub fn with_layers(layers: &[Value]) -> Sandbox {
    let rota = made::schedule(ROTA, "Rota", layers);
    sandbox_with(|o| o.edits = vec![Edit::put(rota)])
}

pub fn behave(sandbox: &Sandbox, choose: impl Fn(&mut Behavior) + Send + Sync + 'static) {
    sandbox.server.apply(&Edit::behave(choose)).unwrap();
}

/// The shifts of a list: hours from the start of the test, and who; `-` is a gap.
pub fn shifts(list: &Value) -> Vec<(i64, i64, String)> {
    let hours = |time: &Value| {
        let seconds = time.as_i64().unwrap() - i64::try_from(START).unwrap();
        assert_eq!(seconds % 3600, 0, "{list}");
        seconds / 3600
    };
    let name = |group: &Value| group["group_name"].as_str().unwrap_or("-").to_owned();
    list["schedules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| (hours(&s["start"]), hours(&s["end"]), name(&s["group"])))
        .collect()
}

pub fn expect(list: &Value, wanted: &[(i64, i64, &str)]) {
    let wanted: Vec<_> = wanted
        .iter()
        .map(|(a, b, who)| (*a, *b, (*who).to_owned()))
        .collect();
    assert_eq!(shifts(list), wanted);
}

pub fn pair() -> [Value; 2] {
    [
        made::group("A", &[(0, &[80011]), (1, &[80012])]),
        made::group("B", &[(0, &[80012]), (1, &[80011])]),
    ]
}
