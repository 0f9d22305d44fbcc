//! The real binary on a real terminal: a PTY, an emulator behind it, and a look at every chunk of bytes
//! as it arrives.

use std::io::{Read, Write};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::harness::{Run, exit_code};

/// Nothing that a test waits for takes longer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Columns and rows of a window whose size does not matter.
pub const SIZE: (u16, u16) = (100, 24);

/// A run on a terminal.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(SystemTime, Vec<u8>)>,
    /// The terminal.
    pub parser: vt100::Parser,
    modes: String,
    /// Everything that was written to the terminal.
    pub bytes: Vec<u8>,
    /// How many chunks came.
    pub count: usize,
}

fn pty_size((columns, rows): (u16, u16)) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Pty {
    /// Runs it in a window of this many columns and rows.
    pub fn start(run: &Run<'_>, size: (u16, u16)) -> Pty {
        let plain = run.command();
        let mut command = CommandBuilder::new(plain.get_program());
        command.args(plain.get_args());
        Pty::of(run, command, size)
    }

    /// Runs it as a job of a shell, which Ctrl-Z could stop; the shell's exit code is that of the run.
    pub fn start_in_shell(run: &Run<'_>, size: (u16, u16)) -> Pty {
        let plain = run.command();
        let mut command = CommandBuilder::new("sh");
        command.args([
            "-mc",
            // A shell whose job ended by Ctrl-C ends as well, but for the trap.
            r#"trap : INT; "$0" "$@"; code=$?; echo "it ended with $code"; exit $code"#,
        ]);
        command.arg(plain.get_program());
        command.args(plain.get_args());
        Pty::of(run, command, size)
    }

    /// Runs it three times in a loop of a shell that has no job control, as in a script.
    pub fn start_in_loop(run: &Run<'_>, size: (u16, u16)) -> Pty {
        let plain = run.command();
        let mut command = CommandBuilder::new("bash");
        command.args([
            "-c",
            r#"for round in 1 2 3; do echo "round $round"; "$0" "$@"; done; echo "after it""#,
        ]);
        command.arg(plain.get_program());
        command.args(plain.get_args());
        Pty::of(run, command, size)
    }

    /// A shell at which somebody types, in the environment of the run, and what runs it there.
    pub fn start_shell(run: &Run<'_>, size: (u16, u16), shell: &[&str]) -> (Pty, String) {
        let plain = run.command();
        let mut command = CommandBuilder::new(shell[0]);
        command.args(&shell[1..]);
        let mut line = plain.get_program().to_str().unwrap().to_owned();
        for word in plain.get_args() {
            line = format!("{line} {}", word.to_str().unwrap());
        }
        (Pty::of(run, command, size), line)
    }

    /// Another program in the environment of the run.
    pub fn start_program(run: &Run<'_>, program: &str, args: &[&str], size: (u16, u16)) -> Pty {
        let mut command = CommandBuilder::new(program);
        command.args(args);
        Pty::of(run, command, size)
    }

    fn of(run: &Run<'_>, mut command: CommandBuilder, size: (u16, u16)) -> Pty {
        let pair = native_pty_system().openpty(pty_size(size)).unwrap();
        let plain = run.command();
        command.env_clear();
        for (name, value) in plain.get_envs() {
            command.env(name, value.unwrap());
        }
        // Whoever tests nothing of a pager reads what it would hold back.
        let is_set = |one: &str| plain.get_envs().any(|(name, _)| name == one);
        if !is_set("DUTY_PAGER") && !is_set("PAGER") {
            command.env("DUTY_PAGER", "");
        }
        command.cwd(plain.get_current_dir().unwrap());
        let modes = modes(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (to, chunks) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 64 * 1024];
            // The end of a terminal is an error on Linux.
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if to
                    .send((SystemTime::now(), buffer[..read].to_vec()))
                    .is_err()
                {
                    break;
                }
            }
        });
        Pty {
            child,
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            chunks,
            parser: vt100::Parser::new(emulated(size).1, emulated(size).0, 1000),
            modes,
            bytes: Vec::new(),
            count: 0,
        }
    }

    /// Lets the terminal take in what comes until `seen` says that it is enough, which is asked before the
    /// first chunk and after each.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut seen: impl FnMut(&vt100::Parser) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !seen(&self.parser) {
            match self.chunk(end.saturating_duration_since(Instant::now())) {
                Some(true) => {}
                Some(false) => panic!("no {what} in time:\n{}", self.text()),
                None => panic!("no {what}, and the program ended:\n{}", self.text()),
            }
        }
    }

    /// Waits until this stands on the terminal, and gives all that does.
    #[track_caller]
    pub fn until_text(&mut self, text: &str) -> String {
        self.until(text, |parser| parser.screen().contents().contains(text));
        self.text()
    }

    /// The next chunk: true if there was one, false if it took too long, none if there will be no more.
    pub fn chunk(&mut self, within: Duration) -> Option<bool> {
        self.timed_chunk(within).map(|at| at.is_some())
    }

    /// The same, with the time at which it arrived.
    pub fn timed_chunk(&mut self, within: Duration) -> Option<Option<SystemTime>> {
        match self.chunks.recv_timeout(within) {
            Ok((at, bytes)) => {
                self.parser.process(&bytes);
                self.bytes.extend(bytes);
                self.count += 1;
                Some(Some(at))
            }
            Err(RecvTimeoutError::Timeout) => Some(None),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    /// Takes in what has arrived already.
    pub fn settle(&mut self) {
        while self.chunk(Duration::ZERO) == Some(true) {}
    }

    /// What a person types.
    pub fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Another size of the window, for the terminal and for the program.
    pub fn resize(&mut self, size: (u16, u16)) {
        self.settle();
        let (columns, rows) = emulated(size);
        self.parser.screen_mut().set_size(rows, columns);
        self.master.resize(pty_size(size)).unwrap();
    }

    /// What stands on the terminal.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Waits for the end, and gives the exit code; death by a signal counts as 128 and its number. The terminal must be as it was: its modes, and the
    /// cursor visible.
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        let code = self.end_untidy();
        assert!(!self.parser.screen().hide_cursor(), "the cursor is hidden");
        assert_eq!(
            modes(self.master.as_ref()),
            self.modes,
            "the terminal's modes"
        );
        code
    }

    /// The same for what had no time to leave the terminal as it was.
    #[track_caller]
    pub fn end_untidy(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.chunk(end.saturating_duration_since(Instant::now())) {
                Some(true) => {}
                Some(false) => panic!("it did not end in time:\n{}", self.text()),
                None => break,
            }
        }
        // Of portable-pty's own status it is 1, whatever the signal.
        let child: &mut dyn Child = &mut *self.child;
        let child = child.downcast_mut::<std::process::Child>().unwrap();
        let code = exit_code(child.wait().unwrap()).unwrap();
        let all = String::from_utf8_lossy(&self.bytes);
        assert!(!all.contains('\u{fdd0}'), "a command is not written out");
        u32::try_from(code).unwrap()
    }

    /// Whether the terminal shows what is typed.
    pub fn echoes(&self) -> bool {
        // ECHO, on every Unix.
        self.master.get_termios().unwrap().local_flags.bits() & 0o10 != 0
    }

    /// Waits until the terminal shows no more what is typed.
    #[track_caller]
    pub fn until_hidden(&mut self) {
        let end = Instant::now() + PATIENCE;
        while self.echoes() {
            assert!(
                Instant::now() < end,
                "what is typed is shown:\n{}",
                self.text()
            );
            self.chunk(Duration::from_millis(10));
        }
    }

    /// The process id of the program.
    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Whether the program still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

/// A test that failed leaves no program behind.
impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// The emulator panics where a window has no room for a wide character; duty is told of the window as it is.
fn emulated((columns, rows): (u16, u16)) -> (u16, u16) {
    (columns.max(4), rows.max(2))
}
