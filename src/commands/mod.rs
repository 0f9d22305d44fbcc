//! What the commands do: read, decide, write, show. A command builds no URL and opens no stream, and one
//! noun knows nothing of another: what two of them need is in `session`.

pub mod api;
pub mod app_key;
pub mod auth;
pub mod config;
pub mod device;
pub mod doctor;
pub mod examples;
pub mod open;
pub mod prefs;
pub mod profile;
#[cfg(feature = "sandbox")]
pub mod sandbox;
