//! Whether the last change made here still stands. The API has no version: whoever writes may replace
//! what another one wrote a moment before, after it was read back, and nothing tells either of them.
//! But who wrote knows what they left, and learns it the next time they look or write. Who changed it is
//! not known: it may have been the same person in the console, or here without a record.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::audit::Entry as Author;
use crate::domain::channel::Channel;
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::error::Error;
use crate::lenient::Timestamp;
use crate::local::history::{Entry, Lists};
use crate::local::times::Times;
use crate::session::app::Session;
use crate::session::log::Recent;
use crate::session::preferences::describe;
use crate::ui::Tone;
use crate::ui::table::Table;

/// The last change that was recorded here, and the lists that are no longer as it left them.
#[derive(Clone, Debug)]
pub struct Drift {
    pub entry: Entry,
    targets: Vec<Target>,
    author: Option<Author>,
}

impl Drift {
    /// What is different since the last change that was recorded here, in this context and for this person.
    pub fn find(session: &Session<'_>, now: &Preference) -> Result<Option<Drift>, Error> {
        let happened = session.history(now)?.happened(&Lists::of(now))?;
        let last = happened.into_iter().next();
        Ok(last.and_then(|last| Drift::since(last, now)))
    }

    /// What is different since that change, if anything is.
    pub fn since(entry: Entry, now: &Preference) -> Option<Drift> {
        let targets = Lists::of(now).contradicted(&entry.after);
        (!targets.is_empty()).then_some(Drift {
            entry,
            targets,
            author: None,
        })
    }

    /// With who changed it, where the audit log tells: one more request.
    #[must_use]
    pub fn with_author(self, session: &Session<'_>, person: u64) -> Drift {
        match Recent::since(session, person, self.entry.at) {
            Some(log) => self.with_author_in(&log, None),
            None => self,
        }
    }

    /// The same from what was read of it. `own` is what was written here since.
    #[must_use]
    pub fn with_author_in(mut self, log: &Recent, own: Option<&Preference>) -> Drift {
        let own = own.map(Lists::of);
        let author = log.author(self.entry.at, &self.entry.after, own.as_ref());
        self.author = author.cloned();
        self
    }

    /// Who changed it, in a sentence.
    pub fn by_whom(&self, times: &Times) -> Option<String> {
        self.author.as_ref().map(|one| by_whom(one, times))
    }

    /// In a sentence.
    pub fn message(&self, times: &Times) -> String {
        tr!(
            "the preferences are no longer as '{0}' of {1} left them, the last change recorded here",
            self.entry.command,
            times.minute(self.entry.at)
        )
    }

    /// List by list: left by that change, now.
    pub fn columns(&self, now: &Preference, facts: &Facts) -> Vec<String> {
        columns(&self.entry, &self.targets, now, facts)
    }

    /// For programs.
    pub fn json(&self, now: &Preference) -> Value {
        let lists = |target: &Target| {
            json!({
                "target": target,
                "left": words(self.entry.after.channels(*target)),
                "now": words(now.channels(*target)),
            })
        };
        json!({
            "command": self.entry.command,
            "at": Timestamp(self.entry.at).utc(),
            "author": self.author.as_ref().map(|one| json!({
                "id": one.member_id, "name": one.member_name, "ip": one.ip,
                "at": one.at().map(|at| Timestamp(at).utc()),
            })),
            "targets": self.targets.iter().map(lists).collect::<Vec<_>>(),
        })
    }
}

/// Who made a change, in a sentence.
pub fn by_whom(one: &Author, times: &Times) -> String {
    let at = one.at().map(|at| times.minute(at)).unwrap_or_default();
    let (who, ip) = (&one.member_name, &one.ip);
    tr!(
        "the audit log has a change by {who} of {at}, from {ip}",
        who,
        at,
        ip
    )
}

/// What these lists were after a change, and what they are now, as a table.
pub fn columns(entry: &Entry, targets: &[Target], now: &Preference, facts: &Facts) -> Vec<String> {
    let mut table = Table::new([tr!("TARGET"), tr!("LEFT BY THAT CHANGE"), tr!("NOW")]);
    let names = |channels: &[Channel]| (describe::names(channels, facts), Tone::Plain);
    for target in targets {
        table.row([
            (target.word().to_owned(), Tone::Plain),
            names(entry.after.channels(*target)),
            names(now.channels(*target)),
        ]);
    }
    let text = table.render(None, false);
    text.lines().map(str::to_owned).collect()
}

fn words(channels: &[Channel]) -> Vec<String> {
    channels.iter().map(Channel::told).collect()
}
