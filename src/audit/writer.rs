//! Owns one session's file: its lines, its checkpoints, its first and last line in the ledger. Called by one thread; it
//! must not wait for anything but the file system.

use std::fs::File;
use std::path::Path;

use ed25519_dalek::SigningKey;

use super::chain::Head;
use super::entry::{Body, Entry, MAX_LISTED, SessionEnd, SessionStart, Totals, Warning};
use super::ledger::{self, Ledger, Record};
use super::line::Tip;
pub use super::listing::Uninspected;
use super::listing::{FirstSeen, Listing};
use super::session::SessionId;
use super::state::StateDir;
use super::tail::Tail;
use super::text::LogText;
use super::time::{Clock, Timestamp};
use super::{AuditError, checkpoint, system};

/// A checkpoint is every hundredth line at least.
pub(super) const CHECKPOINT_EVERY: u64 = 100;

/// What is left of a session that was closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Closed {
    /// The session.
    pub id: SessionId,
    /// Lines in its file.
    pub lines: u64,
    /// The head after them.
    pub head: Head,
    /// What was recorded.
    pub totals: Totals,
    /// What was not inspected.
    pub uninspected: Uninspected,
    /// How many lines the ledger had once this session's end was in it, and the head after them.
    pub ledger: (u64, Head),
}

/// A session file that is open.
pub(super) struct Writer {
    state: StateDir,
    key: SigningKey,
    clock: Clock,
    id: SessionId,
    file_name: String,
    tail: Tail,
    tip: Tip,
    /// Lines after the last checkpoint.
    uncovered: u64,
    /// Whether a checkpoint was written that is not known to be on the disk.
    unsynced: bool,
    /// Whether the ledger line and the directory entry of this session are not known to be on the disk.
    fresh: bool,
    listing: Listing,
}

/// Lines that are about to be written, and what will be true once they are.
struct Draft {
    bytes: Vec<u8>,
    tip: Tip,
    uncovered: u64,
    checkpoint: bool,
    first_seen: FirstSeen,
}

impl Writer {
    /// Makes the file, enters it in the ledger, and writes its first line and checkpoint.
    pub(super) fn open(
        state: &StateDir,
        id: SessionId,
        start: &SessionStart,
        clock: Clock,
    ) -> Result<Self, AuditError> {
        let mut ledger = Ledger::lock(state, clock())?;
        let key = ledger.key().clone();
        let now = clock().max(ledger.tip().last);
        let file_name = id.file_name(now);
        // Before its ledger line: a crash in between leaves an empty file that nobody misses, not a line without a file.
        let tail = Tail::create(&state.audit().join(&file_name))?;
        let opened = ledger.append(&Record::Opened { session: id, file: &file_name }, now);
        let head = opened.inspect_err(|_| ledger::forget(&tail))?;
        drop(ledger);
        let mut writer = Self {
            state: state.clone(),
            key,
            clock,
            id,
            file_name,
            tail,
            tip: Tip { lines: 0, head, last: now },
            uncovered: 0,
            unsynced: false,
            fresh: true,
            listing: Listing::default(),
        };
        writer.listing.uninspected.confinement = start.confinement.to_string();
        let mut draft = writer.draft();
        writer.push(&mut draft, &Body::Start { session: id, start })?;
        writer.push_checkpoint(&mut draft)?;
        writer.commit(draft)?;
        Ok(writer)
    }

    /// Appends entries in one write; how it went for each. After `Err` nothing of that entry is in the file.
    pub(super) fn append(&mut self, entries: Vec<Entry>) -> Vec<Result<(), AuditError>> {
        let mut draft = self.draft();
        let (mut outcomes, mut written) = (Vec::new(), Vec::new());
        for entry in entries {
            let entry = self.listing.cut(entry, &mut draft.first_seen);
            outcomes.push(self.push(&mut draft, &Body::Entry(&entry)));
            written.push(entry);
        }
        match self.commit(draft) {
            Ok(()) => {
                let pairs = written.iter().zip(&outcomes);
                pairs.filter(|(_, outcome)| outcome.is_ok()).for_each(|(entry, _)| self.listing.count(entry));
            }
            Err(error) => outcomes.iter_mut().filter(|outcome| outcome.is_ok()).for_each(|outcome| {
                *outcome = Err(error.clone());
            }),
        }
        outcomes
    }

    /// Says in the log that something about the log itself went wrong.
    pub(super) fn warn(&mut self, text: String) -> Result<(), AuditError> {
        let warning = Entry::Warning(Warning { text: LogText::new(text) });
        self.append(vec![warning]).pop().unwrap_or(Err(AuditError::Closed))
    }

    /// Whether there are lines that no checkpoint covers.
    pub(super) fn is_uncovered(&self) -> bool {
        self.uncovered > 0
    }

    /// Writes a checkpoint now.
    pub(super) fn cover(&mut self) -> Result<(), AuditError> {
        let mut draft = self.draft();
        self.push_checkpoint(&mut draft)?;
        self.commit(draft)
    }

    /// Whether there is a checkpoint that should be brought to the disk.
    pub(super) fn is_unsynced(&self) -> bool {
        self.unsynced
    }

    /// Waits until all checkpoints, and that there is this session at all, are on the disk.
    pub(super) fn sync(&mut self) -> Result<(), AuditError> {
        if self.fresh {
            sync_path(&self.state.ledger())?;
        }
        self.sync_session()
    }

    /// Writes the last line and its checkpoint, brings them to the disk, and enters the end in the ledger.
    pub(super) fn close(mut self, end: &SessionEnd) -> Result<Closed, AuditError> {
        let totals = self.listing.totals();
        let left_running = end.left_running.get(..MAX_LISTED).unwrap_or(&end.left_running);
        let mut draft = self.draft();
        self.push(&mut draft, &Body::End { ended: end.ended, totals: &totals, left_running })?;
        if draft.uncovered > 0 {
            self.push_checkpoint(&mut draft)?;
        }
        self.commit(draft)?;
        // Before the ledger says so: else a power failure could leave a ledger that misses lines of a session.
        self.sync_session()?;
        let Tip { lines, head, last } = self.tip;
        let now = (self.clock)().max(last);
        // With the key that is in force now, which may be another than this session began with.
        let mut ledger = Ledger::lock(&self.state, now)?;
        ledger.append(&Record::Closed { session: self.id, file: &self.file_name, lines, head }, now)?;
        let after = (ledger.tip().lines, ledger.tip().head);
        ledger.sync()?;
        Ok(Closed { id: self.id, lines, head, totals, uninspected: self.listing.uninspected, ledger: after })
    }

    fn sync_session(&mut self) -> Result<(), AuditError> {
        if self.unsynced {
            self.tail.sync()?;
            self.unsynced = false;
        }
        if self.fresh {
            sync_path(&self.state.audit())?;
            self.fresh = false;
        }
        Ok(())
    }

    fn draft(&self) -> Draft {
        Draft {
            bytes: Vec::new(),
            tip: self.tip,
            uncovered: self.uncovered,
            checkpoint: false,
            first_seen: FirstSeen::new(),
        }
    }

    fn push(&self, draft: &mut Draft, body: &Body<'_>) -> Result<(), AuditError> {
        let now = (self.clock)();
        draft.line(now, body)?;
        draft.uncovered += 1;
        if draft.uncovered + 1 == CHECKPOINT_EVERY { self.push_checkpoint(draft) } else { Ok(()) }
    }

    fn push_checkpoint(&self, draft: &mut Draft) -> Result<(), AuditError> {
        let text = checkpoint::text(self.id, draft.tip.lines, draft.tip.head);
        draft
            .line((self.clock)(), &Body::Checkpoint { sig: checkpoint::sign(&self.key, text.as_bytes()) })?;
        (draft.uncovered, draft.checkpoint) = (0, true);
        Ok(())
    }

    fn commit(&mut self, draft: Draft) -> Result<(), AuditError> {
        if draft.bytes.is_empty() {
            return Ok(());
        }
        self.tail.append(&draft.bytes)?;
        (self.tip, self.uncovered) = (draft.tip, draft.uncovered);
        self.unsynced |= draft.checkpoint;
        self.listing.saw(draft.first_seen);
        Ok(())
    }
}

fn sync_path(path: &Path) -> Result<(), AuditError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(system("sync", path))
}

impl Draft {
    fn line(&mut self, now: Timestamp, body: &Body<'_>) -> Result<(), AuditError> {
        let line = self.tip.line(now, body.kind(), body)?;
        self.tip.advance(&line, now);
        self.bytes.extend(line);
        self.bytes.push(b'\n');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::super::canon;
    use super::super::entry::Hit;
    use super::super::sample::{
        BEGIN, end, hit, message, refused, request, response, start, state, stopped_clock, tunnel, warning,
    };
    use super::super::shape::SESSION;
    use super::*;

    fn writer(state: &StateDir, clock: Clock) -> Writer {
        Writer::open(state, SessionId::parse("k3f9q2").unwrap(), &start(), clock).unwrap()
    }

    fn lines(state: &StateDir) -> Vec<String> {
        let file = state.audit().join("2026-11-22T15-44-01Z-k3f9q2.jsonl");
        fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_published_example_is_what_is_written() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let time = Arc::new(AtomicU64::new(BEGIN));
        let shown = Arc::clone(&time);
        let mut writer =
            writer(&state, Arc::new(move || Timestamp::from_millis(shown.load(Ordering::Relaxed))));
        for entry in [request(vec![hit(10)]), response(), tunnel(), refused("the body is not \"JSON\"")] {
            time.fetch_add(1500, Ordering::Relaxed);
            writer.append(vec![entry]).pop().unwrap().unwrap();
        }
        time.fetch_add(1500, Ordering::Relaxed);
        writer.close(&end()).unwrap();
        assert_eq!(lines(&state), EXAMPLE.lines().collect::<Vec<_>>());
        assert_eq!(
            fs::read_to_string(state.ledger()).unwrap(),
            include_str!("fixtures/example/ledger.jsonl")
        );
        assert_eq!(
            fs::read_to_string(state.signing_pub()).unwrap(),
            include_str!("fixtures/example/signing.pub")
        );
    }

    const EXAMPLE: &str = include_str!("fixtures/example/2026-11-22T15-44-01Z-k3f9q2.jsonl");

    #[test]
    fn every_kind_is_written_as_the_reader_demands() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let mut writer = writer(&state, stopped_clock());
        let full = [
            request(vec![hit(1), hit(2)]),
            response(),
            message(vec![hit(1), hit(3)], 1),
            refused("x"),
            tunnel(),
            warning("\"\\ é"),
        ];
        assert!(writer.append(full.to_vec()).iter().all(Result::is_ok));
        writer.close(&end()).unwrap();
        for line in lines(&state) {
            let common = canon::read(line.as_bytes(), SESSION).unwrap_or_else(|| panic!("{line}"));
            assert!(SESSION.iter().any(|(kind, _)| *kind == common.kind));
        }
    }

    #[test]
    fn a_secret_is_listed_once_in_a_session() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let mut writer = writer(&state, stopped_clock());
        let requests = [vec![hit(1), hit(1)], vec![hit(1), hit(2)], vec![hit(1), hit(2)]].map(request);
        writer.append(requests.to_vec());
        let lines = lines(&state);
        let counts = |line: &str| (line.matches(r#""id":"#).count(), line.contains(r#""unlisted":2"#));
        assert_eq!(
            [&lines[2], &lines[3], &lines[4]].map(|line| counts(line)),
            [(2, false), (1, false), (0, true)]
        );
        assert!(lines[3].contains(r#""unlisted":1"#));
        assert_eq!(writer.close(&end()).unwrap().totals.secrets[0].count, 2);
    }

    #[test]
    fn a_message_lists_as_requests_and_responses_do() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let mut writer = writer(&state, stopped_clock());
        writer.append(vec![request(vec![hit(1)]), message(vec![hit(1), hit(2)], MAX_LISTED as u64 + 3)]);
        let lines = lines(&state);
        let hits = lines[3].split(r#""restored""#).next().unwrap();
        assert_eq!(
            (hits.matches(r#""id":"#).count(), lines[3].matches(r#""id":"#).count()),
            (1, 1 + MAX_LISTED)
        );
        assert!(lines[3].contains(r#""unlisted":7"#), "one hit and three restored twice each: {}", lines[3]);
        let totals = writer.close(&end()).unwrap().totals;
        assert_eq!((totals.requests, totals.secrets[0].count), (1, 2));
    }

    #[test]
    fn the_longest_entries_fit_in_a_line() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let mut writer = writer(&state, stopped_clock());
        let long = |secret| Hit { path: LogText::new("\"".repeat(2000)), ..hit(secret) };
        let requests = vec![request((0..2000).map(long).collect()); 2];
        assert!(writer.append(requests).iter().all(Result::is_ok));
        let lines = lines(&state);
        assert!(lines[2].contains(&format!(r#""unlisted":{}"#, 2000 - MAX_LISTED)));
        assert!(lines[3].contains(&format!(r#""unlisted":{}"#, 2000 - MAX_LISTED)));
        assert_ne!(lines[2], lines[3]);
    }
}
