//! A line that is not shown while it is typed, also after Ctrl-Z and `fg`: a shell shows what is typed to it, and
//! does not hide it again for the program that it continues.

use signal_hook::consts::SIGCONT;
use signal_hook::iterator::{Handle, Signals};

use crate::ui::terminal::modes::in_foreground;

/// While this lives, what is typed is hidden again each time that duty is continued.
pub(crate) struct Hidden {
    signals: Option<Handle>,
}

impl Hidden {
    pub(crate) fn begin() -> Hidden {
        let mut signals = Signals::new([SIGCONT]).ok();
        let handle = signals.as_ref().map(Signals::handle);
        if let Some(mut signals) = signals.take() {
            let hide_again = move || signals.forever().for_each(|_| hide());
            let _ = std::thread::Builder::new()
                .name("hidden".into())
                .spawn(hide_again);
        }
        Hidden { signals: handle }
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(signals) = &self.signals {
            signals.close();
        }
    }
}

fn hide() {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
    let stdin = std::io::stdin();
    if !in_foreground(&stdin) {
        return;
    }
    if let Ok(mut modes) = tcgetattr(&stdin) {
        modes.local_modes.remove(LocalModes::ECHO);
        modes
            .local_modes
            .insert(LocalModes::ICANON | LocalModes::ISIG);
        let _ = tcsetattr(&stdin, OptionalActions::Now, &modes);
    }
}
