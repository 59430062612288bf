//! Owns the channels of one stream: which piece of which event carries on which text. It must keep every byte of an
//! event that it does not replace.

use std::ops::Range;

use super::{BrokenReply, is_suspect};
use crate::engine::json::{self, Kind, Path};
use crate::engine::provider::{Channel, Layout, Stop};
use crate::engine::restore::{Level, Restore, Tally};
use crate::engine::vault::Vault;

/// Most texts that may be held back at once in one stream.
pub(super) const MAX_OPEN: usize = 1024;

/// Appends to `out` a frame with this data, made after the one that `wrap` is from.
pub(super) type Framing = fn(wrap: (&[u8], &[u8]), data: &[u8], out: &mut Vec<u8>);

/// A text of which bytes are being held back.
struct Open {
    channel: &'static Channel,
    keys: Vec<Vec<u8>>,
    restore: Restore,
    /// The data of an event of the same kind in which the held text can be sent: what stands before and after the text.
    template: (Vec<u8>, Vec<u8>),
    /// What stood around that data.
    wrap: (Vec<u8>, Vec<u8>),
}

/// The open texts of one stream. Holds what each [`Restore`] holds, and one event for each that does.
pub(super) struct Channels {
    layout: &'static Layout,
    framing: Framing,
    open: Vec<Open>,
}

/// A string of an event that may change.
struct Piece {
    range: Range<usize>,
    level: Level,
    /// The channel it carries on; `None` for a string that is whole in itself.
    channel: Option<(&'static Channel, Vec<usize>)>,
}

impl Piece {
    fn whole(range: Range<usize>, level: Level) -> Self {
        Self { range, level, channel: None }
    }
}

/// What one look at an event finds.
#[derive(Default)]
struct Found {
    pieces: Vec<Piece>,
    /// Values of the members that tell channels apart: pattern, indexes on the path, raw value.
    members: Vec<(&'static str, Vec<usize>, Vec<u8>)>,
    stops: Vec<(&'static Stop, Vec<usize>)>,
}

impl Found {
    /// The values of `keys` for a place with these indexes; an array position stands in for a missing `index`.
    fn keys(&self, keys: &[&'static str], indexes: &[usize]) -> Vec<Vec<u8>> {
        let value = |key: &&'static str| {
            let depth = key.matches("[]").count();
            let own = indexes.get(..depth).unwrap_or(indexes);
            let given = self.members.iter().find(|(name, at, _)| name == key && at.get(..depth) == Some(own));
            let position = || own.last().copied().unwrap_or_default().to_string().into_bytes();
            given.map_or_else(position, |(_, _, value)| value.clone())
        };
        keys.iter().map(value).collect()
    }
}

impl Channels {
    /// For a stream whose frames are text around their data.
    pub(super) fn new(layout: &'static Layout) -> Self {
        Self::framed(layout, around)
    }

    /// For a stream whose frames are made by `framing`.
    pub(super) fn framed(layout: &'static Layout, framing: Framing) -> Self {
        Self { layout, framing, open: Vec::new() }
    }

    pub(super) fn is_holding(&self) -> bool {
        !self.open.is_empty()
    }

    /// Restores one event. `wrap` is what stands around `data` in its frame. Appends to `out` the events that let go
    /// of text whose channel ends here; returns the new data, `None` when it stays as it is.
    pub(super) fn event(
        &mut self,
        data: &[u8],
        wrap: (&[u8], &[u8]),
        vault: &Vault,
        tally: &mut Tally,
        out: &mut Vec<u8>,
    ) -> Result<Option<Vec<u8>>, BrokenReply> {
        self.event_of(type_of(data), data, wrap, vault, tally, out)
    }

    /// The same for an event whose type, still escaped, need not stand in its data.
    pub(super) fn event_of(
        &mut self,
        kind: &[u8],
        data: &[u8],
        wrap: (&[u8], &[u8]),
        vault: &Vault,
        tally: &mut Tally,
        out: &mut Vec<u8>,
    ) -> Result<Option<Vec<u8>>, BrokenReply> {
        let Some(found) = self.look(data, Some(kind)) else {
            // Not JSON, such as the `[DONE]` after the last event: every text has ended.
            self.end_all(out);
            return Ok(plain(data, vault, tally));
        };
        let mut texts = self.restore_pieces(&found, data, vault, tally);
        self.stop(&found, &mut texts, out);
        self.remember(&found, data, wrap)?;
        Ok(splice(data, &found.pieces, texts))
    }

    /// Restores every string of a whole document; `None` when nothing changes.
    pub(super) fn document(&mut self, data: &[u8], vault: &Vault, tally: &mut Tally) -> Option<Vec<u8>> {
        let found = self.look(data, None)?;
        let texts = self.restore_pieces(&found, data, vault, tally);
        splice(data, &found.pieces, texts)
    }

    /// Lets go of everything: no text of this stream goes on.
    pub(super) fn end_all(&mut self, out: &mut Vec<u8>) {
        for open in self.open.drain(..) {
            open.let_go(self.framing, out);
        }
    }

    /// Looks at an event of a stream, of this type, or at a document, which has none.
    fn look(&self, data: &[u8], kind: Option<&[u8]>) -> Option<Found> {
        let layout = self.layout;
        let applies = |event: &str| kind.is_some_and(|kind| event.is_empty() || json::says(kind, event));
        let channels: Vec<_> = layout.channels.iter().filter(|it| applies(it.event)).collect();
        let stops: Vec<_> = layout.stops.iter().filter(|it| applies(it.event)).collect();
        let keys = channels.iter().flat_map(|it| it.keys).chain(stops.iter().flat_map(|it| it.keys));
        let keys: Vec<_> = keys.copied().collect();
        let mut found = Found::default();
        found.stops.extend(stops.iter().filter(|it| it.member.is_empty()).map(|it| (*it, Vec::new())));
        json::walk(data, &mut |visit| {
            let is_null = visit.kind == Kind::Scalar && visit.raw == b"null";
            if is_null {
                return;
            }
            let place = visit.path;
            if visit.kind == Kind::Key {
                found.pieces.extend(is_suspect(visit.raw).then(|| Piece::whole(visit.range(), Level::Text)));
                return;
            }
            let indexes = || place.indexes().collect::<Vec<_>>();
            if let Some(key) = keys.iter().find(|key| json::matches(key, place)) {
                found.members.push((key, indexes(), visit.raw.to_vec()));
            }
            let stop = stops.iter().find(|it| !it.member.is_empty() && json::matches(it.member, place));
            found.stops.extend(stop.map(|stop| (*stop, indexes())));
            if visit.kind == Kind::String && !is_kept(layout, place) {
                if let Some(channel) = channels.iter().find(|it| json::matches(it.path, place)) {
                    let (range, level) = (visit.range(), channel.level);
                    found.pieces.push(Piece { range, level, channel: Some((channel, indexes())) });
                } else if is_suspect(visit.raw) {
                    let is_json = layout.json_text.iter().any(|it| json::matches(it, place));
                    let level = if is_json { Level::Json } else { Level::Text };
                    found.pieces.push(Piece::whole(visit.range(), level));
                }
            }
        })
        .ok()?;
        Some(found)
    }

    /// The restored, unescaped text of each piece. A channel that is held takes its place in `open`.
    fn restore_pieces(
        &mut self,
        found: &Found,
        data: &[u8],
        vault: &Vault,
        tally: &mut Tally,
    ) -> Vec<Vec<u8>> {
        let restore = |piece: &Piece| {
            let text = json::unescape(data.get(piece.range.clone()).unwrap_or_default());
            let mut out = Vec::with_capacity(text.len());
            let Some((channel, indexes)) = &piece.channel else {
                let mut restore = Restore::new(piece.level);
                restore.push(&text, vault, tally, &mut out);
                restore.finish(&mut out);
                return out;
            };
            let keys = found.keys(channel.keys, indexes);
            if let Some(open) = self.find(channel, &keys) {
                open.restore.push(&text, vault, tally, &mut out);
                return out;
            }
            let mut restore = Restore::new(piece.level);
            restore.push(&text, vault, tally, &mut out);
            if restore.is_holding() {
                let (template, wrap) = Default::default();
                self.open.push(Open { channel, keys, restore, template, wrap });
            } else {
                restore.finish(&mut out);
            }
            out
        };
        found.pieces.iter().map(restore).collect()
    }

    fn find(&mut self, channel: &'static Channel, keys: &[Vec<u8>]) -> Option<&mut Open> {
        self.open.iter_mut().find(|open| open.channel == channel && open.keys == keys)
    }

    /// Ends the channels that this event ends: in the piece that it carries for them, else in an event of their own
    /// before it.
    fn stop(&mut self, found: &Found, texts: &mut [Vec<u8>], out: &mut Vec<u8>) {
        for (stop, indexes) in &found.stops {
            let keys = found.keys(stop.keys, indexes);
            let (ended, going_on) =
                std::mem::take(&mut self.open).into_iter().partition(|open| open.keys.starts_with(&keys));
            self.open = going_on;
            for open in <Vec<Open>>::into_iter(ended) {
                let carries = |piece: &Piece| {
                    piece.channel.as_ref().is_some_and(|(channel, at)| {
                        *channel == open.channel && found.keys(channel.keys, at) == open.keys
                    })
                };
                let last = found.pieces.iter().rposition(carries).and_then(|at| texts.get_mut(at));
                match last {
                    Some(text) => open.restore.finish(text),
                    None => open.let_go(self.framing, out),
                }
            }
        }
    }

    /// Drops the channels that hold nothing any more, and keeps this event as the pattern for those that do.
    fn remember(
        &mut self,
        found: &Found,
        data: &[u8],
        (before, after): (&[u8], &[u8]),
    ) -> Result<(), BrokenReply> {
        self.open.retain(|open| open.restore.is_holding());
        if self.open.len() > MAX_OPEN {
            return Err(BrokenReply::Channels);
        }
        for piece in &found.pieces {
            let Some((channel, indexes)) = &piece.channel else { continue };
            let keys = found.keys(channel.keys, indexes);
            let Some(open) = self.find(channel, &keys) else { continue };
            // The other texts of the event have been sent with it and must not be sent again.
            let emptied = |range: Range<usize>| {
                let within = |piece: &&Piece| piece.channel.is_some() && range.contains(&piece.range.start);
                let ranges: Vec<_> = found.pieces.iter().filter(within).map(|it| it.range.clone()).collect();
                without(data, range.clone(), &ranges)
            };
            open.template = (emptied(0..piece.range.start), emptied(piece.range.end..data.len()));
            open.wrap = (before.to_vec(), after.to_vec());
        }
        Ok(())
    }
}

impl Open {
    /// Sends the held text as one more event of its kind.
    fn let_go(self, framing: Framing, out: &mut Vec<u8>) {
        let mut text = Vec::new();
        self.restore.finish(&mut text);
        let (mut data, tail) = self.template;
        // Held bytes came out of a JSON string, so a JSON string can say them.
        let _said = json::escape(&text, &mut data);
        data.extend_from_slice(&tail);
        let (before, after) = self.wrap;
        framing((&before, &after), &data, out);
    }
}

/// The frame of an event whose data stands between other text.
fn around((before, after): (&[u8], &[u8]), data: &[u8], out: &mut Vec<u8>) {
    for part in [before, data, after] {
        out.extend_from_slice(part);
    }
    // The line feed of this line end came after the event, and so is not in the template.
    if after.ends_with(b"\r") && memchr::memchr(b'\n', after).is_some() {
        out.push(b'\n');
    }
}

/// What an event says that it is, still escaped; empty when it does not say.
pub(super) fn type_of(data: &[u8]) -> &[u8] {
    let open = data.iter().position(|&byte| byte == b'{').unwrap_or(data.len());
    json::member(data, open, "type").unwrap_or_default()
}

fn is_kept(layout: &Layout, path: &Path<'_>) -> bool {
    layout.kept.iter().any(|kept| json::matches(kept.path, path) && kept.when.holds(path))
}

/// The bytes of `range` without those of `cuts`.
fn without(data: &[u8], range: Range<usize>, cuts: &[Range<usize>]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut from = range.start;
    for cut in cuts {
        out.extend_from_slice(data.get(from..cut.start).unwrap_or_default());
        from = cut.end;
    }
    out.extend_from_slice(data.get(from..range.end).unwrap_or_default());
    out
}

/// `data` with the new texts in place of its pieces; `None` when every text is what it was.
fn splice(data: &[u8], pieces: &[Piece], texts: Vec<Vec<u8>>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut from = 0;
    for (piece, text) in pieces.iter().zip(texts) {
        let raw = data.get(piece.range.clone()).unwrap_or_default();
        let mut escaped = Vec::new();
        if text != *json::unescape(raw) && json::escape(&text, &mut escaped) {
            out.extend_from_slice(data.get(from..piece.range.start).unwrap_or_default());
            out.extend_from_slice(&escaped);
            from = piece.range.end;
        }
    }
    if from == 0 {
        return None;
    }
    out.extend_from_slice(data.get(from..).unwrap_or_default());
    Some(out)
}

/// Restores a text that is no JSON; `None` when nothing changes.
fn plain(data: &[u8], vault: &Vault, tally: &mut Tally) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(data.len());
    let mut restore = Restore::new(Level::Text);
    restore.push(data, vault, tally, &mut out);
    restore.finish(&mut out);
    (out != data).then_some(out)
}
