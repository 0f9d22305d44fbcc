//! `duty prefs channels`: what can be chosen, and whether it would reach the person.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::domain::channel::{Channel, Personal};
use crate::domain::delivery::{Delivery, Fact, Reason};
use crate::domain::integration::Integration;
use crate::error::{Error, Exit};
use crate::session::app::Session;
use crate::session::preferences::{describe, facts};
use crate::ui::Tone;
use crate::ui::table::Table;

pub const EXAMPLES: Examples = examples! { "prefs channels":
    "duty prefs channels" => "What 'prefs set' can choose from",
    Run "prefs channels -o json"
};

pub fn run(session: &mut Session<'_>) -> Result<Exit, Error> {
    let facts = facts::facts(session);
    let integrations: &[Integration] = match &facts.integrations {
        Fact::Known(list) => list,
        Fact::Unknown(why) => {
            session.out.warn_of(
                "im_apps_unread",
                &tr!("the IM apps cannot be listed: {why}", why),
            );
            &[]
        }
    };
    // An app that duty does not know cannot be chosen, but it is there.
    let strangers = integrations.iter().filter(|one| one.channel().is_none());
    let channels: Vec<Channel> = Personal::ALL
        .map(Channel::personal)
        .into_iter()
        .chain(describe::union([integrations
            .iter()
            .filter_map(Integration::channel)
            .collect::<Vec<_>>()
            .as_slice()]))
        .collect();
    if session.out.is_json() {
        let list: Vec<Value> = channels
            .iter()
            .map(|channel| {
                let mut value = describe::channel_json(channel, &facts);
                value["option"] = json!(describe::option(channel));
                value["state"] = json!(facts.integration(channel).map(|one| one.state.word()));
                value
            })
            .collect();
        session.out.list(list)?;
        return Ok(Exit::Done);
    }
    if session.out.quiet {
        session.out.ids(channels.iter().map(Channel::told))?;
        return Ok(Exit::Done);
    }
    let mut table = Table::new([tr!("OPTION"), tr!("NAME"), tr!("STATE"), tr!("REACHES YOU")]);
    for channel in &channels {
        let state = match (facts.delivery(channel), facts.integration(channel)) {
            (Delivery::No(Reason::SwitchedOff), _) => tr!("switched off"),
            (_, Some(one)) => one.state.word().to_owned(),
            (_, None) => "-".to_owned(),
        };
        table.row([
            (describe::option(channel), Tone::Plain),
            (describe::name(channel, &facts), Tone::Plain),
            (state, Tone::Plain),
            describe::reach(&facts.delivery(channel)),
        ]);
    }
    for one in strangers {
        table.row([
            ("-".into(), Tone::Faint),
            (format!("{} {}", one.plugin_type, one.name), Tone::Plain),
            (one.state.word().to_owned(), Tone::Plain),
            (tr!("not known"), Tone::Caution),
        ]);
    }
    session.out.table(&table)?;
    for channel in &channels {
        if let Some(advice) = describe::advice(channel, &facts) {
            session.out.toned_line(&advice, Tone::Caution)?;
        }
    }
    Ok(Exit::Done)
}
