//! `duty prefs test --mail`: a mail to oneself, which needs no permission and rings nowhere.

use serde_json::json;
use tr::tr;

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
    let skipped = recipients.iter().find(|one| one.status != "accepted");
    let accepted = skipped.is_none() && !recipients.is_empty();
    let reason = skipped.map(|one| one.reason.clone());
    if session.out.is_json() {
        session.out.json(&json!({
            "channel": "email",
            "outcome": if accepted { "accepted" } else { "skipped" },
            "reason": reason,
        }))?;
    } else if accepted {
        let text = tr!("The server accepted the mail. Whether it arrives, your mailbox tells.");
        session.out.toned_line(&text, Tone::Good)?;
    } else {
        let reason = reason.unwrap_or_default();
        let text = tr!("The server sent no mail: {reason}", reason);
        session.out.toned_line(&text, Tone::Bad)?;
    }
    Ok(if accepted { Exit::Done } else { Exit::Finding })
}
