//! A test of how a person is told: an incident for nobody but them, and what became of each channel that
//! they chose. Pure; who sends it is `session::trial`.

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::domain::channel::{Channel, ChannelKind, ImType};
use crate::domain::evidence::{Deed, Event, channel_of};
use crate::domain::severity::Severity;

/// The answer to the request.
#[derive(Debug, Deserialize)]
pub struct Opened {
    /// Its id.
    pub incident_id: String,
}

/// The request: the person alone, by their own preferences. `older` is the form of the older reference.
pub fn request(severity: Severity, title: &str, person: u64, older: bool) -> Value {
    let mut assigned = json!({
        "person_ids": [person],
        "notify": {"follow_preference": true},
    });
    if older {
        assigned["type"] = "assign".into();
    }
    json!({
        "incident_severity": severity.wire(),
        "title": title,
        "assigned_to": assigned,
    })
}

/// Whether nobody but this person can be told by a request: not by rules, which decide where nobody is
/// assigned, and not by an address or a rule beside the person.
pub fn is_for_only(body: &Value, person: u64) -> bool {
    let assigned = &body["assigned_to"];
    let named = assigned["person_ids"].as_array();
    let alone = named.is_some_and(|ids| ids.len() == 1 && ids[0].as_u64() == Some(person));
    let beside = [
        "emails",
        "escalate_rule_id",
        "layer_person_reset",
        "layer_webhook_reset",
    ];
    alone
        && body.get("channel_id").is_none()
        && beside.iter().all(|field| assigned.get(field).is_none())
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was handed over to what delivers it. That it arrived, nobody says.
    HandedOver,
    /// It failed, in the words of the server.
    Failed(String),
}

/// A channel, and what the record says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The channel, or what the record calls it where that is none that duty knows.
    pub channel: Channel,
    /// When, and what became of it; nothing where there is no record yet.
    pub outcome: Option<(Timestamp, Outcome)>,
    /// The person chose it.
    pub chosen: bool,
}

/// What became of each channel that was chosen, in its order, and of those that were used beside them. Of
/// several records of a channel one that was handed over counts.
pub fn told(events: &[Event], person: u64, chosen: &[Channel]) -> Vec<Told> {
    let mut all: Vec<Told> = Vec::new();
    for channel in chosen {
        if !all.iter().any(|one| one.channel.same(channel)) {
            all.push(Told {
                channel: channel.clone(),
                outcome: None,
                chosen: true,
            });
        }
    }
    let mut bare: Vec<Bare> = Vec::new();
    let mut named_ones: Vec<String> = Vec::new();
    for event in events {
        let Deed::Notified(notice) = &event.deed else {
            continue;
        };
        for to in notice.persons.iter().filter(|to| to.person_id == person) {
            let outcome = if to.failed_reason.is_empty() {
                Outcome::HandedOver
            } else {
                Outcome::Failed(to.failed_reason.clone())
            };
            let fitting = all.iter().filter(|one| is_of(&one.channel, &notice.by));
            let fitting = fitting.count();
            if fitting > 1 {
                let message = notice.message().map(str::to_owned);
                let known = bare.iter().position(|one| one.by == notice.by);
                let known = known.unwrap_or_else(|| {
                    bare.push(Bare::of(&notice.by));
                    bare.len() - 1
                });
                bare[known].add(message, notice.is_first(), (event.at, outcome));
                break;
            }
            named_ones.extend(notice.message().map(str::to_owned));
            for one in all.iter_mut().filter(|one| is_of(&one.channel, &notice.by)) {
                let handed = matches!(one.outcome, Some((_, Outcome::HandedOver)));
                if !handed || outcome == Outcome::HandedOver {
                    one.outcome = Some((event.at, outcome.clone()));
                }
            }
            if fitting == 0 {
                all.push(Told {
                    channel: named(&notice.by),
                    outcome: Some((event.at, outcome)),
                    chosen: false,
                });
            }
        }
    }
    for one in bare {
        one.settle(&mut all, &named_ones);
    }
    all
}

/// Records by an IM app of which several instances were chosen, that do not say which of them it was.
struct Bare {
    /// The record's word.
    by: String,
    /// Of each message but repetitions what came of it, with its id where that is told.
    first: Vec<(Option<String>, (Timestamp, Outcome))>,
    repeated: Option<(Timestamp, Outcome)>,
}

impl Bare {
    fn of(by: &str) -> Bare {
        Bare {
            by: by.to_owned(),
            first: Vec::new(),
            repeated: None,
        }
    }

    /// One record: a repetition is of an instance that was counted, and so is the same message.
    fn add(&mut self, message: Option<String>, is_first: bool, outcome: (Timestamp, Outcome)) {
        let is_it = |one: &&mut (Option<String>, (Timestamp, Outcome))| {
            message.is_some() && one.0 == message
        };
        match self.first.iter_mut().find(is_it) {
            Some(known) if outcome.1 == Outcome::HandedOver => known.1 = outcome,
            Some(_) => {}
            None if is_first => self.first.push((message, outcome)),
            None => match &self.repeated {
                Some((_, Outcome::HandedOver)) => {}
                _ => self.repeated = Some(outcome),
            },
        }
    }

    /// Where there is one for each instance of which nothing else is recorded, and all came to the same, it is what
    /// came of each. Else it stands beside them, and what came of each is not known. `named` are the messages of
    /// instances that were named.
    fn settle(self, all: &mut Vec<Told>, named_ones: &[String]) {
        let is_other =
            |one: &(Option<String>, _)| one.0.as_ref().is_none_or(|id| !named_ones.contains(id));
        let had_any = !self.first.is_empty();
        let first = self.first.into_iter().filter(is_other).map(|one| one.1);
        let mut outcomes: Vec<(Timestamp, Outcome)> = first.collect();
        let is_named = |one: &Told| one.outcome.is_some() && is_of(&one.channel, &self.by);
        if !had_any && !all.iter().any(is_named) {
            outcomes.extend(self.repeated);
        }
        let mut open: Vec<&mut Told> = all
            .iter_mut()
            .filter(|one| one.chosen && one.outcome.is_none() && is_of(&one.channel, &self.by))
            .collect();
        let is_failed = |one: &&(Timestamp, Outcome)| one.1 != Outcome::HandedOver;
        let failed = outcomes.iter().filter(is_failed).count();
        let worst = outcomes.iter().find(is_failed).or(outcomes.last());
        let Some(worst) = worst.cloned() else {
            return;
        };
        let alike = failed == 0 || failed == outcomes.len();
        if alike && outcomes.len() >= open.len() && !(open.is_empty() && failed > 0) {
            for one in &mut open {
                one.outcome = Some(worst.clone());
            }
            return;
        }
        all.push(Told {
            channel: named(&self.by),
            outcome: Some(worst),
            chosen: true,
        });
    }
}

/// Whether a record's word is of a channel: an IM app comes without its instance. A bare `feishu` is another word, and
/// may be a group chat's.
fn is_of(channel: &Channel, by: &str) -> bool {
    match (channel.kind(), channel_of(by)) {
        (ChannelKind::Im(im, _), Some((ChannelKind::Im(_, 0), _))) => {
            ImType::of_wire(by) == Some(im)
        }
        (kind, Some((other, _))) => kind == other && kind != ChannelKind::Unknown,
        _ => channel.wire() == by,
    }
}

fn named(by: &str) -> Channel {
    match channel_of(by) {
        Some((ChannelKind::Personal(personal), _)) => Channel::personal(personal),
        Some((ChannelKind::Im(im, id), _)) if id != 0 => Channel::im(im, id),
        _ => Channel::wire_string(by),
    }
}

/// Where all of it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every chosen channel was handed over.
    All,
    /// One failed.
    Failed,
    /// Nothing failed, and of a chosen channel there is no record.
    NoRecord,
}

/// Of what there is.
pub fn verdict(all: &[Told]) -> Verdict {
    let mut chosen = all.iter().filter(|one| one.chosen);
    let failed = |one: &Told| matches!(one.outcome, Some((_, Outcome::Failed(_))));
    if chosen.clone().any(failed) {
        Verdict::Failed
    } else if chosen.any(|one| one.outcome.is_none()) {
        Verdict::NoRecord
    } else {
        Verdict::All
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::channel::Personal;
    use crate::domain::evidence::wire::FeedItem;

    #[test]
    fn a_request_is_for_one_person_or_refused() {
        for older in [false, true] {
            let body = request(Severity::Critical, "t", 7, older);
            assert!(is_for_only(&body, 7));
            assert!(!is_for_only(&body, 8));
            for (at, value) in [
                ("/assigned_to/person_ids", json!([7, 8])),
                ("/assigned_to/person_ids", json!([8])),
                ("/assigned_to/person_ids", json!([])),
                ("/assigned_to", json!(null)),
            ] {
                let mut body = body.clone();
                *body.pointer_mut(at).unwrap() = value;
                assert!(!is_for_only(&body, 7), "{body}");
            }
            for field in ["emails", "escalate_rule_id", "layer_person_reset"] {
                let mut body = body.clone();
                body["assigned_to"][field] = json!([]);
                assert!(!is_for_only(&body, 7), "{field}");
            }
            let mut body = body;
            body["channel_id"] = 1.into();
            assert!(!is_for_only(&body, 7));
        }
    }

    fn record(at: i64, by: &str, persons: Value) -> Event {
        let item: FeedItem = serde_json::from_value(json!({
            "type": "i_notify", "created_at": at, "detail": {"by": by, "persons": persons},
        }))
        .unwrap();
        Event::read(&item).unwrap()
    }

    #[test]
    fn records_are_of_the_channels_that_were_chosen() {
        let email = Channel::personal(Personal::Email);
        let app = Channel::personal(Personal::App);
        let feishu = Channel::im(ImType::Feishu, 4401);
        let chosen = [email.clone(), app.clone(), feishu.clone()];
        let at = 1_760_000_000_000;
        let events = [
            record(at, "email", json!([{"person_id": 8}, {"person_id": 7}])),
            record(
                at,
                "push",
                json!([{"person_id": 7, "failed_reason": "gone"}]),
            ),
            record(at, "sms", json!([{"person_id": 7}])),
            record(at, "voice", json!([{"person_id": 8}])),
        ];
        let all = told(&events, 7, &chosen);
        let outcomes: Vec<Option<&Outcome>> = all
            .iter()
            .map(|one| one.outcome.as_ref().map(|(_, o)| o))
            .collect();
        let gone = Outcome::Failed("gone".into());
        let handed = Outcome::HandedOver;
        assert_eq!(outcomes, [Some(&handed), Some(&gone), None, Some(&handed)]);
        assert_eq!(
            (all[3].chosen, all[3].channel.wire().as_str()),
            (false, "sms")
        );
        assert_eq!(verdict(&all), Verdict::Failed);
        assert_eq!(verdict(&told(&events[..1], 7, &chosen[..1])), Verdict::All);
        assert_eq!(
            verdict(&told(&events[..1], 7, &[email, feishu.clone()])),
            Verdict::NoRecord
        );
        // The instance is not told.
        let events = [record(at, "feishu_app", json!([{"person_id": 7}]))];
        let chosen = [feishu];
        assert_eq!(verdict(&told(&events, 7, &chosen)), Verdict::All);
        // Another word, which may be a group chat's.
        let events = [record(at, "feishu", json!([{"person_id": 7}]))];
        assert_eq!(verdict(&told(&events, 7, &chosen)), Verdict::NoRecord);
    }

    #[test]
    fn of_two_instances_a_record_without_one_proves_neither() {
        let at = 1_760_000_000_000;
        let chosen = [4401, 4402].map(|id| Channel::im(ImType::Feishu, id));
        let handed = |by: &str| record(at, by, json!([{"person_id": 7}]));
        let failed = |by: &str| record(at, by, json!([{"person_id": 7, "failed_reason": "gone"}]));
        let bare = "feishu_app";
        let again = record(at, bare, json!([{"person_id": 7}, {"person_id": 7}]));
        let repeated = |by: &str, message: &str| {
            let item: FeedItem = serde_json::from_value(json!({
                "type": "i_notify", "created_at": at,
                "detail": {"by": by, "persons": [{"person_id": 7}], "fire_type": "refire", "msg_id": message},
            }))
            .unwrap();
            Event::read(&item).unwrap()
        };
        let of_message = |by: &str, message: &str| {
            let item: FeedItem = serde_json::from_value(json!({
                "type": "i_notify", "created_at": at,
                "detail": {"by": by, "persons": [{"person_id": 7}], "msg_id": message},
            }))
            .unwrap();
            Event::read(&item).unwrap()
        };
        let same = |message: &str| of_message(bare, message);
        let repeated_failure: Event = {
            let item: FeedItem = serde_json::from_value(json!({
                "type": "i_notify", "created_at": at,
                "detail": {"by": bare, "persons": [{"person_id": 7, "failed_reason": "gone"}], "fire_type": "refire"},
            }))
            .unwrap();
            Event::read(&item).unwrap()
        };
        for (events, wanted) in [
            (vec![handed("feishu_app:4401")], Verdict::NoRecord),
            (vec![again], Verdict::NoRecord),
            (vec![handed(bare), repeated(bare, "m")], Verdict::NoRecord),
            (
                vec![repeated(bare, "m"), repeated(bare, "n")],
                Verdict::NoRecord,
            ),
            (vec![same("m"), same("m")], Verdict::NoRecord),
            (vec![same("m"), same("n")], Verdict::All),
            (
                vec![handed("feishu_app:4401"), repeated(bare, "m")],
                Verdict::NoRecord,
            ),
            (vec![handed("feishu_app:4401"), handed(bare)], Verdict::All),
            (
                vec![of_message("feishu_app:4401", "m"), same("m")],
                Verdict::NoRecord,
            ),
            (
                vec![same("m"), of_message("feishu_app:4401", "m")],
                Verdict::NoRecord,
            ),
            (
                vec![of_message("feishu_app:4401", "m"), same("n")],
                Verdict::All,
            ),
            (
                vec![handed("feishu_app:4401"), repeated_failure.clone()],
                Verdict::NoRecord,
            ),
            (vec![repeated_failure], Verdict::Failed),
            (vec![handed(bare)], Verdict::NoRecord),
            (vec![handed(bare), handed(bare)], Verdict::All),
            (vec![handed(bare), failed(bare)], Verdict::Failed),
            (vec![failed(bare), handed(bare)], Verdict::Failed),
            (vec![failed(bare)], Verdict::Failed),
            (vec![failed(bare), failed(bare)], Verdict::Failed),
            (
                vec![handed("feishu_app:4401"), handed("feishu_app:4402")],
                Verdict::All,
            ),
            (
                vec![handed("feishu_app:4401"), failed("feishu_app:4402")],
                Verdict::Failed,
            ),
        ] {
            let all = told(&events, 7, &chosen);
            assert_eq!(verdict(&all), wanted, "{events:?}");
        }
    }
}
