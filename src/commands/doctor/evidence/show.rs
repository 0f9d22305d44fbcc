//! One incident for people: the answer first, then what happened, then why.

use tr::tr;

use crate::commands::doctor::evidence::report::Report;
use crate::commands::doctor::evidence::speaker::Speaker;
use crate::commands::doctor::evidence::{advice, timeline, words};
use crate::domain::console::Page;
use crate::domain::evidence::{Notified, Reason, RuleRef};
use crate::error::Error;
use crate::ui::{Out, Tone};

/// All of it.
pub fn report(out: &mut Out, report: &Report) -> Result<(), Error> {
    let known = &report.known;
    let speaker = report.speaker();
    let incident = &known.incident;
    let headline = words::headline(&speaker, incident);
    let page = Page::Incident(incident.incident_id.clone());
    out.linked_line(&headline, Tone::Strong, &incident.num, &page)?;
    let tone = match report.finding.notified {
        Notified::Yes => Tone::Good,
        Notified::No | Notified::Failed => Tone::Bad,
        Notified::Unknown => Tone::Caution,
    };
    out.toned_line(&words::answer(known, &report.finding), tone)?;
    if let Some(since) = report.finding.since {
        let since = speaker.time(since);
        out.line(&tr!(
            "That is of the last time, since {since}: it was opened again or given back, or notices of it began again.",
            since
        ))?;
    }
    out.line("")?;
    let events = known.events.as_deref().unwrap_or_default();
    for line in timeline::lines(&speaker, events, &report.alerts, &report.finding.due) {
        // What is about the person is marked, whatever the colors.
        let mark = if line.you { ">" } else { " " };
        let first = format!("{mark} {}  ", speaker.time(line.at));
        let hanging = console::measure_text_width(&first);
        out.paragraph(&first, &line.text, hanging, line.tone)?;
    }
    out.line("")?;
    let mut told = Vec::new();
    for (index, one) in report.finding.reasons.iter().enumerate() {
        let first = if index == 0 {
            tr!("Why: ")
        } else {
            tr!("Also: ")
        };
        reason(out, report, &speaker, &first, one)?;
        // Once is enough for each rule.
        if let Some(rule) = one.rule().filter(|rule| !told.contains(&rule.id)) {
            told.push(rule.id.clone());
            as_it_is_now(out, &speaker, rule)?;
        }
        if let Some(fix) = advice::fix(known, &report.person, one) {
            out.paragraph(&tr!("   fix: "), &fix, 6, Tone::Faint)?;
        }
    }
    if let Some((text, remedy)) = advice::in_vain(&report.finding, known) {
        out.paragraph(&tr!("Also: "), &text, 3, Tone::Caution)?;
        out.paragraph(&tr!("   fix: "), &remedy, 6, Tone::Faint)?;
    }
    for note in report.notes() {
        out.paragraph(&tr!("Not known: "), &note.text, 3, Tone::Caution)?;
    }
    Ok(())
}

fn reason(
    out: &mut Out,
    report: &Report,
    speaker: &Speaker<'_>,
    first: &str,
    reason: &Reason,
) -> Result<(), Error> {
    let mut text = words::reason(speaker, reason);
    if let Some(at) = reason.at {
        let at = speaker.time(at);
        text = tr!("{text} ({at})", text, at);
    }
    let decisive = report.finding.decisive() == Some(reason);
    let tone = if decisive { Tone::Strong } else { Tone::Plain };
    out.paragraph(first, &text, 3, tone)
}

/// That a rule is looked at as it is now, and since when it is so.
fn as_it_is_now(out: &mut Out, speaker: &Speaker<'_>, rule: &RuleRef) -> Result<(), Error> {
    let name = &rule.name;
    let Some(at) = rule.updated_at else {
        let mut rules = speaker.known.rules.iter().flatten();
        if !rules.any(|one| one.rule_id.eq_ignore_ascii_case(&rule.id)) {
            return Ok(());
        }
        let text = tr!(
            "by rule '{name}' as it is now; when it was last changed is not known",
            name
        );
        return out.paragraph(&tr!("   note: "), &text, 6, Tone::Caution);
    };
    let at = speaker.date(at);
    let (text, tone) = if rule.changed_since {
        let text = tr!(
            "rule '{name}' was changed after the incident began, at {at}: what it says now proves nothing",
            name,
            at
        );
        (text, Tone::Caution)
    } else {
        let text = tr!("by rule '{name}' as it is now, last changed {at}", name, at);
        (text, Tone::Faint)
    };
    out.paragraph(&tr!("   note: "), &text, 6, tone)
}
