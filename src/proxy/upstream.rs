//! Owns the way to the provider: name resolution, the parent's proxy, TLS against the real roots, and reuse of
//! connections. It must not send what the exchange has not decided on, and never sends a request twice once bytes of
//! it may have left.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::header::HeaderValue;
use hyper::{Request, Response, Uri, body::Incoming};
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::legacy::{self, Client};
use hyper_util::client::proxy::matcher::Matcher;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tower_service::Service;

use crate::engine::provider::Host;

/// How long a connection may take to be made; streams that live are never cut.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// How long an idle connection is kept. Providers close theirs after a minute or more.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// HTTP/2 windows, in bytes. Fixed and wide: h2 closes a connection whose unread small frames exceed a share of its
/// window, which a stream of single characters does at the default size.
pub const STREAM_WINDOW: u32 = 4 << 20;
/// See [`STREAM_WINDOW`].
pub const CONNECTION_WINDOW: u32 = 16 << 20;

/// A body on its way, in either direction.
pub type Body = UnsyncBoxBody<Bytes, io::Error>;
/// Any error that ends a body.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
/// Loads the roots against which providers are verified; called once, on first need, off the async threads.
pub type LoadRoots = Box<dyn Fn() -> Vec<CertificateDer<'static>> + Send + Sync>;

/// Why nothing could be reached.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// No connection.
    #[error("cannot connect")]
    Connect(#[source] BoxError),
    /// It took too long.
    #[error("no connection within {} s", CONNECT_TIMEOUT.as_secs())]
    TimedOut,
    /// No certificate is trusted, so none could be verified.
    #[error("this machine has no trusted root certificates")]
    NoRoots,
    /// The name cannot be verified.
    #[error("{0} is not a name that a certificate can be for")]
    Name(String),
    /// TLS failed; usually a certificate that is not trusted.
    #[error("no trusted TLS connection")]
    Tls(#[source] io::Error),
    /// The provider broke the exchange off before it answered.
    #[error("the request could not be completed")]
    Request(#[source] legacy::Error),
}

/// Where a host really is, against what its name says: `--connect-to`.
#[derive(Clone, Debug)]
pub struct ConnectTo {
    /// The host that is asked for.
    pub host: Host,
    /// The port that is asked for.
    pub port: u16,
    /// Where the connection goes.
    pub address: SocketAddr,
}

/// How the outside is reached.
pub struct Route {
    /// The parent's proxies and its list of hosts that go without.
    pub proxies: Arc<Matcher>,
    /// Overrides, which go before any proxy.
    pub connect_to: Vec<ConnectTo>,
    /// Trusted roots.
    pub roots: LoadRoots,
}

struct Shared {
    route: Arc<Route>,
    tls: OnceCell<TlsConnector>,
}

/// The way out, with its pool of connections.
#[derive(Clone)]
pub struct Upstream {
    shared: Arc<Shared>,
    client: Client<Connector, Body>,
}

impl Upstream {
    /// A way out along `route`. Nothing is resolved, loaded or connected yet.
    #[must_use]
    pub fn new(route: Route) -> Self {
        let shared = Arc::new(Shared { route: Arc::new(route), tls: OnceCell::new() });
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_timer(TokioTimer::new())
            .http1_preserve_header_case(true)
            .http2_initial_stream_window_size(STREAM_WINDOW)
            .http2_initial_connection_window_size(CONNECTION_WINDOW)
            .build(Connector { shared: Arc::clone(&shared) });
        Self { shared, client }
    }

    /// Sends a request; its URI is absolute. Returns once the head of the response is there.
    ///
    /// # Errors
    /// [`UpstreamError`]; nothing of the request was answered.
    pub async fn send(&self, mut request: Request<Body>) -> Result<Response<Incoming>, UpstreamError> {
        if request.uri().scheme_str() == Some("http")
            && let Some(proxy) = self.shared.route.proxies.intercept(request.uri())
            && let Some(auth) = proxy.basic_auth()
        {
            request.headers_mut().insert(hyper::header::PROXY_AUTHORIZATION, auth.clone());
        }
        self.client.request(request).await.map_err(UpstreamError::Request)
    }

    /// A connection of its own to the origin of `uri`, for a protocol that takes the connection over. With `offer_h2`
    /// the provider may choose HTTP/2.
    ///
    /// # Errors
    /// [`UpstreamError`] when there is none.
    pub async fn open(&self, uri: &Uri, offer_h2: bool) -> Result<Dialed, UpstreamError> {
        self.shared.connect(uri, offer_h2).await
    }

    /// A bare connection to a host out of scope.
    ///
    /// # Errors
    /// [`UpstreamError`] when there is none.
    pub async fn dial(&self, host: &Host, port: u16) -> Result<Box<dyn Stream>, UpstreamError> {
        self.shared.dial(host, port).await
    }
}

/// Bytes both ways.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

impl Shared {
    async fn dial(&self, host: &Host, port: u16) -> Result<Box<dyn Stream>, UpstreamError> {
        let overridden = self.route.connect_to.iter().find(|it| it.host == *host && it.port == port);
        let uri = uri("https", host, port)?;
        let dialed = async {
            match (overridden, self.route.proxies.intercept(&uri)) {
                (Some(to), _) => self.tcp(uri_of(to.address)?).await,
                (None, None) => self.tcp(uri.clone()).await,
                (None, Some(proxy)) => self.through(proxy.uri(), proxy.basic_auth(), uri.clone()).await,
            }
        };
        tokio::time::timeout(CONNECT_TIMEOUT, dialed).await.map_err(|_| UpstreamError::TimedOut)?
    }

    async fn tcp(&self, uri: Uri) -> Result<Box<dyn Stream>, UpstreamError> {
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_nodelay(true);
        let io = connector.call(uri).await.map_err(|error| UpstreamError::Connect(error.into()))?;
        Ok(Box::new(io.into_inner()))
    }

    /// A tunnel to `target` through the parent's proxy, which may itself be spoken to over TLS.
    async fn through(
        &self,
        proxy: &Uri,
        auth: Option<&HeaderValue>,
        target: Uri,
    ) -> Result<Box<dyn Stream>, UpstreamError> {
        let io = self.to_proxy(proxy).await?;
        let mut tunnel = Tunnel::new(proxy.clone(), Ready(Some(TokioIo::new(io))));
        if let Some(auth) = auth {
            tunnel = tunnel.with_auth(auth.clone());
        }
        let io = tunnel.call(target).await.map_err(|error| UpstreamError::Connect(error.into()))?;
        Ok(io.into_inner())
    }

    async fn to_proxy(&self, proxy: &Uri) -> Result<Box<dyn Stream>, UpstreamError> {
        let io = self.tcp(proxy.clone()).await?;
        if proxy.scheme_str() != Some("https") {
            return Ok(io);
        }
        let host = proxy.host().unwrap_or_default();
        Ok(Box::new(self.secure(io, host, false).await?))
    }

    async fn secure(
        &self,
        io: Box<dyn Stream>,
        host: &str,
        offer_h2: bool,
    ) -> Result<tokio_rustls::client::TlsStream<Box<dyn Stream>>, UpstreamError> {
        let connector = self.tls.get_or_try_init(|| self.tls_connector()).await?;
        let bare = host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(bare).map_err(|_| UpstreamError::Name(host.to_owned()))?;
        let alpn: &[&[u8]] = if offer_h2 { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };
        let alpn = alpn.iter().map(|protocol| protocol.to_vec()).collect();
        connector.clone().with_alpn(alpn).connect(name, io).await.map_err(UpstreamError::Tls)
    }

    async fn tls_connector(&self) -> Result<TlsConnector, UpstreamError> {
        let route = Arc::clone(&self.route);
        let load = move || {
            let mut roots = RootCertStore::empty();
            roots.add_parsable_certificates((route.roots)());
            roots
        };
        let roots = tokio::task::spawn_blocking(load).await.map_err(|_| UpstreamError::NoRoots)?;
        if roots.is_empty() {
            return Err(UpstreamError::NoRoots);
        }
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        Ok(TlsConnector::from(Arc::new(config)))
    }

    /// A connection for HTTP to the host that `uri` names.
    async fn connect(&self, uri: &Uri, offer_h2: bool) -> Result<Dialed, UpstreamError> {
        let secure = uri.scheme_str() == Some("https");
        let host = uri.host().and_then(Host::new).ok_or_else(|| UpstreamError::Name(uri.to_string()))?;
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        if !secure {
            let overridden = self.route.connect_to.iter().any(|it| it.host == host && it.port == port);
            if let Some(proxy) = self.route.proxies.intercept(uri).filter(|_| !overridden) {
                return Ok(Dialed { io: self.to_proxy(proxy.uri()).await?, h2: false, proxied: true });
            }
            return Ok(Dialed { io: self.dial(&host, port).await?, h2: false, proxied: false });
        }
        let io = self.dial(&host, port).await?;
        let handshake = self.secure(io, host.as_str(), offer_h2);
        let io =
            tokio::time::timeout(CONNECT_TIMEOUT, handshake).await.map_err(|_| UpstreamError::TimedOut)??;
        let h2 = io.get_ref().1.alpn_protocol() == Some(b"h2");
        Ok(Dialed { io: Box::new(io), h2, proxied: false })
    }
}

fn uri(scheme: &str, host: &Host, port: u16) -> Result<Uri, UpstreamError> {
    let name = if host.as_str().contains(':') { format!("[{host}]") } else { host.to_string() };
    format!("{scheme}://{name}:{port}/").parse().map_err(|_| UpstreamError::Name(host.to_string()))
}

fn uri_of(address: SocketAddr) -> Result<Uri, UpstreamError> {
    format!("http://{address}/").parse().map_err(|_| UpstreamError::Name(address.to_string()))
}

/// The shape that hyper-util asks of what makes connections.
#[derive(Clone)]
struct Connector {
    shared: Arc<Shared>,
}

type BoxFuture<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

impl Service<Uri> for Connector {
    type Response = TokioIo<Dialed>;
    type Error = UpstreamError;
    type Future = BoxFuture<Self::Response, Self::Error>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let shared = Arc::clone(&self.shared);
        Box::pin(async move { shared.connect(&uri, true).await.map(TokioIo::new) })
    }
}

/// A connection already made, in the shape in which [`Tunnel`] asks for one.
struct Ready<T>(Option<T>);

impl<T: Send + 'static> Service<Uri> for Ready<T> {
    type Response = T;
    type Error = io::Error;
    type Future = std::future::Ready<Result<T, io::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        std::future::ready(self.0.take().ok_or_else(|| io::ErrorKind::NotConnected.into()))
    }
}

/// A connection with what the HTTP client must know of it.
pub struct Dialed {
    io: Box<dyn Stream>,
    /// Whether HTTP/2 was chosen.
    pub h2: bool,
    /// Whether it leads to a proxy, which is to be asked for absolute URIs.
    pub proxied: bool,
}

impl Connection for Dialed {
    fn connected(&self) -> Connected {
        let connected = Connected::new().proxy(self.proxied);
        if self.h2 { connected.negotiated_h2() } else { connected }
    }
}

impl AsyncRead for Dialed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buf)
    }
}

impl AsyncWrite for Dialed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
