//! What the audit log shows of the changes to a person's center.

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::domain::audit::{About, Entry};
use crate::domain::channel::Channel;
use crate::domain::evidence::{Chosen, ChosenLog, Lists};
use crate::domain::preference::{Preference, Target};
use crate::domain::replaced::{Ours, Replaced, replaced};
use crate::domain::server_clock::ServerClock;
use crate::domain::severity::Severity;
use crate::error::{Error, Kind};
use crate::local::history;
use crate::local::now;
use crate::session::app::Session;

/// So many pages at most.
const PAGES: usize = 10;
/// A search goes over so many seconds at most (contract), and looks so far behind what is asked about.
const WIDEST: i64 = 90 * 86_400;
const LOOK_BACK: i64 = 60 * 86_400;

/// A write of the preferences that was carried out.
#[derive(Clone, Debug)]
pub struct Sent {
    /// What had been read.
    pub before: Preference,
    /// When, by this machine's clock: a moment before.
    pub read_at: Timestamp,
    /// What was written.
    pub meant: Preference,
    /// How often it was sent.
    pub times: u32,
}

/// What was read of it.
pub enum Read {
    /// All there is.
    All(Vec<Entry>),
    /// The newest of it.
    Some(Vec<Entry>),
    /// Nothing, and why in a sentence: the key may not, the server has no log, or does not say whose the key is.
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
    let end = to.as_second() + 1;
    let start = from.as_second().max(end - WIDEST);
    let mut found = Vec::new();
    let mut cursor: Option<String> = None;
    let mut came = 0;
    if person == 0 {
        let what = tr!("who the key belongs to");
        return Ok(Read::Denied(tr!(
            "Which changes are yours is not known: the server does not say {what}.",
            what
        )));
    }
    for _ in 0..PAGES {
        let page = match session
            .api
            .audit_search(start, end, None, cursor.as_deref())
        {
            Err(error) if error.kind == Kind::NotFound => {
                return Ok(Read::Denied(tr!(
                    "The audit log cannot be read: {0}.",
                    error.message
                )));
            }
            Err(error) if error.kind == Kind::NotAllowed => {
                return Ok(Read::Denied(tr!(
                    "The audit log cannot be read ({0}): the key, and the person that it belongs to, need the permission Audit Read.",
                    error.message
                )));
            }
            other => other.map_err(|error| error.while_doing(tr!("cannot read the audit log")))?,
        };
        came += page.docs.len();
        let is_short = page.ends_early(came);
        let mine = |one: &Entry| one.about().is_some() && one.concerns(person);
        found.extend(page.docs.into_iter().filter(mine));
        if is_short {
            break;
        }
        if page.search_after_ctx.is_empty() {
            return Ok(Read::All(found));
        }
        cursor = Some(page.search_after_ctx);
    }
    Ok(Read::Some(found))
}

/// The newest changes to a person's preferences, as far as one page of the log tells.
pub struct Recent {
    entries: Vec<Entry>,
    person: u64,
    clock: ServerClock,
}

impl Recent {
    /// Those since this moment of this machine's clock. It is advice: nothing where the log may not be read, or
    /// does not come in time.
    pub fn since(session: &Session<'_>, person: u64, since: Timestamp) -> Option<Recent> {
        // The log goes by the server's clock.
        let clock = session.api.server_clock();
        let from = clock.at_the_earliest(since).as_second();
        let to = clock.at(now::now()).as_second() + 1;
        let api = session.api.advice();
        let page = api.audit_search(from, to.max(from + 1), None, None).ok()?;
        // Which of them it leaves out nobody knows.
        if page.ends_early(page.docs.len()) {
            return None;
        }
        let about = |one: &Entry| one.about() == Some(About::Preferences) && one.concerns(person);
        let mut entries: Vec<Entry> = page.docs.into_iter().filter(about).collect();
        entries.sort_by_key(|one| std::cmp::Reverse(one.at()));
        Some(Recent {
            entries,
            person,
            clock,
        })
    }

    /// Who last changed the preferences after a write that left these lists at this moment; what was written here
    /// since does not count.
    pub fn author(
        &self,
        at: Timestamp,
        left: &history::Lists,
        own: Option<&history::Lists>,
    ) -> Option<&Entry> {
        let from = self.clock.at_the_earliest(at);
        let made = |one: &Entry, lists: &history::Lists| one.made(|target| lists.channels(target));
        self.entries
            .iter()
            .take_while(|one| one.at().is_some_and(|at| at > from) && !made(one, left))
            .find(|one| own.is_none_or(|own| !made(one, own)))
    }

    /// What somebody else wrote between our reads and our writes, and is gone.
    pub fn replaced(&self, sent: &[Sent], now: &Preference) -> Option<Replaced<'_>> {
        let ours = |one: &Sent| Ours {
            before: one.before.clone(),
            meant: one.meant.clone(),
            times: one.times,
            read_from: whole_second(self.clock.at_the_earliest(one.read_at)),
            read_to: self.clock.at(one.read_at),
        };
        let ours: Vec<Ours> = sent.iter().map(ours).collect();
        replaced(&self.entries, &ours, self.person, now)
    }
}

/// What a person had chosen for each severity, as far as one page of their own deeds tells: from so long before the
/// first moment that is asked about as the log lets one look.
///
/// # Errors
/// What the server said.
pub fn chosen(api: &Client, person: u64, first: Timestamp) -> Result<ChosenLog, Error> {
    let now = now::now().as_second() + 1;
    let from = (first.as_second() - LOOK_BACK).clamp(now - WIDEST, now - 1);
    let page = api.audit_search(from, now, Some(person), None)?;
    // Which of them it leaves out nobody knows.
    if page.ends_early(page.docs.len()) {
        return Ok(ChosenLog::default());
    }
    // How far back it goes shows in the oldest that is there: of what is older it says nothing, not even that.
    let times: Vec<Timestamp> = page.docs.iter().filter_map(Entry::at).collect();
    let since = times.iter().min().copied();
    let newest_first = times.is_sorted_by(|one, next| one >= next);
    let since = since.filter(|_| newest_first || page.search_after_ctx.is_empty());
    let about = |one: &Entry| one.about() == Some(About::Preferences) && one.concerns(person);
    let entries = page.docs.iter().filter(|one| about(one));
    let set = entries.map(|one| {
        let lists = one.lists().map(|lists| by_severity(&lists));
        Some(Chosen {
            at: one.at()?,
            lists,
        })
    });
    // A change of no moment may have been at any.
    let Some(mut lists) = set.collect::<Option<Vec<Chosen>>>() else {
        return Ok(ChosenLog::default());
    };
    lists.sort_by_key(|one| one.at);
    Ok(ChosenLog { since, lists })
}

/// The channels of each severity.
pub fn by_severity(preference: &Preference) -> Lists {
    let list = |severity: Severity| {
        let channels = preference.channels(Target::Severity(severity));
        (severity, channels.iter().map(Channel::wire).collect())
    };
    Severity::ALL.into_iter().map(list).collect()
}

/// A log that counts in seconds has rounded its moments down.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_millisecond().div_euclid(1000)).unwrap_or(at)
}
