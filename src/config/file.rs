//! Owns the profile files: the user's `config.toml` and a project's `.ww.toml`. It must not accept what it does not
//! understand: a misspelt key would silently protect nothing.
//!
//! ```toml
//! hosts = ["llm.example.com=openai-chat"]   # in scope besides the built-in ones
//!
//! [[known]]                                 # a secret, whatever it looks like; see `known::declared`
//! env = "MY_SETTING"
//!
//! [detect]
//! rules = ["rules.toml"]                    # rule files in gitleaks' format
//! skip = ["some-rule"]                      # rules of these files to leave out
//! pii = ["email", "card"]                   # personal data to look for: email, card, iban, ssn, phone
//! entropy = "aggressive"                    # take for a secret what is merely random; or "off"
//!
//! [restore]
//! never = ["mcp__mail__send"]               # tools that are told placeholders, besides the built-in ones
//! [note]
//! enabled = true                            # tell the model in each request what placeholders are
//! [audit]
//! witness = ["command", "argument"]         # is given the ledger's head at the end of each session, to keep it elsewhere
//! ```
//!
//! These keys only tighten, or tell, so a project's file may use them without being trusted; all but `command` and `witness`,
//! which would start a program. `[allow]` loosens, and counts in the user's file only.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use toml::Spanned;

use crate::config::detect::{Detect, Entropy, Pii};
use crate::config::known::{Declared, Wanted};
use crate::config::{ConfigError, allow, gitleaks, line_of};
use crate::engine::allow::Allow;
use crate::engine::detect::{CustomRule, Personal};

/// Every key that a profile may hold, for "did you mean".
const KEYS: [&str; 22] = [
    "hosts", "known", "env", "file", "select", "command", "name", "detect", "rules", "skip", "pii",
    "entropy", "allow", "ids", "values", "paths", "restore", "never", "note", "enabled", "audit", "witness",
];

/// A profile file that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProfileFile {
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// What all profile files say together: the user's first, then the project's.
#[derive(Default)]
pub(crate) struct Profile {
    /// `PATTERN[=DIALECT]`, as written.
    pub hosts: Vec<String>,
    /// Secrets that are named one by one.
    pub known: Vec<Declared>,
    /// The rules of the rule files that they name.
    pub rules: Vec<CustomRule>,
    /// The user's allow lists.
    pub allow: Allow,
    /// Kinds of personal data to look for.
    pub personal: Vec<Personal>,
    /// Whether what is merely random is taken for a secret.
    pub aggressive: bool,
    /// Tools whose calls are not restored.
    pub never: Vec<String>,
    /// Whether requests to a model carry the note about placeholders.
    pub note: bool,
    /// What is given the ledger's head at the end of a session; empty for nothing.
    pub witness: Vec<String>,
    /// What the user should know, one sentence each.
    pub warnings: Vec<String>,
    /// The files, each before the rule files that it names.
    pub files: Vec<ProfileFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    hosts: Vec<String>,
    #[serde(default)]
    known: Vec<Spanned<Known>>,
    #[serde(default)]
    detect: Detect,
    #[serde(default)]
    restore: Restore,
    allow: Option<Spanned<allow::Written>>,
    #[serde(default)]
    note: Note,
    audit: Option<Spanned<Audit>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Audit {
    #[serde(default)]
    witness: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    #[serde(default)]
    enabled: bool,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Restore {
    #[serde(default)]
    never: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    env: Option<String>,
    file: Option<String>,
    select: Option<String>,
    command: Option<Vec<String>>,
    name: Option<String>,
}

/// Reads the user's file, if there is one, and the project's, if one was found, with the rule files that they name.
///
/// # Errors
/// [`ConfigError::Unreadable`], [`ConfigError::Profile`] and [`ConfigError::Rule`].
pub(crate) fn load(user: &Path, project: Option<&Path>, home: &Path) -> Result<Profile, ConfigError> {
    let mut profile = Profile::default();
    for path in [Some(user), project].into_iter().flatten() {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(ConfigError::unreadable(path, error)),
        };
        let written = parse(path, &text)?;
        profile.hosts.extend(written.hosts);
        profile.never.extend(written.restore.never);
        for entry in written.known {
            let line = line_of(&text, entry.span().start);
            let is_known =
                |problem: String| ConfigError::Profile { path: path.into(), line, problem, nearest: None };
            let (wanted, name) =
                wanted(entry.into_inner()).map_err(|problem| is_known(problem.to_owned()))?;
            if path != user && matches!(wanted, Wanted::Command(_)) {
                return Err(is_known(format!("{NO_COMMAND} {}", user.display())));
            }
            profile.known.push(Declared { wanted, name, profile: path.to_owned(), line });
        }
        profile.personal.extend(written.detect.pii.iter().map(|Pii(kind)| *kind));
        profile.aggressive |= written.detect.entropy == Entropy::Aggressive;
        profile.note |= written.note.enabled;
        profile.files.push(ProfileFile { path: path.to_owned(), sha256: Sha256::digest(&text).into() });
        if let Some(audit) = written.audit {
            profile.witness.extend(witness(audit, path, user, &text)?);
        }
        let loaded = gitleaks::load(path, &text, home, &written.detect)?;
        if let Some(allowed) = &written.allow {
            let wrong = |(at, problem): allow::Wrong| {
                let (path, line) = (path.to_owned(), line_of(&text, at));
                ConfigError::Profile { path, line, problem, nearest: None }
            };
            if path != user {
                let problem = format!("[allow] counts in your own file only: move it to {}", user.display());
                return Err(wrong((allowed.span().start, problem)));
            }
            profile.allow = allow::read(allowed.get_ref(), &loaded.rules).map_err(wrong)?;
        }
        profile.rules.extend(loaded.rules);
        profile.files.extend(loaded.files);
        profile.warnings.extend(loaded.warnings);
    }
    Ok(profile)
}

/// A repository could start anything by it.
const NO_COMMAND: &str = "a project's file cannot have a `command` run for a known value: put the entry into";

/// The command that is given the ledger's head.
fn witness(audit: Spanned<Audit>, path: &Path, user: &Path, text: &str) -> Result<Vec<String>, ConfigError> {
    let line = line_of(text, audit.span().start);
    let witness = audit.into_inner().witness;
    if path == user || witness.is_empty() {
        return Ok(witness);
    }
    let problem = format!("{NO_WITNESS} {}", user.display());
    Err(ConfigError::Profile { path: path.to_owned(), line, problem, nearest: None })
}

const NO_WITNESS: &str = "a project's file cannot have a `witness` run: put `[audit]` into";

/// What an entry asks for, and the TYPE it gives; or why it cannot be understood.
fn wanted(entry: Known) -> Result<(Wanted, Option<String>), &'static str> {
    let wanted = match (entry.env, entry.file, entry.command) {
        (Some(variable), None, None) => Wanted::Variable(variable),
        (None, Some(path), None) => Wanted::File { path, select: entry.select.clone() },
        (None, None, Some(words)) if !words.is_empty() => Wanted::Command(words),
        (None, None, Some(_)) => return Err("`command` names no program"),
        _ => return Err("a known value needs exactly one of `env`, `file` and `command`"),
    };
    if entry.select.is_some() && !matches!(wanted, Wanted::File { .. }) {
        return Err("`select` needs a `file`");
    }
    Ok((wanted, entry.name))
}

fn parse(path: &Path, text: &str) -> Result<Written, ConfigError> {
    toml::from_str(text).map_err(|error| {
        let span = error.span().unwrap_or_default();
        let said = |what| error.message().starts_with(what);
        let candidates: &[&'static str] = match text.get(span.clone()) {
            Some(_) if said("unknown field") => &KEYS,
            Some(_) if said("unknown variant `") => &[Entropy::WORDS.as_slice(), &Personal::WORDS].concat(),
            _ => &[],
        };
        ConfigError::Profile {
            path: path.to_owned(),
            line: line_of(text, span.start),
            problem: error.message().replace('\n', ", "),
            nearest: text
                .get(span)
                .and_then(|written| nearest(written.trim_matches(['"', '\'']), candidates.iter().copied())),
        }
    })
}

/// The name that `written` is at most half wrong about.
pub(super) fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
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
mod tests;
