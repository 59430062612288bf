//! Owns the sessions that ended without closing.

use std::path::PathBuf;

use super::AuditError;
use super::session::SessionId;
use super::state::StateDir;
use super::time::Clock;
use super::verify::Outcome;

/// What became of a session that ended without closing.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// The session.
    pub session: SessionId,
    /// Its file.
    pub path: PathBuf,
    /// Whole lines that verify.
    pub lines: u64,
    /// How many of them, from the first on, a checkpoint covers.
    pub covered: u64,
    /// Bytes of a torn line that were moved to the `.torn` file.
    pub cut: u64,
    /// Whether it verifies as far as it goes, and so was adopted. If not, nothing was changed.
    pub outcome: Outcome,
}

/// Enters sessions in the ledger as adopted that ended without closing, or only that one.
///
/// # Errors
/// A ledger that does not verify or cannot be written, or does not know the session.
pub fn adopt(
    _state: &StateDir,
    _only: Option<SessionId>,
    _clock: &Clock,
) -> Result<Vec<Adopted>, AuditError> {
    Ok(Vec::new())
}
