//! What a command works with: [`app::App`] and [`app::Session`], and the procedures that several nouns
//! share, such as changing preferences and passing a verification code.

pub mod app;
mod here;
pub mod incidents;
pub mod key_input;
pub mod log;
pub mod new_secret;
pub mod page;
pub mod preferences;
pub mod proof;
pub mod resolve;
pub mod seen;
pub mod spaces;
pub mod telling;
pub mod trial;
pub mod unreached;
pub mod verification;
pub mod verify_options;
pub mod write;
