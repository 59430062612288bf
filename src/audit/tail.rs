//! Owns appending to one file of the log, so that what could not be written whole leaves nothing behind, and what
//! somebody else did to the file is noticed. It must not know what lines say.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nix::errno::Errno;
use nix::fcntl::{Flock, FlockArg, OFlag};

use super::{AuditError, system};

/// A file that is locked for us alone, and how much of it is good.
pub(super) struct Tail {
    // `Flock` unlocks explicitly: a child between fork and exec holds a copy of the descriptor, and closing ours alone
    // would leave the lock with it.
    file: Flock<File>,
    path: PathBuf,
    /// Bytes up to the end of the last whole line.
    len: u64,
    /// Whether bytes behind `len` may be left of a write that failed.
    dirty: bool,
}

impl Tail {
    /// Makes the file, which must not exist, and locks it.
    pub(super) fn create(path: &Path) -> Result<Self, AuditError> {
        let file = options().create_new(true).open(path).map_err(system("create", path))?;
        Ok(Self { file: lock(file, path)?, path: path.to_owned(), len: 0, dirty: false })
    }

    /// Opens the file, makes it if need be, and waits for its lock.
    pub(super) fn open(path: &Path) -> Result<Self, AuditError> {
        loop {
            let file = options().create(true).open(path).map_err(system("open", path))?;
            let file = lock(file, path)?;
            let about = file.metadata().map_err(system("read", path))?;
            let tail = Self { file, path: path.to_owned(), len: about.len(), dirty: false };
            // Whoever held the lock before us may have moved the file aside.
            if tail.is_in_place(&about) {
                return Ok(tail);
            }
        }
    }

    /// Opens a file that is there and locks it; `None` when somebody else has.
    pub(super) fn claim(path: &Path) -> Result<Option<Self>, AuditError> {
        // What is no regular file must neither be waited for nor followed.
        let flags = OFlag::O_NONBLOCK | OFlag::O_NOFOLLOW;
        let file = options().custom_flags(flags.bits()).open(path).map_err(system("open", path))?;
        let about = file.metadata().map_err(system("read", path))?;
        if !about.is_file() {
            return Err(system("write to", path)(io::Error::other("not a regular file")));
        }
        match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
            Ok(file) => {
                let tail = Self { file, path: path.to_owned(), len: about.len(), dirty: false };
                Ok(tail.is_in_place(&about).then_some(tail))
            }
            Err((_, Errno::EWOULDBLOCK)) => Ok(None),
            Err((_, errno)) => Err(system("lock", path)(errno.into())),
        }
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Appends whole lines in one write. After an error none of their bytes is in the file, or they are taken out
    /// before anything else is written.
    pub(super) fn append(&mut self, lines: &[u8]) -> Result<(), AuditError> {
        if self.dirty {
            self.cut(self.len)?;
        }
        let about = self.file.metadata().map_err(system("read", &self.path))?;
        if about.len() != self.len || !self.is_in_place(&about) {
            return Err(AuditError::Disturbed { path: self.path.clone() });
        }
        let mut file: &File = &self.file;
        if let Err(error) = file.write_all(lines) {
            self.dirty = true;
            // If this fails too it is tried again before the next write.
            let _ = self.cut(self.len);
            return Err(self.unwritten(error));
        }
        self.len += lines.len() as u64;
        Ok(())
    }

    /// Cuts the file back.
    pub(super) fn cut(&mut self, len: u64) -> Result<(), AuditError> {
        self.file.set_len(len).map_err(|error| self.unwritten(error))?;
        (self.len, self.dirty) = (len, false);
        Ok(())
    }

    /// Waits until what was written is on the disk.
    pub(super) fn sync(&self) -> Result<(), AuditError> {
        self.file.sync_data().map_err(|error| self.unwritten(error))
    }

    /// Whether the path still leads to our file, of which `about` tells.
    fn is_in_place(&self, about: &Metadata) -> bool {
        self.path
            .symlink_metadata()
            .is_ok_and(|there| there.dev() == about.dev() && there.ino() == about.ino())
    }

    fn unwritten(&self, error: io::Error) -> AuditError {
        AuditError::Write { path: self.path.clone(), source: Arc::new(error) }
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true).mode(0o600);
    options
}

fn lock(file: File, path: &Path) -> Result<Flock<File>, AuditError> {
    let mut file = file;
    loop {
        match Flock::lock(file, FlockArg::LockExclusive) {
            Ok(locked) => return Ok(locked),
            Err((unlocked, Errno::EINTR)) => file = unlocked,
            Err((_, errno)) => return Err(system("lock", path)(errno.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail() -> (tempfile::TempDir, Tail) {
        let dir = tempfile::tempdir().unwrap();
        let tail = Tail::create(&dir.path().join("file")).unwrap();
        (dir, tail)
    }

    #[test]
    fn a_full_disk_is_an_error_that_says_what_to_do() {
        let mut tail = Tail::open(Path::new("/dev/full")).unwrap();
        let error = tail.append(b"line\n").unwrap_err();
        assert!(
            matches!(&error, AuditError::Write { source, .. } if source.kind() == io::ErrorKind::StorageFull)
        );
        assert!(error.to_string().contains("free some disk space"));
        assert_eq!(tail.len(), 0);
    }

    #[test]
    fn a_file_that_was_deleted_replaced_or_written_to_is_not_written_to() {
        for disturb in [
            (|path| std::fs::remove_file(path).unwrap()) as fn(&Path),
            |path| std::fs::rename(path, path.with_extension("away")).unwrap(),
            |path| {
                std::fs::remove_file(path).unwrap();
                std::fs::write(path, "one\n").unwrap();
            },
            |path| std::fs::write(path, "one\nforeign\n").unwrap(),
            |path| std::fs::write(path, "").unwrap(),
        ] {
            let (dir, mut tail) = tail();
            tail.append(b"one\n").unwrap();
            disturb(&dir.path().join("file"));
            assert!(matches!(tail.append(b"two\n"), Err(AuditError::Disturbed { .. })));
        }
    }

    #[test]
    fn an_existing_file_is_never_taken_for_a_new_one() {
        let (dir, _tail) = tail();
        assert!(Tail::create(&dir.path().join("file")).is_err());
    }

    #[test]
    fn files_are_for_their_owner_only() {
        let (_dir, tail) = tail();
        assert_eq!(tail.file().metadata().unwrap().mode() & 0o777, 0o600);
    }
}
