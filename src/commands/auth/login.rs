//! `duty auth login`: a key that works goes to its place, and the context remembers where.

use secrecy::SecretString;
use serde_json::json;
use tr::tr;

use crate::commands::auth::describe::{account, person, place, warn_of_variable, whose};
use crate::commands::auth::import;
use crate::commands::auth::import::Vendor;
use crate::commands::examples::{Examples, examples};
use crate::domain::base_url::BaseUrl;
use crate::domain::member::Caller;
use crate::error::{Error, Exit, KeyringFailure};
use crate::local::config;
use crate::local::config::{Context, DEFAULT_CONTEXT, Draft};
use crate::local::key_store::KeyStore;
use crate::local::keys::{AppKey, Found, store};
use crate::local::options::DryRun;
use crate::local::paths::Paths;
use crate::local::settings::{Source, VENDOR_URL};
use crate::session::app::App;
use crate::session::key_input;
use crate::text::duty;
use crate::ui::table::Table;
use crate::ui::terminal::Uninterrupted;

#[derive(Debug, clap::Args)]
pub struct Login {
    /// Keep the key in a file that only you can read, in clear text, and not in the keyring
    #[arg(long)]
    pub insecure_storage: bool,
    /// Take over the key and the server of the vendor's own CLI (~/.flashduty/config.yaml)
    #[arg(long, conflicts_with = "app_key_stdin")]
    pub import: bool,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "auth login":
    "duty auth login" => "Asks for the key, and keeps it in the keyring",
    "duty auth login --context work --base-url https://duty.example"
        => "A second account, on a private deployment",
    "duty auth login --app-key-stdin < key.txt"
        => "In a script: the key is no argument, which others could see",
    "duty auth login --import" => "Take over what the vendor's own CLI has",
    Text r#"{
  "context": "work",
  "base_url": "https://duty.example",
  "person": {
    "id": 80011,
    "name": "张三"
  },
  "account": {
    "id": 2451002751,
    "name": "星环电商 Starloop"
  },
  "key": "…cdef",
  "key_store": "keyring",
  "insecure": false,
  "dry_run": false
}"#
};

pub fn run(app: &mut App, command: &Login) -> Result<Exit, Error> {
    let context = app.settings.context.value.clone();
    let known = app.settings.config.contexts.get(&context).cloned();
    let imported = match command.import {
        true => Some(import::read(&app.paths)?),
        false => None,
    };
    let base_url = server(app, imported.as_ref())?;
    confirm_server(app, &context, known.as_ref(), &base_url)?;
    let vendor_file = imported.as_ref().map(|vendor| vendor.file.clone());
    let found = match imported {
        Some(vendor) => take_over(app, vendor, &base_url)?,
        None => ask(app, &context, &base_url)?,
    };
    let key = found.key.clone();
    let caller = app
        .client(base_url.clone(), found)?
        .caller()
        .map_err(|error| {
            error
                .while_doing(tr!("cannot log in"))
                .detail(tr!("nothing was stored"))
        })?;
    let to = match command.insecure_storage {
        true => KeyStore::InsecureFile,
        false => KeyStore::Keyring,
    };
    if !command.dry_run.dry_run {
        keep(app, &context, &base_url, &key, to)?;
    }
    tell(app, command, &context, &base_url, &key, to, &caller)?;
    if !command.dry_run.dry_run {
        advise(app, &context, to, vendor_file.as_deref());
    }
    Ok(Exit::Done)
}

/// The server: of `--base-url`, of the file that the key comes from, of a variable, of the context.
fn server(app: &App, imported: Option<&Vendor>) -> Result<BaseUrl, Error> {
    let by_flag = matches!(
        &app.settings.base_url,
        Some(setting) if matches!(setting.source, Source::Flag(_))
    );
    match imported {
        Some(vendor) if !by_flag => {
            let url = vendor.base_url.as_deref().unwrap_or(VENDOR_URL);
            BaseUrl::parse(url).map_err(|error| error.while_doing(vendor.file.display()))
        }
        _ => app.base_url(),
    }
}

/// A context that belongs to another server is not turned into this one's without a word.
fn confirm_server(
    app: &App,
    context: &str,
    known: Option<&Context>,
    base_url: &BaseUrl,
) -> Result<(), Error> {
    let Some(known) = known.filter(|known| known.key_store.is_some()) else {
        return Ok(());
    };
    let before = known.base_url.as_deref().unwrap_or(VENDOR_URL);
    if BaseUrl::parse(before).is_ok_and(|before| before == *base_url) {
        return Ok(());
    }
    let before = BaseUrl::shown(before);
    let refusal = || {
        Error::usage(tr!(
            "context {context} belongs to {before}, and this login is for {base_url}",
            context,
            before,
            base_url
        ))
        .hint(tr!(
            "give the other server a context of its own with --context NAME, or give --yes to replace this one"
        ))
    };
    let question = tr!(
        "Context {context} belongs to {before}. Replace it by {base_url}?",
        context,
        before,
        base_url
    );
    app.out.agree(&question, refusal)
}

fn take_over(app: &mut App, vendor: Vendor, base_url: &BaseUrl) -> Result<Found, Error> {
    let question = tr!(
        "Take over the key {0} for {1} from {2}?",
        vendor.key.masked(),
        base_url,
        vendor.file.display()
    );
    // In a script --import itself is the answer.
    if app.terminal.may_ask() {
        app.out.agree(&question, Error::interrupted)?;
    }
    Ok(Found {
        key: vendor.key,
        source: Source::Flag("--import"),
    })
}

fn ask(app: &mut App, context: &str, base_url: &BaseUrl) -> Result<Found, Error> {
    if app.settings.app_key_stdin {
        return Ok(Found {
            key: key_input::from_stdin(&app.out)?,
            source: Source::Flag("--app-key-stdin"),
        });
    }
    if !app.terminal.may_ask() {
        return Err(
            Error::usage(tr!("there is nobody to ask for the key")).hint(tr!(
                "{command} < FILE; or set DUTY_APP_KEY, which needs no login",
                command = duty!("auth login --app-key-stdin")
            )),
        );
    }
    if let Some(file) = import::file(&app.paths) {
        app.out.note(&tr!(
            "The vendor's CLI has a key in {0}; --import takes it over.",
            file.display()
        ));
    }
    app.out.note(&tr!(
        "Log in to {base_url} as context {context}. Make a key in the console: Personal center > APP keys.",
        base_url,
        context
    ));
    let text = app.out.hidden_answer(&tr!("APP key (it is not shown): "))?;
    let key = AppKey::parse(&text, &tr!("what was typed"));
    // The copy that was typed is not the one that is kept.
    drop(SecretString::from(text));
    Ok(Found {
        key: key?,
        source: Source::Flag("auth login"),
    })
}

fn keep(
    app: &mut App,
    context: &str,
    base_url: &BaseUrl,
    key: &AppKey,
    to: KeyStore,
) -> Result<(), Error> {
    let _to_its_end = Uninterrupted::begin();
    let paths = app.paths.clone();
    let before = config::edit(&paths, |draft| {
        exchange(&paths, draft, context, base_url, key, to)
    })
    .map_err(|error| error.while_doing(tr!("the key works, but is not kept")))?;
    if let Some(other) = before.filter(|before| *before != to)
        && let Err(error) = store::delete(&app.paths, context, other)
    {
        let kept = place(&app.paths, context, other);
        app.out.warn(&tr!(
            "the earlier key is still in {kept}: {0}",
            error.message,
            kept
        ));
    }
    Ok(())
}

/// Put the key in the place of an earlier one, and say where that was. Wherever this is cut off, no
/// context names a key that is for another server: while the key of one is exchanged for that of
/// another, `config.toml` says that there is none.
fn exchange(
    paths: &Paths,
    draft: &mut Draft,
    context: &str,
    base_url: &BaseUrl,
    key: &AppKey,
    to: KeyStore,
) -> Result<Option<KeyStore>, Error> {
    let undo = draft.clone();
    let known = draft.config().contexts.get(context).cloned();
    let before = known.as_ref().and_then(|known| known.key_store);
    // A store that does not answer says so here, where nothing has changed yet.
    let earlier = match before {
        Some(place) if place == to => match store::load(paths, context, to) {
            Ok(key) => Some(key),
            Err(error) if error.reason.is_some_and(KeyringFailure::is_of_keyring) => {
                return Err(error.while_doing(tr!("cannot store the key")));
            }
            Err(_) => None,
        },
        _ => None,
    };
    if let Some(known) = &known {
        let server = known.base_url.as_deref().unwrap_or(VENDOR_URL);
        let same = BaseUrl::parse(server).is_ok_and(|server| server == *base_url);
        draft.context(context, |own| {
            own.key_id = None;
            if !same {
                own.key_store = None;
                own.base_url = Some(base_url.to_string());
            }
        })?;
        draft.write()?;
    }
    let stored = store::save(paths, context, key, to)
        .map_err(|error| error.while_doing(tr!("cannot store the key")));
    let written = stored.and_then(|()| {
        let another_is_used = draft.config().context.is_some()
            || undo.config().contexts.contains_key(DEFAULT_CONTEXT);
        draft.context(context, |own| {
            own.base_url = Some(base_url.to_string());
            own.key_store = Some(to);
            own.key_id = None;
        })?;
        if !another_is_used {
            draft.set_current(context);
        }
        draft.write()
    });
    let Err(error) = written else {
        return Ok(before);
    };
    // A keyring that did not answer in time may still do what it was asked: nothing is built on it.
    let late = error.reason == Some(KeyringFailure::TimedOut);
    let as_before = match (&earlier, before) {
        (_, Some(place)) if place == to && late => false,
        (Some(earlier), Some(place)) if place == to => {
            store::load(paths, context, to).is_ok_and(|found| found == *earlier)
                || store::save(paths, context, earlier, to).is_ok()
        }
        (None, Some(place)) if place == to => false,
        _ => {
            // What no context knows of would stay there for ever.
            late || store::delete(paths, context, to).is_ok() || before.is_some()
        }
    } && undo.write().is_ok();
    *draft = undo;
    let error = match late {
        true => error.detail(tr!("it is not known whether the keyring has it now")),
        false => error,
    };
    Err(match (before, as_before) {
        (None, _) => error,
        (Some(_), true) => error.detail(tr!("context {context} has its earlier key", context)),
        (Some(_), false) => error
            .detail(tr!(
                "the earlier key of context {context} may be lost",
                context
            ))
            .hint(duty!("auth login --context", context)),
    })
}

fn tell(
    app: &mut App,
    command: &Login,
    context: &str,
    base_url: &BaseUrl,
    key: &AppKey,
    to: KeyStore,
    caller: &Caller,
) -> Result<(), Error> {
    if app.out.is_json() {
        let (person, account) = whose(Some(caller));
        return app.out.json(&json!({
            "context": context,
            "base_url": base_url.to_string(),
            "person": person,
            "account": account,
            "key": key.masked(),
            "key_store": to.word(),
            "insecure": to == KeyStore::InsecureFile,
            "dry_run": command.dry_run.dry_run,
        }));
    }
    let kept = place(&app.paths, context, to);
    let mut table = Table::of_fields();
    table.field(tr!("context"), context);
    table.field(tr!("server"), base_url.to_string());
    table.field(tr!("person"), person(caller));
    table.field(tr!("account"), account(caller));
    table.field(tr!("key"), key.masked());
    if command.dry_run.dry_run {
        table.field(tr!("would be kept in"), kept);
    } else {
        table.field(tr!("kept in"), kept);
    }
    app.out.table(&table)
}

fn advise(app: &mut App, context: &str, to: KeyStore, vendor_file: Option<&std::path::Path>) {
    if to == KeyStore::InsecureFile {
        app.out.warn(&tr!(
            "whoever reads that file has the key; it is not encrypted"
        ));
    }
    if let Some(file) = vendor_file {
        app.out.warn(&tr!(
            "{0} still holds the key in clear text; delete it where the vendor's CLI is not used any more",
            file.display()
        ));
    }
    warn_of_variable(app);
    let current = config::Config::load(&app.paths)
        .ok()
        .and_then(|config| config.context);
    if current.as_deref().unwrap_or(DEFAULT_CONTEXT) != context {
        app.out.note(&tr!(
            "'{command}' makes it the one that is used where none is named.",
            command = duty!("auth switch", context)
        ));
    }
}
