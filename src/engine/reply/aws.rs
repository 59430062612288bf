//! Owns the restoring of an AWS event stream, as the Bedrock runtime sends it. It must not touch a frame that needs no
//! change, nor one that reports an error.
//!
//! A frame of `ConverseStream` carries the event itself, whose type stands in a header; one of
//! `InvokeModelWithResponseStream` carries `{"bytes":"…"}`, in base64 an event of the model's own API. Both have a `p`
//! that pads them to hide their length.

use std::ops::Range;

use data_encoding::BASE64;
use memchr::memchr;

use super::BrokenReply;
use super::sequence::With;
use super::wrap::{Passed, Wrap};
use crate::engine::framing::event_stream::Frame;
use crate::engine::json::{self, Kind};

/// Ends the data of an event that the channels let go: the one byte that no JSON text has in it.
const END: u8 = 0;

/// Appends to `out` a frame, restored, and before it those that it lets go.
pub(super) fn restore(frame: &Frame<'_>, with: &mut With<'_>, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
    // Anything else is an exception or an error, and the end of the stream.
    let event_type = frame.header(":event-type").filter(|_| frame.header(":message-type") == Some("event"));
    let wrapped = wrapped(frame);
    let data = wrapped.as_ref().map_or(frame.payload(), |(_, data)| data);
    let passed = match event_type {
        None => {
            end(with, out);
            Passed::AsItCame
        }
        Some(_) if !with.channels.concerns(data) => Passed::AsItCame,
        Some(event_type) => {
            // What is let go later needs the headers of this frame.
            let length = u32::try_from(frame.raw.len()).unwrap_or(u32::MAX).to_be_bytes();
            let before = [&length, frame.raw].concat();
            let kind = wrapped.is_none().then_some(event_type.as_bytes());
            let wrap = Wrap { before: &before, after: &[END], again: &before, fold: b"\n", kind };
            let mut let_go = Vec::new();
            let passed = with.channels.event(data, (&wrap, false), with.vault, with.tally, &mut let_go)?;
            framed(&let_go, out);
            passed
        }
    };
    match passed {
        Passed::AsItCame => out.extend_from_slice(frame.raw),
        Passed::Changed(data) => remake(frame, data, out),
        Passed::Later => {}
    }
    Ok(())
}

/// Appends to `out` the frames of all that was held.
pub(super) fn end(with: &mut With<'_>, out: &mut Vec<u8>) {
    let mut let_go = Vec::new();
    with.channels.end_all(&mut let_go);
    framed(&let_go, out);
}

/// Makes frames of events that were let go: each the length of a frame, that frame, new data for it, and [`END`].
fn framed(mut events: &[u8], out: &mut Vec<u8>) {
    while let Some((length, rest)) = events.split_first_chunk() {
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let Some((raw, rest)) = rest.split_at_checked(length) else { return };
        let (data, rest) = rest.split_at(memchr(END, rest).unwrap_or(rest.len()));
        // It has been read once, so it can be again.
        if let Ok(frame) = Frame::read(raw) {
            remake(&frame, data.to_vec(), out);
        }
        events = rest.get(1..).unwrap_or_default();
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
