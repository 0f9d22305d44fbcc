//! `duty auth`: the keys that are stored, and the contexts that they belong to.

mod describe;
mod earlier;
mod import;
mod list;
mod login;
mod logout;
mod remove;
mod rotations;
mod status;
mod switch;
mod token;

use clap::Subcommand;
use tr::tr;

use crate::commands::examples::Examples;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::text::duty;

#[derive(Debug, Subcommand)]
pub enum Auth {
    /// Check an APP key and store it in the keyring, under the name of a context
    ///
    /// Asks for the key without showing it, or reads it with --app-key-stdin; calls the server with
    /// it, and stores it only if that works. The server that is named with --base-url is kept in the
    /// context, so that later commands need neither. Without --context it is the current context,
    /// at first 'default'.
    Login(login::Login),
    /// Delete the stored key of a context
    ///
    /// From the keyring and from an insecure file, and looks that it is gone. The rest of the
    /// context stays in config.toml. The key itself still works: what ends it is the console, or
    /// 'duty app-key'.
    Logout(logout::Logout),
    /// Remove a context, and the key that is stored for it
    Remove(remove::Remove),
    /// Show whether the key works, whose it is, and where it comes from
    ///
    /// Exits 0 where every key that was looked at is valid, 4 where one is invalid or missing or the
    /// keyring is unavailable, otherwise 10 where a server could not be reached.
    Status(status::Status),
    /// List the contexts
    #[command(visible_alias = "ls")]
    List,
    /// Make a context the current one
    Switch(switch::Switch),
    /// Print the key alone, for another program
    Token,
}

impl Auth {
    /// Whether what it has to say may be longer than a screen, and comes when it has ended.
    pub const fn tells_at_length(&self) -> bool {
        matches!(self, Auth::List | Auth::Status(_))
    }
}

/// One entry a verb.
pub const EXAMPLES: &[Examples] = &[
    login::EXAMPLES,
    logout::EXAMPLES,
    remove::EXAMPLES,
    status::EXAMPLES,
    list::EXAMPLES,
    switch::EXAMPLES,
    token::EXAMPLES,
];

pub fn run(app: &mut App, command: &Auth) -> Result<Exit, Error> {
    if let (Auth::Status(_), true) = (command, app.settings.sandbox) {
        return status::of_sandbox(app);
    }
    if app.settings.sandbox {
        return Err(Error::usage(tr!(
            "the sandbox needs no login: with --sandbox every command has its key already"
        ))
        .hint(tr!("leave --sandbox and DUTY_SANDBOX out to work with stored keys; '{command}' prints the sandbox's key", command = duty!("sandbox serve"))));
    }
    match command {
        Auth::Login(command) => login::run(app, command),
        Auth::Logout(command) => logout::run(app, command),
        Auth::Remove(command) => remove::run(app, command),
        Auth::Status(command) => status::run(app, command),
        Auth::List => list::run(app),
        Auth::Switch(command) => switch::run(app, command),
        Auth::Token => token::run(app),
    }
}
