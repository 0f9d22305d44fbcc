//! What the doctor makes of what the server said: how each space would treat an incident, and what is
//! wrong with that. Which words are found for it is not decided here.

pub mod grade;
pub mod problem;
pub mod space;
