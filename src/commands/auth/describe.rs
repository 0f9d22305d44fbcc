//! Whose a key is and where it is kept, as every verb says it.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::domain::member::Caller;
use crate::local::key_store::KeyStore;
use crate::local::keys;
use crate::local::keys::store;
use crate::local::paths::Paths;
use crate::local::settings::SERVERS;
use crate::session::app::App;
use crate::text::CommandLine;
use crate::ui::Warning;

/// A command for a context of this server: with its address where a variable names another one, and the command that runs
/// does not name it.
pub fn with_server(app: &App, command: CommandLine, server: &BaseUrl) -> CommandLine {
    let named = app.env.first(&SERVERS);
    let is_other = |(_, url): (_, &str)| BaseUrl::parse(url).is_ok_and(|url| url != *server);
    match named.is_some_and(is_other) && !app.out.has_option("--base-url") {
        true => command.option("--base-url", &server.to_string()),
        false => command,
    }
}

/// The person, as name and id.
pub fn person(caller: &Caller) -> String {
    format!("{} ({})", caller.person_name(), caller.person_id())
}

/// The account, as name and id.
pub fn account(caller: &Caller) -> String {
    format!("{} ({})", caller.account_name(), caller.account_id())
}

/// The person and the account, for programs.
pub fn whose(caller: Option<&Caller>) -> (Value, Value) {
    let of = |id: u64, name: &str| json!({"id": id, "name": name});
    match caller {
        None => (Value::Null, Value::Null),
        Some(caller) => (
            of(caller.person_id().0, caller.person_name()),
            of(caller.account_id().0, caller.account_name()),
        ),
    }
}

/// Where a key is kept; what is insecure is called so.
pub fn place(paths: &Paths, context: &str, place: KeyStore) -> String {
    match place {
        KeyStore::Keyring => tr!("the keyring"),
        KeyStore::InsecureFile => match store::insecure_file(paths, context) {
            Ok(file) => tr!("the INSECURE file {0}", file.display()),
            Err(_) => tr!("an INSECURE file"),
        },
    }
}

/// A variable holds a key, which wins over what is stored.
pub fn warn_of_variable(app: &mut App) {
    if let Some((name, _)) = app.env.first(&keys::VARIABLES) {
        app.out.warn_of(
            Warning::VariableWins,
            &tr!(
                "{name} is set and takes precedence over the stored key; unset it to use that one",
                name
            ),
        );
    }
}
