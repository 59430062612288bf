//! Owns how an event stands on the wire and how new texts are put into it. It must keep every byte that it was not told
//! to replace.

use std::ops::Range;

use memchr::memchr_iter;

use crate::engine::json;
use crate::engine::restore::{Level, Restore, Tally};
use crate::engine::vault::Vault;

/// What stands around the data of an event in its frame.
#[derive(Clone, Copy)]
pub(super) struct Wrap<'a> {
    pub(super) before: &'a [u8],
    pub(super) after: &'a [u8],
    /// What stands before one more event of the same kind, right after this one.
    pub(super) again: &'a [u8],
    /// What a line feed in the data looks like.
    pub(super) fold: &'static [u8],
    /// What the frame says the event is, still escaped, where its data does not say.
    pub(super) kind: Option<&'a [u8]>,
}

impl Wrap<'_> {
    /// Appends a frame around this data.
    pub(super) fn frame(&self, data: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(self.before);
        self.folded(data, out);
        out.extend_from_slice(self.after);
    }

    pub(super) fn folded(&self, data: &[u8], out: &mut Vec<u8>) {
        let mut from = 0;
        for at in memchr_iter(b'\n', data) {
            out.extend_from_slice(data.get(from..at).unwrap_or_default());
            out.extend_from_slice(self.fold);
            from = at + 1;
        }
        out.extend_from_slice(data.get(from..).unwrap_or_default());
    }

    /// Appends the bytes of `range` without those of `cuts`, which are sorted.
    pub(super) fn without<'r>(
        &self,
        data: &[u8],
        range: Range<usize>,
        cuts: impl Iterator<Item = &'r Range<usize>>,
        out: &mut Vec<u8>,
    ) {
        let mut from = range.start;
        for cut in cuts.filter(|cut| range.contains(&cut.start)) {
            self.folded(data.get(from..cut.start).unwrap_or_default(), out);
            from = cut.end;
        }
        self.folded(data.get(from..range.end).unwrap_or_default(), out);
    }
}

/// What becomes of an event.
#[cfg_attr(test, derive(Debug))]
pub(super) enum Passed {
    /// It goes on as it came.
    AsItCame,
    /// It goes on with this data.
    Changed(Vec<u8>),
    /// It goes on with a later event, or has gone already.
    Later,
}

impl From<Option<Vec<u8>>> for Passed {
    fn from(data: Option<Vec<u8>>) -> Self {
        data.map_or(Passed::AsItCame, Passed::Changed)
    }
}

/// `data` with the new texts in place of what stands in these ranges; `None` when every text is what it was.
pub(super) fn splice<'r>(
    data: &[u8],
    ranges: impl Iterator<Item = &'r Range<usize>>,
    texts: &[Vec<u8>],
) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut from = 0;
    for (range, text) in ranges.zip(texts) {
        let raw = data.get(range.clone()).unwrap_or_default();
        if *text == *json::unescape(raw) {
            continue;
        }
        let length = out.len();
        out.reserve(data.len() - from + text.len());
        out.extend_from_slice(data.get(from..range.start).unwrap_or_default());
        if json::escape(text, &mut out) {
            from = range.end;
        } else {
            out.truncate(length);
        }
    }
    if from == 0 {
        return None;
    }
    out.extend_from_slice(data.get(from..).unwrap_or_default());
    Some(out)
}

/// Restores a text that is no JSON; `None` when nothing changes.
pub(super) fn plain(data: &[u8], vault: &Vault, tally: &mut Tally) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    let mut restore = Restore::new(Level::Text);
    restore.push(data, vault, tally, &mut out);
    restore.finish(&mut out);
    (out != data).then_some(out)
}
