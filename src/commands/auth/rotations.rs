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
            let store = journal.store.as_ref();
            if !store.is_some_and(|store| store.is_of(&app.paths, context)) {
                continue;
            }
            let told = match server == here {
                _ if journal.rotation.is_resting() => match lost(context, &memory, &journal, key) {
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

/// The new key of a rotation that keeps the old one was in the context, and nowhere else.
fn lost(context: &str, memory: &KeyMemory, journal: &Journal, key: &AppKey) -> Option<String> {
    let next = journal.store.as_ref()?.next.as_ref()?;
    let new = journal.rotation.new.filter(|_| !next.is_of(key))?;
    Some(tr!(
        "context {context} had the new key {new} of the rotation of {0}, and no other copy is known here: unless somebody has it, '{delete}', then '{resume}'",
        journal.label(),
        context,
        new,
        delete = duty!("app-key delete", new),
        resume = memory.rotate("--resume")
    ))
}
