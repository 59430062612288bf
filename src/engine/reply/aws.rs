//! Owns the restoring of an AWS event stream, as the Bedrock runtime sends it. It must not touch a frame that needs no
//! change, nor one that reports an error.
//!
//! A frame of `ConverseStream` carries the event itself, whose type stands in a header; one of
//! `InvokeModelWithResponseStream` carries `{"bytes":"…"}`, in base64 an event of the model's own API. Both have a `p`
//! that pads them to hide their length.

use std::ops::Range;

use data_encoding::BASE64;

use super::event::{Channels, type_of};
use super::{BrokenReply, is_suspect};
use crate::engine::framing::event_stream::{EventStream, Frame};
use crate::engine::json::{self, Kind};
use crate::engine::provider::Layout;
use crate::engine::restore::Tally;
use crate::engine::vault::Vault;

/// Restores one event stream. Holds one unfinished frame, and what [`Channels`] hold.
pub(super) struct AwsReply {
    frames: EventStream,
    channels: Channels,
}

impl AwsReply {
    pub(super) fn new(layout: &'static Layout) -> Self {
        Self { frames: EventStream::default(), channels: Channels::framed(layout, like) }
    }

    /// Appends to `out` every frame that `bytes` completes.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        vault: &Vault,
        tally: &mut Tally,
        out: &mut Vec<u8>,
    ) -> Result<(), BrokenReply> {
        let Self { frames, channels } = self;
        let mut broken = None;
        frames.push(bytes, &mut |frame| {
            broken = broken.or(restore(&frame, channels, vault, tally, out).err());
        })?;
        broken.map_or(Ok(()), Err)
    }

    /// Ends the stream: appends all that was held.
    pub(super) fn finish(mut self, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
        self.channels.end_all(out);
        Ok(self.frames.finish()?)
    }
}

fn restore(
    frame: &Frame<'_>,
    channels: &mut Channels,
    vault: &Vault,
    tally: &mut Tally,
    out: &mut Vec<u8>,
) -> Result<(), BrokenReply> {
    // Anything else is an exception or an error, and the end of the stream.
    let event_type = frame.header(":event-type").filter(|_| frame.header(":message-type") == Some("event"));
    let wrapped = wrapped(frame);
    let data = wrapped.as_ref().map_or(frame.payload(), |(_, data)| data);
    let restored = match event_type {
        None => {
            channels.end_all(out);
            None
        }
        Some(_) if !channels.is_holding() && !is_suspect(data) => None,
        Some(event_type) => {
            let kind = if wrapped.is_some() { type_of(data) } else { event_type.as_bytes() };
            channels.event_of(kind, data, (frame.raw, b""), vault, tally, out)?
        }
    };
    match restored {
        None => out.extend_from_slice(frame.raw),
        Some(data) => remake(frame, data, out),
    }
    Ok(())
}

/// A frame like `raw`, with other data.
fn like((raw, _): (&[u8], &[u8]), data: &[u8], out: &mut Vec<u8>) {
    // It has been read once, so it can be again.
    if let Ok(frame) = Frame::read(raw) {
        remake(&frame, data.to_vec(), out);
    }
}

fn remake(frame: &Frame<'_>, data: Vec<u8>, out: &mut Vec<u8>) {
    let payload = match wrapped(frame) {
        None => data,
        Some((range, _)) => {
            let payload = frame.payload();
            let before = payload.get(..range.start).unwrap_or_default();
            let after = payload.get(range.end..).unwrap_or_default();
            [before, BASE64.encode(&data).as_bytes(), after].concat()
        }
    };
    frame.remake(payload, out);
}

/// The event inside a `chunk`: where it stands in the payload, and what it says once its base64 is off.
fn wrapped(frame: &Frame<'_>) -> Option<(Range<usize>, Vec<u8>)> {
    if frame.header(":event-type") != Some("chunk") {
        return None;
    }
    let mut found = None;
    json::walk(frame.payload(), &mut |visit| {
        if visit.kind == Kind::String && json::matches("bytes", visit.path) {
            found = Some((visit.range(), visit.raw));
        }
    })
    .ok()?;
    let (range, raw) = found?;
    Some((range, BASE64.decode(&json::unescape(raw)).ok()?))
}

#[cfg(test)]
mod tests;
