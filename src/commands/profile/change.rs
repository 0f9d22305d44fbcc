//! What `duty profile set` changes, field by field, and what depends on it.

use tr::tr;

use crate::domain::channel::{Channel, Personal};
use crate::domain::member::Member;
use crate::domain::preference::{Preference, Target};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Nickname,
    Email,
    Phone,
    CountryCode,
    Locale,
    TimeZone,
}

impl Field {
    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Field::Nickname => "nickname",
            Field::Email => "email",
            Field::Phone => "phone",
            Field::CountryCode => "country_code",
            Field::Locale => "locale",
            Field::TimeZone => "time_zone",
        }
    }

    /// The name on the wire.
    pub const fn wire(self) -> &'static str {
        match self {
            Field::Nickname => "member_name",
            other => other.name(),
        }
    }

    /// The name for people.
    pub fn label(self) -> String {
        match self {
            Field::Nickname => tr!("nickname"),
            Field::Email => tr!("profile" => "email"),
            Field::Phone => tr!("phone"),
            Field::CountryCode => tr!("country"),
            Field::Locale => tr!("language"),
            Field::TimeZone => tr!("time zone"),
        }
    }

    /// Whether the server asks for a code that went to the new value.
    pub const fn needs_proof(self) -> bool {
        matches!(self, Field::Email | Field::Phone)
    }

    /// How the server has it; the phone only as far as its mask shows.
    pub fn of(self, member: &Member) -> Option<&str> {
        Some(match self {
            Field::Nickname => &member.member_name,
            Field::Email => member.email.as_deref()?,
            Field::Phone => member.phone.as_deref()?,
            Field::CountryCode => &member.country_code,
            Field::Locale => &member.locale,
            Field::TimeZone => &member.time_zone,
        })
    }
}

/// One field that changes.
pub struct Change {
    pub field: Field,
    pub before: String,
    pub after: String,
}

impl Change {
    /// Whether this is what was made of it since it was read before; `None` where no read can tell. What looked so
    /// before proves nothing: of a masked phone only its end is shown, and the address on file can be set again, to
    /// be verified.
    pub fn is_made(&self, before: &Member, found: &Member) -> Option<bool> {
        let is_phone = self.field == Field::Phone;
        let shown = |member| {
            self.field
                .of(member)
                .is_some_and(|now| is_all_of(now, &self.after))
        };
        if is_phone && shown(found) && !shown(before) {
            return Some(true);
        }
        let verified = |member: &Member| match self.field {
            Field::Email => member.email_verified,
            Field::Phone => member.phone_verified,
            _ => None,
        };
        match (self.looks_made(before), self.looks_made(found)) {
            (_, Some(false)) => Some(false),
            (Some(false), Some(true)) => Some(true),
            _ if !self.field.needs_proof() => self.looks_made(found),
            // The number on file, or another one with the same end: that it is not verified is of either.
            _ if is_phone && !shown(found) && verified(found) != Some(true) => None,
            // Set anew it is verified.
            _ => match (verified(before), verified(found)) {
                (Some(false), Some(now)) => Some(now),
                (_, Some(false)) => Some(false),
                _ => None,
            },
        }
    }

    /// Whether nothing of it is to be seen.
    pub fn is_as_before(&self, before: &Member, found: &Member) -> bool {
        self.field.of(before) == self.field.of(found)
    }

    /// Whether the member is so, as far as the mask of a phone shows.
    fn looks_made(&self, member: &Member) -> Option<bool> {
        match (self.field, self.field.of(member)) {
            (Field::Phone, Some(masked)) => could_be(masked, &self.after),
            (_, now) => Some(now == Some(self.after.as_str())),
        }
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether a number is shown in full, and is this one.
fn is_all_of(shown: &str, number: &str) -> bool {
    !shown.contains('*') && !shown.is_empty() && digits(shown) == digits(number)
}

/// Whether a masked number may be this one: what it shows at the end is the end of it. `None` where it shows nothing.
fn could_be(masked: &str, number: &str) -> Option<bool> {
    if masked.is_empty() {
        return Some(false);
    }
    let end = digits(masked.rsplit('*').next().unwrap_or(masked));
    (!end.is_empty()).then(|| digits(number).ends_with(&end))
}

/// A channel that goes to an address that changes.
pub struct Dependent {
    pub channel: Personal,
    /// The targets that list it; `None` where the server gave no answer.
    pub targets: Option<Vec<Target>>,
}

impl Dependent {
    /// The channels that depend on these changes.
    pub fn channels(changes: &[Change]) -> &'static [Personal] {
        let changes = |field| changes.iter().any(|change| change.field == field);
        if changes(Field::Email) {
            &[Personal::Email]
        } else if changes(Field::Phone) {
            &[Personal::Voice, Personal::Sms]
        } else {
            &[]
        }
    }

    pub fn of(channel: Personal, preference: Option<&Preference>) -> Dependent {
        let listed = Channel::personal(channel);
        let lists = |preference: &Preference| {
            let lists = |target: &Target| preference.channels(*target).contains(&listed);
            Target::ALL.into_iter().filter(lists).collect()
        };
        Dependent {
            channel,
            targets: preference.map(lists),
        }
    }

    /// The targets by their words.
    pub fn words(&self) -> Option<Vec<&'static str>> {
        let targets = self.targets.as_ref()?;
        Some(targets.iter().map(|target| target.word()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_number_is_compared_by_what_it_shows() {
        for (masked, number, same) in [
            ("+86 138****0009", "+8613800000009", Some(true)),
            ("+8613800000009", "+86 138 0000 0009", Some(true)),
            ("+86 138****0001", "+8613800000009", Some(false)),
            ("", "+8613800000009", Some(false)),
            ("****", "+8613800000009", None),
        ] {
            assert_eq!(could_be(masked, number), same, "{masked}");
        }
    }

    fn member(phone: &str, phone_verified: bool, email_verified: Option<bool>) -> Member {
        Member {
            phone: Some(phone.into()),
            phone_verified: Some(phone_verified),
            email: Some("a@example.com".into()),
            email_verified,
            ..Member::default()
        }
    }

    #[test]
    fn what_looked_so_before_is_proven_by_more_than_its_looks() {
        let number = Change {
            field: Field::Phone,
            before: String::new(),
            after: "+8613800000001".into(),
        };
        let at = |phone, verified| member(phone, verified, Some(true));
        for (before, found, made) in [
            (at("138****0002", true), at("138****0001", true), Some(true)),
            (
                at("138****0002", true),
                at("138****0002", true),
                Some(false),
            ),
            // The number on file, or another one with the same end.
            (at("138****0001", false), at("138****0001", false), None),
            (
                at("138****0001", false),
                at("+86 13800000001", false),
                Some(true),
            ),
            (
                at("+8613800000001", false),
                at("+8613800000001", false),
                Some(false),
            ),
            (
                at("138****0001", false),
                at("138****0001", true),
                Some(true),
            ),
            (at("138****0001", true), at("138****0001", true), None),
            (at("****", true), at("****", true), None),
            (at("****", false), at("****", true), Some(true)),
        ] {
            assert_eq!(number.is_made(&before, &found), made);
        }
        let address = Change {
            field: Field::Email,
            before: String::new(),
            after: "a@example.com".into(),
        };
        let at = |verified| member("", false, verified);
        assert_eq!(
            address.is_made(&at(Some(false)), &at(Some(true))),
            Some(true)
        );
        assert_eq!(
            address.is_made(&at(Some(false)), &at(Some(false))),
            Some(false)
        );
        assert_eq!(address.is_made(&at(Some(false)), &at(None)), None);
    }
}
