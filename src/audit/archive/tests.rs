use super::super::adopt;
use super::super::sample::{BEGIN, end, hit, open, record, request, state, stopped_clock};
use super::super::verify::{Problem, Report, Standing, Target, Verdict, verify};
use super::*;

const LATER: fn() -> Timestamp = || Timestamp::from_millis(BEGIN + 1);

fn report(state: &StateDir, targets: &[Target]) -> Report {
    verify(state, targets, None, None).unwrap()
}

fn file(state: &StateDir, id: &str) -> PathBuf {
    state.audit().join(format!("2026-11-22T15-44-01Z-{id}.jsonl"))
}

fn put_away(state: &StateDir) -> Option<Archived> {
    archive(state, LATER(), &stopped_clock()).unwrap()
}

/// Closed sessions, a dead one, and one that lives.
fn log(root: &Path) -> (StateDir, super::super::Log) {
    let state = state(root);
    for id in ["bbbbbb", "aaaaaa"] {
        let log = open(&state, id);
        record(&log, request(vec![hit(1)])).unwrap();
        log.close(end()).unwrap();
    }
    drop(open(&state, "cccccc"));
    let live = open(&state, "dddddd");
    (state, live)
}

fn standings(report: &Report) -> Vec<(String, Standing, u64)> {
    let session = |it: &super::super::verify::SessionReport| it.session.unwrap().to_string();
    report.sessions.iter().map(|it| (session(it), it.standing, it.lines)).collect()
}

#[test]
fn closed_and_adopted_sessions_are_put_away_and_verify_there() {
    let root = tempfile::tempdir().unwrap();
    let (state, live) = log(root.path());
    adopt(&state, None, &stopped_clock()).unwrap();
    assert_eq!(archive(&state, Timestamp::from_millis(BEGIN), &stopped_clock()).unwrap(), None);
    let made = put_away(&state).unwrap();
    let names: Vec<_> = ["aaaaaa", "bbbbbb", "cccccc"].map(|id| file(&state, id)).to_vec();
    assert!(made.left.is_empty() && names.iter().all(|path| !path.exists()));
    assert_eq!(
        made.files,
        names.iter().map(|it| it.file_name().unwrap().to_str().unwrap()).collect::<Vec<_>>()
    );
    assert_eq!(put_away(&state), None);
    live.close(end()).unwrap();
    let found = report(&state, &[]);
    assert_eq!(found.verdict(), Verdict::Verified, "{found:?}");
    let expected = [
        ("aaaaaa", Standing::Archived, 5),
        ("bbbbbb", Standing::Archived, 5),
        ("cccccc", Standing::Archived, 2),
        ("dddddd", Standing::Closed, 4),
    ];
    assert_eq!(standings(&found), expected.map(|(id, standing, lines)| (id.to_owned(), standing, lines)));
    assert_eq!((found.archives.len(), found.archives[0].files), (1, 3));
    // One of them, the archive by its path, and a copy of it with nothing beside it.
    let one = report(&state, &[Target::Session(SessionId::parse("bbbbbb").unwrap())]);
    assert_eq!((one.verdict(), standings(&one).len()), (Verdict::Verified, 1));
    let by_path = report(&state, &[Target::File(made.path.clone())]);
    assert_eq!((by_path.verdict(), by_path.ledgers.len(), by_path.sessions.len()), (Verdict::Verified, 1, 3));
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join(made.path.file_name().unwrap());
    fs::copy(&made.path, &copy).unwrap();
    let alone = report(&state, &[Target::File(copy)]);
    assert_eq!((alone.verdict(), alone.ledgers.len(), alone.sessions.len()), (Verdict::Verified, 0, 3));
    fs::remove_file(&made.path).unwrap();
    let gone = report(&state, &[]);
    assert_eq!((gone.verdict(), standings(&gone)[0].2), (Verdict::Verified, 0));
}

#[test]
fn the_same_files_make_the_same_archive() {
    let digests = [0, 1].map(|_| {
        let root = tempfile::tempdir().unwrap();
        put_away(&log(root.path()).0).unwrap().sha256
    });
    assert_eq!(digests[0], digests[1]);
}

#[test]
fn an_archive_holds_plain_files_that_say_nothing_but_their_names() {
    let root = tempfile::tempdir().unwrap();
    let made = put_away(&log(root.path()).0).unwrap();
    let file = File::open(made.path).unwrap();
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(file));
    for (entry, name) in tar.entries().unwrap().zip(&made.files) {
        let entry = entry.unwrap();
        assert_eq!(entry.path().unwrap(), Path::new(name));
        let header = entry.header();
        assert_eq!((header.mode().unwrap(), header.mtime().unwrap()), (0o600, 0));
        assert_eq!((header.uid().unwrap(), header.gid().unwrap()), (0, 0));
    }
}

#[test]
fn a_file_that_does_not_verify_stays_where_it_is() {
    let root = tempfile::tempdir().unwrap();
    let (state, _live) = log(root.path());
    let bad = file(&state, "aaaaaa");
    fs::write(&bad, fs::read_to_string(&bad).unwrap().replace("POST", "GET")).unwrap();
    let made = put_away(&state).unwrap();
    assert_eq!((made.files.len(), made.left.len()), (1, 1));
    assert!(bad.exists());
    let faults = report(&state, &[]);
    assert_eq!(faults.sessions.iter().filter(|it| matches!(it.outcome, Outcome::Fault(_))).count(), 1);
}

#[test]
fn every_changed_byte_of_an_archive_is_found() {
    let root = tempfile::tempdir().unwrap();
    let (state, _live) = log(root.path());
    let made = put_away(&state).unwrap();
    let good = fs::read(&made.path).unwrap();
    let all = (0..good.len()).map(|at| {
        let mut bad = good.clone();
        bad[at] ^= 1 << (at % 8);
        bad
    });
    for bad in all.chain([good[..good.len() - 1].to_vec(), Vec::new(), [&good, b"x".as_slice()].concat()]) {
        fs::write(&made.path, bad).unwrap();
        let found = report(&state, &[Target::File(made.path.clone())]);
        assert_eq!(found.verdict(), Verdict::NotVerified);
    }
    let unknown = made.path.with_file_name("2026-11-22T15-44-01Z-zzzzzz.tar.gz");
    fs::write(&unknown, good).unwrap();
    let found = report(&state, &[Target::File(unknown)]);
    let Outcome::Fault(fault) = &found.archives[0].outcome else { panic!("{found:?}") };
    assert_eq!(fault.problem, Problem::Unknown);
}

/// Everything in a folder and the folders in it.
fn snapshot(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for path in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            all.extend(snapshot(&path))
        } else {
            all.push((path.clone(), fs::read(path).unwrap()))
        }
    }
    all
}

#[test]
fn an_interruption_anywhere_leaves_what_verifies_and_is_made_up_for() {
    let root = tempfile::tempdir().unwrap();
    let (state, _live) = log(root.path());
    let (before, ledger) = (snapshot(&state.audit()), fs::read(state.ledger()).unwrap());
    let Archived { path, files, .. } = put_away(&state).unwrap();
    let (tar, after) = (fs::read(&path).unwrap(), fs::read(state.ledger()).unwrap());
    let part = PathBuf::from(format!("{}{PART}", path.display()));
    let (half, torn) = (&tar[..tar.len() / 2], &after[..after.len() - 5]);
    // What stands in the archive's place, under which name, what the ledger says, and how many files are removed.
    for (there, at, ledger, removed) in [
        (half, &part, &ledger, 0),
        (&tar, &part, &ledger, 0),
        (&tar, &part, &torn.to_vec(), 0),
        (&tar, &part, &after, 0),
        (&tar, &path, &after, 0),
        (&tar, &path, &after, 1),
        (&tar, &path, &after, 2),
    ] {
        for (path, _) in snapshot(&state.audit()) {
            fs::remove_file(path).unwrap();
        }
        before.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        fs::write(state.ledger(), ledger).unwrap();
        fs::write(at, there).unwrap();
        files.iter().take(removed).for_each(|file| fs::remove_file(state.audit().join(file)).unwrap());
        assert_eq!(report(&state, &[]).verdict(), Verdict::Verified);
        put_away(&state);
        let found = report(&state, &[]);
        assert_eq!(found.verdict(), Verdict::Verified, "{found:?}");
        assert!(files.iter().all(|file| !state.audit().join(file).exists()));
        assert_eq!(fs::read_dir(state.archives()).unwrap().count(), 1);
        assert_eq!(found.archives.len(), 1);
    }
}
