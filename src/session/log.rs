//! What the audit log shows of the changes to a person's center.

use jiff::Timestamp;
use tr::tr;

use crate::domain::audit::{About, Entry};
use crate::domain::preference::Preference;
use crate::error::{Error, Kind};
use crate::local::now;
use crate::session::app::Session;

/// So many pages at most.
const PAGES: usize = 10;

/// What was read of it.
pub enum Read {
    /// All there is.
    All(Vec<Entry>),
    /// The newest of it.
    Some(Vec<Entry>),
    /// Nothing, and why in a sentence: the key may not, or the server has no log.
    Denied(String),
}

/// The changes that are about a person, the newest first.
///
/// # Errors
/// What the server said, unless that it may not be read.
pub fn changes(
    session: &Session<'_>,
    person: u64,
    from: Timestamp,
    to: Timestamp,
) -> Result<Read, Error> {
    let (start, end) = (from.as_second(), to.as_second() + 1);
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    for _ in 0..PAGES {
        let page = match session.api.audit_search(start, end, cursor.as_deref()) {
            Err(error) if matches!(error.kind, Kind::NotAllowed | Kind::NotFound) => {
                return Ok(Read::Denied(tr!(
                    "The audit log cannot be read ({0}): the key, and the person that it belongs to, need the permission Audit Read.",
                    error.message
                )));
            }
            other => other.map_err(|error| error.while_doing(tr!("cannot read the audit log")))?,
        };
        let mine = |one: &Entry| one.about().is_some() && one.concerns(person);
        found.extend(page.docs.into_iter().filter(mine));
        if page.search_after_ctx.is_empty() {
            return Ok(Read::All(found));
        }
        cursor = Some(page.search_after_ctx);
    }
    Ok(Read::Some(found))
}

/// Who last changed the preferences after this moment, as far as one page of the log tells; what was written
/// here meanwhile does not count.
pub fn author(
    session: &Session<'_>,
    person: u64,
    since: Timestamp,
    own: Option<&Preference>,
) -> Option<Entry> {
    let now = now::now();
    let api = session.api.advice();
    let page = api
        .audit_search(since.as_second(), now.as_second() + 1, None)
        .ok()?;
    page.docs.into_iter().find(|one| {
        one.about() == Some(About::Preferences)
            && one.concerns(person)
            && own.is_none_or(|own| !one.made(own))
            && one.at().is_some_and(|at| at > since)
    })
}
