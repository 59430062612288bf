//! Owns one exchange with a host in scope, as one straight function. It must not forward what was not read, nor send
//! before it has recorded.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::{Request, Response, Uri, Version};

use super::inbound::{self, Inbound};
use super::refusal::Refusal;
use super::upstream::Body;
use super::websocket::{self, Sockets};
use super::{Session, head, outbound, sigv4};
use crate::audit::entry::{self, Refused};
use crate::audit::{Entry, LogText};
use crate::engine::provider::{Dialect, Host};
use crate::engine::tokenize::{Hit, Report, Tokenizer};

/// Bodies up to this many bytes are rewritten where they arrive; larger ones on a thread of their own, so that a small
/// request does not wait behind them.
const INLINE: usize = 32 << 10;

/// Where the client believes it is connected to.
#[derive(Clone, Debug)]
pub struct Origin {
    /// `https` or `http`.
    pub scheme: &'static str,
    /// The host.
    pub host: Host,
    /// The port.
    pub port: u16,
}

impl Origin {
    /// Whether `authority` (`host` or `host:port`) names this origin.
    #[must_use]
    pub fn is(&self, authority: &str) -> bool {
        let default = if self.scheme == "https" { 443 } else { 80 };
        match authority.parse::<hyper::http::uri::Authority>() {
            Ok(named) => {
                Host::new(named.host()).as_ref() == Some(&self.host)
                    && named.port_u16().unwrap_or(default) == self.port
                    && !authority.contains('@')
            }
            Err(_) => false,
        }
    }

    /// The absolute form of a path and query on this origin.
    ///
    /// # Errors
    /// [`Refusal::Fixed`] for what is no path.
    pub fn uri(&self, target: &Uri) -> Result<Uri, Refusal> {
        let name =
            if self.host.as_str().contains(':') { format!("[{}]", self.host) } else { self.host.to_string() };
        let default = if self.scheme == "https" { 443 } else { 80 };
        let authority = if self.port == default { name } else { format!("{name}:{}", self.port) };
        let target = target.path_and_query().map_or("/", hyper::http::uri::PathAndQuery::as_str);
        Uri::builder()
            .scheme(self.scheme)
            .authority(authority)
            .path_and_query(target)
            .build()
            .map_err(|_| Refusal::Fixed("path"))
    }
}

/// Answers one request to a host in scope, from the provider or with a refusal. Either is recorded. A WebSocket that it
/// opens goes on in `sockets`.
pub async fn exchange(
    session: &Arc<Session>,
    origin: &Origin,
    sockets: &Sockets,
    request: Request<Incoming>,
) -> Response<Body> {
    let number = session.next_exchange();
    let dialect = session.scope.dialect(&origin.host, request.uri().path());
    match forward(session, origin, number, dialect, sockets, request).await {
        Ok(response) => response,
        Err(refusal) => {
            session.refused(Some(number), &origin.host, &refusal).await;
            refusal.response(dialect)
        }
    }
}

async fn forward(
    session: &Arc<Session>,
    origin: &Origin,
    number: u64,
    dialect: Dialect,
    sockets: &Sockets,
    request: Request<Incoming>,
) -> Result<Response<Body>, Refusal> {
    let (head, body) = request.into_parts();
    head::agree(origin, &head)?;
    if head::is_upgrade(&head) {
        let request = Request::from_parts(head, body);
        return websocket::exchange(session, origin, number, dialect, request, sockets).await;
    }
    inbound::announced(&head.headers)?;
    let wire = inbound::read(body).await?;
    let (bytes_in, since) = (wire.len(), Instant::now());
    let (head, inbound) = tokenize(session, origin, dialect, head, wire).await?;
    session.log.record(entry(number, origin, &head, bytes_in, &inbound)).await?;
    session.observed.added(since.elapsed());
    let method = head.method.clone();
    let request = outgoing(origin, head, inbound)?;
    let response = session.upstream.send(request).await;
    let response = response.map_err(|source| Refusal::Upstream { host: origin.host.to_string(), source })?;
    Ok(outbound::respond(session, number, dialect, &method, response).await?)
}

/// Rewrites head and body.
async fn tokenize(
    session: &Arc<Session>,
    origin: &Origin,
    dialect: Dialect,
    mut head: Parts,
    wire: Bytes,
) -> Result<(Parts, Inbound), Refusal> {
    if head::is_sign_in(&origin.host, &head) {
        let opaque = u64::try_from(wire.len()).unwrap_or(u64::MAX);
        let report = Report { opaque, ..Report::default() };
        return Ok((head, Inbound { body: wire, changed: false, report }));
    }
    let (bytes, session) = (wire.len(), Arc::clone(session));
    let rewrite = move || {
        let detector = session.detector();
        let tokenizer = Tokenizer { detector: &detector, vault: &session.vault };
        let signed = sigv4::is_signed(&head).then(|| (head.clone(), wire.clone()));
        let note = session.note.then(|| head.uri.path());
        let mut inbound = inbound::rewrite(wire, &head.headers, dialect, tokenizer, note)?;
        head::rewrite(&mut head, tokenizer, &mut inbound.report)?;
        if let Some((came, wire)) = &signed {
            let came = sigv4::Whole { head: came, body: wire };
            sigv4::renew(came, &mut head, &inbound.body, &session.aws_keys)?;
        }
        Ok((head, inbound))
    };
    work(bytes, rewrite).await
}

/// Does the work on so many bytes, away from other exchanges when there are many.
///
/// # Errors
/// [`Refusal`]: that of the work, or that it failed.
pub(super) async fn work<T: Send + 'static>(
    bytes: usize,
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    if bytes > INLINE {
        tokio::task::spawn_blocking(work).await.map_err(|_| Refusal::Internal)?
    } else {
        caught(work)
    }
}

/// Does the work here and now; a panic in it refuses this one exchange.
fn caught<T>(work: impl FnOnce() -> Result<T, Refusal>) -> Result<T, Refusal> {
    // What the work shares is behind locks whose every change is complete, so nothing is left half done.
    std::panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(Refusal::Internal))
}

fn outgoing(origin: &Origin, mut head: Parts, inbound: Inbound) -> Result<Request<Body>, Refusal> {
    let came = sigv4::is_signed(&head).then(|| head.headers.clone());
    head::outgoing(&mut head.headers, inbound.changed);
    head.uri = origin.uri(&head.uri)?;
    if let Some(came) = came {
        let authority = head.uri.authority().map_or("", |authority| authority.as_str());
        sigv4::keep_signed(&came, &mut head.headers, authority);
    }
    // The upstream connection decides on its own version.
    head.version = Version::HTTP_11;
    let body = Full::new(inbound.body).map_err(|never| match never {}).boxed_unsync();
    Ok(Request::from_parts(head, body))
}

/// The entry of a request that came with `bytes_in` bytes of body.
pub(super) fn entry(number: u64, origin: &Origin, head: &Parts, bytes_in: usize, inbound: &Inbound) -> Entry {
    let count = |bytes: usize| u64::try_from(bytes).unwrap_or(u64::MAX);
    Entry::Request(entry::Request {
        exchange: number,
        host: LogText::new(origin.host.as_str()),
        method: LogText::new(head.method.as_str()),
        path: LogText::path(head.uri.path()),
        bytes_in: count(bytes_in),
        bytes_out: count(inbound.body.len()),
        strings: inbound.report.strings,
        cached: 0,
        hits: hits(&inbound.report),
        unlisted: 0,
        exempt: inbound.report.exempt,
        opaque: inbound.report.opaque,
    })
}

/// What was put in, for the log.
pub(super) fn hits(report: &Report) -> Vec<entry::Hit> {
    let hit = |hit: &Hit| entry::Hit {
        kind: hit.placeholder.kind.clone(),
        id: hit.placeholder.id,
        path: LogText::new(&hit.path),
        count: hit.count,
    };
    report.hits.iter().map(hit).collect()
}

impl Session {
    /// Records a refusal. A refusal that cannot be recorded forwards nothing either, so the client is told all the
    /// same.
    pub(super) async fn refused(&self, exchange: Option<u64>, host: &Host, refusal: &Refusal) {
        let host = LogText::new(host.as_str());
        let entry = Refused { exchange, host, reason: LogText::new(refusal.to_string()) };
        let _unrecorded = self.log.record(Entry::Refused(entry)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_while_reading_refuses_the_exchange() {
        let work = || -> Result<(), Refusal> { panic!("as a bug would") };
        assert!(matches!(caught(work), Err(Refusal::Internal)));
    }

    #[test]
    fn an_origin_is_named_by_its_host_and_its_port() {
        let origin = Origin { scheme: "https", host: Host::new("api.example.org").unwrap(), port: 443 };
        for authority in ["api.example.org", "API.example.ORG", "api.example.org.", "api.example.org:443"] {
            assert!(origin.is(authority), "{authority}");
        }
        for authority in ["example.org", "api.example.org:80", "x@api.example.org", "", "api.example.org/x"] {
            assert!(!origin.is(authority), "{authority}");
        }
        let local = Origin { scheme: "http", host: Host::new("::1").unwrap(), port: 8080 };
        assert!(local.is("[::1]:8080") && local.is("[0:0:0::1]:8080"));
        assert!(!local.is("::1:8080") && !local.is("[::1]") && !local.is("[::2]:8080"));
        let international = Origin { host: Host::new("xn--mnchen-3ya.example").unwrap(), ..origin };
        assert!(international.is("XN--Mnchen-3YA.example."));
        assert!(!international.is("m\u{fc}nchen.example") && !international.is("m%C3%BCnchen.example"));
    }
}
