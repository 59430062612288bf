//! Owns `ww audit`: what is asked of the log and how the answer is said. It must not write the log; `audit` does.

mod export;
mod keep;
mod ls;
mod otlp;
mod show;
mod story;
mod words;

use std::ffi::OsString;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;

pub use otlp::OtlpError;

use crate::audit::reading::Roll;
use crate::audit::{AuditError, LogText, SessionId, StateDir, receipt};
use crate::cli::{Audit, AuditCommand};
use crate::config::{ConfigError, Places};

/// Why nothing could be answered. The exit status is 2.
#[derive(Debug, thiserror::Error)]
pub enum AuditCommandError {
    /// There is no log, no key, or no such session.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// A session's name is none.
    #[error("{0} is not a session: `ww audit ls` lists them")]
    NoSession(String),
    /// The ledger has the session, but its file is gone.
    #[error("the file of session {session} is missing: run `ww verify`")]
    Missing {
        /// The session.
        session: SessionId,
    },
    /// It is not known what a secret is, which must not be in a bundle.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// `--before` is not a date.
    #[error("--before wants a day or a moment in UTC: 2026-11-22 or 2026-11-22T15:44:01Z")]
    Date,
    /// A file that was asked for cannot be written, or one that is needed not be read.
    #[error("cannot write {}", LogText::new(path.to_string_lossy()))]
    File {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A collector did not take the entries.
    #[error(transparent)]
    Otlp(#[from] OtlpError),
    /// The answer could not be written.
    #[error("cannot write the answer")]
    Output(#[from] io::Error),
}

/// Where the question was asked.
pub struct Surroundings<'a> {
    /// The log.
    pub state: &'a StateDir,
    /// The working directory.
    pub here: &'a Path,
    /// The environment.
    pub environment: &'a [(OsString, OsString)],
    /// Where the user's files are.
    pub places: &'a Places,
}

/// Answers on stdout, in colour where a terminal wants it; the exit status: 0 done, 1 something does not verify or was
/// not taken.
///
/// # Errors
/// See [`AuditCommandError`]; all of them mean exit status 2.
pub fn run(asked: &Audit, around: &Surroundings<'_>) -> Result<u8, AuditCommandError> {
    let choice = if asked.json { ColorChoice::Never } else { AutoStream::choice(&io::stdout()) };
    let mut out = BufWriter::new(AutoStream::new(io::stdout(), choice));
    let answered = answer(asked, around, &mut out).and_then(|status| {
        out.flush()?;
        Ok(status)
    });
    match answered {
        // Whoever reads has seen enough.
        Err(AuditCommandError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        answered => answered,
    }
}

fn answer(asked: &Audit, around: &Surroundings<'_>, out: &mut dyn Write) -> Result<u8, AuditCommandError> {
    let (state, json) = (around.state, asked.json);
    match &asked.command {
        AuditCommand::Ls => ls::run(state, json, out),
        AuditCommand::Show { session } => show::run(state, session, json, out),
        AuditCommand::Export(export) => export::run(export, around, json, out),
        AuditCommand::Receipt { session, seq, output } => {
            let (id, roll) = (session_id(session)?, Roll::read(state)?);
            let receipt = receipt::make(state, roll.find(id, state)?, *seq)?;
            export::write(&receipt, output.as_ref(), out).map(|()| 0)
        }
        AuditCommand::Adopt { session } => keep::adopt_dead(state, session.as_deref(), json, out),
        AuditCommand::Archive { before } => keep::archive_before(state, before, json, out),
        AuditCommand::Head => keep::print_head(state, json, out),
        AuditCommand::Key { command } => keep::key(command, state, json, out),
    }
}

/// The session of that name.
fn session_id(text: &str) -> Result<SessionId, AuditCommandError> {
    // Cut, and without anything that a terminal obeys: it is said again.
    SessionId::parse(text).ok_or_else(|| AuditCommandError::NoSession(LogText::new(text).to_string()))
}

/// An object on a line of its own.
fn object(value: &impl Serialize, out: &mut dyn Write) -> Result<(), AuditCommandError> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}
