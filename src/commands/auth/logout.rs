//! `duty auth logout`: the stored key of a context is deleted wherever it is, and looked for after.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::auth::describe::place;
use crate::commands::auth::rotations;
use crate::commands::auth::rotations::Deleted;
use crate::commands::examples::{Examples, examples};
use crate::error::{Error, Exit, KeyringFailure, Kind};
use crate::local::config;
use crate::local::key_store::KeyStore;
use crate::local::keys;
use crate::local::keys::store;
use crate::local::options::DryRun;
use crate::local::paths::Paths;
use crate::local::seen;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::Warning;
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Logout {
    /// Every context
    #[arg(long, conflicts_with = "context")]
    pub all: bool,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "auth logout":
    "duty auth logout --context work" => "Delete one stored key",
    "duty auth logout --all --yes" => "Delete every stored key",
    Text r#"{
  "schema_version": 1, "items": [{"name": "work", "deleted_from": ["keyring"]}],
  "changed": true, "dry_run": false, "warnings": []
}"#
};

pub fn run(app: &mut App, command: &Logout) -> Result<Exit, Error> {
    let dry_run = command.dry_run.dry_run;
    let contexts = if command.all {
        let all: Vec<String> = app.settings.config.contexts.keys().cloned().collect();
        if !dry_run && !all.is_empty() {
            confirm(app, &all)?;
        }
        all
    } else {
        keys::check_context(&app.settings)?;
        vec![app.settings.context.value.clone()]
    };
    let mut told = Vec::new();
    let mut deleted = false;
    let mut unshown = Ok(());
    let mut left = Left { errors: Vec::new() };
    let mut closed = false;
    for context in &contexts {
        let (gone, deleted_keys) = if dry_run {
            let own = app.settings.config.contexts.get(context);
            let stored = own.and_then(|own| own.key_store);
            (stored.into_iter().collect(), Deleted::default())
        } else {
            if left.stands_for(app, context) {
                continue;
            }
            match log_out(app, context, &mut closed) {
                Ok(gone) => gone,
                // Whoever wants every key gone wants the others gone as well.
                Err(error) => {
                    left.errors.push(error);
                    continue;
                }
            }
        };
        deleted |= !gone.is_empty() && !dry_run;
        app.out.changed = deleted;
        let shown = tell(app, context, &gone, dry_run);
        if !dry_run {
            // It has no key any more.
            app.out.forget_option("--context");
            rotations::tell_of_logout(app, context, &deleted_keys, false);
        }
        // Nor does one who cannot be told keep them.
        unshown = unshown.and(shown);
        let gone: Vec<&str> = gone.into_iter().map(KeyStore::word).collect();
        told.push(json!({"name": context, "deleted_from": gone}));
    }
    let failed = left.told(&contexts, &told);
    if failed.is_none() {
        unshown?;
        if app.out.is_json() {
            app.out.json(
                &json!({"items": Value::from(told), "changed": deleted, "dry_run": dry_run}),
            )?;
        } else if contexts.is_empty() {
            app.out.note(&tr!(
                "There is no context yet; '{command}' makes one.",
                command = duty!("auth login")
            ));
        }
    }
    if deleted {
        app.out.note(&tr!("The key itself still works; disable or delete it in the console (Personal center > APP keys) or with '{command}'.", command = duty!("app-key")));
    }
    if let Some((name, _)) = app.env.first(&keys::VARIABLES) {
        app.out.warn_of(
            Warning::VariableWins,
            &tr!("{name} is set, and is still used", name),
        );
    }
    failed.map_or(Ok(Exit::Done), Err)
}

/// Why the keys of some contexts are still there.
struct Left {
    errors: Vec<Error>,
}

impl Left {
    /// Whether what was in the way is so here as well: a keyring that is closed is not asked again for each key that is to
    /// go, and another duty is not waited for again.
    fn stands_for(&self, app: &App, context: &str) -> bool {
        let own = app.settings.config.contexts.get(context);
        let is_in_keyring = own.is_some_and(|own| own.key_store == Some(KeyStore::Keyring));
        self.errors.iter().any(|error| {
            matches!(error.kind, Kind::Interrupted | Kind::Conflict)
                || (is_in_keyring && error.reason.is_some_and(KeyringFailure::is_of_keyring))
        })
    }

    /// The first of them, with the others, and which keys are deleted and which are not.
    fn told(self, contexts: &[String], done: &[Value]) -> Option<Error> {
        let mut errors = self.errors.into_iter();
        let mut error = errors.next()?;
        if contexts.len() < 2 {
            return Some(error);
        }
        for other in errors {
            for line in std::iter::once(other.message).chain(other.details) {
                if line != error.message && !error.details.contains(&line) {
                    error = error.detail(line);
                }
            }
        }
        let names: Vec<&str> = done.iter().filter_map(|one| one["name"].as_str()).collect();
        let mut left: Vec<&str> = contexts.iter().map(String::as_str).collect();
        left.retain(|name| !names.contains(name));
        if !names.is_empty() {
            error = error.detail(tr!("done: {0}", names.join(", ")));
        }
        Some(error.detail(tr!("not done: {0}", left.join(", "))))
    }
}

fn confirm(app: &App, contexts: &[String]) -> Result<(), Error> {
    let names = contexts.join(", ");
    let question = tr!("Delete the stored keys of {names}?", names);
    app.out.agree(&question, || {
        Error::usage(tr!("this deletes the stored keys of {names}", names)).hint(tr!("give --yes"))
    })
}

/// Every place is looked at: what `config.toml` says may be older than what is there. That it can be changed is made
/// sure of before anything is deleted.
/// Where the key was, and which one, where that can be told.
/// A keyring that was `closed` for one context is not asked again whether it has something of the next.
pub(super) fn log_out(
    app: &mut App,
    context: &str,
    closed: &mut bool,
) -> Result<(Vec<KeyStore>, Deleted), Error> {
    let _to_its_end = Uninterrupted::begin();
    let own = app.settings.config.contexts.get(context);
    let stored = own.and_then(|own| own.key_store);
    let load = |name: &str| stored.map(|stored| store::load(&app.paths, name, stored));
    let own_key = match load(context) {
        // A keyring that is closed is not asked again for each thing that is to go.
        Some(Err(error)) if error.reason.is_some_and(KeyringFailure::is_of_keyring) => {
            *closed = true;
            return Err(cannot(error, context));
        }
        found => found.and_then(Result::ok),
    };
    let keys = Deleted {
        beside: load(&store::slot_of(context))
            .and_then(Result::ok)
            .filter(|beside| own_key.as_ref() != Some(beside) && *beside != store::sample()),
        own: own_key,
    };
    let mut gone = Vec::new();
    let deleted = match own {
        None => delete_all(&app.paths, context, (stored, closed), &mut gone),
        Some(_) => config::edit(&app.paths, |draft| {
            delete_all(&app.paths, context, (stored, closed), &mut gone)?;
            draft.context(context, |own| {
                own.key_store = None;
                own.key_id = None;
                own.key_marks.clear();
            })
        }),
    };
    // Whoever logs out leaves no names behind; a machine without a state directory has none.
    if deleted.is_ok() {
        let _ = seen::forget(&app.paths, context, false);
    }
    deleted.map_err(|error| and_the_key_is_gone(error, context, &gone))?;
    Ok((gone, keys))
}

fn cannot(error: Error, context: &str) -> Error {
    error.while_doing(tr!("cannot log out of context {context}", context))
}

/// What could not be done after it does not bring the key back.
pub(super) fn and_the_key_is_gone(error: Error, context: &str, gone: &[KeyStore]) -> Error {
    match gone.is_empty() {
        true => error,
        false => error.detail(tr!(
            "the key of context {context} is deleted all the same",
            context
        )),
    }
}

fn delete_all(
    paths: &Paths,
    context: &str,
    (stored, closed): (Option<KeyStore>, &mut bool),
    gone: &mut Vec<KeyStore>,
) -> Result<(), Error> {
    // A rotation that was interrupted may have left a key beside that of the context.
    let names = [context.to_owned(), store::slot_of(context)];
    for (slot, name) in KeyStore::ALL
        .into_iter()
        .flat_map(|slot| names.iter().map(move |name| (slot, name)))
    {
        let may_have_none = slot == KeyStore::Keyring && stored != Some(slot);
        if may_have_none && *closed {
            continue;
        }
        match store::delete(paths, name, slot, stored == Some(slot)) {
            Ok(true) if gone.contains(&slot) => {}
            Ok(true) => gone.push(slot),
            Ok(false) => {}
            // A machine without a keyring has nothing in it, unless the context says so.
            Err(error)
                if may_have_none && error.reason.is_some_and(KeyringFailure::is_of_keyring) =>
            {
                *closed = true;
            }
            Err(error) => {
                return Err(cannot(error, context));
            }
        }
    }
    Ok(())
}

pub(super) fn tell(
    app: &mut App,
    context: &str,
    gone: &[KeyStore],
    dry_run: bool,
) -> Result<(), Error> {
    if app.out.is_json() || (app.out.quiet && !dry_run) {
        return Ok(());
    }
    if gone.is_empty() {
        return app
            .out
            .line(&tr!("Context {context} has no stored key.", context));
    }
    for slot in gone {
        let kept = place(&app.paths, context, *slot);
        app.out.line(&if dry_run {
            tr!(
                "The key of context {context} would be deleted from {kept}.",
                context,
                kept
            )
        } else {
            tr!(
                "The key of context {context} is deleted from {kept}.",
                context,
                kept
            )
        })?;
    }
    Ok(())
}
