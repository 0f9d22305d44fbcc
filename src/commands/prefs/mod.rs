//! `duty prefs`: how the person is notified.
//!
//! `options.rs` has the arguments that several verbs take and `resolve.rs` turns them into channels, `text.rs`
//! is the text form and `from_text.rs` turns it into a change; how a change is made is `session::preferences`.

mod add;
mod apply;
mod channels;
mod choose;
mod clear;
mod copy;
mod diff;
mod edit;
mod export;
pub mod from_text;
mod log;
pub mod options;
mod remove;
mod resolve;
mod set;
mod show;
mod test;
pub mod text;
mod undo;
mod windows;

use clap::Subcommand;

use crate::commands::examples::Examples;
use crate::error::{Error, Exit};
use crate::session::app::App;

#[derive(Debug, Subcommand)]
pub enum Prefs {
    /// Show which channel reaches you for which severity
    ///
    /// Says also where the preferences are no longer as the last change made on this machine left them.
    Show(show::Show),
    /// List the channels that can be chosen, and whether each would reach you
    ///
    /// With --proof it learns from the records of the last 30 days when each last reached you, and what
    /// failed. What is learned is kept on this machine: an IM app that a message reached is linked.
    Channels(channels::Channels),
    /// Replace the channels of one or more targets
    ///
    /// Reads, shows the difference, writes only if there is one, and reads back.
    /// Channels that duty does not know are kept as they are.
    Set(options::Choose),
    /// Add channels to one or more targets
    Add(options::Choose),
    /// Take channels away from one or more targets
    ///
    /// A channel that is not listed is no error. Channels that duty does not know are kept.
    Remove(options::Choose),
    /// Empty the lists of one or more targets, so that you are not told
    ///
    /// Asks first; a script gives --yes, and for critical --allow-silent as well.
    /// Channels that duty does not know are kept.
    Clear(clear::Clear),
    /// Make targets list what another one lists
    ///
    /// Status page changes are told by IM apps only: of the source they get those.
    Copy(copy::Copy),
    /// Change the preferences in an editor, as text
    ///
    /// Opens VISUAL or EDITOR on what 'prefs export' writes and applies what is saved.
    /// A mistake opens it again with the error on top; an unchanged or empty text changes nothing.
    Edit(edit::Edit),
    /// Print the preferences as text, for 'prefs apply'
    ///
    /// TOML with the names of IM apps beside their ids, or JSON with -o json. The same bytes for
    /// the same preferences.
    Export,
    /// Make the preferences what a file says
    ///
    /// TOML or JSON; a target that is left out is left alone. Channels are voice, sms, email, app,
    /// an IM app as in --im, or a wire string such as future_app:9.
    Apply(apply::Apply),
    /// Compare the preferences with a file; exit 3 on a difference
    Diff(diff::Diff),
    /// Show who changed your preferences, keys, phones or contact, when and from where
    ///
    /// From the account's audit log, which needs the permission Audit Read.
    Log(log::Log),
    /// Page yourself now, to see what reaches you
    ///
    /// Opens an incident that is assigned to you alone, waits for what is sent to you by which channel,
    /// and closes it. Nobody else is told; it rings, and it stays in the history of the account. Closing is
    /// tried three times, also where the time of --timeout is over.
    Test(test::Test),
    /// Go back to what was there before the last change
    ///
    /// The last 20 changes of each context and person are kept on this machine. To undo an undo,
    /// undo again.
    Undo(undo::Undo),
}

impl Prefs {
    /// Whether it shows a page of the console in place of its own answer.
    pub const fn opens_page(&self) -> bool {
        match self {
            Prefs::Show(command) => command.web.web,
            Prefs::Channels(command) => command.web.web,
            _ => false,
        }
    }

    /// Whether what it has to say may be longer than a screen, and comes when it has ended.
    pub const fn tells_at_length(&self) -> bool {
        match self {
            Prefs::Show(_)
            | Prefs::Channels(_)
            | Prefs::Diff(_)
            | Prefs::Export
            | Prefs::Log(_) => true,
            Prefs::Undo(command) => command.list,
            _ => false,
        }
    }
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[
    show::EXAMPLES,
    channels::EXAMPLES,
    set::EXAMPLES,
    add::EXAMPLES,
    remove::EXAMPLES,
    clear::EXAMPLES,
    copy::EXAMPLES,
    edit::EXAMPLES,
    export::EXAMPLES,
    apply::EXAMPLES,
    diff::EXAMPLES,
    log::EXAMPLES,
    test::EXAMPLES,
    undo::EXAMPLES,
];

pub fn run(app: &mut App, command: &Prefs) -> Result<Exit, Error> {
    match command {
        Prefs::Show(command) => show::run(app, command),
        Prefs::Channels(command) => channels::run(app, command),
        Prefs::Set(command) => set::run(app, command),
        Prefs::Add(command) => add::run(app, command),
        Prefs::Remove(command) => remove::run(app, command),
        Prefs::Clear(command) => clear::run(app, command),
        Prefs::Copy(command) => copy::run(app, command),
        Prefs::Edit(command) => edit::run(app, command),
        Prefs::Export => export::run(&mut app.session()?),
        Prefs::Apply(command) => apply::run(app, command),
        Prefs::Diff(command) => diff::run(app, command),
        Prefs::Log(command) => log::run(&mut app.session()?, command),
        Prefs::Test(command) => test::run(app, command),
        Prefs::Undo(command) => undo::run(app, command),
    }
}
