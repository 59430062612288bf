//! Owns the question whether known values may have changed since they were collected, and collects them again then. It
//! must not rest on an earlier look, since an agent may write a file and send it at once, and must not forget a value:
//! one that has left its file is still a secret.

use std::collections::HashSet;
use std::path::PathBuf;

use super::read::{Stamp, stamp};
use super::{Known, KnownCounts, Origins};
use crate::causes::told;
use crate::engine::detect::KnownValue;

/// The files and directories that known values came from, or could. The default has none.
#[derive(Default)]
pub struct Watch {
    origins: Origins,
    seen: Vec<(PathBuf, Stamp)>,
    /// How many values commands gave; these are not run again.
    from_commands: usize,
    told: HashSet<String>,
}

/// What was collected again. No `Debug`: these are secrets.
pub struct Again {
    /// The values that there are now; some may be new, and some of before may be gone.
    pub values: Vec<KnownValue>,
    /// How many came from where.
    pub counts: KnownCounts,
    /// What could not be read, one sentence each, and not said before.
    pub warnings: Vec<String>,
}

impl Watch {
    /// Watches everything that was looked at for `known`; `from_commands` of its values came from elsewhere.
    pub(crate) fn new(origins: Origins, known: &mut Known, from_commands: usize) -> Self {
        let told = known.warnings.iter().cloned().collect();
        Self { origins, seen: std::mem::take(&mut known.seen), from_commands, told }
    }

    /// Collects again if anything has changed, appeared or vanished; `None` if not, which costs a `stat` for each path.
    /// What cannot be read any more gives a warning and no values; those taken before are the caller's to keep.
    pub fn again(&mut self) -> Option<Again> {
        if self.seen.iter().all(|(path, seen)| stamp(path) == *seen) {
            return None;
        }
        let known = self.origins.collect();
        self.seen = known.seen;
        let mut counts = known.counts;
        if self.from_commands > 0 {
            *counts.entry("profile").or_default() += self.from_commands;
        }
        let errors = known.errors.iter().map(|error| told(error));
        let warnings = known.warnings.into_iter().chain(errors);
        let warnings = warnings.filter(|warning| self.told.insert(warning.clone())).collect();
        Some(Again { values: known.values, counts, warnings })
    }
}
