//! Owns what the log says of a WebSocket: an entry for each message before it goes on, and one for its end. It must not
//! let a frame be sent on any other way.

use std::sync::Arc;

use yawc::Frame;

use super::super::exchange;
use super::super::{Session, refusal::Refusal};
use crate::audit::Entry;
use crate::audit::entry::{self, Direction, Message, ResponseEnd};
use crate::engine::restore::Tally;
use crate::engine::tokenize::Report;

/// A frame that may be sent on.
pub struct Recorded(Frame);

impl Recorded {
    /// A ping, a pong, or a close frame without a reason: there is nothing to record.
    pub fn wordless(frame: Frame) -> Self {
        Self(frame)
    }

    /// The frame.
    pub fn into_frame(self) -> Frame {
        self.0
    }
}

/// What was done to a message.
pub enum Done {
    /// On its way to the provider.
    Up(Report),
    /// On its way to the client.
    Down(Tally),
}

/// The entries of one WebSocket. Dropping it before its end records that the client went away.
pub struct Record {
    session: Arc<Session>,
    response: Option<entry::Response>,
}

impl Record {
    /// Begins with the answer to the upgrade.
    pub fn new(session: Arc<Session>, exchange: u64, status: u16) -> Self {
        let response = entry::Response {
            exchange,
            status,
            bytes: 0,
            restored: Vec::new(),
            unlisted: 0,
            respelled: 0,
            unresolved: 0,
            ended: ResponseEnd::ClientGone,
        };
        Self { session, response: Some(response) }
    }

    /// Counts bytes of a message that the provider sent.
    pub fn received(&mut self, bytes: usize) {
        if let Some(response) = &mut self.response {
            response.bytes += count(bytes);
        }
    }

    /// Records how the WebSocket ended. Nothing more may be sent when that fails.
    ///
    /// # Errors
    /// [`Refusal::Unrecorded`].
    pub async fn end(&mut self, ended: ResponseEnd) -> Result<(), Refusal> {
        match self.response.take() {
            Some(response) => {
                Ok(self.session.log.record(Entry::Response(entry::Response { ended, ..response })).await?)
            }
            None => Ok(()),
        }
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if let Some(response) = self.response.take() {
            self.session.log.note(Entry::Response(response));
        }
    }
}

/// Records a message that was `bytes_in` bytes long, so that it may be sent.
///
/// # Errors
/// [`Refusal::Unrecorded`].
pub async fn message(
    session: &Session,
    exchange: u64,
    bytes_in: usize,
    frame: Frame,
    done: Done,
) -> Result<Recorded, Refusal> {
    let mut message = Message {
        exchange,
        direction: Direction::Up,
        bytes_in: count(bytes_in),
        bytes_out: count(frame.payload().len()),
        strings: 0,
        cached: 0,
        hits: Vec::new(),
        restored: Vec::new(),
        unlisted: 0,
        respelled: 0,
        unresolved: 0,
        exempt: 0,
        opaque: 0,
    };
    match done {
        Done::Up(report) => {
            message.hits = exchange::hits(&report);
            (message.strings, message.exempt, message.opaque) =
                (report.strings, report.exempt, report.opaque);
        }
        Done::Down(tally) => {
            session.observed.unresolved(tally.unresolved);
            message.direction = Direction::Down;
            (message.respelled, message.unresolved) = (tally.respelled, tally.unresolved);
            let restored = |((kind, id), count)| entry::Restored { kind, id, count };
            message.restored = tally.restored.into_iter().map(restored).collect();
        }
    }
    session.log.record(Entry::Message(message)).await?;
    Ok(Recorded(frame))
}

fn count(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
