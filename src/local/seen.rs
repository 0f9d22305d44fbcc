//! What the last commands saw of an account: names, which are offered where a shell completes a command, and the time
//! zone of the person, for screens that did not ask for it. Both cost no request. One file a context, without a
//! context one a server, 0600 in the state directory. Names and ids are in it, and no secret.
//!
//! It is advice. What cannot be read is nothing, and what cannot be written is left.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::domain::base_url::BaseUrl;
use crate::error::Error;
use crate::local::config::looks_like_key;
use crate::local::environment::Environment;
use crate::local::files;
use crate::local::history::file_name;
use crate::local::keys::VARIABLES;
use crate::local::paths::Paths;
use crate::local::settings::Settings;
use crate::local::times::Times;

const VERSION: u64 = 1;
/// So many of a sort are kept, the latest first.
const MOST: usize = 500;
/// A longer name is not one that anybody completes.
const LONGEST: usize = 120;
/// Another duty is done with the file by then, or this one leaves it.
const PATIENCE: Duration = Duration::from_millis(200);

/// What can be named on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// APP keys.
    Key,
    /// Phones.
    Phone,
    /// IM apps, spelt as channels.
    Im,
    /// Collaboration spaces.
    Space,
    /// Incidents.
    Incident,
    /// Members of the account.
    Person,
}

impl Sort {
    /// Whether a list of them has all: then what is not in it is gone.
    const fn comes_whole(self) -> bool {
        matches!(self, Sort::Key | Sort::Phone | Sort::Im)
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thing {
    /// What means it and nothing else.
    pub id: String,
    /// What people call it; empty where nothing does.
    pub name: String,
    /// What is told beside it.
    #[serde(default)]
    pub about: String,
}

impl Thing {
    /// With this name, where it can be kept.
    pub fn new(id: impl ToString, name: &str, about: &str) -> Thing {
        let kept = |text: &str| match text.chars().count() > LONGEST || looks_like_key(text) {
            true => String::new(),
            false => text.to_owned(),
        };
        Thing {
            id: id.to_string(),
            name: kept(name),
            about: kept(about),
        }
    }
}

/// The things of each sort.
pub type Things = BTreeMap<Sort, Vec<Thing>>;

/// What one run saw.
#[derive(Debug, Default)]
pub struct Sightings {
    things: Things,
    zone: Option<String>,
}

impl Sightings {
    /// With this time zone of the person.
    pub fn set_zone(&mut self, zone: String) {
        self.zone = Some(zone);
    }

    /// These were seen, on this page of a list.
    pub fn add(&mut self, sort: Sort, things: Vec<Thing>, page: u64) {
        let seen = self.things.entry(sort).or_default();
        if sort.comes_whole() && page <= 1 {
            seen.clear();
        }
        merge(seen, things);
    }
}

/// The new ones first, each once.
fn merge(known: &mut Vec<Thing>, new: Vec<Thing>) {
    let mut all = new;
    all.append(known);
    let mut ids = std::collections::HashSet::new();
    all.retain(|thing| ids.insert(thing.id.clone()));
    all.truncate(MOST);
    *known = all;
}

#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    server: String,
    things: Things,
    #[serde(default)]
    zone: Option<String>,
}

/// Where what was seen of one account is kept.
#[derive(Clone, Debug)]
pub struct Place {
    path: PathBuf,
    server: String,
    /// It is of a key that is not known here: the next one may be that of somebody else.
    shared: bool,
}

impl Place {
    /// That of the account that these settings mean. A key of the environment may be anybody's: then it is that
    /// of the server.
    ///
    /// # Errors
    /// Where there is no state directory.
    pub fn of(
        paths: &Paths,
        settings: &Settings,
        env: &Environment,
        base_url: &BaseUrl,
    ) -> Result<Place, Error> {
        let folder = paths.state()?.join("seen");
        if settings.sandbox {
            return Ok(Place {
                path: folder.join(format!("{}.json", file_name("sandbox", true))),
                server: "sandbox".to_owned(),
                shared: false,
            });
        }
        let server = base_url.to_string();
        let given = settings.app_key_stdin || env.first(&VARIABLES).is_some();
        let own = settings
            .own_context()
            .filter(|own| !given && own.key_store.is_some() && own.is_for(base_url));
        if own.is_some() {
            return Place::of_context(paths, &settings.context.value, base_url);
        }
        // No context has such a name.
        let name = format!("+{}", file_name(&server, false));
        Ok(Place {
            path: folder.join(format!("{name}.json")),
            server,
            shared: true,
        })
    }

    /// That of a context whose key is stored.
    ///
    /// # Errors
    /// Where there is no state directory.
    pub fn of_context(paths: &Paths, context: &str, base_url: &BaseUrl) -> Result<Place, Error> {
        let name = format!("{}.json", file_name(context, false));
        Ok(Place {
            path: paths.state()?.join("seen").join(name),
            server: base_url.to_string(),
            shared: false,
        })
    }

    /// What was seen.
    pub fn load(&self) -> Things {
        self.kept().things
    }

    /// The clock of the person, as an earlier command read of it.
    pub fn times(&self) -> Times {
        Times::remembered(self.kept().zone.as_deref(), self.shared)
    }

    fn kept(&self) -> Kept {
        let kept = files::load_json::<Kept>(&self.path, VERSION).ok().flatten();
        kept.filter(|kept| kept.server == self.server)
            .unwrap_or_default()
    }

    /// Keep what this run saw with what is known.
    pub fn keep(&self, sightings: &Sightings) {
        if merged(self.kept(), sightings) == self.kept() {
            return;
        }
        // Two that end at the same time take turns, so that each keeps what the other saw.
        let lock = files::lock(&self.path.with_extension("lock"), PATIENCE);
        let Ok(Some(_turn)) = lock else {
            return;
        };
        let known = self.kept();
        let kept = merged(known.clone(), sightings);
        if kept != known {
            let server = self.server.clone();
            let _ = files::save_json(&self.path, VERSION, &Kept { server, ..kept });
        }
    }
}

/// What is known, and what was seen besides.
fn merged(mut known: Kept, sightings: &Sightings) -> Kept {
    for (sort, seen) in &sightings.things {
        let known = known.things.entry(*sort).or_default();
        if sort.comes_whole() {
            known.clear();
        }
        merge(known, seen.clone());
    }
    known.zone = sightings.zone.clone().or(known.zone);
    known
}

/// Forget what was seen in this context, of which nothing is left.
///
/// # Errors
/// Where the file cannot be deleted.
pub fn forget(paths: &Paths, context: &str, sandbox: bool) -> Result<(), Error> {
    let name = format!("{}.json", file_name(context, sandbox));
    files::remove(&paths.state()?.join("seen").join(name)).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(folder: &tempfile::TempDir) -> Place {
        Place {
            path: folder.path().join("seen/work.json"),
            server: "https://duty.example".into(),
            shared: false,
        }
    }

    fn seen(sort: Sort, ids: &[&str]) -> Sightings {
        let mut sightings = Sightings::default();
        let things = ids.iter().map(|id| Thing::new(id, id, "")).collect();
        sightings.add(sort, things, 1);
        sightings
    }

    fn ids(things: &Things, sort: Sort) -> Vec<&str> {
        let things = things.get(&sort).map_or(&[][..], Vec::as_slice);
        things.iter().map(|thing| thing.id.as_str()).collect()
    }

    #[test]
    fn a_list_that_is_whole_replaces_and_others_are_added_to() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        for sort in [Sort::Key, Sort::Space] {
            place.keep(&seen(sort, &["1", "2"]));
            place.keep(&seen(sort, &["3", "2"]));
        }
        let things = place.load();
        assert_eq!(ids(&things, Sort::Key), ["3", "2"]);
        assert_eq!(ids(&things, Sort::Space), ["3", "2", "1"]);
        let mut pages = seen(Sort::Im, &["1"]);
        pages.add(Sort::Im, vec![Thing::new("2", "", "")], 2);
        place.keep(&pages);
        assert_eq!(ids(&place.load(), Sort::Im), ["2", "1"]);
        // What belongs to another server is not this account's.
        let other = Place {
            server: "https://other.example".into(),
            ..place.clone()
        };
        assert!(other.load().is_empty());
    }

    #[test]
    fn the_time_zone_is_kept_beside_them_and_tells_its_offset_where_it_may_be_anothers() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        let at = jiff::Timestamp::UNIX_EPOCH;
        let machine = Times::machine().minute(at);
        assert_eq!(place.times().minute(at), machine);
        place.keep(&seen(Sort::Key, &["1"]));
        let mut zone = Sightings::default();
        zone.set_zone("Asia/Shanghai".into());
        place.keep(&zone);
        place.keep(&seen(Sort::Phone, &["2"]));
        assert_eq!(place.times().minute(at), "1970-01-01 08:00");
        assert_eq!(ids(&place.load(), Sort::Key), ["1"]);
        let shared = Place {
            shared: true,
            ..place.clone()
        };
        assert_eq!(shared.times().minute(at), "1970-01-01 08:00+08:00");
        let other = Place {
            server: "https://other.example".into(),
            ..place
        };
        assert_eq!(other.times().minute(at), machine);
    }

    #[test]
    fn what_is_too_much_is_left_out_and_so_is_what_could_be_a_key() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        let many: Vec<String> = (0..MOST + 5).map(|id| id.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        place.keep(&seen(Sort::Person, &many));
        assert_eq!(place.load()[&Sort::Person].len(), MOST);
        let long = "x".repeat(LONGEST + 1);
        for name in [long.as_str(), "a1b2c3d4e5f6a1b2c3d4e5f6"] {
            assert_eq!(Thing::new(1, name, name).name, "");
        }
    }

    #[test]
    fn those_who_end_at_the_same_time_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let place = place(&folder);
        std::thread::scope(|scope| {
            for part in 0..8 {
                let place = &place;
                scope.spawn(move || {
                    for id in 0..5 {
                        let id = format!("{part}-{id}");
                        // One that found no turn comes again with its next command.
                        while !ids(&place.load(), Sort::Space).contains(&id.as_str()) {
                            place.keep(&seen(Sort::Space, &[&id]));
                        }
                    }
                });
            }
        });
        assert_eq!(place.load()[&Sort::Space].len(), 40);
        std::fs::write(&place.path, "{half").unwrap();
        assert!(place.load().is_empty());
        place.keep(&seen(Sort::Space, &["1"]));
        assert_eq!(ids(&place.load(), Sort::Space), ["1"]);
    }
}
