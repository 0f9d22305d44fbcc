//! `duty sandbox`, and the server behind `--sandbox`. The only room that knows what it is.

mod outbox;
mod page;
mod reset;
mod scan;
mod serve;
mod server;

use clap::Subcommand;

use crate::commands::examples::Examples;
use crate::error::{Error, Exit};
use crate::session::app::App;

pub use server::start;

#[derive(Debug, Subcommand)]
pub enum Sandbox {
    /// Serve the made-up account on this machine until Ctrl-C, for other programs
    ///
    /// Prints the lines to export, so that duty, the vendor's CLI or a script talk to it.
    Serve(serve::Serve),
    /// Play the phone: scan the code that 'device bind --sandbox' shows
    ///
    /// Binds a phone with the newest code of the made-up account, while another process waits for it.
    Scan(scan::Scan),
    /// Have an alert come in, and an incident with it, to see what becomes of it
    ///
    /// The rules of the made-up account decide who is told, as they would anywhere; nothing leaves
    /// this machine.
    Page(page::Page),
    /// Show the verification codes that were "sent", and what each authenticator app shows now
    Outbox,
    /// Forget every change and start over with the account as it was
    Reset,
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[
    serve::EXAMPLES,
    page::EXAMPLES,
    outbox::EXAMPLES,
    reset::EXAMPLES,
    scan::EXAMPLES,
];

pub fn run(app: &mut App, command: &Sandbox) -> Result<Exit, Error> {
    match command {
        Sandbox::Serve(command) => serve::run(app, command),
        Sandbox::Page(command) => page::run(app, command),
        Sandbox::Outbox => outbox::run(app),
        Sandbox::Scan(command) => scan::run(app, command),
        Sandbox::Reset => reset::run(app),
    }
}
