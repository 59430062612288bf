//! Owns the log: what is written, how it is chained and signed, and how it is checked. The only writer of it; it must
//! never see a secret, a header value or a query string. The bytes are specified in `docs/AUDIT-LOG.md`.
//!
//! ```text
//! state    the directory, the keys           log     the handle and its owner thread
//! entry    what can be recorded              writer  one session's file: lines, checkpoints, durability; listing
//! text     foreign text made harmless        ledger  the chain of sessions; keys: who signs it
//! line     common members, canonical bytes   tail    appending so that a failed write leaves nothing
//! shape, canon   what a line may look like   adopt   sessions that nobody closed; archive: those put away
//! chain, checkpoint   heads and signatures   verify  reading it all again, trusting none of the above
//! ```

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod adopt;
mod archive;
mod back;
pub mod bundle;
mod canon;
pub mod chain;
pub mod checkpoint;
pub mod entry;
mod keys;
mod ledger;
mod line;
mod listing;
pub mod log;
pub mod packed;
pub mod reading;
pub mod receipt;
#[cfg(test)]
pub(crate) mod sample;
pub mod session;
mod shape;
pub mod state;
mod tail;
pub mod text;
pub mod time;
pub mod verify;
pub mod writer;

pub use adopt::{Adopted, adopt, adopt_at_start};
pub use archive::{Archived, archive};
pub use chain::{Digest, Head};
pub use entry::Entry;
pub use keys::{Rotated, rotate_key};
pub use ledger::head;
pub use log::Log;
pub use session::SessionId;
pub use state::StateDir;
pub use text::LogText;
pub use time::{Clock, Timestamp};

/// Why the log cannot be kept or read. It can be cloned because one failed write fails every exchange in it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum AuditError {
    /// The system refused something outside of appending.
    #[error("cannot {doing} {}", path.display())]
    System {
        /// What was tried, as a verb.
        doing: &'static str,
        /// On which file or directory.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// Lines could not be appended. Nothing of them is left in the file; the next lines are tried again.
    #[error("cannot write the log {}; requests are refused until it can be written, so free some disk space", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: Arc<io::Error>,
    },
    /// The file under its path is not, or no longer only, what was written.
    #[error("the log {} was moved, deleted or changed by something else; end this session and start another", path.display())]
    Disturbed {
        /// Where the file should be.
        path: PathBuf,
    },
    /// One entry would make a longer line than a reader takes.
    #[error("an entry is longer than the {} bytes that a line of the log may have", line::MAX_LINE)]
    TooLong,
    /// The log was closed, or its owner thread ended.
    #[error("the log of this session is closed")]
    Closed,
    /// A directory belongs to somebody else or is not a directory.
    #[error("{} is not a directory of this user; remove it or set XDG_STATE_HOME to another place", path.display())]
    NotOurs {
        /// The directory.
        path: PathBuf,
    },
    /// A key file holds no such key.
    #[error("{} is not {expected}; restore it, or move the folders keys and audit aside to begin anew", path.display())]
    Key {
        /// The key file.
        path: PathBuf,
        /// What it should have been.
        expected: &'static str,
    },
    /// The ledger's last line is not one of ours, so nothing may be chained to it.
    #[error("the ledger {} does not verify; run `ww verify`, then move its folder aside to begin a new one", path.display())]
    Ledger {
        /// The ledger.
        path: PathBuf,
    },
    /// A packed file is not as this program packs files.
    #[error("{} cannot be unpacked: {why}", path.display())]
    Packed {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A line cannot be handed out yet.
    #[error("no signature covers line {seq} of {session} yet; ask again when the session has ended")]
    Uncovered {
        /// The session.
        session: SessionId,
        /// Lines before it.
        seq: u64,
    },
    /// What was asked for would hand out lines that do not verify.
    #[error("the log of session {session} does not verify; run `ww verify`")]
    Tampered {
        /// The session.
        session: SessionId,
    },
    /// Nothing of that name has ever been logged here.
    #[error("there is no log of {what} in {}", path.display())]
    Unknown {
        /// What was asked for.
        what: String,
        /// Where it was looked for.
        path: PathBuf,
    },
}

/// For `map_err`: the system refused `doing` on `path`.
fn system(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> AuditError {
    let path = path.to_owned();
    move |source| AuditError::System { doing, path, source: Arc::new(source) }
}
