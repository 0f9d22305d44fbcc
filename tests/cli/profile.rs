//! `duty profile`.

use serde_json::json;

use crate::harness::{Fault, FaultKind, World};

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
    assert_eq!(shown["account_id"], json!("2451002751"));
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
    assert_eq!(shown["member_id"], json!("80011"));
    assert_eq!(shown["phone_verified"], json!(false));
    let created = shown["created_at"].as_str().unwrap();
    assert!(
        created.len() == 20 && created.contains('T') && created.ends_with('Z'),
        "{created}"
    );
}

#[test]
fn set_sends_only_what_changes_in_one_call_and_reads_back() {
    let world = World::new();
    let ran = world
        .duty("profile set --nickname 张三丰 --locale zh-CN --time-zone europe/london")
        .requests(&["member_info", "member_info_reset", "member_info"])
        .stdout(
            "
            FIELD      BEFORE         NOW
            nickname   张三           张三丰
            time zone  Asia/Shanghai  Europe/London
            ",
        )
        .stderr(
            "
            Changed, and read back.
            To go back: duty profile set --nickname 张三 --time-zone Asia/Shanghai
            ",
        )
        .run();
    assert_eq!(
        ran.bodies("member_info_reset"),
        [json!({
            "member_id": 80011,
            "updates": {"member_name": "张三丰", "time_zone": "Europe/London"},
        })]
    );
    world
        .duty("profile set --nickname 张三丰")
        .requests(&["member_info"])
        .stderr("Nothing to change: it is so already.\n")
        .run();
}

#[test]
fn a_nickname_that_reads_like_a_command_is_a_nickname() {
    let world = World::new();
    let set = |nickname: &str, more: &str| {
        world
            .duty("--sandbox profile set --nickname")
            .arg(nickname)
            .arg(more)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run()
    };
    let line = "duty --sandbox profile set --nickname 'duty prefs show'";
    for (nickname, more) in [("duty prefs show", "-q"), ("it's $HOME", "-q")] {
        set(nickname, more);
    }
    let ran = set("duty prefs show", "--color=never");
    let back = r"To go back: duty --sandbox profile set --nickname 'it'\''s $HOME'";
    assert!(ran.stderr.contains(back), "{}", ran.stderr);
    let ran = set("张三", "--output=json");
    assert_eq!(ran.json()["commands"][0]["text"], line);
    set("duty prefs show", "-q");
    let ran = set("张三", "--color=never");
    assert!(
        ran.stderr.ends_with(&format!("To go back: {line}\n")),
        "{}",
        ran.stderr
    );
}

#[test]
fn set_dry_run_changes_nothing() {
    let world = World::new();
    world
        .duty("profile set --phone +8613800000009 --dry-run")
        .requests(&["member_info", "preference_info"])
        .stdout(
            "
            FIELD  BEFORE           WOULD BE
            phone  +86 138****0001  +8613800000009
            ",
        )
        .stderr(
            "
            voice is not among your channels of any severity
            SMS is not among your channels of any severity
            The new one gets nothing until it is verified.
            Dry run: nothing was changed.
            ",
        )
        .run();
}

#[test]
fn set_refuses_nonsense_before_any_request() {
    let world = World::new();
    for (words, said) in [
        ("--nickname x", "2 to 39 characters"),
        ("--email me", "no email address"),
        ("--email z***@example.com", "a part hidden"),
        ("--phone 13800000001", "which country"),
        ("--phone +86138****0001", "a part hidden"),
        ("--phone +86 --country-code CN", "no phone number"),
        ("--phone 13800000001 --country-code CHN", "two letters"),
        ("--country-code CN", "--phone"),
        ("--time-zone Asia/Atlantis", "no time zone"),
        ("--locale fr", "zh-CN"),
        (
            "--email a@example.com --phone +8613800000009",
            "one after the other",
        ),
        ("", "nothing to set"),
    ] {
        let ran = world
            .duty(&format!("profile set {words}"))
            .status(2)
            .any_stderr()
            .run();
        assert!(ran.stderr.contains(said), "{words}: {}", ran.stderr);
    }
}

#[test]
fn set_of_a_phone_sends_the_whole_number() {
    let world = World::new();
    world
        .duty("profile set --phone")
        .arg("139 0000 0009")
        .arg("--country-code=cn")
        .arg("--send-code")
        .any_stderr()
        .requests(&["member_info", "verification_send"])
        .run();
    let code = world
        .server
        .outbox()
        .unwrap()
        .into_iter()
        .rev()
        .find(|mail| mail.device == "phone")
        .unwrap()
        .code;
    let ran = world
        .duty("profile set --phone 13900000009 --country-code CN")
        .env("DUTY_VERIFY_CODE", code)
        .any_stderr()
        .any_stdout()
        .any_requests()
        .run();
    assert_eq!(
        ran.bodies("member_info_reset")[0]["updates"],
        json!({"phone": "13900000009", "country_code": "CN"})
    );
}

#[test]
fn set_tells_what_became_of_a_lost_answer() {
    for (kind, status, said) in [
        (FaultKind::CloseAfter, 0, "The answer was lost"),
        (FaultKind::CloseBefore, 10, "not known"),
        (FaultKind::Error500After, 0, "The answer was lost"),
        (FaultKind::Error500Before, 1, "nothing was changed"),
    ] {
        let world = World::new();
        world.server.fault(Fault::on("member_info_reset", kind));
        let ran = world
            .duty("profile set --nickname 张三丰")
            .status(status)
            .any_stdout()
            .any_stderr()
            .requests(&["member_info", "member_info_reset", "member_info"])
            .run();
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
    }
}

/// The number on file looks as meant before and after: only that it is verified now proves anything.
#[test]
fn what_looked_so_before_proves_nothing() {
    for (number, kind, status, said) in [
        ("+8613800000001", FaultKind::CloseBefore, 10, "not known"),
        ("+8613911110001", FaultKind::CloseBefore, 10, "not known"),
        ("+8613800000001", FaultKind::Error500Before, 1, "not known"),
        // Accepted and not done looks as a number of the same end does whose server verifies later.
        (
            "+8613800000001",
            FaultKind::raw(200, "application/json", r#"{"request_id":"r","data":{}}"#),
            0,
            "too little to prove",
        ),
        (
            "+8613800000001",
            FaultKind::CloseAfter,
            0,
            "The answer was lost",
        ),
    ] {
        let world = World::new();
        let words = format!("profile set --phone {number}");
        world
            .duty(&format!("{words} --send-code"))
            .any_requests()
            .any_stderr()
            .run();
        let mut outbox = world.server.outbox().unwrap().into_iter().rev();
        let code = outbox.find(|mail| mail.device == "phone").unwrap().code;
        world
            .server
            .fault(Fault::on("member_info_reset", kind).first(1));
        let ran = world
            .duty(&words)
            .env("DUTY_VERIFY_CODE", code)
            .status(status)
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert!(ran.stderr.contains(said), "{number}: {}", ran.stderr);
        let member = world
            .duty("profile show -o json")
            .any_requests()
            .any_stdout()
            .run();
        let verified = said.contains("was lost");
        assert_eq!(member.json()["phone_verified"], verified);
    }
}

#[test]
fn what_another_member_is_called_proves_nothing() {
    for kind in [
        FaultKind::CloseBefore,
        FaultKind::raw(
            200,
            "application/json",
            r#"{"request_id":"r1","data":null}"#,
        ),
    ] {
        let world = World::new();
        let mut theirs = world.ask("/member/info", &json!({}));
        theirs["member_id"] = json!(80012);
        theirs["member_name"] = json!("张三丰");
        let answer = json!({"request_id": "r1", "data": theirs}).to_string();
        world.server.fault(Fault::on("member_info_reset", kind));
        let answer = FaultKind::raw(200, "application/json", answer);
        world.server.fault(Fault::on("member_info", answer).nth(2));
        let ran = world
            .duty("profile set --nickname 张三丰")
            .any_status()
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        assert_ne!(ran.status, Some(0), "{}", ran.stderr);
        assert!(ran.stderr.contains("profile show"), "{}", ran.stderr);
    }
}

#[test]
fn set_is_for_members() {
    let world = World::new();
    let ran = world
        .duty("profile set --nickname 张三丰")
        .env("DUTY_APP_KEY", world.server.primary_key())
        .status(5)
        .any_stderr()
        .requests(&["member_info", "account_info"])
        .run();
    assert!(
        ran.stderr.contains("primary account's own"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_somebody_else_prefers_depends_on_nothing_here() {
    let world = World::new();
    let of = || {
        let ran = world
            .duty("profile set --email new@example.com --dry-run -o json")
            .any_requests()
            .any_stdout()
            .any_stderr()
            .run();
        ran.json()["depends"][0].clone()
    };
    assert!(of()["targets"].is_array());
    world
        .server
        .edit(|state| state["preferences"]["80011"]["person_id"] = json!(80012))
        .unwrap();
    assert_eq!(of(), json!({"channel": "email", "targets": null}));
}
