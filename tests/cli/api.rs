//! `duty api`: what the server says is passed on, what may change something asks.

use serde_json::{Value, json};

use crate::harness::{Fault, FaultKind, World};

#[test]
fn a_read_is_passed_on_with_every_page() {
    let world = World::new();
    let ran = world
        .duty("api /member/list -F limit=2 --paginate")
        .any_requests()
        .any_stdout()
        .run();
    let all = ran.json();
    let names = all["items"].as_array().unwrap();
    assert!(names.len() > 1, "{all}");
    assert_eq!(ran.requests.len(), names.len().div_ceil(2));
    assert!(
        names[0]["member_id"].is_u64(),
        "as the server said it: {all}"
    );
    assert!(all.get("schema_version").is_none());
    let ran = world
        .duty("api member/info --include")
        .requests(&["member_info"])
        .any_stdout()
        .run();
    assert!(ran.stdout.starts_with("HTTP 200\n"), "{}", ran.stdout);
    assert!(ran.stdout.to_lowercase().contains("flashcat-request-id: "));
    world
        .duty("api /member/list -f query=lisi --jq")
        .arg(".items[].member_name")
        .requests(&["member_list"])
        .stdout("李四\n")
        .run();
    let ran = world
        .duty("api /member/list -f query=lisi -o csv --columns member_name,member_id")
        .requests(&["member_list"])
        .any_stdout()
        .run();
    assert!(
        ran.stdout.starts_with("member_name,member_id\r\n李四,"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_body_is_made_of_fields_and_of_a_file() {
    let mut world = World::new();
    world.contract = false;
    std::fs::write(
        world.home.path().join("body.json"),
        r#"{"limit": 7, "a": [1]}"#,
    )
    .unwrap();
    std::fs::write(world.home.path().join("name"), "from a file").unwrap();
    let ran = world
        .duty("api /member/list --input body.json -f query=7 -F p=1 -F a[]=2 -F b[c]=@name")
        .any_requests()
        .any_stdout()
        .any_stderr()
        .run();
    assert_eq!(
        ran.bodies("member_list")[0],
        json!({"limit": 7, "a": [1, 2], "query": "7", "p": 1, "b": {"c": "from a file"}})
    );
    assert!(
        ran.stderr
            .contains("warning: /member/list: the contract does not know a"),
        "{}",
        ran.stderr
    );
    world
        .duty("api /member/list --input -")
        .stdin("{half")
        .status(2)
        .any_stderr()
        .run();
    world
        .duty("api /member/list -f x")
        .status(2)
        .any_stderr()
        .run();
    world
        .duty("api https://duty.example/x")
        .status(2)
        .any_stderr()
        .run();
}

#[test]
fn what_may_change_something_asks() {
    let world = World::new();
    let rename = "api /person/app-key/name/reset -F key_id=5002 -f key_name=renamed";
    let ran = world
        .duty(&format!("{rename} -o json"))
        .status(2)
        .any_stderr()
        .run();
    assert_eq!(ran.error()["hint"], "give --yes");
    world
        .duty(&format!("{rename} --yes"))
        .requests(&["app_key_rename"])
        .any_stdout()
        .run();
    // A path that the contract does not have, by its last word.
    let mut world = World::new();
    world.contract = false;
    let ran = world
        .duty("api /nosuch/list -o json")
        .status(6)
        .any_requests()
        .any_stderr()
        .run();
    assert_eq!(ran.error()["code"], "RouteNotFound");
    world
        .duty("api /nosuch/delete")
        .status(2)
        .any_stderr()
        .run();
}

#[test]
fn the_key_is_in_nothing_that_is_passed_on() {
    let world = World::new();
    let key = world.server.app_key().to_string();
    let body = json!({"request_id": "r", "data": {"url": format!("https://x?app_key={key}")}});
    world.server.fault(Fault::on(
        "member_info",
        FaultKind::StatusRaw {
            headers: Vec::new(),
            status: 200,
            content_type: "application/json".into(),
            body: body.to_string().into_bytes(),
        },
    ));
    let ran = world
        .duty("api /member/info")
        .any_requests()
        .any_stdout()
        .run();
    assert!(!ran.stdout.contains(&key), "{}", ran.stdout);
    let told: Value = ran.json();
    assert_eq!(told["url"], "https://x?app_key=***");
}
