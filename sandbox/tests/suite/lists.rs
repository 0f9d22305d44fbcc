//! Lists: pages, totals, orders and filters.

use serde_json::{Value, json};

use crate::support::{Sandbox, column, sandbox, sandbox_with};

/// All pages of the spaces, as the contract says to read them: until `has_next_page` is false.
fn all_spaces(sandbox: &Sandbox, limit: u64) -> (Vec<u64>, u64) {
    let mut ids = Vec::new();
    for p in 1.. {
        let data = sandbox.ok("channel_list", json!({"p": p, "limit": limit}));
        ids.extend(
            column(&data, "channel_id")
                .into_iter()
                .filter_map(Value::as_u64),
        );
        if data["has_next_page"] == false {
            return (ids, data["total"].as_u64().unwrap());
        }
    }
    unreachable!()
}

#[test]
fn pages_add_up_to_the_whole() {
    let sandbox = sandbox_with(|o| o.spaces = Some(250));
    for limit in [1, 99, 100] {
        let (mut ids, total) = all_spaces(&sandbox, limit);
        assert_eq!((ids.len(), total), (250, 250), "by {limit}");
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 250, "by {limit}");
    }
    let data = sandbox.ok("channel_list", json!({"p": 4, "limit": 100}));
    assert_eq!(data["items"], json!([]));
}

#[test]
fn the_total_stops_counting_and_the_pages_do_not() {
    let sandbox = sandbox_with(|o| o.spaces = Some(1234));
    let (ids, total) = all_spaces(&sandbox, 100);
    assert_eq!((ids.len(), total), (1234, 1000));
}

#[test]
fn pages_have_an_end() {
    let sandbox = sandbox();
    sandbox.ok("channel_list", json!({"p": 100, "limit": 100}));
    sandbox.senseless("channel_list", json!({"p": 101, "limit": 100}));
    sandbox.senseless("member_list", json!({"p": 101}));
    sandbox.senseless("team_list", json!({"p": 501}));
    for operation in [
        "member_list",
        "channel_list",
        "team_list",
        "integration_list",
        "account_integration_list",
    ] {
        sandbox.invalid(operation, json!({"limit": 101}));
        sandbox.invalid(operation, json!({"p": 0}));
    }
}

#[test]
fn members() {
    let sandbox = sandbox();
    let data = sandbox.ok("member_list", json!({"p": 1, "limit": 20}));
    assert_eq!(data["total"], 5);
    assert_eq!(
        column(&data, "member_name"),
        ["张三", "李四", "王五", "Jane Doe", "John Roe"]
    );
    let data = sandbox.ok("member_list", json!({"p": 2, "limit": 2}));
    assert_eq!(column(&data, "member_name"), ["王五", "Jane Doe"]);
    for (query, names) in [
        ("张", vec!["张三"]),
        ("jane", vec!["Jane Doe"]),
        ("LISI@", vec!["李四"]),
        ("13800000003", vec!["王五"]),
        ("80014", vec!["Jane Doe"]),
        ("nobody", vec![]),
    ] {
        let data = sandbox.ok("member_list", json!({"query": query}));
        assert_eq!(column(&data, "member_name"), names);
    }
    let data = sandbox.ok(
        "member_list",
        json!({"orderby": "created_at", "asc": false, "limit": 1}),
    );
    assert_eq!(column(&data, "member_name"), ["John Roe"]);
    let data = sandbox.ok("member_list", json!({"role_id": 3, "member_id": 80015}));
    assert_eq!(column(&data, "member_name"), ["John Roe"]);
    // Who left is in no list, and still has a name.
    sandbox
        .server
        .edit(|state| state["members"][2]["status"] = "deleted".into())
        .unwrap();
    assert_eq!(sandbox.ok("member_list", json!({}))["total"], 4);
    let data = sandbox.ok(
        "person_infos",
        json!({"person_ids": [80013, 2_451_002_751_u64, 1]}),
    );
    assert_eq!(column(&data, "person_name"), ["王五", "星环电商 Starloop"]);
    assert_eq!(column(&data, "as"), ["member", "account"]);
    // It knows of no phones, verified or not.
    assert_eq!(column(&data, "phone_verified"), [false, false]);
}

#[test]
fn spaces() {
    let sandbox = sandbox();
    let names = |body| {
        let data = sandbox.ok("channel_list", body);
        let names: Vec<String> = column(&data, "channel_name")
            .into_iter()
            .map(|n| n.as_str().unwrap().to_owned())
            .collect();
        names.join(" | ")
    };
    assert_eq!(
        names(json!({"asc": true})),
        "支付核心 | Checkout EU | 订单与物流 | Edge & CDN | 数据仓库 Data Warehouse | 移动端 App | 搜索 Search"
    );
    assert_eq!(names(json!({"limit": 1})), "搜索 Search");
    assert_eq!(
        names(json!({"orderby": "channel_name", "asc": true, "limit": 2})),
        "Checkout EU | Edge & CDN"
    );
    assert_eq!(
        names(json!({"is_my_team": true, "asc": true})),
        "支付核心 | Checkout EU | Edge & CDN | 数据仓库 Data Warehouse | 移动端 App | 搜索 Search"
    );
    assert_eq!(names(json!({"query": "checkout"})), "Checkout EU");
    // What the vendor's client sends for `Edge & C`: escaped for a regular expression.
    assert_eq!(names(json!({"query": "edge \\& c"})), "Edge & CDN");
    assert_eq!(names(json!({"channel_ids": [30103, 1]})), "订单与物流");
    assert_eq!(
        names(json!({"team_ids": [7002], "asc": true})),
        "Checkout EU | Edge & CDN | 搜索 Search"
    );
    assert_eq!(
        names(json!({"channel_name": "Edge & CDN", "query": "nothing like it"})),
        "Edge & CDN"
    );
    sandbox
        .server
        .edit(|state| {
            state["spaces"][1]["is_starred"] = true.into();
            state["spaces"][2]["managing_team_ids"] = json!([7001]);
        })
        .unwrap();
    assert_eq!(names(json!({"is_my_starred": true})), "Checkout EU");
    assert_eq!(
        names(json!({"is_my_managed": true, "limit": 1})),
        "搜索 Search"
    );
    assert_eq!(
        names(json!({"is_my_managed": true, "query": "物流"})),
        "订单与物流"
    );
    let data = sandbox.ok("channel_list", json!({"is_brief": true, "limit": 1}));
    let fields: Vec<&String> = data["items"][0].as_object().unwrap().keys().collect();
    assert_eq!(
        fields,
        ["channel_id", "channel_name", "description", "status"]
    );
    let data = sandbox.ok("channel_infos", json!({"channel_ids": [30102, 1, 30101]}));
    assert_eq!(column(&data, "channel_id"), [30102, 30101]);
}

#[test]
fn teams() {
    let sandbox = sandbox();
    let data = sandbox.ok("team_list", json!({"p": 2, "limit": 3}));
    assert_eq!(
        (&data["total"], column(&data, "team_id")),
        (&json!(4), vec![&json!(7004)])
    );
    let data = sandbox.ok("team_list", json!({"query": "sre"}));
    assert_eq!(column(&data, "team_name"), ["支付平台 SRE"]);
    let data = sandbox.ok(
        "team_list",
        json!({"person_id": 80015, "orderby": "team_name", "asc": true}),
    );
    assert_eq!(column(&data, "team_name"), ["Checkout Backend", "Platform"]);
    assert!(data.get("has_next_page").is_none());
    let data = sandbox.ok("team_infos", json!({"team_ids": [7002, 9]}));
    assert_eq!(column(&data, "person_ids"), [&json!([80011, 80015])]);
    let ids: Vec<u64> = (0..101).collect();
    sandbox.ok("team_infos", json!({"team_ids": ids[..100]}));
    sandbox.invalid("team_infos", json!({"team_ids": ids}));
}
