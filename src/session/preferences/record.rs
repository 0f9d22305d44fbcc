//! What the history keeps of one write: begun before it is sent, done or withdrawn after it.

use tr::tr;

use crate::domain::preference::Preference;
use crate::error::Error;
use crate::local::history::{Lists, Locked};
use crate::ui::{Out, Warning};

/// The entry in the history of one write; without a history it does nothing.
pub(super) struct Record<'a, 'h> {
    lock: Option<(&'a mut Locked<'h>, u64)>,
}

impl<'a, 'h> Record<'a, 'h> {
    /// Before it is sent.
    pub(super) fn begin(
        lock: Option<&'a mut Locked<'h>>,
        out: &mut Out,
        (command, before, meant): (&str, &Preference, &Preference),
    ) -> Record<'a, 'h> {
        // Where nothing differs, as far as it is known, there is nothing to undo.
        let differs = Lists::of(before) != Lists::of(meant);
        let lock =
            lock.filter(|_| differs)
                .and_then(|lock| match lock.begin(command, before, meant) {
                    Ok(id) => Some((lock, id)),
                    Err(error) => {
                        warn(out, &error);
                        None
                    }
                });
        Record { lock }
    }

    /// It is in force.
    pub(super) fn done(&mut self, out: &mut Out) {
        if let Some((lock, id)) = self.lock.take()
            && let Err(error) = lock.done(id)
        {
            warn(out, &error);
        }
    }

    /// It was refused.
    pub(super) fn withdraw(&mut self, out: &mut Out) {
        if let Some((lock, id)) = self.lock.take()
            && let Err(error) = lock.withdraw(id)
        {
            warn(out, &error);
        }
    }
}

fn warn(out: &mut Out, error: &Error) {
    out.warn_of(
        Warning::NoHistory,
        &tr!("the history of changes cannot be kept: {0}", error.message),
    );
}
