//! Owns the known values: the secrets that we were told of by the parent's environment and the project's dotenv
//! files. It must not print one, and must not search anywhere else.

use std::ffi::{OsStr, OsString};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::{ConfigError, dotenv, gate, name};
use crate::engine::detect::{KnownValue, MIN_KNOWN};
use crate::engine::placeholder::SecretType;
use crate::secret::SecretBytes;

/// Endings of dotenv files that are kept in repositories and hold no secrets.
const TEMPLATES: [&str; 6] = ["dist", "defaults", "example", "sample", "template", "tpl"];

/// How many known values came from where. One that stands in both places counts as the environment's.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct KnownCounts {
    /// From the parent's environment.
    pub environment: usize,
    /// From the project's dotenv files.
    pub dotenv: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Environment,
    Dotenv,
}

/// The known values, each once, and their counts. No `Debug`: these are secrets.
pub(crate) struct Known {
    /// Sorted by their bytes.
    pub values: Vec<KnownValue>,
    /// For the log.
    pub counts: KnownCounts,
}

/// Collects from `environment` (by name, and any URL with a password in it), from the variables that a profile
/// declares (whatever they look like, from [`MIN_KNOWN`] bytes on), and from the dotenv files in `directories`
/// (every value that is not ordinary).
///
/// # Errors [`ConfigError::Unreadable`] when a directory or dotenv file cannot be read, except when it is closed to
/// this user: then it is closed to the child too.
pub(crate) fn collect(
    environment: &[(OsString, OsString)],
    declared: &[String],
    directories: &[&Path],
) -> Result<Known, ConfigError> {
    let mut known = Collector { declared, found: Vec::new() };
    for (name, value) in environment {
        let (name, value) = (name.to_string_lossy(), value.as_bytes());
        known.take(Origin::Environment, &name, value);
    }
    for path in dotenv_files(directories)? {
        let Some(text) = read(&path)? else { continue };
        for (name, value) in dotenv::assignments(&text) {
            known.take(Origin::Dotenv, &name, &value);
        }
    }
    Ok(each_once(known.found))
}

struct Collector<'a> {
    declared: &'a [String],
    found: Vec<(Origin, KnownValue)>,
}

impl Collector<'_> {
    /// Takes the secret part of a value, if there is one. Of a URL with a password that is the password, as written
    /// and with its percent signs decoded, so that the agent still reads the rest of the URL; the whole URL when
    /// the password alone is too ordinary to be found in a text.
    fn take(&mut self, origin: Origin, variable: &str, value: &[u8]) {
        let value = value.trim_ascii();
        let worth = |value: &[u8], least, named| value.len() >= least && !gate::is_ordinary(value, named);
        let mut keep = |value: &[u8]| {
            let secret = SecretBytes::new(value.to_vec());
            self.found.push((origin, KnownValue { kind: SecretType::from_name(variable), secret }));
        };
        if self.declared.iter().any(|declared| declared == variable) {
            if value.len() >= MIN_KNOWN {
                keep(value);
            }
        } else if let Some(password) = password_of(value) {
            if worth(password, name::LEAST_NAMED, true) {
                keep(password);
                keep(&percent_decoded(password));
            } else if value.len() >= name::LEAST {
                keep(value);
            }
        } else if let Some(least) = name::least_len(variable) {
            if worth(value, least, true) {
                keep(value);
            }
        } else if origin == Origin::Dotenv && worth(value, name::LEAST, false) {
            keep(value);
        }
    }
}

fn each_once(mut found: Vec<(Origin, KnownValue)>) -> Known {
    found.sort_by(|(from, one), (from_other, other)| {
        one.secret.expose().cmp(other.secret.expose()).then(from.cmp(from_other))
    });
    found.dedup_by(|(_, one), (_, other)| one.secret.expose() == other.secret.expose());
    let environment = found.iter().filter(|(origin, _)| *origin == Origin::Environment).count();
    let counts = KnownCounts { environment, dotenv: found.len() - environment };
    Known { values: found.into_iter().map(|(_, value)| value).collect(), counts }
}

/// The password in `scheme://user:password@host…`, as written; never empty.
fn password_of(url: &[u8]) -> Option<&[u8]> {
    let start = memchr::memmem::find(url, b"://")? + 3;
    let rest = url.get(start..)?;
    let end = rest.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let user = authority.get(..memchr::memrchr(b'@', authority)?)?;
    user.get(memchr::memchr(b':', user)? + 1..).filter(|password| !password.is_empty())
}

fn percent_decoded(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let hex = |byte: Option<&u8>| {
        byte.and_then(|&byte| char::from(byte).to_digit(16)).and_then(|d| u8::try_from(d).ok())
    };
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.iter();
    while let Some(&byte) = rest.next() {
        let mut ahead = rest.clone();
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                rest = ahead;
            }
            _ => out.push(byte),
        }
    }
    out
}

/// The dotenv files in these directories, each once.
fn dotenv_files(directories: &[&Path]) -> Result<Vec<PathBuf>, ConfigError> {
    let mut files = Vec::new();
    for directory in directories {
        let failed = |error| ConfigError::unreadable(directory, error);
        let entries = match std::fs::read_dir(directory) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => continue,
            entries => entries.map_err(failed)?,
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            // Python keeps whole directories under this name, and a named pipe would never answer.
            if is_dotenv(&entry.file_name()) && entry.path().is_file() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

/// `.env`, `.env.local`, `.env.production`, `.envrc`; not `.env.example` and its like.
fn is_dotenv(name: &OsStr) -> bool {
    let name = name.as_bytes();
    let mut words = name.split(|byte| !byte.is_ascii_alphanumeric());
    name.starts_with(b".env")
        && !words.any(|word| TEMPLATES.iter().any(|template| template.as_bytes() == word))
}

fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, ConfigError> {
    match std::fs::read(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) => {
            Ok(None)
        }
        Err(error) => Err(ConfigError::unreadable(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::os::unix::ffi::OsStringExt;

    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
        pairs.iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    fn shown(known: &Known) -> BTreeMap<Vec<u8>, &str> {
        known.values.iter().map(|value| (value.secret.expose().to_vec(), value.kind.as_str())).collect()
    }

    fn from_environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        let known =
            collect(&environment(pairs), &["MINE".into()], &[]).unwrap_or_else(|error| panic!("{error}"));
        shown(&known)
            .into_iter()
            .map(|(value, kind)| (String::from_utf8(value).unwrap(), kind.into()))
            .collect()
    }

    #[test]
    fn the_environment_is_read_by_name() {
        let found = from_environment(&[
            ("DB_PASSWORD", "hunter2"),
            ("API_KEY", "short12"),
            ("PATH", "/usr/bin"),
            ("BUILD", "k3f9q2x7k3f9q2x7"),
            ("SSH_AUTH_SOCK", "/tmp/ssh-pnb1YiVEL9X8/agent.2243"),
            ("MINE", "wordly"),
        ]);
        assert_eq!(
            found,
            [("hunter2", "DB_PASSWORD"), ("wordly", "MINE")].map(|(v, k)| (v.into(), k.into())).into()
        );
    }

    #[test]
    fn of_a_url_the_password_is_the_secret() {
        let url = |password: &str| format!("postgres://app:{password}@db.internal/app");
        for (password, expected) in [
            ("k3f9q2x7", vec!["k3f9q2x7".to_owned()]),
            ("k3f9%40x7", vec!["k3f9%40x7".to_owned(), "k3f9@x7".to_owned()]),
            ("postgres", vec![url("postgres")]),
            ("", vec![]),
        ] {
            let found = from_environment(&[("DATABASE_URL", &url(password))]);
            assert_eq!(found.into_keys().collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn every_dotenv_file_counts_and_templates_do_not() {
        let directory = tempfile::tempdir().unwrap();
        let at = |name: &str| directory.path().join(name);
        fs::write(at(".env"), "NAME=my-cool-app\nLOGIN=k3f9q2x7aa\nSAME=k3f9q2x7dd\n").unwrap();
        fs::write(at(".env.local"), "KEY=\"-----BEGIN X-----\nk3f9q2x7bb\n-----END X-----\"\n").unwrap();
        fs::write(at(".env.example"), "KEY=k3f9q2x7cc\n").unwrap();
        fs::create_dir(at(".env.d")).unwrap();
        let parent = environment(&[("SAME_TOKEN", "k3f9q2x7dd")]);
        let known = collect(&parent, &[], &[directory.path(), directory.path()])
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(known.counts, KnownCounts { environment: 1, dotenv: 2 });
        let expected: BTreeMap<Vec<u8>, &str> = [
            (b"k3f9q2x7aa".to_vec(), "LOGIN"),
            (b"k3f9q2x7dd".to_vec(), "SAME_TOKEN"),
            (b"-----BEGIN X-----\nk3f9q2x7bb\n-----END X-----".to_vec(), "KEY"),
        ]
        .into();
        assert_eq!(shown(&known), expected);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_known_too() {
        let parent = [("A_TOKEN".into(), OsString::from_vec(b"caf\xE9caf\xE9".to_vec()))];
        let known = collect(&parent, &[], &[]).unwrap_or_else(|error| panic!("{error}"));
        assert!(shown(&known).contains_key(&b"caf\xE9caf\xE9"[..]));
    }

    #[test]
    fn a_directory_that_vanished_is_named() {
        let Err(error) = collect(&[], &[], &[Path::new("/nonexistent/project")]) else { panic!("read it") };
        assert!(error.to_string().contains("/nonexistent/project"), "{error}");
    }
}
