//! Owns both forms of the handshake: the upgrade of HTTP/1.1 (RFC 6455) and the extended CONNECT of HTTP/2 (RFC 8441).
//! It must not let a header of one connection pass to the other.

use bytes::Bytes;
use data_encoding::BASE64;
use http_body_util::{BodyExt, Empty};
use hyper::ext::Protocol;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HeaderName, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS,
    SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use hyper::http::request::Parts;
use hyper::{HeaderMap, Method, Request, Response, StatusCode, Uri, Version};
use yawc::HttpWebSocket;

use super::super::head;
use super::super::refusal::Refusal;
use super::super::upstream::Body;
use super::deflate::{self, Terms};
use crate::engine::tokenize::{Report, Tokenizer};

/// The one version of the protocol.
const VERSION: HeaderValue = HeaderValue::from_static("13");
const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");

/// Begins a sub-protocol that is the provider's own credential, since browsers can set no header.
const CREDENTIAL: &str = "openai-insecure-api-key.";

/// What a client asked for.
pub struct Asked {
    /// What proves that its key was read; `None` over HTTP/2, which has no keys.
    accept: Option<HeaderValue>,
    /// How to compress towards it.
    pub deflate: Option<Terms>,
}

impl Asked {
    /// Reads a request; `None` when it does not ask for a WebSocket as one of the two standards has it.
    pub fn of(head: &Parts) -> Option<Self> {
        let is_one = |name: HeaderName, expected: &str| {
            let mut values = head.headers.get_all(name).iter();
            let first = values.next().and_then(|value| value.to_str().ok());
            first.is_some_and(|value| value.trim().eq_ignore_ascii_case(expected)) && values.next().is_none()
        };
        let protocol = head.extensions.get::<Protocol>().map(Protocol::as_str);
        let is_h2 = head.method == Method::CONNECT && protocol == Some("websocket");
        let is_h1 = head.method == Method::GET
            && head.version == Version::HTTP_11
            && is_one(UPGRADE, "websocket")
            && head::names_upgrade(&head.headers);
        let accept = if is_h1 { Some(accept(only(&head.headers, SEC_WEBSOCKET_KEY)?)?) } else { None };
        let deflate = deflate::agreed(head.headers.get_all(SEC_WEBSOCKET_EXTENSIONS));
        ((is_h1 || is_h2) && is_one(SEC_WEBSOCKET_VERSION, "13")).then_some(Self { accept, deflate })
    }

    /// Whether it was asked over HTTP/2.
    pub fn is_h2(&self) -> bool {
        self.accept.is_none()
    }

    /// The answer to the client, with the provider's headers.
    pub fn opened(&self, mut headers: HeaderMap) -> Response<Body> {
        head::returning(&mut headers);
        for name in [SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, CONTENT_LENGTH] {
            headers.remove(name);
        }
        let mut status = StatusCode::OK;
        if let Some(accept) = &self.accept {
            status = StatusCode::SWITCHING_PROTOCOLS;
            headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
            headers.insert(UPGRADE, WEBSOCKET);
            headers.insert(SEC_WEBSOCKET_ACCEPT, accept.clone());
        }
        let terms = self.deflate.and_then(|terms| HeaderValue::try_from(terms.to_string()).ok());
        headers.extend(terms.map(|terms| (SEC_WEBSOCKET_EXTENSIONS, terms)));
        let mut response = Response::new(Empty::new().map_err(|never| match never {}).boxed_unsync());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

/// Takes off what belongs to the client's handshake only, and replaces secrets in the rest.
///
/// # Errors
/// [`Refusal::Fixed`] for a secret that cannot be replaced.
pub fn rewrite(head: &mut Parts, tokenizer: Tokenizer<'_>) -> Result<Report, Refusal> {
    for name in [SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_EXTENSIONS, SEC_WEBSOCKET_VERSION] {
        head.headers.remove(name);
    }
    let protocols: Vec<_> = head.headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter().cloned().collect();
    head.headers.remove(SEC_WEBSOCKET_PROTOCOL);
    for value in &protocols {
        let names = value.to_str().map_err(|_| Refusal::Fixed("sub-protocol"))?.split(',').map(str::trim);
        for name in names.filter(|name| !name.starts_with(CREDENTIAL)) {
            // A placeholder is no legal name.
            if tokenizer.text(name, "header sec-websocket-protocol", true)?.body.is_some() {
                return Err(Refusal::Fixed("sub-protocol"));
            }
        }
    }
    let mut report = Report::default();
    head::rewrite(head, tokenizer, &mut report)?;
    head.headers.extend(protocols.into_iter().map(|value| (SEC_WEBSOCKET_PROTOCOL, value)));
    Ok(report)
}

/// The request to a provider over HTTP/1.1, and what it must answer to our key.
///
/// # Errors
/// [`Refusal::Internal`] when there is no randomness.
pub fn over_h1(uri: &Uri, headers: &HeaderMap) -> Result<(Request<Empty<Bytes>>, HeaderValue), Refusal> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| Refusal::Internal)?;
    let key = HeaderValue::try_from(BASE64.encode(&bytes)).map_err(|_| Refusal::Internal)?;
    let expected = accept(&key).ok_or(Refusal::Internal)?;
    let host =
        uri.authority().and_then(|it| HeaderValue::try_from(it.as_str()).ok()).ok_or(Refusal::Internal)?;
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let mut request = Request::get(target).body(Empty::new()).map_err(|_| Refusal::Fixed("path"))?;
    *request.headers_mut() = asking(headers);
    for (name, value) in [
        (hyper::header::HOST, host),
        (CONNECTION, HeaderValue::from_static("Upgrade")),
        (UPGRADE, WEBSOCKET),
        (SEC_WEBSOCKET_KEY, key),
    ] {
        request.headers_mut().insert(name, value);
    }
    Ok((request, expected))
}

/// The request to a provider over HTTP/2.
///
/// # Errors
/// [`Refusal::Fixed`] for a path that cannot be sent.
pub fn over_h2(uri: &Uri, headers: &HeaderMap) -> Result<Request<Empty<Bytes>>, Refusal> {
    let request = Request::builder()
        .method(Method::CONNECT)
        .uri(uri.clone())
        .extension(Protocol::from_static("websocket"));
    let mut request = request.body(Empty::new()).map_err(|_| Refusal::Fixed("path"))?;
    *request.headers_mut() = asking(headers);
    Ok(request)
}

/// The client's headers, made into those of a handshake of our own.
fn asking(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    head::outgoing(&mut headers, false);
    headers.insert(SEC_WEBSOCKET_VERSION, VERSION);
    headers.insert(SEC_WEBSOCKET_EXTENSIONS, deflate::OFFER);
    headers
}

/// Whether an answer of HTTP/1.1 opens the WebSocket that was asked for.
#[must_use]
pub fn is_opened(headers: &HeaderMap, expected: &HeaderValue) -> bool {
    let upgrade = only(headers, UPGRADE).and_then(|value| value.to_str().ok());
    head::names_upgrade(headers)
        && upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
        && only(headers, SEC_WEBSOCKET_ACCEPT) == Some(expected)
}

/// The value of a header that stands there once.
fn only(headers: &HeaderMap, name: HeaderName) -> Option<&HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

/// What answers a key: what yawc's server says to it. `None` for what is not 16 bytes in base64.
fn accept(key: &HeaderValue) -> Option<HeaderValue> {
    BASE64.decode(key.as_bytes()).ok().filter(|bytes| bytes.len() == 16)?;
    let asked = Request::get("/").header(SEC_WEBSOCKET_KEY, key).header(SEC_WEBSOCKET_VERSION, VERSION);
    let (response, _) = HttpWebSocket::upgrade(asked.body(()).ok()?).ok()?;
    response.headers().get(SEC_WEBSOCKET_ACCEPT).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(change: &[(&'static str, &'static str)]) -> Option<Asked> {
        let mut request = Request::get("/v1/responses").body(()).unwrap();
        for (name, value) in [
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "WebSocket"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("sec-websocket-version", "13"),
        ]
        .iter()
        .chain(change)
        {
            request.headers_mut().insert(*name, HeaderValue::from_static(value));
        }
        Asked::of(&request.into_parts().0)
    }

    #[test]
    fn the_key_of_the_standard_is_answered_as_the_standard_says() {
        // RFC 6455, 1.3.
        let answer = asked(&[]).unwrap().opened(HeaderMap::new());
        assert_eq!(answer.status(), 101);
        assert_eq!(answer.headers()[SEC_WEBSOCKET_ACCEPT], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn what_is_no_websocket_handshake_is_told_apart() {
        for change in [
            ("connection", "keep-alive"),
            ("upgrade", "h2c"),
            ("upgrade", "websocket, h2c"),
            ("sec-websocket-key", "x"),
            ("sec-websocket-version", "8"),
        ] {
            assert!(asked(&[change]).is_none(), "{change:?}");
        }
    }

    #[test]
    fn the_providers_own_handshake_does_not_reach_the_client() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("sec-websocket-accept", "theirs"),
            ("sec-websocket-extensions", "permessage-deflate"),
            ("sec-websocket-protocol", "chat"),
            ("x-request-id", "1"),
            ("connection", "upgrade"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let answer = asked(&[]).unwrap().opened(headers);
        assert_ne!(answer.headers()[SEC_WEBSOCKET_ACCEPT], "theirs");
        assert!(!answer.headers().contains_key(SEC_WEBSOCKET_EXTENSIONS));
        assert_eq!(
            (&answer.headers()[SEC_WEBSOCKET_PROTOCOL], &answer.headers()["x-request-id"]),
            (&"chat".parse().unwrap(), &"1".parse().unwrap())
        );
    }
}
