//! Owns what a client says to the proxy itself: who it is, and where it wants to go. It must not serve strangers, and
//! must open every connection to a host in scope.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::body::{Frame, Incoming};
use hyper::header::{HeaderValue, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION};
use hyper::service::service_fn;
use hyper::upgrade::OnUpgrade;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulConnection;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::exchange::{Origin, exchange};
use super::peer::{self, Peer};
use super::refusal::{Refusal, text};
use super::sniff::{Opening, sniff};
use super::upstream::{Body, CONNECTION_WINDOW, STREAM_WINDOW, Stream};
use super::websocket::Sockets;
use super::{Session, head, tunnel};
use crate::audit::Entry;
use crate::audit::LogText;
use crate::audit::entry::{Tunnel, Warning};
use crate::causes::told;
use crate::engine::provider::Host;

/// How long a client may take to begin with TLS, and to finish its handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// What is to follow once a CONNECT has been answered.
enum Next {
    /// The host is in scope: open the connection.
    Intercept(Origin),
    /// It is not: carry bytes.
    Tunnel(Host, u16, Box<dyn Stream>),
}

/// The place in which the answer to a CONNECT leaves what is to follow.
type Slot = Arc<Mutex<Option<(Next, OnUpgrade)>>>;

/// Serves one connection to the listener to its end.
pub async fn serve(session: Arc<Session>, tcp: TcpStream, peer: SocketAddr) {
    let Ok(local) = tcp.local_addr() else { return };
    let owner = tokio::task::spawn_blocking(move || peer::owner(peer, local)).await.unwrap_or(Peer::Unknown);
    if owner == Peer::OtherUser {
        let text = LogText::new("a connection of another user was turned away");
        let _unrecorded = session.log.record(Entry::Warning(Warning { text })).await;
        return;
    }
    let _slower = tcp.set_nodelay(true);
    let (slot, sockets) = (Slot::default(), Sockets::default());
    let service = service_fn(|request| {
        let (session, slot, sockets) = (Arc::clone(&session), Arc::clone(&slot), sockets.clone());
        async move { Ok::<_, std::convert::Infallible>(answer(&session, owner, &slot, &sockets, request).await) }
    });
    let http = http().http1_only();
    let served = http.serve_connection_with_upgrades(TokioIo::new(tcp), service);
    // Whom the request would have been for is not known.
    if let (Err(error), Some(host)) = (until_stopped(&session, served).await, Host::new("127.0.0.1")) {
        session.misspoken(&host, error.as_ref()).await;
    }
    sockets.ended().await;
    let next = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some((next, upgrade)) = next else { return };
    let Ok(upgraded) = upgrade.await else { return };
    let client = TokioIo::new(upgraded);
    match next {
        Next::Intercept(origin) => intercept(&session, origin, client).await,
        Next::Tunnel(host, port, server) => tunnel::carry(&session, &host, port, client, server).await,
    }
}

async fn answer(
    session: &Arc<Session>,
    owner: Peer,
    slot: &Slot,
    sockets: &Sockets,
    request: Request<Incoming>,
) -> Response<Body> {
    if !session.may_enter(owner, request.headers().get(PROXY_AUTHORIZATION)) {
        let mut response = text(
            StatusCode::PROXY_AUTHENTICATION_REQUIRED,
            "ww: this proxy serves one session only; start the program with `ww run`\n".to_owned(),
        );
        let challenge = HeaderValue::from_static("Basic realm=\"ww\"");
        response.headers_mut().insert(PROXY_AUTHENTICATE, challenge);
        return response;
    }
    if *request.method() == Method::CONNECT {
        return connect(session, slot, request).await;
    }
    let target = request.uri();
    let host = target.host().and_then(Host::new);
    let (Some(host), Some("http")) = (host, target.scheme_str()) else {
        let hint = "ww: this is a proxy; ask it for http://… or CONNECT\n";
        return text(StatusCode::BAD_REQUEST, hint.to_owned());
    };
    let origin = Origin { scheme: "http", host, port: target.port_u16().unwrap_or(80) };
    if session.scope.contains(&origin.host) {
        exchange(session, &origin, sockets, request).await
    } else {
        plain(session, origin, request).await
    }
}

async fn connect(session: &Arc<Session>, slot: &Slot, mut request: Request<Incoming>) -> Response<Body> {
    let authority = request.uri().authority();
    let named = authority.and_then(|it| Some((Host::new(it.host())?, it.port_u16()?)));
    let Some((host, port)) = named else {
        return text(StatusCode::BAD_REQUEST, "ww: CONNECT needs a host and a port\n".to_owned());
    };
    let next = if session.scope.contains(&host) {
        Next::Intercept(Origin { scheme: "https", host, port })
    } else {
        match session.upstream.dial(&host, port).await {
            Ok(server) => Next::Tunnel(host, port, server),
            Err(source) => {
                let refusal = Refusal::Upstream { host: host.to_string(), source };
                session.refused(None, &host, &refusal).await;
                return text(StatusCode::BAD_GATEWAY, format!("ww: {refusal}\n"));
            }
        }
    };
    let upgrade = hyper::upgrade::on(&mut request);
    *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some((next, upgrade));
    Response::new(Empty::new().map_err(|never| match never {}).boxed_unsync())
}

/// Forwards a plain HTTP request to a host out of scope, unread and counted.
async fn plain(session: &Arc<Session>, origin: Origin, request: Request<Incoming>) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    head::outgoing(&mut parts.headers, false);
    parts.version = hyper::Version::HTTP_11;
    let passed = Arc::new(Passed { session: Arc::clone(session), origin, up: 0.into(), down: 0.into() });
    let up = Arc::clone(&passed);
    let body = body.map_frame(move |frame| counted(frame, &up.up)).map_err(io::Error::other);
    let request = Request::from_parts(parts, body.boxed_unsync());
    match session.upstream.send(request).await {
        Ok(response) => {
            let (mut parts, body) = response.into_parts();
            head::returning(&mut parts.headers);
            let body = body.map_frame(move |frame| counted(frame, &passed.down)).map_err(io::Error::other);
            Response::from_parts(parts, body.boxed_unsync())
        }
        Err(source) => {
            let host = &passed.origin.host;
            let refusal = Refusal::Upstream { host: host.to_string(), source };
            session.refused(None, host, &refusal).await;
            text(StatusCode::BAD_GATEWAY, format!("ww: {refusal}\n"))
        }
    }
}

/// Bytes of one plain exchange, recorded when both of its bodies are gone.
struct Passed {
    session: Arc<Session>,
    origin: Origin,
    up: AtomicU64,
    down: AtomicU64,
}

impl Drop for Passed {
    fn drop(&mut self) {
        let host = LogText::new(self.origin.host.as_str());
        let (up, down) = (*self.up.get_mut(), *self.down.get_mut());
        self.session.log.note(Entry::Tunnel(Tunnel { host, port: self.origin.port, up, down }));
    }
}

fn counted(frame: Frame<Bytes>, count: &AtomicU64) -> Frame<Bytes> {
    let length = frame.data_ref().map_or(0, Bytes::len);
    count.fetch_add(u64::try_from(length).unwrap_or(u64::MAX), Ordering::Relaxed);
    frame
}

/// Opens a connection to a host in scope: TLS with a leaf for its name, then HTTP in the version that was agreed on.
async fn intercept<C>(session: &Arc<Session>, origin: Origin, client: C)
where
    C: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let Ok(Ok((opening, client))) = tokio::time::timeout(HANDSHAKE_TIMEOUT, sniff(client)).await else {
        return;
    };
    let refusal = match opening {
        // How a client reaches `ws://` through a proxy (RFC 6455, 4.1).
        Opening::Other if origin.port == 80 => {
            return http_over(session, &Origin { scheme: "http", ..origin }, client).await;
        }
        Opening::Tls(None) => None,
        Opening::Tls(Some(name)) if name == origin.host => None,
        Opening::Tls(Some(_)) => Some(Refusal::Disagreement { connected: origin.host.to_string() }),
        Opening::Other => Some(Refusal::NotTls { host: origin.host.to_string() }),
        Opening::Closed => return,
    };
    if let Some(refusal) = refusal {
        return session.refused(None, &origin.host, &refusal).await;
    }
    let config = match session.authority.server(&origin.host, SystemTime::now()) {
        Ok(config) => config,
        Err(error) => return session.refused(None, &origin.host, &error.into()).await,
    };
    let warm = session.upstream.warm(&origin.host, origin.port);
    let served = async {
        let accept = TlsAcceptor::from(config).accept(client);
        // A client that does not trust the session's authority ends here; it says so itself.
        let Ok(Ok(tls)) = tokio::time::timeout(HANDSHAKE_TIMEOUT, accept).await else { return };
        http_over(session, &origin, tls).await;
    };
    tokio::pin!(served);
    // The way to the provider is made ready meanwhile; a client that goes away takes what is not ready with it. It goes
    // first, so that it is never one more than the client's own request has taken.
    tokio::select! {
        biased;
        () = warm => {}
        () = &mut served => return,
    }
    served.await;
}

/// Speaks HTTP with a client, and WebSockets where it asks for them, until the connection ends.
async fn http_over<C>(session: &Arc<Session>, origin: &Origin, client: C)
where
    C: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let sockets = Sockets::default();
    let service = service_fn(|request| {
        let (session, origin, sockets) = (Arc::clone(session), origin.clone(), sockets.clone());
        async move { Ok::<_, std::convert::Infallible>(exchange(&session, &origin, &sockets, request).await) }
    });
    let http = http();
    let connection = http.serve_connection_with_upgrades(TokioIo::new(client), service);
    if let Err(error) = until_stopped(session, connection).await {
        session.misspoken(&origin.host, error.as_ref()).await;
    }
    sockets.ended().await;
}

/// How HTTP is spoken to clients, in the version that they begin with. Idle connections are theirs to close.
fn http() -> auto::Builder<TokioExecutor> {
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1().preserve_header_case(true).header_read_timeout(None);
    http.http2().initial_stream_window_size(STREAM_WINDOW).initial_connection_window_size(CONNECTION_WINDOW);
    http.http2().timer(TokioTimer::new()).enable_connect_protocol();
    http
}

/// Serves a connection to its end; once the session stops, only the exchanges that are under way.
async fn until_stopped<C: GracefulConnection>(session: &Session, connection: C) -> Result<(), C::Error> {
    tokio::pin!(connection);
    tokio::select! {
        ended = connection.as_mut() => ended,
        () = session.stopped() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    }
}

impl Session {
    /// Records that a connection ended because the client did not speak HTTP as it should. The client has been told by
    /// a status, or by the end of its connection. That a client went away is none of that.
    async fn misspoken(&self, host: &Host, error: &(dyn std::error::Error + Send + Sync + 'static)) {
        let Some(error) = error.downcast_ref::<hyper::Error>() else { return };
        let why = match error {
            _ if error.is_parse_too_large() => "its head is too large",
            _ if error.is_parse() => "it is not HTTP as it should be",
            _ if told(error).contains("error detected") => "it is not HTTP/2 as it should be",
            _ => return,
        };
        self.refused(None, host, &Refusal::Misspoken(why)).await;
    }
}
