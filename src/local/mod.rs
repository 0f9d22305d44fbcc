//! This machine: where files are and how they are written, `config.toml`, settings, keys, and what duty
//! remembers between runs.

pub mod browser;
pub mod build_info;
pub mod child;
pub mod config;
pub mod environment;
pub mod files;
pub mod fingerprints;
pub mod history;
pub mod interruption;
pub mod key_memory;
pub mod key_store;
pub mod keys;
pub mod network;
pub mod now;
pub mod options;
pub mod paths;
pub mod proof;
pub mod rotation_journal;
pub mod route;
pub mod seen;
pub mod settings;
pub mod threads;
pub mod times;
pub mod undelivered;
