//! Every reason why a channel does not deliver, and every one why that is not known.

use crate::domain::channel::ImType;
use crate::domain::delivery::*;
use crate::domain::trial::Outcome;
use crate::lenient::Id;

fn facts() -> Facts {
    let im = |id, state| Integration {
        id: Id(id),
        name: "x".into(),
        plugin_type: "feishu_app".into(),
        state,
        created_at: None,
        updated_at: None,
    };
    Facts {
        contacts: Fact::Known(Contacts {
            phone: Some("138****0001".into()),
            phone_verified: Some(false),
            email: Some("a@example.com".into()),
            email_verified: Some(true),
            pending: false,
            ..Contacts::default()
        }),
        devices: Fact::Known(vec![]),
        integrations: Fact::Known(vec![
            im(1, State::Enabled),
            im(2, State::Disabled),
            im(3, State::Deleted),
            im(4, State::Other("paused".into())),
        ]),
        off: vec![Personal::Sms],
        proof: crate::domain::proof::Proof::default(),
    }
}

#[test]
fn every_reason() {
    let facts = facts();
    let no = Delivery::No;
    for (wire, expected) in [
        ("voice", no(Reason::PhoneUnverified)),
        ("sms", no(Reason::SwitchedOff)),
        ("email", Delivery::Yes),
        ("push", no(Reason::NoPhoneBound)),
        (
            "feishu_app:1",
            Delivery::Unknown(Uncertainty::Link(ImType::Feishu)),
        ),
        ("feishu_app:2", no(Reason::ImDisabled)),
        ("feishu_app:3", no(Reason::ImGone)),
        (
            "feishu_app:4",
            Delivery::Unknown(Uncertainty::NoAnswer(
                "duty does not know its status 'paused'".into(),
            )),
        ),
        ("feishu_app:5", no(Reason::ImGone)),
        ("slack_app:1", no(Reason::ImGone)),
        ("future_app:9", Delivery::Unknown(Uncertainty::Kind)),
        ("feishu", Delivery::Unknown(Uncertainty::Kind)),
        ("phone", Delivery::Unknown(Uncertainty::Kind)),
    ] {
        assert_eq!(
            facts.delivery(&Channel::wire_string(wire)),
            expected,
            "{wire}"
        );
    }
}

#[test]
fn an_address_that_is_verified_and_is_none_is_not_known() {
    for none in [None, Some(String::new())] {
        let mut facts = facts();
        facts.off.clear();
        facts.contacts = Fact::Known(Contacts {
            phone: none.clone(),
            phone_verified: Some(true),
            email: none,
            email_verified: Some(true),
            ..Contacts::default()
        });
        for own in [Personal::Email, Personal::Sms, Personal::Voice] {
            let delivery = facts.delivery(&Channel::personal(own));
            let is_open = matches!(delivery, Delivery::Unknown(Uncertainty::NoAnswer(_)));
            assert!(is_open, "{own:?}: {delivery:?}");
        }
    }
}

#[test]
fn a_message_that_went_by_an_app_says_nothing_of_a_state_that_nobody_knows() {
    let sent = |state, outcome| {
        let mut facts = facts();
        let mut list = facts.integrations.known().expect("they are known").clone();
        list[0].state = state;
        facts.integrations = Fact::Known(list);
        let channel = Channel::im(ImType::Feishu, 1);
        let at = jiff::Timestamp::from_second(5).expect("in range");
        facts.proof.note(&channel, at, &outcome);
        facts.delivery(&channel)
    };
    let handed = || Outcome::HandedOver;
    assert_eq!(sent(State::Enabled, handed()), Delivery::Yes);
    for word in ["paused", ""] {
        let delivery = sent(State::Other(word.into()), handed());
        let is_open = matches!(delivery, Delivery::Unknown(Uncertainty::NoAnswer(_)));
        assert!(is_open, "{word}: {delivery:?}");
        let failed = Outcome::Failed("App not linked".into());
        let delivery = sent(State::Other(word.into()), failed);
        // Its words prove nothing of now.
        let failing = Uncertainty::Failing("App not linked".into());
        assert_eq!(delivery, Delivery::Unknown(failing));
    }
}

#[test]
fn whoever_is_not_activated_gets_nothing() {
    let mut facts = facts();
    facts.contacts = Fact::Known(Contacts {
        email: Some("a@example.com".into()),
        email_verified: Some(true),
        pending: true,
        ..Contacts::default()
    });
    for wire in ["email", "push", "feishu_app:1", "future_app:9"] {
        let delivery = facts.delivery(&Channel::wire_string(wire));
        assert_eq!(delivery, Delivery::No(Reason::NotActivated), "{wire}");
    }
}

#[test]
fn nobody_knows_what_reaches_whoever_is_no_member_in_force() {
    let mut facts = facts();
    facts.contacts = Fact::Known(Contacts {
        email: Some("a@example.com".into()),
        email_verified: Some(true),
        status: Some("deleted".into()),
        ..Contacts::default()
    });
    for wire in ["email", "push", "feishu_app:1"] {
        let unsaid = Uncertainty::NoAnswer("your membership is 'deleted'".into());
        let delivery = facts.delivery(&Channel::wire_string(wire));
        assert_eq!(delivery, Delivery::Unknown(unsaid), "{wire}");
    }
}

#[test]
fn what_the_server_would_not_say_is_neither_yes_nor_no() {
    let mut facts = facts();
    facts.contacts = Fact::Unknown("denied".into());
    facts.devices = Fact::Unknown("denied".into());
    facts.integrations = Fact::Unknown("denied".into());
    facts.off.clear();
    for channel in Personal::ALL
        .map(Channel::personal)
        .into_iter()
        .chain([Channel::im(ImType::Slack, 1)])
    {
        let unsaid = Uncertainty::NoAnswer("denied".into());
        assert_eq!(facts.delivery(&channel), Delivery::Unknown(unsaid));
        assert!(!facts.any_delivers(std::slice::from_ref(&channel)));
        assert!(facts.any_may_deliver(&[channel]));
    }
}

#[test]
fn a_phone_without_id_and_name_is_none_that_is_known() {
    let phone = |id: &str| Device {
        device_id: id.into(),
        device_name: String::new(),
        os_version: String::new(),
        bound_at: None,
    };
    for (list, is_yes) in [
        (vec![phone("")], false),
        (vec![phone(""), phone("d")], true),
    ] {
        let mut facts = facts();
        facts.devices = Fact::Known(list);
        let delivery = facts.delivery(&Channel::personal(Personal::App));
        let is_open = matches!(delivery, Delivery::Unknown(Uncertainty::NoAnswer(_)));
        assert_eq!((delivery == Delivery::Yes, is_open), (is_yes, !is_yes));
    }
}
