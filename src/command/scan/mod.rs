//! Owns `ww scan`: shows what a run here would tokenize, and why. It must not send anything, change what it reads, or
//! print a secret that was not asked for.
//!
//! ```text
//! sources: paths, stdin, transcripts ─> work: threads ─> search: text, JSON, lines of JSON ─> report, in order
//! ```

mod answers;
mod place;
mod report;
mod search;
mod sources;
mod transcripts;
mod work;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::audit::{AuditError, StateDir};
use crate::cli::Scan;
use crate::config::{ConfigError, Detection, Places, project};
use crate::engine::detect::Detector;
use crate::engine::placeholder::PlaceholderKey;

use report::{Report, escaped};
use sources::Sources;

/// Nothing was found.
const CLEAN: u8 = 0;
/// Something was found.
const FOUND: u8 = 1;
/// Something could not be looked at.
const COULD_NOT: u8 = 2;

/// Why nothing was scanned. The exit status is 2.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// It is not known what to look for.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The answer could not be written.
    #[error("cannot write the findings")]
    Output(#[source] io::Error),
    /// Questions could not be read.
    #[error("cannot read stdin")]
    Input(#[source] io::Error),
    /// A question is not one.
    // Without the reader's own words: they may quote what it read.
    #[error(
        "line {line} of stdin, column {column}: expected a JSON object with `id` and, as a string, `text`"
    )]
    Question {
        /// The line, from 1.
        line: usize,
        /// The byte of the line at which the reader gave up, from 1; 0 when that is the line as a whole.
        column: usize,
    },
    /// A question is too long.
    #[error("line {line} of stdin is longer than {} MiB: split its text", search::MAX_TEXT >> 20)]
    LongQuestion {
        /// The line, from 1.
        line: usize,
    },
}

/// Why one path was not looked at. The others are.
#[derive(Debug, thiserror::Error)]
enum Problem {
    #[error("cannot read {}: {source}; make it readable, or name another path", escaped(&path.to_string_lossy()))]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("{} is not a regular file: pass what is in it through stdin, as in `ww scan - < FILE`", escaped(&path.to_string_lossy()))]
    Special { path: PathBuf },
    #[error("{} is larger than {} MiB and was not scanned: split it", escaped(&path.to_string_lossy()), search::MAX_TEXT >> 20)]
    TooLarge { path: PathBuf },
}

/// Scans and says what was found; the exit status: 0 nothing found, 1 something found, 2 something not looked at.
///
/// # Errors
/// See [`ScanError`]; all of them mean exit status 2.
pub fn run(
    asked: &Scan,
    here: &Path,
    environment: &[(OsString, OsString)],
    places: &Places,
) -> Result<u8, ScanError> {
    let mut detection = Detection::here(here, environment, places)?;
    detection.warnings.iter().for_each(|warning| say(warning));
    if asked.stdin_jsonl {
        // What is measured here must be measured alike elsewhere.
        detection.settings.known.clear();
        let detector = Detector::new(detection.settings);
        return answers::answer(&detector, io::stdin().lock(), io::stdout().lock());
    }
    let detector = Detector::new(detection.settings);
    let here = project::canonical(here)?;
    let root = project::root(&here, &places.home);
    let key = match placeholder_key(&root, &places.state_dir) {
        Ok(key) => Some(key),
        Err(problem) => {
            say(&format!("{problem}, so placeholders are not shown"));
            None
        }
    };
    // Some agents keep them at the root and some where they were started.
    let mut projects = vec![root, here];
    projects.dedup();
    let kept = transcripts::kept(environment, &places.home, &projects);
    let sources = Sources::of(asked, &kept, io::stdin().is_terminal());
    let mut report = Report::new(asked, &detector, key, &places.config_file);
    sources.problems.into_iter().for_each(|problem| report.problem(&problem));
    report.left_out(sources.left_out);
    let scanned = work::each(&detector, &sources.inputs, |input, outcome| report.outcome(input, outcome));
    let told = scanned.and_then(|()| report.finish());
    match told {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(report.status()),
        Err(error) => Err(ScanError::Output(error)),
        Ok(()) => Ok(report.status()),
    }
}

/// The key of a run in this project, so that a placeholder is the one that a run would use.
fn placeholder_key(root: &Path, state_dir: &Path) -> Result<PlaceholderKey, AuditError> {
    let master = StateDir::open(state_dir)?.placeholder_master()?;
    Ok(PlaceholderKey::for_project(&master, root.as_os_str().as_bytes()))
}

/// One line for the person at the terminal; a closed stderr is no reason to fail.
fn say(line: &str) {
    let _closed = writeln!(io::stderr(), "ww: {line}");
}
