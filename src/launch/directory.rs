//! Owns the session's private directory and what dead sessions left behind. Only public certificates (and later a
//! socket) stand in it. It must not remove what it did not make.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use nix::libc;
use tempfile::TempDir;

use super::LaunchError;
use crate::audit::SessionId;

/// What every session directory's name begins with; the session's id and random letters follow.
const PREFIX: &str = "ww-";
/// Mode bits of everybody who is not us.
const OTHERS: u32 = 0o077;

/// A file of the session directory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionFile {
    /// The session's CA by itself.
    Ca,
    /// The session's CA and what the parent added to its clients' roots.
    Added,
    /// All roots.
    Bundle,
}

impl SessionFile {
    const ALL: [Self; 3] = [Self::Ca, Self::Added, Self::Bundle];

    fn name(self) -> &'static str {
        match self {
            Self::Ca => "ca.pem",
            Self::Added => "extra.pem",
            Self::Bundle => "bundle.pem",
        }
    }
}

/// A fresh directory, mode 0700, that is removed when this is dropped.
///
/// As long as it lives its owner holds an exclusive `flock` on the directory itself. The kernel lets go of that when
/// the owner dies, however it dies; so a directory whose lock can be taken belongs to nobody.
#[derive(Debug)]
pub struct SessionDirectory {
    // Dropped in this order: nobody may find the directory without its lock.
    directory: TempDir,
    _lock: File,
}

impl SessionDirectory {
    /// Makes the directory in `base`.
    ///
    /// # Errors
    /// [`LaunchError::Directory`].
    pub fn create(base: &Path, session: &str) -> Result<Self, LaunchError> {
        let failed = |source| LaunchError::Directory { path: base.to_owned(), source };
        loop {
            let directory = tempfile::Builder::new()
                .prefix(&format!("{PREFIX}{session}-"))
                .permissions(Permissions::from_mode(0o700))
                .tempdir_in(base)
                .map_err(failed)?;
            let lock = match open_directory(directory.path()) {
                // Another start swept it between these two calls.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                opened => opened.map_err(failed)?,
            };
            lock.lock().map_err(failed)?;
            // The same, but between opening and locking: what we hold then has no name any more.
            if directory.path().exists() {
                return Ok(Self { directory, _lock: lock });
            }
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Writes one of its files, once, mode 0600, and says where it is.
    ///
    /// # Errors
    /// [`LaunchError::Write`], also when it was written before.
    pub fn write(&self, file: SessionFile, text: &[u8]) -> Result<PathBuf, LaunchError> {
        let path = self.path().join(file.name());
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&path)
            .and_then(|mut file| file.write_all(text))
            .map_err(|source| LaunchError::Write { path: path.clone(), source })?;
        Ok(path)
    }
}

/// Where session directories are made: `$XDG_RUNTIME_DIR` when it is absolute, ours and closed to others, else the
/// temp directory.
#[must_use]
pub fn base(environment: &[(OsString, OsString)]) -> PathBuf {
    let named = |wanted: &str| {
        let (_, value) = environment.iter().find(|(name, _)| name == wanted)?;
        Some(PathBuf::from(value)).filter(|path| path.is_absolute())
    };
    let is_private = |path: &PathBuf| {
        std::fs::symlink_metadata(path).is_ok_and(|status| is_ours(&status) && status.mode() & OTHERS == 0)
    };
    named("XDG_RUNTIME_DIR").filter(is_private).or_else(|| named("TMPDIR")).unwrap_or_else(|| "/tmp".into())
}

/// Removes what dead sessions left in `base`, and says how many there were. It never keeps `ww` from starting: what
/// cannot be removed stays.
///
/// Touched are only directories of ours with our prefix and nobody's lock, no links to such; and of their contents
/// only files that a session writes. A directory in which anything else stands is left with that.
pub fn sweep(base: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(base) else { return 0 };
    // `ww-k3f9q2-…`: a directory that merely begins like ours is not looked into.
    let ours = |name: &OsStr| {
        let rest = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
        rest.and_then(|rest| rest.split_once('-')).is_some_and(|(id, _)| SessionId::parse(id).is_some())
    };
    entries
        .flatten()
        .filter(|entry| ours(&entry.file_name()))
        .filter(|entry| remove_dead(&entry.path()))
        .count()
}

fn remove_dead(path: &Path) -> bool {
    let Ok(directory) = open_directory(path) else { return false };
    let is_dead = directory.metadata().is_ok_and(|status| is_ours(&status)) && directory.try_lock().is_ok();
    if !is_dead {
        return false;
    }
    for file in SessionFile::ALL {
        // Whatever goes wrong here is found by the next line: a directory is only removed empty.
        let _ = std::fs::remove_file(path.join(file.name()));
    }
    std::fs::remove_dir(path).is_ok()
}

/// Opens a directory, but not through a link.
fn open_directory(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(libc::O_DIRECTORY | libc::O_NOFOLLOW).open(path)
}

fn is_ours(status: &Metadata) -> bool {
    status.is_dir() && status.uid() == nix::unistd::geteuid().as_raw()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn leftover(base: &Path, name: &str, files: &[&str]) -> PathBuf {
        let path = base.join(name);
        fs::create_dir(&path).unwrap();
        for file in files {
            fs::write(path.join(file), "").unwrap();
        }
        path
    }

    #[test]
    fn the_directory_is_private_and_goes_with_its_owner() {
        let base = tempfile::tempdir().unwrap();
        let session = SessionDirectory::create(base.path(), "k3f9q2").unwrap();
        let path = session.path().to_owned();
        assert!(path.file_name().unwrap().to_str().unwrap().starts_with("ww-k3f9q2-"));
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o700);
        let file = session.write(SessionFile::Bundle, b"roots").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().mode() & 0o7777, 0o600);
        assert_eq!(fs::read(&file).unwrap(), b"roots");
        drop(session);
        assert!(!path.exists());
    }

    #[test]
    fn a_sweep_removes_the_dead_and_leaves_the_living() {
        let base = tempfile::tempdir().unwrap();
        let living = SessionDirectory::create(base.path(), "alive1").unwrap();
        living.write(SessionFile::Ca, b"ca").unwrap();
        let dead = leftover(base.path(), "ww-dead01-abcdef", &["ca.pem", "extra.pem", "bundle.pem"]);
        let fresh = leftover(base.path(), "ww-dead02-abcdef", &[]);
        assert_eq!(sweep(base.path()), 2);
        assert!(living.path().join("ca.pem").exists() && !dead.exists() && !fresh.exists());
    }

    #[test]
    fn a_sweep_leaves_what_is_not_a_sessions() {
        let base = tempfile::tempdir().unwrap();
        let elsewhere = leftover(base.path(), "elsewhere", &["ca.pem"]);
        let notes = leftover(base.path(), "ww-notes", &["notes.txt"]);
        symlink(&elsewhere, base.path().join("ww-link01-abcdef")).unwrap();
        fs::write(base.path().join("ww-file01-abcdef"), "").unwrap();
        assert_eq!(sweep(base.path()), 0);
        assert!(elsewhere.join("ca.pem").exists() && notes.join("notes.txt").exists());
        assert!(base.path().join("ww-file01-abcdef").exists());
        assert_eq!(sweep(Path::new("/nonexistent")), 0);
    }

    #[test]
    fn a_runtime_directory_that_others_can_enter_is_not_used() {
        let runtime = tempfile::tempdir().unwrap();
        let temp = tempfile::tempdir().unwrap();
        let at = |xdg: &Path| {
            base(&[("XDG_RUNTIME_DIR".into(), xdg.into()), ("TMPDIR".into(), temp.path().into())])
        };
        fs::set_permissions(runtime.path(), Permissions::from_mode(0o700)).unwrap();
        assert_eq!(at(runtime.path()), runtime.path());
        fs::set_permissions(runtime.path(), Permissions::from_mode(0o755)).unwrap();
        assert_eq!(at(runtime.path()), temp.path());
        assert_eq!(at(Path::new("relative")), temp.path());
        assert_eq!(at(Path::new("/nonexistent")), temp.path());
        assert_eq!(base(&[]), Path::new("/tmp"));
    }

    #[test]
    fn a_base_that_is_not_there_is_named() {
        let error = SessionDirectory::create(Path::new("/nonexistent/base"), "k3f9q2").unwrap_err();
        assert!(error.to_string().contains("/nonexistent/base"), "{error}");
    }
}
