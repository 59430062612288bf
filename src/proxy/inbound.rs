//! Owns the way in: a client's request, read whole, understood, and rewritten so that it may leave. It must not let
//! anything by that was not read.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::HeaderMap;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};

use super::coding::{self, Coding};
use super::refusal::Refusal;
use crate::engine::json::{self, Malformed};
use crate::engine::provider::Dialect;
use crate::engine::tokenize::{Report, Tokenized, Tokenizer, Unreadable};

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

/// Takes the codings off, replaces what is secret, and puts the codings on again. Takes time in proportion to the
/// body.
///
/// # Errors
/// [`Refusal`] for everything that could not be read.
pub fn rewrite(
    wire: Bytes,
    headers: &HeaderMap,
    dialect: Dialect,
    tokenizer: Tokenizer<'_>,
) -> Result<Inbound, Refusal> {
    let codings = codings(headers)?;
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let tokenized = if codings.is_empty() {
        read_as(&media_type, &wire, dialect, tokenizer)?
    } else {
        read_as(&media_type, &coding::decode(&wire, &codings, MAX_BODY)?, dialect, tokenizer)?
    };
    match tokenized.body {
        None => Ok(Inbound { body: wire, changed: false, report: tokenized.report }),
        Some(body) => {
            let body = coding::encode(body, &codings)?.into();
            Ok(Inbound { body, changed: true, report: tokenized.report })
        }
    }
}

fn codings(headers: &HeaderMap) -> Result<Vec<Coding>, Refusal> {
    let mut codings = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        let value = value.to_str().map_err(|_| coding::CodingError::Unknown("(not text)".to_owned()))?;
        codings.extend(coding::parse(value)?);
    }
    Ok(codings)
}

/// Chooses by content, with the declared type as a hint.
fn read_as(
    media_type: &str,
    body: &[u8],
    dialect: Dialect,
    tokenizer: Tokenizer<'_>,
) -> Result<Tokenized, Refusal> {
    if body.is_empty() {
        return Ok(Tokenized { body: None, report: Report::default() });
    }
    if is_utf16(body) {
        return Err(Refusal::MediaType("UTF-16"));
    }
    if media_type.starts_with("multipart/") {
        return Err(Refusal::MediaType("multipart"));
    }
    if media_type == "application/x-www-form-urlencoded" {
        return form(body, tokenizer);
    }
    let says_json = media_type == "application/json" || media_type.ends_with("+json");
    if says_json || matches!(body.trim_ascii_start().first(), Some(b'{' | b'[' | b'"')) {
        match tokenizer.json(body, dialect.layout()) {
            Err(Unreadable::Malformed(Malformed::Syntax(_))) if !says_json => {}
            read => return Ok(read?),
        }
        match tokenizer.json_lines(body, dialect.layout()) {
            Err(Unreadable::Malformed(Malformed::Syntax(_))) => {}
            read => return Ok(read?),
        }
    }
    match std::str::from_utf8(body) {
        Ok(text) => plain(text, tokenizer),
        Err(_) => Ok(Tokenized { body: None, report: tokenizer.binary(body)? }),
    }
}

/// Text is searched as it stands, and once more with escapes off: nobody says that it is not half JSON. A secret that
/// only shows then is refused, since it cannot be replaced.
fn plain(text: &str, tokenizer: Tokenizer<'_>) -> Result<Tokenized, Refusal> {
    let tokenized = tokenizer.text(text, "body", false)?;
    let sent = tokenized.body.as_deref().unwrap_or(text.as_bytes());
    let unescaped = json::unescape(sent);
    if unescaped != sent && tokenizer.text(&String::from_utf8_lossy(&unescaped), "body", true)?.body.is_some()
    {
        return Err(Refusal::Fixed("body, behind escapes"));
    }
    Ok(tokenized)
}

/// Whether the body begins as UTF-16 does: with its mark, or with every other byte zero.
fn is_utf16(body: &[u8]) -> bool {
    match body {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => true,
        [a, b, c, d, ..] => {
            *a == 0 && *c == 0 && *b != 0 && *d != 0 || *b == 0 && *d == 0 && *a != 0 && *c != 0
        }
        _ => false,
    }
}

/// A form is searched with its percent-encoding on and off; a secret in it is refused, since it cannot be replaced.
fn form(body: &[u8], tokenizer: Tokenizer<'_>) -> Result<Tokenized, Refusal> {
    let decoded = super::head::percent_decoded(body);
    let mut report = Report::default();
    for text in [body, &decoded] {
        let text = String::from_utf8_lossy(text);
        let found = tokenizer.text(&text, "body", false)?;
        if found.body.is_some() {
            return Err(Refusal::Fixed("form"));
        }
        report.strings = found.report.strings;
    }
    Ok(Tokenized { body: None, report })
}
