//! From a text to a change of the preferences, for `apply`, `diff` and `edit`. Mistakes are named with their
//! place in the text.

use std::path::Path;

use tr::tr;

use crate::commands::prefs::options::ImChoice;
use crate::commands::prefs::text::{Mistake, TargetList};
use crate::commands::prefs::{resolve, text};
use crate::domain::changes::Step;
use crate::domain::channel::{Channel, ChannelKind, ImType, Personal};
use crate::domain::preference::Target;
use crate::error::{Error, Exit};
use crate::local::config::name_shown;
use crate::local::files;
use crate::session::app::{App, Session};
use crate::session::preferences::apply::apply;
use crate::session::preferences::change::Change;
use crate::session::preferences::describe;
use crate::session::preferences::facts::Snapshot;
use crate::text::duty;
use crate::ui::Warning;

/// Make the preferences what a file says.
pub fn run(app: &mut App, path: &Path, strict: bool, mut change: Change) -> Result<Exit, Error> {
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
    change.steps = steps(&session, &name, &lists, &snapshot, strict)?;
    apply(&mut session, &snapshot, &change)
}

fn read(path: &Path, name: &str, key_on_stdin: bool) -> Result<String, Error> {
    if key_on_stdin && path == Path::new("-") {
        return Err(Error::usage(tr!(
            "standard input is the APP key here, and cannot be the file as well"
        )));
    }
    files::read_named(path, name)
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
    strict: bool,
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
                error.while_doing(format!("{name}:{position}")).at(
                    name,
                    position.line,
                    position.column,
                )
            })?;
            match resolved {
                Some(channel)
                    if list.target == Target::StatusPage
                        && matches!(channel.kind(), ChannelKind::Personal(_)) =>
                {
                    mistakes.push(at(resolve::not_on_a_status_page()));
                }
                Some(channel) => {
                    let stranger = !channel.is_known() && !present.contains(&channel);
                    if stranger && strict {
                        mistakes.push(at(tr!("duty does not know the channel '{word}'", word)));
                    } else if stranger {
                        session.out.warn_of(
                            Warning::UnknownChannel,
                            &tr!(
                                "duty does not know the channel '{word}', and sends it as it is",
                                word
                            ),
                        );
                    }
                    channels.push(channel);
                }
                None => mistakes.push(at(match near(word) {
                    Some(similar) => tr!(
                        "'{word}' is not a channel; did you mean '{similar}'?",
                        word,
                        similar
                    ),
                    None => {
                        let words = text::valid_words();
                        tr!("'{word}' is not a channel; expected {words}", word, words)
                    }
                })),
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
    let place = first.position;
    let mut error = Error::usage(line(first)).at(name, place.line, place.column);
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
    match meant(word, present) {
        Meant::Channel(channel) => Ok(Some(channel)),
        Meant::Choice(choice) => resolve::im(session, &choice, &snapshot.facts).map(Some),
        Meant::Nothing => Ok(None),
    }
}

/// What a word of a text means before anybody is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This channel.
    Channel(Channel),
    /// An IM app that is to be found.
    Choice(ImChoice),
    /// No channel.
    Nothing,
}

/// The same, where these channels are listed already.
pub fn meant(word: &str, present: &[Channel]) -> Meant {
    if let Some(personal) = Personal::of_word(word) {
        return Meant::Channel(Channel::personal(personal));
    }
    let choice = match Channel::of_raw_word(word) {
        // What is listed somewhere already may stay or move.
        Some(raw) if present.contains(&raw) => return Meant::Channel(raw),
        Some(raw) => match raw.kind() {
            ChannelKind::Im(im, id) => Some(ImChoice {
                im,
                instance: Some(id.to_string()),
            }),
            // A newer server may know it; what is nearly a known word is more likely a mistake.
            _ if near(word).is_none() => return Meant::Channel(raw),
            _ => None,
        },
        None => word.parse().ok(),
    };
    let Some(choice) = choice else {
        return Meant::Nothing;
    };
    // What is listed already may stay, also where the instance is gone.
    if let Some(Ok(id)) = choice.instance.as_deref().map(str::parse::<u64>) {
        let channel = Channel::im(choice.im, id);
        if present.contains(&channel) {
            return Meant::Channel(channel);
        }
    }
    Meant::Choice(choice)
}

/// The word that was meant, where this is within two letters of one that duty knows.
fn near(word: &str) -> Option<String> {
    let word = word.strip_prefix("raw:").unwrap_or(word);
    let (name, id) = match word.split_once(':') {
        Some((name, id)) => (name, Some(id)),
        None => (word, None),
    };
    let name = name.strip_suffix("_app").unwrap_or(name);
    let known: Vec<&str> = match id {
        Some(_) => ImType::ALL.map(ImType::word).to_vec(),
        None => {
            let own = Personal::ALL.map(Personal::word).into_iter();
            own.chain(ImType::ALL.map(ImType::word)).collect()
        }
    };
    let apart = |known: &str| strsim::osa_distance(&name.to_lowercase(), known);
    // Of a short word two letters are most of it.
    let most = |known: &str| if known.len() > 4 { 2 } else { 1 };
    let near = known
        .into_iter()
        .filter(|known| apart(known) <= most(known));
    let nearest = near.min_by_key(|known| apart(known))?;
    Some(match id {
        Some(id) => format!("{nearest}:{id}"),
        None => nearest.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_or_two_is_a_mistake_and_more_is_not() {
        for (word, meant) in [
            ("voise", Some("voice")),
            ("emial", Some("email")),
            ("feishuu:4401", Some("feishu:4401")),
            ("dingtlk_app:7", Some("dingtalk:7")),
            ("ap", Some("app")),
            ("raw:vioce", Some("voice")),
            ("future_app:9", None),
            ("pager", None),
            ("line_app:9", None),
            ("im", None),
        ] {
            assert_eq!(near(word).as_deref(), meant, "{word}");
        }
    }
}
