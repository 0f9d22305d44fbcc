//! How an error is told: lines for people, one JSON object for programs.

use std::borrow::Cow;

use secrecy::ExposeSecret;
use serde_json::json;
use tr::tr;

use crate::error::Error;
use crate::text::visible_json;
use crate::ui::{Out, Tone};

impl Out {
    /// Tell what went wrong, on stderr.
    pub fn error(&self, error: &Error) {
        if self.is_json() {
            let json = as_json(error).to_string();
            self.stderr
                .raw(&(visible_json(&self.account.json(&json)) + "\n"));
            return;
        }
        let message = &error.message;
        self.tell(&tr!("error: {message}", message), Tone::Bad);
        for line in listed(error) {
            self.tell(&format!("  {line}"), Tone::Plain);
        }
        if let Some(said) = server_line(error) {
            self.tell(&format!("  {said}"), Tone::Plain);
        }
        if let Some(id) = &error.request_id {
            self.tell(&format!("  {}", tr!("request id: {id}", id)), Tone::Plain);
        }
        if let Some(hint) = &error.hint {
            self.tell(&format!("  {}", tr!("try: {hint}", hint)), Tone::Strong);
        }
    }
}

/// So many lines are told of one error.
const LINES: usize = 60;

/// The details, as many as anybody reads, and how many there are besides.
fn listed(error: &Error) -> impl Iterator<Item = Cow<'_, str>> {
    let more = error.details.len().saturating_sub(LINES);
    let shown = error.details.iter().take(LINES);
    let rest = (more > 0).then(|| tr!("and {0} more", more));
    shown
        .map(|line| Cow::Borrowed(line.as_str()))
        .chain(rest.map(Cow::Owned))
}

/// The error as the documented JSON object, on one line.
pub fn as_json(error: &Error) -> serde_json::Value {
    let mut message = error.message.clone();
    for line in listed(error) {
        message += "\n";
        message += &line;
    }
    if let Some(said) = error.server.as_ref().and_then(|word| word.message.as_ref()) {
        message += ": ";
        message += said;
    }
    let mut told = json!({"error": {
        "kind": error.kind.name(),
        "code": error.code(),
        "message": message,
        "request_id": error.request_id,
        "hint": error.hint,
    }});
    if let Some(made) = &error.undelivered {
        told["undelivered_key"] = json!({
            "key_id": made.id,
            "key_name": made.name,
            "key": made.key.expose_secret(),
        });
    }
    told
}

fn server_line(error: &Error) -> Option<String> {
    let word = error.server.as_ref()?;
    let what = match (&word.code, &word.message) {
        (Some(code), Some(message)) => format!("{code}: {message}"),
        (Some(text), None) | (None, Some(text)) => text.clone(),
        (None, None) => return Some(tr!("the server answered with HTTP {0}", word.status)),
    };
    Some(tr!("the server said (HTTP {0}): {1}", word.status, what))
}
