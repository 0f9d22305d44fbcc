//! `device bind` as a state machine, without clock, network or terminal: events in, actions out. What runs it is
//! `commands/device/bind/driver.rs`.
//! It decides when to ask for a code, when to look for a new phone, and what may be on the screen; its promise is
//! that no status holds a code that is dead by the server's clock. What is repeated goes by a clock of this machine
//! that only goes forward: the server's is an estimate, which one wrong answer can throw off by any amount.

use jiff::{SignedDuration, Timestamp};

use crate::domain::device::{BindCode, Device};

#[cfg(test)]
mod tests;

/// A moment on both clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The time since any one point, by a clock that is never set.
    pub local: SignedDuration,
    /// What the server's clock shows, as far as is known.
    pub server: Timestamp,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Time passed. Due when [`Binding::due_in`] says, at the latest.
    Tick,
    /// The answer to [`Action::RequestCode`].
    CodeArrived(BindCode),
    /// The request for a code failed in a way that may pass.
    CodeFailed,
    /// The answer to [`Action::Poll`].
    Devices(Vec<Device>),
    /// The poll failed in a way that may pass.
    PollFailed,
    /// The terminal has another size.
    Resize,
    /// Ctrl-C, or a request to terminate.
    Interrupted,
    /// `--wait` is over.
    WaitOver,
}

/// Something to do, in the order given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Ask the server for a code. No second one is asked for before this one is answered.
    RequestCode,
    /// Ask the server for the phones. No second time before this is answered.
    Poll,
    /// Put this, and nothing else, on the screen.
    Draw(Status),
    /// Take everything off the screen.
    Wipe,
    /// It is over. Nothing follows, whatever events still come.
    Finish(Outcome),
}

/// What the screen says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The code, while there is one that works.
    pub code: Option<BindCode>,
    /// The seconds that it still works, rounded up; 0 without a code.
    pub seconds_left: i64,
    /// How many requests for a code have failed since the last that did not.
    pub failed_codes: u32,
    /// How many looks for new phones have failed since the last that did not.
    pub failed_polls: u32,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// These phones were bound, in the order of the list; at least one.
    Bound(Vec<Device>),
    /// None was, in the time there was.
    TimedOut,
    /// The user has seen enough.
    Interrupted,
}

const SECOND: SignedDuration = SignedDuration::from_secs(1);

/// Polls are closer together while the user is likely to be scanning.
const EAGER_FOR: SignedDuration = SignedDuration::from_secs(30);
const POLL_EAGER: SignedDuration = SignedDuration::from_secs(2);
const POLL_LATER: SignedDuration = SignedDuration::from_secs(5);

/// How long before its end a code is replaced; a tenth of its life if that is shorter.
const LEAD: SignedDuration = SignedDuration::from_secs(10);
/// How long before its end it leaves the screen, so that no frame is late; a twentieth of its life if that is shorter.
const MARGIN: SignedDuration = SECOND;
/// The longest pause between requests for a code that fail. The first is a second, and then each is twice the last.
const BACKOFF: SignedDuration = SignedDuration::from_secs(15);

/// An estimate of the server's clock that falls by no more than this was too late before: time stands still until
/// it is caught up with, so that a dead code stays dead. One that falls by more was wrong, and the new one counts.
const SLACK: SignedDuration = SignedDuration::from_secs(5);

/// The code on the screen.
#[derive(Debug)]
struct Shown {
    code: BindCode,
    /// When it leaves the screen, a little before it dies: by the clock that comes to it first. An estimate that
    /// falls makes no code live longer than it had when it came.
    hide_at: Moment,
    /// When it dies, likewise.
    dies_at: Moment,
}

/// An operation of the server that is repeated.
#[derive(Debug)]
enum Call {
    /// By this machine's clock, or the server's where it comes to it first.
    Due(SignedDuration, Option<Timestamp>),
    Running,
}

/// The state of a `device bind`.
#[derive(Debug)]
pub struct Binding {
    known: Vec<Device>,
    began: SignedDuration,
    now: Moment,
    shown: Option<Shown>,
    request: Call,
    poll: Call,
    failed_codes: u32,
    failed_polls: u32,
    drawn: Option<Status>,
    over: bool,
}

impl Binding {
    /// Begins, with the phones that are bound already. The first [`Event::Tick`] gives the first actions.
    pub fn new(now: Moment, known: Vec<Device>) -> Self {
        Self {
            known,
            began: now.local,
            now,
            shown: None,
            request: Call::Due(now.local, None),
            poll: Call::Due(now.local + POLL_EAGER, None),
            failed_codes: 0,
            failed_polls: 0,
            drawn: None,
            over: false,
        }
    }

    /// How long after `now` the next [`Event::Tick`] is due: for the countdown, a request, or the end of a code.
    pub fn due_in(&self, now: Moment) -> SignedDuration {
        let call = |call: &Call| match call {
            Call::Due(local, server) => {
                let by_server = server.map(|server| server.duration_since(now.server));
                let by_local = *local - now.local;
                Some(by_server.map_or(by_local, |due| due.min(by_local)))
            }
            Call::Running => None,
        };
        let countdown = self.shown.as_ref().map(|shown| {
            let left = whole_seconds(shown.dies_at.soonest(self.now));
            shown.dies_at.soonest(now) - SignedDuration::from_secs(left - 1)
        });
        let hide = self.shown.as_ref().map(|shown| shown.hide_at.soonest(now));
        let next = [call(&self.request), call(&self.poll), countdown, hide]
            .into_iter()
            .flatten()
            .min();
        next.unwrap_or(SECOND).max(SignedDuration::ZERO)
    }

    /// Takes an event that happened at `now`, and says what to do.
    pub fn step(&mut self, now: Moment, event: Event) -> Vec<Action> {
        if self.over {
            return Vec::new();
        }
        self.now.local = self.now.local.max(now.local);
        if now.server > self.now.server || later(now.server, SLACK) < self.now.server {
            self.now.server = now.server;
        }
        match event {
            Event::Tick => {}
            Event::CodeArrived(code) => self.code_arrived(code),
            Event::CodeFailed => self.code_failed(),
            Event::Devices(phones) => {
                let new: Vec<_> = phones
                    .into_iter()
                    .filter(|phone| self.is_new(phone))
                    .collect();
                if !new.is_empty() {
                    return self.finish(Outcome::Bound(new));
                }
                self.failed_polls = 0;
                self.poll_again();
            }
            Event::PollFailed => {
                self.failed_polls += 1;
                self.poll_again();
            }
            Event::Resize => self.drawn = None,
            Event::Interrupted => return self.finish(Outcome::Interrupted),
            Event::WaitOver => return self.finish(Outcome::TimedOut),
        }
        let mut actions = Vec::new();
        if self
            .shown
            .as_ref()
            .is_some_and(|shown| !shown.hide_at.soonest(self.now).is_positive())
        {
            self.shown = None;
            actions.push(Action::Wipe);
        }
        if self.due(&self.request) {
            self.request = Call::Running;
            actions.push(Action::RequestCode);
        }
        if self.due(&self.poll) {
            self.poll = Call::Running;
            actions.push(Action::Poll);
        }
        let status = self.status();
        if self.drawn.as_ref() != Some(&status) {
            self.drawn = Some(status.clone());
            actions.push(Action::Draw(status));
        }
        actions
    }

    /// Without the code on the screen the end is the same for all outcomes.
    fn finish(&mut self, outcome: Outcome) -> Vec<Action> {
        self.over = true;
        self.shown = None;
        vec![Action::Wipe, Action::Finish(outcome)]
    }

    fn code_arrived(&mut self, code: BindCode) {
        let life = code.expires_at.0.duration_since(self.now.server);
        if life <= MARGIN {
            // As good as dead: the answer was under way for too long, or it is the old code once more.
            return self.code_failed();
        }
        self.failed_codes = 0;
        if self.shown.as_ref().is_some_and(|shown| shown.code == code) {
            // The server makes no new code while the old one works: its life is what it was.
            self.request = Call::Due(self.now.local + SECOND, None);
            return;
        }
        let before_end = |by: SignedDuration| Moment {
            local: self.now.local.saturating_add(life - by),
            server: earlier(code.expires_at.0, by),
        };
        let renew_at = before_end(LEAD.min(life / 10));
        self.request = Call::Due(renew_at.local, Some(renew_at.server));
        let hide_at = before_end(MARGIN.min(life / 20));
        let dies_at = before_end(SignedDuration::ZERO);
        self.shown = Some(Shown {
            code,
            hide_at,
            dies_at,
        });
    }

    fn code_failed(&mut self) {
        let pause = SECOND
            .saturating_mul(1 << self.failed_codes.min(4))
            .min(BACKOFF);
        self.failed_codes = self.failed_codes.saturating_add(1);
        self.request = Call::Due(self.now.local + pause, None);
    }

    fn poll_again(&mut self) {
        let eager = self.now.local - self.began < EAGER_FOR;
        let pause = if eager { POLL_EAGER } else { POLL_LATER };
        self.poll = Call::Due(self.now.local + pause, None);
    }

    /// Not in the first list, or bound once more since.
    fn is_new(&self, phone: &Device) -> bool {
        match self
            .known
            .iter()
            .find(|known| known.device_id == phone.device_id)
        {
            None => true,
            Some(known) => {
                matches!((known.bound_at, phone.bound_at), (Some(before), Some(now)) if now != before)
            }
        }
    }

    fn due(&self, call: &Call) -> bool {
        matches!(call, Call::Due(local, server)
            if self.now.local >= *local || server.is_some_and(|server| self.now.server >= server))
    }

    fn status(&self) -> Status {
        Status {
            seconds_left: self
                .shown
                .as_ref()
                .map_or(0, |shown| whole_seconds(shown.dies_at.soonest(self.now))),
            code: self.shown.as_ref().map(|shown| shown.code.clone()),
            failed_codes: self.failed_codes,
            failed_polls: self.failed_polls,
        }
    }
}

impl Moment {
    /// How long after `now` the first of the two clocks comes to this.
    fn soonest(self, now: Moment) -> SignedDuration {
        (self.local.saturating_sub(now.local)).min(self.server.duration_since(now.server))
    }
}

/// Rounded up.
fn whole_seconds(duration: SignedDuration) -> i64 {
    duration.as_secs() + i64::from(duration.subsec_nanos() > 0)
}

fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

fn earlier(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_sub(by).unwrap_or(Timestamp::MIN)
}
