//! The record of an incident, and whether it is all of it: it was read to its end, it has its beginning, and
//! nothing in it is of another incident.

use jiff::Timestamp;
use tr::tr;

use crate::api::Client;
use crate::domain::evidence::Event;
use crate::error::{Error, Kind};

/// Why a record is not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It ends in the middle, for this reason.
    Ends(String),
    /// It lacks its beginning.
    NoBeginning,
    /// The server mixed in entries of another incident, the last of them then.
    Others(Option<Timestamp>),
    /// It lacks what the incident itself tells.
    Lacks,
}

impl Cut {
    /// It ended with this error.
    pub fn by(error: &Error) -> Cut {
        Cut::Ends(error.code().unwrap_or(&error.message).to_owned())
    }

    /// In a few words.
    pub fn why(&self) -> String {
        match self {
            Cut::Ends(why) => why.clone(),
            Cut::NoBeginning => tr!("its beginning is missing"),
            Cut::Others(_) => tr!("it has entries of another incident"),
            Cut::Lacks => tr!("it lacks what the incident itself tells"),
        }
    }

    /// The latest moment of which an entry may be missing; nothing where that is the beginning alone.
    pub fn lost(&self) -> Option<Timestamp> {
        match self {
            Cut::NoBeginning => None,
            Cut::Others(Some(last)) => Some(*last),
            Cut::Others(None) | Cut::Ends(_) | Cut::Lacks => Some(Timestamp::MAX),
        }
    }

    /// As what is not known.
    pub fn note(&self) -> String {
        let why = self.why();
        match self {
            Cut::Ends(_) => tr!("the record ends in the middle ({why})", why),
            _ => tr!("the record is not whole ({why})", why),
        }
    }
}

/// The record, and why it is not all of it. Without its first page there is none.
pub fn feed(api: &Client, id: &str) -> Result<(Vec<Event>, Option<Cut>), Error> {
    let mut items = Vec::new();
    let mut cut = None;
    let mut pages = api.incident_feed(id);
    for page in &mut pages {
        match page {
            Ok(page) => items.extend(page.items),
            Err(error) if items.is_empty() || error.kind == Kind::Interrupted => return Err(error),
            Err(error) => {
                cut = Some(Cut::by(&error));
                break;
            }
        }
    }
    if pages.ended_early() || pages.is_cut_off() {
        let why = tr!("the server says that there is more, and sends nothing");
        cut = Some(Cut::Ends(why));
    }
    let others = items.iter().filter(|item| !item.is_of(id));
    // Where one has no time it may be of any.
    if let Some(last) = others
        .map(|item| item.at().ok_or(()))
        .reduce(|one, other| Ok(one?.max(other?)))
    {
        cut = cut.or(Some(Cut::Others(last.ok())));
    }
    items.retain(|item| item.is_of(id));
    if !items.iter().any(|item| item.is_beginning()) {
        cut = cut.or(Some(Cut::NoBeginning));
    }
    Ok((Event::all(&items), cut))
}
