//! `duty sandbox outbox`: the verification codes that were "sent".

use duty_sandbox::StateFile;
use serde_json::{Value, json};
use tr::tr;

use crate::commands::examples::{Examples, examples};
use crate::commands::sandbox::server::{failed, state_file};
use crate::error::{Error, Exit};
use crate::lenient::Timestamp;
use crate::local::now::now;
use crate::session::app::App;
use crate::ui::Tone;
use crate::ui::table::Table;

pub const EXAMPLES: Examples = examples! { "sandbox outbox":
    "duty sandbox outbox" => "The code that a command just asked for",
    "duty sandbox outbox -o json" => "For a script, newest last and the authenticators after them",
    Text r#"{"schema_version": 1, "items": [{
  "at": "2026-11-23T06:05:00Z", "person_id": "80011", "device": "email",
  "to": "new@example.com", "to_masked": "n***@example.com", "code": "123456",
  "expires_at": "2026-11-23T06:10:00Z", "used": false
}], "warnings": []}"#
};

pub fn run(app: &mut App) -> Result<Exit, Error> {
    let file = state_file(&app.paths)?;
    let mails = duty_sandbox::outbox(&StateFile::Path(file.clone()))
        .map_err(|error| failed(&file, &error))?;
    let zone = jiff::tz::TimeZone::system();
    let at = |seconds: u64| {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        jiff::Timestamp::from_second(seconds).ok().map(Timestamp)
    };
    if app.out.is_json() {
        let list: Vec<Value> = mails
            .iter()
            .map(|mail| {
                json!({
                    "at": at(mail.at).map(|at| at.utc()),
                    "person_id": mail.person_id,
                    "device": mail.device,
                    "to": mail.to,
                    "to_masked": mail.to_masked,
                    "code": mail.code,
                    "expires_at": at(mail.expires_at).map(|at| at.utc()),
                    "used": mail.used,
                })
            })
            .collect();
        app.out.list(list)?;
        return Ok(Exit::Done);
    }
    if app.out.quiet {
        app.out.ids(mails.iter().map(|mail| &mail.code))?;
        return Ok(Exit::Done);
    }
    let now = now().as_second();
    let mut table = Table::new([
        tr!("AT"),
        tr!("DEVICE"),
        tr!("TO"),
        tr!("CODE"),
        tr!("STATE"),
    ]);
    for mail in &mails {
        let left = i64::try_from(mail.expires_at).unwrap_or(i64::MAX) - now;
        let (state, tone) = if mail.used {
            (tr!("used"), Tone::Faint)
        } else if left <= 0 {
            (tr!("expired"), Tone::Faint)
        } else {
            (tr!("good for {left} s", left), Tone::Good)
        };
        let to = if mail.to.is_empty() {
            &mail.to_masked
        } else {
            &mail.to
        };
        let sent = at(mail.at).map_or_else(String::new, |at| {
            at.0.to_zoned_datetime(zone.clone())
                .strftime("%H:%M:%S")
                .to_string()
        });
        table.row([
            (sent, Tone::Faint),
            (mail.device.clone(), Tone::Plain),
            (to.clone(), Tone::Plain),
            (mail.code.clone(), tone),
            (state, tone),
        ]);
    }
    app.out.table(&table)?;
    Ok(Exit::Done)
}
