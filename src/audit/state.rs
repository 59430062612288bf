//! Owns the state directory: where its files are, that they are ours alone, and the keys in it. It must not know what
//! is in the log.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes,
};
use ed25519_dalek::{SigningKey, VerifyingKey};
use nix::unistd::{AccessFlags, access, geteuid};
use zeroize::Zeroizing;

use super::{AuditError, system};

pub(super) const PRIVATE: &str = "an Ed25519 private key in PKCS#8 PEM";
const PUBLIC: &str = "an Ed25519 public key in SPKI PEM";

/// The state directory: `audit/` with the log, `keys/` with what signs it and what makes placeholders.
#[derive(Clone, Debug)]
pub struct StateDir {
    root: PathBuf,
}

impl StateDir {
    /// Makes the directories that are missing and checks that they are ours, writable and closed to everybody else.
    ///
    /// # Errors
    /// A directory that cannot be made, belongs to another user or cannot be written to.
    pub fn open(root: &Path) -> Result<Self, AuditError> {
        let state = Self::at(root);
        for dir in [root.to_owned(), state.audit(), state.keys()] {
            private_dir(&dir)?;
        }
        Ok(state)
    }

    /// The directory as it is, for readers: nothing is made or checked.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// The directory itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the ledger and the session files are.
    #[must_use]
    pub fn audit(&self) -> PathBuf {
        self.root.join("audit")
    }

    /// The chain of sessions.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.audit().join(LEDGER)
    }

    /// The public half of the key that signs the log.
    #[must_use]
    pub fn signing_pub(&self) -> PathBuf {
        self.keys().join("signing.pub")
    }

    /// The key that signs the log.
    pub(super) fn signing_private(&self) -> PathBuf {
        self.keys().join("signing.key")
    }

    /// The key that is about to take its place.
    pub(super) fn signing_next(&self) -> PathBuf {
        self.keys().join("signing.key.next")
    }

    /// Where closed sessions are moved to.
    pub(super) fn archives(&self) -> PathBuf {
        self.audit().join(ARCHIVES)
    }

    /// The 32 bytes out of which each project's placeholder key is made; drawn on first use.
    ///
    /// # Errors
    /// A key that cannot be made or read, or is not 32 bytes long.
    pub fn placeholder_master(&self) -> Result<Zeroizing<[u8; 32]>, AuditError> {
        let path = self.keys().join("placeholder.key");
        let bytes = read_or_make(&path, || Ok(Zeroizing::new(random::<32>(&path)?.to_vec())))?;
        let key = <[u8; 32]>::try_from(bytes.as_slice());
        key.map(Zeroizing::new).map_err(|_| AuditError::Key { path, expected: "a key of 32 bytes" })
    }

    /// The key that signs the log, as it stands in its file; drawn on first use.
    pub(super) fn private_key(&self) -> Result<SigningKey, AuditError> {
        let path = self.signing_private();
        let make = || Ok(Zeroizing::new(private_pem(&new_key(&path)?, &path)?.as_bytes().to_vec()));
        parse_private_key(&read_or_make(&path, make)?, &path)
    }

    /// The key that signs the log; its public half is written beside it on first use. Who appends to the ledger has it
    /// from there: it may change, but not under the ledger's lock.
    pub(super) fn signing_key(&self) -> Result<SigningKey, AuditError> {
        let key = self.private_key()?;
        let path = self.signing_pub();
        let wrong = || AuditError::Key { path: path.clone(), expected: "the public half of signing.key" };
        let pem = key.verifying_key().to_public_key_pem(LineEnding::LF).map_err(|_| wrong())?;
        let found = read_or_make(&path, || Ok(Zeroizing::new(pem.clone().into_bytes())))?;
        if *found == pem.into_bytes() { Ok(key) } else { Err(wrong()) }
    }

    fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }
}

/// The ledger's name, beside the session files it lists.
pub(super) const LEDGER: &str = "ledger.jsonl";
/// The folder of archives, beside the ledger.
pub(super) const ARCHIVES: &str = "archive";

/// Reads a public key as `signing.pub` holds it.
///
/// # Errors
/// A file that cannot be read or holds no such key.
pub fn read_public_key(path: &Path) -> Result<VerifyingKey, AuditError> {
    let pem = fs::read_to_string(path).map_err(system("read", path))?;
    let key = VerifyingKey::from_public_key_pem(&pem);
    key.map_err(|_| AuditError::Key { path: path.to_owned(), expected: PUBLIC })
}

/// Reads a private key.
pub(super) fn read_private_key(path: &Path) -> Result<SigningKey, AuditError> {
    parse_private_key(&fs::read(path).map(Zeroizing::new).map_err(system("read", path))?, path)
}

fn parse_private_key(pem: &[u8], path: &Path) -> Result<SigningKey, AuditError> {
    let key = std::str::from_utf8(pem).ok().and_then(|pem| SigningKey::from_pkcs8_pem(pem).ok());
    key.ok_or_else(|| AuditError::Key { path: path.to_owned(), expected: PRIVATE })
}

/// Draws a key that will be kept under that path.
pub(super) fn new_key(path: &Path) -> Result<SigningKey, AuditError> {
    Ok(SigningKey::from_bytes(&*random(path)?))
}

/// Makes the file, mode 0600, or puts it in the place of the one that is there; no crash leaves a part of it.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), AuditError> {
    let dir = path.parent().unwrap_or(path);
    let written = tempfile::NamedTempFile::new_in(dir).and_then(|mut file| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        File::open(dir)?.sync_all()
    });
    written.map_err(system("write", path))
}

/// Makes a directory that is ours, writable and closed to everybody else, or checks that it is.
pub(super) fn private_dir(dir: &Path) -> Result<(), AuditError> {
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(system("create", dir))?;
    let about = fs::metadata(dir).map_err(system("read", dir))?;
    if !about.is_dir() || about.uid() != geteuid().as_raw() {
        return Err(AuditError::NotOurs { path: dir.to_owned() });
    }
    if about.mode() & 0o077 != 0 {
        fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(system("close to others", dir))?;
    }
    access(dir, AccessFlags::W_OK | AccessFlags::X_OK)
        .map_err(io::Error::from)
        .map_err(system("write to", dir))
}

/// The file's bytes; if there is no file yet, `make` says what is in it. Of several processes that make it at once, one
/// wins and all read what it made.
fn read_or_make(
    path: &Path,
    make: impl FnOnce() -> Result<Zeroizing<Vec<u8>>, AuditError>,
) -> Result<Zeroizing<Vec<u8>>, AuditError> {
    match fs::read(path) {
        Ok(bytes) => return Ok(Zeroizing::new(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(system("read", path)(error)),
    }
    let bytes = make()?;
    let dir = path.parent().unwrap_or(path);
    // Created with mode 0600. Synced before it has its name, so that no crash leaves an empty key.
    let written = tempfile::NamedTempFile::new_in(dir).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(path) {
            Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(error.error),
            _ => Ok(()),
        }
    });
    written.map_err(system("write", path))?;
    fs::read(path).map(Zeroizing::new).map_err(system("read", path))
}

/// Draws random bytes, which are for that path.
pub(super) fn random<const N: usize>(path: &Path) -> Result<Zeroizing<[u8; N]>, AuditError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(&mut *bytes).map_err(io::Error::from).map_err(system("draw random bytes for", path))?;
    Ok(bytes)
}

/// PKCS#8 version 1, without the public half: the form that every tool reads.
pub(super) fn private_pem(key: &SigningKey, path: &Path) -> Result<Zeroizing<String>, AuditError> {
    let pem = KeypairBytes { secret_key: key.to_bytes(), public_key: None }.to_pkcs8_pem(LineEnding::LF);
    pem.map_err(|_| AuditError::Key { path: path.to_owned(), expected: PRIVATE })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A state directory whose signing key is made of that byte.
    pub(in super::super) fn state_with_key(root: &Path, byte: u8) -> StateDir {
        let state = StateDir::open(root).unwrap();
        let path = state.keys().join("signing.key");
        fs::write(&path, private_pem(&SigningKey::from_bytes(&[byte; 32]), &path).unwrap().as_bytes())
            .unwrap();
        state
    }

    #[test]
    fn everything_is_closed_to_others() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("keys")).unwrap();
        fs::set_permissions(root.path().join("keys"), Permissions::from_mode(0o755)).unwrap();
        let state = StateDir::open(root.path()).unwrap();
        state.signing_key().unwrap();
        state.placeholder_master().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!([mode(root.path()), mode(&state.audit()), mode(&state.keys())], [0o700; 3]);
        let files: Vec<_> =
            fs::read_dir(state.keys()).unwrap().map(|entry| mode(&entry.unwrap().path())).collect();
        assert_eq!(files, [0o600; 3]);
    }

    #[test]
    fn first_uses_at_once_end_with_one_key() {
        let root = tempfile::tempdir().unwrap();
        let state = StateDir::open(root.path()).unwrap();
        let keys: Vec<_> = std::thread::scope(|scope| {
            let first_use =
                || (state.signing_key().unwrap().to_bytes(), *state.placeholder_master().unwrap());
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(first_use)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| key == &keys[0]));
        let public = read_public_key(&state.signing_pub()).unwrap();
        assert_eq!(public, SigningKey::from_bytes(&keys[0].0).verifying_key());
        assert_eq!(fs::read_dir(state.keys()).unwrap().count(), 3);
    }

    #[test]
    fn a_damaged_key_is_an_error_and_never_replaced() {
        let root = tempfile::tempdir().unwrap();
        let state = StateDir::open(root.path()).unwrap();
        state.signing_key().unwrap();
        state.placeholder_master().unwrap();
        for (name, bytes) in [("signing.pub", "x"), ("signing.key", ""), ("placeholder.key", "short")] {
            fs::write(state.keys().join(name), bytes).unwrap();
        }
        assert!(matches!(state.signing_key(), Err(AuditError::Key { .. })));
        assert!(matches!(state.placeholder_master(), Err(AuditError::Key { .. })));
        assert!(matches!(read_public_key(&state.signing_pub()), Err(AuditError::Key { .. })));
    }

    #[test]
    fn a_file_where_a_directory_should_be_is_an_error() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("audit"), "").unwrap();
        assert!(StateDir::open(root.path()).is_err());
    }
}
