//! Owns `ww audit export`: which sessions, in which form, to where. It must not leave half a bundle behind.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::words::count;
use super::{AuditCommandError, Surroundings, otlp, session_id};
use crate::audit::bundle::{self, Made};
use crate::audit::reading::{Line, Listed, Raw, Roll, State, open_session};
use crate::audit::state::read_public_key;
use crate::audit::time::system_clock;
use crate::audit::verify::Verdict;
use crate::audit::verify::bundle::verify_bundle;
use crate::audit::{Head, LogText, SessionId, StateDir};
use crate::cli::Export;
use crate::config::Detection;
use crate::engine::detect::{Detector, Place};

/// A bundle that was written, for programs.
#[derive(Serialize)]
struct Written<'a> {
    path: LogText,
    verified: bool,
    #[serde(flatten)]
    made: &'a Made,
}

/// Exports; the exit status: 0 all of it, 1 something does not verify or was not taken.
pub(super) fn run(
    asked: &Export,
    around: &Surroundings<'_>,
    json: bool,
    out: &mut dyn Write,
) -> Result<u8, AuditCommandError> {
    let state = around.state;
    let ids = asked.sessions.iter().map(|id| session_id(id)).collect::<Result<Vec<_>, _>>()?;
    if let Some(path) = &asked.output {
        return to_bundle(path, &ids, around, json, out);
    }
    let roll = Roll::read(state)?;
    let chosen = chosen(&roll, &ids, state)?;
    match &asked.otlp {
        Some(url) => otlp::run(around, (&roll, &chosen), url, json, out),
        None => ndjson(state, &chosen, out),
    }
}

fn chosen<'a>(
    roll: &'a Roll,
    ids: &[SessionId],
    state: &StateDir,
) -> Result<Vec<&'a Listed>, AuditCommandError> {
    if ids.is_empty() {
        return Ok(roll.sessions.iter().filter(|listed| listed.state != State::Missing).collect());
    }
    let chosen = ids.iter().map(|id| match roll.find(*id, state)? {
        Listed { state: State::Missing, id, .. } => Err(AuditCommandError::Missing { session: *id }),
        listed => Ok(listed),
    });
    chosen.collect()
}

/// Writes the bundle beside its place, looks whether it verifies, and puts it there.
fn to_bundle(
    path: &Path,
    ids: &[SessionId],
    around: &Surroundings<'_>,
    json: bool,
    out: &mut dyn Write,
) -> Result<u8, AuditCommandError> {
    let detector = Detector::new(Detection::here(around.here, around.environment, around.places)?.settings);
    let is_clean = |bytes: &[u8]| detector.find(bytes, Place::default()).is_empty();
    let failed = |source| AuditCommandError::File { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let made = bundle::make(around.state, ids, &is_clean, &system_clock(), BufWriter::new(file.as_file()))?;
    let key = read_public_key(&around.state.signing_pub())?;
    let report = verify_bundle(file.path(), &key, None)?;
    let verified = report.verdict() == Verdict::Verified;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    let path = LogText::new(path.to_string_lossy());
    if json {
        super::object(&Written { path, verified, made: &made }, out)?;
        return Ok(u8::from(!verified));
    }
    writeln!(out, "wrote {path}: {} in {}", count(made.sessions, "session"), count(made.files, "file"))?;
    for left in &made.left_out {
        writeln!(out, "only the digest of {}: {}", left.path, left.why)?;
    }
    if verified {
        writeln!(
            out,
            "to check it anywhere: ww verify {path} --key PUB, with what `ww audit key export` prints"
        )?;
    } else {
        writeln!(out, "what is in it does NOT VERIFY: see `ww verify {path}`")?;
    }
    Ok(u8::from(!verified))
}

/// Prints every entry with its session and the head after it, which names it in all logs of the world.
fn ndjson(state: &StateDir, chosen: &[&Listed], out: &mut dyn Write) -> Result<u8, AuditCommandError> {
    let mut status = 0;
    for listed in chosen {
        for bytes in Raw::new(open_session(state, listed)?) {
            let bytes = bytes?;
            // Only what the log itself could have written: then the bytes are JSON on one line.
            let Some(head) = head(&bytes) else {
                status = 1;
                break;
            };
            write!(out, "{{\"session\":\"{}\",\"head\":\"{head}\",\"entry\":", listed.id)?;
            out.write_all(&bytes)?;
            writeln!(out, "}}")?;
        }
    }
    Ok(status)
}

fn head(line: &[u8]) -> Option<Head> {
    Line::read(line).and_then(|read| read.prev()).map(|head| head.after(line))
}

/// Writes a small file, or stdout when none is named.
pub(super) fn write(text: &str, to: Option<&PathBuf>, out: &mut dyn Write) -> Result<(), AuditCommandError> {
    let Some(path) = to else { return Ok(out.write_all(text.as_bytes())?) };
    let written = File::create(path).and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|source| AuditCommandError::File { path: path.clone(), source })
}
