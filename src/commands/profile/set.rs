//! `duty profile set`: check, show the difference, say what depends on an address, send only what
//! changes, read back.

use clap::ValueEnum;
use serde_json::{Map, Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::profile::change::{Change, Dependent, Field};
use crate::commands::profile::check;
use crate::commands::profile::check::Phone;
use crate::commands::profile::report::{Ending, report, warn};
use crate::domain::channel::Personal;
use crate::domain::member::{Caller, Member};
use crate::domain::preference::Preference;
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::local::options::DryRun;
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::session::verify_options::Verify;
use crate::session::write;
use crate::session::write::send::look;
use crate::session::write::{Deed, Verdict};
use crate::text::duty;
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Set {
    /// What you are called, 2 to 39 characters
    #[arg(long, value_name = "NAME")]
    pub nickname: Option<String>,
    /// New email address
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// New phone number: +8613800000001, or a national one with --country-code
    #[arg(long, value_name = "NUMBER")]
    pub phone: Option<String>,
    /// Country of the phone number, two letters such as CN
    #[arg(long, value_name = "CC", requires = "phone")]
    pub country_code: Option<String>,
    /// Language that Flashduty writes to you in
    #[arg(long, value_name = "LOCALE", value_enum, alias = "language")]
    pub locale: Option<Locale>,
    /// Time zone by its IANA name, such as Asia/Shanghai
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
    #[command(flatten)]
    pub dry_run: DryRun,
    #[command(flatten)]
    pub verify: Verify,
}

/// A language as the server names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Locale {
    /// Chinese
    #[value(name = "zh-CN", alias = "zh", alias = "zh-cn")]
    ZhCn,
    /// English
    #[value(name = "en-US", alias = "en", alias = "en-us")]
    EnUs,
}

pub const EXAMPLES: Examples = examples! { "profile set":
    "duty profile set --nickname 张三 --time-zone Asia/Shanghai --dry-run"
        => "What would change, several fields at once",
    "duty profile set --email new@example.com"
        => "A terminal is asked for the code that goes to the new address",
    "DUTY_VERIFY_CODE=123456 duty profile set --phone +8613800000009"
        => "A script passes a code that --send-code had sent before",
    Run "profile set --nickname 张三丰 --time-zone Europe/London -o json"
};

/// What was asked for, checked.
struct Wanted {
    nickname: Option<String>,
    email: Option<String>,
    phone: Option<Phone>,
    locale: Option<&'static str>,
    time_zone: Option<String>,
}

pub fn run(app: &mut App, command: &Set) -> Result<Exit, Error> {
    let wanted = Wanted::check(command)?;
    let mut verification = Verification::of(app, &command.verify)?;
    let mut session = app.session()?;
    let purpose = wanted.purpose();
    let sends_only = verification.sends_only();
    if sends_only && purpose == Purpose::Caller {
        return Err(no_code_needed());
    }
    let member = own_member(&session)?;
    let changes = wanted.changes(&member);
    let dry_run = command.dry_run.dry_run;
    if changes.is_empty() || dry_run {
        let dependents = dependents(&session, &member, &changes);
        let ending = match dry_run {
            true => Ending::DryRun,
            false => Ending::Changed { proven: true },
        };
        report(&mut session, &member, &changes, &dependents, ending)?;
        return Ok(Exit::Done);
    }
    wanted.check_sendable(&session, &member, &verification)?;
    if sends_only {
        if !changes.iter().any(|change| change.field.needs_proof()) {
            return Err(no_code_needed());
        }
        return verification.send(&mut session, &purpose);
    }
    let dependents = dependents(&session, &member, &changes);
    warn(&session, &member, &changes, &dependents);
    let guard = (&mut verification, &purpose);
    let proven = session.change(|session| write(session, guard, &member, &wanted, &changes))?;
    let ending = Ending::Changed { proven };
    let told = report(&mut session, &member, &changes, &dependents, ending);
    told.and_then(|()| session.out.finish())?;
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
            phone: match &command.phone {
                Some(number) => Some(check::phone(number, command.country_code.as_deref())?),
                None => None,
            },
            locale: command.locale.map(|locale| match locale {
                Locale::ZhCn => "zh-CN",
                Locale::EnUs => "en-US",
            }),
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
        let phone = self.phone.as_ref();
        let wanted = [
            (Field::Nickname, self.nickname.as_deref()),
            (Field::Email, self.email.as_deref()),
            (Field::Phone, phone.map(|phone| phone.number.as_str())),
            (
                Field::CountryCode,
                phone.and_then(|phone| phone.country.as_deref()),
            ),
            (Field::Locale, self.locale),
            (Field::TimeZone, self.time_zone.as_deref()),
        ];
        // The address on file that was never verified can be verified by setting it once more.
        let unverified = member.email_verified == Some(false) && self.email == member.email;
        let changes = wanted.into_iter().filter_map(|(field, after)| {
            let before = match field {
                Field::Email if unverified => "",
                _ => field.of(member).unwrap_or(""),
            };
            let after = after.filter(|after| *after != before)?;
            Some(Change {
                field,
                before: before.to_owned(),
                after: after.to_owned(),
            })
        });
        changes.collect()
    }

    /// The fields that change, and the country of a national number, which is nothing without it.
    fn updates(&self, changes: &[Change]) -> Value {
        let mut updates = Map::new();
        for change in changes {
            updates.insert(change.field.wire().to_owned(), json!(change.after));
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
                    && (verification.sends_only() || session.terminal.may_ask()) =>
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

fn no_code_needed() -> Error {
    Error::usage(tr!("only a new email or phone needs a verification code"))
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
            "change it in the console (Personal center > Personal Information), or use a member's key"
        ))),
    }
}

/// What is there now, of the same member.
fn same_member(session: &Session<'_>, before: &Member) -> Result<Member, Error> {
    let found = own_member(session)?;
    if found.member_id == before.member_id {
        return Ok(found);
    }
    let (own, theirs) = (before.member_id, found.member_id);
    Err(Error::failed(tr!(
        "the server says that the key belongs to person {theirs} now, and before to person {own}",
        theirs,
        own
    )))
}

/// The channels that go to an address that changes.
fn dependents(session: &Session<'_>, member: &Member, changes: &[Change]) -> Vec<Dependent> {
    let channels = Dependent::channels(changes);
    if channels.is_empty() {
        return Vec::new();
    }
    // Those of somebody else say nothing.
    let is_own = |found: &Preference| [0, member.member_id.0].contains(&found.person_id.0);
    let preference = session.api.preference_info().ok().filter(is_own);
    let of = |channel: &Personal| Dependent::of(*channel, preference.as_ref());
    channels.iter().map(of).collect()
}

/// Whether the read-back proves it.
fn write(
    session: &mut Session<'_>,
    (verification, purpose): (&mut Verification, &Purpose),
    member: &Member,
    wanted: &Wanted,
    changes: &[Change],
) -> Result<bool, Error> {
    // What was accepted is told.
    let _to_its_end = Uninterrupted::begin();
    let purpose = if changes.iter().any(|change| change.field.needs_proof()) {
        purpose
    } else {
        &Purpose::Caller
    };
    let updates = wanted.updates(changes);
    let tells = tr!(
        "'{command}' tells what is in force",
        command = duty!("profile show")
    );
    let deed = Deed {
        request: session.api.member_info_reset(member.member_id, &updates),
        doing: tr!("cannot change the profile"),
        tells: tells.clone(),
        guard: Some((verification, purpose)),
    };
    let all_made = |found: &Member| {
        changes
            .iter()
            .all(|one| one.is_made(member, found) == Some(true))
    };
    let same = |session: &Session<'_>| same_member(session, member);
    let answer = write::settle(session, deed, same, |found| {
        let nothing = |one: &Change| {
            one.is_made(member, found) == Some(false) && one.is_as_before(member, found)
        };
        if all_made(found) {
            Verdict::Done
        } else if changes.iter().all(nothing) {
            Verdict::NotDone
        } else {
            Verdict::Unknown
        }
    })?;
    if answer.is_none() {
        return Ok(true);
    }
    let found = look(session, same).map_err(|error| {
        error
            .while_doing(tr!("the change was accepted, but reading it back failed"))
            .hint(tells)
    })?;
    let undone = |one: &&Change| one.is_made(member, &found) == Some(false);
    match changes.iter().find(undone) {
        None => Ok(all_made(&found)),
        Some(change) if change.is_as_before(member, &found) => {
            let name = change.field.name();
            Err(Error::new(
                Kind::Conflict,
                tr!(
                    "the server accepted the change, but {name} is as it was before",
                    name
                ),
            )
            .hint(tr!(
                "look at '{command}', then run it again",
                command = duty!("profile show")
            )))
        }
        Some(change) => {
            let name = change.field.name();
            Err(Error::new(
                Kind::Conflict,
                tr!("the change was accepted, but {name} is not what was sent: somebody else changed it at the same time", name),
            )
            .hint(tr!("look at '{command}', then run it again", command = duty!("profile show"))))
        }
    }
}
