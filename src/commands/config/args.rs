//! `duty config`: what can be typed.

use clap::Subcommand;

use crate::local::options::DryRun;

/// `duty config`.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Print where config.toml is
    Path,
    /// List what config.toml says
    List,
    /// Print one entry of config.toml
    Get(Get),
    /// Set one entry of config.toml
    ///
    /// NAME is one of: context, output, lang, color; base_url and channels_off, which belong to the
    /// context that --context names or that is current; contexts.NAME.base_url, .output, .lang,
    /// .channels_off; endpoints.OPERATION, the path of an operation that is assumed (see 'duty help
    /// contract'). A key is refused: 'duty auth login' keeps it.
    Set(Set),
    /// Take one entry out of config.toml
    ///
    /// The names of 'config set', and contexts.NAME for a whole context that has no stored key.
    Unset(Unset),
}

/// `duty config get`.
#[derive(Debug, clap::Args)]
pub struct Get {
    /// The entry, such as 'output' or 'contexts.work.base_url'
    pub name: String,
}

/// `duty config set`.
#[derive(Debug, clap::Args)]
pub struct Set {
    /// The entry, such as 'output' or 'contexts.work.base_url'
    pub name: String,
    /// Its value; several are separated by commas
    pub value: String,
    /// What changes.
    #[command(flatten)]
    pub dry_run: DryRun,
}

/// `duty config unset`.
#[derive(Debug, clap::Args)]
pub struct Unset {
    /// The entry, such as 'output' or 'contexts.work.base_url'
    pub name: String,
    /// What changes.
    #[command(flatten)]
    pub dry_run: DryRun,
}
