//! Time windows of rules against a double that is slow and plain: it walks every minute of a window, and knows
//! nothing of what the model skips.

use duty::domain::calendar::{Calendar, CalendarEvent};
use duty::domain::escalation::noise::wire::SilenceRule;
use duty::domain::escalation::wire::{Condition, Oper, RuleStatus, TimeFilter};
use duty::domain::escalation::{Clock, Incident, Noise, Truth, in_time};
use duty::domain::severity::Severity;
use duty::lenient::read;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

const DAY: i64 = 24 * 60;

/// Clocks that go half an hour, turn at midnight or a minute after it, skipped a day, or are not of whole hours.
const ZONES: [&str; 12] = [
    "UTC",
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Africa/Monrovia",
    "Pacific/Kiritimati",
    "Asia/Beirut",
];

/// Moments near which one of them turns, and others.
const MOMENTS: [i64; 16] = [
    0,
    63_593_070,    // Monrovia, 1972
    951_782_400,   // a leap day
    1_268_537_460, // St. John's, spring 2010
    1_289_097_060, // and autumn
    1_325_239_200, // Samoa has no 30 December 2011
    1_350_788_400, // São Paulo, midnight
    1_361_066_400, // and back
    1_712_412_000, // Lord Howe, 2024
    1_743_210_000, // Berlin
    1_761_440_400, // Berlin, twice three o'clock
    1_762_063_200, // New York
    1_764_547_200,
    1_774_735_200, // Beirut
    2_147_483_647,
    4_102_444_800,
];

/// What windows say of a moment is what walking through them says; and a silence ends in the first minute of which
/// they no longer say yes.
pub fn windows(data: &[u8]) {
    let mut bytes = Bytes(data);
    let guessed = bytes.next() % 16 == 1;
    let zone = zone(bytes.next());
    let how_many = bytes.next() % 3;
    let calendars = (0..how_many).map(|n| (format!("cal.{n}"), calendar(&mut bytes)));
    let clock = Clock {
        guessed,
        calendars: calendars.collect(),
        ..Clock::of(zone)
    };
    let near = moment(&mut bytes);
    let is_long = bytes.next() % 8 == 1;
    let how_many = bytes.next() % 4;
    let windows: Vec<TimeFilter> = (0..how_many).map(|_| window(&mut bytes)).collect();
    let at = at_an_edge(&windows, near, &clock.zone, bytes.next());

    let (truth, traces) = in_time(&windows, at, &clock);
    let said = windows.iter().map(|window| walked(window, at, &clock));
    let said: Vec<Truth> = said.collect();
    let traced: Vec<Truth> = traces.iter().map(|trace| trace.truth).collect();
    assert_eq!(traced, said, "{windows:?} {at} {clock:?}");
    let any = match () {
        () if said.is_empty() || said.contains(&Truth::Yes) => Truth::Yes,
        () if said.contains(&Truth::Unknown) => Truth::Unknown,
        () => Truth::No,
    };
    assert_eq!(truth, any);
    if is_long && truth == Truth::Yes && !windows.is_empty() {
        ends(windows, at, &clock);
    }
}

/// Whether the moment is in the window, by walking all minutes of those that begin on the days around it.
fn walked(window: &TimeFilter, at: Timestamp, clock: &Clock) -> Truth {
    if window.is_off && window.cal_id.is_empty() {
        return Truth::Unknown;
    }
    let mut last_minute = 0;
    let (start, length, no_length) = match (window.start.trim(), window.end.trim()) {
        ("", "") => (0, DAY, false),
        (start, end) => match (minutes(start), minutes(end)) {
            (Some(start), Some(end)) if start < DAY => {
                // One that ends in the last minute of the day has that in it, unless it begins there.
                let end = if end == DAY - 1 && start != end {
                    DAY
                } else {
                    end
                };
                let next_day = if end <= start { DAY } else { 0 };
                // Whether the last minute of an hour is in one that ends with it, nobody says.
                last_minute = i64::from(end % 60 == 59 && end != start);
                (start, end + next_day - start, end == start)
            }
            _ => return Truth::Unknown,
        },
    };
    let all_week = window.repeat.is_empty() || (0..7).all(|day| window.repeat.contains(&Some(day)));
    let always = all_week && length == DAY && !no_length && window.cal_id.is_empty();
    if clock.guessed && !always {
        return Truth::Unknown;
    }
    let local = at.to_zoned_datetime(clock.zone.clone()).datetime();
    let today = day_number(local.date());
    let now = today * DAY + i64::from(local.hour()) * 60 + i64::from(local.minute());
    for begins in today - 2..=today + 1 {
        let end = begins * DAY + start + length;
        for minute in begins * DAY + start..end + last_minute {
            if minute != now {
                continue;
            }
            // The day that counts is that on which it began, or that of this minute: nobody says which.
            let one = on_day(window, begins, today, at, clock);
            let other = on_day(window, minute.div_euclid(DAY), today, at, clock);
            // Of one that ends where it begins nobody says how long it is.
            let unclear = no_length || minute == end;
            let is_told = one == other && (one == Truth::No || !unclear);
            return if is_told { one } else { Truth::Unknown };
        }
    }
    Truth::No
}

/// Whether a day counts for the window.
fn on_day(window: &TimeFilter, day: i64, today: i64, at: Timestamp, clock: &Clock) -> Truth {
    // The first of January 1970 was a Thursday.
    let weekday = (day + 4).rem_euclid(7);
    let odd = |day: &Option<i64>| day.is_none_or(|day| !(0..=6).contains(&day));
    let odd = window.repeat.iter().any(odd);
    match (window.repeat.contains(&Some(weekday)), odd) {
        (true, _) => {}
        (false, _) if window.repeat.is_empty() => {}
        (false, true) => return Truth::Unknown,
        (false, false) => return Truth::No,
    }
    if window.cal_id.is_empty() {
        return Truth::Yes;
    }
    let Some(calendar) = clock.calendars.get(&window.cal_id) else {
        return Truth::Unknown;
    };
    let Ok(zone) = TimeZone::get(&calendar.info.timezone) else {
        return Truth::Unknown;
    };
    let there = day_number(at.to_zoned_datetime(zone).date());
    match (is_off(calendar, day), is_off(calendar, day + there - today)) {
        (Some(here), Some(there)) if here == there => match here == window.is_off {
            true => Truth::Yes,
            false => Truth::No,
        },
        _ => Truth::Unknown,
    }
}

/// Whether a calendar has this day off.
fn is_off(calendar: &Calendar, day: i64) -> Option<bool> {
    let (year, text) = date(day);
    if !calendar.years.contains(&year) {
        return None;
    }
    let is_date = |text: &str| text.len() == 10;
    let all = &calendar.events;
    if !all
        .iter()
        .all(|one| is_date(&one.start_at) && is_date(&one.end_at))
    {
        return None;
    }
    // Dates of this form are in the order of their letters. What ends no later than it begins tells nothing of its days.
    let is_turned = |one: &&CalendarEvent| one.end_at <= one.start_at;
    let mut turned = all.iter().filter(is_turned);
    if turned.any(|one| one.end_at <= text && text <= one.start_at) {
        return None;
    }
    let about = all
        .iter()
        .filter(|one| one.start_at <= text && text < one.end_at);
    let said: Option<Vec<bool>> = about.map(|event| event.is_off).collect();
    let said = said?;
    match said.first() {
        Some(off) => said.iter().all(|one| one == off).then_some(*off),
        None if calendar.info.workdays.is_empty() => None,
        None => Some(!calendar.info.workdays.contains(&(day + 4).rem_euclid(7))),
    }
}

/// Two weeks, minute by minute, until something else than yes is said.
fn ends(windows: Vec<TimeFilter>, at: Timestamp, clock: &Clock) {
    let second = at.as_second();
    let is_yes = |second: i64| {
        let at = Timestamp::from_second(second).expect("it is in range");
        in_time(&windows, at, clock).0 == Truth::Yes
    };
    let last = second + 14 * 24 * 3600;
    // Some clocks were not a whole minute apart.
    let mut moments = (second.div_euclid(30) + 1..=last.div_euclid(30)).map(|half| half * 30);
    let end = moments.find(|second| !is_yes(*second));
    let rule = SilenceRule {
        status: RuleStatus::Enabled,
        filters: vec![vec![Condition {
            key: "severity".into(),
            oper: Oper::In,
            vals: vec!["Critical".into()],
        }]],
        time_filters: windows.clone(),
        ..SilenceRule::default()
    };
    let noise = Noise {
        silences: Some(vec![rule]),
        inhibitions: Some(Vec::new()),
        drops: Some(Vec::new()),
    };
    let incident = Incident::of(Severity::Critical);
    let held = noise.holding_back(&incident, at, false, clock);
    let until = held[0].until.map(Timestamp::as_second);
    assert_eq!(until, end, "{windows:?} {at} {clock:?}");
}

/// `H:MM` or `HH:MM`, up to 24:00.
fn minutes(text: &str) -> Option<i64> {
    (0..=DAY).find(|minute| {
        let (hour, minute) = (minute / 60, minute % 60);
        text == format!("{hour}:{minute:02}") || text == format!("{hour:02}:{minute:02}")
    })
}

/// Days since 1970, counted year by year and month by month.
fn day_number(date: jiff::civil::Date) -> i64 {
    let years = (1970..date.year()).map(days_of);
    let months = (1..date.month()).map(|month| days_in(date.year(), month));
    years.sum::<i64>() + months.sum::<i64>() + i64::from(date.day()) - 1
}

/// The year of a day, and the day as calendars write it.
fn date(mut day: i64) -> (i16, String) {
    let mut year = 1970;
    while day < 0 {
        year -= 1;
        day += days_of(year);
    }
    while day >= days_of(year) {
        day -= days_of(year);
        year += 1;
    }
    let mut month = 1;
    while day >= days_in(year, month) {
        day -= days_in(year, month);
        month += 1;
    }
    (year, format!("{year:04}-{month:02}-{:02}", day + 1))
}

fn days_of(year: i16) -> i64 {
    (1..=12).map(|month| days_in(year, month)).sum()
}

fn days_in(year: i16, month: i8) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// What is made up, byte by byte; zeros in the end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn number(&mut self) -> i64 {
        i64::from(u16::from_le_bytes([self.next(), self.next()]))
    }
}

fn zone(byte: u8) -> TimeZone {
    TimeZone::get(ZONES[usize::from(byte) % ZONES.len()]).expect("it is bundled")
}

/// One of the moments, up to three weeks later or earlier, or any other one until 2106.
fn moment(bytes: &mut Bytes<'_>) -> Timestamp {
    let near = bytes.next();
    let (number, seconds) = (bytes.number(), bytes.number());
    let second = match near {
        0..128 => {
            MOMENTS[usize::from(near) % MOMENTS.len()] + (number - 32_768) * 60 + seconds % 60
        }
        _ => number * 65_536 + seconds,
    };
    // The first day of all has none before it that the double could count.
    Timestamp::from_second(second.max(10 * 24 * 3600)).expect("it is in range")
}

/// The same day, mostly in the first or the last minute of a window, or beside it: there it is decided.
fn at_an_edge(windows: &[TimeFilter], at: Timestamp, zone: &TimeZone, how: u8) -> Timestamp {
    let Some(window) = windows.get(usize::from(how) & 3) else {
        return at;
    };
    let edge = if how & 4 == 0 {
        &window.start
    } else {
        &window.end
    };
    let Some(minute) = minutes(edge.trim()).filter(|_| how >= 32) else {
        return at;
    };
    let local = at.to_zoned_datetime(zone.clone()).time();
    let second = (i64::from(local.hour()) * 60 + i64::from(local.minute())) * 60;
    let second = second + i64::from(local.second());
    let beside = [0, -1, 59, 60][usize::from(how >> 3) & 3];
    let at = at.as_second() + minute * 60 - second + beside;
    Timestamp::from_second(at).expect("it is in range")
}

fn window(bytes: &mut Bytes<'_>) -> TimeFilter {
    let how = bytes.next();
    let (start, end) = (time(bytes), time(bytes));
    let days = bytes.next();
    let told = (0..7).filter(|day| days >> day & 1 == 1).map(Some);
    let mut repeat: Vec<Option<i64>> = told.collect();
    // A number that is no day, or a day that is not told.
    repeat.extend((days >> 7 == 1).then(|| Some(bytes.number() - 20).filter(|day| day % 4 != 0)));
    TimeFilter {
        start: if how & 3 == 3 { String::new() } else { start },
        end: if how & 7 == 7 { String::new() } else { end },
        repeat,
        cal_id: match how >> 3 & 3 {
            0 | 1 => String::new(),
            2 => "cal.0".into(),
            _ => "cal.1".into(),
        },
        is_off: how >> 5 & 3 == 3,
    }
}

/// Mostly a time.
fn time(bytes: &mut Bytes<'_>) -> String {
    let number = bytes.number();
    let (hour, minute) = (number % DAY / 60, number % 60);
    match number >> 11 {
        30 => ["24:00", "23:59", "0:00", " 7:30 ", "00:00"][usize::from(bytes.next()) % 5].into(),
        31 => ["24:01", "9:5", "-1:00", "+9:00", "x", ":", "١:00", "009:00"]
            [usize::from(bytes.next()) % 8]
            .into(),
        28 | 29 => format!("{hour}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}"),
    }
}

fn calendar(bytes: &mut Bytes<'_>) -> Calendar {
    let how = bytes.next();
    let near = MOMENTS[usize::from(bytes.next()) % MOMENTS.len()] / 86_400;
    let days = bytes.next();
    let day = |bytes: &mut Bytes<'_>| date(near + i64::from(bytes.next()) - 128).1;
    let events: Vec<_> = (0..how % 4)
        .map(|n| {
            let (start, end) = (day(bytes), day(bytes));
            let end = if how == 255 { "soon".into() } else { end };
            json!({"start_at": start, "end_at": end, "is_off": (how >> n & 4) != 0})
        })
        .collect();
    let zone = match how >> 4 {
        0 => "",
        1 => "Nowhere/Here",
        _ => ZONES[usize::from(bytes.next()) % ZONES.len()],
    };
    let workdays: Vec<i64> = (0..7).filter(|day| days >> day & 1 == 1).collect();
    let info = json!({"cal_name": "", "timezone": zone, "workdays": workdays});
    let years = match days >> 7 {
        0 => (1970..2110).collect(),
        _ => vec![date(near).0],
    };
    Calendar {
        info: read(info).expect("it is a calendar"),
        events: read(json!(events)).expect("they are events"),
        years,
    }
}
