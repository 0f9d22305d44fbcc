//! The wire: what can be asked of the server, and nothing about how it is shown.
//!
//! `operations.rs` is the table of what the contract offers and duty uses, with a method of [`Client`]
//! for each; `pager.rs` and `composed.rs` put several requests together. Below them: `retry.rs`,
//! `rate_limiter.rs`, `transport.rs` (one POST), `envelope.rs` (what an answer means), `failure.rs`
//! (why there was none).

#![warn(missing_docs)]

mod certificate;
mod composed;
mod created;
mod envelope;
mod exchange;
mod failure;
pub mod offline;
mod operation;
pub mod operations;
mod pager;
mod passed_on;
mod proof;
mod rate_limiter;
mod retry;
mod scrub;
mod secrets;
#[cfg(test)]
mod served;
mod server_date;
mod transport;
mod write;

pub use composed::Teams;
pub use created::Created;
pub use pager::{Entry, Page, Pager};
pub use passed_on::{described, described_paths, tells_secret};
pub use proof::Proof;
pub use server_date::ServerDate;
pub use transport::{Client, Exchange, Noted, Observer, Options, Wait, Waiting};
pub use write::Write;
