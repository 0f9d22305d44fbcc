//! The verbs that deal in text: `export`, `apply`, `diff`.

use std::path::Path;

use tr::tr;

use crate::commands::prefs::args::{Apply, Diff, Writing};
use crate::commands::prefs::{file, resolve};
use crate::domain::changes::Step;
use crate::error::{Error, Exit, Kind};
use crate::local::config::name_shown;
use crate::local::files;
use crate::session::app::{App, Session};
use crate::session::preferences::change;
use crate::session::preferences::change::{Mode, Order};
use crate::session::preferences::facts;
use crate::session::preferences::facts::View;
use crate::text::duty;

/// `export`.
pub fn export(session: &mut Session<'_>) -> Result<Exit, Error> {
    let view = facts::view(session)?;
    if session.out.is_json() {
        session.out.json(&file::json(&view.preference))?;
    } else {
        let text = file::toml(&view.preference, &view.facts);
        session.out.result(&text)?;
    }
    Ok(Exit::Done)
}

/// `apply`.
pub fn apply(app: &mut App, command: &Apply) -> Result<Exit, Error> {
    let mut order = command.writing.order("apply".into());
    if command.check {
        order.mode = Mode::Check;
    }
    with_file(app, &command.file, order)
}

/// `diff`.
pub fn diff(app: &mut App, command: &Diff) -> Result<Exit, Error> {
    let mut order = Writing::default().order("diff".into());
    order.mode = Mode::Check;
    // Comparing refuses nothing and warns of nothing: it is not about to be done.
    order.allow_silent = true;
    order.restores = true;
    with_file(app, &command.file, order)
}

fn with_file(app: &mut App, path: &Path, mut order: Order) -> Result<Exit, Error> {
    let name = if path == Path::new("-") {
        tr!("standard input")
    } else {
        let shown = path.display().to_string();
        if shown.contains(['.', '/']) {
            shown
        } else {
            // A key that was typed here is not repeated.
            name_shown(&shown).to_owned()
        }
    };
    // What is wrong with the text is found before anything is asked of the server.
    let text = text_of(path, &name, app.settings.app_key_stdin)?;
    let listed = file::parse(&text).map_err(|mistakes| of_mistakes(&name, &mistakes))?;
    if listed.is_empty() {
        return Err(Error::usage(tr!("{name} names no target", name)).hint(tr!(
            "'{command}' shows how it is written",
            command = duty!("prefs export")
        )));
    }
    let mut session = app.session()?;
    let view = facts::to_change(&session)?;
    order.steps = steps(&session, &name, &listed, &view)?;
    change::carry_out(&mut session, &view, &order)
}

/// What a text's lists are to become.
///
/// # Errors
/// As [`resolve::file_channels`].
pub fn steps(
    session: &Session<'_>,
    name: &str,
    listed: &[file::Listed],
    view: &View,
) -> Result<Vec<(crate::domain::preference::Target, Step)>, Error> {
    let lists = resolve::file_channels(session, name, listed, &view.facts, &view.preference)?;
    Ok(lists
        .into_iter()
        .map(|(target, channels)| (target, Step::Set(channels)))
        .collect())
}

/// The error that these mistakes are.
pub fn of_mistakes(name: &str, mistakes: &[file::Mistake]) -> Error {
    resolve::of_mistakes(name, mistakes)
        .unwrap_or_else(|| Error::usage(tr!("{name} cannot be read", name)))
}

fn text_of(path: &Path, name: &str, key_on_stdin: bool) -> Result<String, Error> {
    let read = if path == Path::new("-") {
        if key_on_stdin {
            return Err(Error::usage(tr!(
                "standard input is the APP key here, and cannot be the file as well"
            )));
        }
        files::read_limited(std::io::stdin(), files::MIB)
    } else {
        // A pipe is welcome here: 'apply -f <(…)'.
        std::fs::File::open(path).and_then(|file| files::read_limited(file, files::MIB))
    };
    read.and_then(files::into_text)
        .map_err(|why| Error::new(Kind::Failed, tr!("cannot read {name}: {why}", name, why)))
}
