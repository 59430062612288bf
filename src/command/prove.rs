//! Owns `ww prove`: a built-in provider and a built-in agent, with the real launcher, proxy and log between them. It
//! must not touch the user's own log and settings, nor reach the network.

mod coding;
mod dialects;
pub mod errand;
mod judge;
mod plan;
mod planted;
mod provider;
mod report;
mod sheet;

use std::ffi::{OsStr, OsString};
use std::fs::DirBuilder;
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use crate::audit::StateDir;
use crate::audit::verify::{Report, Standing, Verdict as LogVerdict, verify};
use dialects::SHEETS;
use errand::Answer;
use judge::{Problem, Verdict, judge};
use plan::{Kind, PORTS, Plan};
use planted::{Origin, Planted, VARIABLE};
use provider::{Provider, Seen};

/// How long all of it may take. It takes a second or two.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Variables that would lead the session through a proxy.
const PROXIES: [&str; 4] = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"];

/// Why nothing could be tried.
#[derive(Debug, thiserror::Error)]
pub enum ProveError {
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Random(#[source] getrandom::Error),
    /// No certificate or key could be made.
    #[error("cannot make a certificate for the built-in provider")]
    Certificate(#[source] rcgen::Error),
    /// The certificate cannot be used.
    #[error("cannot use the certificate of the built-in provider")]
    Tls(#[source] rustls::Error),
    /// There is no port on loopback.
    #[error("cannot listen on 127.0.0.1")]
    Listen(#[source] io::Error),
    /// A body could not be coded.
    #[error("cannot make the request bodies")]
    Coding(#[source] io::Error),
    /// The directory for the proof cannot be made or read.
    #[error("cannot use a temporary directory: check TMPDIR and the space there")]
    Scratch(#[source] io::Error),
    /// `ww` cannot be started again.
    #[error("cannot start ww itself as a child")]
    Spawn(#[source] io::Error),
    /// The pipes to the child broke.
    #[error("cannot talk to the built-in agent")]
    Agent(#[source] io::Error),
    /// It took too long.
    #[error("no end within {} s", TIMEOUT.as_secs())]
    TimedOut,
    /// The answer could not be written.
    #[error("cannot write the result")]
    Output(#[source] io::Error),
}

/// Tries everything and says what was found; whether all of it is proved.
///
/// # Errors
/// [`ProveError`] when it could not be tried at all; nothing is proved then either.
pub fn run(json: bool, out: &mut dyn Write) -> Result<bool, ProveError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(ProveError::Spawn)?;
    let plan = Arc::new(Plan::draw()?);
    let scratch = Scratch::make(&plan.secrets).map_err(ProveError::Scratch)?;
    let tried = runtime.block_on(async {
        tokio::time::timeout(TIMEOUT, exchanges(&plan, &scratch)).await.map_err(|_| ProveError::TimedOut)?
    })?;
    let mut verdict = judge(&plan, &tried.seen, &tried.answers);
    session(&plan, &scratch, &tried, &mut verdict)?;
    let written = if json {
        report::write_json(&plan, &verdict, out)
    } else {
        report::write_text(&plan, &verdict, out)
    };
    written.map_err(ProveError::Output)?;
    Ok(verdict.is_proved())
}

/// A directory of its own for everything that the session reads and writes; removed when this is dropped.
struct Scratch(TempDir);

impl Scratch {
    fn make(secrets: &[Planted]) -> io::Result<Self> {
        // Not "ww-…": sessions sweep what dead ones left under such names.
        let scratch = Self(tempfile::Builder::new().prefix("waterwall-prove-").tempdir()?);
        for directory in [scratch.project(), scratch.state(), scratch.session()] {
            DirBuilder::new().mode(0o700).create(directory)?;
        }
        let of_dotenv = secrets.iter().filter(|secret| secret.origin == Origin::Dotenv);
        let lines: String =
            of_dotenv.map(|secret| format!("DATABASE_PASSWORD='{}'\n", secret.value)).collect();
        std::fs::write(scratch.project().join(".env"), lines)?;
        Ok(scratch)
    }

    /// The working directory of the agent.
    fn project(&self) -> PathBuf {
        self.0.path().join("project")
    }

    /// What stands for the user's state directory.
    fn state(&self) -> PathBuf {
        self.0.path().join("state")
    }

    /// Where the session has its own directory.
    fn session(&self) -> PathBuf {
        self.0.path().join("session")
    }

    /// The provider's certificate.
    fn ca(&self) -> PathBuf {
        self.0.path().join("ca.pem")
    }
}

/// What happened.
struct Tried {
    seen: Vec<Seen>,
    answers: Vec<Answer>,
    stderr: Vec<u8>,
    status: ExitStatus,
}

/// Starts provider and session, has the agent do every errand, and waits for the session's end.
async fn exchanges(plan: &Arc<Plan>, scratch: &Scratch) -> Result<Tried, ProveError> {
    let provider = Provider::start(plan).await?;
    std::fs::write(scratch.ca(), &provider.ca).map_err(ProveError::Scratch)?;
    let mut child =
        command(plan, scratch, &provider).map_err(ProveError::Spawn)?.spawn().map_err(ProveError::Spawn)?;
    let pipes = child.stdin.take().zip(child.stdout.take()).zip(child.stderr.take());
    let ((mut stdin, stdout), mut stderr) =
        pipes.ok_or(ProveError::Agent(io::ErrorKind::BrokenPipe.into()))?;
    let ask = async {
        for (number, case) in plan.cases.iter().enumerate() {
            let line = serde_json::to_string(&plan.errand(number, case))? + "\n";
            // An agent that is gone is missed when its answers are counted.
            if stdin.write_all(line.as_bytes()).await.is_err() {
                break;
            }
        }
        drop(stdin);
        io::Result::Ok(())
    };
    let listen = async {
        let (mut lines, mut answers) = (BufReader::new(stdout).lines(), Vec::new());
        while let Some(line) = lines.next_line().await? {
            answers.push(serde_json::from_str::<Answer>(&line)?);
        }
        io::Result::Ok(answers)
    };
    let complaints = async {
        let mut text = Vec::new();
        stderr.read_to_end(&mut text).await.map(|_| text)
    };
    let ((), answers, stderr) = tokio::try_join!(ask, listen, complaints).map_err(ProveError::Agent)?;
    let status = child.wait().await.map_err(ProveError::Agent)?;
    Ok(Tried { seen: provider.take_seen(), answers, stderr, status })
}

/// `ww run … -- ww prove-agent`, away from the user's files and proxies.
fn command(plan: &Plan, scratch: &Scratch, provider: &Provider) -> io::Result<Command> {
    let ww = std::env::current_exe()?;
    let mut command = Command::new(&ww);
    command.arg("run").arg("--upstream-ca").arg(scratch.ca());
    let mut hosts: Vec<_> = SHEETS.iter().map(|sheet| sheet.host).collect();
    hosts.dedup();
    for host in hosts {
        for (port, address) in PORTS.iter().zip(provider.addresses) {
            command.arg("--connect-to").arg(format!("{host}:{port}={address}"));
        }
    }
    command.arg("--").arg(&ww).arg("prove-agent");
    command.current_dir(scratch.project()).kill_on_drop(true);
    let is_proxy = |name: &OsStr| PROXIES.iter().any(|proxy| name.eq_ignore_ascii_case(proxy));
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_proxy(name)) {
        command.env_remove(name);
    }
    let home = scratch.0.path();
    command.env("HOME", home).env("XDG_CONFIG_HOME", home).env("XDG_STATE_HOME", scratch.state());
    command.env("XDG_RUNTIME_DIR", scratch.session());
    for secret in plan.secrets.iter().filter(|secret| secret.origin == Origin::Environment) {
        command.env(VARIABLE, &secret.value);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    Ok(command)
}

/// Checks what concerns the whole session: its end, its log, and what it wrote.
fn session(plan: &Plan, scratch: &Scratch, tried: &Tried, verdict: &mut Verdict) -> Result<(), ProveError> {
    let refused = plan.cases.iter().filter(|case| case.kind == Kind::Unreadable).count();
    let forwarded = plan.cases.len() - refused;
    let entries = [("request", forwarded), ("response", forwarded), ("refused", refused)];
    verdict.planned += 3 + entries.len() + plan.secrets.len();

    let is_secret = plan.secrets.iter().any(|secret| secret.found_in(&tried.stderr).is_some());
    let said = if is_secret { "a secret".into() } else { String::from_utf8_lossy(&tried.stderr) };
    let ended = format!("{}, saying: {}", tried.status, said.trim_end());
    verdict.check(tried.status.success(), None, None, Problem::Ended(ended));
    let left = std::fs::read_dir(scratch.session()).map_err(ProveError::Scratch)?.count();
    verdict.check(left == 0, None, None, Problem::LeftBehind);
    let state = StateDir::at(&scratch.state().join("waterwall"));
    let wrong = match verify(&state, &[], None, None) {
        Ok(report) => not_verified(&report),
        Err(error) => Some(error.to_string()),
    };
    verdict.check(wrong.is_none(), None, None, Problem::Log(wrong.unwrap_or_default()));

    let mut written = files(&scratch.state()).map_err(ProveError::Scratch)?;
    for (kind, expected) in entries {
        let of_kind = format!("\"kind\":\"{kind}\"");
        let found = written.iter().map(|(_, text)| memchr::memmem::find_iter(text, &of_kind).count()).sum();
        verdict.check(found == expected, None, None, Problem::Entries { kind, expected, found });
    }
    written.push(("what ww said".into(), tried.stderr.clone()));
    for (index, secret) in plan.secrets.iter().enumerate() {
        let kept = written.iter().find_map(|(place, text)| Some((place, secret.found_in(text)?)));
        let (place, form) =
            kept.map(|(place, form)| (place.to_string_lossy().into_owned(), form)).unwrap_or_default();
        verdict.check(kept.is_none(), None, Some(index), Problem::Kept { place, form });
    }
    Ok(())
}

/// What is wrong with the log of one closed session.
fn not_verified(report: &Report) -> Option<String> {
    match report.sessions.as_slice() {
        [session] if report.verdict() == LogVerdict::Verified && session.standing == Standing::Closed => None,
        [session] => Some(format!("{:?}, {:?}", session.outcome, session.standing)),
        sessions => Some(format!("there are {} sessions in it", sessions.len())),
    }
}

/// Every file below a directory, with its bytes.
fn files(directory: &Path) -> io::Result<Vec<(OsString, Vec<u8>)>> {
    let (mut found, mut open) = (Vec::new(), vec![directory.to_owned()]);
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                open.push(entry.path());
            } else {
                found.push((entry.file_name(), std::fs::read(entry.path())?));
            }
        }
    }
    Ok(found)
}
