//! A rotation that `--resume` or `--finish` leaves alone: of another server, folder, context or person, or one of which the file is
//! lost.

use std::path::Path;

use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::domain::app_key::KeyInfo;
use crate::error::{Error, Kind};
use crate::local::config::name_shown;
use crate::local::key_memory::KeyMemory;
use crate::local::rotation_journal::{Journal, Store};
use crate::local::route::Route;
use crate::session::app::Session;
use crate::text::{CommandLine, duty};

/// A pipeline that lost its file is told so: the old key may work for ever.
pub fn no_state(file: &Path) -> Error {
    Error::new(
        Kind::NotFound,
        tr!("there is no file {0}", file.display()),
    )
    .detail(tr!(
        "of a rotation that was begun with another one nothing is known here, and its old key works on"
    ))
    .hint(tr!(
        "'{list}' shows it, '{disable}' stops it",
        list = duty!("app-key list"),
        disable = duty!("app-key disable KEY")
    ))
}

/// What is stored for one context is not touched from another one, whatever a file says.
pub fn of_this_context(
    session: &Session<'_>,
    journal: &Journal,
    command: CommandLine,
) -> Result<(), Error> {
    let here = &session.settings.context.value;
    match &journal.store {
        _ if journal.goes_on_here(&session.here()) => Ok(()),
        Some(store) if !store.is_of_folder(session.paths) => Err(Error::usage(tr!(
            "the rotation of {0} belongs to another folder of configuration",
            journal.label()
        ))
        .detail(tr!("nothing was changed"))
        .hint(tr!(
            "set DUTY_CONFIG_DIR to {0}",
            store.folder.as_deref().unwrap_or_default()
        ))),
        Some(store) => Err(Error::usage(tr!(
            "the rotation of {0} was begun in context {1}, and this is {here}",
            journal.label(),
            name_shown(&store.context),
            here
        ))
        .hint(way_back(session, journal, store, command))),
        None => Ok(()),
    }
}

/// How a rotation goes on from the context where it does: in its own there may be no key any more.
fn way_back(
    session: &Session<'_>,
    journal: &Journal,
    store: &Store,
    command: CommandLine,
) -> String {
    let server = session.api.base_url();
    let known = session.settings.config.contexts.get(&store.context);
    let has_key = known.is_some_and(|own| own.key_store.is_some() && own.is_for(server));
    let holder = match has_key {
        true => Some(store.context.clone()),
        false => journal.holder(session.paths, server),
    };
    match holder {
        Some(context) => tr!("give --context {0}", name_shown(&context)),
        None => tr!(
            "'{login}' with the new key, then '{command}'",
            login = store
                .key_store
                .login(&store.context)
                .option("--base-url", &server.to_string()),
            command = command.option("--context", &store.context)
        ),
    }
}

/// A list in which no key of the rotation is says nothing of it: it is another person's. Nor does one that has other keys
/// by the same numbers: it is another server's.
pub fn of_these_keys(memory: &KeyMemory, keys: &Keys, journal: &Journal) -> Result<(), Error> {
    if journal.is_of_these(&keys.all) {
        return Ok(());
    }
    let error = Error::new(
        Kind::Conflict,
        tr!(
            "the rotation of {0} is of other keys than those that this key belongs to",
            journal.label()
        ),
    );
    let list = duty!("app-key list");
    let hint = match memory.file_of(journal) {
        None => tr!(
            "use the key or the context that it was begun with; '{command}' shows the keys here",
            command = list
        ),
        Some(file) => tr!(
            "use the key or the context that it was begun with; '{command}' shows the keys here; where that server is no more, remove {file}",
            command = list,
            file = file.display()
        ),
    };
    Err(error.detail(tr!("nothing was changed")).hint(hint))
}

/// Of several rotations those of these keys, where there are any: the others cannot go on here.
pub fn pass_over_others(session: &Session<'_>, all: &mut Vec<Journal>) {
    if all.len() < 2 {
        return;
    }
    // What is refused here is refused again where one of them goes on.
    let Ok(Keys { all: list, .. }) = Keys::of(session, None) else {
        return;
    };
    let is_here = |one: &Journal| match one.person {
        None => one.is_of_these(&list),
        Some(_) => !one.is_of_others(&list),
    };
    if all.iter().any(is_here) {
        all.retain(is_here);
    }
}

/// A rotation of a key with this number on another server under the same address is not forgotten for this one.
pub fn not_in_its_place(
    memory: &KeyMemory,
    rotations: &[Journal],
    keys: &Keys,
    old: &KeyInfo,
) -> Result<(), Error> {
    let mut others = rotations
        .iter()
        .filter(|one| one.rotation.old == old.key_id && one.is_of_others(&keys.all));
    let Some(other) = others.next() else {
        return Ok(());
    };
    let error = Error::new(
        Kind::Conflict,
        tr!(
            "a rotation of another key with this number is remembered, of {0} on another server under this address",
            other.label()
        ),
    );
    let hint = match memory.file_of(other) {
        None => tr!("remember this one in a file of its own: --state FILE"),
        Some(file) => tr!(
            "remember this one in a file of its own: --state FILE; where that server is no more, remove {file}",
            file = file.display()
        ),
    };
    Err(error.detail(tr!("nothing was changed")).hint(hint))
}

/// The old key of another server's rotation works on, whatever is asked here.
pub fn of_another_server(
    session: &Session<'_>,
    memory: &KeyMemory,
    file: &Path,
    journal: &Journal,
) -> Error {
    let (there, here) = (&journal.base_url, session.server_name());
    let route = Route::of(session.paths, journal);
    let finish = route.take(memory.rotate(journal, "--finish"));
    let error = Error::new(
        Kind::NotFound,
        tr!(
            "the rotation in {0} is of {there}, and this is {here}",
            file.display(),
            there,
            here
        ),
    );
    match route.login() {
        None => error.hint(finish),
        Some(login) => error.hint(tr!("'{login}', then '{finish}'", login, finish)),
    }
}

/// The context was of another server when its key was rotated, and the old key there works on.
pub fn of_an_earlier_server(session: &Session<'_>, memory: &KeyMemory) -> Result<(), Error> {
    let (here, context) = (session.server_name(), &session.settings.context.value);
    let of_context = |one: &Journal| {
        let store = one.held_by();
        one.base_url != here
            && one.rotation.keep.is_some()
            && store.is_some_and(|store| store.is_of(session.paths, context))
    };
    let Some(journal) = memory.everywhere().into_iter().find(of_context) else {
        return Ok(());
    };
    let there = &journal.base_url;
    Err(Error::new(
        Kind::NotFound,
        tr!(
            "the rotation of {0} is of {there}, where context {context} was before, and this is {here}",
            journal.label(),
            there,
            context,
            here
        ),
    )
    .hint(tr!(
        "'{command}' with the new key: DUTY_APP_KEY=$(cat FILE), where FILE has it",
        command = memory.rotate(&journal, "--finish").option("--base-url", there)
    )))
}

/// Whoever was given the new key has it: it goes on where the old one is stopped already.
pub fn of_a_stopped_key(
    session: &Session<'_>,
    error: Error,
    memory: &KeyMemory,
    journal: &Journal,
) -> Error {
    let resume = memory.rotate(journal, "--resume");
    let hint = match journal.holder(session.paths, session.api.base_url()) {
        Some(holder) => tr!(
            "run '{resume}', with the new key",
            resume = resume.option("--context", &holder)
        ),
        None => tr!(
            "run '{resume}' with the new key: DUTY_APP_KEY=$(cat FILE), where FILE has it",
            resume
        ),
    };
    let told = tr!(
        "the rotation of {0} may have stopped it already",
        journal.label()
    );
    error.detail(told).hint(hint)
}
