//! What is said of a write whose answer did not come, or that may still arrive.

use tr::tr;

use crate::domain::preference::Preference;
use crate::error::{Error, Kind};
use crate::text::duty;

/// Whether the same request may do better later.
pub(super) fn passing(error: &Error) -> bool {
    matches!(error.kind, Kind::Unreachable | Kind::RateLimited) || error.server_failed()
}

/// Nobody knows what became of it.
pub(super) fn unknown(error: Error) -> Error {
    error
        .while_doing(tr!("cannot change the preferences"))
        .detail(tr!("it is not known whether the change took effect"))
        .hint(tells())
}

/// What is in force, where none of the requests without an answer would make it into something else.
pub(super) fn lasting(now: Preference, under_way: &[Preference]) -> Result<Preference, Error> {
    if under_way
        .iter()
        .all(|one| one.contradicted(&now).is_empty())
    {
        return Ok(now);
    }
    let error = Error::new(
        Kind::Unreachable,
        tr!(
            "the change is in force, but it is not known whether it stays: an earlier request of this command had no answer, and would take back what somebody else changed if it still arrives"
        ),
    );
    Err(error.hint(tells()))
}

fn tells() -> String {
    tr!(
        "'{command}' tells what is in force",
        command = duty!("prefs show")
    )
}
