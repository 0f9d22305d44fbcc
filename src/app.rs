//! What a command is given: [`App`] where it needs no key, [`Session`] where it does. Only
//! [`App::session`] makes a session, and that is where a missing key becomes exit 4.

use std::sync::Arc;
use std::time::Duration;

use tr::tr;

use crate::api::{BaseUrl, Client, Exchange, Options};
use crate::error::Error;
use crate::keys::{self, AppKey, Found};
use crate::output::{Out, Teller, Tone};
use crate::paths::Paths;
use crate::settings::{Environment, Settings, Source, VENDOR_URL};
use crate::terminal::Terminal;

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
    stand_in: Option<StandIn>,
    stand_in_from: Option<Starter>,
}

/// A server and a key that are used whatever else is configured.
pub struct StandIn {
    /// The server.
    pub base_url: BaseUrl,
    /// The key.
    pub key: AppKey,
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
    /// Whether there is somebody to ask.
    pub terminal: Terminal,
    /// The streams.
    pub out: &'a mut Out,
}

impl App {
    /// A run under these settings.
    pub fn new(settings: Settings, env: Environment) -> App {
        let terminal = Terminal::of_process(&settings);
        App {
            paths: Paths::resolve(&env),
            out: Out::of_process(&settings, terminal),
            terminal,
            settings,
            env,
            stand_in: None,
            stand_in_from: None,
        }
    }

    /// Talk to the server that this starts, once a command needs one.
    pub fn stand_in_from(&mut self, start: Starter) {
        self.stand_in_from = Some(start);
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
            None => (self.base_url()?, keys::find(&self.settings, &self.env)?),
        };
        let teller = self.settings.verbose.then(|| self.out.teller());
        if let Some(teller) = &teller {
            teller.tell(
                &tr!("key from {0}, server {1}", found.source, base_url),
                Tone::Faint,
            );
        }
        let api = Client::new(Options {
            base_url,
            key: found.key,
            lang: self.settings.lang,
            timeout: self.settings.timeout,
            retry_base: self.settings.retry_base,
            endpoints: self.settings.endpoints.clone(),
            observer: teller.map(observer),
        })?;
        Ok(Session {
            api: Arc::new(api),
            settings: &self.settings,
            terminal: self.terminal,
            out: &mut self.out,
        })
    }

    fn base_url(&self) -> Result<BaseUrl, Error> {
        match &self.settings.base_url {
            None => BaseUrl::parse(VENDOR_URL),
            Some(setting) => {
                BaseUrl::parse(&setting.value).map_err(|error| error.while_doing(setting.source))
            }
        }
    }
}

impl Session<'_> {
    /// A yes or no; see [`Terminal::confirm`]. The time that the answer takes does not count.
    ///
    /// # Errors
    /// `refusal` where nobody can be asked.
    pub fn confirm(&self, question: &str, refusal: impl FnOnce() -> Error) -> Result<bool, Error> {
        self.patiently(|terminal| terminal.confirm(question, refusal))
    }

    /// One of several; see [`Terminal::select`]. The time that the answer takes does not count.
    ///
    /// # Errors
    /// Where the question could not be asked.
    pub fn select(&self, question: &str, items: &[String]) -> Result<Option<usize>, Error> {
        self.patiently(|terminal| terminal.select(question, items))
    }

    fn patiently<T>(&self, ask: impl FnOnce(&Terminal) -> T) -> T {
        let began = std::time::Instant::now();
        let answer = ask(&self.terminal);
        self.api.extend_deadline(began.elapsed());
        answer
    }
}

fn observer(teller: Teller) -> Box<dyn Fn(&Exchange) + Send + Sync> {
    let millis = |duration: Duration| duration.as_millis();
    Box::new(move |exchange: &Exchange| {
        let outcome = match &exchange.outcome {
            Ok(status) => status.to_string(),
            Err(why) => why.clone(),
        };
        let id = exchange.request_id.as_deref().unwrap_or("-");
        let mut line = format!(
            "POST {} -> {outcome}, {} ms, request id {id}",
            exchange.url,
            millis(exchange.took)
        );
        if let Some(wait) = exchange.retry_in {
            line += &format!(", again in {} ms", millis(wait));
        }
        teller.tell(&line, Tone::Faint);
    })
}
