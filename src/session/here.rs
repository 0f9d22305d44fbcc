//! The run, as a rotation sees it that asks who may go on with it.

use crate::local::rotation_journal::Here;
use crate::session::app::Session;

impl Session<'_> {
    /// This run.
    pub fn here(&self) -> Here<'_> {
        Here {
            paths: self.paths,
            context: &self.settings.context.value,
            key: Some(self.api.key()),
        }
    }
}
