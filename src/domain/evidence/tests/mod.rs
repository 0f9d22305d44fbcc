//! Tests of the judgement: every reason by itself, in the shapes of the three references.

mod alerts;
mod anew;
mod fallbacks;
mod late;
mod made;
mod newer;
mod open;
mod order;
mod over;
mod property;
mod proven;
mod reasons;
mod shapes;
mod since;
mod turns;
mod whole;
mod within;
