//! Whether a change leaves critical incidents with nothing that reaches the person. An on-call tool must not
//! make somebody silent by accident. (Silence rules of a space are in `escalation/noise/`.)

use crate::domain::channel::Channel;
use crate::domain::delivery::Facts;

/// Where the channels that are left come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// They are being chosen. Of a kind that duty does not know nobody can say what it does.
    Chosen,
    /// They were listed before: such a kind was good enough for somebody who knew.
    Listed,
}

/// Whether none of these channels can be counted on.
pub fn reaches_nobody(facts: &Facts, channels: &[Channel], origin: Origin) -> bool {
    channels.iter().all(|channel| {
        let stranger = origin == Origin::Chosen && !channel.is_known();
        stranger || !facts.delivery(channel).is_possible()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::delivery::{Contacts, Fact};

    #[test]
    fn what_is_not_known_counts_but_not_a_strange_kind_that_is_chosen() {
        let facts = |devices| Facts {
            contacts: Fact::Known(Contacts::default()),
            devices,
            integrations: Fact::Known(vec![]),
            off: vec![],
            proof: crate::domain::proof::Proof::default(),
        };
        let list = |wires: &[&str]| -> Vec<Channel> {
            wires
                .iter()
                .map(|wire| Channel::wire_string(wire))
                .collect()
        };
        let none = facts(Fact::Known(vec![]));
        for origin in [Origin::Chosen, Origin::Listed] {
            assert!(reaches_nobody(&none, &[], origin));
            assert!(reaches_nobody(
                &none,
                &list(&["push", "slack_app:1"]),
                origin
            ));
            assert!(!reaches_nobody(&none, &list(&["push", "voice"]), origin));
            let unknown = facts(Fact::Unknown("denied".into()));
            assert!(!reaches_nobody(&unknown, &list(&["push"]), origin));
        }
        let strange = list(&["future_app:9"]);
        assert!(reaches_nobody(&none, &strange, Origin::Chosen));
        assert!(!reaches_nobody(&none, &strange, Origin::Listed));
    }
}
