//! What people are told of a rotation, and the commands that go on with it.

use tr::tr;

use super::{KeyMemory, same};
use crate::local::rotation_journal::{Here, Journal};
use crate::text::{CommandLine, duty};

impl KeyMemory {
    /// `duty app-key rotate` with this option, and with the file where there is one. Where several rotations are known, it
    /// names the old key of this one.
    pub fn rotate(&self, journal: &Journal, option: &str) -> CommandLine {
        let all = self.rotations(&journal.base_url).unwrap_or_default();
        let command = match all.iter().any(|one| !same(one, journal)) {
            true => duty!("app-key rotate", journal.rotation.old),
            false => duty!("app-key rotate"),
        };
        let command = command.arg(option);
        match &self.file {
            None => command,
            Some(file) => command.option("--state", &file.display().to_string()),
        }
    }

    /// The same for this rotation, as it works for whoever runs it after this.
    pub fn rotate_on(&self, journal: &Journal, option: &str, here: &Here<'_>) -> CommandLine {
        let command = self.rotate(journal, option);
        match journal.goes_on_in(here) {
            Some(context) if context != here.context => command.option("--context", &context),
            _ => command,
        }
    }

    /// For people: that it was cut off, and what to do.
    pub fn described(&self, journal: &Journal, here: &Here<'_>) -> String {
        let told = tr!(
            "the rotation of {0} ({1}) was interrupted; '{command}' finishes or undoes it",
            journal.rotation.old_name,
            journal.rotation.old,
            command = self.rotate_on(journal, "--resume", here)
        );
        match journal.goes_on_in_folder(here) {
            Some(folder) => tr!("{told}, where DUTY_CONFIG_DIR is {folder}", told, folder),
            None => told,
        }
    }
}
