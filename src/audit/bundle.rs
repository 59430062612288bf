//! Owns the making of evidence bundles: the log, what was in force, what it comes to, and a signed list of it all in one
//! `.tar.gz`. Specified under "Bundles" in `docs/AUDIT-LOG.md`. It must not put in a file that may hold a secret.

mod manifest;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use ed25519_dalek::SigningKey;
use serde::Serialize;

pub(super) use manifest::{Manifest, Row};

use super::chain::Digest;
use super::ledger::Ledger;
use super::packed::{MAX_FILE, Packer, Unfit, Unpacker};
use super::reading::{self, Adding, Line, Listed, Raw, Roll, State, Summary, open_session};
use super::session::{EXTENSION, SessionId};
use super::state::StateDir;
use super::time::Clock;
use super::verify::open;
use super::{AuditError, system};

/// The list of what is in a bundle, and its first file.
pub(super) const MANIFEST: &str = "MANIFEST";
/// The ledger in a bundle.
pub(super) const LEDGER: &str = "ledger.jsonl";
/// Where session files are in a bundle.
pub(super) const SESSIONS: &str = "sessions/";
/// Which kinds of entries speak to which families of controls.
const CONTROLS: &str = include_str!("bundle/controls.json");
/// Largest profile file that goes into a bundle.
const MAX_PROFILE: u64 = 1 << 20;

/// A bundle that was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Made {
    /// Sessions in it.
    pub sessions: u64,
    /// Files in it, the list included.
    pub files: u64,
    /// Profile files of which it has only the digest, and why.
    pub left_out: Vec<LeftOut>,
}

/// A profile file of which a bundle has only the digest.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct LeftOut {
    /// Its path, as the log has it.
    pub path: String,
    /// The digest that it had.
    pub sha256: String,
    /// Why it is not in the bundle.
    pub why: &'static str,
}

/// What was in force, as far as the log knows.
#[derive(Default, Serialize)]
struct Policy<'a> {
    policies: BTreeMap<&'a str, Vec<SessionId>>,
    included: BTreeSet<&'a str>,
    left_out: &'a [LeftOut],
}

/// What one session comes to.
#[derive(Serialize)]
struct OfSession<'a> {
    session: SessionId,
    file: &'a str,
    state: State,
    summary: &'a Summary,
}

/// Writes a bundle of these sessions, or of all when none is named, to `out`. `is_clean` says of a file's bytes that no
/// secret was found in them. The same log gives the same bytes.
///
/// # Errors
/// There is no log or no such session, the ledger's end does not verify, or something cannot be read or written.
pub fn make(
    state: &StateDir,
    ids: &[SessionId],
    is_clean: &dyn Fn(&[u8]) -> bool,
    clock: &Clock,
    out: impl Write,
) -> Result<Made, AuditError> {
    reading::ledger(state)?;
    // Under its lock, so that key and ledger are of one moment.
    let locked = Ledger::lock(state, clock())?;
    let ledger = fs::read(state.ledger()).map_err(system("read", &state.ledger()))?;
    let key: SigningKey = locked.key().clone();
    drop(locked);
    let roll = Roll::of(state, Raw::new(&ledger[..]))?;
    let chosen = chosen(&roll, ids, state)?;
    let mut bundle = Bundle { spool: spool()?, files: BTreeMap::new(), summaries: Vec::new() };
    bundle.put(LEDGER, &ledger)?;
    bundle.put("controls.json", CONTROLS.as_bytes())?;
    let pem = fs::read(state.signing_pub()).map_err(system("read", &state.signing_pub()))?;
    bundle.put("keys/signing.pub", &pem)?;
    bundle.sessions(state, &chosen)?;
    let left_out = bundle.policy(is_clean)?;
    let files = bundle.files.len() as u64 + 1;
    bundle.write(&key, out).map_err(system("write", Path::new("the bundle")))?;
    Ok(Made { sessions: chosen.len() as u64, files, left_out })
}

/// The sessions that were asked for; of all, those that the ledger knows and that are there.
fn chosen<'a>(roll: &'a Roll, ids: &[SessionId], state: &StateDir) -> Result<Vec<&'a Listed>, AuditError> {
    let known = |listed: &&Listed| !matches!(listed.state, State::Unknown | State::Missing);
    if ids.is_empty() {
        return Ok(roll.sessions.iter().filter(known).collect());
    }
    let mut chosen = ids.iter().map(|id| roll.find(*id, state)).collect::<Result<Vec<_>, _>>()?;
    if let Some(missing) = chosen.iter().find(|listed| !known(listed)) {
        return Err(AuditError::Unknown { what: missing.id.to_string(), path: state.audit() });
    }
    chosen.sort_by(|one, other| one.file.cmp(&other.file));
    chosen.dedup_by(|one, other| one.file == other.file);
    Ok(chosen)
}

/// Files that will be packed, kept in one file that has no name.
struct Bundle {
    spool: File,
    /// By name: where each begins, and how the list has it.
    files: BTreeMap<String, (u64, Row)>,
    summaries: Vec<(SessionId, Summary)>,
}

impl Bundle {
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), AuditError> {
        let start =
            self.spool.seek(SeekFrom::End(0)).and_then(|start| self.spool.write_all(bytes).map(|()| start));
        let start = start.map_err(system("write", &std::env::temp_dir()))?;
        let row = Row { name: name.to_owned(), size: bytes.len() as u64, sha256: Digest::of(bytes) };
        self.files.insert(name.to_owned(), (start, row));
        Ok(())
    }

    /// The session files, each read once, wherever they are.
    fn sessions(&mut self, state: &StateDir, chosen: &[&Listed]) -> Result<(), AuditError> {
        let mut archives: BTreeMap<&str, BTreeMap<&str, &Listed>> = BTreeMap::new();
        for listed in chosen {
            match &listed.archive {
                Some(archive) if !listed.path(state).exists() => {
                    archives.entry(archive).or_default().insert(&listed.file, listed);
                }
                _ => {
                    let (mut bytes, path) = (Vec::new(), listed.path(state));
                    let read = open_session(state, listed)?.take(MAX_FILE).read_to_end(&mut bytes);
                    read.map_err(system("read", &path))?;
                    self.session(listed, whole(bytes, listed.state))?;
                }
            }
        }
        for (archive, mut wanted) in archives {
            let path = state.archives().join(archive);
            let unfit = |unfit| match unfit {
                Unfit::Unreadable(error) => system("read", &path)(error),
                Unfit::Form(why) => AuditError::Packed { path: path.clone(), why },
            };
            let mut unpacker = Unpacker::open(&path, false).map_err(unfit)?;
            while let Some((name, bytes)) = unpacker.next(|_| Some(MAX_FILE)).map_err(unfit)? {
                if let Some(listed) = wanted.remove(name.as_str()) {
                    self.session(listed, bytes)?;
                }
            }
            if let Some(listed) = wanted.values().next() {
                return Err(AuditError::Unknown { what: listed.id.to_string(), path });
            }
        }
        Ok(())
    }

    fn session(&mut self, listed: &Listed, bytes: Vec<u8>) -> Result<(), AuditError> {
        let mut adding = Adding::default();
        for line in Raw::new(&bytes[..]) {
            adding.line(Line::read(&line.map_err(system("read", Path::new(&listed.file)))?).as_ref());
        }
        let summary = adding.finish();
        self.put(&format!("{SESSIONS}{}", listed.file), &bytes)?;
        let (session, file, state) = (listed.id, &*listed.file, listed.state);
        let name = format!("summaries/{}.json", file.trim_end_matches(EXTENSION));
        self.put(&name, &json(&OfSession { session, file, state, summary: &summary })?)?;
        self.summaries.push((session, summary));
        Ok(())
    }

    /// What was in force: the files that are still as they were and hold no secret, and the digests of all.
    fn policy(&mut self, is_clean: &dyn Fn(&[u8]) -> bool) -> Result<Vec<LeftOut>, AuditError> {
        let summaries = std::mem::take(&mut self.summaries);
        let (mut policies, mut left_out) = (BTreeMap::<_, Vec<_>>::new(), BTreeSet::new());
        let (mut included, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for (session, start) in summaries.iter().filter_map(|(id, sum)| Some((id, sum.start.as_ref()?))) {
            policies.entry(start.policy.as_str()).or_default().push(*session);
            for file in &start.profile_files {
                let digest = file.sha256.as_str();
                if included.contains(digest) || !seen.insert((&file.path, digest)) {
                    continue;
                }
                match profile(Path::new(&file.path), digest, is_clean) {
                    Ok(bytes) => {
                        self.put(&format!("policy/{digest}"), &bytes)?;
                        included.insert(digest);
                    }
                    Err(why) => {
                        let (path, sha256) = (file.path.clone(), file.sha256.clone());
                        left_out.insert(LeftOut { path, sha256, why });
                    }
                }
            }
        }
        let left_out: Vec<_> = left_out.into_iter().collect();
        self.put("policy.json", &json(&Policy { policies, included, left_out: &left_out })?)?;
        Ok(left_out)
    }

    fn write(mut self, key: &SigningKey, out: impl Write) -> io::Result<()> {
        let rows = self.files.values().map(|(_, row)| row.clone()).collect();
        let manifest = Manifest { key: key.verifying_key(), rows }.signed(key);
        let mut packer = Packer::new(out);
        packer.add(MANIFEST, manifest.len() as u64, manifest.as_bytes())?;
        for (name, (start, row)) in &self.files {
            self.spool.seek(SeekFrom::Start(*start))?;
            packer.add(name, row.size, &self.spool)?;
        }
        packer.finish()?.flush()
    }
}

fn spool() -> Result<File, AuditError> {
    tempfile::tempfile().map_err(system("write to", &std::env::temp_dir()))
}

/// Whole lines only, and of a session that is running none of its end: the ledger that goes with it does not have that.
fn whole(mut bytes: Vec<u8>, state: State) -> Vec<u8> {
    // No text in a line can hold this: its quotes would be escaped.
    const END: &[u8] = br#","kind":"session_end","#;
    let end = if state == State::Running { memchr::memmem::rfind(&bytes, END) } else { None };
    bytes.truncate(end.unwrap_or(bytes.len()));
    bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1));
    bytes
}

/// A profile file, if it is still what it was and may be shown; else why not.
fn profile(path: &Path, sha256: &str, is_clean: &dyn Fn(&[u8]) -> bool) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::new();
    let read = open(path).and_then(|file| file.take(MAX_PROFILE + 1).read_to_end(&mut bytes));
    match read {
        Err(_) => Err("it is not there or cannot be read"),
        Ok(_) if bytes.len() as u64 > MAX_PROFILE => Err("it is too large"),
        Ok(_) if Digest::of(&bytes).to_string() != sha256 => Err("it has changed"),
        Ok(_) if !is_clean(&bytes) => Err("it may hold a secret"),
        Ok(_) => Ok(bytes),
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, AuditError> {
    let mut bytes = serde_json::to_vec(value).map_err(|_| AuditError::TooLong)?;
    bytes.push(b'\n');
    Ok(bytes)
}

#[cfg(test)]
mod tests;
