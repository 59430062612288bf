//! Owns what is signed: the text of a checkpoint and of a ledger line, and how a signature is written and checked. It
//! must not know where keys come from.

use data_encoding::HEXLOWER;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::chain::Head;
use super::session::SessionId;

/// The text that a checkpoint signs: the session, how many lines stand before the checkpoint, the head after them.
#[must_use]
pub fn text(session: SessionId, lines: u64, head: Head) -> String {
    format!("waterwall/checkpoint/v1\n{session}\n{lines}\n{head}\n")
}

/// The text that a ledger line signs: itself, as it was before `sig` was added.
pub(super) fn ledger_text(unsigned: &[u8]) -> Vec<u8> {
    [b"waterwall/ledger/v1\n", unsigned, b"\n"].concat()
}

/// An Ed25519 signature as 128 lower-case hex digits.
pub(super) fn sign(key: &SigningKey, text: &[u8]) -> String {
    HEXLOWER.encode(&key.sign(text).to_bytes())
}

/// Whether a signature, as `sign` writes it, is that key's over that text. Strict: no weak keys, and one signature
/// has one spelling.
#[must_use]
pub fn verify(key: &VerifyingKey, text: &[u8], signature: &str) -> bool {
    let Ok(bytes) = HEXLOWER.decode(signature.as_bytes()) else { return false };
    let Ok(signature) = Signature::from_slice(&bytes) else { return false };
    key.verify_strict(text, &signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_text_is_the_published_one() {
        let session = SessionId::parse("k3f9q2").unwrap();
        let expected = format!("waterwall/checkpoint/v1\nk3f9q2\n101\n{}\n", "0".repeat(64));
        assert_eq!(text(session, 101, Head::ZERO), expected);
    }

    #[test]
    fn a_signature_holds_for_its_text_and_its_key_only() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signature = sign(&key, b"text");
        assert!(verify(&key.verifying_key(), b"text", &signature));
        assert!(!verify(&key.verifying_key(), b"other", &signature));
        assert!(!verify(&key.verifying_key(), b"text", &signature.to_uppercase()));
        assert!(!verify(&SigningKey::from_bytes(&[8; 32]).verifying_key(), b"text", &signature));
    }

    #[test]
    fn a_weak_key_signs_nothing() {
        let weak = VerifyingKey::from_bytes(&{
            let mut identity = [0; 32];
            identity[0] = 1;
            identity
        });
        // The identity point as key and as R, with s = 0, satisfies the equation that is not strict.
        let mut signature = [0; 64];
        signature[0] = 1;
        assert!(!weak.is_ok_and(|key| verify(&key, b"text", &HEXLOWER.encode(&signature))));
    }
}
