//! The arguments of `duty app-key rotate`. What is decided before anything is changed is in `plan.rs`, a
//! rotation from there to its report in `rotation.rs`, one that was begun earlier in `resume.rs`.

use std::path::PathBuf;

use crate::commands::app_key::kept::KeepOld;
use crate::commands::app_key::lookup::PersonArgs;
use crate::commands::app_key::secret_output::SecretArgs;
use crate::commands::examples::{Examples, examples};
use crate::error::Error;
use crate::local::config::Config;
use crate::local::files;
use crate::local::files::Lock;
use crate::local::key_memory::KeyMemory;
use crate::local::options::DryRun;
use crate::session::app::App;
use crate::session::verify_options::Verify;

#[derive(Debug, clap::Args)]
pub struct Rotate {
    /// The key, by id or name; without one the key that duty is using, where that is known
    #[arg(value_name = "KEY")]
    pub key: Option<String>,
    #[command(flatten)]
    pub person: PersonArgs,
    /// Delete the old key instead of disabling it, now or where --keep-old ends
    #[arg(long)]
    pub delete: bool,
    /// With five keys in use: delete the oldest disabled one first, never an enabled one
    #[arg(long)]
    pub replace: bool,
    /// Let the old key work on for a time, such as 12h or 7d, or until --finish: manual
    #[arg(long, value_name = "DURATION", value_parser = KeepOld::parse)]
    pub keep_old: Option<KeepOld>,
    /// Retire the old key that --keep-old let work on, whether its time is over or not
    #[arg(long, conflicts_with_all = ["keep_old", "replace", "person", "save", "output_file", "exec"])]
    pub finish: bool,
    /// Finish, or undo, a rotation that was interrupted
    #[arg(long, conflicts_with_all = ["keep_old", "finish", "delete", "replace", "person", "save", "output_file", "exec", "dry_run"])]
    pub resume: bool,
    /// Keep what a later run has to know in this file instead of the state directory: for a pipeline
    /// that carries it from job to job; no secret is in it
    #[arg(long, value_name = "FILE", value_parser = files::argument())]
    pub state: Option<PathBuf>,
    /// Do it even if it may be the key that duty itself is using
    #[arg(long = "self")]
    pub own: bool,
    #[command(flatten)]
    pub dry_run: DryRun,
    #[command(flatten)]
    pub place: SecretArgs,
    #[command(flatten)]
    pub verify: Verify,
}

impl Rotate {
    /// Nobody else rotates by the same memory meanwhile; a dry run is in nobody's way. Taken before the time of
    /// the command begins, which is for the rotation.
    pub fn alone(&self, app: &mut App, memory: &KeyMemory) -> Result<Option<Lock>, Error> {
        if self.dry_run.dry_run {
            return Ok(None);
        }
        let lock = memory.lock(app.settings.timeout)?;
        // Whoever had it may have stored another key.
        app.settings.config = Config::load(&app.paths)?;
        Ok(Some(lock))
    }
}

pub const EXAMPLES: Examples = examples! { "app-key rotate":
    "duty app-key rotate" => "The key that duty uses, stored where the old one was",
    "duty app-key rotate ci --output-file ci.key --delete"
        => "Another key: the new one into a file, the old one deleted",
    "duty app-key rotate ci --output-file ci.key --keep-old 24h --state rotation.json"
        => "In a pipeline: jobs that have the old key go on for a day",
    "duty app-key rotate --finish --state rotation.json" => "Retire the old one now",
    "duty app-key rotate --resume" => "Finish, or undo, one that was interrupted",
    Text r#"{
  "schema_version": 1, "id": "60001", "name": "laptop",
  "secret_to": {"kind": "keyring", "context": "default", "path": null, "command": null},
  "key": null, "changed": true, "dry_run": false, "result": "rotated", "old_key_id": "5001",
  "old_becomes": "disabled", "old_works_until": null, "replaced_key_id": null,
  "retired_key_id": null, "warnings": []
}"#
};
