//! Owns the way back: a provider's response, restored as it streams. It must record the response before its last byte
//! goes out, must not hold what is complete, and must not turn a broken response into a whole one.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::{BodyExt, Empty, StreamBody};
use hyper::body::{Body as _, Frame};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use hyper::{HeaderMap, Method, Response, StatusCode};

use super::Session;
use super::coding::{self, Stack};
use super::head;
use super::upstream::{Body, BoxError, Received};
use crate::audit::entry::{self, ResponseEnd, Restored, Warning};
use crate::audit::{AuditError, Entry, LogText};
use crate::engine::provider::Dialect;
use crate::engine::reply::{Format, Reply};
use crate::engine::restore::Tally;

/// Most bytes that a coded response may expand to. None: a stream may go on for ever, and is held a piece at a time.
const MAX_EXPANDED: usize = usize::MAX;

/// What is done to the bytes of a response.
enum Way {
    /// Nothing: there is nothing to restore, or nothing that we restore in.
    Pass,
    /// Decoded and restored.
    Restore(Box<Reply>),
}

/// One response on its way to the client. Dropping it before its end records that the client went away.
struct Outbound {
    session: Arc<Session>,
    upstream: Received,
    /// The codings that come off; none where nothing is done.
    codings: Stack,
    way: Way,
    ready: VecDeque<Result<Frame<Bytes>, BoxError>>,
    /// Whether more can be had of what has come.
    has_more: bool,
    /// Whether all of the body has come.
    all_came: bool,
    /// Once all has come: the piece that may be the last one, which waits for the entry.
    last: Bytes,
    trailers: Option<Frame<Bytes>>,
    ended: bool,
    record: Record,
}

/// The entry of a response, written once.
struct Record {
    session: Arc<Session>,
    response: Option<entry::Response>,
}

impl Record {
    fn take(&mut self, tally: Tally, ended: ResponseEnd) -> Option<Entry> {
        let mut response = self.response.take()?;
        let restored = tally.restored.into_iter().map(|((kind, id), count)| Restored { kind, id, count });
        response.restored = restored.collect();
        response.respelled = tally.respelled;
        response.unresolved = tally.unresolved;
        self.session.observed.unresolved(tally.unresolved);
        response.ended = ended;
        Some(Entry::Response(response))
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if let Some(entry) = self.take(Tally::default(), ResponseEnd::ClientGone) {
            self.session.log.note(entry);
        }
    }
}

/// The response as the client gets it.
///
/// # Errors
/// [`AuditError`] when a response without a body cannot be recorded; one with a body breaks off instead.
pub async fn respond(
    session: &Arc<Session>,
    exchange: u64,
    dialect: Dialect,
    method: &Method,
    response: Response<Received>,
) -> Result<Response<Body>, AuditError> {
    let (mut parts, upstream) = response.into_parts();
    let has_body = *method != Method::HEAD
        && !matches!(parts.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED)
        && !upstream.is_end_stream();
    head::returning(&mut parts.headers);
    let response = entry::Response {
        exchange,
        status: parts.status.as_u16(),
        bytes: 0,
        restored: Vec::new(),
        unlisted: 0,
        respelled: 0,
        unresolved: 0,
        ended: ResponseEnd::Complete,
    };
    if !has_body {
        // Nobody would ever ask such a body for its end.
        session.log.record(Entry::Response(response)).await?;
        return Ok(Response::from_parts(parts, Empty::new().map_err(|never| match never {}).boxed_unsync()));
    }
    let (codings, way) = if session.vault.is_empty() {
        (Stack::new(&[], MAX_EXPANDED), Way::Pass)
    } else {
        way(session, &parts.headers, dialect)
    };
    if !matches!(way, Way::Pass) {
        head::rewritten_body(&mut parts.headers);
    }
    let outbound = Outbound {
        session: Arc::clone(session),
        upstream,
        codings,
        way,
        ready: VecDeque::new(),
        has_more: false,
        all_came: false,
        last: Bytes::new(),
        trailers: None,
        ended: false,
        record: Record { session: Arc::clone(session), response: Some(response) },
    };
    let frames = stream::unfold(outbound, |mut outbound| async {
        let frame = outbound.next().await?;
        Some((frame.map_err(io::Error::other), outbound))
    });
    Ok(Response::from_parts(parts, StreamBody::new(frames).boxed_unsync()))
}

fn way(session: &Session, headers: &HeaderMap, dialect: Dialect) -> (Stack, Way) {
    let text = |value: &HeaderValue| value.to_str().unwrap_or("unreadable").to_owned();
    let codings: Vec<_> = headers.get_all(CONTENT_ENCODING).iter().map(text).collect();
    let Ok(codings) = coding::parse(&codings.join(",")) else {
        let text = LogText::new("a response in an unknown content coding was passed on as it came");
        session.log.note(Entry::Warning(Warning { text }));
        return (Stack::new(&[], MAX_EXPANDED), Way::Pass);
    };
    let declared = headers.get(CONTENT_TYPE).map(text).as_deref().and_then(Format::of_media_type);
    let reply = Reply::new(declared, dialect.layout(), &session.never);
    (Stack::new(&codings, MAX_EXPANDED), Way::Restore(Box::new(reply)))
}

impl Outbound {
    /// The next frame for the client; `None` after the last.
    async fn next(&mut self) -> Option<Result<Frame<Bytes>, BoxError>> {
        loop {
            if let Some(frame) = self.ready.pop_front() {
                return Some(frame);
            }
            if self.ended {
                return None;
            }
            if self.has_more || self.all_came {
                self.piece().await;
                continue;
            }
            match self.upstream.frame().await {
                None => self.all_came = true,
                Some(Err(error)) => self.end(Vec::new(), Some(error.into())).await,
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.data(data),
                    Err(trailers) => (self.trailers, self.all_came) = (Some(trailers), true),
                },
            }
        }
    }

    fn data(&mut self, data: Bytes) {
        if let Some(response) = &mut self.record.response {
            response.bytes += u64::try_from(data.len()).unwrap_or(u64::MAX);
        }
        self.codings.feed(data);
        self.has_more = true;
        self.all_came = self.upstream.is_end_stream();
    }

    /// Queues the next piece of what has come, or ends the response after its last. Pieces are made one at a time, when
    /// the client is ready for them, so that a coding which stands for a thousand times its bytes is never held so.
    async fn piece(&mut self) {
        match self.restored() {
            Err(error) => {
                let last = std::mem::take(&mut self.last);
                self.end(last.into(), Some(error)).await;
            }
            Ok(Some(out)) if self.all_came => {
                // The entry goes before the last byte, so that piece waits for it.
                if !out.is_empty() {
                    let before = std::mem::replace(&mut self.last, out);
                    self.queue(before);
                }
            }
            Ok(Some(out)) => self.queue(out),
            Ok(None) if self.all_came => {
                let last = std::mem::take(&mut self.last);
                self.end(last.into(), None).await;
            }
            Ok(None) => self.has_more = false,
        }
    }

    fn queue(&mut self, bytes: Bytes) {
        if !bytes.is_empty() {
            self.ready.push_back(Ok(Frame::data(bytes)));
        }
    }

    /// The next piece as the client gets it; `None` when there is no more of what has come.
    fn restored(&mut self) -> Result<Option<Bytes>, BoxError> {
        let Some(data) = self.codings.next(self.all_came)? else { return Ok(None) };
        let mut out = Vec::new();
        match &mut self.way {
            Way::Pass => return Ok(Some(data)),
            Way::Restore(reply) => reply.push(&data, &self.session.vault, &mut out)?,
        }
        Ok(Some(out.into()))
    }

    /// Ends the response: lets go of what is held, records how it ended, and only then queues the last bytes. With a
    /// cause, or when the end turns out to be missing, the client's response breaks off too.
    async fn end(&mut self, mut out: Vec<u8>, cause: Option<BoxError>) {
        self.ended = true;
        let mut tally = Tally::default();
        let mut failure = cause;
        if let Way::Restore(reply) = std::mem::replace(&mut self.way, Way::Pass) {
            match reply.finish(&self.session.vault, &mut out) {
                Ok(counted) => tally = counted,
                Err(error) => failure = failure.or(Some(error.into())),
            }
        }
        let ended = if failure.is_some() { ResponseEnd::Broken } else { ResponseEnd::Complete };
        let recorded = match self.record.take(tally, ended) {
            Some(entry) => self.session.log.record(entry).await,
            None => Ok(()),
        };
        match recorded {
            Ok(()) => self.queue(out.into()),
            Err(error) => failure = failure.or(Some(error.into())),
        }
        match failure {
            Some(failure) => self.ready.push_back(Err(failure)),
            None => self.ready.extend(self.trailers.take().map(Ok)),
        }
    }
}
