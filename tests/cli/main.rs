//! Every test of the real binary; one file a noun.

// The lint knows tests by their attribute; here the helpers are tests too.
#![allow(clippy::unwrap_used)]

#[path = "../../sandbox/tests/contract/mod.rs"]
mod contract;
mod device;
mod doctor;
mod doctor_odd;
mod errors;
mod generated;
mod harness;
mod house;
mod prefs;
mod profile;
mod pty;
#[path = "../support/raster.rs"]
mod raster;
mod sandbox;
mod screen;
mod usage;
mod verification;
