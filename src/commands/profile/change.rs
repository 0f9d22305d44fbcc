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
    /// Whether this is what was to be made of it. A masked phone is compared by what it shows.
    pub fn is_made(&self, member: &Member) -> bool {
        match (self.field, self.field.of(member)) {
            (Field::Phone, Some(masked)) => could_be(masked, &self.after),
            (_, now) => now == Some(self.after.as_str()),
        }
    }
}

/// Whether a masked number may be this one: what it shows at the end is the end of it.
fn could_be(masked: &str, number: &str) -> bool {
    let end = masked.rsplit('*').next().unwrap_or(masked);
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    !masked.is_empty() && digits(number).ends_with(&digits(end))
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
        assert!(could_be("+86 138****0009", "+8613800000009"));
        assert!(could_be("+8613800000009", "+86 138 0000 0009"));
        assert!(!could_be("+86 138****0001", "+8613800000009"));
        assert!(!could_be("", "+8613800000009"));
    }
}
