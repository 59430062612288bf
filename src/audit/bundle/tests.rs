//! Claims about bundles.

use std::path::PathBuf;

use ed25519_dalek::VerifyingKey;

use super::super::sample::{end, hit, open as begin, record, request, start, state, stopped_clock};
use super::super::state::read_public_key;
use super::super::text::LogText;
use super::super::verify::Verdict;
use super::super::verify::bundle::{BundleReport, verify_bundle};
use super::super::{Log, adopt, entry::FileDigest, rotate_key};
use super::*;

fn logged(ids: &[&str]) -> (tempfile::TempDir, StateDir, VerifyingKey) {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    for id in ids {
        let log = begin(&state, id);
        record(&log, request(vec![hit(1)])).unwrap();
        log.close(end()).unwrap();
    }
    let key = state.signing_key().unwrap().verifying_key();
    (root, state, key)
}

fn made(state: &StateDir, ids: &[&str]) -> Vec<u8> {
    let ids: Vec<_> = ids.iter().map(|id| SessionId::parse(id).unwrap()).collect();
    let mut out = Vec::new();
    make(state, &ids, &|_| true, &stopped_clock(), &mut out).unwrap();
    out
}

fn checked(bytes: &[u8], key: &VerifyingKey) -> BundleReport {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    verify_bundle(file.path(), key, None).unwrap()
}

fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    let (mut unpacker, mut files) = (Unpacker::open(file.path(), true).unwrap(), BTreeMap::new());
    while let Some((name, bytes)) = unpacker.next(|_| Some(MAX_FILE)).unwrap() {
        files.insert(name, bytes);
    }
    files
}

fn packed(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut packer = Packer::new(Vec::new());
    for (name, bytes) in files {
        packer.add(name, bytes.len() as u64, &bytes[..]).unwrap();
    }
    packer.finish().unwrap()
}

#[test]
fn a_bundle_verifies_with_the_public_key_alone_and_is_made_of_the_same_bytes_again() {
    let (_root, state, key) = logged(&["aaaaaa", "bbbbbb"]);
    let bytes = made(&state, &[]);
    assert_eq!(bytes, made(&state, &["bbbbbb", "aaaaaa", "bbbbbb"]));
    let report = checked(&bytes, &key);
    assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
    assert_eq!((report.files, report.sessions.len()), (9, 2));
    let one = checked(&made(&state, &["aaaaaa"]), &key);
    assert_eq!((one.verdict(), one.sessions.len()), (Verdict::Verified, 1));
    let stranger = SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert_eq!(checked(&bytes, &stranger).verdict(), Verdict::NotVerified);
}

#[test]
fn every_changed_byte_of_a_bundle_is_found_or_changes_nothing_in_it() {
    let (_root, state, key) = logged(&["aaaaaa"]);
    let bytes = made(&state, &[]);
    let files = unpacked(&bytes);
    for at in 0..bytes.len() {
        let mut bad = bytes.clone();
        bad[at] ^= 1 << (at % 8);
        // Some bits of compressed data are never looked at, those after its end for example.
        assert!(
            checked(&bad, &key).verdict() == Verdict::NotVerified || unpacked(&bad) == files,
            "byte {at}"
        );
    }
    for length in (0..bytes.len()).step_by(7) {
        assert_eq!(checked(&bytes[..length], &key).verdict(), Verdict::NotVerified, "{length}");
    }
}

#[test]
fn every_changed_removed_or_added_file_is_found_and_none_gets_out() {
    let (_root, state, key) = logged(&["aaaaaa", "bbbbbb"]);
    let good = unpacked(&made(&state, &[]));
    let verdict = |files: &BTreeMap<_, _>| checked(&packed(files), &key).verdict();
    assert_eq!(verdict(&good), Verdict::Verified);
    for name in good.keys() {
        let mut bad = good.clone();
        bad.remove(name);
        assert_eq!(verdict(&bad), Verdict::NotVerified, "without {name}");
        for at in [0, good[name].len() / 2, good[name].len() - 1] {
            let mut bad = good.clone();
            bad.get_mut(name).unwrap()[at] ^= 1;
            assert_eq!(verdict(&bad), Verdict::NotVerified, "{name}, byte {at}");
        }
    }
    for name in ["sessions/2026-11-22T15-44-01Z-cccccc.jsonl", "zzz", "policy/x"] {
        let mut bad = good.clone();
        bad.insert(name.to_owned(), b"x".to_vec());
        assert_eq!(verdict(&bad), Verdict::NotVerified, "with {name}");
    }
    // A list that somebody else signed, over files of the same log.
    let key_of_others = SigningKey::from_bytes(&[8; 32]);
    let mut list = Manifest::read(&good[MANIFEST]).unwrap();
    list.key = key_of_others.verifying_key();
    let mut bad = good.clone();
    bad.insert(MANIFEST.to_owned(), list.signed(&key_of_others).into_bytes());
    assert_eq!(verdict(&bad), Verdict::NotVerified);
}

#[test]
fn sessions_that_run_or_were_killed_or_adopted_go_in_as_far_as_they_go() {
    let (_root, state, key) = logged(&["aaaaaa"]);
    let live = begin(&state, "bbbbbb");
    drop(begin(&state, "cccccc"));
    let report = checked(&made(&state, &[]), &key);
    assert_eq!((report.verdict(), report.sessions.len()), (Verdict::Verified, 3), "{report:?}");
    adopt(&state, Some(SessionId::parse("cccccc").unwrap()), &stopped_clock()).unwrap();
    live.close(end()).unwrap();
    let report = checked(&made(&state, &[]), &key);
    assert_eq!((report.verdict(), report.sessions.len()), (Verdict::Verified, 3), "{report:?}");
}

#[test]
fn a_bundle_made_after_a_change_of_keys_verifies_with_either_key() {
    let (_root, state, old) = logged(&["aaaaaa"]);
    let before = made(&state, &[]);
    rotate_key(&state, &stopped_clock()).unwrap();
    let new = read_public_key(&state.signing_pub()).unwrap();
    begin(&state, "bbbbbb").close(end()).unwrap();
    let after = made(&state, &[]);
    for key in [&old, &new] {
        assert_eq!(checked(&after, key).verdict(), Verdict::Verified);
    }
    assert_eq!(checked(&before, &old).verdict(), Verdict::Verified);
    assert_eq!(checked(&before, &new).verdict(), Verdict::NotVerified);
}

#[test]
fn a_profile_file_goes_in_while_it_is_what_it_was_and_holds_no_secret() {
    let (root, state, key) = logged(&[]);
    let profile = |name: &str, text: &str| {
        let path: PathBuf = root.path().join(name);
        fs::write(&path, text).unwrap();
        FileDigest { path: LogText::new(path.to_str().unwrap()), sha256: Digest::of(text.as_bytes()) }
    };
    let mut start = start();
    start.profile_files =
        vec![profile("good", "hosts = []"), profile("changed", "a"), profile("secret", "b")];
    let id = SessionId::parse("aaaaaa").unwrap();
    Log::open(&state, id, start, stopped_clock()).unwrap().close(end()).unwrap();
    fs::write(root.path().join("changed"), "other").unwrap();
    let mut out = Vec::new();
    let made = make(&state, &[], &|bytes| bytes != b"b", &stopped_clock(), &mut out).unwrap();
    let why: Vec<_> = made.left_out.iter().map(|left| left.why).collect();
    assert_eq!(why, ["it has changed", "it may hold a secret"]);
    assert_eq!(checked(&out, &key).verdict(), Verdict::Verified);
    let files = unpacked(&out);
    let kept: Vec<_> = files.keys().filter(|name| name.starts_with("policy/")).collect();
    assert_eq!(kept, [&format!("policy/{}", Digest::of(b"hosts = []"))]);
}
