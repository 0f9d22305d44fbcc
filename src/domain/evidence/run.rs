//! The assignments of a record, those of one rule that go up level by level together.

use crate::domain::evidence::assignment::Assignment;
use crate::domain::evidence::case::Case;
use crate::domain::evidence::event::{Deed, Event};

/// An assignment and where it stands in the record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    pub index: usize,
    pub event: &'a Event,
    pub assignment: &'a Assignment,
}

impl Span<'_> {
    /// Whether a person assigned it for certain, also by a rule that they ran.
    pub(super) fn is_by_person(&self) -> bool {
        self.event.by != 0 && !self.assignment.has_lost_its_rule(self.event.by)
    }
}

/// Assignments by one rule, level after level, and what happened until the next one.
#[derive(Clone, Debug)]
pub(super) struct Run<'a> {
    pub spans: Vec<Span<'a>>,
    /// The place after the last event of it.
    pub end: usize,
    /// By what it ended, if not with the record.
    pub next: Option<Span<'a>>,
}

/// The assignments.
pub(super) fn spans<'a>(case: &Case<'a>) -> Vec<Span<'a>> {
    let span = |(index, event): (usize, &'a Event)| match &event.deed {
        Deed::Assigned(assignment) => Some(Span {
            index,
            event,
            assignment,
        }),
        _ => None,
    };
    case.events.iter().enumerate().filter_map(span).collect()
}

/// The assignments, those of one rule that go up level by level together.
pub(super) fn runs<'a>(spans: &[Span<'a>], end: usize) -> Vec<Run<'a>> {
    let goes_on = |one: &Span<'_>, next: &Span<'_>| {
        let (a, b) = (one.assignment, next.assignment);
        let (from, to) = (a.level().unwrap_or(0), b.level().unwrap_or(0));
        // Whoever passes over a level does not what the rule does.
        let is_up = to == from + 1 || (to > from && !next.is_by_person());
        a.rule().is_some() && a.rule() == b.rule() && is_up && b.r#type != "reopen"
    };
    let groups = spans.chunk_by(goes_on);
    let mut runs = Vec::new();
    let mut seen = 0;
    for group in groups {
        seen += group.len();
        let next = spans.get(seen).copied();
        runs.push(Run {
            spans: group.to_vec(),
            end: next.map_or(end, |next| next.index),
            next,
        });
    }
    runs
}
