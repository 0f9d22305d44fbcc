//! The server's clock, as far as its answers tell it: a `Date` header holds whole seconds, and was under way for
//! a while. This machine's clock may be wrong by any amount; only its differences are used.

use jiff::{SignedDuration, Timestamp};

/// How far the server's clock is ahead of this machine's: at least `least`, at most `most`.
#[derive(Clone, Copy, Debug, Default)]
pub struct ServerClock {
    bounds: Option<(SignedDuration, SignedDuration)>,
}

impl ServerClock {
    /// Learns from an answer: when the request was sent and its answer received, by this machine's clock, and the
    /// answer's `Date`. Every answer narrows the estimate; one that contradicts it (the machine slept, its clock
    /// was set) starts a new one.
    pub fn learn(&mut self, sent: Timestamp, received: Timestamp, date: Timestamp) {
        let least = date.duration_since(received);
        let most = date
            .duration_since(sent)
            .saturating_add(SignedDuration::from_secs(1));
        let narrowed = self
            .bounds
            .map(|(low, high)| (low.max(least), high.min(most)));
        self.bounds = narrowed
            .filter(|(low, high)| low <= high)
            .or(Some((least, most)));
    }

    /// The server's time when this machine's clock shows `local`: the latest that it can be, so that what is
    /// expired there is never taken for alive here. This machine's time as long as no answer had a date.
    pub fn at(&self, local: Timestamp) -> Timestamp {
        let ahead = self.bounds.map_or(SignedDuration::ZERO, |(_, most)| most);
        local.saturating_add(ahead).unwrap_or(local)
    }

    /// The server's time when this machine's clock shows `local`, where that is certainly more than a minute away
    /// from it: nothing that goes by minutes is then to go by this machine's.
    pub fn corrected(&self, local: Timestamp) -> Option<Timestamp> {
        const MINUTE: SignedDuration = SignedDuration::from_mins(1);
        let (least, most) = self.bounds?;
        let is_off = least > MINUTE || most < -MINUTE;
        let ahead = least.saturating_add(most.saturating_sub(least) / 2);
        is_off.then(|| local.saturating_add(ahead).unwrap_or(local))
    }

    /// The same as `at`, the earliest that it can be.
    pub fn at_the_earliest(&self, local: Timestamp) -> Timestamp {
        let ahead = self.bounds.map_or(SignedDuration::ZERO, |(least, _)| least);
        local.saturating_add(ahead).unwrap_or(local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn millis(millis: i64) -> Timestamp {
        Timestamp::from_millisecond(millis).expect("a time")
    }

    #[test]
    fn without_a_date_the_own_clock_has_to_do() {
        assert_eq!(ServerClock::default().at(millis(5)), millis(5));
    }

    #[test]
    fn a_clock_that_was_set_is_learned_anew() {
        let mut clock = ServerClock::default();
        clock.learn(millis(0), millis(100), millis(50_000));
        assert_eq!(clock.at(millis(0)), millis(51_000));
        clock.learn(millis(900_000), millis(900_100), millis(60_000));
        assert_eq!(clock.at(millis(900_000)), millis(61_000));
    }

    #[test]
    fn only_a_clock_that_is_certainly_off_is_corrected() {
        let learned = |sent, received, date| {
            let mut clock = ServerClock::default();
            clock.learn(millis(sent), millis(received), millis(date));
            clock
                .corrected(millis(received))
                .map(Timestamp::as_millisecond)
        };
        assert_eq!(ServerClock::default().corrected(millis(0)), None);
        assert_eq!(learned(0, 100, 60_000), None);
        // It may have been under way for all of that.
        assert_eq!(learned(0, 90_000, 90_000), None);
        assert_eq!(learned(0, 0, 7_200_000), Some(7_200_500));
        assert_eq!(learned(7_200_000, 7_200_000, 0), Some(500));
    }

    proptest! {
        /// Whatever the offset and the delays: never behind the server, and ahead by a second and the quickest
        /// way there at most.
        #[test]
        fn never_behind_and_hardly_ahead(
            offset in -100_000_000i64..100_000_000,
            answers in prop::collection::vec((0i64..20_000, 0i64..3_000, 0i64..3_000), 1..30),
        ) {
            let mut clock = ServerClock::default();
            let (mut local, mut quickest) = (1_000_000_000_000, i64::MAX);
            for (pause, there, back) in answers {
                let sent = local + pause;
                let server = sent + there + offset;
                local = sent + there + back;
                quickest = quickest.min(there);
                clock.learn(millis(sent), millis(local), millis(server.div_euclid(1000) * 1000));
                let error = clock.at(millis(local)).as_millisecond() - (local + offset);
                prop_assert!((0..=1000 + quickest).contains(&error), "off by {error} ms");
                let least = clock.at_the_earliest(millis(local)).as_millisecond();
                prop_assert!(least <= local + offset, "{least} is after {}", local + offset);
            }
        }
    }
}
