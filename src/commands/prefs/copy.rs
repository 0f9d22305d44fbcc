//! `duty prefs copy`: what another target lists.

use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::options::{Targets, WriteOptions};
use crate::domain::changes;
use crate::domain::changes::Step;
use crate::domain::channel::Channel;
use crate::domain::preference::Target;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::session::preferences::apply::apply;
use crate::session::preferences::facts::Snapshot;
use crate::session::preferences::{change, describe};
use crate::text::duty;

#[derive(Debug, clap::Args)]
pub struct Copy {
    /// What is copied
    #[arg(value_name = "SOURCE", value_enum, ignore_case = true)]
    pub source: Target,
    #[command(flatten)]
    pub targets: Targets,
    #[command(flatten)]
    pub write: WriteOptions,
}

pub const EXAMPLES: Examples = examples! { "prefs copy":
    "duty prefs copy critical warning info" => "Warning and info like critical",
    Run "prefs copy critical info -o json"
};

pub fn run(app: &mut App, command: &Copy) -> Result<Exit, Error> {
    let source = command.source;
    // 'copy critical all' means the other two.
    let targets: Vec<Target> = command
        .targets
        .list()
        .into_iter()
        .filter(|target| *target != source)
        .collect();
    if targets.is_empty() {
        return Err(
            Error::usage(tr!("a list is not copied to itself")).hint(tr!(
                "name the source, then where it is copied to: {command}",
                command = duty!("prefs copy critical warning")
            )),
        );
    }
    let mut session = app.session()?;
    let snapshot = Snapshot::to_change(&session)?;
    let named: Vec<Target> = std::iter::once(source).chain(targets.clone()).collect();
    let mut change = command.write.change(change::command("copy", &named, &[]));
    // From what is not told nothing is copied, and 'apply' says so.
    let is_told = snapshot.preference.is_told(source);
    for target in targets.iter().filter(|_| is_told) {
        change.notes.extend(left_out(&snapshot, source, *target)?);
    }
    change.set_step(targets, &Step::Copy(source));
    apply(&mut session, &snapshot, &change)
}

/// What of the source the target cannot take, in words. A copy that would leave nothing is refused, as
/// `set` without a channel is: emptying a list is `clear`.
fn left_out(snapshot: &Snapshot, source: Target, target: Target) -> Result<Option<String>, Error> {
    let list = snapshot.preference.channels(source);
    let taken: Vec<Channel> = changes::copied(list, target).cloned().collect();
    if taken.is_empty() {
        let message = if list.is_empty() {
            tr!(
                "{0} lists no channel, and 'copy' does not empty a list",
                source.word()
            )
        } else {
            tr!(
                "{0} lists no IM app that duty knows, and status page changes are told by IM apps only",
                source.word()
            )
        };
        return Err(Error::usage(message).hint(tr!(
            "'clear' is the verb that empties a list; 'set' replaces one"
        )));
    }
    let left = changes::minus(list, &taken);
    Ok((!left.is_empty()).then(|| {
        tr!(
            "Not copied to {0}, which takes IM apps only: {1}.",
            target.word(),
            describe::names(&left, &snapshot.facts)
        )
    }))
}
