//! What is wrong, how bad it is, and what mends it.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::doctor::{Counts, Unread};
use crate::domain::escalation::wire::Severity;
use crate::domain::preference::Target;
use crate::text::{CommandLine, duty};

/// Something that is wrong.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The word in JSON; never translated.
    pub code: &'static str,
    /// How bad it is, by the worst incident that it keeps from the person.
    pub level: Severity,
    /// What it is, in a sentence.
    pub message: String,
    /// The lists of the preferences, or the severities, that it is about.
    pub targets: Vec<Target>,
    /// The channels that it is about, as on the wire.
    pub channels: Vec<String>,
    /// The spaces that it is about: id and name.
    pub spaces: Vec<(u64, String)>,
    /// The command that mends it.
    pub command: Option<CommandLine>,
    /// Where and how it is mended if not by a command, or beside it.
    pub advice: Option<String>,
}

impl Problem {
    /// A problem about which nothing more is known yet.
    pub fn new(code: &'static str, level: Severity, message: String) -> Problem {
        Problem {
            code,
            level,
            message,
            targets: Vec::new(),
            channels: Vec::new(),
            spaces: Vec::new(),
            command: None,
            advice: None,
        }
    }

    /// As the documented JSON object.
    pub fn json(&self) -> Value {
        let spaces: Vec<Value> = self
            .spaces
            .iter()
            .map(|(id, name)| json!({"id": id, "name": name}))
            .collect();
        json!({
            "code": self.code,
            "level": self.level,
            "message": self.message,
            "targets": self.targets,
            "channels": self.channels,
            "spaces": spaces,
            "command": self.command,
            "advice": self.advice,
        })
    }
}

/// Worst first; of the same level those that the order of finding puts first.
pub fn sort(problems: &mut [Problem]) {
    problems.sort_by_key(|problem| problem.level);
}

/// The word for a level.
pub fn level(level: Severity) -> String {
    match level {
        Severity::Critical => tr!("critical"),
        Severity::Warning => tr!("warning"),
        Severity::Info => tr!("info"),
    }
}

/// "A, B and C"; of many the first.
pub fn names<S: AsRef<str>>(names: &[S]) -> String {
    const SHOWN: usize = 4;
    let shown = if names.len() > SHOWN + 1 {
        SHOWN
    } else {
        names.len()
    };
    let mut list: Vec<String> = names[..shown]
        .iter()
        .map(|name| name.as_ref().to_owned())
        .collect();
    if shown < names.len() {
        let count = names.len() - shown;
        list.push(tr!("{count} more", count));
    }
    match list.pop() {
        None => String::new(),
        Some(last) if list.is_empty() => last,
        Some(last) => {
            let first = list.join(&tr!(", "));
            tr!("{first} and {last}", first, last)
        }
    }
}

/// "critical and info incidents", "all incidents".
pub fn incidents(severities: &[Severity]) -> String {
    if severities.len() == Severity::ALL.len() {
        return tr!("all incidents");
    }
    let words: Vec<String> = severities.iter().map(|severity| level(*severity)).collect();
    let words = names(&words);
    tr!("{words} incidents", words)
}

/// The spaces that were asked about and whose rules nobody could read. Those that the key may not
/// read are no problem: it was never meant to.
pub fn of_unread(counts: &Counts, unread: &[Unread]) -> Option<Problem> {
    if counts.failed == 0 {
        return None;
    }
    let failed: Vec<&Unread> = unread
        .iter()
        .filter(|one| one.why.kind != crate::error::Kind::NotAllowed)
        .collect();
    let list: Vec<&str> = failed.iter().map(|one| one.name.as_str()).collect();
    let (list, count) = (names(&list), counts.failed);
    let why = failed
        .first()
        .map(|one| one.why.message.clone())
        .unwrap_or_default();
    let message = tr!(
        "{count} of the spaces could not be read, so what happens there is not known: {list} ({why}).",
        count,
        list,
        why
    );
    Some(Problem {
        spaces: failed
            .iter()
            .map(|one| (one.id, one.name.clone()))
            .collect(),
        command: match failed.as_slice() {
            [one] => Some(duty!("doctor --space", one.id)),
            _ => Some(duty!("doctor")),
        },
        advice: Some(tr!("run it again; with -v every request is shown")),
        ..Problem::new("spaces_unread", Severity::Warning, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_names() {
        let all = ["a", "b", "c", "d", "e", "f", "g"];
        for (count, text) in [
            (0, ""),
            (1, "a"),
            (2, "a and b"),
            (5, "a, b, c, d and e"),
            (6, "a, b, c, d and 2 more"),
            (7, "a, b, c, d and 3 more"),
        ] {
            assert_eq!(names(&all[..count]), text);
        }
    }
}
