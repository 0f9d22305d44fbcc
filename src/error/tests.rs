//! Exit codes, kinds of codes and of statuses, and what is known after each.

use super::*;

#[test]
fn exit_codes_are_the_documented_ones() {
    let codes: Vec<u8> = Kind::ALL.iter().map(|kind| kind.exit_code()).collect();
    assert_eq!(codes, [1, 2, 4, 5, 6, 7, 8, 9, 10, 130]);
    assert_eq!(
        [Exit::Done, Exit::Finding, Exit::Difference, Exit::NotKnown].map(Exit::code),
        [0, 3, 3, 11]
    );
}

#[test]
fn codes_of_the_contract_have_a_kind() {
    let table = [
        ("Unauthorized", 4),
        ("AccessDenied", 5),
        ("NoLicense", 5),
        ("BalanceNotEnough", 5),
        ("ResourceNotFound", 6),
        ("RouteNotFound", 6),
        ("ReferenceExist", 7),
        ("UndonedOrderExist", 7),
        ("RequestVerifyRequired", 8),
        ("DangerousOperation", 8),
        ("RequestLocked", 8),
        ("RequestTooFrequently", 9),
        ("ServiceUnavailable", 10),
        ("InternalError", 1),
        ("InvalidParameter", 1),
        ("BadRequest", 1),
        ("InvalidContentType", 1),
        ("MethodNotAllowed", 1),
        ("EntityTooLarge", 1),
    ];
    for (code, exit) in table {
        assert_eq!(
            Kind::of_code(code).map(Kind::exit_code),
            Some(exit),
            "{code}"
        );
    }
    assert_eq!(Kind::of_code("SomethingNew"), None);
}

#[test]
fn a_status_without_a_code_still_has_a_kind() {
    for (status, exit) in [
        (400, 1),
        (401, 4),
        (403, 5),
        (404, 10),
        (409, 7),
        (423, 8),
        (428, 8),
        (429, 9),
        (500, 10),
        (502, 10),
    ] {
        assert_eq!(Kind::of_status(status).exit_code(), exit, "{status}");
    }
}

#[test]
fn what_the_server_says_of_itself_is_not_known_whatever_the_status() {
    let said = |kind: Kind, status: u16, code: Option<&str>| Error {
        server: Some(Box::new(ServerError {
            status,
            code: code.map(str::to_owned),
            message: None,
        })),
        ..Error::new(kind, "x")
    };
    for (status, code, unknown, later) in [
        (200, Some("InternalError"), true, false),
        (400, Some("InternalError"), true, false),
        (500, Some("InternalError"), true, false),
        (500, None, true, false),
        // A gateway answers in place of a server that may be at work still.
        (502, Some("InternalError"), true, true),
        (504, Some("InternalError"), true, true),
        (400, Some("InvalidParameter"), false, false),
        (200, Some("SomethingNew"), false, false),
    ] {
        let error = said(Kind::Failed, status, code);
        assert_eq!(error.outcome_unknown(), unknown, "{status} {code:?}");
        assert_eq!(error.may_still_arrive(), later, "{status} {code:?}");
    }
}
