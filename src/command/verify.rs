//! Owns `ww verify`: which logs are meant, and what is said of them. It must not decide whether a log holds; `audit`
//! does.

use std::io::{self, Write};
use std::path::PathBuf;

use data_encoding::HEXLOWER;
use serde::Serialize;

use crate::audit::state::read_public_key;
use crate::audit::verify::{LedgerReport, Outcome, Report, SessionReport, Standing, Target, Verdict, verify};
use crate::audit::{AuditError, SessionId, StateDir};

/// What was asked for.
#[derive(Clone, Default, Debug)]
pub struct Verify {
    /// Session ids and paths of session files; none means everything in the state directory.
    pub what: Vec<String>,
    /// A public key in SPKI PEM instead of the state directory's own.
    pub key: Option<PathBuf>,
    /// One JSON object instead of lines for people.
    pub json: bool,
}

/// Why nothing can be said of the log. The exit status is 2.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// There is no log, no key, or no such session.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The answer could not be written.
    #[error("cannot write the result")]
    Output(#[from] io::Error),
}

/// Verifies and says what was found; the exit status: 0 verified, 1 not, 2 something could not be read.
///
/// # Errors
/// See [`VerifyError`]; all of them mean exit status 2.
pub fn run(args: &Verify, state: &StateDir, out: &mut dyn Write) -> Result<u8, VerifyError> {
    let key = args.key.as_deref().map(read_public_key).transpose()?;
    let targets: Vec<Target> = args.what.iter().map(|what| target(what)).collect();
    let report = verify(state, &targets, key, None)?;
    if args.json {
        write_json(&report, out)?
    } else {
        write_text(&report, out)?
    }
    Ok(match report.verdict() {
        Verdict::Verified => 0,
        Verdict::NotVerified => 1,
        Verdict::Unreadable => 2,
    })
}

/// An id is never a path: paths of session files end in `.jsonl`.
fn target(what: &str) -> Target {
    SessionId::parse(what).map_or_else(|| Target::File(what.into()), Target::Session)
}

fn write_text(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for ledger in &report.ledgers {
        let torn = if ledger.torn > 0 { ", the last one torn" } else { "" };
        let said = say(&ledger.outcome, || format!("{}{torn}", count(ledger.lines, "line")));
        writeln!(out, "ledger  {said}")?;
    }
    for session in &report.sessions {
        let name = session.session.map_or_else(|| session.path.display().to_string(), |id| id.to_string());
        writeln!(out, "{name}  {}", say(&session.outcome, || describe(session)))?;
    }
    let key = HEXLOWER.encode(report.key.as_bytes());
    let lines = count(report.sessions.iter().map(|session| session.lines).sum(), "line");
    let sessions = count(report.sessions.len() as u64, "session");
    match report.verdict() {
        Verdict::Verified => writeln!(out, "verified: {sessions}, {lines}, with the public key {key}"),
        Verdict::NotVerified => writeln!(out, "NOT VERIFIED: see the lines marked FAULT (public key {key})"),
        Verdict::Unreadable => {
            writeln!(out, "NOT VERIFIED: see the lines marked UNREADABLE (public key {key})")
        }
    }
}

fn say(outcome: &Outcome, fine: impl FnOnce() -> String) -> String {
    match outcome {
        Outcome::Verified => format!("ok          {}", fine()),
        Outcome::Fault(fault) => format!("FAULT       {fault}"),
        Outcome::Unreadable(error) => format!("UNREADABLE  {error}"),
    }
}

fn describe(session: &SessionReport) -> String {
    let lines = count(session.lines, "line");
    let signed = format!("{lines}, {} of them signed", session.covered);
    let torn = if session.torn > 0 { ", then one that was not written to its end" } else { "" };
    match session.standing {
        Standing::Closed => format!("{lines}, closed"),
        Standing::Adopted => format!("{signed}; never closed, adopted by a later session"),
        Standing::Live => format!("{signed}; still running"),
        Standing::NotClosed => format!("{signed}{torn}; never closed, as after a crash"),
        Standing::Archived => "moved to an archive".to_owned(),
        Standing::Alone => format!("{signed}{torn}; no ledger to hold it against"),
    }
}

fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

#[derive(Serialize)]
struct JsonReport {
    verified: bool,
    key: String,
    ledgers: Vec<JsonLedger>,
    sessions: Vec<JsonSession>,
}

#[derive(Serialize)]
struct JsonLedger {
    path: String,
    lines: u64,
    torn: u64,
    #[serde(flatten)]
    outcome: JsonOutcome,
}

#[derive(Serialize)]
struct JsonSession {
    path: String,
    session: Option<SessionId>,
    standing: Standing,
    lines: u64,
    signed: u64,
    torn: u64,
    #[serde(flatten)]
    outcome: JsonOutcome,
}

/// `line` counts from 1, as editors do; the number in the log's own `seq` is one less.
#[derive(Serialize)]
struct JsonOutcome {
    ok: bool,
    line: Option<u64>,
    reason: Option<String>,
}

impl From<&Outcome> for JsonOutcome {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Verified => Self { ok: true, line: None, reason: None },
            Outcome::Fault(fault) => {
                Self { ok: false, line: fault.line, reason: Some(fault.problem.to_string()) }
            }
            Outcome::Unreadable(error) => Self { ok: false, line: None, reason: Some(error.to_string()) },
        }
    }
}

fn write_json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let ledger = |LedgerReport { path, lines, torn, outcome }: &LedgerReport| JsonLedger {
        path: path.display().to_string(),
        lines: *lines,
        torn: *torn,
        outcome: outcome.into(),
    };
    let session = |session: &SessionReport| JsonSession {
        path: session.path.display().to_string(),
        session: session.session,
        standing: session.standing,
        lines: session.lines,
        signed: session.covered,
        torn: session.torn,
        outcome: (&session.outcome).into(),
    };
    let report = JsonReport {
        verified: report.verdict() == Verdict::Verified,
        key: HEXLOWER.encode(report.key.as_bytes()),
        ledgers: report.ledgers.iter().map(ledger).collect(),
        sessions: report.sessions.iter().map(session).collect(),
    };
    serde_json::to_writer(&mut *out, &report)?;
    writeln!(out)
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
