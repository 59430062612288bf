//! Owns the known values: the secrets that we were told of by the parent's environment, by files that are known to hold
//! some, and by profiles. It must not print one, and must not search anywhere else.
//!
//! ```text
//! environment ──────────────┐
//! source (where) ─ read ─ format (text -> members) ─┼─> gate -> known values
//! declared: [[known]] ──────┘
//! ```
//!
//! What cannot be read is said: in a warning, or, where a profile asked for it, in an error. A missing file is neither,
//! unless a profile asked for it.

mod aws;
mod command;
mod declared;
mod decode;
mod format;
mod hcl;
mod read;
mod source;
mod watch;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{ConfigError, gate, name};
use crate::engine::detect::KnownValue;
use crate::engine::placeholder::SecretType;
use crate::secret::SecretBytes;
use decode::{decoded, password_of, percent_decoded};
use format::Member;
use read::Stamp;
use source::{Machine, Place, Rest, SOURCES, Source, Written};

pub use aws::AwsKeys;
pub(crate) use declared::{Declared, Wanted};
pub use read::Problem;
pub use watch::{Again, Watch};

/// Least bytes at the beginning of a file that tell whether it is a private key.
const KEY_BEGINNING: u64 = 128;

/// How many known values came from where, by the source's name: `environment`, `profile`, `dotenv`, `aws`, ... One that
/// stands in several places counts once: as the profile's, then the environment's, then that of the first file.
pub type KnownCounts = BTreeMap<&'static str, usize>;

/// Where known values come from, apart from commands.
#[derive(Default)]
pub(crate) struct Origins {
    /// The parent's variables.
    pub environment: Vec<(OsString, OsString)>,
    /// The home directory.
    pub home: PathBuf,
    /// The project's root and the working directory.
    pub directories: Vec<PathBuf>,
    /// What the profiles ask for.
    pub declared: Vec<Declared>,
}

/// The known values, each once, and what there is to say of them. No `Debug`: these are secrets.
#[derive(Default)]
pub(crate) struct Known {
    /// Sorted by their bytes.
    pub values: Vec<KnownValue>,
    /// For the log.
    pub counts: KnownCounts,
    /// What was left out, one sentence each.
    pub warnings: Vec<String>,
    /// What a profile asked for and could not be taken.
    pub errors: Vec<ConfigError>,
    /// Every file and directory that was looked at, as it was just before.
    seen: Vec<(PathBuf, Stamp)>,
}

impl Origins {
    /// Collects what profiles declare (whatever it looks like, from the least length on), what the environment holds
    /// (by name, any URL with a password in it, any private key) and what the files of [`SOURCES`] hold.
    pub(crate) fn collect(&self) -> Known {
        let mut collector = Collector::default();
        for declared in &self.declared {
            let path = declared.path(&self.home);
            collector.seen.extend(path.map(|path| (path.clone(), read::stamp(&path))));
            collector.declare(declared.take(&self.environment, &self.home));
        }
        for (name, value) in &self.environment {
            let text = name.to_string_lossy();
            collector.take("environment", &text, SecretType::from_name(&text), value.as_bytes(), How::ByName);
        }
        let machine = Machine { environment: &self.environment, home: &self.home, here: self.here() };
        let project = collector.listing(&self.directories);
        for source in &SOURCES {
            for place in source.places {
                collector.place(source, *place, &machine, &project);
            }
        }
        collector.finish()
    }

    /// Runs the commands that the profiles name, and adds what they print to what was collected; says how many values
    /// that gave.
    ///
    /// # Errors
    /// [`ConfigError::Known`] for the first that fails.
    pub(crate) fn run_commands(&self, known: &mut Known) -> Result<usize, ConfigError> {
        let mut printed = Vec::new();
        for declared in &self.declared {
            printed.extend(declared.run(&self.environment, self.here())?);
        }
        let count = printed.len();
        if count > 0 {
            *known.counts.entry("profile").or_default() += count;
        }
        let value = |(kind, value): (_, Zeroizing<Vec<u8>>)| {
            let secret = SecretBytes::new(value.to_vec());
            KnownValue { kind, secret }
        };
        // Before the others, as they name the TYPE.
        known.values.splice(..0, printed.into_iter().map(value));
        Ok(count)
    }

    fn here(&self) -> &Path {
        self.directories.last().map_or(Path::new("/"), PathBuf::as_path)
    }
}

/// What says that a value is secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// The table does.
    Listed,
    /// Only its name.
    ByName,
    /// Its name, or that it does not look ordinary.
    ByLook,
}

#[derive(Default)]
struct Collector {
    found: Vec<(&'static str, KnownValue)>,
    warnings: Vec<String>,
    errors: Vec<ConfigError>,
    seen: Vec<(PathBuf, Stamp)>,
}

impl Collector {
    fn declare(&mut self, taken: Result<Vec<declared::Taken>, ConfigError>) {
        match taken {
            Err(error) => self.errors.push(error),
            Ok(taken) => {
                taken.into_iter().for_each(|(kind, value)| self.keep("profile", &kind, &value));
            }
        }
    }

    /// The files in these directories, each once.
    fn listing(&mut self, directories: &[PathBuf]) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for directory in directories {
            self.seen.push((directory.clone(), read::stamp(directory)));
            let entries = std::fs::read_dir(directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
            match entries {
                Ok(entries) => files.extend(entries.into_iter().map(|entry| entry.path())),
                Err(error) if read::is_missing(&error) => {}
                Err(error) => self.leave_out(directory, &Problem::Unreadable(error)),
            }
        }
        files.sort();
        files.dedup();
        files
    }

    fn place(&mut self, source: &Source, place: Place, machine: &Machine<'_>, project: &[PathBuf]) {
        match place {
            Place::Project(is_one) => {
                for path in project.iter().filter(|path| is_one(source::file_name(path))) {
                    // Python keeps whole environments under the name `.env`.
                    if !path.join("pyvenv.cfg").exists() {
                        self.file(source, path);
                    }
                }
            }
            Place::Keys(below) => {
                for path in self.listing(&[machine.home.join(below)]) {
                    self.key(source, &path);
                }
            }
            named => named.files(machine).iter().for_each(|path| self.file(source, path)),
        }
    }

    /// Sockets and directories are at home beside keys; whatever else is there is a key if it begins like one.
    fn key(&mut self, source: &Source, path: &Path) {
        use std::os::unix::fs::FileTypeExt;
        let is_other = |kind: std::fs::FileType| kind.is_dir() || kind.is_socket();
        if std::fs::metadata(path).is_ok_and(|it| is_other(it.file_type())) {
            return;
        }
        match read::beginning(path, KEY_BEGINNING) {
            Ok(Some(text)) if source::is_private_key(&text) => self.file(source, path),
            Ok(_) => self.seen.push((path.to_owned(), read::stamp(path))),
            Err(problem) => self.leave_out(path, &problem),
        }
    }

    fn file(&mut self, source: &Source, path: &Path) {
        self.seen.push((path.to_owned(), read::stamp(path)));
        let text = match read::text(path) {
            Ok(Some(text)) => text,
            Ok(None) => return,
            Err(problem) => return self.leave_out(path, &problem),
        };
        let mut members = Vec::new();
        if let Err(problem) = format::members(source.format, &text, &mut members) {
            self.leave_out(path, &problem);
        }
        members.iter().for_each(|member| self.member(source, member));
    }

    fn leave_out(&mut self, path: &Path, problem: &Problem) {
        let warning = format!("not every known value was taken from {}: {problem}", path.display());
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    fn member(&mut self, source: &Source, member: &Member) {
        let (name, value) = (member.name.as_str(), member.value.as_slice());
        let listed = source.members.iter().find(|(listed, ..)| listed.eq_ignore_ascii_case(name));
        let Some(&(_, kind, written)) = listed else {
            let (kind, how) = match source.rest {
                Rest::Named(prefix) => (SecretType::from_name(&format!("{prefix}_{name}")), How::ByName),
                Rest::All => (SecretType::from_name(name), How::ByLook),
            };
            return self.take(source.name, name, kind, value, how);
        };
        let kind = SecretType::from_name(kind);
        match (written, decoded(value)) {
            (Written::Plainly, _) | (_, None) => {}
            (Written::InBase64, Some(plain)) => {
                self.take(source.name, name, kind.clone(), &plain, How::Listed)
            }
            (Written::AfterName(kind), Some(plain)) => {
                let colon = memchr::memchr(b':', &plain).map_or(plain.len(), |at| at + 1);
                let plain = plain.get(colon..).unwrap_or_default();
                self.take(source.name, name, SecretType::from_name(kind), plain, How::Listed);
            }
        }
        self.take(source.name, name, kind, value, How::Listed);
    }

    /// Takes the secret part of a value, if there is one. Of a URL with a password that is the password, as written
    /// and with its percent signs decoded, so that the agent still reads the rest of the URL; the whole URL when
    /// the password alone is too ordinary to be found in a text.
    fn take(&mut self, source: &'static str, name: &str, kind: SecretType, value: &[u8], how: How) {
        let value = value.trim_ascii();
        let worth = |value: &[u8], least, named| value.len() >= least && !gate::is_ordinary(value, named);
        if let Some(password) = password_of(value) {
            if worth(password, name::LEAST_NAMED, true) {
                self.keep(source, &kind, password);
                self.keep(source, &kind, &percent_decoded(password));
            } else if value.len() >= name::LEAST {
                self.keep(source, &kind, value);
            }
            return;
        }
        let least = if how == How::Listed { Some(name::LEAST_NAMED) } else { name::least_len(name) };
        let is_secret = match least {
            _ if source::is_private_key(value) => true,
            Some(least) => worth(value, least, true),
            None => how == How::ByLook && worth(value, name::LEAST, false),
        };
        if is_secret {
            self.keep(source, &kind, value);
        }
    }

    fn keep(&mut self, source: &'static str, kind: &SecretType, value: &[u8]) {
        let secret = SecretBytes::new(value.to_vec());
        self.found.push((source, KnownValue { kind: kind.clone(), secret }));
    }

    /// Each value once; of equal ones the first stays.
    fn finish(mut self) -> Known {
        self.found.sort_by(|(_, one), (_, other)| one.secret.expose().cmp(other.secret.expose()));
        self.found.dedup_by(|(_, one), (_, other)| one.secret.expose() == other.secret.expose());
        let mut counts = KnownCounts::new();
        self.found.iter().for_each(|(source, _)| *counts.entry(source).or_default() += 1);
        let values = self.found.into_iter().map(|(_, value)| value).collect();
        Known { values, counts, warnings: self.warnings, errors: self.errors, seen: self.seen }
    }
}

#[cfg(test)]
mod tests;
