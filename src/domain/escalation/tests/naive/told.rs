//! The second half of the naive double: whom a rule tells, and by which channels.

use jiff::Timestamp;

use crate::domain::delivery::Delivery;
use crate::domain::escalation::tests::naive::{Answer, Half};
use crate::domain::escalation::wire::{EscalationLayer, EscalationRule, Shift, Target};
use crate::domain::escalation::{Incident, Person};
use crate::domain::severity::Severity;

pub fn answer(
    index: usize,
    rule: &EscalationRule,
    person: &Person,
    incident: &Incident,
    at: Timestamp,
) -> Answer {
    let mut layers = Vec::new();
    for (place, layer) in rule.layers.iter().enumerate() {
        let waits: u64 = rule.layers[..place]
            .iter()
            .map(|before| before.escalate_window)
            .sum();
        let after = rule.aggr_window + 60 * waits;
        let Some(target) = &layer.target else {
            layers.push((after, 0, Vec::new()));
            continue;
        };
        let second = at.as_second() + i64::try_from(after).expect("small delays here");
        // Everything that may be meant by the labels, and the person must be told in all of them.
        let readings = readings(target, person, incident, place);
        let told = readings.iter().map(|target| told(target, person, second));
        let told: Vec<Half> = told.collect();
        let direct = if told.iter().all(|one| *one == told[0]) {
            told[0]
        } else {
            1
        };
        let address = if told_by_address(target, person) {
            1
        } else {
            0
        };
        let mut direct = direct.max(address);
        let mut channels = Vec::new();
        let mut sent = 0;
        match &target.by {
            None => {}
            Some(by) if by.follow_preference => match &person.preferences {
                None => sent = 1,
                Some(own) => channels = own.get(&incident.severity).cloned().unwrap_or_default(),
            },
            Some(by) => {
                channels = match incident.severity {
                    Severity::Critical => by.critical.clone(),
                    Severity::Warning => by.warning.clone(),
                    Severity::Info => by.info.clone(),
                }
            }
        }
        // What is not told may be anybody, and any message.
        if target.unclear {
            direct = direct.max(1);
            if target.by.is_none() {
                sent = sent.max(1);
            }
        }
        if direct == 0 {
            channels.clear();
        }
        let delivered = |channel: &str| match person.deliveries.get(channel) {
            Some(Delivery::Yes) => 2,
            Some(Delivery::No(_)) => 0,
            Some(Delivery::Unknown(_)) | None => 1,
        };
        for channel in &channels {
            sent = sent.max(delivered(channel));
        }
        let mut reached = direct.min(sent);
        if address > 0 {
            channels.push("email".to_owned());
            reached = reached.max(delivered("email").min(1));
        }
        // Nobody says whether a level comes after one without a time until the next.
        let timed = |before: &EscalationLayer| before.escalate_window > 0;
        if !rule.layers[..place].iter().all(timed) {
            reached = reached.min(1);
        }
        layers.push((after, reached, channels));
    }
    let reached = layers.iter().map(|layer| layer.1).max().unwrap_or(0);
    (index, reached, layers)
}

fn told_by_address(target: &Target, person: &Person) -> bool {
    target.emails.iter().any(|one| person.emails.contains(one))
}

/// The target as each reading of the labels has it: they replace what they name, or all of it, and
/// where no address of the person is known an address may be theirs.
fn readings(target: &Target, person: &Person, incident: &Incident, place: usize) -> Vec<Target> {
    let entries = |word: &str| -> Option<Vec<String>> {
        let label = format!("layer_person_reset_{place}_{word}");
        let entries = incident.labels.get(&label)?.split(',');
        Some(entries.map(|one| one.trim().to_owned()).collect())
    };
    let id = |name: &String| -> u64 { name[1..].parse().expect("a name such as T10") };
    let teams = entries("team_names").map(|names| names.iter().map(id).collect::<Vec<_>>());
    let emails = entries("emails");
    if emails.is_none() && teams.is_none() {
        return vec![target.clone()];
    }
    let named = emails.map(|emails| {
        let mine = emails.iter().any(|one| person.emails.contains(one));
        match (mine, person.emails.is_empty()) {
            (true, _) => vec![vec![person.id]],
            (false, false) => vec![vec![]],
            (false, true) => vec![vec![], vec![person.id]],
        }
    });
    let mut readings = Vec::new();
    for whole in [false, true] {
        let kept = if whole { &Target::default() } else { target };
        for person_ids in named.clone().unwrap_or(vec![kept.person_ids.clone()]) {
            readings.push(Target {
                person_ids,
                team_ids: teams.clone().unwrap_or(kept.team_ids.clone()),
                ..kept.clone()
            });
        }
    }
    readings
}

/// Whether the person is one of the target's, by name, team or schedule.
fn told(target: &Target, person: &Person, second: i64) -> Half {
    let mut told = 2 * Half::from(target.person_ids.contains(&person.id));
    for team in &target.team_ids {
        let mut found = if person.teams_complete { 0 } else { 1 };
        for known in person.teams.iter().filter(|known| known.team_id == *team) {
            found = 2 * Half::from(known.person_ids.contains(&person.id));
        }
        told = told.max(found);
    }
    for (schedule, roles) in &target.schedule_to_role_ids {
        told = told.max(on_call(*schedule, roles, person, second));
    }
    told
}

fn on_call(schedule: u64, roles: &[u64], person: &Person, second: i64) -> Half {
    let Some(found) = person
        .schedules
        .iter()
        .find(|known| known.schedule_id == schedule)
    else {
        return if person.schedules_complete { 0 } else { 1 };
    };
    // Every way of telling has its say, and every shift of it; of each, whether the person is on call by it. One in a
    // role that is not told, or among persons who are not, may be theirs.
    let mine = |shift: &Shift| -> Half {
        let mut best = 0;
        for each in &shift.group.members {
            let role = match each.role_id {
                _ if roles.is_empty() => 2,
                Some(role) if roles.contains(&role) => 2,
                Some(_) => 0,
                None => 1,
            };
            let named = if each.person_ids.contains(&person.id) {
                2
            } else {
                1 - Half::from(each.person_ids.told)
            };
            best = best.max(role.min(named));
        }
        best
    };
    let now = |shift: &&Shift| (shift.start..shift.end).contains(&second);
    let mut said = Vec::new();
    let all: Vec<&Shift> = match &found.final_schedule {
        Some(computed) => computed.shifts().iter().filter(now).collect(),
        None => Vec::new(),
    };
    if !all.is_empty() {
        said.extend(all.iter().map(|shift| mine(shift)));
    } else {
        let layer = |mode: bool| {
            let layers = found.layer_schedules.iter();
            let layers = layers.filter(move |layer| (layer.mode == 1) == mode);
            layers.flat_map(|layer| layer.shifts().iter().filter(now))
        };
        let overrides: Vec<Half> = layer(true)
            .filter(|shift| !shift.group.members.is_empty())
            .map(mine)
            .collect();
        if overrides.is_empty() {
            said.extend(layer(false).map(mine));
            said.extend(layer(true).map(mine));
        } else {
            said.extend(overrides);
        }
    }
    match (&found.cur_oncall, &found.next_oncall) {
        (Some(current), _) if now(&current) => said.push(mine(current)),
        (_, Some(next)) if now(&next) => said.push(mine(next)),
        // Between the two there is nobody; elsewhere it was not told.
        (Some(current), Some(next)) if current.end <= second && second < next.start => {
            said.push(0);
        }
        _ => {}
    }
    said.dedup();
    match said.as_slice() {
        // By a field that is deprecated: what comes of it nobody says.
        [2] if found.disabled == 1 => 1,
        [one] => *one,
        _ => 1,
    }
}
