//! What goes out, and who is told of what comes back.

use serde_json::json;

use super::*;
use crate::api::served::{KEY, bare, data, refusal, serve};
use crate::domain::verification::{Code, Device};
use crate::error::Kind;
use crate::lenient::Id;

#[test]
fn a_request_has_the_key_the_language_and_the_body() {
    for (lang, language) in [(Lang::En, "en-us"), (Lang::Zh, "zh-cn")] {
        let served = serve([data(json!(null))]);
        let mut options = served.options();
        options.lang = lang;
        let client = Client::new(options).unwrap();
        let code = Code::parse("271828", "x").unwrap();
        let proof = Proof {
            code,
            device: Device::Totp,
        };
        let write = client.app_key_rename(Id(7), None, "laptop");
        write.transmit(&client, Some(&proof)).unwrap();
        let asked = served.asked().remove(0);
        assert_eq!(
            asked.target,
            format!("/person/app-key/name/reset?app_key={KEY}")
        );
        for header in [
            "accept: application/json",
            "content-type: application/json",
            "flashcat-mfa-code: 271828",
            &format!("accept-language: {language}"),
            &format!("user-agent: duty/{}", env!("CARGO_PKG_VERSION")),
        ] {
            assert!(asked.headers.iter().any(|one| one == header), "{asked:?}");
        }
        assert_eq!(asked.body["key_name"], "laptop");
        assert!(asked.body.get("person_id").is_none());
    }
}

#[test]
fn a_path_of_the_configuration_stands_in_place_of_the_contracts() {
    let served = serve([data(json!([])), data(json!(null))]);
    let mut options = served.options();
    options.endpoints = BTreeMap::from([("device_list".into(), "/phones".into())]);
    let client = Client::new(options).unwrap();
    client.device_list().unwrap();
    client.device_unbind("a").transmit(&client, None).unwrap();
    let targets: Vec<String> = served.asked().into_iter().map(|one| one.target).collect();
    assert!(targets[0].starts_with("/phones?"), "{targets:?}");
    assert!(
        targets[1].starts_with("/push/device/unbind?"),
        "{targets:?}"
    );
}

#[test]
fn a_redirect_is_not_followed() {
    let served = serve([bare(302).header("Location: /login"), data(json!({}))]);
    let error = served.client().account_info().unwrap_err();
    assert_eq!(served.times(), 1);
    assert_eq!(error.kind, Kind::Unreachable);
    assert!(error.message.contains("redirect"), "{error}");
}

#[test]
fn where_nobody_is_nothing_was_sent() {
    let client = serve([]).client();
    let unreached = |error: Error| {
        assert!(
            error.message.starts_with("cannot reach http://127.0.0.1:"),
            "{error}"
        );
        assert!(error.hint.unwrap().contains("NO_PROXY"));
        (error.kind, error.unsent)
    };
    let error = client.once().account_info().unwrap_err();
    assert_eq!(unreached(error), (Kind::Unreachable, true));
    // Of several attempts, nobody knows of the first what became of it.
    let error = client.account_info().unwrap_err();
    assert_eq!(unreached(error), (Kind::Unreachable, false));
}

#[test]
fn only_what_was_read_is_noted() {
    let noted = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&noted);
    let served = serve([
        refusal(400, "InvalidParameter"),
        data(json!(null)),
        data(json!({"account_name": "Example"})),
    ]);
    let mut options = served.options();
    options.noted = Some(Arc::new(move |id, asked, answer| {
        let answer = String::from_utf8_lossy(answer).into_owned();
        heard
            .lock()
            .unwrap()
            .push((id.to_owned(), asked.clone(), answer));
    }));
    let client = Client::new(options).unwrap();
    client.account_info().unwrap_err();
    client.device_unbind("a").transmit(&client, None).unwrap();
    client.account_info().unwrap();
    let noted = noted.lock().unwrap();
    let [(id, asked, answer)] = &noted[..] else {
        panic!("{noted:?}");
    };
    assert_eq!((id.as_str(), asked), ("account_info", &json!({})));
    assert!(answer.contains("Example"));
}

#[test]
fn whatever_secret_a_run_has_seen_is_in_no_later_error() {
    let (made, other) = ("CANARY-of-a-new-key", "CANARY-of-another");
    let quoting = || {
        let body = json!({"error": {"code": "InvalidParameter", "message": format!("{KEY} {made} {other}")}});
        crate::api::served::Reply::With(400, String::new(), body.to_string().into_bytes())
    };
    let created = data(json!({"key_id": 9, "key_name": "a", "key": made}));
    let served = serve([created, quoting(), quoting()]);
    let client = served.client();
    let created = client
        .app_key_create("a", None)
        .transmit(&client, None)
        .unwrap();
    assert_eq!((created.key_id, created.key.expose()), (Id(9), made));
    let with_other = client.with_key(AppKey::as_made(other));
    for client in [&client, &with_other] {
        let error = client.account_info().unwrap_err();
        assert_eq!(error.server.unwrap().message.unwrap(), "*** *** ***");
    }
    assert_eq!(client.without_key(&format!("a {KEY}")), "a ***");
    assert_eq!(
        (client.key().expose(), with_other.key().expose()),
        (KEY, other)
    );
    assert!(served.asked()[2].target.ends_with(other));
}

#[test]
fn a_client_is_told_by_its_server() {
    let client = serve([]).client();
    let told = format!("{client:?}");
    assert_eq!(told, format!("Client({})", client.base_url()));
    assert!(told.contains("http://127.0.0.1:"));
}

#[test]
fn after_an_interrupt_a_read_is_not_waited_for_and_a_write_for_a_moment() {
    let client = serve([]).client();
    assert_eq!(client.patience(false), Duration::ZERO);
    assert_eq!(client.patience(true), interruption::TO_BE_ANSWERED);
    for writes in [false, true] {
        let patience = client.read_back(|| client.patience(writes));
        assert_eq!(patience, interruption::TO_FIND_OUT);
    }
}

#[test]
fn why_there_is_no_answer_decides_whether_it_may_still_come() {
    let client = serve([]).client();
    let why = |why, interrupted| {
        let failure = client.unanswered(why, Duration::from_secs(7), interrupted);
        let error = failure.error;
        (error.kind, error.unsent, failure.passing)
    };
    let (timeout, disconnected) = (RecvTimeoutError::Timeout, RecvTimeoutError::Disconnected);
    assert_eq!(why(timeout, false), (Kind::Unreachable, false, true));
    assert_eq!(why(disconnected, false), (Kind::Failed, false, false));
    // It was sent, and nobody waited for what became of it.
    assert_eq!(why(timeout, true), (Kind::Interrupted, false, false));
    client.stop();
    assert_eq!(why(timeout, false), (Kind::Interrupted, true, false));
}
