//! Owns a body of JSON values, be it one document, lines or an array: each value is an event as it completes. It must
//! not take a document for the first of several while that makes a difference.

use super::event::Channels;
use super::wrap::{Passed, Wrap};
use super::{BrokenReply, MAX_DOCUMENT};
use crate::engine::framing::json::{Kind, Part, Values};
use crate::engine::restore::Tally;
use crate::engine::vault::Vault;

/// Restores a body of JSON values that arrives in pieces. Holds one value, and between two of them what separates them
/// while text is held.
pub(super) struct Sequence {
    values: Values,
    rest: Rest,
}

/// What is done with each part.
struct Rest {
    lines: bool,
    gap: Vec<u8>,
    is_first: bool,
    /// The first value, when all of it but held text could go, but it may yet be the only one: then nothing goes on.
    waiting: Option<Waiting>,
}

struct Waiting {
    raw: Vec<u8>,
    restored: Vec<u8>,
    before: Tally,
}

/// What the parts of a body are restored with.
pub(super) struct With<'a> {
    pub(super) channels: &'a mut Channels,
    pub(super) vault: &'a Vault,
    pub(super) tally: &'a mut Tally,
}

impl Sequence {
    /// A body that is known to be lines, or one that will show what it is.
    pub(super) fn new(lines: bool) -> Self {
        let values = if lines { Values::of_lines(MAX_DOCUMENT) } else { Values::new(MAX_DOCUMENT) };
        Self { values, rest: Rest { lines, gap: Vec::new(), is_first: true, waiting: None } }
    }

    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        with: &mut With<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), BrokenReply> {
        let Self { values, rest } = self;
        let mut broken = None;
        values
            .push(bytes, &mut |part| {
                if broken.is_none() {
                    broken = rest.part(part, with, out).err();
                }
            })
            .map_err(|_| BrokenReply::Document)?;
        broken.map_or(Ok(()), Err)
    }

    pub(super) fn finish(self, with: &mut With<'_>, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
        let Self { values, mut rest } = self;
        let (last, may_be_whole) = values.finish();
        if may_be_whole {
            rest.value(&last, (false, true), with, out)?;
        }
        if let Some(Waiting { raw, before, .. }) = rest.waiting.take() {
            *with.tally = before;
            let document = with.channels.document(&raw, with.vault, with.tally);
            out.extend_from_slice(document.as_deref().unwrap_or(&raw));
        } else {
            with.channels.end_all(out);
        }
        out.append(&mut rest.gap);
        if !may_be_whole {
            out.extend_from_slice(&last);
        }
        Ok(())
    }
}

impl Rest {
    fn part(&mut self, part: Part<'_>, with: &mut With<'_>, out: &mut Vec<u8>) -> Result<(), BrokenReply> {
        match part.kind {
            Kind::Value => return self.value(part.raw, (part.in_array, false), with, out),
            Kind::End => with.channels.end_all(out),
            Kind::Gap => {}
        }
        self.gap.extend_from_slice(part.raw);
        if !with.channels.is_holding() {
            out.append(&mut self.gap);
        }
        Ok(())
    }

    fn value(
        &mut self,
        raw: &[u8],
        (in_array, is_last): (bool, bool),
        with: &mut With<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), BrokenReply> {
        let may_be_only = std::mem::take(&mut self.is_first) && !in_array && !self.lines && !is_last;
        out.append(&mut self.waiting.take().map(|it| it.restored).unwrap_or_default());
        if !with.channels.concerns(raw) {
            out.append(&mut self.gap);
            out.extend_from_slice(raw);
            return Ok(());
        }
        let before = if may_be_only { with.tally.clone() } else { Tally::default() };
        let gap = std::mem::take(&mut self.gap);
        let again: &[u8] = if in_array { b"," } else { b"\n" };
        let wrap = Wrap { before: &gap, after: b"", again, fold: b"\n", kind: None };
        let passed = with.channels.event(raw, (&wrap, is_last), with.vault, with.tally, out)?;
        let start = out.len();
        match passed {
            Passed::AsItCame => wrap.frame(raw, out),
            Passed::Changed(data) => wrap.frame(&data, out),
            Passed::Later => {}
        }
        if may_be_only && with.channels.has_held_text() {
            self.waiting = Some(Waiting { raw: raw.to_vec(), restored: out.split_off(start), before });
        }
        Ok(())
    }
}
