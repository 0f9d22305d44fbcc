//! The forms in which an operation answers: a value, a list, or a list in pages, of which one is asked
//! for after the other, each entry comes once and says one thing, and there is an end.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tr::tr;

use crate::api::Client;
use crate::api::envelope::nonsense;
use crate::api::operation::Operation;
use crate::domain::app_key::KeyInfo;
use crate::domain::escalation::wire::Team;
use crate::domain::evidence::wire::{AlertInfo, FeedItem, IncidentInfo};
use crate::domain::integration::Integration;
use crate::domain::member::Person;
use crate::domain::space::Space;
use crate::error::Error;
use crate::lenient::List;

/// `p * limit` is at most this much (contract): what comes after cannot be asked for.
const MOST: usize = 10_000;

/// An entry of a list in pages.
pub trait Entry: DeserializeOwned {
    /// What tells it from every other.
    fn identity(&self) -> (u64, Cow<'_, str>);

    /// All that it says, where two of one identity that do not say the same are no answer.
    fn statement(&self) -> String {
        String::new()
    }
}

/// `identity` of these types.
macro_rules! entries {
    ($($type:ty: |$entry:ident| $identity:expr;)*) => {$(
        impl Entry for $type {
            fn identity(&self) -> (u64, Cow<'_, str>) {
                let $entry = self;
                let (id, kind) = $identity;
                (id, kind.into())
            }
        }
    )*};
}

entries! {
    // A server that says both of one key is not believed in either, nor of one IM app.
    KeyInfo: |key| (key.key_id.0, &key.status);
    // An entry without an id is one of its kind.
    Integration: |one| (one.id.0, format!("{} {}", one.plugin_type, one.state.word()));
    Person: |person| (person.member_id.0, "");
    Team: |team| (team.team_id, "");
    IncidentInfo: |incident| (0, &incident.incident_id);
    FeedItem: |item| item.identity();
    AlertInfo: |alert| (0, &alert.alert_id);
}

impl Entry for Space {
    fn identity(&self) -> (u64, Cow<'_, str>) {
        (self.id.0, "".into())
    }

    fn statement(&self) -> String {
        format!("{self:?}")
    }
}

impl Client {
    pub(super) fn list<T: DeserializeOwned>(
        &self,
        operation: &Operation,
        body: Value,
    ) -> Result<Vec<T>, Error> {
        let list: List<T> = self.value(operation, body)?;
        // There are no pages that the rest could be on.
        match missing(list.total, list.items.len()) {
            Some(error) => Err(error),
            None if list.has_next_page == Some(true) => Err(unended(list.items.len())),
            None => Ok(list.items),
        }
    }

    pub(super) fn pages<T: Entry>(
        &self,
        operation: &'static Operation,
        body: Value,
    ) -> Pager<'_, T> {
        Pager {
            client: self,
            operation,
            body,
            size: operation.traits.page_size.unwrap_or(MOST),
            next: Some(1),
            cut_off: false,
            ended_early: false,
            came: 0,
            total: None,
            short: None,
            seen: HashMap::new(),
            page: PhantomData,
        }
    }

    pub(super) fn every<T: Entry>(
        &self,
        operation: &'static Operation,
        body: Value,
    ) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        for page in self.pages(operation, body) {
            all.extend(page?.items);
        }
        Ok(all)
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The entries that no page before it had.
    pub items: Vec<T>,
    /// How many entries there are in all, as far as the server counts.
    pub total: Option<u64>,
}

/// Asks for page after page of a list. Where not all came that the server says there are, an error ends it.
#[derive(Debug)]
pub struct Pager<'a, T> {
    client: &'a Client,
    operation: &'static Operation,
    body: Value,
    size: usize,
    /// The page to ask for; `None` past the last.
    next: Option<usize>,
    cut_off: bool,
    ended_early: bool,
    /// How many entries came, whether they are new or not, and how many there are, as said last.
    came: usize,
    total: Option<u64>,
    /// That not all of them came, which is told after the last page.
    short: Option<Error>,
    /// What each of them said.
    seen: HashMap<(u64, String), String>,
    page: PhantomData<fn() -> T>,
}

impl<T: Entry> Pager<'_, T> {
    /// Whether there is a page that was not asked for yet.
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// Whether there are more entries than can be asked for.
    pub fn is_cut_off(&self) -> bool {
        self.cut_off
    }

    /// Whether the server said that there is more, and then had nothing new.
    pub fn ended_early(&self) -> bool {
        self.ended_early
    }

    fn ask(&mut self, page: usize) -> Result<Page<T>, Error> {
        self.body["p"] = json!(page);
        self.body["limit"] = json!(self.size);
        let mut list: List<T> = self.client.value(self.operation, self.body.clone())?;
        // A bare array does not say whether there is more: a full page may have a next one.
        let more = list.has_next_page.unwrap_or(list.items.len() >= self.size);
        self.came += list.items.len();
        self.total = list.total.or(self.total);
        let mut differs = None;
        list.items.retain(|entry| {
            let (id, kind) = entry.identity();
            let statement = entry.statement();
            match self.seen.entry((id, kind.into_owned())) {
                Vacant(place) => {
                    place.insert(statement);
                    true
                }
                Occupied(known) => {
                    differs = differs.or((*known.get() != statement).then_some(id));
                    false
                }
            }
        });
        if let Some(id) = differs {
            return Err(nonsense(200).detail(format!("data.items: two of {id} that are not alike")));
        }
        // A server that says the same again is not asked for ever.
        self.ended_early = list.items.is_empty() && list.has_next_page == Some(true);
        if more && !list.items.is_empty() {
            let last = (page + 1) * self.size > MOST;
            let cursor = list.search_after_ctx.filter(|cursor| !cursor.is_empty());
            self.next = match cursor {
                // Past the last page only a cursor goes on.
                Some(cursor) if last => {
                    self.body["search_after_ctx"] = json!(cursor);
                    Some(page)
                }
                _ => (!last).then_some(page + 1),
            };
            self.cut_off = self.next.is_none();
            self.short = self.cut_off.then(beyond);
        } else if self.ended_early {
            self.short = Some(unended(self.came));
        } else {
            self.short = missing(self.total, self.came);
        }
        Ok(Page {
            items: list.items,
            total: list.total,
        })
    }
}

impl<T: Entry> Iterator for Pager<'_, T> {
    type Item = Result<Page<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.next.take() {
            Some(page) => Some(self.ask(page)),
            None => self.short.take().map(Err),
        }
    }
}

/// A list that is shorter than the server says is not a whole one.
fn missing(total: Option<u64>, came: usize) -> Option<Error> {
    let total = total.filter(|total| *total > came as u64)?;
    Some(nonsense(200).detail(format!("data.total: {total}, and {came} came")))
}

/// Nor is one that goes on where nothing can be asked for.
fn beyond() -> Error {
    Error::failed(tr!(
        "the list has more than {MOST} entries, and the rest cannot be asked for",
        MOST
    ))
}

/// The same of a list that goes on, and does not.
fn unended(came: usize) -> Error {
    nonsense(200).detail(format!(
        "data.has_next_page: true after {came}, and no more came"
    ))
}

#[cfg(test)]
mod tests;
