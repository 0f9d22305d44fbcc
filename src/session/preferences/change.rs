//! A change to the preferences that was asked for, everything in it resolved.

use tr::tr;

use crate::domain::changes::{Step, difference, is_state, perform, reapply};
use crate::domain::channel::Channel;
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::domain::unreached::Origin;
use crate::session::preferences::describe;
use crate::session::unreached::Unreached;
use crate::text::duty;

/// Whether it is made or only looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Write,
    DryRun,
    /// A dry run whose exit code says whether there is a difference.
    Check,
}

#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What is done to which list.
    pub steps: Vec<(Target, Step)>,
    /// What is shown, changed or not; where it is empty, what changes.
    pub targets: Vec<Target>,
    /// The command by its words after `duty prefs`, for the history.
    pub command: String,
    pub mode: Mode,
    /// Critical incidents may end up reaching nobody.
    pub allow_silent: bool,
    /// How often it may be merged into what somebody else wrote.
    pub retry_conflict: u32,
    /// Ask before a list is emptied.
    pub confirm_empty: bool,
    /// It puts back what was there: a channel that is switched off is no reason to refuse.
    pub restores: bool,
    /// Much time has passed since the read.
    pub stale: bool,
    /// What there is to say beside the difference.
    pub notes: Vec<String>,
}

impl Change {
    /// The same step for each target.
    pub fn set_step(&mut self, targets: Vec<Target>, step: &Step) {
        let steps = targets.iter().map(|target| (*target, step.clone()));
        self.steps = steps.collect();
        self.targets = targets;
    }

    /// The lists that it names and of which the server did not say what they hold.
    pub fn untold(&self, before: &Preference) -> Vec<Target> {
        let named = |target: &Target| {
            let mut steps = self.steps.iter();
            steps.any(|(one, step)| one == target || *step == Step::Copy(*target))
        };
        let is_open = |target: &Target| named(target) && !before.is_told(*target);
        Target::ALL.into_iter().filter(is_open).collect()
    }

    /// Whether somebody saw the lists that it was worked out from: of what is there now it changes what it changed of those.
    pub fn is_by_difference(&self) -> bool {
        self.stale || is_state(&self.steps)
    }

    /// What to do where somebody else wrote at the same time.
    pub fn way_on(&self) -> String {
        let show = duty!("prefs show");
        match self.restores {
            // The history has it as a change by now, and an undo would take that one back.
            true => tr!(
                "'{command}' tells what is in force, '{undo}' where an undo goes from there",
                command = show,
                undo = duty!("prefs undo --list")
            ),
            false => tr!(
                "look at '{command}', then run it again; --retry-conflict 3 makes the change again to what is there",
                command = show
            ),
        }
    }

    /// What is read, and what is to be there after it. `known` is the same with what was told earlier where this read
    /// leaves a list out. A list that a step names is in both as it is known, changed or not: it is meant to be so, is sent,
    /// and is looked for afterwards. One that no step names is in neither: somebody else may have written it.
    pub fn made_to(
        &self,
        read: &Preference,
        known: &Preference,
        shown: Option<&Preference>,
    ) -> (Preference, Preference) {
        let done = match shown {
            None => perform(known, &self.steps),
            Some(shown) => {
                let shown = shown.filled_from(known);
                reapply(&difference(&shown, &perform(&shown, &self.steps)), known)
            }
        };
        let (mut before, mut after) = (read.clone(), read.clone());
        for (target, _) in &self.steps {
            for (into, from) in [(&mut before, known), (&mut after, &done)] {
                if from.is_told(*target) {
                    into.set_channels(*target, from.channels(*target).to_vec());
                }
            }
        }
        (before, after)
    }

    /// Whether it changes other things of these lists than of those that were shown. A list that is as meant by now is not
    /// changed any more.
    pub fn is_another(&self, known: &Preference, shown: &Preference) -> bool {
        let made = |base: &Preference| difference(base, &perform(base, &self.steps));
        let agreed = made(&shown.filled_from(known));
        made(known).iter().any(|delta| !agreed.contains(delta))
    }

    /// Whether it leaves critical incidents with nothing that reaches the person, where that is not allowed.
    pub fn silence(
        &self,
        facts: &Facts,
        before: &Preference,
        after: &Preference,
    ) -> Option<Unreached> {
        if self.allow_silent || !after.changed(before).contains(&Target::CRITICAL) {
            return None;
        }
        let origin = if self.restores {
            Origin::Listed
        } else {
            Origin::Chosen
        };
        let silence = Unreached::of(facts, after.channels(Target::CRITICAL), origin)?;
        Some(silence.hint(tr!(
            "choose a channel that works ('{command}' says which do), or give --allow-silent",
            command = duty!("prefs channels")
        )))
    }
}

/// The lists that are written as they were told earlier, for this read leaves them out: they need not be so still.
pub fn unread(read: &Preference, meant: &Preference) -> Vec<Target> {
    let mut unread = Target::ALL.to_vec();
    unread.retain(|target| meant.is_told(*target) && !read.is_told(*target));
    unread
}

/// The command as the history keeps it: what was meant, every choice resolved.
pub fn command(verb: &str, targets: &[Target], channels: &[Channel]) -> String {
    let targets = targets.iter().map(|target| target.word().to_owned());
    let words = std::iter::once(verb.to_owned()).chain(targets);
    let words: Vec<_> = words.chain(channels.iter().map(describe::option)).collect();
    words.join(" ")
}
