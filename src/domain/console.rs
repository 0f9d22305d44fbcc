//! The pages of the console, and their addresses: those that the vendor's documents show, and those that are this
//! project's assumption. No text of a server's is in an address as it is.

/// Where the vendor's documents show the pages of the console.
const CONSOLE: &str = "https://console.flashcat.cloud";
/// Where the vendor's reference shows the page of an incident and of a space.
const DETAILS: &str = "https://app.flashcat.cloud";

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The first one.
    Home,
    /// Who you are: Personal center.
    Profile,
    /// How you are notified; a tab of the personal center.
    Prefs,
    /// APP keys; another one.
    Keys,
    /// The app and the phones; another one.
    App,
    /// All collaboration spaces.
    Spaces,
    /// One of them.
    Space(u64),
    /// All incidents.
    Incidents,
    /// One of them, by its id.
    Incident(String),
}

/// Whose console it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Console {
    /// The vendor's own.
    Vendor,
    /// That of a private deployment, by its address.
    Private(String),
}

/// Where a page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The address; characters of an address and no other.
    pub url: String,
    /// No document of the vendor's shows it.
    pub assumed: bool,
}

impl Page {
    /// Its word in JSON and on the command line.
    pub const fn word(&self) -> &'static str {
        match self {
            Page::Home => "home",
            Page::Profile => "profile",
            Page::Prefs => "prefs",
            Page::Keys => "keys",
            Page::App => "app",
            Page::Spaces | Page::Space(_) => "space",
            Page::Incidents | Page::Incident(_) => "incident",
        }
    }

    /// The id of what it is about.
    pub fn id(&self) -> Option<String> {
        match self {
            Page::Space(id) => Some(id.to_string()),
            Page::Incident(id) => Some(id.clone()),
            _ => None,
        }
    }

    /// Where it is in this console.
    pub fn address(&self, console: &Console) -> Address {
        let (path, documented) = match self {
            Page::Home => (String::new(), true),
            Page::Profile => ("/profile".into(), true),
            // The documents show no address of these tabs.
            Page::Prefs | Page::Keys | Page::App => ("/profile".into(), false),
            Page::Spaces => ("/channel".into(), true),
            Page::Space(id) => (format!("/channel/detail/{id}"), true),
            Page::Incidents => ("/incident".into(), false),
            Page::Incident(id) => (format!("/incident/detail/{}", encoded(id)), true),
        };
        let base = match (console, self) {
            (Console::Private(base), _) => base.trim_end_matches('/'),
            (Console::Vendor, Page::Space(_) | Page::Incident(_)) => DETAILS,
            (Console::Vendor, _) => CONSOLE,
        };
        Address {
            url: format!("{base}{path}"),
            assumed: !documented || *console != Console::Vendor,
        }
    }
}

/// A part of a path: everything but letters, digits and `-._~` percent-encoded.
fn encoded(text: &str) -> String {
    let mut part = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' => part.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => part.push(char::from(byte)),
            byte => part += &format!("%{byte:02X}"),
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_documents_show_is_told_from_what_is_assumed() {
        for (page, url, assumed) in [
            (
                Page::Profile,
                "https://console.flashcat.cloud/profile",
                false,
            ),
            (Page::Prefs, "https://console.flashcat.cloud/profile", true),
            (
                Page::Spaces,
                "https://console.flashcat.cloud/channel",
                false,
            ),
            (
                Page::Space(5),
                "https://app.flashcat.cloud/channel/detail/5",
                false,
            ),
            (
                Page::Incident("69da".into()),
                "https://app.flashcat.cloud/incident/detail/69da",
                false,
            ),
        ] {
            let address = page.address(&Console::Vendor);
            assert_eq!((address.url.as_str(), address.assumed), (url, assumed));
        }
        let own = Console::Private("https://duty.example/console/".into());
        let address = Page::Space(5).address(&own);
        assert_eq!(address.url, "https://duty.example/console/channel/detail/5");
        assert!(address.assumed);
    }

    #[test]
    fn nothing_breaks_out_of_an_address() {
        let id = "a\u{1b}\u{7}/../运?#\"";
        let address = Page::Incident(id.into()).address(&Console::Vendor);
        assert_eq!(
            address.url,
            "https://app.flashcat.cloud/incident/detail/a%1B%07%2F..%2F%E8%BF%90%3F%23%22"
        );
    }
}
