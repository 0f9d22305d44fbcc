//! Which incidents could concern the person: by themselves, by the rules of their space, or because the space belongs to
//! one of the person's teams, which is how one that woke nobody is found. Of the others the list does not tell whether
//! they concerned the person where somebody else has them now, or where a rule took them that is another one now.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::commands::doctor::evidence::workers::{begin, wait};
use crate::commands::doctor::lookup::is_fatal;
use crate::domain::doctor::space;
use crate::domain::escalation::Person;
use crate::domain::escalation::wire::{EscalationRule, RuleStatus};
use crate::domain::evidence::wire::{IncidentInfo, moment};
use crate::domain::space::Space;
use crate::error::Error;

/// The server tells of so many spaces on a page.
const PAGE: usize = 100;

/// Of those that only their records tell of so many are opened.
const MOST: usize = 200;

/// Which incidents are opened.
pub struct Concerned {
    /// Those that could concern the person.
    pub all: Vec<IncidentInfo>,
    /// Those that only their records tell of.
    pub perhaps: Vec<IncidentInfo>,
    /// What could not be read.
    pub unread: Vec<String>,
}

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
) -> Result<Concerned, Error> {
    let (mut all, mut others): (Vec<_>, Vec<_>) =
        incidents.partition(|one| by_rules(one, rules_of.get(&one.channel_id), person));
    let spaces: BTreeSet<u64> = others.iter().map(|one| one.channel_id).collect();
    let spaces: Vec<u64> = spaces.into_iter().filter(|id| *id != 0).collect();
    let mut unread = Vec::new();
    let listed = if spaces.is_empty() || person.teams.is_empty() {
        Some(Ok(Vec::new()))
    } else {
        let asked = Arc::clone(api);
        wait(&begin(move || {
            let mut all: Vec<Space> = Vec::new();
            for some in spaces.chunks(PAGE) {
                for page in asked.channel_list(None, some) {
                    all.extend(page?.items);
                }
            }
            Ok::<_, Error>(all)
        }))
    };
    match listed {
        Some(Ok(listed)) => {
            let mine = listed.iter().filter(|space| space::is_owned(person, space));
            let mine: BTreeSet<u64> = mine.map(|space| space.id.0).collect();
            let owned = |one: &mut IncidentInfo| mine.contains(&one.channel_id);
            all.extend(others.extract_if(.., owned));
        }
        Some(Err(error)) if is_fatal(&error) => return Err(error),
        Some(Err(error)) => {
            let why = error.code().unwrap_or(&error.message);
            unread.push(tr!("which spaces belong to your teams ({why})", why));
        }
        // Ctrl-C: whoever asks says so.
        None => {}
    }
    others.retain(|one| perhaps(one, rules_of.get(&one.channel_id)));
    // What a rule only handed on to its next level comes last.
    others.sort_by_key(|one| (is_escalated(one), Reverse(one.opened())));
    if let Some(left @ 1..) = others.len().checked_sub(MOST) {
        unread.push(tr!("{left} incidents of others were not opened", left));
        others.truncate(MOST);
    }
    Ok(Concerned {
        all,
        perhaps: others,
        unread,
    })
}

/// Whether an incident that others have may have concerned the person: somebody else may have had it before, or the
/// rule that took it need not have been as it is now.
fn perhaps(incident: &IncidentInfo, rules: Option<&Vec<EscalationRule>>) -> bool {
    let Some(id) = incident.taken_by() else {
        return incident.may_have_been_of_others();
    };
    let is_as_then = |rule: &EscalationRule| {
        let changed = rule.updated_at.and_then(moment);
        rule.rule_id.eq_ignore_ascii_case(id)
            && rule.status != RuleStatus::Deleted
            && changed.is_some_and(|at| incident.opened().is_some_and(|opened| at <= opened))
    };
    incident.may_have_been_of_others() || !rules.into_iter().flatten().any(is_as_then)
}

fn is_escalated(incident: &IncidentInfo) -> bool {
    let latest = incident.assigned_to.as_ref();
    latest.is_some_and(|one| one.r#type == "escalate")
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
