//! The key that a login takes the place of.

use tr::tr;

use crate::commands::auth::rotations;
use crate::domain::base_url::BaseUrl;
use crate::lenient::Id;
use crate::local::config::{Config, Context};
use crate::local::keys::AppKey;
use crate::local::keys::store;
use crate::local::route::Route;
use crate::session::app::App;
use crate::text::duty;
use crate::ui::Warning;

/// The key that a context had before.
pub struct Earlier {
    pub key: AppKey,
    /// Its id, where duty made it.
    pub id: Option<Id>,
    /// As `config.toml` has it.
    pub server: String,
}

impl Earlier {
    /// After a login to this context here, with the key that it has now: of one that duty made there may be no other copy.
    pub fn tell(&self, app: &App, context: &str, (here, now): (&BaseUrl, &AppKey)) {
        let Some(id) = self.id.filter(|_| self.key != *now) else {
            return;
        };
        let config = Config::load(&app.paths).unwrap_or_default();
        let has_it = |(name, own): (&String, &Context)| {
            let place = own.key_store;
            place.is_some_and(|place| {
                store::load(&app.paths, name, place).is_ok_and(|key| key == self.key)
            })
        };
        if config.contexts.iter().any(has_it) {
            return;
        }
        let delete = duty!("app-key delete", id);
        let server = BaseUrl::parse(&self.server);
        let is_here = server.as_ref().is_ok_and(|server| server == here);
        let route = (!is_here).then(|| Route::to(&app.paths, &self.server, None));
        let delete = rotations::by(route.as_ref(), delete);
        let told = tr!(
            "context {context} had the key {id}, which may work on, and no other copy is known here: unless somebody has it, '{delete}'",
            context,
            id,
            delete
        );
        let told = rotations::with_login(told, route.as_ref());
        app.out.warn_of(Warning::OrphanedKey, &told);
    }
}
