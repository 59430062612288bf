//! Owns reading the log for people and for other programs: the list of sessions, what lines say, what a session comes
//! to. It must not be taken for proof, which `verify` gives, and must not write.

mod raw;
mod roll;
mod said;
mod summary;

use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};

pub use raw::Raw;
pub(super) use roll::{BookLine, Booked, ledger, session_of};
pub use roll::{Listed, Roll, State};
pub use said::{
    Answered, Ended, Hit, Known, Line, Overrides, Passed, ProfileFile, Restored, Said, Start, Totals,
    TypeCount,
};
pub use summary::{Adding, Coverage, Summary, Tunnelled};

use super::state::StateDir;
use super::verify::open;
use super::{AuditError, packed, system};

/// Bytes from the end of a file in which its last lines nearly always are.
const NEAR: u64 = 1 << 14;

/// The bytes of a session's file, wherever it is.
///
/// # Errors
/// It cannot be read, or is nowhere.
pub fn open_session(state: &StateDir, listed: &Listed) -> Result<Box<dyn Read + Send>, AuditError> {
    let path = listed.path(state);
    match &listed.archive {
        Some(archive) if !path.exists() => {
            let archive = state.archives().join(archive);
            Ok(Box::new(Cursor::new(packed::one(&archive, &listed.file)?)))
        }
        _ => Ok(Box::new(open(&path).map_err(system("read", &path))?)),
    }
}

/// What all lines of a session come to.
///
/// # Errors
/// It cannot be read.
pub fn summary(state: &StateDir, listed: &Listed) -> Result<Summary, AuditError> {
    let mut adding = Adding::default();
    for line in Raw::new(open_session(state, listed)?) {
        adding.line(Line::read(&line.map_err(system("read", &listed.path(state)))?).as_ref());
    }
    Ok(adding.finish())
}

/// What a session comes to, without its coverage where a look at its first and last lines is enough: so a list of
/// many sessions is quick.
///
/// # Errors
/// It cannot be read.
pub fn glance(state: &StateDir, listed: &Listed) -> Result<Summary, AuditError> {
    let path = listed.path(state);
    if listed.state != State::Closed {
        return summary(state, listed);
    }
    let mut file = open(&path).map_err(system("read", &path))?;
    match ends(&mut file).map_err(system("read", &path))? {
        Some(sum) => Ok(sum),
        None => summary(state, listed),
    }
}

/// What the first line and `session_end` say; `None` when they are not where they should be.
fn ends(file: &mut File) -> std::io::Result<Option<Summary>> {
    let first = Raw::new(&mut *file).next().transpose()?;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(NEAR)))?;
    let near: Vec<Vec<u8>> = Raw::new(&mut *file).collect::<Result<_, _>>()?;
    let Some(first) = first.and_then(|line| Line::read(&line)) else { return Ok(None) };
    // The last is a checkpoint.
    let end = near.iter().rev().take(2).find_map(|line| match Line::read(line) {
        Some(line) if matches!(line.said, Said::SessionEnd { .. }) => Some(line),
        _ => None,
    });
    let Some(end) = end else { return Ok(None) };
    let mut adding = Adding::default();
    adding.line(Some(&first));
    adding.line(Some(&end));
    let Said::SessionEnd { totals, .. } = end.said else { return Ok(None) };
    let mut sum = adding.finish();
    (sum.requests, sum.refused, sum.secrets) = (totals.requests, totals.refused, totals.secrets);
    sum.lines = end.seq.saturating_add(2);
    Ok(Some(sum))
}
