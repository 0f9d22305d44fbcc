//! The entries of `config.toml` that can be named: how each is called, what it may say, where it is.

use toml_edit::{Array, Item, value};
use tr::tr;

use crate::api::operations::{self, Status};
use crate::domain::base_url::BaseUrl;
use crate::domain::channel::Personal;
use crate::error::{Error, Kind};
use crate::local::config;
use crate::local::config::Config;
use crate::local::key_store::KeyStore;
use crate::local::options;
use crate::local::options::{Format, Lang, When, words};
use crate::local::settings::{Settings, VENDOR_URL};
use crate::text::duty;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// The current context.
    Current,
    /// Table or JSON, everywhere or in a context.
    Output,
    /// The language, everywhere or in a context.
    Lang,
    /// When to color.
    Color,
    /// The server of a context.
    BaseUrl,
    /// The console of a context.
    ConsoleUrl,
    /// What is switched off on the server of a context.
    ChannelsOff,
    /// What `auth login` keeps in a context: to be read, not set.
    StoredKey,
    /// The path of an operation.
    Endpoint,
    /// A whole context.
    Context,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    field: Field,
    /// The names that lead to it in the file.
    path: Vec<String>,
}

impl Entry {
    /// The entry of this name.
    pub fn parse(name: &str, settings: &Settings) -> Result<Entry, Error> {
        if name.split('.').any(config::is_secret_name) {
            return Err(config::key_refused());
        }
        let mut path: Vec<&str> = name.split('.').collect();
        if let ["base_url" | "console_url" | "channels_off"] = path.as_slice() {
            if settings.sandbox {
                return Err(Error::usage(tr!(
                    "the sandbox has no entries in config.toml"
                )));
            }
            path.splice(0..0, ["contexts", &settings.context.value]);
        }
        let field = match path.as_slice() {
            ["context"] => Field::Current,
            ["output"] | ["contexts", _, "output"] => Field::Output,
            ["lang"] | ["contexts", _, "lang"] => Field::Lang,
            ["color"] => Field::Color,
            ["contexts", _, "base_url"] => Field::BaseUrl,
            ["contexts", _, "console_url"] => Field::ConsoleUrl,
            ["contexts", _, "channels_off"] => Field::ChannelsOff,
            ["contexts", _, "key_store" | "key_id" | "key_marks"] => Field::StoredKey,
            ["contexts", _] => Field::Context,
            ["endpoints", _] => Field::Endpoint,
            _ => return Err(unknown(name)),
        };
        if let ["contexts", context, ..] = path.as_slice() {
            config::check_name(context)?;
        }
        let path = path.into_iter().map(str::to_owned).collect();
        Ok(Entry { field, path })
    }

    /// The names that lead to it in the file.
    pub fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// The context or the operation that it belongs to, or is.
    fn of(&self) -> &str {
        self.path.get(1).map_or("", String::as_str)
    }

    /// The context that it is the whole of.
    pub fn whole_context(&self) -> Option<&str> {
        (self.field == Field::Context).then(|| self.of())
    }

    /// Its full name.
    pub fn name(&self) -> String {
        self.path.join(".")
    }

    /// What the text says, as it goes into the file. An error does not repeat it: it might be a key.
    pub fn value(&self, text: &str, config: &Config) -> Result<Item, Error> {
        match self.field {
            Field::Current => {
                if !config.contexts.contains_key(text) {
                    return Err(Error::new(Kind::NotFound, tr!("there is no such context"))
                        .detail(tr!("contexts: {0}", config.names()))
                        .hint(tr!(
                            "'{command}' makes one",
                            command = duty!("auth login --context NAME")
                        )));
                }
                Ok(value(text))
            }
            Field::Output => word::<Format>(text),
            Field::Lang => word::<Lang>(text),
            Field::Color => word::<When>(text),
            Field::BaseUrl => {
                let url = BaseUrl::parse(text)?;
                refuse_other_server(self.of(), &url, config)?;
                Ok(value(url.to_string()))
            }
            Field::ConsoleUrl => Ok(value(BaseUrl::parse(text)?.to_string())),
            Field::ChannelsOff => channels(text),
            Field::Endpoint => {
                check_operation(self.of())?;
                config::check_endpoint(text)?;
                Ok(value(text))
            }
            Field::StoredKey => Err(not_by_hand()),
            Field::Context => Err(Error::usage(tr!("a context is more than one value")).hint(
                duty!(
                    "config set",
                    format_args!("contexts.{}.base_url", self.of()),
                    "URL"
                ),
            )),
        }
    }

    /// What may not be taken out.
    pub fn refuse_unset(&self, config: &Config) -> Result<(), Error> {
        let context = self.of();
        match self.field {
            Field::StoredKey => Err(not_by_hand()),
            Field::BaseUrl => refuse_other_server(context, &BaseUrl::parse(VENDOR_URL)?, config),
            Field::Context => match config.contexts.get(context) {
                None => Err(Error::new(
                    Kind::NotFound,
                    tr!("there is no context '{context}'", context),
                )
                .detail(tr!("contexts: {0}", config.names()))),
                Some(own) if own.key_store.is_some() => Err(Error::usage(tr!(
                    "context {context} has a stored key, which would be forgotten and not deleted",
                    context
                ))
                .hint(tr!(
                    "'{command}' removes both",
                    command = duty!("auth remove", context)
                ))),
                Some(_) => Ok(()),
            },
            _ => Ok(()),
        }
    }
}

fn unknown(name: &str) -> Error {
    let name = config::name_shown(name);
    Error::usage(tr!("config.toml has no entry '{name}'", name)).hint(tr!(
        "one of: context, output, lang, color, base_url, console_url, channels_off, contexts.NAME.{base_url,console_url,channels_off,output,lang}, endpoints.OPERATION"
    ))
}

fn not_by_hand() -> Error {
    Error::usage(tr!(
        "what duty records of the stored key cannot be set by hand"
    ))
    .hint(tr!(
        "'{login}' and '{logout}' do",
        login = duty!("auth login"),
        logout = duty!("auth logout")
    ))
}

/// A stored key goes to the server that it was stored for.
fn refuse_other_server(context: &str, url: &BaseUrl, config: &Config) -> Result<(), Error> {
    let own = config.contexts.get(context);
    let Some(own) = own.filter(|own| own.key_store.is_some() && !own.is_for(url)) else {
        return Ok(());
    };
    Err(Error::usage(tr!(
        "context {context} has a key that was stored for {before}; it is not sent to another server",
        context,
        before = BaseUrl::shown(own.server())
    ))
    .hint(duty!("auth login --context", context, "--base-url", url)))
}

fn check_operation(name: &str) -> Result<(), Error> {
    let known = operations::of(name);
    if known.is_some_and(|operation| operation.status == Status::Assumed) {
        return Ok(());
    }
    let assumed: Vec<&str> = operations::ALL
        .iter()
        .filter(|operation| operation.status == Status::Assumed)
        .map(|operation| operation.id)
        .collect();
    let assumed = assumed.join(", ");
    let message = match known {
        Some(_) => tr!(
            "the path of {name} is documented by the vendor, and cannot be set",
            name
        ),
        None => tr!("there is no operation '{0}'", config::name_shown(name)),
    };
    Err(Error::usage(message).hint(tr!("one of: {assumed}", assumed)))
}

fn word<T: clap::ValueEnum>(text: &str) -> Result<Item, Error> {
    T::from_str(text, false)
        .map(|known| value(options::word(&known)))
        .map_err(|_| Error::usage(tr!("expected one of: {0}", words::<T>())))
}

fn channels(text: &str) -> Result<Item, Error> {
    let list: Option<Vec<Personal>> = text
        .split(',')
        .map(|word| Personal::of_word(word.trim()))
        .collect();
    match list {
        Some(list) => {
            let words: Array = list.iter().map(|channel| channel.word()).collect();
            Ok(value(words))
        }
        None => Err(Error::usage(tr!(
            "expected a list of: voice, sms, email, app"
        ))),
    }
}

/// Every name that an entry can have, for completion.
pub fn names(config: &Config, assumed: &[&str]) -> Vec<String> {
    let fields = ["base_url", "console_url", "channels_off", "output", "lang"];
    let mut names: Vec<String> = ["context", "output", "lang", "color"]
        .into_iter()
        .chain([fields[0], fields[1], fields[2]])
        .map(str::to_owned)
        .collect();
    for context in config.contexts.keys() {
        names.extend(fields.map(|field| format!("contexts.{context}.{field}")));
    }
    names.extend(assumed.iter().map(|id| format!("endpoints.{id}")));
    names
}

/// What an entry of this name may say, where that is one of a few words.
pub fn choices(name: &str, config: &Config) -> Vec<String> {
    let words = match name.rsplit('.').next() {
        Some("context") => return config.contexts.keys().cloned().collect(),
        Some("output") => words::<Format>(),
        Some("lang") => words::<Lang>(),
        Some("color") => words::<When>(),
        Some("channels_off") => return Personal::ALL.map(|one| one.word().to_owned()).to_vec(),
        _ => return Vec::new(),
    };
    words.split(", ").map(str::to_owned).collect()
}

/// A value as it is shown: text without quotes, a list with commas.
pub fn shown(item: &Item) -> String {
    if let Some(list) = item.as_array() {
        let words: Vec<&str> = list.iter().filter_map(toml_edit::Value::as_str).collect();
        return words.join(",");
    }
    item.as_str().unwrap_or_default().to_owned()
}

/// Every entry that is set, by its full name.
pub fn all(config: &Config) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    let mut add = |name: String, value: Option<String>| {
        if let Some(value) = value {
            entries.push((name, value));
        }
    };
    add("context".into(), config.context.clone());
    add("output".into(), config.output.as_ref().map(options::word));
    add("lang".into(), config.lang.as_ref().map(options::word));
    add("color".into(), config.color.as_ref().map(options::word));
    for (name, own) in &config.contexts {
        let at = |last: &str| format!("contexts.{name}.{last}");
        add(at("base_url"), own.base_url.as_deref().map(BaseUrl::shown));
        add(
            at("console_url"),
            own.console_url.as_deref().map(BaseUrl::shown),
        );
        let store = own.key_store.map(KeyStore::word).map(str::to_owned);
        add(at("key_store"), store);
        add(at("key_id"), own.key_id.map(|id| id.to_string()));
        add(at("output"), own.output.as_ref().map(options::word));
        add(at("lang"), own.lang.as_ref().map(options::word));
        let off: Vec<&str> = own.channels_off.iter().map(|one| one.word()).collect();
        add(at("channels_off"), (!off.is_empty()).then(|| off.join(",")));
    }
    for (operation, path) in &config.endpoints {
        add(format!("endpoints.{operation}"), Some(path.clone()));
    }
    entries
}

/// What an entry says, by its full name.
pub fn current(config: &Config, name: &str) -> Option<String> {
    let found = all(config).into_iter().find(|(one, _)| one == name);
    found.map(|(_, value)| value)
}
