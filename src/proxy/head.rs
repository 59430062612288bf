//! Owns the head of a request on its way out: path, query and headers, searched and rewritten, and what belongs to
//! one connection only taken off. It must leave the provider's own credentials alone.

use hyper::header::{
    ACCEPT_ENCODING, ALT_SVC, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderName, HeaderValue,
    PROXY_AUTHORIZATION, TE, TRANSFER_ENCODING, UPGRADE,
};
use hyper::http::request::Parts;
use hyper::http::uri::PathAndQuery;
use hyper::{HeaderMap, Method, Uri};

use super::coding;
use super::exchange::Origin;
use super::refusal::Refusal;
use crate::engine::provider::Host;
use crate::engine::tokenize::{Report, Tokenizer};

/// Headers in which a provider expects its own credential.
const CREDENTIALS: [&str; 5] = ["authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie"];

/// Headers that bind the body's bytes, and no longer hold when it changes.
const DIGESTS: [&str; 4] = ["content-md5", "digest", "content-digest", "repr-digest"];

/// Sign-in end points, which carry secrets by design: host, method, path.
const SIGN_IN: [(&str, Method, &str); 5] = [
    ("console.anthropic.com", Method::POST, "/v1/oauth/token"),
    ("platform.claude.com", Method::POST, "/v1/oauth/token"),
    ("api.anthropic.com", Method::POST, "/v1/oauth/token"),
    ("claude.ai", Method::POST, "/v1/oauth/token"),
    ("auth.openai.com", Method::POST, "/oauth/token"),
];

/// Whether this request is a sign-in that must carry its secrets.
#[must_use]
pub fn is_sign_in(host: &Host, head: &Parts) -> bool {
    let row = |(name, method, path): &(&str, Method, &str)| {
        host.as_str() == *name && head.method == *method && head.uri.path() == *path
    };
    SIGN_IN.iter().any(row)
}

/// Whether the request names the host that its connection is to, in every place that names one.
///
/// # Errors
/// [`Refusal::Disagreement`].
pub fn agree(origin: &Origin, head: &Parts) -> Result<(), Refusal> {
    let named = head.headers.get_all(HOST).iter().map(|value| value.to_str().ok());
    let mut names: Vec<_> = named.collect();
    names.extend(head.uri.authority().map(|authority| Some(authority.as_str())));
    let agrees = |name: &Option<&str>| name.is_some_and(|name| origin.is(name));
    // Two `Host` lines are a smuggling attempt even when they agree.
    let one_host = head.headers.get_all(HOST).iter().count() <= 1;
    if one_host && !names.is_empty() && names.iter().all(agrees) {
        Ok(())
    } else {
        Err(Refusal::Disagreement { connected: origin.host.to_string() })
    }
}

/// Whether the client asks for a WebSocket, by whichever of its two headers: a request with only one of them must
/// not be taken for an ordinary one by us and for an upgrade by the other side.
#[must_use]
pub fn is_upgrade(head: &Parts) -> bool {
    let names_upgrade = |value: &HeaderValue| {
        value
            .to_str()
            .is_ok_and(|text| text.split(',').any(|word| word.trim().eq_ignore_ascii_case("upgrade")))
    };
    head.headers.contains_key(UPGRADE)
        || head.headers.get_all(CONNECTION).iter().any(names_upgrade)
        || head.method == Method::CONNECT
}

/// Replaces secrets in path, query and headers.
///
/// # Errors
/// [`Refusal::Fixed`] for a secret in a spelling that cannot be replaced.
pub fn rewrite(head: &mut Parts, tokenizer: Tokenizer<'_>, report: &mut Report) -> Result<(), Refusal> {
    let target = head.uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
    let target = rewrite_target(&target, tokenizer, report)?;
    head.uri = Uri::builder().path_and_query(target).build().map_err(|_| Refusal::Fixed("path"))?;
    for (name, value) in &mut head.headers {
        if CREDENTIALS.contains(&name.as_str()) {
            continue;
        }
        let Ok(text) = value.to_str() else {
            tokenizer.binary(value.as_bytes())?;
            continue;
        };
        let found = tokenizer.text(text, &format!("header {name}"), true)?;
        report.hits.extend(found.report.hits);
        if let Some(text) = found.body {
            *value = HeaderValue::from_bytes(&text).map_err(|_| Refusal::Fixed("headers"))?;
        }
    }
    Ok(())
}

fn rewrite_target(target: &str, tokenizer: Tokenizer<'_>, report: &mut Report) -> Result<String, Refusal> {
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let mut out = rewrite_encoded(path, "path", tokenizer, report)?;
    for (index, pair) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        // Gemini's key travels in the query, and is the provider's own credential.
        let is_credential = pair.starts_with("key=");
        let pair =
            if is_credential { pair.to_owned() } else { rewrite_encoded(pair, "query", tokenizer, report)? };
        out.push_str(&pair);
    }
    Ok(out)
}

fn rewrite_encoded(
    text: &str,
    at: &'static str,
    tokenizer: Tokenizer<'_>,
    report: &mut Report,
) -> Result<String, Refusal> {
    let found = tokenizer.text(text, at, true)?;
    let mut out = match found.body {
        Some(bytes) => String::from_utf8(bytes).map_err(|_| Refusal::Fixed(at))?,
        None => text.to_owned(),
    };
    for hit in &found.report.hits {
        let plain = hit.placeholder.to_string();
        let encoded = plain.replace('<', "%3C").replace(':', "%3A").replace('>', "%3E");
        out = out.replace(&plain, &encoded);
    }
    report.hits.extend(found.report.hits);
    let decoded = percent_decoded(out.as_bytes());
    let hidden = tokenizer.text(&String::from_utf8_lossy(&decoded), at, true)?;
    if hidden.body.is_some() { Err(Refusal::Fixed(at)) } else { Ok(out) }
}

/// Percent-encoding off, `+` to a space; what is not valid stays.
#[must_use]
pub fn percent_decoded(text: &[u8]) -> Vec<u8> {
    let spaced: Vec<u8> = text.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
    percent_encoding::percent_decode(&spaced).collect()
}

/// Makes the headers of a request fit to leave: nothing of the client's connection, only codings that we read.
pub fn outgoing(headers: &mut HeaderMap, changed: bool) {
    strip_connection(headers);
    for name in [HOST, CONTENT_LENGTH, EXPECT, PROXY_AUTHORIZATION] {
        headers.remove(name);
    }
    if changed {
        for name in DIGESTS {
            headers.remove(name);
        }
    }
    if let Some(accepted) = accepted(headers) {
        headers.insert(ACCEPT_ENCODING, accepted);
    }
}

/// The client's `accept-encoding` without the codings that we do not read; `None` to leave it as it is.
fn accepted(headers: &HeaderMap) -> Option<HeaderValue> {
    let values: Vec<_> =
        headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).collect();
    if values.is_empty() {
        return None;
    }
    let is_read = |item: &&str| {
        let name = item.split(';').next().unwrap_or_default().trim();
        name.eq_ignore_ascii_case("identity")
            || coding::NAMES.iter().any(|(known, _)| name.eq_ignore_ascii_case(known))
    };
    let items = values.iter().flat_map(|value| value.split(',')).map(str::trim);
    let kept: Vec<_> = items.filter(is_read).collect();
    let text = if kept.is_empty() { "identity".to_owned() } else { kept.join(", ") };
    HeaderValue::from_str(&text).ok()
}

/// Makes the headers of a response fit for the client. An offer of another way to the provider is withheld: it would
/// lead round the proxy.
pub fn returning(headers: &mut HeaderMap) {
    strip_connection(headers);
    headers.remove(ALT_SVC);
}

/// Takes off what a response no longer is once its body changes.
pub fn rewritten_body(headers: &mut HeaderMap) {
    headers.remove(CONTENT_LENGTH);
    headers.remove(hyper::header::CONTENT_ENCODING);
    for name in DIGESTS {
        headers.remove(name);
    }
}

/// Removes the headers of one connection (RFC 9110, 7.6.1), those named by `Connection` too.
fn strip_connection(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    let wants_trailers =
        headers.get(TE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"trailers"));
    for name in named {
        headers.remove(name);
    }
    for name in ["connection", "keep-alive", "proxy-connection", "proxy-authenticate"] {
        headers.remove(name);
    }
    for name in [TE, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
    if wants_trailers {
        headers.insert(TE, HeaderValue::from_static("trailers"));
    }
}
