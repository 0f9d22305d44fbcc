//! What another writer had written, and a write of ours replaced: the API takes all lists at once, so what somebody
//! wrote between our read and our write is gone, and what is read back does not show it. The audit log may. It
//! names its own moments, of the server's clock; its bodies are of an assumed shape, so both are used with care.

use jiff::Timestamp;

use crate::domain::audit::Entry;
use crate::domain::channel::Channel;
use crate::domain::preference::{Preference, Target};

/// A write that was carried out.
#[derive(Clone, Debug)]
pub struct Ours {
    /// What had been read before, and was replaced.
    pub before: Preference,
    /// What was written.
    pub meant: Preference,
    /// How often it was sent.
    pub times: u32,
    /// When `before` was read, by the server's clock: at the earliest.
    pub read_from: Timestamp,
    /// At the latest.
    pub read_to: Timestamp,
}

/// Another write, and what is left of it.
#[derive(Clone, Debug)]
pub struct Replaced<'a> {
    /// What the log has of it.
    pub entry: &'a Entry,
    /// The lists that it set, and that are otherwise now; `None` where its body does not tell.
    pub lost: Option<Vec<(Target, Vec<Channel>)>>,
}

/// The latest write that ours replaced, of which something is gone. `log` has the writes of these preferences, the
/// newest first; `person` is who ours are by.
pub fn replaced<'a>(
    log: &'a [Entry],
    ours: &[Ours],
    person: u64,
    now: &Preference,
) -> Option<Replaced<'a>> {
    let each = ours.iter().rev();
    each.filter_map(|one| before(log, one, person, now)).next()
}

/// The latest one before this write of ours, and after the read that it was made from.
fn before<'a>(
    log: &'a [Entry],
    ours: &Ours,
    person: u64,
    now: &Preference,
) -> Option<Replaced<'a>> {
    let made = |entry: &Entry, lists: &Preference| entry.made(|target| lists.channels(target));
    let own = log
        .iter()
        .find(|entry| entry.member_id == person && made(entry, &ours.meant));
    // What came after ours replaced ours; of the same moment nobody knows the order.
    let until = own.and_then(Entry::at);
    // Ours is among them, and nothing but its number tells which.
    let mut unreadable = if own.is_some() { 0 } else { ours.times };
    for entry in log {
        let Some(at) = entry.at() else { continue };
        if until.is_some_and(|until| at > until) {
            continue;
        }
        if at < ours.read_from || made(entry, &ours.before) {
            // What was read, and so everything before it.
            return None;
        }
        let Some(set) = entry.lists() else {
            let is_ours = entry.member_id == person && unreadable > 0;
            if is_ours {
                unreadable -= 1;
            } else if at > ours.read_to {
                return Some(Replaced { entry, lost: None });
            }
            continue;
        };
        let otherwise = |lists: &Preference| set.named_otherwise(|target| lists.channels(target));
        let (changed, gone) = (otherwise(&ours.before), otherwise(now));
        let lost: Vec<_> = changed
            .into_iter()
            .filter(|target| gone.contains(target))
            .map(|target| (target, set.channels(target).to_vec()))
            .collect();
        if !lost.is_empty() {
            let lost = Some(lost);
            return Some(Replaced { entry, lost });
        }
    }
    None
}

#[cfg(test)]
mod tests;
