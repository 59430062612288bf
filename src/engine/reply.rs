//! Owns a whole response: bytes of a known format in, the same bytes with secrets put back out. It must not hold an
//! event that is complete, change one that needs no change, or invent one except to let go of held text.

mod aws;
mod event;
mod look;
mod message;
mod never;
mod sequence;
mod sheet;
mod unlisted;
mod wrap;

use std::borrow::Cow;

use memchr::{memchr, memchr2_iter, memchr3_iter, memmem};

pub use message::{Messages, Restored};
pub use never::{NEVER, Never};

use super::framing::FrameTooLong;
use super::framing::event_stream::{self, BadFrame, EventStream};
use super::framing::sse::{Event, Sse};
use super::provider::Layout;
use super::restore::{Level, MAX_HELD, Restore, Tally};
use super::vault::Vault;
use event::Channels;
use sequence::{Sequence, With};
use wrap::{Passed, Wrap};

/// Largest JSON document, line or array element that is read whole, in bytes.
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
    /// JSON: one document, an array that may arrive in pieces, or values one after another.
    Json,
    /// JSON values on a line each.
    Lines,
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
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/json-lines" => Some(Format::Lines),
            "application/json" => Some(Format::Json),
            "application/vnd.amazon.eventstream" => Some(Format::EventStream),
            _ if essence.ends_with("+json") => Some(Format::Json),
            _ if essence.starts_with("text/") => Some(Format::Text),
            _ => None,
        }
    }

    /// The format that the first bytes of a body give away, white space and a byte order mark aside.
    #[must_use]
    pub fn sniff(start: &[u8]) -> Option<Self> {
        let text = start.strip_prefix(BOM).unwrap_or(start).trim_ascii_start();
        let starts = |words: &[&[u8]]| words.iter().any(|word| text.starts_with(word));
        if starts(&[b"data:", b"event:", b"id:", b"retry:", b":"]) {
            return Some(Format::Sse);
        }
        if event_stream::begins(start) {
            return Some(Format::EventStream);
        }
        // Text may well begin with a bracket, but seldom goes on as JSON does.
        let (first, second) = text.split_first().and_then(|(first, rest)| Some((*first, *rest.first()?)))?;
        let goes_on = match first {
            b'{' => b"\"}",
            b'[' => &b"\"{[]-0123456789"[..],
            _ => return None,
        };
        (goes_on.contains(&second) || second.is_ascii_whitespace()).then_some(Format::Json)
    }

    /// What a body is that was declared as one thing and looks like another: what is seen counts for more.
    fn settled(declared: Option<Self>, start: &[u8]) -> Self {
        match (declared, Self::sniff(start)) {
            (Some(Format::Lines), Some(Format::Json)) => Format::Lines,
            (_, Some(seen)) => seen,
            (declared, None) => declared.unwrap_or(Format::Text),
        }
    }
}

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

enum Body {
    /// Its first bytes, before they tell what it is.
    Unsettled(Option<Format>, Vec<u8>),
    Sse(Sse),
    Json(Sequence),
    Text(Restore),
    EventStream(EventStream),
}

impl Body {
    fn new(format: Format) -> Self {
        match format {
            Format::Sse => Body::Sse(Sse::default()),
            Format::Json | Format::Lines => Body::Json(Sequence::new(format == Format::Lines)),
            Format::Text => Body::Text(Restore::new(Level::Text)),
            Format::EventStream => Body::EventStream(EventStream::default()),
        }
    }

    fn push(&mut self, bytes: &[u8], with: &mut With<'_>, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
        match self {
            Body::Unsettled(declared, start) => {
                start.extend_from_slice(bytes);
                let is_mark = start.starts_with(BOM);
                let blank = start.split_at(if is_mark { BOM.len() } else { 0 }).1.trim_ascii_start();
                let length = start.len() - blank.len();
                out.extend(start.drain(..length));
                if Format::sniff(start).is_none() && start.len() < Format::SNIFF {
                    return Ok(());
                }
                let start = std::mem::take(start);
                *self = Self::new(Format::settled(*declared, &start));
                self.push(&start, with, out)
            }
            Body::Sse(sse) => {
                let mut broken = None;
                sse.push(bytes, &mut |event| {
                    if broken.is_none() {
                        broken = restore_event(&event, false, with, out).err();
                    }
                })?;
                broken.map_or(Ok(()), Err)
            }
            Body::Json(sequence) => sequence.push(bytes, with, out),
            Body::Text(restore) => {
                restore.push(bytes, with.vault, with.tally, out);
                Ok(())
            }
            Body::EventStream(frames) => {
                let mut broken = None;
                frames.push(bytes, &mut |frame| {
                    if broken.is_none() {
                        broken = aws::restore(&frame, with, out).err();
                    }
                })?;
                broken.map_or(Ok(()), Err)
            }
        }
    }

    fn finish(self, with: &mut With<'_>, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
        match self {
            Body::Unsettled(declared, start) => {
                let mut body = Self::new(Format::settled(declared, &start));
                body.push(&start, with, out)?;
                body.finish(with, out)
            }
            Body::Sse(sse) => {
                let mut broken = None;
                sse.finish(&mut |event| broken = restore_event(&event, true, with, out).err());
                with.channels.end_all(out);
                broken.map_or(Ok(()), Err)
            }
            Body::Json(sequence) => sequence.finish(with, out),
            Body::Text(restore) => {
                restore.finish(out);
                Ok(())
            }
            Body::EventStream(frames) => {
                aws::end(with, out);
                Ok(frames.finish()?)
            }
        }
    }
}

/// Restores one response that arrives in pieces.
#[must_use = "held bytes are lost unless the reply is finished"]
pub struct Reply {
    body: Body,
    channels: Channels,
    tally: Tally,
}

impl Reply {
    /// A response declared to be of this format, in the dialect of this layout. Calls of the tools in `never` stay as
    /// they are.
    pub fn new(declared: Option<Format>, layout: &'static Layout, never: &Never) -> Self {
        Self {
            body: Body::Unsettled(declared, Vec::new()),
            channels: Channels::new(layout, never.clone()),
            tally: Tally::default(),
        }
    }

    /// Appends to `out` everything that `bytes` completes.
    ///
    /// # Errors
    /// [`BrokenReply`]; the response must then be broken off for the client too.
    pub fn push(&mut self, bytes: &[u8], vault: &Vault, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
        let Self { body, channels, tally } = self;
        body.push(bytes, &mut With { channels, vault, tally }, out)
    }

    /// Ends the response: appends all that was held, and says what was restored.
    ///
    /// # Errors
    /// [`BrokenReply`] as in [`Reply::push`].
    pub fn finish(self, vault: &Vault, out: &mut Vec<u8>) -> Result<Tally, BrokenReply> {
        let Self { body, mut channels, mut tally } = self;
        body.finish(&mut With { channels: &mut channels, vault, tally: &mut tally }, out)?;
        Ok(tally)
    }
}

/// Whether `data` could hold a placeholder, or the beginning of one at the end of a string: a bracket in any spelling, or
/// a name, with what may come next or a quote behind it; an escape that may stand for a character of them; or a
/// backslash of an inner text, which may be half of an escape.
fn is_suspect(data: &[u8]) -> bool {
    // Nearly every event ends here, so this has no branch: the compiler looks at 16 bytes at once.
    let pairs = data.iter().zip(data.get(1..).unwrap_or_default());
    let hit = pairs.fold(0, |hit, (&byte, &next)| {
        let mark = (byte == b'<') | (byte == b'&') | (byte == b'%') | (byte == b'\\');
        hit | u8::from(mark | (byte == b'p') & ((next == b'l') | (next == b'"')))
    });
    let opens = |at| is_opening(data, at);
    hit != 0
        && (memchr3_iter(b'<', b'&', b'%', data).any(opens) || memchr2_iter(b'p', b'\\', data).any(opens))
}

/// Whether what stands at this place of `data` makes it suspect.
fn is_opening(data: &[u8], at: usize) -> bool {
    let (before, here) = data.split_at_checked(at).unwrap_or_default();
    match here {
        [b'<' | b'&' | b'%', b'p' | b'l' | b'L' | b'3' | b'"', ..] => true,
        [b'p', b'l', b':', ..] | [b'\\', b'\\', ..] | [b'\\', b'u', b'0', b'0', b'2'..=b'7', ..] => true,
        [b'p', b'"', ..] | [b'p', b'l', b'"', ..] => begins_word(before),
        _ => false,
    }
}

/// Whether a word begins after this text; the last letter of an escape is none.
fn begins_word(before: &[u8]) -> bool {
    let is_escape = |length: usize, start: &[u8]| {
        before
            .len()
            .checked_sub(length)
            .is_some_and(|at| before.get(at..).is_some_and(|end| end.starts_with(start)))
    };
    !before.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
        || is_escape(2, br"\")
        || is_escape(6, br"\u")
}

/// Whether a string, as it stands up to its closing quote, may end in the beginning of a placeholder.
fn could_end_cut(raw: &[u8]) -> bool {
    // Each byte that can be held back may be escaped once more here.
    is_suspect(raw.split_at(raw.len().saturating_sub(6 * MAX_HELD)).1)
}

/// Whether a member somewhere in `data` could have this name, in any spelling. What cannot need not be searched for.
fn could_name(data: &[u8], name: &str) -> bool {
    memmem::find(data, name.as_bytes()).is_some() || memmem::find(data, br"\u").is_some()
}

fn restore_event(
    event: &Event<'_>,
    is_last: bool,
    with: &mut With<'_>,
    out: &mut Vec<u8>,
) -> Result<(), BrokenReply> {
    if event.data.is_empty() || !with.channels.concerns(event.raw) {
        // The second half of a line end goes where the first one is.
        if event.raw != b"\n" || !with.channels.extend_waiting(event.raw) {
            with.channels.passed();
            out.extend_from_slice(event.raw);
        }
        return Ok(());
    }
    let (before, after) = envelope(event);
    // Whether a line feed follows the last carriage return may not be known yet, so it must not matter.
    let known = event.raw.strip_suffix(b"\r\n").unwrap_or(event.raw);
    let fold: &[u8] = if memchr(b'\n', known).is_some() { b"\ndata: " } else { b"\rdata: " };
    let wrap = Wrap { before, after, again: before, fold, kind: None };
    match with.channels.event(&joined(event), (&wrap, is_last), with.vault, with.tally, out)? {
        Passed::AsItCame => out.extend_from_slice(event.raw),
        Passed::Changed(data) => wrap.frame(&data, out),
        Passed::Later => {}
    }
    Ok(())
}

/// The value of an event: its data lines with a line feed between.
fn joined<'a>(event: &Event<'a>) -> Cow<'a, [u8]> {
    let mut lines = event.data.iter().filter_map(|range| event.raw.get(range.clone()));
    match (lines.next(), event.data.len()) {
        (Some(only), 1) => Cow::Borrowed(only),
        (first, _) => Cow::Owned(first.into_iter().chain(lines).collect::<Vec<_>>().join(&b'\n')),
    }
}

/// What stands around the value of an event.
fn envelope<'a>(event: &Event<'a>) -> (&'a [u8], &'a [u8]) {
    let start = event.data.first().map_or(0, |range| range.start);
    let end = event.data.last().map_or(0, |range| range.end);
    (event.raw.get(..start).unwrap_or_default(), event.raw.get(end..).unwrap_or_default())
}

#[cfg(test)]
mod kept_tests;
#[cfg(test)]
mod tests;
