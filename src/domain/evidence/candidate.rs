//! A reason that was found, and how near to the person it lies.

use jiff::Timestamp;

use crate::domain::evidence::reason::{Reason, Why};

/// How near the incident came to the person. What came nearest decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Near {
    /// Assigned.
    Assigned,
    /// Assigned, and what would have kept a message back as well.
    AssignedToo,
    /// Not a member yet, which nothing else makes up for.
    Membership,
    /// A level that names the person was not reached.
    Stopped,
    /// Held back before any level.
    Held,
    /// The alert came while the person would have been told, and the incident began before.
    Joined,
    /// Somebody else was on call.
    OffDuty,
    /// Assigned to others by hand.
    ByHand,
    /// A rule that does not name the person.
    Other,
    /// An alert joined later.
    Beside,
    /// Nothing is known.
    Nothing,
}

/// A reason and its rank.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub near: Near,
    pub reason: Reason,
}

impl Candidate {
    pub(super) fn new(near: Near, at: Option<Timestamp>, why: Why) -> Candidate {
        Candidate {
            near,
            reason: Reason { at, why },
        }
    }
}
