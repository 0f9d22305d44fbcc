//! What a person or a program sees: the two streams, tables, questions, progress, the code to scan.
//! Nothing here knows a noun, and nothing here asks the server.

mod account;
mod answer;
mod ask;
mod charset;
mod cut;
mod duration;
mod fit;
pub mod language;
mod line;
pub mod links;
mod list;
pub mod live;
mod narrow;
mod out;
mod pager;
pub mod picture;
mod programs;
pub mod progress;
pub mod prompt;
pub mod qr;
mod query;
pub mod report;
mod rows;
mod stderr;
pub mod table;
pub mod terminal;
mod tone;
pub mod waiting;
mod warning;
pub mod words;
pub mod wrap;

pub use crate::text::{visible, visible_json};
pub use answer::SCHEMA_VERSION;
pub use charset::Charset;
pub use duration::spoken;
pub use out::{Out, Streams};
pub use stderr::{Held, Teller};
pub use tone::Tone;
pub use warning::Warning;
pub use wrap::within;
