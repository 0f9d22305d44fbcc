//! One rule after the other in words: which conditions hold, who is meant, what is sent and when.
//! The words are here, the walk itself is the model's.

use tr::tr;

use crate::commands::doctor::cell;
use crate::commands::doctor::subject::Subject;
use crate::domain::channel::Channel;
use crate::domain::delivery::Delivery as Judged;
use crate::domain::escalation::wire::{Oper, RuleStatus, TimeFilter};
use crate::domain::escalation::{
    Basis, ConditionTrace, Delivery, Doubt, Field, GroupTrace, Layer, Messages, Missed, RuleState,
    RuleTrace, Standing, Truth, Unclear, Verdict, Via, Way, WindowReason, WindowTrace,
};
use crate::session::preferences::describe;

/// A line and how far it stands to the right.
pub type Line = (usize, String);

/// Yes, no, maybe.
fn truth(truth: Truth) -> String {
    match truth {
        Truth::Yes => tr!("yes"),
        Truth::No => tr!("no"),
        Truth::Unknown => tr!("not known"),
    }
}

/// What a rule hangs on, in words: "label service, title".
pub fn doubts(doubts: &[Doubt]) -> String {
    let words: Vec<String> = doubts.iter().map(doubt).collect();
    if words.is_empty() {
        tr!("what is not known")
    } else {
        words.join(&tr!(", "))
    }
}

fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Title => tr!("the title (--title)"),
        Doubt::Description => tr!("the description"),
        Doubt::Integration => tr!("the integration (--integration)"),
        Doubt::Label(name) => tr!("label {name} (--label)", name),
        Doubt::Calendar(id) => tr!("service calendar {id}", id),
        Doubt::Window => tr!("a time window that duty cannot read"),
        Doubt::Key(key) => tr!("field '{key}', which duty does not know", key),
        Doubt::Operator(word) => tr!("operator '{word}', which duty does not know", word),
        Doubt::Value(value) => tr!("value '{value}', which duty cannot read", value),
    }
}

/// The heading of a rule and what was found of its windows and conditions.
pub fn rule(number: usize, trace: &RuleTrace) -> Vec<Line> {
    let name = &trace.rule_name;
    let found = match &trace.state {
        RuleState::NotEnabled(RuleStatus::Disabled) => tr!("is disabled, so not tried"),
        RuleState::NotEnabled(RuleStatus::Deleted) => tr!("is deleted, so not tried"),
        RuleState::NotEnabled(_) => tr!("is not enabled, so not tried"),
        RuleState::NotTried => tr!("is not tried: a rule before it takes the incident"),
        RuleState::Tried { matched, .. } => match matched {
            Truth::Yes => tr!("takes the incident"),
            Truth::No => tr!("does not take the incident"),
            Truth::Unknown => {
                let on = doubts(&trace.state.doubts());
                tr!("may take the incident, depending on {on}", on)
            }
        },
    };
    let mut lines = vec![(
        0,
        tr!("{number}. Rule '{name}' {found}.", number, name, found),
    )];
    if let RuleState::Tried {
        windows, groups, ..
    } = &trace.state
    {
        lines.extend(windows.iter().map(window));
        for (index, group) in groups.iter().enumerate() {
            lines.extend(conditions(index, groups.len(), group));
        }
        if windows.is_empty() && groups.is_empty() {
            lines.push((1, tr!("It has no conditions and counts at all times.")));
        }
    }
    lines
}

fn window(trace: &WindowTrace) -> Line {
    let TimeFilter {
        start, end, repeat, ..
    } = &trace.window;
    let days: Vec<String> = repeat.iter().map(|day| day_name(*day)).collect();
    let hours = if start.is_empty() && end.is_empty() {
        tr!("all day")
    } else {
        tr!("{start} to {end}", start, end)
    };
    let days = if days.is_empty() {
        tr!("every day")
    } else {
        days.join(" ")
    };
    let why = match &trace.why {
        WindowReason::Inside => tr!("yes, that is now"),
        WindowReason::OtherHours => tr!("no, it is another hour"),
        WindowReason::OtherDay => tr!("no, it is another day"),
        WindowReason::Calendar(id) => {
            tr!("not known, it depends on service calendar {id}", id)
        }
        WindowReason::DaysOffOfNoCalendar => tr!("not known, it is for days off of no calendar"),
        WindowReason::UnreadableTime(text) => tr!("not known, '{text}' is no time", text),
        WindowReason::UnreadableDay(day) => tr!("not known, {day} is no day", day),
    };
    (1, tr!("when {hours}, {days}: {why}", hours, days, why))
}

fn day_name(day: i64) -> String {
    match day {
        0 => tr!("Sun"),
        1 => tr!("Mon"),
        2 => tr!("Tue"),
        3 => tr!("Wed"),
        4 => tr!("Thu"),
        5 => tr!("Fri"),
        6 => tr!("Sat"),
        other => other.to_string(),
    }
}

fn conditions(index: usize, count: usize, group: &GroupTrace) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut indent = 1;
    if count > 1 {
        let (number, all) = (index + 1, truth(group.truth));
        lines.push((
            1,
            tr!(
                "group {number} of {count}, any of which is enough: {all}",
                number,
                count,
                all
            ),
        ));
        indent = 2;
    }
    lines.extend(group.conditions.iter().map(|one| (indent, condition(one))));
    lines
}

fn condition(trace: &ConditionTrace) -> String {
    let key = &trace.condition.key;
    let values = trace.condition.vals.join(" | ");
    let test = match &trace.condition.oper {
        Oper::In => tr!("if {key} is {values}", key, values),
        Oper::NotIn => tr!("if {key} is not {values}", key, values),
        Oper::Other(word) => tr!("if {key} '{word}' {values}", key, word, values),
    };
    let found = match &trace.field {
        Field::Known(text) => tr!("it is '{text}'", text),
        Field::Missing => tr!("the incident has none"),
        Field::NotTold => match key.as_str() {
            "title" => tr!("--title tells it"),
            "data_source_id" | "integration_id" => tr!("--integration tells it"),
            key if key.starts_with("labels.") => {
                let name = key.trim_start_matches("labels.");
                tr!("--label {name}=VALUE tells it", name)
            }
            _ => tr!("duty is not told it"),
        },
        Field::UnknownKey => tr!("duty does not know this field"),
    };
    let truth = truth(trace.truth);
    let mut text = tr!("{test}: {truth}, {found}", test, truth, found);
    for value in &trace.values {
        let what = match value.unclear {
            None => continue,
            Some(Unclear::Pattern) => tr!("is no regular expression that duty can read"),
            Some(Unclear::Net) => tr!("is no address range"),
            Some(Unclear::Number) => tr!("is no number"),
        };
        let value = &value.value;
        text += &tr!("; '{value}' {what}", value, what);
    }
    text
}

/// What a rule that takes the incident means for the person.
pub fn verdict(subject: &Subject, verdict: &Verdict) -> Vec<Line> {
    let mut lines = Vec::new();
    for layer in &verdict.layers {
        lines.extend(of_layer(subject, layer));
    }
    if verdict.layers.is_empty() {
        lines.push((1, tr!("It has no levels: nobody is told.")));
    }
    lines
}

fn of_layer(subject: &Subject, layer: &Layer) -> Vec<Line> {
    let (number, when) = (layer.index + 1, cell::delay(layer.after));
    let how = match layer.messages {
        Messages::Preferences => tr!("by each person's preferences"),
        Messages::Unified => tr!("by the rule's own list, whatever anyone's preferences"),
        Messages::None => tr!("without direct messages"),
    };
    let mut lines = vec![(1, tr!("level {number}, {when}, {how}:", number, when, how))];
    for way in &layer.ways {
        lines.push((2, of_way(subject, way)));
    }
    for used in &layer.channels {
        let channel = Channel::wire_string(&used.channel);
        let name = describe::name(&channel, &subject.facts);
        let reach = match &used.delivery {
            Delivery::Yes => tr!("reaches you"),
            Delivery::No(_) => match subject.facts.delivery(&channel) {
                Judged::No(reason) => {
                    let why = reason.text();
                    tr!("does not reach you, {why}", why)
                }
                _ => tr!("does not reach you"),
            },
            Delivery::Unknown(why) if why.is_empty() => tr!("not known whether it reaches you"),
            Delivery::Unknown(why) => tr!("not known whether it reaches you, {why}", why),
        };
        let name = match used.basis {
            Basis::Address => tr!("{name} to your address", name),
            _ => name,
        };
        lines.push((2, tr!("{name}: {reach}", name, reach)));
    }
    if layer.group_chats > 0 {
        let count = layer.group_chats;
        lines.push((
            2,
            tr!(
                "group chats ({count}), which never count as reaching you",
                count
            ),
        ));
    }
    let end = match (&layer.missed, layer.reached) {
        // Who is on call was said above.
        (Some(Missed::NotOnCall { .. }), _) => tr!("nothing reaches you here"),
        (Some(missed), _) => {
            let why = of_missed(missed);
            tr!("nothing reaches you here: {why}", why)
        }
        (None, Truth::Yes) => return lines,
        (None, _) => tr!("whether this reaches you is not known"),
    };
    lines.push((2, end));
    lines
}

fn of_way(subject: &Subject, way: &Way) -> String {
    let named = |name: &str, id: u64| {
        if name.is_empty() {
            id.to_string()
        } else {
            format!("'{name}'")
        }
    };
    match &way.via {
        Via::Name => tr!("you by name"),
        Via::Team { id, name } => {
            let team = named(name, *id);
            match way.truth {
                Truth::Yes => tr!("team {team}: you are in it", team),
                Truth::No => tr!("team {team}: you are not in it", team),
                Truth::Unknown => tr!("team {team}: not known whether you are in it", team),
            }
        }
        Via::Schedule { id, name, standing } => {
            let schedule = named(name, *id);
            match standing {
                Standing::OnCall { until, .. } => match until {
                    Some(until) => {
                        let until = time(subject, *until);
                        tr!(
                            "schedule {schedule}: you are on call then, until {until}",
                            schedule,
                            until
                        )
                    }
                    None => tr!("schedule {schedule}: you are on call then", schedule),
                },
                Standing::OffDuty { next: Some(next) } => {
                    let next = time(subject, *next);
                    tr!(
                        "schedule {schedule}: you are not on call then, but from {next}",
                        schedule,
                        next
                    )
                }
                Standing::OffDuty { next: None } => {
                    tr!("schedule {schedule}: you are not on call then", schedule)
                }
                Standing::NotInIt => tr!("schedule {schedule}: you do not stand in it", schedule),
                Standing::NotTold => tr!(
                    "schedule {schedule}: the server does not say who is on call then",
                    schedule
                ),
                Standing::Unknown => tr!(
                    "schedule {schedule}: not known whether you stand in it",
                    schedule
                ),
            }
        }
        Via::Email(address) => tr!("your address {address}", address),
    }
}

fn of_missed(missed: &Missed) -> String {
    match missed {
        Missed::NoLayers => tr!("the rule has no levels"),
        Missed::NoTarget => tr!("the level has no target"),
        Missed::NotATarget => tr!("you are not among the targets"),
        Missed::NotOnCall { .. } => tr!("you are not on call then"),
        Missed::OnlyGroupChats => tr!("only group chats are written to"),
        Missed::NoMessages => tr!("no messages are sent"),
        Missed::NoChannelForSeverity {
            basis: Basis::Preferences,
        } => tr!("you chose no channel for this severity"),
        Missed::NoChannelForSeverity { .. } => tr!("the rule's list for this severity is empty"),
        Missed::NoChannelDelivers => tr!("none of these channels gets through"),
    }
}

/// A moment by the account's clock.
pub fn time(subject: &Subject, at: jiff::Timestamp) -> String {
    let local = subject.local(at);
    let day = day_name(local.weekday().to_sunday_zero_offset().into());
    format!("{day} {}", local.strftime("%Y-%m-%d %H:%M"))
}
