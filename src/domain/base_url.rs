//! The base URL: https, or http to this machine; never with a user, a query or a fragment in it.

use std::net::IpAddr;

use reqwest::Url;
use tr::tr;

use crate::error::Error;
use crate::text::pasted;

/// The vendor's own server (contract: `servers`).
pub const VENDOR_URL: &str = "https://api.flashcat.cloud";

/// Where the server is. Safe to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// A base URL from text.
    pub fn parse(text: &str) -> Result<BaseUrl, Error> {
        // The text itself is not repeated: a mistyped URL may have a key in it.
        let refused =
            |why: String| Err(Error::usage(tr!("the base URL is not usable: {why}", why)));
        let text = pasted(text);
        let host = text.as_ref();
        let mut url = match Url::parse(host) {
            Ok(url) => url,
            Err(_) if is_host(host) => {
                return Err(Error::usage(tr!(
                    "the base URL is not usable: it does not begin with https://"
                ))
                .hint(tr!("write https://{host}", host)));
            }
            Err(_) => return refused(tr!("it is not a URL such as https://api.flashcat.cloud")),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refused(tr!("it has a user name or a password in it"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refused(tr!("it has a query or a fragment in it"));
        }
        let path = url.path().to_ascii_lowercase();
        if path.contains("app_key=") || path.contains("app_key%3d") {
            return refused(tr!("it has a key in it"));
        }
        // With and without a slash at the end it is the same server.
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let base = BaseUrl(url);
        match base.0.scheme() {
            "https" => Ok(base),
            "http" if base.is_loopback() => Ok(base),
            "http" => Err(Error::usage(tr!(
                "the base URL is not usable: http would send the key in clear text; only this machine may be reached by it"
            ))
            .hint(tr!("use https"))),
            _ => refused(tr!("it is neither https nor http")),
        }
    }

    /// What `config.toml` says, as it may be shown: of what is not usable, which may have a key in it,
    /// nothing.
    pub fn shown(text: &str) -> String {
        match BaseUrl::parse(text) {
            Ok(_) => text.to_owned(),
            Err(_) => tr!("(not usable)"),
        }
    }

    /// Whether it is spoken to over TLS.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        match self.0.host_str() {
            Some("localhost") => true,
            Some(host) => host
                .trim_matches(['[', ']'])
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback()),
            None => false,
        }
    }

    /// The URL of a path below it, without the key.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let prefix = url.path().trim_end_matches('/').to_owned();
        url.set_path(&(prefix + path));
        url
    }
}

/// Whether this is the name of a host, with a port perhaps, and surely no key.
fn is_host(text: &str) -> bool {
    let host = text.trim_end_matches('/');
    let (host, port) = host.rsplit_once(':').unwrap_or((host, "443"));
    host.contains('.')
        && text.len() <= 60
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && host.split('.').all(|label| {
            (1..=16).contains(&label.len())
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
}

impl std::fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_or_this_machine() {
        for good in [
            "https://api.flashcat.cloud",
            "https://duty.example/open/",
            "http://127.0.0.1:8000",
            "http://[::1]:8000",
            "http://localhost:8000",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.flashcat.cloud",
            "http://127.0.0.1.example",
            "http://localhost.example",
            "ftp://127.0.0.1",
            "https://user:CANARY@duty.example",
            "https://duty.example/?app_key=CANARY",
            "https://duty.example/#CANARY",
            "https://duty.example/app_key=CANARY",
            "https://duty.example/x&App_Key%3DCANARY",
            "CANARY",
            "",
        ] {
            let error = BaseUrl::parse(bad).unwrap_err();
            assert!(!error.message.contains("CANARY"), "{}", error.message);
        }
    }

    #[test]
    fn what_is_surely_the_name_of_a_host() {
        for host in ["api.flashcat.cloud", "duty.example:8443/", "a-b.c1"] {
            assert!(is_host(host), "{host}");
        }
        let long = "abcdefgh.".repeat(7);
        for other in [
            "localhost",
            "duty.example:key",
            "duty..example",
            "duty_x.example",
            "abcdefghijklmnopq.example",
            "https://duty.example",
            &long,
        ] {
            assert!(!is_host(other), "{other}");
        }
    }

    #[test]
    fn a_prefix_stays() {
        let base = BaseUrl::parse("https://duty.example/open/").unwrap();
        assert_eq!(
            base.join("/member/info").as_str(),
            "https://duty.example/open/member/info"
        );
        assert_eq!(base.to_string(), "https://duty.example/open");
        assert_eq!(base, BaseUrl::parse("https://duty.example/open").unwrap());
    }
}
