//! A bar on stderr while much is asked for: only where somebody can see it move, and nothing of it
//! is left behind.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tr::tr;

use super::Out;
use crate::settings::Settings;
use crate::terminal::Terminal;

/// What takes only a moment needs no bar.
const MANY: usize = 30;

/// A bar, or nothing.
pub struct Progress {
    bar: Option<ProgressBar>,
    wanted: bool,
    done: u64,
}

impl Progress {
    /// A bar that appears once there is much to do, on a terminal and only there; none where nothing
    /// must be redrawn.
    pub fn new(out: &Out, terminal: &Terminal, settings: &Settings, accessible: bool) -> Progress {
        Progress {
            bar: None,
            // Lines of requests would tear it.
            wanted: terminal.stderr
                && !accessible
                && !out.quiet
                && !out.is_json()
                && !settings.verbose,
            done: 0,
        }
    }

    /// There is so much to do, as far as is known.
    pub fn of(&mut self, total: usize) {
        if self.wanted && self.bar.is_none() && total > MANY {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            let spaces = tr!(
                "{pos} of {len} spaces, {eta} left; Ctrl-C shows what is known",
                pos = "{pos}",
                len = "{len}",
                eta = "{eta}"
            );
            if let Ok(style) = ProgressStyle::with_template(&("{bar:24} ".to_owned() + &spaces)) {
                bar.set_style(style.progress_chars("##-"));
            }
            bar.set_position(self.done);
            self.bar = Some(bar);
        }
        if let Some(bar) = &self.bar {
            bar.set_length(total as u64);
        }
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Wipe it.
    pub fn finish(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}
