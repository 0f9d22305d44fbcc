//! `duty app-key`: what can be typed.

use std::path::PathBuf;

use clap::Subcommand;

use crate::local::options::DryRun;
use crate::session::verify_options::Verify;

/// `duty app-key`.
#[derive(Debug, Subcommand)]
pub enum AppKey {
    /// List the keys, how many of five are used, and the one that duty is using
    List(List),
    /// Make a key; its secret is shown or kept once and never again
    ///
    /// On a terminal the secret is shown. In a script say where it goes: -q prints it alone, --save,
    /// --output-file and --exec do not print it. If the answer is lost, no second key is made: duty
    /// says whether there is one that nobody holds.
    Create(Create),
    /// Delete a key; what uses it stops working at once
    Delete(Change),
    /// Let a disabled key work again
    Enable(Change),
    /// Stop a key without deleting it
    Disable(Change),
    /// Give a key another name
    Rename(Rename),
    /// Replace a key by a new one that is proven first, then disable the old one
    ///
    /// The new key is stored where the old one was. A rotation that was cut off is finished, or
    /// undone, by 'duty app-key rotate --resume'; until then there is always a key that works.
    Rotate(Rotate),
}

/// Whose keys.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Person {
    /// The member whose keys are meant, by id or email; for the account owner
    #[arg(long, value_name = "ID|EMAIL")]
    pub person: Option<String>,
}

/// `duty app-key list`.
#[derive(Debug, clap::Args)]
pub struct List {
    /// Whose
    #[command(flatten)]
    pub person: Person,
}

/// Where a new secret goes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Where the secret goes")]
pub struct Place {
    /// Keep it in the keyring as this context, and do not print it
    #[arg(long, value_name = "CONTEXT", num_args = 0..=1, require_equals = true)]
    pub save: Option<Option<String>>,
    /// With --save, where there is no keyring: a file that only you can read, in clear text
    #[arg(long, requires = "save")]
    pub insecure_storage: bool,
    /// Write it to this new file that only you can read
    #[arg(long, value_name = "FILE", conflicts_with = "save")]
    pub output_file: Option<PathBuf>,
    /// Give it to this shell command on its standard input
    #[arg(long, value_name = "COMMAND", conflicts_with_all = ["save", "output_file"])]
    pub exec: Option<String>,
}

/// `duty app-key create`.
#[derive(Debug, clap::Args)]
pub struct Create {
    /// Its name; without one duty-HOST-DATE
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// Whose
    #[command(flatten)]
    pub person: Person,
    /// Where the secret goes
    #[command(flatten)]
    pub place: Place,
    /// Change nothing
    #[command(flatten)]
    pub dry_run: DryRun,
}

/// `duty app-key delete`, `enable`, `disable`.
#[derive(Debug, clap::Args)]
pub struct Change {
    /// The key, by id or name
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Whose
    #[command(flatten)]
    pub person: Person,
    /// Do it although it is, or may be, the key that duty itself is using
    #[arg(long = "self")]
    pub own: bool,
    /// Change nothing
    #[command(flatten)]
    pub dry_run: DryRun,
    /// Verification
    #[command(flatten)]
    pub verify: Verify,
}

/// `duty app-key rename`.
#[derive(Debug, clap::Args)]
pub struct Rename {
    /// The key, by id or name
    #[arg(value_name = "KEY")]
    pub key: String,
    /// Its new name
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Whose
    #[command(flatten)]
    pub person: Person,
    /// Change nothing
    #[command(flatten)]
    pub dry_run: DryRun,
}

/// `duty app-key rotate`.
#[derive(Debug, clap::Args)]
pub struct Rotate {
    /// The key, by id or name; without one the key that duty is using
    #[arg(value_name = "KEY")]
    pub key: Option<String>,
    /// Whose
    #[command(flatten)]
    pub person: Person,
    /// Delete the old key in place of disabling it
    #[arg(long)]
    pub delete: bool,
    /// With five keys in use: delete the oldest disabled one first, never an enabled one
    #[arg(long)]
    pub replace: bool,
    /// It is the key that duty itself is using
    #[arg(long = "self")]
    pub own: bool,
    /// Finish, or undo, a rotation that was cut off
    #[arg(long, conflicts_with_all = ["delete", "replace", "person", "save", "output_file", "exec", "dry_run", "send_code"])]
    pub resume: bool,
    /// Where the secret goes
    #[command(flatten)]
    pub place: Place,
    /// Change nothing
    #[command(flatten)]
    pub dry_run: DryRun,
    /// Verification
    #[command(flatten)]
    pub verify: Verify,
}
