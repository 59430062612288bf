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
//! ```
//!
//! These keys only tighten, or tell, so a project's file may use them without being trusted; all but `command`, which would
//! start a program. `[allow]` loosens, and counts in the user's file only.

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
const KEYS: [&str; 20] = [
    "hosts", "known", "env", "file", "select", "command", "name", "detect", "rules", "skip", "pii",
    "entropy", "allow", "ids", "values", "paths", "restore", "never", "note", "enabled",
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
mod tests {
    use std::fs;

    use super::*;

    fn complained(loaded: Result<Profile, ConfigError>) -> String {
        loaded.map(|_| ()).unwrap_err().to_string()
    }

    fn complaint(text: &str) -> String {
        parse(Path::new("p.toml"), text).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn both_files_count_and_each_is_named_with_its_digest() {
        let directory = tempfile::tempdir().unwrap();
        let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
        fs::write(&user, "hosts = ['a.example']\n[[known]]\nenv = 'ONE'\n").unwrap();
        fs::write(&project, "hosts = ['b.example=openai-chat']\n").unwrap();
        let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(profile.hosts, ["a.example", "b.example=openai-chat"]);
        let [known] = profile.known.as_slice() else { panic!("{:?}", profile.files) };
        assert!(matches!(&known.wanted, Wanted::Variable(name) if name == "ONE"));
        assert_eq!((&known.profile, known.line), (&user, 2));
        let [first, second] = profile.files.as_slice() else { panic!("{:?}", profile.files) };
        assert_eq!((&first.path, &second.path), (&user, &project));
        let digest: [u8; 32] = Sha256::digest("hosts = ['b.example=openai-chat']\n").into();
        assert_eq!(second.sha256, digest);
    }

    #[test]
    fn what_one_file_asks_to_look_for_no_other_turns_off() {
        let directory = tempfile::tempdir().unwrap();
        let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
        fs::write(&user, "[detect]\npii = ['email', 'ssn']\nentropy = 'aggressive'\n").unwrap();
        fs::write(&project, "[detect]\npii = ['card']\nentropy = 'off'\n").unwrap();
        let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(profile.personal, [Personal::Email, Personal::Ssn, Personal::Card]);
        assert!(profile.aggressive);
        fs::write(&user, format!("detect.pii = {:?}", Personal::WORDS)).unwrap();
        assert_eq!(
            load(&user, None, directory.path()).unwrap_or_else(|error| panic!("{error}")).personal.len(),
            Personal::WORDS.len()
        );
        let profile = load(&project, None, directory.path()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((profile.personal.as_slice(), profile.aggressive), ([Personal::Card].as_slice(), false));
    }

    #[test]
    fn the_tools_of_both_files_are_told_placeholders() {
        let directory = tempfile::tempdir().unwrap();
        let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
        fs::write(&user, "restore.never = ['one']\n").unwrap();
        fs::write(&project, "[restore]\nnever = ['two']\n").unwrap();
        let profile = load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(profile.never, ["one", "two"]);
        let said = complaint("[restore]\nnevr = []\n");
        assert!(said.contains("did you mean `never`?"), "{said}");
    }

    #[test]
    fn the_note_is_off_until_a_file_turns_it_on() {
        let directory = tempfile::tempdir().unwrap();
        let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
        for (ours, theirs, on) in [
            ("", "", false),
            ("[note]\n", "", false),
            ("[note]\nenabled = true\n", "[note]\nenabled = false\n", true),
            ("", "note = { enabled = true }\n", true),
        ] {
            fs::write(&user, ours).unwrap();
            fs::write(&project, theirs).unwrap();
            let profile =
                load(&user, Some(&project), directory.path()).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(profile.note, on, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn no_file_is_no_error() {
        let profile = load(Path::new("/nonexistent/config.toml"), None, Path::new("/"))
            .unwrap_or_else(|error| panic!("{error}"));
        assert!(profile.files.is_empty());
    }

    #[test]
    fn a_directory_in_place_of_a_file_is_an_error_that_names_it() {
        let directory = tempfile::tempdir().unwrap();
        let error = load(directory.path(), None, directory.path()).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains(directory.path().to_str().unwrap()), "{error}");
    }

    #[test]
    fn a_mistake_names_its_line_and_the_nearest_right_name() {
        for (text, parts) in [
            ("\nhots = []\n", &["p.toml, line 2:", "`hots`", "did you mean `hosts`?"][..]),
            ("[[known]]\nenvs = ''\n", &["line 2:", "`envs`", "did you mean `env`?"]),
            ("[[known]]\nenv = 'A'\n\n[[known]]\nslect = ''\n", &["line 5:", "did you mean `select`?"]),
            ("[known]\nenv = []\n", &["line 1:"]),
            ("[knwn]\n", &["line 1:", "did you mean `known`?"]),
            ("\n\nhosts = 3\n", &["line 3:"]),
            ("hosts = ['a'\n", &["line "]),
            ("[detekt]\n", &["line 1:", "did you mean `detect`?"]),
            ("[detect]\npi = []\n", &["line 2:", "did you mean `pii`?"]),
            ("[detect]\npii = [\n'iban',\n'emial']\n", &["line 4:", "`emial`", "did you mean `email`?"]),
            (
                "[detect]\nentropy = \"agressive\"\n",
                &["line 2:", "`agressive`", "did you mean `aggressive`?"],
            ),
            ("[detect]\nentropy = true\n", &["line 2:"]),
            ("[note]\nenable = true\n", &["line 2:", "did you mean `enabled`?"]),
            ("[note]\nenabled = 1\n", &["line 2:"]),
        ] {
            let said = complaint(text);
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
            assert!(!said.contains('\n'), "{said}");
        }
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("p.toml");
        for (text, parts) in [
            ("[[known]]\nname = 'A'\n", &["line 1:", "exactly one of `env`, `file` and `command`"][..]),
            ("\n[[known]]\nenv = 'A'\nfile = 'b'\n", &["line 2:", "exactly one of"]),
            ("[[known]]\nenv = 'A'\nselect = 'b'\n", &["line 1:", "`select` needs a `file`"]),
            ("[[known]]\ncommand = []\n", &["line 1:", "`command` names no program"]),
        ] {
            fs::write(&path, text).unwrap();
            let said = complained(load(&path, None, directory.path()));
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        }
        let far = complaint("colour = 1\n");
        assert!(far.contains("`colour`") && !far.contains("did you mean"), "{far}");
    }

    #[test]
    fn a_command_in_a_projects_file_is_refused_and_the_right_place_named() {
        let directory = tempfile::tempdir().unwrap();
        let (user, project) = (directory.path().join("config.toml"), directory.path().join(".ww.toml"));
        fs::write(&project, "[[known]]\nenv = 'A'\n[[known]]\ncommand = ['true']\n").unwrap();
        let said = complained(load(&user, Some(&project), directory.path()));
        assert!(said.contains(".ww.toml, line 3:") && said.contains(user.to_str().unwrap()), "{said}");
        fs::rename(&project, &user).unwrap();
        assert_eq!(
            load(&user, None, directory.path()).unwrap_or_else(|error| panic!("{error}")).known.len(),
            2
        );
    }
}
