//! The collaboration spaces and their escalation rules: seven made-up ones that between them show what
//! can keep a notification from a person, or any number of generated ones for load tests.

use serde_json::{Value, json};

use crate::made;
use crate::names::{
    DAY, FOUNDED, JOHN_ROE, LI_SI, SCHEDULE_CHECKOUT, SCHEDULE_PAYMENTS, SCHEDULE_PLATFORM,
    SCHEDULE_SEARCH, TEAM_CHECKOUT, TEAM_LOGISTICS, TEAM_PAYMENTS, TEAM_PLATFORM, WANG_WU,
    ZHANG_SAN,
};

/// Spaces and rules.
type Made = (Vec<Value>, Vec<Value>);

fn space(id: u64, name: &str, description: &str, team: u64, creator: u64, day: u64) -> Value {
    json!({
        "channel_id": id,
        "channel_name": name,
        "description": description,
        "status": "enabled",
        "team_id": team,
        "creator_id": creator,
        "ranking": 100 - day % 100,
        "created_at": FOUNDED + day * DAY,
        "updated_at": FOUNDED + (day + 30) * DAY,
        "last_incident_at": FOUNDED + (day + 60) * DAY,
    })
}

/// A rule without conditions, windows or layers; the rest is filled in with `with`.
fn rule(id: &str, space: u64, name: &str, priority: u64) -> Value {
    json!({
        "rule_id": id,
        "rule_name": name,
        "channel_id": space,
        "description": "",
        "status": "enabled",
        "priority": priority,
        "aggr_window": 0,
        "filters": null,
        "time_filters": null,
        "layers": [],
        "created_at": FOUNDED + 50 * DAY,
        "updated_at": FOUNDED + 80 * DAY,
    })
}

fn with(mut rule: Value, field: &str, value: Value) -> Value {
    rule[field] = value;
    rule
}

/// A level that escalates after so many minutes; 0 is the last one.
fn layer(minutes: u64, target: &Value) -> Value {
    json!({
        "max_times": 3,
        "notify_step": 5.0,
        "escalate_window": minutes,
        "force_escalate": false,
        "target": target,
    })
}

fn follow() -> Value {
    json!({"follow_preference": true, "critical": null, "warning": null, "info": null})
}

fn unified(critical: &[&str], warning: &[&str], info: &[&str]) -> Value {
    json!({"follow_preference": false, "critical": critical, "warning": warning, "info": info})
}

fn target(persons: &[u64], teams: &[u64], schedules: &Value, by: &Value) -> Value {
    json!({
        "person_ids": persons,
        "team_ids": teams,
        "schedule_to_role_ids": schedules,
        "emails": null,
        "by": by,
        "webhooks": null,
    })
}

fn on_schedule(schedule: u64, roles: &[u64]) -> Value {
    let mut map = serde_json::Map::new();
    map.insert(schedule.to_string(), json!(roles));
    Value::Object(map)
}

/// The seven made-up spaces. 张三 is in the teams of all but the third.
pub(crate) fn made_up() -> Made {
    let spaces = vec![
        space(
            30101,
            "支付核心",
            "支付、退款、对账",
            TEAM_PAYMENTS,
            ZHANG_SAN,
            10,
        ),
        space(
            30102,
            "Checkout EU",
            "Carts and checkout of the European shops",
            TEAM_CHECKOUT,
            JOHN_ROE,
            12,
        ),
        space(30103, "订单与物流", "", TEAM_LOGISTICS, WANG_WU, 14),
        space(
            30104,
            "Edge & CDN",
            "Moved here from the old tenant",
            TEAM_CHECKOUT,
            ZHANG_SAN,
            16,
        ),
        space(
            30105,
            "数据仓库 Data Warehouse",
            "夜间批处理",
            TEAM_PAYMENTS,
            WANG_WU,
            18,
        ),
        space(30106, "移动端 App", "", TEAM_PAYMENTS, LI_SI, 20),
        space(30107, "搜索 Search", "", TEAM_CHECKOUT, LI_SI, 22),
    ];
    let mut rules = payments();
    rules.extend(checkout());
    rules.extend(logistics());
    rules.extend(warehouse());
    rules.extend(mobile());
    rules.extend(search());
    (spaces, rules)
}

/// The silence of 移动端 App, which is in effect whenever it is looked at.
pub(crate) fn silences() -> Vec<Value> {
    let everything = [("severity", "IN", &["Critical", "Warning", "Info"][..])];
    let freeze = made::silence(30106, "封版期间").when(&[&everything]);
    vec![freeze.weekly("00:00", "23:59", &[]).value().clone()]
}

/// Would reach 张三, but for a silence rule.
fn mobile() -> Vec<Value> {
    let all = rule("6650a1f0c0de000000000041", 30106, "全部", 0);
    let me = target(&[ZHANG_SAN], &[], &Value::Null, &follow());
    vec![with(all, "layers", json!([layer(0, &me)]))]
}

/// Tells the primary of a schedule only, in which 张三 is the backup.
fn search() -> Vec<Value> {
    let all = rule("6650a1f0c0de000000000051", 30107, "值班主责", 0);
    let primary = target(&[], &[], &on_schedule(SCHEDULE_SEARCH, &[0]), &follow());
    vec![with(all, "layers", json!([layer(0, &primary)]))]
}

/// Follows preferences: on the schedule first, then the whole team by unified settings. At night only
/// what is serious goes out.
fn payments() -> Vec<Value> {
    let serious = with(
        rule("6650a1f0c0de000000000001", 30101, "P1 立即通知", 0),
        "filters",
        json!([
            [
                {"key": "severity", "oper": "IN", "vals": ["Critical"]},
                {"key": "labels.service", "oper": "IN", "vals": ["pay-*", "refund-??"]},
            ],
            [{"key": "title", "oper": "IN", "vals": ["/(?i)double.?charge/"]}],
        ]),
    );
    let mut first = target(&[], &[], &on_schedule(SCHEDULE_PAYMENTS, &[1]), &follow());
    first["webhooks"] = json!([{
        "type": "feishu",
        "settings": {"alias": "支付值班群", "token": "sandbox-not-a-token"},
    }]);
    let team = target(
        &[],
        &[TEAM_PAYMENTS],
        &Value::Null,
        &unified(&["voice", "sms"], &["sms"], &["email"]),
    );
    let night = with(
        rule("6650a1f0c0de000000000002", 30101, "夜间：攒五分钟再说", 1),
        "time_filters",
        json!([{"start": "22:00", "end": "08:00", "repeat": [1, 2, 3, 4, 5], "cal_id": "", "is_off": false}]),
    );
    let night = with(night, "aggr_window", json!(300));
    let rest = rule("6650a1f0c0de000000000003", 30101, "兜底", 2);
    vec![
        with(
            serious,
            "layers",
            json!([layer(10, &first), layer(0, &team)]),
        ),
        with(
            night,
            "layers",
            json!([layer(
                30,
                &target(&[ZHANG_SAN], &[], &Value::Null, &follow())
            )]),
        ),
        with(
            rest,
            "layers",
            json!([layer(
                0,
                &target(&[LI_SI], &[TEAM_PAYMENTS], &Value::Null, &follow())
            )]),
        ),
    ]
}

/// Unified settings, which the preferences of nobody change: voice and SMS, which need a verified
/// phone, and below them an IM instance that is disabled.
fn checkout() -> Vec<Value> {
    let europe = with(
        rule("6650a1f0c0de000000000011", 30102, "EU pages", 0),
        "filters",
        json!([[
            {"key": "severity", "oper": "NOTIN", "vals": ["Info"]},
            {"key": "title", "oper": "IN", "vals": ["/^\\[EU\\]/"]},
        ]]),
    );
    let rest = rule("6650a1f0c0de000000000012", 30102, "Everything else", 1);
    let next = rule(
        "6650a1f0c0de000000000013",
        30102,
        "Trial of the new rota",
        2,
    );
    let next = with(next, "status", json!("disabled"));
    vec![
        with(
            europe,
            "layers",
            json!([
                layer(
                    15,
                    &target(
                        &[],
                        &[TEAM_CHECKOUT],
                        &Value::Null,
                        &unified(&["voice", "sms"], &["sms"], &[]),
                    ),
                ),
                layer(
                    0,
                    &target(
                        &[JOHN_ROE],
                        &[],
                        &on_schedule(SCHEDULE_CHECKOUT, &[1, 2]),
                        &unified(&["voice"], &["email"], &[]),
                    ),
                ),
            ]),
        ),
        with(
            rest,
            "layers",
            json!([layer(
                0,
                &target(
                    &[ZHANG_SAN],
                    &[],
                    &Value::Null,
                    &unified(
                        &["feishu_app:4402"],
                        &["feishu_app:4402"],
                        &["feishu_app:4402"]
                    ),
                ),
            )]),
        ),
        with(
            next,
            "layers",
            json!([layer(
                0,
                &target(&[], &[], &on_schedule(SCHEDULE_CHECKOUT, &[1]), &follow()),
            )]),
        ),
    ]
}

/// The only rule is disabled.
fn logistics() -> Vec<Value> {
    let only = rule("6650a1f0c0de000000000021", 30103, "物流告警", 0);
    let only = with(only, "status", json!("disabled"));
    vec![with(
        only,
        "layers",
        json!([layer(
            0,
            &target(
                &[ZHANG_SAN, WANG_WU],
                &[TEAM_LOGISTICS],
                &Value::Null,
                &follow()
            ),
        )]),
    )]
}

/// Works, and does not reach 张三: the rule that names his team stands behind one that takes everything.
fn warehouse() -> Vec<Value> {
    let batch = with(
        rule("6650a1f0c0de000000000031", 30105, "批处理失败", 0),
        "filters",
        json!([[{"key": "labels.job", "oper": "IN", "vals": ["*"]}]]),
    );
    let mut room = target(&[], &[], &Value::Null, &Value::Null);
    room["webhooks"] = json!([{
        "type": "dingtalk",
        "settings": {"alias": "数仓大群", "token": "sandbox-not-a-token"},
    }]);
    let batch = with(
        batch,
        "layers",
        json!([
            layer(5, &room),
            layer(
                20,
                &target(
                    &[WANG_WU],
                    &[],
                    &on_schedule(SCHEDULE_PLATFORM, &[1]),
                    &follow(),
                ),
            ),
            layer(0, &target(&[], &[TEAM_PLATFORM], &Value::Null, &follow())),
        ]),
    );
    let rest = rule("6650a1f0c0de000000000032", 30105, "其余", 1);
    let team = rule("6650a1f0c0de000000000033", 30105, "支付组也要知道", 2);
    vec![
        batch,
        with(
            rest,
            "layers",
            json!([layer(0, &target(&[WANG_WU], &[], &Value::Null, &follow()))]),
        ),
        with(
            team,
            "layers",
            json!([layer(
                0,
                &target(&[], &[TEAM_PAYMENTS], &Value::Null, &follow())
            )]),
        ),
    ]
}

/// So many spaces with one to three rules each, the same at every call. Every fifth concerns 张三.
pub(crate) fn generated(n: u32) -> Made {
    let mut spaces = Vec::new();
    let mut rules = Vec::new();
    for i in 0..u64::from(n) {
        let id = 40_001 + i;
        let name = if i % 2 == 0 {
            format!("服务 {:04}", i + 1)
        } else {
            format!("Service {:04}", i + 1)
        };
        let mine = i % 5 == 0;
        let turn = i / 5;
        let (teams, person, schedule) = if mine {
            ([TEAM_PAYMENTS, TEAM_CHECKOUT], ZHANG_SAN, SCHEDULE_PAYMENTS)
        } else {
            ([TEAM_LOGISTICS, TEAM_PLATFORM], WANG_WU, SCHEDULE_PLATFORM)
        };
        let team = teams[usize::from(turn % 2 == 1)];
        spaces.push(space(id, &name, "", team, LI_SI, i % 300));
        for k in 0..=i % 3 {
            let made = rule(
                &format!("6650a1f0{:012x}{k:04x}", id),
                id,
                &format!("rule {}", k + 1),
                k,
            );
            let made = if k == 0 && i % 3 > 0 {
                with(
                    made,
                    "filters",
                    json!([[{"key": "severity", "oper": "IN", "vals": ["Critical"]}]]),
                )
            } else {
                made
            };
            let made = if i % 7 == 6 {
                with(made, "status", json!("disabled"))
            } else {
                made
            };
            let by = if turn % 5 == 4 {
                unified(&["voice"], &["sms"], &["email"])
            } else {
                follow()
            };
            let target = match (i + k) % 3 {
                0 => target(&[person], &[], &Value::Null, &by),
                1 => target(&[], &[team], &Value::Null, &by),
                _ => target(&[], &[], &on_schedule(schedule, &[1]), &by),
            };
            rules.push(with(made, "layers", json!([layer(0, &target)])));
        }
    }
    (spaces, rules)
}
