//! What a command is given: [`App`] where it needs no key, [`Session`] where it does. Only
//! [`App::session`] makes a session, and that is where a missing key becomes exit 4.

use std::sync::Arc;

use tr::tr;

use crate::api::{Client, Noted, Options};
use crate::domain::base_url::BaseUrl;
use crate::domain::preference::Preference;
use crate::domain::verification::Code;
use crate::error::{Error, Kind};
use crate::local::environment::Environment;
use crate::local::files;
use crate::local::history::History;
use crate::local::interruption;
use crate::local::keys;
use crate::local::keys::{AppKey, Found};
use crate::local::network;
use crate::local::paths;
use crate::local::paths::Paths;
use crate::local::seen::Place;
use crate::local::settings::{Settings, Source, VENDOR_URL};
use crate::local::times::Times;
use crate::session::key_input;
use crate::session::seen::Seen;
use crate::session::telling::{observer, waiting};
use crate::text::duty;
use crate::ui::terminal::Terminal;
use crate::ui::{Out, Streams, Teller, Tone, Warning};

/// One run of duty.
pub struct App {
    /// What the user meant.
    pub settings: Settings,
    /// The environment that it began with.
    pub env: Environment,
    /// Where duty keeps what it keeps.
    pub paths: Paths,
    /// Whether there is somebody to ask.
    pub terminal: Terminal,
    /// The streams.
    pub out: Out,
    /// Where the key of the session came from, in a sentence.
    pub key_from: Option<String>,
    /// What the answers of the session name.
    pub seen: Seen,
    /// Verification codes that were given with the command: no answer is to show them.
    pub codes: Vec<Code>,
    stand_in: Option<StandIn>,
    stand_in_from: Option<Starter>,
}

/// A server and a key that are used whatever else is configured.
pub struct StandIn {
    /// The server.
    pub base_url: BaseUrl,
    /// The key.
    pub key: AppKey,
    /// Its id.
    pub key_id: u64,
    /// What must live as long as the command does.
    pub keep: Box<dyn std::any::Any>,
}

/// Starts a stand-in when the first command asks for a server.
type Starter = fn(&mut App) -> Result<StandIn, Error>;

/// A run that has a server and a key.
pub struct Session<'a> {
    /// The server; shared with requests that run beside the command.
    pub api: Arc<Client>,
    /// What the user meant.
    pub settings: &'a Settings,
    /// Where duty keeps what it keeps.
    pub paths: &'a Paths,
    /// Whether there is somebody to ask.
    pub terminal: Terminal,
    /// The streams.
    pub out: &'a mut Out,
    /// The id of the key, where what stands in for a server knows it.
    pub key_id: Option<u64>,
    asked: std::cell::Cell<bool>,
    /// Where a change happens, in words, once it was looked up.
    place: std::cell::OnceCell<Option<String>>,
    /// What a variable keeps from being used, as a sentence.
    shadowed: Option<String>,
    /// Where what earlier commands saw is kept.
    seen: Option<Place>,
}

impl App {
    /// A run under these settings.
    pub fn new(settings: Settings, env: Environment, streams: Streams) -> App {
        let out = Out::new(streams, &settings);
        App {
            paths: Paths::resolve(&env),
            terminal: out.terminal,
            out,
            settings,
            env,
            key_from: None,
            seen: Seen::default(),
            codes: Vec::new(),
            stand_in: None,
            stand_in_from: None,
        }
    }

    /// Say what of this machine is waited for; and where there is a person, let them unlock the keyring.
    pub fn tell_waits(&mut self) {
        let teller = self.out.teller();
        self.paths.tell_waits(move |wait| {
            Box::new(teller.waiting(move |time| match wait {
                paths::Wait::Keyring => tr!(
                    "waiting for the keyring; a window may be waiting for your password ({0} s)",
                    time.as_secs()
                ),
                paths::Wait::AnotherDuty => tr!(
                    "another duty is at work here; waiting for it ({0} s)",
                    time.as_secs()
                ),
            }))
        });
        if self.terminal.may_ask() {
            self.paths.wait_for_a_person();
        }
    }

    /// With `--sandbox`, talk to the server that this starts, once a command needs one.
    #[must_use]
    pub fn with_sandbox(mut self, start: Starter) -> App {
        self.stand_in_from = self.settings.sandbox.then_some(start);
        self
    }

    /// A server and a key to work with.
    ///
    /// # Errors
    /// `Key` where there is no key, `Usage` where the base URL is not one.
    pub fn session(&mut self) -> Result<Session<'_>, Error> {
        if let Some(start) = self.stand_in_from.take() {
            self.stand_in = Some(start(self)?);
        }
        let (base_url, found) = match &self.stand_in {
            Some(stand_in) => (
                stand_in.base_url.clone(),
                Found {
                    key: stand_in.key.clone(),
                    source: Source::Sandbox,
                },
            ),
            None => self.credentials()?,
        };
        let shadowed = self.shadowed(&found.source);
        let own = self.settings.own_context().and_then(|own| own.key_store);
        let own = own.map(|place| Source::Stored(place, self.settings.context.value.clone()));
        self.key_from = found.source.of_key(own);
        let place = Place::of(&self.paths, &self.settings, &self.env, &base_url);
        let noted = self.seen.begin(place.ok());
        let api = Arc::new(self.noting_client(base_url, found, Some(noted))?);
        self.codes.iter().for_each(|code| api.hide(code));
        Ok(Session {
            api,
            settings: &self.settings,
            paths: &self.paths,
            terminal: self.terminal,
            out: &mut self.out,
            key_id: self.stand_in.as_ref().map(|stand_in| stand_in.key_id),
            asked: std::cell::Cell::new(false),
            place: std::cell::OnceCell::new(),
            shadowed,
            seen: self.seen.place(),
        })
    }

    /// The server and the key that requests go to it with.
    ///
    /// # Errors
    /// As [`App::session`].
    pub fn credentials(&self) -> Result<(BaseUrl, Found), Error> {
        let base_url = self.base_url()?;
        keys::check_context(&self.settings)?;
        self.check_server(&base_url)?;
        Ok((base_url, self.find_key()?))
    }

    /// The key that the settings and the environment name, wherever it is to go.
    pub fn find_key(&self) -> Result<Found, Error> {
        keys::find(&self.settings, &self.env, &self.paths, || {
            key_input::from_stdin(&self.out)
        })
    }

    /// A client of a server with a key, which need not be those of the settings.
    ///
    /// # Errors
    /// Where no secure connection can be set up.
    pub fn client(&self, base_url: BaseUrl, found: Found) -> Result<Client, Error> {
        self.noting_client(base_url, found, None)
    }

    fn noting_client(
        &self,
        base_url: BaseUrl,
        found: Found,
        noted: Option<Noted>,
    ) -> Result<Client, Error> {
        let teller = match &self.settings.log_file {
            Some(file) => Some(Teller::of_file(files::append(file)?)),
            None => self.settings.verbose.then(|| self.out.teller()),
        };
        if let Some(teller) = &teller {
            teller.tell(
                &tr!("key from {0}, server {1}", found.source, base_url),
                Tone::Faint,
            );
        }
        let server = base_url.to_string();
        Client::new(Options {
            roots: match base_url.is_https() {
                true => network::check(&self.env)?,
                false => String::new(),
            },
            base_url,
            key: found.key,
            lang: self.settings.lang,
            timeout: self.settings.timeout,
            retry_base: self.settings.retry_base,
            endpoints: self.settings.endpoints.clone(),
            observer: teller.map(observer),
            waiting: Some(waiting(self.out.teller(), server)),
            noted,
        })
    }

    /// The server that the settings name.
    ///
    /// # Errors
    /// `Usage` where it is not a base URL.
    pub fn base_url(&self) -> Result<BaseUrl, Error> {
        match &self.settings.base_url {
            None => BaseUrl::parse(VENDOR_URL),
            Some(setting) => {
                BaseUrl::parse(&setting.value).map_err(|error| error.while_doing(&setting.source))
            }
        }
    }

    /// A stored key goes to the server that it was stored for, and to no other.
    fn check_server(&self, base_url: &BaseUrl) -> Result<(), Error> {
        let settings = &self.settings;
        let (Some(own), Some(setting)) = (settings.own_context(), &settings.base_url) else {
            return Ok(());
        };
        let given = settings.app_key_stdin || self.env.first(&keys::VARIABLES).is_some();
        if given || own.key_store.is_none() {
            return Ok(());
        }
        let at_login = BaseUrl::parse(own.server())?;
        if *base_url == at_login {
            return Ok(());
        }
        let (context, source) = (&settings.context.value, &setting.source);
        Err(Error::usage(tr!(
            "the key of context {context} belongs to {at_login}; {source} names {base_url}, and it is not sent there",
            context,
            at_login,
            source,
            base_url
        ))
        .hint(tr!("'{command}' makes a context for that server; DUTY_APP_KEY gives a key for one run", command = duty!("auth login --context NAME --base-url", base_url))))
    }

    /// The stored key that a variable keeps from being used.
    fn shadowed(&self, source: &Source) -> Option<String> {
        let own = self.settings.own_context()?;
        match source {
            Source::Variable(name) => own.key_store.map(|place| {
                let stored = Source::Stored(place, self.settings.context.value.clone());
                tr!("{name} is used in place of {stored}", name, stored)
            }),
            _ => None,
        }
    }
}

impl Session<'_> {
    /// See [`Out::confirm`]. The time that an answer takes does not count.
    pub fn confirm(&self, question: &str, refusal: impl FnOnce() -> Error) -> Result<bool, Error> {
        self.asks(|out| out.confirm(question, refusal))
    }

    /// See [`Out::agree`].
    pub fn agree(&self, question: &str, refusal: impl FnOnce() -> Error) -> Result<(), Error> {
        self.asks(|out| out.agree(question, refusal))
    }

    /// See [`Out::select`].
    pub fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        self.asks(|out| out.select(question, items))
    }

    /// See [`Out::answer`].
    pub fn line(&self, question: &str) -> Result<String, Error> {
        self.asks(|out| out.answer(question))
    }

    /// The server by a name that it keeps: the sandbox's port is another one in each run.
    pub fn server_name(&self) -> String {
        match self.settings.sandbox {
            true => "sandbox".to_owned(),
            false => self.api.base_url().to_string(),
        }
    }

    /// What duty remembers of the changes to the preferences of this person.
    ///
    /// # Errors
    /// `Failed` where there is no state directory.
    pub fn history(&self, preference: &Preference) -> Result<History, Error> {
        History::of(
            self.paths,
            self.settings,
            self.api.base_url(),
            preference.person_id,
        )
    }

    /// An error after which duty would have gone on but for an interrupt: then that is why it ends.
    pub fn interrupted_instead_of(&self, error: Error) -> Error {
        if !interruption::came() || error.kind == Kind::Interrupted {
            return error;
        }
        Error {
            kind: Kind::Interrupted,
            message: tr!("interrupted; the last answer was: {0}", error.message),
            ..error
        }
    }

    /// The clock of the person, where this command does not ask for it: as an earlier one read of it.
    pub fn times(&self) -> Times {
        self.seen.as_ref().map_or_else(Times::machine, Place::times)
    }

    /// Whether the user was asked anything: then what was read before may be out of date.
    pub fn was_asked(&self) -> bool {
        self.asked.get()
    }

    /// Carry out a change, and say before and after in which context and account it happens where
    /// there is more than one. Every command that writes does it in here; one question is asked of
    /// the server for it, and only where there are several contexts.
    ///
    /// # Errors
    /// What `work` said.
    pub fn change<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if let Some(shadowed) = self.shadowed.take() {
            self.out.warn_of(Warning::StoredKeyUnused, &shadowed);
        }
        self.look_up_place();
        let place = self.place.get().cloned().flatten();
        if let Some(place) = &place {
            self.out.note(&tr!("Changing {place}", place));
        }
        let done = work(self)?;
        self.out.changed = true;
        if let Some(place) = &place {
            self.out.done(&tr!("Changed {place}", place));
        }
        Ok(done)
    }

    /// Ask now for what [`Session::change`] says of the place: a command that reads what it is going
    /// to change does it first, so that nothing comes between the two.
    pub fn look_up_place(&self) {
        self.place.get_or_init(|| self.place_of_change());
    }

    fn place_of_change(&self) -> Option<String> {
        if self.settings.sandbox || self.settings.config.contexts.len() < 2 || self.out.quiet {
            return None;
        }
        let context = &self.settings.context.value;
        let account = match self.api.advice().caller() {
            Ok(caller) => format!("{} ({})", caller.account_name(), caller.account_id()),
            Err(error) => tr!("unknown ({0})", error.message),
        };
        let server = self.api.base_url();
        Some(tr!(
            "context {context}, account {account}, {server}",
            context,
            account,
            server
        ))
    }

    fn asks<T>(&self, ask: impl FnOnce(&Out) -> T) -> T {
        self.asked.set(self.asked.get() || self.terminal.may_ask());
        self.patiently(ask)
    }

    /// What takes time that is none of the server's is not counted as the command's.
    pub fn patiently<T>(&self, work: impl FnOnce(&Out) -> T) -> T {
        let began = std::time::Instant::now();
        let answer = work(self.out);
        self.api.extend_deadline(began.elapsed());
        answer
    }
}
