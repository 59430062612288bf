use std::fs;
use std::path::PathBuf;
use std::process::Command;

use nix::sys::resource::{Resource, getrlimit, setrlimit};

use super::super::sample::{
    end, hit, open, record, refused, request, start, state, stopped_clock, tunnel, warning,
};
use super::super::verify::{Verdict, verify};
use super::*;

fn session_file(state: &StateDir) -> PathBuf {
    let mut files = fs::read_dir(state.audit()).unwrap().map(|entry| entry.unwrap().path());
    files.find(|path| *path != state.ledger()).unwrap()
}

fn kinds(state: &StateDir) -> Vec<String> {
    let text = fs::read_to_string(session_file(state)).unwrap();
    let kind = |line: &str| line.split("\"kind\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    text.lines().map(kind).collect()
}

#[test]
fn the_first_line_is_in_the_file_when_opening_returns_and_an_entry_when_recording_does() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let log = open(&state, "k3f9q2");
    assert_eq!(kinds(&state), ["session_start", "checkpoint"]);
    record(&log, tunnel()).unwrap();
    assert_eq!(kinds(&state), ["session_start", "checkpoint", "tunnel"]);
}

/// A log whose lines are covered within that time, and what its clock was asked so far.
fn covered_within(state: &StateDir, within: Duration) -> (Log, Receiver<()>) {
    let (asked, times) = mpsc::channel();
    let clock: Clock = Arc::new(move || {
        let _ = asked.send(());
        stopped_clock()()
    });
    let log = Log::open_with(state, SessionId::parse("k3f9q2").unwrap(), start(), clock, within).unwrap();
    (log, times)
}

#[test]
fn lines_are_covered_in_time_though_nothing_more_is_recorded() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let (log, times) = covered_within(&state, Duration::from_millis(1));
    times.try_iter().for_each(drop);
    record(&log, tunnel()).unwrap();
    // The entry asks for the time, and the checkpoint does.
    (0..2).for_each(|_| times.recv().unwrap());
    record(&log, warning("x")).unwrap();
    let found = kinds(&state);
    assert_eq!(found[..5], ["session_start", "checkpoint", "tunnel", "checkpoint", "warning"]);
    log.close(end()).unwrap();
    assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
}

#[test]
fn no_checkpoint_comes_where_there_is_nothing_to_cover() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let (log, _times) = covered_within(&state, Duration::ZERO);
    record(&log, tunnel()).unwrap();
    record(&log, tunnel()).unwrap();
    log.close(end()).unwrap();
    let covered = ["tunnel", "checkpoint"];
    let expected = [["session_start", "checkpoint"], covered, covered, ["session_end", "checkpoint"]];
    assert_eq!(kinds(&state), expected.concat());
    assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
}

#[test]
fn many_at_once_are_all_recorded() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let log = open(&state, "k3f9q2");
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..50).for_each(|_| record(&log, request(vec![hit(1)])).unwrap()));
        }
    });
    log.note(tunnel());
    let closed = log.close(end()).unwrap();
    assert_eq!((closed.totals.requests, closed.totals.tunnels), (400, 1));
    assert_eq!(closed.totals.secrets[0].count, 1);
    assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
}

#[test]
fn a_closed_log_takes_nothing_more() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let log = open(&state, "k3f9q2");
    log.close(end()).unwrap();
    assert!(matches!(record(&log, tunnel()), Err(AuditError::Closed)));
    assert!(matches!(log.close(end()), Err(AuditError::Closed)));
    log.note(tunnel());
    assert_eq!(kinds(&state), ["session_start", "checkpoint", "session_end", "checkpoint"]);
}

#[test]
fn hostile_text_never_reaches_a_line_raw() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let log = open(&state, "k3f9q2");
    let hostile = "a\n{\"v\":1}\r\u{1b}[2J\u{202e}\0\u{7f}\u{2028}\"\\";
    record(&log, refused(hostile)).unwrap();
    record(&log, warning(&hostile.repeat(1000))).unwrap();
    log.close(end()).unwrap();
    let text = fs::read_to_string(session_file(&state)).unwrap();
    assert_eq!(text.lines().count(), 6);
    assert!(text.chars().all(|c| c == '\n' || !super::super::text::forbidden(c)));
    assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
}

#[test]
fn a_deleted_file_fails_every_entry_and_the_end() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let log = open(&state, "k3f9q2");
    fs::remove_file(session_file(&state)).unwrap();
    assert!(matches!(record(&log, tunnel()), Err(AuditError::Disturbed { .. })));
    assert!(matches!(log.close(end()), Err(AuditError::Disturbed { .. })));
}

/// The limit on file sizes is the process's, so that the test runs itself in a process of its own.
#[test]
fn a_write_that_fails_leaves_no_gap_and_the_log_heals() {
    const DIR: &str = "WW_TEST_FULL_DISK";
    if let Some(root) = std::env::var_os(DIR) {
        return fill_the_disk(&state(root.as_ref()));
    }
    let root = tempfile::tempdir().unwrap();
    let name = concat!(module_path!(), "::a_write_that_fails_leaves_no_gap_and_the_log_heals");
    let (_, name) = name.split_once("::").unwrap();
    // Without the trap, the system would end the process at the limit instead of failing the write.
    let mut test = Command::new("sh");
    test.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(std::env::current_exe().unwrap());
    let run = test.args([name, "--exact", "--nocapture"]).env(DIR, root.path()).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let expected =
        ["session_start", "checkpoint", "tunnel", "warning", "tunnel", "tunnel", "session_end", "checkpoint"];
    assert_eq!(kinds(&StateDir::at(root.path())), expected);
    assert_eq!(verify(&StateDir::at(root.path()), &[], None, None).unwrap().verdict(), Verdict::Verified);
}

fn fill_the_disk(state: &StateDir) {
    let log = open(state, "k3f9q2");
    record(&log, tunnel()).unwrap();
    let good = fs::read(session_file(state)).unwrap();
    let (_, most) = getrlimit(Resource::RLIMIT_FSIZE).unwrap();
    // So that some bytes of the next line still fit.
    setrlimit(Resource::RLIMIT_FSIZE, good.len() as u64 + 50, most).unwrap();
    log.note(tunnel());
    for _ in 0..3 {
        assert!(matches!(record(&log, tunnel()), Err(AuditError::Write { .. })));
        assert_eq!(fs::read(session_file(state)).unwrap(), good);
    }
    setrlimit(Resource::RLIMIT_FSIZE, most, most).unwrap();
    record(&log, tunnel()).unwrap();
    record(&log, tunnel()).unwrap();
    log.close(end()).unwrap();
}
