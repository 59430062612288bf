//! Owns what a dialect's tables say of the events of one type, by the last name of each place: a look at an event then
//! tries only the patterns that can be meant. It must not read events.

use std::collections::{BTreeMap, HashMap};

use crate::engine::json::{self, Path};
use crate::engine::provider::{Call, Channel, Kept, Layout, Stop};

/// The rows whose places end in the same name.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) channels: Vec<&'static Channel>,
    pub(super) stops: Vec<&'static Stop>,
    pub(super) calls: Vec<&'static Call>,
    pub(super) kept: Vec<&'static Kept>,
    /// Members that tell channels apart.
    pub(super) keys: Vec<&'static str>,
    pub(super) json_text: Vec<&'static str>,
}

type ByName = HashMap<&'static [u8], Rows>;

/// The rows among which those of this place are.
fn at<'r>(place: &'static str, rows: &'r mut ByName) -> &'r mut Rows {
    rows.entry(last_name(place).as_bytes()).or_default()
}

/// What a layout says of the events of one type.
pub(super) struct Sheet {
    pub(super) layout: &'static Layout,
    /// Stops that the type alone makes.
    pub(super) stops: Vec<&'static Stop>,
    /// Rows for everything below a place.
    pub(super) kept_below: Vec<&'static Kept>,
    rows: ByName,
    no_rows: Rows,
}

impl Sheet {
    /// What holds for events of a type that the layout names, for all other events (`""`), or for whole documents
    /// (`None`), in which no text goes on.
    fn new(layout: &'static Layout, event: Option<&str>) -> Self {
        let applies = |of: &str| of.is_empty() || event == Some(of);
        let channels = || layout.channels.iter().filter(|it| event.is_some() && applies(it.event));
        let stops = || layout.stops.iter().filter(|it| event.is_some() && applies(it.event));
        let (whole, by_member) = stops().partition::<Vec<&Stop>, _>(|it| it.member.is_empty());
        let (kept_below, kept) =
            layout.kept.iter().partition::<Vec<&Kept>, _>(|it| last_name(it.path) == "**");
        let keys = channels().flat_map(|it| it.keys).chain(stops().flat_map(|it| it.keys));
        let mut keys: Vec<_> = keys.chain(layout.calls.iter().flat_map(|it| it.keys)).copied().collect();
        keys.sort_unstable();
        keys.dedup();

        let mut rows = ByName::new();
        channels().for_each(|it| at(it.path, &mut rows).channels.push(it));
        by_member.iter().for_each(|it| at(it.member, &mut rows).stops.push(it));
        let calls = layout.calls.iter().filter(|it| applies(it.event));
        calls.for_each(|it| at(it.object, &mut rows).calls.push(it));
        kept.iter().for_each(|it| at(it.path, &mut rows).kept.push(it));
        keys.iter().for_each(|it| at(it, &mut rows).keys.push(it));
        layout.json_text.iter().for_each(|it| at(it, &mut rows).json_text.push(it));
        Self { layout, stops: whole, kept_below, rows, no_rows: Rows::default() }
    }

    /// The rows that may be about this path; those of `kept_below` may be besides.
    pub(super) fn rows(&self, path: &Path<'_>) -> &Rows {
        let name = path.last_name().map(json::unescape);
        name.and_then(|name| self.rows.get(&*name)).unwrap_or(&self.no_rows)
    }
}

/// The last name in a pattern.
fn last_name(pattern: &'static str) -> &'static str {
    let pattern = pattern.trim_end_matches("[]");
    pattern.rsplit(['.', ']']).next().unwrap_or(pattern)
}

/// The sheets that a stream has needed so far: at most one for each type that the layout names, and two more.
pub(super) struct Sheets {
    layout: &'static Layout,
    known: BTreeMap<Option<&'static str>, Sheet>,
}

impl Sheets {
    pub(super) fn new(layout: &'static Layout) -> Self {
        Self { layout, known: BTreeMap::new() }
    }

    /// What holds for events of this type, still escaped; `None` for a whole document.
    pub(super) fn of(&mut self, kind: Option<&[u8]>) -> &Sheet {
        let Layout { channels, stops, calls, .. } = self.layout;
        let types = channels.iter().map(|it| it.event).chain(stops.iter().map(|it| it.event));
        let mut types = types.chain(calls.iter().map(|it| it.event));
        let event = kind.map(|kind| types.find(|event| json::says(kind, event)).unwrap_or_default());
        self.known.entry(event).or_insert_with(|| Sheet::new(self.layout, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::provider::Dialect;

    #[test]
    fn every_place_is_found_by_its_last_name() {
        for (pattern, name) in [("a", "a"), ("a[].b", "b"), ("a.b[]", "b"), ("a[][]", "a"), ("a[].**", "**")]
        {
            assert_eq!(last_name(pattern), name);
        }
    }

    #[test]
    fn only_what_is_kept_names_everything_below_a_place() {
        for (name, dialect) in Dialect::NAMES {
            let Layout { channels, stops, calls, json_text, .. } = dialect.layout();
            let places = channels.iter().map(|it| it.path).chain(stops.iter().map(|it| it.member));
            let keys = channels.iter().flat_map(|it| it.keys).chain(stops.iter().flat_map(|it| it.keys));
            let mut all =
                places.chain(calls.iter().map(|it| it.object)).chain(keys.chain(*json_text).copied());
            assert!(all.all(|place| last_name(place) != "**"), "{name}");
        }
    }
}
