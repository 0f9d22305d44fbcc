//! What an answer is taken for.

use super::*;
use crate::api::operations::of;

mod words;

fn operation(id: &str) -> &'static Operation {
    of(id).unwrap()
}

fn decoded<T: DeserializeOwned>(operation: &Operation, answer: Answer) -> Result<T, Error> {
    let mut secrets = Scrub::default();
    secrets.learn("CANARY-0123456789");
    let decode: Decode<T> = match operation.traits.secret {
        true => decode_secret,
        false => decode,
    };
    decode(operation, answer, &secrets)
}

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        request_id: Some("from-header".into()),
        body: Zeroizing::new(body.into()),
    }
}

fn error(status: u16, body: &str) -> Error {
    decoded::<u32>(operation("member_info"), answer(status, body)).unwrap_err()
}

#[test]
fn success_is_2xx_without_a_failing_code() {
    for body in [
        r#"{"request_id":"r","data":7}"#,
        r#"{"data":7,"error":{"code":"OK"}}"#,
        r#"{"data":7,"error":{"code":"0","message":"fine"}}"#,
        r#"{"data":7,"error":{"code":0}}"#,
        r#"{"data":7,"error":{"code":""}}"#,
        r#"{"data":7,"error":null,"more":[]}"#,
        r#"{"data":7,"error":{}}"#,
    ] {
        assert_eq!(
            decoded::<u32>(operation("member_info"), answer(200, body)).unwrap(),
            7,
            "{body}"
        );
    }
    let refused = error(
        200,
        r#"{"request_id":"r","data":7,"error":{"code":"AccessDenied","message":"no"}}"#,
    );
    assert_eq!(
        (refused.kind, refused.request_id.as_deref()),
        (Kind::NotAllowed, Some("r"))
    );
}

#[test]
fn failures_are_told_by_code_then_by_status() {
    for (status, body, kind) in [
        (
            400,
            r#"{"error":{"code":"ResourceNotFound"}}"#,
            Kind::NotFound,
        ),
        (
            400,
            r#"{"error":{"code":"InvalidParameter"}}"#,
            Kind::Failed,
        ),
        (401, r#"{"error":{"code":"Unauthorized"}}"#, Kind::Key),
        (403, "<html>", Kind::NotAllowed),
        (401, "", Kind::Key),
        (404, "<html>", Kind::Unreachable),
        (404, r#"{"error":{"code":"Odd"}}"#, Kind::NotFound),
        (
            418,
            r#"{"error":{"code":"RequestLocked"}}"#,
            Kind::Verification,
        ),
        (500, r#"{"error":{"code":"InternalError"}}"#, Kind::Failed),
        (500, r#"{"error":{"code":"Brandnew"}}"#, Kind::Failed),
        (502, "<html>Bad gateway", Kind::Unreachable),
        (200, "<html>login", Kind::Unreachable),
        (200, "", Kind::Unreachable),
        (200, "[]", Kind::Unreachable),
        (302, "", Kind::Unreachable),
        (200, r#"{"data":"seven"}"#, Kind::Unreachable),
    ] {
        let error = error(status, body);
        assert_eq!(error.kind, kind, "{status} {body}");
        assert_eq!(
            error.request_id.as_deref(),
            Some("from-header"),
            "{status} {body}"
        );
    }
}

#[test]
fn an_answer_is_an_envelope_with_an_object_where_one_is_meant() {
    use crate::domain::device::BindCode;
    use crate::domain::member::Member;
    for body in ["{}", "[]", "null", "7", r#"{"items":[]}"#, r#"{"ok":true}"#] {
        assert!(
            decoded::<()>(operation("member_info"), answer(200, body)).is_err(),
            "{body}"
        );
    }
    for data in [
        "[]",
        "[1]",
        "null",
        "7",
        r#""x""#,
        r#"{"account_role_ids":{}}"#,
    ] {
        let body = format!(r#"{{"data":{data}}}"#);
        let member = decoded::<Member>(operation("member_info"), answer(200, &body));
        assert!(member.is_err(), "{body}");
        let code = decoded::<BindCode>(operation("device_bind_code"), answer(200, &body));
        assert!(code.is_err(), "{body}");
    }
    let code = r#"["content",1700000000]"#;
    for body in [code.to_owned(), format!(r#"{{"data":{code}}}"#)] {
        let code = decoded::<BindCode>(operation("device_bind_code"), answer(200, &body));
        assert!(code.is_err(), "{body}");
    }
    // A write may have nothing to say; what was asked for is not left out.
    let bare = || answer(200, r#"{"request_id":"r"}"#);
    assert!(decoded::<()>(operation("device_unbind"), bare()).is_ok());
    assert!(decoded::<()>(operation("member_info"), bare()).is_err());
}

#[test]
fn an_operation_without_a_newest_reference_explains_itself() {
    let missing = r#"{"error":{"code":"RouteNotFound","message":"x"}}"#;
    let error = decoded::<u32>(operation("device_list"), answer(404, missing)).unwrap_err();
    assert!(error.hint.unwrap().contains("assumption"));
    let error = decoded::<u32>(operation("preference_info"), answer(404, missing)).unwrap_err();
    assert!(error.hint.unwrap().contains("older reference only"));
    let error = decoded::<u32>(operation("member_info"), answer(404, missing)).unwrap_err();
    assert_eq!(
        error.hint.unwrap(),
        "check the base URL: is it that of the Flashduty API?"
    );
}

#[test]
fn nothing_of_an_answer_with_a_secret_is_in_an_error() {
    for body in [
        r#"{"request_id":"r","data":{"key_id":1,"key_name":"a","key":["CANARY"]}}"#,
        r#"{"request_id":"r","data":"CANARY"}"#,
        r#"{"request_id":"r","data":{"key":"CANARY"#,
        "CANARY",
    ] {
        let error = decoded::<u32>(operation("app_key_create"), answer(200, body)).unwrap_err();
        assert_eq!(error.kind, Kind::Unreachable, "{body}");
        assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
    }
    let refused = decoded::<u32>(
        operation("app_key_create"),
        answer(200, r#"{"error":{"code":"AccessDenied"},"data":null}"#),
    )
    .unwrap_err();
    assert_eq!(refused.kind, Kind::NotAllowed);
}

#[test]
fn a_wrong_type_is_named_by_its_path() {
    let error = decoded::<std::collections::BTreeMap<String, Vec<u32>>>(
        operation("member_info"),
        answer(200, r#"{"data":{"a":[1,"x"]}}"#),
    )
    .unwrap_err();
    assert!(
        error.details[0].starts_with("data.a[1]:"),
        "{:?}",
        error.details
    );
}

#[test]
fn an_excerpt_is_cut_after_the_key_is_taken_out() {
    let member_info = operation("member_info");
    for begin in ["", "{", "<html>", "[1, 2, "] {
        for length in 0..100 {
            for status in [200, 502] {
                let body = format!("{begin}{}CANARY-0123456789 </html>", "x".repeat(length));
                let error = decoded::<u32>(member_info, answer(status, &body)).unwrap_err();
                assert!(!format!("{error:?}").contains("CANA"), "{error:?}");
            }
        }
    }
}
