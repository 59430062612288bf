//! Claims about a log that real sessions wrote: whatever is done to its bytes, it no longer verifies. A sample of the
//! changes as a rule; with `TAMPERING=full` in the environment all of them, as `tests/verify/mutate.sh` does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use ed25519_dalek::VerifyingKey;
use serde_json::Value;
use waterwall::audit::state::read_public_key;
use waterwall::audit::time::system_clock;
use waterwall::audit::verify::{Standing, Verdict, verify};
use waterwall::audit::{StateDir, Timestamp, archive, rotate_key};

use super::world::{APIS, World, files_below, github_token};

/// Of so many changed bytes and cut tails one is tried, unless all are; no divisor of a line's usual length.
const STRIDE: usize = 13;

/// A file of the log, by its path in the state directory.
type Content = (PathBuf, Vec<u8>);

/// Files that are not what they were: `None` is one that is gone.
type Change<'a> = Vec<(&'a Path, Option<Vec<u8>>)>;

/// What four sessions left: the first was put away, the third killed and adopted by the fourth, which had another key.
fn real_log() -> (Vec<Content>, VerifyingKey) {
    let world = World::plain();
    let (setup, root) = (world.again(), world.places().at("state/waterwall"));
    let state = StateDir::at(&root);
    world.agent().post("api.anthropic.com", "/v1/messages", APIS[0].request(&github_token()));
    world.end();
    assert!(setup.run(&["true"]).status.success());
    let second = ledger(&state).find(|line| line["kind"] == "opened" && line["seq"] != 0).unwrap();
    let second = Timestamp::parse(second["ts"].as_str().unwrap()).unwrap();
    assert_eq!(archive(&state, second, &system_clock()).unwrap().unwrap().files.len(), 1);
    rotate_key(&state, &system_clock()).unwrap();
    let world = setup.start();
    world.agent().post("api.openai.com", "/v1/responses", "{");
    let setup = world.again();
    world.kill();
    assert!(setup.run(&["true"]).status.success());
    let kinds: BTreeSet<_> = ledger(&state).map(|line| line["kind"].as_str().unwrap().to_owned()).collect();
    let expected = ["adopted", "archived", "closed", "key", "opened"];
    assert!(expected.iter().all(|kind| kinds.contains(*kind)), "{kinds:?}");
    let files =
        files_below(&state.audit()).into_iter().filter(|path| !path.to_string_lossy().ends_with(".torn"));
    let files = files.map(|path| (path.strip_prefix(&root).unwrap().to_owned(), fs::read(&path).unwrap()));
    let files: Vec<Content> = files.collect();
    // Left where another verifier can be tried on it.
    if let Some(place) = std::env::var_os("TAMPERING_LOG") {
        keep(&files, Path::new(&place));
        keep(&[("keys/signing.pub".into(), fs::read(state.signing_pub()).unwrap())], Path::new(&place));
    }
    (files, read_public_key(&state.signing_pub()).unwrap())
}

fn ledger(state: &StateDir) -> impl Iterator<Item = Value> + use<> {
    let text = fs::read_to_string(state.ledger()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<_>>().into_iter()
}

/// A copy of the log that can be changed.
struct Copy {
    root: tempfile::TempDir,
    key: VerifyingKey,
}

impl Copy {
    fn of(files: &[Content], key: VerifyingKey) -> Self {
        let root = tempfile::tempdir().unwrap();
        keep(files, root.path());
        Self { root, key }
    }

    fn put(&self, path: &Path, bytes: Option<&[u8]>) {
        let path = self.root.path().join(path);
        match bytes {
            Some(bytes) => fs::write(path, bytes).unwrap(),
            None => fs::remove_file(path).unwrap(),
        }
    }

    fn verdict(&self) -> Verdict {
        verify(&StateDir::at(self.root.path()), &[], Some(self.key), None).unwrap().verdict()
    }
}

fn keep(files: &[Content], root: &Path) {
    for (path, bytes) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "gz")
}

/// The lines of a file with their newlines; none of an archive.
fn lines(path: &Path, bytes: &[u8]) -> Vec<Vec<u8>> {
    let lines = bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec);
    if is_archive(path) { Vec::new() } else { lines.collect() }
}

/// Where the 128 digits of signatures stand.
fn signatures(bytes: &[u8]) -> Vec<usize> {
    let named =
        |name: &str| memchr::memmem::find_iter(bytes, name).map(|at| at + name.len()).collect::<Vec<_>>();
    [named("\"sig\":\""), named("\"proof\":\"")].concat()
}

/// Hands out every changed byte and cut tail, or some.
fn change_bytes<'a>(files: &'a [Content], full: bool, each: &mut dyn FnMut(String, Change<'a>)) {
    for (path, good) in files {
        for at in (0..good.len()).step_by(if full { 1 } else { STRIDE }) {
            // One bit, each in turn: another digit, the other case, a control character, not UTF-8.
            let some = 1 << (at / STRIDE % 8);
            for flip in (1..=u8::MAX).filter(|&flip| full || flip == some) {
                let mut bad = good.clone();
                bad[at] ^= flip;
                each(format!("byte {at} changed by {flip}"), vec![(path, Some(bad))]);
            }
            each(format!("cut at {at}"), vec![(path, Some(good[..at].to_vec()))]);
        }
    }
}

/// Hands out every removed, doubled, swapped and foreign line.
fn change_lines<'a>(files: &'a [Content], each: &mut dyn FnMut(String, Change<'a>)) {
    for (path, good) in files {
        let good = lines(path, good);
        let mut one = |what: &str, at: usize, lines: Vec<Vec<u8>>| {
            if lines != good {
                each(format!("line {at} {what}"), vec![(path, Some(lines.concat()))]);
            }
        };
        for at in 0..good.len() {
            one("removed", at, [&good[..at], &good[at + 1..]].concat());
            one("doubled", at, [&good[..=at], &good[at..]].concat());
            one("and all after it removed", at, good[..at].to_vec());
            if at > 0 {
                let mut swapped = good.clone();
                swapped.swap(at - 1, at);
                one("swapped with the one before it", at, swapped);
            }
            for foreign in files.iter().flat_map(|(path, bytes)| lines(path, bytes)) {
                one("replaced", at, [&good[..at], &[foreign][..], &good[at + 1..]].concat());
            }
        }
    }
}

/// Hands out every signature replaced by each other one.
fn change_signatures<'a>(files: &'a [Content], each: &mut dyn FnMut(String, Change<'a>)) {
    let of = |(_, bytes): &'a Content| signatures(bytes).into_iter().map(move |at| &bytes[at..at + 128]);
    let genuine: BTreeSet<&[u8]> = files.iter().flat_map(of).collect();
    assert!(genuine.len() > 12);
    for (path, good) in files {
        for at in signatures(good) {
            for other in genuine.iter().filter(|other| **other != &good[at..at + 128]) {
                let bad = [&good[..at], other, &good[at + 128..]].concat();
                each(format!("signature at {at} replaced"), vec![(path, Some(bad))]);
            }
        }
    }
}

/// Hands out every file removed, exchanged with another or put beside another's name.
fn change_files<'a>(files: &'a [Content], each: &mut dyn FnMut(String, Change<'a>)) {
    for (path, good) in files {
        // An archive may be kept elsewhere.
        if !is_archive(path) {
            each("removed".to_owned(), vec![(path, None)]);
        }
        for (other, bytes) in files.iter().filter(|(other, _)| other != path) {
            let exchanged = vec![(path.as_path(), Some(bytes.clone())), (other, Some(good.clone()))];
            each(format!("exchanged with {}", other.display()), exchanged);
            each(format!("replaced by {}", other.display()), vec![(path, Some(bytes.clone()))]);
        }
    }
    for (_, bytes) in files {
        let unknown = Path::new("audit/2026-11-22T15-44-01Z-aaaaaa.jsonl");
        each("added".to_owned(), vec![(unknown, Some(bytes.clone()))]);
    }
}

#[test]
fn every_change_of_a_real_log_is_found() {
    let full = std::env::var_os("TAMPERING").is_some_and(|how| how == "full");
    let (files, key) = real_log();
    let report = {
        let copy = Copy::of(&files, key);
        verify(&StateDir::at(copy.root.path()), &[], Some(key), None).unwrap()
    };
    assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
    let standings: Vec<_> = report.sessions.iter().map(|session| session.standing).collect();
    assert!(standings.contains(&Standing::Adopted) && standings.len() == 4, "{standings:?}");
    let workers = std::thread::available_parallelism().unwrap().get();
    let (tried, missed) = (AtomicUsize::new(0), std::sync::Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for worker in 0..workers {
            let (files, tried, missed) = (&files, &tried, &missed);
            scope.spawn(move || {
                let (copy, mut number) = (Copy::of(files, key), 0);
                let mut each = |what: String, change: Change<'_>| {
                    number += 1;
                    if number % workers != worker {
                        return;
                    }
                    tried.fetch_add(1, Ordering::Relaxed);
                    for (path, bytes) in &change {
                        copy.put(path, bytes.as_deref());
                    }
                    if copy.verdict() != Verdict::NotVerified {
                        missed.lock().unwrap().push(format!("{}: {what}", change[0].0.display()));
                    }
                    for (path, _) in &change {
                        let good = files.iter().find(|(known, _)| known == path);
                        copy.put(path, good.map(|(_, bytes)| bytes.as_slice()));
                    }
                };
                change_files(files, &mut each);
                change_signatures(files, &mut each);
                change_lines(files, &mut each);
                change_bytes(files, full, &mut each);
                assert_eq!(copy.verdict(), Verdict::Verified, "what was changed was put back");
            });
        }
    });
    let missed = missed.into_inner().unwrap();
    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), tried.into_inner(), missed.join("\n"));
    assert!(tried.into_inner() > 1000);
}
