//! How a command comes to a server that is not the one of this run: keys go to their own server only.

use crate::domain::base_url::BaseUrl;
use crate::local::config::{Config, Context};
use crate::local::paths::Paths;
use crate::local::rotation_journal::Journal;
use crate::text::{CommandLine, duty};

/// A context of that server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    server: String,
    /// `None` where somebody has to choose a name.
    context: Option<String>,
    /// Whether it has a key.
    is_open: bool,
}

impl Route {
    /// To `server`, by a context that has a key for it; else by one that is made first, and called `free` where no context
    /// with a key is.
    pub fn to(paths: &Paths, server: &str, free: Option<&str>) -> Route {
        let config = Config::load(paths).unwrap_or_default();
        let url = BaseUrl::parse(server);
        let is_there = |own: &Context| {
            own.key_store.is_some() && url.as_ref().is_ok_and(|server| own.is_for(server))
        };
        let mut there = config.contexts.iter().filter(|(_, own)| is_there(own));
        let there = there.next().map(|(name, _)| name.clone());
        let is_free = |name: &&str| {
            let own = config.contexts.get(*name);
            own.is_none_or(|own| own.key_store.is_none())
        };
        Route {
            server: server.to_owned(),
            is_open: there.is_some(),
            context: there.or_else(|| free.filter(is_free).map(str::to_owned)),
        }
    }

    /// To the server of a rotation: rather by the context that has its new key.
    pub fn of(paths: &Paths, journal: &Journal) -> Route {
        let server = BaseUrl::parse(&journal.base_url).ok();
        let holder = server.and_then(|server| journal.holder(paths, &server));
        let free = journal.held_by().map(|store| store.context.as_str());
        match holder {
            None => Route::to(paths, &journal.base_url, free),
            holder => Route {
                server: journal.base_url.clone(),
                context: holder,
                is_open: true,
            },
        }
    }

    /// The command, by this way.
    pub fn take(&self, command: CommandLine) -> CommandLine {
        let command = match &self.context {
            Some(context) => command.option("--context", context),
            None => command.open_option("--context", "NAME"),
        };
        command.option("--base-url", &self.server)
    }

    /// What opens the way, where that is to be done first.
    pub fn login(&self) -> Option<CommandLine> {
        (!self.is_open).then(|| self.take(duty!("auth login")))
    }
}
