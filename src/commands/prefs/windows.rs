//! Editors that open a window of their own and come back before anything is typed there.

use std::path::Path;
use std::time::Duration;

/// Nobody has read a text and left an editor by then.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Editors that come back at once, and the word that makes each wait.
const WINDOWS: &[(&str, &str)] = &[
    ("code", "--wait"),
    ("code-insiders", "--wait"),
    ("codium", "--wait"),
    ("cursor", "--wait"),
    ("gvim", "-f"),
    ("kate", "--block"),
    ("mate", "--wait"),
    ("mvim", "-f"),
    ("subl", "--wait"),
    ("windsurf", "--wait"),
    ("zed", "--wait"),
];

/// Whether this editor, which came back after so long with nothing saved, may have a window open all the same.
pub fn may_be_open_still(editor: &str, took: Duration) -> bool {
    took < AT_ONCE || waiting(editor).is_some()
}

/// The editor with the word that makes it wait, where that is known and missing.
pub fn waiting(editor: &str) -> Option<String> {
    let mut words = editor.split_whitespace();
    let name = Path::new(words.next()?.trim_matches(['\'', '"'])).file_stem()?;
    let (_, word) = WINDOWS.iter().find(|(known, _)| name == *known)?;
    let short =
        |given: &str| *word == "--wait" && given == "-w" || *word == "--block" && given == "-b";
    let waits = words.any(|given| given == *word || short(given));
    (!waits).then(|| format!("{editor} {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_that_is_missing_is_named() {
        let told = |editor| waiting(editor).unwrap_or_default();
        assert_eq!(told("code"), "code --wait");
        assert_eq!(told("/usr/bin/code -n"), "/usr/bin/code -n --wait");
        assert_eq!(told("'/opt/x/gvim'"), "'/opt/x/gvim' -f");
        for waits in [
            "code -w",
            "subl -n --wait",
            "gvim -f",
            "vi",
            "",
            "nosuch -x",
        ] {
            assert_eq!(told(waits), "", "{waits}");
        }
        assert!(may_be_open_still("nosuch", Duration::from_millis(200)));
        assert!(!may_be_open_still("vi", Duration::from_secs(30)));
        assert!(may_be_open_still("code", Duration::from_secs(3)));
    }
}
