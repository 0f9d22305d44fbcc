//! The report for people: how it stands and the worst problem with what fixes it, the table, then who it is,
//! the other problems and what is not known.

use tr::tr;

use crate::commands::doctor::incident::{At, IncidentOptions};
use crate::commands::doctor::lookup::Lookup;
use crate::commands::doctor::noise::UnreadNoise;
use crate::commands::doctor::report::{Keep, Report};
use crate::commands::doctor::spaces::End;
use crate::commands::doctor::{describe, noise, person, problem, trace, unseen};
use crate::domain::console::Page;
use crate::domain::doctor::grade::Grade;
use crate::domain::doctor::problem::Problem;
use crate::domain::doctor::space::SpaceReport;
use crate::domain::escalation::noise::wire::Flapping;
use crate::domain::escalation::{Outcome, SuppressionKind, Truth, Verdict};
use crate::domain::severity::Severity;
use crate::error::Error;
use crate::text::duty;
use crate::ui::table::Table;
use crate::ui::{Out, Tone, Warning};

/// So many rules that may take an incident are named; the rest is counted.
const MAYBES: usize = 5;

/// Show it.
pub fn report(
    out: &mut Out,
    report: &Report,
    keep: &Keep,
    incident: &IncidentOptions,
) -> Result<(), Error> {
    if keep.rows {
        // What fits on the first screen says how it stands and what to do first.
        verdict(out, report)?;
        if let Some(worst) = report.problems.first() {
            problem(out, report, 1, worst)?;
        }
        out.line("")?;
        spaces(out, report, keep, incident)?;
        out.line("")?;
        person::show(out, &report.lookup, &report.severities)?;
        if report.problems.len() > 1 {
            out.line("")?;
            out.toned_line(&tr!("The other problems:"), Tone::Strong)?;
        }
        others(out, report, 1)?;
        maybes(out, report)?;
        flapping(out, report)?;
    } else if report.problems.is_empty() {
        out.toned_line(&tr!("No problem found."), Tone::Good)?;
    } else {
        out.toned_line(&tr!("Problems, worst first:"), Tone::Strong)?;
        others(out, report, 0)?;
    }
    notes(out, &report.lookup)?;
    partial(out, report)?;
    if keep.rows {
        never_looked_at(out, &report.lookup)?;
    }
    Ok(())
}

/// How it stands, in a line: whether incidents of the worst severity reach the person, and how many
/// problems there are.
fn verdict(out: &mut Out, report: &Report) -> Result<(), Error> {
    let mut texts = Vec::new();
    if let Some(severity) = report.severities.first() {
        let examined = report.spaces.iter().filter(|space| !space.off);
        let worst: Vec<Truth> = examined
            .filter_map(|space| Some(space.outcomes.first()?.reached()))
            .collect();
        let (what, total) = (describe::incidents(&[*severity]), worst.len());
        let of = |truth| worst.iter().filter(|one| **one == truth).count();
        let (yes, maybe) = (of(Truth::Yes), of(Truth::Unknown));
        texts.extend((total > 0).then(|| match maybe {
            0 => tr!(
                "{what} reach you from {yes} of {total} spaces",
                what,
                yes,
                total
            ),
            _ => tr!(
                "{what} reach you from {yes} of {total} spaces, perhaps from {maybe} more",
                what,
                yes,
                total,
                maybe
            ),
        }));
    }
    let all = report.problems.len();
    let urgent = report.problems.iter();
    let urgent = urgent.filter(|one| one.grade == Grade::Urgent).count();
    texts.push(if all == 0 && report.is_complete() {
        tr!("no problem found")
    } else if all == 0 {
        tr!("no problem found in what could be read")
    } else {
        tr!("problems: {all}, urgent: {urgent}", all, urgent)
    });
    if all > 0 && !report.is_complete() {
        texts.push(tr!("not all could be read"));
    }
    let tone = match report.problems.first().map(|worst| worst.grade) {
        Some(Grade::Urgent) => Tone::Bad,
        None if report.is_complete() => Tone::Good,
        _ => Tone::Caution,
    };
    let text = texts.join(&tr!("; "));
    out.paragraph(&tr!("Verdict: "), &text, 3, tone)
}

/// What no report is about.
pub fn never_looked_at(out: &mut Out, lookup: &Lookup) -> Result<(), Error> {
    let text = unseen::text(lookup);
    out.paragraph(&tr!("Never looked at: "), &text, 3, Tone::Faint)
}

/// What could not be found out of the person.
pub fn notes(out: &mut Out, lookup: &Lookup) -> Result<(), Error> {
    for note in &lookup.notes {
        match note.code {
            // That is known.
            Warning::TeamGone => out.paragraph(&tr!("   note: "), &note.text, 6, Tone::Caution)?,
            _ => out.paragraph(&tr!("Not known: "), &note.text, 3, Tone::Caution)?,
        }
    }
    Ok(())
}

/// "An incident now, Mon 2026-11-23 21:40 Asia/Shanghai, title '…'"
pub fn moment(lookup: &Lookup, incident: &IncidentOptions) -> String {
    let time = trace::time(lookup, lookup.at);
    let zone = lookup.clock.zone.iana_name().unwrap_or("UTC").to_owned();
    let text = if incident.at.is_some_and(At::is_clock) {
        let clock = lookup.local(lookup.at).strftime("%H:%M").to_string();
        tr!(
            "An incident at {time} {zone}, the last {clock}",
            time,
            zone,
            clock
        )
    } else if lookup.at_chosen {
        tr!("An incident at {time} {zone}", time, zone)
    } else {
        tr!("An incident now, {time} {zone}", time, zone)
    };
    text + &incident.describe()
}

fn spaces(
    out: &mut Out,
    report: &Report,
    keep: &Keep,
    incident: &IncidentOptions,
) -> Result<(), Error> {
    if report.spaces.is_empty() {
        let (none, tone) = if report.is_complete() {
            (tr!("No collaboration space concerns you."), Tone::Plain)
        } else {
            let text = tr!("It is not known whether any collaboration space concerns you.");
            (text, Tone::Caution)
        };
        out.paragraph("", &none, 0, tone)?;
    } else {
        let moment = moment(&report.lookup, incident);
        out.toned_line(
            &tr!("{moment}, would reach you like this:", moment),
            Tone::Plain,
        )?;
        let headings = report.severities.iter().map(|severity| match severity {
            Severity::Critical => tr!("CRITICAL"),
            Severity::Warning => tr!("WARNING"),
            Severity::Info => tr!("INFO"),
        });
        let mut table = Table::new(std::iter::once(tr!("SPACE")).chain(headings));
        for space in &report.spaces {
            let name = (space.name.clone(), Tone::Plain);
            table.row(std::iter::once(name).chain(cells(space, report)));
            table.link(0, Page::Space(space.id));
        }
        out.table(&table)?;
    }
    let mut plain = |text: String| out.paragraph("", &text, 0, Tone::Plain);
    let counts = &report.counts;
    if counts.others > 0 && !(keep.others || keep.named) {
        let count = counts.others;
        plain(tr!(
            "Spaces that do not concern you: {count}; --all shows them.",
            count
        ))?;
    }
    if counts.off > 0 {
        let count = counts.off;
        plain(tr!(
            "Disabled spaces, where no incident happens: {count}.",
            count
        ))?;
    }
    Ok(())
}

/// The cells of a row; what stands to the left need not be read twice.
fn cells<'a>(
    space: &'a SpaceReport,
    report: &'a Report,
) -> impl Iterator<Item = (String, Tone)> + 'a {
    let mut before = None;
    report.severities.iter().enumerate().map(move |(index, _)| {
        let (text, tone) = match space.outcomes.get(index) {
            Some(outcome) => describe::cell(outcome, &report.lookup.facts),
            None => (tr!("space disabled"), Tone::Faint),
        };
        if before.as_ref() == Some(&text) {
            return (tr!("the same"), tone);
        }
        before = Some(text.clone());
        (text, tone)
    })
}

/// The rules that may take an incident and would do something else than what happens otherwise.
fn maybes(out: &mut Out, report: &Report) -> Result<(), Error> {
    let mut named = 0;
    let mut left = 0;
    for space in &report.spaces {
        let mut known: Vec<&str> = Vec::new();
        let open = space.outcomes.iter().filter(|one| is_open(one, report));
        for verdict in open.flat_map(|outcome| &outcome.maybes) {
            let Some(rule) = verdict.rule.as_ref() else {
                continue;
            };
            if known.contains(&rule.id.as_str()) {
                continue;
            }
            known.push(&rule.id);
            if named == MAYBES {
                left += 1;
                continue;
            }
            named += 1;
            let on = describe::doubts(&verdict.depends_on);
            let (space, name) = (&space.name, &rule.name);
            let text = tr!(
                "in {space} rule '{name}' decides, depending on {on}",
                space,
                name,
                on
            );
            out.paragraph(&tr!("Maybe: "), &text, 3, Tone::Caution)?;
        }
    }
    for space in &report.spaces {
        let mut known = Vec::new();
        let open = space
            .outcomes
            .iter()
            .filter(|one| one.reached() == Truth::Unknown);
        for one in open.flat_map(|outcome| &outcome.held) {
            // What could not be read is told below, of all spaces at once.
            if (one.rule.is_none() && one.kind != SuppressionKind::Space)
                || known.contains(&&one.rule)
            {
                continue;
            }
            known.push(&one.rule);
            if named == MAYBES {
                left += 1;
                continue;
            }
            named += 1;
            let (space, text) = (&space.name, noise::sentence(&report.lookup, one));
            let text = tr!("in {space}: {text}", space, text);
            out.paragraph(&tr!("Maybe: "), &text, 3, Tone::Caution)?;
        }
    }
    if left > 0 {
        let text = tr!(
            "{left} more rules; '{command}' names them",
            left,
            command = duty!("doctor explain SPACE SEVERITY")
        );
        out.paragraph(&tr!("Maybe: "), &text, 3, Tone::Caution)?;
    }
    Ok(())
}

/// Where alerts that change too often are muted; spaces with the same setting stand together.
fn flapping(out: &mut Out, report: &Report) -> Result<(), Error> {
    let mut settings: Vec<(&Flapping, Vec<&str>)> = Vec::new();
    for space in &report.spaces {
        let Some(own) = &space.flapping else { continue };
        match settings.iter_mut().find(|(known, _)| *known == own) {
            Some((_, names)) => names.push(&space.name),
            None => settings.push((own, vec![&space.name])),
        }
    }
    for (setting, names) in settings {
        let (list, text) = (describe::names(&names), noise::flapping(setting));
        let text = tr!(
            "in {list}: {text} (console: Channels > {list} > Noise Reduction > Flapping)",
            list,
            text
        );
        out.paragraph(&tr!("Maybe: "), &text, 3, Tone::Caution)?;
    }
    Ok(())
}

/// Whether the cell says "or": that which is not known makes a difference.
fn is_open(outcome: &Outcome, report: &Report) -> bool {
    let own = |verdict: &Verdict| describe::effect(verdict, &report.lookup.facts);
    let end = own(&outcome.ending);
    outcome.verdicts().any(|each| each.reached != Truth::No)
        && outcome.maybes.iter().any(|maybe| own(maybe) != end)
}

/// The problems but the first so many, numbered.
fn others(out: &mut Out, report: &Report, shown: usize) -> Result<(), Error> {
    let all = report.problems.iter().enumerate().skip(shown);
    all.into_iter()
        .try_for_each(|(index, one)| problem(out, report, index + 1, one))
}

fn problem(out: &mut Out, report: &Report, number: usize, problem: &Problem) -> Result<(), Error> {
    let tone = match problem.grade {
        Grade::Urgent => Tone::Bad,
        Grade::Important => Tone::Caution,
        Grade::Note => Tone::Plain,
    };
    let word = describe::grade(problem.grade);
    let text = problem::text(problem, &report.lookup);
    let first = tr!("{number}. {word}: ", number, word);
    out.paragraph(&first, &text.message, 3, tone)?;
    let mut first = tr!("   fix: ");
    let command = text.command.as_ref().map(ToString::to_string);
    for line in command.iter().chain(&text.advice) {
        out.paragraph(&first, line, 6, Tone::Faint)?;
        first = tr!("   note: ");
    }
    Ok(())
}

/// What was not seen, and why.
fn partial(out: &mut Out, report: &Report) -> Result<(), Error> {
    let counts = &report.counts;
    if counts.denied > 0 {
        let list: Vec<&str> = report
            .unread
            .iter()
            .filter(|one| one.is_denied())
            .map(|one| one.name.as_str())
            .collect();
        let (list, count) = (describe::names(&list), counts.denied);
        let mut text = tr!(
            "the key may not read {count} of the spaces: {list}",
            count,
            list
        );
        let denied = report.unread.iter().find(|one| one.is_denied());
        if let Some(hint) = denied.and_then(|one| one.why.hint.as_ref()) {
            text += &tr!(" ({hint})", hint);
        }
        out.paragraph(&tr!("Not known: "), &text, 3, Tone::Caution)?;
    }
    if counts.noise_unread > 0 {
        let all = report.unread_noise.iter();
        let list = describe::names(&all.map(UnreadNoise::text).collect::<Vec<_>>());
        let text = tr!(
            "{list}: whether one of them holds an incident back is not known",
            list
        );
        out.paragraph(&tr!("Not looked at: "), &text, 3, Tone::Caution)?;
    }
    let seen = counts.examined;
    let total = counts.total;
    let text = match &report.end {
        End::Complete => return Ok(()),
        End::TooMany if seen == 0 => tr!(
            "the server lists not all of its {total} spaces, and none that was listed could be examined; --space names one",
            total
        ),
        End::TooMany => tr!(
            "the server lists no more than the first {seen} spaces; --space names one of the others",
            seen
        ),
        End::Interrupted => tr!(
            "interrupted after {seen} of {total} spaces; the others are not known",
            seen,
            total
        ),
        End::Failed(_) => tr!(
            "asking ended after {seen} of {total} spaces; the others are not known",
            seen,
            total
        ),
    };
    out.paragraph(&tr!("Not complete: "), &text, 3, Tone::Bad)
}
