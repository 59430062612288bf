//! Owns the detector in force, and lets another take its place when known values have changed. It must not let a body
//! be searched by one that is out of date, nor forget a value.

use std::sync::{Arc, Mutex, PoisonError};

use super::Session;
use crate::audit::entry::{Entry, PolicyChange, Warning};
use crate::audit::{Digest, LogText};
use crate::config::known::Watch;
use crate::engine::detect::Detector;

/// The detector in force.
pub struct Current {
    state: Mutex<State>,
    policy: Digest,
}

struct State {
    detector: Arc<Detector>,
    watch: Watch,
}

impl Current {
    /// Begins with a detector that knows what `watch` was made for; `policy` is that of the session's first entry.
    #[must_use]
    pub fn new(detector: Detector, watch: Watch, policy: Digest) -> Self {
        Self { state: Mutex::new(State { detector: Arc::new(detector), watch }), policy }
    }
}

impl Session {
    /// The detector for what is searched now. Looks at the files that known values came from, some 30 of them, and
    /// reads them again where one has changed; whoever comes meanwhile waits for that, which takes a millisecond or two.
    pub(super) fn detector(&self) -> Arc<Detector> {
        // A panic while values were collected leaves the detector of before.
        let mut state = self.detector.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(again) = state.watch.again() else { return Arc::clone(&state.detector) };
        for warning in again.warnings {
            self.log.note(Entry::Warning(Warning { text: LogText::new(&warning) }));
            self.observed.notice(warning);
        }
        if let Some(detector) = state.detector.knowing(again.values) {
            state.detector = Arc::new(detector);
            let counts: Vec<_> =
                again.counts.iter().map(|(source, count)| format!("{source} {count}")).collect();
            let text = LogText::new(format!("known values were read again: {}", counts.join(", ")));
            self.log.note(Entry::PolicyChange(PolicyChange { policy: self.detector.policy, text }));
        }
        Arc::clone(&state.detector)
    }
}
