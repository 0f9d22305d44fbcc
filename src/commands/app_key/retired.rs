//! What an old key is called once another one has its name.

use tr::tr;

use crate::domain::rotation::Rotation;
use crate::local::now::here;
use crate::local::times::Times;

/// What the old key is called from now on; the day is that of the moment that is told.
pub(super) fn retired_name(rotation: &Rotation, times: &Times) -> String {
    let old_name = &rotation.old_name;
    let last = match rotation.keep {
        None => Some(here()),
        Some(kept) => kept
            .until
            .and_then(|until| jiff::Timestamp::from_second(until).ok())
            .map(|until| until.to_zoned_datetime(times.zone().clone())),
    };
    match last {
        Some(last) => {
            let date = last.strftime("%Y-%m-%d");
            tr!("{old_name} (until {date})", old_name, date)
        }
        None => tr!("{old_name} (old)", old_name),
    }
}

/// Whether this is what a rotation calls a key whose name another one has now.
pub(super) fn is_retired_name(name: &str, old_name: &str) -> bool {
    let date = '\u{0}';
    let dated = tr!("{old_name} (until {date})", old_name, date);
    let is_dated = dated.split_once(date).is_some_and(|(before, after)| {
        let rest = name.strip_prefix(before);
        rest.is_some_and(|rest| rest.ends_with(after))
    });
    is_dated || name == tr!("{old_name} (old)", old_name)
}
