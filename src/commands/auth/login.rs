//! `duty auth login`: a key that works goes to its place, and the context remembers where.

use std::path::Path;

use secrecy::SecretString;
use serde_json::json;
use tr::tr;

use crate::commands::auth::describe::{self, account, person, place, warn_of_variable, whose};
use crate::commands::auth::earlier::Earlier;
use crate::commands::auth::import;
use crate::commands::auth::import::Vendor;
use crate::commands::auth::rotations;
use crate::commands::examples::{Examples, examples};
use crate::domain::base_url::BaseUrl;
use crate::domain::member::Caller;
use crate::error::{Error, Exit, KeyringFailure};
use crate::lenient::Id;
use crate::local::config;
use crate::local::config::{DEFAULT_CONTEXT, Draft};
use crate::local::fingerprints::mark;
use crate::local::key_store::KeyStore;
use crate::local::keys::{AppKey, Found, store};
use crate::local::options::DryRun;
use crate::local::paths::Paths;
use crate::local::seen::{Place, Sightings};
use crate::local::settings::{SERVERS, Source, VENDOR_URL};
use crate::local::times::Times;
use crate::session::app::App;
use crate::session::key_input;
use crate::text::duty;
use crate::ui::table::Table;
use crate::ui::terminal::Uninterrupted;
use crate::ui::{Tone, Warning};

#[derive(Debug, clap::Args)]
pub struct Login {
    /// Store the key in a file that only you can read, in clear text, instead of in the keyring
    #[arg(long)]
    pub insecure_storage: bool,
    /// Import the key and the server of the vendor's own CLI (~/.flashduty/config.yaml)
    #[arg(long, conflicts_with = "app_key_stdin")]
    pub import: bool,
    #[command(flatten)]
    pub dry_run: DryRun,
}

pub const EXAMPLES: Examples = examples! { "auth login":
    "duty auth login" => "Asks for the key, and stores it in the keyring",
    "duty auth login --context work --base-url https://duty.example"
        => "A second account, on a private deployment",
    "duty auth login --app-key-stdin < key.txt"
        => "In a script: the key is no argument, which others could see",
    "duty auth login --import" => "Import what the vendor's own CLI has",
    Text r#"{
  "schema_version": 1, "context": "work", "base_url": "https://duty.example",
  "person": {"id": "80011", "name": "张三"},
  "account": {"id": "2451002751", "name": "星环电商 Starloop"}, "masked_key": "…cdef",
  "key_store": "keyring", "insecure": false, "changed": true, "dry_run": false, "warnings": []
}"#
};

/// A key that works, and what is to become of it.
struct Checked {
    context: String,
    base_url: BaseUrl,
    key: AppKey,
    place: KeyStore,
}

pub fn run(app: &mut App, command: &Login) -> Result<Exit, Error> {
    let context = app.settings.context.value.clone();
    let imported = match command.import {
        true => Some(import::read(&app.paths)?),
        false => None,
    };
    let base_url = server(app, imported.as_ref())?;
    confirm_server(app, &context, &base_url)?;
    let vendor_file = imported.as_ref().map(|vendor| vendor.file.clone());
    let found = match imported {
        Some(vendor) => take_over(app, vendor, &base_url)?,
        None => ask(app, &context, &base_url)?,
    };
    let key = found.key.clone();
    let caller = app.client(base_url.clone(), found)?.caller();
    let caller = caller.map_err(|error| {
        let error = error.while_doing(tr!("cannot log in"));
        error.detail(tr!("nothing was stored"))
    })?;
    let login = Checked {
        context,
        base_url,
        key,
        place: match command.insecure_storage {
            true => KeyStore::InsecureFile,
            false => KeyStore::Keyring,
        },
    };
    let dry_run = command.dry_run.dry_run;
    if dry_run {
        login.report(app, &caller, dry_run)?;
        return Ok(Exit::Done);
    }
    let earlier = login.store(app)?;
    login.remember(app, &caller);
    login.report(app, &caller, dry_run)?;
    login.advise(app, vendor_file.as_deref(), earlier.as_ref());
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
fn confirm_server(app: &App, context: &str, base_url: &BaseUrl) -> Result<(), Error> {
    let known = app.settings.config.contexts.get(context);
    let Some(known) = known.filter(|own| own.key_store.is_some() && !own.is_for(base_url)) else {
        return Ok(());
    };
    let before = BaseUrl::shown(known.server());
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
        "Context {context} belongs to {before}. Replace that with {base_url}?",
        context,
        before,
        base_url
    );
    app.out.agree(&question, refusal)
}

fn take_over(app: &mut App, vendor: Vendor, base_url: &BaseUrl) -> Result<Found, Error> {
    let question = tr!(
        "Import the key {0} for {1} from {2}?",
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
            Error::usage(tr!("there is no terminal to ask for the key on")).hint(tr!(
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
        "Log in to {base_url} as context {context}. Create a key in the console: Personal center > APP keys.",
        base_url,
        context
    ));
    let text = app.out.hidden_answer(&tr!("APP key (not shown): "))?;
    let key = AppKey::parse(&text, &tr!("what was typed"));
    // The copy that was typed is not the one that is kept.
    drop(SecretString::from(text));
    Ok(Found {
        key: key?,
        source: Source::Flag("auth login"),
    })
}

impl Checked {
    /// By which clock this person reads times: it is not known from this context what anybody else's was.
    fn remember(&self, app: &App, caller: &Caller) {
        let place = Place::of_context(&app.paths, &self.context, &self.base_url);
        if let (Ok(place), Some(zone)) = (place, Times::zone_of(caller)) {
            let mut seen = Sightings::default();
            seen.set_zone(zone);
            place.keep(&seen);
        }
    }

    /// Store it; the key that was there before, where it can be told.
    fn store(&self, app: &mut App) -> Result<Option<Earlier>, Error> {
        let _to_its_end = Uninterrupted::begin();
        let paths = app.paths.clone();
        let stored = config::edit(&paths, |draft| {
            let (before, earlier) = self.exchange(&paths, draft)?;
            // Before another login may put a key there that is its own.
            let elsewhere = before.filter(|before| *before != self.place);
            let left = elsewhere.and_then(|other| {
                let deleted = store::delete(&paths, &self.context, other, true);
                deleted.err().map(|error| (other, error))
            });
            Ok((left, earlier))
        });
        let (left, earlier) =
            stored.map_err(|error| error.while_doing(tr!("the key works, but was not stored")))?;
        app.out.changed = true;
        if let Some((other, error)) = left {
            let place = place(&paths, &self.context, other);
            app.out.warn_of(
                Warning::EarlierKeyLeft,
                &tr!(
                    "the earlier key is still in {place}: {0}",
                    error.message,
                    place
                ),
            );
        }
        Ok(earlier)
    }

    /// Put the key in the place of an earlier one, and say where that was. Wherever this is cut off,
    /// no context names a key that is for another server: while the key of one is exchanged for that
    /// of another, `config.toml` says that there is none.
    fn exchange(
        &self,
        paths: &Paths,
        draft: &mut Draft,
    ) -> Result<(Option<KeyStore>, Option<Earlier>), Error> {
        let (context, place) = (self.context.as_str(), self.place);
        let undo = draft.clone();
        let known = draft.config().contexts.get(context).cloned();
        let before = known.as_ref().and_then(|known| known.key_store);
        let cannot_store = |error: Error| error.while_doing(tr!("cannot store the key"));
        // A store that does not answer says so here, where nothing has changed yet.
        let earlier = match before {
            Some(before) if before == place => match store::load(paths, context, place) {
                Ok(key) => Some(key),
                Err(error) if error.reason.is_some_and(KeyringFailure::is_of_keyring) => {
                    return Err(cannot_store(error));
                }
                Err(_) => None,
            },
            Some(other) => store::load(paths, context, other).ok(),
            None => None,
        };
        if let Some(known) = &known {
            let same = known.is_for(&self.base_url);
            draft.context(context, |own| {
                own.key_id = None;
                // Wherever this is cut off, it is the earlier key or the new one.
                if !own.key_marks.is_empty() {
                    own.key_marks.extend(mark(&self.key));
                }
                if !same {
                    own.key_store = None;
                    own.base_url = Some(self.base_url.to_string());
                }
            })?;
            draft.write()?;
        }
        let stored = store::save(paths, context, &self.key, place).map_err(cannot_store);
        let written = stored.and_then(|()| {
            let another_is_used = draft.config().context.is_some()
                || undo.config().contexts.contains_key(DEFAULT_CONTEXT);
            draft.context(context, |own| {
                own.base_url = Some(self.base_url.to_string());
                own.key_store = Some(place);
                own.key_id = None;
                own.key_marks = mark(&self.key).into_iter().collect();
            })?;
            if !another_is_used {
                draft.set_current(context);
            }
            draft.write()
        });
        let Err(error) = written else {
            let earlier = earlier.zip(known).map(|(key, own)| Earlier {
                key,
                id: own.key_id.map(Id),
                server: own.server().to_owned(),
            });
            return Ok((before, earlier));
        };
        // A keyring that did not answer in time may still do what it was asked: nothing is built on it.
        let late = error.reason == Some(KeyringFailure::TimedOut);
        let as_before = match (&earlier, before) {
            (Some(earlier), Some(before)) if before == place && !late => {
                store::load(paths, context, place).is_ok_and(|found| found == *earlier)
                    || store::save(paths, context, earlier, place).is_ok()
            }
            (_, Some(before)) if before == place => false,
            // What no context knows of would stay there for ever.
            // Nor is what somebody else has put there meanwhile touched.
            _ => {
                let found = store::load(paths, context, place);
                late || found.is_ok_and(|found| found != self.key)
                    || store::delete(paths, context, place, false).is_ok()
                    || before.is_some()
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
                .hint(self.place.login(context)),
        })
    }

    fn report(&self, app: &mut App, caller: &Caller, dry_run: bool) -> Result<(), Error> {
        if app.out.is_json() {
            let (person, account) = whose(Some(caller));
            return app.out.json(&json!({
                "context": self.context,
                "base_url": self.base_url.to_string(),
                "person": person,
                "account": account,
                "masked_key": self.key.masked(),
                "key_store": self.place.word(),
                "insecure": self.place == KeyStore::InsecureFile,
                "changed": !dry_run,
                "dry_run": dry_run,
            }));
        }
        if app.out.quiet && !dry_run {
            return Ok(());
        }
        if !dry_run {
            let person = person(caller);
            let mark = app.out.mark();
            let told = format!("{mark}{}", tr!("Logged in as {person}.", person));
            app.out.toned_line(&told, Tone::Good)?;
        }
        let place = place(&app.paths, &self.context, self.place);
        let mut table = Table::of_fields();
        table.field(tr!("context"), self.context.clone());
        table.field(tr!("server"), self.base_url.to_string());
        table.field(tr!("person"), person(caller));
        table.field(tr!("account"), account(caller));
        table.field(tr!("key"), self.key.masked());
        let stored = match dry_run {
            true => tr!("would be stored in"),
            false => tr!("stored in"),
        };
        table.field(stored, place);
        app.out.table(&table)
    }

    fn advise(&self, app: &mut App, vendor_file: Option<&Path>, earlier: Option<&Earlier>) {
        if self.place == KeyStore::InsecureFile {
            app.out.warn_of(
                Warning::InsecureStorage,
                &tr!("whoever reads that file has the key; it is not encrypted"),
            );
        }
        if let Some(file) = vendor_file {
            app.out.warn_of(Warning::KeyInClearText, &tr!(
                "{0} still holds the key in clear text; delete it if the vendor's CLI is no longer used",
                file.display()
            ));
        }
        warn_of_variable(app);
        // The context keeps it, and nothing else is asked before that.
        if app.env.first(&SERVERS).is_none() {
            app.out.forget_option("--base-url");
        }
        let key = earlier.map(|earlier| &earlier.key);
        let told = rotations::tell(app, &self.context, &self.base_url, (key, &self.key));
        if let Some(earlier) = earlier.filter(|_| !told) {
            earlier.tell(app, &self.context, (&self.base_url, &self.key));
        }
        app.out.note(&tr!(
            "Next: '{command}' says whether an incident would reach you.",
            command = describe::with_server(app, duty!("doctor"), &self.base_url)
        ));
        let current = config::Config::load(&app.paths).ok();
        let current = current.and_then(|config| config.context);
        if current.as_deref().unwrap_or(DEFAULT_CONTEXT) != self.context {
            app.out.note(&tr!(
                "'{command}' makes it the current context.",
                command = duty!("auth switch", self.context)
            ));
        }
    }
}
