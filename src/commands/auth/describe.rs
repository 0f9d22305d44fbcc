//! Whose a key is and where it is kept, as every verb says it.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::member::Caller;
use crate::local::key_store::KeyStore;
use crate::local::keys;
use crate::local::keys::store;
use crate::local::paths::Paths;
use crate::session::app::App;
use crate::ui::Warning;

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
