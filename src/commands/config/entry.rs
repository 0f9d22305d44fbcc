//! The entries of `config.toml` that can be named: how each is called, what it may say, where it is.

use toml_edit::{Array, Item, value};
use tr::tr;

use crate::api::operations;
use crate::domain::base_url::BaseUrl;
use crate::domain::channel::Personal;
use crate::error::{Error, Kind};
use crate::local::config;
use crate::local::config::{Config, Place};
use crate::local::options::{Format, Lang, When};
use crate::local::settings::{Settings, VENDOR_URL};
use crate::text::duty;

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The current context.
    Current,
    /// Table or JSON, everywhere or in a context.
    Output(Option<String>),
    /// The language, everywhere or in a context.
    Lang(Option<String>),
    /// When to color.
    Color,
    /// The server of a context.
    BaseUrl(String),
    /// What is switched off on the server of a context.
    ChannelsOff(String),
    /// What `auth login` keeps in a context: to be read, not set.
    Kept(&'static str, String),
    /// The path of an operation.
    Endpoint(String),
    /// A whole context.
    Context(String),
}

impl Entry {
    /// The entry of this name.
    ///
    /// # Errors
    /// `Usage` where there is none, or where it would be a key.
    pub fn parse(name: &str, settings: &Settings) -> Result<Entry, Error> {
        if name.split('.').any(config::is_secret_name) {
            return Err(config::key_refused());
        }
        let here = || settings.context.value.clone();
        let parts: Vec<&str> = name.split('.').collect();
        let entry = match parts.as_slice() {
            ["context"] => Entry::Current,
            ["output"] => Entry::Output(None),
            ["lang"] => Entry::Lang(None),
            ["color"] => Entry::Color,
            ["base_url" | "channels_off"] if settings.sandbox => {
                return Err(Error::usage(tr!(
                    "the sandbox has no entries in config.toml"
                )));
            }
            ["base_url"] => Entry::BaseUrl(here()),
            ["channels_off"] => Entry::ChannelsOff(here()),
            ["endpoints", operation] => Entry::Endpoint((*operation).to_owned()),
            ["contexts", context] => Entry::Context((*context).to_owned()),
            ["contexts", context, rest] => {
                let context = (*context).to_owned();
                match *rest {
                    "output" => Entry::Output(Some(context)),
                    "lang" => Entry::Lang(Some(context)),
                    "base_url" => Entry::BaseUrl(context),
                    "channels_off" => Entry::ChannelsOff(context),
                    "key_store" => Entry::Kept("key_store", context),
                    "key_id" => Entry::Kept("key_id", context),
                    _ => return Err(unknown(name)),
                }
            }
            _ => return Err(unknown(name)),
        };
        if let Some(context) = entry.context() {
            config::check_name(context)?;
        }
        Ok(entry)
    }

    fn context(&self) -> Option<&str> {
        match self {
            Entry::Output(context) | Entry::Lang(context) => context.as_deref(),
            Entry::BaseUrl(context)
            | Entry::ChannelsOff(context)
            | Entry::Kept(_, context)
            | Entry::Context(context) => Some(context),
            Entry::Current | Entry::Color | Entry::Endpoint(_) => None,
        }
    }

    /// The names that lead to it in the file.
    pub fn path(&self) -> Vec<&str> {
        let last = match self {
            Entry::Current => "context",
            Entry::Output(_) => "output",
            Entry::Lang(_) => "lang",
            Entry::Color => "color",
            Entry::BaseUrl(_) => "base_url",
            Entry::ChannelsOff(_) => "channels_off",
            Entry::Kept(name, _) => name,
            Entry::Endpoint(operation) => return vec!["endpoints", operation],
            Entry::Context(context) => return vec!["contexts", context],
        };
        match self.context() {
            Some(context) => vec!["contexts", context, last],
            None => vec![last],
        }
    }

    /// Its full name.
    pub fn name(&self) -> String {
        self.path().join(".")
    }

    /// What the text says, as it goes into the file.
    ///
    /// # Errors
    /// `Usage` where the entry may not say this; the text is not repeated, it might be a key.
    pub fn value(&self, text: &str, config: &Config) -> Result<Item, Error> {
        match self {
            Entry::Current => {
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
            Entry::Output(_) => word::<Format>(text),
            Entry::Lang(_) => word::<Lang>(text),
            Entry::Color => word::<When>(text),
            Entry::BaseUrl(context) => {
                let url = BaseUrl::parse(text)?;
                refuse_other_server(context, &url, config)?;
                Ok(value(url.to_string()))
            }
            Entry::ChannelsOff(_) => channels(text),
            Entry::Endpoint(operation) => {
                check_operation(operation)?;
                config::check_endpoint(text)?;
                Ok(value(text))
            }
            Entry::Kept(..) => Err(kept()),
            Entry::Context(context) => Err(Error::usage(tr!("a context is more than one value"))
                .hint(duty!(
                    "config set",
                    format_args!("contexts.{context}.base_url"),
                    "URL"
                ))),
        }
    }

    /// What may not be taken out.
    ///
    /// # Errors
    /// `Usage` where it may not, `NotFound` where there is no such context.
    pub fn refuse_unset(&self, config: &Config) -> Result<(), Error> {
        match self {
            Entry::Kept(..) => Err(kept()),
            Entry::BaseUrl(context) => {
                refuse_other_server(context, &BaseUrl::parse(VENDOR_URL)?, config)
            }
            Entry::Context(context) => match config.contexts.get(context) {
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
                    "first: {command}",
                    command = duty!("auth logout --context", context)
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
        "one of: context, output, lang, color, base_url, channels_off, contexts.NAME.{base_url,channels_off,output,lang}, endpoints.OPERATION"
    ))
}

fn kept() -> Error {
    Error::usage(tr!("what is known of the stored key is not set by hand")).hint(tr!(
        "'{login}' and '{logout}' do",
        login = duty!("auth login"),
        logout = duty!("auth logout")
    ))
}

/// A stored key goes to the server that it was stored for.
fn refuse_other_server(context: &str, url: &BaseUrl, config: &Config) -> Result<(), Error> {
    let Some(own) = config
        .contexts
        .get(context)
        .filter(|own| own.key_store.is_some())
    else {
        return Ok(());
    };
    let before = own.base_url.as_deref().unwrap_or(VENDOR_URL);
    if BaseUrl::parse(before).is_ok_and(|before| before == *url) {
        return Ok(());
    }
    Err(Error::usage(tr!(
        "context {context} has a key that was stored for {before}; it is not sent to another server",
        context,
        before = BaseUrl::shown(before)
    ))
    .hint(duty!("auth login --context", context, "--base-url", url)))
}

fn check_operation(name: &str) -> Result<(), Error> {
    let known = operations::ALL
        .iter()
        .find(|operation| operation.id == name);
    if known.is_some_and(|operation| !operation.documented) {
        return Ok(());
    }
    let assumed: Vec<&str> = operations::ALL
        .iter()
        .filter(|operation| !operation.documented)
        .map(|operation| operation.id)
        .collect();
    let assumed = assumed.join(", ");
    let message = match known {
        Some(_) => tr!(
            "the path of {name} is documented by the vendor, and is not set here",
            name
        ),
        None => tr!("there is no operation '{0}'", config::name_shown(name)),
    };
    Err(Error::usage(message).hint(tr!("one of: {assumed}", assumed)))
}

fn word<T: clap::ValueEnum>(text: &str) -> Result<Item, Error> {
    let known = T::from_str(text, false)
        .ok()
        .and_then(|one| one.to_possible_value());
    known
        .map(|known| value(known.get_name()))
        .ok_or_else(|| Error::usage(tr!("expected one of: {0}", config::words::<T>())))
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
    add("output".into(), config.output.map(name_of));
    add("lang".into(), config.lang.map(name_of));
    add("color".into(), config.color.map(name_of));
    for (name, own) in &config.contexts {
        let at = |last: &str| format!("contexts.{name}.{last}");
        add(at("base_url"), own.base_url.as_deref().map(BaseUrl::shown));
        let store = own.key_store.map(Place::word).map(str::to_owned);
        add(at("key_store"), store);
        add(at("key_id"), own.key_id.map(|id| id.to_string()));
        add(at("output"), own.output.map(name_of));
        add(at("lang"), own.lang.map(name_of));
        let off: Vec<&str> = own.channels_off.iter().map(|one| one.word()).collect();
        add(at("channels_off"), (!off.is_empty()).then(|| off.join(",")));
    }
    for (operation, path) in &config.endpoints {
        add(format!("endpoints.{operation}"), Some(path.clone()));
    }
    entries
}

fn name_of<T: clap::ValueEnum>(choice: T) -> String {
    choice
        .to_possible_value()
        .map(|value| value.get_name().to_owned())
        .unwrap_or_default()
}
