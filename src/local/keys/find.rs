//! Which key a command works with, and where it was found.

use tr::tr;

use crate::error::{Error, KeyringFailure, Kind};
use crate::local::config;
use crate::local::environment::Environment;
use crate::local::keys::app_key::AppKey;
use crate::local::keys::store;
use crate::local::paths::Paths;
use crate::local::settings::{Settings, Source};
use crate::text::duty;

/// A key and where it was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// The key.
    pub key: AppKey,
    /// Where it was found.
    pub source: Source,
}

/// The variables that may hold a key, the first that is set wins.
pub const VARIABLES: [&str; 2] = ["DUTY_APP_KEY", "FLASHDUTY_APP_KEY"];

/// The key to use: `--app-key-stdin` (which `from_stdin` reads), then the variables, then the stored key of the context. The
/// store is not touched where something before it gave a key.
pub fn find(
    settings: &Settings,
    env: &Environment,
    paths: &Paths,
    from_stdin: impl FnOnce() -> Result<AppKey, Error>,
) -> Result<Found, Error> {
    check_context(settings)?;
    if settings.app_key_stdin {
        return Ok(Found {
            key: from_stdin()?,
            source: Source::Flag("--app-key-stdin"),
        });
    }
    let context = &settings.context.value;
    let key_store = settings.own_context().and_then(|own| own.key_store);
    if let Some((name, text)) = env.first(&VARIABLES) {
        if settings.context_is_named() && key_store.is_some() {
            let asked = &settings.context.source;
            return Err(Error::usage(tr!(
                "{asked} asks for context {context}, but {name} holds another key, which would win",
                asked,
                context,
                name
            ))
            .hint(tr!(
                "unset {name} to use the key of the context, or leave the context out to use {name}",
                name
            )));
        }
        return Ok(Found {
            key: AppKey::parse(text, name)?,
            source: Source::Variable(name),
        });
    }
    match key_store {
        None => Err(missing(context)),
        Some(key_store) => Ok(Found {
            key: store::load(paths, context, key_store)?,
            source: Source::Stored(key_store, context.clone()),
        }),
    }
}

/// Whether the context that is asked for is there. Without a file there is still the default one.
pub fn check_context(settings: &Settings) -> Result<(), Error> {
    let known = settings.own_context().is_some()
        || matches!(settings.context.source, Source::Default | Source::Sandbox);
    if known {
        return Ok(());
    }
    let name = config::name_shown(&settings.context.value);
    let asked = &settings.context.source;
    Err(Error::new(
        Kind::NotFound,
        tr!("there is no context '{name}' ({asked})", name, asked),
    )
    .detail(tr!("contexts: {0}", settings.config.names()))
    .hint(tr!(
        "'{command}' makes it",
        command = duty!("auth login --context", name)
    )))
}

fn missing(context: &str) -> Error {
    Error::new(
        Kind::Key,
        tr!("there is no APP key to work with in context {context}", context),
    )
    .reason(KeyringFailure::Missing)
    .hint(tr!("'{command}' keeps one in the keyring (make it in the console: Personal center > APP keys); DUTY_APP_KEY does for one run; --sandbox needs none", command = duty!("auth login")))
}
