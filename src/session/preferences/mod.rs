//! The preferences as several nouns need them: the facts that decide what delivers, the one way to
//! change them, and how channels are shown.

pub mod change;
pub mod describe;
pub mod facts;
pub mod report;
pub mod since;
pub mod write;
