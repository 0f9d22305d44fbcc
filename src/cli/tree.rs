//! The command line as data: what can be typed, and nothing about what it does.
//!
//! One file a noun, `global.rs` for the options that every command has, `examples.rs` for the
//! examples that help, man pages and tests share.

use std::ffi::OsString;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::cli::help_page;
#[cfg(feature = "sandbox")]
use crate::commands::sandbox;
use crate::commands::{api, app_key, auth, config, device, doctor, open, prefs, profile};
use crate::local::{build_info, options};

/// What was typed.
#[derive(Debug)]
pub struct Cli {
    /// The words of the command, such as "prefs show".
    pub path: String,
    /// What to do.
    pub command: Command,
    /// The options that every command has.
    pub global: options::Global,
}

// What is typed before a noun, or after it.
#[derive(Debug, Parser)]
#[command(
    name = "duty",
    version = build_info::VERSION,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    arg_required_else_help = true,
    subcommand_required = true,
    max_term_width = 100
)]
pub(super) struct Root {
    /// The options that every command has.
    #[command(flatten)]
    global: options::Global,
    /// Print version
    // Here and not clap's own, so that it is translated.
    #[arg(short = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
}

/// Decide how you are paged: the command line of Flashduty's personal center
// What is said of the nouns together is what help says of duty.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keep APP keys in the keyring, and say which account commands work in
    #[command(subcommand)]
    Auth(auth::Auth),
    /// Show who you are: account, nickname, email, phone, time zone
    #[command(subcommand)]
    Profile(profile::Profile),
    /// Show and change how you are notified, by severity
    #[command(subcommand)]
    Prefs(prefs::Prefs),
    /// Make, list, stop, delete and rotate APP keys, five at most
    #[command(subcommand)]
    AppKey(app_key::AppKey),
    /// Find out why you were not notified, or would not be
    #[command(long_about = doctor::LONG_ABOUT)]
    Doctor(doctor::Doctor),
    /// List, bind and unbind the phones that get the app's pushes
    #[command(subcommand)]
    Device(device::Device),
    /// Ask the server anything, with duty's key, retries and pace
    ///
    /// Sends PATH the body that the fields make, and prints the data of the answer as the server said it. What the
    /// contract calls a read, and a path that ends in list, info, infos, search, feed, self or preview, is sent
    /// at once; anything else asks first, and a script gives --yes. A body that is not as the contract has it
    /// is warned of and sent.
    Api(api::Api),
    /// Open a page of the console in the browser, or print its address
    ///
    /// The address is printed, and opened where standard output is a terminal, a display is there and the session
    /// is not one over SSH. That of one incident or space is as the vendor's reference shows it, those of the
    /// personal center and of all spaces as the vendor's documents do; which tab of the personal center has
    /// preferences, keys and phones, and where all incidents are, is assumed. A private deployment has its console
    /// elsewhere: 'duty config set console_url URL'.
    Open(open::Open),
    /// Show and change config.toml: contexts, servers, output, language
    #[command(subcommand)]
    Config(config::Config),
    /// Try duty against a made-up account on this machine
    #[cfg(feature = "sandbox")]
    #[command(subcommand)]
    Sandbox(sandbox::Sandbox),
    /// Print a completion script for a shell
    ///
    /// It completes commands, options and their words. Where the shell asks duty itself, it completes
    /// contexts, keys, phones, IM apps, spaces, incidents, persons and time zones as well:
    /// bash: source <(COMPLETE=bash duty) in ~/.bashrc;
    /// zsh: source <(COMPLETE=zsh duty) in ~/.zshrc, after compinit;
    /// fish: COMPLETE=fish duty | source in ~/.config/fish/config.fish.
    ///
    /// These are the names that the last commands saw on this machine, kept in the state directory; no
    /// server and no keyring is asked.
    Completion(Completion),
    /// Print the version, and what this duty was built from
    Version,
    /// Explain a command or a topic: options, exit-codes, environment, contract, reasons, json; write the man pages: man DIR
    Help(Help),
}

impl Cli {
    /// What the answer is called: the command, with the option that changes it altogether.
    pub fn answer(&self) -> String {
        match &self.command {
            Command::Prefs(prefs::Prefs::Undo(undo)) if undo.list => "prefs undo --list".into(),
            command if command.opens_page() => "open".into(),
            _ => self.path.clone(),
        }
    }
}

impl Command {
    /// Whether it shows a page of the console in place of its own answer.
    fn opens_page(&self) -> bool {
        match self {
            Command::Prefs(prefs) => prefs.opens_page(),
            Command::Profile(profile) => profile.opens_page(),
            Command::AppKey(app_key) => app_key.opens_page(),
            Command::Device(device) => device.opens_page(),
            Command::Doctor(doctor) => doctor.opens_page(),
            _ => false,
        }
    }

    /// Whether what it has to say may be longer than a screen, and comes when it has ended: it changes nothing and
    /// asks nothing in the middle of it.
    pub fn tells_at_length(&self) -> bool {
        match self {
            Command::Doctor(_) | Command::Api(_) | Command::Help(_) => true,
            Command::Profile(profile) => profile.tells_at_length(),
            Command::Prefs(prefs) => prefs.tells_at_length(),
            Command::AppKey(app_key) => app_key.tells_at_length(),
            Command::Device(device) => device.tells_at_length(),
            Command::Auth(auth) => auth.tells_at_length(),
            Command::Config(config) => config.tells_at_length(),
            _ => false,
        }
    }

    /// Whether it works where `config.toml` cannot be read: what helps to mend it.
    pub fn does_without_config(&self) -> bool {
        matches!(
            self,
            Command::Completion(_)
                | Command::Version
                | Command::Help(_)
                | Command::Config(config::Config::Path)
        )
    }
}

/// `duty completion`.
#[derive(Debug, clap::Args)]
pub struct Completion {
    /// The shell to complete in
    pub shell: clap_complete::Shell,
}

/// `duty help`: a command path, or one of the topics.
#[derive(Debug, clap::Args)]
pub struct Help {
    /// A command such as 'prefs set'; a topic: options, exit-codes, environment, contract, reasons, json; 'json prefs show'
    /// for what that command prints; or man and a directory
    #[arg(value_name = "COMMAND|TOPIC")]
    pub about: Vec<String>,
    /// Print the tree of commands, options, defaults and exit codes, for a program or an agent
    #[arg(long, conflicts_with = "about")]
    pub json: bool,
}

/// What hangs below a noun.
type Branch = fn(clap::Command) -> clap::Command;

/// Each noun with what makes its branch.
const BRANCHES: &[(&str, Branch)] = &[
    ("auth", auth::Auth::augment_subcommands),
    ("profile", profile::Profile::augment_subcommands),
    ("prefs", prefs::Prefs::augment_subcommands),
    ("app-key", app_key::AppKey::augment_subcommands),
    ("doctor", doctor::Doctor::augment_args),
    ("device", device::Device::augment_subcommands),
    ("api", api::Api::augment_args),
    ("open", open::Open::augment_args),
    ("config", config::Config::augment_subcommands),
    #[cfg(feature = "sandbox")]
    ("sandbox", sandbox::Sandbox::augment_subcommands),
    ("completion", Completion::augment_args),
    ("version", |command| command),
    ("help", Help::augment_args),
];

/// Read what was typed. Only the branch of the noun that was typed is made: the whole tree takes longer
/// than most commands. It has no texts either; what is wrong, and help, is told by
/// [`parse_with`] a tree that has them.
///
/// # Errors
/// What clap has to say: wrong arguments, help, the version.
pub fn parse(arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let bare = BRANCHES
        .iter()
        .fold(Root::command(), |root, (noun, branch)| {
            root.subcommand(clap::Command::new(*noun).defer(*branch))
        });
    parse_with(bare, arguments)
}

/// Read what was typed by this tree.
///
/// # Errors
/// The same.
pub fn parse_with(tree: clap::Command, arguments: &[OsString]) -> Result<Cli, clap::Error> {
    let matches = tree.try_get_matches_from(arguments)?;
    let below = std::iter::successors(matches.subcommand(), |(_, matches)| matches.subcommand());
    Ok(Cli {
        path: below.map(|(word, _)| word).collect::<Vec<_>>().join(" "),
        command: Command::from_arg_matches(&matches)?,
        global: options::Global::from_arg_matches(&matches)?,
    })
}

/// The whole command tree, as it is declared.
pub fn whole() -> clap::Command {
    Command::augment_subcommands(Root::command())
}

/// The command tree as help shows it, in English.
pub fn command() -> clap::Command {
    command_in(&str::to_owned)
}

/// The command tree as help shows it, each text as `say` puts it.
pub fn command_in(say: &dyn Fn(&str) -> String) -> clap::Command {
    help_page::present(whole(), "", say)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_has_its_branch() {
        let whole = whole();
        let nouns: Vec<_> = whole
            .get_subcommands()
            .map(clap::Command::get_name)
            .collect();
        let branches: Vec<_> = BRANCHES.iter().map(|(noun, _)| *noun).collect();
        assert_eq!(nouns, branches);
    }
}
