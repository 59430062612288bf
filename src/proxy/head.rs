//! Owns the head of a request on its way out: path, query and headers, searched and rewritten, and what belongs to
//! one connection only taken off. It must leave the provider's own credentials alone.

use hyper::header::{
    ACCEPT_ENCODING, ALT_SVC, CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderName, HeaderValue,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use hyper::http::request::Parts;
use hyper::http::uri::{Authority, PathAndQuery};
use hyper::{HeaderMap, Method, Uri};

use super::coding;
use super::exchange::Origin;
use super::refusal::Refusal;
use crate::engine::body;
use crate::engine::provider::Host;
use crate::engine::tokenize::{Hit, Report, Tokenizer};

/// Headers in which a provider expects its own credential.
const CREDENTIALS: [&str; 6] =
    ["authorization", "x-api-key", "api-key", "x-goog-api-key", "x-amz-security-token", "cookie"];

/// Headers that bind the body's bytes, and no longer hold when it changes.
pub const DIGESTS: [&str; 4] = ["content-md5", "digest", "content-digest", "repr-digest"];

/// Sign-in end points, which carry secrets by design: host, path; all are asked with POST. Where codes are exchanged,
/// tokens are refreshed too. What carries no secret (asking for a device code) needs no row, nor do hosts out of scope
/// (GitHub's for Copilot, Google's for Gemini).
const SIGN_IN: [(&str, &str); 11] = [
    // Claude Code, under its names over the years.
    ("console.anthropic.com", "/v1/oauth/token"),
    ("platform.claude.com", "/v1/oauth/token"),
    ("api.anthropic.com", "/v1/oauth/token"),
    ("claude.ai", "/v1/oauth/token"),
    // Codex, and whoever else signs in with ChatGPT: in a browser, with a device code, and out.
    ("auth.openai.com", "/oauth/token"),
    ("auth.openai.com", "/api/accounts/deviceauth/token"),
    ("auth.openai.com", "/oauth/revoke"),
    // opencode's own account, and providers that agents sign in to.
    ("console.opencode.ai", "/auth/device/token"),
    ("openrouter.ai", "/api/v1/auth/keys"),
    ("auth.x.ai", "/oauth2/token"),
    ("auth.x.ai", "/oauth2/revoke"),
];

/// Whether this request is a sign-in that must carry its secrets.
#[must_use]
pub fn is_sign_in(host: &Host, head: &Parts) -> bool {
    head.method == Method::POST && SIGN_IN.contains(&(host.as_str(), head.uri.path()))
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
    head.headers.contains_key(UPGRADE) || names_upgrade(&head.headers) || head.method == Method::CONNECT
}

/// Whether `Connection` names the `Upgrade` header.
#[must_use]
pub fn names_upgrade(headers: &HeaderMap) -> bool {
    let values = headers.get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|word| word.trim().eq_ignore_ascii_case("upgrade"))
}

/// Replaces secrets in path, query and headers.
///
/// # Errors
/// [`Refusal::Fixed`] for a secret in a name, [`Refusal::Unreadable`] for one in a spelling that cannot be replaced.
pub fn rewrite(head: &mut Parts, tokenizer: Tokenizer<'_>, report: &mut Report) -> Result<(), Refusal> {
    let target = head.uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
    let target = rewrite_target(&target, takes_key(head), tokenizer, report)?;
    head.uri = Uri::builder().path_and_query(target).build().map_err(|_| Refusal::Fixed("path"))?;
    let names: Vec<_> = head.headers.keys().map(HeaderName::as_str).collect();
    if tokenizer.text(&names.join("\n"), "", true)?.body.is_some() {
        return Err(Refusal::Fixed("name of a header"));
    }
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

/// Whether the host is one of Google's, whose own credential may travel in the query.
fn takes_key(head: &Parts) -> bool {
    let named = head.headers.get(HOST).and_then(|value| value.to_str().ok());
    let authority = head.uri.authority().map(Authority::as_str).or(named);
    let host = authority.and_then(|it| it.parse::<Authority>().ok()).and_then(|it| Host::new(it.host()));
    host.is_some_and(|host| host.as_str().ends_with(".googleapis.com"))
}

fn rewrite_target(
    target: &str,
    takes_key: bool,
    tokenizer: Tokenizer<'_>,
    report: &mut Report,
) -> Result<String, Refusal> {
    let mut rewritten = |text: &str, at: &str| {
        let found = body::encoded(text.as_bytes(), at == "query", None, true, tokenizer)?;
        let hits = found.report.hits.into_iter().map(|hit| Hit { path: at.to_owned(), ..hit });
        report.hits.extend(hits);
        let text = found.body.unwrap_or_else(|| text.as_bytes().to_vec());
        String::from_utf8(text).map_err(|_| Refusal::Fixed("path"))
    };
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let mut out = rewritten(path, "path")?;
    for (index, pair) in query.into_iter().flat_map(|query| query.split('&')).enumerate() {
        out.push(if index == 0 { '?' } else { '&' });
        let is_credential = takes_key && pair.starts_with("key=");
        let pair = if is_credential { pair.to_owned() } else { rewritten(pair, "query")? };
        out.push_str(&pair);
    }
    Ok(out)
}

/// Makes the headers of a request fit to leave: nothing of the client's connection, only codings that we read. Trailers
/// are let go of with the body that they came behind, so none are announced.
pub fn outgoing(headers: &mut HeaderMap, changed: bool) {
    strip_connection(headers);
    for name in [HOST, CONTENT_LENGTH, EXPECT, TRAILER, PROXY_AUTHORIZATION] {
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

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::Request;

    fn head(method: &str, target: &str, host: &str) -> Parts {
        Request::builder().method(method).uri(target).header(HOST, host).body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_sign_in_is_told_by_host_method_and_path_and_by_nothing_less() {
        for (host, path) in SIGN_IN {
            let is = |host: &str, method: &str, path: &str| {
                is_sign_in(&Host::new(host).unwrap(), &head(method, path, host))
            };
            assert!(is(host, "POST", path) && is(host, "POST", &format!("{path}?x=1")), "{host}{path}");
            assert!(!is(host, "GET", path) && !is(host, "PUT", path), "{host}{path}");
            assert!(!is("api.openai.com", "POST", path), "{path}");
            for other in [format!("{path}/"), path.to_uppercase(), format!("/{path}"), format!("{path}%20")] {
                assert!(!is(host, "POST", &other), "{other}");
            }
        }
    }

    #[test]
    fn only_googles_hosts_take_their_credential_in_the_query() {
        for (host, takes) in [
            ("generativelanguage.googleapis.com", true),
            ("US-Central1-AIPlatform.GoogleAPIs.com.", true),
            ("api.anthropic.com", false),
            ("googleapis.com.example", false),
            ("notgoogleapis.com", false),
        ] {
            assert_eq!(takes_key(&head("GET", "/v1?key=1", host)), takes, "{host}");
        }
    }
}
