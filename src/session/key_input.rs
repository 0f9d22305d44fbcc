//! An APP key from standard input: from a pipe, or pasted on a terminal where it is not shown.

use std::io::Read;

use secrecy::SecretString;
use tr::tr;

use crate::error::{Error, Kind};
use crate::local::keys::AppKey;
use crate::ui::Out;

/// A key from standard input; from a terminal it is one line, and is not shown.
///
/// # Errors
/// `Key` where it is none.
pub fn from_stdin(out: &Out) -> Result<AppKey, Error> {
    let unreadable = |error: std::io::Error| {
        Error::new(
            Kind::Key,
            tr!("cannot read the key from standard input: {0}", error),
        )
    };
    let mut text = String::new();
    if out.terminal.stdin {
        text = out.hidden_answer(&tr!("Paste the key, then Enter (it is not shown): "))?;
    } else {
        std::io::stdin()
            .take(64 * 1024)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
    }
    let key = AppKey::parse(&text, &tr!("standard input"));
    // The copy that was read is not the one that is kept.
    drop(SecretString::from(text));
    key
}
