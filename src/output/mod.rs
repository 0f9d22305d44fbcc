//! What people and programs see: how a result becomes text, bytes, or cells of a terminal.
//! Nothing here fetches anything or knows a noun.

pub mod live;
pub mod qr;
