//! `duty completion`: the script that makes a shell complete duty's commands.

use crate::app::App;
use crate::args::{self, Completion};
use crate::error::Exit;

/// Print the script.
pub fn run(app: &mut App, command: &Completion) -> anyhow::Result<Exit> {
    let script = script(command.shell);
    app.out.result(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// The script for a shell.
pub fn script(shell: clap_complete::Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::command(), "duty", &mut script);
    script
}
