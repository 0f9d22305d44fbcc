//! A change of several keys that ended before its end.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::app_key::KeyInfo;
use crate::error::Error;

/// The same error, with what of several keys was done, what nobody knows, and what was not done.
pub(super) fn partly(
    mut error: Error,
    done: &[&KeyInfo],
    lost: &[&KeyInfo],
    left: &[&KeyInfo],
) -> Error {
    let list = |keys: &[&KeyInfo]| -> Vec<Value> {
        let each = keys
            .iter()
            .map(|key| json!({"id": key.key_id, "name": key.key_name}));
        each.collect()
    };
    // That is said of the last request, and another one was answered before.
    if !done.is_empty() {
        error = error.without(&tr!("nothing was changed"));
    }
    for (keys, told) in [
        (done, tr!("done: {0}", labels(done))),
        (lost, tr!("not known: {0}", labels(lost))),
        (left, tr!("not done: {0}", labels(left))),
    ] {
        if !keys.is_empty() {
            error = error.detail(told);
        }
    }
    error
        .with("done", list(done))
        .with("not_known", list(lost))
        .with("not_done", list(left))
}

/// Their labels, with a comma in between.
pub(super) fn labels(keys: &[&KeyInfo]) -> String {
    let labels: Vec<String> = keys.iter().map(|key| key.label()).collect();
    labels.join(", ")
}
