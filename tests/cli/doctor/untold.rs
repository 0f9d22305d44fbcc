//! What the server leaves out, or says twice and differently, is a maybe: never a yes, and never a no.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::harness::World;
use crate::stub::{Answer, Stub};

pub const ME: u64 = 7;
const YOU: u64 = 8;
/// A Friday at noon in London, where everybody is.
pub const NOON: &str = "2026-11-27T12:00:00Z";
/// The same in Unix seconds.
const AT: i64 = 1_795_780_800;

/// A server that answers by path, and a world that asks it with a key of its own.
pub struct Server {
    answers: Arc<Mutex<BTreeMap<&'static str, Value>>>,
    pub world: World,
    _stub: Stub,
}

/// A space whose one rule tells the person by SMS, and all of it is told.
pub fn server() -> Server {
    let me = json!({"member_id": ME, "member_name": "Jane Doe", "account_name": "Odd", "account_id": 1,
        "email": "jane@example.com", "email_verified": true, "phone": "+44 7***", "phone_verified": true,
        "account_time_zone": "Europe/London", "status": "enabled"});
    let preference = json!({"person_id": ME,
        "trigger_notify": {"critical": ["sms"], "warning": ["email"], "info": ["email"]}});
    let none = json!({"items": []});
    let answers = BTreeMap::from([
        ("/member/info", me),
        ("/preference/info", preference),
        ("/push/device/list", none.clone()),
        ("/datasource/list", json!([])),
        ("/schedule/self", none.clone()),
        ("/team/list", none.clone()),
        ("/incident/list", none.clone()),
        ("/channel/silence/rule/list", none.clone()),
        ("/channel/inhibit/rule/list", none.clone()),
        ("/channel/unsubscribe/rule/list", none),
        ("/channel/list", json!({"items": [space()]})),
        ("/channel/info", space()),
        (RULES, rules(&[rule(&json!({"person_ids": [ME]}))])),
    ]);
    let answers = Arc::new(Mutex::new(answers));
    let told = Arc::clone(&answers);
    let stub = Stub::answering()
        .otherwise(
            move |request| match told.lock().unwrap().get(request.path.as_str()) {
                Some(data) => Answer::json(200, &json!({"request_id": "r", "data": data})),
                None => Answer::error(404, "RouteNotFound"),
            },
        )
        .start();
    let mut world = stub.world();
    world.env("DUTY_APP_KEY", "odd");
    Server {
        answers,
        world,
        _stub: stub,
    }
}

pub const RULES: &str = "/channel/escalate/rule/list";

pub fn space() -> Value {
    json!({"channel_id": 1, "channel_name": "one", "status": "enabled", "team_id": 0})
}

pub fn rules(list: &[Value]) -> Value {
    json!({"items": list})
}

pub fn rule(target: &Value) -> Value {
    let mut target = target.clone();
    target["by"] = json!({"follow_preference": true});
    json!({"rule_id": "r", "rule_name": "all", "status": "enabled", "priority": 1,
        "layers": [{"escalate_window": 0, "target": target}]})
}

impl Server {
    pub fn tell(&self, path: &'static str, data: Value) {
        self.answers.lock().unwrap().insert(path, data);
    }

    /// The answer of `doctor explain`, whose exit code must say the same.
    #[track_caller]
    pub fn explain(&self, name: &str, more: &str, wanted: &str) -> Value {
        let run = self
            .world
            .duty(&format!("doctor explain 1 critical -o json {more} --at"));
        let run = run
            .arg(NOON)
            .any_stdout()
            .any_stderr()
            .any_status()
            .any_requests();
        let ran = run.run();
        let report = ran.json();
        let code = match wanted {
            "yes" => 0,
            "no" => 3,
            _ => 11,
        };
        assert_eq!(report["result"]["reached"], wanted, "{name}: {report}");
        assert_eq!(ran.status, Some(code), "{name}");
        report
    }
}

/// Who is on call, of a rule that tells these roles of a schedule.
fn on_call(server: &Server, roles: &Value) {
    let target = json!({"schedule_to_role_ids": {"3": roles}});
    server.tell(RULES, rules(&[rule(&target)]));
}

fn shift(rest: &Value) -> Value {
    let mut shift = json!({"start": AT - 3600, "end": AT + 86_400});
    let more = rest.as_object().unwrap().clone();
    shift.as_object_mut().unwrap().extend(more);
    shift
}

fn persons(ids: &Value) -> Value {
    shift(&json!({"group": {"members": [{"role_id": 0, "person_ids": ids}]}}))
}

fn computed(shifts: &Value) -> Value {
    json!({"items": [{"schedule_id": 3, "schedule_name": "S", "final_schedule": {"schedules": shifts}}]})
}

#[test]
fn a_shift_without_its_persons_or_their_role() {
    let server = server();
    let members = |members: Value| shift(&json!({"group": {"members": members}}));
    for (shift, roles, wanted) in [
        (persons(&json!([ME])), json!([0]), "yes"),
        (persons(&json!([YOU])), json!([0]), "no"),
        (persons(&json!([null])), json!(null), "maybe"),
        (persons(&json!([null, YOU])), json!(null), "maybe"),
        (persons(&json!([null, ME])), json!(null), "yes"),
        (members(json!([{"role_id": 0}])), json!(null), "maybe"),
        (members(json!([null])), json!(null), "maybe"),
        (members(json!(null)), json!(null), "no"),
        (members(json!([{"person_ids": [ME]}])), json!([0]), "maybe"),
        (members(json!([{"person_ids": [ME]}])), json!([1]), "maybe"),
        (members(json!([{"person_ids": [ME]}])), json!(null), "yes"),
        (shift(&json!({"group": {}})), json!(null), "maybe"),
        (shift(&json!({})), json!(null), "maybe"),
        (shift(&json!({"group": null})), json!(null), "no"),
    ] {
        on_call(&server, &roles);
        server.tell("/schedule/self", computed(&json!([shift])));
        server.explain(&format!("{shift} {roles}"), "", wanted);
    }
}

#[test]
fn shifts_that_do_not_agree() {
    let server = server();
    on_call(&server, &json!(null));
    let (me, you) = (persons(&json!([ME])), persons(&json!([YOU])));
    let gap = shift(&json!({"group": null}));
    for (shifts, wanted) in [
        (json!([me, me]), "yes"),
        (json!([me, you]), "maybe"),
        (json!([gap, me]), "maybe"),
        (json!([gap, you]), "no"),
    ] {
        server.tell("/schedule/self", computed(&shifts));
        server.explain(&shifts.to_string(), "", wanted);
    }
    // The list of schedules, and the schedule by itself, which is asked for where the list says too little.
    let short = |ids: Value| {
        let mut shift = persons(&ids);
        shift["end"] = json!(AT + 3600);
        shift
    };
    let (me, you) = (short(json!([ME])), short(json!([YOU])));
    for (listed, alone, wanted) in [
        (&me, &me, "yes"),
        (&me, &you, "maybe"),
        (&you, &me, "maybe"),
        (&you, &you, "no"),
    ] {
        let schedule =
            |shift: &Value| json!({"schedule_id": 3, "schedule_name": "S", "cur_oncall": shift});
        server.tell("/schedule/self", json!({"items": [schedule(listed)]}));
        server.tell("/schedule/info", schedule(alone));
        let report = server.explain(&format!("{listed} {alone}"), "", wanted);
        let standing =
            &report["levels"][0]["levels"][0]["ways"][0]["via"]["value"]["standing"]["kind"];
        assert_eq!(standing == "contradictory", wanted == "maybe", "{report}");
    }
}

#[test]
fn a_route_that_leaves_something_out() {
    let server = server();
    let case = |more: &Value| {
        let mut case = json!({"channel_ids": [9], "routing_mode": "standard"});
        case.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        case
    };
    let here = json!([1]);
    for (cases, default, wanted) in [
        (json!([]), &here, "yes"),
        (json!([]), &json!([9]), "no"),
        (json!([]), &json!([null]), "maybe"),
        (
            json!([case(&json!({"if": null, "fallthrough": false}))]),
            &here,
            "no",
        ),
        (
            json!([case(&json!({"fallthrough": false}))]),
            &here,
            "maybe",
        ),
        (
            json!([case(&json!({"if": null})), {"if": null, "channel_ids": [1], "fallthrough": false}]),
            &json!([]),
            "maybe",
        ),
    ] {
        let route = json!({"integration_id": 4501, "status": "enabled", "deleted_at": 0,
            "cases": cases, "default": {"channel_ids": default}});
        server.tell("/route/info", route);
        server.tell("/alert/pipeline/info", Value::Null);
        let name = format!("{cases} {default}");
        server.explain(&name, "--integration 4501", wanted);
    }
}

#[test]
fn a_phone_that_is_verified_and_that_nobody_sees() {
    let server = server();
    for (phone, wanted) in [
        (json!("+44 7***"), "yes"),
        (json!(""), "maybe"),
        (json!(null), "maybe"),
    ] {
        let mut me = json!({"member_id": ME, "member_name": "Jane Doe", "account_name": "Odd", "account_id": 1,
            "email": "", "email_verified": false, "phone_verified": true,
            "account_time_zone": "Europe/London", "status": "enabled"});
        me["phone"] = phone.clone();
        server.tell("/member/info", me);
        server.explain(&phone.to_string(), "", wanted);
    }
}

/// A message was handed over by the only app of its kind.
#[test]
fn an_app_in_a_state_that_nobody_knows_or_by_a_word_that_is_not_its_own() {
    const ID: &str = "6650a1f0c0de0000000000aa";
    let start = jiff::Timestamp::now().as_second() - 7200;
    for (status, by, wanted) in [
        (json!("enabled"), "feishu_app", "yes"),
        (json!("paused"), "feishu_app", "maybe"),
        (json!(null), "feishu_app", "maybe"),
        (json!("enabled"), "feishu", "maybe"),
    ] {
        // Each of its own: what the records told is kept for a day.
        let server = server();
        let preference = json!({"person_id": ME, "trigger_notify":
            {"critical": ["feishu_app:4401"], "warning": ["email"], "info": ["email"]}});
        server.tell("/preference/info", preference);
        let app = json!({"integration_id": 4401, "name": "FA", "plugin_type": "feishu_app", "status": status,
            "category": "im"});
        server.tell("/datasource/list", json!([app]));
        let incident = json!({"incident_id": ID, "num": "1", "title": "t", "incident_severity": "Critical",
            "progress": "Triggered", "channel_id": 1, "start_time": start, "responders": [{"person_id": ME}]});
        server.tell(
            "/incident/list",
            json!({"items": [incident], "total": 1, "has_next_page": false}),
        );
        let told = json!({"ref_id": ID, "type": "i_notify", "creator_id": 0, "created_at": (start + 5) * 1000,
            "detail": {"rid": "r", "fire_type": "fire", "by": by, "persons": [{"person_id": ME}]}});
        server.tell(
            "/incident/feed",
            json!({"items": [told], "has_next_page": false}),
        );
        server.explain(&format!("{status} {by}"), "", wanted);
    }
}

#[test]
fn a_space_that_is_enabled_and_has_a_time_of_its_deletion() {
    let server = server();
    for (deleted_at, wanted) in [(json!(0), "yes"), (json!(AT - 86_400), "maybe")] {
        let mut one = space();
        one["deleted_at"] = deleted_at.clone();
        server.tell("/channel/list", json!({"items": [one]}));
        server.explain(&deleted_at.to_string(), "", wanted);
    }
}

#[test]
fn days_of_a_calendar_that_are_not_its_own_or_none() {
    let server = server();
    let mut mine = rule(&json!({"person_ids": [ME]}));
    mine["time_filters"] =
        json!([{"start": "00:00", "end": "24:00", "repeat": null, "cal_id": "c", "is_off": false}]);
    server.tell(RULES, rules(&[mine]));
    let calendar = json!({"cal_id": "c", "cal_name": "C", "timezone": "Europe/London", "status": "enabled",
        "workdays": [1, 2, 3, 4, 5], "extra_cal_ids": ["holidays"]});
    server.tell("/calendar/info", calendar);
    for (of, end, wanted) in [
        ("c", "2026-11-28", "no"),
        ("holidays", "2026-11-28", "no"),
        ("other", "2026-11-28", "maybe"),
        ("c", "2026-11-27", "maybe"),
    ] {
        let event = json!({"cal_id": of, "start_at": "2026-11-27", "end_at": end, "is_off": true});
        server.tell(
            "/calendar/event/list",
            json!({"items": [event], "total": 1}),
        );
        server.explain(&format!("{of} {end}"), "", wanted);
    }
}

#[test]
fn a_rule_that_is_listed_twice_and_not_alike() {
    let server = server();
    let mine = rule(&json!({"person_ids": [ME]}));
    let yours = rule(&json!({"person_ids": [YOU]}));
    let mut off = mine.clone();
    off["status"] = json!("disabled");
    for (list, wanted) in [
        ([&mine, &mine], "yes"),
        ([&yours, &yours], "no"),
        ([&mine, &yours], "maybe"),
        ([&mine, &off], "maybe"),
        ([&off, &mine], "maybe"),
    ] {
        server.tell(RULES, json!({"items": list}));
        server.explain(&format!("{list:?}"), "", wanted);
    }
    server.tell(RULES, rules(&[mine]));
    let silence = |status: &str| {
        json!({"rule_id": "s", "rule_name": "S", "channel_id": 1, "status": status,
        "filters": [[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]],
        "time_filters": [{"start": "00:00", "end": "24:00"}]})
    };
    for (list, wanted) in [
        (["enabled", "enabled"], "no"),
        (["disabled", "enabled"], "maybe"),
        (["enabled", "disabled"], "maybe"),
        (["disabled", "disabled"], "yes"),
    ] {
        let list: Vec<Value> = list.into_iter().map(silence).collect();
        server.tell("/channel/silence/rule/list", json!({"items": list}));
        server.explain(&format!("{list:?}"), "", wanted);
    }
}

#[test]
fn whose_key_it_is_where_the_server_does_not_say() {
    let server = server();
    // The preferences say who it is, and nobody says who is in a team.
    let target = json!({"team_ids": [12]});
    server.tell(RULES, rules(&[rule(&target)]));
    let team = json!({"team_id": 12, "team_name": "A", "person_ids": [ME]});
    server.tell("/team/list", json!({"items": [team], "total": 1}));
    server.explain("a member", "", "yes");
    let nobody = json!({"member_id": 0, "member_name": "Jane Doe", "account_name": "Odd", "account_id": 1,
        "phone": "+44 7***", "phone_verified": true, "account_time_zone": "Europe/London", "status": "enabled"});
    for me in [json!({}), nobody] {
        server.tell("/member/info", me.clone());
        server.explain(&me.to_string(), "", "maybe");
        let run = server.world.duty("doctor --space 1 -o json");
        let ran = run
            .any_stdout()
            .any_stderr()
            .any_requests()
            .status(11)
            .run();
        let report = ran.json();
        assert_eq!(report["complete"], false, "{report}");
        let warnings = report["warnings"].as_array().unwrap();
        assert!(
            warnings.iter().any(|one| one["code"] == "person_unread"),
            "{report}"
        );
        let run = server.world.duty("doctor --space 1");
        let text = run
            .any_stdout()
            .any_stderr()
            .any_requests()
            .status(11)
            .run()
            .stdout;
        assert!(
            text.contains("Person    not known; the key works"),
            "{text}"
        );
    }
}
