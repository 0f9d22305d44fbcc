//! Every test of the real binary; one file a noun.

// The lint knows tests by their attribute; here the helpers are tests too.
#![allow(clippy::unwrap_used)]

mod auth;
mod config;
#[path = "../../sandbox/tests/contract/mod.rs"]
mod contract;
mod device;
mod errors;
mod generated;
mod harness;
mod house;
#[cfg(target_os = "linux")]
mod keyring;
mod prefs;
mod profile;
#[cfg(unix)]
mod prompt;
mod pty;
#[path = "../support/raster.rs"]
mod raster;
mod sandbox;
mod screen;
mod usage;
mod verification;
