//! The rules of a space that hold alerts back: asked for at the same time, and what could not be read
//! is named. In words: which rule holds an incident back, until when, and who made it.

use std::collections::BTreeMap;
use std::thread;

use serde_json::{Value, json};
use tr::tr;

use crate::api::Client;
use crate::commands::doctor::describe;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::trace::time;
use crate::domain::escalation::noise::wire::Flapping;
use crate::domain::escalation::twice;
use crate::domain::escalation::twice::Listed;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::escalation::{Noise, NoiseRule, Suppression, SuppressionKind, Truth};
use crate::domain::space::Space;
use crate::error::Error;
use crate::lenient::{Id, Timestamp};
use crate::local::threads::start;
use crate::session::preferences::facts::joined;

/// A space's rules of one kind that could not be read, and why.
#[derive(Clone, Debug)]
pub struct UnreadNoise {
    pub kind: SuppressionKind,
    pub space: Id,
    pub name: String,
    pub why: Error,
}

/// The rules of a space that hold alerts back, and what of them could not be read.
pub fn read(api: &Client, space: &Space) -> (Noise, Vec<UnreadNoise>) {
    let id = space.id;
    let (silences, inhibitions, drops) = thread::scope(|scope| {
        let silences = start(scope, || api.silence_rule_list(id));
        let inhibitions = start(scope, || api.inhibit_rule_list(id));
        let drops = api.drop_rule_list(id);
        (
            joined(silences).flatten(),
            joined(inhibitions).flatten(),
            drops,
        )
    });
    let silences = own(silences, id, |rule| rule.channel_id);
    let inhibitions = own(inhibitions, id, |rule| rule.channel_id);
    let drops = own(drops, id, |rule| rule.channel_id);
    let mut unread = Vec::new();
    let mut note = |kind, why: Option<&Error>| {
        unread.extend(why.map(|why| UnreadNoise {
            kind,
            space: id,
            name: space.name.clone(),
            why: why.clone(),
        }));
    };
    note(SuppressionKind::Silence, silences.as_ref().err());
    note(SuppressionKind::Inhibit, inhibitions.as_ref().err());
    note(SuppressionKind::Drop, drops.as_ref().err());
    let noise = Noise {
        silences: silences.ok(),
        inhibitions: inhibitions.ok(),
        drops: drops.ok(),
    };
    (noise, unread)
}

/// The escalation rules of a space.
pub fn escalation_rules(api: &Client, space: Id) -> Result<Vec<EscalationRule>, Error> {
    own(api.escalation_rule_list(space), space, |rule| {
        rule.channel_id
    })
}

/// The rules of a space. An answer with rules of another one says nothing of this one, and of two that are listed under
/// one id and are not alike nobody knows which holds.
fn own<T: Listed>(
    rules: Result<Vec<T>, Error>,
    space: Id,
    of: impl Fn(&T) -> Option<u64>,
) -> Result<Vec<T>, Error> {
    let mut rules = rules?;
    let foreign = |id: u64| id != 0 && id != space.0;
    if rules.iter().filter_map(of).any(foreign) {
        return Err(Error::failed(tr!("the answer has rules of another space")));
    }
    twice::doubt(&mut rules);
    Ok(rules)
}

/// The names of whoever made these rules; an id without one is told as such.
pub fn authors<'a>(
    api: &Client,
    held: impl Iterator<Item = &'a Suppression>,
) -> BTreeMap<u64, String> {
    let mut ids: Vec<u64> = held
        .filter_map(|one| one.rule.as_ref()?.updated_by)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return BTreeMap::new();
    }
    let named = api.person_infos(&ids).unwrap_or_default();
    let named = named
        .into_iter()
        .map(|one| (one.person_id.0, one.person_name));
    named.collect()
}

/// The kind of rules, in words.
pub fn kind(kind: SuppressionKind) -> String {
    match kind {
        SuppressionKind::Silence => tr!("silence rules"),
        SuppressionKind::Inhibit => tr!("inhibit rules"),
        SuppressionKind::Drop => tr!("drop rules"),
        SuppressionKind::Pipeline => tr!("alert pipelines"),
        SuppressionKind::Route => tr!("routes"),
        SuppressionKind::Space => tr!("the state of the space"),
    }
}

/// "silence rule 'Release night' until Tue 2026-11-24 06:00, by 李四".
pub fn rule(lookup: &Lookup, one: &Suppression, rule: &NoiseRule) -> String {
    let name = if rule.name.is_empty() {
        &rule.id
    } else {
        &rule.name
    };
    let mut text = match one.kind {
        SuppressionKind::Inhibit => tr!("inhibit rule '{name}'", name),
        SuppressionKind::Drop => tr!("drop rule '{name}'", name),
        SuppressionKind::Pipeline => tr!("the alert pipeline of integration {name}", name),
        SuppressionKind::Route => tr!("the route of integration {name}", name),
        _ if rule.is_quick => tr!("quick silence '{name}'", name),
        _ => tr!("silence rule '{name}'", name),
    };
    if let Some(until) = one.until {
        let until = time(lookup, until);
        text += &tr!(" until {until}", until);
    }
    if let Some(person) = rule.updated_by {
        let by = lookup.authors.get(&person);
        let by = by.map_or_else(|| person.to_string(), Clone::clone);
        text += &tr!(", by {by}", by);
    }
    text
}

/// What holds an incident back or may, as a sentence of its own.
pub fn sentence(lookup: &Lookup, one: &Suppression) -> String {
    let Some(named) = &one.rule else {
        return match one.kind {
            SuppressionKind::Space => tr!(
                "It is not known whether incidents happen there: duty does not know the state that the space is in."
            ),
            other => {
                let kind = kind(other);
                tr!(
                    "The {kind} could not be read: whether one of them holds it back is not known.",
                    kind
                )
            }
        };
    };
    let rule = rule(lookup, one, named);
    match (one.held, &named.source) {
        (Truth::Yes, _) if one.kind == SuppressionKind::Route => {
            tr!(
                "It does not come to this space: {rule} sends it elsewhere.",
                rule
            )
        }
        (Truth::Yes, _) if named.discards => {
            tr!("It is dropped, and nobody is told: {rule}.", rule)
        }
        (Truth::Yes, _) => tr!("It is held back, and nobody is told: {rule}.", rule),
        (_, Some(source)) => tr!(
            "It may be held back by {rule}, while there is an alert with {source}.",
            rule,
            source
        ),
        (_, None) => {
            let on = describe::doubts(&one.depends_on);
            tr!(
                "It may be held back by {rule}, depending on {on}.",
                rule,
                on
            )
        }
    }
}

/// That alerts which change too often are muted.
pub fn flapping(setting: &Flapping) -> String {
    let (changes, within, mute) = (setting.max_changes, setting.in_mins, setting.mute_mins);
    tr!(
        "an alert that changes {changes} times in {within} min is muted for {mute} min after its first notification",
        changes,
        within,
        mute
    )
}

/// As the documented JSON object.
pub fn json(lookup: &Lookup, one: &Suppression) -> Value {
    let rule = one.rule.as_ref();
    json!({
        "kind": one.kind,
        "held": describe::word(one.held),
        "rule": rule.map(|rule| json!({"id": rule.id, "name": rule.name})),
        "until": one.until.map(|until| Timestamp(until).utc()),
        "by": rule.and_then(|rule| rule.updated_by).map(|id| json!({"id": id, "name": lookup.authors.get(&id)})),
        "drops": rule.is_some_and(|rule| rule.discards),
        "source": rule.and_then(|rule| rule.source.clone()),
        "depends_on": one.depends_on,
    })
}

impl UnreadNoise {
    /// "the silence rules of Checkout EU (AccessDenied)".
    pub fn text(&self) -> String {
        let (kind, space) = (kind(self.kind), &self.name);
        let why = self.why.code().unwrap_or(&self.why.message);
        tr!("{kind} of {space} ({why})", kind, space, why)
    }
}
