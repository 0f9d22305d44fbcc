//! The browser of whoever sits at this machine, where there is one to be seen: not over SSH, not without a display.

use std::io;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::local::child::child;
use crate::local::environment::Environment;
use crate::local::interruption;

/// Whoever hands an address to a browser is done by then, or will be.
const PATIENCE: Duration = Duration::from_secs(2);

/// The program that opens an address, and what stands before the address.
pub fn program(env: &Environment) -> Option<&'static [&'static str]> {
    let is_set = |name: &&str| env.os(name).is_some();
    let elsewhere = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];
    if elsewhere.iter().any(is_set) || env.is_on("CI") {
        return None;
    }
    if cfg!(windows) {
        // Without a shell, to which an address would be more than one word.
        return Some(&["rundll32", "url.dll,FileProtocolHandler"]);
    }
    if cfg!(target_vendor = "apple") {
        return Some(&["open"]);
    }
    let display = ["DISPLAY", "WAYLAND_DISPLAY"];
    display.iter().any(is_set).then_some(&["xdg-open"])
}

/// Have it open this address.
///
/// # Errors
/// Where it cannot be started, or says soon that it failed.
pub fn open(program: &[&str], url: &str) -> io::Result<()> {
    let Some((name, words)) = program.split_first() else {
        return Err(io::ErrorKind::NotFound.into());
    };
    let mut started = child(name)
        .args(words)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let began = Instant::now();
    while began.elapsed() < PATIENCE && !interruption::came() {
        match started.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(io::Error::other(status.to_string())),
            None => interruption::pause(Duration::from_millis(10)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_browser_where_somebody_sees_it() {
        let program = |pairs: &[(&str, &str)]| program(&Environment::of(pairs.iter().copied()));
        assert_eq!(
            program(&[("DISPLAY", ":0"), ("SSH_TTY", "/dev/pts/1")]),
            None
        );
        assert_eq!(program(&[("DISPLAY", ":0"), ("CI", "1")]), None);
        if cfg!(target_os = "linux") {
            assert_eq!(program(&[]), None);
            assert_eq!(program(&[("DISPLAY", ":0")]), Some(&["xdg-open"][..]));
            assert_eq!(
                program(&[("WAYLAND_DISPLAY", "w")]),
                Some(&["xdg-open"][..])
            );
        }
    }
}
