//! What is asked about the alerts of an incident: which they are, and the records of those that opened it, where what
//! held them back is told.

use std::collections::BTreeMap;

use tr::tr;

use crate::api::Client;
use crate::domain::evidence::wire::AlertInfo;
use crate::domain::evidence::{Deed, Event};
use crate::error::Error;

/// The record of an alert; nothing where the server mixed it with that of another one, which does not say that
/// nothing held it back.
pub fn alert_feed(api: &Client, id: &str) -> Result<Option<Vec<Event>>, Error> {
    let mut items = api.alert_feed(id)?;
    let all = items.len();
    items.retain(|item| item.is_of_alert(id));
    let own = Event::all(&items);
    let is_held = |event: &Event| {
        matches!(
            event.deed,
            Deed::Silenced(_) | Deed::Inhibited(_) | Deed::Flapping { .. }
        )
    };
    Ok(Some(own).filter(|own| items.len() == all || own.iter().any(is_held)))
}

/// The alerts of an incident. Where the server has only those of others, what it has of this one is not known.
pub fn alerts(api: &Client, incident: &str) -> Result<Vec<AlertInfo>, Error> {
    let mut all = api.incident_alert_list(incident)?;
    let any = !all.is_empty();
    all.retain(|alert| alert.is_of(incident));
    if any && all.is_empty() {
        return Err(Error::failed(tr!("it has entries of another incident")));
    }
    Ok(all)
}

/// Of these the records are read: what opened an incident, which may have been two at the same moment.
pub fn first_two(alerts: &[AlertInfo]) -> impl Iterator<Item = &str> {
    let mut first: Vec<&AlertInfo> = alerts.iter().collect();
    first.sort_by_key(|alert| (alert.began(), !alert.ever_muted));
    let ids = first.into_iter().map(|alert| alert.alert_id.as_str());
    ids.take(2)
}

/// The alerts of an incident, and the records of those that opened it.
pub struct Alerts(pub Vec<AlertInfo>, pub BTreeMap<String, Vec<Event>>);

impl Alerts {
    /// Ask for them.
    pub fn read(api: &Client, incident: &str) -> Result<Alerts, Error> {
        let alerts = alerts(api, incident)?;
        let mut feeds = BTreeMap::new();
        for id in first_two(&alerts) {
            if let Some(feed) = alert_feed(api, id)? {
                feeds.insert(id.to_owned(), feed);
            }
        }
        Ok(Alerts(alerts, feeds))
    }
}
