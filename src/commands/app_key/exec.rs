//! A secret on the standard input of a shell command, and whether the command read it.

use std::io::Write;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tr::tr;

use crate::error::{Error, Kind};
use crate::local::child::{alone, child};
use crate::local::interruption;
use crate::local::keys::AppKey;
use crate::ui::terminal::Uninterrupted;
use crate::ui::terminal::beside::{BY_ITSELF, wait};

/// So long a command may take to end by itself that is started although an interrupt came before.
const STARTED_LATE: Duration = Duration::from_millis(1000);

/// The command is started when there is something to give it: one that read nothing and went on with
/// an empty secret would do harm. Before that only its words are checked.
pub fn check(command: &str) -> Result<(), Error> {
    let parses = || {
        shell("-n -c", command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if command.trim().is_empty() || (cfg!(unix) && !parses()) {
        return Err(Error::usage(tr!(
            "no key was created: the shell cannot read the command '{command}'",
            command
        )));
    }
    Ok(())
}

/// It may take its time: what it does is nothing of the server's. Where a program reads what duty says, the command is `silent`: what it prints would stand in the middle of that.
pub fn run(command: &str, key: &AppKey, silent: bool) -> Result<(), Error> {
    give(command, key, silent).map_err(|Failed { why, may_have_it }| {
        let text = match may_have_it {
            false => tr!(
                "the command '{command}' did not take the secret: {why}",
                command,
                why
            ),
            true => tr!(
                "the command '{command}' failed, and may have the secret: {why}",
                command,
                why
            ),
        };
        let error = Error::new(Kind::Failed, text);
        match silent {
            true => error.detail(tr!(
                "what the command printed is not shown here; it can send that to a file: 'COMMAND > FILE 2>&1'"
            )),
            false => error,
        }
    })
}

/// A command that did not do what it was to do with the secret.
struct Failed {
    why: String,
    /// It read it, as far as that can be seen, or may do so yet.
    may_have_it: bool,
}

impl Failed {
    fn without_it(why: String) -> Failed {
        Failed {
            why,
            may_have_it: false,
        }
    }
}

fn give(command: &str, key: &AppKey, silent: bool) -> Result<(), Failed> {
    let said = |error: std::io::Error| Failed::without_it(error.to_string());
    // What becomes of the secret is said also after a second interrupt.
    let _to_its_end = Uninterrupted::attentive();
    let too_late = interruption::came();
    let patience = match too_late {
        true => STARTED_LATE,
        false => BY_ITSELF,
    };
    let (reader, mut writer) = std::io::pipe().map_err(said)?;
    let unread = Unread::of(&reader, key);
    let mut shell = shell("-c", command);
    if silent {
        shell.stdout(Stdio::null()).stderr(Stdio::null());
    }
    let mut child = shell.stdin(reader).spawn().map_err(said)?;
    let given = writer
        .write_all(key.expose().as_bytes())
        .and_then(|()| writer.write_all(b"\n"));
    // The end of the input.
    drop(writer);
    let status = wait(&mut child, patience).map_err(said)?;
    await_the_signal(status);
    match status.is_some_and(|status| status.success()) {
        false if interruption::came() => interruption::cut_off(),
        true if interruption::came() && !too_late => interruption::seen_to(),
        _ => (),
    }
    let was_given = given.is_ok();
    let failed = |why: String, left: bool| Failed {
        why,
        may_have_it: was_given && !left,
    };
    let status = match status {
        None => {
            let why = tr!("duty was interrupted, and the command goes on");
            return Err(failed(why, false));
        }
        Some(status) => status,
    };
    let left = unread.is_some_and(|unread| unread.any(status.success()));
    if !status.success() {
        return Err(failed(status.to_string(), left));
    }
    given.map_err(said)?;
    match left {
        true => Err(Failed::without_it(tr!("it ended without reading it"))),
        false => Ok(()),
    }
}

/// What ended the command may be on its way to duty too: Ctrl-C is for both.
fn await_the_signal(status: Option<ExitStatus>) {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        let began = Instant::now();
        let by_signal = status.is_some_and(|status| status.signal().is_some());
        while by_signal && !interruption::came() && began.elapsed() < BY_ITSELF {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    #[cfg(not(unix))]
    let _ = status;
}

fn shell(options: &str, command: &str) -> Command {
    if cfg!(unix) {
        let mut shell = child("/bin/sh");
        shell.args(options.split(' ')).arg(alone(command));
        shell
    } else {
        let mut shell = child("cmd");
        shell.arg("/C").arg(command);
        shell
    }
}

/// An empty pipe has room for at least this much on every Unix.
#[cfg(unix)]
const SURELY_TAKEN: usize = 4096;

/// The reading end of a pipe, kept to see whether anything of a secret stays in it.
#[cfg(unix)]
struct Unread(std::io::PipeReader);

#[cfg(unix)]
impl Unread {
    /// `None` where it cannot be kept, or a command that reads nothing would be waited for for ever:
    /// a pipe that has a reader takes this much at once and no more for certain.
    fn of(reader: &std::io::PipeReader, key: &AppKey) -> Option<Unread> {
        let fits = key.expose().len() < SURELY_TAKEN;
        fits.then(|| reader.try_clone().ok()).flatten().map(Unread)
    }

    /// Whether more than the line end is left. Something that the command left behind may be about to
    /// read it: where it `may`, it gets a moment.
    fn any(&self, may: bool) -> bool {
        let left = || rustix::io::ioctl_fionread(&self.0).is_ok_and(|left| left > 1);
        for _ in 0..20 {
            if !may || !left() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(25));
        }
        left()
    }
}

/// What a command leaves unread; here nothing can be told.
#[cfg(not(unix))]
struct Unread;

#[cfg(not(unix))]
impl Unread {
    fn of(_: &std::io::PipeReader, _: &AppKey) -> Option<Unread> {
        None
    }

    fn any(&self, _: bool) -> bool {
        false
    }
}
