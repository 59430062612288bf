//! Owns the way in: a client's request, read whole, understood, and rewritten so that it may leave. It must not let
//! anything by that was not read.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::HeaderMap;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::coding::{self, Coding};
use super::refusal::Refusal;
use crate::engine::body;
use crate::engine::note;
use crate::engine::provider::Dialect;
use crate::engine::tokenize::{Report, Tokenized, Tokenizer};

/// Largest request body, in bytes, also when its codings are off.
pub const MAX_BODY: usize = 64 << 20;

/// A request body that may leave.
pub struct Inbound {
    /// The bytes to send: those that came, when there was nothing to hide.
    pub body: Bytes,
    /// Whether they differ from those that came.
    pub changed: bool,
    /// What was found.
    pub report: Report,
}

/// Reads a body to its end.
///
/// # Errors
/// [`Refusal::TooLarge`] beyond [`MAX_BODY`], [`Refusal::BrokenBody`] when the client breaks off.
pub async fn read(body: Incoming) -> Result<Bytes, Refusal> {
    if body.size_hint().lower() > u64::try_from(MAX_BODY).unwrap_or(u64::MAX) {
        return Err(Refusal::TooLarge);
    }
    match Limited::new(body, MAX_BODY).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Refusal::TooLarge),
        Err(_) => Err(Refusal::BrokenBody),
    }
}

/// Takes the codings off, replaces what is secret, and puts the codings on again. With a path, which is that of the
/// request, also puts in the note about placeholders. Takes time in proportion to the body.
///
/// # Errors
/// [`Refusal`] for everything that could not be read.
pub fn rewrite(
    wire: Bytes,
    headers: &HeaderMap,
    dialect: Dialect,
    tokenizer: Tokenizer<'_>,
    note: Option<&str>,
) -> Result<Inbound, Refusal> {
    let codings = codings(headers)?;
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let decoded =
        if codings.is_empty() { wire.clone() } else { coding::decode(&wire, &codings, MAX_BODY)?.into() };
    let tokenized = read_as(content_type, &decoded, dialect, tokenizer, note)?;
    match tokenized.body {
        None => Ok(Inbound { body: wire, changed: false, report: tokenized.report }),
        Some(body) => {
            let body = coding::encode(body, &codings)?.into();
            Ok(Inbound { body, changed: true, report: tokenized.report })
        }
    }
}

/// Says what can be said before the body is there: a client that waits for leave to send it is then told at once.
///
/// # Errors
/// [`Refusal`] for a body that could not be read, whatever it is.
pub fn announced(headers: &HeaderMap) -> Result<(), Refusal> {
    codings(headers)?;
    // Two readers could take each its own.
    let types = headers.get_all(CONTENT_TYPE).iter().count();
    if types > 1 { Err(Refusal::MediaType("that is named twice")) } else { Ok(()) }
}

fn codings(headers: &HeaderMap) -> Result<Vec<Coding>, Refusal> {
    let mut codings = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        let value = value.to_str().map_err(|_| coding::CodingError::Unknown("(not text)".to_owned()))?;
        codings.extend(coding::parse(value)?);
    }
    Ok(codings)
}

/// Replaces what is secret in a body without codings, and puts in the note where `note` is a model request's path.
/// Chooses by content, with the declared type as a hint.
///
/// # Errors
/// [`Refusal`] for everything that could not be read.
pub fn read_as(
    content_type: &str,
    body: &[u8],
    dialect: Dialect,
    tokenizer: Tokenizer<'_>,
    note: Option<&str>,
) -> Result<Tokenized, Refusal> {
    let mut tokenized = body::tokenize(content_type, body, dialect.layout(), tokenizer)?;
    if let Some(path) = note {
        let noted = note::insert(tokenized.body.as_deref().unwrap_or(body), dialect, path);
        tokenized.body = noted.or(tokenized.body);
    }
    Ok(tokenized)
}
