//! Owns a whole response: bytes of a known format in, the same bytes with secrets put back out. It must not hold an
//! event that is complete, change one that needs no change, or invent one except to let go of held text.

mod aws;
mod event;
mod message;

use memchr::{memchr, memmem};

use super::framing::FrameTooLong;
use super::framing::event_stream::{self, BadFrame};
use super::framing::sse::{Event, Sse};
use super::provider::Layout;
use super::restore::{Level, Restore, Tally};
use super::vault::Vault;
use aws::AwsReply;
use event::Channels;
pub use message::{Messages, Restored};

/// Largest JSON response that is read whole, in bytes.
pub const MAX_DOCUMENT: usize = 64 << 20;

/// Why a response was broken off.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BrokenReply {
    /// One event is too long.
    #[error(transparent)]
    Frame(#[from] FrameTooLong),
    /// A frame cannot be read.
    #[error(transparent)]
    BadFrame(#[from] BadFrame),
    /// One JSON document is too long.
    #[error("a JSON response is longer than {} MiB", MAX_DOCUMENT >> 20)]
    Document,
    /// More texts arrive at once than any API sends.
    #[error("a stream has more than {} open texts", event::MAX_OPEN)]
    Channels,
}

/// How a response is cut into texts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// `text/event-stream`.
    Sse,
    /// One JSON document.
    Json,
    /// Plain text.
    Text,
    /// `application/vnd.amazon.eventstream`.
    EventStream,
}

impl Format {
    /// Most bytes of a body that [`Format::sniff`] needs.
    pub const SNIFF: usize = 16;

    /// The format that a media type names; `None` when it names none that we restore in.
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "text/event-stream" => Some(Format::Sse),
            "application/json" => Some(Format::Json),
            "application/vnd.amazon.eventstream" => Some(Format::EventStream),
            _ if essence.ends_with("+json") => Some(Format::Json),
            _ if essence.starts_with("text/") => Some(Format::Text),
            _ => None,
        }
    }

    /// The format that the first bytes of a body give away, for a response without a useful media type.
    #[must_use]
    pub fn sniff(start: &[u8]) -> Option<Self> {
        let text = start.trim_ascii_start();
        let starts = |words: &[&[u8]]| words.iter().any(|word| text.starts_with(word));
        if starts(&[b"data:", b"event:", b"id:", b"retry:", b":"]) {
            Some(Format::Sse)
        } else if starts(&[b"{", b"["]) {
            Some(Format::Json)
        } else if event_stream::begins(start) {
            Some(Format::EventStream)
        } else {
            None
        }
    }
}

enum Body {
    Sse(Sse),
    Json(Vec<u8>),
    Text(Restore),
    EventStream(AwsReply),
}

/// Restores one response that arrives in pieces.
#[must_use = "held bytes are lost unless the reply is finished"]
pub struct Reply {
    body: Body,
    channels: Channels,
    tally: Tally,
}

impl Reply {
    /// A response of this format, in the dialect of this layout.
    pub fn new(format: Format, layout: &'static Layout) -> Self {
        let body = match format {
            Format::Sse => Body::Sse(Sse::default()),
            Format::Json => Body::Json(Vec::new()),
            Format::Text => Body::Text(Restore::new(Level::Text)),
            Format::EventStream => Body::EventStream(AwsReply::new(layout)),
        };
        Self { body, channels: Channels::new(layout), tally: Tally::default() }
    }

    /// Appends to `out` everything that `bytes` completes.
    ///
    /// # Errors
    /// [`BrokenReply`]; the response must then be broken off for the client too.
    pub fn push(&mut self, bytes: &[u8], vault: &Vault, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
        let Self { body, channels, tally } = self;
        match body {
            Body::Sse(sse) => {
                let mut overflow = None;
                sse.push(bytes, &mut |event| {
                    overflow = overflow.or(restore_event(&event, channels, vault, tally, out).err());
                })?;
                overflow.map_or(Ok(()), Err)
            }
            Body::Json(document) => {
                document.extend_from_slice(bytes);
                if document.len() > MAX_DOCUMENT { Err(BrokenReply::Document) } else { Ok(()) }
            }
            Body::Text(restore) => {
                restore.push(bytes, vault, tally, out);
                Ok(())
            }
            Body::EventStream(frames) => frames.push(bytes, vault, tally, out),
        }
    }

    /// Ends the response: appends all that was held, and says what was restored.
    ///
    /// # Errors
    /// [`BrokenReply`] as in [`Reply::push`].
    pub fn finish(self, vault: &Vault, out: &mut Vec<u8>) -> Result<Tally, BrokenReply> {
        let Self { body, mut channels, mut tally } = self;
        match body {
            Body::Sse(sse) => {
                let mut overflow = None;
                sse.finish(&mut |event| {
                    overflow = restore_event(&event, &mut channels, vault, &mut tally, out).err();
                });
                channels.end_all(out);
                overflow.map_or(Ok(tally), Err)
            }
            Body::Json(document) => {
                let restored = channels.document(&document, vault, &mut tally);
                out.extend_from_slice(restored.as_deref().unwrap_or(&document));
                Ok(tally)
            }
            Body::Text(restore) => {
                restore.finish(out);
                Ok(tally)
            }
            Body::EventStream(frames) => frames.finish(out).map(|()| tally),
        }
    }
}

/// Whether `data` could hold a placeholder, or the beginning of one: an angle bracket, its escape, or a backslash of
/// an inner text in either spelling, which may be half of an escape.
fn is_suspect(data: &[u8]) -> bool {
    memchr(b'<', data).is_some()
        || memchr(b'\\', data).is_some()
            && [&b"\\\\"[..], b"u003", b"u005"].iter().any(|escape| memmem::find(data, escape).is_some())
}

fn restore_event(
    event: &Event<'_>,
    channels: &mut Channels,
    vault: &Vault,
    tally: &mut Tally,
    out: &mut Vec<u8>,
) -> Result<(), BrokenReply> {
    if event.data.is_empty() || !channels.is_holding() && !is_suspect(event.raw) {
        out.extend_from_slice(event.raw);
        return Ok(());
    }
    let data = joined(event);
    let (before, after) = envelope(event);
    let restored = channels.event(&data, (before, after), vault, tally, out)?;
    match restored {
        None => out.extend_from_slice(event.raw),
        Some(text) => {
            out.extend_from_slice(before);
            let line_end: &[u8] = if memchr(b'\n', event.raw).is_some() { b"\n" } else { b"\r" };
            for (index, line) in text.split(|&byte| byte == b'\n').enumerate() {
                if index > 0 {
                    out.extend_from_slice(line_end);
                    out.extend_from_slice(b"data: ");
                }
                out.extend_from_slice(line);
            }
            out.extend_from_slice(after);
        }
    }
    Ok(())
}

/// The value of an event: its data lines with a line feed between.
fn joined(event: &Event<'_>) -> Vec<u8> {
    let lines: Vec<_> = event.data.iter().filter_map(|range| event.raw.get(range.clone())).collect();
    lines.join(&b'\n')
}

/// What stands around the value of an event.
fn envelope<'a>(event: &Event<'a>) -> (&'a [u8], &'a [u8]) {
    let start = event.data.first().map_or(0, |range| range.start);
    let end = event.data.last().map_or(0, |range| range.end);
    (event.raw.get(..start).unwrap_or_default(), event.raw.get(end..).unwrap_or_default())
}

#[cfg(test)]
mod tests;
