//! Owns the list of sessions: what the ledger says of each, and whether its file is there. It must not be taken for
//! proof: `verify` is.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::super::session::{EXTENSION, SessionId};
use super::super::shape::LEDGER;
use super::super::state::StateDir;
use super::super::verify::{is_locked, open};
use super::super::{AuditError, canon, system};
use super::raw::Raw;

/// A line of the ledger.
#[derive(Clone, Debug, Deserialize)]
pub(in super::super) struct BookLine {
    pub(in super::super) ts: String,
    #[serde(flatten)]
    pub(in super::super) booked: Booked,
}

impl BookLine {
    /// Reads a line, given without its newline; `None` when it is not one.
    pub(in super::super) fn read(line: &[u8]) -> Option<Self> {
        canon::read(line, LEDGER)?;
        serde_json::from_slice(line).ok()
    }
}

/// What ledger lines say, by kind.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(in super::super) enum Booked {
    Opened {
        session: String,
        file: String,
    },
    Closed {
        session: String,
        file: String,
        lines: u64,
        head: String,
    },
    Adopted {
        session: String,
        file: String,
        lines: u64,
        head: String,
    },
    Archived {
        archive: String,
        files: Vec<String>,
    },
    Key {},
    #[serde(other)]
    Other,
}

/// How a session stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It ended, and the ledger has its end.
    Closed,
    /// It was killed, and the ledger has what was left.
    Adopted,
    /// It is running.
    Running,
    /// It was killed, and nobody has adopted it yet.
    NotClosed,
    /// Its file is in an archive.
    Archived,
    /// The ledger has it, but its file is not there.
    Missing,
    /// Its file is there, but the ledger does not have it.
    Unknown,
}

/// A session on the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its name.
    pub id: SessionId,
    /// Its file's name; always a plain name.
    pub file: String,
    /// When the ledger was told of its end.
    pub closed: Option<String>,
    /// How it stands.
    pub state: State,
    /// The archive its file is in; always a plain name.
    pub archive: Option<String>,
}

/// The list of sessions, in the order of their beginnings.
#[derive(Clone, Default, Debug)]
pub struct Roll {
    /// The sessions.
    pub sessions: Vec<Listed>,
    /// Lines of the ledger that are not as a line must be written.
    pub unreadable: u64,
}

impl Roll {
    /// Reads the ledger and the names of the files beside it.
    ///
    /// # Errors
    /// There is no log, or it cannot be read.
    pub fn read(state: &StateDir) -> Result<Self, AuditError> {
        Self::of(state, ledger(state)?)
    }

    /// The same, of these lines of the ledger.
    pub(in super::super) fn of(state: &StateDir, lines: Raw<impl io::Read>) -> Result<Self, AuditError> {
        let names = fs::read_dir(state.audit()).map_err(system("read", &state.audit()))?;
        let names = names.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let files: BTreeSet<String> = names.filter(|name| session_of(name).is_some()).collect();
        let (mut sessions, mut unreadable) = (BTreeMap::new(), 0);
        for line in lines {
            match BookLine::read(&line.map_err(system("read", &state.ledger()))?) {
                Some(line) => enter(&mut sessions, line),
                None => unreadable += 1,
            }
        }
        for name in &files {
            let unknown = || Listed::new(name, State::Unknown);
            if let (false, Some(unknown)) = (sessions.contains_key(name), unknown()) {
                sessions.insert(name.clone(), unknown);
            }
        }
        for listed in sessions.values_mut() {
            let path = state.audit().join(&listed.file);
            listed.state = match listed.state {
                State::Missing if !files.contains(&listed.file) => State::Missing,
                State::Missing if is_locked(&path) => State::Running,
                State::Missing => State::NotClosed,
                State::Closed | State::Adopted if !files.contains(&listed.file) => State::Missing,
                known => known,
            };
        }
        Ok(Self { sessions: sessions.into_values().collect(), unreadable })
    }

    /// The session of that name; the last if there are several.
    ///
    /// # Errors
    /// There is none.
    pub fn find(&self, id: SessionId, state: &StateDir) -> Result<&Listed, AuditError> {
        let found = self.sessions.iter().rfind(|listed| listed.id == id);
        found.ok_or_else(|| AuditError::Unknown { what: id.to_string(), path: state.audit() })
    }
}

impl Listed {
    fn new(file: &str, state: State) -> Option<Self> {
        Some(Self { id: session_of(file)?, file: file.to_owned(), closed: None, state, archive: None })
    }

    /// Where the session's file is, if it is not in an archive.
    #[must_use]
    pub fn path(&self, state: &StateDir) -> PathBuf {
        state.audit().join(&self.file)
    }
}

/// Notes what a line says. A session that was only opened is taken for missing until its file is looked for.
fn enter(sessions: &mut BTreeMap<String, Listed>, line: BookLine) {
    match line.booked {
        Booked::Opened { file, .. } => {
            if let Some(listed) = Listed::new(&file, State::Missing) {
                sessions.entry(file).or_insert(listed);
            }
        }
        Booked::Closed { ref file, .. } | Booked::Adopted { ref file, .. } => {
            let adopted = matches!(line.booked, Booked::Adopted { .. });
            if let Some(listed) = sessions.get_mut(file) {
                listed.state = if adopted { State::Adopted } else { State::Closed };
                listed.closed = Some(line.ts);
            }
        }
        Booked::Archived { archive, files } => {
            for file in files {
                let Some(listed) = sessions.get_mut(&file) else { continue };
                listed.state = State::Archived;
                listed.archive = is_plain(&archive).then(|| archive.clone());
            }
        }
        Booked::Key {} | Booked::Other => {}
    }
}

/// The lines of the ledger.
pub(in super::super) fn ledger(state: &StateDir) -> Result<Raw<fs::File>, AuditError> {
    let file: io::Result<_> = open(&state.ledger());
    file.map(Raw::new).map_err(system("read", &state.ledger()))
}

/// The session whose file has that name: `2026-11-22T15-44-01Z-k3f9q2.jsonl` and nothing like a path.
pub(in super::super) fn session_of(name: &str) -> Option<SessionId> {
    const LENGTH: usize = "2026-11-22T15-44-01Z-k3f9q2".len() + EXTENSION.len();
    SessionId::of_file(name).filter(|_| name.len() == LENGTH && is_plain(name))
}

/// Whether this is a file's name as the log gives them, and nothing like a path.
fn is_plain(name: &str) -> bool {
    let good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    !name.starts_with('.') && name.len() <= 255 && name.bytes().all(good)
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{end, open as begin, state};
    use super::*;

    fn states(state: &StateDir) -> Vec<(String, State)> {
        let roll = Roll::read(state).unwrap();
        roll.sessions.iter().map(|listed| (listed.id.to_string(), listed.state)).collect()
    }

    #[test]
    fn each_session_stands_as_it_does() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        for id in ["aaaaaa", "bbbbbb"] {
            begin(&state, id).close(end()).unwrap();
        }
        let live = begin(&state, "cccccc");
        drop(begin(&state, "dddddd"));
        fs::remove_file(state.audit().join("2026-11-22T15-44-01Z-bbbbbb.jsonl")).unwrap();
        fs::write(state.audit().join("2026-11-22T15-44-01Z-eeeeee.jsonl"), "").unwrap();
        fs::write(state.audit().join("notes.jsonl"), "").unwrap();
        let expected = [
            ("aaaaaa", State::Closed),
            ("bbbbbb", State::Missing),
            ("cccccc", State::Running),
            ("dddddd", State::NotClosed),
            ("eeeeee", State::Unknown),
        ];
        assert_eq!(states(&state), expected.map(|(id, state)| (id.to_owned(), state)));
        drop(live);
    }

    #[test]
    fn a_name_that_leads_elsewhere_names_no_session() {
        assert!(session_of("2026-11-22T15-44-01Z-k3f9q2.jsonl").is_some());
        for bad in ["../2026-11-22T15-4-01Z-k3f9q2.jsonl", "/etc/passwd", "x-k3f9q2.jsonl", "..", ""] {
            assert!(session_of(bad).is_none(), "{bad}");
        }
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        begin(&state, "aaaaaa").close(end()).unwrap();
        let hostile = fs::read_to_string(state.ledger())
            .unwrap()
            .replace("2026-11-22T15-44-01Z-aaaaaa.jsonl", "../../x-aaaaaa.jsonl");
        fs::write(state.ledger(), hostile).unwrap();
        assert_eq!(states(&state), [("aaaaaa".to_owned(), State::Unknown)]);
    }
}
