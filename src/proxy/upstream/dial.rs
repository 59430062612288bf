//! Owns the making of one connection: addresses, the parent's proxy, TLS against the real roots. It must not send
//! anything of a request, and must give up in time.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use data_encoding::BASE64;
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper::ext::ReasonPhrase;
use hyper::header::{HOST, PROXY_AUTHORIZATION};
use hyper::{Request, Response, Uri};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::sync::OnceCell;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tower_service::Service;

use super::{CONNECT_TIMEOUT, Dialed, Route, Stream, Target, UpstreamError, Way};

/// How long one address is tried alone before the next is tried beside it (RFC 8305, 5).
const ATTEMPT_DELAY: Duration = Duration::from_millis(250);
/// How long a connection may be silent before the system asks whether the other side is still there; how often it asks
/// then, and how many times without an answer. A reply may be silent for as long as it likes, a dead peer may not.
const KEEPALIVE: (Duration, Duration, u32) = (Duration::from_secs(30), Duration::from_secs(10), 6);
/// Most characters of a proxy's own words that are repeated.
const MAX_REASON: usize = 100;

/// Makes connections along a route.
pub(super) struct Dialer {
    pub(super) route: Arc<Route>,
    tls: OnceCell<TlsConnector>,
}

impl Dialer {
    pub(super) fn new(route: Route) -> Self {
        Self { route: Arc::new(route), tls: OnceCell::new() }
    }

    /// Bytes to `target` itself, through a tunnel where the parent's proxy stands between.
    pub(super) async fn bare(&self, target: &Target) -> Result<Box<dyn Stream>, UpstreamError> {
        in_time(self.bytes(target)).await
    }

    /// A connection for HTTP to `target`. With `offer_h2` the provider may choose HTTP/2.
    pub(super) async fn connect(&self, target: &Target, offer_h2: bool) -> Result<Dialed, UpstreamError> {
        in_time(async {
            if !target.secure {
                // Proxies are asked for plain pages as such; many open tunnels to port 443 only.
                return Ok(match self.route.way(target) {
                    Way::Through(proxy) => {
                        Dialed { io: self.to_proxy(proxy).await?, h2: false, proxied: true }
                    }
                    Way::Straight(_) => Dialed { io: self.bytes(target).await?, h2: false, proxied: false },
                });
            }
            let io = self.bytes(target).await?;
            let io = self.secure(io, target.host.as_str(), offer_h2).await?;
            let h2 = io.get_ref().1.alpn_protocol() == Some(b"h2");
            Ok(Dialed { io: Box::new(io), h2, proxied: false })
        })
        .await
    }

    async fn bytes(&self, target: &Target) -> Result<Box<dyn Stream>, UpstreamError> {
        match self.route.way(target) {
            Way::Straight(None) => tcp(target.host.as_str(), target.port).await,
            Way::Straight(Some(addresses)) => race(addresses).await,
            Way::Through(proxy) => tunnel(self.to_proxy(proxy).await?, proxy, target).await,
        }
    }

    /// A connection to the parent's proxy, which may itself be spoken to over TLS.
    async fn to_proxy(&self, proxy: &Intercept) -> Result<Box<dyn Stream>, UpstreamError> {
        let host = proxy.uri().host().unwrap_or_default().trim_matches(['[', ']']);
        let secure = proxy.uri().scheme_str() == Some("https");
        let port = proxy.uri().port_u16().unwrap_or(if secure { 443 } else { 80 });
        let reached = async {
            let io = tcp(host, port).await?;
            Ok(if secure { Box::new(self.secure(io, host, false).await?) } else { io })
        };
        reached.await.map_err(|source: UpstreamError| failed(proxy, source))
    }

    async fn secure(
        &self,
        io: Box<dyn Stream>,
        host: &str,
        offer_h2: bool,
    ) -> Result<TlsStream<Box<dyn Stream>>, UpstreamError> {
        let connector = self.tls.get_or_try_init(|| self.tls_connector()).await?;
        let name = ServerName::try_from(host.to_owned()).map_err(|_| UpstreamError::Name(host.to_owned()))?;
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
}

async fn in_time<T>(made: impl Future<Output = Result<T, UpstreamError>>) -> Result<T, UpstreamError> {
    timeout(CONNECT_TIMEOUT, made).await.map_err(|_| UpstreamError::TimedOut)?
}

/// A connection to a host by its name, or by its address without brackets.
async fn tcp(host: &str, port: u16) -> Result<Box<dyn Stream>, UpstreamError> {
    let found = tokio::net::lookup_host((host, port)).await;
    race(found.map_err(|error| UpstreamError::Connect(error.into()))?.collect()).await
}

/// The first connection that one of `addresses` gives, which are tried one after the other but do not wait for one
/// another's end (RFC 8305, 5).
async fn race(addresses: Vec<SocketAddr>) -> Result<Box<dyn Stream>, UpstreamError> {
    let mut rest = alternating(addresses).into_iter();
    let mut attempts = JoinSet::new();
    let mut first_failure = None;
    loop {
        if let Some(address) = rest.next() {
            attempts.spawn(attempt(address));
        }
        tokio::select! {
            Some(ended) = attempts.join_next() => match ended {
                Ok(Ok(tcp)) => return Ok(Box::new(tcp)),
                Ok(Err(failure)) => { first_failure.get_or_insert(failure); }
                Err(_panicked) => {}
            },
            () = sleep(ATTEMPT_DELAY), if rest.len() > 0 => {}
            else => return Err(first_failure.unwrap_or_else(|| {
                UpstreamError::Connect(io::Error::from(io::ErrorKind::NotFound).into())
            })),
        }
    }
}

/// The addresses, those of both families in turn; the resolver's first goes first (RFC 8305, 4).
fn alternating(addresses: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (one, other): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|it| it.is_ipv6() == first_is_v6);
    let (mut one, mut other) = (one.into_iter(), other.into_iter());
    let pairs = std::iter::from_fn(|| {
        let pair = [one.next(), other.next()];
        pair.iter().any(Option::is_some).then_some(pair)
    });
    pairs.flatten().flatten().collect()
}

async fn attempt(address: SocketAddr) -> Result<TcpStream, UpstreamError> {
    let (idle, interval, retries) = KEEPALIVE;
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    connector.set_keepalive(Some(idle));
    connector.set_keepalive_interval(Some(interval));
    connector.set_keepalive_retries(Some(retries));
    let uri: Uri =
        format!("http://{address}/").parse().map_err(|_| UpstreamError::Name(address.to_string()))?;
    let io = connector.call(uri).await.map_err(|error| UpstreamError::Connect(error.into()))?;
    Ok(io.into_inner())
}

/// Asks a proxy for a tunnel to `target`.
async fn tunnel(
    io: Box<dyn Stream>,
    proxy: &Intercept,
    target: &Target,
) -> Result<Box<dyn Stream>, UpstreamError> {
    let broken = |error: hyper::Error| failed(proxy, UpstreamError::Connect(error.into()));
    let authority = target.authority();
    let mut request = Request::connect(&authority).header(HOST, &authority);
    if let Some(auth) = proxy.basic_auth() {
        request = request.header(PROXY_AUTHORIZATION, auth);
    }
    let request = request.body(Empty::<Bytes>::new()).map_err(|_| UpstreamError::Name(authority))?;
    // Some proxies take header names for what they look like.
    let client = http1::Builder::new().title_case_headers(true).handshake(TokioIo::new(io)).await;
    let (mut sender, connection) = client.map_err(broken)?;
    let asked = async {
        let response = sender.send_request(request).await.map_err(broken)?;
        if !response.status().is_success() {
            return Err(answered(proxy, &response));
        }
        let io: Box<dyn Stream> = Box::new(TokioIo::new(hyper::upgrade::on(response).await.map_err(broken)?));
        Ok(io)
    };
    tokio::pin!(asked);
    // The connection hands itself over and ends, or fails; either way the answer is there.
    tokio::select! {
        answer = &mut asked => return answer,
        _ended = connection.with_upgrades() => {}
    }
    asked.await
}

fn failed(proxy: &Intercept, source: UpstreamError) -> UpstreamError {
    UpstreamError::ProxyFailed { proxy: name(proxy), source: Box::new(source) }
}

fn name(proxy: &Intercept) -> String {
    proxy.uri().authority().map(ToString::to_string).unwrap_or_default()
}

/// What a proxy answered instead of what was asked for: its status and its words for it, unless it repeats what we
/// said to it.
pub(super) fn answered<B>(proxy: &Intercept, response: &Response<B>) -> UpstreamError {
    let status = response.status();
    let words = response.extensions().get::<ReasonPhrase>().map(ReasonPhrase::as_bytes);
    let words = words.map(|words| String::from_utf8_lossy(words).into_owned());
    let words = words.filter(|words| !words.trim().is_empty() && !repeats(words, proxy));
    let words = words.as_deref().or(status.canonical_reason()).unwrap_or_default();
    let words: String = words.chars().filter(|c| !c.is_control()).take(MAX_REASON).collect();
    let answer = format!("{} {words}", status.as_u16());
    UpstreamError::ProxyAnswered { proxy: name(proxy), answer: answer.trim_end().to_owned() }
}

/// Whether `words` hold the user's name, the password or both as they were sent.
fn repeats(words: &str, proxy: &Intercept) -> bool {
    let Some(sent) = proxy.basic_auth().and_then(|auth| auth.to_str().ok()?.strip_prefix("Basic ")) else {
        return false;
    };
    let plain = BASE64.decode(sent.as_bytes()).unwrap_or_default();
    let plain = String::from_utf8_lossy(&plain);
    let (user, password) = plain.split_once(':').unwrap_or((&plain, ""));
    [sent, user, password].iter().any(|part| !part.is_empty() && words.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_families_are_tried_in_turn_beginning_with_the_first() {
        let addresses =
            |list: &[&str]| list.iter().map(|it| it.parse().unwrap()).collect::<Vec<SocketAddr>>();
        for (found, tried) in [
            (
                &["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"][..],
                &["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"][..],
            ),
            (&["1.1.1.1:1", "2.2.2.2:1", "[::1]:1"], &["1.1.1.1:1", "[::1]:1", "2.2.2.2:1"]),
            (&["1.1.1.1:1"], &["1.1.1.1:1"]),
            (&[], &[]),
        ] {
            assert_eq!(alternating(addresses(found)), addresses(tried));
        }
    }
}
