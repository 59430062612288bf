//! Owns WebSockets to hosts in scope: a handshake with each side, and messages that are read, recorded and sent on. It
//! must not relay what it has not read, nor make or take apart frames: yawc does.
//!
//! ```text
//! exchange -> handshake (what the client asks) -> log -> provider (the same asked upstream, over h2 or h1)
//!    -> the client's answer, or what upstream said instead
//!    -> relay: up (tokenized) and down (restored), each message recorded, then sent
//! ```

mod deflate;
mod down;
mod handshake;
mod provider;
mod record;
mod relay;
mod socket;
mod strict;
mod up;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use bytes::Bytes;
use hyper::body::{Body as _, Incoming};
use hyper::{Method, Request, Response};
use tokio::task::JoinSet;

use super::exchange::{self, Origin};
use super::inbound::Inbound;
use super::refusal::Refusal;
use super::upstream::{Body, Received};
use super::{Session, outbound};
use crate::engine::provider::Dialect;
use crate::engine::tokenize::Tokenizer;
use handshake::Asked;
use provider::Answer;
use relay::Relay;

/// The WebSockets of one client connection, with what they need to go on. Whoever serves the connection waits for
/// them.
#[derive(Clone, Default)]
pub struct Sockets(Arc<Mutex<JoinSet<()>>>);

impl Sockets {
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A connection of HTTP/2 may open many, one after the other.
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    /// Waits until all have ended. None may be opened any more.
    pub async fn ended(self) {
        let mut tasks = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        while tasks.join_next().await.is_some() {}
    }
}

/// Answers a request for an upgrade: with a WebSocket once the provider has opened one, or with what it said instead.
///
/// # Errors
/// [`Refusal`]; nothing was sent, or the provider's answer cannot be relayed.
pub async fn exchange(
    session: &Arc<Session>,
    origin: &Origin,
    number: u64,
    dialect: Dialect,
    mut request: Request<Incoming>,
    sockets: &Sockets,
) -> Result<Response<Body>, Refusal> {
    let is_empty = request.method() == Method::CONNECT || request.body().is_end_stream();
    let client = hyper::upgrade::on(&mut request);
    let (mut head, _) = request.into_parts();
    let asked = Asked::of(&head).filter(|_| is_empty).ok_or(Refusal::WebSocket)?;
    let since = Instant::now();
    let worker = Arc::clone(session);
    let work = move || {
        let detector = worker.detector();
        let tokenizer = Tokenizer { detector: &detector, vault: &worker.vault };
        let report = handshake::rewrite(&mut head, tokenizer)?;
        Ok((head, Inbound { body: Bytes::new(), changed: false, report }))
    };
    let (head, inbound) = exchange::work(0, work).await?;
    session.log.record(exchange::entry(number, origin, &head, 0, &inbound)).await?;
    session.observed.added(since.elapsed());
    let note = session.note.then(|| head.uri.path().to_owned());
    match provider::ask(session, origin, head, sockets).await? {
        Answer::Opened(opened) => {
            let (headers, terms, server) = (opened.headers, opened.terms, opened.upgrade);
            let response = asked.opened(headers);
            let (session, host) = (Arc::clone(session), origin.host.clone());
            let relay = Relay { session, host, number, dialect, note };
            sockets.spawn(relay.carry(client, asked.deflate, server, terms));
            Ok(response)
        }
        // Success would open what the provider has not.
        Answer::Other(response) if asked.is_h2() && response.status().is_success() => {
            Err(Refusal::Handshake("opens none"))
        }
        Answer::Other(response) => {
            Ok(outbound::respond(session, number, dialect, &Method::GET, response.map(Received::from))
                .await?)
        }
    }
}
