//! Which key a command works with, and where it was found.

use tr::tr;

use crate::error::{Error, KeyringFailure, Kind};
use crate::local::config;
use crate::local::config::Config;
use crate::local::environment::Environment;
use crate::local::fingerprints::is_marked;
use crate::local::key_store::KeyStore;
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
    let Some(key_store) = key_store else {
        return Err(missing(context));
    };
    let key = stored(paths, &settings.config, context, key_store);
    still_of(settings, paths, context)?;
    Ok(Found {
        key: key?,
        source: Source::Stored(key_store, context.clone()),
    })
}

/// The stored key, if it is one that was stored for the server of this context. The store may be that of another
/// `config.toml`, or of another time.
pub fn stored(
    paths: &Paths,
    config: &Config,
    context: &str,
    key_store: KeyStore,
) -> Result<AppKey, Error> {
    let key = store::load(paths, context, key_store)?;
    let own = config.contexts.get(context);
    match own.filter(|own| !is_marked(&own.key_marks, &key)) {
        None => Ok(key),
        Some(own) => Err(Error::new(
            Kind::Key,
            tr!(
                "the stored key of context {context} is not the one that was stored for {0}",
                own.server(),
                context
            ),
        )
        .reason(KeyringFailure::Wrong)
        .hint(key_store.login(context))),
    }
}

/// A keyring may be waited for, and another duty log in meanwhile: its key is not for the server that was read before.
fn still_of(settings: &Settings, paths: &Paths, context: &str) -> Result<(), Error> {
    let place = |config: &Config| {
        let own = config.contexts.get(context)?;
        Some((own.server().to_owned(), own.key_store))
    };
    if place(&Config::load(paths)?) == place(&settings.config) {
        return Ok(());
    }
    Err(Error::new(
        Kind::Conflict,
        tr!("context {context} was changed meanwhile", context),
    )
    .hint(tr!("run it again")))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::local::config::Config;
    use crate::local::options::Global;

    const STORED: &str = "[contexts.work]\nkey_store = 'insecure-file'\n[contexts.bare]\n";

    /// With this file, these variables, and this context of the command line.
    fn found(
        file: &str,
        pairs: &[(&str, &str)],
        context: Option<&str>,
        stdin: bool,
    ) -> Result<(String, Source), Error> {
        found_after(file, file, pairs, context, stdin)
    }

    /// The same where the file says something else by the time that the key is there.
    fn found_after(
        file: &str,
        now: &str,
        pairs: &[(&str, &str)],
        context: Option<&str>,
        stdin: bool,
    ) -> Result<(String, Source), Error> {
        let folder = tempfile::tempdir().unwrap();
        let there = folder.path().to_str().unwrap();
        let own = [("DUTY_DATA_DIR", there), ("DUTY_CONFIG_DIR", there)];
        let env = Environment::of(pairs.iter().copied().chain(own));
        let paths = Paths::resolve(&env);
        std::fs::write(folder.path().join("config.toml"), now).unwrap();
        let kept = AppKey::as_made("stored-key");
        store::save(
            &paths,
            "work",
            &kept,
            crate::local::key_store::KeyStore::InsecureFile,
        )
        .unwrap();
        let global = Global {
            context: context.map(str::to_owned),
            app_key_stdin: stdin,
            ..Global::default()
        };
        let config = Config::parse(file, std::path::Path::new("config.toml")).unwrap();
        let settings = Settings::resolve(&global, &env, config).unwrap();
        let found = find(&settings, &env, &paths, || Ok(AppKey::as_made("typed-key")))?;
        Ok((found.key.expose().to_owned(), found.source))
    }

    #[test]
    fn the_nearer_key_wins() {
        let both = [("FLASHDUTY_APP_KEY", "b-key"), ("DUTY_APP_KEY", "a-key")];
        let key = |pairs, context, stdin| found(STORED, pairs, context, stdin).unwrap();
        let typed = ("typed-key".into(), Source::Flag("--app-key-stdin"));
        assert_eq!(key(&both, None, true), typed);
        assert_eq!(
            key(&both, None, false),
            ("a-key".into(), Source::Variable(VARIABLES[0]))
        );
        assert_eq!(
            key(&both[..1], None, false),
            ("b-key".into(), Source::Variable(VARIABLES[1]))
        );
        let (key, source) = key(&[], Some("work"), false);
        assert_eq!(key, "stored-key");
        assert!(matches!(source, Source::Stored(_, context) if context == "work"));
    }

    /// Another duty logs in while this one waits for the keyring: that key is for another server.
    #[test]
    fn a_key_is_not_taken_for_the_server_that_was_read_before() {
        let elsewhere = STORED.replace(
            "[contexts.work]",
            "[contexts.work]\nbase_url = 'https://b.example'",
        );
        for now in [elsewhere.as_str(), "[contexts.work]", ""] {
            let error = found_after(STORED, now, &[], Some("work"), false).unwrap_err();
            assert_eq!(error.kind, Kind::Conflict, "{now}");
        }
    }

    #[test]
    fn a_context_that_is_named_is_not_overruled_by_a_variable() {
        let variable = [("DUTY_APP_KEY", "a-key")];
        let error = found(STORED, &variable, Some("work"), false).unwrap_err();
        assert_eq!(error.kind, Kind::Usage);
        // It has no key of its own, or nobody named it.
        assert!(found(STORED, &variable, Some("bare"), false).is_ok());
        let by_file = format!("context = 'work'\n{STORED}");
        let (key, _) = found(&by_file, &variable, None, false).unwrap();
        assert_eq!(key, "a-key");
    }

    #[test]
    fn a_context_that_is_not_there_is_told_before_a_key_is_looked_for() {
        for (file, context, stdin) in [
            (STORED, "home", false),
            (STORED, "home", true),
            ("", "default", false),
        ] {
            let error = found(file, &[], Some(context), stdin).unwrap_err();
            assert_eq!(error.kind, Kind::NotFound, "{context}");
            assert!(error.message.contains(context), "{error}");
        }
        // Without a file there is still the default one, and it has no key.
        let error = found("", &[], None, false).unwrap_err();
        assert_eq!(
            (error.kind, error.reason),
            (Kind::Key, Some(KeyringFailure::Missing))
        );
        assert!(error.message.ends_with("in context default"), "{error}");
        let error = found(STORED, &[], Some("bare"), false).unwrap_err();
        assert_eq!(error.reason, Some(KeyringFailure::Missing));
    }
}
