//! Owns what must hold of an archive. It reads it as a stream, and must not unpack it or trust a name in it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::thread;

use aws_lc_rs::digest::{Context, SHA256};
use ed25519_dalek::VerifyingKey;
use flate2::read::GzDecoder;
use tar::{Archive, EntryType};

use super::super::chain::Digest;
use super::super::session::SessionId;
use super::Outcome;
use super::fault::{Problem, Stop, at_end};
use super::ledger::Opening;
use super::session::{self, Found};

/// Most entries of an archive that no ledger vouches for.
const MAX_ENTRIES: usize = 100_000;

/// What an archive must be, according to the ledger.
pub(in super::super) struct Expected<'a> {
    pub(in super::super) sha256: Digest,
    /// What it holds, by name.
    pub(in super::super) files: BTreeMap<&'a str, &'a Opening>,
}

/// The session files in it, and how far each holds.
pub(in super::super) type Contents = BTreeMap<String, (Found, Outcome)>;

/// The digest of all bytes of the file, which is then at its beginning again.
pub(in super::super) fn digest_of(file: &mut File) -> io::Result<Digest> {
    let (mut sha256, mut buffer) = (Context::new(&SHA256), vec![0; 1 << 16]);
    file.rewind()?;
    loop {
        let length = file.read(&mut buffer)?;
        sha256.update(buffer.get(..length).unwrap_or_default());
        if length == 0 {
            break;
        }
    }
    file.rewind()?;
    let sha256 = <[u8; 32]>::try_from(sha256.finish().as_ref());
    sha256.map(Digest::from).map_err(io::Error::other)
}

/// Reads the archive. With `expected`, it has that digest and those files, no others, each as the ledger says; without,
/// each file is verified by itself with `key`, up to the first that does not hold.
pub(in super::super) fn check(
    mut file: File,
    expected: Option<&Expected<'_>>,
    key: &VerifyingKey,
) -> Result<Contents, Stop> {
    if let Some(expected) = expected
        && digest_of(&mut file)? != expected.sha256
    {
        return Err(at_end(Problem::Digest));
    }
    let mut contents = Contents::new();
    let mut archive = Archive::new(GzDecoder::new(BufReader::new(file)));
    // Names longer than a header's, links, and the like are entries of their own then, and refused.
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        let name = str::from_utf8(&entry.path_bytes()).map_err(|_| at_end(Problem::Unknown))?.to_owned();
        let plain = entry.header().entry_type() == EntryType::Regular && contents.len() < MAX_ENTRIES;
        let session = SessionId::of_file(&name).filter(|_| plain && !contents.contains_key(&name));
        let session = session.ok_or_else(|| at_end(Problem::Unknown))?;
        let opening = expected.map(|expected| expected.files.get(name.as_str()));
        let opening = opening.map(|opening| opening.ok_or_else(|| at_end(Problem::Unknown))).transpose()?;
        let (found, outcome) = stream(&mut entry, session, opening.copied(), key)?;
        // What nobody vouches for could go on for ever.
        let stop = expected.is_none() && !matches!(outcome, Outcome::Verified);
        contents.insert(name, (found, outcome));
        if stop {
            break;
        }
    }
    match expected {
        Some(expected) if expected.files.len() != contents.len() => Err(at_end(Problem::Missing)),
        _ => Ok(contents),
    }
}

/// Verifies a file that comes as a stream.
fn stream(
    entry: &mut impl Read,
    session: SessionId,
    opening: Option<&Opening>,
    key: &VerifyingKey,
) -> Result<(Found, Outcome), Stop> {
    let (reader, mut writer) = io::pipe()?;
    let (checked, copied) = thread::scope(|scope| {
        let check = move || held_against(opening, session, reader, key);
        let checked = thread::Builder::new().name("ww-verify".to_owned()).spawn_scoped(scope, check)?;
        let copied = io::copy(entry, &mut writer);
        drop(writer);
        let checked = checked.join().map_err(|_| io::Error::other("a thread of the verifier panicked"))?;
        Ok::<_, io::Error>((checked, copied))
    })?;
    match copied {
        // Who has found a fault reads no further.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(checked),
    }
}

/// Verifies a session file against what the ledger says of it; the ledger says how it ended.
pub(in super::super) fn held_against(
    opening: Option<&Opening>,
    session: SessionId,
    input: impl Read + Send + 'static,
    key: &VerifyingKey,
) -> (Found, Outcome) {
    let key = opening.map_or(key, |opening| &opening.key);
    let (mut found, result) = session::check(input, session, opening.map(|opening| opening.head), key);
    let result = result.and_then(|()| match opening.and_then(|opening| opening.closing.as_ref()) {
        Some(closing) => found.matches(closing),
        None => Ok(()),
    });
    (found, result.into())
}
