//! `duty app-key create`: room first, then the place, then one request that is never repeated.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::json;
use tr::tr;

use crate::commands::app_key::args::Create;
use crate::commands::app_key::kept::Kept;
use crate::commands::app_key::sink;
use crate::commands::app_key::sink::{Made, Sink};
use crate::commands::app_key::which::{Keys, Stored};
use crate::domain::app_key::KeyInfo;
use crate::domain::verification::Purpose;
use crate::error::{Error, Exit, Kind};
use crate::lenient::Id;
use crate::local::paths;
use crate::local::paths::Paths;
use crate::session::app::{App, Session};
use crate::session::verification::Verification;
use crate::text::{CommandLine, duty};
use crate::ui::terminal;
use crate::ui::terminal::Uninterrupted;

/// How long duty looks for what became of a request.
pub const FINDING_OUT: Duration = Duration::from_secs(10);

/// Do it.
pub fn run(app: &mut App, command: &Create) -> Result<Exit, Error> {
    let name = match command.name.as_deref().map(str::trim) {
        Some("") => return Err(Error::usage(tr!("a key has a name"))),
        Some(name) => name.to_owned(),
        None => default_name(),
    };
    let stored = Stored::of(app);
    let paths = app.paths.clone();
    if command.dry_run.dry_run {
        return dry_run(&mut app.session()?, stored.as_ref(), command, &name);
    }
    let mut sink = Sink::open(app, &command.place)?;
    run_with(
        &mut app.session()?,
        &paths,
        stored.as_ref(),
        command,
        &name,
        &mut sink,
    )?;
    Ok(Exit::Done)
}

fn run_with(
    session: &mut Session<'_>,
    paths: &Paths,
    stored: Option<&Stored>,
    command: &Create,
    name: &str,
    sink: &mut Sink,
) -> Result<(), Error> {
    let keys = Keys::read(session, stored, &command.person)?;
    warn_of_orphans(session, paths, &keys);
    keys.check_room()?;
    let _told_to_its_end = Uninterrupted::begin();
    let made = session.change(|session| {
        sink.take_place()?;
        let attempt = Attempt::begin(paths, session, &keys, name)?;
        let delivered = match request(session, &keys, name) {
            Ok(made) => sink
                .deliver(session, &made)
                .map_err(|error| rescue(session, &made, keys.person, None, error))
                .map(|()| made),
            Err(lost) => Err(lost),
        };
        match delivered {
            // The next look at the keys tells of it once more: nobody may have read this.
            Err(Lost {
                error,
                orphan: true,
            }) => Err(*error),
            delivered => {
                attempt.end(paths);
                delivered.map_err(|lost| *lost.error)
            }
        }
    });
    match made {
        // It is delivered: whatever happens to the telling, the place keeps it.
        Ok(made) => tell(session, paths, sink, &made),
        Err(error) => {
            sink.abandon();
            Err(error)
        }
    }
}

/// A request for a key that did not bring one.
pub struct Lost {
    /// What to say.
    pub error: Box<Error>,
    /// Whether there is, or may be, a key that nobody holds.
    pub orphan: bool,
}

/// Ask for the key, once. Where the answer is lost, the list tells whether there is a key.
pub fn request(session: &mut Session<'_>, keys: &Keys, name: &str) -> Result<Made, Lost> {
    let error = match session.api.app_key_create(name, keys.person) {
        Ok(created) => {
            return Ok(Made {
                id: created.key_id,
                name: name.to_owned(),
                key: created.key,
            });
        }
        Err(error) => error.while_doing(tr!("cannot make the key {name}", name)),
    };
    if !error.outcome_unknown() {
        return Err(Lost {
            error: Box::new(error.detail(tr!("no key was made"))),
            orphan: false,
        });
    }
    session.api.allow(FINDING_OUT);
    let listed = session.api.app_key_list(keys.person);
    let error = match listed {
        Ok(now) => {
            let new: Vec<&KeyInfo> = now
                .iter()
                .filter(|key| key.key_name == name && keys.by_id(key.key_id).is_none())
                .collect();
            if new.is_empty() {
                return Err(Lost {
                    error: Box::new(error.detail(tr!(
                        "no key was made, and none is asked for again by itself"
                    ))),
                    orphan: false,
                });
            }
            let mut error = error;
            error.kind = Kind::Unreachable;
            for key in &new {
                error = error.detail(tr!(
                    "the key {0} was made all the same, and nobody holds its secret",
                    key.label()
                ));
            }
            error.hint(delete_command(new[0].key_id, keys.person))
        }
        Err(_) => {
            let mut error = error.detail(tr!(
                "it is not known whether a key was made: the list cannot be read either"
            ));
            error.kind = Kind::Unreachable;
            error.hint(tr!(
                "look at '{command}' before you make another; delete a {name} that nobody holds",
                name,
                command = duty!("app-key list")
            ))
        }
    };
    Err(Lost {
        error: Box::new(error),
        orphan: true,
    })
}

/// The command that deletes a key.
pub fn delete_command(key: Id, person: Option<Id>) -> CommandLine {
    match person {
        None => duty!("app-key delete", key),
        Some(person) => duty!("app-key delete", key, "--person", person),
    }
}

/// The place of a secret failed: the last resort, else no key.
pub fn rescue(
    session: &mut Session<'_>,
    made: &Made,
    person: Option<Id>,
    verification: Option<&mut Verification>,
    error: Error,
) -> Lost {
    let label = format!("{} ({})", made.name, made.id);
    let error = match sink::last_resort(session, made, error) {
        Ok(told) => {
            let error = told.hint(tr!(
                "keep it now; or '{0}' and make another",
                delete_command(made.id, person)
            ));
            return Lost {
                error: Box::new(error),
                orphan: false,
            };
        }
        Err(error) => error,
    };
    session.api.allow(FINDING_OUT);
    let deleted = match verification {
        Some(verification) => verification.guard(
            session,
            &Purpose::Caller,
            &tr!("cannot delete the key again"),
            |session, proof| session.api.app_key_delete(made.id, person, proof),
        ),
        None => session.api.app_key_delete(made.id, person, None),
    };
    let orphan = deleted.is_err();
    let error = match deleted {
        Ok(()) => error.detail(tr!(
            "the key {label} was deleted again: nobody could be told its secret",
            label
        )),
        Err(why) => error
            .detail(tr!(
                "the key {label} was made, nobody holds its secret, and it cannot be deleted: {0}",
                why.message,
                label
            ))
            .hint(delete_command(made.id, person)),
    };
    Lost {
        error: Box::new(error),
        orphan,
    }
}

fn tell(session: &mut Session<'_>, paths: &Paths, sink: &Sink, made: &Made) -> Result<(), Error> {
    match sink {
        Sink::Stdout => {}
        Sink::Terminal => offer(session, paths, made)?,
        _ if session.out.is_json() => {
            session.out.json(&sink::as_json(made, &sink.told()))?;
        }
        _ => {
            session.out.note(&tr!(
                "Made the key {0} ({1}); its secret went to {2}.",
                made.name,
                made.id,
                sink.told()
            ));
            if let Sink::Store(kept) = sink {
                session.out.note(&tr!(
                    "Use it with --context {0}; '{command}' prints it.",
                    kept.context,
                    command = duty!("auth token --context", kept.context)
                ));
            }
        }
    }
    Ok(())
}

/// Keep a key that was shown as a context too, where there is somebody to ask and a keyring.
fn offer(session: &mut Session<'_>, paths: &Paths, made: &Made) -> Result<(), Error> {
    let settings = session.settings;
    let no_keyring = cfg!(target_os = "linux") && !paths.has_session_bus();
    if settings.sandbox || no_keyring || !session.terminal.may_ask() || settings.yes {
        return Ok(());
    }
    let free = |name: &&String| {
        let contexts = &settings.config.contexts;
        crate::local::config::check_name(name).is_ok()
            && contexts
                .get(*name)
                .is_none_or(|own| own.key_store.is_none())
    };
    let Some(context) = [&settings.context.value, &made.name].into_iter().find(free) else {
        return Ok(());
    };
    let question = tr!("Keep it in the keyring too, as context {context}?", context);
    let nobody = || Error::usage(tr!("nobody can be asked"));
    if !session.confirm(&question, nobody)? {
        return Ok(());
    }
    let kept = Kept::new(paths, context, session.api.base_url());
    match kept.replace(made.id, &made.key) {
        Ok(()) => session
            .out
            .note(&tr!("Kept; use it with --context {context}.", context)),
        // It was shown: nothing is lost.
        Err(error) => session
            .out
            .warn(&tr!("it could not be kept: {0}", error.message)),
    }
    Ok(())
}

fn dry_run(
    session: &mut Session<'_>,
    stored: Option<&Stored>,
    command: &Create,
    name: &str,
) -> Result<Exit, Error> {
    let keys = Keys::read(session, stored, &command.person)?;
    keys.check_room()?;
    if session.out.is_json() {
        session
            .out
            .json(&json!({"dry_run": true, "key_name": name, "used": keys.all.len()}))?;
    } else {
        session.out.note(&tr!(
            "Dry run: the key {name} would be made, {0}/{1} used so far.",
            keys.all.len(),
            crate::domain::app_key::MOST,
            name
        ));
    }
    Ok(Exit::Done)
}

fn default_name() -> String {
    let host = terminal::host_name().unwrap_or_else(|| "host".into());
    let date = jiff::Zoned::now().strftime("%Y-%m-%d");
    format!("duty-{host}-{date}")
}

/// The note that a key is being made, for when this process is killed meanwhile: then there may be a
/// key that nobody holds, and the next look at the keys says so. No secret is in it.
#[derive(Debug, Serialize, Deserialize)]
struct Attempt {
    base_url: String,
    person: Option<Id>,
    key_name: String,
    before: Vec<Id>,
    process: u32,
}

impl Attempt {
    fn folder(paths: &Paths) -> Result<std::path::PathBuf, Error> {
        Ok(paths.state()?.join("app-key-create"))
    }

    fn begin(
        paths: &Paths,
        session: &Session<'_>,
        keys: &Keys,
        name: &str,
    ) -> Result<Attempt, Error> {
        let attempt = Attempt {
            base_url: session.api.base_url().to_string(),
            person: keys.person,
            key_name: name.to_owned(),
            before: keys.all.iter().map(|key| key.key_id).collect(),
            process: std::process::id(),
        };
        let text = serde_json::to_vec_pretty(&attempt)
            .map_err(|error| Error::new(Kind::Failed, error.to_string()))?;
        paths::write_private(&attempt.file(paths)?, &text)
            .map_err(|error| error.while_doing(tr!("no key was made")))?;
        Ok(attempt)
    }

    fn file(&self, paths: &Paths) -> Result<std::path::PathBuf, Error> {
        Ok(Attempt::folder(paths)?.join(format!("{}.json", self.process)))
    }

    fn end(self, paths: &Paths) {
        if let Ok(file) = self.file(paths) {
            // One that stays is looked at once more by the next list.
            let _ = std::fs::remove_file(file);
        }
    }
}

/// Say which keys may be held by nobody because duty was killed while it made them, once.
pub fn warn_of_orphans(session: &mut Session<'_>, paths: &Paths, keys: &Keys) {
    let Ok(entries) = Attempt::folder(paths).and_then(|folder| {
        std::fs::read_dir(folder).map_err(|error| Error::new(Kind::Failed, error.to_string()))
    }) else {
        return;
    };
    for entry in entries.flatten() {
        let attempt = std::fs::read(entry.path())
            .ok()
            .and_then(|text| serde_json::from_slice::<Attempt>(&text).ok());
        let Some(attempt) = attempt else {
            continue;
        };
        let other =
            attempt.base_url != session.api.base_url().to_string() || attempt.person != keys.person;
        if other || is_running(attempt.process) || session.out.quiet {
            continue;
        }
        for key in &keys.all {
            if key.key_name == attempt.key_name && !attempt.before.contains(&key.key_id) {
                session.out.warn(&tr!(
                    "duty was cut off while it made the key {0}: if nobody has its secret, '{1}'",
                    key.label(),
                    delete_command(key.key_id, keys.person)
                ));
            }
        }
        let _ = std::fs::remove_file(entry.path());
    }
}

/// Whether a process is there; where that cannot be told, it is not.
fn is_running(process: u32) -> bool {
    process == std::process::id() || std::path::Path::new(&format!("/proc/{process}")).exists()
}
