//! Owns how a file that may hold known values is read: never more than it may hold, never waiting for anybody. It must
//! not look for values in it.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use nix::fcntl::OFlag;
use zeroize::Zeroizing;

use crate::engine::detect::MIN_KNOWN;

/// Largest file that is read, in bytes. Those that hold credentials have a few thousand.
const MAX_FILE: u64 = 1 << 20;

/// Why a known value could not be taken from where it should be: the cause, then what to do.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It is closed to this user, or the disk failed.
    #[error("it cannot be read ({0}); make it readable, or move it away")]
    Unreadable(io::Error),
    /// There is nothing.
    #[error("it does not exist; correct the path")]
    Missing,
    /// It is a directory.
    #[error("it is a directory; put a file in its place, or move it away")]
    Directory,
    /// A pipe, a device or a socket, which might never answer.
    #[error("it is no regular file; put one in its place, or move it away")]
    Special,
    /// It is larger than any such file is.
    #[error("it is larger than {} MiB; move what is secret to a smaller file", MAX_FILE >> 20)]
    Huge,
    /// It has bytes that no text has.
    #[error("it is not text; save it as UTF-8, or move it away")]
    Binary,
    /// Its grammar is broken; what stands before that was taken.
    #[error("it is not valid {format}{}; mend it there", at_line(*line))]
    Malformed {
        /// What it should be.
        format: &'static str,
        /// Where it is broken, from 1, if that is known.
        line: Option<usize>,
    },
    /// It has no such member.
    #[error("it has no member `{0}`; correct `select`")]
    NoMember(String),
    /// The value is too short to be told from ordinary text.
    #[error(
        "the value has fewer than {MIN_KNOWN} bytes, which turn up in ordinary text; use a longer secret"
    )]
    Short,
    /// The command could not be started.
    #[error("it cannot be started ({0}); correct the command")]
    NotStarted(io::Error),
    /// The command failed.
    #[error("it failed with {0}; run it by hand to see why")]
    Failed(std::process::ExitStatus),
    /// The command took too long.
    #[error("it did not end within {} s; run it by hand to see why", .0.as_secs())]
    TimedOut(Duration),
}

fn at_line(line: Option<usize>) -> String {
    line.map_or_else(String::new, |line| format!(" (line {line})"))
}

/// What tells that a file has changed: device, inode, length, and when content and inode changed. `None` when there is
/// no file.
pub(super) type Stamp = Option<(u64, u64, u64, [i64; 4])>;

/// The stamp of what is at `path` now.
pub(super) fn stamp(path: &Path) -> Stamp {
    let it = std::fs::metadata(path).ok()?;
    Some((it.dev(), it.ino(), it.size(), [it.mtime(), it.mtime_nsec(), it.ctime(), it.ctime_nsec()]))
}

/// All bytes of a regular file; `None` when there is none. Wiped when dropped.
///
/// # Errors
/// What makes it no such file.
pub(super) fn bytes(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
    let Some(file) = open(path)? else { return Ok(None) };
    let size = file.metadata().map_err(Problem::Unreadable)?.len();
    if size > MAX_FILE {
        return Err(Problem::Huge);
    }
    // With room for all of it, so that no copy stays behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1));
    let read = file.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(Problem::Unreadable)?;
    if u64::try_from(read).is_ok_and(|read| read <= MAX_FILE) { Ok(Some(bytes)) } else { Err(Problem::Huge) }
}

/// The same, of a file that must be text.
pub(super) fn text(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
    let bytes = bytes(path)?;
    match bytes {
        Some(bytes) if memchr::memchr(0, &bytes).is_some() => Err(Problem::Binary),
        bytes => Ok(bytes),
    }
}

/// The first bytes of a regular file, at most `most`.
pub(super) fn beginning(path: &Path, most: u64) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
    let Some(file) = open(path)? else { return Ok(None) };
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(most).read_to_end(&mut bytes).map_err(Problem::Unreadable)?;
    Ok(Some(bytes))
}

/// A regular file; opening anything else may wait, or have an effect.
fn open(path: &Path) -> Result<Option<File>, Problem> {
    let found = match std::fs::metadata(path) {
        Err(error) if is_missing(&error) => return Ok(None),
        found => found.map_err(Problem::Unreadable)?,
    };
    regular(&found)?;
    // It may have become a pipe by now.
    let flags = OFlag::O_NONBLOCK | OFlag::O_NOCTTY;
    let file = match OpenOptions::new().read(true).custom_flags(flags.bits()).open(path) {
        Err(error) if is_missing(&error) => return Ok(None),
        file => file.map_err(Problem::Unreadable)?,
    };
    regular(&file.metadata().map_err(Problem::Unreadable)?)?;
    Ok(Some(file))
}

/// Whether an error says that there is no such file.
pub(super) fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn regular(found: &Metadata) -> Result<(), Problem> {
    let kind = found.file_type();
    if kind.is_dir() {
        Err(Problem::Directory)
    } else if kind.is_fifo() || kind.is_socket() || kind.is_block_device() || kind.is_char_device() {
        Err(Problem::Special)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_no_file_with_text_says_so_and_never_blocks() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        nix::unistd::mkfifo(&at("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        fs::write(at("huge"), vec![b'x'; (1 << 20) + 1]).unwrap();
        fs::write(at("most"), vec![b'x'; 1 << 20]).unwrap();
        fs::write(at("binary"), b"a\0b").unwrap();
        assert!(matches!(text(&at("pipe")), Err(Problem::Special)));
        assert!(matches!(text(Path::new("/dev/null")), Err(Problem::Special)));
        assert!(matches!(text(directory.path()), Err(Problem::Directory)));
        assert!(matches!(text(&at("huge")), Err(Problem::Huge)));
        assert!(matches!(text(&at("binary")), Err(Problem::Binary)));
        assert_eq!(text(&at("most")).unwrap().unwrap().len(), 1 << 20);
        assert_eq!(bytes(&at("binary")).unwrap().unwrap().as_slice(), b"a\0b");
        assert!(text(&at("none")).unwrap().is_none());
        assert!(text(&at("huge/below")).unwrap().is_none());
        assert_eq!(beginning(&at("huge"), 3).unwrap().unwrap().as_slice(), b"xxx");
    }

    #[test]
    fn a_stamp_changes_with_the_file_and_when_it_comes_and_goes() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        assert_eq!(stamp(&path), None);
        fs::write(&path, "one").unwrap();
        let first = stamp(&path);
        assert!(first.is_some() && first == stamp(&path));
        fs::write(&path, "other").unwrap();
        assert_ne!(first, stamp(&path));
    }
}
