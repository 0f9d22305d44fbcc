//! `duty config`: what `config.toml` says, entry by entry. The names of the entries are in `entry.rs`.

mod entry;
mod get;
mod list;
mod path;
mod set;

use clap::Subcommand;

use crate::commands::examples::Examples;
use crate::error::{Error, Exit};
use crate::session::app::App;

pub use entry::{choices, names};

#[derive(Debug, Subcommand)]
pub enum Config {
    /// Print where config.toml is
    Path,
    /// List what config.toml says
    #[command(visible_alias = "ls")]
    List,
    /// Print one entry of config.toml
    Get(get::Get),
    /// Set one entry of config.toml
    ///
    /// NAME is one of: context, output, lang, color; base_url, console_url and channels_off, which belong to
    /// the context that --context names or that is current; contexts.NAME.base_url, .console_url, .output,
    /// .lang, .channels_off; endpoints.OPERATION, the path of an operation that is assumed (see 'duty help
    /// contract'). A key is refused: 'duty auth login' keeps it.
    Set(set::Set),
    /// Take one entry out of config.toml
    ///
    /// The names of 'config set', and contexts.NAME for a whole context that has no stored key.
    #[command(visible_alias = "rm")]
    Unset(set::Unset),
}

impl Config {
    /// Whether what it has to say may be longer than a screen, and comes when it has ended.
    pub const fn tells_at_length(&self) -> bool {
        matches!(self, Config::List)
    }
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[
    path::EXAMPLES,
    list::EXAMPLES,
    get::EXAMPLES,
    set::EXAMPLES,
    set::EXAMPLES_OF_UNSET,
];

pub fn run(app: &mut App, command: &Config) -> Result<Exit, Error> {
    match command {
        Config::Path => path::run(app),
        Config::List => list::run(app),
        Config::Get(command) => get::run(app, command),
        Config::Set(command) => set::run(app, command),
        Config::Unset(command) => set::unset(app, command),
    }
}
