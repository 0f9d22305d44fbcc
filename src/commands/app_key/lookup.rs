//! Whose keys are meant, which key is, and whether it is the one that duty itself is using.

use std::collections::HashSet;

use tr::tr;

use crate::commands::app_key::stored_key::StoredKey;
use crate::domain::app_key::{KeyInfo, MOST};
use crate::domain::member::Person;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::local::key_memory::KeyMemory;
use crate::local::now::now;
use crate::session::app::Session;
use crate::session::resolve::{Candidate, Wanted, resolve};
use crate::text::{duty, pasted};
use crate::ui::Tone;

#[derive(Clone, Debug, Default, clap::Args)]
pub struct PersonArgs {
    /// The member whose keys are meant, by id or email; for the account owner
    #[arg(long, value_name = "ID|EMAIL")]
    pub person: Option<String>,
}

/// Whether a key is the one that duty is using.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InUse {
    Yes,
    /// A secret does not say which key it is; this one works, so it may be.
    Maybe,
    No,
}

/// The key that duty itself is using is not ended by accident: a script has to say `--self`, a
/// terminal is told before it is asked.
pub fn permit(session: &Session<'_>, in_use: InUse, key: &KeyInfo, own: bool) -> Result<(), Error> {
    let key = key.label();
    let said = match in_use {
        InUse::No => return Ok(()),
        InUse::Yes => tr!("{key} is the key that duty itself is using", key),
        InUse::Maybe => tr!(
            "{key} may be the key that duty itself is using; it is not known which one that is",
            key
        ),
    };
    if session.settings.sandbox {
        session.out.tell(
            &tr!(
                "If you lose access to the made-up account: '{command}'.",
                command = duty!("sandbox reset")
            ),
            Tone::Faint,
        );
    }
    if own {
        return Ok(());
    }
    if !session.terminal.may_ask() {
        return Err(Error::usage(said).hint(tr!(
            "--self does it all the same; '{command}' shows what is known",
            command = duty!("app-key list")
        )));
    }
    session.out.tell(&said, Tone::Bad);
    Ok(())
}

/// The keys of a person.
#[derive(Clone)]
pub struct Keys {
    /// Whose; `None` is the caller.
    pub person: Option<Id>,
    /// All of them, oldest first.
    pub all: Vec<KeyInfo>,
    stored: Option<u64>,
    /// Those that are known not to be the one that is in use.
    others: Vec<Id>,
    /// Whether they are the caller's own.
    own: bool,
}

impl Keys {
    /// Ask the server.
    pub fn read(
        session: &mut Session<'_>,
        stored: Option<&StoredKey>,
        person: &PersonArgs,
    ) -> Result<Keys, Error> {
        let memory = KeyMemory::of(session.paths);
        let keys = Keys::read_with(session, stored, person, &memory)?;
        keys.shown_to(session, &memory, false);
        Ok(keys)
    }

    /// What this list says of rotations; `alone`: nobody else rotates by this memory meanwhile.
    pub fn shown_to(&self, session: &Session<'_>, memory: &KeyMemory, alone: bool) {
        let list = (self.person, self.all.as_slice());
        memory.look(&session.server_name(), list, &session.here(), alone);
    }

    /// The same, where something else than the state directory remembers keys.
    pub fn read_with(
        session: &mut Session<'_>,
        stored: Option<&StoredKey>,
        person: &PersonArgs,
        memory: &KeyMemory,
    ) -> Result<Keys, Error> {
        let (person, own) = match &person.person {
            None => (None, Some(true)),
            Some(text) => {
                let id = find_person(session, text)?;
                let own = session
                    .api
                    .advice()
                    .caller()
                    .map(|caller| caller.person_id() == id);
                (Some(id), own.ok())
            }
        };
        // Whoever names themselves means the same keys as who names nobody.
        let person = person.filter(|_| own != Some(true));
        let mut keys = Keys {
            // Where the server does not say who is asking, it may be the same person.
            own: own.unwrap_or(true),
            ..Keys::of(session, person)?
        };
        keys.stored = stored.and_then(|stored| stored.key_id).or(session.key_id);
        if keys.stored.is_none() {
            keys.recognize(session, memory, own == Some(true));
        }
        Ok(keys)
    }

    /// Find the key in use, where this machine has seen it before or there is no other one; one's own list has it. A list
    /// may be behind: what is left over where other keys are known is not for certain the one.
    fn recognize(&mut self, session: &Session<'_>, memory: &KeyMemory, own: bool) {
        let server = session.server_name();
        let known = memory.id_of(&server, session.api.key());
        // A key that was made here would have been known again.
        let is_other = |key: &&KeyInfo| known != Some(key.key_id) && memory.made(&server, key);
        let others = self.all.iter().filter(is_other);
        self.others = others.map(|key| key.key_id).collect();
        if own {
            self.stored = self.recognized(known).map(|id| id.0);
        }
    }

    fn recognized(&self, known: Option<Id>) -> Option<Id> {
        let mut enabled = self.all.iter().filter(|key| key.is_enabled());
        if let Some(known) = known {
            return enabled.any(|key| key.key_id == known).then_some(known);
        }
        match (enabled.next(), enabled.next()) {
            (Some(only), None) if !self.others.contains(&only.key_id) => Some(only.key_id),
            _ => None,
        }
    }

    /// The same keys as they are now.
    pub fn again(&self, session: &Session<'_>) -> Result<Keys, Error> {
        Ok(Keys {
            all: Keys::of(session, self.person)?.all,
            ..self.clone()
        })
    }

    /// Those of a person whose id is known, none of which is in use here.
    pub fn of(session: &Session<'_>, person: Option<Id>) -> Result<Keys, Error> {
        Ok(Keys {
            person,
            all: session.api.app_key_list(person).map_err(for_owners)?,
            stored: None,
            others: Vec::new(),
            own: false,
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
            None if self.others.contains(&key.key_id) => InUse::No,
            None => InUse::Maybe,
        }
    }

    /// The key that duty is using, where that is known.
    pub fn used(&self) -> Option<&KeyInfo> {
        self.all.iter().find(|key| self.in_use(key) == InUse::Yes)
    }

    pub fn by_id(&self, id: Id) -> Option<&KeyInfo> {
        self.all.iter().find(|key| key.key_id == id)
    }

    /// The key that is meant.
    pub fn find(&self, session: &mut Session<'_>, text: &str) -> Result<&KeyInfo, Error> {
        let wanted = Wanted {
            text: Some(text),
            question: tr!("Which key?"),
            unknown: &|| {
                Error::new(Kind::NotFound, tr!("there is no app key '{text}'", text))
                    .hint(duty!("app-key list"))
            },
            ambiguous: &|several| {
                Error::usage(tr!(
                    "the name '{text}' matches {0} keys",
                    several.len(),
                    text
                ))
                .hint(tr!("name it by its id"))
            },
        };
        // A list may have one key twice: it is one key, and rather one that works.
        let works = |id: Id| {
            let mut copies = self.all.iter().filter(|one| one.key_id == id);
            copies.any(KeyInfo::is_enabled)
        };
        let (mut once, mut seen) = (self.all.clone(), HashSet::new());
        once.retain(|key| key.is_enabled() == works(key.key_id) && seen.insert(key.key_id));
        let found = resolve(session, &once, &wanted)?;
        let same = self.all.iter().find(|key| *key == found);
        same.ok_or_else(wanted.unknown)
    }

    /// The refusal where no more keys fit, with the keys by age.
    pub fn check_room(&self) -> Result<(), Error> {
        if self.all.len() < MOST {
            return Ok(());
        }
        let mut error = Error::new(
            Kind::Conflict,
            tr!(
                "{0} of {MOST} app keys are in use, and a person can have no more",
                self.all.len(),
                MOST
            ),
        );
        for key in &self.all {
            error = error.detail(format!("{}, {}", Candidate::label(key), age(key)));
        }
        Err(error.hint(tr!(
            "delete one that nothing uses: '{command}'; the oldest is first",
            command = duty!("app-key delete KEY")
        )))
    }
}

impl Candidate for KeyInfo {
    fn id(&self) -> String {
        self.key_id.to_string()
    }

    fn name(&self) -> &str {
        &self.key_name
    }

    fn label(&self) -> String {
        format!("{}: {}", self.label(), self.status)
    }
}

impl Candidate for Person {
    fn id(&self) -> String {
        self.member_id.to_string()
    }

    fn name(&self) -> &str {
        &self.member_name
    }

    fn alias(&self) -> Option<&str> {
        Some(&self.email)
    }

    fn label(&self) -> String {
        format!("{} ({}), {}", self.member_name, self.member_id, self.email)
    }

    fn has_name(&self) -> bool {
        self.status != "deleted"
    }
}

/// How old a key is.
pub fn age(key: &KeyInfo) -> String {
    let Some(made) = key.created_at else {
        return tr!("age not known");
    };
    let seconds = (now().as_second() - made.seconds()).max(0);
    match seconds {
        0..60 => tr!("new"),
        60..3600 => tr!("{0} min", seconds / 60),
        3600..86_400 => tr!("{0} h", seconds / 3600),
        _ => tr!("{0} d", seconds / 86_400),
    }
}

/// Where to see what became of a change to a key.
pub fn tells(person: Option<Id>) -> String {
    match person {
        None => tr!("'{command}' tells", command = duty!("app-key list")),
        Some(person) => tr!(
            "'{command}' tells",
            command = duty!("app-key list --person", person)
        ),
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
fn find_person(session: &mut Session<'_>, text: &str) -> Result<Id, Error> {
    let text = pasted(text);
    let text = text.as_ref();
    if let Ok(id) = text.parse() {
        return Ok(Id(id));
    }
    let found = session
        .api
        .member_list(text)
        .map_err(|error| error.while_doing(tr!("cannot look up {text}", text)))?;
    let wanted = Wanted {
        text: Some(text),
        question: tr!("Which member?"),
        unknown: &|| {
            Error::new(Kind::NotFound, tr!("there is no member '{text}'", text))
                .hint(tr!("give the whole email address, or the id"))
        },
        ambiguous: &|several| {
            Error::usage(tr!("'{text}' matches {0} members", several.len(), text))
                .hint(tr!("name the member by id"))
        },
    };
    resolve(session, &found, &wanted).map(|person| person.member_id)
}
