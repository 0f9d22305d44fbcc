//! The rate limiter: duty never asks so fast that the server has to refuse (contract: 1,000 requests
//! a minute and 50 a second for the whole account).
//!
//! The server counts arrivals in windows that slide. A request arrives somewhere between being sent
//! and being answered, so one counts here from when it is sent until a window after its answer:
//! whatever the network does in between, the server counts no more than this does. A token bucket
//! would let through its size on top of its rate, and so be either late or wrong.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::local::interruption;

/// So many requests in any stretch of this length.
#[derive(Clone, Copy, Debug)]
struct Limit {
    most: usize,
    window: Duration,
}

/// Below the contract's 50 and 1,000: the rest is left to whoever else uses the account.
const LIMITS: [Limit; 2] = [
    Limit {
        most: 45,
        window: Duration::from_secs(1),
    },
    Limit {
        most: 950,
        window: Duration::from_secs(60),
    },
];

/// How long to wait where only an answer that is under way can make room.
const A_MOMENT: Duration = Duration::from_millis(5);
/// How often a wait looks whether an interrupt came.
const GLANCE: Duration = Duration::from_millis(25);

/// The requests that count. Pure: the caller reads the clock.
#[derive(Debug, Default)]
struct RateLimiter {
    under_way: usize,
    /// When the answers came, oldest first; no more than fit into the longest window.
    answered: VecDeque<Duration>,
}

impl RateLimiter {
    /// Begin a request now, or be told how long to wait before asking again.
    fn admit(&mut self, limits: &[Limit], now: Duration) -> Result<(), Duration> {
        let longest = limits.iter().map(|limit| limit.window).max();
        while self
            .answered
            .front()
            .is_some_and(|at| *at + longest.unwrap_or_default() <= now)
        {
            self.answered.pop_front();
        }
        let wait = limits
            .iter()
            .filter_map(|limit| self.wait(*limit, now))
            .max();
        match wait {
            Some(wait) => Err(wait),
            None => {
                self.under_way += 1;
                Ok(())
            }
        }
    }

    /// A request that was admitted has its answer, or will have none.
    fn answered(&mut self, now: Duration) {
        self.under_way = self.under_way.saturating_sub(1);
        self.answered.push_back(now);
    }

    fn wait(&self, limit: Limit, now: Duration) -> Option<Duration> {
        let begins = self
            .answered
            .partition_point(|at| *at + limit.window <= now);
        let inside = self.under_way + (self.answered.len() - begins);
        let too_many = (inside + 1).checked_sub(limit.most).filter(|n| *n > 0)?;
        let leaves = self.answered.get(begins + too_many - 1);
        Some(leaves.map_or(A_MOMENT, |at| {
            (*at + limit.window).saturating_sub(now).max(A_MOMENT)
        }))
    }
}

/// What every request passes before it goes out: the rate limiter, and whether anything is still to
/// be asked.
pub(super) struct Gate {
    began: Instant,
    limiter: Mutex<RateLimiter>,
    times_each_request: AtomicBool,
    closed: Mutex<bool>,
    closing: Condvar,
}

/// Why a request may not go out.
pub(super) enum Refusal {
    /// Nothing more is to be asked.
    Closed,
    /// Its time is over.
    TooLate,
}

/// A request under way: it counts until this is dropped, and for a while after that.
pub(super) struct Slot<'a> {
    gate: &'a Gate,
    /// How long it waited for the rate limiter.
    pub waited: Duration,
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        let now = self.gate.began.elapsed();
        self.gate.limiter().answered(now);
    }
}

impl Default for Gate {
    fn default() -> Gate {
        Gate {
            began: Instant::now(),
            limiter: Mutex::default(),
            times_each_request: AtomicBool::new(false),
            closed: Mutex::new(false),
            closing: Condvar::new(),
        }
    }
}

impl Gate {
    fn limiter(&self) -> MutexGuard<'_, RateLimiter> {
        self.limiter.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn closed(&self) -> MutexGuard<'_, bool> {
        self.closed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn times_each_request(&self) -> bool {
        self.times_each_request.load(Ordering::SeqCst)
    }

    pub fn is_closed(&self) -> bool {
        *self.closed()
    }

    /// Wait until one more request keeps below the rate limit, but not longer than `until`.
    pub fn enter(&self, until: Option<Instant>) -> Result<Slot<'_>, Refusal> {
        let began = Instant::now();
        loop {
            // The lock must not outlive this line.
            let admitted = self.limiter().admit(&LIMITS, self.began.elapsed());
            let Err(wait) = admitted else {
                return Ok(Slot {
                    gate: self,
                    waited: began.elapsed(),
                });
            };
            if until.is_some_and(|until| Instant::now() >= until) {
                return Err(Refusal::TooLate);
            }
            self.pause(wait);
            if self.is_closed() {
                return Err(Refusal::Closed);
            }
            if interruption::came() {
                // What is found out yet is not worth a wait for room.
                return Err(Refusal::Closed);
            }
        }
    }

    /// From now on the time is that of each request and not of the whole command.
    pub(super) fn time_each_request(&self) {
        self.times_each_request.store(true, Ordering::SeqCst);
    }

    /// From now on nobody is let through, and what waits ends.
    pub(super) fn close(&self) {
        *self.closed() = true;
        self.closing.notify_all();
    }

    /// Wait, but not longer than until [`super::Client::stop`], or an interrupt.
    pub fn pause(&self, wait: Duration) {
        let began = Instant::now();
        while !self.is_closed() && !interruption::came() {
            let left = wait.saturating_sub(began.elapsed());
            if left.is_zero() {
                break;
            }
            // The answer is the lock, which nobody needs.
            let _ = self
                .closing
                .wait_timeout_while(self.closed(), left.min(GLANCE), |closed| !*closed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// The server's side, written apart: arrivals in a sliding window.
    fn refused(arrivals: &mut [Duration]) -> usize {
        arrivals.sort();
        let mut refused = 0;
        for (index, at) in arrivals.iter().enumerate() {
            for (most, window) in [(50, 1000), (1000, 60_000)] {
                let inside = arrivals[..=index]
                    .iter()
                    .filter(|other| **other + ms(window) > *at)
                    .count();
                refused += usize::from(inside > most);
            }
        }
        refused
    }

    /// Eight workers over a network in which a request takes `latency` and arrives anywhere in it.
    /// When the last is answered, and when each arrived.
    fn simulate(requests: usize, latency: fn(usize) -> (u64, u64)) -> (Duration, Vec<Duration>) {
        let mut limiter = RateLimiter::default();
        let mut workers = [Some(ms(0)); 8];
        let mut answers: Vec<(Duration, usize)> = Vec::new();
        let mut arrivals = Vec::new();
        let mut last = ms(0);
        let mut sent = 0;
        loop {
            let turn = (0..8)
                .filter_map(|worker| workers[worker].map(|at| (at, worker)))
                .min();
            let answer = answers.iter().copied().min();
            match (turn, answer) {
                (None, None) => return (last, arrivals),
                (_, Some((at, worker))) if turn.is_none_or(|(turn, _)| at <= turn) => {
                    answers.retain(|one| *one != (at, worker));
                    limiter.answered(at);
                    workers[worker] = (sent < requests).then_some(at);
                    last = at;
                }
                (Some((now, worker)), _) => match limiter.admit(&LIMITS, now) {
                    _ if sent == requests => workers[worker] = None,
                    Err(wait) => workers[worker] = Some(now + wait),
                    Ok(()) => {
                        let (way, whole) = latency(sent);
                        arrivals.push(now + ms(way));
                        answers.push((now + ms(whole), worker));
                        workers[worker] = None;
                        sent += 1;
                    }
                },
                (None, Some(_)) => unreachable!(),
            }
        }
    }

    #[test]
    fn the_server_never_has_to_refuse() {
        let networks: [fn(usize) -> (u64, u64); 4] = [
            |_| (0, 1),
            |n| (n as u64 * 7919 % 90, 90),
            // Now and then one is stuck on its way there, or on its way back.
            |n| if n % 50 == 0 { (900, 901) } else { (1, 3) },
            |n| if n % 50 == 0 { (1, 901) } else { (1, 3) },
        ];
        for (index, network) in networks.into_iter().enumerate() {
            let (_, mut arrivals) = simulate(2100, network);
            assert_eq!(arrivals.len(), 2100);
            assert_eq!(refused(&mut arrivals), 0, "network {index}");
        }
    }

    #[test]
    fn the_limit_is_used_and_not_much_more_is_waited() {
        // 1,017 requests: what 1,000 spaces take. The limit alone demands a minute and a third of a second.
        let (took, _) = simulate(1017, |_| (10, 20));
        assert!(took >= ms(60_000) && took < ms(63_000), "{took:?}");
        // The first of them do not wait for a minute to pass.
        let (took, _) = simulate(200, |_| (10, 20));
        assert!(took < ms(5_000), "{took:?}");
    }

    #[test]
    fn what_has_no_answer_yet_counts() {
        let mut limiter = RateLimiter::default();
        let one = [Limit {
            most: 1,
            window: ms(1000),
        }];
        assert_eq!(limiter.admit(&one, ms(0)), Ok(()));
        assert_eq!(limiter.admit(&one, ms(5000)), Err(A_MOMENT));
        limiter.answered(ms(6000));
        assert_eq!(limiter.admit(&one, ms(6400)), Err(ms(600)));
        assert_eq!(limiter.admit(&one, ms(7000)), Ok(()));
    }

    #[test]
    fn an_answer_leaves_the_window_when_that_is_over() {
        let mut limiter = RateLimiter::default();
        let limits = [Limit {
            most: 2,
            window: ms(1000),
        }];
        for at in [0, 100] {
            assert_eq!(limiter.admit(&limits, ms(at)), Ok(()));
            limiter.answered(ms(at));
        }
        assert_eq!(limiter.admit(&limits, ms(200)), Err(ms(800)));
        assert_eq!(limiter.admit(&limits, ms(999)), Err(A_MOMENT));
        assert_eq!(limiter.admit(&limits, ms(1000)), Ok(()));
        // One is under way and one was answered lately: that one makes room first.
        assert_eq!(limiter.admit(&limits, ms(1050)), Err(ms(50)));
        assert_eq!((limiter.under_way, limiter.answered.len()), (1, 1));
    }

    /// As many as may be under way at once.
    fn full(gate: &Gate) -> Vec<Slot<'_>> {
        let slots = (0..LIMITS[0].most).map(|_| gate.enter(None));
        slots
            .map(|slot| slot.unwrap_or_else(|_| panic!()))
            .collect()
    }

    #[test]
    fn a_full_gate_lets_nobody_through_whose_time_is_over() {
        let gate = Gate::default();
        let slots = full(&gate);
        let refused = gate.enter(Some(Instant::now()));
        assert!(matches!(refused, Err(Refusal::TooLate)));
        assert_eq!(gate.limiter().under_way, slots.len());
        drop(slots);
        let limiter = gate.limiter();
        assert_eq!(
            (limiter.under_way, limiter.answered.len()),
            (0, LIMITS[0].most)
        );
    }

    #[test]
    fn what_waits_ends_when_nothing_more_is_to_be_asked() {
        let gate = Gate::default();
        let slots = full(&gate);
        let events = Mutex::new(Vec::new());
        let event = |what: &'static str| events.lock().unwrap().push(what);
        let (tell, begun) = std::sync::mpsc::channel();
        assert!(!gate.is_closed());
        std::thread::scope(|scope| {
            let tell_enter = tell.clone();
            let (gate, event) = (&gate, &event);
            scope.spawn(move || {
                tell_enter.send(()).unwrap();
                let refused = gate.enter(Some(Instant::now() + ms(3_600_000)));
                event(if matches!(refused, Err(Refusal::Closed)) {
                    "over"
                } else {
                    "through"
                });
            });
            scope.spawn(move || {
                tell.send(()).unwrap();
                gate.pause(ms(3_600_000));
                event("over");
            });
            begun.iter().take(2).for_each(drop);
            // They may well wait by now; where they do not yet, they need not.
            gate.closing
                .wait_timeout_while(gate.closed(), GLANCE, |_| true)
                .map(drop)
                .unwrap();
            event("closing");
            gate.close();
        });
        assert_eq!(*events.lock().unwrap(), ["closing", "over", "over"]);
        assert!(gate.is_closed());
        drop(slots);
    }

    #[test]
    fn the_time_is_that_of_the_command_until_it_is_each_requests() {
        let gate = Gate::default();
        assert!(!gate.times_each_request());
        gate.time_each_request();
        assert!(gate.times_each_request());
    }
}
