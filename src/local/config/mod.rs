//! `config.toml`: contexts (an account on a server, and where its key is kept) and what the user prefers.
//! Never a key. `document.rs` reads it, `edit.rs` changes it.

mod document;
mod edit;
mod names;
mod owner;

pub use document::{Config, Context, file};
pub use edit::{Draft, edit, try_out};
pub use names::{
    DEFAULT_CONTEXT, SANDBOX_CONTEXT, check_endpoint, check_name, is_secret_name, key_refused,
    looks_like_key, name_shown,
};
pub use owner::check as check_owner;
