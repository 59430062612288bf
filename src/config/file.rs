//! Owns the profile files: the user's `config.toml` and a project's `.ww.toml`. It must not accept what it does not
//! understand: a misspelt key would silently protect nothing.
//!
//! ```toml
//! hosts = ["llm.example.com=openai-chat"]   # in scope besides the built-in ones
//!
//! [known]
//! env = ["MY_SETTING"]                      # variables whose values are secrets whatever they look like
//! ```
//!
//! Both keys only tighten, so a project's file may use them without being trusted.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::config::ConfigError;

/// Every key that a profile may hold, for "did you mean".
const KEYS: [&str; 3] = ["hosts", "known", "env"];

/// A profile file that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProfileFile {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// What all profile files say together: the user's first, then the project's.
#[derive(Default, Debug)]
pub(crate) struct Profile {
    /// `PATTERN[=DIALECT]`, as written.
    pub hosts: Vec<String>,
    /// Names of variables whose values are secrets whatever they look like.
    pub known_names: Vec<String>,
    /// The files, in the order of reading.
    pub files: Vec<ProfileFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    known: Known,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Known {
    #[serde(default)]
    env: Vec<String>,
}

/// Reads the user's file, if there is one, and the project's, if one was found.
///
/// # Errors
/// [`ConfigError::Unreadable`] and [`ConfigError::Profile`].
pub(crate) fn load(user: &Path, project: Option<&Path>) -> Result<Profile, ConfigError> {
    let mut profile = Profile::default();
    for path in [Some(user), project].into_iter().flatten() {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(ConfigError::unreadable(path, error)),
        };
        let written = parse(path, &text)?;
        profile.hosts.extend(written.hosts);
        profile.known_names.extend(written.known.env);
        profile.files.push(ProfileFile { path: path.to_owned(), sha256: Sha256::digest(&text).into() });
    }
    Ok(profile)
}

fn parse(path: &Path, text: &str) -> Result<Written, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        let before = text.get(..span.start).unwrap_or(text);
        let unknown = error.message().starts_with("unknown field");
        ConfigError::Profile {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            problem: error.message().replace('\n', ", "),
            nearest: text.get(span).filter(|_| unknown).and_then(nearest),
        }
    })
}

/// The key that `written` is at most half wrong about.
fn nearest(written: &str) -> Option<&'static str> {
    KEYS.into_iter()
        .map(|key| (distance(written, key), key))
        .filter(|&(distance, key)| distance * 2 <= key.len())
        .min()
        .map(|(_, key)| key)
}

/// Levenshtein distance in characters.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.chars().count()).collect();
    for (line, a) in one.chars().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(other.chars()) {
            let here = (diagonal + usize::from(a != b)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = here;
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn complaint(text: &str) -> String {
        parse(Path::new("p.toml"), text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn both_files_count_and_each_is_named_with_its_digest() {
        let directory = tempfile::tempdir().unwrap();
        let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
        fs::write(&user, "hosts = ['a.example']\n[known]\nenv = ['ONE']\n").unwrap();
        fs::write(&project, "hosts = ['b.example=openai-chat']\n").unwrap();
        let profile = load(&user, Some(&project)).unwrap();
        assert_eq!(profile.hosts, ["a.example", "b.example=openai-chat"]);
        assert_eq!(profile.known_names, ["ONE"]);
        let [first, second] = profile.files.as_slice() else { panic!("{profile:?}") };
        assert_eq!((&first.path, &second.path), (&user, &project));
        let digest: [u8; 32] = Sha256::digest("hosts = ['b.example=openai-chat']\n").into();
        assert_eq!(second.sha256, digest);
    }

    #[test]
    fn no_file_is_no_error() {
        let profile = load(Path::new("/nonexistent/config.toml"), None).unwrap();
        assert!(profile.files.is_empty());
    }

    #[test]
    fn a_directory_in_place_of_a_file_is_an_error_that_names_it() {
        let directory = tempfile::tempdir().unwrap();
        let error = load(directory.path(), None).unwrap_err();
        assert!(error.to_string().contains(directory.path().to_str().unwrap()), "{error}");
    }

    #[test]
    fn a_mistake_names_its_line_and_the_nearest_right_name() {
        for (text, parts) in [
            ("\nhots = []\n", &["p.toml, line 2:", "`hots`", "did you mean `hosts`?"][..]),
            ("[known]\nenvs = []\n", &["line 2:", "`envs`", "did you mean `env`?"]),
            ("[knwn]\n", &["line 1:", "did you mean `known`?"]),
            ("\n\nhosts = 3\n", &["line 3:"]),
            ("hosts = ['a'\n", &["line "]),
        ] {
            let said = complaint(text);
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
            assert!(!said.contains('\n'), "{said}");
        }
        let far = complaint("colour = 1\n");
        assert!(far.contains("`colour`") && !far.contains("did you mean"), "{far}");
    }
}
