//! The binary on a real terminal: what is on its screen, what is typed, how it ends.

use std::io::{Read, Write};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::harness::Run;

const PATIENCE: Duration = Duration::from_secs(20);

/// A run on a terminal of 24 lines and 100 columns.
pub struct Screen {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    seen: Arc<Mutex<Seen>>,
    // The terminal is there as long as this is.
    _master: Box<dyn MasterPty + Send>,
}

struct Seen {
    parser: vt100::Parser,

    over: bool,
}

impl Screen {
    /// Start the run.
    pub fn of(run: &Run<'_>) -> Screen {
        let command = run.command();
        let pty = native_pty_system()
            .openpty(PtySize {
                rows: 24,
                cols: 100,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        builder.env_clear();
        for (name, value) in command.get_envs() {
            builder.env(name, value.unwrap_or_default());
        }
        builder.env("TERM", "xterm-256color");
        builder.cwd(command.get_current_dir().unwrap());
        let child = pty.slave.spawn_command(builder).unwrap();
        drop(pty.slave);
        let mut reader = pty.master.try_clone_reader().unwrap();
        let seen = Arc::new(Mutex::new(Seen {
            parser: vt100::Parser::new(24, 100, 0),

            over: false,
        }));
        let filled = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                let mut seen = filled.lock().unwrap();
                seen.parser.process(&buffer[..n]);
            }
            filled.lock().unwrap().over = true;
        });
        Screen {
            child,
            keys: pty.master.take_writer().unwrap(),
            seen,
            _master: pty.master,
        }
    }

    /// What is on the screen now.
    pub fn text(&self) -> String {
        self.seen.lock().unwrap().parser.screen().contents()
    }

    /// Wait until this is on the screen.
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> String {
        let began = Instant::now();
        loop {
            let (now, over) = {
                let seen = self.seen.lock().unwrap();
                (seen.parser.screen().contents(), seen.over)
            };
            if now.contains(text) {
                return now;
            }
            assert!(
                !over && began.elapsed() < PATIENCE,
                "'{text}' never came on the screen:\n{now}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Type this.
    pub fn keys(&mut self, text: &str) {
        self.keys.write_all(text.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Wait for the end: the exit code, and the screen as it was left.
    #[track_caller]
    pub fn end(mut self) -> (u32, String) {
        let began = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            if began.elapsed() > PATIENCE {
                let _ = self.child.kill();
                panic!("it does not end:\n{}", self.text());
            }
            std::thread::sleep(Duration::from_millis(10));
        };
        while !self.seen.lock().unwrap().over {
            std::thread::sleep(Duration::from_millis(5));
        }
        (status.exit_code(), self.text())
    }
}
