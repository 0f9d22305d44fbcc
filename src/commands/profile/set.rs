//! `duty profile set`: check, show the difference, say what depends on an address, send only what
//! changes, read back.

use serde_json::{Map, Value, json};
use tr::tr;

use crate::commands::profile::args::Set;
use crate::commands::profile::check;
use crate::commands::profile::check::Phone;
use crate::commands::profile::render;
use crate::domain::channel::{Channel, Personal};
use crate::domain::member::{Caller, Member};
use crate::domain::preference::{Preference, Target};
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::session::write;
use crate::session::write::{Deed, Verdict};
use crate::text::duty;

/// What was asked for, checked.
struct Wanted {
    nickname: Option<String>,
    email: Option<String>,
    phone: Option<Phone>,
    locale: Option<&'static str>,
    time_zone: Option<String>,
}

/// One field that changes.
pub struct Change {
    /// The wire's name.
    pub wire: &'static str,
    /// The option that sets it, and the name in JSON.
    pub name: &'static str,
    /// How it is.
    pub before: String,
    /// How it is to be.
    pub after: String,
}

/// Do it.
pub fn run(app: &mut App, command: &Set) -> Result<Exit, Error> {
    let wanted = Wanted::check(command)?;
    let mut verification = Verification::of(app, &command.verify)?;
    let mut session = app.session()?;
    let purpose = wanted.purpose();
    if verification.sends_only() {
        if purpose == Purpose::Caller {
            return Err(Error::usage(tr!(
                "only a new email or phone needs a verification code"
            )));
        }
        return verification.send(&mut session, &purpose);
    }
    let member = own_member(&session)?;
    let changes = wanted.changes(&member);
    let dry_run = command.dry_run.dry_run;
    if changes.is_empty() || dry_run {
        let depends = depends(&mut session, &changes);
        render::tell(&mut session, &member, &changes, &depends, dry_run)?;
        return Ok(Exit::Done);
    }
    wanted.check_sendable(&session, &member, &verification)?;
    let depends = depends(&mut session, &changes);
    render::warn(&mut session, &member, &changes, &depends);
    session.change(|session| {
        write(
            session,
            &mut verification,
            &purpose,
            &member,
            &wanted,
            &changes,
        )
    })?;
    render::tell(&mut session, &member, &changes, &depends, false)?;
    Ok(Exit::Done)
}

impl Wanted {
    fn check(command: &Set) -> Result<Wanted, Error> {
        let wanted = Wanted {
            nickname: command
                .nickname
                .as_deref()
                .map(check::nickname)
                .transpose()?,
            email: command.email.as_deref().map(check::email).transpose()?,
            phone: command
                .phone
                .as_deref()
                .map(|number| check::phone(number, command.country_code.as_deref()))
                .transpose()?,
            locale: command
                .locale
                .map(crate::commands::profile::args::Locale::word),
            time_zone: command
                .time_zone
                .as_deref()
                .map(check::time_zone)
                .transpose()?,
        };
        if wanted.email.is_some() && wanted.phone.is_some() {
            return Err(Error::usage(tr!(
                "email and phone are changed one after the other: each new address is proved by a code of its own"
            ))
            .hint(tr!("run it once with --email and once with --phone")));
        }
        let nothing = wanted.nickname.is_none()
            && wanted.email.is_none()
            && wanted.phone.is_none()
            && wanted.locale.is_none()
            && wanted.time_zone.is_none();
        if nothing {
            return Err(Error::usage(tr!("nothing to set is given")).hint(tr!(
                "name what changes: --nickname, --email, --phone, --locale, --time-zone"
            )));
        }
        Ok(wanted)
    }

    fn purpose(&self) -> Purpose {
        match (&self.email, &self.phone) {
            (Some(email), _) => Purpose::NewEmail(email.clone()),
            (None, Some(phone)) => Purpose::NewPhone(phone.number.clone()),
            (None, None) => Purpose::Caller,
        }
    }

    /// What differs from how it is now. The phone that was read is masked, so that a given one always
    /// counts as different.
    fn changes(&self, member: &Member) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut add = |wire, name, before: &str, after: Option<&str>| {
            if let Some(after) = after
                && after != before
            {
                changes.push(Change {
                    wire,
                    name,
                    before: before.to_owned(),
                    after: after.to_owned(),
                });
            }
        };
        add(
            "member_name",
            "nickname",
            &member.member_name,
            self.nickname.as_deref(),
        );
        let email = member.email.as_deref().unwrap_or("");
        // The address on file that was never verified can be verified by setting it once more.
        let verify_again =
            self.email.as_deref() == Some(email) && member.email_verified == Some(false);
        let email_before = if verify_again { "" } else { email };
        add("email", "email", email_before, self.email.as_deref());
        let phone = member.phone.as_deref().unwrap_or("");
        add(
            "phone",
            "phone",
            phone,
            self.phone.as_ref().map(|phone| phone.number.as_str()),
        );
        add(
            "country_code",
            "country_code",
            &member.country_code,
            self.phone
                .as_ref()
                .and_then(|phone| phone.country.as_deref()),
        );
        add("locale", "locale", &member.locale, self.locale);
        add(
            "time_zone",
            "time_zone",
            &member.time_zone,
            self.time_zone.as_deref(),
        );
        changes
    }

    /// The fields that change, and the country of a national number, which is nothing without it.
    fn updates(&self, changes: &[Change]) -> Value {
        let mut updates = Map::new();
        for change in changes {
            updates.insert(change.wire.to_owned(), json!(change.after));
        }
        if let Some(Phone {
            country: Some(country),
            ..
        }) = &self.phone
        {
            updates.insert("country_code".into(), json!(country));
        }
        Value::Object(updates)
    }

    /// A code can be sent to a national number only in the country on file: the request that sends it
    /// has no place for another.
    fn check_sendable(
        &self,
        session: &Session<'_>,
        member: &Member,
        verification: &Verification,
    ) -> Result<(), Error> {
        match &self.phone {
            Some(phone)
                if !phone.is_international()
                    && phone.country.as_deref() != Some(member.country_code.as_str())
                    && verification.left() == 0
                    && session.terminal.may_ask() =>
            {
                Err(Error::usage(tr!(
                    "a code cannot be sent to a national number of another country than the one on file"
                ))
                .hint(tr!("write the number with + and the country's calling code")))
            }
            _ => Ok(()),
        }
    }
}

fn own_member(session: &Session<'_>) -> Result<Member, Error> {
    let caller = session
        .api
        .caller()
        .map_err(|error| error.while_doing(tr!("cannot read the profile")))?;
    match caller {
        Caller::Member(member) => Ok(*member),
        Caller::Primary(_) => Err(Error::new(
            Kind::NotAllowed,
            tr!("this key is the primary account's own, and the API changes members only"),
        )
        .hint(tr!(
            "change it in the console (Personal center > Basic information), or use a member's key"
        ))),
    }
}

/// The targets that a channel is among; `None` where the server would not say.
pub type Depends = (Personal, Option<Vec<Target>>);

/// The targets that a changed address is told for.
fn depends(session: &mut Session<'_>, changes: &[Change]) -> Vec<Depends> {
    let changed = |name: &str| changes.iter().any(|change| change.name == name);
    let channels: &[Personal] = if changed("email") {
        &[Personal::Email]
    } else if changed("phone") {
        &[Personal::Voice, Personal::Sms]
    } else {
        return Vec::new();
    };
    let preference = session.api.preference_info().ok();
    let on = |preference: &Preference, channel: &Channel| {
        Target::ALL
            .into_iter()
            .filter(|target| preference.channels(*target).contains(channel))
            .collect::<Vec<_>>()
    };
    channels
        .iter()
        .map(|personal| {
            let channel = Channel::personal(*personal);
            (
                *personal,
                preference
                    .as_ref()
                    .map(|preference| on(preference, &channel)),
            )
        })
        .collect()
}

fn write(
    session: &mut Session<'_>,
    verification: &mut Verification,
    purpose: &Purpose,
    member: &Member,
    wanted: &Wanted,
    changes: &[Change],
) -> Result<(), Error> {
    let updates = wanted.updates(changes);
    let addressed = changes
        .iter()
        .any(|change| matches!(change.name, "email" | "phone"));
    let purpose = if addressed { purpose } else { &Purpose::Caller };
    let deed = Deed {
        request: session.api.member_info_reset(member.member_id, &updates),
        doing: tr!("cannot change the profile"),
        tells: tells(),
        guard: Some((verification, purpose)),
    };
    let answer = write::settle(session, deed, own_member, |found| {
        let as_before = |change: &Change| now(found, change) == Some(change.before.as_str());
        match differing(found, changes) {
            None => Verdict::Done,
            Some(_) if changes.iter().all(as_before) => Verdict::NotDone,
            Some(_) => Verdict::Unknown,
        }
    })?;
    if answer.is_none() {
        return Ok(());
    }
    let found = write::look(session, own_member).map_err(|error| {
        error
            .while_doing(tr!("the change was accepted, but reading it back failed"))
            .hint(tells())
    })?;
    match differing(&found, changes) {
        None => Ok(()),
        Some(name) => Err(Error::new(
            Kind::Conflict,
            tr!("the change was accepted, but {name} is not what was sent: somebody else changed it at the same time", name),
        )
        .hint(tr!("look at '{command}', then run it again", command = duty!("profile show")))),
    }
}

fn tells() -> String {
    tr!(
        "'{command}' tells what is in force",
        command = duty!("profile show")
    )
}

/// How the server has a field; the phone only as far as its mask shows.
fn now<'a>(found: &'a Member, change: &Change) -> Option<&'a str> {
    Some(match change.name {
        "nickname" => &found.member_name,
        "email" => found.email.as_deref()?,
        "phone" => found.phone.as_deref()?,
        "country_code" => &found.country_code,
        "locale" => &found.locale,
        _ => &found.time_zone,
    })
}

/// The first field that is not what was sent.
fn differing(found: &Member, changes: &[Change]) -> Option<&'static str> {
    changes
        .iter()
        .find(|change| match (change.name, now(found, change)) {
            ("phone", Some(shown)) => !could_be(shown, &change.after),
            (_, shown) => shown != Some(change.after.as_str()),
        })
        .map(|change| change.name)
}

/// Whether a masked number may be this one: what it shows at the end is the end of it.
fn could_be(shown: &str, number: &str) -> bool {
    let end = shown.rsplit('*').next().unwrap_or(shown);
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    !shown.is_empty() && digits(number).ends_with(&digits(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_is_compared_by_what_it_shows() {
        assert!(could_be("+86 138****0009", "+8613800000009"));
        assert!(could_be("+8613800000009", "+86 138 0000 0009"));
        assert!(!could_be("+86 138****0001", "+8613800000009"));
        assert!(!could_be("", "+8613800000009"));
    }
}
