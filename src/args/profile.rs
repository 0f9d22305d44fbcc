//! `duty profile`: what can be typed.

use clap::Subcommand;

/// `duty profile`.
#[derive(Debug, Subcommand)]
pub enum Profile {
    /// Show who the key belongs to
    Show,
}
