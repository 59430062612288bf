//! Owns texts at places that no sheet names. An event in which such a text ends as a placeholder begins is kept until
//! the next one shows whether the text goes on there. It must not invent an event, nor change one unless a placeholder
//! lay across the cut: what is not carried on leaves as it came.
//!
//! The text goes on when the next event has the same `type`, and at the same path, array positions and `index` members
//! included, a string again.

use std::cell::LazyCell;
use std::ops::Range;

use super::could_name;
use super::wrap::{Wrap, splice};
use crate::engine::framing::MAX_FRAME;
use crate::engine::json::{self, Path};
use crate::engine::restore::{Level, Restore, Tally};
use crate::engine::vault::Vault;

/// Most events that wait: no placeholder is spelled with more characters, but empty strings may stand between.
const MAX_EVENTS: usize = 1024;

/// Members that number texts of one kind.
const INDEXES: [&str; 3] = ["index", "output_index", "content_index"];

/// Which text a string carries on.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Key {
    kind: Vec<u8>,
    path: String,
    /// The numbers that the objects around it give it.
    indexes: Vec<Option<Vec<u8>>>,
}

/// Where a text stands.
pub(super) struct Place<'d> {
    /// The `type` of its event, still escaped.
    pub(super) kind: &'d [u8],
    /// Its event.
    pub(super) data: &'d [u8],
    pub(super) path: Path<'d>,
}

impl Place<'_> {
    /// What tells its text from others. Costs a pass over the objects around it.
    fn key(&self) -> Key {
        let named = INDEXES.map(|name| could_name(self.data, name).then_some(name));
        let index = |open, name: Option<_>| json::member(self.data, open, name?).map(<[u8]>::to_vec);
        let indexes = self.path.objects().flat_map(|open| named.map(|name| index(open, name)));
        Key { kind: self.kind.to_vec(), path: self.path.to_string(), indexes: indexes.collect() }
    }
}

/// An event that waits.
struct Event {
    before: Vec<u8>,
    data: Vec<u8>,
    after: Vec<u8>,
    fold: &'static [u8],
    ranges: Vec<Range<usize>>,
    texts: Vec<Vec<u8>>,
}

/// The beginning of a placeholder, perhaps.
struct Cut {
    key: Key,
    held: Vec<u8>,
    /// Where its bytes stand: at the end of which text of which event, and how many.
    parts: Vec<(usize, usize, usize)>,
    /// Whether it reaches to the end of the latest event.
    is_fresh: bool,
}

/// Texts that may go on, and the events that wait for it. Holds at most [`MAX_EVENTS`] events and [`MAX_FRAME`] bytes
/// besides the latest event.
#[derive(Default)]
pub(super) struct Unlisted {
    events: Vec<Event>,
    cuts: Vec<Cut>,
    /// Whether nothing has passed since the last of the events.
    is_latest: bool,
}

/// A text put back on its own: itself, and how many bytes at its end may be the beginning of a placeholder.
fn put_back(level: Level, texts: [&[u8]; 2], vault: &Vault, tally: &mut Tally) -> (Vec<u8>, usize) {
    let mut out = Vec::with_capacity(texts.iter().map(|text| text.len()).sum());
    let mut restore = Restore::new(level);
    for text in texts {
        restore.push(text, vault, tally, &mut out);
    }
    let sure = out.len();
    restore.finish(&mut out);
    let cut = out.len() - sure;
    (out, cut)
}

impl Unlisted {
    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Whether a text waits to go on at this path.
    pub(super) fn awaits(&self, path: &Path<'_>) -> bool {
        !self.cuts.is_empty() && {
            let path = path.to_string();
            self.cuts.iter().any(|cut| cut.key.path == path)
        }
    }

    /// Restores string number `at` of the next event, a text that stands there, together with what waits for it.
    pub(super) fn restore(
        &mut self,
        (at, place, level): (usize, &Place<'_>, Level),
        text: &[u8],
        vault: &Vault,
        tally: &mut Tally,
    ) -> Vec<u8> {
        let this = self.events.len();
        // Most texts are not carried on, and nobody asks for it.
        let key = LazyCell::new(|| place.key());
        let waiting = self.cuts.iter().position(|cut| !cut.is_fresh && cut.key == *key);
        if let Some(mut cut) = waiting.map(|index| self.cuts.swap_remove(index)) {
            // Only what is chosen counts.
            let tried = |texts| put_back(level, texts, vault, &mut Tally::default());
            let (joined, joined_cut) = tried([&cut.held, text]);
            if joined_cut > text.len() {
                cut.go_on(text, joined_cut, (this, at));
                self.cuts.push(cut);
                return text.to_vec();
            }
            if joined != [cut.held.as_slice(), &tried([text, b""]).0].concat() {
                let (joined, joined_cut) = put_back(level, [&cut.held, text], vault, tally);
                cut.parts.iter().for_each(|part| self.take_back(*part));
                self.cut_at((this, at), || cut.key, &joined, joined_cut);
                return joined;
            }
        }
        let (alone, alone_cut) = put_back(level, [text, b""], vault, tally);
        self.cut_at((this, at), || key.clone(), &alone, alone_cut);
        alone
    }

    fn cut_at(&mut self, (event, at): (usize, usize), key: impl FnOnce() -> Key, text: &[u8], length: usize) {
        if length > 0 {
            let key = key();
            let held = text.split_at(text.len() - length).1.to_vec();
            self.cuts.push(Cut { key, held, parts: vec![(event, at, length)], is_fresh: true });
        }
    }

    /// Takes the bytes of a part out of the event that has them.
    fn take_back(&mut self, (event, at, length): (usize, usize, usize)) {
        if let Some(text) = self.events.get_mut(event).and_then(|event| event.texts.get_mut(at)) {
            text.truncate(text.len().saturating_sub(length));
        }
    }

    /// After an event: says whether it must wait too, and appends to `out` those that need not any more.
    pub(super) fn wait(
        &mut self,
        (data, wrap): (&[u8], &Wrap<'_>),
        ranges: impl Iterator<Item = Range<usize>>,
        texts: &mut Vec<Vec<u8>>,
        out: &mut Vec<u8>,
    ) -> bool {
        self.cuts.retain_mut(|cut| std::mem::take(&mut cut.is_fresh));
        if self.cuts.is_empty() {
            self.end(out);
            return false;
        }
        self.is_latest = true;
        self.events.push(Event {
            before: wrap.before.to_vec(),
            data: data.to_vec(),
            after: wrap.after.to_vec(),
            fold: wrap.fold,
            ranges: ranges.collect(),
            texts: std::mem::take(texts),
        });
        let first = self.cuts.iter().flat_map(|cut| cut.parts.first()).map(|part| part.0).min();
        self.send(first.unwrap_or_default(), out);
        let waiting: usize = self.events.iter().rev().skip(1).map(|event| event.data.len()).sum();
        if self.events.len() > MAX_EVENTS || waiting > MAX_FRAME {
            self.end(out);
        }
        true
    }

    /// Something passes that does not wait.
    pub(super) fn passed(&mut self) {
        self.is_latest = false;
    }

    /// Puts bytes behind the last event; `false` when there is none, or something has passed since.
    pub(super) fn extend_last(&mut self, bytes: &[u8]) -> bool {
        self.is_latest && self.events.last_mut().map(|event| event.after.extend_from_slice(bytes)).is_some()
    }

    /// Lets go of every event: no text goes on.
    pub(super) fn end(&mut self, out: &mut Vec<u8>) {
        self.cuts.clear();
        self.send(self.events.len(), out);
    }

    /// Sends the first `count` events.
    fn send(&mut self, count: usize, out: &mut Vec<u8>) {
        for event in self.events.drain(..count) {
            let Event { before, data, after, fold, ranges, texts } = event;
            let new = splice(&data, ranges.iter(), &texts);
            let wrap = Wrap { before: &before, after: &after, again: &before, fold, kind: None };
            wrap.frame(new.as_deref().unwrap_or(&data), out);
        }
        self.cuts.iter_mut().flat_map(|cut| &mut cut.parts).for_each(|part| part.0 -= count);
    }
}

impl Cut {
    /// The text went on and still may be one: `length` bytes at its end.
    fn go_on(&mut self, text: &[u8], length: usize, (event, at): (usize, usize)) {
        self.held.extend_from_slice(text);
        let mut over = self.held.len().saturating_sub(length);
        self.held.drain(..over);
        for part in &mut self.parts {
            let taken = over.min(part.2);
            part.2 -= taken;
            over -= taken;
        }
        self.parts.retain(|part| part.2 > 0);
        self.parts.push((event, at, text.len()));
        self.is_fresh = true;
    }
}
