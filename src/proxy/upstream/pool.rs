//! Owns the connections that are open and can carry requests. It must not send a request twice once bytes of it may
//! have left, nor keep a connection that nobody uses.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use bytes::Bytes;
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::client::conn::{TrySendError, http1, http2};
use hyper::header::{HOST, HeaderValue};
use hyper::http::uri::PathAndQuery;
use hyper::{Request, Response, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::dial::Dialer;
use super::{Body, CONNECTION_WINDOW, Dialed, IDLE_TIMEOUT, STREAM_WINDOW, Target, UpstreamError};

/// Connections by what they are to.
pub(super) struct Pool {
    pub(super) dialer: Dialer,
    origins: Mutex<HashMap<Target, Arc<Origin>>>,
    /// What drives the connections; ends with the pool.
    tasks: Mutex<JoinSet<()>>,
}

/// The connections to one target.
#[derive(Default)]
struct Origin {
    state: Mutex<State>,
    /// Told whenever an attempt to connect has ended.
    news: Notify,
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
    /// Streams that the other side allows at once, and streams there are.
    limit: Arc<AtomicUsize>,
    streams: Arc<AtomicUsize>,
    used: Instant,
}

impl Shared {
    fn has_room(&self) -> bool {
        self.streams.load(Ordering::Relaxed) < self.limit.load(Ordering::Relaxed)
    }

    fn stream(&mut self) -> Sender {
        self.used = Instant::now();
        Sender::Many { sender: self.sender.clone(), held: Held::of(&self.streams) }
    }
}

/// A connection on which a request may be sent.
struct Lane {
    sender: Sender,
    reused: bool,
}

enum Sender {
    One { sender: http1::SendRequest<Body>, proxied: bool },
    Many { sender: http2::SendRequest<Body>, held: Held },
}

/// One stream of a shared connection, until it is dropped.
struct Held(Arc<AtomicUsize>);

impl Held {
    fn of(streams: &Arc<AtomicUsize>) -> Self {
        streams.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(streams))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A response's body as it arrives.
pub struct Received {
    body: Incoming,
    _held: Option<Held>,
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
struct Counted {
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
enum Found {
    Lane(Lane),
    /// From an attempt that is under way.
    Wait(Counted),
    /// From an attempt of its own.
    Open(Counted),
}

impl Origin {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn counted(self: &Arc<Self>, take_back: fn(&mut State)) -> Counted {
        Counted { origin: Arc::clone(self), take_back }
    }

    /// Looks for a connection. `failed` is what the count was when this request first looked: once an attempt has
    /// failed it makes its own, so that it waits no longer than for two.
    fn find(self: &Arc<Self>, failed: &mut Option<usize>) -> Found {
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
    fn warming(self: &Arc<Self>) -> Option<Counted> {
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

    fn put(&self, sender: http1::SendRequest<Body>, proxied: bool) {
        self.lock().idle.push(Idle { sender, proxied, since: Instant::now() });
        self.news.notify_waiters();
    }
}

impl State {
    fn free(&mut self) -> Option<Lane> {
        self.prune();
        if let Some(shared) = self.shared.iter_mut().find(|it| it.has_room()) {
            return Some(Lane { sender: shared.stream(), reused: true });
        }
        let Idle { sender, proxied, .. } = self.idle.pop()?;
        Some(Lane { sender: Sender::One { sender, proxied }, reused: true })
    }

    fn prune(&mut self) {
        self.idle.retain(|it| !it.sender.is_closed() && it.since.elapsed() < IDLE_TIMEOUT);
        let in_use = |it: &Shared| it.streams.load(Ordering::Relaxed) > 0 || it.used.elapsed() < IDLE_TIMEOUT;
        self.shared.retain(|it| !it.sender.is_closed() && in_use(it));
    }

    fn is_empty(&self) -> bool {
        self.idle.is_empty() && self.shared.is_empty() && self.opening == 0
    }
}

impl Pool {
    pub(super) fn new(dialer: Dialer) -> Self {
        Self { dialer, origins: Mutex::default(), tasks: Mutex::default() }
    }

    fn origin(&self, target: &Target) -> Arc<Origin> {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(origins.entry(target.clone()).or_default())
    }

    /// Sends a request to `target`. Only when the connection turns out to have ended before any of it was written does
    /// the request go out on another.
    pub(super) async fn send(
        &self,
        target: &Target,
        mut request: Request<Body>,
    ) -> Result<Response<Received>, UpstreamError> {
        let origin = self.origin(target);
        let uri = request.uri().clone();
        loop {
            let Lane { sender, reused } = self.lane(target, &origin).await?;
            let failed = match sender {
                Sender::Many { mut sender, held } => match sender.try_send_request(request).await {
                    Ok(response) => return Ok(response.map(|body| Received { body, _held: Some(held) })),
                    Err(failed) => failed,
                },
                Sender::One { mut sender, proxied } => {
                    address(&mut request, &uri, proxied);
                    match sender.try_send_request(request).await {
                        Ok(response) => {
                            self.return_when_free(origin, sender, proxied);
                            return Ok(response.map(Received::from));
                        }
                        Err(failed) => failed,
                    }
                }
            };
            request = unsent(failed, reused)?;
            *request.uri_mut() = uri.clone();
        }
    }

    /// A connection for a request.
    async fn lane(&self, target: &Target, origin: &Arc<Origin>) -> Result<Lane, UpstreamError> {
        let mut failed = None;
        loop {
            let news = origin.news.notified();
            match origin.find(&mut failed) {
                Found::Lane(lane) => return Ok(lane),
                Found::Open(_opening) => return self.open(target, origin).await,
                Found::Wait(_waiting) => news.await,
            }
        }
    }

    pub(super) async fn warm(&self, target: &Target) {
        let origin = self.origin(target);
        let Some(_opening) = origin.warming() else { return };
        if let Ok(Lane { sender: Sender::One { sender, proxied }, .. }) = self.open(target, &origin).await {
            origin.put(sender, proxied);
        }
    }

    /// Connects, and lets others have a part in it where they can.
    async fn open(&self, target: &Target, origin: &Arc<Origin>) -> Result<Lane, UpstreamError> {
        let opened = async {
            let dialed = self.dialer.connect(target, true).await?;
            if dialed.h2 { self.shared(dialed, origin).await } else { self.single(dialed, origin).await }
        };
        let opened = opened.await;
        if opened.is_err() {
            origin.lock().failed += 1;
        }
        Ok(Lane { sender: opened?, reused: false })
    }

    async fn single(&self, dialed: Dialed, origin: &Origin) -> Result<Sender, UpstreamError> {
        let proxied = dialed.proxied;
        let client = http1::Builder::new().preserve_header_case(true).handshake(TokioIo::new(dialed)).await;
        let (sender, connection) = client.map_err(UpstreamError::Request)?;
        self.drive(async { drop(connection.await) });
        origin.lock().one_each = true;
        Ok(Sender::One { sender, proxied })
    }

    async fn shared(&self, dialed: Dialed, origin: &Origin) -> Result<Sender, UpstreamError> {
        let client = http2::Builder::new(TokioExecutor::new())
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .handshake(TokioIo::new(dialed))
            .await;
        let (sender, mut connection) = client.map_err(UpstreamError::Request)?;
        let limit = Arc::new(AtomicUsize::new(connection.current_max_send_streams()));
        let told = Arc::clone(&limit);
        self.drive(std::future::poll_fn(move |cx| {
            let polled = Pin::new(&mut connection).poll(cx);
            told.store(connection.current_max_send_streams(), Ordering::Relaxed);
            polled.map(drop)
        }));
        let mut shared = Shared { sender, limit, streams: Arc::default(), used: Instant::now() };
        let stream = shared.stream();
        origin.lock().shared.push(shared);
        Ok(stream)
    }

    /// Keeps a connection for the next request once the response it carries has been read to its end.
    fn return_when_free(&self, origin: Arc<Origin>, mut sender: http1::SendRequest<Body>, proxied: bool) {
        self.drive(async move {
            if sender.ready().await.is_ok() {
                origin.put(sender, proxied);
            }
        });
    }

    fn drive(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    pub(super) fn sweep(&self) {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        origins.retain(|_, origin| {
            let mut state = origin.lock();
            state.prune();
            // Whoever holds it may be about to put a connection into it.
            !state.is_empty() || Arc::strong_count(origin) > 1
        });
    }
}

/// The request again, when it is certain that nothing of it was sent and another connection may do better.
fn unsent(mut failed: TrySendError<Request<Body>>, reused: bool) -> Result<Request<Body>, UpstreamError> {
    match failed.take_message() {
        Some(request) if reused => Ok(request),
        _ => Err(UpstreamError::Request(failed.into_error())),
    }
}

/// Addresses a request of HTTP/1.1: `Host`, and the target in the form that the other side expects.
fn address(request: &mut Request<Body>, uri: &Uri, proxied: bool) {
    let name = uri.authority().map(|it| it.as_str().rsplit('@').next().unwrap_or_default());
    if let Some(Ok(name)) = name.map(HeaderValue::from_str) {
        request.headers_mut().entry(HOST).or_insert(name);
    }
    if !proxied {
        let target = uri.path_and_query().cloned().unwrap_or(PathAndQuery::from_static("/"));
        *request.uri_mut() = target.into();
    }
}
