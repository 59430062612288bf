//! Owns `ww audit show`: a session as a story, line by line, and whether it verifies. It must not show a line that is
//! not as the log writes lines: only so nothing in it can deceive who reads it.

use std::io::{self, Write};

use serde::Serialize;

use super::story::tell;
use super::words::{BAD, FAINT, KIND, bytes, count, kinds, lasted};
use super::{AuditCommandError, session_id};
use crate::audit::reading::{Adding, Line, Listed, Raw, Roll, State, Summary, open_session};
use crate::audit::verify::{Outcome, Standing, Target, verify};
use crate::audit::{SessionId, StateDir};

/// Most hosts that are named.
const MOST: usize = 12;

/// What comes after the entries, for programs.
#[derive(Serialize)]
struct Sum<'a> {
    summary: &'a Summary,
    verified: bool,
    reason: Option<&'a str>,
}

/// Tells what happened in a session; the exit status: 0 verified, 1 not.
pub(super) fn run(
    state: &StateDir,
    session: &str,
    json: bool,
    out: &mut dyn Write,
) -> Result<u8, AuditCommandError> {
    let id = session_id(session)?;
    let roll = Roll::read(state)?;
    let listed = roll.find(id, state)?;
    if listed.state == State::Missing {
        return Err(AuditCommandError::Missing { session: id });
    }
    let (verified, reason) = verdict(state, id)?;
    if json {
        told_to_programs(state, listed, (verified, &reason), out)?;
        return Ok(u8::from(!verified));
    }
    let mut adding = Adding::default();
    for (number, bytes) in (1..).zip(Raw::new(open_session(state, listed)?)) {
        let line = Line::read(&bytes?);
        adding.line(line.as_ref());
        match line {
            Some(line) => tell(listed, &line, out)?,
            None => writeln!(out, "{BAD}line {number} is not a line of the log, and is not shown{BAD:#}")?,
        }
    }
    sum_up(&adding.finish(), out)?;
    let style = if verified { KIND } else { BAD };
    writeln!(out, "{style}{}{style:#}: {reason}", if verified { "verified" } else { "NOT VERIFIED" })?;
    Ok(u8::from(!verified))
}

/// The same as one object, with the lines as they are.
fn told_to_programs(
    state: &StateDir,
    listed: &Listed,
    (verified, reason): (bool, &str),
    out: &mut dyn Write,
) -> Result<(), AuditCommandError> {
    let (mut adding, mut first) = (Adding::default(), true);
    write!(out, "{{\"session\":\"{}\",\"state\":", listed.id)?;
    serde_json::to_writer(&mut *out, &listed.state).map_err(io::Error::from)?;
    write!(out, ",\"entries\":[")?;
    for bytes in Raw::new(open_session(state, listed)?) {
        let bytes = bytes?;
        let line = Line::read(&bytes);
        adding.line(line.as_ref());
        // Only what was read: then the bytes are JSON on one line, with nothing that a terminal obeys.
        if line.is_some() {
            out.write_all(if std::mem::take(&mut first) { b"" } else { b"," })?;
            out.write_all(&bytes)?;
        }
    }
    let sum = Sum { summary: &adding.finish(), verified, reason: (!verified).then_some(reason) };
    let sum = serde_json::to_string(&sum).map_err(io::Error::from)?;
    Ok(writeln!(out, "],{}", sum.strip_prefix('{').unwrap_or(&sum))?)
}

/// Whether the session verifies, and how far or why not.
fn verdict(state: &StateDir, id: SessionId) -> Result<(bool, String), AuditCommandError> {
    let report = verify(state, &[Target::Session(id)], None, None)?;
    let ledgers = report.ledgers.iter().map(|ledger| ("the ledger: ", &ledger.outcome));
    let outcomes = ledgers.chain(report.sessions.iter().map(|session| ("", &session.outcome)));
    for (what, outcome) in outcomes {
        match outcome {
            Outcome::Verified => {}
            Outcome::Fault(fault) => return Ok((false, format!("{what}{fault}"))),
            Outcome::Unreadable(error) => return Ok((false, format!("{what}{error}"))),
        }
    }
    let mut how = report.sessions.iter().map(|session| match session.standing {
        Standing::Closed | Standing::Adopted => "to the last byte".to_owned(),
        Standing::Archived if session.lines > 0 => "to the last byte, in its archive".to_owned(),
        Standing::Archived => "the ledger; the archive with the session was not looked at".to_owned(),
        Standing::Live | Standing::NotClosed | Standing::Alone => {
            format!(
                "the first {} of {}; nothing signs the others",
                session.covered,
                count(session.lines, "line")
            )
        }
    });
    Ok((true, how.next_back().unwrap_or_default()))
}

/// What it comes to, and what was not inspected.
fn sum_up(sum: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let lasted = sum.began.as_deref().zip(sum.last.as_deref()).and_then(|(from, to)| lasted(from, to));
    let mut row = |name: &str, what: String| writeln!(out, "  {FAINT}{name:12}{FAINT:#} {what}");
    let passed = match (sum.messages, sum.refused) {
        (0, refused) => format!("{}, {refused} refused", count(sum.requests, "request")),
        (messages, refused) => {
            format!("{}, {}, {refused} refused", count(sum.requests, "request"), count(messages, "message"))
        }
    };
    row("in all", format!("{passed}, in {}", lasted.unwrap_or_else(|| "no time".to_owned())))?;
    let kinds = if sum.secrets.is_empty() { "none".to_owned() } else { kinds(&sum.secrets) };
    row(
        "secrets",
        format!(
            "{KIND}{kinds}{KIND:#}; replaced {}, put back {}",
            count(sum.replaced, "time"),
            count(sum.restored, "time")
        ),
    )?;
    let coverage = &sum.coverage;
    let mut unread: Vec<_> = coverage.tunnelled.iter().collect();
    unread.sort_by_key(|row| std::cmp::Reverse(row.up.saturating_add(row.down)));
    for host in unread.iter().take(MOST) {
        row(
            "not read",
            format!(
                "{}: {} up, {} down in {}",
                host.host,
                bytes(host.up),
                bytes(host.down),
                count(host.tunnels, "tunnel")
            ),
        )?;
    }
    if unread.len() > MOST {
        row("not read", format!("{} more", count((unread.len() - MOST) as u64, "host")))?;
    }
    let rows = [
        (coverage.opaque, "bytes in requests that could not be read as text"),
        (coverage.exempt, "findings in places that must not change"),
        (coverage.unresolved, "texts like a placeholder left as they were"),
        (sum.unreadable, "lines of the log that could not be read"),
    ];
    rows.into_iter()
        .filter(|(number, _)| *number > 0)
        .try_for_each(|(number, what)| row("left", format!("{number} {what}")))
}
