//! What happened in the week before: one incident for each reason, as 张三 sees them or, where his
//! preferences do not allow it, 李四.

use serde_json::{Map, Value};

mod form;
mod log;
mod mine;
mod others;

pub(crate) use form::{Example, Moment};
pub(crate) use log::audit;

/// All of them; one that has to do with another comes after it.
pub(crate) fn all() -> Vec<Example> {
    let mut all = mine::escalated();
    all.extend(mine::told());
    all.extend(others::held_back());
    all.extend(others::other_people());
    all
}

pub(crate) fn labels(of: &[(&str, &str)]) -> Map<String, Value> {
    let label = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).into());
    of.iter().map(label).collect()
}
