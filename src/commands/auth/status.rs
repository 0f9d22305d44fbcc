//! `duty auth status`: whether the key works, whose it is, where it comes from, and what it hides.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::auth::describe::{account, person, place, whose};
use crate::commands::examples::{Examples, examples};
use crate::domain::base_url::BaseUrl;
use crate::domain::member::Caller;
use crate::error::{Error, Exit, KeyringFailure, Kind};
use crate::local::config::Context;
use crate::local::key_store::KeyStore;
use crate::local::keys;
use crate::local::keys::{AppKey, Found};
use crate::local::settings::{Source, VENDOR_URL};
use crate::local::threads::start;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::table::Table;
use crate::ui::{Tone, Warning, report};

/// What can be said of a key, the worst last: one that is refused is worse than a server that may be back
/// in a minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    NotChecked,
    Valid,
    Unreachable,
    RateLimited,
    Missing,
    KeyringUnavailable,
    Invalid,
}

impl State {
    /// The word in JSON, and the label for people.
    fn words(self) -> (&'static str, String) {
        match self {
            State::NotChecked => ("not_checked", tr!("not checked")),
            State::Valid => ("valid", tr!("valid")),
            State::Unreachable => ("unreachable", tr!("unreachable")),
            State::RateLimited => ("rate_limited", tr!("not checked: too many requests")),
            State::Missing => ("missing", tr!("missing")),
            State::KeyringUnavailable => ("keyring_unavailable", tr!("keyring unavailable")),
            State::Invalid => ("invalid", tr!("invalid")),
        }
    }

    fn cell(self) -> (String, Tone) {
        let tone = match self {
            State::Valid => Tone::Good,
            State::NotChecked => Tone::Plain,
            State::Unreachable | State::RateLimited => Tone::Caution,
            _ => Tone::Bad,
        };
        (self.words().1, tone)
    }

    const fn exit(self) -> Exit {
        match self {
            State::Valid | State::NotChecked => Exit::Done,
            State::Unreachable => Exit::Like(Kind::Unreachable),
            State::RateLimited => Exit::Like(Kind::RateLimited),
            _ => Exit::Like(Kind::Key),
        }
    }
}

/// One context and its key.
struct Row {
    context: String,
    current: bool,
    base_url: BaseUrl,
    /// Where the key comes from, or should.
    source: Option<Source>,
    key: Option<AppKey>,
    /// What is there too and is not used, or stands in the way.
    shadows: Vec<Shadow>,
    state: State,
    caller: Option<Caller>,
    error: Option<Error>,
}

/// Something that is there beside the key that is used.
struct Shadow {
    text: String,
    name: &'static str,
    refuses: bool,
}

#[derive(Debug, clap::Args)]
pub struct Status {
    /// Every context
    #[arg(long, conflicts_with = "context")]
    pub all: bool,
    /// Ask no server: show what is stored, and say nothing about whether it works
    #[arg(long)]
    pub offline: bool,
}

pub const EXAMPLES: Examples = examples! { "auth status":
    "duty auth status" => "Whether the key works, and whose it is",
    "duty auth status --all -o json" => "The same of every context, for a program",
    Text r#"{"schema_version": 1, "items": [{
  "name": "work", "current": true, "base_url": "https://duty.example", "state": "valid",
  "person": {"id": "80011", "name": "张三"},
  "account": {"id": "2451002751", "name": "星环电商 Starloop"}, "masked_key": "…cdef",
  "source": "keyring", "insecure": false, "shadows": [], "error": null
}], "warnings": []}"#
};

pub fn run(app: &mut App, command: &Status) -> Result<Exit, Error> {
    keys::check_context(&app.settings)?;
    let mut names = vec![app.settings.context.value.clone()];
    if command.all {
        names.extend(app.settings.config.contexts.keys().cloned());
        names.sort();
        names.dedup();
    }
    let mut rows = Vec::new();
    for name in names {
        rows.push(look(app, name)?);
    }
    if !command.offline {
        check(app, &mut rows);
    }
    tell(app, &rows, command.all)
}

fn tell(app: &mut App, rows: &[Row], all: bool) -> Result<Exit, Error> {
    if app.out.is_json() {
        let rows: Vec<Value> = rows.iter().map(as_json).collect();
        app.out.list(rows)?;
    } else if app.out.quiet {
        app.out.ids(rows.iter().map(|row| &row.context))?;
    } else if all {
        tell_all(app, rows)?;
    } else {
        rows.iter().try_for_each(|row| tell_one(app, row))?;
    }
    let worst = rows.iter().map(|row| row.state).max();
    Ok(worst.map_or(Exit::Done, State::exit))
}

/// The made-up account has no context and no login, and a key all the same.
pub fn of_sandbox(app: &mut App) -> Result<Exit, Error> {
    let session = app.session()?;
    let mut row = Row::of("sandbox".to_owned(), session.api.base_url().clone(), true);
    row.source = Some(Source::Sandbox);
    row.judge(session.api.caller());
    tell(app, &[row], false)
}

/// What is known without the server.
fn look(app: &mut App, context: String) -> Result<Row, Error> {
    let used = context == app.settings.context.value;
    let own = app.settings.config.contexts.get(&context).cloned();
    let stored = own.as_ref().and_then(|own| own.key_store);
    let base_url = BaseUrl::parse(own.as_ref().map_or(VENDOR_URL, Context::server))
        .map_err(|error| error.while_doing(tr!("context {context}", context)))?;
    let mut row = Row::of(context, base_url, used);
    let variables: Vec<&'static str> = keys::VARIABLES
        .into_iter()
        .filter(|name| app.env.get(name).is_some())
        .collect();
    let named = app.settings.context_is_named() && stored.is_some();
    let given = app.settings.app_key_stdin || (!variables.is_empty() && !named);
    if used && given {
        // The store is not touched: the key does not come from there.
        row.base_url = app.base_url()?;
        let found = app.find_key();
        for name in variables
            .iter()
            .skip(usize::from(!app.settings.app_key_stdin))
        {
            row.shadows.push(Shadow {
                text: tr!("{name} is set and not used", name),
                name,
                refuses: false,
            });
        }
        if let Some(stored) = stored {
            let kept = place(&app.paths, &row.context, stored);
            row.shadows.push(Shadow {
                text: tr!("the key in {kept} is not used", kept),
                name: stored.word(),
                refuses: false,
            });
        }
        row.take(found);
        return Ok(row);
    }
    if used {
        row.warn_of_refusals(app, &variables)?;
    }
    match stored {
        None => {
            row.state = State::Missing;
            let error = Error::new(Kind::Key, tr!("context {0} has no key", row.context));
            row.error = Some(error.hint(duty!("auth login --context", row.context)));
        }
        Some(stored) => {
            let source = Source::Stored(stored, row.context.clone());
            row.source = Some(source.clone());
            let key = keys::stored(&app.paths, &app.settings.config, &row.context, stored);
            row.take(key.map(|key| Found { key, source }));
        }
    }
    Ok(row)
}

impl Row {
    /// Nothing is known yet.
    fn of(context: String, base_url: BaseUrl, current: bool) -> Row {
        Row {
            context,
            current,
            base_url,
            source: None,
            key: None,
            shadows: Vec::new(),
            state: State::NotChecked,
            caller: None,
            error: None,
        }
    }

    /// What would make every other command refuse this context.
    fn warn_of_refusals(&mut self, app: &App, variables: &[&'static str]) -> Result<(), Error> {
        if let Some(name) = variables.first() {
            let text = tr!(
                "{name} is set: commands that name context {context} are refused until it is unset",
                name,
                context = self.context
            );
            self.shadows.push(Shadow {
                text,
                name,
                refuses: true,
            });
        }
        if let Some(setting) = &app.settings.base_url
            && app.base_url()? != self.base_url
        {
            let (source, value) = (&setting.source, app.base_url()?);
            let name = match source {
                Source::Flag(name) | Source::Variable(name) => name,
                _ => "config.toml",
            };
            let text = tr!(
                "{source} names {value}: the stored key is not sent there, and commands are refused",
                source,
                value
            );
            self.shadows.push(Shadow {
                text,
                name,
                refuses: true,
            });
        }
        Ok(())
    }

    fn take(&mut self, found: Result<Found, Error>) {
        match found {
            Ok(found) => {
                self.source = Some(found.source);
                self.key = Some(found.key);
            }
            Err(error) => {
                self.state = match error.reason {
                    Some(KeyringFailure::Missing) => State::Missing,
                    Some(trouble) if trouble.is_of_keyring() => State::KeyringUnavailable,
                    _ => State::Invalid,
                };
                self.error = Some(error);
            }
        }
    }

    fn judge(&mut self, answer: Result<Caller, Error>) {
        match answer {
            Ok(caller) => {
                self.state = State::Valid;
                self.caller = Some(caller);
            }
            Err(error) => {
                self.state = match error.kind {
                    Kind::Key => State::Invalid,
                    // The server knows the key; it only does not say whose it is.
                    Kind::NotAllowed => State::Valid,
                    Kind::RateLimited => State::RateLimited,
                    _ => State::Unreachable,
                };
                self.error = Some(error);
            }
        }
    }
}

/// Ask the servers, all at once.
fn check(app: &App, rows: &mut [Row]) {
    std::thread::scope(|scope| {
        for row in rows {
            let (Some(key), Some(source)) = (row.key.clone(), row.source.clone()) else {
                continue;
            };
            let client = app.client(row.base_url.clone(), Found { key, source });
            let caller = move || client.and_then(|client| client.caller());
            start(scope, move || row.judge(caller()));
        }
    });
}

/// Where the key comes from, for people.
fn source(app: &App, row: &Row) -> String {
    match &row.source {
        None => tr!("none"),
        Some(Source::Stored(stored, context)) => place(&app.paths, context, *stored),
        Some(source) => source.to_string(),
    }
}

fn tell_one(app: &mut App, row: &Row) -> Result<(), Error> {
    let mut table = Table::of_fields();
    table.field(tr!("context"), row.context.clone());
    table.field(tr!("server"), row.base_url.to_string());
    table.row([(tr!("state"), Tone::Faint), row.state.cell()]);
    if let Some(caller) = &row.caller {
        table.field(tr!("person"), person(caller));
        table.field(tr!("account"), account(caller));
    }
    if let Some(key) = &row.key {
        table.field(tr!("key"), key.masked());
    }
    table.field(tr!("source"), source(app, row));
    for shadow in &row.shadows {
        table.row([
            (tr!("note"), Tone::Faint),
            (shadow.text.clone(), Tone::Caution),
        ]);
    }
    app.out.table(&table)?;
    tell_trouble(app, row, "");
    Ok(())
}

fn tell_all(app: &mut App, rows: &[Row]) -> Result<(), Error> {
    let mut table = Table::new([
        tr!("CONTEXT"),
        tr!("STATE"),
        tr!("PERSON"),
        tr!("ACCOUNT"),
        tr!("KEY"),
        tr!("SOURCE"),
        tr!("SERVER"),
    ]);
    let plain = |text: Option<String>| (text.unwrap_or_else(|| "-".into()), Tone::Plain);
    for row in rows {
        table.row([
            (row.context.clone(), Tone::Strong),
            row.state.cell(),
            plain(row.caller.as_ref().map(person)),
            plain(row.caller.as_ref().map(account)),
            plain(row.key.as_ref().map(AppKey::masked)),
            plain(Some(source(app, row))),
            plain(Some(row.base_url.to_string())),
        ]);
    }
    app.out.table(&table)?;
    for row in rows {
        for shadow in &row.shadows {
            let text = format!("{}: {}", row.context, shadow.text);
            app.out.warn_of(Warning::VariableWins, &text);
        }
        tell_trouble(app, row, &format!("{}: ", row.context));
    }
    Ok(())
}

/// What is wrong, and the next step, as errors tell it.
fn tell_trouble(app: &App, row: &Row, whose: &str) {
    let Some(error) = &row.error else {
        return;
    };
    let message = format!("{whose}{}", error.message);
    app.out.tell(&message, row.state.cell().1);
    for line in &error.details {
        app.out.tell(&format!("  {line}"), Tone::Plain);
    }
    if let Some(hint) = &error.hint {
        let hint = tr!("try: {hint}", hint);
        app.out.tell(&format!("  {hint}"), Tone::Strong);
    }
}

fn as_json(row: &Row) -> Value {
    let (person, account) = whose(row.caller.as_ref());
    let source = row.source.as_ref().map(|source| match source {
        Source::Stored(stored, _) => stored.word().to_owned(),
        source => source.to_string(),
    });
    let insecure = matches!(row.source, Some(Source::Stored(KeyStore::InsecureFile, _)));
    let shadows = row.shadows.iter().map(
        |one| json!({"name": one.name, "effect": if one.refuses { "refused" } else { "not_used" }}),
    );
    json!({
        "name": row.context,
        "current": row.current,
        "base_url": row.base_url.to_string(),
        "state": row.state.words().0,
        "person": person,
        "account": account,
        "masked_key": row.key.as_ref().map(AppKey::masked),
        "source": source,
        "insecure": insecure,
        "shadows": shadows.collect::<Vec<_>>(),
        "error": row.error.as_ref().map(|error| report::as_json(error)["error"].take()),
    })
}
