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
mod tests;
