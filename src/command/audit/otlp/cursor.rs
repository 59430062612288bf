//! Owns how far the log has been sent to one collector: a small file in the state directory. Losing it costs sending
//! again, nothing else.

use std::collections::BTreeMap;
use std::fs::{self, DirBuilder};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::audit::{Digest, StateDir};

/// Bytes of a session file's name that are the second of its beginning.
const SECOND: usize = "2026-11-22T15-44-01Z".len();

/// How far.
#[derive(Default, Serialize, Deserialize)]
struct Place {
    url: String,
    /// Everything of the session files up to this name, in byte order, is sent, but for those below.
    settled: String,
    /// Lines sent of other session files; `null` when all are and there will be no more.
    sessions: BTreeMap<String, Option<u64>>,
}

pub(super) struct Cursor {
    path: PathBuf,
    place: Place,
}

impl Cursor {
    /// Where the last export to `url` ended.
    pub(super) fn read(state: &StateDir, url: &str) -> io::Result<Self> {
        let digest = Digest::of(url.as_bytes()).to_string();
        let name: String = digest.chars().take(16).collect();
        let path = state.root().join("export").join(format!("{name}.json"));
        let place = match fs::read(&path) {
            // A damaged one, or another's: from the beginning.
            Ok(bytes) => serde_json::from_slice(&bytes).ok().filter(|place: &Place| place.url == url),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let place = place.unwrap_or_else(|| Place { url: url.to_owned(), ..Place::default() });
        Ok(Self { path, place })
    }

    /// How many lines of a session file have been sent; `None` when all are and there will be no more.
    pub(super) fn sent(&self, file: &str) -> Option<u64> {
        match self.place.sessions.get(file) {
            Some(sent) => *sent,
            None if file <= self.place.settled.as_str() => None,
            None => Some(0),
        }
    }

    /// So many lines of a session file are sent.
    pub(super) fn advance(&mut self, file: &str, lines: u64) -> io::Result<()> {
        self.place.sessions.insert(file.to_owned(), Some(lines));
        self.write()
    }

    /// All lines of a session file are sent, and there will be no more.
    pub(super) fn finish(&mut self, file: &str) {
        self.place.sessions.insert(file.to_owned(), None);
    }

    /// Forgets what one name stands for, so that the file stays small; `all` are all session files that there are, in
    /// the order of their names.
    pub(super) fn settle(&mut self, all: &[&str]) -> io::Result<()> {
        // Names begin with the second of the session's beginning. In the last one more may still come, in any order.
        let second = |file: &str| file.get(..SECOND).unwrap_or(file).to_owned();
        let last = all.last().map(|file| second(file)).unwrap_or_default();
        for file in all.iter().take_while(|file| second(file) < last) {
            match self.sent(file) {
                None => self.place.settled = self.place.settled.clone().max((*file).to_owned()),
                Some(_) => break,
            }
        }
        let settled = &self.place.settled;
        self.place.sessions.retain(|file, sent| sent.is_some() || file > settled);
        self.write()
    }

    fn write(&self) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(&self.place)?)?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_on_where_it_was_and_stays_small() {
        let root = tempfile::tempdir().unwrap();
        let state = StateDir::at(root.path());
        let read = || Cursor::read(&state, "http://a/").unwrap();
        let mut cursor = read();
        cursor.advance("b", 7).unwrap();
        assert_eq!([read().sent("a"), read().sent("b")], [Some(0), Some(7)]);
        for file in ["a", "c"] {
            cursor.finish(file);
        }
        cursor.settle(&["a", "b", "c", "d"]).unwrap();
        assert_eq!((read().place.settled.as_str(), read().place.sessions.len()), ("a", 2));
        cursor.finish("b");
        cursor.settle(&["a", "b", "c", "d"]).unwrap();
        assert_eq!((read().place.settled.as_str(), read().place.sessions.len()), ("c", 0));
        assert_eq!([read().sent("b"), read().sent("d")], [None, Some(0)]);
        assert_eq!(Cursor::read(&state, "http://b/").unwrap().sent("a"), Some(0));
    }
}
