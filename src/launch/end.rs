//! Owns how a run ends: what became of the child, and how `ww` ends in the same way. It also closes `ww` itself to
//! others. It must not wait for anything.

use std::fmt;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::process::{ExitCode, ExitStatus};

use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};
use nix::sys::signal::{SaFlags, SigAction, SigHandler, SigSet, Signal, raise, sigaction};

use super::LaunchError;

/// What a shell adds to the number of the signal that a command died of.
const SIGNAL_STATUS: i32 = 128;

/// How the child ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChildEnd {
    /// It exited with this status.
    Exited(u8),
    /// It died of the signal of this number; a number, since real-time signals have no name.
    Signalled(i32),
}

impl From<ExitStatus> for ChildEnd {
    fn from(status: ExitStatus) -> Self {
        match (status.code(), status.signal()) {
            (_, Some(signal)) => Self::Signalled(signal),
            (code, None) => Self::Exited(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX)),
        }
    }
}

impl fmt::Display for ChildEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exited(status) => write!(f, "exit {status}"),
            Self::Signalled(number) => match Signal::try_from(*number) {
                Ok(signal) => f.write_str(signal.as_str()),
                Err(_) => write!(f, "signal {number}"),
            },
        }
    }
}

/// Ends as the child did: its exit status is returned, its signal is raised again, so that a shell which asks sees a
/// command killed by that signal and not one that returned 130 (a loop in a script ends only for the former).
///
/// To be called last: after a signal nothing is dropped. It returns after one only where that does not kill us (a
/// real-time signal; process 1 of a container); then the status is the 128+n that a shell would have shown.
#[must_use]
pub fn exit_as(end: ChildEnd) -> ExitCode {
    match end {
        ChildEnd::Exited(status) => ExitCode::from(status),
        ChildEnd::Signalled(number) => {
            if let Ok(signal) = Signal::try_from(number) {
                die_of(signal);
            }
            ExitCode::from(u8::try_from(SIGNAL_STATUS + number).unwrap_or(u8::MAX))
        }
    }
}

/// Raises a signal with its default effect, but leaves no core: that of the child is the interesting one, and ours
/// holds secrets. Each step may fail; then we exit by status instead.
fn die_of(signal: Signal) {
    // The child is gone, so nobody inherits this limit.
    let _ = setrlimit(Resource::RLIMIT_CORE, 0, 0);
    let _ = handled(signal, SigHandler::SigDfl);
    let mut only = SigSet::empty();
    only.add(signal);
    let _ = only.thread_unblock();
    let _ = raise(signal);
}

/// Turns a limit on file sizes from a death into an error of the write that meets it: a log that cannot grow must
/// refuse exchanges and not kill the session. A handler, unlike "ignored", is not inherited by the child.
///
/// # Errors
/// [`LaunchError::Signals`].
pub fn survive_file_limit() -> Result<(), LaunchError> {
    extern "C" fn nothing(_: i32) {}
    handled(Signal::SIGXFSZ, SigHandler::Handler(nothing))
        .map_err(|errno| LaunchError::Signals(io::Error::from(errno)))
}

#[expect(
    unsafe_code,
    reason = "sigaction is unsafe for what a handler may do; ours are the default one and nothing"
)]
fn handled(signal: Signal, handler: SigHandler) -> nix::Result<()> {
    let action = SigAction::new(handler, SaFlags::SA_RESTART, SigSet::empty());
    // SAFETY: neither the default action nor an empty function can find the process in a state it breaks.
    unsafe { sigaction(signal, &action) }.map(|_before| ())
}

/// Closes this process to others of the same user, the child among them: no `/proc/PID/mem`, no `ptrace`, no core
/// dump. Programs we start get the default back when they are executed, and their limits are left alone.
///
/// # Errors
/// [`LaunchError::Harden`].
pub fn harden() -> Result<(), LaunchError> {
    prctl::set_dumpable(false).map_err(|errno| LaunchError::Harden(io::Error::from(errno)))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    fn end_of(script: &str) -> ChildEnd {
        Command::new("sh").args(["-c", script]).status().unwrap().into()
    }

    #[test]
    fn a_status_and_a_signal_are_told_apart() {
        for (script, end, text) in [
            ("exit 0", ChildEnd::Exited(0), "exit 0"),
            ("exit 143", ChildEnd::Exited(143), "exit 143"),
            ("kill -TERM $$", ChildEnd::Signalled(15), "SIGTERM"),
            ("kill -KILL $$", ChildEnd::Signalled(9), "SIGKILL"),
            ("kill -40 $$", ChildEnd::Signalled(40), "signal 40"),
        ] {
            assert_eq!(end_of(script), end, "{script}");
            assert_eq!(end.to_string(), text);
        }
    }

    #[test]
    fn an_exit_status_is_passed_on() {
        for status in [0, 3, 255] {
            assert_eq!(exit_as(ChildEnd::Exited(status)), ExitCode::from(status));
        }
    }

    #[test]
    fn a_signal_that_cannot_be_raised_becomes_a_status() {
        assert_eq!(exit_as(ChildEnd::Signalled(40)), ExitCode::from(168));
        assert_eq!(exit_as(ChildEnd::Signalled(4000)), ExitCode::from(255));
    }

    #[test]
    fn hardening_is_not_inherited() {
        let show = "ulimit -c; ulimit -H -c; stat -c %u /proc/self/stat";
        let seen = || Command::new("sh").args(["-c", show]).output().unwrap().stdout;
        let before = seen();
        harden().unwrap();
        assert_eq!(prctl::get_dumpable(), Ok(false));
        assert_eq!(seen(), before);
    }
}
