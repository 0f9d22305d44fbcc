//! Every test of the real binary; one file a noun.

// The lint knows tests by their attribute; here the helpers are tests too.
#![allow(clippy::unwrap_used)]

// `assert_eq!` everywhere below shows a diff.
#[macro_use]
extern crate similar_asserts;

mod api;
mod app_key;
mod auth;
#[cfg(unix)]
mod complete;
mod config;
#[path = "../../sandbox/tests/contract/mod.rs"]
mod contract;
mod device;
mod docs;
mod doctor;
mod errors;
mod fingers;
mod first_minute;
mod generated;
mod harness;
mod hold;
mod house;
mod keyring;
mod language;
mod lost;
mod mistakes;
mod open;
#[cfg(unix)]
mod pager;
mod pasted;
mod prefs;
mod profile;
mod promises;
mod prompt;
mod prompter;
mod pty;
mod questions;
#[path = "../support/raster.rs"]
mod raster;
mod readme;
mod sandbox;
mod screens;
#[cfg(unix)]
mod ship;
mod stub;
mod usage;
mod verification;
mod version;
