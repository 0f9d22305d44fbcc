//! What a profile may have in it, checked before any request. Modest on purpose: the server knows
//! better, and a full phone number library would weigh more than all the rest of the command.

use tr::tr;

use crate::error::Error;
use crate::text::{pasted, pasted_name};

/// A nickname: 2 to 39 characters (contract: `member_info_reset`).
pub fn nickname(text: &str) -> Result<String, Error> {
    let name = pasted_name(text);
    let length = name.chars().count();
    if !(2..=39).contains(&length) {
        return Err(Error::usage(tr!(
            "a nickname has 2 to 39 characters; this one has {length}",
            length
        )));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::usage(tr!(
            "a nickname has no control characters in it"
        )));
    }
    Ok(name.into_owned())
}

/// An email address: one `@`, a host with a dot, nothing that needs quoting.
pub fn email(text: &str) -> Result<String, Error> {
    let address = pasted(text);
    let address = address.as_ref();
    let refused = || {
        Err(Error::usage(tr!(
            "'{address}' is no email address; one looks like name@example.com",
            address
        )))
    };
    if address.contains('*') {
        return Err(masked(address));
    }
    let Some((local, host)) = address.split_once('@') else {
        return refused();
    };
    let whole = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains("..")
    };
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"@\"(),:;<>[]\\".contains(c);
    let fits = whole(local)
        && whole(host)
        && local.len() <= 64
        && address.len() <= 254
        && local.chars().all(plain)
        && host
            .chars()
            .all(|c| c.is_alphanumeric() || ".-".contains(c))
        && host.contains('.');
    if fits {
        Ok(address.to_owned())
    } else {
        refused()
    }
}

/// A phone number as it is sent, and its country where it is a national one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// `+` and digits, or national digits.
    pub number: String,
    /// Two capital letters.
    pub country: Option<String>,
}

impl Phone {
    /// Whether it says its country by itself.
    pub fn is_international(&self) -> bool {
        self.number.starts_with('+')
    }
}

/// A phone number: E.164, or national with a country. No country is ever guessed.
pub fn phone(text: &str, country: Option<&str>) -> Result<Phone, Error> {
    let text = pasted(text);
    let text = text.as_ref();
    if text.contains('*') {
        return Err(masked(text));
    }
    let country = match country.map(pasted) {
        None => None,
        Some(code) if code.len() == 2 && code.bytes().all(|b| b.is_ascii_alphabetic()) => {
            Some(code.to_ascii_uppercase())
        }
        Some(code) => {
            return Err(Error::usage(tr!(
                "'{code}' is no country code; one is two letters, such as CN",
                code
            )));
        }
    };
    let (plus, rest) = match text.strip_prefix('+') {
        Some(rest) => ("+", rest),
        None => ("", text),
    };
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let foreign = rest
        .chars()
        .any(|c| !c.is_ascii_digit() && !" -().".contains(c));
    let fits = match plus {
        // E.164: a country's digits never begin with 0, and there are 15 at most.
        "+" => (8..=15).contains(&digits.len()) && !digits.starts_with('0'),
        _ => (4..=14).contains(&digits.len()),
    };
    if foreign || !fits {
        return Err(
            Error::usage(tr!("'{text}' is no phone number", text)).hint(tr!(
                "write it as +8613800000001, or the national number with --country-code CN"
            )),
        );
    }
    if plus.is_empty() && country.is_none() {
        return Err(
            Error::usage(tr!("'{text}' does not say which country it is in", text)).hint(tr!(
                "write it with + and the country's calling code, or add --country-code"
            )),
        );
    }
    Ok(Phone {
        number: format!("{plus}{digits}"),
        country,
    })
}

/// What the server shows of an address is not the address.
fn masked(text: &str) -> Error {
    Error::usage(tr!(
        "'{text}' is what the server shows of it, with a part hidden",
        text
    ))
    .hint(tr!("give the whole of it"))
}

/// A time zone by its IANA name, in the case that the name has.
pub fn time_zone(text: &str) -> Result<String, Error> {
    let name = pasted(text);
    let name = name.as_ref();
    jiff::tz::TimeZoneDatabase::bundled()
        .get(name)
        .ok()
        .and_then(|zone| zone.iana_name().map(str::to_owned))
        .ok_or_else(|| {
            Error::usage(tr!("there is no time zone '{name}'", name)).hint(tr!(
                "zones have names such as Asia/Shanghai, Europe/London, America/New_York, UTC"
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nicknames_count_characters_not_bytes() {
        assert_eq!(nickname(" 张三 ").unwrap(), "张三");
        assert!(nickname(&"三".repeat(39)).is_ok());
        assert_eq!(nickname("\u{feff}王\u{200b}五\u{a0}").unwrap(), "王五");
        for bad in ["", "三", "x", "三\u{200b}", &"三".repeat(40), "a\u{7}b"] {
            assert!(nickname(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn addresses() {
        for good in [
            "a@example.com",
            "zhang.san+x@mail.example.com",
            "a@例子.example",
        ] {
            assert_eq!(email(good).unwrap(), good);
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a b@example.com",
            "@example.com",
            "a@.com",
            "a@@example.com",
            "z***@example.com",
            "a@example.com,b@example.com",
        ] {
            assert!(email(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_say_their_country() {
        let sent = |text, country| phone(text, country).map(|phone| (phone.number, phone.country));
        assert_eq!(
            sent("+86 138-0000-0001", None).unwrap(),
            ("+8613800000001".into(), None)
        );
        assert_eq!(
            sent("020 7946 0018", Some("gb")).unwrap(),
            ("02079460018".into(), Some("GB".into()))
        );
        for (bad, country) in [
            ("13800000001", None),
            ("+86 138****0001", None),
            ("+86", None),
            ("+0613800000001", None),
            ("+8613800000001234", None),
            ("+86 phone", None),
            ("13800000001", Some("CHN")),
            ("13800000001", Some("8")),
        ] {
            assert!(phone(bad, country).is_err(), "{bad}");
        }
    }

    #[test]
    fn zones_come_from_the_database() {
        assert_eq!(time_zone("asia/shanghai").unwrap(), "Asia/Shanghai");
        assert_eq!(time_zone("UTC").unwrap(), "UTC");
        for bad in ["", "Asia/Atlantis", "CET+1", "+08:00", "localtime"] {
            assert!(time_zone(bad).is_err(), "{bad}");
        }
    }
}
