//! `duty doctor missed`: what of a day was for the person and did not reach them.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use tr::tr;

use crate::commands::doctor::evidence::find::explained;
use crate::commands::doctor::evidence::report::Report;
use crate::commands::doctor::evidence::survey::{Window, survey};
use crate::commands::doctor::evidence::{NoForecast, json, show_missed};
use crate::commands::doctor::incident::At;
use crate::commands::doctor::spaces;
use crate::commands::examples::{Examples, Json};
use crate::domain::severity::Severity;
use crate::error::{Error, Exit};
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::page::Web;
use crate::ui::progress::Progress;
use crate::ui::terminal;
use crate::ui::terminal::Uninterrupted;

/// `duty doctor missed`.
#[derive(Debug, clap::Args)]
pub struct Missed {
    /// So far back: 90m, 24h, 7d
    #[arg(long, value_name = "DURATION", default_value = "24h", conflicts_with_all = ["from", "to"])]
    since: Since,
    /// From then on: RFC 3339, or by your clock a date and time, or a time alone: the last such
    #[arg(long, value_name = "TIME")]
    from: Option<At>,
    /// Until then; now where it is left out
    #[arg(long, value_name = "TIME", requires = "from")]
    to: Option<At>,
    /// Only incidents of this severity; repeated or comma-separated
    #[arg(long, value_enum, value_delimiter = ',', ignore_case = true)]
    severity: Vec<Severity>,
    /// Only this collaboration space, by name or id; repeated for several
    #[arg(long, value_name = "NAME|ID")]
    space: Vec<String>,
    /// Show the incidents that were not missed as well
    #[arg(long)]
    all: bool,
    /// Exit 3 on any incident that was missed, not only on a critical one
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    pub web: Web,
    #[command(flatten)]
    forecast: NoForecast,
}

pub const EXAMPLES: Examples = Examples {
    path: "doctor missed",
    lines: &[
        (
            "duty doctor missed",
            "What of the last day was for me and did not reach me?",
        ),
        (
            "duty doctor missed --from 22:00 --to 08:00 --severity critical",
            "Only what is critical, of last night",
        ),
        (
            "duty doctor missed --since 7d --all -o json",
            "A week with every incident in it, for a script",
        ),
    ],
    // It has times in it.
    json: Json::File("doctor_missed.json"),
};

/// A stretch of time as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Since(SignedDuration);

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Since, String> {
        let wrong = || "expected a time such as 90m, 24h or 7d".to_owned();
        let (number, unit) = text
            .split_at_checked(text.len().saturating_sub(1))
            .ok_or_else(wrong)?;
        let minutes = match unit {
            "m" => 1,
            "h" => 60,
            "d" => 24 * 60,
            "w" => 7 * 24 * 60,
            _ => return Err(wrong()),
        };
        let number: u16 = number.parse().map_err(|_| wrong())?;
        match i64::from(number) * minutes {
            1..=525_600 => Ok(Since(SignedDuration::from_mins(
                i64::from(number) * minutes,
            ))),
            _ => Err("expected a time of at most a year".to_owned()),
        }
    }
}

pub fn run(session: &mut Session<'_>, command: &Missed, accessible: bool) -> Result<Exit, Error> {
    let chosen = spaces::chosen(&session.api, &command.space)?;
    let spaces = chosen
        .unwrap_or_default()
        .iter()
        .map(|space| space.id.0)
        .collect();
    let progress = Progress::new(session.out, &session.terminal, session.settings, accessible);
    let caller = session.api.identified()?;
    let times = Times::of(Some(&caller));
    let now = session.api.now();
    let moment = |at: At, option: &str| {
        at.resolve(now, times.zone()).map_err(|mut error| {
            error.message = error.message.replace("--at", option);
            error
        })
    };
    let to = command
        .to
        .map(|at| moment(at, "--to"))
        .transpose()?
        .unwrap_or(now);
    let from = match command.from {
        // A time alone is the last such before the end.
        Some(at @ At::Clock(_)) => at.resolve(to, times.zone())?,
        Some(at) => moment(at, "--from")?,
        None => to.saturating_sub(command.since.0).unwrap_or(Timestamp::MIN),
    };
    if from >= to {
        return Err(Error::usage(tr!("--from must be before --to")));
    }
    let window = Window {
        from,
        to,
        severities: command.severity.clone(),
        spaces,
    };
    // What is known is shown on Ctrl-C as well; a second one does not wait for that.
    let _busy = Uninterrupted::begin();
    let found = survey(session, &caller, &window, progress).map_err(explained)?;
    let complete = found.unread.is_empty();
    if session.out.is_json() {
        session.out.json(&json::missed(&found, command.all))?;
    } else if session.out.quiet {
        let shown = found
            .reports
            .iter()
            .filter(|one| command.all || one.finding.is_missed());
        session
            .out
            .ids(shown.map(|one| &one.known.incident.incident_id))?;
    } else {
        show_missed::report(session.out, &found, &window, command.all)?;
    }
    if found.interrupted {
        session.out.finish()?;
        terminal::quit_interrupted();
    }
    let alarms = |one: &Report| command.strict || one.finding.worst == Some(Severity::Critical);
    Ok(if found.missed().any(alarms) {
        Exit::Finding
    } else if complete {
        Exit::Done
    } else {
        Exit::NotKnown
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_of_time_is_read_or_refused() {
        let minutes = |text: &str| text.parse::<Since>().map(|since| since.0.as_mins());
        for (text, expected) in [("90m", 90), ("24h", 1440), ("7d", 10_080), ("2w", 20_160)] {
            assert_eq!(minutes(text), Ok(expected));
        }
        for text in [
            "", "h", "24", "0h", "-1d", "1.5h", "9999d", "24 h", "24小时", "七",
        ] {
            assert!(minutes(text).is_err(), "{text}");
        }
    }
}
