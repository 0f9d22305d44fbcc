//! Teams that rules name and that are no longer there, or no longer in use.

use std::collections::{BTreeMap, BTreeSet};

use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::note::Note;
use crate::domain::escalation::Person;
use crate::domain::escalation::wire::EscalationRule;
use crate::ui::Warning;

/// Nobody reads of more.
const MOST: usize = 20;

/// What is known of a team that is not, or no longer, in use; nothing of any other.
pub fn gone(person: &Person, id: u64) -> Option<String> {
    if person.is_no_team(id) {
        return Some(tr!(
            "the server has no such team any more, so nobody is in it"
        ));
    }
    let team = person.team(id).filter(|team| !team.is_on())?;
    let status = &team.status;
    Some(tr!(
        "its status is '{status}'; whether the server still tells its members is not known",
        status
    ))
}

/// Say which levels of these rules name such a team: whoever was to be told by it is not.
pub fn note_gone(lookup: &mut Lookup, space: &str, rules: &[EscalationRule]) {
    let mut places: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for rule in rules.iter().filter(|rule| rule.status.may_be_on()) {
        for (index, layer) in rule.layers.iter().enumerate() {
            let ids = layer.target.iter().flat_map(|target| &target.team_ids);
            let (name, number) = (&rule.rule_name, index + 1);
            for id in ids.filter(|id| gone(&lookup.person, **id).is_some()) {
                let place = tr!("level {number} of rule '{name}'", number, name);
                places.entry(*id).or_default().push(place);
            }
        }
    }
    let more = places.len().saturating_sub(MOST);
    if more > 0 {
        lookup.notes.push(Note {
            code: Warning::TeamGone,
            text: tr!(
                "rules in {space} name {more} more teams that are not, or no longer, in use",
                space,
                more
            ),
        });
    }
    for (id, places) in places.into_iter().take(MOST) {
        let (list, why) = (describe::names(&places), gone(&lookup.person, id));
        let team = lookup.person.team(id).map(|team| team.team_name.as_str());
        let team = match team.filter(|name| !name.is_empty()) {
            Some(name) => tr!("'{name}'", name),
            None => id.to_string(),
        };
        let why = why.unwrap_or_default();
        lookup.notes.push(Note {
            code: Warning::TeamGone,
            text: tr!(
                "{list} in {space} names team {team}: {why}",
                list,
                space,
                team,
                why
            ),
        });
    }
}

/// Say which rules that took incidents, by space and id, name a team that is gone: who was in it, the server does not tell.
pub fn gone_since(
    person: &Person,
    took: &BTreeSet<(u64, String)>,
    rules_of: &BTreeMap<u64, Vec<EscalationRule>>,
) -> Vec<Note> {
    let mut gone: BTreeMap<u64, BTreeSet<&str>> = BTreeMap::new();
    for (space, id) in took {
        let rules = rules_of.get(space).into_iter().flatten();
        for rule in rules.filter(|rule| rule.rule_id.eq_ignore_ascii_case(id)) {
            let targets = rule.layers.iter().filter_map(|layer| layer.target.as_ref());
            let ids = targets.flat_map(|target| &target.team_ids);
            for id in ids.filter(|id| person.is_no_team(**id)) {
                gone.entry(*id).or_default().insert(&rule.rule_name);
            }
        }
    }
    let more = gone.len().saturating_sub(MOST);
    let mut notes: Vec<Note> = gone
        .into_iter()
        .take(MOST)
        .map(|(id, rules)| {
            let named = rules.into_iter().map(|name| tr!("rule '{name}'", name));
            let list = describe::names(&named.collect::<Vec<_>>());
            Note {
                code: Warning::TeamGone,
                text: tr!(
                    "{list} names team {id}: the server has no such team any more, so who was in it is not known",
                    list,
                    id
                ),
            }
        })
        .collect();
    if more > 0 {
        notes.push(Note {
            code: Warning::TeamGone,
            text: tr!(
                "rules that took an incident name {more} more teams that are gone",
                more
            ),
        });
    }
    notes
}
