//! What there is to say below a table of channels: once for all that it is true of, with a number.

use crate::domain::channel::Channel;
use crate::domain::delivery::{Delivery, Facts, Uncertainty};
use crate::error::Error;
use crate::session::preferences::describe;
use crate::ui::{Out, Tone};
use tr::tr;

/// Notes in the order of their numbers, and the channels that each is of.
#[derive(Default)]
pub struct Notes {
    texts: Vec<String>,
    of: Vec<(Channel, usize)>,
}

impl Notes {
    /// Why these channels do not reach the person, or may not.
    pub fn of(channels: &[Channel], facts: &Facts) -> Notes {
        let mut notes = Notes::default();
        let mut groups: Vec<Vec<&Channel>> = Vec::new();
        let failing = |channel: &&Channel| facts.delivery(channel) != Delivery::Yes;
        for channel in channels.iter().filter(failing) {
            let alike = |group: &&mut Vec<&Channel>| is_alike(group[0], channel, facts);
            match groups.iter_mut().find(alike) {
                Some(group) => group.push(channel),
                None => groups.push(vec![channel]),
            }
        }
        for group in groups {
            let Some(text) = text(&group, facts) else {
                continue;
            };
            let number = notes.add(text);
            notes
                .of
                .extend(group.into_iter().map(|one| (one.clone(), number)));
        }
        notes
    }

    /// One more, and its number.
    pub fn add(&mut self, text: String) -> usize {
        self.texts.push(text);
        self.texts.len()
    }

    /// The number of the note that says why, where there is one.
    pub fn number(&self, channel: &Channel) -> Option<usize> {
        let found = self.of.iter().find(|(of, _)| of == channel);
        found.map(|(_, number)| *number)
    }

    /// All of them, a line each.
    pub fn tell(&self, out: &mut Out) -> Result<(), Error> {
        for (index, note) in self.texts.iter().enumerate() {
            let text = tr!("Note {0}: {1}.", index + 1, note);
            out.toned_line(&text, Tone::Caution)?;
        }
        Ok(())
    }
}

/// Whether the same is to be said of both but for their names; a failure is one channel's own.
fn is_alike(one: &Channel, other: &Channel, facts: &Facts) -> bool {
    let (one, other) = (facts.delivery(one), facts.delivery(other));
    let of_links =
        |delivery: &Delivery| matches!(delivery, Delivery::Unknown(Uncertainty::Link(_)));
    let failing = matches!(one, Delivery::Unknown(Uncertainty::Failing(_)));
    one == other && !failing || of_links(&one) && of_links(&other)
}

fn text(group: &[&Channel], facts: &Facts) -> Option<String> {
    let [first, _, ..] = group else {
        return describe::advice(group[0], facts);
    };
    let names: Vec<String> = group.iter().map(|one| describe::name(one, facts)).collect();
    let names = names.join(&tr!(", "));
    Some(match facts.delivery(first) {
        Delivery::Yes => return None,
        Delivery::No(reason) => {
            let (why, remedy) = (reason.text(), reason.remedy());
            tr!(
                "{name} will not reach you: {why}; {remedy}",
                name = names,
                why,
                remedy
            )
        }
        Delivery::Unknown(Uncertainty::Link(_)) => tr!(
            "{names}: each reaches you only if your account there is linked: the server does not tell, the console does (Integration center > IM > the app > Linked Users)",
            names
        ),
        Delivery::Unknown(why) => {
            tr!(
                "{name} may not reach you: {why}",
                name = names,
                why = why.text()
            )
        }
    })
}
