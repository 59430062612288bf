//! Owns handing the ledger's head to a command at the end of a session, so that it is kept where nobody who can write here
//! can change it. It must not hold up the end for long, and whatever becomes of it, the log stays as it is.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::audit::Head;

/// How long the command may take: enough for a commit or an upload, not so long that somebody closes the terminal.
const WITHIN: Duration = Duration::from_secs(10);

/// Why nobody can be sure that the head was kept.
#[derive(Debug, thiserror::Error)]
pub(super) enum WitnessError {
    /// It could not be started, or waited for.
    #[error("cannot run the witness `{program}`, so the ledger's head {head} was kept nowhere else")]
    Run { program: String, head: String, source: io::Error },
    /// It said that it failed.
    #[error("the witness `{program}` failed ({status}); the ledger's head is {head}")]
    Failed { program: String, head: String, status: ExitStatus },
    /// It was ended, since it took too long.
    #[error("the witness `{program}` took longer than {} seconds; the ledger's head is {head}", WITHIN.as_secs())]
    Late { program: String, head: String },
}

/// Runs the command, if there is one, with `N:HEX` as its last argument and as a line on its standard input: how many
/// lines the ledger has, and the head after them.
pub(super) fn tell(command: &[String], head: (u64, Head)) -> Result<(), WitnessError> {
    tell_within(command, head, WITHIN)
}

fn tell_within(command: &[String], (lines, head): (u64, Head), within: Duration) -> Result<(), WitnessError> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let (program, head) = (program.clone(), format!("{lines}:{head}"));
    let mut command = Command::new(&program);
    command.args(arguments).arg(&head).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let line = format!("{head}\n");
    let ran = tokio::runtime::Builder::new_current_thread().enable_all().build().and_then(|runtime| {
        runtime.block_on(async {
            let mut child = command.kill_on_drop(true).spawn()?;
            let told = async {
                // Who only looks at its arguments may have closed its input.
                if let Some(mut input) = child.stdin.take() {
                    let _ = input.write_all(line.as_bytes()).await;
                }
                child.wait().await
            };
            tokio::time::timeout(within, told).await.ok().transpose()
        })
    });
    match ran {
        Ok(Some(status)) if status.success() => Ok(()),
        Ok(Some(status)) => Err(WitnessError::Failed { program, head, status }),
        Ok(None) => Err(WitnessError::Late { program, head }),
        Err(source) => Err(WitnessError::Run { program, head, source }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn command(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn the_head_is_the_last_argument_and_the_line_on_its_input() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("kept");
        let script = format!("{{ echo \"$0 $1\"; cat; }} > '{}'", file.display());
        tell(&command(&["sh", "-c", &script, "zero"]), (7, Head::ZERO)).unwrap();
        let head = format!("7:{}", "0".repeat(64));
        assert_eq!(fs::read_to_string(file).unwrap(), format!("zero {head}\n{head}\n"));
    }

    #[test]
    fn a_witness_that_fails_is_missing_or_takes_too_long_is_an_error_that_has_the_head() {
        let within = Duration::from_millis(1);
        let failed = tell(&command(&["false"]), (7, Head::ZERO)).unwrap_err();
        let missing = tell(&command(&["/nonexistent/witness"]), (7, Head::ZERO)).unwrap_err();
        // It never ends by itself.
        let late = tell_within(&command(&["sh", "-c", "exec tail -f /dev/null"]), (7, Head::ZERO), within);
        let late = late.unwrap_err();
        assert!(matches!(failed, WitnessError::Failed { .. }), "{failed}");
        assert!(matches!(missing, WitnessError::Run { .. }), "{missing}");
        assert!(matches!(late, WitnessError::Late { .. }), "{late}");
        assert!([failed, missing, late].iter().all(|error| error.to_string().contains("7:0000")));
    }

    #[test]
    fn a_witness_that_does_not_read_its_input_is_fine() {
        tell(&command(&["true"]), (7, Head::ZERO)).unwrap();
        tell(&[], (7, Head::ZERO)).unwrap();
    }
}
