//! `duty device`: the phones that get the pushes of the Flashduty app.

mod app;
mod bind;
mod list;
mod phone;
mod unbind;

use clap::Subcommand;

use crate::commands::examples::Examples;
use crate::error::{Error, Exit};
use crate::session::app::App;

#[derive(Debug, Subcommand)]
pub enum Device {
    /// List the phones that are bound to you
    #[command(visible_alias = "ls")]
    List(list::List),
    /// Bind a phone: shows the code that the Flashduty app scans, and waits for the phone
    ///
    /// On a terminal the code is drawn in black on white, a new one takes its place before it expires, and
    /// the command ends with the name of the phone. The code is a credential: whoever scans it gets your
    /// pushes. It is wiped when it expires, when a phone is bound, and on Ctrl-C.
    ///
    /// Where standard output is not a terminal, one code is printed and the command ends, unless --wait
    /// is given. With ACCESSIBLE=1 nothing is redrawn: the code is given as text.
    Bind(bind::Bind),
    /// Unbind phones: they get no more pushes
    ///
    /// Asks first. Where no critical incident would reach you after it, it asks once more, and --yes is no
    /// answer to that: it needs --allow-silent.
    #[command(visible_alias = "rm")]
    Unbind(unbind::Unbind),
    /// Tell where to get the Flashduty app, by platform
    App(app::Get),
}

impl Device {
    /// Whether it shows a page of the console in place of its own answer.
    pub const fn opens_page(&self) -> bool {
        match self {
            Device::List(command) => command.web.web,
            Device::App(command) => command.web.web,
            _ => false,
        }
    }

    /// Whether what it has to say may be longer than a screen, and comes when it has ended.
    pub const fn tells_at_length(&self) -> bool {
        matches!(self, Device::List(_))
    }
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[
    list::EXAMPLES,
    bind::EXAMPLES,
    unbind::EXAMPLES,
    app::EXAMPLES,
];

pub fn run(app: &mut App, command: &Device) -> Result<Exit, Error> {
    match command {
        Device::List(command) => list::run(app, command),
        Device::Bind(command) => bind::run(app, command),
        Device::Unbind(command) => unbind::run(&mut app.session()?, command),
        Device::App(command) => self::app::run(app, command),
    }
}
