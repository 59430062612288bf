//! Owns what is said of findings to programs: one object on one line.

use std::io::{self, Write};
use std::path::Path;

use data_encoding::HEXLOWER;
use serde::Serialize;

use super::Findings;
use crate::audit::receipt::{BadReceipt, Proven};
use crate::audit::verify::bundle::{BundleFault, BundleReport};
use crate::audit::verify::{ArchiveReport, LedgerReport, Outcome, SessionReport, Standing, Verdict};
use crate::audit::{LogText, SessionId};

#[derive(Serialize)]
struct All {
    verified: bool,
    key: String,
    ledgers: Vec<Ledger>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    archives: Vec<Archive>,
    sessions: Vec<Session>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    bundles: Vec<Bundle>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    receipts: Vec<Receipt>,
}

#[derive(Serialize)]
struct Ledger {
    path: LogText,
    lines: u64,
    torn: u64,
    #[serde(flatten)]
    found: Judged,
}

#[derive(Serialize)]
struct Session {
    path: LogText,
    session: Option<SessionId>,
    standing: Standing,
    lines: u64,
    signed: u64,
    torn: u64,
    #[serde(flatten)]
    found: Judged,
}

#[derive(Serialize)]
struct Archive {
    path: LogText,
    files: u64,
    #[serde(flatten)]
    found: Judged,
}

#[derive(Serialize)]
struct Bundle {
    path: LogText,
    files: u64,
    ok: bool,
    reason: Option<LogText>,
    ledger: Option<Ledger>,
    sessions: Vec<Session>,
}

#[derive(Serialize)]
struct Receipt {
    path: LogText,
    ok: bool,
    reason: Option<String>,
    #[serde(flatten)]
    proven: Option<Proven>,
}

/// `line` counts from 1, as editors do; the number in the log's own `seq` is one less.
#[derive(Serialize)]
struct Judged {
    ok: bool,
    line: Option<u64>,
    reason: Option<String>,
}

impl From<&Outcome> for Judged {
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

pub(super) fn write(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let log = findings.log.as_ref();
    let all = All {
        verified: findings.verdict() == Verdict::Verified,
        key: HEXLOWER.encode(findings.key.as_bytes()),
        ledgers: log.iter().flat_map(|report| &report.ledgers).map(ledger).collect(),
        archives: log.iter().flat_map(|report| &report.archives).map(archive).collect(),
        sessions: log.iter().flat_map(|report| &report.sessions).map(session).collect(),
        bundles: findings.bundles.iter().map(|(path, report)| bundle(path, report)).collect(),
        receipts: findings.receipts.iter().map(|(path, proven)| receipt(path, proven)).collect(),
    };
    serde_json::to_writer(&mut *out, &all)?;
    writeln!(out)
}

fn ledger(LedgerReport { path, lines, torn, outcome }: &LedgerReport) -> Ledger {
    Ledger { path: shown(path), lines: *lines, torn: *torn, found: outcome.into() }
}

fn session(report: &SessionReport) -> Session {
    Session {
        path: shown(&report.path),
        session: report.session,
        standing: report.standing,
        lines: report.lines,
        signed: report.covered,
        torn: report.torn,
        found: (&report.outcome).into(),
    }
}

fn archive(ArchiveReport { path, files, outcome }: &ArchiveReport) -> Archive {
    Archive { path: shown(path), files: *files, found: outcome.into() }
}

fn bundle(path: &Path, report: &BundleReport) -> Bundle {
    let reason = |fault: &BundleFault| LogText::new(fault.to_string());
    Bundle {
        path: shown(path),
        files: report.files,
        ok: report.outcome.is_ok(),
        reason: report.outcome.as_ref().err().map(reason),
        ledger: report.ledger.as_ref().map(ledger),
        sessions: report.sessions.iter().map(session).collect(),
    }
}

fn receipt(path: &Path, proven: &Result<Proven, BadReceipt>) -> Receipt {
    let reason = proven.as_ref().err().map(ToString::to_string);
    Receipt { path: shown(path), ok: proven.is_ok(), reason, proven: proven.as_ref().ok().cloned() }
}

/// A path without anything that a terminal obeys.
fn shown(path: &Path) -> LogText {
    LogText::new(path.to_string_lossy())
}
