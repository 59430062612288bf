//! Owns what a session starts with: environment, project files, arguments. It must leave nothing of the test's own
//! environment in but `PATH`.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::upstream::{NAMES, Upstream};
use super::{Places, RUNTIME, World, read_environment, soon};

/// A child that shows its environment and then waits for the end of its input.
const WAITING: [&str; 3] = ["sh", "-c", "env -0; printf '\\0'; exec cat >/dev/null"];

/// What a session starts with.
pub struct Setup {
    places: Arc<Places>,
    project: String,
    environment: Vec<(OsString, OsString)>,
    arguments: Vec<OsString>,
    h2: bool,
    /// Arguments of `ulimit`.
    limit: Option<String>,
    connect: bool,
}

/// A run that was waited for.
pub struct Ran {
    /// How it ended.
    pub status: ExitStatus,
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it said.
    pub stderr: String,
}

impl Setup {
    pub(super) fn new(places: Arc<Places>, project: &str) -> Self {
        places.project(project);
        Self {
            places,
            project: project.to_owned(),
            environment: Vec::new(),
            arguments: Vec::new(),
            h2: false,
            limit: None,
            connect: true,
        }
    }

    /// A variable of the parent.
    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.environment.push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// A file in the project.
    pub fn file(self, name: &str, text: &str) -> Self {
        std::fs::write(self.places.at(&self.project).join(name), text).unwrap();
        self
    }

    /// The project's `.env`.
    pub fn dotenv(self, text: &str) -> Self {
        self.file(".env", text)
    }

    /// A further argument of `ww run`.
    pub fn flag(mut self, name: &str, value: &str) -> Self {
        self.arguments.extend([name.into(), value.into()]);
        self
    }

    /// A provider that offers HTTP/2.
    pub fn h2(mut self) -> Self {
        self.h2 = true;
        self
    }

    /// No file may grow beyond so many blocks of 512 bytes.
    pub fn file_limit(mut self, blocks: u64) -> Self {
        self.limit = Some(format!("-S -f {blocks}"));
        self
    }

    /// No more than so many descriptors.
    pub fn descriptor_limit(mut self, descriptors: u64) -> Self {
        self.limit = Some(format!("-n {descriptors}"));
        self
    }

    /// Names are not led to the provider's address: whatever proxy the parent has must do it.
    pub fn without_overrides(mut self) -> Self {
        self.connect = false;
        self
    }

    /// The files of this world.
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// The environment in which `ww` starts.
    fn base(&self) -> Vec<(OsString, OsString)> {
        let at = |name: &str| self.places.at(name).into_os_string();
        let mut environment = vec![
            ("PATH".into(), std::env::var_os("PATH").unwrap()),
            ("HOME".into(), at("home")),
            ("XDG_STATE_HOME".into(), at("state")),
            ("XDG_RUNTIME_DIR".into(), at("run")),
            ("TMPDIR".into(), at("tmp")),
        ];
        environment.extend(self.environment.iter().cloned());
        environment
    }

    fn command(&self, arguments: &[OsString]) -> Command {
        let program = env!("CARGO_BIN_EXE_ww");
        // A test run in the background ignores the terminal's signals, and so would `ww` and its child.
        let mut command = Command::new("env");
        command.arg("--default-signal=HUP,INT,QUIT");
        if let Some(limit) = &self.limit {
            command.args(["sh", "-c", &format!("ulimit {limit}; exec \"$0\" \"$@\"")]);
        }
        command.arg(program);
        command.args(arguments).env_clear().envs(self.base()).current_dir(self.places.at(&self.project));
        command.kill_on_drop(true);
        command
    }

    fn run_arguments(&self, upstream: Option<&Upstream>, command: &[&str]) -> Vec<OsString> {
        let mut arguments: Vec<OsString> = vec!["run".into()];
        if let Some(upstream) = upstream {
            let ca = self.places.at("upstream-ca.pem");
            std::fs::write(&ca, Upstream::ca_pem()).unwrap();
            arguments.extend(["--upstream-ca".into(), ca.into()]);
            for (name, port, address) in NAMES.iter().flat_map(|name| upstream.ways(name)) {
                if self.connect {
                    arguments.extend(["--connect-to".into(), format!("{name}:{port}={address}").into()]);
                }
            }
        }
        arguments.extend(self.arguments.iter().cloned());
        arguments.push("--".into());
        arguments.extend(command.iter().map(OsString::from));
        arguments
    }

    /// Starts a session whose child waits.
    pub fn start(self) -> World {
        let upstream = soon(Upstream::start(self.h2));
        self.start_below(upstream)
    }

    /// The same, with a provider that is there already.
    pub fn start_below(self, upstream: Upstream) -> World {
        let _entered = RUNTIME.enter();
        let stderr = self.stderr();
        let mut command = self.command(&self.run_arguments(Some(&upstream), &WAITING));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(std::fs::File::create(&stderr).unwrap());
        let mut child = command.spawn().unwrap();
        let environment = soon(read_environment(&mut child));
        assert!(!environment.is_empty(), "{}", std::fs::read_to_string(&stderr).unwrap());
        World { places: self.places, project: self.project, upstream, child, environment, stderr }
    }

    /// Runs `ww run -- COMMAND` to its end, with nothing to talk to.
    pub fn run(&self, command: &[&str]) -> Ran {
        self.ww(&self.run_arguments(None, command), b"")
    }

    /// The same, with an input that stays open until it ends.
    pub fn run_open(&self, command: &[&str]) -> Ran {
        let _entered = RUNTIME.enter();
        let mut command = self.command(&self.run_arguments(None, command));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take();
        let output = soon(child.wait_with_output()).unwrap();
        drop(stdin);
        Ran {
            status: output.status,
            stdout: output.stdout,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs `ww run -- COMMAND`, and kills `ww` after that time as nothing can catch it, unless it has ended.
    pub fn run_and_kill(&self, command: &[&str], after: Duration) {
        let _entered = RUNTIME.enter();
        let mut command = self.command(&self.run_arguments(None, command));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        soon(async {
            let _ended = tokio::time::timeout(after, child.wait()).await;
            let _gone = child.kill().await;
        });
    }

    /// Runs `ww` with these arguments and this input to its end.
    pub fn ww(&self, arguments: &[OsString], input: &[u8]) -> Ran {
        let _entered = RUNTIME.enter();
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let output = soon(async {
            // A child that does not read its input closes it.
            let _closed = stdin.write_all(input).await;
            drop(stdin);
            child.wait_with_output().await.unwrap()
        });
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        Ran { status: output.status, stdout: output.stdout, stderr }
    }

    /// Runs `ww verify`.
    pub fn verify(&self) -> Ran {
        self.ww(&["verify".into()], b"")
    }

    fn stderr(&self) -> PathBuf {
        let kept = tempfile::Builder::new().prefix("stderr-").tempfile_in(self.places.root.path()).unwrap();
        kept.keep().unwrap().1
    }
}
