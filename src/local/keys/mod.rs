//! The APP key: what it is, which one a command works with, and where one is kept.
//!
//! `store.rs` keeps the key of a context, in the keyring (`keyring.rs`) or, where the user insists,
//! in a file (`file.rs`).

mod app_key;
mod file;
mod find;
mod keyring;
pub mod store;

pub use app_key::AppKey;
pub use find::{Found, VARIABLES, check_context, find, stored};
