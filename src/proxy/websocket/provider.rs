//! Owns the handshake with a provider: over HTTP/2 where its settings allow it, else on a connection of HTTP/1.1. It
//! must not ask for what a provider has not said it speaks.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper::header::{HeaderValue, SEC_WEBSOCKET_EXTENSIONS};
use hyper::http::request::Parts;
use hyper::upgrade::OnUpgrade;
use hyper::{HeaderMap, Request, Response, StatusCode, Uri};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::sync::Notify;
use tokio_util::io::InspectWriter;

use super::super::Session;
use super::super::exchange::Origin;
use super::super::refusal::Refusal;
use super::super::upstream::{CONNECTION_WINDOW, Dialed, STREAM_WINDOW, Stream, UpstreamError};
use super::Sockets;
use super::deflate::{self, Terms};
use super::handshake;

/// How long a provider may take to send its settings, with which every connection of HTTP/2 begins.
const SETTINGS_TIMEOUT: Duration = Duration::from_secs(10);

/// A provider's answer.
pub enum Answer {
    /// The WebSocket is open.
    Opened(Opened),
    /// Something else, to be relayed as it is.
    Other(Response<Incoming>),
}

/// A WebSocket that a provider has opened.
pub struct Opened {
    /// The headers of its answer.
    pub headers: HeaderMap,
    /// How to compress towards it.
    pub terms: Option<Terms>,
    /// Its connection.
    pub upgrade: OnUpgrade,
}

/// Asks the provider for a WebSocket. What drives the connection goes into `sockets`.
///
/// # Errors
/// [`Refusal::Upstream`] without an answer, [`Refusal::Handshake`] for one that cannot be.
pub async fn ask(
    session: &Session,
    origin: &Origin,
    head: Parts,
    sockets: &Sockets,
) -> Result<Answer, Refusal> {
    let uri = origin.uri(&head.uri)?;
    let failed = |source| Refusal::Upstream { host: origin.host.to_string(), source };
    if origin.scheme != "https" {
        // Through a proxy by a tunnel (RFC 6455, 4.1).
        let io = session.upstream.dial(&origin.host, origin.port).await.map_err(failed)?;
        return over_h1(io, &uri, &head.headers, sockets, failed).await;
    }
    let Dialed { io, h2, .. } = session.upstream.open(&uri, true).await.map_err(failed)?;
    if !h2 {
        return over_h1(io, &uri, &head.headers, sockets, failed).await;
    }
    let request = handshake::over_h2(&uri, &head.headers)?;
    match over_h2(io, request, sockets).await.map_err(|error| failed(UpstreamError::Connect(error.into())))? {
        Some(response) => answered(response, StatusCode::OK),
        None => {
            let Dialed { io, .. } = session.upstream.open(&uri, false).await.map_err(failed)?;
            over_h1(io, &uri, &head.headers, sockets, failed).await
        }
    }
}

/// Over HTTP/2; `None` when the provider's settings do not allow it.
async fn over_h2(
    io: impl Stream + 'static,
    request: Request<Empty<Bytes>>,
    sockets: &Sockets,
) -> hyper::Result<Option<Response<Incoming>>> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.initial_stream_window_size(STREAM_WINDOW).initial_connection_window_size(CONNECTION_WINDOW);
    // No stream may be opened before the settings are there: so the limit tells when they are.
    builder.initial_max_send_streams(0);
    // hyper does not tell when settings have come, but writes that they have.
    let written = Arc::<Notify>::default();
    let notify = Arc::clone(&written);
    let io = InspectWriter::new(io, move |_: &[u8]| notify.notify_one());
    let (mut sender, mut connection) = builder.handshake(TokioIo::new(io)).await?;
    let settled = async {
        while connection.current_max_send_streams() == 0 {
            // Settings are acknowledged once they hold.
            tokio::select! {
                () = written.notified() => {}
                _ended = &mut connection => return,
            }
        }
    };
    let _left = tokio::time::timeout(SETTINGS_TIMEOUT, settled).await;
    if !connection.is_extended_connect_protocol_enabled() {
        return Ok(None);
    }
    sockets.spawn(async move { drop(connection.await) });
    sender.send_request(request).await.map(Some)
}

async fn over_h1(
    io: impl Stream + 'static,
    uri: &Uri,
    headers: &HeaderMap,
    sockets: &Sockets,
    failed: impl Fn(UpstreamError) -> Refusal,
) -> Result<Answer, Refusal> {
    let (request, expected) = handshake::over_h1(uri, headers)?;
    let asked = async {
        let (mut sender, connection) = http1::handshake(TokioIo::new(io)).await?;
        sockets.spawn(async move { drop(connection.with_upgrades().await) });
        sender.send_request(request).await
    };
    let response = asked.await.map_err(|error: hyper::Error| failed(UpstreamError::Connect(error.into())))?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS && !is_opened(&response, &expected) {
        return Err(Refusal::Handshake("is not one to the key that was sent"));
    }
    answered(response, StatusCode::SWITCHING_PROTOCOLS)
}

fn is_opened(response: &Response<Incoming>, expected: &HeaderValue) -> bool {
    handshake::is_opened(response.headers(), expected)
}

/// Sorts an answer; `open` is the status that opens a WebSocket.
fn answered(mut response: Response<Incoming>, open: StatusCode) -> Result<Answer, Refusal> {
    if response.status() != open {
        return Ok(Answer::Other(response));
    }
    let terms = deflate::accepted(response.headers().get_all(SEC_WEBSOCKET_EXTENSIONS))
        .map_err(|_| Refusal::Handshake("names an extension that was not offered"))?;
    let upgrade = hyper::upgrade::on(&mut response);
    Ok(Answer::Opened(Opened { headers: response.into_parts().0.headers, terms, upgrade }))
}
