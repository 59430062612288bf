//! Owns the rules about frame headers that yawc leaves unchecked (0.5: a server's frames that are masked, reserved bits
//! of control frames and continuations, the length of control frames other than pings, lengths in a longer form). It
//! must not change, hold or interpret anything else: it counts bytes from one header to the next.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Longest payload of a control frame (RFC 6455, 5.5).
pub const MAX_CONTROL: usize = 125;

/// How a frame breaks the rules of RFC 6455, 5.2 to 5.5, or of RFC 7692, 6.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// A bit that nothing was agreed about.
    #[error("a frame has a reserved bit set")]
    Reserved,
    /// Clients mask, servers do not.
    #[error("a frame is masked where it must not be, or not masked where it must")]
    Mask,
    /// A control frame that is cut or long.
    #[error("a control frame is fragmented or longer than {MAX_CONTROL} bytes")]
    Control,
    /// A length that is not in its shortest form.
    #[error("a frame's length is not written in its shortest form")]
    Length,
}

/// What the other side may send.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Whether its frames are masked: it is a client.
    pub masked: bool,
    /// Whether its messages may be compressed.
    pub deflate: bool,
}

/// Follows the headers of a stream of frames.
#[derive(Debug)]
struct Headers {
    rules: Rules,
    header: Vec<u8>,
    /// Bytes of payload until the next header.
    payload: u64,
}

impl Headers {
    /// How many of `bytes` are within the rules, and what the one after them breaks.
    fn follow(&mut self, bytes: &[u8]) -> (usize, Option<Fault>) {
        let mut rest = bytes;
        while let Some((&byte, tail)) = rest.split_first() {
            if self.payload > 0 {
                let skip = usize::try_from(self.payload).unwrap_or(usize::MAX).min(rest.len());
                self.payload -= u64::try_from(skip).unwrap_or(self.payload);
                rest = rest.get(skip..).unwrap_or_default();
                continue;
            }
            self.header.push(byte);
            if let Err(fault) = self.check() {
                return (bytes.len() - rest.len(), Some(fault));
            }
            rest = tail;
        }
        (bytes.len(), None)
    }

    /// Checks what is there of a header; begins with the payload once it is whole.
    fn check(&mut self) -> Result<(), Fault> {
        let &[first, second, ref more @ ..] = self.header.as_slice() else { return Ok(()) };
        let (is_control, length) = (first & 0x08 != 0, second & 0x7f);
        let is_first = matches!(first & 0x0f, 1 | 2);
        if first & 0x30 != 0 || first & 0x40 != 0 && !(self.rules.deflate && is_first) {
            return Err(Fault::Reserved);
        }
        if (second & 0x80 != 0) != self.rules.masked {
            return Err(Fault::Mask);
        }
        if is_control && (first & 0x80 == 0 || usize::from(length) > MAX_CONTROL) {
            return Err(Fault::Control);
        }
        let (extended, least) = match length {
            126 => (2, 126),
            127 => (8, 1 << 16),
            _ => (0, 0),
        };
        if more.len() < extended + if self.rules.masked { 4 } else { 0 } {
            return Ok(());
        }
        let extended = more.iter().take(extended).fold(0, |length, &byte| length << 8 | u64::from(byte));
        // The highest bit of a length must be 0.
        if extended < least || extended > u64::MAX >> 1 {
            return Err(Fault::Length);
        }
        self.payload = if least == 0 { length.into() } else { extended };
        self.header.clear();
        Ok(())
    }
}

/// A connection that ends where the other side breaks the rules.
#[derive(Debug)]
pub struct Strict<T> {
    io: T,
    headers: Headers,
    fault: Option<Fault>,
}

impl<T> Strict<T> {
    /// A connection that carries nothing but frames.
    pub fn new(io: T, rules: Rules) -> Self {
        Self { io, headers: Headers { rules, header: Vec::with_capacity(14), payload: 0 }, fault: None }
    }
}

impl<T: AsyncRead + Unpin> AsyncRead for Strict<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        if self.fault.is_none() {
            std::task::ready!(Pin::new(&mut self.io).poll_read(cx, buf))?;
            let (kept, fault) = self.headers.follow(buf.filled().get(before..).unwrap_or_default());
            buf.set_filled(before + kept);
            self.fault = fault;
        }
        // Frames before the broken one are read first.
        match self.fault {
            Some(fault) if buf.filled().len() == before => {
                Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, fault)))
            }
            _ => Poll::Ready(Ok(())),
        }
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for Strict<T> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(masked: bool, deflate: bool, bytes: &[u8], cut: usize) -> Option<Fault> {
        let mut headers = Headers { rules: Rules { masked, deflate }, header: Vec::new(), payload: 0 };
        bytes.chunks(cut).find_map(|piece| headers.follow(piece).1)
    }

    #[test]
    fn each_rule_is_kept_at_every_cut() {
        let long = [&[0x82, 0x7e, 0x01, 0x00][..], &[0xff; 256]].concat();
        let longer = [&[0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0][..], &[0xff; 65536]].concat();
        for (masked, deflate, bytes, fault) in [
            (false, false, &[0x81, 0x02, 0xff, 0xff, 0x89, 0x00, 0x01, 0x01, b'a', 0x80, 0x00][..], None),
            (false, false, &long, None),
            (false, false, &longer, None),
            (true, true, &[0xc1, 0x81, 1, 2, 3, 4, 0xff, 0x8a, 0x80, 1, 2, 3, 4], None),
            (true, false, &[0xc1, 0x81, 1, 2, 3, 4, 0xff], Some(Fault::Reserved)),
            (false, true, &[0x81, 0x00, 0xc0, 0x00], Some(Fault::Reserved)),
            (false, true, &[0xc9, 0x00], Some(Fault::Reserved)),
            (false, true, &[0xa1, 0x00], Some(Fault::Reserved)),
            (true, true, &[0x81, 0x01, b'a'], Some(Fault::Mask)),
            (false, true, &[0x81, 0x80, 1, 2, 3, 4], Some(Fault::Mask)),
            (false, true, &[0x88, 0x7e, 0, 126], Some(Fault::Control)),
            (false, true, &[0x8a, 0x7e, 0, 126], Some(Fault::Control)),
            (false, true, &[0x09, 0x00], Some(Fault::Control)),
            (false, true, &[0x82, 0x7e, 0, 125], Some(Fault::Length)),
            (false, true, &[0x82, 0x7f, 0, 0, 0, 0, 0, 0, 0xff, 0xff], Some(Fault::Length)),
            (false, true, &[0x82, 0x7f, 0x80, 0, 0, 0, 0, 1, 0, 0], Some(Fault::Length)),
        ] {
            for cut in [1, 2, 3, 7, 1460, usize::MAX] {
                assert_eq!(
                    followed(masked, deflate, bytes, cut),
                    fault,
                    "{masked} {deflate} {:?} {cut}",
                    bytes.get(..12)
                );
            }
        }
    }
}
