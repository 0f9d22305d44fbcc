//! What the arguments ask for where they cannot be understood: help and mistakes are told in the language, the format
//! and the colors that were asked for.

use std::ffi::OsString;

use clap::builder::StringValueParser;
use clap::{ArgAction, CommandFactory, ValueEnum};

use crate::cli::tree::Root;
use crate::local::environment::Environment;
use crate::local::options::{Format, Lang, When};
use crate::local::settings;

/// What the options say, else the environment.
pub fn or_environment(
    lang: Option<Lang>,
    output: Option<Format>,
    env: &Environment,
) -> (Lang, Format) {
    let lang = lang.or_else(|| known(env.get("DUTY_LANG")?, false));
    let output = output.or_else(|| known(env.get("DUTY_OUTPUT")?, true));
    let lang = lang.unwrap_or_else(|| settings::of_locale(env));
    (lang, output.unwrap_or_default())
}

/// The same for arguments that cannot be understood.
pub fn asked_for(arguments: &[OsString], env: &Environment) -> (Lang, Format) {
    let Asked { lang, output, .. } = options(arguments);
    // A language that duty does not speak stands for that of the locale, a format for people's.
    let lang = lang.map(|word| known(&word, false).unwrap_or_else(|| settings::of_locale(env)));
    let output = output.map(|word| known(&word, false).unwrap_or_default());
    or_environment(lang, output, env)
}

/// Whether to color what is told of them, or of what is wrong before the settings are known.
pub fn color(arguments: &[OsString], env: &Environment) -> When {
    let asked = options(arguments).color;
    let asked = asked.and_then(|word| known(&word, false));
    let of_variable = || known(env.get("DUTY_COLOR")?, true);
    let no_color = || env.os("NO_COLOR").map(|_| When::Never);
    let color = asked.or_else(of_variable).or_else(no_color);
    color.unwrap_or_default()
}

fn known<T: ValueEnum>(word: &str, ignore_case: bool) -> Option<T> {
    T::from_str(word, ignore_case).ok()
}

/// The last values of these options.
#[derive(Default)]
struct Asked {
    lang: Option<String>,
    output: Option<String>,
    color: Option<String>,
}

fn options(arguments: &[OsString]) -> Asked {
    let mut root = Root::command()
        .no_binary_name(true)
        .ignore_errors(true)
        .arg_required_else_help(false)
        .subcommand_required(false)
        .mut_args(|arg| match arg.get_id().as_str() {
            // Also what is no value of theirs was asked for.
            "lang" | "output" | "color" => arg.value_parser(StringValueParser::new()),
            "help" | "version" => arg.action(ArgAction::SetTrue),
            _ => arg,
        });
    let mut asked = Asked::default();
    let words = arguments.iter().skip(1).take_while(|word| *word != "--");
    let words: Vec<_> = words.collect();
    for start in 0..words.len() {
        // An option and its value at a time: even when it ignores errors, clap reads nothing behind the first.
        let pair = words[start..].iter().take(2);
        if let Ok(found) = root.try_get_matches_from_mut(pair) {
            let last = |name: &str, before| found.get_one(name).cloned().or(before);
            asked.lang = last("lang", asked.lang);
            asked.output = last("output", asked.output);
            asked.color = last("color", asked.color);
            // A filter of JSON asks for JSON.
            if found.contains_id("jq") {
                asked.output = Some("json".into());
            }
        }
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str) -> (Lang, Format) {
        let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
        asked_for(&words, &Environment::default())
    }

    #[test]
    fn the_language_is_known_before_the_arguments_are() {
        assert_eq!(asked("duty --lang zh --nosuch").0, Lang::Zh);
        assert_eq!(asked("duty --nosuch --lang zh").0, Lang::Zh);
        assert_eq!(asked("duty --lang=zh").0, Lang::Zh);
        assert_eq!(asked("duty --lang=fr").0, Lang::En);
        assert_eq!(asked("duty").0, Lang::En);
    }

    #[test]
    fn the_color_is_known_before_the_arguments_are() {
        let color = |words: &str, pairs: &[(&str, &str)]| {
            let words: Vec<OsString> = words.split(' ').map(OsString::from).collect();
            super::color(&words, &Environment::of(pairs.iter().copied()))
        };
        assert_eq!(color("duty --nosuch", &[]), When::Auto);
        assert_eq!(color("duty --nosuch", &[("NO_COLOR", "1")]), When::Never);
        assert_eq!(
            color("duty --nosuch", &[("DUTY_COLOR", "never")]),
            When::Never
        );
        let both = [("DUTY_COLOR", "always"), ("NO_COLOR", "1")];
        assert_eq!(color("duty --nosuch", &both), When::Always);
        for words in [
            "--color never",
            "--color=never",
            "--color always --color never",
        ] {
            assert_eq!(color(&format!("duty {words} --nosuch"), &both), When::Never);
        }
        assert_eq!(color("duty -- --color never", &[]), When::Auto);
        assert_eq!(color("duty --color", &[("NO_COLOR", "1")]), When::Never);
    }

    #[test]
    fn the_format_is_known_wherever_it_stands() {
        for words in [
            "--nosuch -o json",
            "--nosuch=5 prefs --output=json",
            "-Vojson",
            "-hojson",
            "-o table -ojson",
            "prefs set -x -qvyo=json --timeout",
        ] {
            assert_eq!(asked(&format!("duty {words}")).1, Format::Json, "{words}");
        }
        for words in [
            "-- -o json",
            "-o jsonx",
            "-o json -o table",
            "-xojson",
            "-o",
        ] {
            assert_eq!(asked(&format!("duty {words}")).1, Format::Table, "{words}");
        }
    }
}
