//! `duty prefs edit`: the text of `export` in an editor, and what is saved applied.

use std::path::{Path, PathBuf};
use std::time::Instant;

use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::options::WriteOptions;
use crate::commands::prefs::{from_text, text, windows};
use crate::domain::changes;
use crate::domain::changes::Step;
use crate::domain::preference::Target;
use crate::error::{Error, Exit, Kind};
use crate::local::child::{alone, child};
use crate::local::files;
use crate::local::interruption;
use crate::session::app::{App, Session};
use crate::session::preferences::apply::{apply, refuse_switched_off};
use crate::session::preferences::describe;
use crate::session::preferences::facts::Snapshot;
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::terminal::Uninterrupted;
use crate::ui::terminal::beside::{BY_ITSELF, wait};

#[derive(Debug, clap::Args)]
pub struct Edit {
    #[command(flatten)]
    pub write: WriteOptions,
}

pub const EXAMPLES: Examples = examples! { "prefs edit":
    "duty prefs edit" => "In the editor that VISUAL or EDITOR names",
    "EDITOR='code -w' duty prefs edit" => "With another editor, this once",
};

/// Lines of this beginning are duty's own, and not kept.
const REMARK: &str = "#! ";

pub fn run(app: &mut App, command: &Edit) -> Result<Exit, Error> {
    let editor = match app.env.first(&["VISUAL", "EDITOR"]) {
        Some((_, editor)) => editor.to_owned(),
        None if app.terminal.may_ask() => "vi".to_owned(),
        None => {
            return Err(Error::usage(tr!(
                "no editor is named, and there is no terminal to open one on"
            ))
            .hint(tr!(
                "set VISUAL or EDITOR, or use '{export}' and '{apply}'",
                export = duty!("prefs export"),
                apply = duty!("prefs apply -f FILE")
            )));
        }
    };
    let mut session = app.session()?;
    let snapshot = Snapshot::to_change(&session)?;
    let mut change = command.write.change("edit".into());
    change.stale = true;
    let Some((steps, saved)) = edited(&session, &editor, &snapshot)? else {
        session.out.note(&tr!("Nothing was changed."));
        return Ok(Exit::Done);
    };
    // A list that was not touched is not meant, whatever happened to it meanwhile; one that was not told stands in the text
    // only where it was written there.
    let before = &snapshot.preference;
    let changed = changes::perform(before, &steps).changed(before);
    let is_meant = |target: &Target| changed.contains(target) || !before.is_told(*target);
    change.steps = steps;
    change.steps.retain(|(target, _)| is_meant(target));
    apply(&mut session, &snapshot, &change).map_err(|error| kept(error, keep(&saved)))
}

/// Put what was saved where it outlives this command, which could not apply it.
fn keep(saved: &str) -> Option<PathBuf> {
    let file = scratch().ok()?;
    std::fs::write(file.path(), saved).ok()?;
    Some(file.keep().ok()?.1)
}

fn kept(error: Error, path: Option<PathBuf>) -> Error {
    match path {
        // As it stands it is refused again.
        Some(path) if error.kind == Kind::Usage => {
            let file = path.display();
            let command = duty!("prefs apply -f", file);
            error.detail(tr!(
                "what you saved is kept in {file}: mend it there, then '{command}' applies it",
                file,
                command
            ))
        }
        Some(path) => error.detail(tr!(
            "what you saved is kept: '{command}' applies it",
            command = duty!("prefs apply -f", path.display())
        )),
        None => error,
    }
}

fn text_of(scratch: &Path) -> Result<String, Error> {
    let saved = files::read(scratch, files::MIB)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&saved).into_owned())
}

/// What is saved after the editor came back; whoever leaves the question may save still.
fn saved_later(session: &Session<'_>, editor: &str, scratch: &Path) -> Result<String, Error> {
    session.out.tell(
        &tr!("The editor came back, and nothing was saved yet."),
        Tone::Caution,
    );
    let waiting = windows::waiting(editor);
    session.out.note(&match waiting {
        Some(waiting) => tr!("'{waiting}' waits until its window is closed.", waiting),
        None => tr!("An editor with a window of its own needs an option to wait, as in 'code --wait' or 'gvim -f'."),
    });
    session.line(&tr!("Save it there, then press Enter here (Esc gives up)"))?;
    text_of(scratch)
}

/// A file that only this person can read, gone when it is dropped.
fn scratch() -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix("duty-prefs-")
        .suffix(".toml")
        .tempfile()
}

/// What is to be done, and the text that says so.
type Edited = (Vec<(Target, Step)>, String);

/// Edit until it can be read. Nothing where it was left as it was, or empty.
fn edited(
    session: &Session<'_>,
    editor: &str,
    snapshot: &Snapshot,
) -> Result<Option<Edited>, Error> {
    let folder = |error: std::io::Error| {
        Error::new(Kind::Failed, tr!("cannot write a file to edit: {0}", error)).hint(tr!(
            "name a folder that you can write to in TMPDIR; or use {0} and {1}",
            duty!("prefs export"),
            duty!("prefs apply").option("-f", "FILE")
        ))
    };
    let mut opened = text::toml(&snapshot.preference, &snapshot.facts) + &legend(snapshot);
    // What was given back with its mistake named on top.
    let mut returned: Option<String> = None;
    loop {
        // 0600, gone at the end of the round, and under a new name in each: an editor that
        // remembers its place in a file would open below the remarks.
        let scratch = scratch().map_err(folder)?.into_temp_path();
        std::fs::write(&scratch, &opened).map_err(folder)?;
        let began = Instant::now();
        let ended = open(editor, &scratch);
        if interruption::came() {
            return Err(left(&ended, scratch, &opened));
        }
        let took = began.elapsed();
        session.api.extend_deadline(took);
        let mut saved = match text_of(&scratch) {
            Ok(saved) => saved,
            Err(error) => return Err(kept(error, scratch.keep().ok())),
        };
        if let Err(error) = ended.map(|_| ()) {
            return Err(if saved == opened {
                error
            } else {
                kept(error, scratch.keep().ok())
            });
        }
        let left_early = saved == opened && windows::may_be_open_still(editor, took);
        if left_early && session.terminal.may_ask() {
            match saved_later(session, editor, &scratch) {
                Ok(later) => saved = later,
                Err(error) => return Err(kept(error, scratch.keep().ok())),
            }
        }
        let own: String = saved
            .split_inclusive('\n')
            .filter(|line| !line.starts_with(REMARK))
            .collect();
        let says_nothing = own
            .lines()
            .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
        let untouched = returned.is_none() && saved == opened;
        if says_nothing || untouched {
            return Ok(None);
        }
        let mistake = match understood(session, snapshot, &own) {
            Ok(steps) => return Ok(Some((steps, own))),
            Err(error) if error.kind == Kind::Interrupted => return Err(kept(error, keep(&own))),
            Err(error) => error,
        };
        // The same mistake again, the remarks kept or not: whoever did that has given up, or is a
        // script that would do it for ever. One that nobody watches may make another each time.
        let again = |text: String| text.trim_end() == own.trim_end() || !session.terminal.may_ask();
        if returned.is_some_and(again) {
            return Err(kept(mistake.detail(tr!("nothing was changed")), keep(&own)));
        }
        // The remarks on top move the text down, and the places that they name with it.
        let moved = "\n".repeat(1 + mistake.details.len()) + &own;
        let mistake = understood(session, snapshot, &moved)
            .err()
            .unwrap_or(mistake);
        opened = String::new();
        for line in std::iter::once(&mistake.message).chain(&mistake.details) {
            opened += &format!("{REMARK}{}\n", session.out.plain(line));
        }
        opened += &own;
        returned = Some(own);
    }
}

fn understood(
    session: &Session<'_>,
    snapshot: &Snapshot,
    own: &str,
) -> Result<Vec<(Target, Step)>, Error> {
    let name = tr!("the text");
    let lists = from_text::parse(&name, own)?;
    let steps = from_text::steps(session, &name, &lists, snapshot, false)?;
    refused(snapshot, &steps)?;
    Ok(steps)
}

/// What would be refused afterwards is better said while the text is still there.
fn refused(snapshot: &Snapshot, steps: &[(Target, Step)]) -> Result<(), Error> {
    let after = changes::perform(&snapshot.preference, steps);
    refuse_switched_off(
        &snapshot.facts,
        &changes::difference(&snapshot.preference, &after),
    )
}

/// What can be written, as comments below the text.
fn legend(snapshot: &Snapshot) -> String {
    let mut text = format!("\n# Channels: {}.\n", text::valid_words());
    for integration in snapshot.facts.integrations.known().into_iter().flatten() {
        if integration.im().is_some() {
            text += &format!(
                "#   {}\n",
                crate::ui::visible(&describe::candidate(integration))
            );
        }
    }
    text
}

/// A signal came that was not the editor's: nothing is applied. What was saved is kept; and so is the file of one that
/// did not end by itself, for it may be open still.
fn left(ended: &Result<Ended, Error>, scratch: tempfile::TempPath, opened: &str) -> Error {
    let error = Error::interrupted();
    // What cannot be read is not thrown away.
    let is_untouched = text_of(&scratch).is_ok_and(|saved| saved == opened);
    match ended {
        Ok(Ended::Yes) if is_untouched => error,
        Err(_) | Ok(Ended::NotYet) if is_untouched => match scratch.keep() {
            Ok(path) => error.detail(tr!(
                "what the editor still saves is kept: '{command}' applies it",
                command = duty!("prefs apply -f", path.display())
            )),
            Err(_) => error,
        },
        _ => kept(error, scratch.keep().ok()),
    }
}

/// Whether the editor did.
enum Ended {
    Yes,
    NotYet,
}

/// Run the editor and wait; it may have words of its own ("code -w"), which the shell splits, as
/// git does it.
fn open(editor: &str, path: &Path) -> Result<Ended, Error> {
    let mut command;
    if cfg!(windows) {
        let mut words = editor.split_whitespace();
        command = child(words.next().unwrap_or("notepad"));
        command.args(words).arg(path);
    } else {
        command = child("sh");
        command
            .arg("-c")
            .arg(alone(&format!("{editor} \"$@\"")))
            .arg(editor)
            .arg(path);
    }
    let failed = |why: String| {
        Error::new(
            Kind::Failed,
            tr!("the editor '{editor}' failed: {why}", editor, why),
        )
        .detail(tr!("nothing was changed"))
        .hint(tr!("VISUAL or EDITOR names another one"))
    };
    // Ctrl-C is the editor's while it has the terminal.
    match Uninterrupted::meant_for_another(|| wait(&mut command.spawn()?, BY_ITSELF)) {
        Ok(None) => Ok(Ended::NotYet),
        Ok(Some(status)) if status.success() => Ok(Ended::Yes),
        Ok(Some(status)) => Err(failed(status.to_string())),
        Err(error) => Err(failed(error.to_string())),
    }
}
