//! A command that duty tells the user to run is to work where they are: with the `--sandbox`, the
//! `--context` and the `--base-url` of the command line that it is told in.

use crate::local::settings::{Settings, Source};
use crate::text::Account;

/// The options of this command line that another one needs to mean the same account.
pub fn of(settings: &Settings) -> Account {
    let mut options = Vec::new();
    if settings.sandbox_is_flag {
        options.push(vec!["--sandbox".to_owned()]);
    }
    let given = |name: &str, value: &str| vec![name.to_owned(), value.to_owned()];
    if matches!(settings.context.source, Source::Flag(_)) {
        options.push(given("--context", &settings.context.value));
    }
    if let Some(base_url) = &settings.base_url
        && matches!(base_url.source, Source::Flag(_))
        // What could be a secret, mistyped, is not repeated.
        && !base_url.value.contains(['?', '#', '@'])
    {
        options.push(given("--base-url", &base_url.value));
    }
    Account(options)
}

/// Whether it has this option.
pub fn has(account: &Account, option: &str) -> bool {
    account.0.iter().any(|one| one[0] == option)
}

/// Without this option from now on: what it says is so without it.
pub fn forget(account: &mut Account, option: &str) {
    account.0.retain(|one| one[0] != option);
}
