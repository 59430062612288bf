//! Owns `ww verify`: which logs, bundles, archives and receipts are meant, and what is said of them. It must not decide
//! whether anything holds; `audit` does.

mod json;
mod text;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use ed25519_dalek::VerifyingKey;

use crate::audit::receipt::{self, BadReceipt, MAX_RECEIPT, Proven};
use crate::audit::state::read_public_key;
use crate::audit::verify::bundle::{BundleReport, is_archive, verify_bundle};
use crate::audit::verify::{Report, Target, Verdict, verify};
use crate::audit::{AuditError, Head, SessionId, StateDir};

/// What was asked for.
#[derive(Clone, Default, Debug)]
pub struct Verify {
    /// Session ids, and paths of session files, bundles, archives and receipts; none means everything in the state
    /// directory.
    pub what: Vec<String>,
    /// A public key in SPKI PEM instead of the state directory's own.
    pub key: Option<PathBuf>,
    /// Where the ledger once was, `N:HEX`.
    pub expect_head: Option<String>,
    /// One JSON object instead of lines for people.
    pub json: bool,
}

/// Why nothing can be said of the log. The exit status is 2.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is no log, no key, or no such session.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// Neither a key was given nor is there one here.
    #[error("there is no key here to verify with: give the public key of who made the log with --key")]
    NoKey(#[source] AuditError),
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// `--expect-head` is not a number of lines and a head.
    #[error("--expect-head wants what `ww audit head` printed: N:HEX")]
    Head,
    /// The answer could not be written.
    #[error("cannot write the result")]
    Output(#[from] io::Error),
}

/// What was found.
struct Findings {
    /// The public key that everything was checked with.
    key: VerifyingKey,
    /// In the state directory and in session files.
    log: Option<Report>,
    /// In bundles.
    bundles: Vec<(PathBuf, BundleReport)>,
    /// In receipts.
    receipts: Vec<(PathBuf, Result<Proven, BadReceipt>)>,
}

/// Verifies and says what was found; the exit status: 0 verified, 1 not, 2 something could not be read.
///
/// # Errors
/// See [`VerifyError`]; all of them mean exit status 2.
pub fn run(args: &Verify, state: &StateDir, out: &mut dyn Write) -> Result<u8, VerifyError> {
    let findings = find(args, state)?;
    if args.json {
        json::write(&findings, out)?
    } else {
        text::write(&findings, out)?
    }
    out.flush()?;
    Ok(match findings.verdict() {
        Verdict::Verified => 0,
        Verdict::NotVerified => 1,
        Verdict::Unreadable => 2,
    })
}

fn find(args: &Verify, state: &StateDir) -> Result<Findings, VerifyError> {
    let expect = args.expect_head.as_deref().map(|text| expected(text).ok_or(VerifyError::Head));
    let expect = expect.transpose()?;
    let key = match &args.key {
        Some(path) => read_public_key(path)?,
        None => read_public_key(&state.signing_pub()).map_err(VerifyError::NoKey)?,
    };
    // What was made here with an older key counts too.
    let older = if args.key.is_some() { Ok(Vec::new()) } else { receipt::own_keys(state) };
    let older = older.unwrap_or_default();
    let mut findings = Findings { key, log: None, bundles: Vec::new(), receipts: Vec::new() };
    let mut targets = Vec::new();
    for what in &args.what {
        // An id is never a path.
        if let Some(id) = SessionId::parse(what) {
            targets.push(Target::Session(id));
            continue;
        }
        let path = PathBuf::from(what);
        match kind(&path) {
            Kind::Bundle => findings.bundles.push((path.clone(), bundle(&path, &key, &older, expect)?)),
            Kind::Receipt => findings.receipts.push((path.clone(), receipt(&path, &key, &older)?)),
            Kind::Log => targets.push(Target::File(path)),
        }
    }
    // A receipt has no ledger that could be held against what is expected.
    let unasked = expect.is_some() && findings.bundles.is_empty();
    if args.what.is_empty() || !targets.is_empty() || unasked {
        findings.log = Some(verify(state, &targets, Some(key), expect)?);
    }
    Ok(findings)
}

/// What is found in a bundle with that key or, if it does not verify, with one of the others.
fn bundle(
    path: &Path,
    key: &VerifyingKey,
    older: &[VerifyingKey],
    expect: Option<(u64, Head)>,
) -> Result<BundleReport, AuditError> {
    let first = verify_bundle(path, key, expect)?;
    for key in older.iter().filter(|_| first.verdict() == Verdict::NotVerified) {
        let report = verify_bundle(path, key, expect)?;
        if report.verdict() == Verdict::Verified {
            return Ok(report);
        }
    }
    Ok(first)
}

/// What a receipt proves with that key or with one of the others.
fn receipt(
    path: &Path,
    key: &VerifyingKey,
    older: &[VerifyingKey],
) -> Result<Result<Proven, BadReceipt>, VerifyError> {
    let Some(text) = receipt_in(path)? else { return Ok(Err(BadReceipt::Form)) };
    let first = receipt::check(&text, key);
    let others = || older.iter().find_map(|key| receipt::check(&text, key).ok());
    Ok(first.or_else(|fault| others().ok_or(fault)))
}

impl Findings {
    fn verdict(&self) -> Verdict {
        let log = self.log.iter().map(Report::verdict);
        let bundles = self.bundles.iter().map(|(_, report)| report.verdict());
        let receipts = self.receipts.iter().map(|(_, proven)| match proven {
            Ok(_) => Verdict::Verified,
            Err(_) => Verdict::NotVerified,
        });
        log.chain(bundles).chain(receipts).max().unwrap_or(Verdict::Verified)
    }
}

/// What a file is, by its name and by how it begins.
enum Kind {
    Bundle,
    Receipt,
    /// A session file or an archive of them.
    Log,
}

fn kind(path: &Path) -> Kind {
    let mut begin = [0; 12];
    let is_file = path.metadata().is_ok_and(|about| about.is_file());
    let read = is_file && File::open(path).and_then(|mut file| file.read_exact(&mut begin)).is_ok();
    // Also by its name, so that a damaged bundle is called one.
    let packed = read && begin.starts_with(&[0x1f, 0x8b]) || path.extension().is_some_and(|it| it == "gz");
    match packed {
        true if is_archive(path) => Kind::Log,
        true => Kind::Bundle,
        false if read && begin.starts_with(b"{\"receipt\":") => Kind::Receipt,
        false => Kind::Log,
    }
}

/// The text of a receipt; none when it is none.
fn receipt_in(path: &Path) -> Result<Option<String>, VerifyError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_RECEIPT + 1).read_to_end(&mut bytes));
    read.map_err(|source| VerifyError::Unreadable { path: path.to_owned(), source })?;
    let fits = bytes.len() as u64 <= MAX_RECEIPT;
    Ok(if fits { String::from_utf8(bytes).ok() } else { None })
}

/// Reads `N:HEX`.
fn expected(text: &str) -> Option<(u64, Head)> {
    let (lines, head) = text.trim().split_once(':')?;
    Some((lines.parse().ok()?, Head::parse(head)?))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::audit::sample;

    fn logged(id: &str) -> (tempfile::TempDir, StateDir) {
        let root = tempfile::tempdir().unwrap();
        let state = StateDir::open(root.path()).unwrap();
        sample::open(&state, id).close(sample::end()).unwrap();
        (root, state)
    }

    fn said(args: &Verify, state: &StateDir) -> (u8, String) {
        let mut out = Vec::new();
        let status = run(args, state, &mut out).unwrap();
        (status, String::from_utf8(out).unwrap())
    }

    fn session_file(state: &StateDir) -> PathBuf {
        let mut files = fs::read_dir(state.audit()).unwrap().map(|entry| entry.unwrap().path());
        files.find(|path| *path != state.ledger()).unwrap()
    }

    #[test]
    fn a_verified_log_is_status_0_and_one_line_per_session() {
        let (_root, state) = logged("k3f9q2");
        for what in [Vec::new(), vec!["k3f9q2".to_owned()], vec![session_file(&state).display().to_string()]]
        {
            let (status, text) = said(&Verify { what, ..Verify::default() }, &state);
            assert_eq!(status, 0, "{text}");
            let lines: Vec<_> = text.lines().collect();
            assert_eq!(lines[1], "k3f9q2  ok          4 lines, closed");
            assert!(lines[2].starts_with("verified: 1 session, 4 lines, with the public key "));
        }
    }

    #[test]
    fn an_edited_log_is_status_1_and_names_the_line() {
        let (_root, state) = logged("k3f9q2");
        let file = session_file(&state);
        fs::write(&file, fs::read_to_string(&file).unwrap().replace("claude", "codex")).unwrap();
        let (status, text) = said(&Verify::default(), &state);
        assert_eq!(status, 1);
        assert!(
            text.contains("k3f9q2  FAULT       line 2: it does not follow on the lines before it"),
            "{text}"
        );
        let (status, json) = said(&Verify { json: true, ..Verify::default() }, &state);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((status, &json["verified"]), (1, &serde_json::Value::Bool(false)));
        assert_eq!(json["sessions"][0]["line"], 2);
        assert_eq!(json["ledgers"][0]["ok"], true);
    }

    #[test]
    fn what_is_not_there_is_an_error_and_another_key_is_not() {
        let (root, state) = logged("k3f9q2");
        let mut out = Vec::new();
        let unknown = Verify { what: vec!["zzzzzz".to_owned()], ..Verify::default() };
        assert!(run(&unknown, &state, &mut out).is_err());
        let no_key = Verify { key: Some(root.path().join("no.pub")), ..Verify::default() };
        assert!(run(&no_key, &state, &mut out).is_err());
        let (_other_root, other) = logged("k3f9q2");
        assert_eq!(said(&Verify { key: Some(other.signing_pub()), ..Verify::default() }, &state).0, 1);
    }
}
