//! Owns the question what is to be scanned: paths become files, sorted. It must not open one.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::Problem;
use super::transcripts::Kept;
use crate::cli::Scan;

/// One thing to scan.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Input {
    /// `None` is stdin.
    pub(super) path: Option<PathBuf>,
    /// Whether it is scanned even when it is no text: an agent's database holds texts between other bytes.
    pub(super) binary: bool,
}

/// What was left out on the way, without having been looked at.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(super) struct LeftOut {
    /// Links, which lead to files that are scanned where they are, or to elsewhere.
    pub(super) links: usize,
    /// Pipes, sockets, devices.
    pub(super) special: usize,
}

/// Everything to scan.
#[derive(Default)]
pub(super) struct Sources {
    /// Stdin first, then files by path, each once.
    pub(super) inputs: Vec<Input>,
    /// What was left out.
    pub(super) left_out: LeftOut,
    /// Why something is not among the inputs.
    pub(super) problems: Vec<Problem>,
}

impl Sources {
    /// What was asked for; `kept` are the transcripts, `terminal` is whether stdin is one.
    pub(super) fn of(asked: &Scan, kept: &[Kept], terminal: bool) -> Self {
        let mut sources = Self::default();
        for path in &asked.paths {
            if path.as_os_str() == "-" {
                sources.stdin();
            } else {
                sources.path(path, asked.no_ignore);
            }
        }
        if asked.transcripts {
            kept.iter().for_each(|kept| sources.kept(kept));
        } else if asked.paths.is_empty() {
            if terminal { sources.path(Path::new("."), asked.no_ignore) } else { sources.stdin() }
        }
        sources.inputs.sort();
        // Of a file that is meant twice, the one that leaves nothing out.
        sources.inputs.reverse();
        sources.inputs.dedup_by(|one, other| one.path == other.path);
        sources.inputs.reverse();
        sources
    }

    fn stdin(&mut self) {
        self.inputs.push(Input { path: None, binary: false });
    }

    fn file(&mut self, path: &Path) {
        let path = path.strip_prefix(".").unwrap_or(path).to_owned();
        self.inputs.push(Input { path: Some(path), binary: false });
    }

    /// A path that somebody named: what cannot be scanned there is a problem.
    fn path(&mut self, path: &Path, all: bool) {
        match fs::metadata(path) {
            Err(source) => self.problems.push(Problem::Unreadable { path: path.to_owned(), source }),
            Ok(about) if about.is_file() => self.file(path),
            Ok(about) if about.is_dir() => self.directory(path, all),
            Ok(_) => self.problems.push(Problem::Special { path: path.to_owned() }),
        }
    }

    /// What is below a directory: as git sees it, but with hidden files, and never git's own.
    fn directory(&mut self, root: &Path, all: bool) {
        let mut walk = WalkBuilder::new(root);
        walk.hidden(false).ignore(false).follow_links(false);
        walk.git_ignore(!all).git_exclude(!all).git_global(!all).parents(!all);
        walk.filter_entry(|entry| entry.depth() == 0 || entry.file_name() != ".git");
        for entry in walk.build() {
            match entry {
                Ok(entry) => self.entry(&entry),
                Err(error) => self.unwalked(root, error),
            }
        }
    }

    /// The transcripts in one place.
    fn kept(&mut self, kept: &Kept) {
        for entry in WalkBuilder::new(&kept.path).standard_filters(false).build() {
            match entry {
                Ok(entry) if !entry.file_type().is_some_and(|kind| kind.is_file()) => {}
                Ok(entry) if !ends(entry.file_name(), kept.endings) => {}
                Ok(entry) => self.inputs.push(Input { path: Some(entry.into_path()), binary: true }),
                Err(error) => self.unwalked(&kept.path, error),
            }
        }
    }

    fn unwalked(&mut self, root: &Path, error: ignore::Error) {
        let path = place_of(&error).unwrap_or(root).to_owned();
        let text = error.to_string();
        let source = error.into_io_error().unwrap_or_else(|| io::Error::other(text));
        self.problems.push(Problem::Unreadable { path, source });
    }

    fn entry(&mut self, entry: &DirEntry) {
        match entry.file_type() {
            Some(kind) if kind.is_file() => self.file(entry.path()),
            Some(kind) if kind.is_dir() => {}
            // The root may be a link to a directory.
            Some(kind) if kind.is_symlink() => self.left_out.links += usize::from(entry.depth() > 0),
            _ => self.left_out.special += 1,
        }
    }
}

/// The path in an error of the walk.
fn place_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => place_of(err),
        _ => None,
    }
}

/// Whether a name has one of these endings.
pub(super) fn ends(name: &OsStr, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.as_bytes().ends_with(ending.as_bytes()))
}
