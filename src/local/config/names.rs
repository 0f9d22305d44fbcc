//! What may be a name in `config.toml`, and what looks like a key that somebody put there.

use tr::tr;

use crate::error::Error;
use crate::text::duty;

/// The name of the context that is used where nobody named one.
pub const DEFAULT_CONTEXT: &str = "default";
/// The name under which the sandbox's own things are kept; no context may have it.
pub const SANDBOX_CONTEXT: &str = "sandbox";

/// Whether a context may have this name: it is part of file names and of the keyring's labels.
pub fn check_name(name: &str) -> Result<(), Error> {
    let fits = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !fits {
        return Err(Error::usage(tr!(
            "'{0}' cannot be the name of a context: it has up to 64 letters, digits, '-' and '_', a letter or digit first",
            name_shown(name)
        )));
    }
    if name == SANDBOX_CONTEXT {
        return Err(Error::usage(tr!(
            "'sandbox' cannot be the name of a context: the made-up account has it"
        )));
    }
    Ok(())
}

/// Whether this is the path of an operation.
pub fn check_endpoint(path: &str) -> Result<(), Error> {
    let fits = path.starts_with('/')
        && path.len() > 1
        && path
            .chars()
            .all(|c| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '%' | '\\'));
    if fits {
        Ok(())
    } else {
        Err(Error::usage(tr!(
            "the path of an operation begins with '/' and has no query in it"
        )))
    }
}

/// Whether a text in the place of a name looks like a key: then it is not repeated.
pub fn looks_like_key(text: &str) -> bool {
    text.split('.').any(|part| {
        part.len() >= 20
            && part.chars().any(|c| c.is_ascii_digit())
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    })
}

/// A name as it may be repeated.
pub fn name_shown(text: &str) -> &str {
    if looks_like_key(text) { "…" } else { text }
}

/// Whether an entry of this name is meant to be a key, or another secret.
pub fn is_secret_name(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    matches!(
        name.as_str(),
        "key" | "apikey" | "token" | "secret" | "password"
    ) || name.ends_with("appkey")
        || name.ends_with("apptoken")
}

/// What to do in place of writing a key into the file.
pub fn key_refused() -> Error {
    Error::usage(tr!("a key does not belong into config.toml")).hint(tr!(
        "'{command}' keeps it in the keyring",
        command = duty!("auth login")
    ))
}
