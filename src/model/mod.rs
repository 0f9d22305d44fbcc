//! What the wire carries, as types: readers that tolerate what a server may send, and no I/O.
//!
//! One file a thing of the contract; `wire.rs` has the small tolerant readers they share.

pub mod algebra;
pub mod app_key;
pub mod channel;
pub mod delivery;
pub mod device;
pub mod escalation;
pub mod integration;
pub mod member;
pub mod preference;
pub mod space;
pub mod verification;
pub mod wire;
