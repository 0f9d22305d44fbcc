//! The command line of Flashduty's personal center.

pub mod model;
