//! Email addresses and phone numbers: which are well formed, when two are the same, and how much of
//! them is shown to others.

/// Calling codes of the countries that a made-up account is likely to try; the real list is long and
/// of no use here.
const CALLING_CODES: &[(&str, &str)] = &[
    ("CN", "86"),
    ("HK", "852"),
    ("MO", "853"),
    ("TW", "886"),
    ("SG", "65"),
    ("JP", "81"),
    ("KR", "82"),
    ("IN", "91"),
    ("US", "1"),
    ("CA", "1"),
    ("GB", "44"),
    ("IE", "353"),
    ("DE", "49"),
    ("FR", "33"),
    ("ES", "34"),
    ("IT", "39"),
    ("NL", "31"),
    ("BR", "55"),
    ("AU", "61"),
];

/// Well formed enough to be sent to: one `@`, a host with a dot, nothing that needs quoting.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else {
        return false;
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let edges = |s: &str| !s.starts_with('.') && !s.ends_with('.') && !s.contains("..");
    !local.is_empty()
        && local.len() <= 64
        && text.len() <= 254
        && local.chars().all(plain)
        && edges(local)
        && host.contains('.')
        && edges(host)
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

/// The number in E.164, or `None` where it is no number. A national number needs its country.
pub(crate) fn e164(phone: &str, country: Option<&str>) -> Option<String> {
    let (international, rest) = match phone.trim().strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, phone.trim()),
    };
    if rest
        .chars()
        .any(|c| !c.is_ascii_digit() && !" -().".contains(c))
    {
        return None;
    }
    let digits: String = rest.chars().filter(char::is_ascii_digit).collect();
    let number = if international {
        digits
    } else {
        let (_, code) = CALLING_CODES.iter().find(|(c, _)| Some(*c) == country)?;
        format!("{code}{}", digits.trim_start_matches('0'))
    };
    (8..=15)
        .contains(&number.len())
        .then(|| format!("+{number}"))
}

/// `+86 138****0001`, as the server shows it.
pub(crate) fn mask_phone(e164: &str) -> String {
    let Some(digits) = e164.strip_prefix('+') else {
        return String::new();
    };
    let code = CALLING_CODES
        .iter()
        .map(|(_, code)| *code)
        .filter(|code| digits.starts_with(code))
        .max_by_key(|code| code.len())
        .unwrap_or("");
    let national = &digits[code.len()..];
    // A test may have stored anything.
    if national.len() < 8 || !national.is_ascii() {
        return format!("+{code} ****");
    }
    let (head, tail) = (&national[..3], &national[national.len() - 4..]);
    if code.is_empty() {
        format!("+{head}****{tail}")
    } else {
        format!("+{code} {head}****{tail}")
    }
}

/// `z***@example.com`.
pub(crate) fn mask_email(email: &str) -> String {
    match email.split_once('@') {
        Some((local, host)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}***@{host}")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones() {
        assert_eq!(
            e164("+86 138 0000 0001", None).as_deref(),
            Some("+8613800000001")
        );
        assert_eq!(
            e164("13800000001", Some("CN")).as_deref(),
            Some("+8613800000001")
        );
        assert_eq!(
            e164("020 7946 0018", Some("GB")).as_deref(),
            Some("+442079460018")
        );
        assert_eq!(e164("13800000001", None), None);
        assert_eq!(e164("+86 phone", None), None);
        assert_eq!(mask_phone("+8613800000001"), "+86 138****0001");
        assert_eq!(mask_phone("+14155550100"), "+1 415****0100");
    }

    #[test]
    fn emails() {
        for good in ["a@example.com", "zhang.san+x@mail.example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a@b",
            "a b@example.com",
            "@example.com",
            "a@.com",
            "a@@example.com",
        ] {
            assert!(!is_email(bad), "{bad}");
        }
        assert_eq!(mask_email("zhangsan@example.com"), "z***@example.com");
    }
}
