//! The same model again, as plainly as it can be said and in no way fast: truth is 0, 1 or 2 out
//! of 2 (and is the smaller, or the larger), a window is walked minute by minute, a net is a
//! string of bits, and a wildcard tries everything. It knows only the patterns of its caller.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::delivery::Delivery;
use crate::domain::escalation::wire::{Condition, EscalationRule, Oper, RuleStatus, TimeFilter};
use crate::domain::escalation::{Incident, Person};
use crate::domain::severity::Severity;

/// No, maybe, yes.
pub type Half = u8;

/// What a rule means for the person: its place, whether it reaches, and layer by layer when,
/// whether, and by which channels.
pub type Answer = (usize, Half, Vec<(u64, Half, Vec<String>)>);

/// The maybes, and the certain one.
pub fn walk(
    rules: &[EscalationRule],
    person: &Person,
    incident: &Incident,
    at: Timestamp,
    zone: &TimeZone,
) -> (Vec<Answer>, Option<Answer>) {
    let mut left: Vec<usize> = (0..rules.len()).collect();
    let mut maybes = Vec::new();
    while !left.is_empty() {
        let mut best = 0;
        for place in 1..left.len() {
            let priority = |place: usize| rules[left[place]].priority.unwrap_or(i64::MAX);
            if priority(place) < priority(best) {
                best = place;
            }
        }
        let index = left.remove(best);
        let rule = &rules[index];
        let matches = matches(rule, incident, at, zone);
        let answer = || answer(index, rule, person, incident.severity, at);
        match matches {
            2 => return (maybes, Some(answer())),
            1 => maybes.push(answer()),
            _ => {}
        }
    }
    (maybes, None)
}

/// Whether a rule takes the incident.
pub fn matches(rule: &EscalationRule, incident: &Incident, at: Timestamp, zone: &TimeZone) -> Half {
    if rule.status != RuleStatus::Enabled {
        return 0;
    }
    let mut time = if rule.time_filters.is_empty() { 2 } else { 0 };
    for window in &rule.time_filters {
        time = time.max(in_window(window, at, zone));
    }
    let mut fits = if rule.filters.is_empty() { 2 } else { 0 };
    for group in &rule.filters {
        let mut all = 2;
        for condition in group {
            all = all.min(holds(condition, incident));
        }
        fits = fits.max(all);
    }
    time.min(fits)
}

fn in_window(window: &TimeFilter, at: Timestamp, zone: &TimeZone) -> Half {
    if window.is_off && window.cal_id.is_empty() {
        return 1;
    }
    let local = at.as_second() + i64::from(zone.to_offset(at).seconds());
    let now = local.div_euclid(60);
    let minutes = |text: &str| -> i64 {
        let (hour, minute) = text.split_once(':').expect("only good times here");
        hour.parse::<i64>().expect("a number") * 60 + minute.parse::<i64>().expect("a number")
    };
    let (start, length) = if window.start.is_empty() {
        (0, 24 * 60)
    } else {
        let (start, end) = (minutes(&window.start), minutes(&window.end));
        (
            start,
            if end > start {
                end - start
            } else {
                end + 24 * 60 - start
            },
        )
    };
    let today = local.div_euclid(24 * 3600);
    for day in [today - 1, today] {
        // The first of January 1970 was a Thursday.
        let weekday = (day + 4).rem_euclid(7);
        if !window.repeat.is_empty() && !window.repeat.contains(&weekday) {
            continue;
        }
        for minute in 0..length {
            if day * 24 * 60 + start + minute == now {
                return if window.cal_id.is_empty() { 2 } else { 1 };
            }
        }
    }
    0
}

fn holds(condition: &Condition, incident: &Incident) -> Half {
    let field: Result<String, Half> = if condition.key.ends_with("severity") {
        Ok(format!("{:?}", incident.severity))
    } else if condition.key == "title" {
        incident.title.clone().ok_or(1)
    } else if condition.key == "description" {
        incident.description.clone().ok_or(1)
    } else if condition.key == "data_source_id" {
        incident.integration_id.map(|id| format!("{id}")).ok_or(1)
    } else if condition.key.starts_with("labels.") {
        let name = condition.key.replacen("labels.", "", 1);
        let untold = if incident.labels_complete { 0 } else { 1 };
        incident.labels.get(&name).cloned().ok_or(untold)
    } else {
        Err(1)
    };
    let mut any = 0;
    for value in &condition.vals {
        any = any.max(match &field {
            Ok(text) => matches_value(value, text),
            Err(half) => *half,
        });
    }
    match condition.oper {
        Oper::In => any,
        Oper::NotIn => 2 - any,
        Oper::Other(_) => 1,
    }
}

fn matches_value(value: &str, text: &str) -> Half {
    let number = || text.parse::<f64>().ok();
    let yes = match value {
        "/b/" => text.contains('b'),
        "/^a/" => text.starts_with('a'),
        "/^[0-9]+$/" => !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit()),
        r"/\d/" => text.chars().any(|sign| sign.is_ascii_digit()),
        "/Crit|Warn/" => text.contains("Crit") || text.contains("Warn"),
        "/(/" | "cidr:10" | "num:gt:x" => return 1,
        "num:gt:10" => number().is_some_and(|number| number > 10.0),
        "num:ge:10" => number().is_some_and(|number| number >= 10.0),
        "num:lt:10" => number().is_some_and(|number| number < 10.0),
        "num:le:10" => number().is_some_and(|number| number <= 10.0),
        net if net.starts_with("cidr:") => in_net(&net["cidr:".len()..], text),
        stars if stars.contains('*') || stars.contains('?') => {
            let (stars, text): (Vec<_>, Vec<_>) = (stars.chars().collect(), text.chars().collect());
            wild(&stars, &text)
        }
        exact => exact == text,
    };
    if yes { 2 } else { 0 }
}

fn wild(pattern: &[char], text: &[char]) -> bool {
    match (pattern.split_first(), text.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some(('*', more)), None) => wild(more, text),
        (Some(('*', more)), Some((_, rest))) => wild(more, text) || wild(pattern, rest),
        (Some(('?', more)), Some((_, rest))) => wild(more, rest),
        (Some((sign, more)), Some((first, rest))) => sign == first && wild(more, rest),
        (Some(_), None) => false,
    }
}

fn in_net(net: &str, text: &str) -> bool {
    let bits = |address: &str| -> Option<String> {
        if let Ok(four) = address.parse::<std::net::Ipv4Addr>() {
            return Some(
                four.octets()
                    .iter()
                    .map(|byte| format!("{byte:08b}"))
                    .collect(),
            );
        }
        let six = address.parse::<std::net::Ipv6Addr>().ok()?;
        Some(
            six.octets()
                .iter()
                .map(|byte| format!("{byte:08b}"))
                .collect(),
        )
    };
    let (base, length) = net.split_once('/').expect("only good nets here");
    let length: usize = length.parse().expect("a number");
    match (bits(base), bits(text)) {
        (Some(base), Some(text)) => base.len() == text.len() && base[..length] == text[..length],
        _ => false,
    }
}

fn answer(
    index: usize,
    rule: &EscalationRule,
    person: &Person,
    severity: Severity,
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
        let mut direct = if target.person_ids.contains(&person.id) {
            2
        } else {
            0
        };
        for team in &target.team_ids {
            let mut found = if person.teams_complete { 0 } else { 1 };
            for known in person.teams.iter().filter(|known| known.team_id == *team) {
                found = if known.person_ids.contains(&person.id) {
                    2
                } else {
                    0
                };
            }
            direct = direct.max(found);
        }
        for (schedule, roles) in &target.schedule_to_role_ids {
            direct = direct.max(on_call(*schedule, roles, person, second));
        }
        let mut channels = Vec::new();
        let mut sent = 0;
        match &target.by {
            None => {}
            Some(by) if by.follow_preference => match &person.preferences {
                None => sent = 1,
                Some(own) => channels = own.get(&severity).cloned().unwrap_or_default(),
            },
            Some(by) => {
                channels = match severity {
                    Severity::Critical => by.critical.clone(),
                    Severity::Warning => by.warning.clone(),
                    Severity::Info => by.info.clone(),
                }
            }
        }
        if direct == 0 {
            channels.clear();
        }
        for channel in &channels {
            sent = sent.max(match person.deliveries.get(channel) {
                Some(Delivery::Yes) => 2,
                Some(Delivery::No(_)) => 0,
                Some(Delivery::Unknown(_)) | None => 1,
            });
        }
        layers.push((after, direct.min(sent), channels));
    }
    let reached = layers.iter().map(|layer| layer.1).max().unwrap_or(0);
    (index, reached, layers)
}

fn on_call(schedule: u64, roles: &[u64], person: &Person, second: i64) -> Half {
    let Some(found) = person
        .schedules
        .iter()
        .find(|known| known.schedule_id == schedule)
    else {
        return if person.schedules_complete { 0 } else { 1 };
    };
    let shifts: Vec<_> = [&found.cur_oncall, &found.next_oncall]
        .into_iter()
        .flatten()
        .collect();
    for shift in &shifts {
        if (shift.start..shift.end).contains(&second) {
            let mine = shift.group.members.iter().any(|each| {
                each.person_ids.contains(&person.id)
                    && (roles.is_empty() || roles.contains(&each.role_id))
            });
            return if mine { 2 } else { 0 };
        }
    }
    // Between two shifts there is nobody; elsewhere it was not told.
    match shifts.as_slice() {
        [current, next] if current.end <= second && second < next.start => 0,
        _ => 1,
    }
}
