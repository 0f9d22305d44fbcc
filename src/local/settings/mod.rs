//! What the user meant, decided once: flags over environment over `config.toml` over default, each
//! value with its source. Nothing below this reads the environment.

pub mod console;
pub mod pager;
mod source;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use tr::tr;

use crate::domain::channel::Personal;
use crate::error::Error;
use crate::local::config::{Config, Context, DEFAULT_CONTEXT, SANDBOX_CONTEXT, check_name};
use crate::local::environment::Environment;
use crate::local::options::{DEFAULT_TIMEOUT, Format, Global, Lang, When, words};
use crate::text::pasted;

pub use crate::domain::base_url::VENDOR_URL;
pub use source::{Setting, Source};

/// The first wait before a request is repeated (contract: exponential backoff from 1 s).
pub const DEFAULT_RETRY_BASE: Duration = Duration::from_secs(1);

/// Everything that decides how a command runs.
#[derive(Clone, Debug)]
pub struct Settings {
    pub output: Format,
    /// What is made of the JSON.
    pub jq: Option<String>,
    /// The columns of a list, as chosen.
    pub columns: Vec<String>,
    pub quiet: bool,
    pub verbose: bool,
    /// Where every request is noted.
    pub log_file: Option<PathBuf>,
    pub color: When,
    /// What longer output goes through on a terminal.
    pub pager: Option<String>,
    /// The language that the server is asked for.
    pub lang: Lang,
    /// Budget of the whole command.
    pub timeout: Duration,
    /// Somebody chose that budget.
    pub timeout_given: bool,
    /// The first wait before a request is repeated; doubled each time.
    pub retry_base: Duration,
    pub no_input: bool,
    pub yes: bool,
    pub sandbox: bool,
    /// `--sandbox` was given, and not only the variable set.
    pub sandbox_is_flag: bool,
    pub app_key_stdin: bool,
    /// The server, as it was written; `None` where nobody named one.
    pub base_url: Option<Setting<String>>,
    /// Where the console of that server is, where somebody says it.
    pub console_url: Option<Setting<String>>,
    /// The name of the context: an account on a server, with its key.
    pub context: Setting<String>,
    /// Personal channels that a private deployment has switched off.
    pub channels_off: Vec<Personal>,
    /// Paths in place of the contract's, by operationId; only assumed operations have one.
    pub endpoints: BTreeMap<String, String>,
    pub config: Config,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings::resolve(
            &Global::default(),
            &Environment::default(),
            Config::default(),
        )
        .expect("where nothing is given, nothing is wrong")
    }
}

/// The variables that name a server, the first of them first.
pub const SERVERS: [&str; 2] = ["DUTY_BASE_URL", "FLASHDUTY_BASE_URL"];

impl Settings {
    /// Flags over environment over `config.toml` (the context, then beside it) over default.
    pub fn resolve(global: &Global, env: &Environment, config: Config) -> Result<Settings, Error> {
        if let Some(name) = env.not_text() {
            return Err(Error::usage(tr!("{name} is not UTF-8 text", name))
                .hint(tr!("set {name} anew, or unset it", name)));
        }
        // clap compares only what stands at one place of the command line.
        let elsewhere = [
            ("--base-url", global.base_url.is_some()),
            ("--context", global.context.is_some()),
            ("--app-key-stdin", global.app_key_stdin),
        ];
        let elsewhere = elsewhere.into_iter().find(|(_, given)| *given);
        if global.wants_sandbox()
            && let Some((other, _)) = elsewhere
        {
            return Err(Error::usage(tr!(
                "'{argument}' cannot be used with '{other}'",
                argument = "--sandbox",
                other
            )));
        }
        // What is on the command line is meant: a flag that names a server or an account wins over
        // the variable.
        let variable = cfg!(feature = "sandbox") && env.is_on("DUTY_SANDBOX");
        let sandbox = global.wants_sandbox() || (variable && elsewhere.is_none());
        let context = context(global, env, &config, sandbox)?;
        // The sandbox is none of the contexts, and has nothing of theirs.
        let own = config.contexts.get(&context.value).filter(|_| !sandbox);
        let own = own.cloned().unwrap_or_default();
        let base_url = given(global.base_url.as_ref(), "--base-url", env, &SERVERS);
        let of_context = own
            .base_url
            .map(|url| Setting::new(url, Source::Context(context.value.clone())));
        let of_console = own
            .console_url
            .map(|url| Setting::new(url, Source::Context(context.value.clone())));
        let seconds = match global.timeout {
            None => number(env, "DUTY_TIMEOUT", 3600)?,
            given => given,
        };
        let output = output(global, env)?.or(own.output).or(config.output);
        let output = output.unwrap_or_default();
        if !global.columns.is_empty() && !output.is_for_lists() {
            return Err(Error::usage(tr!("--columns is for -o csv and -o tsv")));
        }
        let no_color = env.os("NO_COLOR").map(|_| When::Never);
        Ok(Settings {
            output,
            jq: global.jq.clone(),
            columns: global.columns.clone(),
            quiet: global.quiet,
            verbose: global.verbose,
            log_file: global.log_file.clone(),
            color: choice(global.color, env, "DUTY_COLOR")?
                .or(no_color)
                .or(config.color)
                .unwrap_or_default(),
            pager: pager::of(env, global.no_pager),
            lang: choice(global.lang, env, "DUTY_LANG")?
                .or(own.lang)
                .or(config.lang)
                .unwrap_or_else(|| of_locale(env)),
            timeout: seconds.map_or(DEFAULT_TIMEOUT, Duration::from_secs),
            timeout_given: seconds.is_some(),
            retry_base: number(env, "DUTY_RETRY_BASE_MS", 60_000)?
                .map_or(DEFAULT_RETRY_BASE, Duration::from_millis),
            no_input: global.no_input || env.is_on("DUTY_NO_INPUT") || env.is_on("CI"),
            yes: global.yes,
            sandbox,
            sandbox_is_flag: global.wants_sandbox(),
            app_key_stdin: global.app_key_stdin,
            base_url: base_url.or(of_context),
            console_url: given(None, "", env, &["DUTY_CONSOLE_URL"]).or(of_console),
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
        let own = self.config.contexts.get(&self.context.value);
        own.filter(|_| !self.sandbox)
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
    if sandbox {
        return Ok(Setting::new(SANDBOX_CONTEXT.into(), Source::Sandbox));
    }
    let of_file = config.context.clone();
    let named = given(global.context.as_ref(), "--context", env, &["DUTY_CONTEXT"])
        .or_else(|| of_file.map(|name| Setting::new(name, Source::File)));
    let Some(named) = named else {
        return Ok(Setting::new(DEFAULT_CONTEXT.into(), Source::Default));
    };
    check_name(&named.value).map_err(|error| error.while_doing(&named.source))?;
    Ok(named)
}

/// A filter of JSON asks for JSON.
fn output(global: &Global, env: &Environment) -> Result<Option<Format>, Error> {
    match (&global.jq, global.output) {
        (Some(_), None | Some(Format::Json)) => Ok(Some(Format::Json)),
        (Some(_), Some(_)) => {
            Err(Error::usage(tr!("--jq makes something of JSON")).hint(tr!("leave out --output")))
        }
        (None, flag) => choice(flag, env, "DUTY_OUTPUT"),
    }
}

/// What the flag says, else what a variable says.
fn given(
    flag: Option<&String>,
    name: &'static str,
    env: &Environment,
    variables: &[&'static str],
) -> Option<Setting<String>> {
    match flag {
        Some(value) => Some(Setting::new(pasted(value).into_owned(), Source::Flag(name))),
        None => env
            .first(variables)
            .map(|(name, value)| Setting::new(pasted(value).into_owned(), Source::Variable(name))),
    }
}

/// What the flag says, else what the variable says.
fn choice<T: clap::ValueEnum>(
    flag: Option<T>,
    env: &Environment,
    name: &str,
) -> Result<Option<T>, Error> {
    match (flag, env.get(name)) {
        (None, Some(text)) => T::from_str(&pasted(text), true)
            .map(Some)
            .map_err(|_| bad_variable(name, &words::<T>())),
        (flag, _) => Ok(flag),
    }
}

fn number(env: &Environment, name: &str, most: u64) -> Result<Option<u64>, Error> {
    match env.get(name).map(|text| pasted(text).parse()) {
        None => Ok(None),
        Some(Ok(number)) if (1..=most).contains(&number) => Ok(Some(number)),
        Some(_) => Err(bad_variable(name, &format!("1..{most}"))),
    }
}

/// The value is not repeated: it might be a key in the wrong place.
fn bad_variable(name: &str, expected: &str) -> Error {
    Error::usage(tr!(
        "{name} is not usable; expected one of: {expected}",
        name,
        expected
    ))
}

/// The language of the locale: `LC_ALL`, then `LC_MESSAGES`, then `LANG`. On macOS and Windows programs are
/// mostly started without them, and the system is asked. What is written is UTF-8, which a terminal of another
/// character set would not show: that one is spoken to in English.
pub fn of_locale(env: &Environment) -> Lang {
    let named = env.first(&["LC_ALL", "LC_MESSAGES", "LANG"]);
    let locale = named.map(|(_, locale)| locale.to_owned());
    #[cfg(any(windows, target_vendor = "apple"))]
    let locale = locale.or_else(sys_locale::get_locale);
    let locale = locale.unwrap_or_default().to_ascii_lowercase();
    let shown = !locale.contains('.') || locale.contains("utf-8") || locale.contains("utf8");
    match locale.starts_with("zh") && shown {
        true => Lang::Zh,
        false => Lang::En,
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
    fn a_terminal_without_utf8_is_spoken_to_in_english() {
        for (locale, lang) in [
            ("zh_CN", Lang::Zh),
            ("zh_CN.UTF-8", Lang::Zh),
            ("zh_CN.GB18030", Lang::En),
            ("C", Lang::En),
        ] {
            assert_eq!(of_locale(&env(&[("LANG", locale)])), lang, "{locale}");
        }
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
            ("DUTY_OUTPUT", "xml"),
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
