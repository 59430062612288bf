//! Owns one connection of the agent, byte by byte: what is written is one write each, what is read is taken apart by
//! our own small reader of HTTP/1.1, so that no library mends what `ww` gets wrong.

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::soon;

/// Bytes both ways.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// How the rest of a body is told.
enum Framing {
    Bytes(usize),
    Chunks,
    UntilClose,
}

/// What comes next in a body.
#[derive(PartialEq, Eq, Debug)]
pub enum More {
    /// These bytes.
    Data(Vec<u8>),
    /// Its end, with the trailers as they stand.
    End(String),
    /// The end of the connection where there should have been more.
    Broken,
}

/// One connection.
pub struct Wire {
    io: Box<dyn Io>,
    buffer: Vec<u8>,
    framing: Framing,
}

impl Wire {
    /// A connection that is there.
    pub fn over(io: impl Io + 'static) -> Self {
        Self { io: Box::new(io), buffer: Vec::new(), framing: Framing::UntilClose }
    }

    /// The connection itself; nothing has been read beyond what was asked for.
    pub fn into_io(self) -> Box<dyn Io> {
        assert!(self.buffer.is_empty(), "{:?}", String::from_utf8_lossy(&self.buffer));
        self.io
    }

    /// Writes at once.
    pub fn send(&mut self, bytes: &[u8]) {
        soon(async {
            self.io.write_all(bytes).await.unwrap();
            self.io.flush().await.unwrap();
        });
    }

    /// Writes at once what the other side may not want to read; says whether it did.
    pub fn try_send(&mut self, bytes: &[u8]) -> bool {
        soon(async { self.io.write_all(bytes).await.is_ok() && self.io.flush().await.is_ok() })
    }

    /// Writes in pieces of so many bytes.
    pub fn send_cut(&mut self, bytes: &[u8], size: usize) {
        bytes.chunks(size).for_each(|piece| self.send(piece));
    }

    /// Says that nothing more will come.
    pub fn finish(&mut self) {
        soon(self.io.shutdown()).unwrap();
    }

    /// Reads what is there; `false` at the end.
    fn fill(&mut self) -> bool {
        soon(self.io.read_buf(&mut self.buffer)).is_ok_and(|read| read > 0)
    }

    /// Everything until the connection ends.
    pub fn rest(&mut self) -> Vec<u8> {
        while self.fill() {}
        std::mem::take(&mut self.buffer)
    }

    /// Whether the connection ends without saying so.
    pub fn ends_badly(&mut self) -> bool {
        soon(self.io.read_buf(&mut self.buffer)).is_err()
    }

    /// Exactly so many bytes.
    pub fn exactly(&mut self, count: usize) -> Vec<u8> {
        while self.buffer.len() < count {
            assert!(self.fill(), "the connection ended after {:?}", String::from_utf8_lossy(&self.buffer));
        }
        self.buffer.drain(..count).collect()
    }

    fn until(&mut self, end: &[u8]) -> Option<Vec<u8>> {
        loop {
            if let Some(at) = memchr::memmem::find(&self.buffer, end) {
                return Some(self.buffer.drain(..at + end.len()).collect());
            }
            if !self.fill() {
                return None;
            }
        }
    }

    /// The next head, with its empty line; `None` when the connection ends before it.
    pub fn head(&mut self, to_head_request: bool) -> Option<String> {
        let head = String::from_utf8(self.until(b"\r\n\r\n")?).unwrap();
        let status = head.split(' ').nth(1).unwrap_or_default();
        let length = header(&head, "content-length").map(|length| length.parse().unwrap());
        self.framing = if to_head_request || matches!(status, "204" | "304") {
            Framing::Bytes(0)
        } else if header(&head, "transfer-encoding").is_some() {
            Framing::Chunks
        } else {
            length.map_or(Framing::UntilClose, Framing::Bytes)
        };
        Some(head)
    }

    /// The next bytes of the body.
    pub fn more(&mut self) -> More {
        match self.framing {
            Framing::Bytes(0) => More::End(String::new()),
            Framing::Bytes(left) => {
                if self.buffer.is_empty() && !self.fill() {
                    return More::Broken;
                }
                let count = left.min(self.buffer.len());
                self.framing = Framing::Bytes(left - count);
                More::Data(self.buffer.drain(..count).collect())
            }
            Framing::UntilClose => {
                if self.buffer.is_empty() && !self.fill() {
                    return More::End(String::new());
                }
                More::Data(std::mem::take(&mut self.buffer))
            }
            Framing::Chunks => self.chunk().unwrap_or(More::Broken),
        }
    }

    fn chunk(&mut self) -> Option<More> {
        let line = String::from_utf8(self.until(b"\r\n")?).unwrap();
        let size = usize::from_str_radix(line.trim(), 16).unwrap();
        if size > 0 {
            while self.buffer.len() < size + 2 {
                if !self.fill() {
                    return None;
                }
            }
            let data = self.buffer.drain(..size + 2).take(size).collect();
            return Some(More::Data(data));
        }
        let mut trailers = String::new();
        loop {
            let line = String::from_utf8(self.until(b"\r\n")?).unwrap();
            if line == "\r\n" {
                return Some(More::End(trailers));
            }
            trailers.push_str(&line);
        }
    }

    /// Bytes of the body until they hold `text`.
    pub fn more_until(&mut self, text: &str) -> String {
        let mut body = Vec::new();
        while !super::contains(&body, text.as_bytes()) {
            match self.more() {
                More::Data(data) => body.extend(data),
                other => panic!("{other:?} after {:?}", String::from_utf8_lossy(&body)),
            }
        }
        String::from_utf8(body).unwrap()
    }
}

/// A header's value in a head as it stands.
pub fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let pairs = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    pairs.into_iter().find(|(is, _)| is.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
