//! `duty prefs channels`: what can be chosen, and whether it would reach the person.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::domain::channel::{Channel, Personal};
use crate::domain::console::Page;
use crate::domain::delivery::{Delivery, Fact, Facts, Reason};
use crate::domain::integration::Integration;
use crate::error::{Error, Exit, Kind};
use crate::local::times::Times;
use crate::session::app::{App, Session};
use crate::session::page::{self, Web};
use crate::session::preferences::notes::Notes;
use crate::session::preferences::{describe, facts, reached};
use crate::session::proof;
use crate::text::duty;
use crate::ui::table::Table;
use crate::ui::words;
use crate::ui::{Tone, Warning};

#[derive(Debug, clap::Args)]
pub struct Channels {
    /// Learn from the records of the last 30 days when each channel last reached you, by at most N
    /// requests (30)
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "30", value_parser = clap::value_parser!(u32).range(2..=500))]
    pub proof: Option<u32>,
    #[command(flatten)]
    pub web: Web,
}

pub const EXAMPLES: Examples = examples! { "prefs channels":
    "duty prefs channels" => "What 'prefs set' can choose from",
    "duty prefs channels --proof" => "When did each last reach me?",
    Run "prefs channels -o json"
};

pub fn run(app: &mut App, command: &Channels) -> Result<Exit, Error> {
    if command.web.web {
        return page::show(app, &Page::Prefs, false);
    }
    let session = &mut app.session()?;
    let mut facts = facts::facts(session);
    if let Some(requests) = command.proof {
        learn(session, &mut facts, requests)?;
    }
    let integrations: &[Integration] = match &facts.integrations {
        Fact::Known(list) => list,
        Fact::Unknown(why) => {
            session.out.warn_of(
                Warning::ImAppsUnread,
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
                let proof = facts.proof.of(channel).map(reached::proof_json);
                value["proof"] = json!(proof);
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
    let notes = Notes::of(&channels, &facts);
    let mut table = Table::new([tr!("OPTION"), tr!("NAME"), tr!("STATE"), tr!("REACHES YOU")]);
    for channel in &channels {
        let state = match (facts.delivery(channel), facts.integration(channel)) {
            (Delivery::No(Reason::SwitchedOff), _) => tr!("switched off"),
            (_, Some(one)) => words::state(one.state.word()),
            (_, None) => "-".to_owned(),
        };
        let reach = describe::reach(&facts.delivery(channel));
        let (reach, tone) = match notes.number(channel) {
            Some(note) => describe::noted(reach, note),
            None => reach,
        };
        table.row([
            (describe::option(channel), Tone::Plain),
            (describe::name(channel, &facts), Tone::Plain),
            (state, Tone::Plain),
            (reach, tone),
        ]);
    }
    for one in strangers {
        table.row([
            ("-".into(), Tone::Faint),
            (format!("{} {}", one.plugin_type, one.name), Tone::Plain),
            (words::state(one.state.word()), Tone::Plain),
            (tr!("not known"), Tone::Caution),
        ]);
    }
    session.out.table(&table)?;
    let times = Times::of_facts(&facts);
    for channel in &channels {
        let record = facts.proof.of(channel);
        let name = describe::name(channel, &facts);
        if let Some((text, tone)) = record.and_then(|one| reached::proved(&name, one, &times)) {
            session.out.toned_line(&text, tone)?;
        }
    }
    notes.tell(session.out)?;
    if facts.proof.is_empty() && command.proof.is_none() {
        session.out.next(&tr!(
            "What became of messages was not looked at yet: '{command}' reads it, and then a channel that failed last is a maybe.",
            command = duty!("prefs channels --proof")
        ));
    }
    Ok(Exit::Done)
}

/// From the records.
fn learn(session: &mut Session<'_>, facts: &mut Facts, requests: u32) -> Result<(), Error> {
    let person = session.api.identified()?.person_id().0;
    let survey = proof::survey(session, &session.api, facts, person, requests);
    let unread = survey.map_err(|error| {
        let error = match error.kind {
            Kind::NotAllowed => error.hint(tr!("the key, and the person that it belongs to, need the permission Incidents Read; the owner of the account gives it")),
            _ => error,
        };
        error.while_doing(tr!("cannot read the records of incidents"))
    })?;
    if unread > 0 {
        let text = tr!(
            "{unread} records of the last 30 days were not read; '--proof=N' allows more requests",
            unread
        );
        session.out.warn_of(Warning::ProofIncomplete, &text);
    } else if facts.proof.is_empty() {
        session.out.note(&tr!(
            "No record of the last 30 days tells of a message to you."
        ));
    }
    Ok(())
}
