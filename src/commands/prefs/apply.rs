//! `duty prefs apply`: the preferences as a file has them.

use std::path::PathBuf;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::from_text;
use crate::commands::prefs::options::WriteOptions;
use crate::error::{Error, Exit};
use crate::local::files;
use crate::session::app::App;
use crate::session::preferences::change::Mode;

#[derive(Debug, clap::Args)]
pub struct Apply {
    /// The file; '-' is standard input
    #[arg(short, long, value_name = "FILE", value_parser = files::argument())]
    pub file: PathBuf,
    /// Change nothing; exit 3 if there is a difference, 0 if there is none, 11 if that is not known
    #[arg(long, conflicts_with = "dry_run")]
    pub check: bool,
    /// Refuse every channel that duty does not know
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub write: WriteOptions,
}

pub const EXAMPLES: Examples = examples! { "prefs apply":
    "duty prefs apply -f prefs.toml" => "Make it so",
    "duty prefs apply -f prefs.toml --check"
        => "In a nightly job: exit 3 if somebody changed something",
    "echo 'info = [\"email\"]' | duty prefs apply -f - --dry-run" => "From standard input, only shown",
    Text r#"{
  "schema_version": 1,
  "changed": true,
  "dry_run": false,
  "difference": true,
  "targets": [
    {
      "target": "info",
      "before": [],
      "after": [
        {
          "channel": "email",
          "wire": "email",
          "type": "email",
          "id": null,
          "name": null,
          "delivers": true,
          "reason": null
        }
      ],
      "added": ["email"],
      "removed": []
    }
  ],
  "problems": [],
  "changed_since": null,
  "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Apply) -> Result<Exit, Error> {
    let mut change = command.write.change("apply".into());
    if command.check {
        change.mode = Mode::Check;
    }
    from_text::run(app, &command.file, command.strict, change)
}
