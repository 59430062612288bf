//! Owns the plan of a run: what was typed, the profile files, the files that hold credentials and the parent's environment
//! become plain values. It must not open a socket or write a file, nor start a process but the commands that the user's
//! own profile names.

mod allow;
mod detect;
mod dotenv;
pub mod file;
mod gate;
mod gitleaks;
pub mod known;
mod name;
pub mod project;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::{self, ConnectTo};
use crate::engine::detect::Settings;
use crate::engine::reply::Never;
use file::{Profile, ProfileFile};
pub use gitleaks::RuleProblem;
use known::{AwsKeys, KnownCounts, Origins, Watch};

/// Where this user's own files are.
#[derive(Clone, Debug)]
pub struct Places {
    /// The home directory.
    pub home: PathBuf,
    /// The user's profile; on Linux `$XDG_CONFIG_HOME/waterwall/config.toml` or below `~/.config`.
    pub config_file: PathBuf,
    /// Keys and the log; on Linux `$XDG_STATE_HOME/waterwall` or below `~/.local/state`.
    pub state_dir: PathBuf,
}

impl Places {
    /// Asks the platform. The one place in this room that reads `ww`'s own environment.
    ///
    /// # Errors
    /// [`ConfigError::NoHome`] when the user has no home directory.
    pub fn of_this_user() -> Result<Self, ConfigError> {
        let user = directories::BaseDirs::new().ok_or(ConfigError::NoHome)?;
        let ours = directories::ProjectDirs::from("", "", "waterwall").ok_or(ConfigError::NoHome)?;
        Ok(Self {
            home: user.home_dir().to_owned(),
            config_file: ours.config_dir().join("config.toml"),
            state_dir: ours.state_dir().unwrap_or(ours.data_local_dir()).to_owned(),
        })
    }
}

/// What one `ww run` will do. No `Debug`: it holds secrets.
pub struct RunPlan {
    /// The command, looked up in `PATH` when it has no slash.
    pub program: OsString,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// The root of the project, canonical: its bytes go into the placeholder key.
    pub project_root: PathBuf,
    /// Hosts in scope besides the built-in ones, each `PATTERN[=DIALECT]` as it was written: user, project, flags.
    pub extra_hosts: Vec<String>,
    /// Where hosts really are; from flags only.
    pub connect_to: Vec<ConnectTo>,
    /// PEM file of further roots for the upstream; from a flag only.
    pub upstream_ca: Option<PathBuf>,
    /// Keys and the log.
    pub state_dir: PathBuf,
    /// What is looked for.
    pub detection: Detection,
    /// What signs again a request that had to be changed.
    pub aws_keys: AwsKeys,
    /// Tools whose calls are not restored.
    pub never: Never,
    /// Whether requests to a model carry the note about placeholders.
    pub note: bool,
    /// What is given the ledger's head at the end; empty for nothing.
    pub witness: Vec<String>,
    /// The profile files that were read, with their digests, for the log.
    pub profile_files: Vec<ProfileFile>,
}

impl RunPlan {
    /// Makes the plan of a run in `working_directory` under `environment`.
    ///
    /// # Errors
    /// [`ConfigError`] when a profile cannot be read, says what we do not understand, or names a known value that cannot
    /// be had: what the user wanted to be hidden is then not known, so nothing may start.
    pub fn make(
        typed: cli::Run,
        working_directory: &Path,
        environment: &[(OsString, OsString)],
        places: &Places,
    ) -> Result<Self, ConfigError> {
        let mut words = typed.command.into_iter();
        let program = words.next().ok_or(ConfigError::NoCommand)?;
        let here = project::canonical(working_directory)?;
        let project_root = project::root(&here, &places.home);
        let project_file = project::profile(&here, &places.home);
        let mut profile = file::load(&places.config_file, project_file.as_deref(), &places.home)?;
        let detection = Detection::of(&mut profile, environment, &places.home, [&project_root, &here])?;
        Ok(Self {
            program,
            arguments: words.collect(),
            project_root,
            extra_hosts: profile.hosts.into_iter().chain(typed.hosts).collect(),
            connect_to: typed.connect_to,
            upstream_ca: typed.upstream_ca,
            state_dir: places.state_dir.clone(),
            detection,
            aws_keys: AwsKeys::of(environment, &places.home, &here),
            never: Never::new(profile.never.iter().map(String::as_str)),
            note: profile.note,
            witness: profile.witness,
            profile_files: profile.files,
        })
    }
}

/// What is looked for, in a run or by a scan. No `Debug`: it holds secrets.
#[derive(Default)]
pub struct Detection {
    /// For the detector.
    pub settings: Settings,
    /// How many known values came from where, for the log.
    pub known_counts: KnownCounts,
    /// What the user should know before the child starts, one sentence each, without a secret.
    pub warnings: Vec<String>,
    /// Tells when known values have changed.
    pub watch: Watch,
}

impl Detection {
    /// Collects known values: from `environment`, what the profile names, and files of the home directory and of
    /// `directories`, the project's root and the working directory. Takes rules and allow lists out of the profile.
    fn of(
        profile: &mut Profile,
        environment: &[(OsString, OsString)],
        home: &Path,
        directories: [&PathBuf; 2],
    ) -> Result<Self, ConfigError> {
        let origins = Origins {
            environment: environment.to_vec(),
            home: home.to_owned(),
            directories: directories.map(PathBuf::to_owned).into(),
            declared: profile.known.clone(),
        };
        let mut known = origins.collect();
        if !known.errors.is_empty() {
            return Err(known.errors.swap_remove(0));
        }
        let from_commands = origins.run_commands(&mut known)?;
        let watch = Watch::new(origins, &mut known, from_commands);
        let rules = std::mem::take(&mut profile.rules);
        let allow = std::mem::take(&mut profile.allow);
        let personal = std::mem::take(&mut profile.personal);
        let settings =
            Settings { known: known.values, rules, allow, personal, aggressive: profile.aggressive };
        let mut warnings = std::mem::take(&mut profile.warnings);
        warnings.append(&mut known.warnings);
        Ok(Self { settings, known_counts: known.counts, warnings, watch })
    }

    /// What would be looked for in a run in `working_directory` under `environment`.
    ///
    /// # Errors
    /// As [`RunPlan::make`].
    pub fn here(
        working_directory: &Path,
        environment: &[(OsString, OsString)],
        places: &Places,
    ) -> Result<Self, ConfigError> {
        let here = project::canonical(working_directory)?;
        let root = project::root(&here, &places.home);
        let project_file = project::profile(&here, &places.home);
        let mut profile = file::load(&places.config_file, project_file.as_deref(), &places.home)?;
        Self::of(&mut profile, environment, &places.home, [&root, &here])
    }
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The platform names no home directory.
    #[error("cannot find your home directory: set HOME")]
    NoHome,
    /// Nothing to run.
    #[error("no command to run: write it after `ww run`")]
    NoCommand,
    /// A file or directory that must be read cannot be.
    #[error("cannot read {}: make it readable, or move it away", path.display())]
    Unreadable {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A profile asks for a known value that cannot be had.
    #[error("{}, line {line}: cannot take the known value from {}", path.display(), place.display())]
    Known {
        /// The profile.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The file, variable or command that should have it.
        place: PathBuf,
        /// Why not.
        source: known::Problem,
    },
    /// A profile says what we do not understand.
    #[error("{}, line {line}: {problem}{}", path.display(), did_you_mean(*nearest))]
    Profile {
        /// The profile.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What the reader says.
        problem: String,
        /// The key that was probably meant.
        nearest: Option<&'static str>,
    },
    /// A rule of the user's cannot be honoured.
    #[error(
        "{}, line {line}: rule `{rule}`: {problem}: mend it, or leave it out with skip = [\"{rule}\"] in [detect]",
        path.display()
    )]
    Rule {
        /// The rule file.
        path: PathBuf,
        /// The line the rule begins on, from 1.
        line: usize,
        /// Its id.
        rule: String,
        /// What is wrong with it.
        problem: Box<RuleProblem>,
    },
}

/// The line of a byte offset, from 1.
fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

impl ConfigError {
    fn unreadable(path: &Path, source: io::Error) -> Self {
        Self::Unreadable { path: path.to_owned(), source }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_plan_joins_flags_profiles_dotenv_and_environment() {
        let home = tempfile::tempdir().unwrap();
        let project = home.path().join("project");
        fs::create_dir_all(project.join(".git")).unwrap();
        fs::create_dir_all(project.join("src")).unwrap();
        let config_file = home.path().join("config.toml");
        fs::write(&config_file, "hosts = ['one.example=openai-chat']\n").unwrap();
        fs::write(project.join(".ww.toml"), "hosts = ['two.example']\n").unwrap();
        fs::write(project.join(".env"), "TOKEN=fromdotenv-4711\n").unwrap();
        let places = Places { home: home.path().into(), config_file, state_dir: home.path().join("state") };
        let typed = cli::Run {
            hosts: vec!["three.example".into()],
            connect_to: Vec::new(),
            upstream_ca: None,
            command: vec!["claude".into(), "-p".into()],
        };
        let environment = [("DB_PASSWORD".into(), "fromenv-4711".into())];

        let plan = RunPlan::make(typed, &project.join("src"), &environment, &places).unwrap();

        assert_eq!(plan.program, "claude");
        assert_eq!(plan.arguments, ["-p"]);
        assert_eq!(plan.project_root, project.canonicalize().unwrap());
        assert_eq!(plan.extra_hosts, ["one.example=openai-chat", "two.example", "three.example"]);
        assert_eq!(plan.profile_files.len(), 2);
        assert_eq!(plan.detection.known_counts, KnownCounts::from([("environment", 1), ("dotenv", 1)]));
        assert_eq!(plan.detection.settings.known.len(), 2);
    }
}
