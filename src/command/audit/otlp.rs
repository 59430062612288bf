//! Owns `ww audit export --otlp`: hands the entries to an OpenTelemetry collector, each at least once, from where the
//! last export to that collector ended. It must not change the log.

mod cursor;
mod record;
mod send;

use std::io::Write;

use opentelemetry_proto::tonic::logs::v1::LogRecord;
use serde::Serialize;
use tokio::runtime::{Builder, Runtime};

use super::words::count;
use super::{AuditCommandError, Surroundings};
use crate::audit::StateDir;
use crate::audit::reading::{Listed, Raw, Roll, State, open_session};
use cursor::Cursor;
use record::record;
use send::Collector;
pub use send::OtlpError;

/// Most records in one request.
const MAX_RECORDS: usize = 512;
/// Bytes of entries after which a request is full; collectors take some megabytes.
const MAX_BYTES: usize = 1 << 20;

/// What was sent.
#[derive(Default, Serialize)]
struct Sent {
    sessions: u64,
    entries: u64,
    /// Entries that the collector says it did not take.
    rejected: u64,
    /// Sessions of which a line could not be read; what stands before it was sent.
    unreadable: u64,
}

/// Sends what has not been sent to the collector at `url`; the exit status: 0 all of it, 1 some was not taken.
pub(super) fn run(
    around: &Surroundings<'_>,
    (roll, chosen): (&Roll, &[&Listed]),
    url: &str,
    json: bool,
    out: &mut dyn Write,
) -> Result<u8, AuditCommandError> {
    let collector = Collector::new(url, around.environment)?;
    let cursor = Cursor::read(around.state, collector.url())?;
    // A thread of its own, so that a connection is looked after while the log is read.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let mut way = Way { collector, cursor, runtime, sent: Sent::default() };
    for listed in chosen {
        way.session(around.state, listed)?;
    }
    let all = roll.sessions.iter().filter(|listed| listed.state != State::Missing);
    way.cursor.settle(&all.map(|listed| listed.file.as_str()).collect::<Vec<_>>())?;
    tell(&way.sent, &way.collector, json, out)?;
    Ok(u8::from(way.sent.rejected + way.sent.unreadable > 0))
}

/// The way to one collector.
struct Way {
    collector: Collector,
    cursor: Cursor,
    runtime: Runtime,
    sent: Sent,
}

impl Way {
    /// Sends what has not been sent of one session.
    fn session(&mut self, state: &StateDir, listed: &Listed) -> Result<(), AuditCommandError> {
        let Some(from) = self.cursor.sent(&listed.file) else { return Ok(()) };
        let before = self.sent.entries;
        let mut batch = Batch { records: Vec::new(), bytes: 0, next: from };
        let mut whole = true;
        for (number, line) in (0..).zip(Raw::new(open_session(state, listed)?)) {
            let line = line?;
            if number < from {
                continue;
            }
            let Some(record) = record(listed.id, &line) else {
                (self.sent.unreadable, whole) = (self.sent.unreadable + 1, false);
                break;
            };
            batch.records.push(record);
            (batch.bytes, batch.next) = (batch.bytes + line.len(), batch.next + 1);
            if batch.records.len() >= MAX_RECORDS || batch.bytes >= MAX_BYTES {
                self.batch(&mut batch, &listed.file)?;
            }
        }
        if !batch.records.is_empty() {
            self.batch(&mut batch, &listed.file)?;
        }
        if whole && matches!(listed.state, State::Closed | State::Adopted | State::Archived) {
            self.cursor.finish(&listed.file);
        }
        self.sent.sessions += u64::from(self.sent.entries > before);
        Ok(())
    }

    fn batch(&mut self, batch: &mut Batch, file: &str) -> Result<(), AuditCommandError> {
        let records = std::mem::take(&mut batch.records);
        let number = records.len() as u64;
        self.sent.rejected += self.runtime.block_on(self.collector.send(records))?;
        self.sent.entries += number;
        batch.bytes = 0;
        // After the collector has them: what is interrupted in between is sent again.
        Ok(self.cursor.advance(file, batch.next)?)
    }
}

/// Entries of one session that go out together.
struct Batch {
    records: Vec<LogRecord>,
    bytes: usize,
    /// How many lines of the session are sent once this is.
    next: u64,
}

fn tell(
    sent: &Sent,
    collector: &Collector,
    json: bool,
    out: &mut dyn Write,
) -> Result<(), AuditCommandError> {
    if json {
        return super::object(sent, out);
    }
    let (entries, sessions) = (sent.entries, count(sent.sessions, "session"));
    let entries = format!("{entries} {}", if entries == 1 { "entry" } else { "entries" });
    writeln!(out, "sent {entries} of {sessions} to {}", collector.url())?;
    if sent.rejected > 0 {
        writeln!(out, "the collector did not take {} of them", sent.rejected)?;
    }
    if sent.unreadable > 0 {
        writeln!(out, "{} cannot be read to the end: run `ww verify`", count(sent.unreadable, "session"))?;
    }
    Ok(())
}
