//! What is said of an answer, and what is kept of it.

use super::*;

#[test]
fn every_refusal_has_its_words_and_its_next_step() {
    for (id, status, code, message, hint) in [
        (
            "member_info",
            401,
            "Unauthorized",
            "the server does not accept the key",
            "check the key",
        ),
        (
            "member_info",
            403,
            "NoLicense",
            "the server does not allow it",
            "ask the account owner: the plan",
        ),
        (
            "member_info",
            403,
            "AccessDenied",
            "the server does not allow it",
            "ask the account owner, or use",
        ),
        (
            "channel_info",
            403,
            "BalanceNotEnough",
            "the server does not allow it",
            "ask the account owner: the plan",
        ),
        (
            "drop_rule_list",
            403,
            "AccessDenied",
            "the server does not allow it",
            "ask the account owner, or use",
        ),
        (
            "silence_rule_list",
            403,
            "AccessDenied",
            "the server does not allow it",
            "it needs the permission Channels Read:",
        ),
        (
            "schedule_info",
            403,
            "AccessDenied",
            "the server does not allow it",
            "it needs the permission Schedules Read / Schedules Manage:",
        ),
        (
            "member_info",
            404,
            "RouteNotFound",
            "this server has no /member/info operation",
            "check the base URL",
        ),
        (
            "member_info",
            404,
            "ResourceNotFound",
            "the server knows no such thing",
            "list what there is",
        ),
        (
            "member_info",
            404,
            "Brandnew",
            "the server knows no such thing",
            "list what there is",
        ),
        (
            "member_info",
            400,
            "ReferenceExist",
            "the server reports a conflict",
            "look at what is there now",
        ),
        (
            "member_info",
            400,
            "RequestVerifyRequired",
            "the server wants a verification code",
            "get a code",
        ),
        (
            "member_info",
            400,
            "RequestLocked",
            "the server wants a verification code",
            "too many wrong codes",
        ),
        (
            "member_info",
            400,
            "RequestTooFrequently",
            "too many requests",
            "wait a minute",
        ),
        (
            "member_info",
            500,
            "ServiceUnavailable",
            "the server could not answer",
            "run it again later; with -v",
        ),
        (
            "member_info",
            499,
            "ServiceUnavailable",
            "the server could not answer",
            "check the base URL",
        ),
        (
            "member_info",
            500,
            "InternalError",
            "the server failed",
            "run it again later; the vendor",
        ),
        (
            "member_info",
            500,
            "Brandnew",
            "the server failed",
            "run it again later; the vendor",
        ),
        (
            "member_info",
            499,
            "BadRequest",
            "the server refused",
            "the server's words above say why",
        ),
        // By its own word, whatever the status.
        (
            "member_info",
            200,
            "InternalError",
            "the server failed",
            "run it again later; the vendor",
        ),
        (
            "member_info",
            400,
            "InvalidParameter",
            "the server refused",
            "the message above names",
        ),
        (
            "member_info",
            200,
            "Brandnew",
            "the server refused",
            "the server's words above say why",
        ),
        (
            "member_info",
            302,
            "Brandnew",
            "the server answered with a redirect",
            "check the base URL",
        ),
    ] {
        let body = format!(r#"{{"error":{{"code":"{code}","message":"as told"}}}}"#);
        let error = decoded::<u32>(operation(id), answer(status, &body)).unwrap_err();
        let told = format!("{id} {status} {code}: {error:?}");
        assert!(error.message.starts_with(message), "{told}");
        assert!(error.hint.as_ref().unwrap().starts_with(hint), "{told}");
        let server = error.server.as_ref().unwrap();
        assert_eq!(server.status, status, "{told}");
        assert_eq!(
            (server.code.as_deref(), server.message.as_deref()),
            (Some(code), Some("as told"))
        );
        assert_eq!(error.details, Vec::<String>::new(), "{told}");
    }
}

#[test]
fn what_is_no_answer_says_what_came_instead() {
    let nonsense = "is not what the API promises";
    for (status, body, message, details) in [
        (
            200,
            "[]",
            nonsense,
            vec!["the body is JSON, but no answer of the API"],
        ),
        (
            200,
            r#"{"ok":true}"#,
            nonsense,
            vec!["the body is JSON, but no answer of the API"],
        ),
        (
            200,
            r#"{"request_id":"r"}"#,
            nonsense,
            vec!["data: missing"],
        ),
        (200, "", nonsense, vec!["the body is not JSON: it is empty"]),
        (
            200,
            " <p>\n log in ",
            nonsense,
            vec!["the body is not JSON: <p> log in"],
        ),
        (
            299,
            "log in",
            nonsense,
            vec!["the body is not JSON: log in"],
        ),
        (
            502,
            "log in",
            "the server could not answer",
            vec!["the body is not JSON: log in"],
        ),
        (502, "", "the server could not answer", vec![]),
        (502, "[]", "the server could not answer", vec![]),
        (302, "", "the server answered with a redirect", vec![]),
        (
            300,
            r#"{"data":7}"#,
            "the server answered with a redirect",
            vec![],
        ),
        (400, r#"{"data":7}"#, "the server refused", vec![]),
        (400, r#"{"request_id":"r"}"#, "the server refused", vec![]),
    ] {
        let error = error(status, body);
        assert!(
            error.message.contains(message),
            "{status} {body}: {error:?}"
        );
        assert_eq!(error.details, details, "{status} {body}");
    }
    assert!(error(200, "log in").hint.unwrap().contains("login page"));
    assert!(error(500, "log in").hint.unwrap().contains("with -v"));
}

#[test]
fn a_failure_may_be_a_number_or_a_text() {
    for (wrong, code, message) in [
        (r#"{"code":5}"#, Some("5"), None),
        (r#"{"message":"no"}"#, None, Some("no")),
        (r#""no""#, None, Some("no")),
    ] {
        let error = error(200, &format!(r#"{{"data":7,"error":{wrong}}}"#));
        let server = error.server.unwrap();
        assert_eq!(
            (server.code.as_deref(), server.message.as_deref()),
            (code, message)
        );
    }
    for right in [r#""""#, "[]", "false", r#"{"code":null}"#] {
        let body = format!(r#"{{"data":7,"error":{right}}}"#);
        let data = decoded::<u32>(operation("member_info"), answer(200, &body));
        assert_eq!(data.unwrap(), 7, "{right}");
    }
}

#[test]
fn the_body_has_the_better_id_of_a_request() {
    for (id, known_by) in [
        (r#""r""#, "r"),
        (r#""""#, "from-header"),
        ("7", "from-header"),
    ] {
        for (operation, body) in [
            (
                operation("member_info"),
                format!(r#"{{"request_id":{id},"data":"x"}}"#),
            ),
            (
                operation("member_info"),
                format!(r#"{{"request_id":{id},"error":{{"code":"x"}}}}"#),
            ),
            (
                operation("app_key_create"),
                format!(r#"{{"request_id":{id},"data":[]}}"#),
            ),
        ] {
            let error = decoded::<u32>(operation, answer(200, &body)).unwrap_err();
            assert_eq!(error.request_id.as_deref(), Some(known_by), "{body}");
        }
    }
    // Also where a body with a secret is not looked into.
    for body in ["CANARY", "[]"] {
        let error = decoded::<u32>(operation("app_key_create"), answer(200, body)).unwrap_err();
        assert_eq!(error.request_id.as_deref(), Some("from-header"), "{body}");
    }
}

#[test]
fn a_secret_answer_is_read_where_it_succeeds_and_only_its_refusal_where_not() {
    let code = r#"{"data":{"content":"CANARY-x","expires_at":1700000000}}"#;
    let bind_code = operation("device_bind_code");
    let read = decoded::<crate::domain::device::BindCode>(bind_code, answer(200, code));
    assert!(read.is_ok());
    for (status, body, kind) in [
        (503, code, Kind::Unreachable),
        (400, code, Kind::Failed),
        (
            403,
            r#"{"error":{"code":"AccessDenied"}}"#,
            Kind::NotAllowed,
        ),
        (502, "CANARY-x", Kind::Unreachable),
    ] {
        let error = decoded::<u32>(bind_code, answer(status, body)).unwrap_err();
        assert_eq!(
            (error.kind, error.details.len()),
            (kind, 0),
            "{status} {body}"
        );
        assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
    }
}

#[test]
fn the_secrets_of_an_answer_are_found_in_whatever_it_is() {
    let of = |body: &str| -> Vec<String> {
        let found = secrets_of(body.as_bytes());
        found.iter().map(|secret| secret.to_string()).collect()
    };
    assert_eq!(
        of(r#"{"data":{"key":"a\u0062c","content":"d"},"error":{}}"#),
        ["abc", "d"]
    );
    assert_eq!(of(r#"{"data":{"key":"abc","key_id":1}}"#), ["abc"]);
    for none in [
        r#"{"data":{}}"#,
        r#"{"data":null}"#,
        r#"{"data":{"key":7}}"#,
        "{}",
        "abc",
        "",
    ] {
        assert_eq!(of(none), Vec::<String>::new(), "{none}");
    }
}

#[test]
fn of_a_body_that_is_not_json_the_first_words_are_shown() {
    let shown = |body: &str| {
        let detail = error(502, body).details.remove(0);
        detail
            .strip_prefix("the body is not JSON: ")
            .unwrap()
            .to_owned()
    };
    assert_eq!(shown("a\n\n b\tc "), "a b c");
    assert_eq!(shown(&"é".repeat(80)), "é".repeat(80));
    assert_eq!(shown(&"é".repeat(81)), format!("{}…", "é".repeat(80)));
    let blank = |length: usize| " ".repeat(length);
    let kib = 1024;
    // All of what is looked at, and of more than that not the end, where a secret may have been cut.
    assert_eq!(shown(&(blank(64 * kib - 4) + "word")), "word");
    assert_eq!(
        shown(&(blank(64 * kib - 4) + "CANARY-0123456789")),
        "it is empty"
    );
    assert_eq!(
        shown(&(blank(47 * kib) + "word" + &blank(20 * kib))),
        "word"
    );
    assert_eq!(
        shown(&(blank(50 * kib) + "word" + &blank(20 * kib))),
        "it is empty"
    );
}
