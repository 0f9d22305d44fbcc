//! What the user meant, decided once: flags over environment over `config.toml` over default, each
//! value with its source. Nothing below this reads the environment.

mod source;

use std::collections::BTreeMap;
use std::time::Duration;

use tr::tr;

use crate::domain::channel::Personal;
use crate::error::Error;
use crate::local::config;
use crate::local::config::{Config, Context, DEFAULT_CONTEXT, SANDBOX_CONTEXT};
use crate::local::environment::Environment;
use crate::local::options::{Format, Global, Lang, When};

pub use crate::domain::base_url::VENDOR_URL;
pub use source::{Setting, Source};

/// How long a command may take, retries included, unless told otherwise.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// The first wait before a request is repeated (contract: exponential backoff from 1 s).
pub const DEFAULT_RETRY_BASE: Duration = Duration::from_secs(1);

/// Everything that decides how a command runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Table or JSON.
    pub output: Format,
    /// No notes.
    pub quiet: bool,
    /// Requests to stderr.
    pub verbose: bool,
    /// When to color.
    pub color: When,
    /// The language that the server is asked for.
    pub lang: Lang,
    /// Budget of the whole command.
    pub timeout: Duration,
    /// Somebody chose that budget.
    pub timeout_given: bool,
    /// The first wait before a request is repeated; doubled each time.
    pub retry_base: Duration,
    /// Never ask.
    pub no_input: bool,
    /// Confirmations are answered with yes.
    pub yes: bool,
    /// Use the sandbox.
    pub sandbox: bool,
    /// `--sandbox` was given, and not only the variable set.
    pub sandbox_is_flag: bool,
    /// Read the key from stdin.
    pub app_key_stdin: bool,
    /// The server, as it was written; `None` where nobody named one.
    pub base_url: Option<Setting<String>>,
    /// The name of the context: an account on a server, with its key.
    pub context: Setting<String>,
    /// Personal channels that a private deployment has switched off.
    pub channels_off: Vec<Personal>,
    /// Paths in place of the contract's, by operationId; only assumed operations have one.
    pub endpoints: BTreeMap<String, String>,
    /// What `config.toml` says.
    pub config: Config,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            output: Format::default(),
            quiet: false,
            verbose: false,
            color: When::default(),
            lang: Lang::default(),
            timeout: DEFAULT_TIMEOUT,
            timeout_given: false,
            retry_base: DEFAULT_RETRY_BASE,
            no_input: false,
            yes: false,
            sandbox: false,
            sandbox_is_flag: false,
            app_key_stdin: false,
            base_url: None,
            context: default_context(),
            channels_off: Vec::new(),
            endpoints: BTreeMap::new(),
            config: Config::default(),
        }
    }
}

impl Settings {
    /// Flags over environment over `config.toml` (the context, then beside it) over default.
    pub fn resolve(global: &Global, env: &Environment, config: Config) -> Result<Settings, Error> {
        if let Some(name) = env.not_text() {
            return Err(Error::usage(tr!("{name} is not UTF-8 text", name))
                .hint(tr!("set {name} anew, or unset it", name)));
        }
        if global.wants_sandbox() {
            // clap compares only what stands at one place of the command line.
            let other = [
                ("--base-url", global.base_url.is_some()),
                ("--context", global.context.is_some()),
                ("--app-key-stdin", global.app_key_stdin),
            ];
            if let Some((other, _)) = other.into_iter().find(|(_, given)| *given) {
                return Err(Error::usage(tr!(
                    "'{argument}' does not go with '{other}'",
                    argument = "--sandbox",
                    other
                )));
            }
        }
        // What is on the command line is meant: a flag that names a server or an account wins over
        // the variable.
        let sandbox = global.wants_sandbox()
            || (cfg!(feature = "sandbox")
                && env.is_on("DUTY_SANDBOX")
                && global.base_url.is_none()
                && global.context.is_none()
                && !global.app_key_stdin);
        let context = context(global, env, &config, sandbox)?;
        // The sandbox is none of the contexts, and has nothing of theirs.
        let own = match config.contexts.get(&context.value) {
            Some(own) if !sandbox => own.clone(),
            _ => Context::default(),
        };
        let output = match global.output {
            Some(format) => format,
            None => word(env, "DUTY_OUTPUT")?
                .or(own.output)
                .or(config.output)
                .unwrap_or_default(),
        };
        let base_url = match &global.base_url {
            Some(url) => Some(Setting {
                value: url.clone(),
                source: Source::Flag("--base-url"),
            }),
            None => env
                .first(&["DUTY_BASE_URL", "FLASHDUTY_BASE_URL"])
                .map(|(name, url)| Setting {
                    value: url.to_owned(),
                    source: Source::Variable(name),
                })
                .or_else(|| {
                    own.base_url.map(|value| Setting {
                        value,
                        source: Source::Context(context.value.clone()),
                    })
                }),
        };
        let timeout = match (global.timeout, env.get("DUTY_TIMEOUT")) {
            (Some(seconds), _) => Duration::from_secs(seconds),
            (None, None) => DEFAULT_TIMEOUT,
            (None, Some(text)) => match text.parse::<u64>() {
                Ok(seconds @ 1..=3600) => Duration::from_secs(seconds),
                _ => return Err(bad_variable("DUTY_TIMEOUT", "1..3600")),
            },
        };
        let retry_base = match env.get("DUTY_RETRY_BASE_MS") {
            None => DEFAULT_RETRY_BASE,
            Some(text) => match text.parse::<u64>() {
                Ok(millis @ 1..=60_000) => Duration::from_millis(millis),
                _ => return Err(bad_variable("DUTY_RETRY_BASE_MS", "1..60000")),
            },
        };
        Ok(Settings {
            output,
            quiet: global.quiet,
            verbose: global.verbose,
            color: match global.color {
                Some(when) => when,
                None => match word(env, "DUTY_COLOR")? {
                    Some(when) => when,
                    None if env.os("NO_COLOR").is_some() => When::Never,
                    None => config.color.unwrap_or_default(),
                },
            },
            lang: match global.lang {
                Some(lang) => lang,
                None => word(env, "DUTY_LANG")?
                    .or(own.lang)
                    .or(config.lang)
                    .unwrap_or_else(|| of_locale(env)),
            },
            timeout,
            timeout_given: global.timeout.is_some() || env.get("DUTY_TIMEOUT").is_some(),
            retry_base,
            no_input: global.no_input || env.is_on("DUTY_NO_INPUT") || env.is_on("CI"),
            yes: global.yes,
            sandbox,
            sandbox_is_flag: global.wants_sandbox(),
            app_key_stdin: global.app_key_stdin,
            base_url,
            context,
            channels_off: own.channels_off,
            endpoints: if sandbox {
                BTreeMap::new()
            } else {
                config.endpoints.clone()
            },
            config,
        })
    }

    /// What `config.toml` says about the context; `None` where it has no such context.
    pub fn own_context(&self) -> Option<&Context> {
        if self.sandbox {
            return None;
        }
        self.config.contexts.get(&self.context.value)
    }

    /// Whether the context was named for this run, by `--context` or `DUTY_CONTEXT`.
    pub fn context_is_named(&self) -> bool {
        matches!(self.context.source, Source::Flag(_) | Source::Variable(_))
    }
}

fn context(
    global: &Global,
    env: &Environment,
    config: &Config,
    sandbox: bool,
) -> Result<Setting<String>, Error> {
    let of = |value: &str, source| Setting {
        value: value.to_owned(),
        source,
    };
    if sandbox {
        return Ok(of(SANDBOX_CONTEXT, Source::Sandbox));
    }
    let named = match (&global.context, env.get("DUTY_CONTEXT"), &config.context) {
        (Some(name), _, _) => of(name, Source::Flag("--context")),
        (None, Some(name), _) => of(name, Source::Variable("DUTY_CONTEXT")),
        (None, None, Some(name)) => of(name, Source::File),
        (None, None, None) => return Ok(default_context()),
    };
    config::check_name(&named.value).map_err(|error| error.while_doing(&named.source))?;
    Ok(named)
}

fn default_context() -> Setting<String> {
    Setting {
        value: DEFAULT_CONTEXT.into(),
        source: Source::Default,
    }
}

fn word<T: clap::ValueEnum>(env: &Environment, name: &'static str) -> Result<Option<T>, Error> {
    let Some(text) = env.get(name) else {
        return Ok(None);
    };
    T::from_str(text, true)
        .map(Some)
        .map_err(|_| bad_variable(name, &config::words::<T>()))
}

/// The value is not repeated: it might be a key in the wrong place.
fn bad_variable(name: &str, expected: &str) -> Error {
    Error::usage(tr!(
        "{name} is not usable; expected one of: {expected}",
        name,
        expected
    ))
}

/// The language of the locale: `LC_ALL`, then `LC_MESSAGES`, then `LANG`.
pub fn of_locale(env: &Environment) -> Lang {
    match env.first(&["LC_ALL", "LC_MESSAGES", "LANG"]) {
        Some((_, locale)) if locale.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Environment {
        Environment::of(pairs.iter().copied())
    }

    #[test]
    fn flags_over_environment_over_default() {
        let both = env(&[
            ("DUTY_BASE_URL", "https://a.example"),
            ("FLASHDUTY_BASE_URL", "https://b.example"),
            ("DUTY_OUTPUT", "json"),
            ("DUTY_TIMEOUT", "5"),
        ]);
        let settings = Settings::resolve(&Global::default(), &both, Config::default()).unwrap();
        assert_eq!(
            settings.base_url,
            Some(Setting {
                value: "https://a.example".into(),
                source: Source::Variable("DUTY_BASE_URL")
            })
        );
        assert_eq!(settings.output, Format::Json);
        assert_eq!(settings.timeout, Duration::from_secs(5));
        let flags = Global {
            base_url: Some("https://c.example".into()),
            output: Some(Format::Table),
            ..Global::default()
        };
        let settings = Settings::resolve(&flags, &both, Config::default()).unwrap();
        assert_eq!(
            settings.base_url.unwrap().source,
            Source::Flag("--base-url")
        );
        assert_eq!(settings.output, Format::Table);
        let settings = Settings::resolve(&Global::default(), &env(&[]), Config::default()).unwrap();
        assert_eq!(settings.base_url, None);
        assert_eq!(settings.timeout, DEFAULT_TIMEOUT);
    }

    #[test]
    fn the_file_stands_below_the_environment_and_the_context_above_the_rest() {
        let config = Config::parse(
            "context = 'work'\noutput = 'json'\nlang = 'zh'\ncolor = 'never'\n[contexts.work]\nlang = 'en'\nbase_url = 'https://a.example'\nchannels_off = ['sms']\n[contexts.home]\n[endpoints]\ndevice_list = '/d'",
            std::path::Path::new("config.toml"),
        )
        .unwrap();
        let resolve =
            |flags: &Global, pairs| Settings::resolve(flags, &env(pairs), config.clone()).unwrap();
        let none = Global::default();
        let settings = resolve(&none, &[("LANG", "zh_CN")]);
        assert_eq!(settings.context.value, "work");
        assert_eq!(settings.context.source, Source::File);
        assert_eq!((settings.output, settings.lang), (Format::Json, Lang::En));
        assert_eq!(settings.color, When::Never);
        assert_eq!(settings.channels_off, [Personal::Sms]);
        assert_eq!(settings.endpoints["device_list"], "/d");
        let base_url = settings.base_url.unwrap();
        assert_eq!(base_url.value, "https://a.example");
        assert_eq!(base_url.source, Source::Context("work".into()));
        let settings = resolve(&none, &[("DUTY_CONTEXT", "home"), ("DUTY_OUTPUT", "table")]);
        assert!(settings.context_is_named());
        assert_eq!((settings.output, settings.lang), (Format::Table, Lang::Zh));
        assert_eq!(settings.base_url, None);
        assert!(settings.channels_off.is_empty());
        let flags = Global {
            context: Some("other".into()),
            ..Global::default()
        };
        let settings = resolve(&flags, &[("DUTY_CONTEXT", "home"), ("DUTY_SANDBOX", "1")]);
        assert_eq!(settings.context.source, Source::Flag("--context"));
        assert!(settings.own_context().is_none());
        assert!(!settings.sandbox);
    }

    #[test]
    fn nonsense_in_a_variable_is_a_usage_error() {
        for pair in [
            ("DUTY_OUTPUT", "yaml"),
            ("DUTY_TIMEOUT", "soon"),
            ("DUTY_LANG", "fr"),
        ] {
            let error = Settings::resolve(&Global::default(), &env(&[pair]), Config::default())
                .unwrap_err();
            assert!(error.message.contains(pair.0), "{}", error.message);
        }
    }

    #[test]
    fn language_follows_the_locale() {
        let lang = |pairs: &[(&str, &str)]| {
            Settings::resolve(&Global::default(), &env(pairs), Config::default())
                .unwrap()
                .lang
        };
        assert_eq!(lang(&[("LANG", "zh_CN.UTF-8")]), Lang::Zh);
        assert_eq!(lang(&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")]), Lang::En);
        assert_eq!(
            lang(&[("LANG", "zh_CN.UTF-8"), ("DUTY_LANG", "en")]),
            Lang::En
        );
    }

    #[test]
    fn a_server_on_the_command_line_wins_over_the_sandbox_variable() {
        let on = env(&[("DUTY_SANDBOX", "1")]);
        assert_eq!(
            Settings::resolve(&Global::default(), &on, Config::default())
                .unwrap()
                .sandbox,
            cfg!(feature = "sandbox")
        );
        let flags = Global {
            base_url: Some("https://c.example".into()),
            ..Global::default()
        };
        assert!(
            !Settings::resolve(&flags, &on, Config::default())
                .unwrap()
                .sandbox
        );
        assert!(
            !Settings::resolve(
                &Global::default(),
                &env(&[("DUTY_SANDBOX", "0")]),
                Config::default()
            )
            .unwrap()
            .sandbox
        );
    }
}
