//! What the model saw of a rule, in words: which conditions hold, who is meant, what is sent and when.

use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::describe::{delay, doubts, weekday};
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::teams;
use crate::domain::channel::{Channel, im_label};
use crate::domain::delivery::{Delivery, Uncertainty};
use crate::domain::escalation::wire::{Oper, RuleStatus, TimeFilter};
use crate::domain::escalation::{
    Basis, Cause, ChannelUse, ConditionTrace, Field, GroupTrace, Level, Messages, OnCall,
    Recipient, RecipientKind, RuleState, RuleTrace, Truth, Unclear, Verdict, WindowReason,
    WindowTrace,
};
use crate::session::preferences::describe as channels;

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
        lines.extend(windows.iter().take(SHOWN).map(window));
        if windows.len() > SHOWN {
            let count = windows.len() - SHOWN;
            lines.push((1, tr!("windows that are not shown: {count}", count)));
        }
        let shown = worth_showing(groups);
        for index in &shown {
            lines.extend(conditions(*index, groups.len(), &groups[*index]));
        }
        if shown.len() < groups.len() {
            let count = groups.len() - shown.len();
            lines.push((1, tr!("groups that are not shown: {count}", count)));
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
    let days: Vec<String> = repeat
        .iter()
        .map(|day| day.map_or_else(|| "?".to_owned(), weekday))
        .collect();
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
        WindowReason::DayOff(name) => tr!("no, calendar '{name}' has it as a day off", name),
        WindowReason::WorkDay(name) => tr!("no, calendar '{name}' has it as a work day", name),
        WindowReason::LastMinute => tr!("whether its last minute counts is not known"),
        WindowReason::EndsWhereItBegins => tr!("not known, it ends where it begins"),
        WindowReason::AfterMidnight => {
            tr!("not known, it is after midnight, and which day counts is not documented")
        }
        WindowReason::TimeZone => tr!("not known, as the account's time zone is not known"),
        WindowReason::DaysOffOfNoCalendar => tr!("not known, it is for days off of no calendar"),
        WindowReason::UnreadableTime(text) => tr!("not known, '{text}' is no time", text),
        WindowReason::UnreadableDay(Some(day)) => tr!("not known, {day} is no day", day),
        WindowReason::UnreadableDay(None) => tr!("not known, a day of it is not told"),
    };
    (1, tr!("when {hours}, {days}: {why}", hours, days, why))
}

/// How many groups of a rule, and values of a condition, are shown.
const SHOWN: usize = 20;

/// The groups to show, in their order: those that do not say no before the others.
fn worth_showing(groups: &[GroupTrace]) -> Vec<usize> {
    let no = |index: &usize| groups[*index].truth == Truth::No;
    let (no, open): (Vec<usize>, Vec<usize>) = (0..groups.len()).partition(no);
    let mut shown: Vec<usize> = open.into_iter().chain(no).take(SHOWN).collect();
    shown.sort_unstable();
    shown
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
    let vals = &trace.condition.vals;
    let mut values = vals[..vals.len().min(SHOWN)].join(" | ");
    if vals.len() > SHOWN {
        values += " | …";
    }
    let test = match &trace.condition.oper {
        Oper::In => tr!("if {key} is {values}", key, values),
        Oper::NotIn => tr!("if {key} is not {values}", key, values),
        Oper::Other(word) => tr!("if {key} '{word}' {values}", key, word, values),
    };
    let found = match &trace.field {
        Field::Known(text) => tr!("it is '{text}'", text),
        Field::Perhaps(text) => tr!("label {key} is '{text}', if that is meant", key, text),
        Field::Missing => tr!("the incident has none"),
        Field::NotTold => match key.as_str() {
            "title" => tr!("--title tells it"),
            "description" => tr!("--description tells it"),
            "data_source_id" | "integration_id" => tr!("--integration tells it"),
            "alert_key" | "dedup_key" | "title_rule" => tr!("duty cannot be told it"),
            key => {
                let name = key.strip_prefix("labels.").unwrap_or(key);
                tr!("--label {name}=VALUE tells it", name)
            }
        },
        Field::UnknownKey => tr!("duty does not know this field"),
    };
    let truth = truth(trace.truth);
    let mut text = tr!("{test}: {truth}, {found}", test, truth, found);
    for value in trace.values.iter().take(SHOWN) {
        let what = match value.unclear {
            None => continue,
            Some(Unclear::Pattern) => tr!("is no regular expression that duty can read"),
            Some(Unclear::Net) => tr!("is no address range"),
            Some(Unclear::Number) => tr!("is no number"),
            Some(Unclear::TooMany) => tr!("is not tried: the rule has too many expressions"),
        };
        let value = &value.value;
        text += &tr!("; '{value}' {what}", value, what);
    }
    text
}

/// What a rule that takes the incident means for the person.
pub fn verdict(lookup: &Lookup, verdict: &Verdict) -> Vec<Line> {
    if verdict.levels.is_empty() {
        return vec![(1, tr!("It has no levels: nobody is told."))];
    }
    let levels = verdict.levels.iter();
    levels.flat_map(|one| level(lookup, one)).collect()
}

fn level(lookup: &Lookup, level: &Level) -> Vec<Line> {
    let (number, when) = (level.index + 1, delay(level.after));
    let how = match level.messages {
        Messages::Preferences => tr!("by each person's preferences"),
        Messages::Unified => tr!("by the rule's own list, whatever anyone's preferences"),
        Messages::None => tr!("without direct messages"),
    };
    let mut lines = vec![(1, tr!("level {number}, {when}, {how}:", number, when, how))];
    let mut add = |text| lines.push((2, text));
    if level.comes == Truth::Unknown {
        add(tr!(
            "whether it comes is not known: a level before it has no time until the next"
        ));
    }
    for one in &level.recipients {
        add(recipient(lookup, one));
    }
    for used in &level.channels {
        add(channel(lookup, used));
    }
    if level.group_chats > 0 {
        let count = level.group_chats;
        add(tr!(
            "group chats ({count}), which never count as reaching you",
            count
        ));
    }
    match (level.cause, level.reached) {
        (None, Truth::Yes) => {}
        (None, _) => add(tr!("whether this reaches you is not known")),
        // Who is on call was said above.
        (Some(Cause::NotOnCall | Cause::OtherRole), _) => add(tr!("nothing reaches you here")),
        (Some(cause), _) => {
            let why = reason(cause);
            add(tr!("nothing reaches you here: {why}", why));
        }
    }
    lines
}

fn channel(lookup: &Lookup, used: &ChannelUse) -> String {
    let name = channels::name(&Channel::wire_string(&used.channel), &lookup.facts);
    let name = match used.basis {
        Basis::Address => tr!("{name} to your address", name),
        _ => name,
    };
    let reach = match &used.delivery {
        Delivery::Yes => tr!("reaches you"),
        Delivery::No(reason) => {
            let (fails, _) = channels::reach(&used.delivery);
            let why = reason.text();
            tr!("{fails}, {why}", fails, why)
        }
        Delivery::Unknown(Uncertainty::Link(im)) => {
            let app = im_label(*im);
            tr!("reaches you, if your {app} account is linked", app)
        }
        Delivery::Unknown(why) => match why.text() {
            why if why.is_empty() => tr!("not known whether it reaches you"),
            why => tr!("not known whether it reaches you, {why}", why),
        },
    };
    tr!("{name}: {reach}", name, reach)
}

fn recipient(lookup: &Lookup, recipient: &Recipient) -> String {
    let named = |name: &str, id: u64| {
        if name.is_empty() {
            id.to_string()
        } else {
            tr!("'{name}'", name)
        }
    };
    let text = match &recipient.kind {
        // Whether the person is in it does not make a yes of it.
        RecipientKind::Team { id, name } if recipient.perhaps_replaced => {
            let team = named(name, *id);
            tr!("team {team}", team)
        }
        RecipientKind::Name if recipient.truth == Truth::Unknown && !recipient.perhaps_replaced => {
            tr!("persons by name: not known whether you are one")
        }
        RecipientKind::Name => tr!("you by name"),
        RecipientKind::Other => tr!("whom it tells is not known"),
        RecipientKind::Email(address) if lookup.person.emails_unread => {
            tr!("address {address}: not known whether it is yours", address)
        }
        RecipientKind::Email(address) => {
            tr!("you, perhaps: your address {address} is named", address)
        }
        RecipientKind::Label(label) => match recipient.truth {
            Truth::Yes => tr!("label {label} in place of the rule's targets: you", label),
            Truth::No => tr!(
                "label {label} in place of the rule's targets: not you",
                label
            ),
            Truth::Unknown => tr!(
                "label {label} in place of the rule's targets: perhaps you",
                label
            ),
        },
        RecipientKind::Team { id, name } => {
            let team = named(name, *id);
            if let Some(text) = teams::gone(&lookup.person, *id) {
                return tr!("team {team}: {text}", team, text);
            }
            match recipient.truth {
                Truth::Yes => tr!("team {team}: you are in it", team),
                Truth::No => tr!("team {team}: you are not in it", team),
                Truth::Unknown => tr!("team {team}: not known whether you are in it", team),
            }
        }
        RecipientKind::Schedule { id, name, on_call } => {
            let schedule = named(name, *id);
            let text = standing(lookup, on_call);
            tr!("schedule {schedule}: {text}", schedule, text)
        }
    };
    if recipient.perhaps_replaced {
        tr!("{text}, unless a label replaces it", text)
    } else {
        text
    }
}

/// Whether the person is on call in a schedule, and until when or from when.
fn standing(lookup: &Lookup, on_call: &OnCall) -> String {
    let time = |moment: &jiff::Timestamp| time(lookup, *moment);
    match on_call {
        OnCall::Yes {
            until: Some(until), ..
        } => {
            let until = time(until);
            tr!("you are on call then, until {until}", until)
        }
        OnCall::Yes { until: None, .. } => tr!("you are on call then"),
        OnCall::OtherRole { role_id, told, .. } => {
            let (own, told) = (role(*role_id), told.iter().map(|id| role(*id)));
            let told = describe::names(&told.collect::<Vec<_>>());
            tr!(
                "you are on call as {own} then, and the rule tells {told}",
                own,
                told
            )
        }
        OnCall::OffDuty { next: Some(next) } => {
            let next = time(next);
            tr!("you are not on call then, but from {next}", next)
        }
        OnCall::OffDuty { next: None } => tr!("you are not on call then"),
        OnCall::NotInIt => tr!("you do not stand in it"),
        OnCall::NotTold => tr!("the server does not say who is on call then"),
        OnCall::PerhapsOff => {
            tr!("you are on call then, if the schedule is not disabled")
        }
        OnCall::Contradictory => {
            tr!("the server says two things of who is on call then")
        }
        OnCall::Unknown => tr!("not known whether you stand in it"),
    }
}

/// The vendor's two roles by name, and others by number.
fn role(id: u64) -> String {
    match id {
        0 => tr!("primary (role 0)"),
        1 => tr!("backup (role 1)"),
        _ => tr!("role {id}", id),
    }
}

fn reason(cause: Cause) -> String {
    match cause {
        Cause::NotATarget => tr!("you are not among the targets"),
        Cause::NotOnCall => tr!("you are not on call then"),
        Cause::OtherRole => tr!("you are on call in another role"),
        Cause::OnlyGroupChats | Cause::OnlyRooms => tr!("only group chats are written to"),
        Cause::NoMessages => tr!("no messages are sent"),
        Cause::OwnListEmpty => tr!("you chose no channel for this severity"),
        Cause::RuleListEmpty => tr!("the rule's list for this severity is empty"),
        Cause::OwnChannelsFail | Cause::RuleChannelsFail => {
            tr!("none of these channels gets through")
        }
        // These are of a whole rule, or of a space.
        Cause::NoLevels
        | Cause::NoMatch
        | Cause::NoEnabledRule
        | Cause::NoRules
        | Cause::Silenced
        | Cause::Dropped
        | Cause::RoutedElsewhere
        | Cause::SpaceDisabled => String::new(),
    }
}

/// A moment by the account's clock.
pub fn time(lookup: &Lookup, at: jiff::Timestamp) -> String {
    let local = lookup.local(at);
    let day = weekday(local.weekday().to_sunday_zero_offset().into());
    format!("{day} {}", local.strftime("%Y-%m-%d %H:%M"))
}
