//! A secret on the standard input of a shell command, and whether the command read it.

use std::io::Write;
use std::process::{Command, Stdio};

use tr::tr;

use crate::error::{Error, Kind};
use crate::local::child::child;
use crate::local::keys::AppKey;

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

/// Where a program reads what duty says, the command is `silent`: what it prints would stand in the middle of that.
pub fn run(command: &str, key: &AppKey, silent: bool) -> Result<(), Error> {
    give(command, key, silent).map_err(|why| {
        let error = Error::new(
            Kind::Failed,
            tr!(
                "the command '{command}' did not take the secret: {why}",
                command,
                why
            ),
        );
        match silent {
            true => error.detail(tr!(
                "what the command printed is not shown here; it can send that to a file: 'COMMAND > FILE 2>&1'"
            )),
            false => error,
        }
    })
}

fn give(command: &str, key: &AppKey, silent: bool) -> Result<(), String> {
    let said = |error: std::io::Error| error.to_string();
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
    let status = child.wait().map_err(said)?;
    if !status.success() {
        return Err(status.to_string());
    }
    given.map_err(said)?;
    if unread.is_some_and(|unread| unread.any()) {
        return Err(tr!("it ended without reading it"));
    }
    Ok(())
}

fn shell(options: &str, command: &str) -> Command {
    if cfg!(unix) {
        let mut shell = child("/bin/sh");
        shell.args(options.split(' ')).arg(command);
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
    /// read it: it gets a moment.
    fn any(&self) -> bool {
        let left = || rustix::io::ioctl_fionread(&self.0).is_ok_and(|left| left > 1);
        for _ in 0..20 {
            if !left() {
                return false;
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

    fn any(&self) -> bool {
        false
    }
}
