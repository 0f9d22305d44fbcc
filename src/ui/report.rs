//! How an error is told: lines for people, one JSON object for programs.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use tr::tr;

use crate::error::Error;
use crate::text::{CommandLine, commands_to_run, visible_json};
use crate::ui::answer::{SCHEMA_VERSION, tidy};
use crate::ui::cut::cut;
use crate::ui::{Out, Tone};

impl Out {
    /// Tell what went wrong, on stderr.
    pub fn error(&self, error: &Error) {
        if self.is_json() {
            let mut told = as_json(error);
            told["error"]["warnings"] = self.remarks().into();
            told = Map::from_iter([
                ("schema_version".to_owned(), SCHEMA_VERSION.into()),
                ("error".to_owned(), told["error"].take()),
            ])
            .into();
            tidy(&mut told, &self.account);
            let json = told.to_string();
            self.stderr
                .raw(&(visible_json(&self.account.json(&json)) + "\n"));
            return;
        }
        let message = short(&error.message);
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
    shown.map(|line| short(line)).chain(rest.map(Cow::Owned))
}

/// Longer than the longest path of a file.
const WORD: usize = 5000;
/// What is left of a longer word.
const SHORT: usize = 200;

/// The text with nothing in it that fills a screen: what was given as a name may have been a file. A command to copy
/// is left as it is.
fn short(text: &str) -> Cow<'_, str> {
    let is_long = |word: &str| word.len() > WORD;
    if !text.split_whitespace().any(is_long) || !commands_to_run(text).is_empty() {
        return Cow::Borrowed(text);
    }
    let words = text.split_inclusive(char::is_whitespace);
    let words = words.map(|word| match is_long(word) {
        true => Cow::Owned(cut(word, SHORT)),
        false => Cow::Borrowed(word),
    });
    Cow::Owned(words.collect())
}

/// The error as the documented JSON object, on one line.
pub fn as_json(error: &Error) -> Value {
    let mut message = short(&error.message).into_owned();
    for line in listed(error) {
        message += "\n";
        message += &line;
    }
    if let Some(said) = error.server.as_ref().and_then(|word| word.message.as_ref()) {
        message += ": ";
        message += said;
    }
    let texts = error.hint.iter().chain([&message]);
    let mut commands: Vec<CommandLine> = Vec::new();
    for command in texts.flat_map(|text| commands_to_run(text)) {
        if !commands.contains(&command) {
            commands.push(command);
        }
    }
    let data = error.data.as_ref();
    let location = data
        .and_then(|data| data.location.as_ref())
        .map(|at| json!({"file": at.file, "line": at.line, "column": at.column}));
    let undelivered = error.undelivered.as_ref().map(
        |made| json!({"id": made.id, "name": made.name, "path": made.path.display().to_string()}),
    );
    json!({"error": {
        "kind": error.kind.name(),
        "code": error.code(),
        "message": message,
        "request_id": error.request_id,
        "hint": error.hint,
        "commands": commands,
        "retry_after_seconds": error.retry_after,
        "location": location,
        "details": data.filter(|data| !data.details.is_empty()).map(|data| {
            let of = |name| data.details.get(name);
            json!({
                "lists": of("lists"),
                "candidates": of("candidates"),
                "done": of("done"),
                "not_known": of("not_known"),
                "not_done": of("not_done"),
            })
        }),
        "undelivered_key": undelivered,
        "warnings": [],
    }})
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
