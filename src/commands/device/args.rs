//! `duty device`: what can be typed.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Subcommand, ValueEnum};
use tr::tr;

use crate::local::options::DryRun;

/// `duty device`.
#[derive(Debug, Subcommand)]
pub enum Device {
    /// List the phones that are bound to you
    List,
    /// Bind a phone: shows the code that the Flashduty app scans, and waits for the phone
    ///
    /// On a terminal the code is drawn in black on white, a new one takes its place before it expires, and
    /// the command ends with the name of the phone. The code is a credential: whoever scans it gets your
    /// pushes. It is wiped when it expires, when a phone is bound, and on Ctrl-C.
    ///
    /// Where standard output is not a terminal, one code is printed and the command ends, unless --wait
    /// is given. With ACCESSIBLE=1 nothing is redrawn: the code is given as text.
    Bind(Bind),
    /// Unbind phones: they get no more pushes
    ///
    /// Asks first. Where no critical incident would reach you after it, it asks once more, and --yes is no
    /// answer to that: it needs --allow-silent.
    Unbind(Unbind),
    /// Tell where to get the Flashduty app, by platform
    App,
}

/// `duty device bind`.
#[derive(Debug, clap::Args)]
pub struct Bind {
    /// How the code is drawn
    #[arg(long, value_name = "FORM", value_enum, default_value_t)]
    pub qr: Qr,
    /// Swap black and white, for --qr ascii on a dark screen or a reader that wants it
    #[arg(long)]
    pub invert: bool,
    /// Write the code to FILE as a PNG image; the file is removed when the waiting is over
    #[arg(long, value_name = "FILE", conflicts_with_all = ["svg", "text"])]
    pub png: Option<PathBuf>,
    /// Write the code to FILE as an SVG image; the file is removed when the waiting is over
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
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
}

/// `duty device unbind`.
#[derive(Debug, clap::Args)]
pub struct Unbind {
    /// The phones, by id or by name
    #[arg(value_name = "PHONE", required = true, num_args = 1..)]
    pub phones: Vec<String>,
    /// Unbind even if no critical incident would reach you after it
    #[arg(long)]
    pub allow_silent: bool,
    /// Change nothing
    #[command(flatten)]
    pub dry_run: DryRun,
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
