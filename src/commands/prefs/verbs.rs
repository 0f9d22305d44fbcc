//! The verbs that name targets and channels: `set`, `add`, `remove`, `clear`, `copy`. Each turns what
//! was typed into steps; `change.rs` carries them out.

use tr::tr;

use crate::commands::prefs::args::{Choose, Clear, Copy};
use crate::commands::prefs::resolve;
use crate::domain::changes;
use crate::domain::changes::Step;
use crate::domain::channel::{Channel, ChannelKind, im_label};
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Exit};
use crate::session::app::App;
use crate::session::preferences::change;
use crate::session::preferences::change::{Order, each, words};
use crate::session::preferences::{describe, facts};
use crate::text::duty;

/// `set`.
pub fn set(app: &mut App, command: &Choose) -> Result<Exit, Error> {
    named(command, "set")?;
    choose(app, command, "set", Step::Set)
}

/// `add`.
pub fn add(app: &mut App, command: &Choose) -> Result<Exit, Error> {
    named(command, "add")?;
    choose(app, command, "add", Step::Add)
}

/// `remove`.
pub fn remove(app: &mut App, command: &Choose) -> Result<Exit, Error> {
    if command.channels.is_empty() {
        return Err(Error::usage(tr!("no channel is given"))
            .hint(tr!("name the channels (--voice, --sms, --email, --app, --im TYPE); 'clear' is the verb that takes all away")));
    }
    let targets = command.targets.list();
    let mut session = app.session()?;
    let view = facts::to_change(&session)?;
    let unwanted = resolve::listed_channels(
        &session,
        &command.channels,
        &view.facts,
        &view.preference,
        &targets,
    )?;
    let mut order = command.writing.order(words("remove", &targets, &unwanted));
    for target in &targets {
        for channel in &unwanted {
            if !changes::holds(view.preference.channels(*target), channel) {
                let (name, target) = (describe::name(channel, &view.facts), target.word());
                order
                    .notes
                    .push(tr!("{target} does not list {name}.", target, name));
            }
        }
    }
    for choice in &command.channels.im {
        let of_type = |target: &Target| {
            let listed = view.preference.channels(*target);
            listed
                .iter()
                .any(|channel| matches!(channel.kind(), ChannelKind::Im(im, _) if im == choice.im))
        };
        if choice.instance.is_none() && !targets.iter().any(of_type) {
            let app = im_label(choice.im);
            order.notes.extend(targets.iter().map(|target| {
                let target = target.word();
                tr!("{target} lists no {app} app.", target, app)
            }));
        }
    }
    order.steps = each(&targets, &Step::Remove(unwanted));
    order.targets = targets;
    change::carry_out(&mut session, &view, &order)
}

/// `clear`.
pub fn clear(app: &mut App, command: &Clear) -> Result<Exit, Error> {
    let targets = command.targets.list();
    let mut session = app.session()?;
    let view = facts::to_change(&session)?;
    let mut order = command.writing.order(words("clear", &targets, &[]));
    order.confirm_empty = true;
    order.steps = each(&targets, &Step::Clear);
    order.targets = targets;
    change::carry_out(&mut session, &view, &order)
}

/// `copy`.
pub fn copy(app: &mut App, command: &Copy) -> Result<Exit, Error> {
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
    let view = facts::to_change(&session)?;
    let words = std::iter::once(source)
        .chain(targets.iter().copied())
        .map(Target::word)
        .collect::<Vec<_>>()
        .join(" ");
    let mut order = command.writing.order(format!("copy {words}"));
    for target in &targets {
        left_out(&view.preference, &view.facts, source, *target, &mut order)?;
    }
    order.steps = each(&targets, &Step::Copy(source));
    order.targets = targets;
    change::carry_out(&mut session, &view, &order)
}

/// Say what of the source the target cannot take. A copy that would leave nothing is refused, as
/// `set` without a channel is: emptying a list is `clear`.
fn left_out(
    preference: &Preference,
    facts: &Facts,
    source: Target,
    target: Target,
    order: &mut Order,
) -> Result<(), Error> {
    let list = preference.channels(source);
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
    if !left.is_empty() {
        order.notes.push(tr!(
            "Not copied to {0}, which takes IM apps only: {1}.",
            target.word(),
            describe::names(&left, facts)
        ));
    }
    Ok(())
}

fn named(command: &Choose, verb: &str) -> Result<(), Error> {
    if command.channels.is_empty() {
        let message = if verb == "set" {
            tr!("no channel is given, and 'set' does not empty a list")
        } else {
            tr!("no channel is given")
        };
        return Err(Error::usage(message).hint(tr!("name the channels (--voice, --sms, --email, --app, --im TYPE); 'clear' is the verb that empties a list")));
    }
    if command.targets.list().contains(&Target::StatusPage)
        && !command.channels.personal().is_empty()
    {
        return Err(Error::usage(resolve::not_on_a_status_page()).hint(duty!(
            "prefs",
            verb,
            "status-page",
            "--im",
            "TYPE"
        )));
    }
    Ok(())
}

fn choose(
    app: &mut App,
    command: &Choose,
    verb: &str,
    step: fn(Vec<Channel>) -> Step,
) -> Result<Exit, Error> {
    let targets = command.targets.list();
    refuse_off(&app.settings.channels_off, command)?;
    let mut session = app.session()?;
    let view = facts::to_change(&session)?;
    let chosen = resolve::channels(&session, &command.channels, &view.facts)?;
    let mut order = command.writing.order(words(verb, &targets, &chosen));
    order.steps = each(&targets, &step(chosen));
    order.targets = targets;
    change::carry_out(&mut session, &view, &order)
}

fn refuse_off(off: &[crate::domain::channel::Personal], command: &Choose) -> Result<(), Error> {
    match command
        .channels
        .personal()
        .into_iter()
        .find(|personal| off.contains(personal))
    {
        Some(personal) => Err(change::switched_off(&Channel::personal(personal))),
        None => Ok(()),
    }
}
