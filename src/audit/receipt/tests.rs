//! Claims about receipts.

use super::super::reading::Roll;
use super::super::sample::{end, hit, open, record, request, state, stopped_clock, tunnel};
use super::super::{Log, rotate_key};
use super::*;

fn logged() -> (tempfile::TempDir, StateDir, VerifyingKey) {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let log = open(&state, "k3f9q2");
    fill(&log);
    log.close(end()).unwrap();
    let key = read_public_key(&state.signing_pub()).unwrap();
    (root, state, key)
}

fn fill(log: &Log) {
    record(log, request(vec![hit(10)])).unwrap();
    (0..150).for_each(|_| record(log, tunnel()).unwrap());
}

fn receipt(state: &StateDir, id: &str, seq: u64) -> Result<String, AuditError> {
    let roll = Roll::read(state).unwrap();
    make(state, roll.find(SessionId::parse(id).unwrap(), state).unwrap(), seq)
}

#[test]
fn every_line_has_a_receipt_that_the_public_key_alone_checks() {
    let (_root, state, key) = logged();
    let roll = Roll::read(&state).unwrap();
    let file = std::fs::read_to_string(roll.sessions[0].path(&state)).unwrap();
    for (seq, line) in (0..).zip(file.lines()) {
        let text = receipt(&state, "k3f9q2", seq).unwrap();
        let proven = check(&text, &key).unwrap();
        assert_eq!(
            (proven.session.to_string().as_str(), proven.seq, proven.line.as_str()),
            ("k3f9q2", seq, line)
        );
        let last = seq + 1 == file.lines().count() as u64;
        assert_eq!(proven.cover, if last { "closed" } else { "checkpoint" });
        // The others are not in it.
        assert!(text.len() < 12_000 && (seq == 2 || !text.contains("000000000000000a")));
    }
    let past = file.lines().count() as u64;
    assert!(matches!(receipt(&state, "k3f9q2", past), Err(AuditError::Unknown { .. })));
}

#[test]
fn every_changed_byte_is_found() {
    let (_root, state, key) = logged();
    let good = receipt(&state, "k3f9q2", 140).unwrap();
    for at in 0..good.len() {
        for bit in [0, 5] {
            let mut bad = good.clone().into_bytes();
            bad[at] ^= 1 << bit;
            let bad = String::from_utf8(bad).unwrap();
            assert!(check(&bad, &key).is_err(), "byte {at}: {bad}");
        }
    }
    assert!(check(&format!("{good}\n"), &key).is_err());
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[8; 32]).verifying_key();
    assert!(check(&good, &stranger).is_err());
}

#[test]
fn a_line_that_nothing_signs_yet_has_none_and_one_of_an_edited_log_has_none() {
    let root = tempfile::tempdir().unwrap();
    let state = state(root.path());
    let log = open(&state, "k3f9q2");
    record(&log, tunnel()).unwrap();
    assert!(receipt(&state, "k3f9q2", 0).is_ok());
    assert!(matches!(receipt(&state, "k3f9q2", 2), Err(AuditError::Uncovered { seq: 2, .. })));
    log.close(end()).unwrap();
    assert!(receipt(&state, "k3f9q2", 2).is_ok());
    let path = Roll::read(&state).unwrap().sessions[0].path(&state);
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap().replace("example.com", "example.net"))
        .unwrap();
    assert!(matches!(receipt(&state, "k3f9q2", 2), Err(AuditError::Tampered { .. })));
}

#[test]
fn after_a_change_of_keys_either_key_checks_both_receipts() {
    let (_root, state, old) = logged();
    rotate_key(&state, &stopped_clock()).unwrap();
    let new = read_public_key(&state.signing_pub()).unwrap();
    open(&state, "aaaaaa").close(end()).unwrap();
    for id in ["k3f9q2", "aaaaaa"] {
        let text = receipt(&state, id, 2).unwrap();
        for key in [old, new] {
            assert_eq!(check(&text, &key).unwrap().seq, 2);
        }
        let without: String = text.split("\"keys\":[").next().unwrap().to_owned() + "\"keys\":[]}\n";
        let key = if id == "aaaaaa" { old } else { new };
        assert_eq!(check(&without, &key), Err(BadReceipt::Signature));
    }
}
