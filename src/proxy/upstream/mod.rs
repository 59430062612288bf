//! Owns the way to the provider: which way it goes, what it is tried by, and the reuse of connections. It must not send
//! what the exchange has not decided on, and never sends a request twice once bytes of it may have left.

mod dial;
mod origin;
mod pool;
mod proxies;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::header::PROXY_AUTHORIZATION;
use hyper::{Request, Response, StatusCode, Uri};
use hyper_util::client::proxy::matcher::Intercept;
use rustls::pki_types::CertificateDer;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::engine::provider::Host;
use dial::Dialer;
pub use origin::Received;
use pool::Pool;
pub use proxies::{BadProxy, Proxies, Without};

/// How long a connection may take to be made, from the look-up of its name to the end of TLS; streams that live are
/// never cut.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
/// How long an idle connection is kept. Providers close theirs after a minute or more.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

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
    /// The parent's proxy cannot be reached or does not speak as one.
    #[error("no way through the proxy {proxy}")]
    ProxyFailed {
        /// Its host and port.
        proxy: String,
        /// What went wrong.
        source: Box<UpstreamError>,
    },
    /// The parent's proxy does not want to.
    #[error("the proxy {proxy} answered {answer}")]
    ProxyAnswered {
        /// Its host and port.
        proxy: String,
        /// Its status and its words for it.
        answer: String,
    },
    /// The provider broke the exchange off before it answered.
    #[error("the request could not be completed")]
    Request(#[source] hyper::Error),
}

/// Where a host really is, against what its name says: `--connect-to`. Several for one host are all its addresses.
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
    pub proxies: Arc<Proxies>,
    /// Overrides, which go before any proxy.
    pub connect_to: Vec<ConnectTo>,
    /// Trusted roots.
    pub roots: LoadRoots,
}

/// Which way a target is reached.
enum Way<'a> {
    /// At these addresses, or at those its name has.
    Straight(Option<Vec<SocketAddr>>),
    /// Through the parent's proxy.
    Through(&'a Intercept),
}

impl Route {
    fn way(&self, target: &Target) -> Way<'_> {
        let overrides = self.connect_to.iter().filter(|it| it.host == target.host && it.port == target.port);
        let addresses: Vec<_> = overrides.map(|it| it.address).collect();
        match self.proxies.of(target.secure, target.host.as_str(), target.port) {
            _ if !addresses.is_empty() => Way::Straight(Some(addresses)),
            Some(proxy) => Way::Through(proxy),
            None => Way::Straight(None),
        }
    }
}

/// What a connection is to.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
struct Target {
    secure: bool,
    host: Host,
    port: u16,
}

impl Target {
    fn of(uri: &Uri) -> Result<Self, UpstreamError> {
        let secure = uri.scheme_str() == Some("https");
        let host = uri.host().and_then(Host::new).ok_or_else(|| UpstreamError::Name(uri.to_string()))?;
        Ok(Self { secure, host, port: uri.port_u16().unwrap_or(if secure { 443 } else { 80 }) })
    }

    fn authority(&self) -> String {
        let (host, port) = (&self.host, self.port);
        if host.as_str().contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
    }
}

/// The way out, with its pool of connections.
#[derive(Clone)]
pub struct Upstream {
    pool: Arc<Pool>,
}

impl Upstream {
    /// A way out along `route`. Nothing is resolved, loaded or connected yet.
    #[must_use]
    pub fn new(route: Route) -> Self {
        Self { pool: Arc::new(Pool::new(Dialer::new(route))) }
    }

    /// Sends a request; its URI is absolute. Returns once the head of the response is there.
    ///
    /// # Errors
    /// [`UpstreamError`]; nothing of the request was answered.
    pub async fn send(&self, mut request: Request<Body>) -> Result<Response<Received>, UpstreamError> {
        let target = Target::of(request.uri())?;
        let asked = match self.pool.dialer.route.way(&target) {
            Way::Through(proxy) if !target.secure => Some(proxy),
            Way::Through(_) | Way::Straight(_) => None,
        };
        if let Some(auth) = asked.and_then(Intercept::basic_auth) {
            request.headers_mut().insert(PROXY_AUTHORIZATION, auth.clone());
        }
        let response = self.pool.send(&target, request).await?;
        match asked {
            // The client has no credentials for that proxy and must not be asked for any.
            Some(proxy) if response.status() == StatusCode::PROXY_AUTHENTICATION_REQUIRED => {
                Err(dial::answered(proxy, &response))
            }
            _ => Ok(response),
        }
    }

    /// Opens a connection to `host` for the first request that will want one, over TLS. Dropping the future gives up.
    /// A failure is not told: the request will meet it again.
    pub async fn warm(&self, host: &Host, port: u16) {
        self.pool.warm(&Target { secure: true, host: host.clone(), port }).await;
    }

    /// Lets go of connections that have been idle too long.
    pub fn sweep(&self) {
        self.pool.sweep();
    }

    /// A connection of its own to the origin of `uri`, for a protocol that takes the connection over. With `offer_h2`
    /// the provider may choose HTTP/2.
    ///
    /// # Errors
    /// [`UpstreamError`] when there is none.
    pub async fn open(&self, uri: &Uri, offer_h2: bool) -> Result<Dialed, UpstreamError> {
        self.pool.dialer.connect(&Target::of(uri)?, offer_h2).await
    }

    /// A bare connection to a host out of scope.
    ///
    /// # Errors
    /// [`UpstreamError`] when there is none.
    pub async fn dial(&self, host: &Host, port: u16) -> Result<Box<dyn Stream>, UpstreamError> {
        self.pool.dialer.bare(&Target { secure: true, host: host.clone(), port }).await
    }
}

/// Bytes both ways.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection, with what was agreed on it.
pub struct Dialed {
    /// The bytes.
    pub io: Box<dyn Stream>,
    /// Whether HTTP/2 was chosen.
    pub h2: bool,
    /// Whether it leads to a proxy, which is to be asked for absolute URIs.
    pub proxied: bool,
}
