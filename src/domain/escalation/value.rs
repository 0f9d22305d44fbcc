//! The forms of a condition's value, each shown by the value's own text: `/…/` a regular
//! expression, `*` and `?` a wildcard, `cidr:NET` a range of addresses, `num:gt|ge|lt|le:N` a
//! number, and everything else the exact text. Upper and lower case differ in all of them.

use std::net::IpAddr;

use serde::Serialize;

use crate::domain::escalation::re2;

/// What is the matter with a value that cannot be decided. The server would not accept such a
/// value today, so what it makes of one that it holds is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unclear {
    /// Not a regular expression, or one that only the server can read.
    Pattern,
    /// Not a range of addresses.
    Net,
    /// Not a number to compare with.
    Number,
}

/// Whether a value matches a field's text. The order of the forms is the contract's.
///
/// Case is not folded, also not for a severity: the contract says that a value is exact, and
/// gives one spelling for each. Where `critical` stands for `Critical`, saying that the rule does
/// not match shows a problem that can be looked into; saying that it does could hide that nobody
/// is paged.
pub(crate) fn matches(value: &str, text: &str) -> Result<bool, Unclear> {
    if let Some(pattern) = pattern(value) {
        return re2::find(pattern, text).ok_or(Unclear::Pattern);
    }
    if value.contains(['*', '?']) {
        return Ok(wildcard(value, text));
    }
    if let Some(net) = value.strip_prefix("cidr:") {
        return Net::parse(net)
            .map(|net| net.contains(text))
            .ok_or(Unclear::Net);
    }
    if let Some((comparison, number)) = comparison(value) {
        let number: f64 = number.parse().map_err(|_| Unclear::Number)?;
        if number.is_nan() {
            return Err(Unclear::Number);
        }
        // A field that is no number is none of greater, equal and less.
        return Ok(text
            .parse()
            .is_ok_and(|field: f64| comparison(&field, &number)));
    }
    Ok(value == text)
}

/// Between the slashes; a single slash is text.
fn pattern(value: &str) -> Option<&str> {
    value.strip_prefix('/')?.strip_suffix('/')
}

type Comparison = fn(&f64, &f64) -> bool;

fn comparison(value: &str) -> Option<(Comparison, &str)> {
    let (name, number) = value.strip_prefix("num:")?.split_once(':')?;
    let comparison: Comparison = match name {
        "gt" => f64::gt,
        "ge" => f64::ge,
        "lt" => f64::lt,
        "le" => f64::le,
        _ => return None,
    };
    Some((comparison, number))
}

/// Over the whole field: `*` is any text, also none, `?` one character. Linear but for the
/// restarts at the last star, so a long field does not hang it.
fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == text[seen] => {
                at += 1;
                seen += 1;
            }
            _ => match star {
                Some((after, taken)) => {
                    star = Some((after, taken + 1));
                    at = after + 1;
                    seen = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|rest| *rest == '*')
}

/// A range of addresses. The bits behind the prefix are ignored: `10.0.0.206/24` is `10.0.0.0/24`.
struct Net {
    address: IpAddr,
    prefix: u32,
}

impl Net {
    fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        if prefix.is_empty() || !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let (address, prefix): (IpAddr, u32) = (address.parse().ok()?, prefix.parse().ok()?);
        if prefix > bits(address) {
            return None;
        }
        // `::ffff:10.0.0.0/104` is `10.0.0.0/8` in the longer spelling.
        match (address.to_canonical(), prefix.checked_sub(96)) {
            (short @ IpAddr::V4(_), Some(prefix)) if address.is_ipv6() => Some(Self {
                address: short,
                prefix,
            }),
            _ => Some(Self { address, prefix }),
        }
    }

    fn contains(&self, text: &str) -> bool {
        let Ok(other) = text.parse::<IpAddr>() else {
            return false;
        };
        let other = if self.address.is_ipv4() {
            other.to_canonical()
        } else {
            other
        };
        match (self.address, other) {
            (IpAddr::V4(net), IpAddr::V4(other)) => {
                let differing = net.to_bits() ^ other.to_bits();
                differing.checked_shr(32 - self.prefix).unwrap_or(0) == 0
            }
            (IpAddr::V6(net), IpAddr::V6(other)) => {
                let differing = net.to_bits() ^ other.to_bits();
                differing.checked_shr(128 - self.prefix).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

fn bits(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}
