//! `duty prefs set`: replace the channels of one or more targets.

use tr::tr;

use super::change::{self, Change};
use super::{read, resolve};
use crate::app::App;
use crate::args::prefs::Set;
use crate::error::{Error, Exit};
use crate::model::channel::{Channel, ChannelKind, same_channels};
use crate::model::preference::Target;

/// Do it.
pub fn run(app: &mut App, command: &Set) -> anyhow::Result<Exit> {
    let targets = command.targets.list();
    if command.channels.is_empty() {
        return Err(Error::usage(tr!("no channel is given, and 'set' does not empty a list"))
            .hint(tr!("name the channels (--voice, --sms, --email, --app, --im TYPE); 'clear' is the verb that empties a list"))
            .into());
    }
    if targets.contains(&Target::StatusPage) && !command.channels.personal().is_empty() {
        return Err(Error::usage(tr!(
            "status page changes are told by IM apps only, and not by voice, SMS, email or push"
        ))
        .hint(tr!("duty prefs set status-page --im TYPE"))
        .into());
    }
    let mut session = app.session()?;
    let view = read::view(&session)?;
    let chosen = resolve::channels(&session, &command.channels, &view.facts)?;
    let mut after = view.preference.clone();
    for target in targets {
        let before = view.preference.channels(target);
        let wanted = with_unknown(&chosen, before);
        if !same_channels(before, &wanted) {
            after.set_channels(target, wanted);
        }
    }
    change::carry_out(
        &mut session,
        &view,
        after,
        &Change {
            targets: command.targets.list(),
            dry_run: command.dry_run.dry_run,
            allow_silent: command.allow_silent,
        },
    )
}

/// The chosen channels, and whatever duty cannot express of those that were there: it never takes
/// away what it does not know.
fn with_unknown(chosen: &[Channel], before: &[Channel]) -> Vec<Channel> {
    let mut wanted = chosen.to_vec();
    wanted.extend(
        before
            .iter()
            .filter(|channel| channel.kind() == ChannelKind::Unknown)
            .cloned(),
    );
    wanted
}
