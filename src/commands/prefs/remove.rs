//! `duty prefs remove`: not these channels.

use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::prefs::options::Choose;
use crate::commands::prefs::resolve;
use crate::domain::changes;
use crate::domain::changes::Step;
use crate::domain::channel::{ChannelKind, im_label};
use crate::domain::preference::Target;
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::session::preferences::apply::apply;
use crate::session::preferences::facts::Snapshot;
use crate::session::preferences::{change, describe};

pub const EXAMPLES: Examples = examples! { "prefs remove":
    "duty prefs remove info --email --app" => "No email and no push for info incidents",
    "duty prefs remove all --im feishu:4402" => "An instance that is gone, from all severities",
    Run "prefs remove warning --email -o json"
};

pub fn run(app: &mut App, command: &Choose) -> Result<Exit, Error> {
    if command.channels.is_empty() {
        return Err(Error::usage(tr!("no channel is given"))
            .hint(tr!("name the channels (--voice, --sms, --email, --app, --im TYPE); 'clear' is the verb that takes all away")));
    }
    let targets = command.targets.list();
    let mut session = app.session()?;
    let snapshot = Snapshot::to_change(&session)?;
    let unwanted = resolve::listed_channels(
        &session,
        &command.channels,
        &snapshot.facts,
        &snapshot.preference,
        &targets,
    )?;
    let mut change = command
        .write
        .change(change::command("remove", &targets, &unwanted));
    let is_told = |target: &&Target| snapshot.preference.is_told(**target);
    for target in targets.iter().filter(is_told) {
        for channel in &unwanted {
            if !changes::holds(snapshot.preference.channels(*target), channel) {
                let (name, target) = (describe::name(channel, &snapshot.facts), target.word());
                change
                    .notes
                    .push(tr!("{target} does not list {name}.", target, name));
            }
        }
    }
    for choice in &command.channels.im {
        let of_type = |target: &Target| {
            let listed = snapshot.preference.channels(*target);
            listed
                .iter()
                .any(|channel| matches!(channel.kind(), ChannelKind::Im(im, _) if im == choice.im))
        };
        if choice.instance.is_none() && !targets.iter().any(of_type) {
            let app = im_label(choice.im);
            change
                .notes
                .extend(targets.iter().filter(is_told).map(|target| {
                    let target = target.word();
                    tr!("{target} lists no {app} app.", target, app)
                }));
        }
    }
    change.set_step(targets, &Step::Remove(unwanted));
    apply(&mut session, &snapshot, &change)
}
