//! Three states side by side: what was there before, what was meant, and what was found.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::channel::Channel;
use crate::domain::delivery::Facts;
use crate::domain::preference::{Preference, Target};
use crate::session::preferences::describe;
use crate::ui::Tone;
use crate::ui::table::Table;

/// The lists in which the three differ, as a table: before, meant, found.
pub fn three_columns(
    facts: &Facts,
    before: &Preference,
    meant: &Preference,
    found: &Preference,
) -> Vec<String> {
    let mut table = Table::new([tr!("TARGET"), tr!("BEFORE"), tr!("MEANT"), tr!("FOUND")]);
    let words = |state: &Preference, target: Target| match state.is_told(target) {
        true => describe::names(state.channels(target), facts),
        false => tr!("not known"),
    };
    for target in meant.contradicted(found) {
        table.row([before, meant, found].into_iter().fold(
            vec![(target.word().to_owned(), Tone::Plain)],
            |mut row, state| {
                row.push((words(state, target), Tone::Plain));
                row
            },
        ));
    }
    table
        .render(None, false)
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The same for programs.
pub fn json(before: &Preference, meant: &Preference, found: &Preference) -> Value {
    let words = |state: &Preference, target: Target| -> Option<Vec<String>> {
        let channels = state.channels(target).iter().map(Channel::told);
        state.is_told(target).then(|| channels.collect())
    };
    let list = |target| {
        json!({
            "target": target,
            "before": words(before, target),
            "meant": words(meant, target),
            "found": words(found, target),
        })
    };
    meant.contradicted(found).into_iter().map(list).collect()
}
