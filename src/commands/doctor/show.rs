//! The report for people: who, what is chosen, the table, what it hangs on, and the problems with
//! what mends them.

use tr::tr;

use crate::commands::doctor::Report;
use crate::commands::doctor::args::Told;
use crate::commands::doctor::cell;
use crate::commands::doctor::problem::{Problem, incidents, level, names};
use crate::commands::doctor::row::{Case, Cell, Row};
use crate::commands::doctor::subject::{Subject, target};
use crate::commands::doctor::survey::End;
use crate::commands::doctor::walk;
use crate::domain::escalation::Truth;
use crate::domain::escalation::wire::Severity;
use crate::domain::member::Caller;
use crate::error::Error;
use crate::session::preferences::{describe, since};
use crate::text::duty;
use crate::ui::table::Table;
use crate::ui::{Out, Tone};

/// So many rules that may take an incident are named; the rest is counted.
const MAYBES: usize = 5;

/// Show it.
pub fn report(out: &mut Out, report: &Report, told: &Told) -> Result<(), Error> {
    if !report.only_problems {
        person(out, &report.subject, &report.severities)?;
        out.line("")?;
        spaces(out, report, told)?;
        out.line("")?;
    }
    problems(out, &report.problems)?;
    for note in &report.subject.notes {
        out.paragraph(&tr!("Not known: "), &note.text, 3, Tone::Caution)?;
    }
    partial(out, report)
}

/// A label and what it says, in two columns.
fn field(out: &mut Out, name: &str, text: &str) -> Result<(), Error> {
    let pad = 10_usize.saturating_sub(console::measure_text_width(name));
    out.paragraph(&format!("{name}{}", " ".repeat(pad)), text, 10, Tone::Faint)
}

fn person(out: &mut Out, subject: &Subject, severities: &[Severity]) -> Result<(), Error> {
    let who = match &subject.caller {
        Some(caller @ Caller::Member(_)) => {
            let (name, account) = (caller.person_name(), caller.account_name());
            tr!("{name}, member of {account}", name, account)
        }
        Some(caller @ Caller::Primary(_)) => {
            let account = caller.account_name();
            tr!("{account}, the primary account", account)
        }
        None => tr!("not known"),
    };
    field(out, &tr!("Person"), &tr!("{who}; the key works", who))?;
    let mut contacts = Vec::new();
    if let Some(known) = subject.facts.contacts.known() {
        let email = address(known.email.as_deref(), known.email_verified);
        let phone = address(known.phone.as_deref(), known.phone_verified);
        contacts.push(tr!("email {email}", email));
        contacts.push(tr!("phone {phone}", phone));
    }
    let app = match subject.devices() {
        None => tr!("app not known"),
        Some([]) => tr!("app bound to no phone"),
        Some(devices) => {
            let list: Vec<&str> = devices
                .iter()
                .map(|device| device.device_name.as_str())
                .collect();
            let list = names(&list);
            tr!("app bound to {list}", list)
        }
    };
    contacts.push(app);
    field(out, &tr!("Contacts"), &contacts.join(&tr!("; ")))?;
    let Some(preference) = &subject.preference else {
        return Ok(());
    };
    let chosen: Vec<String> = severities
        .iter()
        .map(|severity| {
            let channels: Vec<String> = preference
                .channels(target(*severity))
                .iter()
                .map(|channel| describe::name(channel, &subject.facts))
                .collect();
            let list = if channels.is_empty() {
                tr!("nothing")
            } else {
                channels.join(&tr!(", "))
            };
            let severity = level(*severity);
            tr!("{severity}: {list}", severity, list)
        })
        .collect();
    field(out, &tr!("Chosen"), &chosen.join(&tr!("; ")))?;
    let Some(since) = &subject.since else {
        return Ok(());
    };
    let text = tr!(
        "since '{0}' of {1}, the last change recorded here; '{command}' compares",
        since.entry.command,
        since::when(&since.entry),
        command = duty!("prefs show")
    );
    field(out, &tr!("Changed"), &text)
}

fn address(address: Option<&str>, verified: Option<bool>) -> String {
    let address = match address {
        Some("") => return tr!("none"),
        Some(address) => address.to_owned(),
        None => tr!("not known"),
    };
    match verified {
        Some(true) => tr!("{address}, verified", address),
        Some(false) => tr!("{address}, not verified", address),
        None => tr!("{address}, nobody says whether it is verified", address),
    }
}

/// "An incident now, Mon 2026-11-23 21:40 Asia/Shanghai, title '…'"
pub fn moment(subject: &Subject, told: &Told) -> String {
    let time = walk::time(subject, subject.at);
    let zone = subject.zone.iana_name().unwrap_or("UTC").to_owned();
    let mut text = if subject.at_chosen {
        tr!("An incident at {time} {zone}", time, zone)
    } else {
        tr!("An incident now, {time} {zone}", time, zone)
    };
    if let Some(title) = &told.title {
        text += &tr!(", title '{title}'", title);
    }
    for label in &told.label {
        let label = format!("{}={}", label.key, label.value);
        text += &tr!(", label {label}", label);
    }
    if let Some(id) = told.integration {
        text += &tr!(", integration {id}", id);
    }
    text
}

fn spaces(out: &mut Out, report: &Report, told: &Told) -> Result<(), Error> {
    if report.rows.is_empty() {
        out.paragraph(
            "",
            &tr!("No collaboration space concerns you."),
            0,
            Tone::Plain,
        )?;
    } else {
        let moment = moment(&report.subject, told);
        out.toned_line(
            &tr!("{moment}, would reach you like this:", moment),
            Tone::Plain,
        )?;
        let headings = report.severities.iter().map(|severity| match severity {
            Severity::Critical => tr!("CRITICAL"),
            Severity::Warning => tr!("WARNING"),
            Severity::Info => tr!("INFO"),
        });
        let mut table = Table::new(std::iter::once(tr!("SPACE")).chain(headings)).wrapping();
        for row in &report.rows {
            table.row(std::iter::once((row.name.clone(), Tone::Plain)).chain(cells(row, report)));
        }
        out.table(&table)?;
        maybes(out, &report.rows)?;
    }
    let counts = &report.counts;
    if counts.others > 0 && report.hides_others {
        let count = counts.others;
        out.paragraph(
            "",
            &tr!(
                "Spaces that do not concern you: {count}; --all shows them.",
                count
            ),
            0,
            Tone::Plain,
        )?;
    }
    if counts.off > 0 {
        let count = counts.off;
        out.paragraph(
            "",
            &tr!(
                "Disabled spaces, where no incident happens: {count}.",
                count
            ),
            0,
            Tone::Plain,
        )?;
    }
    Ok(())
}

fn cells<'a>(row: &'a Row, report: &'a Report) -> impl Iterator<Item = (String, Tone)> + 'a {
    let mut before = None;
    report.severities.iter().enumerate().map(move |(index, _)| {
        let (text, tone) = row
            .cells
            .get(index)
            .map_or_else(|| (tr!("space disabled"), Tone::Faint), cell::text);
        // What stands to the left need not be read twice.
        if before.as_ref() == Some(&text) {
            return (tr!("the same"), tone);
        }
        before = Some(text.clone());
        (text, tone)
    })
}

/// The rules that may take an incident and would do something else than what happens otherwise.
fn maybes(out: &mut Out, rows: &[Row]) -> Result<(), Error> {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut left = 0;
    for row in rows {
        let mut told: Vec<&str> = Vec::new();
        for cell in row.cells.iter().filter(|cell| is_open(cell)) {
            for case in &cell.maybes {
                let Some((id, name)) = &case.rule else {
                    continue;
                };
                if told.contains(&id.as_str()) {
                    continue;
                }
                told.push(id);
                let space = &row.name;
                if lines.len() == MAYBES {
                    left += 1;
                    continue;
                }
                let on = walk::doubts(&case.depends_on);
                lines.push((
                    tr!("Maybe: "),
                    tr!(
                        "in {space} rule '{name}' decides, depending on {on}",
                        space,
                        name,
                        on
                    ),
                ));
            }
        }
    }
    for (first, text) in lines {
        out.paragraph(&first, &text, 3, Tone::Caution)?;
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

/// Whether the cell says "or": that which is not known makes a difference.
fn is_open(cell: &Cell) -> bool {
    let own = |case: &Case| cell::one(case);
    let comes = |case: &Case| case.reached != Truth::No;
    cell.cases().any(comes)
        && cell
            .maybes
            .iter()
            .any(|case| own(case) != own(&cell.ending))
}

/// The problems, numbered.
fn problems(out: &mut Out, problems: &[Problem]) -> Result<(), Error> {
    if problems.is_empty() {
        return out.toned_line(&tr!("No problem found."), Tone::Good);
    }
    out.toned_line(&tr!("Problems, worst first:"), Tone::Strong)?;
    for (index, problem) in problems.iter().enumerate() {
        let tone = match problem.level {
            Severity::Critical => Tone::Bad,
            Severity::Warning => Tone::Caution,
            Severity::Info => Tone::Plain,
        };
        let number = index + 1;
        let word = level(problem.level);
        out.paragraph(
            &tr!("{number}. {word}: ", number, word),
            &problem.message,
            3,
            tone,
        )?;
        let mut first = tr!("   mend: ");
        let command = problem.command.as_ref().map(ToString::to_string);
        for line in command.iter().chain(&problem.advice) {
            out.paragraph(&first, line, 6, Tone::Faint)?;
            first = tr!("   note: ");
        }
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
            .filter(|one| one.why.kind == crate::error::Kind::NotAllowed)
            .map(|one| one.name.as_str())
            .collect();
        let (list, count) = (names(&list), counts.denied);
        let text = tr!(
            "the key may not read {count} of the spaces: {list}",
            count,
            list
        );
        out.paragraph(&tr!("Not known: "), &text, 3, Tone::Caution)?;
    }
    let seen = counts.examined;
    let total = counts.total;
    let text = match &report.end {
        End::Complete => return Ok(()),
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

/// A heading for a severity and an incident, for `explain`.
pub fn case_heading(subject: &Subject, told: &Told, severity: Severity) -> String {
    let (moment, what) = (moment(subject, told), incidents(&[severity]));
    tr!("{moment}; {what}", moment, what)
}
