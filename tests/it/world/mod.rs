//! Owns the world of a test: scratch directories, one `ww run` with a child that only waits, the provider above and
//! the agent below. It must not judge what it sees; tests do.

mod agent;
mod api;
pub mod bedrock;
mod coding;
mod parent_proxy;
mod relay;
mod reply;
mod serve;
mod setup;
mod upstream;
mod websocket;
mod wire;

use std::collections::HashMap;
use std::ffi::OsString;
use std::future::Future;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncReadExt;
use tokio::process::Child;
use tokio::runtime::Runtime;

pub use agent::{Agent, Answer};
pub use api::{APIS, Api, event, events};
pub use coding::{CODINGS, coded, decoded, encoded};
pub use parent_proxy::{Manner, ParentProxy};
pub use relay::{BlackHole, Line, Relay};
pub use reply::{Ending, Gate, Reply};
pub use serve::H2_STREAMS;
pub use setup::Setup;
pub use upstream::{Seen, Upstream};
pub use websocket::{Accepted, Peer, Said, Sockets, Upgrade};
pub use wire::{More, Wire};

/// Longest that any single step of a test may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What all tests run their sockets on.
static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Waits for `step`, but not for ever.
#[track_caller]
pub fn soon<T>(step: impl Future<Output = T>) -> T {
    RUNTIME.block_on(async { tokio::time::timeout(PATIENCE, step).await }).expect("this step takes too long")
}

/// The scratch directories of a machine with one user.
pub struct Places {
    root: tempfile::TempDir,
}

impl Places {
    fn new() -> Arc<Self> {
        let root = tempfile::Builder::new().prefix("it-").tempdir().unwrap();
        let places = Self { root };
        for name in ["home", "state", "run", "tmp"] {
            std::fs::create_dir(places.at(name)).unwrap();
        }
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(places.at("run"), private).unwrap();
        Arc::new(places)
    }

    /// A path below the root.
    pub fn at(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// A project's directory, with an empty `.git` in it.
    fn project(&self, name: &str) -> PathBuf {
        let path = self.at(name);
        std::fs::create_dir_all(path.join(".git")).unwrap();
        path
    }

    /// Everything that the log's directory holds, as one text.
    pub fn log_text(&self) -> String {
        self.session_files().iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
    }

    fn session_files(&self) -> Vec<PathBuf> {
        let audit = self.at("state/waterwall/audit");
        let mut files: Vec<_> = files_below(&audit);
        files.retain(|path| path.file_name().unwrap() != "ledger.jsonl");
        files.sort();
        files
    }

    /// The entries of all sessions, one of `kind` each.
    pub fn entries(&self, kind: &str) -> Vec<Value> {
        let text = self.log_text();
        // A line that is being written is not yet one.
        let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
        whole
            .map(|line| serde_json::from_str(line).unwrap())
            .filter(|entry: &Value| entry["kind"] == kind)
            .collect()
    }

    /// Whether no file that outlives or accompanies a session holds `secret`.
    pub fn hold_nothing_of(&self, secret: &str) -> bool {
        let places = ["state", "run", "tmp", "home"].map(|name| files_below(&self.at(name)));
        places
            .concat()
            .iter()
            .all(|path| !contains(&std::fs::read(path).unwrap_or_default(), secret.as_bytes()))
    }
}

/// A GitHub token as a rule finds it, assembled so that no scanner takes this file for a leak.
pub fn github_token() -> String {
    format!("gh{}_{}", 'p', "fakeFAKEfakeFAKEfakeFAKEfakeFAKE0123")
}

/// A password that nothing but being told of it can find, with all that JSON must escape.
pub fn odd_password() -> String {
    ["p\"a/ss", "\\w\u{00f6}rd", "\n\t<7>&x"].concat()
}

/// A text as Python's `json.dumps` spells it: ASCII only.
pub fn ascii_json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    let spell = |c: char| match c {
        ' '..='~' => c.to_string(),
        _ => c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect(),
    };
    quoted.chars().map(spell).collect()
}

/// All files below a directory.
pub fn files_below(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let below = |entry: std::fs::DirEntry| {
        let path = entry.path();
        if path.is_dir() { files_below(&path) } else { vec![path] }
    };
    entries.flatten().flat_map(below).collect()
}

/// Whether `text` holds `part`.
pub fn contains(text: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(text, part).is_some()
}

/// One running session.
pub struct World {
    places: Arc<Places>,
    project: String,
    upstream: Upstream,
    child: Child,
    /// The environment of the child.
    pub environment: HashMap<OsString, OsString>,
    stderr: PathBuf,
}

/// How a session ended.
pub struct Ended {
    /// Its status.
    pub status: ExitStatus,
    /// What it said.
    pub stderr: String,
}

impl World {
    /// A machine with nothing on it.
    #[expect(clippy::new_ret_no_self, reason = "`World::new().env(…).start()` reads as the sentence it is")]
    pub fn new() -> Setup {
        Setup::new(Places::new(), "project")
    }

    /// A session with nothing special.
    pub fn plain() -> Self {
        Self::new().start()
    }

    /// Another session of the same user in the same project.
    pub fn again(&self) -> Setup {
        Setup::new(Arc::clone(&self.places), &self.project)
    }

    /// Another session of the same user in another project.
    pub fn elsewhere(&self, project: &str) -> Setup {
        Setup::new(Arc::clone(&self.places), project)
    }

    /// The provider.
    pub fn upstream(&self) -> &Upstream {
        &self.upstream
    }

    /// The agent.
    pub fn agent(&self) -> Agent {
        Agent::new(&self.environment)
    }

    /// The files of this world.
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// The entries of one kind in the log.
    pub fn entries(&self, kind: &str) -> Vec<Value> {
        self.places.entries(kind)
    }

    /// A variable of the child.
    pub fn variable(&self, name: &str) -> String {
        self.environment[&OsString::from(name)].to_str().unwrap().to_owned()
    }

    /// The process id of `ww`.
    pub fn pid(&self) -> i32 {
        i32::try_from(self.child.id().unwrap()).unwrap()
    }

    /// Whether neither provider nor disk nor stderr has seen `secret`.
    pub fn kept(&self, secret: &str) -> bool {
        let said = std::fs::read(&self.stderr).unwrap();
        self.upstream.saw_nothing_of(secret)
            && self.places.hold_nothing_of(secret)
            && !contains(&said, secret.as_bytes())
    }

    /// Lets the child end and waits for `ww`.
    pub fn end(mut self) -> Ended {
        drop(self.child.stdin.take());
        self.ended()
    }

    /// Kills `ww` as nothing can catch it, and waits for it.
    pub fn kill(mut self) -> Ended {
        self.child.start_kill().unwrap();
        self.ended()
    }

    fn ended(&mut self) -> Ended {
        let status = soon(self.child.wait()).unwrap();
        Ended { status, stderr: std::fs::read_to_string(&self.stderr).unwrap() }
    }
}

/// Reads what `env -0` and an empty entry after it print.
async fn read_environment(child: &mut Child) -> HashMap<OsString, OsString> {
    let mut text = Vec::new();
    let stdout = child.stdout.as_mut().unwrap();
    while !text.ends_with(b"\0\0") {
        let read = stdout.read_buf(&mut text).await.unwrap();
        if read == 0 {
            return HashMap::new();
        }
    }
    let entries = text.split(|&byte| byte == 0).filter(|entry| !entry.is_empty());
    let pair = |entry: &[u8]| {
        let at = entry.iter().position(|&byte| byte == b'=').unwrap();
        (OsString::from_vec(entry[..at].to_vec()), OsString::from_vec(entry[at + 1..].to_vec()))
    };
    entries.map(pair).collect()
}
