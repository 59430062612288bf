//! Owns the proof that tampering is found: a small real log, and everything that can be done to its bytes.

use std::collections::BTreeSet;

use super::super::Head;
use super::super::sample::{end, hit, open, record, refused, request, state, tunnel, warning};
use super::super::writer::CHECKPOINT_EVERY;
use super::*;

/// Closed sessions, one after the other.
struct Sample {
    _root: tempfile::TempDir,
    state: StateDir,
    files: Vec<PathBuf>,
}

impl Sample {
    fn of(ids: &[&str]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let files = ids.iter().map(|id| {
            let log = open(&state, id);
            record(&log, request(vec![hit(1)])).unwrap();
            record(&log, warning("ünïcode")).unwrap();
            log.close(end()).unwrap();
            state.audit().join(format!("2026-11-22T15-44-01Z-{id}.jsonl"))
        });
        Self { files: files.collect(), _root: root, state }
    }

    fn new() -> Self {
        Self::of(&["aaaaaa", "bbbbbb"])
    }

    fn verdict(&self) -> Verdict {
        verify(&self.state, &[], None, None).unwrap().verdict()
    }

    fn assert_found(&self, path: &Path, tampered: &[u8], what: &str) {
        let good = fs::read(path).unwrap();
        assert_ne!(good, tampered, "{what}");
        fs::write(path, tampered).unwrap();
        assert_eq!(self.verdict(), Verdict::NotVerified, "{what} of {}", path.display());
        fs::write(path, good).unwrap();
    }

    fn all(&self) -> Vec<PathBuf> {
        self.files.iter().cloned().chain([self.state.ledger()]).collect()
    }
}

fn lines(path: &Path) -> Vec<Vec<u8>> {
    fs::read(path).unwrap().split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
}

#[test]
fn an_untouched_log_verifies() {
    let sample = Sample::new();
    let report = verify(&sample.state, &[], None, None).unwrap();
    assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
    assert!(
        report.sessions.iter().all(|session| session.standing == Standing::Closed && session.covered == 6)
    );
    assert_eq!(report.ledgers[0].lines, 4);
}

#[test]
fn every_changed_byte_is_found() {
    let sample = Sample::of(&["aaaaaa"]);
    for path in sample.all() {
        let good = fs::read(&path).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            // Each bit in turn: another digit, the other case, a control character, not UTF-8.
            bad[at] ^= 1 << (at % 8);
            sample.assert_found(&path, &bad, "changed byte");
        }
    }
}

#[test]
fn every_removed_doubled_swapped_or_foreign_line_is_found() {
    let sample = Sample::new();
    for path in sample.all() {
        let good = lines(&path);
        for at in 0..good.len() {
            let mut removed = good.clone();
            removed.remove(at);
            sample.assert_found(&path, &removed.concat(), "removed line");
            let mut doubled = good.clone();
            doubled.insert(at, good[at].clone());
            sample.assert_found(&path, &doubled.concat(), "doubled line");
            for with in 0..at {
                let mut swapped = good.clone();
                swapped.swap(at, with);
                sample.assert_found(&path, &swapped.concat(), "swapped line");
            }
            for foreign in sample.all().iter().filter(|other| **other != path).flat_map(|other| lines(other))
            {
                let mut spliced = good.clone();
                spliced[at] = foreign;
                sample.assert_found(&path, &spliced.concat(), "foreign line");
            }
        }
    }
}

#[test]
fn every_cut_tail_and_every_added_byte_is_found() {
    let sample = Sample::of(&["aaaaaa"]);
    for path in sample.all() {
        let good = fs::read(&path).unwrap();
        for length in 0..good.len() {
            sample.assert_found(&path, &good[..length], "cut tail");
        }
        // A torn tail of the ledger is what a crash leaves; everything that was in it is still vouched for.
        let added: &[u8] = if path == sample.state.ledger() { b"{}\n" } else { b"{" };
        sample.assert_found(&path, &[&good, added].concat(), "added bytes");
    }
}

#[test]
fn a_missing_unknown_renamed_or_exchanged_file_is_found() {
    let sample = Sample::new();
    let (one, two) = (&sample.files[0], &sample.files[1]);
    let (first, second) = (fs::read(one).unwrap(), fs::read(two).unwrap());
    for path in sample.all() {
        let away = path.with_extension("away");
        fs::rename(&path, &away).unwrap();
        assert_eq!(sample.verdict(), Verdict::NotVerified, "missing {}", path.display());
        fs::rename(&away, &path).unwrap();
    }
    fs::write(one, &second).unwrap();
    fs::write(two, &first).unwrap();
    assert_eq!(sample.verdict(), Verdict::NotVerified);
    fs::write(one, &first).unwrap();
    fs::write(two, &second).unwrap();
    for name in ["2026-11-22T15-44-01Z-cccccc.jsonl", "notes.jsonl"] {
        let unknown = sample.state.audit().join(name);
        fs::write(&unknown, &first).unwrap();
        assert_eq!(sample.verdict(), Verdict::NotVerified);
        fs::remove_file(unknown).unwrap();
    }
    assert_eq!(sample.verdict(), Verdict::Verified);
}

#[test]
fn a_session_from_another_machine_with_the_same_key_is_found() {
    let sample = Sample::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let other = state(elsewhere.path());
    open(&other, "bbbbbb").close(end()).unwrap();
    let spliced = fs::read(other.audit().join(sample.files[1].file_name().unwrap())).unwrap();
    sample.assert_found(&sample.files[1], &spliced, "spliced session");
}

#[test]
fn every_replayed_signature_is_found() {
    let sample = Sample::new();
    let text = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let signatures: BTreeSet<String> =
        sample.all().iter().flat_map(|path| signatures_in(&text(path))).collect();
    assert_eq!(signatures.len(), 8);
    for path in sample.all() {
        let good = text(&path);
        for own in signatures_in(&good) {
            for other in signatures.iter().filter(|other| **other != own) {
                sample.assert_found(&path, good.replace(&own, other).as_bytes(), "replayed signature");
            }
        }
    }
}

fn signatures_in(text: &str) -> Vec<String> {
    text.split("\"sig\":\"").skip(1).map(|rest| rest[..128].to_owned()).collect()
}

#[test]
fn a_chain_made_anew_without_the_key_is_found() {
    let sample = Sample::new();
    let path = &sample.files[0];
    let good = lines(path);
    for keeps_checkpoints in [true, false] {
        let mut head = None;
        let mut made = Vec::new();
        for (seq, line) in (0u64..).zip(good.iter().filter(|line| keeps_checkpoints || !is_checkpoint(line)))
        {
            let line = std::str::from_utf8(line).unwrap().trim_end().replace("claude", "codex ");
            let (before, rest) = line.split_once("\"prev\":\"").unwrap();
            let (_, before) = before.split_once(",\"ts\"").unwrap();
            let prev = head.unwrap_or_else(|| Head::parse(&rest[..64]).unwrap());
            let line = format!("{{\"v\":1,\"seq\":{seq},\"ts\"{before}\"prev\":\"{prev}{}", &rest[64..]);
            head = Some(prev.after(line.as_bytes()));
            made.extend(line.into_bytes());
            made.push(b'\n');
        }
        sample.assert_found(path, &made, "chain made anew");
    }
}

fn is_checkpoint(line: &[u8]) -> bool {
    std::str::from_utf8(line).unwrap().contains("\"kind\":\"checkpoint\"")
}

#[test]
fn another_key_verifies_nothing() {
    let sample = Sample::new();
    let other = ed25519_dalek::SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert_eq!(verify(&sample.state, &[], Some(other), None).unwrap().verdict(), Verdict::NotVerified);
}

#[test]
fn a_live_session_and_one_that_was_killed_verify_as_far_as_they_go() {
    let sample = Sample::new();
    let log = open(&sample.state, "cccccc");
    record(&log, request(vec![hit(1)])).unwrap();
    let report = verify(&sample.state, &[], None, None).unwrap();
    assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
    assert_eq!((report.sessions[2].standing, report.sessions[2].lines), (Standing::Live, 3));
    // Dropped without an end, as if killed; and its last line torn.
    drop(log);
    let path = report.sessions[2].path.clone();
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    let report = verify(&sample.state, &[], None, None).unwrap();
    assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
    let session = &report.sessions[2];
    assert_eq!((session.standing, session.lines, session.covered), (Standing::NotClosed, 2, 1));
    assert!(session.torn > 0);
    for at in 0..lines(&path)[0].len() {
        let mut bad = whole.clone();
        bad[at] ^= 1;
        sample.assert_found(&path, &bad, "changed byte under a checkpoint");
    }
}

#[test]
fn checkpoints_come_every_hundred_lines_and_are_missed() {
    let sample = Sample::new();
    let log = open(&sample.state, "cccccc");
    for _ in 0..250 {
        record(&log, tunnel()).unwrap();
    }
    let closed = log.close(end()).unwrap();
    assert_eq!((closed.lines, closed.totals.tunnels), (256, 250));
    let report = verify(&sample.state, &[Target::Session(closed.id)], None, None).unwrap();
    assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
    let lines = lines(&report.sessions[0].path);
    let places: Vec<_> =
        (0..).zip(&lines).filter(|(_, line)| is_checkpoint(line)).map(|(at, _)| at).collect();
    assert_eq!(places, [1, 1 + CHECKPOINT_EVERY, 1 + 2 * CHECKPOINT_EVERY, 255]);
}

#[test]
fn a_copied_file_verifies_alone_and_beside_its_ledger() {
    let sample = Sample::new();
    let copy = tempfile::tempdir().unwrap();
    let file = copy.path().join(sample.files[0].file_name().unwrap());
    fs::copy(&sample.files[0], &file).unwrap();
    let check = || verify(&sample.state, &[Target::File(file.clone())], None, None).unwrap();
    let report = check();
    assert_eq!((report.verdict(), report.sessions[0].standing), (Verdict::Verified, Standing::Alone));
    fs::copy(sample.state.ledger(), copy.path().join(state::LEDGER)).unwrap();
    let report = check();
    assert_eq!((report.verdict(), report.sessions[0].standing), (Verdict::Verified, Standing::Closed));
    let good = lines(&file);
    fs::write(&file, good[..4].concat()).unwrap();
    let outcome = &check().sessions[0].outcome;
    assert!(
        matches!(outcome, Outcome::Fault(Fault { problem: Problem::Length { expected: 6, found: 4 }, .. })),
        "{outcome:?}"
    );
}

#[test]
fn what_cannot_be_read_is_not_called_verified() {
    let sample = Sample::new();
    fs::remove_file(&sample.files[0]).unwrap();
    fs::create_dir(&sample.files[0]).unwrap();
    assert_eq!(sample.verdict(), Verdict::Unreadable);
    let id = SessionId::parse("zzzzzz").unwrap();
    assert!(matches!(
        verify(&sample.state, &[Target::Session(id)], None, None),
        Err(AuditError::Unknown { .. })
    ));
    let nothing = tempfile::tempdir().unwrap();
    assert!(verify(&StateDir::at(nothing.path()), &[], None, None).is_err());
}

#[test]
fn sessions_at_once_make_one_ledger() {
    let root = tempfile::tempdir().unwrap();
    let state = StateDir::open(root.path()).unwrap();
    std::thread::scope(|scope| {
        for session in 0..8u8 {
            let state = &state;
            scope.spawn(move || {
                let log = open(state, &SessionId::from_random([session; 6]).to_string());
                record(&log, refused("x")).unwrap();
                log.close(end()).unwrap();
            });
        }
    });
    let report = verify(&state, &[], None, None).unwrap();
    assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
    assert_eq!((report.ledgers[0].lines, report.sessions.len()), (16, 8));
}
