//! Verification codes as the contract has them: what produces one, and what it is to prove.

use secrecy::{ExposeSecret, SecretString};
use tr::tr;

use crate::error::Error;
use crate::text::pasted;

/// What produced a code (contract: `Flashcat-Mfa-Device`; the values are assumed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Device {
    /// A mail with a code
    Email,
    /// A text message with a code
    Phone,
    /// The authenticator app; nothing is sent
    Totp,
}

impl Device {
    /// The wire's word, and the command line's.
    pub const fn word(self) -> &'static str {
        match self {
            Device::Email => "email",
            Device::Phone => "phone",
            Device::Totp => "totp",
        }
    }
}

/// A verification code. It has no `Display`, its `Debug` says nothing, and it is wiped when dropped.
#[derive(Clone)]
pub struct Code(SecretString);

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Code {
    /// A code from text; what is typed between the digits is dropped. `from` is where it came from,
    /// for the error; the text itself is never in one.
    pub fn parse(text: &str, from: &str) -> Result<Code, Error> {
        let code: String = pasted(text)
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        let fits =
            (4..=16).contains(&code.len()) && code.chars().all(|c| c.is_ascii_alphanumeric());
        if !fits {
            return Err(Error::usage(tr!(
                "{from}: this is no verification code; one is 4 to 16 digits or letters",
                from
            )));
        }
        Ok(Code(SecretString::from(code)))
    }

    /// The code itself, for the request and for nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What a code has to prove.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// That it is the person whom the key belongs to.
    Caller,
    /// That this new email address is theirs.
    NewEmail(String),
    /// That this new phone number is theirs.
    NewPhone(String),
}

impl Purpose {
    /// The new address, and the device that it is.
    pub fn address(&self) -> Option<(Device, &str)> {
        match self {
            Purpose::Caller => None,
            Purpose::NewEmail(to) => Some((Device::Email, to)),
            Purpose::NewPhone(to) => Some((Device::Phone, to)),
        }
    }
}

/// An address with most of it hidden, for telling where a code went. What the server has masked
/// already stays as it is.
pub fn masked(device: Device, address: &str) -> String {
    if address.contains('*') {
        return address.to_owned();
    }
    match device {
        Device::Email => match address.split_once('@') {
            Some((local, host)) => {
                let first: String = local.chars().take(1).collect();
                format!("{first}***@{host}")
            }
            None => "***".into(),
        },
        Device::Phone | Device::Totp => {
            let digits: Vec<char> = address.chars().collect();
            if digits.len() < 8 {
                return "****".into();
            }
            let head: String = digits[..digits.len() - 8].iter().collect();
            let tail: String = digits[digits.len() - 4..].iter().collect();
            format!("{head}****{tail}")
        }
    }
}

/// The name of a device, for people.
pub fn label(device: Device) -> String {
    match device {
        Device::Email => tr!("email"),
        Device::Phone => tr!("text message"),
        Device::Totp => tr!("authenticator app"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it_and_never_shown() {
        let code = Code::parse(" 123-456\n", "x").unwrap();
        assert_eq!(code.expose(), "123456");
        assert!(!format!("{code:?}").contains("123456"));
        for bad in ["", "12", "12345六", "123;456\u{1b}"] {
            let error = Code::parse(bad, "--verify-code").unwrap_err();
            assert!(bad.is_empty() || !error.message.contains(bad));
        }
    }

    #[test]
    fn addresses_are_masked_once() {
        assert_eq!(
            masked(Device::Email, "zhangsan@example.com"),
            "z***@example.com"
        );
        assert_eq!(masked(Device::Phone, "+8613800000001"), "+86138****0001");
        assert_eq!(masked(Device::Phone, "+86 138****0001"), "+86 138****0001");
        assert_eq!(masked(Device::Phone, "12345"), "****");
    }
}
