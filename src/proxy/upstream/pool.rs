//! Owns the sending of requests over connections that are kept. It must not send a request twice once bytes of it may
//! have left.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hyper::client::conn::{TrySendError, http1, http2};
use hyper::header::{HOST, HeaderValue};
use hyper::http::uri::PathAndQuery;
use hyper::{Request, Response, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::task::JoinSet;

use super::dial::Dialer;
use super::origin::{Found, Lane, Origin, Received, Sender};
use super::{Body, CONNECTION_WINDOW, Dialed, STREAM_WINDOW, Target, UpstreamError};

/// Connections by what they are to.
pub(super) struct Pool {
    pub(super) dialer: Dialer,
    origins: Mutex<HashMap<Target, Arc<Origin>>>,
    /// What drives the connections; ends with the pool.
    tasks: Mutex<JoinSet<()>>,
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
            origin.has_failed();
        }
        Ok(Lane { sender: opened?, reused: false })
    }

    async fn single(&self, dialed: Dialed, origin: &Origin) -> Result<Sender, UpstreamError> {
        let proxied = dialed.proxied;
        let client =
            http1::Builder::new().preserve_header_case(true).handshake(TokioIo::new(dialed.io)).await;
        let (sender, connection) = client.map_err(UpstreamError::Request)?;
        self.drive(async { drop(connection.await) });
        origin.carries_one_each();
        Ok(Sender::One { sender, proxied })
    }

    async fn shared(&self, dialed: Dialed, origin: &Origin) -> Result<Sender, UpstreamError> {
        let client = http2::Builder::new(TokioExecutor::new())
            .initial_stream_window_size(STREAM_WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .handshake(TokioIo::new(dialed.io))
            .await;
        let (sender, mut connection) = client.map_err(UpstreamError::Request)?;
        let limit = Arc::new(AtomicUsize::new(connection.current_max_send_streams()));
        let told = Arc::clone(&limit);
        self.drive(std::future::poll_fn(move |cx| {
            let polled = Pin::new(&mut connection).poll(cx);
            told.store(connection.current_max_send_streams(), Ordering::Relaxed);
            polled.map(drop)
        }));
        Ok(origin.share(sender, limit))
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
        // Whoever holds an origin may be about to put a connection into it.
        origins.retain(|_, origin| origin.sweep() || Arc::strong_count(origin) > 1);
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
