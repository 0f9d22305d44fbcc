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

/// Whether this is what a rotation calls a key whose name another one has now, in any language that duty speaks.
pub(super) fn is_retired_name(name: &str, old_name: &str) -> bool {
    let Some(rest) = name.strip_prefix(old_name) else {
        return false;
    };
    let inside = [("\u{ff08}", "\u{ff09}"), (" (", ")")]
        .iter()
        .find_map(|(open, close)| rest.strip_prefix(open)?.strip_suffix(close));
    let is_date = |word: &str| word.len() == 10 && word.parse::<jiff::civil::Date>().is_ok();
    inside.is_some_and(|inside| match inside.split_once(' ') {
        Some(("until" | "\u{81f3}", date)) => is_date(date),
        Some(_) => false,
        None => ["old", "\u{65e7}"].contains(&inside),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::app_key::KeyInfo;
    use crate::domain::rotation::Kept;
    use crate::lenient::Id;

    #[test]
    fn a_retired_name_is_known_in_each_language() {
        for name in [
            "ci (old)",
            "ci (until 2026-11-27)",
            "ci\u{ff08}\u{65e7}\u{ff09}",
            "ci\u{ff08}\u{81f3} 2026-11-27\u{ff09}",
        ] {
            assert!(is_retired_name(name, "ci"), "{name}");
            assert!(!is_retired_name(name, "c"), "{name}");
        }
        for name in [
            "ci",
            "ci (2)",
            "ci (new 4ef3)",
            "ci (2026-11-27)",
            "ci (until soon)",
            "ci (backup 2026-11-01)",
            "ci (until 20261127)",
        ] {
            assert!(!is_retired_name(name, "ci"), "{name}");
        }
        // As they are written.
        let chinese = include_str!("../../../po/zh.po");
        for name in [
            "{old_name}\u{ff08}\u{65e7}\u{ff09}",
            "{old_name}\u{ff08}\u{81f3} {date}\u{ff09}",
        ] {
            assert!(chinese.contains(name), "{name}");
        }
        let times = Times::of(None);
        for keep in [
            None,
            Some(Kept { until: None }),
            Some(Kept {
                until: Some(1_800_000_000),
            }),
        ] {
            let old = KeyInfo {
                key_id: Id(1),
                key_name: "ci".into(),
                status: "enabled".into(),
                created_at: None,
                updated_at: None,
            };
            let name = retired_name(&Rotation::begin(&old, &[], false, keep, 1), &times);
            assert!(is_retired_name(&name, "ci"), "{name}");
        }
    }
}
