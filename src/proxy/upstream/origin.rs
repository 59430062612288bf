//! Owns the connections to one target: which are free, which are promised, and who waits for one. It must not connect,
//! nor keep a connection that nobody uses.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::client::conn::{http1, http2};
use tokio::sync::Notify;

use super::{Body, IDLE_TIMEOUT};

/// The connections to one target.
#[derive(Default)]
pub(super) struct Origin {
    state: Mutex<State>,
    /// Told whenever an attempt to connect has ended.
    pub(super) news: Notify,
}

#[derive(Default)]
struct State {
    /// HTTP/1.1 connections without a request, the one used last at the end.
    idle: Vec<Idle>,
    /// HTTP/2 connections.
    shared: Vec<Shared>,
    /// Whether a connection of this target has been seen to carry one request at a time.
    one_each: bool,
    /// Attempts to connect that are under way, and how many of them nobody has asked for yet.
    opening: usize,
    warming: usize,
    /// Requests that wait for one of these.
    waiting: usize,
    /// How many attempts have failed so far.
    failed: usize,
}

struct Idle {
    sender: http1::SendRequest<Body>,
    proxied: bool,
    since: Instant,
}

struct Shared {
    sender: http2::SendRequest<Body>,
    /// Streams that the other side allows at once.
    limit: Arc<AtomicUsize>,
    load: Arc<Mutex<Load>>,
}

/// Streams on a shared connection, and when their number last changed.
struct Load {
    streams: usize,
    since: Instant,
}

impl Shared {
    fn has_room(&self) -> bool {
        locked(&self.load).streams < self.limit.load(Ordering::Relaxed)
    }

    fn in_use(&self) -> bool {
        let load = locked(&self.load);
        load.streams > 0 || load.since.elapsed() < IDLE_TIMEOUT
    }

    fn stream(&self) -> Sender {
        locked(&self.load).change(|streams| streams + 1);
        Sender::Many { sender: self.sender.clone(), held: Held(Arc::clone(&self.load)) }
    }
}

/// A connection on which a request may be sent.
pub(super) struct Lane {
    pub(super) sender: Sender,
    pub(super) reused: bool,
}

pub(super) enum Sender {
    One { sender: http1::SendRequest<Body>, proxied: bool },
    Many { sender: http2::SendRequest<Body>, held: Held },
}

/// One stream of a shared connection, until it is dropped.
pub(super) struct Held(Arc<Mutex<Load>>);

impl Load {
    fn change(&mut self, streams: impl FnOnce(usize) -> usize) {
        *self = Self { streams: streams(self.streams), since: Instant::now() };
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        locked(&self.0).change(|streams| streams.saturating_sub(1));
    }
}

/// A response's body as it arrives.
pub struct Received {
    pub(super) body: Incoming,
    pub(super) _held: Option<Held>,
}

/// A body whose connection is nobody else's.
impl From<Incoming> for Received {
    fn from(body: Incoming) -> Self {
        Self { body, _held: None }
    }
}

impl hyper::body::Body for Received {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Takes a count back when what was counted has ended, however it did, and tells.
pub(super) struct Counted {
    origin: Arc<Origin>,
    take_back: fn(&mut State),
}

impl Drop for Counted {
    fn drop(&mut self) {
        (self.take_back)(&mut self.origin.lock());
        self.origin.news.notify_waiters();
    }
}

/// Where a request gets its connection from.
pub(super) enum Found {
    Lane(Lane),
    /// From an attempt that is under way.
    Wait(Counted),
    /// From an attempt of its own.
    Open(Counted),
}

impl Origin {
    fn lock(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }

    fn counted(self: &Arc<Self>, take_back: fn(&mut State)) -> Counted {
        Counted { origin: Arc::clone(self), take_back }
    }

    /// Looks for a connection. `failed` is what the count was when this request first looked: once an attempt has
    /// failed it makes its own, so that it waits no longer than for two.
    pub(super) fn find(self: &Arc<Self>, failed: &mut Option<usize>) -> Found {
        let mut state = self.lock();
        if let Some(lane) = state.free() {
            return Found::Lane(lane);
        }
        // What carries many requests is for all who wait; what carries one is spoken for unless it was opened ahead.
        let promised = if state.one_each { state.warming > state.waiting } else { state.opening > 0 };
        if promised && *failed.get_or_insert(state.failed) == state.failed {
            state.waiting += 1;
            return Found::Wait(self.counted(|state| state.waiting -= 1));
        }
        state.opening += 1;
        Found::Open(self.counted(|state| state.opening -= 1))
    }

    /// Begins to open a connection ahead of its request, unless there is one.
    pub(super) fn warming(self: &Arc<Self>) -> Option<Counted> {
        let mut state = self.lock();
        state.prune();
        let is_there = !state.idle.is_empty() || state.shared.iter().any(Shared::has_room);
        if is_there || !state.one_each && state.opening > 0 {
            return None;
        }
        state.opening += 1;
        state.warming += 1;
        Some(self.counted(|state| {
            state.opening -= 1;
            state.warming -= 1;
        }))
    }

    /// A connection that carries one request at a time turned up.
    pub(super) fn carries_one_each(&self) {
        self.lock().one_each = true;
    }

    /// An attempt has failed.
    pub(super) fn has_failed(&self) {
        self.lock().failed += 1;
    }

    /// A connection that carries many requests, which allows so many streams; gives the first of them.
    pub(super) fn share(&self, sender: http2::SendRequest<Body>, limit: Arc<AtomicUsize>) -> Sender {
        let load = Arc::new(Mutex::new(Load { streams: 0, since: Instant::now() }));
        let shared = Shared { sender, limit, load };
        let stream = shared.stream();
        self.lock().shared.push(shared);
        stream
    }

    /// Lets go of what has been idle for too long; `false` when nothing is left.
    pub(super) fn sweep(&self) -> bool {
        let mut state = self.lock();
        state.prune();
        !state.is_empty()
    }

    /// A connection without a request.
    pub(super) fn put(&self, sender: http1::SendRequest<Body>, proxied: bool) {
        self.lock().idle.push(Idle { sender, proxied, since: Instant::now() });
        self.news.notify_waiters();
    }
}

/// Changes under these locks are complete at every step, so a panic in one leaves nothing half done.
fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn free(&mut self) -> Option<Lane> {
        self.prune();
        if let Some(shared) = self.shared.iter().find(|it| it.has_room()) {
            return Some(Lane { sender: shared.stream(), reused: true });
        }
        let Idle { sender, proxied, .. } = self.idle.pop()?;
        Some(Lane { sender: Sender::One { sender, proxied }, reused: true })
    }

    fn prune(&mut self) {
        self.idle.retain(|it| !it.sender.is_closed() && it.since.elapsed() < IDLE_TIMEOUT);
        self.shared.retain(|it| !it.sender.is_closed() && it.in_use());
    }

    fn is_empty(&self) -> bool {
        self.idle.is_empty() && self.shared.is_empty() && self.opening == 0
    }
}
