//! Owns what is said of findings to people. It must not repeat a byte of what was read that a terminal would obey.

use std::io::{self, Write};
use std::path::Path;

use data_encoding::HEXLOWER;

use super::Findings;
use crate::audit::LogText;
use crate::audit::receipt::{BadReceipt, Proven};
use crate::audit::verify::bundle::{BundleFault, BundleReport};
use crate::audit::verify::{ArchiveReport, LedgerReport, Outcome, SessionReport, Standing, Verdict};

const FINE: &str = "ok          ";
const FAULT: &str = "FAULT       ";
const UNREADABLE: &str = "UNREADABLE  ";

pub(super) fn write(findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    if let Some(report) = &findings.log {
        report.ledgers.iter().try_for_each(|it| ledger(it, out))?;
        report.archives.iter().try_for_each(|it| archive(it, out))?;
        report.sessions.iter().try_for_each(|it| session(it, false, out))?;
    }
    findings.bundles.iter().try_for_each(|(path, report)| bundle(path, report, out))?;
    findings.receipts.iter().try_for_each(|(path, proven)| receipt(path, proven, out))?;
    let key = HEXLOWER.encode(findings.key.as_bytes());
    match findings.verdict() {
        Verdict::Verified => writeln!(out, "verified: {}, with the public key {key}", what(findings)),
        Verdict::NotVerified => writeln!(out, "NOT VERIFIED: see the lines marked FAULT (public key {key})"),
        Verdict::Unreadable => {
            writeln!(out, "NOT VERIFIED: see the lines marked UNREADABLE (public key {key})")
        }
    }
}

/// What was verified, in numbers.
fn what(findings: &Findings) -> String {
    let packed = findings.bundles.iter().flat_map(|(_, report)| &report.sessions);
    let sessions: Vec<_> = findings.log.iter().flat_map(|report| &report.sessions).chain(packed).collect();
    let lines = sessions.iter().map(|session| session.lines).sum();
    let mut parts = Vec::new();
    if findings.log.is_some() || !findings.bundles.is_empty() {
        parts.extend([count(sessions.len() as u64, "session"), count(lines, "line")]);
    }
    if !findings.receipts.is_empty() {
        parts.push(count(findings.receipts.len() as u64, "receipt"));
    }
    parts.join(", ")
}

fn ledger(ledger: &LedgerReport, out: &mut dyn Write) -> io::Result<()> {
    let torn = if ledger.torn > 0 { ", the last one torn" } else { "" };
    let said = say(&ledger.outcome, || format!("{}{torn}", count(ledger.lines, "line")));
    writeln!(out, "ledger  {said}")
}

fn session(session: &SessionReport, packed: bool, out: &mut dyn Write) -> io::Result<()> {
    let name = session.session.map_or_else(|| shown(&session.path), |id| id.to_string());
    writeln!(out, "{name}  {}", say(&session.outcome, || describe(session, packed)))
}

fn archive(archive: &ArchiveReport, out: &mut dyn Write) -> io::Result<()> {
    let said = say(&archive.outcome, || count(archive.files, "session file"));
    writeln!(out, "archive {}  {said}", shown(&archive.path))
}

fn bundle(path: &Path, report: &BundleReport, out: &mut dyn Write) -> io::Result<()> {
    let (mark, said) = match &report.outcome {
        Ok(()) => (FINE, format!("{}, each as listed", count(report.files, "file"))),
        Err(BundleFault::Unreadable(error)) => (UNREADABLE, error.to_string()),
        Err(fault) => (FAULT, LogText::new(fault.to_string()).to_string()),
    };
    writeln!(out, "bundle {}  {mark}{said}", shown(path))?;
    report.ledger.iter().try_for_each(|it| ledger(it, out))?;
    report.sessions.iter().try_for_each(|it| session(it, true, out))
}

fn receipt(path: &Path, proven: &Result<Proven, BadReceipt>, out: &mut dyn Write) -> io::Result<()> {
    match proven {
        Ok(Proven { session, seq, ts, kind, line, cover }) => {
            let cover = match cover.as_str() {
                "checkpoint" => "a checkpoint",
                _ => "the ledger",
            };
            let about = format!("line {seq} of session {session}, {kind}, {ts}, signed for by {cover}");
            writeln!(out, "receipt {}  {FINE}{about}\n{line}", shown(path))
        }
        Err(fault) => writeln!(out, "receipt {}  {FAULT}{fault}", shown(path)),
    }
}

fn say(outcome: &Outcome, fine: impl FnOnce() -> String) -> String {
    match outcome {
        Outcome::Verified => format!("{FINE}{}", fine()),
        Outcome::Fault(fault) => format!("{FAULT}{fault}"),
        Outcome::Unreadable(error) => format!("{UNREADABLE}{error}"),
    }
}

fn describe(session: &SessionReport, packed: bool) -> String {
    let lines = count(session.lines, "line");
    let signed = format!("{lines}, {} of them signed", session.covered);
    let torn = if session.torn > 0 { ", then one that was not written to its end" } else { "" };
    match session.standing {
        Standing::Closed => format!("{lines}, closed"),
        Standing::Adopted => format!("{signed}; never closed, adopted by a later session"),
        Standing::Live => format!("{signed}; still running"),
        Standing::NotClosed if packed => format!("{signed}; it had not ended when this was packed"),
        Standing::NotClosed => format!("{signed}{torn}; never closed, as after a crash"),
        Standing::Archived if session.lines > 0 => format!("{lines}, in an archive"),
        Standing::Archived => "moved to an archive".to_owned(),
        Standing::Alone => format!("{signed}{torn}; no ledger to hold it against"),
    }
}

/// A path without anything that a terminal obeys.
fn shown(path: &Path) -> String {
    LogText::new(path.to_string_lossy()).to_string()
}

fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
