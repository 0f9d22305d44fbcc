//! What a text is made of before it is known where it will be read: commands, which are values until the one
//! door to the streams writes them out, and characters that could drive a terminal.

mod command;
mod pasted;
mod quote;
mod visible;

use tr::tr;

pub(crate) use command::duty;
pub use command::{Account, CommandLine, TIED, commands_to_run};
pub use pasted::{pasted, pasted_name};
pub use visible::{visible, visible_json};

/// A sentence after another, as the language sets them: Chinese has no space there.
pub fn sentences(first: &str, second: &str) -> String {
    tr!("{first} {second}", first, second)
}
