//! Owns the ledger while a line is added to it: the lock, the mending of a torn tail, the signature. It must not look
//! further back than the last line; `verify` does.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::Serialize;

use super::chain::{Digest, Head};
use super::keys::{self, Rotated};
use super::line::{MAX_LINE, Tip};
use super::session::{EXTENSION, SessionId};
use super::shape::{LEDGER, SIGNATURE_DIGITS};
use super::state::{self, StateDir};
use super::tail::Tail;
use super::time::Timestamp;
use super::{AuditError, canon, checkpoint, system};

/// What a ledger line says.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Record<'a> {
    /// A session began; its first `prev` is the head after this line.
    Opened { session: SessionId, file: &'a str },
    /// A session ended: so many lines, this head.
    Closed { session: SessionId, file: &'a str, lines: u64, head: Head },
    /// A session that ended without closing; a checkpoint covers so many lines, so many bytes were moved away.
    Adopted { session: SessionId, file: &'a str, lines: u64, head: Head, covered: u64, cut: u64 },
    /// Sessions opened before that line need not be looked for any more.
    Settled { from: u64 },
    /// Closed session files were moved to an archive with that digest.
    Archived { archive: &'a str, sha256: Digest, files: &'a [String] },
    /// Bytes without a newline stood at the ledger's end and were moved to that file.
    Mended { cut: u64, file: &'a str },
    /// Another key signs from here on, and has signed that it does.
    Key { was: &'a str, key: &'a str, proof: &'a str },
}

impl Record<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Closed { .. } => "closed",
            Self::Adopted { .. } => "adopted",
            Self::Settled { .. } => "settled",
            Self::Archived { .. } => "archived",
            Self::Mended { .. } => "mended",
            Self::Key { .. } => "key",
        }
    }
}

/// The ledger, locked. Other processes wait until this is dropped.
pub(super) struct Ledger {
    tail: Tail,
    tip: Tip,
    key: SigningKey,
}

impl Ledger {
    /// Waits for the lock and reads the last line. Its signature covers the head before it and so every line before
    /// it: what is appended stays bound to the ledger as it was when that line was signed, however long it is. A torn
    /// tail is mended, a change of keys that was interrupted is ended.
    pub(super) fn lock(state: &StateDir, now: Timestamp) -> Result<Self, AuditError> {
        let tail = Tail::open(&state.ledger())?;
        let end = last_bytes(tail.file(), tail.len()).map_err(system("read", tail.path()))?;
        let broken = || AuditError::Ledger { path: tail.path().to_owned() };
        let (last, torn) = Last::read(&end, tail.len()).ok_or_else(broken)?;
        let key = keys::in_force(state, last.tip.lines, last.rotated.as_ref())?;
        if !last.is_signed_by(&key.verifying_key()) {
            return Err(broken());
        }
        let mut ledger = Self { tip: last.tip, tail, key };
        if !torn.is_empty() {
            ledger.mend(state, torn, now)?;
        }
        Ok(ledger)
    }

    /// Where it ends.
    pub(super) fn tip(&self) -> &Tip {
        &self.tip
    }

    /// The key that signs it.
    pub(super) fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.tail.path()
    }

    /// Its bytes, all of them whole lines.
    pub(super) fn file(&self) -> (&File, u64) {
        (self.tail.file(), self.tail.len())
    }

    /// Signs and appends a line; the head after it.
    pub(super) fn append(&mut self, record: &Record<'_>, now: Timestamp) -> Result<Head, AuditError> {
        let mut line = self.tip.line(now, record.kind(), record)?;
        let signature = checkpoint::sign(&self.key, &checkpoint::ledger_text(&line));
        line.pop();
        line.extend(format!(",\"sig\":\"{signature}\"}}\n").bytes());
        if line.len() > MAX_LINE {
            return Err(AuditError::TooLong);
        }
        self.tail.append(&line)?;
        line.pop();
        self.tip.advance(&line, now);
        Ok(self.tip.head)
    }

    /// Waits until the ledger is on the disk.
    pub(super) fn flush(&self) -> Result<(), AuditError> {
        self.tail.sync()
    }

    /// Gives up the lock, then waits until the ledger is on the disk: nobody else has to wait for that.
    pub(super) fn sync(self) -> Result<(), AuditError> {
        let path = self.tail.path().to_owned();
        let file = self.tail.file().try_clone().map_err(system("sync", &path))?;
        drop(self);
        file.sync_data().map_err(system("sync", &path))
    }

    fn mend(&mut self, state: &StateDir, torn: &[u8], now: Timestamp) -> Result<(), AuditError> {
        let random = SessionId::from_random(*state::random(self.tail.path())?);
        let name = format!("ledger-{}", random.file_name(now).replace(EXTENSION, ".torn"));
        let path = state.audit().join(&name);
        let mut kept = Tail::create(&path)?;
        kept.append(torn)?;
        let cut = torn.len() as u64;
        self.tail.cut(self.tail.len() - cut)?;
        self.append(&Record::Mended { cut, file: &name }, now).map(drop)
    }
}

/// How many lines the ledger has, and the head after them: what to keep elsewhere, so that nobody can cut the ledger back
/// together with the files it names. Reads only.
///
/// # Errors
/// There is no ledger or no key, or its last line does not verify.
pub fn head(state: &StateDir) -> Result<(u64, Head), AuditError> {
    let path = state.ledger();
    let end = File::open(&path).and_then(|file| {
        let length = file.metadata()?.len();
        Ok((last_bytes(&file, length)?, length))
    });
    let (end, length) = end.map_err(system("read", &path))?;
    let broken = || AuditError::Ledger { path: path.clone() };
    let (last, _) = Last::read(&end, length).ok_or_else(broken)?;
    let key = state::read_public_key(&state.signing_pub())?;
    if last.is_signed_by(&key) { Ok((last.tip.lines, last.tip.head)) } else { Err(broken()) }
}

/// The last whole line of a ledger, and where that leaves it.
struct Last<'a> {
    line: &'a [u8],
    tip: Tip,
    /// The keys it is about.
    rotated: Option<Rotated>,
}

impl<'a> Last<'a> {
    /// Out of the end of a ledger of that length, and the torn bytes after it; `None` when it is no line of a ledger.
    fn read(end: &'a [u8], length: u64) -> Option<(Self, &'a [u8])> {
        let whole = end.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let (whole, torn) = end.split_at_checked(whole)?;
        let Some(lines) = whole.strip_suffix(b"\n") else {
            let tip = Tip { lines: 0, head: Head::ZERO, last: Timestamp::ZERO };
            return (end.len() as u64 == length).then_some((Self { line: &[], tip, rotated: None }, torn));
        };
        let line = lines.rsplit(|&byte| byte == b'\n').next()?;
        let common = canon::read(line, LEDGER)?;
        let rotated = match common.kind {
            "key" => Some(Rotated::read(line, &common)?),
            _ => None,
        };
        let head = Head::parse(common.prev)?.after(line);
        let tip = Tip { lines: common.seq.checked_add(1)?, head, last: Timestamp::parse(common.ts)? };
        Some((Self { line, tip, rotated }, torn))
    }

    /// Whether it is that key's. A change of keys is both keys', since both signed it.
    fn is_signed_by(&self, key: &VerifyingKey) -> bool {
        match &self.rotated {
            Some(Rotated { was, key: new }) => [was, new].contains(&key),
            None => self.tip.lines == 0 || signed(self.line, key),
        }
    }
}

/// The end of the ledger: the last line whole, and what may be torn after it.
fn last_bytes(mut file: &File, length: u64) -> io::Result<Vec<u8>> {
    // Nearly every ledger line is shorter than half of the first length; the second holds the longest, and as much of
    // a torn one.
    let mut end = Vec::new();
    for most in [2048, 2 * MAX_LINE as u64] {
        let from = length.saturating_sub(most);
        end.clear();
        file.seek(SeekFrom::Start(from))?;
        file.take(length - from).read_to_end(&mut end)?;
        if from == 0 || end.iter().filter(|&&byte| byte == b'\n').count() > 1 {
            break;
        }
    }
    Ok(end)
}

/// Whether a ledger line ends with that key's signature over the rest of it.
pub(super) fn signed(line: &[u8], key: &VerifyingKey) -> bool {
    const OPEN: &[u8] = b",\"sig\":\"";
    const CLOSE: &[u8] = b"\"}";
    let Some(at) = line.len().checked_sub(OPEN.len() + SIGNATURE_DIGITS + CLOSE.len()) else { return false };
    let Some((rest, signature)) = line.split_at_checked(at) else { return false };
    let signature = signature.strip_prefix(OPEN).and_then(|text| text.strip_suffix(CLOSE));
    let Some(signature) = signature.and_then(|text| std::str::from_utf8(text).ok()) else { return false };
    checkpoint::verify(key, &checkpoint::ledger_text(&[rest, b"}"].concat()), signature)
}

/// Removes a session file that never came into the ledger.
pub(super) fn forget(tail: &Tail) {
    // If this fails, an empty file stays, which `verify` mentions and takes no offence at.
    let _ = fs::remove_file(tail.path());
}

#[cfg(test)]
mod tests {
    use super::super::state::tests::state_with_key;
    use super::*;

    const NOW: fn() -> Timestamp = || Timestamp::from_millis(1_800_000_000_000);

    fn session() -> SessionId {
        SessionId::parse("k3f9q2").unwrap()
    }

    fn append(state: &StateDir, file: &str) -> Result<Head, AuditError> {
        Ledger::lock(state, NOW())?.append(&Record::Opened { session: session(), file }, NOW())
    }

    fn torn_file(state: &StateDir) -> std::path::PathBuf {
        let mut files = fs::read_dir(state.audit()).unwrap().map(|entry| entry.unwrap().path());
        files.find(|path| path.extension().is_some_and(|it| it == "torn")).unwrap()
    }

    #[test]
    fn a_line_is_chained_to_the_one_before_it() {
        let root = tempfile::tempdir().unwrap();
        let state = state_with_key(root.path(), 7);
        append(&state, "one").unwrap();
        append(&state, &"long".repeat(100)).unwrap();
        let head = append(&state, "three").unwrap();
        let text = fs::read_to_string(state.ledger()).unwrap();
        let expected = text.lines().enumerate().fold(Head::ZERO, |head, (seq, line)| {
            let common = canon::read(line.as_bytes(), LEDGER).unwrap();
            assert_eq!((common.seq, common.prev), (seq as u64, head.to_string().as_str()));
            assert!(signed(line.as_bytes(), &state.signing_key().unwrap().verifying_key()));
            head.after(line.as_bytes())
        });
        assert_eq!(head, expected);
    }

    #[test]
    fn a_torn_tail_is_mended_at_every_length() {
        let root = tempfile::tempdir().unwrap();
        let state = state_with_key(root.path(), 7);
        append(&state, "one").unwrap();
        let one = fs::read(state.ledger()).unwrap();
        append(&state, "two").unwrap();
        let two = fs::read(state.ledger()).unwrap();
        for length in (1..two.len()).filter(|&length| length != one.len()) {
            fs::write(state.ledger(), &two[..length]).unwrap();
            append(&state, "three").unwrap();
            let whole = if length < one.len() { 0 } else { one.len() };
            let torn = torn_file(&state);
            assert!(torn.to_string_lossy().contains("/ledger-2027-01-15T08-00-00Z-"));
            assert_eq!(fs::read(&torn).unwrap(), &two[whole..length]);
            let text = fs::read_to_string(state.ledger()).unwrap();
            assert!(text.as_bytes().starts_with(&two[..whole]));
            assert!(text.contains(&format!(r#""cut":{}"#, length - whole)));
            fs::remove_file(torn).unwrap();
        }
    }

    #[test]
    fn nothing_is_chained_to_a_line_that_is_not_ours() {
        let root = tempfile::tempdir().unwrap();
        let state = state_with_key(root.path(), 7);
        append(&state, "one").unwrap();
        let good = fs::read_to_string(state.ledger()).unwrap();
        for bad in [
            good.replace("one", "two"),
            good.replace("\"v\":1", "\"v\":2"),
            "\n".to_owned(),
            "\0".repeat(300) + "\n",
            "x".repeat(3 * MAX_LINE) + "\n",
            "x".repeat(3 * MAX_LINE),
        ] {
            fs::write(state.ledger(), &bad).unwrap();
            let error = append(&state, "two").unwrap_err();
            assert!(matches!(&error, AuditError::Ledger { .. }), "{error}");
            assert_eq!(fs::read_to_string(state.ledger()).unwrap(), bad);
        }
        fs::write(state.ledger(), good).unwrap();
        fs::remove_dir_all(state.signing_pub().parent().unwrap()).unwrap();
        assert!(matches!(append(&state_with_key(root.path(), 8), "two"), Err(AuditError::Ledger { .. })));
    }
}
