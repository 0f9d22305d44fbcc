//! An alert comes in: what the monitoring of the made-up account would do, for somebody to see what
//! becomes of it.

use std::io::{self, ErrorKind};

use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::incident::deed::{self, Opening};
use crate::incident::target::Time;
use crate::incident::{history, new_id};
use crate::options::StateFile;
use crate::outside::on_disk;
use crate::state::{State, id, text};
use crate::store::Tracked;

/// An alert to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// A space by its id, or by a part of its name; the first one otherwise.
    pub space: Option<String>,
    /// `Critical`, `Warning` or `Info`.
    pub severity: String,
    /// One that fits the space otherwise.
    pub title: Option<String>,
    /// What conditions of rules look at; what fits the space otherwise.
    pub labels: Option<Vec<(String, String)>>,
}

impl Alarm {
    /// One of this severity, with everything else as it fits.
    #[must_use]
    pub fn new(severity: &str) -> Self {
        Self {
            space: None,
            severity: severity.to_owned(),
            title: None,
            labels: None,
        }
    }
}

/// The incident that an alert has made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paged {
    /// Its id.
    pub incident_id: String,
    /// As the console shows it.
    pub num: String,
    /// Its title.
    pub title: String,
    /// `Critical`, `Warning` or `Info`.
    pub severity: String,
    /// Where it is.
    pub space_id: u64,
    /// The name of that space.
    pub space_name: String,
}

/// Makes an alert in the account of a file. `None`: a rule of the space drops it, and there is no
/// incident.
///
/// # Errors
///
/// Where no space, or more than one, is called so (`NotFound`, `InvalidInput`), or the state cannot be
/// used. An account in memory is only reached through [`crate::Server::page`].
pub fn page(file: &StateFile, alarm: &Alarm) -> io::Result<Option<Paged>> {
    // A moment ago: who is told at once has been told when somebody looks.
    let now = Clock::System.now_ms() - 2_500;
    on_disk(file)?.update(|state| page_in(state, now, alarm))?
}

pub(crate) fn page_in(
    state: &mut Tracked,
    now_ms: u64,
    alarm: &Alarm,
) -> io::Result<Option<Paged>> {
    let space = space(state, alarm.space.as_deref())?;
    let (space_id, space_name) = (
        id(&space, "channel_id").unwrap_or(0),
        text(&space, "channel_name").to_owned(),
    );
    history::go_on(state, now_ms);
    let (title, labels) = fitting(space_id);
    let labels = match &alarm.labels {
        Some(labels) => labels
            .iter()
            .map(|(name, value)| (name.clone(), Value::from(value.clone())))
            .collect(),
        None => labels,
    };
    let opening = Opening {
        space: space_id,
        severity: alarm.severity.clone(),
        title: alarm.title.clone().unwrap_or_else(|| title.to_owned()),
        labels,
        integration: 4501,
        ..Opening::default()
    };
    let incident = new_id(state, now_ms / 1000);
    let time = Time {
        at: now_ms,
        now: now_ms,
    };
    let state: &mut State = state;
    let made = deed::open(state, &incident, &opening, time);
    Ok(made.map(|number| Paged {
        num: state.incidents[number].num(),
        incident_id: incident,
        title: opening.title,
        severity: opening.severity,
        space_id,
        space_name,
    }))
}

fn space(state: &State, wanted: Option<&str>) -> io::Result<Value> {
    let enabled = state
        .spaces
        .iter()
        .filter(|s| text(s, "status") == "enabled");
    let Some(wanted) = wanted else {
        let mut enabled = enabled;
        return enabled.next().cloned().ok_or_else(|| {
            io::Error::new(
                ErrorKind::NotFound,
                "the account has no collaboration space",
            )
        });
    };
    let exact = |s: &&Value| {
        id(s, "channel_id").is_some_and(|id| id.to_string() == wanted)
            || text(s, "channel_name") == wanted
    };
    if let Some(space) = enabled.clone().find(exact) {
        return Ok(space.clone());
    }
    let part = wanted.to_lowercase();
    let named: Vec<&Value> = enabled
        .filter(|s| text(s, "channel_name").to_lowercase().contains(&part))
        .collect();
    match named[..] {
        [space] => Ok(space.clone()),
        [] => Err(io::Error::new(ErrorKind::NotFound, wanted.to_owned())),
        _ => {
            let names: Vec<&str> = named.iter().map(|s| text(s, "channel_name")).collect();
            Err(io::Error::new(ErrorKind::InvalidInput, names.join(", ")))
        }
    }
}

/// A title and labels that the rules of the space look at.
fn fitting(space: u64) -> (&'static str, Map<String, Value>) {
    let (title, labels): (_, &[(&str, &str)]) = match space {
        30101 => ("支付网关错误率升高", &[("service", "pay-gateway")]),
        30102 => ("[EU] Checkout: error rate high", &[("cluster", "eu-1")]),
        30103 => ("物流轨迹同步停止", &[]),
        30104 => ("CDN origin: 504", &[("resource", "edge-7")]),
        30105 => (
            "夜间批处理失败：dwd_orders_daily",
            &[("job", "dwd_orders_daily")],
        ),
        _ => (
            "CPU usage high - web-server-01",
            &[("resource", "web-server-01")],
        ),
    };
    let label = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).into());
    (title, labels.iter().map(label).collect())
}
