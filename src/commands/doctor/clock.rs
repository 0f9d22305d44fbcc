//! The clocks that the doctor goes by: the account's, by which the windows of rules are meant, and the server's,
//! which says what "now" is.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tr::tr;

use crate::api::Client;
use crate::commands::doctor::note::Note;
use crate::domain::escalation::Clock;
use crate::domain::member::Caller;
use crate::local::now::now;
use crate::ui::Warning;

/// That this machine's clock shows another time than the server's, where it does.
pub fn other_than_here(api: &Client, zone: &TimeZone) -> Option<Note> {
    let local = now();
    let server = api.server_clock().corrected(local)?;
    let show = |at: Timestamp| {
        let zoned = at.to_zoned_datetime(zone.clone());
        zoned.strftime("%Y-%m-%d %H:%M").to_string()
    };
    let (local, server) = (show(local), show(server));
    Some(Note {
        code: Warning::ClocksDiffer,
        text: tr!(
            "Which clock is right: this machine's shows {local} and the server's {server}. What is said of now is of the server's.",
            local,
            server
        ),
    })
}

/// The account's clock. Where its time zone is not known, that is a guess: the person's own, which is not the
/// account's, or UTC.
pub fn of(caller: Option<&Caller>, notes: &mut Vec<Note>) -> Clock {
    let [own, account] = caller.map_or(["", ""], Caller::time_zones);
    let zone = |name| TimeZone::get(name).ok().filter(|zone| !zone.is_unknown());
    if let Some(zone) = zone(account) {
        return Clock::of(zone);
    }
    let (text, guess) = match zone(own).filter(|_| account.is_empty()) {
        Some(guess) => {
            let text = tr!(
                "The server does not tell the account's time zone: times are told by yours ({own}), and what the time windows of rules mean is not known.",
                own
            );
            (text, guess)
        }
        None => {
            let text = tr!(
                "The account's time zone ('{name}') is not known here: times are read as UTC, and what the time windows of rules mean is not known.",
                name = account
            );
            (text, TimeZone::UTC)
        }
    };
    let code = Warning::TimeZoneUnknown;
    notes.push(Note { code, text });
    Clock {
        guessed: true,
        ..Clock::of(guess)
    }
}
