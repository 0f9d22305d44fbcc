//! What clap has to say about wrong arguments, in the user's language: clap itself speaks English.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use tr::tr;

use crate::error::Error;

/// The error in duty's words; `None` for the rare ones that clap may tell by itself.
pub fn explained(error: &clap::Error) -> Option<Error> {
    let said = |kind| error.get(kind).map(words);
    let argument = said(ContextKind::InvalidArg).unwrap_or_default();
    let value = said(ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::UnknownArgument => tr!("there is no argument '{argument}'", argument),
        ErrorKind::InvalidSubcommand => {
            let command = said(ContextKind::InvalidSubcommand)?;
            tr!("there is no command '{command}'", command)
        }
        ErrorKind::MissingSubcommand => tr!("a command is missing"),
        ErrorKind::MissingRequiredArgument => tr!("this is missing: {argument}", argument),
        ErrorKind::InvalidValue if value.is_empty() => {
            tr!("'{argument}' wants a value", argument)
        }
        ErrorKind::InvalidValue => tr!("'{value}' is no value of '{argument}'", value, argument),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string)?;
            tr!(
                "'{value}' is no value of '{argument}': {why}",
                value,
                argument,
                why
            )
        }
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg).filter(|other| *other != argument);
            match other {
                Some(other) => tr!("'{argument}' does not go with '{other}'", argument, other),
                None => tr!("'{argument}' is given more than once", argument),
            }
        }
        _ => return None,
    };
    let mut known = Error::usage(message);
    let similar = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedValue,
    ];
    if let Some(similar) = similar.into_iter().find_map(said) {
        known = known.detail(tr!("similar: {similar}", similar));
    }
    if let Some(valid) = said(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        known = known.detail(tr!("expected one of: {0}", valid));
    }
    if let Some(usage) = said(ContextKind::Usage) {
        let usage = usage.trim().trim_start_matches("Usage:").trim();
        known = known.detail(tr!("usage: {usage}", usage));
    }
    Some(known.hint(tr!("the same with --help says what can be given")))
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}
