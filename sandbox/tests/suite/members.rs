//! The caller's profile, and changing it.

use duty_sandbox::Edit;
use serde_json::{Value, json};

use crate::support::{sandbox, sandbox_with, verified};

#[test]
fn who_the_key_belongs_to() {
    let sandbox = sandbox();
    let data = sandbox.ok("member_info", json!({}));
    for (field, value) in [
        ("account_id", json!(2_451_002_751_u64)),
        ("account_name", json!("星环电商 Starloop")),
        ("account_role_ids", json!([1])),
        ("member_id", json!(80011)),
        ("member_name", json!("张三")),
        ("phone", json!("+86 138****0001")),
        ("phone_verified", json!(false)),
        ("email", json!("zhangsan@example.com")),
        ("email_verified", json!(true)),
    ] {
        assert_eq!(data[field], value, "{field}");
    }
    let data = sandbox.ok_as(sandbox.server.primary_key(), "account_info", json!({}), &[]);
    assert_eq!(data["time_zone"], "Asia/Shanghai");
    assert_eq!(data["phone"], "+86 138****0000");
}

#[test]
fn fields_left_out_stay() {
    let sandbox = sandbox();
    let before = sandbox.ok("member_info", json!({}));
    sandbox.ok(
        "member_info_reset",
        json!({"member_id": 80011, "updates": {"member_name": "老张", "locale": "en-US"}}),
    );
    sandbox.ok(
        "member_info_reset",
        json!({"member_name": "老张", "updates": {"time_zone": "America/Argentina/Ushuaia"}}),
    );
    let mut expected = before;
    expected["member_name"] = "老张".into();
    expected["locale"] = "en-US".into();
    expected["time_zone"] = "America/Argentina/Ushuaia".into();
    assert_eq!(sandbox.ok("member_info", json!({})), expected);
}

#[test]
fn every_selector_selects() {
    let sandbox = sandbox();
    let updates = json!({"avatar": "https://example.com/a.png"});
    for (field, value) in [
        ("member_id", json!(80011)),
        ("member_name", json!("张三")),
        ("email", json!("ZhangSan@example.com")),
        ("phone", json!("+86 138 0000 0001")),
        ("ref_id", json!("starloop-0001")),
    ] {
        let mut body = json!({"updates": updates});
        body[field] = value;
        sandbox.ok("member_info_reset", body.clone());
        body[field] = if field == "member_id" {
            json!(1)
        } else {
            json!("nobody")
        };
        sandbox.refused("member_info_reset", body, 400, "ResourceNotFound");
    }
    sandbox.senseless("member_info_reset", json!({"updates": updates}));
    sandbox.senseless(
        "member_info_reset",
        json!({"member_id": 80011, "member_name": "张三", "updates": updates}),
    );
    sandbox
        .server
        .edit(|state| state["members"][1]["member_name"] = "张三".into())
        .unwrap();
    let reply = sandbox.senseless(
        "member_info_reset",
        json!({"member_name": "张三", "updates": updates}),
    );
    assert!(reply.message().contains("member_id"));
}

#[test]
fn names_are_counted_in_characters() {
    let sandbox = sandbox();
    let body = |name: &str| json!({"member_id": 80011, "updates": {"member_name": name}});
    for name in ["张三", &"张".repeat(39)] {
        sandbox.ok("member_info_reset", body(name));
    }
    for name in ["张", &"张".repeat(40)] {
        sandbox.invalid("member_info_reset", body(name));
    }
}

#[test]
fn values_that_make_no_sense() {
    let sandbox = sandbox();
    let change = |updates: Value| json!({"member_id": 80011, "updates": updates});
    sandbox.senseless(
        "member_info_reset",
        change(json!({"time_zone": "Mars/Olympus"})),
    );
    sandbox.senseless("member_info_reset", change(json!({"time_zone": "Asia"})));
    sandbox.senseless("member_info_reset", change(json!({"phone": "13800000009"})));
    sandbox.senseless("member_info_reset", change(json!({"phone": "call me"})));
    sandbox.senseless(
        "member_info_reset",
        change(json!({"email": "lisi@example.com"})),
    );
    sandbox.senseless(
        "member_info_reset",
        change(json!({"phone": "+8613800000002"})),
    );
    sandbox.senseless(
        "member_info_reset",
        change(json!({"email": "new@example.com", "phone": "+8613800000009"})),
    );
    for updates in [
        json!({}),
        json!({"email": "no address"}),
        json!({"country_code": "cn"}),
        json!({"locale": "fr-FR"}),
        json!({"avatar": "x".repeat(500)}),
    ] {
        sandbox.invalid("member_info_reset", change(updates));
    }
    sandbox.invalid("member_info_reset", json!({"member_id": 80011}));
}

#[test]
fn members_change_only_themselves_and_the_owner_everybody() {
    let sandbox = sandbox();
    let name = |id: u64| json!({"member_id": id, "updates": {"member_name": "新名字"}});
    let member = sandbox.server.member_key();
    sandbox.ok_as(member, "member_info_reset", name(80012), &[]);
    sandbox.refused_as(
        member,
        "member_info_reset",
        name(80011),
        &[],
        403,
        "AccessDenied",
    );
    sandbox.ok("member_info_reset", name(80012));
    sandbox.ok_as(
        sandbox.server.primary_key(),
        "member_info_reset",
        name(80013),
        &[],
    );
}

#[test]
fn a_new_address_is_proved_by_the_code_sent_there() {
    let sandbox = sandbox();
    let body = json!({"member_id": 80011, "updates": {"email": "new@example.com"}});
    sandbox.refused(
        "member_info_reset",
        body.clone(),
        428,
        "RequestVerifyRequired",
    );
    let key = sandbox.server.app_key();
    // A code sent elsewhere proves nothing about this address, nor does a one-time password.
    let old = sandbox.code("email", None);
    sandbox.refused_as(
        key,
        "member_info_reset",
        body.clone(),
        &verified("email", &old),
        428,
        "RequestVerifyRequired",
    );
    let totp = sandbox.totp();
    sandbox.refused_as(
        key,
        "member_info_reset",
        body.clone(),
        &verified("totp", &totp),
        428,
        "RequestVerifyRequired",
    );
    let code = sandbox.code("email", Some("new@example.com"));
    sandbox.ok_as(
        key,
        "member_info_reset",
        body.clone(),
        &verified("email", &code),
    );
    let data = sandbox.ok("member_info", json!({}));
    assert_eq!(
        (&data["email"], &data["email_verified"]),
        (&json!("new@example.com"), &json!(true))
    );
    // It is on file and verified now, so there is nothing to prove.
    sandbox.ok("member_info_reset", body);
}

#[test]
fn the_phone_on_file_can_be_verified() {
    let sandbox = sandbox();
    let body =
        json!({"member_id": 80011, "updates": {"phone": "13800000001", "country_code": "CN"}});
    sandbox.refused(
        "member_info_reset",
        body.clone(),
        428,
        "RequestVerifyRequired",
    );
    let code = sandbox.code("phone", None);
    sandbox.ok_as(
        sandbox.server.app_key(),
        "member_info_reset",
        body,
        &verified("phone", &code),
    );
    let data = sandbox.ok("member_info", json!({}));
    assert_eq!(
        (&data["phone"], &data["phone_verified"]),
        (&json!("+86 138****0001"), &json!(true))
    );
}

#[test]
fn unknown_fields_and_timestamps_as_strings_are_served() {
    let sandbox = sandbox();
    sandbox
        .server
        .edit(|state| {
            state["members"][0]["created_at"] = "1740967200".into();
            state["members"][0]["badge"] = json!({"colour": "red"});
        })
        .unwrap();
    let data = sandbox.ok("member_info", json!({}));
    assert_eq!(data["created_at"], "1740967200");
    assert_eq!(data["badge"], json!({"colour": "red"}));
}

/// Who was invited and has not come; the newest reference does not tell the member itself.
#[test]
fn a_pending_member() {
    let pending = Edit::member(80011, |member| member["status"] = "pending".into());
    let sandbox = sandbox_with(|o| o.edits = vec![pending]);
    let data = sandbox.ok("member_info", json!({}));
    assert_eq!(data["status"], "pending");
    sandbox
        .server
        .apply(&Edit::behave(|b| b.hides_status = true))
        .unwrap();
    let data = sandbox.ok("member_info", json!({}));
    assert_eq!(data.get("status"), None);
    let data = sandbox.ok("member_list", json!({"member_id": 80011}));
    assert_eq!(data["items"][0]["status"], "pending");
}
