//! Owns one side of a WebSocket: yawc on one connection, read and written at once. It must not send a frame that is not
//! recorded, nor take the end of a connection for that of a conversation.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use futures_util::Sink;
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use yawc::close::CloseCode;
use yawc::{CompressionLevel, Frame, OpCode, Options, Role, WebSocket, WebSocketError};

use super::super::inbound::MAX_BODY;
use super::deflate::Terms;
use super::record::Recorded;
use super::strict::{Fault, MAX_CONTROL, Rules, Strict};
use crate::engine::reply::MAX_DOCUMENT;

/// Messages below so many bytes do not get shorter when they are compressed.
const WORTH_COMPRESSING: usize = 64;

/// Who stands at the other end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// The agent.
    Client,
    /// The host in scope.
    Provider,
}

impl Side {
    /// What it is called in reasons.
    pub fn name(self) -> &'static str {
        match self {
            Side::Client => "client",
            Side::Provider => "provider",
        }
    }

    /// Largest message that is read from it, in bytes: that of a request's body or of a reply's document.
    const fn limit(self) -> usize {
        match self {
            Side::Client => MAX_BODY,
            Side::Provider => MAX_DOCUMENT,
        }
    }
}

/// Why nothing more can be read or written.
#[derive(Debug)]
pub enum Lost {
    /// The connection ended without a close frame.
    Gone,
    /// The other side broke the protocol, or sent more than is read.
    Fault {
        /// What it is told.
        code: CloseCode,
        /// What it did.
        what: String,
    },
}

type Yawc = WebSocket<Strict<TokioIo<Upgraded>>>;

/// One side of a WebSocket.
pub struct Socket {
    side: Side,
    yawc: Mutex<Yawc>,
    /// Whether a close frame came.
    is_closed: AtomicBool,
}

impl Socket {
    /// A connection that has changed to frames, compressed on these terms.
    ///
    /// # Errors
    /// [`Lost::Fault`] for terms that yawc does not take.
    pub fn new(side: Side, upgraded: Upgraded, terms: Option<Terms>) -> Result<Self, Lost> {
        // yawc's limits are exclusive.
        let limit = side.limit() + 1;
        let mut options = Options::default().with_limits(limit, limit).with_utf8();
        if terms.is_some() {
            options = options.with_compression_level(CompressionLevel::fast());
            options = options.with_compression_threshold(WORTH_COMPRESSING);
        }
        let role = if side == Side::Client { Role::Server } else { Role::Client };
        let rules = Rules { masked: side == Side::Client, deflate: terms.is_some() };
        let io = Strict::new(TokioIo::new(upgraded), rules);
        let terms = terms.map(|terms| terms.to_string());
        let yawc = Yawc::from_stream_with_extensions(io, role, terms.as_deref(), options);
        Ok(Self {
            side,
            yawc: Mutex::new(yawc.map_err(|error| lost(side, &error))?),
            is_closed: AtomicBool::new(false),
        })
    }

    /// The next message, its fragments joined, or the next control frame. Pings and close frames have been answered by
    /// then, or will be with the next call.
    ///
    /// # Errors
    /// [`Lost`].
    pub async fn next(&self) -> Result<Frame, Lost> {
        let frame = poll_fn(|cx| self.lock().poll_next_frame(cx)).await;
        let frame = frame.map_err(|error| lost(self.side, &error))?;
        match frame.opcode() {
            // Here and now: who sends nothing but pings must not make us keep the answers.
            OpCode::Ping => {
                self.poll(|yawc, cx| yawc.poll_ready(cx)).await?;
                self.poll(|yawc, cx| yawc.poll_flush(cx)).await?;
            }
            OpCode::Close => self.is_closed.store(true, Ordering::Relaxed),
            OpCode::Continuation | OpCode::Text | OpCode::Binary | OpCode::Pong => {}
        }
        Ok(frame)
    }

    /// Sends a frame on.
    ///
    /// # Errors
    /// [`Lost`]; some of it may have been sent.
    pub async fn send(&self, frame: Recorded) -> Result<(), Lost> {
        if self.is_closed() {
            // Nothing may follow the answer to a close frame; who read that frame is about to end the conversation.
            return std::future::pending().await;
        }
        self.write(frame.into_frame()).await
    }

    /// Sends on the close frame of the other side, and waits for the answer.
    pub async fn pass_close(&self, frame: Recorded) {
        if self.is_closed() {
            self.answered().await;
        } else if self.write(frame.into_frame()).await.is_ok() {
            self.closed().await;
        }
    }

    /// Whether a close frame came.
    pub fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }

    /// Says that this is the end, and why, and waits for the answer. At most 123 bytes of `reason` are said.
    pub async fn close(&self, code: CloseCode, reason: &str) {
        if self.is_closed() {
            self.answered().await;
        } else if self.say(code, reason).await.is_ok() {
            self.closed().await;
        }
    }

    /// As [`Socket::close`], but without waiting.
    pub async fn leave(&self, code: CloseCode, reason: &str) {
        if self.say(code, reason).await.is_ok() {
            self.shut().await;
        }
    }

    async fn say(&self, code: CloseCode, reason: &str) -> Result<(), Lost> {
        let reason = reason.get(..reason.floor_char_boundary(MAX_CONTROL - 2)).unwrap_or_default();
        self.write(Frame::close(code, reason)).await
    }

    /// Ends a connection whose other side broke the protocol, and need not answer.
    pub async fn fail(&self, code: CloseCode, reason: &str) {
        // yawc has a close frame ready for most faults, and lets go of it when asked for more.
        let mut said = false;
        poll_fn(|cx| {
            said =
                matches!(self.lock().poll_next_frame(cx), Poll::Ready(Err(WebSocketError::ConnectionClosed)));
            Poll::Ready(())
        })
        .await;
        if said { self.shut().await } else { self.leave(code, reason).await }
    }

    /// Waits for the close frame that answers ours, then ends the connection. What else comes is too late.
    async fn closed(&self) {
        while self.next().await.is_ok_and(|frame| frame.opcode() != OpCode::Close) {}
        self.shut().await;
    }

    /// Ends the connection after its close frame, which yawc answers first.
    pub async fn answered(&self) {
        let _answered = self.next().await;
        self.shut().await;
    }

    async fn shut(&self) {
        let _gone = self.poll(|yawc, cx| yawc.poll_close(cx)).await;
    }

    async fn write(&self, frame: Frame) -> Result<(), Lost> {
        let mut frame = Some(frame);
        self.poll(|mut yawc, cx| {
            ready!(yawc.as_mut().poll_ready(cx))?;
            Poll::Ready(frame.take().map_or(Ok(()), |frame| yawc.start_send(frame)))
        })
        .await?;
        self.poll(|yawc, cx| yawc.poll_flush(cx)).await
    }

    async fn poll(
        &self,
        mut step: impl FnMut(Pin<&mut Yawc>, &mut Context<'_>) -> Poll<Result<(), WebSocketError>>,
    ) -> Result<(), Lost> {
        poll_fn(|cx| step(Pin::new(&mut *self.lock()), cx)).await.map_err(|error| lost(self.side, &error))
    }

    fn lock(&self) -> MutexGuard<'_, Yawc> {
        // Both directions are polled by one task: nobody ever waits here.
        self.yawc.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells a connection that broke from a protocol that was broken.
fn lost(side: Side, error: &WebSocketError) -> Lost {
    let (code, what) = match error {
        WebSocketError::ConnectionClosed => return Lost::Gone,
        WebSocketError::IoError(error) => match error.get_ref().and_then(|it| it.downcast_ref::<Fault>()) {
            Some(fault) => (CloseCode::Protocol, fault.to_string()),
            // yawc's own error for data that cannot be inflated.
            None if error.kind() == io::ErrorKind::InvalidInput => {
                (CloseCode::Protocol, "a compressed message cannot be expanded".to_owned())
            }
            None => return Lost::Gone,
        },
        WebSocketError::FrameTooLarge => {
            (CloseCode::Size, format!("a message is larger than {} MiB", side.limit() >> 20))
        }
        WebSocketError::InvalidUTF8 => (CloseCode::Invalid, "a text is not UTF-8".to_owned()),
        error => (CloseCode::Protocol, error.to_string().to_lowercase()),
    };
    Lost::Fault { code, what }
}
