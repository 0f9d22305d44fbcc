//! `duty auth`: the keys that are stored, and the contexts that they belong to.

pub mod args;
pub mod examples;
mod import;
mod list;
mod login;
mod logout;
mod status;
mod switch;
mod token;

use tr::tr;

use crate::commands::auth::args::Auth;
use crate::domain::member::Caller;
use crate::error::{Error, Exit};
use crate::local::keys;
use crate::local::keys::{Place, store};
use crate::local::paths::Paths;
use crate::session::app::App;
use crate::text::duty;

/// Do what was asked.
pub fn run(app: &mut App, command: &Auth) -> Result<Exit, Error> {
    if app.settings.sandbox {
        return Err(Error::usage(tr!(
            "the sandbox needs no login: with --sandbox every command has its key already"
        ))
        .hint(tr!("leave --sandbox and DUTY_SANDBOX out to work with stored keys; '{command}' prints the sandbox's key", command = duty!("sandbox serve"))));
    }
    match command {
        Auth::Login(command) => login::run(app, command),
        Auth::Logout(command) => logout::run(app, command),
        Auth::Status(command) => status::run(app, command),
        Auth::List => list::run(app),
        Auth::Switch(command) => switch::run(app, command),
        Auth::Token => token::run(app),
    }
}

/// The person, as name and id.
fn person(caller: &Caller) -> String {
    format!("{} ({})", caller.person_name(), caller.person_id())
}

/// The account, as name and id.
fn account(caller: &Caller) -> String {
    format!("{} ({})", caller.account_name(), caller.account_id())
}

/// The person and the account, for programs.
fn whose(caller: Option<&Caller>) -> (serde_json::Value, serde_json::Value) {
    let of = |id: u64, name: &str| serde_json::json!({"id": id, "name": name});
    match caller {
        None => (serde_json::Value::Null, serde_json::Value::Null),
        Some(caller) => (
            of(caller.person_id().0, caller.person_name()),
            of(caller.account_id().0, caller.account_name()),
        ),
    }
}

/// Where a key is kept; what is insecure is called so.
fn place(paths: &Paths, context: &str, place: Place) -> String {
    match place {
        Place::Keyring => tr!("the keyring"),
        Place::InsecureFile => match store::insecure_file(paths, context) {
            Ok(file) => tr!("the INSECURE file {0}", file.display()),
            Err(_) => tr!("an INSECURE file"),
        },
    }
}

/// A variable holds a key, which wins over what is stored.
fn warn_of_variable(app: &mut App) {
    if let Some((name, _)) = app.env.first(&keys::VARIABLES) {
        app.out.warn(&tr!(
            "{name} is set and wins over the stored key; unset it to use that",
            name
        ));
    }
}
