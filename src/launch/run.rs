//! Owns one `ww run` from the plan to the child's end, as one straight function. It must undo in reverse order what it
//! did, whatever ends it, and must not start the child before everything that protects it stands.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use data_encoding::HEXLOWER;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use super::child::{self, Signals};
use super::directory::{self, SessionDirectory, SessionFile};
use super::end::{self, ChildEnd};
use super::env::{Wiring, child_environment};
use super::parent::Parent;
use super::summary;
use super::trust::{Roots, upstream_ca};
use super::{LaunchError, session_start, witness};
use crate::audit::entry::{Ended, Entry, SessionEnd, Warning};
use crate::audit::time::system_clock;
use crate::audit::verify::Outcome;
use crate::audit::{self, AuditError, Log, LogText, SessionId, StateDir};
use crate::causes::told;
use crate::config::RunPlan;
use crate::config::known::AwsKeys;
use crate::engine::detect::{Detector, KnownValue};
use crate::engine::placeholder::{PlaceholderKey, SecretType};
use crate::engine::provider::{Host, Scope};
use crate::engine::vault::Vault;
use crate::proxy::{Authority, ConnectTo, Current, Listener, Route, Session, USER, Upstream};
use crate::secret::SecretBytes;

/// How long exchanges may go on once the child has ended.
const DRAIN: Duration = Duration::from_secs(2);
/// How long after that a name lookup or the like may keep us.
const LINGER: Duration = Duration::from_millis(200);
/// Threads for exchanges; large bodies have their own.
const WORKERS: usize = 2;
/// Descriptors that the runtime, the listener and the start of the child need at once, with some to spare.
const DESCRIPTORS: usize = 16;
/// Random bytes in the proxy's password.
const PASSWORD_BYTES: usize = 16;

type Environment = Vec<(OsString, OsString)>;

/// Runs the planned command under `environment`, and says how it ended.
///
/// # Errors
/// [`LaunchError`] when the child was not started; then nothing is left but the log.
pub fn run(mut plan: RunPlan, environment: Environment) -> Result<ChildEnd, LaunchError> {
    end::harden()?;
    end::survive_file_limit()?;
    let parent = Arc::new(Parent::read(&environment)?);
    // Some have a directory of a hundred roots, which takes as long to read as all the rest.
    let roots = thread::spawn({
        let parent = Arc::clone(&parent);
        move || Roots::load(&parent)
    });
    if let Some(notice) = &parent.notice {
        say(&format!("ww: {notice}"));
    }
    let scope = Scope::new(plan.extra_hosts.iter().map(String::as_str))?;
    let password = SecretBytes::new(HEXLOWER.encode(&random::<PASSWORD_BYTES>()?).into_bytes());
    let state = StateDir::open(&plan.state_dir)?;
    let key = PlaceholderKey::for_project(&*state.placeholder_master()?, bytes_of(&plan.project_root));
    let start = session_start::entry(&plan, &scope);
    let policy = start.policy;
    let notices = adopt(&state)?;
    let log = Log::open(&state, SessionId::from_random(random()?), start, system_clock())?;
    notices.iter().for_each(|notice| say(notice));

    for warning in &plan.detection.warnings {
        say(&format!("ww: {warning}"));
        log.note(Entry::Warning(Warning { text: LogText::new(warning) }));
    }
    let mut settings = std::mem::take(&mut plan.detection.settings);
    let kind = SecretType::from_name("PROXY_PASSWORD");
    settings.known.push(KnownValue { kind, secret: SecretBytes::new(password.expose().to_vec()) });
    let watch = std::mem::take(&mut plan.detection.watch);
    let detector = Current::new(Detector::new(settings), watch, policy);
    let aws_keys = std::mem::take(&mut plan.aws_keys);
    let secrets = Secrets { password, detector, vault: Vault::new(key), aws_keys };
    let ran = with_proxy(&plan, environment, &parent, roots, scope, secrets, &log);
    let ended = match &ran {
        Ok((ChildEnd::Exited(status), _)) => Ended::Exit(*status),
        Ok((ChildEnd::Signalled(number), _)) => Ended::Signal(u8::try_from(*number).unwrap_or(u8::MAX)),
        Err(_) => Ended::NotStarted,
    };
    let closed = log.close(SessionEnd { ended, left_running: Vec::new() });
    let (end, observed) = ran?;
    observed.notices.iter().for_each(|notice| say(&format!("ww: {notice}")));
    match closed {
        Ok(closed) => {
            if let Err(error) = witness::tell(&plan.witness, closed.ledger) {
                say(&format!("ww: {}", told(&error)));
            }
            summary::line(&closed, &observed, io::stderr().is_terminal()).as_deref().map_or((), say)
        }
        Err(error) => say(&format!("ww: the log of this session was not closed: {}", told(&error))),
    }
    Ok(end)
}

/// Ends in the log the sessions that were killed; what is wrong with them. That keeps nobody from starting, unless the
/// ledger itself does not verify; what stands in the way of a log altogether, opening one will say.
fn adopt(state: &StateDir) -> Result<Vec<String>, AuditError> {
    let adopted = match audit::adopt_at_start(state, &system_clock()) {
        Err(error @ AuditError::Ledger { .. }) => return Err(error),
        Err(error) => return Ok(vec![format!("ww: {}", told(&error))]),
        Ok(adopted) => adopted,
    };
    let wrong = adopted.iter().filter(|it| !matches!(it.outcome, Outcome::Verified)).map(|it| it.session);
    Ok(wrong.map(|id| format!("ww: the log of session {id} does not verify: run `ww verify {id}`")).collect())
}

/// What the session must keep from everybody.
struct Secrets {
    password: SecretBytes,
    detector: Current,
    vault: Vault,
    aws_keys: AwsKeys,
}

/// Everything that stands only while the child runs.
fn with_proxy(
    plan: &RunPlan,
    environment: Environment,
    parent: &Parent,
    roots: JoinHandle<Result<Roots, LaunchError>>,
    scope: Scope,
    secrets: Secrets,
    log: &Log,
) -> Result<(ChildEnd, summary::Observed), LaunchError> {
    let authority = Authority::new(&scope, SystemTime::now())?;
    let roots = roots.join().map_err(|_| LaunchError::NoRoots)??;
    for path in &roots.unread {
        say(&format!("ww: cannot read the root certificates in {}, so they are not trusted", path.display()));
    }
    let base = directory::base(&environment);
    directory::sweep(&base);
    let directory = SessionDirectory::create(&base, &log.id().to_string())?;
    directory.write(SessionFile::Ca, authority.pem().as_bytes())?;
    let added_roots = directory.write(SessionFile::Added, &roots.added(authority.pem()))?;
    let bundle = directory.write(SessionFile::Bundle, &roots.bundle(authority.pem()))?;

    let runtime = runtime()?;
    let _entered = runtime.enter();
    let listener = runtime.block_on(Listener::bind())?;
    let password = String::from_utf8_lossy(secrets.password.expose());
    let proxy_url = format!("http://{USER}:{password}@{}", listener.address());
    let id = log.id().to_string();
    let wiring = Wiring { proxy_url: &proxy_url, added_roots: &added_roots, bundle: &bundle, session: &id };
    let environment = child_environment(environment, &wiring);
    let (stop, stopped) = watch::channel(false);
    let session = Arc::new(Session {
        upstream: Upstream::new(route(plan, parent, roots)?),
        aws_keys: secrets.aws_keys,
        note: plan.note,
        scope,
        detector: secrets.detector,
        vault: secrets.vault,
        never: plan.never.clone(),
        log: log.clone(),
        authority,
        password: secrets.password,
        stop: stopped,
        exchanges: AtomicU64::new(0),
        observed: Default::default(),
    });
    let ended = runtime.block_on(async {
        let serving = tokio::spawn(listener.serve(Arc::clone(&session), DRAIN));
        let mut signals = Signals::catch()?;
        let ended = match child::spawn(&plan.program, &plan.arguments, environment) {
            Ok(mut child) => child::wait(&mut child, &mut signals).await,
            Err(error) => Err(error),
        };
        let _nobody_listens = stop.send(true);
        let _panicked = serving.await;
        ended
    });
    // What is still under way is dropped here, before the log is closed, so that it can say so.
    runtime.shutdown_timeout(LINGER);
    let observed = session.observed.take();
    Ok((ended?, observed))
}

fn runtime() -> Result<Runtime, LaunchError> {
    // Without descriptors tokio would end in a panic instead of an error.
    let spare: Result<Vec<File>, io::Error> = (0..DESCRIPTORS).map(|_| File::open("/dev/null")).collect();
    drop(spare.map_err(LaunchError::Runtime)?);
    Builder::new_multi_thread().worker_threads(WORKERS).enable_all().build().map_err(LaunchError::Runtime)
}

fn route(plan: &RunPlan, parent: &Parent, roots: Roots) -> Result<Route, LaunchError> {
    let extra = plan.upstream_ca.as_deref().map(upstream_ca).transpose()?.unwrap_or_default();
    let connect_to = plan
        .connect_to
        .iter()
        .filter_map(|it| Some(ConnectTo { host: Host::new(&it.host)?, port: it.port, address: it.to_addr }));
    Ok(Route {
        proxies: Arc::clone(&parent.proxies),
        connect_to: connect_to.collect(),
        roots: Box::new(move || [roots.certificates(), extra.clone()].concat()),
    })
}

fn random<const N: usize>() -> Result<[u8; N], LaunchError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(LaunchError::Random)?;
    Ok(bytes)
}

fn bytes_of(path: &Path) -> &[u8] {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str())
}

/// One line for the person at the terminal; a closed stderr is no reason to fail.
fn say(line: &str) {
    let _closed = writeln!(io::stderr(), "{line}");
}
