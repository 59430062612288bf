//! Owns what a client is told when nothing is forwarded: one sentence with the reason and the next step, in the error
//! shape of its provider. It must not name a secret.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde_json::json;

use super::certificates::CertificateError;
use super::coding::CodingError;
use super::inbound::MAX_BODY;
use super::sigv4::Unsignable;
use super::upstream::{Body, UpstreamError};
use crate::audit::AuditError;
use crate::causes::told;
use crate::engine::provider::Dialect;
use crate::engine::tokenize::Unreadable;

/// Why an exchange does not happen. There is no variant that forwards.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// CONNECT target, SNI and `Host` name different hosts.
    #[error("the connection is to {connected} but the request names another host; use one name for both")]
    Disagreement {
        /// The host of the connection.
        connected: String,
    },
    /// What came through the tunnel is not TLS.
    #[error("the tunnel to {host} does not carry TLS; use https, or plain http without a tunnel")]
    NotTls {
        /// The host of the tunnel.
        host: String,
    },
    /// An upgrade to something that is not read.
    #[error("only an upgrade to a WebSocket by RFC 6455 or RFC 8441 is read; use HTTP")]
    WebSocket,
    /// The provider answered a WebSocket handshake as nobody may.
    #[error("the provider's answer to the WebSocket handshake {0}; use HTTP")]
    Handshake(&'static str),
    /// One side of a WebSocket broke the protocol.
    #[error("the {by}'s end of the WebSocket broke the protocol: {fault}; open a new one")]
    Frame {
        /// Whose.
        by: &'static str,
        /// How.
        fault: String,
    },
    /// The body is longer than we read.
    #[error("the request body is larger than {} MiB; send less at once", MAX_BODY >> 20)]
    TooLarge,
    /// The client's request could not be taken apart; there was nothing yet to answer.
    #[error("a request was turned away: {0}")]
    Misspoken(&'static str),
    /// The client broke off.
    #[error("the request body broke off")]
    BrokenBody,
    /// The body's coding cannot be taken off.
    #[error("{0}; send the body without a content coding")]
    Coding(#[from] CodingError),
    /// The body cannot be read, or cannot be rewritten.
    #[error("{0}; nothing was sent")]
    Unreadable(#[from] Unreadable),
    /// The body's media type is not one that can be read.
    #[error("a body of a type {0} cannot be searched for secrets; name one")]
    MediaType(&'static str),
    /// A secret stands where it cannot be replaced.
    #[error("a secret stands in the {0}, where it cannot be replaced; take it out")]
    Fixed(&'static str),
    /// The request is signed, had to be changed, and cannot be signed again.
    #[error("the request is signed for AWS and holds a secret, and {0}, or use a bearer token")]
    Signed(#[from] Unsignable),
    /// The exchange cannot be recorded.
    #[error("the exchange cannot be recorded: {0}")]
    Unrecorded(#[from] AuditError),
    /// The provider cannot be reached.
    #[error("{host} cannot be reached: {}; check the network and the proxy settings", told(.source))]
    Upstream {
        /// The host.
        host: String,
        /// Why not.
        source: UpstreamError,
    },
    /// No certificate could be made for the host.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// Something in `ww` itself went wrong.
    #[error("ww failed to read the request; please report it with `ww --version`")]
    Internal,
}

impl Refusal {
    /// The status: 502 for all but upgrades, whose client goes on over HTTP at once when it is told 426.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Refusal::WebSocket | Refusal::Handshake(_) => StatusCode::UPGRADE_REQUIRED,
            Refusal::Frame { .. }
            | Refusal::Disagreement { .. }
            | Refusal::NotTls { .. }
            | Refusal::TooLarge
            | Refusal::Misspoken(_)
            | Refusal::BrokenBody
            | Refusal::Coding(_)
            | Refusal::Unreadable(_)
            | Refusal::MediaType(_)
            | Refusal::Fixed(_)
            | Refusal::Signed(_)
            | Refusal::Unrecorded(_)
            | Refusal::Upstream { .. }
            | Refusal::Certificate(_)
            | Refusal::Internal => StatusCode::BAD_GATEWAY,
        }
    }

    /// The response in the dialect's error shape.
    #[must_use]
    pub fn response(&self, dialect: Dialect) -> Response<Body> {
        let message = format!("ww refused: {self}");
        let body = match dialect {
            Dialect::Anthropic => {
                json!({"type": "error", "error": {"type": "api_error", "message": message}})
            }
            Dialect::OpenAiChat | Dialect::OpenAiResponses => {
                json!({"error": {"message": message, "type": "ww_refused", "param": null, "code": "ww_refused"}})
            }
            Dialect::Gemini => {
                json!({"error": {"code": self.status().as_u16(), "message": message, "status": "FAILED_PRECONDITION"}})
            }
            Dialect::Bedrock | Dialect::Cohere => json!({"message": message}),
            Dialect::Ollama | Dialect::Generic => json!({"error": message}),
        };
        let mut response = text(self.status(), body.to_string());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("x-should-retry", HeaderValue::from_static("false"));
        response
    }
}

/// A response of plain text, for clients that speak to the proxy itself.
#[must_use]
pub fn text(status: StatusCode, text: String) -> Response<Body> {
    let body = Full::new(Bytes::from(text)).map_err(|never| match never {}).boxed_unsync();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
