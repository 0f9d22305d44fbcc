//! Other contexts that have the key which is rotated: they go on with the old one.

use tr::tr;

use crate::commands::app_key::stored_key::StoredKey;
use crate::local::config::Config;
use crate::local::keys::{AppKey, store};
use crate::session::app::Session;
use crate::text::duty;
use crate::ui::Warning;

/// The contexts of this server whose stored key is this one; not `own`, which is rotated.
pub(super) fn contexts(
    session: &Session<'_>,
    own: Option<&StoredKey>,
    is_old: impl Fn(&AppKey) -> bool,
) -> Vec<String> {
    let config = Config::load(session.paths).unwrap_or_default();
    let server = session.api.base_url();
    let others = config.contexts.iter().filter(|(name, known)| {
        known.is_for(server) && own.is_none_or(|own| own.context != **name)
    });
    let with_it = others.filter_map(|(name, known)| {
        let key = store::load(session.paths, name, known.key_store?).ok()?;
        is_old(&key).then(|| name.clone())
    });
    with_it.collect()
}

/// They are named: the old key is stopped for them as well, now or later.
pub(super) fn tell(session: &Session<'_>, contexts: &[String]) {
    for context in contexts {
        let told = tr!(
            "context {context} still has the old key: '{login}'",
            context,
            login = duty!("auth login --context", context)
        );
        session.out.warn_of(Warning::NewKeyToPlace, &told);
    }
}
