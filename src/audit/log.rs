//! Owns the handle to a session's log and the one thread that writes it. It must not lose an entry silently: whoever
//! waits learns how it went, and what nobody waited for is made up for by a warning.

use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::entry::{Entry, SessionEnd, SessionStart};
use super::session::SessionId;
use super::state::StateDir;
use super::time::Clock;
use super::writer::Writer;
use super::{AuditError, system};

pub use super::writer::Closed;

/// How long a checkpoint may wait for the disk. Waiting a little keeps the disk out of the way of the child's start
/// and makes one sync of several; a session that ends sooner syncs at its end anyway.
const SYNC_WITHIN: Duration = Duration::from_millis(50);

/// How long a line may stand without a checkpoint after it. A session that is killed loses no line to this, only the
/// signature over what it wrote last.
const COVER_WITHIN: Duration = Duration::from_secs(60);

/// Most entries in one write.
const BATCH: usize = 64;

/// The log of one session. Clones write to the same file.
#[derive(Clone, Debug)]
pub struct Log {
    owner: Arc<Owner>,
}

#[derive(Debug)]
struct Owner {
    id: SessionId,
    queue: Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

type Done<T> = oneshot::Sender<Result<T, AuditError>>;

enum Message {
    Entry(Box<Entry>, Option<Done<()>>),
    Close(Box<SessionEnd>, Done<Closed>),
    Abandon,
}

impl Log {
    /// Enters the session in the ledger and writes its first line and checkpoint; when this returns, they are in their
    /// files, and shortly afterwards on the disk.
    ///
    /// # Errors
    /// No key, no file, no space, or a ledger that does not verify: then the session must not begin.
    pub fn open(
        state: &StateDir,
        id: SessionId,
        start: SessionStart,
        clock: Clock,
    ) -> Result<Self, AuditError> {
        Self::open_with(state, id, start, clock, COVER_WITHIN)
    }

    /// The same with another time within which lines are covered.
    pub(super) fn open_with(
        state: &StateDir,
        id: SessionId,
        start: SessionStart,
        clock: Clock,
        cover_within: Duration,
    ) -> Result<Self, AuditError> {
        let writer = Writer::open(state, id, &start, clock)?;
        let (queue, messages) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("ww-log".to_owned())
            .spawn(move || own(writer, &messages, cover_within))
            .map_err(system("start the thread that writes to", &state.audit()))?;
        Ok(Self { owner: Arc::new(Owner { id, queue, thread: Mutex::new(Some(thread)) }) })
    }

    /// The session.
    #[must_use]
    pub fn id(&self) -> SessionId {
        self.owner.id
    }

    /// Appends an entry; ready once it is in the file. Works under any runtime.
    ///
    /// # Errors
    /// The entry is not in the file, and what it stands for must not happen. A later entry may fare better.
    pub async fn record(&self, entry: Entry) -> Result<(), AuditError> {
        let (done, outcome) = oneshot::channel();
        self.send(Message::Entry(Box::new(entry), Some(done)))?;
        outcome.await.unwrap_or(Err(AuditError::Closed))
    }

    /// Queues an entry for what has already happened and cannot wait, in `Drop` for example. If it cannot be written,
    /// the log says so as soon as it can be written again. After [`Log::close`] it has no effect.
    pub fn note(&self, entry: Entry) {
        let _ = self.send(Message::Entry(Box::new(entry), None));
    }

    /// Writes what is queued and the last line, brings all to the disk, enters the end in the ledger and waits for the
    /// thread to end. Blocks for some milliseconds.
    ///
    /// # Errors
    /// The session is not closed, or it was closed before; either way its log takes nothing more.
    pub fn close(&self, end: SessionEnd) -> Result<Closed, AuditError> {
        let (done, mut outcome) = oneshot::channel();
        let sent = self.send(Message::Close(Box::new(end), done));
        // The thread answers before it ends: once it is joined the answer is there, without blocking in the channel,
        // which a runtime's own threads are not allowed to.
        self.owner.join();
        sent?;
        outcome.try_recv().unwrap_or(Err(AuditError::Closed))
    }

    fn send(&self, message: Message) -> Result<(), AuditError> {
        self.owner.queue.send(message).map_err(|_| AuditError::Closed)
    }
}

impl Owner {
    fn join(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The thread reports through its answers; that it panicked shows as `Closed` there.
        let _ = thread.map(JoinHandle::join);
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Nobody closed the log: it stays without an end, as after a crash, but whole.
        let _ = self.queue.send(Message::Abandon);
        self.join();
    }
}

/// Writes what comes in until the log is closed or abandoned.
fn own(mut writer: Writer, messages: &Receiver<Message>, cover_within: Duration) {
    let mut sync_by = Some(Instant::now() + SYNC_WITHIN);
    let mut cover_by = None;
    let mut trouble = Trouble::default();
    loop {
        let first = match [sync_by, cover_by].into_iter().flatten().min() {
            None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(by) => messages.recv_timeout(by.saturating_duration_since(Instant::now())),
        };
        let last = match first {
            Ok(first) => write(&mut writer, first, messages, &mut trouble),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Message::Abandon),
        };
        match last {
            None | Some(Message::Entry(..)) => {}
            Some(Message::Abandon) => return drop(writer.sync()),
            Some(Message::Close(end, done)) => {
                let closed = trouble.tell(&mut writer).and_then(|()| writer.close(&end));
                let _ = done.send(closed);
                return;
            }
        }
        cover_by = cover(&mut writer, cover_by, cover_within);
        if sync_by.is_some_and(|by| by <= Instant::now()) {
            trouble.unsynced |= writer.sync().is_err();
            sync_by = None;
        }
        if writer.is_unsynced() && sync_by.is_none() {
            sync_by = Some(Instant::now() + SYNC_WITHIN);
        }
    }
}

/// Writes a checkpoint if lines have waited for one long enough; by when to come back, if some wait.
fn cover(writer: &mut Writer, by: Option<Instant>, within: Duration) -> Option<Instant> {
    if !writer.is_uncovered() {
        return None;
    }
    let by = by.unwrap_or_else(|| Instant::now() + within);
    if by > Instant::now() {
        return Some(by);
    }
    // If it cannot be written now, it is tried again later, unless entries bring one themselves.
    writer.cover().err().map(|_| Instant::now() + within)
}

/// Writes the first message and what is queued behind it in one go; the message that ended it, if one did.
fn write(
    writer: &mut Writer,
    first: Message,
    messages: &Receiver<Message>,
    trouble: &mut Trouble,
) -> Option<Message> {
    let (mut entries, mut waiting, mut last) = (Vec::new(), Vec::new(), None);
    for message in std::iter::once(first).chain(messages.try_iter()) {
        match message {
            Message::Entry(entry, done) => {
                entries.push(*entry);
                waiting.push(done);
            }
            end => last = Some(end),
        }
        if last.is_some() || entries.len() == BATCH {
            break;
        }
    }
    let outcomes = match trouble.tell(writer) {
        Ok(()) => writer.append(entries),
        Err(error) => entries.iter().map(|_| Err(error.clone())).collect(),
    };
    for (done, outcome) in waiting.into_iter().zip(outcomes) {
        match done {
            // Who stopped waiting has dropped its exchange; the entry stands.
            Some(done) => drop(done.send(outcome)),
            None => trouble.lost += u64::from(outcome.is_err()),
        }
    }
    last
}

/// What the log could not do and has yet to say.
#[derive(Default)]
struct Trouble {
    /// Entries that nobody waited for and that are not in the file.
    lost: u64,
    /// Whether a checkpoint could not be brought to the disk.
    unsynced: bool,
}

impl Trouble {
    /// Says it in the log; until that works, nothing else is written.
    fn tell(&mut self, writer: &mut Writer) -> Result<(), AuditError> {
        if self.unsynced {
            writer.sync()?;
            writer.warn("the disk did not take a checkpoint at first; it has now".to_owned())?;
            self.unsynced = false;
        }
        if self.lost > 0 {
            writer.warn(format!(
                "entries that could not be written and are missing before this one: {}",
                self.lost
            ))?;
            self.lost = 0;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;
    use std::process::Command;

    use nix::sys::resource::{Resource, getrlimit, setrlimit};

    use super::super::sample::{
        end, hit, open, record, refused, request, start, state, stopped_clock, tunnel, warning,
    };
    use super::super::verify::{Verdict, verify};
    use super::*;

    fn session_file(state: &StateDir) -> PathBuf {
        let mut files = fs::read_dir(state.audit()).unwrap().map(|entry| entry.unwrap().path());
        files.find(|path| *path != state.ledger()).unwrap()
    }

    fn kinds(state: &StateDir) -> Vec<String> {
        let text = fs::read_to_string(session_file(state)).unwrap();
        let kind =
            |line: &str| line.split("\"kind\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        text.lines().map(kind).collect()
    }

    #[test]
    fn the_first_line_is_in_the_file_when_opening_returns_and_an_entry_when_recording_does() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let log = open(&state, "k3f9q2");
        assert_eq!(kinds(&state), ["session_start", "checkpoint"]);
        record(&log, tunnel()).unwrap();
        assert_eq!(kinds(&state), ["session_start", "checkpoint", "tunnel"]);
    }

    /// A log whose lines are covered within that time, and what its clock was asked so far.
    fn covered_within(state: &StateDir, within: Duration) -> (Log, Receiver<()>) {
        let (asked, times) = mpsc::channel();
        let clock: Clock = Arc::new(move || {
            let _ = asked.send(());
            stopped_clock()()
        });
        let log = Log::open_with(state, SessionId::parse("k3f9q2").unwrap(), start(), clock, within).unwrap();
        (log, times)
    }

    #[test]
    fn lines_are_covered_in_time_though_nothing_more_is_recorded() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let (log, times) = covered_within(&state, Duration::from_millis(1));
        times.try_iter().for_each(drop);
        record(&log, tunnel()).unwrap();
        // The entry asks for the time, and the checkpoint does.
        (0..2).for_each(|_| times.recv().unwrap());
        record(&log, warning("x")).unwrap();
        let found = kinds(&state);
        assert_eq!(found[..5], ["session_start", "checkpoint", "tunnel", "checkpoint", "warning"]);
        log.close(end()).unwrap();
        assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
    }

    #[test]
    fn no_checkpoint_comes_where_there_is_nothing_to_cover() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let (log, _times) = covered_within(&state, Duration::ZERO);
        record(&log, tunnel()).unwrap();
        record(&log, tunnel()).unwrap();
        log.close(end()).unwrap();
        let covered = ["tunnel", "checkpoint"];
        let expected = [["session_start", "checkpoint"], covered, covered, ["session_end", "checkpoint"]];
        assert_eq!(kinds(&state), expected.concat());
        assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
    }

    #[test]
    fn many_at_once_are_all_recorded() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let log = open(&state, "k3f9q2");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..50).for_each(|_| record(&log, request(vec![hit(1)])).unwrap()));
            }
        });
        log.note(tunnel());
        let closed = log.close(end()).unwrap();
        assert_eq!((closed.totals.requests, closed.totals.tunnels), (400, 1));
        assert_eq!(closed.totals.secrets[0].count, 1);
        assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
    }

    #[test]
    fn a_closed_log_takes_nothing_more() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let log = open(&state, "k3f9q2");
        log.close(end()).unwrap();
        assert!(matches!(record(&log, tunnel()), Err(AuditError::Closed)));
        assert!(matches!(log.close(end()), Err(AuditError::Closed)));
        log.note(tunnel());
        assert_eq!(kinds(&state), ["session_start", "checkpoint", "session_end", "checkpoint"]);
    }

    #[test]
    fn hostile_text_never_reaches_a_line_raw() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let log = open(&state, "k3f9q2");
        let hostile = "a\n{\"v\":1}\r\u{1b}[2J\u{202e}\0\u{7f}\u{2028}\"\\";
        record(&log, refused(hostile)).unwrap();
        record(&log, warning(&hostile.repeat(1000))).unwrap();
        log.close(end()).unwrap();
        let text = fs::read_to_string(session_file(&state)).unwrap();
        assert_eq!(text.lines().count(), 6);
        assert!(text.chars().all(|c| c == '\n' || !super::super::text::forbidden(c)));
        assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
    }

    #[test]
    fn a_deleted_file_fails_every_entry_and_the_end() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let log = open(&state, "k3f9q2");
        fs::remove_file(session_file(&state)).unwrap();
        assert!(matches!(record(&log, tunnel()), Err(AuditError::Disturbed { .. })));
        assert!(matches!(log.close(end()), Err(AuditError::Disturbed { .. })));
    }

    /// The limit on file sizes is the process's, so that the test runs itself in a process of its own.
    #[test]
    fn a_write_that_fails_leaves_no_gap_and_the_log_heals() {
        const DIR: &str = "WW_TEST_FULL_DISK";
        if let Some(root) = std::env::var_os(DIR) {
            return fill_the_disk(&state(root.as_ref()));
        }
        let root = tempfile::tempdir().unwrap();
        let name = concat!(module_path!(), "::a_write_that_fails_leaves_no_gap_and_the_log_heals");
        let (_, name) = name.split_once("::").unwrap();
        // Without the trap, the system would end the process at the limit instead of failing the write.
        let mut test = Command::new("sh");
        test.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
        let run = test.args([name, "--exact", "--nocapture"]).env(DIR, root.path()).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let expected = [
            "session_start",
            "checkpoint",
            "tunnel",
            "warning",
            "tunnel",
            "tunnel",
            "session_end",
            "checkpoint",
        ];
        assert_eq!(kinds(&StateDir::at(root.path())), expected);
        assert_eq!(verify(&StateDir::at(root.path()), &[], None, None).unwrap().verdict(), Verdict::Verified);
    }

    fn fill_the_disk(state: &StateDir) {
        let log = open(state, "k3f9q2");
        record(&log, tunnel()).unwrap();
        let good = fs::read(session_file(state)).unwrap();
        let (_, most) = getrlimit(Resource::RLIMIT_FSIZE).unwrap();
        // So that some bytes of the next line still fit.
        setrlimit(Resource::RLIMIT_FSIZE, good.len() as u64 + 50, most).unwrap();
        log.note(tunnel());
        for _ in 0..3 {
            assert!(matches!(record(&log, tunnel()), Err(AuditError::Write { .. })));
            assert_eq!(fs::read(session_file(state)).unwrap(), good);
        }
        setrlimit(Resource::RLIMIT_FSIZE, most, most).unwrap();
        record(&log, tunnel()).unwrap();
        record(&log, tunnel()).unwrap();
        log.close(end()).unwrap();
    }
}
