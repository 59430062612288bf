//! Owns reading a file ahead: its lines and their digests, which are most of the work and need nothing but the line, in
//! a thread of its own. It must not judge what it reads.

use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use super::super::chain::Digest;
use super::super::line::MAX_LINE;

/// Bytes after which a batch is handed over; it may be longer by one line.
const BATCH: usize = 1 << 18;
/// Batches that wait at most: with the one being filled and the one in use, about a megabyte for any file.
const WAITING: usize = 1;

/// Lines that follow each other.
#[derive(Default)]
pub(super) struct Batch {
    text: Vec<u8>,
    /// Where each line stands without its newline, and its digest.
    lines: Vec<(Range<usize>, Digest)>,
    /// Where the bytes begin that no newline follows, in the last batch.
    pub(super) torn: Option<Range<usize>>,
}

impl Batch {
    /// The line at that place in the batch.
    pub(super) fn line(&self, at: usize) -> Option<(&[u8], Digest)> {
        let (range, digest) = self.lines.get(at)?;
        Some((self.text.get(range.clone())?, *digest))
    }
}

/// A file that is being read ahead.
pub(super) struct Ahead {
    batches: Option<Receiver<io::Result<Batch>>>,
    thread: Option<JoinHandle<()>>,
}

impl Ahead {
    pub(super) fn new(input: impl Read + Send + 'static) -> io::Result<Self> {
        let (sender, batches) = sync_channel(WAITING);
        let input = BufReader::with_capacity(1 << 16, input);
        let thread =
            thread::Builder::new().name("ww-verify".to_owned()).spawn(move || read(input, &sender))?;
        Ok(Self { batches: Some(batches), thread: Some(thread) })
    }

    /// The next batch; none after the last.
    pub(super) fn next(&mut self) -> Option<io::Result<Batch>> {
        self.batches.as_ref()?.recv().ok()
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        // With nobody to take them, the thread makes no more batches.
        self.batches = None;
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

fn read(mut input: BufReader<impl Read>, sender: &SyncSender<io::Result<Batch>>) {
    loop {
        let batch = fill(&mut input);
        let more = batch.as_ref().is_ok_and(|batch| batch.torn.is_none());
        if sender.send(batch).is_err() || !more {
            return;
        }
    }
}

fn fill(input: &mut BufReader<impl Read>) -> io::Result<Batch> {
    let mut batch = Batch::default();
    while batch.text.len() < BATCH {
        let start = batch.text.len();
        input.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut batch.text)?;
        let read = batch.text.get(start..).unwrap_or_default();
        let Some(line) = read.strip_suffix(b"\n") else {
            batch.torn = Some(start..batch.text.len());
            break;
        };
        let (range, digest) = (start..start + line.len(), Digest::of(line));
        batch.lines.push((range, digest));
    }
    Ok(batch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_and_torn(text: &str) -> (Vec<String>, usize) {
        let (mut ahead, mut lines) = (Ahead::new(io::Cursor::new(text.to_owned())).unwrap(), Vec::new());
        loop {
            let batch = ahead.next().unwrap().unwrap();
            for (line, digest) in (0..).map_while(|at| batch.line(at)) {
                assert_eq!(digest, Digest::of(line));
                lines.push(String::from_utf8(line.to_vec()).unwrap());
            }
            if let Some(torn) = batch.torn {
                assert!(ahead.next().is_none());
                return (lines, torn.len());
            }
        }
    }

    #[test]
    fn every_line_comes_once_and_in_order_over_all_batches() {
        let lines: Vec<String> =
            (0..5000).map(|number| format!("{number}{}", "x".repeat(number % 500))).collect();
        assert!(lines.concat().len() > 2 * BATCH);
        assert_eq!(lines_and_torn(&(lines.join("\n") + "\n")), (lines.clone(), 0));
        assert_eq!(lines_and_torn(&(lines.join("\n") + "\ntorn")), (lines, 4));
    }

    #[test]
    fn an_empty_file_has_no_line_and_an_empty_line_is_one() {
        assert_eq!(lines_and_torn(""), (Vec::new(), 0));
        assert_eq!(lines_and_torn("\n"), (vec![String::new()], 0));
    }

    #[test]
    fn a_reader_that_stops_early_stops_the_thread() {
        let endless = io::repeat(b'\n');
        let mut ahead = Ahead::new(endless).unwrap();
        assert!(ahead.next().is_some());
    }
}
