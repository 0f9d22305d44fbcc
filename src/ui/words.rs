//! Words of the wire as people read them.

use tr::tr;

/// A state of a key or an integration; a word that duty does not know stays as it is.
pub fn state(word: &str) -> String {
    match word {
        "enabled" => tr!("enabled"),
        "disabled" => tr!("disabled"),
        "deleted" => tr!("deleted"),
        other => other.to_owned(),
    }
}
