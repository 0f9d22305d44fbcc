//! `duty prefs test --mail`: a mail to oneself, which needs no permission and rings nowhere.

use serde_json::json;
use tr::tr;

use crate::domain::mail::Recipient;
use crate::error::{Error, Exit, Kind};
use crate::session::app::Session;
use crate::session::write::{Deed, Verdict, settle};
use crate::ui::Tone;

pub fn send(session: &mut Session<'_>) -> Result<Exit, Error> {
    let (subject, html) = (
        tr!("A test by duty"),
        tr!("<p>You asked duty to send yourself a mail. It arrived.</p>"),
    );
    session.agree(&tr!("Send yourself a mail?"), || {
        Error::usage(tr!("a test writes to you: give --yes"))
    })?;
    let deed = Deed {
        request: session.api.member_notify(&subject, &html),
        doing: tr!("cannot send the mail"),
        tells: tr!("your mailbox tells"),
        guard: None,
    };
    let answer = settle(session, deed, |_| Ok(()), |()| Verdict::Unknown);
    let answer = answer.map_err(|error| match error.kind {
        Kind::NotFound => error.hint(tr!("only the newest servers can")),
        _ => error,
    })?;
    let recipients = answer.map_or_else(Vec::new, |answer| answer.recipients);
    let outcome = Outcome::of(&recipients);
    let skipped = recipients.into_iter().find(|one| one.status == "skipped");
    let reason = skipped.map(|one| one.reason).filter(|one| !one.is_empty());
    let (word, exit) = match outcome {
        Outcome::Accepted => ("accepted", Exit::Done),
        Outcome::Skipped => ("skipped", Exit::Finding),
        Outcome::Unknown => ("unknown", Exit::NotKnown),
    };
    if session.out.is_json() {
        session
            .out
            .json(&json!({"channel": "email", "outcome": word, "reason": reason}))?;
        return Ok(exit);
    }
    let (text, tone) = match (outcome, reason) {
        (Outcome::Accepted, _) => (
            tr!("The server accepted the mail. Whether it arrives, your mailbox tells."),
            Tone::Good,
        ),
        (Outcome::Skipped, Some(reason)) => {
            (tr!("The server sent no mail: {reason}", reason), Tone::Bad)
        }
        (Outcome::Skipped, None) => (
            tr!("The server sent no mail, and does not say why."),
            Tone::Bad,
        ),
        (Outcome::Unknown, _) => (
            tr!(
                "The server took the request, and does not say what became of the mail; your mailbox tells."
            ),
            Tone::Caution,
        ),
    };
    session.out.toned_line(&text, tone)?;
    Ok(exit)
}

/// What the server did with it.
#[derive(Clone, Copy)]
enum Outcome {
    Accepted,
    Skipped,
    /// It tells no recipient, or in a word that is new to duty.
    Unknown,
}

impl Outcome {
    fn of(recipients: &[Recipient]) -> Outcome {
        let all = |word: &str| recipients.iter().all(|one| one.status == word);
        match recipients.iter().any(|one| one.status == "skipped") {
            true => Outcome::Skipped,
            false if !recipients.is_empty() && all("accepted") => Outcome::Accepted,
            false => Outcome::Unknown,
        }
    }
}
