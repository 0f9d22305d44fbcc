//! `duty completion`: the script that makes a shell complete duty's commands.

use crate::cli::tree;
use crate::cli::tree::Completion;
use crate::error::{Error, Exit};
use crate::session::app::App;

/// Print the script.
pub fn run(app: &mut App, command: &Completion) -> Result<Exit, Error> {
    let script = script(command.shell);
    app.out.result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// The script for a shell.
pub fn script(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut tree::command(), "duty", &mut script);
    script
}
