//! Owns `ww audit adopt`, `archive`, `head` and `key`: what keeps the log, and what is to be kept elsewhere. The work is
//! `audit`'s; this says what came of it.

use std::fs;
use std::io::Write;

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::json;

use super::words::{BAD, NAME, count};
use super::{AuditCommandError, export, object, session_id};
use crate::audit::state::read_public_key;
use crate::audit::time::system_clock;
use crate::audit::verify::Outcome;
use crate::audit::{AuditError, LogText, SessionId, StateDir, Timestamp, adopt, archive, head, rotate_key};
use crate::cli::KeyCommand;

/// A session that was closed by somebody else, for programs.
#[derive(Serialize)]
struct Row {
    session: SessionId,
    adopted: bool,
    lines: u64,
    signed: u64,
    cut: u64,
    reason: Option<String>,
}

/// Closes sessions that were killed; the exit status: 0, or 1 when one of them does not verify.
pub(super) fn adopt_dead(
    state: &StateDir,
    session: Option<&str>,
    json: bool,
    out: &mut dyn Write,
) -> Result<u8, AuditCommandError> {
    let only = session.map(session_id).transpose()?;
    exists(state)?;
    let found = adopt(state, only, &system_clock())?;
    let mut status = 0;
    for it in &found {
        let reason = match &it.outcome {
            Outcome::Verified => None,
            Outcome::Fault(fault) => Some(fault.to_string()),
            Outcome::Unreadable(error) => Some(error.to_string()),
        };
        status |= u8::from(reason.is_some());
        let row = Row {
            session: it.session,
            adopted: reason.is_none(),
            lines: it.lines,
            signed: it.covered,
            cut: it.cut,
            reason,
        };
        if json { object(&row, out)? } else { say(&row, out)? }
    }
    if found.is_empty() && !json {
        writeln!(out, "no session to adopt: all are closed or running")?;
    }
    Ok(status)
}

fn say(row: &Row, out: &mut dyn Write) -> std::io::Result<()> {
    let Row { session, lines, signed, cut, reason, .. } = row;
    if let Some(reason) = reason {
        return writeln!(out, "{NAME}{session}{NAME:#}  {BAD}not adopted{BAD:#}: {reason}; run `ww verify`");
    }
    let cut =
        if *cut > 0 { format!(", {} of a torn line put aside", count(*cut, "byte")) } else { String::new() };
    writeln!(out, "{NAME}{session}{NAME:#}  adopted: {}, {signed} of them signed{cut}", count(*lines, "line"))
}

/// Moves sessions to an archive; the exit status: 0, or 1 when some stay because they do not verify.
pub(super) fn archive_before(
    state: &StateDir,
    before: &str,
    json: bool,
    out: &mut dyn Write,
) -> Result<u8, AuditCommandError> {
    let moment = moment(before).ok_or(AuditCommandError::Date)?;
    exists(state)?;
    let Some(archived) = archive(state, moment, &system_clock())? else {
        if json {
            object(&json!({"archive": null, "files": [], "left": []}), out)?;
        } else {
            writeln!(out, "no session to archive: none that is closed began before that")?;
        }
        return Ok(0);
    };
    let status = u8::from(!archived.left.is_empty());
    let path = LogText::new(archived.path.to_string_lossy());
    if json {
        let (files, left) = (&archived.files, &archived.left);
        object(&json!({"archive": path, "sha256": archived.sha256, "files": files, "left": left}), out)?;
        return Ok(status);
    }
    writeln!(out, "moved {} to {path}", count(archived.files.len() as u64, "session"))?;
    writeln!(out, "SHA-256 {}, which the ledger has too", archived.sha256)?;
    for file in &archived.left {
        writeln!(out, "{BAD}left{BAD:#} {file}: it does not verify; run `ww verify`")?;
    }
    Ok(status)
}

/// A day's beginning or a moment, in UTC.
fn moment(text: &str) -> Option<Timestamp> {
    let seconds = |text: &str| text.strip_suffix('Z').map(|text| format!("{text}.000Z"));
    let midnight = (text.len() == "2026-11-22".len()).then(|| format!("{text}T00:00:00.000Z"));
    [Some(text.to_owned()), seconds(text), midnight]
        .into_iter()
        .flatten()
        .find_map(|text| Timestamp::parse(&text))
}

/// Prints where the ledger is now.
pub(super) fn print_head(state: &StateDir, json: bool, out: &mut dyn Write) -> Result<u8, AuditCommandError> {
    let (lines, head) = head(state)?;
    if json {
        object(&json!({"lines": lines, "head": head}), out)?;
    } else {
        writeln!(out, "{lines}:{head}")?;
    }
    Ok(0)
}

/// Shows or changes the key.
pub(super) fn key(
    asked: &KeyCommand,
    state: &StateDir,
    json: bool,
    out: &mut dyn Write,
) -> Result<u8, AuditCommandError> {
    let path = state.signing_pub();
    let hex = |key: &ed25519_dalek::VerifyingKey| HEXLOWER.encode(key.as_bytes());
    let shown = LogText::new(path.to_string_lossy());
    match asked {
        KeyCommand::Show if json => {
            object(&json!({"key": hex(&read_public_key(&path)?), "path": shown}), out)?
        }
        KeyCommand::Show => writeln!(out, "{}\n{shown}", hex(&read_public_key(&path)?))?,
        KeyCommand::Export { output } => {
            let key = read_public_key(&path)?;
            let read = fs::read_to_string(&path);
            let pem = read.map_err(|source| AuditCommandError::File { path: path.clone(), source })?;
            if json {
                object(&json!({"key": hex(&key), "pem": pem}), out)?;
            } else {
                export::write(&pem, output.as_ref(), out)?;
            }
        }
        KeyCommand::Rotate => {
            exists(state)?;
            let rotated = rotate_key(state, &system_clock())?;
            let (was, key) = (hex(&rotated.was), hex(&rotated.key));
            if json {
                object(&json!({"was": was, "key": key}), out)?;
            } else {
                writeln!(out, "was {was}\nnow {key}")?;
                writeln!(
                    out,
                    "the log has the change, signed with both; whoever keeps the old one can go on using it"
                )?;
            }
        }
    }
    Ok(0)
}

/// These commands write to a log; they do not begin one.
fn exists(state: &StateDir) -> Result<(), AuditError> {
    read_public_key(&state.signing_pub()).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_beginning() {
        let at = |text| moment(text).map(|moment| moment.to_string());
        let midnight = Some("2026-11-22T00:00:00.000Z".to_owned());
        assert_eq!((at("2026-11-22"), at("2026-11-22T00:00:00Z")), (midnight.clone(), midnight));
        for bad in ["", "yesterday", "2026-13-01", "22.11.2026", "2026-11-22 10:00"] {
            assert_eq!(at(bad), None, "{bad}");
        }
    }
}
