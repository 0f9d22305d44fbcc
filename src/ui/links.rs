//! Links in a terminal (OSC 8): a word leads to a page of the console. They are put in when the layout is done,
//! so that no width changes, and only around text that is there already.

use crate::local::environment::Environment;

const BEGIN: &str = "\u{1b}]8;;";
const END: &str = "\u{1b}\\";

/// Whether the terminal is known to show them. `FORCE_HYPERLINK` decides, where it is set.
pub fn are_shown(env: &Environment) -> bool {
    if let Some(forced) = env.get("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let term = env.get("TERM").unwrap_or_default();
    // What stands between may be too old to pass them on.
    let hidden = ["dumb", "screen", "tmux", "linux"];
    if hidden.iter().any(|one| term.starts_with(one)) || env.is_on("CI") {
        return false;
    }
    let at_least = |name: &str, least: u32| {
        let version = env
            .get(name)
            .and_then(|version| version.parse::<u32>().ok());
        version.is_some_and(|version| version >= least)
    };
    let known = |name: &str, all: &[&str]| env.get(name).is_some_and(|one| all.contains(&one));
    env.get("WT_SESSION").is_some()
        || env.get("KITTY_WINDOW_ID").is_some()
        || env.get("DOMTERM").is_some()
        || at_least("VTE_VERSION", 5000)
        || at_least("KONSOLE_VERSION", 201_200)
        || known(
            "TERM_PROGRAM",
            &[
                "iTerm.app",
                "WezTerm",
                "vscode",
                "ghostty",
                "Hyper",
                "rio",
                "zed",
            ],
        )
        || known(
            "TERM",
            &[
                "alacritty",
                "contour",
                "foot",
                "wezterm",
                "xterm-ghostty",
                "xterm-kitty",
            ],
        )
}

/// The first place of `word` in the text leads to `url`; `None` where it is not there.
pub fn linked(text: &str, word: &str, url: &str) -> Option<String> {
    // An address has none of these; another one could end the link and begin something else.
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic());
    if word.is_empty() || !plain {
        return None;
    }
    let (before, after) = text.split_once(word)?;
    Some(format!(
        "{before}{BEGIN}{url}{END}{word}{BEGIN}{END}{after}"
    ))
}

/// The text without its links.
pub fn without(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        plain += before;
        rest = after.split_once(END).map_or("", |(_, after)| after);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leaves_the_text_as_it_is() {
        let url = "https://console.example/incident/detail/69da";
        let text = linked("Incident 0E83EE \"x\"", "0E83EE", url).unwrap();
        assert_eq!(
            text,
            "Incident \u{1b}]8;;https://console.example/incident/detail/69da\u{1b}\\0E83EE\u{1b}]8;;\u{1b}\\ \"x\""
        );
        assert_eq!(without(&text), "Incident 0E83EE \"x\"");
        assert_eq!(linked("Incident", "0E83EE", url), None);
        assert_eq!(linked("a", "a", "https://a/\u{7}\u{1b}\\x"), None);
        assert_eq!(linked("a", "a", "https://a/ b"), None);
    }

    #[test]
    fn links_are_for_terminals_that_show_them() {
        let shown = |pairs: &[(&str, &str)]| are_shown(&Environment::of(pairs.iter().copied()));
        for pairs in [
            &[("VTE_VERSION", "6003"), ("TERM", "xterm-256color")][..],
            &[("TERM_PROGRAM", "WezTerm")],
            &[("TERM", "foot")],
            &[("FORCE_HYPERLINK", "1"), ("TERM", "dumb")],
        ] {
            assert!(shown(pairs), "{pairs:?}");
        }
        for pairs in [
            &[][..],
            &[("TERM", "xterm-256color")],
            &[("VTE_VERSION", "4000")],
            &[("VTE_VERSION", "6003"), ("TERM", "screen-256color")],
            &[("TERM", "foot"), ("FORCE_HYPERLINK", "0")],
        ] {
            assert!(!shown(pairs), "{pairs:?}");
        }
    }
}
