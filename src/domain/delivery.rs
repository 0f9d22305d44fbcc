//! Whether a channel that is listed would also reach the person: a pure judgement over what the
//! server said of the contacts, the phones and the IM apps. Where that does not decide it, the answer is
//! `Unknown`: neither a yes nor a no, and why.

#[cfg(test)]
mod tests;
mod uncertainty;

use serde::Serialize;
use tr::tr;

use crate::domain::channel::{Channel, ChannelKind, ImType, Personal};
pub use crate::domain::delivery::uncertainty::Uncertainty;
use crate::domain::device::Device;
use crate::domain::integration::{Integration, State};
use crate::domain::proof::{Proof, Record};
use crate::text::duty;

/// Something that the server said, or why it did not.
#[derive(Clone, Debug)]
pub enum Fact<T> {
    /// The server's answer.
    Known(T),
    /// Not answered, with the reason in words.
    Unknown(String),
}

impl<T> Fact<T> {
    /// The answer, if there is one.
    pub fn known(&self) -> Option<&T> {
        match self {
            Fact::Known(value) => Some(value),
            Fact::Unknown(_) => None,
        }
    }

    fn or_reason(&self) -> Result<&T, String> {
        match self {
            Fact::Known(value) => Ok(value),
            Fact::Unknown(why) => Err(why.clone()),
        }
    }
}

/// The contacts of the person, as far as the server says.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    /// Masked phone number, empty where there is none; `None` where the server does not say.
    pub phone: Option<String>,
    /// Whether it is verified.
    pub phone_verified: Option<bool>,
    /// Email address, empty where there is none; `None` where the server does not say.
    pub email: Option<String>,
    /// Whether it is verified.
    pub email_verified: Option<bool>,
    /// The person was invited and has not activated the membership.
    pub pending: bool,
    /// The membership is neither that nor in force, in the server's word; empty where it does not say.
    pub status: Option<String>,
    /// Whose they are; `None` where the server does not say.
    pub person_id: Option<u64>,
    /// The person's time zone and the account's, as the server names them; empty where it does not say.
    pub time_zones: [String; 2],
}

/// Everything that decides whether a channel delivers.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Phone and email.
    pub contacts: Fact<Contacts>,
    /// Bound phones.
    pub devices: Fact<Vec<Device>>,
    /// Instances of IM apps.
    pub integrations: Fact<Vec<Integration>>,
    /// Personal channels that a private deployment has switched off (`channels_off`).
    pub off: Vec<Personal>,
    /// What the records of incidents told of them.
    pub proof: Proof,
}

/// Would this channel reach the person?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "reason")]
pub enum Delivery {
    /// Yes.
    Yes,
    /// Nothing is known against it, and something that would have to be known is not.
    Unknown(Uncertainty),
    /// No, and why.
    No(Reason),
}

impl Delivery {
    /// Whether nothing is known against it, which is less than a yes.
    pub fn is_possible(&self) -> bool {
        !matches!(self, Delivery::No(_))
    }
}

/// Why a channel does not deliver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No phone number on file.
    PhoneMissing,
    /// The phone number is not verified.
    PhoneUnverified,
    /// No email address on file.
    EmailMissing,
    /// The email address is not verified.
    EmailUnverified,
    /// No phone is bound to the account.
    NoPhoneBound,
    /// The IM instance is disabled.
    ImDisabled,
    /// The IM instance is gone.
    ImGone,
    /// The private deployment has this channel switched off.
    SwitchedOff,
    /// The person has not activated the membership.
    NotActivated,
}

impl Reason {
    /// The word in JSON; never translated.
    pub const fn code(self) -> &'static str {
        match self {
            Reason::PhoneMissing => "phone_missing",
            Reason::PhoneUnverified => "phone_unverified",
            Reason::EmailMissing => "email_missing",
            Reason::EmailUnverified => "email_unverified",
            Reason::NoPhoneBound => "no_phone_bound",
            Reason::ImDisabled => "im_disabled",
            Reason::ImGone => "im_gone",
            Reason::SwitchedOff => "switched_off",
            Reason::NotActivated => "not_activated",
        }
    }

    /// Whether it is the person's own side that keeps a channel from getting through.
    pub const fn is_personal(self) -> bool {
        !matches!(
            self,
            Reason::ImDisabled | Reason::ImGone | Reason::SwitchedOff
        )
    }

    /// The reason in words.
    pub fn text(self) -> String {
        match self {
            Reason::PhoneMissing => tr!("there is no phone number on file"),
            Reason::PhoneUnverified => tr!("the phone number is not verified"),
            Reason::EmailMissing => tr!("there is no email address on file"),
            Reason::EmailUnverified => tr!("the email address is not verified"),
            Reason::NoPhoneBound => tr!("no phone with the Flashduty app is bound"),
            Reason::ImDisabled => tr!("the IM app is disabled"),
            Reason::ImGone => tr!("the IM app no longer exists"),
            Reason::SwitchedOff => tr!("this deployment has it switched off"),
            Reason::NotActivated => tr!("your membership is not activated"),
        }
    }

    /// Who fixes it, and where.
    pub fn remedy(self) -> String {
        match self {
            Reason::PhoneMissing | Reason::PhoneUnverified => {
                tr!(
                    "'{command}' verifies it, the number on file too; or in the console: Personal center > Personal Information > Phone",
                    command = duty!("profile set --phone NUMBER")
                )
            }
            Reason::EmailMissing | Reason::EmailUnverified => {
                tr!(
                    "'{command}' verifies it, the address on file too; or in the console: Personal center > Personal Information > Email",
                    command = duty!("profile set --email ADDRESS")
                )
            }
            Reason::NoPhoneBound => {
                tr!("bind one in the console: Personal center > Flashduty app")
            }
            Reason::ImDisabled => {
                tr!("have it enabled in the console: Integration center > IM")
            }
            Reason::ImGone => tr!(
                "choose another; '{command}' lists them",
                command = duty!("prefs channels")
            ),
            Reason::SwitchedOff => tr!("choose another channel"),
            Reason::NotActivated => tr!("accept the invitation that Flashduty sent you by mail"),
        }
    }
}

impl Facts {
    /// Whether this channel would reach the person.
    pub fn delivery(&self, channel: &Channel) -> Delivery {
        if self.is_pending() {
            return Delivery::No(Reason::NotActivated);
        }
        let status = self.contacts.known().and_then(|own| own.status.as_deref());
        let delivery = match status {
            None | Some("") => self.delivery_to_member(channel),
            Some(status) => no_answer(tr!("your membership is '{status}'", status)),
        };
        match (status, delivery) {
            // What does not get through to a member does not in any case.
            (Some(""), Delivery::Yes) => {
                let why = tr!("the server does not tell whether your membership is in force");
                no_answer(why)
            }
            (_, delivery) => delivery,
        }
    }

    /// The same of somebody whose membership is in force.
    fn delivery_to_member(&self, channel: &Channel) -> Delivery {
        let judged = match channel.kind() {
            ChannelKind::Personal(personal) if self.off.contains(&personal) => {
                Ok(Some(Reason::SwitchedOff))
            }
            ChannelKind::Personal(Personal::Voice | Personal::Sms) => {
                self.contacts.or_reason().and_then(|contacts| {
                    address(
                        contacts.phone.as_deref(),
                        contacts.phone_verified,
                        Reason::PhoneMissing,
                        Reason::PhoneUnverified,
                        || tr!("the server does not say whether the phone is verified"),
                        || tr!("the server calls the phone verified, and shows none"),
                    )
                })
            }
            ChannelKind::Personal(Personal::Email) => {
                self.contacts.or_reason().and_then(|contacts| {
                    address(
                        contacts.email.as_deref(),
                        contacts.email_verified,
                        Reason::EmailMissing,
                        Reason::EmailUnverified,
                        || tr!("the server does not say whether the email is verified"),
                        || tr!("the server calls the email verified, and shows none"),
                    )
                })
            }
            ChannelKind::Personal(Personal::App) => match self.devices.or_reason() {
                Ok(devices) if devices.is_empty() => Ok(Some(Reason::NoPhoneBound)),
                Ok(devices) if !devices.iter().any(Device::is_told) => Err(tr!(
                    "the list of phones has an entry that does not say which it is"
                )),
                told => told.map(|_| None),
            },
            ChannelKind::Im(im, id) => match self.integrations.or_reason() {
                Ok(list) => match instance(list, im, id).map(|one| (one, &one.state)) {
                    None if list.iter().any(|one| !one.is_told()) => Err(tr!(
                        "the list of IM apps has an entry that does not say which it is"
                    )),
                    Some((one, state)) if of_id(list, id).any(|other| other.contradicts(one)) => {
                        Err(tr!(
                            "the server lists it twice, and one of them is not {0}",
                            state.word()
                        ))
                    }
                    None | Some((_, State::Deleted)) => Ok(Some(Reason::ImGone)),
                    Some((_, State::Disabled)) => Ok(Some(Reason::ImDisabled)),
                    Some((one, state @ (State::Enabled | State::Other(_)))) => {
                        // What came before it was made was another's.
                        let made = one.created_at.map(|made| made.0);
                        let own = |record: &&Record| made <= record.latest();
                        let record = self.proof.of(channel).filter(own);
                        let failing = record.and_then(|_| self.failing(channel));
                        return match (failing, record.and_then(Record::works), state) {
                            // Whatever its words: who has linked their account since nobody tells.
                            (Some(failing), ..) => Delivery::Unknown(failing),
                            // What was sent by it once says nothing of a state that nobody knows.
                            (None, _, State::Other(word)) => no_answer(state_unknown(word)),
                            (None, Some(true), _) => Delivery::Yes,
                            (None, _, _) => Delivery::Unknown(Uncertainty::Link(im)),
                        };
                    }
                },
                Err(why) => Err(why),
            },
            ChannelKind::Unknown => return Delivery::Unknown(Uncertainty::Kind),
        };
        match judged {
            Ok(None) => self
                .failing(channel)
                .map_or(Delivery::Yes, Delivery::Unknown),
            Ok(Some(reason)) => Delivery::No(reason),
            Err(why) => no_answer(why),
        }
    }

    /// That the last message by it failed. A phone that was bound since is another one.
    fn failing(&self, channel: &Channel) -> Option<Uncertainty> {
        let record = self.proof.of(channel)?;
        let failed_at = record.failed_at.filter(|_| record.works() == Some(false))?;
        let since = |device: &Device| device.bound_at.is_some_and(|bound| bound.0 > failed_at);
        let is_app = channel.kind() == ChannelKind::Personal(Personal::App);
        if is_app && self.devices.known()?.iter().any(since) {
            return None;
        }
        Some(Uncertainty::Failing(record.reason.clone()))
    }

    /// Whether the person was invited and has not activated the membership: nothing is sent then.
    pub fn is_pending(&self) -> bool {
        self.contacts
            .known()
            .is_some_and(|contacts| contacts.pending)
    }

    /// Whether any of these channels reaches the person for certain.
    pub fn any_delivers(&self, channels: &[Channel]) -> bool {
        channels
            .iter()
            .any(|channel| self.delivery(channel) == Delivery::Yes)
    }

    /// Whether any of these channels delivers, or nothing is known against it.
    pub fn any_may_deliver(&self, channels: &[Channel]) -> bool {
        channels
            .iter()
            .any(|channel| self.delivery(channel).is_possible())
    }

    /// The instance that a channel names, where the server listed it.
    pub fn integration(&self, channel: &Channel) -> Option<&Integration> {
        let ChannelKind::Im(im, id) = channel.kind() else {
            return None;
        };
        instance(self.integrations.known()?, im, id)
    }
}

/// The instance of this type and id. Servers list by id: what stands where it would stand then is looked at first,
/// so that thousands of channels among thousands of instances take no time.
fn instance(list: &[Integration], im: ImType, id: u64) -> Option<&Integration> {
    let is_it = |one: &&Integration| one.id.0 == id && one.im() == Some(im);
    let near = of_id(list, id).find(is_it);
    near.or_else(|| list.iter().find(is_it))
}

/// The entries of this id, in a list by id.
fn of_id(list: &[Integration], id: u64) -> impl Iterator<Item = &Integration> {
    let from = list.partition_point(|one| one.id.0 < id);
    list[from..].iter().take_while(move |one| one.id.0 == id)
}

fn no_answer(why: String) -> Delivery {
    Delivery::Unknown(Uncertainty::NoAnswer(why))
}

fn state_unknown(word: &str) -> String {
    match word {
        "" => tr!("the server does not tell its status"),
        _ => tr!("duty does not know its status '{word}'", word),
    }
}

fn address(
    address: Option<&str>,
    verified: Option<bool>,
    missing: Reason,
    unverified: Reason,
    unknown: impl Fn() -> String,
    hidden: impl Fn() -> String,
) -> Result<Option<Reason>, String> {
    match (address, verified) {
        (Some("") | None, Some(true)) => Err(hidden()),
        (Some(_), Some(true)) => Ok(None),
        (Some(""), _) => Ok(Some(missing)),
        (_, Some(false)) => Ok(Some(unverified)),
        (_, None) => Err(unknown()),
    }
}
