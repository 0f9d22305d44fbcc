//! Which incidents could concern the person: by themselves, by the rules of their space, or because the space belongs to
//! one of the person's teams, which is how one that woke nobody is found.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::commands::doctor::evidence::workers::{begin, wait};
use crate::commands::doctor::lookup::is_fatal;
use crate::domain::doctor::space;
use crate::domain::escalation::Person;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::evidence::wire::IncidentInfo;
use crate::domain::space::Space;
use crate::error::Error;

/// The server tells of so many spaces on a page.
const PAGE: usize = 100;

/// Those that could concern the person, and what could not be read. Who owns a space is asked only where its rules
/// say nothing of the person, for all such spaces together.
///
/// # Errors
/// Where the key is not accepted.
pub fn concerned(
    api: &Arc<Client>,
    incidents: impl Iterator<Item = IncidentInfo>,
    rules_of: &BTreeMap<u64, Vec<EscalationRule>>,
    person: &Person,
) -> Result<(Vec<IncidentInfo>, Vec<String>), Error> {
    let (mut concerned, others): (Vec<_>, Vec<_>) =
        incidents.partition(|one| by_rules(one, rules_of.get(&one.channel_id), person));
    let spaces: BTreeSet<u64> = others.iter().map(|one| one.channel_id).collect();
    let spaces: Vec<u64> = spaces.into_iter().filter(|id| *id != 0).collect();
    let mut unread = Vec::new();
    if spaces.is_empty() || person.teams.is_empty() {
        return Ok((concerned, unread));
    }
    let asked = Arc::clone(api);
    let listed = begin(move || {
        let mut all: Vec<Space> = Vec::new();
        for some in spaces.chunks(PAGE) {
            for page in asked.channel_list(None, some) {
                all.extend(page?.items);
            }
        }
        Ok::<_, Error>(all)
    });
    match wait(&listed) {
        Some(Ok(listed)) => {
            let mine = listed.iter().filter(|space| space::is_owned(person, space));
            let mine: BTreeSet<u64> = mine.map(|space| space.id.0).collect();
            concerned.extend(
                others
                    .into_iter()
                    .filter(|one| mine.contains(&one.channel_id)),
            );
        }
        Some(Err(error)) if is_fatal(&error) => return Err(error),
        Some(Err(error)) => {
            let why = error.code().unwrap_or(&error.message);
            unread.push(tr!("which spaces belong to your teams ({why})", why));
        }
        // Ctrl-C: whoever asks says so.
        None => {}
    }
    Ok((concerned, unread))
}

/// Whether an incident could concern the person by itself, or by a rule of its space, enabled or not.
fn by_rules(incident: &IncidentInfo, rules: Option<&Vec<EscalationRule>>, person: &Person) -> bool {
    if incident.involves(person.id) {
        return true;
    }
    let Some(rules) = rules else {
        return incident.channel_id != 0;
    };
    let at = incident.opened().unwrap_or(Timestamp::MIN);
    space::may_name(person, rules, at)
}
