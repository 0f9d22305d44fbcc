//! The week before: each incident shows what it is the example of, whatever time it is, and all of them
//! fit the contract.

use std::collections::BTreeMap;

use duty_sandbox::{Edit, TestClock};
use serde_json::{Value, json};

use crate::support::{START, Sandbox, sandbox, sandbox_with};

const ME: u64 = 80011;
const DAY: u64 = 86_400;

/// What is in the record of one incident.
struct Told {
    info: Value,
    lines: Vec<Value>,
}

impl Told {
    fn of(&self, kind: &str) -> Vec<&Value> {
        self.lines.iter().filter(|l| l["type"] == kind).collect()
    }

    fn assigned(&self, person: u64) -> bool {
        let to = |l: &&Value| {
            l["detail"]["to"]
                .as_array()
                .is_some_and(|to| to.contains(&json!(person)))
        };
        self.of("i_assign").iter().any(&to) || self.of("i_a_rspd").iter().any(&to)
    }

    /// By which words something went to a person, and what failed.
    fn sent(&self, person: u64) -> (Vec<String>, Vec<String>) {
        let (mut out, mut failed) = (Vec::new(), Vec::new());
        for line in self.of("i_notify") {
            let by = line["detail"]["by"].as_str().unwrap().to_owned();
            let persons = line["detail"]["persons"].as_array();
            for one in persons
                .into_iter()
                .flatten()
                .filter(|p| p["person_id"] == person)
            {
                let list = match one.get("failed_reason") {
                    Some(_) => &mut failed,
                    None => &mut out,
                };
                if !list.contains(&by) {
                    list.push(by.clone());
                }
            }
        }
        (out, failed)
    }

    fn levels(&self) -> Vec<u64> {
        let levels = self.of("i_assign").into_iter();
        levels
            .map(|l| l["detail"]["layer_idx"].as_u64().unwrap())
            .collect()
    }
}

fn week(sandbox: &Sandbox) -> BTreeMap<String, Told> {
    let mut all = BTreeMap::new();
    for end in [sandbox.clock.now() + 1, 1_740_967_200] {
        let body = json!({"start_time": end - 15 * DAY, "end_time": end, "limit": 100});
        let list = sandbox.ok("incident_list", body);
        for info in list["items"].as_array().unwrap() {
            let body = json!({"incident_id": info["incident_id"], "asc": true, "limit": 100});
            let feed = sandbox.ok("incident_feed", body);
            assert_eq!(feed["has_next_page"], false);
            let told = Told {
                info: info.clone(),
                lines: feed["items"].as_array().unwrap().clone(),
            };
            let old = if end < START { "old " } else { "" };
            all.insert(format!("{old}{}", info["num"].as_str().unwrap()), told);
        }
    }
    all
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|s| (*s).to_owned()).collect()
}

/// All that is told of the examples; a day of the week and a time must not matter.
fn holds(sandbox: &Sandbox) {
    let all = week(sandbox);
    assert_eq!(all.len(), 38, "{:?}", all.keys());
    let of = |num: &str| &all[num];
    let none = || (Vec::<String>::new(), Vec::<String>::new());

    // Acknowledged, closed, snoozed or merged before the level that names him.
    for (num, by) in [
        ("0E83EE", "i_ack"),
        ("1A2B01", "i_rslv"),
        ("1A2B02", "i_snooze"),
        ("1A2B03", "i_merge"),
    ] {
        let told = of(num);
        assert_eq!(
            (told.levels(), told.assigned(ME)),
            (vec![0], false),
            "{num}"
        );
        assert!(told.assigned(80012) && !told.of(by).is_empty(), "{num}");
    }
    assert_eq!(of("0E83EE").sent(80012).1, ["sms"]);
    let merged = of("1A2B03").of("i_merge")[0];
    assert_eq!(
        merged["detail"]["target_incident"]["incident_id"],
        of("0E83EE").info["incident_id"]
    );
    assert_eq!(of("0E83EE").of("i_merge").len(), 1);
    // Nobody was on call.
    assert_eq!(of("1A2B04").of("i_assign")[0]["detail"]["to"], json!([]));

    // Told, by what he chose; one failed, all failed, another way instead.
    for (num, out, failed) in [
        ("1A2B05", &["email"][..], &["push"][..]),
        ("1A2B06", &["email", "feishu_app"], &[]),
        ("1A2B07", &[], &["voice", "sms"]),
        ("1A2B08", &["email"], &["feishu_app"]),
        ("1A2B09", &["email"], &[]),
        ("1A2B0A", &["email", "feishu_app"], &[]),
        ("1A2B0B", &["email", "feishu_app"], &[]),
        ("1A2B0C", &["email", "feishu_app"], &[]),
        ("1A2B0D", &["email", "feishu_app"], &[]),
        ("1A2B0E", &["email", "feishu_app"], &[]),
    ] {
        assert_eq!(of(num).sent(ME), (strings(out), strings(failed)), "{num}");
        assert!(of(num).assigned(ME), "{num}");
    }
    // 李四 chose nothing for information.
    assert!(of("1A2B09").assigned(80012));
    assert_eq!(of("1A2B09").sent(80012), none());
    // An alert came hours later, and told nobody.
    let joined = of("1A2B0A").of("a_merge")[0]["created_at"].as_u64();
    assert!(
        of("1A2B0A")
            .of("i_notify")
            .iter()
            .all(|l| l["created_at"].as_u64() < joined)
    );
    assert_eq!(of("1A2B0C").of("i_reopen").len(), 1);
    assert_eq!(of("1A2B0D").of("i_assign")[1]["detail"]["type"], "reassign");
    // Whoever had it before has it no more.
    let responders = of("1A2B0D").info["responders"].as_array().unwrap();
    let now: Vec<&Value> = responders.iter().map(|one| &one["person_id"]).collect();
    assert_eq!(json!(now), of("1A2B0D").of("i_assign")[1]["detail"]["to"]);
    assert_eq!(of("1A2B0B").of("i_storm").len(), 1);

    // Held back.
    assert_eq!(of("1A2B0F").levels(), Vec::<u64>::new());
    for (num, kind) in [("1A2B11", "i_m_silence"), ("1A2B14", "i_m_flapping")] {
        assert_eq!(
            (of(num).of(kind).len(), of(num).of("i_notify").len()),
            (1, 0),
            "{num}"
        );
    }
    let inhibited = of("1A2B13");
    assert_eq!(inhibited.lines.len(), 2, "{:?}", inhibited.lines);
    let body = json!({"incident_id": inhibited.info["incident_id"]});
    let alert = sandbox.ok("incident_alert_list", body)["items"][0]["alert_id"].clone();
    let feed = sandbox.ok(
        "alert_feed",
        json!({"alert_id": alert, "types": ["a_m_inhibit"]}),
    );
    let source = of("1A2B12").info["title"].clone();
    assert_eq!(feed["items"][0]["detail"]["source_alert_title"], source);

    // About somebody else, about nobody, of a rule that is gone, of one that was otherwise.
    for (num, assigned) in [
        ("1A2B15", None),
        ("old 1A2B15", None),
        ("1A2B16", None),
        ("1A2B17", Some(80013)),
        ("1A2B18", Some(80012)),
        ("1A2B19", Some(80013)),
        ("1A2B1A", Some(80013)),
    ] {
        let told = of(num);
        assert!(!told.assigned(ME), "{num}");
        assert_eq!(told.levels().is_empty(), assigned.is_none(), "{num}");
        assert!(assigned.is_none_or(|person| told.assigned(person)), "{num}");
    }
    assert_eq!(of("1A2B19").info["creator_id"], 80012);
    // Assigned, and nothing says what became of it.
    assert!(of("1A2B1B").assigned(ME));
    assert_eq!(of("1A2B1B").sent(ME), none());
    // Assigned by himself.
    let own = of("1A2B24");
    assert_eq!(own.of("i_assign")[0]["creator_id"], ME);
    assert_eq!((own.assigned(ME), own.sent(ME)), (true, none()));
    // Assigned, and the rule has no channel for it; a group chat alone was told.
    for (num, chats) in [("1A2B1C", 0), ("1A2B1D", 1)] {
        assert!(of(num).assigned(ME), "{num}");
        assert_eq!(of(num).sent(ME), none(), "{num}");
        assert_eq!(of(num).of("i_notify").len(), chats, "{num}");
    }
    // Assigned, when he had chosen nothing for it.
    assert!(of("1A2B1E").assigned(ME));
    assert_eq!(of("1A2B1E").sent(ME), none());
    // Of a schedule another was told, and where nobody was on call nobody.
    for (num, other) in [("1A2B1F", true), ("1A2B20", false), ("1A2B22", true)] {
        assert!(!of(num).assigned(ME), "{num}");
        assert_eq!(of(num).assigned(80012), other, "{num}");
        assert_eq!(of(num).of("i_assign").len(), 1, "{num}");
    }
    assert_eq!(of("1A2B22").of("a_merge").len(), 1);
    assert_eq!(of("1A2B21").of("i_m_inhibit").len(), 1);
}

fn at(clock: TestClock) -> Sandbox {
    sandbox_with(|o| o.clock = clock.into())
}

#[test]
fn each_is_the_example_of_one_reason() {
    holds(&sandbox());
}

#[test]
fn whatever_time_it_is() {
    // A week of Mondays to Sundays, at all hours.
    for step in 0..8 {
        let clock = TestClock::at(START + step * (DAY + 3 * 3600));
        let mut sandbox = at(clock.clone());
        sandbox.clock = clock;
        holds(&sandbox);
    }
}

#[test]
fn what_was_stays_as_it_was() {
    let sandbox = sandbox();
    let before = sandbox.ok("incident_info", json!({"num": "1A2B06"}));
    let list = json!({"trigger_notify": {"critical": [], "warning": [], "info": []}});
    sandbox.ok("preference_update", list);
    sandbox.clock.advance(std::time::Duration::from_secs(DAY));
    assert_eq!(
        sandbox.ok("incident_info", json!({"num": "1A2B06"})),
        before
    );
}

#[test]
fn one_is_open_and_goes_on() {
    let sandbox = sandbox();
    let levels = |sandbox: &Sandbox| week(sandbox)["1A2B10"].levels();
    assert_eq!(levels(&sandbox), [0]);
    sandbox
        .clock
        .advance(std::time::Duration::from_secs(12 * 60));
    assert_eq!(levels(&sandbox), [0, 1]);
}

#[test]
fn a_generated_account_has_no_past() {
    let sandbox = sandbox_with(|o| o.spaces = Some(3));
    let list = sandbox.ok(
        "incident_list",
        json!({"start_time": START - 7 * DAY, "end_time": START}),
    );
    assert_eq!(list["items"], json!([]));
    let sandbox = sandbox_with(|o| o.edits = vec![Edit::no_past()]);
    let list = sandbox.ok(
        "incident_list",
        json!({"start_time": START - 7 * DAY, "end_time": START}),
    );
    assert_eq!(list["items"], json!([]));
}

#[test]
fn the_log_tells_who_changed_him() {
    let sandbox = sandbox();
    let body = json!({"start_time": START - 30 * DAY, "end_time": START, "is_write": true});
    let log = sandbox.ok("audit_search", body);
    let docs = log["docs"].as_array().unwrap();
    let operations: Vec<&Value> = docs.iter().map(|d| &d["operation"]).collect();
    assert_eq!(
        operations,
        [
            "person:write:app-key-disable",
            "template:write:create",
            "preference:write:update",
            "preference:write:update",
            "member:write:info-reset"
        ]
    );
    // What is done from now on is in it, too.
    let list = json!({"trigger_notify": {"critical": [], "warning": [], "info": []}});
    sandbox.ok("preference_update", list.clone());
    let body = json!({"start_time": START, "end_time": START + 1, "limit": 1});
    let log = sandbox.ok("audit_search", body);
    let entry = &log["docs"][0];
    assert_eq!(entry["operation"], "preference:write:update");
    assert_eq!(
        (&entry["member_id"], &entry["ip"]),
        (&json!(ME), &json!("127.0.0.1"))
    );
    assert_eq!(entry["created_at"], START * 1000);
    assert_eq!(
        serde_json::from_str::<Value>(entry["body"].as_str().unwrap()).unwrap(),
        list
    );
    // What was refused was not done.
    sandbox.senseless("app_key_rename", json!({"key_id": 5001, "key_name": ""}));
    let body = json!({"start_time": START, "end_time": START + 1});
    assert_eq!(sandbox.ok("audit_search", body)["total"], 1);
}
