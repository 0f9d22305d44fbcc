//! Something that could not be found out, in a sentence, and what would let it be.

use tr::tr;

use crate::error::{Error, Kind};
use crate::ui::Warning;

/// Something that could not be found out, which is nobody's fault.
#[derive(Clone, Debug)]
pub struct Note {
    /// The word in JSON; never translated.
    pub code: Warning,
    pub text: String,
}

impl Note {
    /// The server did not say this.
    pub fn unread(code: Warning, what: &str, error: &Error) -> Note {
        let why = error.code().unwrap_or(&error.message);
        let mut text = tr!("The server did not say {what} ({why}).", what, why);
        if let (Kind::NotAllowed, Some(hint)) = (error.kind, &error.hint) {
            text += &tr!(" To have it read: {hint}.", hint);
        }
        Note { code, text }
    }
}
