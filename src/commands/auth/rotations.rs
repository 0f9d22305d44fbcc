//! What a login, a logout or the removal of a context means for a rotation whose new key is there.

use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::domain::rotation::Phase;
use crate::local::config::{Config, DEFAULT_CONTEXT};
use crate::local::key_memory::KeyMemory;
use crate::local::keys::AppKey;
use crate::local::rotation_journal::{Here, Journal};
use crate::local::route::Route;
use crate::local::settings::SERVERS;
use crate::session::app::App;
use crate::text::{CommandLine, duty};
use crate::ui::Warning;

/// After a login of `key` in place of `earlier`. A rotation that was cut off has put its new key beside that of the context,
/// or was about to stop the one that somebody just logged in with. Whether there was anything to tell.
pub fn tell(
    app: &App,
    context: &str,
    base_url: &BaseUrl,
    (earlier, key): (Option<&AppKey>, &AppKey),
) -> bool {
    let mut has_told = false;
    let memory = KeyMemory::of(&app.paths);
    let here = base_url.to_string();
    for journal in memory.everywhere() {
        let Some(store) = journal.held_by() else {
            continue;
        };
        let own = store.is_of(&app.paths, context);
        let had = own || earlier.is_some_and(|earlier| store.is_next(earlier));
        if !had || store.is_next(key) {
            continue;
        }
        let told = match journal.base_url == here {
            _ if !goes_on(app, &journal) => match lost(app, &memory, &journal, Some(key)) {
                Some(told) => told,
                None => continue,
            },
            _ if !own => match elsewhere(app, &memory, &journal, context) {
                None if !in_slot(app, &journal) => {
                    tell_of_orphan(app, &journal);
                    has_told = true;
                    continue;
                }
                _ => continue,
            },
            true => memory.described(&journal, &without_key(app, context)),
            false => tr!(
                "the rotation of {0} was interrupted, and its new key is for {server}: log in there again, then '{command}'",
                journal.label(),
                server = journal.base_url,
                command = memory.rotate(&journal, "--resume")
            ),
        };
        app.out.warn_of(Warning::UnfinishedRotation, &told);
        has_told = true;
    }
    has_told
}

/// What a logout has deleted, where that could be read.
#[derive(Default)]
pub struct Deleted {
    /// The key of the context.
    pub own: Option<AppKey>,
    /// Another one, beside it.
    pub beside: Option<AppKey>,
}

/// After the key of a context was deleted, which was this one where that is known. An interrupted rotation may leave a
/// key that nobody has now. Once the context is gone, nothing goes on with it.
pub fn tell_of_logout(app: &mut App, context: &str, keys: &Deleted, removed: bool) {
    let memory = KeyMemory::of(&app.paths);
    let key = keys.own.as_ref();
    let is_known = |beside: &AppKey| {
        let all = memory.everywhere();
        all.iter()
            .any(|one| one.held_by().is_some_and(|store| store.is_next(beside)))
    };
    // That of a rotation whose memory is in a file (`--state`) is known here by its place alone.
    let unknown = keys.beside.as_ref().is_some_and(|beside| !is_known(beside));
    let had_one = app.settings.config.contexts.get(context);
    let had_one = had_one.is_some_and(|own| own.key_store.is_some());
    for mut journal in memory.everywhere() {
        let Some(store) = journal.held_by() else {
            continue;
        };
        let own = store.is_of(&app.paths, context);
        let had_it = match key {
            Some(key) => store.is_next(key),
            None => own && had_one,
        };
        let rests = journal.rotation.is_resting() || journal.store.is_none();
        if had_it
            && rests
            && let Some(told) = lost(app, &memory, &journal, None)
        {
            app.out.warn_of(Warning::OrphanedKey, &told);
        }
        let elsewhere = elsewhere(app, &memory, &journal, context).filter(|_| !rests);
        match &elsewhere {
            Some(told) if own => app.out.warn_of(Warning::UnfinishedRotation, told),
            None if !rests && (own || (had_it && !in_slot(app, &journal))) => {
                tell_of_orphan(app, &journal);
            }
            _ => (),
        }
        if !removed || !own {
            continue;
        }
        if !rests && elsewhere.is_none() {
            memory.remove(&journal);
        } else if journal.store.is_some() {
            // Its end is asked for from any other context.
            journal.saved = journal.store.take();
            let _ = memory.save(&journal);
        }
    }
    if unknown {
        app.out.warn_of(Warning::OrphanedKey, &tr!(
            "the key that a rotation had stored beside that of context {context} is deleted as well, and nobody may hold it; '{command}' shows the keys",
            context,
            command = duty!("app-key list")
        ));
    }
}

/// Of one that was cut off: how it goes on from another context that has the new key, or may have it, once `here` has
/// another one or none.
fn elsewhere(app: &App, memory: &KeyMemory, journal: &Journal, here: &str) -> Option<String> {
    let server = BaseUrl::parse(&journal.base_url).ok()?;
    let (store, new) = (journal.store.as_ref()?, journal.rotation.new?);
    match store.context_of_new(&app.paths, &server, new) {
        Ok(None) => None,
        Ok(Some(_)) | Err(_) => Some(memory.described(journal, &without_key(app, here))),
    }
}

/// Commands that mean this context, which does not have the new key of any rotation.
fn without_key<'a>(app: &'a App, context: &'a str) -> Here<'a> {
    Here {
        paths: &app.paths,
        context,
        key: None,
    }
}

fn tell_of_orphan(app: &App, journal: &Journal) {
    let rotation = &journal.rotation;
    let name = match rotation.phase {
        Phase::Named => &rotation.old_name,
        _ => &rotation.temporary_name,
    };
    let (new, key) = match rotation.new {
        Some(id) => (format!("{name} ({id})"), id.to_string()),
        None => (name.clone(), name.clone()),
    };
    let route = route(app, journal);
    let told = tr!(
        "the rotation of {0} was interrupted, and nobody may hold its new key {new}; with a key that works: '{command}'",
        journal.label(),
        new,
        command = by(route.as_ref(), duty!("app-key delete", key))
    );
    app.out
        .warn_of(Warning::OrphanedKey, &with_login(told, route.as_ref()));
}

/// Whether it was cut off with the new key beside that of the context, from where it goes on.
fn goes_on(app: &App, journal: &Journal) -> bool {
    journal.store.is_some() && (!journal.rotation.is_resting() || in_slot(app, journal))
}

fn in_slot(app: &App, journal: &Journal) -> bool {
    let store = journal.store.as_ref();
    store.is_some_and(|store| store.in_slot(&app.paths).is_some())
}

/// The new key of a rotation was in a context, which has `key` now or none, and is in no other.
fn lost(app: &App, memory: &KeyMemory, journal: &Journal, key: Option<&AppKey>) -> Option<String> {
    let store = journal.held_by()?;
    let new = journal.rotation.new.filter(|_| store.next.is_some())?;
    let server = BaseUrl::parse(&journal.base_url).ok()?;
    if !matches!(store.context_of_new(&app.paths, &server, new), Ok(None)) {
        return None;
    }
    let delete = match (journal.person, key) {
        (Some(person), _) => duty!("app-key delete", new, "--person", person),
        // It is certain that the one which is there now is another.
        (None, Some(_)) if is_here(app, journal) => duty!("app-key delete", new, "--self"),
        (None, _) => duty!("app-key delete", new),
    };
    let route = route(app, journal);
    let told = tr!(
        "context {context} had the new key {new} of the rotation of {0}, and no other copy is known here: unless somebody has it, '{delete}', then '{resume}'",
        journal.label(),
        context = store.context,
        new,
        delete = by(route.as_ref(), delete),
        resume = by(route.as_ref(), memory.rotate(journal, "--resume"))
    );
    Some(with_login(told, route.as_ref()))
}

/// Whether a command without options asks the server of the rotation now.
fn is_here(app: &App, journal: &Journal) -> bool {
    if app.env.first(&SERVERS).is_some() {
        return false;
    }
    let config = Config::load(&app.paths).unwrap_or_default();
    let context = match app.out.has_option("--context") {
        true => app.settings.context.value.as_str(),
        false => config.context.as_deref().unwrap_or(DEFAULT_CONTEXT),
    };
    let own = config.contexts.get(context).cloned().unwrap_or_default();
    BaseUrl::parse(own.server()).is_ok_and(|server| server.to_string() == journal.base_url)
}

/// The way to the server of the rotation, where that is another one.
fn route(app: &App, journal: &Journal) -> Option<Route> {
    (!is_here(app, journal)).then(|| Route::of(&app.paths, journal))
}

/// The command for that server, where keys have other numbers than elsewhere.
pub(super) fn by(route: Option<&Route>, command: CommandLine) -> CommandLine {
    match route {
        None => command,
        Some(route) => route.take(command),
    }
}

/// What is told, and what such commands take first.
pub(super) fn with_login(told: String, route: Option<&Route>) -> String {
    match route.and_then(Route::login) {
        None => told,
        Some(login) => tr!("{told}; before that '{login}'", told, login),
    }
}
