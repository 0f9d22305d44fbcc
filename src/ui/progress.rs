//! A bar on stderr while much is asked for: only where somebody can see it move, and nothing of it
//! is left behind. By hand, because the library for it brings libm along, and loading that took a
//! tenth of the time of `duty --version`.

use std::time::{Duration, Instant};

use console::Term;
use tr::tr;

use crate::local::settings::Settings;
use crate::ui::terminal::Terminal;
use crate::ui::{Out, spoken};

/// What takes only a moment needs no bar.
const MANY: usize = 30;
/// No eye sees more.
const BETWEEN_FRAMES: Duration = Duration::from_millis(100);
/// From so little on nobody can tell how long it takes.
const TO_JUDGE_BY: Duration = Duration::from_secs(1);
const CELLS: usize = 24;

/// A bar, or nothing.
pub struct Progress {
    wanted: bool,
    total: usize,
    done: usize,
    began: Instant,
    /// When it was drawn last, and where.
    drawn: Option<(Instant, Term)>,
}

impl Progress {
    /// A bar that appears once there is much to do, on a terminal and only there; none where nothing
    /// must be redrawn.
    pub fn new(out: &Out, terminal: &Terminal, settings: &Settings, accessible: bool) -> Progress {
        Progress {
            // Lines of requests would tear it.
            wanted: terminal.stderr
                && !accessible
                && !out.quiet
                && !out.is_json()
                && !settings.verbose,
            total: 0,
            done: 0,
            began: Instant::now(),
            drawn: None,
        }
    }

    /// There is so much to do, as far as is known.
    pub fn of(&mut self, total: usize) {
        self.total = total;
        self.draw();
    }

    /// One more is done.
    pub fn step(&mut self) {
        self.done += 1;
        self.draw();
    }

    fn draw(&mut self) {
        let term = match self.drawn.take() {
            Some((at, term)) if at.elapsed() < BETWEEN_FRAMES => {
                self.drawn = Some((at, term));
                return;
            }
            Some((_, term)) => term,
            None if self.wanted && self.total > MANY => Term::stderr(),
            None => return,
        };
        let (_, columns) = term.size();
        let frame = frame(
            self.done,
            self.total,
            self.began.elapsed(),
            usize::from(columns),
        );
        // A terminal that is gone needs no bar.
        if term.clear_line().is_ok() && term.write_str(&frame).is_ok() {
            self.drawn = Some((Instant::now(), term));
        } else {
            self.wanted = false;
        }
    }

    /// Wipe it.
    pub fn finish(&mut self) {
        self.wanted = false;
        if let Some((_, term)) = self.drawn.take() {
            let _ = term.clear_line();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

/// The bar after so many of so many, in fewer than so many columns: the last one would wrap it.
fn frame(done: usize, total: usize, elapsed: Duration, columns: usize) -> String {
    let done = done.min(total);
    let filled = CELLS * done / total.max(1);
    let bar = "#".repeat(filled) + &"-".repeat(CELLS - filled);
    let eta = if done == 0 || elapsed < TO_JUDGE_BY {
        "…".to_owned()
    } else {
        let left = (total - done) as u128;
        let millis = elapsed.as_millis() * left / done as u128;
        spoken(Duration::from_millis(
            u64::try_from(millis).unwrap_or(u64::MAX),
        ))
    };
    let text = tr!(
        "{pos} of {len} spaces, {eta} left; Ctrl-C shows what is known",
        pos = done,
        len = total,
        eta
    );
    let line = format!("{bar} {text}");
    match columns {
        0 | 1 => String::new(),
        _ => console::truncate_str(&line, columns - 1, "…").into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_says_how_far_it_is_and_how_long_it_takes() {
        let at = |done, seconds| frame(done, 200, Duration::from_secs(seconds), 100);
        assert_eq!(
            at(50, 30),
            "######------------------ 50 of 200 spaces, 1 min 30 s left; Ctrl-C shows what is known"
        );
        assert!(at(0, 30).starts_with("------------------------ 0 of 200 spaces, … left"));
        assert!(at(3, 0).contains(", … left"));
        assert!(at(200, 9).starts_with("######################## 200 of 200 spaces, 0 s left"));
        // More than was counted at first.
        assert!(at(201, 9).contains(" 200 of 200 "));
    }

    #[test]
    fn a_frame_fits_the_window() {
        for columns in [1, 2, 10, 24, 25, 40, 80] {
            let frame = frame(7, 90, Duration::from_secs(3), columns);
            assert!(console::measure_text_width(&frame) < columns, "{frame}");
        }
    }
}
