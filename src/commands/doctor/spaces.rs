//! The spaces and their rules, asked for by a few workers at once and handed on one by one in the
//! order of arrival: nothing is kept here but a page or two of spaces that wait for their turn.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::thread::Builder;
use std::time::Duration;

use tr::tr;

use crate::api::Client;
use crate::commands::doctor::lookup::is_fatal;
use crate::commands::doctor::noise;
use crate::commands::doctor::noise::UnreadNoise;
use crate::domain::doctor::space::Rules;
use crate::domain::escalation::wire::EscalationRule;
use crate::domain::space::Space;
use crate::error::{Error, Kind};
use crate::local::threads::no_room;
pub use crate::session::spaces::named;
use crate::ui::terminal::Uninterrupted;

/// Requests for rules under way at the same time.
const WORKERS: usize = 8;
/// The next page is asked for when so few spaces wait.
const WAITING: usize = 50;
/// After so many spaces in a row without an answer the server is taken for gone.
const GONE: usize = 16;

/// What comes out of it, one by one.
pub enum Found {
    /// A page came in: spaces seen so far, and how many there are as far as the server counts.
    Counted { seen: usize, total: usize },
    /// A space that is switched off; its rules were not asked for.
    Off(Space),
    /// A space and its rules, and which of those that hold alerts back could not be read.
    Rules(Space, Rules, Vec<UnreadNoise>),
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

/// The spaces that were named, each once; nothing where all are meant.
pub fn chosen(api: &Client, names: &[String]) -> Result<Option<Vec<Space>>, Error> {
    let mut spaces: Vec<Space> = Vec::new();
    for name in names {
        let space = named(api, name)?;
        if !spaces.iter().any(|known| known.id == space.id) {
            spaces.push(space);
        }
    }
    Ok((!names.is_empty()).then_some(spaces))
}

enum News {
    Found(Found),
    End(End),
}

/// What is handed on, to be taken until there is no more.
pub struct Listener<'a> {
    news: Receiver<News>,
    api: &'a Client,
    silent: usize,
    end: Option<End>,
    /// How it ends once all that was listed is examined.
    late: End,
}

/// Ask for these spaces, or all, while `body` listens. What it does at the end it does before the requests that are still
/// under way have come to theirs.
pub fn run<R>(
    api: &Client,
    chosen: Option<Vec<Space>>,
    concerns: &(dyn Fn(&Space, &[EscalationRule]) -> bool + Sync),
    body: impl FnOnce(&mut Listener<'_>) -> R,
) -> R {
    thread::scope(|threads| {
        let (send, news) = sync_channel(WORKERS);
        let (queue, waiting) = sync_channel(WAITING);
        // The last worker drops it, so that nobody lists spaces for no one.
        let waiting = Arc::new(Mutex::new(waiting));
        let mut workers = 0;
        let mut refused = None;
        while workers < WORKERS && refused.is_none() {
            let (send, waiting) = (send.clone(), Arc::clone(&waiting));
            let work = move || examine(api, &waiting, concerns, &send);
            match Builder::new().spawn_scoped(threads, work) {
                Ok(_) => workers += 1,
                Err(why) => refused = Some(why),
            }
        }
        drop(waiting);
        // Fewer workers take longer; without any, or without what hands the spaces to them, nothing comes of it.
        let listing = move || list(api, chosen, &queue, &send);
        let late = match refused.filter(|_| workers == 0) {
            Some(why) => Err(why),
            None => Builder::new().spawn_scoped(threads, listing).map(|_| ()),
        };
        body(&mut Listener {
            news,
            api,
            silent: 0,
            end: None,
            late: late.map_or_else(|why| End::Failed(no_room(&why)), |()| End::Complete),
        })
    })
}

/// What a worker does: one space after the other, until there is none or nobody listens.
fn examine(
    api: &Client,
    waiting: &Mutex<Receiver<Space>>,
    concerns: &(dyn Fn(&Space, &[EscalationRule]) -> bool + Sync),
    send: &SyncSender<News>,
) {
    let next = || {
        let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.recv()
    };
    while let Ok(space) = next() {
        let found = if !space.is_on() {
            Found::Off(space)
        } else {
            match noise::escalation_rules(api, space.id) {
                Ok(rules) if !concerns(&space, &rules) => {
                    let rules = Rules {
                        escalation: rules,
                        noise: None,
                    };
                    Found::Rules(space, rules, Vec::new())
                }
                Ok(escalation) => {
                    let (noise, unread) = noise::read(api, &space);
                    let noise = Some(noise);
                    Found::Rules(space, Rules { escalation, noise }, unread)
                }
                Err(why) => Found::Unread(space, why),
            }
        };
        if send.send(News::Found(found)).is_err() {
            return;
        }
    }
}

/// Hand the spaces to the workers, page by page. Nothing where nobody listens any more.
fn list(
    api: &Client,
    chosen: Option<Vec<Space>>,
    queue: &SyncSender<Space>,
    send: &SyncSender<News>,
) -> Option<()> {
    let hand_on = |spaces: Vec<Space>, seen, total| {
        let counted = News::Found(Found::Counted { seen, total });
        send.send(counted).ok()?;
        spaces
            .into_iter()
            .try_for_each(|space| queue.send(space).ok())
    };
    if let Some(spaces) = chosen {
        let count = spaces.len();
        return hand_on(spaces, count, count);
    }
    let mut seen = 0;
    let mut pages = api.channel_list(None, &[]);
    while let Some(page) = pages.next() {
        let page = match page {
            Ok(page) => page,
            Err(_) if pages.is_cut_off() => break,
            Err(error) => {
                let error = error.while_doing(tr!("cannot list the collaboration spaces"));
                return send.send(News::End(End::Failed(error))).ok();
            }
        };
        seen += page.items.len();
        let total = page.total.and_then(|total| usize::try_from(total).ok());
        hand_on(page.items, seen, total.unwrap_or(0))?;
    }
    if !pages.is_cut_off() {
        return Some(());
    }
    send.send(News::End(End::TooMany)).ok()
}

impl Listener<'_> {
    /// The next thing that came in; nothing once it has ended.
    pub fn next(&mut self) -> Option<Found> {
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
                Ok(News::End(End::Failed(error))) if is_fatal(&error) => {
                    self.end_with(End::Failed(error));
                }
                // What was listed before is still examined.
                Ok(News::End(end)) => self.late = end,
                Ok(News::Found(Found::Unread(_, why))) if why.kind == Kind::Key => {
                    self.end_with(End::Failed(why));
                }
                Ok(News::Found(found)) => {
                    match &found {
                        Found::Unread(_, why) if is_fatal(why) => self.silent += 1,
                        Found::Unread(..) | Found::Rules(..) => self.silent = 0,
                        Found::Counted { .. } | Found::Off(_) => {}
                    }
                    if let (GONE, Found::Unread(_, why)) = (self.silent, &found) {
                        self.end_with(End::Failed(why.clone()));
                    }
                    return Some(found);
                }
            }
        }
        None
    }

    fn end_with(&mut self, end: End) {
        if !matches!(end, End::Complete | End::TooMany) {
            self.api.stop();
        }
        self.end = Some(end);
    }

    /// How it ended.
    pub fn end(&mut self) -> End {
        self.end.take().unwrap_or(End::Complete)
    }
}
