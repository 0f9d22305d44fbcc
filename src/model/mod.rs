//! What the wire says, as data: types that are read from and written to the API.
//! Nothing here asks, decides or prints; it imports nothing of the crate but `error`.

pub mod escalation;
