//! Owns the known values that a profile asks for: `[[known]]`. It must not leave one out silently, and must start no
//! command that a project's file names.
//!
//! ```toml
//! [[known]]
//! env = "BUILD_PIN"                      # a variable
//!
//! [[known]]
//! file = "~/.config/app/settings.json"   # a file: whole, without the white space around it …
//! select = "server.password"             # … or one member of JSON, YAML, TOML, ini, dotenv or tfvars
//! name = "APP_PASSWORD"                  # the TYPE of its placeholder
//!
//! [[known]]
//! command = ["op", "read", "op://vault/item/password"]   # what it prints; run once, only out of the user's own file
//! ```

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::command;
use super::format::{Format, Member, members};
use super::read::{self, Problem};
use super::source::{file_name, is_dotenv};
use crate::config::ConfigError;
use crate::engine::detect::MIN_KNOWN;
use crate::engine::placeholder::SecretType;

/// One `[[known]]`.
#[derive(Clone, Debug)]
pub(crate) struct Declared {
    /// Where the value is.
    pub wanted: Wanted,
    /// The TYPE, if one was given.
    pub name: Option<String>,
    /// The profile.
    pub profile: PathBuf,
    /// The line in it, from 1.
    pub line: usize,
}

/// Where a value is.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// In a variable.
    Variable(String),
    /// In a file, and where in it.
    File {
        /// As written.
        path: String,
        /// The member.
        select: Option<String>,
    },
    /// In what a command prints.
    Command(Vec<String>),
}

/// A value and its TYPE.
pub(super) type Taken = (SecretType, Zeroizing<Vec<u8>>);

impl Declared {
    /// The file that has the value.
    pub(super) fn path(&self, home: &Path) -> Option<PathBuf> {
        let Wanted::File { path, .. } = &self.wanted else { return None };
        let below = self.profile.parent().unwrap_or(Path::new("/"));
        Some(path.strip_prefix("~/").map_or_else(|| below.join(path), |path| home.join(path)))
    }

    /// The value in the variable or the file; none of a variable that is not set, since there is no secret then. Of a
    /// member there may be several readings.
    ///
    /// # Errors
    /// [`ConfigError::Known`] when there is no such file or member, it is not what it should be, or too short.
    pub(super) fn take(
        &self,
        environment: &[(OsString, OsString)],
        home: &Path,
    ) -> Result<Vec<Taken>, ConfigError> {
        match (&self.wanted, self.path(home)) {
            (Wanted::Variable(name), _) => {
                let set = environment.iter().find(|(is, value)| is == name.as_str() && !value.is_empty());
                set.map(|(_, value)| self.value(name, name, value.as_bytes())).into_iter().collect()
            }
            (Wanted::File { select: None, .. }, Some(path)) => {
                let bytes = read::bytes(&path).and_then(|bytes| bytes.ok_or(Problem::Missing));
                let bytes = bytes.map_err(|problem| self.problem(&path, problem))?;
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                Ok(vec![self.value(&path, &stem, &bytes)?])
            }
            (Wanted::File { select: Some(select), .. }, Some(path)) => {
                let found = selected(&path, select).map_err(|problem| self.problem(&path, problem))?;
                found.iter().map(|member| self.value(&path, &member.name, &member.value)).collect()
            }
            (Wanted::File { .. } | Wanted::Command(_), _) => Ok(Vec::new()),
        }
    }

    /// What the command prints, if this is one.
    ///
    /// # Errors
    /// [`ConfigError::Known`] when it fails, takes too long or prints too little.
    pub(super) fn run(
        &self,
        environment: &[(OsString, OsString)],
        here: &Path,
    ) -> Result<Option<Taken>, ConfigError> {
        let Wanted::Command(words) = &self.wanted else { return Ok(None) };
        let program = words.first().map_or("", String::as_str);
        let printed = command::run(words, environment, here, command::LIMIT);
        let printed = printed.map_err(|problem| self.problem(program, problem))?;
        self.value(program, "KNOWN", &printed).map(Some)
    }

    fn value(&self, place: impl AsRef<Path>, name: &str, value: &[u8]) -> Result<Taken, ConfigError> {
        let value = value.trim_ascii();
        if value.len() < MIN_KNOWN {
            return Err(self.problem(place, Problem::Short));
        }
        let kind = SecretType::from_name(self.name.as_deref().unwrap_or(name));
        Ok((kind, Zeroizing::new(value.to_vec())))
    }

    fn problem(&self, place: impl AsRef<Path>, problem: Problem) -> ConfigError {
        let place = place.as_ref().to_owned();
        ConfigError::Known { path: self.profile.clone(), line: self.line, place, source: problem }
    }
}

/// The member of a file that `select` names, in all its readings.
fn selected(path: &Path, select: &str) -> Result<Vec<Member>, Problem> {
    let text = read::text(path)?.ok_or(Problem::Missing)?;
    let mut found = Vec::new();
    members(format_of(path), &text, &mut found)?;
    found.retain(|member| is_at(member, select));
    if found.is_empty() { Err(Problem::NoMember(select.to_owned())) } else { Ok(found) }
}

/// Whether `select` names this member; an index may be written as `[0]` or as `.0`.
fn is_at(member: &Member, select: &str) -> bool {
    member.path == select || member.path.replace('[', ".").replace(']', "") == select
}

/// What a file is read as, by its name.
fn format_of(path: &Path) -> Format {
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    match ending.as_bytes() {
        b"json" => Format::Json,
        b"yaml" | b"yml" => Format::Yaml,
        b"toml" => Format::Toml,
        b"tfvars" | b"hcl" | b"tf" => Format::Hcl,
        b"env" => Format::Dotenv,
        _ if is_dotenv(file_name(path)) => Format::Dotenv,
        _ => Format::Ini(b"="),
    }
}
