//! `duty sandbox`, and the server behind `--sandbox`. The only file that knows what it is.

pub mod args;
pub mod examples;

use std::path::PathBuf;

use duty_sandbox::{Options, Server, StateFile};
use tr::tr;

use crate::commands::sandbox::args::{Sandbox, Scan, Serve};
use crate::domain::base_url::BaseUrl;
use crate::error::{Error, Exit, Kind};
use crate::lenient::Timestamp;
use crate::local::history::forget_sandbox;
use crate::local::keys::AppKey;
use crate::local::paths::Paths;
use crate::session::app::{App, StandIn};
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;
use crate::ui::terminal;

/// Do what was asked.
pub fn run(app: &mut App, command: &Sandbox) -> Result<Exit, Error> {
    match command {
        Sandbox::Serve(command) => serve(app, command),
        Sandbox::Outbox => outbox(app),
        Sandbox::Scan(command) => scan(app, command),
        Sandbox::Reset => reset(app),
    }
}

/// The made-up account behind `--sandbox`: a server in this process, and the way to it.
///
/// # Errors
/// Where its state cannot be read or written.
pub fn start(app: &mut App) -> Result<StandIn, Error> {
    let server = serve_with(&app.paths, Options::default())?;
    // With JSON, stderr is for an error that a program can read.
    if !app.out.is_json() {
        app.out.note(&tr!(
            "Sandbox: a made-up account on this machine. Nothing here pages anyone."
        ));
    }
    Ok(StandIn {
        base_url: BaseUrl::parse(&server.base_url())?,
        key: AppKey::parse(server.app_key(), "--sandbox")?,
        keep: Box::new(server),
    })
}

fn state_file(paths: &Paths) -> Result<PathBuf, Error> {
    Ok(paths.data()?.join("sandbox.json"))
}

fn serve_with(paths: &Paths, options: Options) -> Result<Server, Error> {
    let file = state_file(paths)?;
    Server::start(Options {
        // A file that exists keeps what it has: an account of another size is one of its own.
        state: match options.spaces {
            None => StateFile::Path(file.clone()),
            Some(_) => StateFile::Memory,
        },
        ..options
    })
    .map_err(|error| failed(&file, &error))
}

fn failed(file: &std::path::Path, error: &std::io::Error) -> Error {
    Error::new(
        Kind::Failed,
        tr!(
            "the sandbox cannot work with {0}: {1}",
            file.display(),
            error
        ),
    )
    .hint(tr!(
        "'{command}' starts over; DUTY_DATA_DIR names another place",
        command = duty!("sandbox reset")
    ))
}

fn serve(app: &mut App, command: &Serve) -> Result<Exit, Error> {
    if !command.listen.ip().is_loopback() {
        return Err(Error::usage(tr!(
            "the sandbox listens on this machine only; {0} is not a loopback address",
            command.listen
        )));
    }
    let mut options = Options {
        addr: command.listen,
        spaces: command.spaces,
        ..Options::default()
    };
    if command.no_rate_limit {
        options.rate_limit = None;
    }
    let server = serve_with(&app.paths, options)?;
    if app.out.is_json() {
        app.out.json(&serde_json::json!({
            "base_url": server.base_url(),
            "app_key": server.app_key(),
        }))?;
    } else {
        app.out
            .line(&format!("export DUTY_BASE_URL={}", server.base_url()))?;
        app.out
            .line(&format!("export DUTY_APP_KEY={}", server.app_key()))?;
    }
    if let Some(count) = command.spaces {
        app.out.note(&tr!(
            "Serving a made-up account with {count} collaboration spaces, in memory; Ctrl-C ends it.",
            count
        ));
    } else {
        let file = state_file(&app.paths)?;
        app.out.note(&tr!(
            "Serving the made-up account of {0}; Ctrl-C ends it.",
            file.display()
        ));
    }
    terminal::wait_for_interrupt();
    drop(server);
    app.out.tell("", Tone::Plain);
    Ok(Exit::Done)
}

fn outbox(app: &mut App) -> Result<Exit, Error> {
    let file = state_file(&app.paths)?;
    let mails = duty_sandbox::outbox(&StateFile::Path(file.clone()))
        .map_err(|error| failed(&file, &error))?;
    let zone = jiff::tz::TimeZone::system();
    let at = |seconds: u64| {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        jiff::Timestamp::from_second(seconds).ok().map(Timestamp)
    };
    if app.out.is_json() {
        let list: Vec<serde_json::Value> = mails
            .iter()
            .map(|mail| {
                serde_json::json!({
                    "at": at(mail.at).map(|at| at.rfc3339(&zone)),
                    "person_id": mail.person_id,
                    "device": mail.device,
                    "to": mail.to,
                    "to_masked": mail.to_masked,
                    "code": mail.code,
                    "expires_at": at(mail.expires_at).map(|at| at.rfc3339(&zone)),
                    "used": mail.used,
                })
            })
            .collect();
        app.out.json(&list)?;
        return Ok(Exit::Done);
    }
    let now = jiff::Timestamp::now().as_second();
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
            at.0.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string()
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

fn scan(app: &mut App, command: &Scan) -> Result<Exit, Error> {
    let file = state_file(&app.paths)?;
    let code = command.code.as_deref();
    let scanned = duty_sandbox::scan(
        &StateFile::Path(file.clone()),
        code,
        &command.name,
        &command.os,
    );
    let phone = scanned.map_err(|error| {
        let hint = tr!(
            "'{command}' shows a code; scan it from another terminal",
            command = duty!("device bind --sandbox")
        );
        match error.kind() {
            std::io::ErrorKind::NotFound => {
                Error::new(Kind::NotFound, tr!("there is no such code, or it was used")).hint(hint)
            }
            std::io::ErrorKind::TimedOut => {
                Error::new(Kind::Failed, tr!("the code has expired")).hint(hint)
            }
            _ => failed(&file, &error),
        }
    })?;
    if app.out.is_json() {
        app.out.json(&serde_json::json!({
            "device_id": phone.device_id,
            "device_name": phone.device_name,
            "os_version": phone.os_version,
        }))?;
    } else {
        app.out.line(&tr!(
            "Scanned: {0} ({1}) is bound to the made-up account.",
            phone.device_name,
            phone.device_id
        ))?;
    }
    Ok(Exit::Done)
}

fn reset(app: &mut App) -> Result<Exit, Error> {
    let file = state_file(&app.paths)?;
    duty_sandbox::reset(&file).map_err(|error| failed(&file, &error))?;
    forget_sandbox(&app.paths)?;
    app.out.note(&tr!("The made-up account is as it was."));
    Ok(Exit::Done)
}
