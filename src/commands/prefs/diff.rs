//! `duty prefs diff`: the preferences beside a file.

use std::path::PathBuf;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::from_text;
use crate::error::{Error, Exit};
use crate::local::files;
use crate::session::app::App;
use crate::session::preferences::change::{Change, Mode};

#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The file; '-' is standard input
    #[arg(short, long, value_name = "FILE", value_parser = files::argument())]
    pub file: PathBuf,
    /// Refuse every channel that duty does not know
    #[arg(long)]
    pub strict: bool,
}

pub const EXAMPLES: Examples = examples! { "prefs diff":
    "duty prefs diff -f prefs.toml" => "What 'prefs apply' would change",
    Text r#"{
  "schema_version": 1,
  "changed": false,
  "dry_run": true,
  "difference": false,
  "targets": [],
  "problems": [],
  "changed_since": null,
  "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Diff) -> Result<Exit, Error> {
    let change = Change {
        command: "diff".into(),
        mode: Mode::Check,
        // Comparing refuses nothing and warns of nothing: it is not about to be done.
        allow_silent: true,
        restores: true,
        ..Change::default()
    };
    from_text::run(app, &command.file, command.strict, change)
}
