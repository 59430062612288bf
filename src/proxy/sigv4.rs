//! Owns AWS signatures (IAM user guide, "AWS Signature Version 4 for API requests") of requests that had to be changed:
//! sees that the credentials at hand made the one that came, and makes another. It must not sign with any others, nor
//! what came without a signature.

use std::time::SystemTime;

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign};
use aws_sigv4::sign::v4::SigningParams;
use data_encoding::HEXLOWER;
use hyper::HeaderMap;
use hyper::header::{ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, HOST, HeaderValue};
use hyper::http::request::Parts;
use hyper::http::uri::PathAndQuery;
use sha2::{Digest, Sha256};

use super::{head, is_same};
use crate::config::known::AwsKeys;
use crate::secret::SecretBytes;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: &str = "x-amz-date";
const CONTENT_SHA256: &str = "x-amz-content-sha256";
const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// Why a signed request that had to be changed cannot be signed again.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unsignable {
    /// The signature stands in the query.
    #[error("its signature stands in the query; sign it in a header")]
    Presigned,
    /// An algorithm that is not ours.
    #[error("it is not signed with {ALGORITHM}; use that")]
    Algorithm,
    /// Each chunk of the body has a signature of its own.
    #[error("its body is signed chunk by chunk; sign it as a whole")]
    Chunks,
    /// The signature is not of the documented form.
    #[error("its signature cannot be read; sign it with an AWS SDK")]
    Malformed,
    /// The credentials are not at hand.
    #[error(
        "the credentials that signed it are not at hand; put them into the environment of `ww` or ~/.aws/credentials"
    )]
    NoCredentials,
    /// They are, by their name, but made another signature.
    #[error(
        "the credentials at hand did not make its signature; put the right ones into the environment of `ww`"
    )]
    Mismatch,
}

/// A request: its head, and the body as it stands on the wire.
#[derive(Clone, Copy)]
pub struct Whole<'a> {
    /// The head.
    pub head: &'a Parts,
    /// The body.
    pub body: &'a [u8],
}

/// What the `authorization` header says.
struct Claim<'a> {
    key_id: &'a str,
    region: &'a str,
    service: &'a str,
    /// The headers that are signed, in lower case.
    names: Vec<&'a str>,
    signature: &'a str,
}

/// Whether a request is signed, in the header or in the query.
#[must_use]
pub fn is_signed(head: &Parts) -> bool {
    let value = head.headers.get(AUTHORIZATION);
    value.is_some_and(|value| value.as_bytes().starts_with(b"AWS4-")) || is_presigned(head)
}

fn is_presigned(head: &Parts) -> bool {
    let names = head.uri.query().into_iter().flat_map(|query| query.split('&'));
    names.filter_map(|pair| pair.split('=').next()).any(|name| name.eq_ignore_ascii_case("x-amz-signature"))
}

/// Signs `head` with `body` anew if they are not what the signature of `came` is for.
///
/// The date stays that of the client, which may have set it by the server's clock.
///
/// # Errors
/// [`Unsignable`] when that cannot be; the request must then not be sent.
pub fn renew(came: Whole<'_>, head: &mut Parts, body: &[u8], keys: &AwsKeys) -> Result<(), Unsignable> {
    let same_body = came.body == body;
    let same_target = came.head.uri.path_and_query() == head.uri.path_and_query();
    if same_body && same_target && came.head.headers == head.headers {
        return Ok(());
    }
    if is_presigned(came.head) {
        return Err(Unsignable::Presigned);
    }
    let claim = Claim::of(&came.head.headers)?;
    let is_same = |name: &&str| came.head.headers.get_all(*name).iter().eq(head.headers.get_all(*name));
    if same_body && same_target && claim.names.iter().all(is_same) {
        return Ok(());
    }
    let secret = claim.signer(came, keys)?;
    bind(&mut head.headers, body, same_body);
    let host = host(came.head).ok_or(Unsignable::Malformed)?;
    let signed = claim.sign(Whole { head, body }, host, &secret).ok_or(Unsignable::Malformed)?;
    let value = HeaderValue::from_str(&signed.authorization).map_err(|_| Unsignable::Malformed)?;
    head.headers.insert(AUTHORIZATION, value);
    Ok(())
}

/// Brings the headers that bind the body up to date.
fn bind(headers: &mut HeaderMap, body: &[u8], same_body: bool) {
    if headers.contains_key(CONTENT_LENGTH) {
        headers.insert(CONTENT_LENGTH, body.len().into());
    }
    let renewed = HeaderValue::from_str(&sha256(body)).ok().filter(|_| !is_unsigned(headers));
    if let (Some(value), Some(renewed)) = (headers.get_mut(CONTENT_SHA256), renewed) {
        *value = renewed;
    }
    if !same_body {
        for name in head::DIGESTS {
            headers.remove(name);
        }
    }
}

/// Puts back what was taken off or altered for the way, where it is signed: `out` is then what was signed. The host
/// only where it is spelled in another way than `authority`, which is what goes out without it.
pub fn keep_signed(came: &HeaderMap, out: &mut HeaderMap, authority: &str) {
    let Ok(claim) = Claim::of(came) else { return };
    for name in [HOST, ACCEPT_ENCODING] {
        if claim.names.contains(&name.as_str()) {
            out.remove(&name);
            for value in came.get_all(&name).iter().filter(|value| name != HOST || *value != authority) {
                out.append(&name, value.clone());
            }
        }
    }
}

/// A signature, and the header that holds it.
struct Signed {
    signature: String,
    authorization: String,
}

impl<'a> Claim<'a> {
    fn of(headers: &'a HeaderMap) -> Result<Self, Unsignable> {
        let mut values = headers.get_all(AUTHORIZATION).iter();
        let (Some(value), None) = (values.next(), values.next()) else { return Err(Unsignable::Malformed) };
        let text = value.to_str().map_err(|_| Unsignable::Malformed)?;
        let (algorithm, parts) = text.split_once(' ').ok_or(Unsignable::Malformed)?;
        if algorithm != ALGORITHM {
            return Err(Unsignable::Algorithm);
        }
        Self::read(parts).ok_or(Unsignable::Malformed)
    }

    fn read(parts: &'a str) -> Option<Self> {
        let part = |name| parts.split(',').find_map(|part| part.trim().strip_prefix(name));
        let mut scope = part("Credential=")?.split('/');
        let (key_id, _date) = (scope.next()?, scope.next()?);
        let (region, service) = (scope.next()?, scope.next()?);
        let (names, signature) = (part("SignedHeaders=")?.split(';').collect(), part("Signature=")?);
        Some(Self { key_id, region, service, names, signature })
    }

    /// The secret that signed the request as it came.
    fn signer(&self, came: Whole<'_>, keys: &AwsKeys) -> Result<SecretBytes, Unsignable> {
        let payload = came.head.headers.get(CONTENT_SHA256);
        if payload.is_some_and(|value| value.as_bytes().starts_with(b"STREAMING-")) {
            return Err(Unsignable::Chunks);
        }
        let host = host(came.head).ok_or(Unsignable::Malformed)?;
        let mut secrets = keys.secrets_of(self.key_id);
        if secrets.is_empty() {
            return Err(Unsignable::NoCredentials);
        }
        let made = |secret: &SecretBytes| {
            let signed = self.sign(came, host, secret);
            signed.is_some_and(|signed| is_same(signed.signature.as_bytes(), self.signature.as_bytes()))
        };
        let at = secrets.iter().position(made).ok_or(Unsignable::Mismatch)?;
        Ok(secrets.swap_remove(at))
    }

    /// Signs a request as this claim does; `None` when it cannot be what the claim is about.
    fn sign(&self, request: Whole<'_>, host: &str, secret: &SecretBytes) -> Option<Signed> {
        let Whole { head, body } = request;
        // The library always signs these two, and looks for the host in the URI where there is no header.
        if !["host", DATE].iter().all(|name| self.names.contains(name)) {
            return None;
        }
        let mut headers = vec![("host", host)];
        for &name in self.names.iter().filter(|name| **name != "host") {
            for value in head.headers.get_all(name) {
                headers.push((name, value.to_str().ok()?));
            }
        }
        let payload = if is_unsigned(&head.headers) { UNSIGNED.to_owned() } else { sha256(body) };
        let target = head.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let (headers, payload) = (headers.into_iter(), SignableBody::Precomputed(payload));
        let request = SignableRequest::new(head.method.as_str(), target, headers, payload).ok()?;
        let mut settings = SigningSettings::default();
        settings.excluded_headers = None;
        let secret = std::str::from_utf8(secret.expose()).ok()?;
        // Without the session's token: where it is signed it is one of the headers.
        let identity = Credentials::new(self.key_id, secret, None, None, "ww").into();
        let params = SigningParams::builder().identity(&identity).region(self.region).name(self.service);
        let params = params.time(date(head)?).settings(settings).build().ok()?.into();
        let (instructions, signature) = sign(request, &params).ok()?.into_parts();
        let authorization = instructions.headers().find(|(name, _)| *name == AUTHORIZATION.as_str())?;
        Some(Signed { signature, authorization: authorization.1.to_owned() })
    }
}

fn is_unsigned(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_SHA256).is_some_and(|value| value == UNSIGNED)
}

/// The host as the client named it.
fn host(head: &Parts) -> Option<&str> {
    match head.headers.get(HOST) {
        Some(host) => host.to_str().ok(),
        None => head.uri.authority().map(|authority| authority.as_str()),
    }
}

/// The moment of signing, `20150830T123600Z`.
fn date(head: &Parts) -> Option<SystemTime> {
    let text = head.headers.get(DATE)?.to_str().ok()?;
    let moment = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Some(moment.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().into())
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

#[cfg(test)]
mod tests;
