//! What `duty profile set` shows: the difference, what depends on an address, and the way back.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::profile::set::{Change, Depends};
use crate::domain::channel::personal_label;
use crate::domain::member::Member;
use crate::domain::preference::Target;
use crate::error::Error;
use crate::session::app::Session;
use crate::text::{CommandLine, duty};
use crate::ui::Tone;
use crate::ui::table::Table;

/// What happens to the pages that go to the old address, before it happens.
pub fn warn(session: &mut Session<'_>, member: &Member, changes: &[Change], depends: &[Depends]) {
    for (personal, targets) in depends {
        let channel = personal_label(*personal);
        let line = match targets {
            None => tr!(
                "{channel} may be among your channels: the server would not say",
                channel
            ),
            Some(targets) if targets.is_empty() => {
                tr!(
                    "{channel} is not among your channels of any severity",
                    channel
                )
            }
            Some(targets) => {
                let targets = words(targets).join(", ");
                tr!(
                    "{channel} is how you are told of: {targets}",
                    channel,
                    targets
                )
            }
        };
        session.out.tell(&line, Tone::Caution);
    }
    let address = |name: &str| changes.iter().find(|change| change.name == name);
    let old = if let Some(change) = address("email") {
        (!change.before.is_empty()).then(|| change.before.clone())
    } else if address("phone").is_some() {
        member.phone.clone().filter(|phone| !phone.is_empty())
    } else {
        None
    };
    if let Some(old) = old {
        session.out.tell(
            &tr!(
                "{old} stops at once; the new one gets nothing until it is verified.",
                old
            ),
            Tone::Caution,
        );
    }
}

fn words(targets: &[Target]) -> Vec<&'static str> {
    targets.iter().map(|target| target.word()).collect()
}

/// The difference, what depends on it, and the way back.
pub fn tell(
    session: &mut Session<'_>,
    member: &Member,
    changes: &[Change],
    depends: &[Depends],
    dry_run: bool,
) -> Result<(), Error> {
    let back = way_back(changes);
    if session.out.is_json() {
        let fields: Vec<Value> = changes
            .iter()
            .map(|change| {
                json!({"field": change.name, "before": change.before, "after": change.after})
            })
            .collect();
        let depends: Vec<Value> = depends
            .iter()
            .map(|(personal, targets)| {
                json!({
                    "channel": personal.word(),
                    "targets": targets.as_ref().map(|targets| words(targets)),
                })
            })
            .collect();
        return session.out.json(&json!({
            "changed": !changes.is_empty() && !dry_run,
            "dry_run": dry_run,
            "fields": fields,
            "depends": depends,
            "way_back": back,
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
                (label(change.name), Tone::Faint),
                (before, Tone::Bad),
                (change.after.clone(), Tone::Good),
            ]);
        }
        session.out.table(&table)?;
    }
    if dry_run && !changes.is_empty() {
        warn(session, member, changes, depends);
    }
    let closing = match (changes.is_empty(), dry_run) {
        (true, _) => tr!("Nothing to change: it is so already."),
        (false, true) => tr!("Dry run: nothing was changed."),
        (false, false) => tr!("Changed, and read back."),
    };
    session.out.note(&closing);
    if let (Some(back), false) = (back, dry_run) {
        session.out.note(&tr!("To go back: {back}", back));
    }
    Ok(())
}

fn label(name: &str) -> String {
    match name {
        "nickname" => tr!("nickname"),
        "email" => tr!("profile" => "email"),
        "phone" => tr!("phone"),
        "country_code" => tr!("country"),
        "locale" => tr!("language"),
        _ => tr!("time zone"),
    }
}

/// The command that sets what was there before, as far as a command can: an empty field cannot be
/// set, and the old phone is not known.
fn way_back(changes: &[Change]) -> Option<CommandLine> {
    let mut command = duty!("profile set");
    let mut any = false;
    for change in changes {
        let option = match change.name {
            "nickname" => "--nickname",
            "email" => "--email",
            "locale" => "--locale",
            "time_zone" => "--time-zone",
            _ => continue,
        };
        if !change.before.is_empty() {
            any = true;
            command = command.option(option, &change.before);
        }
    }
    any.then_some(command)
}
