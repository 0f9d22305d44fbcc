//! `duty device bind`: which form the code takes, and how the command ends. What is asked of the server and
//! when is decided by `domain::binding`, which `driver.rs` runs; the code on a terminal is `screen.rs`,
//! everywhere else `lines.rs`.

mod bound;
mod driver;
mod frame;
mod lines;
mod screen;
mod style;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use tr::tr;

use self::driver::Ended;
use self::lines::{Lines, Medium};
use self::screen::Screen;
use self::style::Style;
use crate::commands::device::phone;
use crate::commands::device::phone::explained;
use crate::commands::examples::{Examples, examples};
use crate::domain::device::Device;
use crate::error::{Error, Exit, Kind};
use crate::local::files;
use crate::local::now::now;
use crate::session::app::{App, Session};
use crate::text::duty;
use crate::ui::Warning;
use crate::ui::picture::{Pixels, Protocol};
use crate::ui::qr::Form;
use crate::ui::terminal::{Attentive, asked_for_pictures};

#[derive(Debug, clap::Args)]
pub struct Bind {
    /// How the code is drawn
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub qr: Qr,
    /// Swap black and white, for --qr ascii on a dark screen or a reader that wants it
    #[arg(long)]
    pub invert: bool,
    /// Write the code to FILE as a PNG image; the file is removed when the waiting is over
    #[arg(long, value_name = "FILE", value_parser = files::argument(), conflicts_with_all = ["svg", "text"])]
    pub png: Option<PathBuf>,
    /// Write the code to FILE as an SVG image; the file is removed when the waiting is over
    #[arg(long, value_name = "FILE", value_parser = files::argument(), conflicts_with = "text")]
    pub svg: Option<PathBuf>,
    /// Print what the code holds, for a program that shows it in its own way
    #[arg(long)]
    pub text: bool,
    /// Give up after this time, such as 90s or 5m; 0 gives one code and does not wait
    /// (default: 5m on a terminal, else 0)
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub wait: Option<Duration>,
}

/// How a code is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Qr {
    /// The best that the terminal shows
    #[default]
    Auto,
    /// Half blocks: the smallest
    Half,
    /// Two columns a module, colored spaces: where a font draws half blocks with gaps
    Full,
    /// Two characters a module and no colors
    Ascii,
    /// A picture, where the terminal shows pictures (kitty graphics, iTerm2 or sixel)
    Image,
}

pub const EXAMPLES: Examples = examples! { "device bind":
    "duty device bind" => "Show the code, and wait for the phone",
    "duty device bind --png code.png --wait 2m"
        => "The code as an image, renewed until a phone is bound",
    "duty device bind -o json" => "One code for a program that shows it in its own way",
    "duty device bind --wait 5m -o json" => "A line an event: each code, and the phone at the end",
    Text r#"{
  "schema_version": 1,
  "content": "…",
  "expires_at": "2026-11-23T03:15:30Z",
  "file": null,
  "warnings": []
}"#
};

/// How long there is somebody to wait for at a terminal.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// Where the code goes.
enum Output {
    /// On the terminal, redrawn in place.
    Screen,
    /// Anywhere else.
    Lines(Medium),
}

pub fn run(app: &mut App, command: &Bind) -> Result<Exit, Error> {
    let output = output(app, command)?;
    let style = Style {
        form: command.qr.form(),
        invert: command.invert,
        charset: app.terminal.charset,
        cell: app.terminal.cell(),
        picture: match output {
            Output::Screen => picture(app, command.qr)?,
            Output::Lines(_) if command.qr == Qr::Image => {
                return Err(
                    Error::usage(tr!("--qr image needs a terminal that shows pictures"))
                        .hint(tr!("--png FILE writes the code as a picture")),
                );
            }
            Output::Lines(_) => None,
        },
        hint: app.settings.sandbox.then(|| {
            app.out.plain(&tr!(
                "Sandbox: no phone can scan this; in another terminal '{command}' plays one.",
                command = duty!("sandbox scan")
            ))
        }),
    };
    let wait = command.wait.unwrap_or(match output {
        // A program that wants JSON says so where it wants to wait.
        _ if app.out.is_json() => Duration::ZERO,
        _ if app.terminal.stdout => PATIENCE,
        Output::Screen | Output::Lines(_) => Duration::ZERO,
    });
    if let Output::Lines(Medium::Png(file) | Medium::Svg(file)) = &output {
        lines::refuse_existing(file)?;
    }
    let mut session = app.session()?;
    let medium = match output {
        Output::Lines(medium) if wait.is_zero() => return once(&mut session, medium, style),
        Output::Screen if wait.is_zero() => {
            return Err(Error::usage(tr!(
                "a code on the screen is wiped when it expires, so bind must wait"
            ))
            .hint(tr!(
                "leave out --wait 0, or give --png FILE, --svg FILE or --text"
            )));
        }
        Output::Lines(medium) => Some(medium),
        Output::Screen => None,
    };
    let known = phone::list(&session)?;
    let mut stopped = None;
    let phones = session.change(
        |session| match wait_for(session, medium, style, known, wait)? {
            Ended::Bound(phones) => Ok(phones),
            Ended::Interrupted(text) => {
                stopped = Some(text.clone());
                Err(Error {
                    message: text,
                    ..Error::interrupted()
                })
            }
        },
    );
    match (phones, stopped) {
        // Whoever presses Ctrl-C where it is offered has made no mistake.
        (Err(_), Some(text)) if !session.out.is_json() => {
            session.out.note(&text);
            Ok(Exit::Like(Kind::Interrupted))
        }
        (phones, _) => bound::report(&mut session, &phones?),
    }
}

/// Shows codes until a phone is bound.
fn wait_for(
    session: &mut Session<'_>,
    medium: Option<Medium>,
    style: Style,
    known: Vec<Device>,
    wait: Duration,
) -> Result<Ended, Error> {
    let began = Instant::now();
    let mut in_history = false;
    let bound = {
        let _attentive = Attentive::begin()?;
        let api = session.api.clone();
        match medium {
            Some(medium) => {
                let mut lines = Lines::new(session.out, medium, style, true);
                driver::bind(&api, &mut lines, known, wait)
            }
            None => {
                let mut screen = Screen::new(session.out, session.terminal, style);
                let bound = driver::bind(&api, &mut screen, known, wait);
                in_history = screen.may_be_in_history();
                bound
            }
        }
    };
    if in_history {
        session.out.warn_of(Warning::CodeInHistory, &tr!(
            "the window became smaller while a code was shown: the terminal may have kept a part of it, and show it where you scroll back or the window grows; until it expires, whoever sees it can use it"
        ));
    }
    session.api.extend_deadline(began.elapsed());
    bound
}

/// One code, and nothing is waited for.
fn once(session: &mut Session<'_>, medium: Medium, style: Style) -> Result<Exit, Error> {
    let code = session.api.device_bind_code().map_err(|error| {
        explained(error, "device_bind_code").while_doing(tr!("cannot get a code"))
    })?;
    let clock = session.api.server_clock();
    let now = clock.at(now());
    let left = code.expires_at.0.duration_since(now).as_secs();
    if left <= 0 {
        return Err(
            Error::failed(tr!("the server gave a code that has expired already")).hint(tr!(
                "run it again; if it stays so, the server's own clock may be wrong"
            )),
        );
    }
    Lines::new(session.out, medium, style, false).publish(&code, left)?;
    Ok(Exit::Done)
}

fn output(app: &App, command: &Bind) -> Result<Output, Error> {
    let medium = match (&command.png, &command.svg, command.text) {
        (Some(file), _, _) => Some(Medium::Png(file.clone())),
        (_, Some(file), _) => Some(Medium::Svg(file.clone())),
        (_, _, true) => Some(Medium::Text),
        _ => None,
    };
    Ok(match medium {
        Some(Medium::Text) if app.out.is_json() => {
            return Err(Error::usage(tr!("JSON already holds the code"))
                .hint(tr!("leave out --text, or -o json")));
        }
        Some(medium) => Output::Lines(medium),
        None if app.out.is_json() => Output::Lines(Medium::Json),
        None if app.env.is_on("ACCESSIBLE") => Output::Lines(Medium::Text),
        None if !app.terminal.stdout || app.env.get("TERM") == Some("dumb") => {
            Output::Lines(Medium::Drawn)
        }
        None => Output::Screen,
    })
}

/// How the terminal shows pictures, where one is wanted. Without being asked for by name only terminals are asked
/// that say in the environment that they are one of those of which codes were read.
fn picture(app: &App, qr: Qr) -> Result<Option<(Protocol, Pixels)>, Error> {
    let is_set = |name| app.env.get(name).is_some();
    let within_another = is_set("TMUX") || is_set("STY");
    let is_kitty = app.env.get("TERM") == Some("xterm-kitty");
    let may_be_tested = is_kitty || is_set("XTERM_VERSION");
    if qr != Qr::Image && (qr != Qr::Auto || within_another || !may_be_tested) {
        return Ok(None);
    }
    let answers = asked_for_pictures();
    let cell = screen::pixels(&app.terminal).or(answers.cell);
    let shown = answers.protocol().zip(cell);
    if qr == Qr::Image && shown.is_none() {
        return Err(Error::usage(tr!(
            "this terminal does not say that it shows pictures (kitty graphics, iTerm2 or sixel)"
        ))
        .hint(tr!(
            "leave out --qr image, or give --png FILE; within tmux or screen it may be these that show none"
        )));
    }
    Ok(shown.filter(|_| qr == Qr::Image || answers.is_tested()))
}

impl Qr {
    /// The form that was asked for by name.
    const fn form(self) -> Option<Form> {
        match self {
            Qr::Auto | Qr::Image => None,
            Qr::Half => Some(Form::Half),
            Qr::Full => Some(Form::Full),
            Qr::Ascii => Some(Form::Ascii),
        }
    }
}

const LONGEST: Duration = Duration::from_secs(24 * 3600);

fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    if text.bytes().all(|byte| byte == b'0') && !text.is_empty() {
        return Ok(Duration::ZERO);
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(tr!("the unit is missing: {text}s or {text}m?", text));
    }
    let span: jiff::SignedDuration = text
        .parse()
        .map_err(|_| tr!("expected a duration such as 90s, 5m or 1h30m"))?;
    Duration::try_from(span)
        .ok()
        .filter(|duration| *duration <= LONGEST)
        .ok_or_else(|| tr!("expected at most 24h, and not less than 0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let seconds = |text| duration(text).map(|duration| duration.as_secs());
        for (text, expected) in [
            ("90s", 90),
            ("5m", 300),
            (" 1h30m ", 5400),
            ("2 min", 120),
            ("0", 0),
            ("0s", 0),
            ("24h", 86400),
        ] {
            assert_eq!(seconds(text), Ok(expected), "{text}");
        }
        for text in ["", "5", "-5m", "soon", "25h", "5x", "5m30"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
