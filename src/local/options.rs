//! The options that every command has, listed last in every help.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgAction, ValueEnum};
use serde::Deserialize;

use crate::local::files;

/// How long a command may take, retries included, unless told otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

const GLOBAL: &str = "Global options";

/// The options that every command has.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Global {
    /// Account to work in, by the name that 'auth login' gave it [env: DUTY_CONTEXT]
    #[arg(long, global = true, value_name = "NAME", help_heading = GLOBAL, display_order = 899)]
    pub context: Option<String>,

    /// Server to talk to; https, or http on this machine only [env: DUTY_BASE_URL, FLASHDUTY_BASE_URL]
    #[arg(long, global = true, value_name = "URL", help_heading = GLOBAL, display_order = 900)]
    pub base_url: Option<String>,

    /// Read the APP key from standard input instead of a variable or the keyring
    #[arg(long, global = true, help_heading = GLOBAL, display_order = 901)]
    pub app_key_stdin: bool,

    /// Print for people or for programs; errors of the latter are JSON [env: DUTY_OUTPUT]
    #[arg(short, long, global = true, value_name = "FORMAT", value_enum, help_heading = GLOBAL, display_order = 902)]
    pub output: Option<Format>,

    /// Print what this filter of the jq language makes of the JSON; no jq is needed
    #[arg(long, global = true, value_name = "FILTER", help_heading = GLOBAL, display_order = 902)]
    pub jq: Option<String>,

    /// With csv or tsv: these columns, in this order; a dot leads into one, as in account.name
    #[arg(long, global = true, value_name = "NAMES", value_delimiter = ',', help_heading = GLOBAL, display_order = 902)]
    pub columns: Vec<String>,

    /// Say nothing but the result: no notes, no hints
    #[arg(short, long, global = true, help_heading = GLOBAL, display_order = 903)]
    pub quiet: bool,

    /// Show every request on stderr, the key left out
    #[arg(short, long, global = true, action = ArgAction::SetTrue, help_heading = GLOBAL, display_order = 904)]
    pub verbose: bool,

    /// Append what --verbose shows to FILE instead; with JSON there is no other place for it
    #[arg(long, global = true, value_name = "FILE", value_parser = files::argument(), help_heading = GLOBAL, display_order = 904)]
    pub log_file: Option<PathBuf>,

    /// Never ask; a choice that is missing is an error [env: DUTY_NO_INPUT, CI]
    #[arg(long, global = true, help_heading = GLOBAL, display_order = 905)]
    pub no_input: bool,

    /// Answer yes to every confirmation
    #[arg(short, long, global = true, help_heading = GLOBAL, display_order = 906)]
    pub yes: bool,

    /// Color the output [env: DUTY_COLOR, NO_COLOR]
    #[arg(long, global = true, value_name = "WHEN", value_enum, help_heading = GLOBAL, display_order = 907)]
    pub color: Option<When>,

    /// Print what is longer than the screen without a pager [env: DUTY_PAGER, PAGER]
    #[arg(long, global = true, help_heading = GLOBAL, display_order = 907)]
    pub no_pager: bool,

    /// Language to speak, and to ask the server for [env: DUTY_LANG, else the locale]
    #[arg(long, global = true, value_name = "LANG", value_enum, help_heading = GLOBAL, display_order = 908)]
    pub lang: Option<Lang>,

    /// Give up after this many seconds, retries included (default 30); finding out what became of a change may take one more [env: DUTY_TIMEOUT]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=3600), help_heading = GLOBAL, display_order = 909)]
    pub timeout: Option<u64>,

    /// Print help
    #[arg(short, long, global = true, action = ArgAction::HelpShort, help_heading = GLOBAL, display_order = 999)]
    pub help: Option<bool>,

    /// Use the made-up account on this machine instead of a server [env: DUTY_SANDBOX]
    #[cfg(feature = "sandbox")]
    #[arg(long, global = true, conflicts_with_all = ["base_url", "context", "app_key_stdin"], help_heading = GLOBAL, display_order = 910)]
    pub sandbox: bool,
}

impl Global {
    /// Whether `--sandbox` was given; never in a build without it.
    pub fn wants_sandbox(&self) -> bool {
        #[cfg(feature = "sandbox")]
        return self.sandbox;
        #[cfg(not(feature = "sandbox"))]
        false
    }
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
    /// JSON that people read more easily
    Yaml,
    /// A list for a spreadsheet
    Csv,
    /// A list for cut and awk
    Tsv,
}

impl Format {
    /// Whether a program reads it: then stderr has nothing but an error, as JSON.
    pub const fn is_for_programs(self) -> bool {
        !matches!(self, Format::Table)
    }

    /// Whether it is for lists only.
    pub const fn is_for_lists(self) -> bool {
        matches!(self, Format::Csv | Format::Tsv)
    }
}

/// When to color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum When {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English
    #[default]
    En,
    /// Chinese
    Zh,
}

/// What every command that writes has.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct DryRun {
    /// Show what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// The word for a choice, in options and in files.
pub fn word<T: ValueEnum>(choice: &T) -> String {
    choice
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}

/// The words of a choice, in one line.
pub fn words<T: ValueEnum>() -> String {
    let words: Vec<String> = T::value_variants().iter().map(word).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_table_is_for_programs() {
        for format in Format::value_variants() {
            assert_eq!(format.is_for_programs(), word(format) != "table");
        }
    }
}
