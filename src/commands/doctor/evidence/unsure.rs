//! What a survey does not know of an incident: whether it was all of its record, whether it was for the person, how
//! severe it was, and what had been chosen then.

use tr::tr;

use crate::commands::doctor::evidence::record::Cut;
use crate::commands::doctor::evidence::report::Report;
use crate::commands::doctor::evidence::words;
use crate::commands::doctor::note::Note;
use crate::domain::evidence::{Gap, Notified, Why};
use crate::ui::Warning;

/// In a sentence each.
pub fn notes(report: &Report) -> Vec<String> {
    let (known, finding) = (&report.known, &report.finding);
    let num = &known.incident.num;
    let mut notes = Vec::new();
    let cut = known.cut.as_ref();
    // What was handed over after all that is missing was.
    if let Some(why) = cut
        .filter(|_| finding.notified != Notified::Yes)
        .map(Cut::why)
    {
        notes.push(tr!("the record of incident {num} ({why})", num, why));
    } else if let (Notified::Unknown, Some(reason)) = (finding.notified, finding.decisive())
        && reason.why != Why::Unknown(Gap::RecordCut)
    {
        // What they had was not missed, whether a message is on its way or not.
        if !finding.had {
            let why = words::reason(&report.speaker(), reason);
            notes.push(tr!("whether incident {num} was missed ({why})", num, why));
        }
    } else if finding.notified == Notified::Unknown {
        notes.push(tr!(
            "the record of incident {num}: an entry of it has a shape that duty cannot read",
            num
        ));
    }
    if let Some(reason) = finding.doubt()
        // That is told of the space, if there is one.
        && (reason.why != Why::Unknown(Gap::RulesUnread) || report.has_no_rule())
    {
        let why = words::reason(&report.speaker(), reason);
        notes.push(tr!("whether incident {num} was missed ({why})", num, why));
    }
    if finding.is_missed() && finding.worst.is_none() {
        notes.push(tr!(
            "how severe incident {num} was, and with it whether it was critical",
            num
        ));
    }
    if report.is_guess() && !finding.had {
        notes.push(tr!(
            "what was chosen when incident {num} came: the audit log does not tell, or cannot be read",
            num
        ));
    }
    notes
}

/// That an incident came to the person after the time that is asked about: again, or only then.
pub fn came_later(report: &Report) -> Option<Note> {
    let (num, at) = (&report.known.incident.num, report.finding.later?);
    let at = report.times.in_full(at);
    let text = match report.finding.is_target {
        true => tr!(
            "incident {num} came to you again at {at}, after that time; the answer is not of that",
            num,
            at
        ),
        false => tr!(
            "incident {num} came to you only at {at}, after that time; the answer is not of that",
            num,
            at
        ),
    };
    Some(Note {
        code: Warning::Note,
        text,
    })
}
