//! Owns the conversation: each message read, rewritten, recorded and sent on, until one side ends it. It must not send
//! on what it could not read, make a whole of what broke off, or say goodbye for a side that did not.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::StatusCode;
use hyper::upgrade::OnUpgrade;
use yawc::close::CloseCode;
use yawc::{Frame, OpCode};

use super::super::refusal::Refusal;
use super::super::{Session, exchange, inbound};
use super::deflate::Terms;
use super::record::{self, Done, Record, Recorded};
use super::socket::{Lost, Side, Socket};
use super::strict::MAX_CONTROL;
use crate::audit::entry::ResponseEnd;
use crate::engine::provider::{Dialect, Host};
use crate::engine::reply::Messages;
use crate::engine::restore::{Level, Restore, Tally};
use crate::engine::tokenize::{Tokenized, Tokenizer};

/// How long a side may take to answer a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// One WebSocket, between the client and a provider.
#[derive(Clone)]
pub struct Relay {
    /// The session.
    pub session: Arc<Session>,
    /// The provider's host.
    pub host: Host,
    /// The number of the exchange that opened it.
    pub number: u64,
    /// How its messages are read.
    pub dialect: Dialect,
}

/// How a conversation ends.
enum End {
    /// That side sent a close frame, which is to be passed on.
    Closed(Side, Recorded),
    /// That side's connection broke.
    Broken(Side),
    /// That side broke the protocol.
    Fault(Side, CloseCode, String),
    /// A message cannot be sent on.
    Refused(Refusal),
    /// The session ends.
    Stopped,
}

impl End {
    fn of(side: Side, lost: Lost) -> Self {
        match lost {
            Lost::Gone => End::Broken(side),
            Lost::Fault { code, what } => End::Fault(side, code, what),
        }
    }

    fn recorded(&self) -> ResponseEnd {
        match self {
            End::Closed(..) => ResponseEnd::Complete,
            End::Broken(Side::Client) | End::Fault(Side::Client, ..) | End::Stopped => {
                ResponseEnd::ClientGone
            }
            End::Broken(Side::Provider) | End::Fault(Side::Provider, ..) | End::Refused(_) => {
                ResponseEnd::Broken
            }
        }
    }

    /// Whether the client may still be sent messages.
    fn leaves_client(&self) -> bool {
        !matches!(
            self,
            End::Closed(Side::Client, _) | End::Broken(Side::Client) | End::Fault(Side::Client, ..)
        )
    }
}

/// The way back: what it holds and what it has counted.
struct Down {
    text: Messages,
    binary: Messages,
    record: Record,
}

impl Relay {
    /// Carries messages between two connections that are about to change to frames, compressed on the terms of each.
    pub async fn carry(
        self,
        client: OnUpgrade,
        own: Option<Terms>,
        provider: OnUpgrade,
        theirs: Option<Terms>,
    ) {
        let status = StatusCode::SWITCHING_PROTOCOLS.as_u16();
        let layout = self.dialect.layout();
        let mut down = Down {
            text: Messages::new(layout, &self.session.never, true),
            binary: Messages::new(layout, &self.session.never, false),
            record: Record::new(Arc::clone(&self.session), self.number, status),
        };
        let (Ok(client), Ok(provider)) = tokio::join!(client, provider) else { return };
        let client = Socket::new(Side::Client, client, own);
        let provider = Socket::new(Side::Provider, provider, theirs);
        let (Ok(client), Ok(provider)) = (client, provider) else { return };
        let end = tokio::select! {
            end = self.up(&client, &provider) => end,
            end = self.down(&provider, &client, &mut down) => end,
            () = self.session.stopped() => End::Stopped,
        };
        let _slow = tokio::time::timeout(CLOSE_TIMEOUT, self.finish(end, down, &client, &provider)).await;
    }

    /// Messages of the client, until the end.
    async fn up(&self, client: &Socket, provider: &Socket) -> End {
        loop {
            let frame = match client.next().await {
                Ok(frame) => frame,
                Err(lost) => return End::of(Side::Client, lost),
            };
            let opcode = frame.opcode();
            match self.outgoing(frame).await {
                Err(refusal) => return End::Refused(refusal),
                Ok(frame) if opcode == OpCode::Close => return End::Closed(Side::Client, frame),
                Ok(frame) => {
                    if let Err(lost) = provider.send(frame).await {
                        return End::of(Side::Provider, lost);
                    }
                }
            }
        }
    }

    /// A frame as the provider may have it.
    async fn outgoing(&self, frame: Frame) -> Result<Recorded, Refusal> {
        let (opcode, _, payload) = frame.into_parts();
        let (since, length) = (Instant::now(), payload.len());
        match opcode {
            OpCode::Text | OpCode::Binary | OpCode::Continuation => {
                let dialect = self.dialect;
                let read = move |payload: &[u8], tokenizer: Tokenizer<'_>| {
                    inbound::read_as("", payload, dialect, tokenizer)
                };
                let tokenized = self.search(payload.clone(), read).await?;
                let frame = Frame::from((opcode, tokenized.body.map_or(payload, Bytes::from)));
                let recorded =
                    record::message(&self.session, self.number, length, frame, Done::Up(tokenized.report))
                        .await?;
                self.session.observed.added(since.elapsed());
                Ok(recorded)
            }
            OpCode::Ping | OpCode::Pong => {
                // The answer must have the same bytes, so none of them can be replaced.
                let read = |payload: &[u8], tokenizer: Tokenizer<'_>| {
                    Ok(Tokenized { body: None, report: tokenizer.binary(payload)? })
                };
                if length > 0 {
                    self.search(payload.clone(), read).await?;
                }
                Ok(Recorded::wordless(Frame::from((opcode, payload))))
            }
            OpCode::Close => {
                let Some((code, reason)) =
                    payload.split_at_checked(2).filter(|(_, reason)| !reason.is_empty())
                else {
                    return Ok(Recorded::wordless(Frame::from((opcode, payload))));
                };
                let read = |reason: &[u8], tokenizer: Tokenizer<'_>| {
                    Ok(tokenizer.text(&String::from_utf8_lossy(reason), "close reason", false)?)
                };
                let tokenized = self.search(Bytes::copy_from_slice(reason), read).await?;
                let said = tokenized.body.map(|reason| [code, &reason].concat());
                // A reason that is too long with its placeholders is left out.
                let said = said.map(|said| if said.len() > MAX_CONTROL { code.to_vec() } else { said });
                let frame = Frame::from((opcode, said.map_or(payload, Bytes::from)));
                record::message(&self.session, self.number, length, frame, Done::Up(tokenized.report)).await
            }
        }
    }

    /// Looks for secrets in a payload.
    async fn search(
        &self,
        payload: Bytes,
        read: impl FnOnce(&[u8], Tokenizer<'_>) -> Result<Tokenized, Refusal> + Send + 'static,
    ) -> Result<Tokenized, Refusal> {
        let (session, length) = (Arc::clone(&self.session), payload.len());
        let work = move || {
            let detector = session.detector();
            read(&payload, Tokenizer { detector: &detector, vault: &session.vault })
        };
        exchange::work(length, work).await
    }

    /// Messages of the provider, until the end.
    async fn down(&self, provider: &Socket, client: &Socket, down: &mut Down) -> End {
        loop {
            let frame = match provider.next().await {
                Ok(frame) => frame,
                Err(lost) => return End::of(Side::Provider, lost),
            };
            let opcode = frame.opcode();
            let frames = match self.returning(frame, down).await {
                Ok(frames) => frames,
                Err(end) => return end,
            };
            for frame in frames {
                if opcode == OpCode::Close {
                    return End::Closed(Side::Provider, frame);
                }
                if let Err(lost) = client.send(frame).await {
                    return End::of(Side::Client, lost);
                }
            }
        }
    }

    /// What the client gets for a frame: itself, and before it what was held until now.
    async fn returning(&self, frame: Frame, down: &mut Down) -> Result<Vec<Recorded>, End> {
        let (opcode, _, payload) = frame.into_parts();
        let length = payload.len();
        let mut tally = Tally::default();
        let (before, message) = match opcode {
            OpCode::Ping | OpCode::Pong => {
                return Ok(vec![Recorded::wordless(Frame::from((opcode, payload)))]);
            }
            OpCode::Close if length <= 2 => {
                return Ok(vec![Recorded::wordless(Frame::from((opcode, payload)))]);
            }
            OpCode::Close => (Vec::new(), self.reason(&payload, &mut tally)),
            OpCode::Text | OpCode::Binary | OpCode::Continuation => {
                down.record.received(length);
                let messages = if opcode == OpCode::Binary { &mut down.binary } else { &mut down.text };
                let restored = messages
                    .push(&payload, &self.session.vault, &mut tally)
                    .map_err(|error| End::Fault(Side::Provider, CloseCode::Size, error.to_string()))?;
                (restored.before, restored.message)
            }
        };
        let mut frames = Vec::with_capacity(before.len() + 1);
        for held in before {
            frames.push(self.recorded(opcode, 0, held.into(), Tally::default()).await.map_err(End::Refused)?);
        }
        let message = message.map_or(payload, Bytes::from);
        frames.push(self.recorded(opcode, length, message, tally).await.map_err(End::Refused)?);
        Ok(frames)
    }

    async fn recorded(
        &self,
        opcode: OpCode,
        bytes_in: usize,
        payload: Bytes,
        tally: Tally,
    ) -> Result<Recorded, Refusal> {
        let frame = Frame::from((opcode, payload));
        record::message(&self.session, self.number, bytes_in, frame, Done::Down(tally)).await
    }

    /// A close frame whose reason is restored; `None` when it stays, or would be too long.
    fn reason(&self, payload: &[u8], tally: &mut Tally) -> Option<Vec<u8>> {
        let mut out = payload.get(..2)?.to_vec();
        let (mut restore, mut restored) = (Restore::new(Level::Text), Tally::default());
        restore.push(payload.get(2..)?, &self.session.vault, &mut restored, &mut out);
        restore.finish(&mut out);
        if out.len() > MAX_CONTROL {
            return None;
        }
        *tally = restored;
        Some(out)
    }

    /// Ends the conversation on both sides: lets go of what is held, records how it ended, and only then says so.
    async fn finish(&self, end: End, down: Down, client: &Socket, provider: &Socket) {
        let Down { text, binary, mut record } = down;
        if end.leaves_client() {
            let held = text.finish().into_iter().map(|it| (OpCode::Text, it));
            for (opcode, message) in held.chain(binary.finish().into_iter().map(|it| (OpCode::Binary, it))) {
                let recorded = self.recorded(opcode, 0, message.into(), Tally::default()).await;
                let Ok(message) = recorded else { return };
                let _gone = client.send(message).await;
            }
        }
        match &end {
            End::Fault(side, _, what) => {
                self.refused(&Refusal::Frame { by: side.name(), fault: what.clone() }).await;
            }
            End::Refused(refusal) => self.refused(refusal).await,
            End::Closed(..) | End::Broken(_) | End::Stopped => {}
        }
        if record.end(end.recorded()).await.is_err() {
            return;
        }
        match end {
            End::Closed(side, frame) => {
                let (closing, other) =
                    if side == Side::Client { (client, provider) } else { (provider, client) };
                let passed_on = async {
                    if other.send(frame).await.is_ok() {
                        other.closed().await;
                    }
                };
                tokio::join!(closing.answered(), passed_on);
            }
            End::Fault(side, code, what) => {
                let side = if side == Side::Client { client } else { provider };
                side.fail(code, &what).await;
            }
            End::Refused(refusal) => {
                let reason = format!("ww refused: {refusal}");
                let (code, reason) = (CloseCode::Policy, reason.as_str());
                tokio::join!(client.close(code, reason), provider.close(code, reason));
            }
            End::Stopped => {
                let (code, reason) = (CloseCode::Away, "the session ends");
                tokio::join!(client.leave(code, reason), provider.leave(code, reason));
            }
            // No goodbye was said.
            End::Broken(_) => {}
        }
    }

    async fn refused(&self, refusal: &Refusal) {
        self.session.refused(Some(self.number), &self.host, refusal).await;
    }
}
