//! The made-up account as it is at first: who is in it, how they are notified, their keys, phones,
//! integrations, teams and schedules. Ids and times are fixed, so that examples and tests can name them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::behavior::Behavior;
use crate::made;
use crate::names::{
    ACCOUNT, DAY, DISABLED_KEY, FOUNDED, JANE_DOE, JOHN_ROE, LI_SI, MEMBER_KEY, OWNER_KEY,
    PRIMARY_KEY, SCHEDULE_CHECKOUT, SCHEDULE_PAYMENTS, SCHEDULE_PLATFORM, SCHEDULE_SEARCH,
    TEAM_CHECKOUT, TEAM_LOGISTICS, TEAM_PAYMENTS, TEAM_PLATFORM, WANG_WU, ZHANG_SAN,
};
use crate::spaces;
use crate::state::{Account, AppKey, BoundDevice, Member, Preference, State, VERSION};

/// The account as new.
pub(crate) fn fresh(spaces: Option<u32>) -> State {
    let ((spaces, rules), silence_rules) = match spaces {
        None => (spaces::made_up(), spaces::silences()),
        Some(n) => (spaces::generated(n), Vec::new()),
    };
    State {
        version: VERSION,
        account: Account {
            account_id: ACCOUNT,
            account_name: "星环电商 Starloop".to_owned(),
            email: "ops@example.com".to_owned(),
            phone: "+8613800000000".to_owned(),
            country_code: "CN".to_owned(),
            domain: "starloop".to_owned(),
            avatar: String::new(),
            locale: "zh-CN".to_owned(),
            time_zone: "Asia/Shanghai".to_owned(),
            created_at: FOUNDED.into(),
        },
        members: members(),
        preferences: preferences(),
        app_keys: app_keys(),
        devices: devices(),
        bind_codes: Vec::new(),
        integrations: integrations(),
        teams: teams(),
        schedules: schedules(),
        spaces,
        rules,
        silence_rules,
        inhibit_rules: Vec::new(),
        drop_rules: Vec::new(),
        calendars: Vec::new(),
        calendar_events: Vec::new(),
        routes: Vec::new(),
        pipelines: Vec::new(),
        unlinked: vec![(4405, JOHN_ROE)],
        past_made_at: 0,
        incidents: Vec::new(),
        audit: Vec::new(),
        behavior: Behavior::default(),
        outbox: Vec::new(),
        verification: BTreeMap::new(),
        next_id: 60_001,
    }
}

fn members() -> Vec<Member> {
    let member = |id: u64, name: &str, mail: &str, phone: &str, roles: &[u64]| Member {
        member_id: id,
        member_name: name.to_owned(),
        status: "enabled".to_owned(),
        account_role_ids: roles.to_vec(),
        email: format!("{mail}@example.com"),
        email_verified: true,
        phone: phone.to_owned(),
        phone_verified: true,
        country_code: "CN".to_owned(),
        avatar: String::new(),
        locale: "zh-CN".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        is_external: false,
        ref_id: String::new(),
        created_at: (FOUNDED + (id - ZHANG_SAN) * DAY).into(),
        updated_at: (FOUNDED + 90 * DAY + (id - ZHANG_SAN) * DAY).into(),
        extra: Map::new(),
    };
    vec![
        Member {
            phone_verified: false,
            ref_id: "starloop-0001".to_owned(),
            ..member(ZHANG_SAN, "张三", "zhangsan", "+8613800000001", &[1])
        },
        member(LI_SI, "李四", "lisi", "+8613800000002", &[3]),
        Member {
            email_verified: false,
            ..member(WANG_WU, "王五", "wangwu", "+8613800000003", &[3])
        },
        Member {
            // Invited, and never came.
            status: "pending".to_owned(),
            email_verified: false,
            phone_verified: false,
            phone: String::new(),
            locale: "en-US".to_owned(),
            ..member(JANE_DOE, "Jane Doe", "jane.doe", "", &[8])
        },
        Member {
            // Came through single sign-on.
            is_external: true,
            country_code: "GB".to_owned(),
            locale: "en-US".to_owned(),
            time_zone: "Europe/London".to_owned(),
            ..member(JOHN_ROE, "John Roe", "john.roe", "+442079460018", &[3])
        },
    ]
}

fn preferences() -> BTreeMap<u64, Preference> {
    let preference =
        |critical: &[&str], warning: &[&str], info: &[&str], shift: &[&str], page: &[&str]| {
            Preference {
                trigger_notify: json!({"critical": critical, "warning": warning, "info": info}),
                schedule_shift_notify: json!({"personal_channels": shift}),
                status_change_notify: json!({"im_integrations": page}),
                extra: Map::new(),
            }
        };
    BTreeMap::from([
        (
            ZHANG_SAN,
            preference(
                &["email", "push"],
                &["email", "feishu_app:4401"],
                &["email"],
                &["email"],
                &["feishu_app:4401"],
            ),
        ),
        (
            LI_SI,
            preference(
                &["voice", "sms", "push"],
                &["sms", "dingtalk_app:4403"],
                &[],
                &["sms"],
                &[],
            ),
        ),
        (WANG_WU, preference(&["email"], &[], &[], &[], &[])),
        (
            JOHN_ROE,
            preference(
                &["voice", "slack_app:4404"],
                &["slack_app:4404"],
                &["slack_app:4405"],
                &["email"],
                &["slack_app:4404"],
            ),
        ),
        (
            ACCOUNT,
            preference(&["voice", "email"], &["email"], &["email"], &["email"], &[]),
        ),
    ])
}

/// How a person is notified who never chose.
pub(crate) fn default_preference() -> Preference {
    Preference {
        trigger_notify: json!({"critical": ["email"], "warning": ["email"], "info": ["email"]}),
        schedule_shift_notify: json!({"personal_channels": ["email"]}),
        status_change_notify: json!({"im_integrations": []}),
        extra: Map::new(),
    }
}

fn app_keys() -> Vec<AppKey> {
    let key = |key_id, person_id, name: &str, key: &str, status: &str, day: u64| AppKey {
        key_id,
        person_id,
        key_name: name.to_owned(),
        key: key.to_owned(),
        status: status.to_owned(),
        created_at: (FOUNDED + day * DAY).into(),
        updated_at: (FOUNDED + day * DAY).into(),
        permissions: None,
    };
    vec![
        key(5001, ZHANG_SAN, "laptop", OWNER_KEY, "enabled", 40),
        key(5002, ZHANG_SAN, "ci-2024", DISABLED_KEY, "disabled", 2),
        key(5003, LI_SI, "lisi-laptop", MEMBER_KEY, "enabled", 41),
        key(5004, ACCOUNT, "primary", PRIMARY_KEY, "enabled", 1),
    ]
}

fn devices() -> Vec<BoundDevice> {
    // The app of the first is no longer on the phone.
    let device = |person_id, id: &str, name: &str, os: &str, day: u64| BoundDevice {
        person_id,
        device_id: id.to_owned(),
        device_name: name.to_owned(),
        os_version: os.to_owned(),
        bound_at: (FOUNDED + day * DAY).into(),
        stale: person_id == ZHANG_SAN,
    };
    vec![
        device(
            ZHANG_SAN,
            "dev_0000000000000a01",
            "Pixel 9",
            "Android 16",
            45,
        ),
        device(LI_SI, "dev_0000000000000a02", "iPhone 17", "iOS 26.1", 46),
    ]
}

fn integrations() -> Vec<Value> {
    let integration =
        |id: u64, category: &str, plugin: &str, kind: &str, name: &str, status: &str| {
            json!({
                "integration_id": id,
                "data_source_id": id,
                "name": name,
                "status": status,
                "category": category,
                "plugin_type": plugin,
                "plugin_type_name": kind,
                "description": "",
                "team_id": if category == "im" { 0 } else { TEAM_PAYMENTS },
                "created_at": FOUNDED + 10 * DAY,
                "updated_at": FOUNDED + 40 * DAY,
            })
        };
    vec![
        integration(
            4401,
            "im",
            "feishu_app",
            "飞书 Feishu/Lark",
            "飞书-运维值班",
            "enabled",
        ),
        integration(
            4402,
            "im",
            "feishu_app",
            "飞书 Feishu/Lark",
            "Feishu (old tenant)",
            "disabled",
        ),
        integration(
            4403,
            "im",
            "dingtalk_app",
            "钉钉 DingTalk",
            "钉钉-基础架构",
            "enabled",
        ),
        integration(4404, "im", "slack_app", "Slack", "Slack EU", "enabled"),
        integration(4405, "im", "slack_app", "Slack", "Slack US", "enabled"),
        integration(
            4406,
            "im",
            "wecom_app",
            "企业微信 WeCom",
            "企业微信",
            "disabled",
        ),
        integration(
            4501,
            "event.alert",
            "prometheus",
            "Prometheus",
            "Prometheus 生产",
            "enabled",
        ),
        integration(
            4502,
            "event.alert",
            "zabbix",
            "Zabbix",
            "Zabbix (机房)",
            "enabled",
        ),
        integration(
            4503,
            "event.alert",
            "email",
            "Email",
            "Vendor mails",
            "disabled",
        ),
        integration(
            4601,
            "webhook",
            "webhook",
            "Webhook",
            "Ticket webhook",
            "enabled",
        ),
    ]
}

fn teams() -> Vec<Value> {
    let team = |id: u64, name: &str, persons: &[u64]| {
        json!({
            "team_id": id,
            "team_name": name,
            "person_ids": persons,
            "status": "enabled",
            "created_at": FOUNDED + 7 * DAY,
            "updated_at": FOUNDED + 30 * DAY,
        })
    };
    vec![
        team(TEAM_PAYMENTS, "支付平台 SRE", &[ZHANG_SAN, LI_SI, WANG_WU]),
        team(TEAM_CHECKOUT, "Checkout Backend", &[ZHANG_SAN, JOHN_ROE]),
        team(TEAM_LOGISTICS, "物流系统", &[WANG_WU, JANE_DOE]),
        team(TEAM_PLATFORM, "Platform", &[LI_SI, JOHN_ROE]),
    ]
}

/// The shifts have no dates: it is always the turn of `current`, and `next` follows, so that the
/// account looks the same whenever it is looked at.
fn schedules() -> Vec<Value> {
    let group = |name: &str, primary: u64, secondary: Option<u64>| {
        let mut members = vec![json!({"role_id": 1, "person_ids": [primary]})];
        if let Some(person) = secondary {
            members.push(json!({"role_id": 2, "person_ids": [person]}));
        }
        json!({"group_name": name, "members": members})
    };
    let schedule = |id: u64, name: &str, persons: &[u64], current: Value, next: Value| {
        json!({
            "schedule_id": id,
            "schedule_name": name,
            "status": 0,
            "person_ids": persons,
            "shift_seconds": 7 * DAY,
            "current": current,
            "next": next,
        })
    };
    vec![
        schedule(
            SCHEDULE_PAYMENTS,
            "支付值班",
            &[ZHANG_SAN, LI_SI],
            group("第一组", ZHANG_SAN, Some(LI_SI)),
            group("第二组", LI_SI, Some(ZHANG_SAN)),
        ),
        schedule(
            SCHEDULE_CHECKOUT,
            "Checkout secondary",
            &[JOHN_ROE, ZHANG_SAN],
            group("EU", JOHN_ROE, None),
            group("CN", ZHANG_SAN, None),
        ),
        schedule(
            SCHEDULE_PLATFORM,
            "平台值班 Platform",
            &[WANG_WU, LI_SI],
            group("A", WANG_WU, None),
            group("B", LI_SI, None),
        ),
        schedule(
            SCHEDULE_SEARCH,
            "搜索值班",
            &[LI_SI, ZHANG_SAN],
            made::group("甲", &[(0, &[LI_SI]), (1, &[ZHANG_SAN])]),
            made::group("乙", &[(0, &[ZHANG_SAN]), (1, &[LI_SI])]),
        ),
    ]
}
