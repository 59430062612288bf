//! Owns the run of a command that prints a known value. It must not wait for it for ever, nor let it read what is meant
//! for the agent.

use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use zeroize::Zeroizing;

use super::read::Problem;

/// How long a command may take: it may ask for a fingerprint.
pub(super) const LIMIT: Duration = Duration::from_secs(30);
/// Most bytes it may print; more is no secret but a mistake.
const MAX_PRINTED: u64 = 1 << 20;

/// What a command prints. Its standard input is empty; what it says on standard error is shown.
///
/// # Errors
/// [`Problem`] when it cannot be started, fails, prints too much, or takes longer than `limit`; then it is killed.
pub(super) fn run(
    words: &[String],
    environment: &[(OsString, OsString)],
    here: &Path,
    limit: Duration,
) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let (program, arguments) = words.split_first().ok_or(Problem::Missing)?;
    let mut command = Command::new(program);
    command.args(arguments).env_clear().envs(environment.iter().map(|(name, value)| (name, value)));
    command.current_dir(here).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let child = command.spawn().map_err(Problem::NotStarted)?;
    let id = i32::try_from(child.id()).ok().map(Pid::from_raw);
    let (sender, receiver) = mpsc::channel();
    let reader = thread::Builder::new().name("ww-known".to_owned());
    reader.spawn(move || drop(sender.send(outcome(child)))).map_err(Problem::NotStarted)?;
    match receiver.recv_timeout(limit) {
        Ok(Ok((_, printed))) if is_too_much(&printed) => Err(Problem::Huge),
        Ok(Ok((status, printed))) if status.success() => Ok(printed),
        Ok(Ok((status, _))) => Err(Problem::Failed(status)),
        Ok(Err(error)) => Err(Problem::Unreadable(error)),
        Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
            // It was not waited for yet, so that the id is still its own.
            let _gone = id.map(|id| kill(id, Signal::SIGKILL));
            Err(Problem::TimedOut(limit))
        }
    }
}

fn is_too_much(printed: &[u8]) -> bool {
    u64::try_from(printed.len()).is_ok_and(|length| length > MAX_PRINTED)
}

/// Waits for the end of what a command prints, and for its own.
fn outcome(mut child: Child) -> std::io::Result<(ExitStatus, Zeroizing<Vec<u8>>)> {
    let mut printed = Zeroizing::new(Vec::with_capacity(4096));
    if let Some(stdout) = child.stdout.take() {
        stdout.take(MAX_PRINTED + 1).read_to_end(&mut printed)?;
    }
    Ok((child.wait()?, printed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str, limit: Duration) -> Result<Vec<u8>, String> {
        let environment: Vec<(OsString, OsString)> = std::env::vars_os().collect();
        let words = ["sh", "-c", script].map(str::to_owned);
        let printed = run(&words, &environment, Path::new("/"), limit);
        printed.map(|printed| printed.to_vec()).map_err(|problem| problem.to_string())
    }

    #[test]
    fn what_a_command_prints_is_taken_and_its_input_is_empty() {
        assert_eq!(sh("cat; pwd; printf secret", LIMIT).unwrap(), b"/\nsecret");
    }

    #[test]
    fn a_command_that_fails_or_prints_too_much_or_does_not_end_is_a_problem() {
        assert!(sh("echo x; exit 3", LIMIT).unwrap_err().contains("exit status: 3"));
        assert!(sh("head -c 1048577 /dev/zero", LIMIT).unwrap_err().contains("1 MiB"));
        assert!(sh("exec sleep 60", Duration::from_millis(50)).unwrap_err().contains("did not end"));
        let missing = run(&["/nonexistent/x".to_owned()], &[], Path::new("/"), LIMIT);
        assert!(missing.unwrap_err().to_string().starts_with("it cannot be started"));
    }
}
