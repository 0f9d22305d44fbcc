//! Every test of the real binary; one file a noun.

#[path = "../../sandbox/tests/contract/mod.rs"]
mod contract;
mod device;
mod generated;
mod harness;
mod prefs;
mod profile;
mod pty;
#[path = "../support/raster.rs"]
mod raster;
