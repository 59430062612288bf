//! Owns one look at an event: which of its strings carry on which text, which stay as they are, and what ends. It must
//! not restore anything.

use std::ops::Range;

use super::never::Never;
use super::sheet::{Rows, Sheet};
use super::unlisted::{Place, Unlisted};
use super::{could_end_cut, is_suspect};
use crate::engine::json::{self, Kind, Visit};
use crate::engine::provider::{Call, Channel, Stop};
use crate::engine::restore::Level;

/// A string of an event that may change.
pub(super) struct Piece<'d> {
    pub(super) range: Range<usize>,
    pub(super) level: Level,
    /// Whether its placeholders stay, because it belongs to a call that is not restored.
    pub(super) kept: bool,
    /// What it carries on.
    pub(super) text: Text<'d>,
}

/// Which text a string carries on.
pub(super) enum Text<'d> {
    /// Its own: it is whole in itself.
    Whole,
    /// That of a channel of the sheet, at these indexes.
    Listed(&'static Channel, Vec<usize>),
    /// That of a place on no sheet.
    Unlisted(Place<'d>),
}

impl Piece<'_> {
    /// The channel of the sheet that it carries on.
    pub(super) fn channel(&self) -> Option<(&'static Channel, &[usize])> {
        match &self.text {
            Text::Listed(channel, indexes) => Some((channel, indexes)),
            Text::Whole | Text::Unlisted(_) => None,
        }
    }
}

/// What one look at an event finds.
#[derive(Default)]
pub(super) struct Found<'d> {
    pub(super) pieces: Vec<Piece<'d>>,
    /// Values of the members that tell channels apart: pattern, indexes on the path, raw value.
    members: Vec<(&'static str, Vec<usize>, &'d [u8])>,
    pub(super) stops: Vec<(&'static Stop, Vec<usize>)>,
    /// The calls that are not restored.
    pub(super) calls: Vec<(&'static Call, Vec<usize>)>,
}

impl<'d> Found<'d> {
    /// The values of `keys` for a place with these indexes; an array position stands in for a missing `index`.
    pub(super) fn keys(&self, keys: &[&'static str], indexes: &[usize]) -> Vec<Vec<u8>> {
        let value = |key: &&'static str| {
            let own = indexes.get(..depth_of(key)).unwrap_or(indexes);
            let position = || own.last().copied().unwrap_or_default().to_string().into_bytes();
            self.member(key, indexes).map_or_else(position, <[u8]>::to_vec)
        };
        keys.iter().map(value).collect()
    }

    /// Whether the whole event is about these keys, and has these values.
    pub(super) fn says(&self, keys: &[&'static str], values: &[Vec<u8>]) -> bool {
        let is_about = keys.iter().all(|key| depth_of(key) == 0)
            && keys.iter().any(|key| self.member(key, &[]).is_some());
        is_about && self.keys(keys, &[]) == values
    }

    fn member(&self, key: &str, indexes: &[usize]) -> Option<&'d [u8]> {
        let depth = depth_of(key);
        let own = indexes.get(..depth).unwrap_or(indexes);
        let given = self.members.iter().find(|(name, at, _)| *name == key && at.get(..depth) == Some(own));
        given.map(|(_, _, value)| *value)
    }
}

fn depth_of(key: &str) -> usize {
    key.matches("[]").count()
}

/// How to look.
#[derive(Clone, Copy)]
pub(super) struct Look<'l, 'd> {
    /// What is said of events of this type, or of documents.
    pub(super) sheet: &'l Sheet,
    pub(super) never: &'l Never,
    /// The type of the event, still escaped; `None` for a whole document, in which no text goes on.
    pub(super) event: Option<&'d [u8]>,
    /// Whether texts on no sheet may go on too.
    pub(super) follows: bool,
    /// The texts on no sheet that wait to be carried on.
    pub(super) unlisted: &'l Unlisted,
}

/// One look, and what it found so far.
struct Looking<'l, 'd> {
    look: Look<'l, 'd>,
    data: &'d [u8],
    /// How deep the call is open that is not restored.
    kept: Option<usize>,
    /// How many more texts on no sheet may be followed from here.
    followed: usize,
    found: Found<'d>,
}

/// Most texts on no sheet that are followed from one event: each may cost a pass over the objects it stands in.
const MAX_FOLLOWED: usize = 16;

impl<'d> Look<'_, 'd> {
    /// Looks at an event; `None` when it is no JSON.
    pub(super) fn at(self, data: &'d [u8]) -> Option<Found<'d>> {
        let mut found = Found::default();
        found.stops.extend(self.sheet.stops.iter().map(|it| (*it, Vec::new())));
        let followed = if self.event.is_some() && self.follows { MAX_FOLLOWED } else { 0 };
        let mut looking = Looking { look: self, data, kept: None, followed, found };
        json::walk(data, &mut |visit| looking.visit(visit)).ok()?;
        Some(looking.found)
    }
}

impl<'d> Looking<'_, 'd> {
    fn visit(&mut self, visit: Visit<'d, '_>) {
        match visit.kind {
            Kind::Open => self.opens(visit),
            Kind::Close if self.kept == Some(visit.path.depth()) => self.kept = None,
            Kind::Close => {}
            Kind::Key if is_suspect(visit.raw) => self.piece(visit, Level::Text, Text::Whole),
            Kind::Key => {}
            Kind::Scalar if visit.raw == b"null" => {}
            Kind::Scalar => self.member(visit, self.look.sheet.rows(visit.path)),
            Kind::String => {
                let rows = self.look.sheet.rows(visit.path);
                self.member(visit, rows);
                self.string(visit, rows);
            }
        }
    }

    /// Notes where a call begins that is not restored.
    fn opens(&mut self, visit: Visit<'d, '_>) {
        let Sheet { layout, .. } = self.look.sheet;
        let rows = self.look.sheet.rows(visit.path);
        self.stops(visit, rows);
        if self.kept.is_some() || rows.calls.is_empty() {
            return;
        }
        let names = layout.names(visit.path);
        let Some(call) = rows.calls.iter().find(|call| names(call.object)) else { return };
        let says = |member: &str| json::member(self.data, visit.start, member).unwrap_or_default();
        let kind = says("type");
        let is_hosted = layout.hosted.iter().any(|hosted| json::says(kind, hosted));
        if is_hosted || self.look.never.has(&json::unescape(says("name"))) {
            self.kept = Some(visit.path.depth());
            self.found.calls.push((call, visit.path.indexes().collect()));
        }
    }

    /// Notes the value of a member that tells channels apart, or ends them.
    fn member(&mut self, visit: Visit<'d, '_>, rows: &Rows) {
        self.stops(visit, rows);
        if rows.keys.is_empty() {
            return;
        }
        let names = self.look.sheet.layout.names(visit.path);
        if let Some(key) = rows.keys.iter().find(|key| names(key)) {
            self.found.members.push((key, visit.path.indexes().collect(), visit.raw));
        }
    }

    fn stops(&mut self, visit: Visit<'d, '_>, rows: &Rows) {
        if rows.stops.is_empty() {
            return;
        }
        let names = self.look.sheet.layout.names(visit.path);
        let stop = rows.stops.iter().find(|it| names(it.member));
        self.found.stops.extend(stop.map(|stop| (*stop, visit.path.indexes().collect())));
    }

    fn string(&mut self, visit: Visit<'d, '_>, rows: &Rows) {
        let Sheet { layout, kept_below, .. } = self.look.sheet;
        let path = visit.path;
        // With the quote behind it, which tells where it ends.
        let quoted = self.data.get(visit.start..=visit.range().end).unwrap_or(visit.raw);
        let is_awaited = || self.followed > 0 && self.look.unlisted.awaits(path);
        if rows.channels.is_empty() && !is_suspect(quoted) && !is_awaited() {
            return;
        }
        let names = layout.names(path);
        let channel = rows.channels.iter().find(|it| names(it.path)).copied();
        let mut kept = rows.kept.iter().chain(kept_below);
        if channel.is_none() && !is_suspect(quoted) && !is_awaited()
            || kept.any(|kept| names(kept.path) && kept.when.holds(path))
        {
            return;
        }
        if let Some(channel) = channel {
            self.piece(visit, channel.level, Text::Listed(channel, path.indexes().collect()));
            return;
        }
        let is_json = rows.json_text.iter().any(|it| names(it));
        let level = if is_json { Level::Json } else { self.level(visit) };
        let text = if self.kept.is_none() && self.followed > 0 && (could_end_cut(quoted) || is_awaited()) {
            self.followed -= 1;
            let kind = self.look.event.unwrap_or_default();
            Text::Unlisted(Place { kind, data: self.data, path: path.clone() })
        } else {
            Text::Whole
        };
        self.piece(visit, level, text);
    }

    /// Whether a string on no sheet is JSON text. Where there is no sheet at all, it is when it reads as an object or
    /// an array from end to end, or, while it streams, when its name says so.
    fn level(&self, visit: Visit<'d, '_>) -> Level {
        if !self.look.sheet.layout.is_blank() {
            return Level::Text;
        }
        let text = json::unescape(visit.raw);
        let begins = matches!(text.trim_ascii_start().first(), Some(b'{' | b'['));
        let by_name = |name: &[u8]| JSON_NAMES.iter().any(|it| json::says(name, it));
        let is_json = begins && json::walk(&text, &mut |_| {}).is_ok()
            || self.look.event.is_some() && visit.path.member_name().is_some_and(by_name);
        if is_json { Level::Json } else { Level::Text }
    }

    fn piece(&mut self, visit: Visit<'d, '_>, level: Level, text: Text<'d>) {
        let kept = self.kept.is_some();
        self.found.pieces.push(Piece { range: visit.range(), level, kept, text });
    }
}

/// Names under which every known API streams JSON text.
const JSON_NAMES: [&str; 2] = ["arguments", "partial_json"];
