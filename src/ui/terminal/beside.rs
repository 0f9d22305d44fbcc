//! A program that has the terminal beside duty, or in its place: a signal that duty gets goes to it too, and duty ends
//! soon, whether it ends or not.

use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use crate::local::interruption;
#[cfg(unix)]
use crate::ui::terminal::interrupt::Uninterrupted;

/// So long one may take to end by itself after an interrupt: on a terminal it may have been interrupted too.
pub const BY_ITSELF: Duration = Duration::from_millis(250);
/// So long once the signal was passed on to it.
const AFTER_THE_SIGNAL: Duration = Duration::from_millis(700);
/// How often it is looked at, at most.
const GLANCE: Duration = Duration::from_millis(20);

/// How it ended; `None` where it goes on although duty was interrupted.
///
/// # Errors
/// Where it cannot be waited for.
pub fn wait(child: &mut Child, patience: Duration) -> std::io::Result<Option<ExitStatus>> {
    let mut glance = Duration::from_millis(1);
    let (mut noticed, mut passed_on) = (None::<Instant>, None::<Instant>);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if interruption::came() {
            let noticed = *noticed.get_or_insert_with(Instant::now);
            match passed_on {
                None if noticed.elapsed() >= patience => {
                    pass_on(child);
                    passed_on = Some(Instant::now());
                }
                Some(at) if at.elapsed() >= AFTER_THE_SIGNAL => return Ok(None),
                _ => (),
            }
        }
        std::thread::sleep(glance);
        glance = GLANCE.min(glance * 2);
    }
}

/// The signal that duty got goes to it too; elsewhere than on Unix it has got it already.
fn pass_on(child: &Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process};
        let signal = Uninterrupted::signal().and_then(Signal::from_named_raw);
        let _ = kill_process(Pid::from_child(child), signal.unwrap_or(Signal::TERM));
    }
    #[cfg(not(unix))]
    let _ = child;
}
