//! `duty profile`.

use serde_json::json;

use crate::harness::World;

#[test]
fn show_tells_who_the_key_belongs_to() {
    let world = World::new();
    world
        .duty("profile show")
        .requests(&["member_info"])
        .stdout(
            "
            account         星环电商 Starloop (2451002751)
            account type    member
            nickname        张三 (80011)
            email           zhangsan@example.com (verified)
            phone           +86 138****0001 (NOT verified: it receives nothing)
            role ids        1
            language        zh-CN
            time zone       Asia/Shanghai
            single sign-on  no
            ",
        )
        .run();
}

#[test]
fn a_key_of_the_primary_account_has_no_member() {
    let world = World::new();
    let ran = world
        .duty("profile show -o json")
        .env("DUTY_APP_KEY", world.server.primary_key())
        .requests(&["member_info", "account_info"])
        .any_stdout()
        .run();
    let shown = ran.json();
    assert_eq!(shown["account_type"], "primary");
    assert_eq!(shown["member_id"], json!(null));
    assert_eq!(shown["account_id"], json!(2451002751u64));
    world
        .duty("profile show")
        .env("FLASHDUTY_APP_KEY", world.server.primary_key())
        .env_remove("DUTY_APP_KEY")
        .requests(&["member_info", "account_info"])
        .any_stdout()
        .stderr("This key is the primary account's own: it has no member, and so no verification to show.\n")
        .run();
}

#[test]
fn json_is_the_documented_shape() {
    let world = World::new();
    let ran = world
        .duty("profile show -o json")
        .requests(&["member_info"])
        .any_stdout()
        .run();
    let shown = ran.json();
    assert_eq!(shown["member_id"], json!(80011));
    assert_eq!(shown["phone_verified"], json!(false));
    let created = shown["created_at"].as_str().unwrap();
    assert!(
        created.len() == 25 && created.contains('T') && created.ends_with("+00:00"),
        "{created}"
    );
}
