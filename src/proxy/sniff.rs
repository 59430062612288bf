//! Owns the first bytes of a tunnel: what the client is about to speak. It must read all of a ClientHello, however it
//! is cut, and must consume nothing: what was read is handed on.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Buf, Bytes};
use rustls::server::Acceptor;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, ReadBuf};

use crate::engine::provider::Host;

/// Most bytes of a first flight: larger than any ClientHello that a TLS library accepts.
const MAX_HELLO: usize = 64 << 10;

/// What a client speaks first.
#[derive(Debug)]
pub enum Opening {
    /// TLS, asking for this name; `None` when it names none, or no legal one.
    Tls(Option<Host>),
    /// Something else.
    Other,
    /// Nothing: the client closed.
    Closed,
}

/// Looks at first bytes as they come.
#[derive(Default)]
pub struct Sniffer {
    acceptor: Acceptor,
    seen: Vec<u8>,
}

impl Sniffer {
    /// Takes more bytes; `None` while it cannot be told yet.
    pub fn push(&mut self, bytes: &[u8]) -> Option<Opening> {
        self.seen.extend_from_slice(bytes);
        // A TLS record that carries a handshake begins with 22 and major version 3 (RFC 8446, 5.1).
        let is_tls = self.seen.iter().zip([0x16, 0x03]).all(|(&byte, expected)| byte == expected);
        if !is_tls || self.seen.len() > MAX_HELLO {
            return Some(Opening::Other);
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.acceptor.read_tls(&mut rest).is_err() {
                return Some(Opening::Other);
            }
            match self.acceptor.accept() {
                Ok(None) => {}
                Ok(Some(accepted)) => {
                    return Some(Opening::Tls(accepted.client_hello().server_name().and_then(Host::new)));
                }
                Err(_) => return Some(Opening::Other),
            }
        }
        None
    }

    /// All bytes taken so far.
    #[must_use]
    pub fn into_seen(self) -> Vec<u8> {
        self.seen
    }
}

/// Reads until it is clear what `io` speaks, and gives it back with nothing consumed.
///
/// # Errors
/// Those of reading.
pub async fn sniff<T: AsyncRead + Unpin>(mut io: T) -> io::Result<(Opening, Replayed<T>)> {
    let mut sniffer = Sniffer::default();
    let mut buffer = Vec::with_capacity(4096);
    loop {
        buffer.clear();
        if io.read_buf(&mut buffer).await? == 0 {
            return Ok((Opening::Closed, Replayed { seen: sniffer.into_seen().into(), io }));
        }
        if let Some(opening) = sniffer.push(&buffer) {
            return Ok((opening, Replayed { seen: sniffer.into_seen().into(), io }));
        }
    }
}

/// A connection whose first bytes were looked at and are read again.
#[derive(Debug)]
pub struct Replayed<T> {
    seen: Bytes,
    io: T,
}

impl<T: AsyncRead + Unpin> AsyncRead for Replayed<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.seen.is_empty() {
            return Pin::new(&mut self.io).poll_read(cx, buf);
        }
        let count = self.seen.len().min(buf.remaining());
        buf.put_slice(&self.seen.copy_to_bytes(count));
        Poll::Ready(Ok(()))
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Replayed<T> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
