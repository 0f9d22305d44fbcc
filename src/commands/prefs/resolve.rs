//! From what was typed to channels: `--im feishu`, `--im slack:12`, `--im slack:运维`. Everything is
//! resolved before anything is written.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::prefs::options::{Channels, ImChoice};
use crate::domain::channel::{Channel, ChannelKind, im_label};
use crate::domain::delivery::{Fact, Facts};
use crate::domain::integration::{Integration, State};
use crate::domain::preference::{Preference, Target};
use crate::error::{Error, Kind};
use crate::session::app::Session;
use crate::session::preferences::describe;
use crate::session::preferences::describe::candidate;
use crate::text::duty;

/// The channels that were chosen: the personal ones, then the IM apps in the order typed.
///
/// # Errors
/// `NotFound` where there is no such instance, `Usage` where a script must choose one.
pub fn channels(
    session: &Session<'_>,
    chosen: &Channels,
    facts: &Facts,
) -> Result<Vec<Channel>, Error> {
    let mut channels: Vec<Channel> = chosen
        .personal()
        .into_iter()
        .map(Channel::personal)
        .collect();
    for choice in &chosen.im {
        let channel = im(session, choice, facts)?;
        if !channels.contains(&channel) {
            channels.push(channel);
        }
    }
    Ok(channels)
}

/// The channels to take away: what is listed is meant before what could be chosen, so that an
/// instance that is gone can still be named, and a type alone is the one listed.
///
/// # Errors
/// As [`channels`].
pub fn listed_channels(
    session: &Session<'_>,
    chosen: &Channels,
    facts: &Facts,
    preference: &Preference,
    targets: &[Target],
) -> Result<Vec<Channel>, Error> {
    let mut channels: Vec<Channel> = chosen
        .personal()
        .into_iter()
        .map(Channel::personal)
        .collect();
    let listed = describe::union(targets.iter().map(|target| preference.channels(*target)));
    for choice in &chosen.im {
        let of_type: Vec<Integration> = listed
            .iter()
            .filter_map(|channel| match channel.kind() {
                ChannelKind::Im(im, id) if im == choice.im => Some(Integration {
                    id: crate::lenient::Id(id),
                    name: facts
                        .integration(channel)
                        .map_or_else(String::new, |one| one.name.clone()),
                    plugin_type: im.wire().to_owned(),
                    // Whether it works is no matter for taking it away.
                    state: State::Enabled,
                    created_at: None,
                    updated_at: None,
                }),
                _ => None,
            })
            .collect();
        let of_type: Vec<&Integration> = of_type.iter().collect();
        match find(&of_type, choice.instance.as_deref()) {
            Match::One(id) => channels.push(Channel::im(choice.im, id)),
            Match::Several(found) => channels.push(ask(session, choice, &found)?),
            // A type alone of which nothing is listed: there is nothing to choose from.
            Match::None if choice.instance.is_none() => {}
            Match::None => channels.push(im(session, choice, facts)?),
        }
    }
    Ok(channels)
}

/// Why a personal channel cannot stand there.
pub fn not_on_a_status_page() -> String {
    tr!("status page changes are told by IM apps only, and not by voice, SMS, email or push")
}

/// The channel that is meant.
pub fn im(session: &Session<'_>, choice: &ImChoice, facts: &Facts) -> Result<Channel, Error> {
    let asked;
    let integrations = match (&facts.integrations, &choice.instance) {
        (Fact::Known(list), _) => list,
        (Fact::Unknown(_), instance) => match instance.as_deref().map(str::parse::<u64>) {
            // Where the server does not list them, an id is taken at its word.
            Some(Ok(id)) => return Ok(Channel::im(choice.im, id)),
            // As advice it was given little time; now nothing goes on without it.
            _ => {
                asked = session.api.integration_list().map_err(|error| {
                    error
                        .while_doing(tr!("cannot find the instance for --im {choice}", choice))
                        .hint(tr!("name it by its id: --im {0}:ID", choice.im.word()))
                })?;
                &asked
            }
        },
    };
    let of_type: Vec<&Integration> = integrations
        .iter()
        .filter(|one| one.im() == Some(choice.im))
        .collect();
    match find(&of_type, choice.instance.as_deref()) {
        Match::One(id) => Ok(Channel::im(choice.im, id)),
        Match::None => Err(nothing(choice, &of_type)),
        Match::Several(found) => ask(session, choice, &found),
    }
}

enum Match<'a> {
    None,
    One(u64),
    Several(Vec<&'a Integration>),
}

/// The instance that is meant: by id, by name, by the beginning of a name, the one enabled.
fn find<'a>(of_type: &[&'a Integration], instance: Option<&str>) -> Match<'a> {
    let Some(wanted) = instance else {
        return one_of(of_type.iter().copied().filter(|one| enabled(one)).collect());
    };
    if let Ok(id) = wanted.parse::<u64>()
        && of_type.iter().any(|one| one.id.0 == id)
    {
        return Match::One(id);
    }
    let wanted = wanted.to_lowercase();
    let named = |matches: &dyn Fn(&str) -> bool| -> Vec<&'a Integration> {
        of_type
            .iter()
            .copied()
            .filter(|one| one.state != State::Deleted && matches(&one.name.to_lowercase()))
            .collect()
    };
    let exact = named(&|name| name == wanted);
    let found = if exact.is_empty() {
        named(&|name| name.starts_with(&wanted))
    } else {
        exact
    };
    // Of two with that name the one that works is meant.
    let working: Vec<_> = found.iter().copied().filter(|one| enabled(one)).collect();
    one_of(if working.len() == 1 { working } else { found })
}

fn one_of(found: Vec<&Integration>) -> Match<'_> {
    match found.as_slice() {
        [] => Match::None,
        [one] => Match::One(one.id.0),
        _ => Match::Several(found),
    }
}

fn enabled(integration: &Integration) -> bool {
    integration.state == State::Enabled
}

fn nothing(choice: &ImChoice, of_type: &[&Integration]) -> Error {
    let app = im_label(choice.im);
    let mut error = Error::new(
        Kind::NotFound,
        match &choice.instance {
            Some(instance) => tr!("there is no {app} instance '{instance}'", app, instance),
            None => tr!("there is no enabled {app} instance", app),
        },
    );
    for one in of_type {
        error = error.detail(candidate(one));
    }
    error = error.with("candidates", candidates(of_type));
    let usable = of_type
        .iter()
        .find(|one| enabled(one))
        .or_else(|| of_type.iter().find(|one| one.state != State::Deleted));
    error.hint(match (&choice.instance, usable) {
        (Some(_), Some(one)) => {
            tr!("name one of them: --im {0}:{1}", choice.im.word(), one.id)
        }
        _ => tr!(
            "'{command}' lists what can be chosen",
            command = duty!("prefs channels")
        ),
    })
}

/// For programs; the id is what a flag takes.
fn candidates(all: &[&Integration]) -> Vec<Value> {
    let word = |one: &Integration| Some(format!("{}:{}", one.im()?.word(), one.id));
    let told = |one: &&Integration| json!({"id": word(one), "name": one.name});
    all.iter().map(told).collect()
}

fn ask(session: &Session<'_>, choice: &ImChoice, found: &[&Integration]) -> Result<Channel, Error> {
    let app = im_label(choice.im);
    let items: Vec<String> = found.iter().map(|one| candidate(one)).collect();
    if !session.terminal.may_ask() {
        let mut error = Error::usage(tr!(
            "--im {choice} fits {0} {app} instances",
            items.len(),
            choice,
            app
        ));
        error.details = items;
        error = error.with("candidates", candidates(found));
        return Err(error.hint(tr!(
            "name one of them: --im {0}:{1}",
            choice.im.word(),
            found[0].id
        )));
    }
    let question = tr!("Choose the {app} instance", app);
    match session.select(&question, &items)? {
        Some(index) => Ok(Channel::im(choice.im, found[index].id.0)),
        None => Err(Error::interrupted()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lenient::Id;

    fn instance(id: u64, name: &str, state: State) -> Integration {
        Integration {
            id: Id(id),
            name: name.into(),
            plugin_type: "slack_app".into(),
            state,
            created_at: None,
            updated_at: None,
        }
    }

    #[test]
    fn by_id_name_prefix_or_the_one_enabled() {
        let all = [
            instance(1, "运维值班", State::Enabled),
            instance(2, "运维备用", State::Disabled),
            instance(3, "Ops", State::Disabled),
            instance(4, "Ops EU", State::Disabled),
            instance(7, "9", State::Disabled),
            instance(8, "same", State::Disabled),
            instance(9, "same", State::Disabled),
            instance(10, "gone", State::Deleted),
        ];
        let all: Vec<&Integration> = all.iter().collect();
        let found = |wanted: Option<&str>| match find(&all, wanted) {
            Match::None => vec![],
            Match::One(id) => vec![id],
            Match::Several(found) => found.iter().map(|one| one.id.0).collect(),
        };
        assert_eq!(found(None), [1]);
        assert_eq!(found(Some("2")), [2]);
        assert_eq!(found(Some("9")), [9], "an id before a name");
        assert_eq!(found(Some("运维")), [1], "of two the one that works");
        assert_eq!(found(Some("ops")), [3], "a whole name before a beginning");
        assert_eq!(found(Some("ops e")), [4]);
        assert_eq!(found(Some("same")), [8, 9]);
        assert!(found(Some("gone")).is_empty());
        assert!(found(Some("nosuch")).is_empty());
    }
}
