//! Owns the way to the provider: what a client says, searched, and rewritten so that it may go on. It must not let a
//! byte by that was not read, those of control frames included.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use yawc::{Frame, OpCode};

use super::super::refusal::Refusal;
use super::super::{exchange, inbound};
use super::record::{self, Done, Recorded};
use super::relay::Relay;
use super::strict::MAX_CONTROL;
use crate::engine::tokenize::{Tokenized, Tokenizer};

impl Relay {
    /// A frame as the provider may have it.
    ///
    /// # Errors
    /// [`Refusal`] for what cannot be read, replaced or recorded.
    pub(super) async fn outgoing(&self, frame: Frame) -> Result<Recorded, Refusal> {
        let (opcode, _, payload) = frame.into_parts();
        match opcode {
            OpCode::Text | OpCode::Binary | OpCode::Continuation => self.message(opcode, payload).await,
            OpCode::Ping | OpCode::Pong => {
                // The answer must have the same bytes, so none of them can be replaced.
                let read = |payload: &[u8], tokenizer: Tokenizer<'_>| {
                    Ok(Tokenized { body: None, report: tokenizer.binary(payload)? })
                };
                if !payload.is_empty() {
                    self.search(payload.clone(), read).await?;
                }
                Ok(Recorded::wordless(Frame::from((opcode, payload))))
            }
            OpCode::Close => match payload.split_at_checked(2) {
                Some((code, reason)) if !reason.is_empty() => self.close(code, reason).await,
                _ => Ok(Recorded::wordless(Frame::from((opcode, payload)))),
            },
        }
    }

    /// A message is read as a request's body is.
    async fn message(&self, opcode: OpCode, payload: Bytes) -> Result<Recorded, Refusal> {
        let (since, length, dialect) = (Instant::now(), payload.len(), self.dialect);
        let note = self.note.clone();
        // Samples of sound may look like UTF-16.
        let media_type = if opcode == OpCode::Binary { "application/octet-stream" } else { "" };
        let read = move |payload: &[u8], tokenizer: Tokenizer<'_>| {
            inbound::read_as(media_type, payload, dialect, tokenizer, note.as_deref())
        };
        let tokenized = self.search(payload.clone(), read).await?;
        let frame = Frame::from((opcode, tokenized.body.map_or(payload, Bytes::from)));
        let done = Done::Up(tokenized.report);
        let recorded = record::message(&self.session, self.number, length, frame, done).await?;
        self.session.observed.added(since.elapsed());
        Ok(recorded)
    }

    /// The reason of a close frame is text. One that is too long with its placeholders is left out.
    async fn close(&self, code: &[u8], reason: &[u8]) -> Result<Recorded, Refusal> {
        let read = |reason: &[u8], tokenizer: Tokenizer<'_>| {
            Ok(tokenizer.text(&String::from_utf8_lossy(reason), "close reason", false)?)
        };
        let tokenized = self.search(Bytes::copy_from_slice(reason), read).await?;
        let mut said = [code, tokenized.body.as_deref().unwrap_or(reason)].concat();
        if said.len() > MAX_CONTROL {
            said.truncate(code.len());
        }
        let (length, frame) = (code.len() + reason.len(), Frame::from((OpCode::Close, said)));
        record::message(&self.session, self.number, length, frame, Done::Up(tokenized.report)).await
    }

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
}
