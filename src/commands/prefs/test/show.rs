//! What a test tells: a line for each thing that happens, for people and for programs, and the sum.

use std::time::Duration;

use jiff::Timestamp as Moment;
use serde_json::{Value, json};
use tr::tr;

use super::tried::Trial;
use super::watch::Watched;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::severity::Severity;
use crate::domain::trial::{self, Outcome, Told, Verdict};
use crate::error::{Error, Exit};
use crate::lenient::Timestamp;
use crate::session::app::Session;
use crate::session::trial::{Opened, Unclosed, is_closed};
use crate::text::duty;
use crate::ui::visible_json;
use crate::ui::words::severity as label;
use crate::ui::{Tone, Warning, spoken};

/// The incident, and what was told of its channels.
pub struct Show {
    id: String,
    num: String,
    url: String,
    told: Vec<Told>,
}

pub fn nothing_chosen(session: &mut Session<'_>, severity: Severity) -> Result<Exit, Error> {
    let word = severity.word();
    let text = tr!(
        "No channel is chosen for {severity}: an incident would not call you. Nothing was opened; '{command}' chooses some.",
        severity = label(severity),
        command = duty!("prefs set", word, "--app", "--email")
    );
    if session.out.is_json() {
        session.out.json(&json!({
            "severity": word, "incident": null, "channels": [], "verdict": "nothing_chosen",
        }))?;
        session.out.warn_of(Warning::NothingChosen, &text);
    } else {
        session.out.toned_line(&text, Tone::Bad)?;
    }
    Ok(Exit::Finding)
}

pub fn dry_run(session: &mut Session<'_>, trial: &Trial) -> Result<Exit, Error> {
    if session.out.is_json() {
        let channels: Vec<String> = trial.chosen.iter().map(Channel::told).collect();
        session.out.json(&json!({
            "dry_run": true,
            "severity": trial.severity.word(),
            "request": {"path": "/incident/create", "body": trial.body.to_string()},
            "channels": channels,
        }))?;
        return Ok(Exit::Done);
    }
    session
        .out
        .line(&tr!("This would be sent to /incident/create:"))?;
    let body = serde_json::to_string_pretty(&trial.body).unwrap_or_default();
    session.out.result(&(visible_json(&body) + "\n"))?;
    Ok(Exit::Done)
}

/// For programs: the answer to the opening was lost, and what was opened was found and closed, or not.
pub fn lost_and_found(
    session: &mut Session<'_>,
    trial: &Trial,
    id: &str,
    closed: Option<bool>,
) -> Result<(), Error> {
    // For people the error says it.
    if !session.out.is_json() {
        return Ok(());
    }
    let show = Show {
        num: id.get(18..).unwrap_or(id).to_ascii_uppercase(),
        id: id.to_owned(),
        url: String::new(),
        told: Vec::new(),
    };
    let untold = trial::told(&[], trial.person, &trial.chosen);
    let channels: Vec<Value> = untold.iter().map(|one| channel(one, None)).collect();
    session.out.json(&json!({
        "severity": trial.severity.word(),
        "incident": show.incident(closed),
        "channels": channels,
        "verdict": "answer_lost",
    }))
}

impl Show {
    pub fn of(opened: &Opened) -> Show {
        // Its number is advice; what there is without an answer is the end of its id.
        let (id, info) = (opened.id.as_str(), opened.info.as_ref());
        let end = id.get(18..).unwrap_or(id).to_ascii_uppercase();
        let (num, url) = info.map_or((end.clone(), String::new()), |info| {
            let num = if info.num.is_empty() { &end } else { &info.num };
            (num.clone(), info.detail_url.clone())
        });
        Show {
            id: id.to_owned(),
            num,
            url,
            told: Vec::new(),
        }
    }

    pub fn begin(
        &self,
        session: &mut Session<'_>,
        names: &str,
        wait: Duration,
    ) -> Result<(), Error> {
        if session.out.is_json() {
            let mut event = json!({"incident": self.incident(None)});
            event["at"] = now();
            return session.out.event("opened", &event);
        }
        let (num, wait) = (&self.num, spoken(wait));
        session.out.line(&tr!(
            "Incident {num} is open and yours. Waiting for {names}, at most {wait}.",
            num,
            names,
            wait
        ))
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// "00EA61 (https://…)".
    pub fn named(&self) -> String {
        if self.url.is_empty() {
            format!("{} ({})", self.num, self.id)
        } else {
            format!("{} ({})", self.num, self.url)
        }
    }

    fn incident(&self, closed: Option<bool>) -> Value {
        let url = (!self.url.is_empty()).then_some(&self.url);
        json!({"id": self.id, "num": self.num, "url": url, "closed": closed})
    }

    /// Tells what is new.
    pub fn progress(&mut self, session: &mut Session<'_>, told: &[Told]) -> Result<(), Error> {
        let fresh: Vec<Told> = told
            .iter()
            .filter(|one| one.outcome.is_some() && !self.told.contains(one))
            .cloned()
            .collect();
        for one in &fresh {
            if session.out.is_json() {
                session.out.event("channel", &channel(one, None))?;
            } else {
                let (text, tone) = line(one);
                session.out.toned_line(&text, tone)?;
            }
        }
        self.told = told.to_vec();
        Ok(())
    }

    /// For each that was handed over: yes, no, or not known.
    pub fn ask_whether_it_rang(
        &self,
        session: &Session<'_>,
        told: &[Told],
    ) -> Result<Vec<Option<bool>>, Error> {
        let asks = session.terminal.may_ask() && !session.settings.yes && !session.out.is_json();
        told.iter()
            .map(|one| match &one.outcome {
                Some((_, Outcome::HandedOver)) if asks => rang(session, &one.channel),
                _ => Ok(None),
            })
            .collect()
    }

    pub fn closed(
        &self,
        session: &mut Session<'_>,
        closed: &Result<(), Unclosed>,
    ) -> Result<(), Error> {
        if session.out.is_json() {
            let is_closed = is_closed(closed);
            let mut event = json!({"incident": self.incident(is_closed)});
            event["at"] = now();
            let kind = match is_closed {
                Some(true) => "closed",
                Some(false) => "not_closed",
                None => "close_unknown",
            };
            return session.out.event(kind, &event);
        }
        let num = &self.num;
        match closed {
            Ok(()) => session.out.line(&tr!("Incident {num} is closed.", num)),
            // The error says it.
            Err(_) => Ok(()),
        }
    }
}

/// What programs are told of a moment.
fn at(moment: Moment) -> Value {
    json!(Timestamp(moment).utc())
}

fn now() -> Value {
    at(Moment::now())
}

/// As tables have it; an IM app by the word of the command line, for there may be two of its kind.
fn shown(channel: &Channel) -> String {
    match channel.kind() {
        ChannelKind::Personal(_) => channel.kind_label(),
        _ => channel.told(),
    }
}

fn rang(session: &Session<'_>, channel: &Channel) -> Result<Option<bool>, Error> {
    let name = shown(channel);
    loop {
        let answer = session.line(&tr!("Did {name} arrive? (y, n, Enter to skip)", name))?;
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" | "是" => return Ok(Some(true)),
            "n" | "no" | "否" => return Ok(Some(false)),
            "" | "s" | "skip" => return Ok(None),
            _ => {}
        }
    }
}

fn line(one: &Told) -> (String, Tone) {
    let name = shown(&one.channel);
    match &one.outcome {
        None => (name, Tone::Faint),
        Some((_, Outcome::HandedOver)) if one.chosen => {
            (tr!("{name}: handed over", name), Tone::Good)
        }
        Some((_, Outcome::HandedOver)) => (
            tr!("{name}: handed over, in place of one that failed", name),
            Tone::Caution,
        ),
        Some((_, Outcome::Failed(why))) => (tr!("{name}: FAILED, \"{why}\"", name, why), Tone::Bad),
    }
}

fn channel(one: &Told, rang: Option<bool>) -> Value {
    let (when, word, why) = match &one.outcome {
        None => (None, None, None),
        Some((when, Outcome::HandedOver)) => (Some(*when), Some("handed_over"), None),
        Some((when, Outcome::Failed(why))) => (Some(*when), Some("failed"), Some(why)),
    };
    json!({
        "channel": one.channel.told(),
        "chosen": one.chosen,
        "outcome": word,
        "at": when.map(at),
        "failed_reason": why,
        "rang": rang,
    })
}

pub fn summary(
    session: &mut Session<'_>,
    trial: &Trial,
    show: &Show,
    watched: &Watched,
    rang: &[Option<bool>],
    closed: &Result<(), Unclosed>,
) -> Result<(), Error> {
    let verdict = trial::verdict(&watched.told);
    let unread = watched.unread.as_ref().map(|error| &error.message);
    if session.out.is_json() {
        let answers = rang.iter().copied().chain(std::iter::repeat(None));
        let channels: Vec<Value> = watched
            .told
            .iter()
            .zip(answers)
            .map(|(one, rang)| channel(one, rang))
            .collect();
        let word = match verdict {
            Verdict::All => "handed_over",
            Verdict::Failed => "failed",
            Verdict::NoRecord => "no_record",
        };
        session.out.json(&json!({
            "severity": trial.severity.word(),
            "incident": show.incident(is_closed(closed)),
            "channels": channels,
            "verdict": word,
        }))?;
        if let Some(why) = unread {
            session.out.warn_of(Warning::RecordUnread, why);
        }
        return Ok(());
    }
    let names = |list: &[Channel]| {
        let words: Vec<String> = list.iter().map(shown).collect();
        words.join(&tr!(", "))
    };
    if let Some(text) = missing(&watched.told, names, watched.wait) {
        session.out.toned_line(&text, Tone::Caution)?;
    }
    if let Some(why) = unread {
        let text = tr!("The record could not be read the last time: {why}", why);
        session.out.toned_line(&text, Tone::Caution)?;
    }
    let silent = watched.told.iter().zip(rang);
    let silent = silent.filter(|(_, rang)| **rang == Some(false));
    let silent: Vec<Channel> = silent.map(|(one, _)| one.channel.clone()).collect();
    if !silent.is_empty() {
        let list = names(&silent);
        let text = tr!(
            "Handed over, and you say that it did not arrive: {list}. What delivers it last is at fault: the phone (silence, permission of the app), the mail filter, the account of the IM app.",
            list
        );
        session.out.toned_line(&text, Tone::Bad)?;
        if verdict == Verdict::All {
            return Ok(());
        }
    }
    match verdict {
        Verdict::All => session.out.toned_line(
            &tr!("Every channel that you chose was handed over. Whether it arrived, only you can tell."),
            Tone::Good,
        ),
        Verdict::Failed => {
            let text = tr!("A channel that you chose failed.");
            session.out.toned_line(&text, Tone::Bad)?;
            session.out.line(&advice())
        }
        Verdict::NoRecord => Ok(()),
    }
}

/// "no record within 2 min: email" and the like.
fn missing(told: &[Told], names: impl Fn(&[Channel]) -> String, wait: Duration) -> Option<String> {
    let silent = told.iter().filter(|one| one.outcome.is_none());
    let silent: Vec<Channel> = silent.map(|one| one.channel.clone()).collect();
    (!silent.is_empty()).then(|| {
        let (list, wait) = (names(&silent), spoken(wait));
        tr!("There was no record within {wait} of: {list}.", wait, list)
    })
}

/// What to look at next.
fn advice() -> String {
    tr!(
        "'{command}' shows what keeps a channel from reaching you",
        command = duty!("prefs channels")
    )
}
