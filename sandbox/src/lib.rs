//! A stand-in for the Flashduty Open API: the personal center of a made-up account, on loopback.
//!
//! For tests, and for a newcomer who has no account yet. It shares no type with the client: the two
//! meet only in the contract (`api/openapi.yaml`), and both are tested against it.
//!
//! ```
//! let server = duty_sandbox::Server::start(duty_sandbox::Options::default())?;
//! let url = format!("{}/member/info?app_key={}", server.base_url(), server.app_key());
//! # let _ = url;
//! # std::io::Result::Ok(())
//! ```
//!
//! What a test needs that the made-up account does not have it puts there ([`made`], [`Edit`]), and
//! what the references leave open it chooses ([`Behavior`]):
//!
//! ```
//! use duty_sandbox::{Behavior, Edit, Options, Server, made};
//! let release = made::silence(30101, "Release")
//!     .when(&[&[("severity", "IN", &["Critical"])]])
//!     .during(1_760_000_000, 1_760_003_600);
//! let server = Server::start(Options {
//!     edits: vec![Edit::put(release), Edit::behave(|b| *b = Behavior::older())],
//!     ..Options::default()
//! })?;
//! server.apply(&Edit::member(80011, |member| member["status"] = "pending".into()))?;
//! # std::io::Result::Ok(())
//! ```

mod account;
mod answer;
mod audit;
mod behavior;
mod calendar;
mod clock;
mod contact;
mod edit;
mod error;
mod fault;
mod faulty;
mod http;
mod incident;
mod input;
mod limiter;
pub mod made;
mod names;
mod oncall;
mod options;
mod outside;
mod pager;
mod record;
mod response;
mod rotation;
mod routes;
mod server;
mod spaces;
mod state;
mod store;
mod verify;

pub use behavior::{Behavior, Generation, Scenes, Told};
pub use clock::{Clock, TestClock};
pub use edit::Edit;
pub use fault::{Act, Fault, FaultKind, Moment, On, Rewrite, When};
pub use names::{CREDENTIAL, DISABLED_KEY, MEMBER_KEY, OWNER_KEY, PRIMARY_KEY};
pub use options::{Options, RateLimit, StateFile};
pub use outside::{Device, Mail, outbox, reset, scan};
pub use pager::{Alarm, Paged, page};
pub use record::Recorded;
pub use routes::{OPERATIONS, PERMISSIONS};
pub use server::Server;
