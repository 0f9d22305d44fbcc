//! What clap has to say about wrong arguments, in the user's language: clap itself speaks English.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use tr::tr;

use crate::error::Error;
use crate::local::config::looks_like_key;
use crate::text::duty;

/// Whether what is wrong may be a key that was typed as an argument: anything that is too much below
/// `auth`, and what looks like one anywhere.
pub fn may_be_key(error: &clap::Error, arguments: &[OsString]) -> bool {
    let said = |kind| error.get(kind).map(words).unwrap_or_default();
    let below_auth = arguments.iter().any(|word| word == "auth");
    let bare = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand];
    let suspect = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => bare
            .into_iter()
            .map(said)
            .any(|word| below_auth && !word.is_empty() && !word.starts_with('-')),
        _ => false,
    };
    // No option has a name like that.
    let option = said(ContextKind::InvalidArg);
    let suspect = suspect
        || (error.kind() == ErrorKind::UnknownArgument
            && looks_like_key(option.trim_start_matches('-')));
    suspect
        || bare
            .into_iter()
            .chain([ContextKind::InvalidValue])
            .map(said)
            .any(|word| looks_like_key(&word) && !word.starts_with("--") && !word.contains('<'))
}

/// The error in duty's words; `None` for the rare ones that clap may tell by itself. What is wrong is
/// not repeated where it may be a key.
pub fn explained(error: &clap::Error, may_be_key: bool) -> Option<Error> {
    let said = |kind: ContextKind| {
        let wrong = matches!(
            kind,
            ContextKind::InvalidArg | ContextKind::InvalidSubcommand | ContextKind::InvalidValue
        );
        let words = error.get(kind).map(words)?;
        // An option's own name is clap's.
        let value = !words.starts_with("--") || looks_like_key(&words);
        let hidden = may_be_key && wrong && value;
        Some(if hidden && !words.is_empty() {
            "…".to_owned()
        } else {
            words
        })
    };
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
    Some(known.hint(match may_be_key {
        true => tr!(
            "a key is never an argument: '{command}' asks for it, --app-key-stdin reads it",
            command = duty!("auth login")
        ),
        false => tr!("the same with --help says what can be given"),
    }))
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}
