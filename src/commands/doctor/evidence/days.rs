//! The service calendars by which the rules of a space go, for an incident that no rule took: why, may be its day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tr::tr;

use crate::api::Client;
use crate::commands::doctor::calendars::calendar;
use crate::commands::doctor::evidence::read::Known;
use crate::commands::doctor::evidence::record::Cut;
use crate::commands::doctor::evidence::workers::fan_out;
use crate::commands::doctor::lookup::is_fatal;
use crate::domain::calendar::Calendar;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::evidence::wire::IncidentInfo;
use crate::domain::evidence::{Event, is_free};
use crate::error::Error;
use crate::ui::terminal::Uninterrupted;

/// Of so many calendars the days are asked for.
const MOST: usize = 8;

/// The calendars that the windows of these rules name.
pub fn named(rules: &[EscalationRule]) -> BTreeSet<String> {
    let rules = rules.iter().filter(|rule| rule.status.may_be_on());
    let named = rules
        .flat_map(|rule| &rule.time_filters)
        .map(|window| &window.cal_id);
    named.filter(|id| !id.is_empty()).cloned().collect()
}

impl Known {
    /// Ask for the calendars that are needed.
    ///
    /// # Errors
    /// Where the key is not accepted.
    pub fn read_days(&mut self, api: &Client) -> Result<(), Error> {
        let Some(opened) = self.incident.opened() else {
            return Ok(());
        };
        if !self.events.as_deref().is_some_and(is_free) {
            return Ok(());
        }
        let ids = named(self.rules.as_deref().unwrap_or_default());
        for id in ids.into_iter().take(MOST) {
            match calendar(api, &id, (opened, opened)) {
                Ok(calendar) => {
                    self.calendars.insert(id, calendar);
                }
                Err(error) if is_fatal(&error) => return Err(error),
                Err(error) => self.unread.push(("calendars", error)),
            }
        }
        Ok(())
    }
}

/// The records that a survey read.
pub type Feeds = [(IncidentInfo, Result<(Vec<Event>, Option<Cut>), Error>)];

/// The calendars that are needed for these incidents, and what of them could not be read.
///
/// # Errors
/// Where the key is not accepted.
pub fn of_all(
    api: &Arc<Client>,
    feeds: &Feeds,
    rules_of: &BTreeMap<u64, Vec<EscalationRule>>,
) -> Result<(BTreeMap<String, Calendar>, Vec<String>), Error> {
    let is_free = |feed: &Result<(Vec<Event>, Option<Cut>), Error>| {
        feed.as_ref().is_ok_and(|(events, _)| is_free(events))
    };
    let free = feeds.iter().filter(|(_, feed)| is_free(feed));
    let free: Vec<&IncidentInfo> = free.map(|(incident, _)| incident).collect();
    let opened = || free.iter().filter_map(|one| one.opened());
    let (Some(from), Some(until)) = (opened().min(), opened().max()) else {
        return Ok(Default::default());
    };
    let spaces: BTreeSet<u64> = free.iter().map(|one| one.channel_id).collect();
    let rules = spaces.iter().filter_map(|space| rules_of.get(space));
    let ids: BTreeSet<String> = rules.flat_map(|rules| named(rules)).collect();
    let ids: Vec<String> = ids.into_iter().take(MOST).collect();
    let ask = move |api: &Client, id: &String| (id.clone(), calendar(api, id, (from, until)));
    let (mut days, mut unread) = (BTreeMap::new(), Vec::new());
    for (id, answer) in fan_out(api, ids, || {}, ask)? {
        match answer {
            Ok(calendar) => {
                days.insert(id, calendar);
            }
            // A request that Ctrl-C ended says nothing of the server.
            Err(_) if Uninterrupted::was_interrupted() => {}
            Err(error) if is_fatal(&error) => return Err(error),
            Err(error) => {
                let why = error.code().unwrap_or(&error.message);
                unread.push(tr!(
                    "which days are work days of service calendar {id} ({why})",
                    id,
                    why
                ));
            }
        }
    }
    Ok((days, unread))
}
