//! `duty auth`: what can be typed.

use clap::Subcommand;

use crate::local::options::DryRun;

/// `duty auth`.
#[derive(Debug, Subcommand)]
pub enum Auth {
    /// Check an APP key and keep it in the keyring, under the name of a context
    ///
    /// Asks for the key without showing it, or reads it with --app-key-stdin; calls the server with
    /// it, and stores it only if that works. The server that is named with --base-url is kept in the
    /// context, so that later commands need neither. Without --context it is the current context,
    /// at first 'default'.
    Login(Login),
    /// Delete the stored key of a context
    ///
    /// From the keyring and from an insecure file, and looks that it is gone. The rest of the
    /// context stays in config.toml. The key itself still works: what ends it is the console, or
    /// 'duty app-key'.
    Logout(Logout),
    /// Show whether the key works, whose it is, and where it comes from
    ///
    /// Exits 0 where every key that was looked at is valid, 4 where one is invalid or missing or the
    /// keyring is unavailable, otherwise 10 where a server could not be reached.
    Status(Status),
    /// List the contexts
    List,
    /// Make a context the one that is used where none is named
    Switch(Switch),
    /// Print the key alone, for another program
    Token,
}

/// `duty auth login`.
#[derive(Debug, clap::Args)]
pub struct Login {
    /// Keep the key in a file that only you can read, in clear text, and not in the keyring
    #[arg(long)]
    pub insecure_storage: bool,
    /// Take over the key and the server of the vendor's own CLI (~/.flashduty/config.yaml)
    #[arg(long, conflicts_with = "app_key_stdin")]
    pub import: bool,
    /// What changes.
    #[command(flatten)]
    pub dry_run: DryRun,
}

/// `duty auth logout`.
#[derive(Debug, clap::Args)]
pub struct Logout {
    /// Every context
    #[arg(long, conflicts_with = "context")]
    pub all: bool,
    /// What changes.
    #[command(flatten)]
    pub dry_run: DryRun,
}

/// `duty auth status`.
#[derive(Debug, clap::Args)]
pub struct Status {
    /// Every context
    #[arg(long, conflicts_with = "context")]
    pub all: bool,
    /// Ask no server: show what is stored, and say nothing about whether it works
    #[arg(long)]
    pub offline: bool,
}

/// `duty auth switch`.
#[derive(Debug, clap::Args)]
pub struct Switch {
    /// The context; a terminal asks where there is none
    pub name: Option<String>,
    /// What changes.
    #[command(flatten)]
    pub dry_run: DryRun,
}
