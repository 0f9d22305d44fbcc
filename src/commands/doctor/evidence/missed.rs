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
    /// Until then, at most until now; a time alone: the last such, or the next after --from
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
            0 => Err("expected a time of at least a minute".to_owned()),
            1..=525_600 => Ok(Since(SignedDuration::from_mins(
                i64::from(number) * minutes,
            ))),
            _ => Err("expected a time of at most a year".to_owned()),
        }
    }
}

/// From when until when. What is still to come cannot have been missed: it ends now at the latest, and where it has not
/// begun there is no answer.
fn span(
    (from, to, since): (Option<At>, Option<At>, SignedDuration),
    now: Timestamp,
    times: &Times,
) -> Result<(Timestamp, Timestamp), Error> {
    let zone = times.zone();
    let moment = |at: At, before: Timestamp, option: &str| {
        at.resolve(before, zone).map_err(|mut error| {
            error.message = error.message.replace("--at", option);
            error
        })
    };
    let a_moment_before = |at: Timestamp| at.saturating_sub(SignedDuration::from_nanos(1));
    // An end of a day that is told does not hang on the beginning.
    let end = match to {
        Some(At::Clock(_)) => None,
        to => to.map(|at| moment(at, now, "--to")).transpose()?,
    };
    let begin = match from {
        Some(at @ At::Clock(_)) => {
            let before = a_moment_before(end.unwrap_or(now)).unwrap_or(now);
            moment(at, before, "--from")?
        }
        Some(at) => moment(at, now, "--from")?,
        None => now.saturating_sub(since).unwrap_or(Timestamp::MIN),
    };
    let end = match to {
        Some(at @ At::Clock(time)) if from != to => {
            let last = moment(at, now, "--to")?;
            if last > begin {
                Some(last)
            } else {
                let here = begin.to_zoned_datetime(zone.clone()).datetime();
                let day = match here.time() < time {
                    true => here.date(),
                    false => here.date().tomorrow().unwrap_or(here.date()),
                };
                Some(moment(At::Local(day.to_datetime(time)), now, "--to")?)
            }
        }
        Some(At::Clock(_)) => Some(begin),
        _ => end,
    };
    if end.is_some_and(|end| begin >= end) {
        return Err(Error::usage(tr!("--from must be before --to")));
    }
    if begin >= now {
        let from = times.in_full(begin);
        return Err(Error::usage(tr!(
            "--from is in the future ({from}): nothing can have been missed yet",
            from
        )));
    }
    Ok((begin, end.map_or(now, |end| end.min(now))))
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
    let asked = (command.from, command.to, command.since.0);
    let (from, to) = span(asked, session.api.now(), &times)?;
    let window = Window {
        from,
        to,
        is_told: command.from.is_some(),
        severities: command.severity.clone(),
        spaces,
    };
    // What is known is shown on Ctrl-C as well; a second one does not wait for that.
    let _busy = Uninterrupted::begin();
    let found = survey(session, &caller, &window, progress).map_err(explained)?;
    let complete = found.unread.is_empty();
    if session.out.is_json() {
        session
            .out
            .json(&json::missed(&found, &window, command.all))?;
    } else if session.out.quiet {
        let shown = found
            .reports
            .iter()
            .filter(|one| command.all || one.finding.is_missed());
        session
            .out
            .ids(shown.map(|one| &one.known.incident.incident_id))?;
    } else {
        show_missed::report(session.out, &found, &window, &times, command.all)?;
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
    fn a_night_is_the_last_one_that_has_begun_until_now() {
        let shanghai = Times::remembered(Some("Asia/Shanghai"), false);
        let zone = shanghai.zone();
        let local = |text: &str| {
            let at: At = text.parse().unwrap();
            at.resolve(Timestamp::MAX, zone).unwrap()
        };
        let told = |now: &str, from: &str, to: &str| {
            let at = |text: &str| (!text.is_empty()).then(|| text.parse().unwrap());
            let asked = (at(from), at(to), SignedDuration::from_hours(24));
            let short = |at| shanghai.form(at, "%d %H:%M");
            span(asked, local(now), &shanghai)
                .map(|(from, to)| format!("{} - {}", short(from), short(to)))
                .map_err(|error| error.message)
        };
        let night = ("22:00", "08:00");
        for (now, (from, to), expected) in [
            ("2026-11-27 03:00", night, "26 22:00 - 27 03:00"),
            ("2026-11-27 08:00", night, "26 22:00 - 27 08:00"),
            ("2026-11-27 09:00", night, "26 22:00 - 27 08:00"),
            ("2026-11-27 22:00", night, "26 22:00 - 27 08:00"),
            ("2026-11-27 23:00", night, "27 22:00 - 27 23:00"),
            (
                "2026-11-27 11:00",
                ("10:00", "12:00"),
                "27 10:00 - 27 11:00",
            ),
            (
                "2026-11-27 09:00",
                ("10:00", "12:00"),
                "26 10:00 - 26 12:00",
            ),
            ("2026-11-27 03:00", ("22:00", ""), "26 22:00 - 27 03:00"),
            ("2026-11-27 03:00", ("", ""), "26 03:00 - 27 03:00"),
            // A day that is told.
            (
                "2026-11-27 03:00",
                ("2026-11-26 22:00", "08:00"),
                "26 22:00 - 27 03:00",
            ),
            (
                "2026-11-27 09:00",
                ("2026-11-20 22:00", "08:00"),
                "20 22:00 - 27 08:00",
            ),
            (
                "2026-11-27 03:00",
                ("22:00", "2026-11-26 08:00"),
                "25 22:00 - 26 08:00",
            ),
            (
                "2026-11-27 03:00",
                ("22:00", "2026-11-27 08:00"),
                "26 22:00 - 27 03:00",
            ),
            (
                "2026-11-27 03:00",
                ("2026-11-26 22:00", "2026-12-02 08:00"),
                "26 22:00 - 27 03:00",
            ),
        ] {
            assert_eq!(
                told(now, from, to).as_deref(),
                Ok(expected),
                "{now} {from} {to}"
            );
        }
        for (from, to, why) in [
            ("2026-12-01 22:00", "2026-12-02 08:00", "in the future"),
            ("2026-12-01 22:00", "", "in the future"),
            ("2026-12-01 22:00", "08:00", "in the future"),
            ("22:00", "2026-12-02 08:00", "in the future"),
            ("2026-11-26 22:00", "2026-11-26 08:00", "before --to"),
            ("08:00", "08:00", "before --to"),
        ] {
            let refused = told("2026-11-27 03:00", from, to).unwrap_err();
            assert!(refused.contains(why), "{from} {to}: {refused}");
        }
    }

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
        for none in ["0m", "0h"] {
            let refused = minutes(none).unwrap_err();
            assert!(refused.contains("at least a minute"), "{refused}");
        }
    }
}
