//! The rules that hold for every operation: method, path, body, key, envelope, language, rate limit.

use std::time::Duration;

use duty_sandbox::{DISABLED_KEY, OPERATIONS, RateLimit};
use serde_json::{Value, json};
use ureq::http::Method;

use crate::contract::Contract;
use crate::support::{Sandbox, long_body, sandbox, sandbox_with};

const JSON: (&str, &str) = ("Content-Type", "application/json");

fn raw(
    sandbox: &Sandbox,
    method: Method,
    at: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String) {
    let reply = sandbox.raw(method, at, headers, body).unwrap();
    Contract::load()
        .check_response("member_info", reply.status, &reply.body)
        .unwrap();
    assert_eq!(
        reply.header("flashcat-request-id"),
        reply.body["request_id"]
    );
    assert_eq!(reply.header("date"), "Thu, 09 Oct 2025 08:53:20 GMT");
    assert_eq!(
        reply.header("content-type"),
        "application/json; charset=utf-8"
    );
    (reply.status, reply.code().to_owned())
}

fn with_key(sandbox: &Sandbox, path: &str) -> String {
    format!("{path}?app_key={}", sandbox.server.app_key())
}

#[test]
fn only_post() {
    let sandbox = sandbox();
    for (_, path) in OPERATIONS.iter() {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            assert_eq!(
                raw(&sandbox, method, &with_key(&sandbox, path), &[JSON], "{}"),
                (405, "MethodNotAllowed".to_owned())
            );
        }
    }
}

#[test]
fn unknown_paths() {
    let sandbox = sandbox();
    for path in [
        "/",
        "/member",
        "/member/info/",
        "/v1/member/info",
        "/incident/lists",
    ] {
        assert_eq!(
            raw(
                &sandbox,
                Method::POST,
                &with_key(&sandbox, path),
                &[JSON],
                "{}"
            ),
            (404, "RouteNotFound".to_owned())
        );
    }
}

#[test]
fn bodies_are_json() {
    let sandbox = sandbox();
    let at = with_key(&sandbox, "/member/info");
    for headers in [&[][..], &[("Content-Type", "text/plain")]] {
        assert_eq!(
            raw(&sandbox, Method::POST, &at, headers, "{}"),
            (400, "InvalidContentType".to_owned())
        );
    }
    for headers in [
        [("Content-Type", "application/json; charset=utf-8")],
        [("Content-Type", "Application/JSON")],
    ] {
        assert_eq!(raw(&sandbox, Method::POST, &at, &headers, "{}").0, 200);
    }
    for body in ["", "{", "{\"a\":}", "nonsense"] {
        assert_eq!(
            raw(&sandbox, Method::POST, &at, &[JSON], body),
            (400, "BadRequest".to_owned())
        );
    }
    for body in ["null", "[]", "1", "\"x\""] {
        assert_eq!(
            raw(&sandbox, Method::POST, &at, &[JSON], body),
            (400, "InvalidParameter".to_owned())
        );
    }
}

#[test]
fn bodies_have_a_limit() {
    let sandbox = sandbox_with(|o| o.body_limit = 1000);
    let at = with_key(&sandbox, "/member/info");
    assert_eq!(
        raw(&sandbox, Method::POST, &at, &[JSON], &long_body(800)).0,
        200
    );
    // So long that it is still being sent when the answer is clear.
    for bytes in [1100, 3_000_000] {
        assert_eq!(
            raw(&sandbox, Method::POST, &at, &[JSON], &long_body(bytes)),
            (413, "EntityTooLarge".to_owned())
        );
    }
}

#[test]
fn keys() {
    let sandbox = sandbox();
    let server = &sandbox.server;
    for query in [
        String::new(),
        "?app_key=".to_owned(),
        "?app_key=nonsense".to_owned(),
        format!("?app_key={DISABLED_KEY}"),
        format!("?APP_KEY={}", server.app_key()),
    ] {
        assert_eq!(
            raw(
                &sandbox,
                Method::POST,
                &format!("/member/info{query}"),
                &[JSON],
                "{}"
            ),
            (401, "Unauthorized".to_owned()),
            "{query}"
        );
    }
    for key in [server.app_key(), server.owner_key(), server.member_key()] {
        sandbox.ok_as(key, "member_info", json!({}), &[]);
        sandbox.ok_as(
            &key.replace("sandbox-", "sandbox%2d"),
            "member_info",
            json!({}),
            &[],
        );
    }
    sandbox.refused_as(
        server.primary_key(),
        "member_info",
        json!({}),
        &[],
        400,
        "ResourceNotFound",
    );
    sandbox.ok_as(server.primary_key(), "account_info", json!({}), &[]);
    // The key of somebody who left.
    server
        .edit(|state| state["members"][1]["status"] = "deleted".into())
        .unwrap();
    sandbox.refused_as(
        server.member_key(),
        "member_info",
        json!({}),
        &[],
        401,
        "Unauthorized",
    );
}

#[test]
fn messages_follow_the_language() {
    let sandbox = sandbox();
    let mut seen = Vec::new();
    for language in ["zh-CN,zh;q=0.9", "ZH", "en-US", "de, zh"] {
        let reply = sandbox.send(
            "escalation_rule_list",
            sandbox.server.app_key(),
            &json!({"channel_id": 1}),
            &[("Accept-Language", language)],
        );
        seen.push(reply.message().to_owned());
    }
    let (zh, en) = ("协作空间 1 不存在", "there is no channel 1");
    assert_eq!(seen, [zh, zh, en, en]);
}

/// Every refusal that names a rule does so in both languages.
#[test]
fn no_message_is_left_untranslated() {
    let sandbox = sandbox();
    let cases = [
        ("member_list", json!({"limit": 0})),
        ("member_list", json!({"limit": "x"})),
        ("channel_list", json!({"orderby": "x"})),
        ("channel_list", json!({"asc": 1})),
        ("channel_list", json!({"channel_ids": 1})),
        ("app_key_list", json!({})),
        ("app_key_delete", json!({"key_id": 5001})),
        ("app_key_delete", json!({"key_id": 1})),
        ("device_unbind", json!({"device_id": "x"})),
        ("member_info_reset", json!({"updates": {}})),
        (
            "preference_update",
            json!({"trigger_notify": {"critical": ["x"]}}),
        ),
        ("schedule_self", json!({"start": 2, "end": 1})),
    ];
    for (operation, body) in cases {
        let say = |language| {
            let key = sandbox.server.app_key();
            let reply = sandbox.send(operation, key, &body, &[("Accept-Language", language)]);
            assert_ne!(reply.status, 200, "{operation}");
            reply.message().to_owned()
        };
        let (en, zh) = (say("en"), say("zh"));
        assert!(en.is_ascii() && !zh.is_ascii(), "{operation}: {en} / {zh}");
    }
}

#[test]
fn what_nobody_knows_is_ignored() {
    let sandbox = sandbox();
    sandbox.ok("member_info", json!({"future": [1, 2]}));
    sandbox.ok(
        "channel_list",
        json!({"is_my_favourite": true, "search_after_ctx": "x"}),
    );
    sandbox.ok("app_key_create", json!({"key_name": "k", "scope": "read"}));
}

#[test]
fn request_ids_differ() {
    let sandbox = sandbox();
    let id = || {
        let reply = sandbox.send("member_info", sandbox.server.app_key(), &json!({}), &[]);
        reply.body["request_id"].clone()
    };
    let (one, two): (Value, Value) = (id(), id());
    assert_ne!(one, two);
}

#[test]
fn the_rate_limit_has_two_windows() {
    let limit = RateLimit {
        per_minute: 5,
        per_second: 3,
    };
    let sandbox = sandbox_with(|o| o.rate_limit = Some(limit));
    let send = |key: &str| sandbox.send("account_info", key, &json!({}), &[]);
    let key = sandbox.server.app_key();
    // The account is limited, not the key.
    for key in [
        key,
        sandbox.server.member_key(),
        sandbox.server.primary_key(),
    ] {
        assert_eq!(send(key).status, 200);
    }
    let refused = send(key);
    assert_eq!(
        (refused.status, refused.code()),
        (429, "RequestTooFrequently")
    );
    assert_eq!(refused.header("retry-after"), "1");
    sandbox.clock.advance(Duration::from_millis(999));
    assert_eq!(send(key).status, 429);
    sandbox.clock.advance(Duration::from_millis(1));
    assert_eq!(send(key).status, 200);
    assert_eq!(send(key).status, 200);
    // Five in this minute: the next has to wait until the first three leave it.
    let refused = send(key);
    assert_eq!((refused.status, refused.header("retry-after")), (429, "59"));
    sandbox.clock.advance(Duration::from_secs(59));
    assert_eq!(send(key).status, 200);
}

/// A request that no key vouches for counts for nobody.
#[test]
fn strangers_do_not_use_up_the_limit() {
    let limit = RateLimit {
        per_minute: 1,
        per_second: 1,
    };
    let sandbox = sandbox_with(|o| o.rate_limit = Some(limit));
    for _ in 0..3 {
        sandbox.refused_as(
            "nonsense",
            "account_info",
            json!({}),
            &[],
            401,
            "Unauthorized",
        );
    }
    sandbox.ok("account_info", json!({}));
}

#[test]
fn the_default_limit_is_the_documented_one() {
    let sandbox = sandbox_with(|o| o.rate_limit = Some(RateLimit::default()));
    let mut passed = 0;
    for _ in 0..20 {
        for _ in 0..50 {
            sandbox.ok("account_info", json!({}));
            passed += 1;
        }
        sandbox.refused("account_info", json!({}), 429, "RequestTooFrequently");
        sandbox.clock.advance(Duration::from_secs(1));
    }
    assert_eq!(passed, 1000);
    let refused = sandbox.refused("account_info", json!({}), 429, "RequestTooFrequently");
    assert_eq!(refused.header("retry-after"), "40");
}

/// A key that was limited to permissions: which one it lacks, the answer does not say.
#[test]
fn a_limited_key() {
    let sandbox = sandbox();
    sandbox
        .server
        .edit(|state| state["app_keys"][0]["permissions"] = json!(["Schedules Manage"]))
        .unwrap();
    let now = sandbox.clock.now();
    sandbox.ok("schedule_self", json!({"start": now, "end": now + 60}));
    sandbox.ok("member_info", json!({}));
    let reply = sandbox.refused(
        "escalation_rule_list",
        json!({"channel_id": 30101}),
        403,
        "AccessDenied",
    );
    assert_eq!(reply.message(), "Access Denied.");
    // Another key of the same account is not limited.
    let rules = json!({"channel_id": 30101});
    sandbox.ok_as(
        sandbox.server.member_key(),
        "escalation_rule_list",
        rules,
        &[],
    );
}
