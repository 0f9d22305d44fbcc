//! Words that fingers know: `whoami`, and those of `[alias]` in `config.toml`. One stands for the words of a
//! command, and never for a command that there is: it is looked up where clap knows no such command.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The aliases that duty itself has.
const OWN: &[(&str, &str)] = &[("whoami", "auth status")];

/// The arguments with an alias written out, where clap found no command of that name.
pub fn expanded(
    error: &clap::Error,
    arguments: &[OsString],
    of_user: impl FnOnce() -> BTreeMap<String, String>,
) -> Option<Vec<OsString>> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let own = OWN.iter().find(|(alias, _)| alias == word);
    let line = match own {
        Some((_, line)) => (*line).to_owned(),
        None => of_user().remove(word)?,
    };
    let at = arguments
        .iter()
        .skip(1)
        .position(|one| one == word.as_str())?
        + 1;
    let mut all = arguments[..at].to_vec();
    all.extend(words(&line).into_iter().map(OsString::from));
    all.extend_from_slice(&arguments[at + 1..]);
    Some(all)
}

/// The words of a line, white space between them; quotes keep some together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for c in line.chars() {
        match (quote, c) {
            (None, '\'' | '"') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (Some(open), c) if c == open => quote = None,
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_keep_words_together() {
        assert_eq!(
            words(" doctor --space 'Checkout EU'  --title \"it's\" '' "),
            ["doctor", "--space", "Checkout EU", "--title", "it's", ""]
        );
    }
}
