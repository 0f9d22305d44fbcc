//! Secrets that are kept because their places failed: told of as what they are, and deleted with their keys. The number of
//! a key alone does not say whose it is: another server may answer under the same address, and count its keys alike.

use std::path::PathBuf;

use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::make::delete_command;
use crate::domain::app_key::KeyInfo;
use crate::local::undelivered;
use crate::local::undelivered::Kept;
use crate::session::app::Session;
use crate::ui::Warning;

/// Those that nobody has taken to where they belong.
pub(super) fn tell(session: &Session<'_>, keys: &Keys) {
    for key in &keys.all {
        let kept = undelivered::of(session.paths, &session.server_name(), key);
        let (its, others): (Vec<Kept>, Vec<Kept>) = kept.into_iter().partition(|kept| kept.is_its);
        for kept in its {
            session.out.warn_of(
                Warning::UndeliveredKey,
                &tr!(
                    "the secret of {0} is still in {1}: put it where it belongs and remove the file; or '{2}'",
                    key.label(),
                    kept.path.display(),
                    delete_command(key.key_id, keys.person)
                ),
            );
        }
        let others: Vec<PathBuf> = others.into_iter().map(|kept| kept.path).collect();
        tell_numbered_alike(session, key, &others);
    }
}

/// The key was deleted, and its secret goes with it; what may be another one's stays, and is told of.
pub(super) fn forget(session: &Session<'_>, key: &KeyInfo) {
    let left = undelivered::forget(session.paths, &session.server_name(), key);
    tell_numbered_alike(session, key, &left);
}

fn tell_numbered_alike(session: &Session<'_>, key: &KeyInfo, kept: &[PathBuf]) {
    for path in kept {
        session.out.warn_of(
            Warning::UndeliveredKey,
            &tr!(
                "{0} has the secret of a key with the number {1}, which may be one of another server under this address: put it where it belongs and remove the file",
                path.display(),
                key.key_id
            ),
        );
    }
}
