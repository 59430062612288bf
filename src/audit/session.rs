//! Owns the names of sessions and of their files. It must not draw the random bytes that a name is made of.

use std::fmt;

use serde::{Serialize, Serializer};

use super::time::Timestamp;

/// Characters in an id.
const LENGTH: usize = 6;
/// Digits and letters without the four that are taken for others; 32, so that five random bits choose one.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// What the file of a session ends with.
pub(super) const EXTENSION: &str = ".jsonl";

/// What an archive ends with.
const ARCHIVE: &str = ".tar.gz";

/// The id of a session, for example `k3f9q2`: 30 random bits. It names a session to people; what keeps two sessions
/// apart in the log is the chain.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SessionId([u8; LENGTH]);

impl SessionId {
    /// An id out of random bytes, five bits of each.
    #[must_use]
    pub fn from_random(bytes: [u8; LENGTH]) -> Self {
        Self(bytes.map(|byte| ALPHABET.get(usize::from(byte % 32)).copied().unwrap_or(b'0')))
    }

    /// Reads what [`SessionId`] prints.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let id: [u8; LENGTH] = text.as_bytes().try_into().ok()?;
        id.iter().all(|byte| ALPHABET.contains(byte)).then_some(Self(id))
    }

    /// The name of the file of a session opened at that moment: `2026-11-22T15-44-01Z-k3f9q2.jsonl`. No colons, so
    /// that the name can be copied to any file system.
    pub(super) fn file_name(self, opened: Timestamp) -> String {
        let seconds: String = opened
            .to_string()
            .chars()
            .take_while(|&c| c != '.')
            .map(|c| if c == ':' { '-' } else { c })
            .collect();
        format!("{seconds}Z-{self}{EXTENSION}")
    }

    /// The name of an archive made at that moment, which is named as a session file is.
    pub(super) fn archive_name(self, made: Timestamp) -> String {
        self.file_name(made).replace(EXTENSION, ARCHIVE)
    }

    /// What tells the archive of that name from others of the same second; `None` if it is no such name.
    pub(super) fn of_archive(name: &str) -> Option<Self> {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
        let (moment, id) = name.strip_suffix(ARCHIVE).filter(|_| plain)?.rsplit_once("Z-")?;
        (!moment.starts_with('.')).then(|| Self::parse(id)).flatten()
    }

    /// The session whose file has that name.
    pub(super) fn of_file(name: &str) -> Option<Self> {
        let (_, id) = name.strip_suffix(EXTENSION)?.rsplit_once('-')?;
        Self::parse(id)
    }
}

impl fmt::Display for SessionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for SessionId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_printed() {
        let id = SessionId::from_random([0, 31, 32, 200, 77, 255]);
        assert_eq!(id.to_string(), "0z08dz");
        assert_eq!(SessionId::parse("0z08dz"), Some(id));
        for other in ["", "0z08d", "0z08dzz", "0Z08dz", "0z08di", "0z08d/"] {
            assert_eq!(SessionId::parse(other), None);
        }
    }

    #[test]
    fn a_file_is_named_after_its_moment_and_its_session() {
        let id = SessionId::parse("k3f9q2").unwrap();
        let name = id.file_name(Timestamp::parse("2026-11-22T15:44:01.987Z").unwrap());
        assert_eq!(name, "2026-11-22T15-44-01Z-k3f9q2.jsonl");
        assert_eq!(SessionId::of_file(&name), Some(id));
        assert_eq!(SessionId::of_file("ledger.jsonl"), None);
    }
}
