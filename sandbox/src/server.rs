//! A running server: a thread with its own single-threaded runtime, and the handle that tests and the
//! `duty` command hold.

use std::convert::Infallible;
use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower_service::Service;

use crate::answer::App;
use crate::edit::Edit;
use crate::fault::{Fault, Faults};
use crate::http::router;
use crate::limiter::Limiter;
use crate::names::{MEMBER_KEY, OWNER_KEY, PRIMARY_KEY, ZHANG_SAN};
use crate::options::Options;
use crate::outside::{self, Device, Mail};
use crate::pager::{self, Alarm, Paged};
use crate::record::{Log, Recorded};
use crate::response::HangUp;
use crate::store::Store;

/// How long requests under way may take after the server was told to stop.
const GRACE: Duration = Duration::from_millis(250);

/// A running server. Dropping it stops it.
pub struct Server {
    addr: SocketAddr,
    app: Arc<App>,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("addr", &self.addr).finish()
    }
}

impl Server {
    /// Starts a server and returns once it listens.
    ///
    /// # Errors
    ///
    /// Where the address cannot be bound, or the state file cannot be used: the error names the file
    /// and the way out.
    pub fn start(options: Options) -> io::Result<Self> {
        let store = Store::open(&options.state, options.spaces)?;
        for edit in &options.edits {
            store.edit(|state| edit.apply(state))?;
        }
        let listener = StdListener::bind(options.addr)?;
        listener.set_nonblocking(true)?;
        let addr = listener.local_addr()?;
        let app = Arc::new(App {
            options,
            store,
            faults: Faults::default(),
            log: Log::default(),
            limiter: Mutex::new(Limiter::default()),
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .enable_time()
            .build()?;
        let (stop, stopped) = watch::channel(false);
        let router = router(Arc::clone(&app));
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let thread = thread::Builder::new()
            .name("duty-sandbox".to_owned())
            .spawn(move || runtime.block_on(accept(listener, router, stopped)))?;
        Ok(Self {
            addr,
            app,
            stop,
            thread: Some(thread),
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The key of the default caller: 张三, who counts as the owner.
    #[must_use]
    pub fn app_key(&self) -> &'static str {
        OWNER_KEY
    }

    /// A key of the default caller that works: the one that he began with, or, where that was rotated, the newest; with its id.
    #[must_use]
    pub fn usable_key(&self) -> (u64, String) {
        let found = self.app.store.update(|state| {
            let own = state.app_keys.iter().filter(|key| {
                key.person_id == ZHANG_SAN && key.status == "enabled" && key.permissions.is_none()
            });
            let first = own.clone().find(|key| key.key == OWNER_KEY);
            let newest = || own.max_by_key(|key| key.key_id);
            first
                .or_else(newest)
                .map(|key| (key.key_id, key.key.clone()))
        });
        // Without one, the server is to say that this one is not accepted.
        found
            .ok()
            .flatten()
            .unwrap_or_else(|| (0, OWNER_KEY.to_owned()))
    }

    /// The key of a member who is the owner; the same as [`Self::app_key`].
    #[must_use]
    pub fn owner_key(&self) -> &'static str {
        OWNER_KEY
    }

    /// The key of the primary account, which is no member.
    #[must_use]
    pub fn primary_key(&self) -> &'static str {
        PRIMARY_KEY
    }

    /// The key of a plain member, 李四.
    #[must_use]
    pub fn member_key(&self) -> &'static str {
        MEMBER_KEY
    }

    /// The requests so far, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.app.log.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.app.log.clear();
    }

    /// The state as JSON; `Null` where the file has become unreadable.
    #[must_use]
    pub fn state(&self) -> Value {
        self.app.store.snapshot().unwrap_or_default()
    }

    /// Changes anything about the account, with no request in between. The change must not call this
    /// server: the state is locked while it runs.
    ///
    /// # Errors
    ///
    /// Where the result is no state any more (then nothing is changed), or the file cannot be used.
    pub fn edit(&self, change: impl FnOnce(&mut Value)) -> io::Result<()> {
        self.app.store.edit(|state| {
            change(state);
            Ok(())
        })
    }

    /// Makes a change that was made up before, see [`Edit`].
    ///
    /// # Errors
    ///
    /// Where what it changes is not there, and where [`Self::edit`] has one.
    pub fn apply(&self, edit: &Edit) -> io::Result<()> {
        self.app.store.edit(|state| edit.apply(state))
    }

    /// Makes requests go wrong from now on.
    pub fn fault(&self, fault: Fault) {
        self.app.faults.add(fault);
    }

    /// Lets everything go right again.
    pub fn clear_faults(&self) {
        self.app.faults.clear();
    }

    /// [`crate::scan`] on this server's state, by this server's clock.
    ///
    /// # Errors
    ///
    /// Where there is no such code or it has expired.
    pub fn scan(&self, code: Option<&str>, name: &str, os: &str) -> io::Result<Device> {
        let now = self.app.options.clock.now();
        self.app
            .store
            .update(|state| outside::scan_in(state, now, code, name, os))?
    }

    /// [`crate::page`] in this server's state, by this server's clock.
    ///
    /// # Errors
    ///
    /// Where the space is not found, or the state file cannot be used.
    pub fn page(&self, alarm: &Alarm) -> io::Result<Option<Paged>> {
        let now = self.app.options.clock.now_ms();
        self.app
            .store
            .update(|state| pager::page_in(state, now, alarm))?
    }

    /// [`crate::outbox`] of this server's state, by this server's clock.
    ///
    /// # Errors
    ///
    /// Where the state file cannot be used.
    pub fn outbox(&self) -> io::Result<Vec<Mail>> {
        let now = self.app.options.clock.now();
        self.app
            .store
            .update(|state| outside::outbox_in(state, now))
    }

    /// Waits until the server ends, which it does not by itself: for a program that only serves.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // It can only have panicked, and then there is nothing to wait for.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = told(&mut stopped) => break,
            // Keeps the set from growing with connections that ended.
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone(), stopped.clone()));
                }
                // Out of file descriptors, most likely: let some connections end.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    }
    drop(listener);
    // Whoever is not done by then is dropped with the set.
    let _ = tokio::time::timeout(GRACE, async {
        while connections.join_next().await.is_some() {}
    })
    .await;
}

/// Returns when the server is to stop, also because its handle is gone.
async fn told(stopped: &mut watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// The operation's answer is to be no answer. hyper closes a connection whose service fails.
#[derive(Debug)]
struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("injected fault")
    }
}

impl std::error::Error for Dropped {}

async fn converse(stream: TcpStream, router: Router, mut stopped: watch::Receiver<bool>) {
    // Answers are small, and must not wait for more to send.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut router = router.clone();
        async move {
            let response: Result<Response<Body>, Infallible> = router.call(request).await;
            match response {
                Ok(response) if response.extensions().get::<HangUp>().is_none() => Ok(response),
                _ => Err(Dropped),
            }
        }
    });
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        // An error here is a client that went away, or a fault that was asked for.
        _ = connection.as_mut() => {}
        () = told(&mut stopped) => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
