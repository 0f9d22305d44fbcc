//! The rotation that `--resume` or `--finish` means.

use tr::tr;

use crate::commands::app_key::foreign::pass_over_others;
use crate::commands::app_key::rotate::Rotate;
use crate::error::{Error, Kind};
use crate::local::key_memory::KeyMemory;
use crate::local::rotation_journal::Journal;
use crate::session::app::Session;
use crate::session::resolve::{Candidate, Wanted, resolve};
use crate::text::duty;

impl Candidate for Journal {
    fn id(&self) -> String {
        self.rotation.old.to_string()
    }

    fn name(&self) -> &str {
        &self.rotation.old_name
    }

    fn label(&self) -> String {
        Journal::label(self)
    }
}

/// The rotation that is meant; `None` where there is none to finish.
pub(super) fn choose(
    session: &mut Session<'_>,
    memory: &KeyMemory,
    command: &Rotate,
) -> Result<Option<Journal>, Error> {
    let mut all = memory.rotations(&session.server_name())?;
    let meant = command.key.as_deref();
    let by_id = |one: &Journal| meant == Some(one.rotation.old.to_string().as_str());
    let by_name = |one: &&Journal| meant.is_none_or(|name| one.rotation.old_name == name);
    // A key of a server that is no more may have the name of one of this.
    if !all.iter().any(by_id) && all.iter().filter(by_name).count() > 1 {
        pass_over_others(session, &mut all);
    }
    let here = session.here();
    // Whoever names one by its id means no other.
    let is_named = all.iter().any(by_id);
    if is_named {
        all.retain(by_id);
    } else if all.iter().any(|one| one.goes_on_here(&here)) {
        all.retain(|one| one.goes_on_here(&here));
    }
    if command.finish {
        let cut_off = all.iter().find(|one| !one.rotation.is_resting()).cloned();
        all.retain(|one| one.rotation.keep.is_some());
        if all.is_empty() {
            // Its old key works on as well, and is not retired by this.
            return match cut_off {
                Some(journal) => Err(
                    Error::new(Kind::Conflict, memory.described(&journal, &here))
                        .detail(tr!("nothing was changed"))
                        .hint(memory.rotate_on(&journal, "--resume", &here)),
                ),
                None => Ok(None),
            };
        }
    } else if !is_named && all.iter().any(|one| !one.rotation.is_resting()) {
        all.retain(|one| !one.rotation.is_resting());
    }
    let any = !all.is_empty();
    let wanted = Wanted {
        text: command.key.as_deref(),
        question: tr!("Which rotation?"),
        unknown: &|| {
            let text = command.key.as_deref().unwrap_or_default();
            Error::new(
                Kind::NotFound,
                match command.finish {
                    true => tr!(
                        "there is no rotation of '{text}' whose old key works on",
                        text
                    ),
                    false if any => tr!("no rotation of '{text}' was interrupted", text),
                    false => tr!("no rotation was interrupted: there is nothing to resume"),
                },
            )
            .hint(duty!("app-key list"))
        },
        ambiguous: &|several| {
            let count = several.len();
            Error::usage(match command.finish {
                true => tr!("{count} old keys work on", count),
                false => tr!("{count} rotations were interrupted", count),
            })
            .hint(tr!("name the old key by its id"))
        },
    };
    resolve(session, &all, &wanted).cloned().map(Some)
}
