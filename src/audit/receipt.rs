//! Owns receipts: proof that one line stands in the log, which shows no other line of its session. Specified under
//! "Receipts" in `docs/AUDIT-LOG.md`. Making one reads the log; checking one needs a public key and nothing else.

use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};

use super::canon;
use super::chain::{Digest, Head};
use super::keys::Rotated;
use super::ledger::signed;
use super::reading::{BookLine, Booked, Listed, Raw, ledger, open_session};
use super::session::SessionId;
use super::shape::{LEDGER, SESSION};
use super::state::{StateDir, read_public_key};
use super::{AuditError, checkpoint, system};

/// Most bytes in a receipt: a line and its cover, with their escapes, and much more than a hundred digests.
pub const MAX_RECEIPT: u64 = 8 << 20;
/// The version of receipts.
const VERSION: u64 = 1;

/// A receipt, as it is written: one JSON object, members in this order, no white space, a newline after it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Receipt {
    receipt: u64,
    session: String,
    line: String,
    after: Vec<String>,
    checkpoint: Option<String>,
    ledger: Vec<String>,
    keys: Vec<String>,
}

/// What a receipt proves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Proven {
    /// The session that the line is of.
    pub session: SessionId,
    /// Lines before it.
    pub seq: u64,
    /// When it was written.
    pub ts: String,
    /// What it is.
    pub kind: String,
    /// The line itself.
    pub line: String,
    /// What signs for it: a `checkpoint`, or the ledger's line `closed` or `adopted`.
    pub cover: String,
}

/// Why a receipt proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadReceipt {
    /// Not JSON, other members, or not in the one spelling.
    #[error("it is not as a receipt must be written")]
    Form,
    /// The line is not one of a session file.
    #[error("the line in it is not as a line of the log must be written")]
    Line,
    /// What covers the line does not follow on it.
    #[error("what should cover the line does not follow on it")]
    Chain,
    /// A signature is not one of the key's, nor of a key that it vouches for.
    #[error("a signature in it does not hold")]
    Signature,
    /// The ledger's lines are of another session, or do not fit the line.
    #[error("the ledger's lines in it do not fit its session")]
    Ledger,
    /// The keys do not hand over to one another, or the given one is not among them.
    #[error("it was not made with this key, nor with one that this key vouches for")]
    Keys,
}

/// The receipt of the line that has `seq` lines before it.
///
/// # Errors
/// There is no such line, nothing signs it yet, or the log does not verify around it.
pub fn make(state: &StateDir, listed: &Listed, seq: u64) -> Result<String, AuditError> {
    let read = |error| system("read", &listed.path(state))(error);
    let (mut line, mut after, mut checkpoint) = (None, Vec::new(), None);
    for (number, bytes) in (0..).zip(Raw::new(open_session(state, listed)?)) {
        let bytes = bytes.map_err(read)?;
        if number < seq {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if line.is_none() {
            line = Some(text);
        } else if let Some(sig) = signature(&bytes) {
            checkpoint = Some(sig);
            break;
        } else {
            after.push(Digest::of(&bytes).to_string());
        }
    }
    let unknown =
        || AuditError::Unknown { what: format!("line {seq} of {}", listed.id), path: state.audit() };
    let line = line.ok_or_else(unknown)?;
    let (ledger, keys) = booked(state, &listed.file)?;
    if checkpoint.is_none() && ledger.len() < 2 {
        return Err(AuditError::Uncovered { session: listed.id, seq });
    }
    let session = listed.id.to_string();
    let receipt = Receipt { receipt: VERSION, session, line, after, checkpoint, ledger, keys };
    let made = written(&receipt).ok_or(AuditError::TooLong)?;
    let proven = check(&made, &read_public_key(&state.signing_pub())?);
    proven.map(|_| made).map_err(|_| AuditError::Tampered { session: listed.id })
}

/// The signature of a line, if it is a checkpoint.
fn signature(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Checkpoint {
        sig: String,
    }
    canon::read(line, SESSION).filter(|common| common.kind == "checkpoint")?;
    serde_json::from_slice(line).ok().map(|Checkpoint { sig }| sig)
}

/// The ledger's lines about a session file, and those about keys.
fn booked(state: &StateDir, of: &str) -> Result<(Vec<String>, Vec<String>), AuditError> {
    let (mut lines, mut keys) = (Vec::new(), Vec::new());
    for bytes in ledger(state)? {
        let bytes = bytes.map_err(system("read", &state.ledger()))?;
        let text = || String::from_utf8_lossy(&bytes).into_owned();
        match BookLine::read(&bytes).map(|line| line.booked) {
            Some(
                Booked::Opened { file, .. } | Booked::Closed { file, .. } | Booked::Adopted { file, .. },
            ) if file == of => lines.push(text()),
            Some(Booked::Key {}) => keys.push(text()),
            _ => {}
        }
    }
    Ok((lines, keys))
}

fn written(receipt: &Receipt) -> Option<String> {
    serde_json::to_string(receipt).ok().map(|text| text + "\n")
}

/// What a receipt proves to who has that key.
///
/// # Errors
/// It proves nothing; why.
pub fn check(text: &str, key: &VerifyingKey) -> Result<Proven, BadReceipt> {
    let receipt: Receipt = serde_json::from_str(text).map_err(|_| BadReceipt::Form)?;
    if receipt.receipt != VERSION || written(&receipt).as_deref() != Some(text) {
        return Err(BadReceipt::Form);
    }
    let keys = trusted(&receipt.keys, key)?;
    let session = SessionId::parse(&receipt.session).ok_or(BadReceipt::Form)?;
    let line = canon::read(receipt.line.as_bytes(), SESSION).ok_or(BadReceipt::Line)?;
    let before = Head::parse(line.prev).ok_or(BadReceipt::Line)?;
    let mut head = before.after(receipt.line.as_bytes());
    for digest in &receipt.after {
        head = head.join(Digest::parse(digest).ok_or(BadReceipt::Form)?);
    }
    let lines = line.seq + 1 + receipt.after.len() as u64;
    let booked = booked_in(&receipt, session, &keys)?;
    if line.seq == 0 && booked.opened != before {
        return Err(BadReceipt::Ledger);
    }
    let cover = match (&receipt.checkpoint, booked.closing) {
        (Some(sig), closing) => {
            let text = checkpoint::text(session, lines, head);
            if !keys.iter().any(|key| checkpoint::verify(key, text.as_bytes(), sig)) {
                return Err(BadReceipt::Signature);
            }
            // The checkpoint is a line too.
            if closing.is_some_and(|closing| closing.lines <= lines) {
                return Err(BadReceipt::Ledger);
            }
            "checkpoint"
        }
        (None, Some(closing)) if (closing.lines, closing.head) == (lines, head) => closing.kind,
        (None, _) => return Err(BadReceipt::Chain),
    };
    let (ts, kind, cover) = (line.ts.to_owned(), line.kind.to_owned(), cover.to_owned());
    Ok(Proven { session, seq: line.seq, ts, kind, line: receipt.line.clone(), cover })
}

/// The keys that this machine's own vouches for, that one first: an old bundle or receipt was made with an older one.
///
/// # Errors
/// There is no key or no log, or the log's keys do not lead to the one at hand.
pub fn own_keys(state: &StateDir) -> Result<Vec<VerifyingKey>, AuditError> {
    let key = read_public_key(&state.signing_pub())?;
    let (_, lines) = booked(state, "")?;
    let mut keys = trusted(&lines, &key).map_err(|_| AuditError::Ledger { path: state.ledger() })?;
    keys.reverse();
    Ok(keys)
}

/// The keys that the given one vouches for: all that hand over to one another in these lines, if it is among them.
fn trusted(lines: &[String], key: &VerifyingKey) -> Result<Vec<VerifyingKey>, BadReceipt> {
    let mut keys = Vec::new();
    for line in lines {
        let common = canon::read(line.as_bytes(), LEDGER).filter(|common| common.kind == "key");
        let rotated = Rotated::read(line.as_bytes(), &common.ok_or(BadReceipt::Keys)?);
        let Rotated { was, key } = rotated.ok_or(BadReceipt::Keys)?;
        if keys.last().is_some_and(|last| *last != was) {
            return Err(BadReceipt::Keys);
        }
        if keys.is_empty() {
            keys.push(was);
        }
        keys.push(key);
    }
    if keys.is_empty() {
        keys.push(*key);
    }
    if keys.contains(key) { Ok(keys) } else { Err(BadReceipt::Keys) }
}

/// What the ledger's lines in a receipt say of its session.
struct BookedIn {
    /// The head after the line that opened it.
    opened: Head,
    closing: Option<Closing>,
}

/// How the session ended.
struct Closing {
    kind: &'static str,
    lines: u64,
    head: Head,
}

/// Reads the ledger's lines in a receipt: the one that opened the session, then that of its end, if there is one.
fn booked_in(receipt: &Receipt, of: SessionId, keys: &[VerifyingKey]) -> Result<BookedIn, BadReceipt> {
    let read = |line: &String| {
        let signed = keys.iter().any(|key| signed(line.as_bytes(), key));
        let booked = BookLine::read(line.as_bytes()).map(|line| line.booked);
        if signed { booked.ok_or(BadReceipt::Ledger) } else { Err(BadReceipt::Signature) }
    };
    let (first, end) = match receipt.ledger.as_slice() {
        [first] => (first, None),
        [first, end] => (first, Some(end)),
        _ => return Err(BadReceipt::Ledger),
    };
    let prev = canon::read(first.as_bytes(), LEDGER).and_then(|common| Head::parse(common.prev));
    let opened = prev.ok_or(BadReceipt::Ledger)?.after(first.as_bytes());
    let file = match read(first)? {
        Booked::Opened { session, file } if session == of.to_string() => file,
        _ => return Err(BadReceipt::Ledger),
    };
    let Some(end) = end else { return Ok(BookedIn { opened, closing: None }) };
    let (kind, session, named, lines, head) = match read(end)? {
        Booked::Closed { session, file, lines, head } => ("closed", session, file, lines, head),
        Booked::Adopted { session, file, lines, head } => ("adopted", session, file, lines, head),
        _ => return Err(BadReceipt::Ledger),
    };
    if session != of.to_string() || named != file {
        return Err(BadReceipt::Ledger);
    }
    let head = Head::parse(&head).ok_or(BadReceipt::Ledger)?;
    Ok(BookedIn { opened, closing: Some(Closing { kind, lines, head }) })
}

#[cfg(test)]
mod tests;
