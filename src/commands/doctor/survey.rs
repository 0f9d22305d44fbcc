//! All spaces and their rules, asked for by a few workers at once and handed on one by one in the
//! order of arrival: nothing is kept here but a page or two of spaces that wait for their turn.

use std::collections::VecDeque;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tr::tr;

use crate::api::{Client, LAST_PAGE, Page, Wanted};
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::space::Space;
use crate::error::{Error, Kind};
use crate::text::duty;
use crate::ui::terminal::Uninterrupted;

/// Requests under way at the same time.
const WORKERS: usize = 8;
/// The next page is asked for when so few spaces wait.
const LOW: usize = 50;
/// After so many spaces in a row without an answer the server is taken for gone.
const GONE: usize = 16;

/// What comes out of it, one by one.
pub enum Found {
    /// A page came in: spaces seen so far, and how many there are as far as the server counts.
    Counted {
        /// So far.
        seen: usize,
        /// At least.
        total: usize,
    },
    /// A space that is switched off; its rules were not asked for.
    Off(Space),
    /// A space and its rules.
    Rules(Space, Vec<EscalationRule>),
    /// A space whose rules could not be read.
    Unread(Space, Error),
}

/// How it ended.
#[derive(Debug)]
pub enum End {
    /// All spaces were examined.
    Complete,
    /// There are more spaces than the server lists.
    TooMany,
    /// Ctrl-C.
    Interrupted,
    /// This made it pointless to go on.
    Failed(Error),
}

/// Which spaces.
pub enum Scope {
    /// All that the key may see.
    All,
    /// These.
    Some(Vec<Space>),
}

impl Scope {
    /// The spaces that were named; all where none was.
    ///
    /// # Errors
    /// `NotFound` for a name that fits none, `Usage` for one that fits several.
    pub fn resolve(api: &Client, names: &[String]) -> Result<Scope, Error> {
        if names.is_empty() {
            return Ok(Scope::All);
        }
        let mut spaces: Vec<Space> = Vec::new();
        for name in names {
            let space = named(api, name)?;
            if !spaces.iter().any(|known| known.id == space.id) {
                spaces.push(space);
            }
        }
        Ok(Scope::Some(spaces))
    }
}

/// The space with this id or name.
///
/// # Errors
/// `NotFound` where none fits, `Usage` where several do.
pub fn named(api: &Client, name: &str) -> Result<Space, Error> {
    let wanted = name.trim();
    if let Ok(id) = wanted.parse() {
        let page = api.space_page(&Wanted::Id(id), 1)?;
        if let Some(space) = page.spaces.into_iter().find(|space| space.id.0 == id) {
            return Ok(space);
        }
    }
    let lower = wanted.to_lowercase();
    let query = Wanted::Query(wanted.to_owned());
    let mut near: Vec<Space> = Vec::new();
    let mut exact: Vec<Space> = Vec::new();
    for page in 1..=LAST_PAGE {
        let answer = api.space_page(&query, page)?;
        let empty = answer.spaces.is_empty();
        for space in answer.spaces {
            let own = space.name.to_lowercase();
            if own == lower {
                exact.push(space);
            } else if own.contains(&lower) && near.len() < 20 {
                near.push(space);
            }
        }
        if !answer.more || empty {
            break;
        }
    }
    let mut fits = if exact.is_empty() { near } else { exact };
    match (fits.pop(), fits.len()) {
        (None, _) => Err(Error::new(
            Kind::NotFound,
            tr!(
                "there is no collaboration space '{wanted}' that the key may see",
                wanted
            ),
        )
        .hint(tr!(
            "'{command}' lists the spaces",
            command = duty!("doctor --all")
        ))),
        (Some(one), 0) => Ok(one),
        (Some(last), _) => {
            fits.push(last);
            let mut error =
                Error::usage(tr!("'{wanted}' fits several collaboration spaces", wanted))
                    .hint(tr!("give the id"));
            for space in &fits {
                error = error.detail(format!("{}  {}", space.id, space.name));
            }
            Err(error)
        }
    }
}

/// What waits for its turn.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<Space>,
    next_page: Option<usize>,
    /// A worker is asking for a page.
    asking: bool,
    /// Ids of the page before: a space that moved to the next page is not examined twice.
    before: Vec<u64>,
    seen: usize,
    stopped: bool,
}

struct Shared<'a> {
    api: &'a Client,
    queue: Mutex<Queue>,
    changed: Condvar,
}

enum Job {
    Page(usize),
    Space(Space),
}

enum News {
    Found(Found),
    Stop(Error),
    TooMany,
}

/// What is handed on, to be taken until there is no more.
pub struct Listener<'a> {
    news: mpsc::Receiver<News>,
    shared: &'a Shared<'a>,
    counted: Option<usize>,
    silent: usize,
    end: Option<End>,
    late: End,
}

/// Ask while `body` listens. What it does at the end it does before the requests that are still
/// under way have come to theirs.
pub fn run<R>(api: &Client, scope: Scope, body: impl FnOnce(&mut Listener<'_>) -> R) -> R {
    let mut counted = None;
    let queue = match scope {
        Scope::All => Queue {
            next_page: Some(1),
            ..Queue::default()
        },
        Scope::Some(spaces) => {
            counted = Some(spaces.len());
            Queue {
                waiting: spaces.into(),
                ..Queue::default()
            }
        }
    };
    let shared = Shared {
        api,
        queue: Mutex::new(queue),
        changed: Condvar::new(),
    };
    thread::scope(|scope| {
        let (send, news) = mpsc::sync_channel(WORKERS);
        for _ in 0..WORKERS {
            let (send, shared) = (send.clone(), &shared);
            scope.spawn(move || {
                while let Some(job) = shared.next() {
                    for one in shared.carry_out(job) {
                        // Nobody listens any more.
                        if send.send(one).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(send);
        body(&mut Listener {
            news,
            shared: &shared,
            counted,
            silent: 0,
            end: None,
            late: End::Complete,
        })
    })
}

impl Listener<'_> {
    /// The next thing that came in; nothing once it has ended.
    pub fn next(&mut self) -> Option<Found> {
        if let Some(count) = self.counted.take() {
            return Some(Found::Counted {
                seen: count,
                total: count,
            });
        }
        while self.end.is_none() {
            if Uninterrupted::was_interrupted() {
                self.end_with(End::Interrupted);
                break;
            }
            match self.news.recv_timeout(Duration::from_millis(50)) {
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    let late = std::mem::replace(&mut self.late, End::Complete);
                    self.end_with(late);
                }
                Ok(News::Stop(error)) if is_fatal(&error) => self.end_with(End::Failed(error)),
                // What was listed before is still examined.
                Ok(News::Stop(error)) => self.late = End::Failed(error),
                Ok(News::TooMany) => self.late = End::TooMany,
                Ok(News::Found(Found::Unread(space, why))) => {
                    if why.kind == Kind::Key {
                        self.end_with(End::Failed(why));
                        break;
                    }
                    self.silent = if is_fatal(&why) { self.silent + 1 } else { 0 };
                    if self.silent == GONE {
                        self.end_with(End::Failed(why.clone()));
                    }
                    return Some(Found::Unread(space, why));
                }
                Ok(News::Found(found)) => {
                    if let Found::Rules(..) = found {
                        self.silent = 0;
                    }
                    return Some(found);
                }
            }
        }
        None
    }

    fn end_with(&mut self, end: End) {
        if !matches!(end, End::Complete | End::TooMany) {
            self.shared.stop();
        }
        self.end = Some(end);
    }

    /// How it ended.
    pub fn end(&mut self) -> End {
        self.end.take().unwrap_or(End::Complete)
    }
}

/// Whether whoever asks next would fare no better.
fn is_fatal(error: &Error) -> bool {
    matches!(
        error.kind,
        Kind::Key | Kind::Unreachable | Kind::RateLimited | Kind::Interrupted
    )
}

impl Shared<'_> {
    fn queue(&self) -> std::sync::MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stop(&self) {
        self.queue().stopped = true;
        self.changed.notify_all();
        self.api.stop();
    }

    fn next(&self) -> Option<Job> {
        let mut queue = self.queue();
        loop {
            if queue.stopped {
                return None;
            }
            if queue.waiting.len() < LOW
                && !queue.asking
                && let Some(page) = queue.next_page
            {
                queue.asking = true;
                return Some(Job::Page(page));
            }
            if let Some(space) = queue.waiting.pop_front() {
                return Some(Job::Space(space));
            }
            if !queue.asking {
                return None;
            }
            queue = self
                .changed
                .wait(queue)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn carry_out(&self, job: Job) -> Vec<News> {
        match job {
            Job::Space(space) if !space.is_on() => vec![News::Found(Found::Off(space))],
            Job::Space(space) => {
                vec![News::Found(match self.api.escalation_rules(space.id) {
                    Ok(rules) => Found::Rules(space, rules),
                    Err(why) => Found::Unread(space, why),
                })]
            }
            Job::Page(page) => {
                let answer = self.api.space_page(&Wanted::All, page);
                let news = self.filed(page, answer);
                self.changed.notify_all();
                news
            }
        }
    }

    fn filed(&self, number: usize, answer: Result<Page, Error>) -> Vec<News> {
        let mut queue = self.queue();
        queue.asking = false;
        let page = match answer {
            Ok(page) => page,
            Err(error) => {
                queue.next_page = None;
                return vec![News::Stop(
                    error.while_doing(tr!("cannot list the collaboration spaces")),
                )];
            }
        };
        let ids: Vec<u64> = page.spaces.iter().map(|space| space.id.0).collect();
        let news: Vec<Space> = page
            .spaces
            .into_iter()
            .filter(|space| !queue.before.contains(&space.id.0))
            .collect();
        let more = page.more && !news.is_empty();
        queue.next_page = (more && number < LAST_PAGE).then_some(number + 1);
        queue.seen += news.len();
        queue.waiting.extend(news);
        queue.before = ids;
        let total = page
            .total
            .and_then(|total| usize::try_from(total).ok())
            .unwrap_or(0);
        let mut told = vec![News::Found(Found::Counted {
            seen: queue.seen,
            total,
        })];
        if more && number == LAST_PAGE {
            told.push(News::TooMany);
        }
        told
    }
}
