//! The command line of Flashduty's personal center.

pub mod escalation;
pub mod model;
