//! The one guard against silence: a command after which no critical incident would reach the person is refused,
//! or asked for once more on a terminal. What decides it is `domain::unreached`.

use tr::tr;

use crate::domain::channel::Channel;
use crate::domain::delivery::Facts;
use crate::domain::unreached::{Origin, reaches_nobody};
use crate::error::Error;
use crate::session::app::Session;
use crate::session::preferences::describe;
use crate::ui::{Out, Tone, Warning};

/// A change after which no critical incident would reach the person, or nobody knows whether one would.
pub struct Unreached {
    refusal: Error,
    /// What a dry run says of it.
    warning: String,
}

impl Unreached {
    /// Where these channels, the only ones left for critical incidents, cannot be counted on.
    pub fn of(facts: &Facts, left: &[Channel], origin: Origin) -> Option<Unreached> {
        reaches_nobody(facts, left, origin).then(|| {
            let mut refusal = Error::usage(tr!("after this no critical incident would reach you"));
            let advice = left.iter().filter_map(|one| describe::advice(one, facts));
            refusal.details = advice.collect();
            Unreached {
                refusal,
                warning: tr!(
                    "after this no critical incident would reach you; a terminal asks, a script needs --allow-silent"
                ),
            }
        })
    }

    /// Where that cannot be told: what is not known permits nothing.
    pub fn not_known(why: &str) -> Unreached {
        let message =
            tr!("it is not known whether critical incidents would still reach you after this");
        Unreached {
            refusal: Error::usage(message).detail(why),
            warning: tr!(
                "it is not known whether critical incidents would still reach you after this; a terminal asks, a script needs --allow-silent"
            ),
        }
    }

    /// What makes up for it, before `--allow-silent` is given.
    #[must_use]
    pub fn hint(mut self, hint: String) -> Unreached {
        self.refusal = self.refusal.hint(hint);
        self
    }

    /// For a dry run.
    pub fn warn(&self, out: &mut Out) {
        out.warn_of(Warning::Silent, &self.warning);
    }

    /// The refusal where nobody can be asked. `--yes` answers confirmations; this is not one that may be
    /// answered in advance.
    pub fn check_can_ask(&self, session: &Session<'_>) -> Result<(), Error> {
        if session.terminal.may_ask() && !session.settings.yes {
            Ok(())
        } else {
            Err(self.refusal.clone())
        }
    }

    /// Ask whoever is there; `consequence` is what else they agree to.
    pub fn confirm(&self, session: &Session<'_>, consequence: Option<&str>) -> Result<(), Error> {
        self.check_can_ask(session)?;
        for line in std::iter::once(&self.refusal.message).chain(&self.refusal.details) {
            session.out.tell(line, Tone::Bad);
        }
        if let Some(consequence) = consequence {
            session.out.tell(consequence, Tone::Plain);
        }
        session.agree(&tr!("Do it all the same?"), || self.refusal.clone())
    }
}

/// Where nobody is asked because a write is under way.
impl From<Unreached> for Error {
    fn from(silence: Unreached) -> Error {
        silence.refusal
    }
}
