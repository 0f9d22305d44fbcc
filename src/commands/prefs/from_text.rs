//! From a text to a change of the preferences, for `apply`, `diff` and `edit`. Mistakes are named with their
//! place in the text.

use std::path::Path;

use tr::tr;

use crate::commands::prefs::options::ImChoice;
use crate::commands::prefs::text::{Mistake, TargetList};
use crate::commands::prefs::{resolve, text};
use crate::domain::changes::Step;
use crate::domain::channel::{Channel, ChannelKind, Personal};
use crate::domain::preference::Target;
use crate::error::{Error, Exit, Kind};
use crate::local::config::name_shown;
use crate::local::files;
use crate::session::app::{App, Session};
use crate::session::preferences::apply::apply;
use crate::session::preferences::change::Change;
use crate::session::preferences::describe;
use crate::session::preferences::facts::Snapshot;
use crate::text::duty;

/// Make the preferences what a file says.
pub fn run(app: &mut App, path: &Path, mut change: Change) -> Result<Exit, Error> {
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
    let text = read(path, &name, app.settings.app_key_stdin)?;
    let lists = parse(&name, &text)?;
    if lists.is_empty() {
        return Err(Error::usage(tr!("{name} names no target", name)).hint(tr!(
            "'{command}' shows how it is written",
            command = duty!("prefs export")
        )));
    }
    let mut session = app.session()?;
    let snapshot = Snapshot::to_change(&session)?;
    change.steps = steps(&session, &name, &lists, &snapshot)?;
    apply(&mut session, &snapshot, &change)
}

fn read(path: &Path, name: &str, key_on_stdin: bool) -> Result<String, Error> {
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

/// What a text says; `name` is what it is called in errors.
pub fn parse(name: &str, text: &str) -> Result<Vec<TargetList>, Error> {
    let (lists, mistakes) = text::parse(text);
    refuse(name, &mistakes)?;
    Ok(lists)
}

/// What the lists of a text are to become.
///
/// # Errors
/// `Usage` for words that are no channels, otherwise as [`resolve::channels`].
pub fn steps(
    session: &Session<'_>,
    name: &str,
    lists: &[TargetList],
    snapshot: &Snapshot,
) -> Result<Vec<(Target, Step)>, Error> {
    let mut mistakes = Vec::new();
    let mut steps = Vec::new();
    let present = describe::union(Target::ALL.map(|target| snapshot.preference.channels(target)));
    for list in lists {
        let mut channels = Vec::new();
        for (word, position) in &list.words {
            let at = |text| Mistake {
                position: *position,
                text,
            };
            let resolved = channel(session, word, snapshot, &present).map_err(|mut error| {
                // In a file there are no options.
                error.hint = error.hint.map(|hint| hint.replace("--im ", ""));
                error.while_doing(format!("{name}:{position}"))
            })?;
            match resolved {
                Some(channel)
                    if list.target == Target::StatusPage
                        && matches!(channel.kind(), ChannelKind::Personal(_)) =>
                {
                    mistakes.push(at(resolve::not_on_a_status_page()));
                }
                Some(channel) => channels.push(channel),
                None => {
                    let words = text::valid_words();
                    mistakes.push(at(tr!(
                        "'{word}' is not a channel; expected {words}",
                        word,
                        words
                    )));
                }
            }
        }
        steps.push((list.target, Step::Set(channels)));
    }
    refuse(name, &mistakes)?;
    Ok(steps)
}

fn refuse(name: &str, mistakes: &[Mistake]) -> Result<(), Error> {
    let line = |mistake: &Mistake| {
        let position = format!("{name}:{}", mistake.position);
        tr!("{0}: {1}", position, mistake.text)
    };
    let Some((first, others)) = mistakes.split_first() else {
        return Ok(());
    };
    let mut error = Error::usage(line(first));
    error.details = others.iter().map(line).collect();
    Err(error.hint(tr!(
        "'{command}' shows how it is written",
        command = duty!("prefs export")
    )))
}

/// The channel of a word, if it is one.
fn channel(
    session: &Session<'_>,
    word: &str,
    snapshot: &Snapshot,
    present: &[Channel],
) -> Result<Option<Channel>, Error> {
    if let Some(personal) = Personal::of_word(word) {
        return Ok(Some(Channel::personal(personal)));
    }
    let choice = match Channel::of_raw_word(word) {
        // What is listed somewhere already may stay or move; anything else is more likely a mistake
        // than something that a newer server knows.
        Some(raw) if present.contains(&raw) => return Ok(Some(raw)),
        Some(raw) => match raw.kind() {
            ChannelKind::Im(im, id) => Some(ImChoice {
                im,
                instance: Some(id.to_string()),
            }),
            _ => None,
        },
        None => word.parse().ok(),
    };
    let Some(choice) = choice else {
        return Ok(None);
    };
    // What is listed already may stay, also where the instance is gone.
    if let Some(Ok(id)) = choice.instance.as_deref().map(str::parse::<u64>) {
        let channel = Channel::im(choice.im, id);
        if present.contains(&channel) {
            return Ok(Some(channel));
        }
    }
    resolve::im(session, &choice, &snapshot.facts).map(Some)
}
