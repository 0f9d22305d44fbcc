//! Proof that a channel works: when it last reached the person, as the records of incidents tell, and what
//! failed. Nothing of an incident is kept.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::channel::{Channel, ChannelKind, ImType};
use crate::domain::evidence::{Deed, Event, channel_of};
use crate::domain::integration::Integration;
use crate::domain::trial::Outcome;

/// What is known of the channels of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Proof {
    /// When something was learned last.
    pub learned_at: Option<Timestamp>,
    /// When records were last gone through for it.
    pub surveyed_at: Option<Timestamp>,
    /// By the channel as it is told.
    channels: BTreeMap<String, Record>,
}

/// What is known of one channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// When a message was last handed over.
    pub handed_over_at: Option<Timestamp>,
    /// When one last failed.
    pub failed_at: Option<Timestamp>,
    /// How many failed, in the records that were read last.
    pub failures: u32,
    /// Why the last one failed, in the words of the server.
    pub reason: String,
}

impl Record {
    /// Whether the last message was handed over; nothing where there was none.
    pub fn works(&self) -> Option<bool> {
        match (self.handed_over_at, self.failed_at) {
            (None, None) => None,
            (handed, failed) => Some(handed >= failed),
        }
    }

    /// When the last message was sent, whatever came of it.
    pub fn latest(&self) -> Option<Timestamp> {
        self.handed_over_at.max(self.failed_at)
    }

    /// The same without what is of another time.
    fn within(mut self, times: &RangeInclusive<Timestamp>) -> Option<Record> {
        self.handed_over_at = self.handed_over_at.filter(|at| times.contains(at));
        if self.failed_at.is_none_or(|at| !times.contains(&at)) {
            (self.failed_at, self.failures) = (None, 0);
            self.reason.clear();
        }
        self.works().map(|_| self)
    }
}

/// Whether the words of a failure are that an account is not linked. Links, addresses and names are bound as
/// well: an account, or whose it is, must be in them. It chooses the advice and proves nothing: words are free, and
/// whoever read them may have linked it since.
pub fn says_unlinked(reason: &str) -> bool {
    let reason = reason.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    let mut words = reason.split(|letter: char| !letter.is_alphanumeric());
    let of_account = words.any(|word| matches!(word, "account" | "app" | "user" | "member"));
    (of_account && any(&["not linked", "not bound", "unlinked", "unbound"]))
        || (any(&["未关联", "未绑定"]) && any(&["账号", "帐号", "账户", "用户", "成员", "应用"]))
}

impl Proof {
    /// What is known, channel by channel in words.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Record)> {
        self.channels
            .iter()
            .map(|(channel, record)| (channel.as_str(), record))
    }

    /// What is known of a channel.
    pub fn of(&self, channel: &Channel) -> Option<&Record> {
        self.channels.get(&channel.told())
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.channels.is_empty()
    }

    /// One message.
    pub fn note(&mut self, channel: &Channel, at: Timestamp, outcome: &Outcome) {
        let record = self.channels.entry(channel.told()).or_default();
        match outcome {
            Outcome::HandedOver => record.handed_over_at = record.handed_over_at.max(Some(at)),
            Outcome::Failed(why) => {
                record.failures += 1;
                if record.failed_at <= Some(at) {
                    record.failed_at = Some(at);
                    record.reason.clone_from(why);
                }
            }
        }
    }

    /// Every message to a person in the record of an incident, of these times.
    pub fn learn(
        &mut self,
        events: &[Event],
        person: u64,
        apps: &[Integration],
        times: &RangeInclusive<Timestamp>,
    ) {
        for event in events.iter().filter(|event| times.contains(&event.at)) {
            let Deed::Notified(notice) = &event.deed else {
                continue;
            };
            let Some(channel) = meant(&notice.by, event.at, apps) else {
                continue;
            };
            for to in notice.persons.iter().filter(|to| to.person_id == person) {
                let outcome = if to.failed_reason.is_empty() {
                    Outcome::HandedOver
                } else {
                    Outcome::Failed(to.failed_reason.clone())
                };
                self.note(&channel, event.at, &outcome);
            }
        }
    }

    /// Nothing of another time counts: what worked once need not work any more, and what is yet to come did not.
    pub fn keep_within(&mut self, times: &RangeInclusive<Timestamp>) {
        let channels = std::mem::take(&mut self.channels).into_iter();
        self.channels = channels
            .filter_map(|(channel, record)| Some((channel, record.within(times)?)))
            .collect();
    }

    /// With what was read anew: the latest times stay, failures are counted in what was read.
    pub fn renew(&mut self, read: Proof, at: Timestamp) {
        for (channel, new) in read.channels {
            let record = self.channels.entry(channel).or_default();
            record.handed_over_at = record.handed_over_at.max(new.handed_over_at);
            record.failures = new.failures;
            if new.failed_at >= record.failed_at {
                record.failed_at = new.failed_at;
                record.reason = new.reason;
            }
        }
        self.learned_at = Some(at);
        self.surveyed_at = Some(at);
    }
}

/// The channel of a record's word. An IM app comes without its instance, and is proof of one only where no
/// other can have been enabled at that time. A bare `feishu` is another word than `feishu_app`, and may be a group chat's.
fn meant(by: &str, at: Timestamp, apps: &[Integration]) -> Option<Channel> {
    match channel_of(by)? {
        (ChannelKind::Personal(personal), _) => Some(Channel::personal(personal)),
        (ChannelKind::Im(_, 0), _) if ImType::of_wire(by).is_none() => None,
        (ChannelKind::Im(im, 0), _) => {
            let may_be = |one: &&Integration| one.im() == Some(im) && one.may_have_worked(at);
            let mut all = apps.iter().filter(may_be);
            let only = all.next().filter(|_| all.next().is_none())?;
            Some(Channel::im(im, only.id.0))
        }
        (ChannelKind::Im(im, id), _) => Some(Channel::im(im, id)),
        (ChannelKind::Unknown, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::integration::State;
    use crate::lenient::{self, Id};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_last_message_decides() {
        let feishu = Channel::im(ImType::Feishu, 1);
        let mut proof = Proof::default();
        assert_eq!(proof.of(&feishu), None);
        let works = |proof: &Proof| proof.of(&feishu).unwrap().works();
        proof.note(&feishu, at(5), &Outcome::Failed("rate limited".into()));
        assert_eq!(works(&proof), Some(false));
        proof.note(&feishu, at(6), &Outcome::Failed("App not linked".into()));
        assert_eq!(works(&proof), Some(false));
        proof.note(&feishu, at(7), &Outcome::HandedOver);
        assert_eq!(works(&proof), Some(true));
        // An older failure that is read later changes nothing but the count.
        proof.note(&feishu, at(2), &Outcome::Failed("old".into()));
        let record = proof.of(&feishu).unwrap();
        assert_eq!(
            (record.failures, record.reason.as_str()),
            (3, "App not linked")
        );
        // Reading the same again does not count it twice.
        let mut read = Proof::default();
        read.note(&feishu, at(6), &Outcome::Failed("App not linked".into()));
        proof.renew(read, at(9));
        let record = proof.of(&feishu).unwrap();
        assert_eq!((record.failures, record.handed_over_at), (1, Some(at(7))));
        assert_eq!(proof.learned_at, Some(at(9)));
    }

    #[test]
    fn only_of_an_account_is_it_said_that_it_is_not_linked() {
        for (reason, unlinked) in [
            ("App not linked", true),
            ("the user is not bound to this app", true),
            ("account unlinked", true),
            ("用户未绑定飞书", true),
            ("账号未关联", true),
            ("outbound request timed out", false),
            ("card rejected: invalid hyperlink in template", false),
            ("dial tcp: cannot bind local address", false),
            ("upstream link down", false),
            ("variable unbound in template", false),
            ("关联的服务不可用", false),
        ] {
            assert_eq!(says_unlinked(reason), unlinked, "{reason}");
        }
    }

    #[test]
    fn what_is_old_is_forgotten() {
        let (feishu, email) = (Channel::im(ImType::Feishu, 1), Channel::of_told("email"));
        let mut proof = Proof::default();
        proof.note(&feishu, at(5), &Outcome::HandedOver);
        proof.note(&email, at(6), &Outcome::Failed("mailbox full".into()));
        proof.note(&email, at(20), &Outcome::HandedOver);
        proof.keep_within(&(at(10)..=at(30)));
        assert_eq!(proof.of(&feishu), None);
        let email = proof.of(&email).unwrap();
        assert_eq!((email.works(), email.failures), (Some(true), 0));
        assert_eq!(email.failed_at, None);
    }

    #[test]
    fn what_is_yet_to_come_is_no_proof() {
        let (feishu, email) = (Channel::im(ImType::Feishu, 1), Channel::of_told("email"));
        let mut proof = Proof::default();
        proof.note(&feishu, at(40), &Outcome::HandedOver);
        proof.note(&email, at(20), &Outcome::HandedOver);
        proof.note(&email, at(31), &Outcome::Failed("mailbox full".into()));
        proof.keep_within(&(at(10)..=at(30)));
        assert_eq!(proof.of(&feishu), None);
        assert_eq!(proof.of(&email).unwrap().works(), Some(true));
    }

    #[test]
    fn an_app_without_its_instance_is_proof_of_the_only_one() {
        let time = |second| lenient::Timestamp(at(second));
        let app = |id, state| Integration {
            id: Id(id),
            name: "x".into(),
            plugin_type: "feishu_app".into(),
            state,
            created_at: Some(time(0)),
            updated_at: Some(time(10)),
        };
        let of = |id| Some(Channel::im(ImType::Feishu, id));
        let one = [app(1, State::Enabled), app(2, State::Disabled)];
        assert_eq!(meant("feishu_app", at(20), &one), of(1));
        assert_eq!(meant("feishu", at(20), &one), None);
        // Before it was switched off it may have been the other.
        assert_eq!(meant("feishu_app", at(5), &one), None);
        let unsaid = Integration {
            updated_at: None,
            ..app(2, State::Disabled)
        };
        assert_eq!(
            meant("feishu_app", at(20), &[app(1, State::Enabled), unsaid]),
            None
        );
        // One that was not there yet it was not.
        let new = Integration {
            created_at: Some(time(15)),
            ..app(1, State::Enabled)
        };
        let moved = [new, app(2, State::Disabled)];
        assert_eq!(meant("feishu_app", at(5), &moved), of(2));
        assert_eq!(meant("feishu_app", at(20), &moved), of(1));
        let two = [app(1, State::Enabled), app(2, State::Enabled)];
        assert_eq!(meant("feishu_app", at(20), &two), None);
        assert_eq!(meant("feishu_app:2", at(20), &two), of(2));
        assert_eq!(meant("pigeon", at(20), &one), None);
    }
}
