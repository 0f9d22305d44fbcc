//! What records told of the channels of a person, kept for each context: which one was handed over when, and
//! what failed. Nothing else of an incident is kept.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::domain::base_url::BaseUrl;
use crate::domain::proof::Proof;
use crate::error::Error;
use crate::local::files;
use crate::local::history::file_name;
use crate::local::paths::Paths;
use crate::local::settings::Settings;

const VERSION: u64 = 1;

#[derive(Serialize, Deserialize)]
struct Kept {
    server: String,
    proof: Proof,
}

/// Where the proof of one person in one context is.
pub struct Place {
    path: PathBuf,
    server: String,
}

impl Place {
    /// Of this person, in the context of these settings, on this server.
    ///
    /// # Errors
    /// Where there is no state directory.
    pub fn of(
        paths: &Paths,
        settings: &Settings,
        base_url: &BaseUrl,
        person: u64,
    ) -> Result<Place, Error> {
        let (context, server) = if settings.sandbox {
            ("sandbox".to_owned(), "sandbox".to_owned())
        } else {
            (settings.context.value.clone(), base_url.to_string())
        };
        // Beside the history, which 'sandbox reset' forgets.
        let name = format!("{}.{person}.proof", file_name(&context, settings.sandbox));
        Ok(Place {
            path: paths.state()?.join("prefs").join(name),
            server,
        })
    }

    /// What is kept. It is advice: what cannot be read is nothing.
    pub fn load(&self) -> Proof {
        let kept = files::load_json::<Kept>(&self.path, VERSION).ok().flatten();
        kept.filter(|kept| kept.server == self.server)
            .map_or_else(Proof::default, |kept| kept.proof)
    }

    /// Keep this.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn save(&self, proof: &Proof) -> Result<(), Error> {
        let kept = Kept {
            server: self.server.clone(),
            proof: proof.clone(),
        };
        files::save_json(&self.path, VERSION, &kept)
    }
}
