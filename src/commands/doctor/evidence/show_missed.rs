//! What was missed, for people: a line an incident, and what is done about the commonest cause.

use tr::tr;

use crate::commands::doctor::evidence::report::Report;
use crate::commands::doctor::evidence::survey::{Found, Window};
use crate::commands::doctor::evidence::{advice, words};
use crate::domain::console::Page;
use crate::domain::evidence::{Code, Gap, Notified, Why};
use crate::error::Error;
use crate::local::times::Times;
use crate::text::duty;
use crate::ui::table::Table;
use crate::ui::{Out, Tone};

/// All of it.
pub fn report(
    out: &mut Out,
    found: &Found,
    window: &Window,
    times: &Times,
    all: bool,
) -> Result<(), Error> {
    let missed = found.missed().count();
    let shown: Vec<&Report> = found
        .reports
        .iter()
        .filter(|one| all || one.finding.is_missed() || one.finding.is_doubtful())
        .collect();
    if !shown.is_empty() {
        let headings = [
            tr!("TIME"),
            tr!("SEVERITY"),
            tr!("INCIDENT"),
            tr!("SPACE"),
            tr!("TITLE"),
            tr!("VERDICT"),
        ];
        let mut table = Table::new(headings);
        for one in shown {
            table.row(row(one));
            let id = &one.known.incident.incident_id;
            table.link(2, Page::Incident(id.clone()));
        }
        out.table(&table)?;
        out.line("")?;
    }
    let (count, seen) = (found.reports.len(), found.seen);
    let unknown = |one: &&Report| one.finding.notified == Notified::Unknown;
    let known = count - found.reports.iter().filter(unknown).count();
    let span = span(window.to.duration_since(window.from).as_mins());
    let (text, tone) = if missed > 0 {
        let of = could_concern(count);
        let text = tr!(
            "{missed} missed, of {of} ({seen} in {span}).",
            missed,
            of,
            seen,
            span
        );
        (text, Tone::Bad)
    } else if known == 0 && count > 0 {
        let of = could_concern(count);
        let text = tr!(
            "It is not known what reached you of {of} ({seen} in {span}).",
            of,
            seen,
            span
        );
        (text, Tone::Caution)
    } else if found.reports.iter().any(|one| one.finding.is_doubtful()) {
        let of = could_concern(count);
        let text = tr!(
            "It is not known whether anything was missed, of {of} ({seen} in {span}).",
            of,
            seen,
            span
        );
        (text, Tone::Caution)
    } else if !found.unread.is_empty() {
        let text = tr!(
            "Nothing was missed in the records that were read: {count} ({seen} in {span}).",
            count = known,
            seen,
            span
        );
        (text, Tone::Caution)
    } else {
        let of = could_concern(count);
        let text = tr!(
            "Nothing was missed, of {of} ({seen} in {span}).",
            of,
            seen,
            span
        );
        (text, Tone::Good)
    };
    out.paragraph("", &text, 0, tone)?;
    // Of a time alone nobody typed the day.
    let (from, to) = (times.minute(window.from), times.in_full(window.to));
    let note = tr!("from {from} to {to}", from, to);
    out.paragraph(&tr!("   note: "), &note, 6, Tone::Faint)?;
    for note in notes(found, window, all) {
        out.paragraph(&tr!("   note: "), &note, 6, Tone::Faint)?;
    }
    for note in &found.notes {
        out.paragraph(&tr!("   note: "), &note.text, 6, Tone::Faint)?;
    }
    if let Some((fix, one)) = commonest(found) {
        out.paragraph(&tr!("   fix: "), &fix, 6, Tone::Faint)?;
        let incident = &one.known.incident;
        let of_num = |other: &&Report| other.known.incident.num == incident.num;
        let only = found.reports.iter().filter(of_num).count() == 1 && !incident.num.is_empty();
        let name = if only {
            &incident.num
        } else {
            &incident.incident_id
        };
        let text = tr!(
            "'{command}' tells all of one",
            command = duty!("doctor incident", name)
        );
        out.paragraph(&tr!("   note: "), &text, 6, Tone::Faint)?;
    }
    for what in &found.unread {
        out.paragraph(&tr!("Not known: "), what, 3, Tone::Caution)?;
    }
    Ok(())
}

fn could_concern(count: usize) -> String {
    match count {
        1 => tr!("1 incident that could concern you"),
        _ => tr!("{count} incidents that could concern you", count),
    }
}

/// What is not in the table, and what is although it began before.
fn notes(found: &Found, window: &Window, all: bool) -> Vec<String> {
    let mut notes = Vec::new();
    let woke_nobody = |one: &&Report| {
        let told = matches!(one.finding.notified, Notified::Yes | Notified::Unknown);
        !one.finding.is_missed() && !told && !one.finding.is_doubtful()
    };
    let count = found.reports.iter().filter(woke_nobody).count();
    if count > 0 && !all {
        notes.push(match count {
            1 => tr!(
                "one more did not reach you either, and nothing failed there (no rule was to tell you, nobody was on call, it was held back, somebody was faster): --all lists it"
            ),
            _ => tr!(
                "{count} more did not reach you either, and nothing failed there (no rule was to tell you, nobody was on call, they were held back, somebody was faster): --all lists them",
                count
            ),
        });
    }
    let began_before = |one: &&Report| {
        let opened = one.known.incident.opened();
        (all || one.finding.is_missed() || one.finding.is_doubtful())
            && opened.is_some_and(|at| at < window.from)
    };
    let count = found.reports.iter().filter(began_before).count();
    if count > 0 {
        notes.push(tr!(
            "{count} of them began earlier and were open still",
            count
        ));
    }
    notes
}

fn row(one: &Report) -> [(String, Tone); 6] {
    let incident = &one.known.incident;
    let at = incident.opened().map(|at| one.times.short(at));
    let at = at.unwrap_or_default();
    let severity = one
        .severity()
        .map(crate::ui::words::severity)
        .unwrap_or_default();
    let tone = if one.finding.is_missed() {
        Tone::Bad
    } else {
        Tone::Plain
    };
    [
        (at, Tone::Plain),
        (severity, Tone::Plain),
        (incident.num.clone(), Tone::Plain),
        (incident.channel_name.clone(), Tone::Plain),
        (incident.title.clone(), Tone::Plain),
        (verdict(one), tone),
    ]
}

/// "5 min", "24 h", "7 days".
fn span(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (hours @ 48.., 0) if hours % 24 == 0 => {
            let days = hours / 24;
            tr!("{days} days", days)
        }
        (hours @ 1.., 0) => tr!("{hours} h", hours),
        _ => tr!("{minutes} min", minutes),
    }
}

/// What decided, in a few words.
pub fn verdict(one: &Report) -> String {
    let Some(reason) = one.finding.decisive() else {
        return String::new();
    };
    match &reason.why {
        Why::Notified { by } => {
            let list = words::channels(by);
            return tr!("notified by {list}", list);
        }
        Why::SendingFailed { failures, .. } => {
            if let Some((by, why)) = failures.first() {
                let by = words::channel(by);
                return tr!("{by} FAILED: {why}", by, why);
            }
        }
        Why::NoChannelRule {
            rule: None,
            certain: true,
            by_hand,
            ..
        } => {
            return match by_hand {
                true => tr!("assigned by hand without a channel"),
                false => tr!("assigned without a channel"),
            };
        }
        Why::NoChannelRule { certain: false, .. } => {
            return tr!("not notified, why is not known");
        }
        Why::Unknown(Gap::NotYet(Some(_)) | Gap::MayCome(..))
            if one.finding.notified == Notified::No =>
        {
            return tr!("your level was still to come");
        }
        _ if reason.code() == Code::Unknown && one.finding.notified == Notified::No => {
            return tr!("not notified, why is not known");
        }
        _ => {}
    }
    brief(reason.code())
}

/// A reason in a few words.
pub fn brief(code: Code) -> String {
    match code {
        Code::Notified => tr!("notified"),
        Code::SendingFailed => tr!("all that was sent failed"),
        Code::SelfAssigned => tr!("you assigned it to yourself"),
        Code::NoChannelPreference => tr!("no channel chosen"),
        Code::NoChannelRule => tr!("the rule has no channel"),
        Code::GroupOnly => tr!("only a group chat was told"),
        Code::AcknowledgedBefore => tr!("acknowledged before your level"),
        Code::ClosedBefore => tr!("closed before your level"),
        Code::Snoozed => tr!("snoozed before your level"),
        Code::Merged => tr!("merged into another incident"),
        Code::Silenced => tr!("held back by a silence rule"),
        Code::Inhibited => tr!("held back by another alert"),
        Code::Flapping => tr!("changed too often"),
        Code::ClosedInDelay => tr!("closed within the delay of the rule"),
        Code::NotOnCall => tr!("somebody else was on call"),
        Code::NobodyOnCall => tr!("nobody was on call"),
        Code::AlertMerged => tr!("the alert joined an open incident"),
        Code::AssignedByHand => tr!("assigned to others by hand"),
        Code::OtherRule => tr!("a rule that does not name you took it"),
        Code::NoRule => tr!("no rule took it"),
        Code::NotAssigned => tr!("never assigned to you"),
        Code::BeforeMembership => tr!("you were no member yet"),
        Code::Unknown => tr!("not known"),
    }
}

/// What is done about the cause that most of the missed ones have, and one of them.
fn commonest(found: &Found) -> Option<(String, &Report)> {
    let code = |one: &Report| {
        one.finding
            .decisive()
            .map(crate::domain::evidence::Reason::code)
    };
    let count = |wanted| found.missed().filter(|one| code(one) == wanted).count();
    let mut most: Option<(usize, &Report)> = None;
    for one in found.missed() {
        let number = count(code(one));
        if most.is_none_or(|(other, _)| number > other) {
            most = Some((number, one));
        }
    }
    let (_, one) = most?;
    let fix = advice::fix(&one.known, &one.person, one.finding.decisive()?)?;
    Some((fix, one))
}
