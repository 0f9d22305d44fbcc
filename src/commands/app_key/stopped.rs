//! What is told where a rotation stops before its end: what there is then, and how it goes on.

use tr::tr;

use crate::commands::app_key::lookup::Keys;
use crate::commands::app_key::make::delete_command;
use crate::commands::app_key::steps::Steps;
use crate::domain::app_key::KeyInfo;
use crate::domain::rotation::Phase;
use crate::error::{Error, Kind};
use crate::lenient::Id;
use crate::text::duty;

impl Steps<'_> {
    /// What is there when it stops here, and how it goes on.
    pub(super) fn cut_off(&self, error: Error) -> Error {
        let rotation = &self.journal.rotation;
        let new = rotation.new.unwrap_or_default();
        let old = format!("{} ({})", rotation.old_name, rotation.old);
        let held = match &self.stored {
            _ if self.was_kept() => tr!("the old key {old} works on", old),
            Some(stored) if rotation.phase >= Phase::Stored => tr!(
                "the new key ({new}) works and is the key of context {0}; the old key {old} may still be enabled",
                stored.context,
                new,
                old
            ),
            Some(stored) => tr!(
                "the old key {old} works and is still the key of context {0}; the new one ({new}) is stored beside it",
                stored.context,
                new,
                old
            ),
            None => tr!(
                "you have the new key ({new}); the old key {old} may still be enabled",
                new,
                old
            ),
        };
        let command = match self.was_kept() {
            true if rotation.delete => self.memory.rotate("--finish").arg("--delete"),
            true => self.memory.rotate("--finish"),
            false => self.memory.rotate("--resume"),
        };
        let hint = tr!("'{command}' goes on from here", command);
        let hint = match (&error.hint, error.kind) {
            (Some(first), Kind::Verification) => format!("{hint}; {first}"),
            _ => hint,
        };
        error.detail(held).hint(hint)
    }

    /// Whether the old key was kept until now: what is told of it then is about its end and nothing else.
    pub(super) fn was_kept(&self) -> bool {
        let rotation = &self.journal.rotation;
        self.resumed && rotation.keep.is_none() && rotation.phase == Phase::Named
    }

    /// The context is somebody else's by now: nothing goes into it.
    pub(super) fn displaced(&self, error: Error, new: Id) -> Error {
        error
            .detail(tr!(
                "the old key {0} works as before; the new one ({new}) is in no context",
                self.journal.label(),
                new
            ))
            .hint(tr!(
                "'{delete}' with a key of that account, then '{resume}'",
                delete = delete_command(new, self.journal.person),
                resume = self.memory.rotate("--resume")
            ))
    }

    pub(super) fn deleted(&self, keys: &Keys) -> Error {
        let error = Error::new(
            Kind::Conflict,
            tr!("the new key is no longer in the list: somebody deleted it"),
        );
        let old = keys.by_id(self.journal.rotation.old);
        if self.was_kept() && old.is_some_and(KeyInfo::is_enabled) {
            let old = self.journal.label();
            let error = error.detail(tr!("the old key {old} works on", old));
            return error.hint(tr!(
                "'{command}' forgets the rotation",
                command = self.memory.rotate("--resume")
            ));
        }
        error.hint(tr!(
            "'{command}' with a key that works",
            command = duty!("auth login")
        ))
    }
}
