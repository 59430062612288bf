//! Owns the work: some threads read and search, one hands over what they found in the order of the inputs. It must
//! not decide what is told.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use zeroize::Zeroizing;

use super::Problem;
use super::search::{Found, MAX_TEXT, is_json, search};
use super::sources::Input;
use crate::engine::detect::Detector;

/// Most threads; reading is then slower than searching.
const MOST_THREADS: usize = 8;
/// How long nothing is drawn, and how often it is drawn anew.
const QUIET: Duration = Duration::from_millis(500);
const REDRAWN: Duration = Duration::from_millis(100);
/// A NUL this early in a file says that it is no text.
const LOOKED_AT: usize = 8 << 10;

/// What became of one input.
pub(super) enum Outcome {
    /// It was searched.
    Searched { found: Vec<Found>, bytes: usize },
    /// It is no text.
    Binary,
    /// It could not be looked at.
    Failed(Problem),
}

/// Searches every input, and calls `tell` for each in order, from this thread.
///
/// # Errors
/// The first one of `tell`; the rest is then not searched.
pub(super) fn each(
    detector: &Detector,
    inputs: &[Input],
    mut tell: impl FnMut(&Input, Outcome) -> io::Result<()>,
) -> io::Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(inputs.len());
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::sync_channel(MOST_THREADS);
    let mut bar = Bar::new(inputs);
    thread::scope(|scope| {
        // Dropped with this closure: threads that still have something to hand over then end.
        let results = results;
        for _ in 0..threads {
            let (done, next) = (done.clone(), &next);
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(number) else { break };
                    if done.send((number, one(detector, input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let mut order = inputs.iter().enumerate().peekable();
        while order.peek().is_some() {
            match results.recv_timeout(REDRAWN) {
                Ok((number, outcome)) => {
                    waiting.insert(number, outcome);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            while let Some((input, outcome)) =
                order.peek().and_then(|&(number, input)| Some((input, waiting.remove(&number)?)))
            {
                bar.aside(|| tell(input, outcome))?;
                order.next();
            }
            bar.draw(order.len());
        }
        Ok(())
    })
}

fn one(detector: &Detector, input: &Input) -> Outcome {
    let path = input.path.as_deref();
    let read = match path {
        Some(path) => file(path, input.binary),
        // Somebody wants it to be looked at, whatever it is.
        None => content(io::stdin().lock(), true, 0),
    };
    let named = || path.unwrap_or(Path::new("stdin")).to_owned();
    match read {
        Ok(Content::Text(text)) => {
            let found = search(detector, &text, is_json(path, &text));
            Outcome::Searched { found, bytes: text.len() }
        }
        Ok(Content::Binary) => Outcome::Binary,
        Ok(Content::TooLarge) => Outcome::Failed(Problem::TooLarge { path: named() }),
        Err(source) => Outcome::Failed(Problem::Unreadable { path: named(), source }),
    }
}

/// What is in a file or comes from stdin.
enum Content {
    /// At most [`MAX_TEXT`] bytes, wiped when they are dropped.
    Text(Zeroizing<Vec<u8>>),
    Binary,
    TooLarge,
}

fn file(path: &Path, binary: bool) -> io::Result<Content> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    content(file, binary, size)
}

/// Reads it, if it is not larger than it may be by its known `size` or in fact, and no binary unless `binary` is
/// wanted.
fn content(mut from: impl Read, binary: bool, size: u64) -> io::Result<Content> {
    let mut text = Zeroizing::new(Vec::new());
    from.by_ref().take(LOOKED_AT as u64).read_to_end(&mut text)?;
    if !binary && memchr::memchr(0, &text).is_some() {
        return Ok(Content::Binary);
    }
    if size <= MAX_TEXT as u64 {
        let room = (MAX_TEXT + 1).saturating_sub(text.len());
        from.take(room as u64).read_to_end(&mut text)?;
        if text.len() <= MAX_TEXT {
            return Ok(Content::Text(text));
        }
    }
    Ok(Content::TooLarge)
}

/// The progress bar: on a terminal, and only of what takes time.
struct Bar {
    bar: ProgressBar,
    begun: Instant,
    all: usize,
    /// Whether it is drawn, or never will be.
    drawn: bool,
}

impl Bar {
    fn new(inputs: &[Input]) -> Self {
        let all = inputs.len();
        let bar = ProgressBar::with_draw_target(Some(all as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos} of {len} files, {elapsed}") {
            bar.set_style(style);
        }
        // Never without a terminal, nor while somebody may be typing.
        let never = !io::stderr().is_terminal() || inputs.iter().any(|input| input.path.is_none());
        Self { bar, begun: Instant::now(), all, drawn: never }
    }

    fn draw(&mut self, left: usize) {
        if !self.drawn && self.begun.elapsed() > QUIET {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.drawn = true;
        }
        self.bar.set_position((self.all - left) as u64);
    }

    /// Takes the bar away while something else is written.
    fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
