//! Owns the place of a value in a JSON document, and the patterns that name places. It must not allocate per step.

use std::fmt;
use std::ops::Range;

use memchr::memchr;

use super::text::unescape;

/// One step of a path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step<'a> {
    /// Into the member of this name, as written between the quotes; see [`says`].
    Name(&'a [u8]),
    /// Into the array element of this index.
    Index(usize),
}

/// A place in a text to go on reading from: right after an element of an array that is a member of the outermost
/// object, such as `messages`. Valid for every text that has the same bytes up to there.
#[derive(Clone, Debug)]
pub struct Resume {
    /// Bytes before the place.
    pub at: usize,
    /// Where the outermost object and the array open.
    opens: [usize; 2],
    /// Where the array's name stands, between its quotes.
    name: Range<usize>,
    /// The index of the element before the place.
    index: usize,
}

#[derive(Clone, Copy, Debug)]
struct Container<'a> {
    step: Step<'a>,
    /// Offset of the opening bracket in the text.
    open: usize,
    started: bool,
}

/// Where a walk stands: the open containers from the outermost to the innermost, and the step taken in each.
/// Prints as `messages[3].content[0].text`.
#[derive(Clone, Debug)]
pub struct Path<'a> {
    text: &'a [u8],
    open: Vec<Container<'a>>,
}

impl<'a> Path<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, open: Vec::new() }
    }

    /// The path at a place where an earlier walk stood; `None` when `text` is too short to have been that one.
    pub(super) fn resumed(text: &'a [u8], from: &Resume) -> Option<Self> {
        let [object, array] = from.opens;
        let name = Step::Name(text.get(from.name.clone())?);
        let open = vec![
            Container { step: name, open: object, started: true },
            Container { step: Step::Index(from.index), open: array, started: true },
        ];
        (from.at <= text.len()).then_some(Self { text, open })
    }

    /// Where another walk may go on once the value that stands here has been read up to `at`; `None` when that is
    /// not an element of an array in the outermost object.
    #[must_use]
    pub fn resume(&self, at: usize) -> Option<Resume> {
        let [object, array] = self.open.as_slice() else { return None };
        let (Step::Name(name), Step::Index(index)) = (object.step, array.step) else { return None };
        let start = (name.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        Some(Resume { at, opens: [object.open, array.open], name: start..start + name.len(), index })
    }

    pub(super) fn open(&mut self, array: bool, open: usize) {
        let step = if array { Step::Index(0) } else { Step::Name(b"") };
        self.open.push(Container { step, open, started: false });
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    pub(super) fn in_array(&self) -> bool {
        matches!(self.last(), Some(Step::Index(_)))
    }

    /// Moves on to the next member or element; says whether there was one before it.
    pub(super) fn advance(&mut self) -> bool {
        let Some(inner) = self.open.last_mut() else { return false };
        if let (true, Step::Index(index)) = (inner.started, &mut inner.step) {
            *index += 1;
        }
        std::mem::replace(&mut inner.started, true)
    }

    pub(super) fn name(&mut self, name: &'a [u8]) {
        if let Some(inner) = self.open.last_mut() {
            inner.step = Step::Name(name);
        }
    }

    pub(super) fn is_root(&self) -> bool {
        self.open.is_empty()
    }

    /// Number of steps.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// The last step, `None` at the root.
    #[must_use]
    pub fn last(&self) -> Option<Step<'a>> {
        self.open.last().map(|container| container.step)
    }

    /// The name of the member whose value stands here, as written; `None` in an array and at the root.
    #[must_use]
    pub fn member_name(&self) -> Option<&'a [u8]> {
        match self.last() {
            Some(Step::Name(name)) => Some(name),
            _ => None,
        }
    }

    /// The name of the innermost member on the path, as written: of the value here, or of the arrays that it is in.
    #[must_use]
    pub fn last_name(&self) -> Option<&'a [u8]> {
        self.open.iter().rev().find_map(|container| match container.step {
            Step::Name(name) => Some(name),
            Step::Index(_) => None,
        })
    }

    /// The raw value of a string or scalar member beside this one, in the same object.
    #[must_use]
    pub fn sibling(&self, name: &str) -> Option<&'a [u8]> {
        self.open.last().and_then(|object| super::member(self.text, object.open, name))
    }

    /// Where the objects on the path open, outermost first: offsets in the text.
    pub fn objects(&self) -> impl Iterator<Item = usize> + '_ {
        let is_object = |it: &&Container<'_>| matches!(it.step, Step::Name(_));
        self.open.iter().filter(is_object).map(|it| it.open)
    }

    /// The indexes of the arrays on the path, outermost first.
    pub fn indexes(&self) -> impl Iterator<Item = usize> + '_ {
        self.open.iter().filter_map(|container| match container.step {
            Step::Index(index) => Some(index),
            Step::Name(_) => None,
        })
    }
}

impl Path<'_> {
    /// The path as people read it; a name that `is_printable` denies reads `*`.
    #[must_use]
    pub fn display(&self, is_printable: &dyn Fn(&[u8]) -> bool) -> String {
        let mut text = String::new();
        for (depth, container) in self.open.iter().enumerate() {
            match container.step {
                Step::Index(index) => text.push_str(&format!("[{index}]")),
                Step::Name(name) => {
                    text.push_str(if depth == 0 { "" } else { "." });
                    let shown = if is_printable(name) { String::from_utf8_lossy(name) } else { "*".into() };
                    text.push_str(&shown);
                }
            }
        }
        text
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display(&|_| true))
    }
}

/// Whether a path is the one that `pattern` names: `messages[].content[].text`, where `[]` is any index; a last step
/// `**` stands for any number of further steps.
#[must_use]
pub fn matches(pattern: &str, path: &Path<'_>) -> bool {
    matches_from(0, pattern, path)
}

/// As [`matches()`], with the first `skip` steps of the path left out.
#[must_use]
pub fn matches_from(skip: usize, pattern: &str, path: &Path<'_>) -> bool {
    path.open.len() >= skip && follow(pattern, path, skip) == Some(path.open.len())
}

/// How many steps `pattern` takes when the path begins with it; `None` when it does not.
#[must_use]
pub fn leads(pattern: &str, path: &Path<'_>) -> Option<usize> {
    follow(pattern, path, 0)
}

/// Follows `pattern` along the path; says behind which step that ends.
fn follow(pattern: &str, path: &Path<'_>, skip: usize) -> Option<usize> {
    let mut at = skip;
    let mut rest = pattern;
    while !rest.is_empty() {
        if rest == "**" || rest == ".**" {
            return Some(path.open.len());
        }
        rest = match path.open.get(at)?.step {
            Step::Index(_) => rest.strip_prefix("[]")?,
            Step::Name(_) if rest.starts_with('[') => return None,
            Step::Name(name) => after_name(rest.strip_prefix('.').unwrap_or(rest), name)?,
        };
        at += 1;
    }
    Some(at)
}

/// What stands in a pattern behind its first word, if that is what `name` says.
fn after_name<'p>(pattern: &'p str, name: &[u8]) -> Option<&'p str> {
    let at_its_end = |after: &&str| after.is_empty() || after.starts_with(['.', '[']);
    if pattern.as_bytes().starts_with(name) {
        return pattern.get(name.len()..).filter(at_its_end);
    }
    if !name.contains(&b'\\') {
        return None;
    }
    let word = pattern.find(['.', '[']).unwrap_or(pattern.len());
    pattern.split_at_checked(word).filter(|(word, _)| says(name, word)).map(|(_, after)| after)
}

/// Whether an escaped string says `text`. Two spellings of one name are one name to whoever parses it.
#[must_use]
pub fn says(raw: &[u8], text: &str) -> bool {
    // An escape is longer than what it stands for.
    raw == text.as_bytes()
        || raw.len() > text.len() && memchr(b'\\', raw).is_some() && *unescape(raw) == *text.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::json::{Kind, walk};

    fn matched(pattern: &str, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        walk(text.as_bytes(), &mut |visit| {
            if visit.kind == Kind::String && matches(pattern, visit.path) {
                found.push(visit.path.to_string());
            }
        })
        .unwrap();
        found
    }

    #[test]
    fn a_pattern_names_exact_places_only() {
        let text = r#"{"id":"1","m":[{"id":"2","c":[{"id":"3"}]}],"x":{"m":[{"id":"4"}]}}"#;
        assert_eq!(matched("id", text), ["id"]);
        assert_eq!(matched("m[].id", text), ["m[0].id"]);
        assert_eq!(matched("m[].c[].id", text), ["m[0].c[0].id"]);
        assert_eq!(matched("m.id", text), [""; 0]);
        assert_eq!(matched("id", r#"{"\u0069d":"1"}"#), ["\\u0069d"]);
        assert_eq!(matched("m[].**", text), ["m[0].id", "m[0].c[0].id"]);
    }

    #[test]
    fn a_pattern_also_names_places_below_others() {
        let text = r#"{"x":{"m":[{"id":"4"}],"id":"5"},"id":"6"}"#;
        let mut found = Vec::new();
        walk(text.as_bytes(), &mut |visit| {
            let below = leads("x", visit.path);
            if visit.kind == Kind::String
                && below.is_some_and(|skip| matches_from(skip, "m[].id", visit.path))
            {
                found.push(visit.path.to_string());
            }
        })
        .unwrap();
        assert_eq!(found, ["x.m[0].id"]);
    }

    #[test]
    fn an_index_is_not_taken_for_a_name() {
        assert_eq!(matched("m[].id", r#"{"m":{"[]":{"id":"1"},"0":{"id":"2"}}}"#), [""; 0]);
    }
}
