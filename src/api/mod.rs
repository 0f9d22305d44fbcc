//! The wire: what can be asked of the server, and nothing about how it is shown.
//!
//! One file a resource on top of `transport.rs` (HTTP, retries) and `envelope.rs` (what an answer
//! means); `operations.rs` lists the contract's operations that duty uses.

#![warn(missing_docs)]

mod app_key;
mod device;
mod envelope;
mod escalation;
mod integration;
mod member;
pub mod operations;
mod pace;
mod preference;
mod proof;
mod retry;
mod schedule;
mod scrub;
mod space;
mod team;
mod transport;
mod verification;
mod write;

pub use app_key::Created;
pub use proof::Proof;
pub use space::{LAST_PAGE, Page, Wanted};
pub use team::Teams;
pub use transport::{Client, Exchange, Heard, Observer, Options};
pub use write::Write;
