//! Owns the child process: starting it, the signals between it and the terminal, waiting for it. It must not take the
//! terminal from it, nor reap any other process.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::future::poll_fn;
use std::io;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::task::Poll;

use nix::errno::Errno;
use nix::libc;
use nix::sys::signal::{Signal, kill, raise};
use nix::sys::wait::{Id, WaitPidFlag, WaitStatus, waitid};
use nix::unistd::{AccessFlags, Pid, access, getpgrp, tcgetpgrp};
use tokio::signal::unix::{self, SignalKind};

use super::LaunchError;
use super::end::ChildEnd;

/// What is caught, in the order in which signals that wait together are looked at; `SIGCONT` first, see [`wait`].
const CAUGHT: [Signal; 7] = [
    Signal::SIGCONT,
    Signal::SIGCHLD,
    Signal::SIGTERM,
    Signal::SIGHUP,
    Signal::SIGINT,
    Signal::SIGQUIT,
    Signal::SIGUSR2,
];

/// The signals that `ww` catches from now on, as long as the process lives.
pub struct Signals {
    streams: Vec<(Signal, unix::Signal)>,
}

impl Signals {
    /// Begins to catch them. To be called before the child is started, within a tokio runtime.
    ///
    /// A signal that is ignored stays so (`nohup ww run …`, a script's `&`): whoever started us wanted it for the
    /// child as well, and a child inherits "ignored", but not a handler.
    ///
    /// # Errors
    /// [`LaunchError::Signals`].
    pub fn catch() -> Result<Self, LaunchError> {
        let mut streams = Vec::new();
        for signal in CAUGHT {
            // Without these two no end and no stop of the child would be seen; neither can harm it.
            let needed = matches!(signal, Signal::SIGCHLD | Signal::SIGCONT);
            if needed || !is_ignored(signal) {
                let stream =
                    unix::signal(SignalKind::from_raw(signal as i32)).map_err(LaunchError::Signals)?;
                streams.push((signal, stream));
            }
        }
        Ok(Self { streams })
    }

    async fn next(&mut self) -> Signal {
        poll_fn(|context| {
            for (signal, stream) in &mut self.streams {
                if stream.poll_recv(context).is_ready() {
                    return Poll::Ready(*signal);
                }
            }
            Poll::Pending
        })
        .await
    }
}

/// Starts the child: our process group and terminal, our stdin, stdout, stderr and working directory, this
/// environment and no other, the command looked up in its `PATH`. Blocked signals and the ignored `SIGPIPE` of
/// every Rust program are not inherited (the standard library sees to both).
///
/// # Errors
/// [`LaunchError::NotFound`], [`LaunchError::NotExecutable`] and [`LaunchError::Spawn`].
pub fn spawn(
    program: &OsStr,
    arguments: &[OsString],
    environment: Vec<(OsString, OsString)>,
) -> Result<Child, LaunchError> {
    let path = environment.iter().find(|(name, _)| name == "PATH").map(|(_, path)| path.as_os_str());
    // Started by its path, the child needs no copy of our page tables, which takes longer than all the rest of it. A
    // script without a first line, which the kernel does not know how to execute, runs as execvp(3) would run it.
    let found = path.and_then(|path| in_path(program, path)).unwrap_or_else(|| program.into());
    let mut command = Command::new(&found);
    let spawned = command.arg0(program).args(arguments).env_clear().envs(environment.iter().cloned()).spawn();
    let spawned = match spawned {
        Err(error) if error.raw_os_error() == Some(Errno::ENOEXEC as i32) => {
            Command::new("/bin/sh").arg(&found).args(arguments).env_clear().envs(environment).spawn()
        }
        spawned => spawned,
    };
    spawned.map_err(|source| {
        let program = program.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => LaunchError::NotFound { program },
            io::ErrorKind::WouldBlock | io::ErrorKind::OutOfMemory => LaunchError::Spawn { program, source },
            _ => LaunchError::NotExecutable { program, source },
        }
    })
}

/// The first file of that name in `PATH` that we may execute; `None` for a name with a slash, which is a path already.
fn in_path(program: &OsStr, path: &OsStr) -> Option<PathBuf> {
    if program.as_bytes().contains(&b'/') {
        return None;
    }
    let may_execute = |file: &PathBuf| access(file, AccessFlags::X_OK).is_ok() && file.is_file();
    std::env::split_paths(path).map(|directory| directory.join(program)).find(may_execute)
}

/// Waits until the child ends and stands between it and the terminal as if it were not there.
///
/// Child and `ww` are one process group, the terminal's foreground job. So what the terminal makes of a key
/// (Ctrl-C, Ctrl-\, Ctrl-Z), of a background read, or of hanging up, the kernel has already sent to both, and `ww`
/// must neither die of it before the child has decided what it means (agents handle Ctrl-C themselves) nor send it
/// a second time. What a person or a supervisor sends to `ww` alone, the child has not seen:
///
/// - `TERM`, `HUP`, `USR2` are passed on. A terminal that hangs up may make that two for the child; one too many is
///   harmless, one too few is not.
/// - `INT` and `QUIT` are passed on only when no terminal can have sent them, that is, when we are not in the
///   foreground of one: to the child two Ctrl-C mean something else than one.
/// - `TSTP`, `TTIN`, `TTOU` are not caught: with the default effect both stop, and the shell gets its prompt back.
///
/// That leaves a child that stops itself only: agents catch Ctrl-Z in raw mode, put the terminal back in order and
/// raise a stop for themselves. The shell waits for us, not for the child, so unless we stop too the terminal is
/// dead. Hence, when the child has stopped, we raise `TSTP` with its default effect, which the kernel does not carry
/// out where nobody could wake us (an orphaned process group, no job control); `STOP` would be carried out. After
/// `fg` the shell's `CONT` goes to the group, and where it came to us alone we pass it on.
///
/// The race in it: after an ordinary Ctrl-Z and `fg` we may run before the child has been continued and see it
/// stopped still. Stopping ourselves then would need a second `fg`. So `CONT` is looked at before `CHLD`, and a
/// stop that is found while handling it is answered with `CONT`, never with a stop of ours; and only the last of
/// several changes counts.
///
/// Only this child is waited for, by its id; stops by `waitid` without `WEXITED`, so that the end stays for the
/// handle in the standard library, which also knows signals that have no name.
///
/// # Errors
/// [`LaunchError::Wait`] when the system says that there is no such child.
pub async fn wait(child: &mut Child, signals: &mut Signals) -> Result<ChildEnd, LaunchError> {
    let pid =
        Pid::from_raw(i32::try_from(child.id()).map_err(|error| LaunchError::Wait(io::Error::other(error)))?);
    let mut stopped = false;
    loop {
        // First of all, and before every wait: ends that came while nobody listened.
        if let Some(status) = child.try_wait().map_err(LaunchError::Wait)? {
            return Ok(status.into());
        }
        match signals.next().await {
            Signal::SIGCHLD => {
                let change = last_change(pid);
                stopped = change.unwrap_or(stopped);
                if change == Some(true) {
                    // Comes back after `SIGCONT`, or at once where the kernel does not carry it out.
                    let _ = raise(Signal::SIGTSTP);
                }
            }
            Signal::SIGCONT => {
                stopped = last_change(pid).unwrap_or(stopped);
                if stopped {
                    let _ = kill(pid, Signal::SIGCONT);
                }
            }
            signal => {
                if is_passed_on(signal, in_foreground()) {
                    // A failure means that the child has just ended; the next turn finds that.
                    let _ = kill(pid, signal);
                }
            }
        }
    }
}

/// Whether the child was last seen to stop (`true`) or to go on (`false`); `None` when neither happened since the
/// last call.
fn last_change(pid: Pid) -> Option<bool> {
    let flags = WaitPidFlag::WSTOPPED | WaitPidFlag::WCONTINUED | WaitPidFlag::WNOHANG;
    let mut last = None;
    loop {
        match waitid(Id::Pid(pid), flags) {
            Ok(WaitStatus::Stopped(..)) => last = Some(true),
            Ok(WaitStatus::Continued(_)) => last = Some(false),
            // Nothing new, or it has ended and there will be nothing new.
            _ => return last,
        }
    }
}

fn is_passed_on(signal: Signal, in_foreground: bool) -> bool {
    match signal {
        Signal::SIGINT | Signal::SIGQUIT => !in_foreground,
        other => matches!(other, Signal::SIGTERM | Signal::SIGHUP | Signal::SIGUSR2),
    }
}

/// Whether our process group is the one that our terminal sends its signals to.
fn in_foreground() -> bool {
    File::open("/dev/tty").is_ok_and(|terminal| tcgetpgrp(&terminal) == Ok(getpgrp()))
}

#[expect(unsafe_code, reason = "nix can only ask for a signal's handler by setting another one")]
fn is_ignored(signal: Signal) -> bool {
    let mut action = MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: a null action changes nothing; on success the kernel has filled `action`, and only then it is read.
    unsafe {
        libc::sigaction(signal as i32, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    use std::sync::{Mutex, PoisonError};

    use super::*;

    /// Signals reach the whole process, so these tests go one by one.
    static ALONE: Mutex<()> = Mutex::new(());

    /// Runs `script` with its stdout in hand, does `act` when it has said `ready`, and returns its end and what
    /// else it said.
    fn run(script: &str, act: impl FnOnce(Pid)) -> (ChildEnd, String) {
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut signals = Signals::catch().unwrap();
            let mut child = Command::new("sh").args(["-c", script]).stdout(Stdio::piped()).spawn().unwrap();
            let mut said = BufReader::new(child.stdout.take().unwrap());
            let mut ready = String::new();
            said.read_line(&mut ready).unwrap();
            assert_eq!(ready, "ready\n");
            act(Pid::from_raw(child.id().try_into().unwrap()));
            let end = wait(&mut child, &mut signals).await.unwrap();
            let mut rest = String::new();
            said.read_to_string(&mut rest).unwrap();
            (end, rest)
        })
    }

    #[test]
    fn the_end_is_the_childs() {
        assert_eq!(run("echo ready; exit 7", |_| ()).0, ChildEnd::Exited(7));
        assert_eq!(run("echo ready; kill -TERM $$", |_| ()).0, ChildEnd::Signalled(15));
        assert_eq!(run("echo ready; kill -40 $$", |_| ()).0, ChildEnd::Signalled(40));
    }

    #[test]
    fn what_is_sent_to_us_alone_reaches_the_child() {
        // Not `HUP`, which whoever runs the tests may ignore.
        for signal in [Signal::SIGTERM, Signal::SIGUSR2] {
            let name = signal.as_str().trim_start_matches("SIG");
            let script =
                format!("trap 'kill $!; echo {name}; exit 3' {name}; sleep 20 >&- 2>&- & echo ready; wait");
            let (end, said) = run(&script, |_| raise(signal).unwrap());
            assert_eq!((end, said.trim()), (ChildEnd::Exited(3), name));
        }
    }

    #[test]
    fn a_stopped_child_goes_on_with_us() {
        // Stopped as an agent stops itself. We are not in the foreground of a shell here, so nothing wakes us but the
        // signal that the test raises.
        let script = "echo ready; kill -STOP $$; echo on; exit 4";
        let (end, said) = run(script, |pid| {
            waitid(Id::Pid(pid), WaitPidFlag::WSTOPPED | WaitPidFlag::WNOWAIT).unwrap();
            raise(Signal::SIGCONT).unwrap();
        });
        assert_eq!((end, said.as_str()), (ChildEnd::Exited(4), "on\n"));
    }

    #[test]
    fn only_the_terminals_own_signals_are_kept_back() {
        for (signal, foreground, background) in [
            (Signal::SIGINT, false, true),
            (Signal::SIGQUIT, false, true),
            (Signal::SIGTERM, true, true),
            (Signal::SIGHUP, true, true),
            (Signal::SIGUSR2, true, true),
        ] {
            assert_eq!(is_passed_on(signal, true), foreground, "{signal}");
            assert_eq!(is_passed_on(signal, false), background, "{signal}");
        }
    }

    #[test]
    fn an_ignored_signal_is_told_from_the_others() {
        // Every Rust program ignores this one, and nobody can ignore the other.
        assert!(is_ignored(Signal::SIGPIPE));
        assert!(!is_ignored(Signal::SIGKILL));
    }

    #[test]
    fn the_child_gets_pipe_signals_and_nothing_but_its_environment() {
        let environment = vec![("PATH".into(), std::env::var_os("PATH").unwrap()), ("A".into(), "1".into())];
        // The shell ignores `trap` on what it inherits as ignored, so only a default SIGPIPE kills it.
        let script = "[ \"$A\" = 1 ] && [ -z \"$HOME\" ] && kill -PIPE $$; exit 9";
        let mut child = spawn("sh".as_ref(), &["-c".into(), script.into()], environment).unwrap();
        assert_eq!(ChildEnd::from(child.wait().unwrap()), ChildEnd::Signalled(13));
    }

    #[test]
    fn a_script_without_a_first_line_runs_as_in_a_shell() {
        use std::os::unix::fs::PermissionsExt;
        let directory = tempfile::tempdir().unwrap();
        let script = directory.path().join("script");
        std::fs::write(&script, "exit 3\n").unwrap();
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755)).unwrap();
        for (program, path) in [(script.as_os_str(), "/bin".as_ref()), ("script".as_ref(), directory.path())]
        {
            let environment = vec![("PATH".into(), path.into())];
            assert_eq!(spawn(program, &[], environment).unwrap().wait().unwrap().code(), Some(3));
        }
    }

    #[test]
    fn the_child_sees_the_name_it_was_called_by() {
        let environment = vec![("PATH".into(), std::env::var_os("PATH").unwrap())];
        let mut child = spawn("sh".as_ref(), &["-c".into(), "[ $0 = sh ]".into()], environment).unwrap();
        assert!(child.wait().unwrap().success());
    }

    #[test]
    fn what_cannot_run_has_the_shells_status() {
        let directory = tempfile::tempdir().unwrap();
        let plain = directory.path().join("plain");
        std::fs::write(&plain, "not a program").unwrap();
        for (program, status) in [
            (OsStr::new("ww-no-such-command"), 127),
            (OsStr::new("/nonexistent/command"), 127),
            (plain.as_os_str(), 126),
            (directory.path().as_os_str(), 126),
        ] {
            let error = spawn(program, &[], Vec::new()).unwrap_err();
            assert_eq!(error.exit_status(), status, "{error}");
            assert!(error.to_string().contains(program.to_str().unwrap()), "{error}");
        }
    }
}
