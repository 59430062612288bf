//! Owns the channels of one stream: which piece of which event carries on which text. It must keep every byte of an
//! event that it does not replace.

use memchr::{memchr, memmem};

use super::look::{Found, Look, Piece, Text};
use super::never::Never;
use super::sheet::Sheets;
use super::unlisted::Unlisted;
use super::wrap::{Passed, Wrap, plain, splice};
use super::{BrokenReply, could_name, is_suspect};
use crate::engine::json;
use crate::engine::provider::{Channel, Layout, Stop};
use crate::engine::restore::{Restore, Tally};
use crate::engine::vault::Vault;

/// Most texts that may be held back at once in one stream, and most calls that are not restored.
pub(super) const MAX_OPEN: usize = 1024;

/// A text of which bytes are being held back.
struct Open {
    channel: &'static Channel,
    keys: Vec<Vec<u8>>,
    restore: Restore,
    /// Whether it stays as it is, and is read only to count.
    kept: bool,
    /// An event of the same kind in which the held text can be sent: what stands before and after the text.
    template: (Vec<u8>, Vec<u8>),
}

/// A call that is not restored, by the values of the members that its events have.
struct KeptCall {
    keys: &'static [&'static str],
    values: Vec<Vec<u8>>,
}

/// The open texts of one stream. Holds what each [`Restore`] holds, one event for each that does, and the events that
/// wait in [`Unlisted`].
pub(super) struct Channels {
    layout: &'static Layout,
    sheets: Sheets,
    never: Never,
    open: Vec<Open>,
    kept_calls: Vec<KeptCall>,
    unlisted: Unlisted,
    /// Whether texts on no sheet are followed from event to event.
    follows: bool,
}

impl Channels {
    pub(super) fn new(layout: &'static Layout, never: Never) -> Self {
        let (sheets, open, kept_calls) = (Sheets::new(layout), Vec::new(), Vec::new());
        Self { layout, sheets, never, open, kept_calls, unlisted: Unlisted::default(), follows: true }
    }

    /// The same for events that must not wait for one another.
    pub(super) fn at_once(layout: &'static Layout, never: Never) -> Self {
        Self { follows: false, ..Self::new(layout, never) }
    }

    /// Whether the next event matters, whatever is in it.
    pub(super) fn is_holding(&self) -> bool {
        !(self.open.is_empty() && self.unlisted.is_empty() && self.kept_calls.is_empty())
    }

    /// Whether text has been held back that an event of its own would have to let go.
    pub(super) fn has_held_text(&self) -> bool {
        self.open.iter().any(|open| !open.kept)
    }

    /// Whether an event must be looked at: every other may pass as it is.
    pub(super) fn concerns(&self, raw: &[u8]) -> bool {
        let names_call = || {
            self.layout.calls.iter().any(|it| !it.keys.is_empty()) && memmem::find(raw, b"name\"").is_some()
        };
        self.is_holding() || is_suspect(raw) || names_call()
    }

    /// Restores one event. Appends to `out` the events that let go of text whose channel ends here, and those that
    /// waited for this one; says what becomes of this one. `is_last` when there cannot be another.
    pub(super) fn event(
        &mut self,
        data: &[u8],
        (wrap, is_last): (&Wrap<'_>, bool),
        vault: &Vault,
        tally: &mut Tally,
        out: &mut Vec<u8>,
    ) -> Result<Passed, BrokenReply> {
        let kind = wrap.kind.unwrap_or_else(|| type_of(data));
        let Some(mut found) = self.look(data, Some(kind)) else {
            // Not JSON, such as the `[DONE]` after the last event: every text has ended.
            self.end_all(out);
            // What only tries to be JSON does not say how a secret must be escaped in it.
            let is_broken = matches!(data.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
            return Ok(if is_broken { Passed::AsItCame } else { plain(data, vault, tally).into() });
        };
        if is_last {
            found.stops.push((&END, Vec::new()));
        }
        self.mark_kept(&mut found);
        let mut texts = self.restore_pieces(&found, data, vault, tally);
        self.stop(&found, &mut texts, out);
        self.begin_kept(&found);
        self.remember(&found, data, wrap)?;
        let ranges = found.pieces.iter().map(|piece| piece.range.clone());
        if self.unlisted.wait((data, wrap), ranges, &mut texts, out) {
            return Ok(Passed::Later);
        }
        Ok(splice(data, found.pieces.iter().map(|piece| &piece.range), &texts).into())
    }

    /// Something passes that carries no text, such as a comment.
    pub(super) fn passed(&mut self) {
        self.unlisted.passed();
    }

    /// Puts bytes behind the event that waits; `false` when none does, or something has passed since.
    pub(super) fn extend_waiting(&mut self, bytes: &[u8]) -> bool {
        self.unlisted.extend_last(bytes)
    }

    /// Restores every string of a whole document; `None` when nothing changes.
    pub(super) fn document(&mut self, data: &[u8], vault: &Vault, tally: &mut Tally) -> Option<Vec<u8>> {
        let found = self.look(data, None)?;
        let texts = self.restore_pieces(&found, data, vault, tally);
        splice(data, found.pieces.iter().map(|piece| &piece.range), &texts)
    }

    /// Lets go of everything: no text of this stream goes on.
    pub(super) fn end_all(&mut self, out: &mut Vec<u8>) {
        self.unlisted.end(out);
        self.kept_calls.clear();
        for open in self.open.drain(..) {
            open.let_go(out);
        }
    }

    /// Looks at an event of a stream, of this type, or at a document, which has none.
    fn look<'d>(&mut self, data: &'d [u8], event: Option<&'d [u8]>) -> Option<Found<'d>> {
        let Self { sheets, never, unlisted, follows, .. } = self;
        Look { sheet: sheets.of(event), never, event, follows: *follows, unlisted }.at(data)
    }

    /// Remembers the calls that begin here and are not restored.
    fn begin_kept(&mut self, found: &Found<'_>) {
        for (call, indexes) in &found.calls {
            let values = found.keys(call.keys, indexes);
            let is_new = !self.kept_calls.iter().any(|it| it.keys == call.keys && it.values == values);
            if is_new && !call.keys.is_empty() {
                self.kept_calls.push(KeptCall { keys: call.keys, values });
            }
        }
    }

    /// Marks what belongs to calls that began earlier and are not restored.
    fn mark_kept(&self, found: &mut Found<'_>) {
        if self.kept_calls.is_empty() {
            return;
        }
        let belongs = |call: &KeptCall, piece: &Piece<'_>| match piece.channel() {
            Some((channel, at)) if channel.keys.starts_with(call.keys) => {
                found.keys(call.keys, at) == call.values
            }
            _ => found.says(call.keys, &call.values),
        };
        let is_kept = |piece: &Piece<'_>| self.kept_calls.iter().any(|call| belongs(call, piece));
        let kept: Vec<_> = found.pieces.iter().map(is_kept).collect();
        for (piece, kept) in found.pieces.iter_mut().zip(kept) {
            piece.kept |= kept;
        }
    }

    /// The restored, unescaped text of each piece. A channel that is held takes its place in `open`.
    fn restore_pieces(
        &mut self,
        found: &Found<'_>,
        data: &[u8],
        vault: &Vault,
        tally: &mut Tally,
    ) -> Vec<Vec<u8>> {
        let restore = |(at, piece): (usize, &Piece<'_>)| {
            let text = json::unescape(data.get(piece.range.clone()).unwrap_or_default());
            if piece.kept {
                let mut stayed = Tally::default();
                self.restore_piece((at, piece), found, &text, vault, &mut stayed);
                tally.unresolved += stayed.unresolved + stayed.restored.values().sum::<u64>();
                return text.into_owned();
            }
            self.restore_piece((at, piece), found, &text, vault, tally)
        };
        found.pieces.iter().enumerate().map(restore).collect()
    }

    fn restore_piece(
        &mut self,
        (at, piece): (usize, &Piece<'_>),
        found: &Found<'_>,
        text: &[u8],
        vault: &Vault,
        tally: &mut Tally,
    ) -> Vec<u8> {
        let (channel, indexes) = match &piece.text {
            Text::Listed(channel, indexes) => (*channel, indexes),
            Text::Unlisted(place) if !piece.kept => {
                return self.unlisted.restore((at, place, piece.level), text, vault, tally);
            }
            Text::Unlisted(_) | Text::Whole => {
                let mut out = Vec::with_capacity(text.len());
                let mut restore = Restore::new(piece.level);
                restore.push(text, vault, tally, &mut out);
                restore.finish(&mut out);
                return out;
            }
        };
        let mut out = Vec::with_capacity(text.len());
        if !self.open.is_empty()
            && let Some(open) = self.find(channel, &found.keys(channel.keys, indexes))
        {
            open.restore.push(text, vault, tally, &mut out);
            return out;
        }
        let mut restore = Restore::new(piece.level);
        restore.push(text, vault, tally, &mut out);
        if restore.is_holding() {
            let keys = found.keys(channel.keys, indexes);
            self.open.push(Open { channel, keys, restore, kept: piece.kept, template: Default::default() });
        } else {
            restore.finish(&mut out);
        }
        out
    }

    fn find(&mut self, channel: &'static Channel, keys: &[Vec<u8>]) -> Option<&mut Open> {
        self.open.iter_mut().find(|open| open.channel == channel && open.keys == keys)
    }

    /// Ends the channels that this event ends: in the piece that it carries for them, else in an event of their own
    /// before it.
    fn stop(&mut self, found: &Found<'_>, texts: &mut [Vec<u8>], out: &mut Vec<u8>) {
        for (stop, indexes) in &found.stops {
            let keys = found.keys(stop.keys, indexes);
            self.kept_calls.retain(|call| !call.values.starts_with(&keys));
            let (ended, going_on) =
                std::mem::take(&mut self.open).into_iter().partition(|open| open.keys.starts_with(&keys));
            self.open = going_on;
            for open in <Vec<Open>>::into_iter(ended) {
                let carries = |piece: &Piece<'_>| {
                    piece.channel().is_some_and(|(channel, at)| {
                        *channel == *open.channel && found.keys(channel.keys, at) == open.keys
                    })
                };
                let last = found.pieces.iter().rposition(carries).and_then(|at| texts.get_mut(at));
                match last {
                    _ if open.kept => {}
                    Some(text) => open.restore.finish(text),
                    None => {
                        self.unlisted.end(out);
                        open.let_go(out);
                    }
                }
            }
        }
    }

    /// Drops the channels that hold nothing any more, and keeps this event as the pattern for those that do.
    fn remember(&mut self, found: &Found<'_>, data: &[u8], wrap: &Wrap<'_>) -> Result<(), BrokenReply> {
        self.open.retain(|open| open.restore.is_holding());
        if self.open.len() > MAX_OPEN || self.kept_calls.len() > MAX_OPEN {
            return Err(BrokenReply::Channels);
        }
        if self.open.is_empty() {
            return Ok(());
        }
        for piece in &found.pieces {
            let Some((channel, indexes)) = piece.channel() else { continue };
            let keys = found.keys(channel.keys, indexes);
            let Some(open) = self.find(channel, &keys) else { continue };
            // The other texts of the event have been sent with it and must not be sent again.
            let sent = || found.pieces.iter().filter(|it| it.channel().is_some()).map(|it| &it.range);
            let (head, tail) = &mut open.template;
            head.clear();
            head.extend_from_slice(wrap.again);
            wrap.without(data, 0..piece.range.start, sent(), head);
            tail.clear();
            wrap.without(data, piece.range.end..data.len(), sent(), tail);
            tail.extend_from_slice(wrap.after);
        }
        Ok(())
    }
}

/// What an event says that it is, still escaped; empty when it does not say.
fn type_of(data: &[u8]) -> &[u8] {
    if !could_name(data, "type") {
        return b"";
    }
    let open = memchr(b'{', data).unwrap_or(data.len());
    json::member(data, open, "type").unwrap_or_default()
}

/// The end of the stream.
static END: Stop = Stop { event: "", member: "", keys: &[] };

impl Open {
    /// Sends the held text as one more event of its kind.
    fn let_go(self, out: &mut Vec<u8>) {
        if self.kept {
            return;
        }
        let mut text = Vec::new();
        self.restore.finish(&mut text);
        let (before, after) = self.template;
        out.extend_from_slice(&before);
        // Held bytes came out of a JSON string, so a JSON string can say them.
        let _said = json::escape(&text, out);
        out.extend_from_slice(&after);
        // The line feed of this line end came after the event, and so is not in the template.
        if after.ends_with(b"\r") && memchr(b'\n', &after).is_some() {
            out.push(b'\n');
        }
    }
}
