//! The same model again, as plainly as it can be said and in no way fast: truth is 0, 1 or 2 out
//! of 2 (and is the smaller, or the larger), a window is walked minute by minute, a net is a
//! string of bits, and a wildcard tries everything. It knows only the patterns of its caller.

pub mod held;
mod told;

use jiff::Timestamp;

use crate::domain::calendar::{Calendar, CalendarEvent};
use crate::domain::escalation::wire::{Condition, EscalationRule, Oper, RuleStatus, TimeFilter};
use crate::domain::escalation::{Clock, Incident, Person};

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
    clock: &Clock,
) -> (Vec<Answer>, Option<Answer>) {
    let (mut maybes, decided) = in_order(rules, i64::MAX, person, incident, at, clock);
    if rules.iter().any(|rule| rule.priority.is_none()) {
        let (others, other) = in_order(rules, 0, person, incident, at, clock);
        for one in others.into_iter().chain(other) {
            if maybes.iter().chain(&decided).all(|known| known.0 != one.0) {
                maybes.push(one);
            }
        }
    }
    (maybes, decided)
}

/// The same where a priority that is left out is this one.
fn in_order(
    rules: &[EscalationRule],
    left_out: i64,
    person: &Person,
    incident: &Incident,
    at: Timestamp,
    clock: &Clock,
) -> (Vec<Answer>, Option<Answer>) {
    let mut left: Vec<usize> = (0..rules.len()).collect();
    let mut maybes = Vec::new();
    while !left.is_empty() {
        let mut best = 0;
        for place in 1..left.len() {
            let priority = |place: usize| rules[left[place]].priority.unwrap_or(left_out);
            if priority(place) < priority(best) {
                best = place;
            }
        }
        let index = left.remove(best);
        let rule = &rules[index];
        let matches = matches(rule, incident, at, clock);
        let answer = || told::answer(index, rule, person, incident, at);
        match matches {
            2 => return (maybes, Some(answer())),
            1 => maybes.push(answer()),
            _ => {}
        }
    }
    (maybes, None)
}

/// Whether a rule takes the incident.
pub fn matches(rule: &EscalationRule, incident: &Incident, at: Timestamp, clock: &Clock) -> Half {
    let on = match rule.status {
        RuleStatus::Enabled => 2,
        RuleStatus::Disabled | RuleStatus::Deleted => return 0,
        RuleStatus::Other(_) => 1,
    };
    let mut time = if rule.time_filters.is_empty() { 2 } else { 0 };
    for window in &rule.time_filters {
        time = time.max(in_window(window, at, clock));
    }
    let mut fits = if rule.filters.is_empty() { 2 } else { 0 };
    for group in &rule.filters {
        let mut all = 2;
        for condition in group {
            all = all.min(holds(condition, incident, false));
        }
        fits = fits.max(all);
    }
    time.min(fits).min(on)
}

pub fn in_window(window: &TimeFilter, at: Timestamp, clock: &Clock) -> Half {
    if window.is_off && window.cal_id.is_empty() {
        return 1;
    }
    let local =
        |zone: &jiff::tz::TimeZone| at.as_second() + i64::from(zone.to_offset(at).seconds());
    let now = local(&clock.zone).div_euclid(60);
    let minutes = |text: &str| -> i64 {
        let (hour, minute) = text.split_once(':').expect("only good times here");
        hour.parse::<i64>().expect("a number") * 60 + minute.parse::<i64>().expect("a number")
    };
    let no_length = !window.start.is_empty() && window.start == window.end;
    let (start, length, unclear) = if window.start.is_empty() {
        (0, 24 * 60, false)
    } else {
        let (start, end) = (minutes(&window.start), minutes(&window.end));
        let last = end == 23 * 60 + 59 && !no_length;
        let end = if last { end + 1 } else { end };
        (
            start,
            if end > start {
                end - start
            } else {
                end + 24 * 60 - start
            },
            end % 60 == 59 && !no_length,
        )
    };
    let whole_week = window.repeat.is_empty() || window.repeat.len() == 7;
    let all_day = length == 24 * 60 && !no_length;
    if clock.guessed && !(whole_week && all_day && window.cal_id.is_empty()) {
        return 1;
    }
    let today = local(&clock.zone).div_euclid(24 * 3600);
    for day in [today - 1, today] {
        for minute in 0..length + i64::from(unclear) {
            if day * 24 * 60 + start + minute != now {
                continue;
            }
            // By the day on which it begins, and by the day of that minute.
            let readings = [day, today].map(|day| {
                if !window.repeat.is_empty() && !window.repeat.contains(&Some(weekday(day))) {
                    0
                } else if window.cal_id.is_empty() {
                    2
                } else {
                    let calendar = clock.calendars.get(&window.cal_id);
                    calendar.map_or(1, |calendar| {
                        let zone = jiff::tz::TimeZone::get(&calendar.info.timezone);
                        let there = local(&zone.expect("a zone")).div_euclid(24 * 3600);
                        let here = is_off(calendar, day);
                        let same = is_off(calendar, day + there - today);
                        match (here, same) {
                            (Some(one), Some(other)) if one == other => {
                                2 * Half::from(one == window.is_off)
                            }
                            _ => 1,
                        }
                    })
                }
            });
            return if readings[0] == readings[1] {
                readings[0].min(if no_length || minute == length { 1 } else { 2 })
            } else {
                1
            };
        }
    }
    0
}

/// The first of January 1970 was a Thursday.
fn weekday(day: i64) -> i64 {
    (day + 4).rem_euclid(7)
}

fn is_off(calendar: &Calendar, day: i64) -> Option<bool> {
    let noon = Timestamp::from_second(day * 86_400 + 43_200).expect("in range");
    let text = noon.strftime("%Y-%m-%d").to_string();
    if !calendar
        .years
        .iter()
        .any(|year| text.starts_with(&year.to_string()))
    {
        return None;
    }
    // Dates of this form are in the order of their letters. What ends no later than it begins tells nothing of its days.
    let turned = |event: &CalendarEvent| event.end_at <= event.start_at;
    let within = |event: &CalendarEvent| event.end_at <= text && text <= event.start_at;
    if calendar.events.iter().any(|one| turned(one) && within(one)) {
        return None;
    }
    let about = |event: &&CalendarEvent| event.start_at <= text && text < event.end_at;
    let mut said: Vec<bool> = calendar
        .events
        .iter()
        .filter(about)
        .map(|event| event.is_off.expect("told here"))
        .collect();
    said.dedup();
    match (said.as_slice(), calendar.info.workdays.as_slice()) {
        ([off], _) => Some(*off),
        ([], [_, ..]) => Some(!calendar.info.workdays.contains(&weekday(day))),
        _ => None,
    }
}

pub fn holds(condition: &Condition, incident: &Incident, of_alert: bool) -> Half {
    // The plain words are labels to one reference and nothing to another.
    if ["check", "service"].contains(&condition.key.as_str()) {
        let as_if = |key: String| Condition {
            key,
            ..condition.clone()
        };
        let label = format!("labels.{}", condition.key);
        let label = holds(&as_if(label), incident, of_alert);
        let nothing = if of_alert { "dedup_key" } else { "alert_key" };
        let nothing = holds(&as_if(nothing.to_owned()), incident, of_alert);
        // A label that is not there says nothing of a field of that name.
        let is_there = incident.labels.contains_key(&condition.key) || condition.vals.is_empty();
        return if is_there && label == nothing {
            label
        } else {
            1
        };
    }
    let field: Result<String, Half> =
        if condition.key.ends_with("severity") || condition.key.ends_with("status") {
            Ok(format!("{:?}", incident.severity))
        } else if condition.key == "title" {
            incident.title.clone().ok_or(1)
        } else if condition.key == "description" {
            incident.description.clone().ok_or(1)
        } else if condition.key == if of_alert { "dedup_key" } else { "alert_key" } {
            Err(0)
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
