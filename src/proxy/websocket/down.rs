//! Owns the way back: what a provider says, restored, with the texts that go on from one message to the next. It must
//! not hold a message that is complete, nor lose what it holds.

use std::sync::Arc;

use bytes::Bytes;
use hyper::StatusCode;
use yawc::{Frame, OpCode};

use super::super::refusal::Refusal;
use super::record::{self, Done, Record, Recorded};
use super::relay::Relay;
use super::strict::MAX_CONTROL;
use crate::engine::reply::{BrokenReply, Messages, Restored};
use crate::engine::restore::{Level, Restore, Tally};
use crate::engine::vault::Vault;

/// Why a provider's frame does not go on.
pub enum Stuck {
    /// It cannot be restored.
    Broken(BrokenReply),
    /// It cannot be recorded.
    Refused(Refusal),
}

/// What is held of a provider's messages, and counted.
pub struct Down {
    text: Messages,
    binary: Messages,
    /// The entry for the end.
    pub record: Record,
}

impl Down {
    /// The way back of one WebSocket, nothing held yet.
    pub fn new(relay: &Relay) -> Self {
        let layout = relay.dialect.layout();
        let status = StatusCode::SWITCHING_PROTOCOLS.as_u16();
        Self {
            text: Messages::new(layout, &relay.session.never, true),
            binary: Messages::new(layout, &relay.session.never, false),
            record: Record::new(Arc::clone(&relay.session), relay.number, status),
        }
    }
}

impl Relay {
    /// What the client gets for a frame: itself, and before it what was held until now.
    ///
    /// # Errors
    /// [`Stuck`].
    pub(super) async fn returning(&self, frame: Frame, down: &mut Down) -> Result<Vec<Recorded>, Stuck> {
        let (opcode, _, payload) = frame.into_parts();
        let (length, vault) = (payload.len(), &self.session.vault);
        let mut tally = Tally::default();
        let restored = match opcode {
            OpCode::Close if length > 2 => reason(&payload, vault, &mut tally),
            OpCode::Close | OpCode::Ping | OpCode::Pong => {
                return Ok(vec![Recorded::wordless(Frame::from((opcode, payload)))]);
            }
            OpCode::Text | OpCode::Binary | OpCode::Continuation => {
                down.record.received(length);
                let messages = if opcode == OpCode::Binary { &mut down.binary } else { &mut down.text };
                messages.push(&payload, vault, &mut tally).map_err(Stuck::Broken)?
            }
        };
        let mut frames = self.let_go(opcode, restored.before).await.map_err(Stuck::Refused)?;
        let message = restored.message.map_or(payload, Bytes::from);
        frames.push(self.restored(opcode, length, message, tally).await.map_err(Stuck::Refused)?);
        Ok(frames)
    }

    /// All that is still held.
    ///
    /// # Errors
    /// [`Refusal::Unrecorded`].
    pub(super) async fn held(&self, down: Down) -> Result<(Vec<Recorded>, Record), Refusal> {
        let mut frames = self.let_go(OpCode::Text, down.text.finish()).await?;
        frames.extend(self.let_go(OpCode::Binary, down.binary.finish()).await?);
        Ok((frames, down.record))
    }

    async fn let_go(&self, opcode: OpCode, messages: Vec<Vec<u8>>) -> Result<Vec<Recorded>, Refusal> {
        let mut frames = Vec::with_capacity(messages.len() + 1);
        for message in messages {
            frames.push(self.restored(opcode, 0, message.into(), Tally::default()).await?);
        }
        Ok(frames)
    }

    async fn restored(
        &self,
        opcode: OpCode,
        bytes_in: usize,
        payload: Bytes,
        tally: Tally,
    ) -> Result<Recorded, Refusal> {
        let frame = Frame::from((opcode, payload));
        record::message(&self.session, self.number, bytes_in, frame, Done::Down(tally)).await
    }
}

/// A close frame whose reason is restored, unless it would be too long.
fn reason(payload: &[u8], vault: &Vault, tally: &mut Tally) -> Restored {
    let (code, reason) = payload.split_at_checked(2).unwrap_or_default();
    let (mut restore, mut restored, mut out) = (Restore::new(Level::Text), Tally::default(), code.to_vec());
    restore.push(reason, vault, &mut restored, &mut out);
    restore.finish(&mut out);
    if out.len() > MAX_CONTROL {
        return Restored::default();
    }
    *tally = restored;
    Restored { before: Vec::new(), message: Some(out) }
}
