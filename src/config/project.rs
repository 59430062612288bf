//! Owns the question "which project is this?". It must not read what it finds.

use std::path::{Path, PathBuf};

use crate::config::ConfigError;

/// The name of a project's profile.
const PROFILE: &str = ".ww.toml";

/// The path with every link resolved: two ways into one project must give one placeholder key.
///
/// # Errors
/// [`ConfigError::Unreadable`] when the directory is gone or closed to us.
pub(crate) fn canonical(directory: &Path) -> Result<PathBuf, ConfigError> {
    directory.canonicalize().map_err(|error| ConfigError::unreadable(directory, error))
}

/// The nearest directory, from `here` upwards and not above `home`, that holds a `.git` (a file in work trees) or a
/// project profile; `here` itself when there is none.
pub(crate) fn root(here: &Path, home: &Path) -> PathBuf {
    upwards(here, home)
        .find(|at| at.join(".git").exists() || at.join(PROFILE).is_file())
        .unwrap_or(here)
        .to_owned()
}

/// The nearest project profile from `here` upwards, not above the repository's root nor `home`.
pub(crate) fn profile(here: &Path, home: &Path) -> Option<PathBuf> {
    for at in upwards(here, home) {
        let file = at.join(PROFILE);
        if file.is_file() {
            return Some(file);
        }
        if at.join(".git").exists() {
            break;
        }
    }
    None
}

/// `here` and what is above it, up to and including `home`; up to the file system's root when `home` is not above.
fn upwards<'a>(here: &'a Path, home: &Path) -> impl Iterator<Item = &'a Path> {
    let home = home.canonicalize().ok();
    let mut beyond = false;
    here.ancestors().take_while(move |at| {
        let wanted = !beyond;
        beyond = home.as_deref() == Some(*at);
        wanted
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree(paths: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let directory = tempfile::tempdir().unwrap();
        let base = directory.path().canonicalize().unwrap();
        for path in paths {
            let path = base.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        (directory, base)
    }

    #[test]
    fn the_nearest_marker_is_the_root() {
        let (_kept, base) =
            tree(&["home/a/.git/HEAD", "home/a/b/.ww.toml", "home/a/b/c/x", "home/a/d/x", "home/e/x"]);
        let home = base.join("home");
        for (here, expected) in [("a/b/c", "a/b"), ("a/d", "a"), ("a", "a"), ("e", "e")] {
            assert_eq!(root(&home.join(here), &home), home.join(expected), "{here}");
        }
    }

    #[test]
    fn the_search_for_a_profile_ends_at_the_repository_and_at_home() {
        let (_kept, base) =
            tree(&[".ww.toml", "home/a/.ww.toml", "home/a/b/.git", "home/a/b/c/x", "home/a/d/x", "home/e/x"]);
        let home = base.join("home");
        for (here, expected) in [("a/b/c", None), ("a/d", Some("a/.ww.toml")), ("e", None)] {
            assert_eq!(profile(&home.join(here), &home), expected.map(|path| home.join(path)), "{here}");
        }
    }
}
