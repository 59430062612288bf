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
/// was interrupted: if the ledger has it, it is carried out, else undone.
///
/// # Errors
/// A key that cannot be read or made, or is not the one that the ledger goes on with.
pub(super) fn in_force(state: &StateDir, last: Option<&Rotated>) -> Result<SigningKey, AuditError> {
    let next = state.signing_next();
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
