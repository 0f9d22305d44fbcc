//! The forms of a condition's value, each shown by the value's own text: `/…/` a regular
//! expression, `*` and `?` a wildcard, `cidr:NET` a range of addresses, `num:gt|ge|lt|le:N` a
//! number, and everything else the exact text. Upper and lower case differ in all of them.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;
use wildmatch::WildMatch;

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
    /// A regular expression after so many others of its rule that duty does not try it.
    TooMany,
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
        return Ok(WildMatch::new(value).matches(text));
    }
    if let Some(range) = value.strip_prefix("cidr:") {
        let net = net(range).ok_or(Unclear::Net)?;
        return Ok(contains(&net, text));
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
pub(crate) fn pattern(value: &str) -> Option<&str> {
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

/// The bits behind the prefix are ignored: `10.0.0.206/24` is `10.0.0.0/24`. The parts are read as
/// the standard library does: `IpNet` itself takes `010.0.0.0/8` for a net.
fn net(text: &str) -> Option<IpNet> {
    let (address, prefix) = text.split_once('/')?;
    if !prefix.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let net = IpNet::new(address.parse().ok()?, prefix.parse().ok()?).ok()?;
    // `::ffff:10.0.0.0/104` is `10.0.0.0/8` in the longer spelling.
    match (net.addr().to_canonical(), net.prefix_len().checked_sub(96)) {
        (short @ IpAddr::V4(_), Some(prefix)) if net.addr().is_ipv6() => {
            IpNet::new(short, prefix).ok()
        }
        _ => Some(net),
    }
}

/// Whether a field is an address in the net, in either spelling of an IPv4 address.
fn contains(net: &IpNet, text: &str) -> bool {
    text.parse().is_ok_and(|address: IpAddr| match net {
        IpNet::V4(_) => net.contains(&address.to_canonical()),
        IpNet::V6(_) => net.contains(&address),
    })
}
