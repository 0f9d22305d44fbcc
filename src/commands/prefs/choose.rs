//! What `set` and `add` have in common: channels that were chosen become a change.

use tr::tr;

use crate::commands::prefs::options::Choose;
use crate::commands::prefs::resolve;
use crate::domain::changes::Step;
use crate::domain::channel::Channel;
use crate::domain::preference::Target;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::session::preferences::apply::{apply, switched_off};
use crate::session::preferences::change;
use crate::session::preferences::facts::Snapshot;
use crate::text::CommandLine;

/// `none` is what is wrong where no channel was given.
pub fn run(
    app: &mut App,
    command: &Choose,
    verb: &str,
    none: String,
    step: fn(Vec<Channel>) -> Step,
) -> Result<Exit, Error> {
    let targets = command.targets.list();
    let personal = command.channels.personal();
    if command.channels.is_empty() {
        return Err(Error::usage(none).hint(tr!("name the channels (--voice, --sms, --email, --app, --im TYPE); 'clear' is the verb that empties a list")));
    }
    if targets.contains(&Target::StatusPage) && !personal.is_empty() {
        let command = CommandLine::new(&format!("prefs {verb} status-page --im TYPE"));
        return Err(Error::usage(resolve::not_on_a_status_page()).hint(command));
    }
    let off = &app.settings.channels_off;
    if let Some(personal) = personal.into_iter().find(|one| off.contains(one)) {
        return Err(switched_off(&Channel::personal(personal)));
    }
    let mut session = app.session()?;
    let snapshot = Snapshot::to_change(&session)?;
    let chosen = resolve::channels(&session, &command.channels, &snapshot.facts)?;
    let mut change = command
        .write
        .change(change::command(verb, &targets, &chosen));
    change.set_step(targets, &step(chosen));
    apply(&mut session, &snapshot, &change)
}
