//! `duty prefs test`: page me now, and nobody else. What is asked and shown is here and in `show.rs`, the
//! waiting in `watch.rs`; the incident is opened and closed by `session::trial`.

mod mail;
mod show;
mod tried;
mod watch;

use std::time::Duration;

use jiff::ToSpan;
use tr::tr;

use self::show::{Show, summary};
use self::tried::Trial;
use self::watch::{Watched, watch};
use crate::commands::examples::{Examples, examples};
use crate::domain::channel::{Channel, Personal};
use crate::domain::preference::Target;
use crate::domain::severity::Severity;
use crate::domain::trial::{self, Outcome, Told, Verdict};
use crate::error::{Error, Exit, Kind};
use crate::local::now;
use crate::session::app::{App, Session};
use crate::session::preferences::describe;
use crate::session::preferences::facts::{Snapshot, refuse_another, whose_key};
use crate::session::proof;
use crate::session::trial::{Unclosed, close, left_open, open};
use crate::text::{duty, sentences};
use crate::ui::Warning;
use crate::ui::terminal::{Attentive, Uninterrupted};
use crate::ui::words::severity as label;

#[derive(Debug, clap::Args)]
pub struct Test {
    /// How bad the incident is to be: its channels are the ones that are tried
    #[arg(
        value_name = "SEVERITY",
        value_enum,
        ignore_case = true,
        required_unless_present = "mail",
        conflicts_with = "mail"
    )]
    pub severity: Option<Severity>,
    /// Wait so long for the record of each channel, such as 30s or 5m
    #[arg(long, value_name = "DURATION", default_value = "2m", value_parser = duration, conflicts_with = "mail")]
    pub wait: Duration,
    /// Show the request and open nothing
    #[arg(long, conflicts_with = "mail")]
    pub dry_run: bool,
    /// Only send yourself a mail, where the server can: no incident, nothing rings
    #[arg(long)]
    pub mail: bool,
}

pub const EXAMPLES: Examples = examples! { "prefs test":
    "duty prefs test critical" => "Page me now, by what I chose for critical incidents",
    "duty prefs test warning --yes --wait 30s -o json" => "For a script: 0 all handed over, 3 one failed, 11 no record",
    "duty prefs test critical --dry-run" => "The request that would be sent",
    "duty prefs test --mail" => "The mildest try: a mail to myself",
    Text r#"{
  "schema_version": 1, "severity": "critical",
  "incident": {"id": "6925c1f05a0db0c0de00ea61", "num": "00EA61", "url": "…", "closed": true},
  "channels": [
    {"channel": "email", "chosen": true, "outcome": "handed_over", "at": "2026-11-23T03:15:31Z", "failed_reason": null, "rang": null},
    {"channel": "app", "chosen": true, "outcome": "failed", "at": "2026-11-23T03:15:31Z", "failed_reason": "device token expired", "rang": null}
  ],
  "verdict": "failed", "warnings": []
}"#
};

const LONGEST: Duration = Duration::from_secs(3600);

fn duration(text: &str) -> Result<Duration, String> {
    let span: jiff::SignedDuration = text
        .trim()
        .parse()
        .map_err(|_| tr!("expected a duration such as 90s, 5m or 1h30m"))?;
    Duration::try_from(span)
        .ok()
        .filter(|duration| (Duration::from_secs(1)..=LONGEST).contains(duration))
        .ok_or_else(|| tr!("expected 1s to 1h"))
}

pub fn run(app: &mut App, command: &Test) -> Result<Exit, Error> {
    let mut session = app.session()?;
    let Some(severity) = command.severity.filter(|_| !command.mail) else {
        return mail::send(&mut session);
    };
    let snapshot = Snapshot::read(&session)?;
    let caller = session.api.caller()?;
    let person = caller.person_id().0;
    refuse_another(&snapshot.preference, &snapshot.facts)?;
    let target = Target::Severity(severity);
    let chosen = snapshot.preference.channels(target).to_vec();
    if chosen.is_empty() {
        return show::nothing_chosen(&mut session, severity);
    }
    let nonce = format!("duty-{:012x}", fastrand::u64(..) >> 16);
    let title = title(caller.person_name(), &nonce);
    let trial = Trial {
        severity,
        chosen,
        person,
        nonce,
        body: trial::request(severity, &title, person, false),
        older: trial::request(severity, &title, person, true),
    };
    if command.dry_run {
        return show::dry_run(&mut session, &trial);
    }
    if person == 0
        || !trial::is_for_only(&trial.body, person)
        || !trial::is_for_only(&trial.older, person)
    {
        return Err(
            Error::failed(tr!("the request is not for you alone, and is not sent"))
                .hint(whose_key()),
        );
    }
    let names = describe::names(&trial.chosen, &snapshot.facts);
    ask(&session, severity, &names, &trial.chosen)?;
    session.change(|session| carry_out(session, &trial, &names, command.wait))
}

fn title(name: &str, nonce: &str) -> String {
    if name.is_empty() {
        tr!("Test by duty, please ignore ({nonce})", nonce)
    } else {
        tr!(
            "Test by duty for {name}, please ignore ({nonce})",
            name,
            nonce
        )
    }
}

fn ask(
    session: &Session<'_>,
    severity: Severity,
    names: &str,
    chosen: &[Channel],
) -> Result<(), Error> {
    let severity = label(severity);
    let counts = tr!(
        "It counts in the statistics of incidents and of you as responder, is seen by whoever reads all incidents, fires the incident webhooks of the account, and stays in the history."
    );
    let counts = quota(chosen).map_or(counts.clone(), |quota| sentences(&quota, &counts));
    let what = [
        tr!(
            "It opens a {severity} incident that is assigned to you alone, which calls you by {names} now, and closes it.",
            severity,
            names
        ),
        counts,
    ];
    if session.terminal.may_ask() && !session.settings.yes {
        for line in &what {
            session.out.note(line);
        }
    }
    let refusal = || {
        let [first, second] = &what;
        Error::usage(tr!("a test calls you: give --yes"))
            .detail(first.clone())
            .detail(second.clone())
            .hint(tr!("--dry-run shows the request"))
    };
    session.agree(&tr!("Page yourself now?"), refusal)
}

/// What of the plan is used up, where these channels use any.
fn quota(chosen: &[Channel]) -> Option<String> {
    let lists = |personal| chosen.contains(&Channel::personal(personal));
    match (lists(Personal::Sms), lists(Personal::Voice)) {
        (true, true) => Some(tr!("It uses the quota of SMS and voice.")),
        (true, false) => Some(tr!("It uses the quota of SMS.")),
        (false, true) => Some(tr!("It uses the quota of voice.")),
        (false, false) => None,
    }
}

/// Opens, waits, asks, and closes whatever comes.
fn carry_out(
    session: &mut Session<'_>,
    trial: &Trial,
    names: &str,
    wait: Duration,
) -> Result<Exit, Error> {
    // From here on something may be open that has to be closed.
    let _uninterrupted = Uninterrupted::begin();
    let attentive = Attentive::begin()?;
    let opened = match open(session, &trial.body, trial.person, &trial.nonce) {
        Err(none) if wants_older(&none.why) => {
            open(session, &trial.older, trial.person, &trial.nonce)
        }
        other => other,
    };
    let opened = match opened {
        Ok(opened) => opened,
        Err(none) => {
            if let Some((id, closed)) = none.found {
                // Where it cannot be written, the error says it all the same.
                let _ = show::lost_and_found(session, trial, &id, closed);
            }
            return Err(*none.why);
        }
    };
    let mut show = Show::of(&opened);
    let id = opened.id;
    // It is closed whatever comes, also where nothing can be written.
    let begun = show.begin(session, names, wait);
    let watched = begun.and_then(|()| {
        watch(session, trial, &id, wait, |session, told| {
            show.progress(session, told)
        })
    });
    let rang = match &watched {
        Ok(watched) => {
            // A question ends by itself on Ctrl-C, and what is open is closed then.
            drop(attentive);
            show.ask_whether_it_rang(session, &watched.told)
        }
        Err(_) => Ok(Vec::new()),
    };
    let interrupted = Uninterrupted::was_interrupted();
    let closed = close(session, &id, interrupted);
    let told = show.closed(session, &closed);
    let named = show.named();
    let unclosed = |error: Error| match &closed {
        Ok(()) => error,
        Err(why) => error.detail(left_open(&named, why)),
    };
    if interrupted {
        return Err(unclosed(Error::interrupted()));
    }
    let mut watched = watched.map_err(unclosed)?;
    let rang = rang.map_err(unclosed)?;
    told.map_err(unclosed)?;
    // A failure may be written later.
    if let Some(later) = watch::once_more(session, trial, &id) {
        show.progress(session, &later).map_err(unclosed)?;
        watched.told = later;
    }
    learn(session, trial, &watched.told, &rang);
    end(session, trial, &show, &watched, &rang, closed)
}

/// What it proved is kept: it is advice, and no error where it cannot be.
fn learn(session: &Session<'_>, trial: &Trial, told: &[Told], rang: &[Option<bool>]) {
    let mut known = proof::kept(session, Some(trial.person));
    let answers = rang.iter().copied().chain(std::iter::repeat(None));
    for (one, rang) in told.iter().zip(answers) {
        // Of two instances of an IM app a record does not tell which it is of.
        let of_another =
            |other: &Told| other.outcome == one.outcome && other.channel.shares_app(&one.channel);
        if let Some((at, outcome)) = &one.outcome
            && !told.iter().any(of_another)
        {
            known.note(&one.channel, *at, outcome);
            known.learned_at = Some(*at);
        }
        if let (Some(false), Some((at, _))) = (rang, &one.outcome) {
            // Whoever was to hear it knows better than the record, whatever clock that has.
            let later = now::now().max(*at).saturating_add(1.millisecond());
            let outcome = Outcome::Failed(tr!("you said that it did not arrive"));
            known.note(&one.channel, later.unwrap_or(*at), &outcome);
        }
    }
    if let Err(error) = proof::keep(session, trial.person, &known) {
        session.out.warn_of(Warning::ProofNotKept, &error.message);
    }
}

/// Whether a server refused the newer form; one that failed may have opened it.
fn wants_older(error: &Error) -> bool {
    let refused = error.kind == Kind::Failed && !error.outcome_unknown();
    refused && error.server.as_ref().is_some_and(|said| said.status == 400)
}

fn end(
    session: &mut Session<'_>,
    trial: &Trial,
    show: &Show,
    watched: &Watched,
    rang: &[Option<bool>],
    closed: Result<(), Unclosed>,
) -> Result<Exit, Error> {
    let verdict = trial::verdict(&watched.told);
    let told = summary(session, trial, show, watched, rang, &closed);
    if let Err(Unclosed { why, not_known }) = closed {
        let error = why.while_doing(tr!("cannot close the test incident"));
        if not_known {
            return Err(error
                .detail(tr!(
                    "it is not known whether it is closed: {0}",
                    show.named()
                ))
                .hint(tr!(
                    "'{command}' tells; if it is open, close it there",
                    command = duty!("doctor incident", show.id())
                )));
        }
        return Err(error
            .detail(tr!("it is still open: {0}", show.named()))
            .hint(tr!(
                "close it there: an account's own form may ask for more than duty can know"
            )));
    }
    told?;
    Ok(match verdict {
        // It was handed over and did not arrive.
        Verdict::All if rang.contains(&Some(false)) => Exit::Finding,
        Verdict::All => Exit::Done,
        Verdict::Failed => Exit::Finding,
        Verdict::NoRecord => Exit::NotKnown,
    })
}
