//! What would happen to an incident: which escalation rule of a collaboration space takes it, and
//! what reaches one person, when, or why nothing does.
//! A pure function of what the server said; it asks nothing, reads no clock and writes no text.
//! What is not known is never guessed: a rule that hangs on it is a maybe, by name.

mod cause;
mod clock;
mod condition;
mod doubt;
mod incident;
mod level;
mod members;
pub mod noise;
mod on_call;
mod passed_over;
mod person;
mod re2;
mod recipient;
mod redirect;
mod rule;
#[cfg(test)]
mod tests;
mod trial;
mod truth;
pub mod twice;
mod value;
mod verdict;
mod window;
pub mod wire;

pub use cause::Cause;
pub use clock::Clock;
pub use condition::{ConditionTrace, Empty, Field, GroupTrace, Subject, ValueTrace, matches};
pub use doubt::Doubt;
pub use incident::Incident;
pub(crate) use level::decide as level_at;
pub use level::{Basis, ChannelUse, Level, Messages};
pub use members::Members;
pub use noise::{Intake, Noise, NoiseRule, Suppression, SuppressionKind};
pub use on_call::{OnCall, WhichShift, agree, is_anybody_on_call, is_told, on_call_at};
pub use passed_over::{PassedOver, Why};
pub use person::Person;
pub use recipient::{Recipient, RecipientKind, may_mean, may_redirect};
pub use rule::{Outcome, evaluate};
pub use trial::{RuleState, RuleTrace};
pub use truth::Truth;
pub use value::Unclear;
pub use verdict::{Notice, RuleName, Verdict};
pub use window::{WindowReason, WindowTrace, in_time};
