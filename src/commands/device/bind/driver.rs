//! Drives [`Binding`]: its events come from requests that run beside this thread, from the clock, the
//! window and Ctrl-C; its actions go to whatever shows the code. Nothing here waits for the network,
//! so that a slow server holds up neither the countdown nor the end of a code.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use tr::tr;

use crate::api::Client;
use crate::commands::device::phone::explained;
use crate::domain::binding::{Action, Binding, Event, Moment, Outcome, Status};
use crate::domain::device::{BindCode, Device};
use crate::domain::server_clock::ServerClock;
use crate::error::{Error, Kind};
use crate::local::now::now;
use crate::text::duty;
use crate::ui::spoken;
use crate::ui::terminal::Uninterrupted;

/// How often the window and Ctrl-C are looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// How long the last poll may take once `--wait` is over.
const LAST_POLL: Duration = Duration::from_secs(3);
/// A server that asks for more patience than this is asked again all the same.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Shows what a [`Binding`] wants shown.
pub trait Renderer {
    /// This and nothing else.
    fn draw(&mut self, status: &Status) -> Result<(), Error>;
    fn wipe(&mut self) -> Result<(), Error>;
    /// Whether it must be drawn again.
    fn resized(&mut self) -> bool {
        false
    }
}

enum Answer {
    Code(Result<BindCode, Error>),
    Phones(Result<Vec<Device>, Error>),
}

fn learn(clock: &mut ServerClock, api: &Client) {
    if let Some(latest) = api.server_date() {
        clock.learn(latest.sent, latest.received, latest.date);
    }
}

/// Now. While a laptop sleeps only the time of day goes on, so the end of a code needs both clocks.
fn moment(clock: &ServerClock, began: Instant) -> Moment {
    Moment {
        local: SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX),
        server: clock.at(now()),
    }
}

/// How it ended, where that is no error.
pub enum Ended {
    /// These phones were bound.
    Bound(Vec<Device>),
    /// By Ctrl-C; what is known of it, in a sentence.
    Interrupted(String),
}

/// Show codes until a phone that is not `known` is bound, or `wait` is over.
///
/// # Errors
/// What the server said where it would say the same again; where nothing can be shown.
pub fn bind(
    api: &Arc<Client>,
    renderer: &mut dyn Renderer,
    known: Vec<Device>,
    wait: Duration,
) -> Result<Ended, Error> {
    let clock = api.server_clock();
    let began = Instant::now();
    let (sender, answers) = mpsc::channel();
    let mut driver = Driver {
        api,
        binding: Binding::new(moment(&clock, began), known),
        clock,
        answers,
        sender,
        polling: false,
        wait,
        began,
        last_poll: None,
        last_failure: None,
        no_code: None,
        looked_in_vain: false,
    };
    let mut event = Event::Tick;
    // Of the last code that was given, also where it is on the screen no more.
    let mut given = None;
    loop {
        let now = moment(&driver.clock, driver.began);
        for action in driver.binding.step(now, event) {
            match action {
                Action::RequestCode => driver.request_code(),
                Action::Poll => driver.poll(),
                Action::Draw(status) => {
                    given = status.code.as_ref().map(|code| code.expires_at.0).or(given);
                    renderer.draw(&status)?;
                }
                Action::Wipe => renderer.wipe()?,
                Action::Finish(Outcome::Bound(phones)) => return Ok(Ended::Bound(phones)),
                Action::Finish(Outcome::TimedOut) => return Err(driver.timed_out(given.is_some())),
                Action::Finish(Outcome::Interrupted) => {
                    let left = given.map(|end| end.duration_since(now.server).as_secs());
                    return Ok(Ended::Interrupted(stopped(left)));
                }
            }
        }
        event = driver.next(renderer)?;
    }
}

/// Nobody was told that a phone is bound, and a code works wherever it was seen: on a phone, in a log.
fn stopped(left: Option<i64>) -> String {
    let Some(left) = left else {
        return tr!("Stopped before there was a code: no phone was bound by this command.");
    };
    let tells = duty!("device list");
    match u64::try_from(left) {
        Ok(left @ 1..) => tr!(
            "Stopped waiting. Whoever scanned the code can still use it for {0}; '{command}' tells whether a phone was bound.",
            spoken(Duration::from_secs(left)),
            command = tells
        ),
        _ => tr!(
            "Stopped waiting. The code has expired; '{command}' tells whether a phone was bound.",
            command = tells
        ),
    }
}

struct Driver<'a> {
    api: &'a Arc<Client>,
    binding: Binding,
    clock: ServerClock,
    answers: Receiver<Answer>,
    sender: Sender<Answer>,
    /// Whether the phones are being asked for.
    polling: bool,
    wait: Duration,
    began: Instant,
    /// When the last poll began: after the wait, before the end.
    last_poll: Option<Instant>,
    last_failure: Option<String>,
    /// Why the latest code was not given.
    no_code: Option<Error>,
    /// Whether the latest look at the phones came to nothing.
    looked_in_vain: bool,
}

impl Driver<'_> {
    fn next(&mut self, renderer: &mut dyn Renderer) -> Result<Event, Error> {
        loop {
            if Uninterrupted::was_interrupted() {
                return Ok(Event::Interrupted);
            }
            if renderer.resized() {
                return Ok(Event::Resize);
            }
            match self.last_poll {
                None if self.began.elapsed() >= self.wait => {
                    self.last_poll = Some(Instant::now());
                    self.poll();
                }
                Some(began) if began.elapsed() >= LAST_POLL || !self.polling => {
                    return Ok(Event::WaitOver);
                }
                _ => {}
            }
            let due = self.binding.due_in(moment(&self.clock, self.began));
            if !due.is_positive() {
                return Ok(Event::Tick);
            }
            let nap = Duration::try_from(due).map_or(GLANCE, |due| due.min(GLANCE));
            match self.answers.recv_timeout(nap) {
                Ok(answer) => {
                    learn(&mut self.clock, self.api);
                    return self.event(answer);
                }
                Err(RecvTimeoutError::Timeout) => {}
                // It cannot be: this side holds a sender.
                Err(RecvTimeoutError::Disconnected) => thread::sleep(nap),
            }
        }
    }

    fn event(&mut self, answer: Answer) -> Result<Event, Error> {
        match answer {
            Answer::Code(Ok(code)) => Ok(Event::CodeArrived(code)),
            Answer::Code(Err(error)) => {
                self.no_code = Some(error.clone());
                self.failed(error, "device_bind_code", &tr!("cannot get a code"))?;
                Ok(Event::CodeFailed)
            }
            Answer::Phones(Ok(phones)) => {
                self.polling = false;
                self.looked_in_vain = false;
                Ok(Event::Devices(phones))
            }
            Answer::Phones(Err(error)) => {
                self.polling = false;
                self.looked_in_vain = true;
                self.failed(error, "device_list", &tr!("cannot list the phones"))?;
                Ok(Event::PollFailed)
            }
        }
    }

    /// What may pass is remembered; what will not ends the command.
    fn failed(&mut self, error: Error, operation: &str, doing: &str) -> Result<(), Error> {
        match error.kind {
            Kind::Key | Kind::NotAllowed | Kind::NotFound => {
                Err(explained(error, operation).while_doing(doing))
            }
            _ => {
                self.last_failure = Some(error.message);
                Ok(())
            }
        }
    }

    fn request_code(&self) {
        let api = Arc::clone(self.api);
        let sender = self.sender.clone();
        thread::spawn(move || {
            // Nobody listens any more once the command is over.
            let _ = sender.send(Answer::Code(patient(api.once().device_bind_code())));
        });
    }

    fn poll(&mut self) {
        if std::mem::replace(&mut self.polling, true) {
            return;
        }
        let api = Arc::clone(self.api);
        let sender = self.sender.clone();
        thread::spawn(move || {
            let _ = sender.send(Answer::Phones(patient(api.once().device_list())));
        });
    }

    /// `given`: there was a code to scan.
    fn timed_out(&self, given: bool) -> Error {
        if !given {
            let silent = || {
                let why = tr!("the server did not answer");
                Error::new(Kind::Unreachable, why)
            };
            let error = self.no_code.clone().unwrap_or_else(silent);
            let waited = tr!("no phone was bound within {0}", spoken(self.wait));
            return error.while_doing(tr!("cannot get a code")).detail(waited);
        }
        // One that is bound shows in the list alone.
        let unknown = self.polling || self.looked_in_vain;
        let mut error = match unknown {
            true => Error::new(
                Kind::Unreachable,
                tr!(
                    "it is not known whether a phone was bound: the server did not say which phones there are"
                ),
            ),
            false => Error::new(
                Kind::Failed,
                tr!("no phone was bound within {0}", spoken(self.wait)),
            ),
        };
        if let Some(failure) = &self.last_failure {
            error = error.detail(tr!("the last request that failed: {failure}", failure));
        }
        if unknown {
            return error.hint(duty!("device list"));
        }
        error.hint(tr!("run it again, with a longer --wait if that helps; '{command}' tells where to get the app", command = duty!("device app")))
    }
}

/// The result, as late as the server wishes: the next request follows it.
fn patient<T>(result: Result<T, Error>) -> Result<T, Error> {
    if let Err(error) = &result
        && let Some(seconds) = error.retry_after
    {
        thread::sleep(Duration::from_secs(seconds.get().into()).min(LONGEST_PAUSE));
    }
    result
}
