//! Whose keys are meant, which key is, and whether it is the one that duty itself is using.

use serde_json::{Value, json};
use tr::tr;

use crate::commands::app_key::args::Person;
use crate::domain::app_key::{KeyInfo, MOST};
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::config::Place;
use crate::local::keys;
use crate::session::app::{App, Session};
use crate::text::duty;
use crate::ui::Tone;
use crate::ui::table::Table;

/// Whether a key is the one that duty is using.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InUse {
    /// It is.
    Yes,
    /// A secret does not say which key it is; this one works, so it may be.
    Maybe,
    /// It is not.
    No,
}

/// The stored key that this run works with.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The context.
    pub context: String,
    /// Where it is kept.
    pub place: Place,
    /// The id that the server has for it, where duty knows it.
    pub key_id: Option<u64>,
}

impl Stored {
    /// The stored key, unless something before it gave a key.
    pub fn of(app: &App) -> Option<Stored> {
        let given = app.settings.app_key_stdin || app.env.first(&keys::VARIABLES).is_some();
        if given || app.settings.sandbox {
            return None;
        }
        let own = app.settings.own_context()?;
        Some(Stored {
            context: app.settings.context.value.clone(),
            place: own.key_store?,
            key_id: own.key_id,
        })
    }
}

/// The keys of a person.
pub struct Keys {
    /// Whose; `None` is the caller.
    pub person: Option<Id>,
    /// All of them, oldest first.
    pub all: Vec<KeyInfo>,
    stored: Option<u64>,
    /// Whether they are the caller's own.
    own: bool,
}

impl Keys {
    /// Ask the server.
    ///
    /// # Errors
    /// Any; `NotAllowed` says that this is for the account owner.
    pub fn read(
        session: &Session<'_>,
        stored: Option<&Stored>,
        person: &Person,
    ) -> Result<Keys, Error> {
        let (person, own) = match &person.person {
            None => (None, true),
            Some(text) => {
                let id = find_person(session, text)?;
                let own = session.api.caller().map(|caller| caller.person_id() == id);
                // Where the server does not say who is asking, it may be the same person.
                (Some(id), own.unwrap_or(true))
            }
        };
        Keys::of(session, stored, person, own)
    }

    /// The same for a person whose id is known.
    ///
    /// # Errors
    /// As [`Keys::read`].
    pub fn of(
        session: &Session<'_>,
        stored: Option<&Stored>,
        person: Option<Id>,
        own: bool,
    ) -> Result<Keys, Error> {
        Ok(Keys {
            person,
            all: session.api.app_key_list(person).map_err(for_owners)?,
            stored: stored.and_then(|stored| stored.key_id),
            own,
        })
    }

    /// Whether this is the key that duty is using.
    pub fn in_use(&self, key: &KeyInfo) -> InUse {
        if !self.own || !key.is_enabled() {
            return InUse::No;
        }
        match self.stored {
            Some(id) if id == key.key_id.0 => InUse::Yes,
            Some(_) => InUse::No,
            None => InUse::Maybe,
        }
    }

    /// The key that duty is using, where that is known.
    pub fn used(&self) -> Option<&KeyInfo> {
        self.all.iter().find(|key| self.in_use(key) == InUse::Yes)
    }

    /// The key with this id.
    pub fn by_id(&self, id: Id) -> Option<&KeyInfo> {
        self.all.iter().find(|key| key.key_id == id)
    }

    /// The key that is named by its id or its name.
    ///
    /// # Errors
    /// `NotFound` where there is none, `Usage` where a name fits several.
    pub fn find(&self, text: &str) -> Result<&KeyInfo, Error> {
        let text = text.trim();
        if let Some(key) = text.parse().ok().and_then(|id| self.by_id(Id(id))) {
            return Ok(key);
        }
        let named: Vec<&KeyInfo> = self.all.iter().filter(|key| key.key_name == text).collect();
        match named.as_slice() {
            [one] => Ok(one),
            [] => {
                let mut error =
                    Error::new(Kind::NotFound, tr!("there is no app key '{text}'", text));
                for key in &self.all {
                    error = error.detail(format!("{}: {}", key.label(), key.status));
                }
                Err(error.hint(duty!("app-key list")))
            }
            several => {
                let mut error =
                    Error::usage(tr!("the name '{text}' fits {0} keys", several.len(), text));
                for key in several {
                    error = error.detail(format!("{}: {}", key.label(), key.status));
                }
                Err(error.hint(tr!("name it by its id")))
            }
        }
    }

    /// The refusal where no more keys fit, with the keys by age.
    ///
    /// # Errors
    /// `Conflict` where there are as many as there can be.
    pub fn check_room(&self) -> Result<(), Error> {
        if self.all.len() < MOST {
            return Ok(());
        }
        let mut error = Error::new(
            Kind::Conflict,
            tr!(
                "{0} of {MOST} app keys are in use, and a person has no more",
                self.all.len(),
                MOST
            ),
        );
        for key in &self.all {
            error = error.detail(format!("{}: {}, {}", key.label(), key.status, age(key)));
        }
        Err(error.hint(tr!(
            "delete one that nothing uses: '{command}'; the oldest is first",
            command = duty!("app-key delete KEY")
        )))
    }

    /// The keys as a table, with how many are used below it.
    ///
    /// # Errors
    /// Where stdout fails.
    pub fn show(&self, session: &mut Session<'_>) -> Result<(), Error> {
        if session.out.is_json() {
            return session.out.json(&self.as_json());
        }
        let mut table = Table::new([
            tr!("ID"),
            tr!("NAME"),
            tr!("STATUS"),
            tr!("AGE"),
            tr!("IN USE BY DUTY"),
        ]);
        for key in &self.all {
            let (word, tone) = match self.in_use(key) {
                InUse::Yes => (tr!("yes"), Tone::Strong),
                InUse::Maybe => (tr!("maybe"), Tone::Caution),
                InUse::No => ("-".to_owned(), Tone::Faint),
            };
            let status = if key.is_enabled() {
                Tone::Good
            } else {
                Tone::Faint
            };
            table.row([
                (key.key_id.to_string(), Tone::Plain),
                (key.key_name.clone(), Tone::Plain),
                (key.status.clone(), status),
                (age(key), Tone::Plain),
                (word, tone),
            ]);
        }
        if !self.all.is_empty() {
            session.out.table(&table)?;
        }
        session
            .out
            .note(&tr!("{0}/{MOST} used", self.all.len(), MOST));
        let maybe = self.all.iter().any(|key| self.in_use(key) == InUse::Maybe);
        if maybe {
            session.out.note(&tr!(
                "A key does not say which of these it is: duty knows it only for a key that it made and stored itself."
            ));
        }
        Ok(())
    }

    /// The documented shape.
    pub fn as_json(&self) -> Value {
        let zone = jiff::tz::TimeZone::UTC;
        let keys: Vec<Value> = self
            .all
            .iter()
            .map(|key| {
                json!({
                    "key_id": key.key_id,
                    "key_name": key.key_name,
                    "status": key.status,
                    "created_at": key.created_at.map(|at| at.rfc3339(&zone)),
                    "updated_at": key.updated_at.map(|at| at.rfc3339(&zone)),
                    "in_use": match self.in_use(key) {
                        InUse::Yes => Some(true),
                        InUse::Maybe => None,
                        InUse::No => Some(false),
                    },
                })
            })
            .collect();
        json!({"used": self.all.len(), "limit": MOST, "person_id": self.person, "keys": keys})
    }
}

/// How old a key is.
pub fn age(key: &KeyInfo) -> String {
    let Some(made) = key.created_at else {
        return tr!("age not known");
    };
    let seconds = (jiff::Timestamp::now().as_second() - made.seconds()).max(0);
    match seconds {
        0..60 => tr!("new"),
        60..3600 => tr!("{0} min", seconds / 60),
        3600..86_400 => tr!("{0} h", seconds / 3600),
        _ => tr!("{0} d", seconds / 86_400),
    }
}

/// The same words wherever the server says that the caller may not.
pub fn for_owners(error: Error) -> Error {
    if error.kind != Kind::NotAllowed {
        return error.while_doing(tr!("cannot read the app keys"));
    }
    let mut told = Error::new(
        Kind::NotAllowed,
        tr!("over the API the vendor lets only the account owner manage app keys"),
    )
    .hint(tr!(
        "manage your own in the console (Personal center > APP keys), or ask the owner to do it with --person"
    ));
    told.server = error.server;
    told.request_id = error.request_id;
    told
}

/// A person by id, or by email or name as `member_list` has them.
fn find_person(session: &Session<'_>, text: &str) -> Result<Id, Error> {
    let text = text.trim();
    if let Ok(id) = text.parse() {
        return Ok(Id(id));
    }
    let found = session
        .api
        .member_search(text)
        .map_err(|error| error.while_doing(tr!("cannot look for {text}", text)))?;
    let fits: Vec<_> = found
        .iter()
        .filter(|person| {
            person.status != "deleted"
                && (person.email.eq_ignore_ascii_case(text) || person.member_name == text)
        })
        .collect();
    match fits.as_slice() {
        [one] => Ok(one.member_id),
        [] => Err(
            Error::new(Kind::NotFound, tr!("there is no member '{text}'", text))
                .hint(tr!("give the whole email address, or the id")),
        ),
        several => {
            let mut error = Error::usage(tr!("'{text}' fits {0} members", several.len(), text));
            for person in several {
                error = error.detail(format!(
                    "{} ({}), {}",
                    person.member_name, person.member_id, person.email
                ));
            }
            Err(error.hint(tr!("name the member by id")))
        }
    }
}
