//! The record as lines: what happened when, with the person marked, and what failed unlike what was handed
//! over.

use jiff::{SignedDuration, Timestamp};
use tr::tr;

use crate::commands::doctor::describe;
use crate::commands::doctor::evidence::speaker::{Speaker, close};
use crate::commands::doctor::evidence::words;
use crate::domain::escalation::{Level, Recipient, RecipientKind, Truth};
use crate::domain::evidence::{AlertFact, Assignment, Deed, Due, Event, Notice};
use crate::ui::Tone;

/// Alerts that came with the incident are no lines of their own.
const WITH_IT: SignedDuration = SignedDuration::from_mins(5);

/// A line of the timeline.
pub struct Line {
    pub at: Timestamp,
    /// The wire's word, or duty's own: `alert`, `due`.
    pub kind: String,
    pub text: String,
    /// It is about the person.
    pub you: bool,
    pub tone: Tone,
}

/// All lines, in the order of time.
pub fn lines(
    speaker: &Speaker<'_>,
    events: &[Event],
    alerts: &[AlertFact],
    due: &[Due],
) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for event in events {
        // The alert itself is a line.
        let unnamed = matches!(&event.deed, Deed::AlertMerged { titles } if titles.is_empty());
        let same = |at: Timestamp| at.as_second() == event.at.as_second();
        if unnamed && alerts.iter().any(|alert| alert.at.is_some_and(same)) {
            continue;
        }
        let (text, you, tone) = line(speaker, event);
        let text = close(text);
        // What was sent in one moment is one line.
        if let (Deed::Notified(_), Some(last)) = (&event.deed, lines.last_mut())
            && last.kind == event.kind
            && last.at.as_second() == event.at.as_second()
        {
            last.text += &tr!("; ");
            last.text += &text;
            last.you |= you;
            if tone == Tone::Bad {
                last.tone = tone;
            }
            continue;
        }
        let (at, kind) = (event.at, event.kind.clone());
        lines.push(Line {
            at,
            kind,
            text,
            you,
            tone,
        });
    }
    let opened = speaker.day;
    for alert in alerts {
        let late = |at: &Timestamp| opened.is_none_or(|day| at.duration_since(day) >= WITH_IT);
        if let Some(at) = alert.at.filter(late) {
            lines.push(Line {
                at,
                kind: "alert".into(),
                text: words::joined(alert),
                you: false,
                tone: Tone::Plain,
            });
        }
    }
    for one in due {
        lines.push(Line {
            at: one.at,
            kind: "due".into(),
            text: would(speaker, one),
            you: true,
            tone: Tone::Faint,
        });
    }
    lines.sort_by_key(|line| line.at);
    lines
}

/// "at the earliest, level 2 would have told you: team A, by voice, SMS".
fn would(speaker: &Speaker<'_>, due: &Due) -> String {
    let (you, number) = (speaker.you(), due.level.index + 1);
    let how = how(due);
    if !due.certain {
        return tr!(
            "(at the earliest, level {number} may have told {you}: {how})",
            number,
            you,
            how
        );
    }
    tr!(
        "(at the earliest, level {number} would have told {you}: {how})",
        number,
        you,
        how
    )
}

/// As whom and by what it tells them: of what names them for certain, where something does.
fn how(due: &Due) -> String {
    let level = &due.level;
    let named: Vec<&Recipient> = naming(level, Truth::Yes).collect();
    let ways = match named.is_empty() {
        true => naming(level, Truth::Unknown).collect(),
        false => named,
    };
    let named = |name: &str, id: u64| {
        if name.is_empty() {
            id.to_string()
        } else {
            name.to_owned()
        }
    };
    let recipients = ways.into_iter().map(|one| match &one.kind {
        RecipientKind::Name => tr!("by name"),
        RecipientKind::Other => tr!("whom it tells is not known"),
        RecipientKind::Team { id, name } => {
            let team = named(name, *id);
            tr!("team {team}", team)
        }
        RecipientKind::Schedule { id, name, .. } => {
            let schedule = named(name, *id);
            tr!("schedule {schedule}", schedule)
        }
        RecipientKind::Email(address) => address.clone(),
        RecipientKind::Label(label) => tr!("label {label}", label),
    });
    let mut text = describe::names(&recipients.collect::<Vec<_>>());
    let list: Vec<String> = level
        .channels
        .iter()
        .map(|one| one.channel.clone())
        .collect();
    if !list.is_empty() {
        let list = words::channels(&list);
        text += &tr!(", by {list}", list);
    }
    text
}

fn naming(level: &Level, truth: Truth) -> impl Iterator<Item = &Recipient> {
    level
        .recipients
        .iter()
        .filter(move |one| one.truth == truth)
}

fn is_this(speaker: &Speaker<'_>, id: &str) -> bool {
    id.eq_ignore_ascii_case(&speaker.known.incident.incident_id)
}

/// What happened, whether it is about the person, and how it looks.
fn line(speaker: &Speaker<'_>, event: &Event) -> (String, bool, Tone) {
    let me = speaker.known.subject.id;
    let who = speaker.who(event.by);
    let plain = |text: String| (text, event.by == me && me != 0, Tone::Plain);
    match &event.deed {
        Deed::Opened { .. } if event.by == 0 => plain(tr!("opened")),
        Deed::Opened { .. } => plain(tr!("opened by {who}", who)),
        Deed::Assigned(one) => (
            assigned(speaker, event, one),
            one.persons().contains(&me),
            Tone::Plain,
        ),
        Deed::Added(to) => {
            let list = speaker.all(to);
            let text = tr!("{who} added as responders: {list}", who, list);
            (text, to.contains(&me), Tone::Plain)
        }
        Deed::Notified(notice) => sent(speaker, notice),
        Deed::Acknowledged => plain(tr!("acknowledged by {who}", who)),
        Deed::Unacknowledged { .. } => plain(tr!("acknowledgement taken back by {who}", who)),
        Deed::Snoozed { minutes } => plain(tr!("snoozed for {minutes} min by {who}", minutes, who)),
        Deed::Woken => plain(tr!("snooze ended by {who}", who)),
        Deed::Closed { from } if event.by == 0 => {
            let from = words::closed_by(from);
            plain(tr!("closed ({from})", from))
        }
        Deed::Closed { .. } => plain(tr!("closed by {who}", who)),
        Deed::Reopened => plain(tr!("opened again by {who}", who)),
        Deed::Severity(Some(severity)) => {
            let severity = crate::ui::words::severity(*severity);
            plain(tr!("severity now {severity}", severity))
        }
        Deed::Silenced(held) => {
            let rule = &held.rule_name;
            plain(tr!("held back by silence rule '{rule}'", rule))
        }
        Deed::Inhibited(held) => {
            let rule = &held.rule_name;
            plain(tr!("held back by inhibit rule '{rule}'", rule))
        }
        Deed::Flapping { mute_mins: ..=0 } => plain(tr!("changes too often; not muted")),
        Deed::Flapping { mute_mins } => plain(tr!(
            "changes too often: muted for {mute_mins} min",
            mute_mins
        )),
        Deed::Merged { target, .. } if target.incident_id.is_empty() => plain(tr!(
            "merged by {who}; with what the record does not tell",
            who
        )),
        Deed::Merged { target, .. } if !is_this(speaker, &target.incident_id) => {
            let (id, title) = (&target.incident_id, &target.title);
            plain(match title.is_empty() {
                true => tr!("merged by {who} into {id}", who, id),
                false => tr!("merged by {who} into '{title}' ({id})", who, title, id),
            })
        }
        Deed::Merged { .. } => plain(tr!(
            "another incident was merged into this one by {who}",
            who
        )),
        Deed::AlertMerged { titles } if titles.is_empty() => plain(match event.by {
            0 => tr!("an alert joined"),
            _ => tr!("an alert was put into it by {who}", who),
        }),
        Deed::AlertMerged { titles } => {
            let list = describe::names(titles);
            plain(tr!("alerts put into it by {who}: {list}", who, list))
        }
        Deed::Storm { threshold } => plain(tr!(
            "alert storm: {threshold} alerts, which is told too",
            threshold
        )),
        Deed::Severity(None) | Deed::Recovered | Deed::Unreadable | Deed::Other => {
            plain(match event.kind.as_str() {
                "i_comm" => tr!("comment by {who}", who),
                kind => tr!("{kind}, by {who}", kind, who),
            })
        }
    }
}

fn assigned(speaker: &Speaker<'_>, event: &Event, one: &Assignment) -> String {
    let to = speaker.whom(one.persons(), one.addresses());
    let (Some(id), Some(level)) = (one.rule(), one.level()) else {
        let who = speaker.who(event.by);
        return tr!("assigned by {who}: {to}", who, to);
    };
    let number = level + 1;
    let rules = speaker.known.rules.iter().flatten();
    let rule = rules
        .clone()
        .find(|rule| rule.rule_id.eq_ignore_ascii_case(id));
    let name = match rule {
        Some(rule) if one.rule_name.is_empty() => rule.rule_name.clone(),
        None if one.rule_name.is_empty() => id.to_owned(),
        _ => one.rule_name.clone(),
    };
    let mut text = tr!(
        "assigned by rule '{name}', level {number}: {to}",
        name,
        number,
        to
    );
    // Which schedule it was is not in the record.
    let target = rule.and_then(|rule| rule.layers.get(level)?.target.as_ref());
    let alone = target.filter(|target| target.person_ids.is_empty() && target.team_ids.is_empty());
    let ids = alone
        .iter()
        .flat_map(|target| target.schedule_to_role_ids.keys());
    let names: Vec<&String> = ids
        .filter_map(|id| {
            let mut known = speaker.known.schedules.iter();
            let schedule = known.find(|schedule| schedule.schedule_id == *id)?;
            Some(&schedule.schedule_name)
        })
        .collect();
    if !names.is_empty() {
        let list = describe::names(&names);
        text += &tr!(" (on call by schedule {list}, as the rule is now)", list);
    }
    text
}

/// What was sent: by which channel to whom, handed over or failed.
fn sent(speaker: &Speaker<'_>, notice: &Notice) -> (String, bool, Tone) {
    let me = speaker.known.subject.id;
    let by = words::channel(&notice.by);
    let by = if notice.is_first() {
        by
    } else {
        tr!("again {by}", by)
    };
    let mut texts = Vec::new();
    let mut tone = Tone::Plain;
    let mut outcomes: Vec<(&str, Vec<String>)> = Vec::new();
    let persons = notice.persons.iter().map(|to| {
        let failed = to.failed_reason.as_str();
        (failed, speaker.who(to.person_id))
    });
    let rooms = notice.rooms().map(|room| {
        let name = room.name();
        (room.failed_reason.as_str(), tr!("group chat {name}", name))
    });
    for (failed, name) in persons.chain(rooms) {
        match outcomes.iter_mut().find(|(one, _)| *one == failed) {
            Some((_, names)) => names.push(name),
            None => outcomes.push((failed, vec![name])),
        }
    }
    for (failed, names) in &outcomes {
        let list = describe::names(names);
        texts.push(if failed.is_empty() {
            tr!("{by} to {list}: handed over", by, list)
        } else {
            tone = Tone::Bad;
            tr!("{by} to {list}: FAILED, \"{failed}\"", by, list, failed)
        });
    }
    if texts.is_empty() {
        texts.push(tr!("{by} to nobody", by));
    }
    let you = notice.persons.iter().any(|to| to.person_id == me);
    (texts.join(&tr!("; ")), you, tone)
}
