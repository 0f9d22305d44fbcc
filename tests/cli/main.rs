//! Every test of the real binary; one file a noun.

// The lint knows tests by their attribute; here the helpers are tests too.
#![allow(clippy::unwrap_used)]

mod app_key;
mod app_key_faults;
mod app_key_holders;
mod app_key_place;
mod app_key_rotate;
mod auth;
mod config;
#[path = "../../sandbox/tests/contract/mod.rs"]
mod contract;
mod device;
mod doctor;
mod doctor_odd;
mod errors;
mod generated;
mod harness;
mod house;
mod keyring;
mod language;
mod lost;
mod prefs;
mod profile;
mod prompt;
mod pty;
#[path = "../support/raster.rs"]
mod raster;
mod sandbox;
mod screen;
mod usage;
mod verification;
