//! A bar on stderr while much is asked for: only where somebody can see it move, and nothing of it
//! is left behind.

use std::time::Duration;

use console::Term;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};
use tr::tr;

use crate::local::settings::Settings;
use crate::ui::narrow::Narrow;
use crate::ui::terminal::Terminal;
use crate::ui::waiting::Waits;
use crate::ui::{Out, spoken};

/// What takes only a moment needs no bar.
const MANY: usize = 30;
/// No eye sees more frames a second.
const HZ: u8 = 10;
/// From so little on nobody can tell how long it takes.
const TO_JUDGE_BY: Duration = Duration::from_secs(1);
/// In fewer columns the bar would wrap.
const ROOM: u16 = 40;

/// A bar, or nothing.
pub struct Progress {
    wanted: bool,
    incidents: bool,
    bar: ProgressBar,
    waits: Option<Waits>,
}

impl Progress {
    /// A bar that appears once there is much to do, on a terminal and only there; none where nothing
    /// must be redrawn.
    pub fn new(out: &Out, terminal: &Terminal, settings: &Settings, accessible: bool) -> Progress {
        let style = ProgressStyle::with_template("{bar:24} {wide_msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        Progress {
            incidents: false,
            // Lines of requests would tear it.
            wanted: terminal.stderr
                && !accessible
                && !out.quiet
                && !out.is_json()
                && !settings.verbose,
            waits: out.stderr.waits.clone(),
            bar: ProgressBar::hidden().with_style(style.progress_chars("#-")),
        }
    }

    /// Incidents are counted, and not spaces.
    #[must_use]
    pub fn of_incidents(mut self) -> Progress {
        self.incidents = true;
        self
    }

    /// There is so much to do, as far as is known.
    pub fn of(&mut self, total: usize) {
        self.bar.set_length(total as u64);
        if self.wanted && total > MANY {
            self.wanted = false;
            let term = Narrow(Term::stderr());
            if term.width() >= ROOM {
                self.waits.iter().for_each(Waits::be_silent);
                let target = ProgressDrawTarget::term_like_with_hz(Box::new(term), HZ);
                self.bar.set_draw_target(target);
            }
        }
        self.tell();
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.bar.inc(1);
        self.tell();
    }

    fn tell(&self) {
        let (done, total) = (self.bar.position(), self.bar.length().unwrap_or_default());
        let left = Some(self.bar.eta()).filter(|_| self.bar.elapsed() >= TO_JUDGE_BY);
        self.bar.set_message(if self.incidents {
            let done = done.min(total);
            tr!("{done} of {total} incidents", done, total)
        } else {
            text(done, total, left)
        });
    }

    /// Wipe it.
    pub fn finish(&mut self) {
        self.wanted = false;
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

/// What stands beside the bar. More may be done than was counted at first.
fn text(done: u64, total: u64, left: Option<Duration>) -> String {
    tr!(
        "{pos} of {len} spaces, {eta} left; Ctrl-C shows what is known",
        pos = done.min(total),
        len = total,
        eta = left
            .filter(|_| done > 0)
            .map_or_else(|| "?".to_owned(), spoken)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_says_how_far_it_is_and_how_long_it_takes() {
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(
            text(50, 200, seconds(90)),
            "50 of 200 spaces, 1 min 30 s left; Ctrl-C shows what is known"
        );
        assert!(text(0, 200, seconds(0)).starts_with("0 of 200 spaces, ? left"));
        assert!(text(3, 200, None).contains(", ? left"));
        assert!(text(200, 200, seconds(0)).starts_with("200 of 200 spaces, 0 s left"));
        assert!(text(201, 200, seconds(0)).starts_with("200 of 200 "));
    }
}
