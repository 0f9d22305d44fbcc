//! What a server is started with. The defaults are those of the real server where it has them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::clock::Clock;
use crate::edit::Edit;

/// What a server is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen. The default is a free port of 127.0.0.1.
    pub addr: SocketAddr,
    /// Where the account lives.
    pub state: StateFile,
    /// This many generated collaboration spaces instead of the five made-up ones. It counts when
    /// the state is created; a state file that exists keeps what it has.
    pub spaces: Option<u32>,
    /// Changes to the account that are made when the server starts, whether its state is new or not.
    pub edits: Vec<Edit>,
    /// The server's clock.
    pub clock: Clock,
    /// How long the code to bind a phone works.
    pub bind_code_ttl: Duration,
    /// How long a verification code works.
    pub verification_ttl: Duration,
    /// Requests allowed for the account; `None` for no limit.
    pub rate_limit: Option<RateLimit>,
    /// The longest request body in bytes.
    pub body_limit: usize,
    /// How many requests [`crate::Server::requests`] remembers; older ones are dropped.
    pub remember: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            state: StateFile::Memory,
            spaces: None,
            edits: Vec::new(),
            clock: Clock::System,
            bind_code_ttl: Duration::from_secs(300),
            verification_ttl: Duration::from_secs(300),
            rate_limit: Some(RateLimit::default()),
            body_limit: 1024 * 1024,
            remember: 10_000,
        }
    }
}

/// Where the account lives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum StateFile {
    /// In memory: every server has its own, and it ends with the server.
    #[default]
    Memory,
    /// In a JSON file, which several processes can use at the same time.
    Path(PathBuf),
}

/// How many requests an account may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateLimit {
    /// In any 60 seconds.
    pub per_minute: u32,
    /// In any second.
    pub per_second: u32,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            per_minute: 1000,
            per_second: 50,
        }
    }
}
