//! Why an incident that happened reached a person or did not, from its record: who was assigned, what was
//! sent to whom and when, and what stood in between. A pure function of what the server said. Only where
//! the record does not tell are the rules asked, and those are as they are now.

mod again;
mod alert;
mod assigned;
mod assignment;
mod candidate;
mod case;
mod code;
mod event;
mod held;
mod judge;
mod last;
mod levels;
mod may;
mod may_begin;
mod message;
mod named;
mod of_alert;
mod off_duty;
mod open;
mod reached;
mod reason;
mod run;
mod stop;
mod telling;
#[cfg(test)]
mod tests;
mod then;
mod turn;
mod whole;
pub mod wire;
mod within;

pub use alert::{AlertFact, Mute, Muted};
pub use assignment::Assignment;
pub use case::{Case, Chosen, ChosenLog, Lists};
pub use code::Code;
pub use event::{Deed, Event, Notice, channel_of};
pub use held::is_free;
pub use judge::{Finding, Notified};
pub use last::judge;
pub use levels::Due;
pub use may::Missing;
pub use message::Message;
pub use open::is_own_deed;
pub use reason::{Before, Gap, Reason, RuleRef, Unassigned, What, Why};
pub use turn::{is_handed, is_told, last_turn, latest};
pub use whole::lacks;
pub use within::judge_within;
