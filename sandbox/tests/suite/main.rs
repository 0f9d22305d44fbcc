//! The sandbox, driven over HTTP like any server. One binary, as each would link the validators anew.
#![allow(clippy::unwrap_used)]

#[path = "../contract/mod.rs"]
mod contract;

mod account;
mod app_keys;
mod calendars;
mod document;
mod edits;
mod engine;
mod faults;
mod integrations;
mod lists;
mod members;
mod noise;
mod past;
mod phones;
mod preferences;
mod rota;
mod rotations;
mod rules;
mod schedules;
mod schema;
mod states;
mod support;
mod vendor_client;
mod verification;
mod week;
