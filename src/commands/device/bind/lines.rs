//! The code where nothing is redrawn: a log, a pipe, a file, a screen reader. Each code is given once,
//! and what changes is a line.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use tr::tr;

use crate::commands::device::bind::driver::Renderer;
use crate::commands::device::bind::style::{Style, too_long};
use crate::domain::binding::Status;
use crate::domain::device::BindCode;
use crate::error::Error;
use crate::local::files;
use crate::ui::spoken;
use crate::ui::{Out, qr, visible};

/// Pixels to a module.
const SCALE: u32 = 8;

/// What the code is given as.
pub enum Medium {
    /// A QR code in characters that a log shows.
    Drawn,
    /// What it holds.
    Text,
    /// What it holds and until when, for a program.
    Json,
    /// An image file.
    Png(PathBuf),
    /// An image file.
    Svg(PathBuf),
}

/// Gives each code once.
pub struct Lines<'a> {
    out: &'a mut Out,
    medium: Medium,
    style: Style,
    /// Whether this is followed by waiting, at whose end a file is removed.
    waits: bool,
    given: Option<String>,
    failing: bool,
    wrote: bool,
}

impl<'a> Lines<'a> {
    pub fn new(out: &'a mut Out, medium: Medium, style: Style, waits: bool) -> Lines<'a> {
        Lines {
            out,
            medium,
            style,
            waits,
            given: None,
            failing: false,
            wrote: false,
        }
    }

    /// A code that works for `left` more seconds.
    pub fn publish(&mut self, code: &BindCode, left: i64) -> Result<(), Error> {
        let content = code.content.as_str();
        let left = spoken(Duration::from_secs(u64::try_from(left).unwrap_or(0)));
        match &self.medium {
            Medium::Drawn => {
                self.out.note(&tr!(
                    "In the Flashduty app, tap \"Scan to Login\" and scan this; it works for {left}.",
                    left
                ));
                let drawn = self.style.render(content, false, None).map_err(too_long)?;
                self.out.result(&(drawn.lines.join("\n") + "\n"))?;
            }
            Medium::Text => {
                self.out.note(&tr!("The code is the next line, for an app that makes a QR code of it; it works for {left}. Whoever scans it gets your pushes.", left));
                // Not as prose, which would be broken at the edge of a terminal.
                self.out.result(&(visible(content) + "\n"))?;
            }
            Medium::Json => {}
            Medium::Png(file) => {
                let image = qr::png(content, SCALE).map_err(too_long)?;
                write(file, &image, self.wrote)?;
                self.wrote = true;
                self.out.done(&in_file(file, &left));
            }
            Medium::Svg(file) => {
                let image = qr::svg(content).map_err(too_long)?;
                write(file, image.as_bytes(), self.wrote)?;
                self.wrote = true;
                self.out.done(&in_file(file, &left));
            }
        }
        if !self.out.is_json() {
            return Ok(());
        }
        let file = match &self.medium {
            Medium::Png(file) | Medium::Svg(file) => Some(file.display().to_string()),
            _ => None,
        };
        let told = json!({
            "content": content,
            "expires_at": code.expires_at.utc(),
            "file": file,
        });
        if self.waits {
            self.out.event("code", &told)
        } else {
            self.out.json(&told)
        }
    }

    /// Something about the codes, as a line for people or for programs.
    fn happens(&mut self, kind: &str, text: &str) -> Result<(), Error> {
        self.out.done(text);
        if self.out.is_json() {
            self.out.event(kind, &json!({}))?;
        }
        if let Some(hint) = &self.style.hint {
            self.out.note(hint);
        }
        Ok(())
    }
}

impl Renderer for Lines<'_> {
    fn draw(&mut self, status: &Status) -> Result<(), Error> {
        let content = status.code.as_ref().map(|code| code.content.clone());
        if content != self.given {
            match &status.code {
                Some(code) => self.publish(code, status.seconds_left)?,
                None => self.happens(
                    "expired",
                    &tr!("The code has expired; asking for a new one."),
                )?,
            }
            self.given = content;
        }
        let failing = status.failed_codes + status.failed_polls > 0;
        if failing != self.failing {
            self.failing = failing;
            if failing {
                let text = tr!("The server does not answer as it should; asking again.");
                self.happens("failing", &text)?;
            } else {
                self.happens("working", &tr!("The server answers again."))?;
            }
        }
        Ok(())
    }

    /// What was printed cannot be taken back; a file can.
    fn wipe(&mut self) -> Result<(), Error> {
        self.remove();
        Ok(())
    }
}

impl Lines<'_> {
    fn remove(&mut self) {
        if let (Medium::Png(file) | Medium::Svg(file), true) = (&self.medium, self.waits)
            && std::mem::take(&mut self.wrote)
        {
            // Where somebody else has removed it there is nothing left to do.
            let _ = std::fs::remove_file(file);
        }
    }
}

/// An error on the way out must not leave a code either.
impl Drop for Lines<'_> {
    fn drop(&mut self) {
        self.remove();
    }
}

fn in_file(file: &Path, left: &str) -> String {
    let file = file.display();
    tr!("The code is in {file}; it works for {left}.", file, left)
}

/// A file that is there is somebody's: a code is never written over it.
pub fn refuse_existing(file: &Path) -> Result<(), Error> {
    if file.symlink_metadata().is_ok() {
        return Err(Error::usage(tr!("{0} exists already", file.display()))
            .hint(tr!("name a file that does not, or remove it")));
    }
    Ok(())
}

/// Whole or not at all, and for the owner's eyes: a code lets whoever scans it in.
fn write(file: &Path, image: &[u8], again: bool) -> Result<(), Error> {
    if again {
        return files::write(file, image);
    }
    files::write_new(file, image).map_err(|error| files::cannot_write(file, &error))
}
