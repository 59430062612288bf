//! Owns the key that signs the log while another takes its place: the `key` line that both sign, and what a change that
//! was interrupted leaves on the disk. All of it under the ledger's lock; it must not append anything but that line.

use std::fs;
use std::io;

use data_encoding::HEXLOWER;
use ed25519_dalek::pkcs8::EncodePublicKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::Deserialize;

use super::canon::Common;
use super::ledger::{Ledger, Record, signed};
use super::line::Tip;
use super::state::{self, StateDir};
use super::time::Clock;
use super::{AuditError, checkpoint, system};

/// A key that took another's place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rotated {
    /// The public key that signed the ledger so far.
    pub was: VerifyingKey,
    /// The one that signs it from here on.
    pub key: VerifyingKey,
}

impl Rotated {
    /// What a `key` line says, if both keys signed it.
    pub(super) fn read(line: &[u8], common: &Common<'_>) -> Option<Self> {
        #[derive(Deserialize)]
        struct Written<'a> {
            was: &'a str,
            key: &'a str,
            proof: &'a str,
        }
        let Written { was, key, proof } = serde_json::from_slice(line).ok()?;
        let text = proof_text(common.seq, common.prev, was, key);
        let rotated = Self { was: public(was)?, key: public(key)? };
        let proven = checkpoint::verify(&rotated.key, text.as_bytes(), proof);
        (proven && signed(line, &rotated.was)).then_some(rotated)
    }
}

/// Reads the 64 lower-case hex digits of a public key.
pub(super) fn public(hex: &str) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(&HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()?).ok()
}

/// The text by which a new key says that it follows on the old one, and at which place of which ledger.
fn proof_text(seq: u64, prev: &str, was: &str, key: &str) -> String {
    format!("waterwall/key/v1\n{seq}\n{prev}\n{was}\n{key}\n")
}

/// The `was`, `key` and `proof` of the line that comes after that tip.
fn proven(tip: &Tip, old: &SigningKey, new: &SigningKey) -> [String; 3] {
    let [was, key] = [old, new].map(|key| HEXLOWER.encode(key.verifying_key().as_bytes()));
    let proof = checkpoint::sign(new, proof_text(tip.lines, &tip.head.to_string(), &was, &key).as_bytes());
    [was, key, proof]
}

/// Draws a new key for the log. The ledger says so in a line that the old and the new key sign; sessions that live go on
/// with the key they began with. Whatever interrupts it, either key is in force afterwards, and the ledger knows which.
///
/// # Errors
/// A ledger that does not verify, or a file that cannot be written.
pub fn rotate_key(state: &StateDir, clock: &Clock) -> Result<Rotated, AuditError> {
    let mut ledger = Ledger::lock(state, clock())?;
    let (old, next) = (ledger.key().clone(), state.signing_next());
    let new = state::new_key(&next)?;
    let rotated = Rotated { was: old.verifying_key(), key: new.verifying_key() };
    state::replace(&next, state::private_pem(&new, &next)?.as_bytes())?;
    let [was, key, proof] = proven(ledger.tip(), &old, &new);
    ledger.append(&Record::Key { was: &was, key: &key, proof: &proof }, clock())?;
    // Before the old key is gone: else a power failure could leave a ledger that the key at hand did not sign.
    ledger.flush()?;
    install(state, &new)?;
    Ok(rotated)
}

/// The key in force, where `last` is what the ledger's last line says if it is a `key` line. Ends a change of keys that
/// was interrupted: if the ledger has it, it is carried out, else undone. Only for a ledger without a line is a key made.
///
/// # Errors
/// A key that cannot be read or made, or is not the one that the ledger goes on with.
pub(super) fn in_force(
    state: &StateDir,
    lines: u64,
    last: Option<&Rotated>,
) -> Result<SigningKey, AuditError> {
    let (path, next) = (state.signing_private(), state.signing_next());
    if lines > 0 && !path.try_exists().map_err(system("read", &path))? {
        return Err(AuditError::Key { path, expected: state::PRIVATE });
    }
    let pending = next.try_exists().map_err(system("read", &next))?;
    let Some(Rotated { key, .. }) = last else {
        if pending {
            fs::remove_file(&next).map_err(system("remove", &next))?;
        }
        return state.signing_key();
    };
    if pending {
        let new = state::read_private_key(&next)?;
        if new.verifying_key() == *key {
            install(state, &new)?;
        } else {
            fs::remove_file(&next).map_err(system("remove", &next))?;
        }
    }
    let found = state.private_key()?;
    if found.verifying_key() != *key {
        return Err(AuditError::Ledger { path: state.ledger() });
    }
    publish(state, &found)?;
    state.signing_key()
}

/// Puts the next key in the place of the one in force.
fn install(state: &StateDir, new: &SigningKey) -> Result<(), AuditError> {
    let (next, path) = (state.signing_next(), state.signing_private());
    fs::rename(&next, &path).map_err(system("write", &path))?;
    publish(state, new)
}

/// Writes the public half beside the key, if it is not there.
fn publish(state: &StateDir, key: &SigningKey) -> Result<(), AuditError> {
    let path = state.signing_pub();
    let wrong = || AuditError::Key { path: path.clone(), expected: "the public half of signing.key" };
    let pem = key.verifying_key().to_public_key_pem(LineEnding::LF).map_err(|_| wrong())?;
    match fs::read(&path) {
        Ok(found) if found == pem.as_bytes() => Ok(()),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(system("read", &path)(error)),
        _ => state::replace(&path, pem.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{end, open, record, state, stopped_clock, tunnel};
    use super::super::verify::{Outcome, Problem, Report, Verdict, verify};
    use super::super::{Head, head};
    use super::*;

    fn report(state: &StateDir, key: Option<VerifyingKey>) -> Report {
        verify(state, &[], key, None).unwrap()
    }

    fn rotate(state: &StateDir) -> Rotated {
        rotate_key(state, &stopped_clock()).unwrap()
    }

    /// Every file of the state directory, to go back to.
    struct Snapshot(Vec<(std::path::PathBuf, Vec<u8>)>);

    impl Snapshot {
        fn of(state: &StateDir) -> Self {
            let dirs = [state.audit(), state.signing_pub().parent().unwrap().to_owned()];
            let files = dirs.iter().flat_map(|dir| fs::read_dir(dir).unwrap()).map(|it| it.unwrap().path());
            Self(files.map(|path| (path.clone(), fs::read(path).unwrap())).collect())
        }

        fn restore(&self, state: &StateDir) {
            for (path, _) in Self::of(state).0 {
                fs::remove_file(path).unwrap();
            }
            self.0.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        }
    }

    #[test]
    fn sessions_before_across_and_after_a_change_verify_with_every_key() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        open(&state, "aaaaaa").close(end()).unwrap();
        let across = open(&state, "bbbbbb");
        let Rotated { was, key } = rotate(&state);
        record(&across, tunnel()).unwrap();
        open(&state, "cccccc").close(end()).unwrap();
        let Rotated { was: second, key: third } = rotate(&state);
        assert_eq!(key, second);
        across.close(end()).unwrap();
        for trusted in [None, Some(was), Some(key), Some(third)] {
            let report = report(&state, trusted);
            assert_eq!(report.verdict(), Verdict::Verified, "{report:?}");
        }
        let other = SigningKey::from_bytes(&[9; 32]).verifying_key();
        let report = report(&state, Some(other));
        assert!(report.sessions.iter().all(|session| matches!(session.outcome, Outcome::Fault(_))));
        let Outcome::Fault(fault) = &report.ledgers[0].outcome else { panic!("{report:?}") };
        assert_eq!(fault.problem, Problem::Key);
    }

    #[test]
    fn a_change_that_is_interrupted_anywhere_is_carried_out_or_undone() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        open(&state, "aaaaaa").close(end()).unwrap();
        let before = Snapshot::of(&state);
        let old = [state.signing_private(), state.signing_pub()].map(|path| fs::read(path).unwrap());
        let ledger = fs::read(state.ledger()).unwrap();
        rotate(&state);
        let new = [state.signing_private(), state.signing_pub()].map(|path| fs::read(path).unwrap());
        let rotated = fs::read(state.ledger()).unwrap();
        let torn = &rotated[..rotated.len() - 7];
        for (key, public, next, ledger, changed) in [
            (&old[0], &old[1], true, ledger.as_slice(), false),
            (&old[0], &old[1], true, torn, false),
            (&old[0], &old[1], true, rotated.as_slice(), true),
            (&new[0], &old[1], false, rotated.as_slice(), true),
            (&new[0], &new[1], false, rotated.as_slice(), true),
        ] {
            before.restore(&state);
            fs::write(state.signing_private(), key).unwrap();
            fs::write(state.signing_pub(), public).unwrap();
            fs::write(state.ledger(), ledger).unwrap();
            if next {
                fs::write(state.signing_next(), &new[0]).unwrap();
            }
            assert_eq!(report(&state, None).verdict(), Verdict::Verified);
            if ledger != torn {
                head(&state).unwrap();
            }
            open(&state, "bbbbbb").close(end()).unwrap();
            assert_eq!(report(&state, None).verdict(), Verdict::Verified);
            assert!(!state.signing_next().exists());
            assert_eq!(fs::read(state.signing_private()).unwrap() == new[0], changed);
            assert_eq!(fs::read(state.signing_pub()).unwrap() == new[1], changed);
        }
    }

    #[test]
    fn a_ledger_whose_new_key_is_lost_takes_nothing_more() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let old = fs::read(state.signing_private()).unwrap();
        rotate(&state);
        fs::write(state.signing_private(), old).unwrap();
        let lost = Ledger::lock(&state, stopped_clock()());
        assert!(matches!(lost, Err(AuditError::Ledger { .. })));
    }

    #[test]
    fn a_key_that_is_gone_is_not_replaced_by_one_that_the_ledger_does_not_know() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        open(&state, "aaaaaa").close(end()).unwrap();
        let key = fs::read(state.signing_private()).unwrap();
        fs::remove_file(state.signing_private()).unwrap();
        let gone = Ledger::lock(&state, stopped_clock()());
        assert!(matches!(gone, Err(AuditError::Key { .. })));
        assert!(!state.signing_private().exists());
        fs::write(state.signing_private(), key).unwrap();
        Ledger::lock(&state, stopped_clock()()).map(drop).unwrap();
    }

    #[test]
    fn no_key_takes_over_without_both_signatures_and_at_no_other_place() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        open(&state, "aaaaaa").close(end()).unwrap();
        let mut ledger = Ledger::lock(&state, stopped_clock()()).unwrap();
        let (old, new) = (ledger.key().clone(), SigningKey::from_bytes(&[9; 32]));
        let elsewhere = Tip { head: Head::ZERO, ..*ledger.tip() };
        let [was, key, proof] = proven(&elsewhere, &old, &new);
        ledger.append(&Record::Key { was: &was, key: &key, proof: &proof }, stopped_clock()()).unwrap();
        drop(ledger);
        for trusted in [&old, &new] {
            let verdict = report(&state, Some(trusted.verifying_key())).verdict();
            assert_eq!(verdict, Verdict::NotVerified);
        }
    }
}
