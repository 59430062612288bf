//! Owns what is noticed along the way and told at the end, but is not evidence. It must not grow with the session.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Latencies kept; later ones take the place of earlier ones.
const MAX_TIMES: usize = 4096;
/// Notices kept; the log has them all.
const MAX_NOTICES: usize = 16;

/// What was noticed.
#[derive(Clone, Default, Debug)]
pub struct Observed {
    /// What `ww` itself added to requests: reading, replacing and recording.
    pub added: Vec<Duration>,
    /// Placeholders in responses that were never issued here.
    pub unresolved: u64,
    /// What the user should know, and could not be told while the child had the terminal.
    pub notices: Vec<String>,
    requests: usize,
}

/// The notes of all connections.
#[derive(Default, Debug)]
pub struct Observations(Mutex<Observed>);

impl Observations {
    /// A request was ready to leave after this much work.
    pub fn added(&self, time: Duration) {
        let mut notes = self.lock();
        let at = notes.requests % MAX_TIMES;
        notes.requests += 1;
        match notes.added.get_mut(at) {
            Some(slot) => *slot = time,
            None => notes.added.push(time),
        }
    }

    /// A response left so many placeholders unresolved.
    pub fn unresolved(&self, count: u64) {
        self.lock().unresolved += count;
    }

    /// The user should know of this at the end.
    pub fn notice(&self, text: String) {
        let mut notes = self.lock();
        if notes.notices.len() < MAX_NOTICES {
            notes.notices.push(text);
        }
    }

    /// All notes so far.
    #[must_use]
    pub fn take(&self) -> Observed {
        std::mem::take(&mut *self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Observed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
