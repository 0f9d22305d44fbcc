//! Live completion: `COMPLETE=bash duty` prints what makes a shell ask duty, which then answers from what is on
//! this machine: the tree of commands, `config.toml`, and what the last commands saw. No server and no keyring is
//! asked. The scripts of `completions/` know no values; they are for packages.

mod line;
mod shells;
mod tied;
mod values;

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use clap_complete::Shell;
use tr::tr;

use crate::cli::complete::shells::{Offer, Typed};
use crate::cli::complete::values::Known;
use crate::cli::tree;
use crate::domain::base_url::BaseUrl;
use crate::error::{Error, Exit};
use crate::local::config::Config;
use crate::local::environment::Environment;
use crate::local::options::{Global, Lang};
use crate::local::paths::Paths;
use crate::local::seen::{Place, Things};
use crate::local::settings::{Settings, VENDOR_URL};
use crate::session::app::App;
use crate::ui::language::translate;

/// Whose name is in it, is asked for by a shell.
const VARIABLE: &str = "COMPLETE";

/// The shell that asks, as it calls itself; `None` where nothing is to be completed.
pub fn asked(env: &Environment, arguments: &[OsString]) -> Option<String> {
    let shell = env.get(VARIABLE).filter(|shell| *shell != "0")?;
    let asks = match arguments {
        [_] => true,
        [_, dashes, ..] => dashes == "--",
        [] => false,
    };
    asks.then(|| shell.to_owned())
}

/// Answer it.
///
/// # Errors
/// Where it is a shell that duty does not know.
pub fn run(app: &mut App, shell: &str, arguments: &[OsString]) -> Result<Exit, Error> {
    let shell = known_shell(shell)?;
    let text = match arguments {
        [_, _, typed @ ..] => {
            let typed: Vec<String> = typed
                .iter()
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            let typed = Typed::of(shell, &typed);
            let offers = offers(app, &typed);
            shells::answer(shell, &typed, &offers)
        }
        [program, ..] => shells::registration(shell, &reachable(Path::new(program))),
        [] => String::new(),
    };
    app.out.result(&text)?;
    Ok(Exit::Done)
}

/// The shell of this name, or of this path, as `$SHELL` has it.
fn known_shell(name: &str) -> Result<Shell, Error> {
    let stem = Path::new(name).file_stem();
    let stem = stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let stem = match stem.as_str() {
        "pwsh" | "powershell_ise" => "powershell",
        stem => stem,
    };
    Shell::from_str(stem, true).map_err(|_| {
        let shells: Vec<String> = Shell::value_variants()
            .iter()
            .map(Shell::to_string)
            .collect();
        Error::usage(tr!("COMPLETE names a shell that duty does not know"))
            .hint(tr!("one of: {0}", shells.join(", ")))
    })
}

/// The program as a shell finds it from any folder.
fn reachable(program: &Path) -> String {
    let whole = match std::env::current_dir() {
        Ok(here) if program.components().count() > 1 => here.join(program),
        _ => program.to_owned(),
    };
    whole.to_string_lossy().into_owned()
}

/// What could come next.
fn offers(app: &App, typed: &Typed) -> Vec<Offer> {
    let tree = tree::whole();
    let before = tied::tied(&tree, &typed.before);
    let (known, lang) = known(app, &before);
    let tree = values::attach(tree, "", &Arc::new(known));
    let ask = |last: &str| {
        let mut words: Vec<OsString> = before.iter().map(OsString::from).collect();
        let at = words.len();
        words.push(OsString::from(last));
        let here = std::env::current_dir().ok();
        let mut tree = tree.clone();
        clap_complete::engine::complete(&mut tree, words, at, here.as_deref()).unwrap_or_default()
    };
    let mut candidates = ask(&typed.last);
    if typed.last == "-" {
        // Of an option with two names the engine tells one, and the long one says more.
        let mut long = ask("--");
        long.append(&mut candidates);
        candidates = long;
    }
    let wants_option = typed.last.starts_with('-');
    let mut offers: Vec<Offer> = Vec::new();
    for candidate in candidates {
        let Some(value) = shells::value_of(&candidate) else {
            continue;
        };
        // An option is offered to whoever begins one.
        let unasked = value.starts_with('-') && !wants_option;
        if unasked || offers.iter().any(|(known, _)| *known == value) {
            continue;
        }
        let about = candidate.get_help().map(ToString::to_string);
        let about = translate(about.as_deref().unwrap_or_default(), lang);
        let about = about.lines().next().unwrap_or_default();
        offers.push((value, crate::text::visible(about)));
    }
    offers
}

/// What is known on this machine of the account that the words mean, and the language to tell it in.
fn known(app: &App, words: &[String]) -> (Known, Lang) {
    let paths = Paths::resolve(&app.env);
    let config = Config::load(&paths).unwrap_or_default();
    let global = Global {
        context: given(words, "--context"),
        base_url: given(words, "--base-url"),
        lang: given(words, "--lang").and_then(|lang| Lang::from_str(&lang, true).ok()),
        #[cfg(feature = "sandbox")]
        sandbox: words.iter().any(|word| word == "--sandbox"),
        ..Global::default()
    };
    let settings = Settings::resolve(&global, &app.env, config.clone());
    let mut things = Things::default();
    let mut lang = Lang::default();
    if let Ok(settings) = settings {
        lang = settings.lang;
        let url = settings.base_url.as_ref();
        let url = BaseUrl::parse(url.map_or(VENDOR_URL, |url| &url.value));
        let place = url.and_then(|url| Place::of(&paths, &settings, &app.env, &url));
        things = place.map_or(things, |place| place.load());
    }
    let known = Known {
        words: words.get(1..).unwrap_or_default().to_vec(),
        config,
        things,
    };
    (known, lang)
}

/// The value of an option.
fn given(words: &[String], name: &str) -> Option<String> {
    let at = words.iter().position(|word| {
        let rest = word.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
    })?;
    match words[at].split_once('=') {
        Some((_, value)) => Some(value.to_owned()),
        None => words.get(at + 1).cloned(),
    }
}
