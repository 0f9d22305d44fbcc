//! What duty holds out against: faults of servers and networks, signals, crowds, odd machines. What was found by
//! trying is in a file of its kind; `matrix.rs` and what it stands on try everything.

mod between;
mod bulk;
mod canary;
mod causes;
mod crowd;
mod faults;
mod files;
mod home;
mod late;
mod machine;
mod matrix;
mod moments;
mod network;
mod old_tls;
pub mod rows;
mod secrets;
mod signals;
mod time;
mod waits;

use std::io::Read;
use std::process::{Child, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::harness::{Run, World};

/// Nothing here takes longer; what does hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A run of which something is wanted while it runs.
pub struct Running {
    child: Child,
    began: Instant,
    streams: [JoinHandle<Vec<u8>>; 2],
}

/// All of a stream, read as it comes: whoever writes more than fits into a pipe would wait for ever.
fn drain(mut stream: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        all
    })
}

impl Running {
    pub fn start(run: &Run<'_>) -> Running {
        let mut child = run
            .command()
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let streams = [
            drain(child.stdout.take().unwrap()),
            drain(child.stderr.take().unwrap()),
        ];
        Running {
            child,
            began: Instant::now(),
            streams,
        }
    }

    /// Until this operation was asked for so often.
    #[track_caller]
    pub fn until_asked(&mut self, world: &World, operation: &str, times: usize) {
        let asked = || {
            let requests = world.server.requests();
            let of_it =
                |one: &&duty_sandbox::Recorded| one.operation_id.as_deref() == Some(operation);
            requests.iter().filter(of_it).count()
        };
        while asked() < times {
            assert!(
                self.began.elapsed() < PATIENCE,
                "{operation} is not asked for"
            );
            assert!(
                self.child.try_wait().unwrap().is_none(),
                "it ended before {operation} was asked for"
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    #[track_caller]
    pub fn signal(&self, name: &str) {
        signal(self.child.id(), name);
    }

    /// What came of it: the exit code as a shell has it, the streams, and how long it took from `since` on.
    #[track_caller]
    pub fn end(mut self, since: Instant) -> Ended {
        while self.child.try_wait().unwrap().is_none() {
            if since.elapsed() > PATIENCE {
                let _ = self.child.kill();
                panic!("it does not end");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let took = since.elapsed();
        let status = self.child.wait().unwrap();
        let [stdout, stderr] = self.streams.map(|stream| stream.join().unwrap());
        Ended {
            status: crate::harness::exit_code(status),
            stdout: String::from_utf8(stdout).unwrap(),
            stderr: String::from_utf8(stderr).unwrap(),
            took,
        }
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub status: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

#[track_caller]
pub fn signal(process: u32, name: &str) {
    let sent = std::process::Command::new("kill")
        .args([format!("-{name}"), process.to_string()])
        .status();
    assert!(sent.expect("'kill' is needed for this test").success());
}

/// One process that only takes up time is no measure of a busy machine: what is to take two seconds may take this.
pub const SOON: Duration = Duration::from_secs(4);
