//! When a channel last reached the person, as the records of incidents told: in a sentence, and in JSON.

use serde_json::{Value, json};
use tr::tr;

use crate::domain::proof::Record;
use crate::lenient::Timestamp;
use crate::local::times::Times;
use crate::ui::Tone;

/// What the records told of a channel, in a sentence.
pub fn proved(name: &str, record: &Record, times: &Times) -> Option<(String, Tone)> {
    let (count, why) = (record.failures, &record.reason);
    let often = match count {
        1 => tr!("failed once"),
        _ => tr!("failed {count} times", count),
    };
    let on = |at: Option<jiff::Timestamp>| at.map(|at| times.minute(at));
    let (text, tone) = match (
        on(record.handed_over_at),
        on(record.failed_at),
        record.works()?,
    ) {
        (Some(at), _, true) => (tr!("{name}: last handed over {at}", name, at), Tone::Good),
        (Some(before), Some(at), _) => (
            tr!(
                "{name}: {often}, last {at}, \"{why}\"; handed over {before}",
                name,
                often,
                at,
                why,
                before
            ),
            Tone::Bad,
        ),
        (_, Some(at), _) => (
            tr!(
                "{name}: {often}, last {at}, \"{why}\"",
                name,
                often,
                at,
                why
            ),
            Tone::Bad,
        ),
        _ => return None,
    };
    Some((text, tone))
}

/// The same in JSON.
pub fn proof_json(record: &Record) -> Value {
    let at = |at: Option<jiff::Timestamp>| at.map(|at| Timestamp(at).utc());
    json!({
        "handed_over_at": at(record.handed_over_at),
        "failed_at": at(record.failed_at),
        "failures": record.failures,
        "failed_reason": record.failed_at.map(|_| &record.reason),
    })
}
