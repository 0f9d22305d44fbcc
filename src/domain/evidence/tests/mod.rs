//! Tests of the judgement: every reason by itself, in the shapes of the three references.

mod made;
mod order;
mod reasons;
mod shapes;
