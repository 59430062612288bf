//! Owns the conversation: frames one way and the other, until one side ends it, and how it ends. It must not say goodbye
//! for a side that did not, nor make a whole of what broke off.

use std::sync::Arc;
use std::time::Duration;

use hyper::upgrade::OnUpgrade;
use yawc::OpCode;
use yawc::close::CloseCode;

use super::super::Session;
use super::super::refusal::Refusal;
use super::deflate::Terms;
use super::down::{Down, Stuck};
use super::record::Recorded;
use super::socket::{Lost, Side, Socket};
use crate::audit::entry::ResponseEnd;
use crate::engine::provider::{Dialect, Host};

/// How long the end may take: a side that does not answer a close frame is left.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// One WebSocket between the client and a provider.
pub struct Relay {
    /// The session.
    pub session: Arc<Session>,
    /// The provider's host.
    pub host: Host,
    /// The number of the exchange that opened it.
    pub number: u64,
    /// How its messages are read.
    pub dialect: Dialect,
    /// The path that it was asked for at, where requests to a model carry the note.
    pub note: Option<String>,
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

    /// What the log says of it.
    fn refusal(&self) -> Option<Refusal> {
        match self {
            End::Fault(side, _, what) => Some(Refusal::Frame { by: side.name(), fault: what.clone() }),
            End::Closed(..) | End::Broken(_) | End::Refused(_) | End::Stopped => None,
        }
    }
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
        let mut down = Down::new(&self);
        let (Ok(client), Ok(provider)) = tokio::join!(client, provider) else { return };
        let client = Socket::new(Side::Client, client, own);
        let provider = Socket::new(Side::Provider, provider, theirs);
        let (Ok(client), Ok(provider)) = (client, provider) else { return };
        let end = tokio::select! {
            end = self.up(&client, &provider) => end,
            end = self.down(&provider, &client, &mut down) => end,
            () = self.session.stopped() => End::Stopped,
        };
        let finish = self.finish(end, down, &client, &provider);
        let _left = tokio::time::timeout(CLOSE_TIMEOUT, finish).await;
    }

    /// Frames of the client, until the end.
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

    /// Frames of the provider, until the end.
    async fn down(&self, provider: &Socket, client: &Socket, down: &mut Down) -> End {
        loop {
            let frame = match provider.next().await {
                Ok(frame) => frame,
                Err(lost) => return End::of(Side::Provider, lost),
            };
            let opcode = frame.opcode();
            let frames = match self.returning(frame, down).await {
                Ok(frames) => frames,
                Err(Stuck::Refused(refusal)) => return End::Refused(refusal),
                Err(Stuck::Broken(error)) => {
                    return End::Fault(Side::Provider, CloseCode::Size, error.to_string());
                }
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

    /// Ends the conversation on both sides: lets go of what is held, records how it ended, and only then says so.
    async fn finish(&self, end: End, down: Down, client: &Socket, provider: &Socket) {
        let mut record = if end.leaves_client() && !client.is_closed() {
            let Ok((held, record)) = self.held(down).await else { return };
            for message in held {
                let _gone = client.send(message).await;
            }
            record
        } else {
            down.record
        };
        let fault = end.refusal();
        let refusal = if let End::Refused(refusal) = &end { Some(refusal) } else { fault.as_ref() };
        if let Some(refusal) = refusal {
            self.session.refused(Some(self.number), &self.host, refusal).await;
        }
        let recorded = record.end(end.recorded()).await;
        // What we say ourselves holds nothing of anybody's, and is said all the same.
        part(recorded.map_or_else(End::Refused, |()| end), client, provider).await;
    }
}

/// Says to each side what it is to hear.
async fn part(end: End, client: &Socket, provider: &Socket) {
    match end {
        End::Closed(side, frame) => {
            let (from, to) = if side == Side::Client { (client, provider) } else { (provider, client) };
            tokio::join!(from.answered(), to.pass_close(frame));
        }
        End::Fault(side, code, what) => {
            // The other one never said that it would leave.
            if side == Side::Client { client } else { provider }.fail(code, &what).await;
        }
        End::Refused(refusal) => {
            let reason = format!("ww refused: {refusal}");
            tokio::join!(
                client.close(CloseCode::Policy, &reason),
                provider.close(CloseCode::Policy, &reason)
            );
        }
        End::Stopped => {
            let reason = "the session ends";
            tokio::join!(client.leave(CloseCode::Away, reason), provider.leave(CloseCode::Away, reason));
        }
        End::Broken(_) => {}
    }
}
