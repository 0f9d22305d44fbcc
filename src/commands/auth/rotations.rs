//! What a login means for a rotation of the context's key.

use tr::tr;

use crate::domain::base_url::BaseUrl;
use crate::local::key_memory::KeyMemory;
use crate::local::keys::AppKey;
use crate::local::rotation_journal::Journal;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::Warning;

/// A rotation that was cut off has put its new key beside that of the context, or was about to stop the one that
/// somebody just logged in with, which is `key`.
pub fn tell(app: &App, context: &str, base_url: &BaseUrl, key: &AppKey) {
    let memory = KeyMemory::of(&app.paths);
    let here = base_url.to_string();
    let before = app.settings.config.contexts.get(context);
    let before = before.and_then(|own| BaseUrl::parse(own.server()).ok());
    let before = before.map(|server| server.to_string());
    let servers = before.into_iter().filter(|before| *before != here);
    for server in servers.chain([here.clone()]) {
        for journal in memory.rotations(&server).unwrap_or_default() {
            let held_by = journal.held_by();
            if !held_by.is_some_and(|store| store.is_of(&app.paths, context)) {
                continue;
            }
            let rests = journal.rotation.is_resting() || journal.store.is_none();
            let told = match server == here {
                _ if rests => match lost(app, &memory, &journal, Some(key)) {
                    Some(told) => told,
                    None => continue,
                },
                true => memory.described(&journal),
                false => tr!(
                    "the rotation of {0} was interrupted, and its new key is for {server}: log in there again, then '{command}'",
                    journal.label(),
                    server,
                    command = memory.rotate("--resume")
                ),
            };
            app.out.warn_of(Warning::UnfinishedRotation, &told);
        }
    }
}

/// The new key of a rotation was in a context, which has `key` now, and nowhere else.
pub fn lost(
    app: &App,
    memory: &KeyMemory,
    journal: &Journal,
    key: Option<&AppKey>,
) -> Option<String> {
    let store = journal.held_by()?;
    let next = store.next.as_ref()?;
    let is_next = key.is_some_and(|key| next.is_of(key));
    let new = journal.rotation.new.filter(|_| !is_next)?;
    let server = BaseUrl::parse(&journal.base_url).ok()?;
    if store.is_in_another(&app.paths, &server, new) {
        return None;
    }
    let delete = match (journal.person, key) {
        (Some(person), _) => duty!("app-key delete", new, "--person", person),
        // It is certain that the one which is there now is another.
        (None, Some(_)) => duty!("app-key delete", new, "--self"),
        (None, None) => duty!("app-key delete", new),
    };
    Some(tr!(
        "context {context} had the new key {new} of the rotation of {0}, and no other copy is known here: unless somebody has it, '{delete}', then '{resume}'",
        journal.label(),
        context = store.context,
        new,
        delete,
        resume = memory.rotate("--resume")
    ))
}
