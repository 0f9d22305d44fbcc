//! From the layers of a schedule to who is on call when. A layer of mode 1 replaces all others while it
//! lasts; of two rotations at the same time the later one counts. Fair rotation is not played.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};
use serde_json::Value;

use crate::calendar::weekday;
use crate::input::integer;

const DAY: i64 = 86_400;

/// A time in which a group is on call, or nobody.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shift<'a> {
    pub(crate) start: i64,
    pub(crate) end: i64,
    /// `None` is a gap.
    pub(crate) group: Option<&'a Value>,
    /// Which group of its layer.
    pub(crate) index: usize,
    /// Which layer.
    pub(crate) layer: usize,
    /// Where the whole shift begins that this is a piece of.
    whole: i64,
}

/// The shifts of one layer from one time to another, cut at both; without its gaps.
pub(crate) fn of_layer<'a>(
    layer: &'a Value,
    number: usize,
    (from, until): (i64, i64),
    zone: &TimeZone,
) -> Vec<Shift<'a>> {
    let layer = Layer::read(layer);
    let until = layer.end.map_or(until, |end| end.min(until));
    let mut shifts = Vec::new();
    let mut turn = layer.turn_at(from, zone);
    loop {
        let (start, end) = (layer.boundary(turn, zone), layer.boundary(turn + 1, zone));
        if start >= until || end <= start {
            break;
        }
        let index = usize::try_from(turn).unwrap_or(0) % layer.groups.len().max(1);
        let group = layer.groups.get(index).filter(|g| !g.is_null());
        for (piece_start, piece_end) in layer.pieces((start, end), (from, until), zone) {
            shifts.extend(group.map(|group| Shift {
                start: piece_start,
                end: piece_end,
                group: Some(group),
                index,
                layer: number,
                whole: start,
            }));
        }
        turn += 1;
    }
    shifts
}

/// All layers together, with the gaps.
pub(crate) fn of_all<'a>(
    layers: &'a [Value],
    (from, until): (i64, i64),
    zone: &TimeZone,
) -> Vec<Shift<'a>> {
    let each: Vec<Vec<Shift<'a>>> = layers
        .iter()
        .enumerate()
        .map(|(number, layer)| of_layer(layer, number, (from, until), zone))
        .collect();
    let mut cuts = vec![from, until];
    for shift in each.iter().flatten() {
        cuts.extend([shift.start, shift.end]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut order: Vec<usize> = (0..layers.len()).collect();
    order.sort_by_key(|i| {
        (
            number(&layers[*i], "mode"),
            number(&layers[*i], "weight"),
            *i,
        )
    });
    let mut all: Vec<Shift<'a>> = Vec::new();
    for pair in cuts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let holder = order.iter().rev().find_map(|i| {
            let at = each[*i].partition_point(|shift| shift.end <= start);
            each[*i].get(at).filter(|shift| shift.start <= start)
        });
        let shift = match holder {
            Some(shift) => Shift {
                start,
                end,
                ..shift.clone()
            },
            None => Shift {
                start,
                end,
                group: None,
                index: 0,
                layer: 0,
                whole: from,
            },
        };
        match all.last_mut() {
            Some(last) if same(last, &shift) => last.end = end,
            _ => all.push(shift),
        }
    }
    all
}

/// Whether two neighbours are one shift that something else only seemed to cut.
fn same(a: &Shift<'_>, b: &Shift<'_>) -> bool {
    a.end == b.start
        && (a.group.is_some(), a.layer, a.index, a.whole)
            == (b.group.is_some(), b.layer, b.index, b.whole)
}

fn number(value: &Value, field: &str) -> i64 {
    value
        .get(field)
        .and_then(integer)
        .and_then(|n| i64::try_from(n).ok())
        .unwrap_or(0)
}

/// How long a turn is.
enum Turn {
    Seconds(i64),
    Days(i64),
    Months(i64),
}

struct Layer<'a> {
    groups: Vec<&'a Value>,
    start: i64,
    end: Option<i64>,
    /// `None` for an override, which is one turn.
    turn: Option<Turn>,
    /// Seconds after Monday 00:00 at which turns of whole weeks change.
    handoff: i64,
    /// The days of the week that count; empty is all.
    days: Vec<i64>,
    /// A turn belongs to the day that it begins on, and is not cut at midnight.
    continuous: bool,
    restrict: i64,
    periods: Vec<(i64, i64)>,
}

impl<'a> Layer<'a> {
    fn read(layer: &'a Value) -> Self {
        let list = |value: &'a Value, field| value.get(field).and_then(Value::as_array);
        let value = number(layer, "rotation_value").clamp(1, 1000);
        let seconds = match number(layer, "rotation_duration") {
            0 => DAY,
            seconds => seconds,
        };
        let turn = match layer.get("rotation_unit").and_then(Value::as_str) {
            Some("hour") => Turn::Seconds(value * 3600),
            Some("day") => Turn::Days(value),
            Some("week") => Turn::Days(value * 7),
            Some("month") => Turn::Months(value),
            _ => Turn::Seconds(seconds.max(60)),
        };
        let first = |fields: [&str; 2]| {
            fields
                .into_iter()
                .map(|f| number(layer, f))
                .find(|n| *n != 0)
        };
        let days = layer.get("day_mask").and_then(|mask| list(mask, "repeat"));
        Self {
            groups: list(layer, "groups").into_iter().flatten().collect(),
            start: first(["layer_start", "enable_time"]).unwrap_or(0),
            end: first(["layer_end", "expire_time"]),
            turn: (number(layer, "mode") == 0).then_some(turn),
            handoff: number(layer, "handoff_time"),
            days: days
                .into_iter()
                .flatten()
                .filter_map(Value::as_i64)
                .collect(),
            continuous: layer.get("mask_continuous_enabled") == Some(&Value::Bool(true)),
            restrict: number(layer, "restrict_mode"),
            periods: list(layer, "restrict_periods")
                .into_iter()
                .flatten()
                .map(|p| (number(p, "restrict_start"), number(p, "restrict_end")))
                .collect(),
        }
    }

    /// When a turn begins; the first is 0.
    fn boundary(&self, turn: i64, zone: &TimeZone) -> i64 {
        let (Some(length), true) = (&self.turn, turn > 0) else {
            let end = self.end.unwrap_or(i64::MAX);
            return if turn > 0 { end } else { self.start };
        };
        match length {
            Turn::Seconds(seconds) => self.start.saturating_add(seconds.saturating_mul(turn)),
            Turn::Days(days) if self.handoff > 0 && days % 7 == 0 => {
                let monday = monday(&local(self.start, zone));
                let mut first = after(monday, self.handoff, zone);
                if first <= self.start {
                    first = after(shifted(monday, 7), self.handoff, zone);
                }
                later(&local(first, zone), 0, days * (turn - 1))
            }
            Turn::Days(days) => later(&local(self.start, zone), 0, days * turn),
            Turn::Months(months) => later(&local(self.start, zone), months * turn, 0),
        }
    }

    /// The turn that a time is in, or the first one.
    fn turn_at(&self, time: i64, zone: &TimeZone) -> i64 {
        let longest = match &self.turn {
            None => return 0,
            Some(Turn::Seconds(seconds)) => *seconds,
            Some(Turn::Days(days)) => days * DAY + DAY,
            Some(Turn::Months(months)) => months * 31 * DAY + DAY,
        };
        let mut turn = (time.saturating_sub(self.start) / longest - 1).max(0);
        while self.boundary(turn + 1, zone) <= time {
            turn += 1;
        }
        turn
    }

    /// What of a turn is worked between two times, in order.
    fn pieces(
        &self,
        (start, end): (i64, i64),
        (from, until): (i64, i64),
        zone: &TimeZone,
    ) -> Vec<(i64, i64)> {
        let masked = !self.days.is_empty() && self.days.len() < 7;
        let counts = |day: Date| self.days.contains(&i64::from(weekday(day)));
        if masked && self.continuous && !counts(local(start, zone).date()) {
            return Vec::new();
        }
        let whole = (start.max(from), end.min(until));
        if whole.0 >= whole.1 {
            return Vec::new();
        }
        let days = || {
            let last = local(whole.1, zone).date();
            std::iter::successors(Some(shifted(local(whole.0, zone).date(), -7)), |d| {
                d.tomorrow().ok()
            })
            .take_while(move |d| *d <= last)
        };
        let by_mask: Vec<(i64, i64)> = if masked && !self.continuous {
            days()
                .filter(|d| counts(*d))
                .map(|d| (after(d, 0, zone), after(shifted(d, 1), 0, zone)))
                .collect()
        } else {
            vec![whole]
        };
        let wraps = |(a, b): (i64, i64), round: i64| (a, if b <= a { b + round } else { b });
        let by_period: Vec<(i64, i64)> = match self.restrict {
            1 => days()
                .flat_map(|d| self.periods.iter().map(move |p| (d, wraps(*p, DAY))))
                .map(|(d, (a, b))| (after(d, a, zone), after(d, b, zone)))
                .collect(),
            2 => days()
                .filter(|d| weekday(*d) == 1)
                .flat_map(|d| self.periods.iter().map(move |p| (d, wraps(*p, 7 * DAY))))
                .map(|(d, (a, b))| (after(d, a, zone), after(d, b, zone)))
                .collect(),
            _ => vec![whole],
        };
        let mut pieces: Vec<(i64, i64)> = by_mask
            .iter()
            .flat_map(|a| by_period.iter().map(|b| (a.0.max(b.0), a.1.min(b.1))))
            .map(|(a, b)| (a.max(whole.0), b.min(whole.1)))
            .filter(|(a, b)| a < b)
            .collect();
        pieces.sort_unstable();
        pieces.dedup();
        pieces
    }
}

fn local(time: i64, zone: &TimeZone) -> ZonedDateTime {
    Timestamp::from_second(time)
        .unwrap_or(Timestamp::UNIX_EPOCH)
        .to_zoned_datetime(zone.clone())
}

fn later(from: &ZonedDateTime, months: i64, days: i64) -> i64 {
    from.checked_add(months.months().days(days))
        .map_or(i64::MAX, |z| z.timestamp().as_second())
}

fn shifted(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

fn monday(time: &ZonedDateTime) -> Date {
    let day = time.date();
    shifted(day, -i64::from(day.weekday().to_monday_zero_offset()))
}

/// So many seconds after a day begins, by the clock on the wall as long as no hour is left out.
fn after(day: Date, seconds: i64, zone: &TimeZone) -> i64 {
    day.to_zoned_datetime(zone.clone()).map_or(i64::MAX, |z| {
        z.timestamp().as_second().saturating_add(seconds)
    })
}
