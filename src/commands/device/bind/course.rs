//! Drives [`Binding`]: its events come from requests that run beside this thread, from the clock, the
//! window and Ctrl-C; its actions go to whatever shows the code. Nothing here waits for the network,
//! so that a slow server holds up neither the countdown nor the end of a code.

use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tr::tr;

use crate::api::Client;
use crate::commands::device::bind::explained;
use crate::domain::binding::{
    Action, Binding, Code, Event, Moment, Outcome, Phone, ServerClock, View,
};
use crate::domain::device::{BindCode, Device};
use crate::error::{Error, Kind};
use crate::ui::terminal::Uninterrupted;

/// How often the window and Ctrl-C are looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// How long the last look for a phone may take once `--wait` is over.
const LAST_LOOK: Duration = Duration::from_secs(3);
/// A server that asks for more patience than this is asked again all the same.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Shows what a [`Binding`] wants shown.
pub trait Show {
    /// This and nothing else.
    fn draw(&mut self, view: &View) -> Result<(), Error>;
    /// Nothing.
    fn wipe(&mut self) -> Result<(), Error>;
    /// Whether it must be drawn again.
    fn resized(&mut self) -> bool {
        false
    }
}

/// How it ended.
pub enum Ended {
    /// With these phones; at least one.
    Bound(Vec<Device>),
    /// With nothing, and the last failure of a request if any.
    TimedOut(Option<String>),
}

/// The answer to a request.
enum Report {
    Code(Result<BindCode, Error>),
    Phones(Result<Vec<Device>, Error>),
}

/// What the server's clock shows, as far as the latest answer tells.
pub fn clock(api: &Client) -> ServerClock {
    let mut clock = ServerClock::default();
    hear(&mut clock, api);
    clock
}

fn hear(clock: &mut ServerClock, api: &Client) {
    if let Some(latest) = api.server_date() {
        clock.heard(latest.sent, latest.received, latest.date);
    }
}

/// Now. While a laptop sleeps only the time of day goes on, so the end of a code needs both clocks.
fn moment(clock: &ServerClock, began: Instant) -> Moment {
    Moment {
        local: SignedDuration::try_from(began.elapsed()).unwrap_or(SignedDuration::MAX),
        server: clock.at(Timestamp::now()),
    }
}

/// Show codes until a phone that is not `known` is bound, or `wait` is over.
///
/// # Errors
/// `Interrupted`; what the server said where it would say the same again; where nothing can be shown.
pub fn follow(
    api: &Arc<Client>,
    show: &mut dyn Show,
    known: &[Device],
    wait: Duration,
) -> Result<Ended, Error> {
    let clock = clock(api);
    let began = Instant::now();
    let (to, from) = mpsc::channel();
    let mut course = Course {
        api,
        binding: Binding::new(moment(&clock, began), known.iter().map(phone).collect()),
        clock,
        from,
        to,
        looking: false,
        wait,
        began,
        last_look: None,
        phones: Vec::new(),
        trouble: None,
    };
    let mut event = Event::Tick;
    loop {
        let now = moment(&course.clock, course.began);
        for action in course.binding.step(now, event) {
            match action {
                Action::RequestCode => course.request_code(),
                Action::Poll => course.look(),
                Action::Draw(view) => show.draw(&view)?,
                Action::Wipe => show.wipe()?,
                Action::Finish(outcome) => return course.ended(outcome),
            }
        }
        event = course.next(show)?;
    }
}

struct Course<'a> {
    api: &'a Arc<Client>,
    binding: Binding,
    clock: ServerClock,
    from: Receiver<Report>,
    to: Sender<Report>,
    /// Whether the phones are being asked for.
    looking: bool,
    wait: Duration,
    began: Instant,
    /// When the last look for a phone began: after the wait, before the end.
    last_look: Option<Instant>,
    /// The phones as last heard.
    phones: Vec<Device>,
    /// What the last failure was.
    trouble: Option<String>,
}

impl Course<'_> {
    fn next(&mut self, show: &mut dyn Show) -> Result<Event, Error> {
        loop {
            if Uninterrupted::was_interrupted() {
                return Ok(Event::Interrupted);
            }
            if show.resized() {
                return Ok(Event::Resize);
            }
            match self.last_look {
                None if self.began.elapsed() >= self.wait => {
                    self.last_look = Some(Instant::now());
                    self.look();
                }
                Some(began) if began.elapsed() >= LAST_LOOK || !self.looking => {
                    return Ok(Event::WaitOver);
                }
                _ => {}
            }
            let due = self.binding.due_in(moment(&self.clock, self.began));
            if !due.is_positive() {
                return Ok(Event::Tick);
            }
            let nap = Duration::try_from(due).map_or(GLANCE, |due| due.min(GLANCE));
            match self.from.recv_timeout(nap) {
                Ok(report) => {
                    hear(&mut self.clock, self.api);
                    return self.reported(report);
                }
                Err(RecvTimeoutError::Timeout) => {}
                // It cannot be: this side holds a sender.
                Err(RecvTimeoutError::Disconnected) => thread::sleep(nap),
            }
        }
    }

    fn reported(&mut self, report: Report) -> Result<Event, Error> {
        match report {
            Report::Code(Ok(code)) => Ok(Event::CodeArrived(Code {
                content: code.content,
                expires_at: code.expires_at.0,
            })),
            Report::Code(Err(error)) => {
                self.failed(error, "device_bind_code", &tr!("cannot get a code"))?;
                Ok(Event::CodeFailed)
            }
            Report::Phones(Ok(phones)) => {
                self.looking = false;
                self.phones = phones;
                Ok(Event::Devices(self.phones.iter().map(phone).collect()))
            }
            Report::Phones(Err(error)) => {
                self.looking = false;
                self.failed(error, "device_list", &tr!("cannot list the phones"))?;
                Ok(Event::PollFailed)
            }
        }
    }

    /// What may mend itself is remembered; what will not ends the command.
    fn failed(&mut self, error: Error, operation: &str, doing: &str) -> Result<(), Error> {
        match error.kind {
            Kind::Key | Kind::NotAllowed | Kind::NotFound => {
                Err(explained(error, operation).while_doing(doing))
            }
            _ => {
                self.trouble = Some(error.message);
                Ok(())
            }
        }
    }

    fn request_code(&self) {
        let api = Arc::clone(self.api);
        let to = self.to.clone();
        thread::spawn(move || {
            // Nobody listens any more once the command is over.
            let _ = to.send(Report::Code(patient(api.once().device_bind_code())));
        });
    }

    fn look(&mut self) {
        if std::mem::replace(&mut self.looking, true) {
            return;
        }
        let api = Arc::clone(self.api);
        let to = self.to.clone();
        thread::spawn(move || {
            let _ = to.send(Report::Phones(patient(api.once().device_list())));
        });
    }

    fn ended(self, outcome: Outcome) -> Result<Ended, Error> {
        match outcome {
            Outcome::Bound(new) => {
                let is_new = |phone: &Device| new.iter().any(|one| one.id == phone.device_id);
                Ok(Ended::Bound(
                    self.phones.into_iter().filter(is_new).collect(),
                ))
            }
            Outcome::TimedOut => Ok(Ended::TimedOut(self.trouble)),
            Outcome::Interrupted => Err(Error::interrupted()),
        }
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

fn phone(device: &Device) -> Phone {
    Phone {
        id: device.device_id.clone(),
        name: device.device_name.clone(),
        bound_at: device.bound_at.map(|at| at.seconds()),
    }
}
