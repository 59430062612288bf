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

use std::ffi::{OsStr, OsString};
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

/// Values that were taken: of a file with `select` there may be several readings.
pub(super) type Taken = Vec<(SecretType, Zeroizing<Vec<u8>>)>;

impl Declared {
    /// The file that has the value.
    pub(super) fn file(&self, home: &Path) -> Option<PathBuf> {
        let Wanted::File { path, .. } = &self.wanted else { return None };
        let below = self.profile.parent().unwrap_or(Path::new("/"));
        Some(path.strip_prefix("~/").map_or_else(|| below.join(path), |path| home.join(path)))
    }

    /// The value of a variable; nothing when it is not set. There is no secret then.
    ///
    /// # Errors
    /// [`ConfigError::Known`] when it is too short.
    pub(super) fn from_environment(
        &self,
        environment: &[(OsString, OsString)],
    ) -> Result<Taken, ConfigError> {
        let Wanted::Variable(name) = &self.wanted else { return Ok(Vec::new()) };
        let set =
            environment.iter().filter(|(is, value)| is.as_bytes() == name.as_bytes() && !value.is_empty());
        set.map(|(_, value)| self.value(name, value.as_bytes())).collect()
    }

    /// The values in a file.
    ///
    /// # Errors
    /// [`ConfigError::Known`] when there is no such file or member, or it is not what it should be.
    pub(super) fn from_file(&self, home: &Path) -> Result<Taken, ConfigError> {
        let (Some(path), Wanted::File { select, .. }) = (self.file(home), &self.wanted) else {
            return Ok(Vec::new());
        };
        let failed = |problem| self.problem(path.as_os_str(), problem);
        let Some(select) = select else {
            let bytes = read::bytes(&path).and_then(|bytes| bytes.ok_or(Problem::Missing)).map_err(failed)?;
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            return Ok(vec![self.value_of(path.as_os_str(), &stem, &bytes)?]);
        };
        let text = read::text(&path).and_then(|text| text.ok_or(Problem::Missing)).map_err(failed)?;
        let mut found = Vec::new();
        members(format_of(&path), &text, &mut found).map_err(failed)?;
        found.retain(|member| is_at(member, select));
        if found.is_empty() {
            return Err(failed(Problem::NoMember(select.clone())));
        }
        found.iter().map(|member| self.value_of(path.as_os_str(), &member.name, &member.value)).collect()
    }

    /// What the command prints.
    ///
    /// # Errors
    /// [`ConfigError::Known`] when it fails, takes too long or prints too little.
    pub(super) fn from_command(
        &self,
        environment: &[(OsString, OsString)],
        here: &Path,
    ) -> Result<Taken, ConfigError> {
        let Wanted::Command(words) = &self.wanted else { return Ok(Vec::new()) };
        let program = words.first().map(String::as_str).unwrap_or_default();
        let printed = command::run(words, environment, here, command::LIMIT);
        let printed = printed.map_err(|problem| self.problem(program, problem))?;
        Ok(vec![self.value_of(program.as_ref(), "KNOWN", &printed)?])
    }

    fn value(&self, name: &str, value: &[u8]) -> Result<(SecretType, Zeroizing<Vec<u8>>), ConfigError> {
        self.value_of(name.as_ref(), name, value)
    }

    fn value_of(
        &self,
        place: &OsStr,
        name: &str,
        value: &[u8],
    ) -> Result<(SecretType, Zeroizing<Vec<u8>>), ConfigError> {
        let value = value.trim_ascii();
        if value.len() < MIN_KNOWN {
            return Err(self.problem(place, Problem::Short));
        }
        let kind = SecretType::from_name(self.name.as_deref().unwrap_or(name));
        Ok((kind, Zeroizing::new(value.to_vec())))
    }

    fn problem(&self, place: impl Into<PathBuf>, problem: Problem) -> ConfigError {
        ConfigError::Known {
            path: self.profile.clone(),
            line: self.line,
            place: place.into(),
            source: problem,
        }
    }
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
