//! `duty device bind`: which form the code takes, and how the command ends. The course of it is
//! `course.rs`, the code on a terminal `screen.rs`, everywhere else `lines.rs`.

mod course;
mod end;
mod frame;
mod lines;
mod screen;

use std::time::Duration;

use tr::tr;

use self::course::Ended;
use self::frame::{Charset, Wish};
use self::lines::{Lines, Medium};
use self::screen::Screen;
use crate::commands::device::args::{Bind, Qr};
use crate::commands::device::explained;
use crate::domain::device::Device;
use crate::error::{Error, Exit, Kind};
use crate::local::environment::Environment;
use crate::session::app::{App, Session};
use crate::text::duty;
use crate::ui::spoken;
use crate::ui::terminal::Attentive;

/// How long there is somebody to wait for at a terminal.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// Where the code goes.
enum Place {
    /// On the terminal, redrawn in place.
    Screen,
    /// Anywhere else.
    Lines(Medium),
}

/// Do it.
pub fn run(app: &mut App, command: &Bind) -> Result<Exit, Error> {
    let place = place(app, command)?;
    let wish = Wish {
        qr: command.qr,
        invert: command.invert,
        charset: charset(&app.env),
    };
    let wait = command.wait.unwrap_or(match place {
        // A program that wants JSON says so where it wants to wait.
        Place::Lines(Medium::Json) => Duration::ZERO,
        _ if app.terminal.stdout => PATIENCE,
        Place::Screen | Place::Lines(_) => Duration::ZERO,
    });
    if let Place::Lines(Medium::Png(file) | Medium::Svg(file)) = &place {
        lines::refuse_existing(file)?;
    }
    let mut session = app.session()?;
    let medium = match place {
        Place::Lines(medium) if wait.is_zero() => return once(&mut session, medium, wish),
        Place::Screen if wait.is_zero() => {
            return Err(Error::usage(tr!(
                "a code on the screen is wiped when it expires, so bind must wait"
            ))
            .hint(tr!(
                "leave out --wait 0, or give --png FILE, --svg FILE or --text"
            )));
        }
        Place::Lines(medium) => Some(medium),
        Place::Screen => None,
    };
    let known = session.api.device_list().map_err(|error| {
        explained(error, "device_list").while_doing(tr!("cannot list the phones"))
    })?;
    let phones = session.change(|session| wait_for(session, medium, wish, &known, wait))?;
    end::tell(&mut session, &phones)
}

/// Shows codes until a phone is bound.
fn wait_for(
    session: &mut Session<'_>,
    medium: Option<Medium>,
    wish: Wish,
    known: &[Device],
    wait: Duration,
) -> Result<Vec<Device>, Error> {
    let began = std::time::Instant::now();
    let ended = {
        let _attentive = Attentive::begin()?;
        let api = session.api.clone();
        match medium {
            Some(medium) => {
                let mut lines = Lines::new(session.out, medium, wish, true);
                course::follow(&api, &mut lines, known, wait)
            }
            None => {
                let mut screen = Screen::new(session.out, session.terminal, wish);
                course::follow(&api, &mut screen, known, wait)
            }
        }
    };
    session.api.extend_deadline(began.elapsed());
    let trouble = match ended {
        Ok(Ended::Bound(phones)) => return Ok(phones),
        Ok(Ended::TimedOut(trouble)) => trouble,
        Err(error) => return Err(error),
    };
    let mut error = Error::new(
        Kind::Failed,
        tr!("no phone was bound within {0}", spoken(wait)),
    );
    if let Some(trouble) = trouble {
        error = error.detail(tr!("the last request that failed: {trouble}", trouble));
    }
    Err(error.hint(tr!(
        "run it again, with a longer --wait if that helps; '{command}' tells where to get the app",
        command = duty!("device app")
    )))
}

/// One code, and nothing is waited for.
fn once(session: &mut Session<'_>, medium: Medium, wish: Wish) -> Result<Exit, Error> {
    let code = session.api.device_bind_code().map_err(|error| {
        explained(error, "device_bind_code").while_doing(tr!("cannot get a code"))
    })?;
    let clock = course::clock(&session.api);
    let now = clock.at(jiff::Timestamp::now());
    let left = code.expires_at.0.duration_since(now).as_secs().max(0);
    Lines::new(session.out, medium, wish, false).publish(&code.content, code.expires_at.0, left)?;
    Ok(Exit::Done)
}

fn place(app: &App, command: &Bind) -> Result<Place, Error> {
    let medium = match (&command.png, &command.svg, command.text) {
        (Some(file), _, _) => Some(Medium::Png(file.clone())),
        (_, Some(file), _) => Some(Medium::Svg(file.clone())),
        (_, _, true) => Some(Medium::Text),
        _ => None,
    };
    Ok(match medium {
        Some(_) if app.out.is_json() => {
            return Err(Error::usage(tr!("JSON already holds the code"))
                .hint(tr!("leave out --png, --svg and --text, or -o json")));
        }
        Some(medium) => Place::Lines(medium),
        None if app.out.is_json() => Place::Lines(Medium::Json),
        None if app.env.is_on("ACCESSIBLE") => Place::Lines(Medium::Text),
        None if !app.terminal.stdout || app.env.get("TERM") == Some("dumb") => {
            Place::Lines(Medium::Drawn)
        }
        None => Place::Screen,
    })
}

/// What the locale says of the characters that the terminal shows.
fn charset(env: &Environment) -> Charset {
    if cfg!(windows) {
        return Charset::Unicode;
    }
    match env.first(&["LC_ALL", "LC_CTYPE", "LANG"]) {
        Some((_, locale)) => match locale.to_ascii_lowercase() {
            locale if locale.contains("utf-8") || locale.contains("utf8") => Charset::Unicode,
            locale if locale.contains('.') => Charset::Other,
            _ => Charset::Unknown,
        },
        None => Charset::Unknown,
    }
}

impl Wish {
    /// The form that was asked for by name.
    fn form(&self) -> Option<crate::ui::qr::Form> {
        use crate::ui::qr::Form;
        match self.qr {
            Qr::Auto => None,
            Qr::Half => Some(Form::Half),
            Qr::Full => Some(Form::Full),
            Qr::Ascii => Some(Form::Ascii),
        }
    }
}
