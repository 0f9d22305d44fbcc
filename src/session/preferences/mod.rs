//! The preferences as several nouns need them: a snapshot of what there is and what delivers, the one way to
//! change them, and how channels are shown.

pub mod apply;
mod between;
pub mod change;
mod columns;
pub mod describe;
pub mod drift;
pub mod facts;
pub mod notes;
pub mod reached;
mod record;
pub mod report;
pub mod shifts;
mod unanswered;
pub mod write;
