//! What `duty profile set` shows: the difference, what depends on an address, and the way back.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::profile::change::{Change, Dependent, Field};
use crate::domain::channel::personal_label;
use crate::domain::member::Member;
use crate::error::Error;
use crate::session::app::Session;
use crate::text::{CommandLine, duty};
use crate::ui::Tone;
use crate::ui::table::Table;

/// What happens to the pages that go to the old address, before it happens.
pub fn warn(session: &Session<'_>, member: &Member, changes: &[Change], dependents: &[Dependent]) {
    for dependent in dependents {
        let channel = personal_label(dependent.channel);
        let line = match dependent.words() {
            None => tr!(
                "{channel} may be among your channels: no answer from the server",
                channel
            ),
            Some(targets) if targets.is_empty() => {
                tr!(
                    "{channel} is not among your channels of any severity",
                    channel
                )
            }
            Some(targets) => {
                let targets = targets.join(", ");
                tr!(
                    "{channel} is how you are told of: {targets}",
                    channel,
                    targets
                )
            }
        };
        session.out.tell(&line, Tone::Caution);
    }
    let change = |field| changes.iter().find(|change| change.field == field);
    let (old, verified) = match (change(Field::Email), change(Field::Phone)) {
        (Some(email), _) => (Some(email.before.as_str()), member.email_verified),
        (None, Some(_)) => (member.phone.as_deref(), member.phone_verified),
        (None, None) => return,
    };
    // What is not there, or was never verified, has nothing to lose.
    let old = old.filter(|old| !old.is_empty() && verified != Some(false));
    let line = match old {
        None => tr!("The new one gets nothing until it is verified."),
        Some(old) => tr!(
            "{old} stops at once; the new one gets nothing until it is verified.",
            old
        ),
    };
    session.out.tell(&line, Tone::Caution);
}

/// How the run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    DryRun,
    /// Whether the read-back proves it.
    Changed {
        proven: bool,
    },
}

/// The difference, what depends on it, and the way back.
pub fn report(
    session: &mut Session<'_>,
    member: &Member,
    changes: &[Change],
    dependents: &[Dependent],
    ending: Ending,
) -> Result<(), Error> {
    let dry_run = ending == Ending::DryRun;
    let back = way_back(changes);
    if session.out.is_json() {
        let fields: Vec<Value> = changes
            .iter()
            .map(|change| {
                json!({"field": change.field.name(), "before": change.before, "after": change.after})
            })
            .collect();
        let depends: Vec<Value> = dependents
            .iter()
            .map(|one| json!({"channel": one.channel.word(), "targets": one.words()}))
            .collect();
        return session.out.json(&json!({
            "changed": !changes.is_empty() && !dry_run,
            "dry_run": dry_run,
            "fields": fields,
            "depends": depends,
            "commands": back.iter().collect::<Vec<_>>(),
        }));
    }
    if session.out.quiet && !dry_run {
        return Ok(());
    }
    if !changes.is_empty() {
        let now = if dry_run { tr!("WOULD BE") } else { tr!("NOW") };
        let mut table = Table::new([tr!("FIELD"), tr!("BEFORE"), now]);
        for change in changes {
            let before = if change.before.is_empty() {
                tr!("none")
            } else {
                change.before.clone()
            };
            table.row([
                (change.field.label(), Tone::Faint),
                (before, Tone::Bad),
                (change.after.clone(), Tone::Good),
            ]);
        }
        session.out.table(&table)?;
    }
    if dry_run && !changes.is_empty() {
        warn(session, member, changes, dependents);
    }
    let closing = match (changes.is_empty(), ending) {
        (true, _) => tr!("Nothing to change: it is so already."),
        (false, Ending::DryRun) => tr!("Dry run: nothing was changed."),
        (false, Ending::Changed { proven: true }) => tr!("Changed, and read back."),
        (false, Ending::Changed { proven: false }) => {
            tr!("The server accepted the change; what it shows of it is too little to prove it.")
        }
    };
    session.out.done(&closing);
    if let (Some(back), false) = (back, dry_run) {
        session.out.done(&tr!("To go back: {back}", back));
    }
    Ok(())
}

/// The command that sets what was there before, as far as a command can: an empty field cannot be
/// set, and the old phone is not known.
fn way_back(changes: &[Change]) -> Option<CommandLine> {
    let mut command = duty!("profile set");
    let mut any = false;
    for change in changes {
        let option = match change.field {
            Field::Nickname => "--nickname",
            Field::Email => "--email",
            Field::Locale => "--locale",
            Field::TimeZone => "--time-zone",
            Field::Phone | Field::CountryCode => continue,
        };
        if !change.before.is_empty() {
            any = true;
            command = command.option(option, &change.before);
        }
    }
    any.then_some(command)
}
