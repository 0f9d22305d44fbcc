//! A command that duty tells the user to run is to work where they are: with the `--sandbox`, the
//! `--context` and the `--base-url` of the command line that it is told in.

use crate::local::settings::{Settings, Source};

/// The nouns whose commands depend on the account.
const NOUNS: [&str; 7] = [
    "auth", "app-key", "config", "device", "doctor", "prefs", "profile",
];

/// The options of this command line that another one needs to mean the same account.
pub fn options(settings: &Settings) -> Vec<String> {
    let mut options = Vec::new();
    if settings.sandbox_is_flag {
        options.push("--sandbox".to_owned());
    }
    if matches!(settings.context.source, Source::Flag(_)) {
        options.push(format!("--context {}", settings.context.value));
    }
    if let Some(base_url) = &settings.base_url
        && matches!(base_url.source, Source::Flag(_))
        // What could be a secret, mistyped, is not repeated.
        && !base_url.value.contains(['?', '#', '@'])
    {
        options.push(format!("--base-url {}", base_url.value));
    }
    options
}

/// The text with these options in every command of duty's that it names.
pub fn in_place(text: &str, options: &[String]) -> String {
    if options.is_empty() {
        return text.to_owned();
    }
    let mut told = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(at) = rest.find("duty ") {
        let after = at + "duty ".len();
        told.push_str(&rest[..after]);
        let before = rest[..at].chars().next_back();
        let command = rest[after..].split('\'').next().unwrap_or_default();
        let noun = command.split_whitespace().next().unwrap_or_default();
        let is_command = NOUNS.contains(&noun)
            && !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.'));
        for option in options {
            let name = option.split(' ').next().unwrap_or_default();
            // The sandbox has no login and no configuration.
            let fits = name != "--sandbox" || !matches!(noun, "auth" | "config");
            if is_command && fits && !command.contains(name) {
                told.push_str(option);
                told.push(' ');
            }
        }
        rest = &rest[after..];
    }
    told.push_str(rest);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_carry_the_account_that_they_are_told_in() {
        let options = ["--sandbox".to_owned(), "--context work".to_owned()];
        for (text, told) in [
            (
                "To go back: duty profile set --nickname 张三",
                "To go back: duty --sandbox --context work profile set --nickname 张三",
            ),
            (
                "'duty auth login --context work' or 'duty help exit-codes'",
                "'duty auth login --context work' or 'duty help exit-codes'",
            ),
            (
                "look at 'duty prefs show', then 'duty device bind'",
                "look at 'duty --sandbox --context work prefs show', then 'duty --sandbox --context work device bind'",
            ),
            ("duty knows nothing of it", "duty knows nothing of it"),
            ("/usr/bin/flashduty prefs", "/usr/bin/flashduty prefs"),
        ] {
            assert_eq!(in_place(text, &options), told);
        }
        assert_eq!(in_place("duty prefs show", &[]), "duty prefs show");
    }
}
