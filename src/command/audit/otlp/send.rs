//! Owns the way to a collector: OTLP over HTTP with protobuf bodies, tried again while that can help. It must not send
//! anywhere but to the given address.

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT};
use hyper::{Method, Request, StatusCode, Uri};
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceResponse;
use opentelemetry_proto::tonic::logs::v1::LogRecord;
use percent_encoding::percent_decode_str;
use prost::Message;
use tokio::time::{sleep, timeout};

use super::record::request;
use crate::launch::LaunchError;
use crate::launch::parent::Parent;
use crate::launch::trust::Roots;
use crate::proxy::{Route, Upstream, UpstreamError};

/// How often a request is sent at most.
const ATTEMPTS: u32 = 6;
/// How long is waited after the first failure; then twice as long each time.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// Longest wait, also of one that the collector asks for.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Most bytes of an answer that are read.
const MAX_ANSWER: usize = 1 << 16;
/// Where logs go, below the address of a collector.
const PATH: &str = "/v1/logs";
/// What every exporter takes further headers from, for example a collector's key.
const HEADERS: [&str; 2] = ["OTEL_EXPORTER_OTLP_LOGS_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"];

/// Why entries could not be handed to a collector.
#[derive(Debug, thiserror::Error)]
pub enum OtlpError {
    /// The address is none.
    #[error("--otlp wants the address of a collector: http://HOST:4318")]
    Url,
    /// The headers in the environment are none.
    #[error("{0} does not hold headers: write it as name=value,name=value")]
    Headers(&'static str),
    /// The parent's proxy cannot be followed.
    #[error(transparent)]
    Way(#[from] LaunchError),
    /// It cannot be reached.
    #[error("cannot reach the collector, tried {ATTEMPTS} times; what it has taken will not be sent again")]
    Unreached(#[source] UpstreamError),
    /// It did not answer in time.
    #[error("the collector did not answer, tried {ATTEMPTS} times; what it has taken will not be sent again")]
    Silent,
    /// It does not take them.
    #[error("the collector answered {0}; what it has taken will not be sent again")]
    Answered(StatusCode),
}

/// A collector.
pub(super) struct Collector {
    url: Uri,
    text: String,
    headers: HeaderMap,
    upstream: Upstream,
}

impl Collector {
    pub(super) fn new(url: &str, environment: &[(OsString, OsString)]) -> Result<Self, OtlpError> {
        let base = url.trim_end_matches('/');
        let text = if base.ends_with(PATH) { base.to_owned() } else { format!("{base}{PATH}") };
        let url: Uri = text.parse().map_err(|_| OtlpError::Url)?;
        let known = matches!(url.scheme_str(), Some("http" | "https"));
        // A password would be in the cursor and on the terminal; headers are for that.
        if !known || url.host().is_none() || url.authority().is_some_and(|it| it.as_str().contains('@')) {
            return Err(OtlpError::Url);
        }
        let parent = Parent::read(environment)?;
        let proxies = Arc::clone(&parent.proxies);
        let roots = move || Roots::load(&parent).map_or_else(|_| Vec::new(), |roots| roots.certificates());
        let upstream = Upstream::new(Route { proxies, connect_to: Vec::new(), roots: Box::new(roots) });
        Ok(Self { url, text, headers: headers(environment)?, upstream })
    }

    /// Where entries go; it holds no password.
    pub(super) fn url(&self) -> &str {
        &self.text
    }

    /// Sends records until the collector has them; how many of them it says it does not take.
    pub(super) async fn send(&self, records: Vec<LogRecord>) -> Result<u64, OtlpError> {
        let body = Bytes::from(request(records).encode_to_vec());
        let mut wait = FIRST_WAIT;
        for attempt in 1..=ATTEMPTS {
            let (error, asked) = match self.once(body.clone()).await {
                Ok(rejected) => return Ok(rejected),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::Passing(error, asked)) => (error, asked),
            };
            if attempt == ATTEMPTS {
                return Err(error);
            }
            sleep(asked.unwrap_or(wait).min(LONGEST_WAIT)).await;
            wait *= 2;
        }
        Err(OtlpError::Silent)
    }

    async fn once(&self, body: Bytes) -> Result<u64, Failure> {
        let passing = |error| Failure::Passing(error, None);
        let body = Full::new(body).map_err(|never| match never {}).boxed_unsync();
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.url.clone();
        *request.headers_mut() = self.headers.clone();
        let answer = async {
            let response =
                self.upstream.send(request).await.map_err(OtlpError::Unreached).map_err(passing)?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, MAX_ANSWER).collect().await;
            let body = body.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            let status = head.status;
            match status {
                _ if status.is_success() => Ok(rejected(body)),
                StatusCode::TOO_MANY_REQUESTS
                | StatusCode::BAD_GATEWAY
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::GATEWAY_TIMEOUT => {
                    Err(Failure::Passing(OtlpError::Answered(status), retry_after(&head.headers)))
                }
                _ => Err(Failure::Final(OtlpError::Answered(status))),
            }
        };
        timeout(PATIENCE, answer).await.unwrap_or_else(|_| Err(passing(OtlpError::Silent)))
    }
}

/// Whether trying again can help, and when the collector wants that.
enum Failure {
    Passing(OtlpError, Option<Duration>),
    Final(OtlpError),
}

/// How many records an answer says were not taken; those must not be sent again.
fn rejected(body: Bytes) -> u64 {
    let answer = ExportLogsServiceResponse::decode(body).unwrap_or_default();
    let rejected = answer.partial_success.map_or(0, |partial| partial.rejected_log_records);
    u64::try_from(rejected).unwrap_or_default()
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// Our own headers, and those of the environment.
fn headers(environment: &[(OsString, OsString)]) -> Result<HeaderMap, OtlpError> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-protobuf"));
    headers.insert(USER_AGENT, HeaderValue::from_static(concat!("waterwall/", env!("CARGO_PKG_VERSION"))));
    let set = |name: &&str| environment.iter().find(|(is, _)| is == name);
    let Some((name, (_, value))) = HEADERS.iter().find_map(|name| Some((*name, set(name)?))) else {
        return Ok(headers);
    };
    let bad = || OtlpError::Headers(name);
    for pair in value.to_str().ok_or_else(bad)?.split(',').filter(|pair| !pair.trim().is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(bad)?;
        let value: Vec<u8> = percent_decode_str(value.trim()).collect();
        let mut value = HeaderValue::from_bytes(&value).map_err(|_| bad())?;
        value.set_sensitive(true);
        headers.insert(HeaderName::try_from(name.trim()).map_err(|_| bad())?, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_a_collector() {
        for (typed, url) in [
            ("http://localhost:4318", "http://localhost:4318/v1/logs"),
            ("http://localhost:4318/", "http://localhost:4318/v1/logs"),
            ("https://otlp.example.com/otlp", "https://otlp.example.com/otlp/v1/logs"),
            ("https://otlp.example.com/v1/logs", "https://otlp.example.com/v1/logs"),
        ] {
            assert_eq!(Collector::new(typed, &[]).unwrap().url(), url);
        }
        for bad in ["", "localhost:4318", "ftp://x", "http://user:word@localhost:4318", "http://"] {
            assert!(matches!(Collector::new(bad, &[]), Err(OtlpError::Url)), "{bad}");
        }
    }

    #[test]
    fn headers_come_from_the_environment() {
        let set = |value: &str| headers(&[(HEADERS[1].into(), value.into())]);
        let all = set("x-scope=a%20b, api-key=c=d,").unwrap();
        assert_eq!(
            (&all["x-scope"], &all["api-key"]),
            (&HeaderValue::from_static("a b"), &HeaderValue::from_static("c=d"))
        );
        assert!(set("x").is_err() && set("a b=c").is_err() && set("a=%0a").is_err());
    }
}
