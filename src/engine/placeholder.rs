//! Owns the placeholder: its parts, its text and the key that makes it. It must not know which secret it stands for.

use std::fmt;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Most bytes in a TYPE: `[A-Z][A-Z0-9_]{0,31}`.
pub const MAX_TYPE: usize = 32;
/// Hex digits in an id.
pub const ID_DIGITS: usize = 16;
/// What every placeholder begins with.
pub const PREFIX: &[u8] = b"<pl:";
/// Most bytes in a placeholder: prefix, TYPE, colon, id, bracket.
pub const MAX_PLACEHOLDER: usize = PREFIX.len() + MAX_TYPE + 1 + ID_DIGITS + 1;

/// The TYPE of a secret: `[A-Z][A-Z0-9_]{0,31}`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SecretType(Box<str>);

impl SecretType {
    /// The TYPE spelled exactly so, or `None` when the text is not one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let valid = text.len() <= MAX_TYPE
            && text.starts_with(|c: char| c.is_ascii_uppercase())
            && text.bytes().all(is_type_byte);
        valid.then(|| Self(text.into()))
    }

    /// A TYPE out of any name: letters raised, other characters become `_`, cut to length; `KNOWN` when nothing is
    /// left to begin with.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        let text: String = name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
            .skip_while(|c| !c.is_ascii_uppercase())
            .take(MAX_TYPE)
            .collect();
        Self(if text.is_empty() { "KNOWN".into() } else { text.into() })
    }

    /// The TYPE's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a byte may stand in a TYPE after its first.
pub(crate) fn is_type_byte(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
}

/// The first 64 bits of the keyed digest of a secret; prints as 16 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct PlaceholderId(u64);

impl PlaceholderId {
    /// Reads 16 lower-case hex digits.
    #[must_use]
    pub fn parse(digits: &[u8]) -> Option<Self> {
        if digits.len() != ID_DIGITS {
            return None;
        }
        digits
            .iter()
            .try_fold(0u64, |id, &digit| {
                let value = match digit {
                    b'0'..=b'9' => digit - b'0',
                    b'a'..=b'f' => digit - b'a' + 10,
                    _ => return None,
                };
                Some(id << 4 | u64::from(value))
            })
            .map(Self)
    }

    /// The digits as one number, the first the most significant.
    pub(super) fn to_bits(self) -> u64 {
        self.0
    }

    /// The id whose digits are this number.
    pub(super) fn from_bits(bits: u64) -> Self {
        Self(bits)
    }
}

impl fmt::Display for PlaceholderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

/// A keyed digest of a value, by which a file can name the value without holding it; prints as 32 lower-case hex
/// digits. It says nothing to who lacks the key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ValueDigest([u8; 16]);

impl ValueDigest {
    /// Reads 32 lower-case hex digits.
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        let bytes = HEXLOWER.decode(digits.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for ValueDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

/// What stands for a secret on the wire: `<pl:TYPE:0123456789abcdef>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Placeholder {
    /// What kind of secret it stands for.
    pub kind: SecretType,
    /// Which secret it stands for.
    pub id: PlaceholderId,
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<pl:{}:{}>", self.kind, self.id)
    }
}

/// The key under which secrets become ids: one per project, so that placeholders outlive a session but cannot link
/// two projects.
pub struct PlaceholderKey(Zeroizing<[u8; 32]>);

impl PlaceholderKey {
    /// `HMAC-SHA256(master, "waterwall/placeholder/v1" ‖ 0 ‖ project)`, where `project` is the path of the
    /// project's root in the file system's own bytes.
    #[must_use]
    pub fn for_project(master: &[u8; 32], project: &[u8]) -> Self {
        Self(Zeroizing::new(hmac(master, &[b"waterwall/placeholder/v1\0", project])))
    }

    /// The id of a secret: the first 16 hex digits of `HMAC-SHA256(key, secret)`.
    #[must_use]
    pub fn id_of(&self, secret: &[u8]) -> PlaceholderId {
        let [a, b, c, d, e, f, g, h, ..] = hmac(&self.0, &[secret]);
        PlaceholderId(u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }

    /// The digest of a value: the first 16 bytes of `HMAC-SHA256(key, "waterwall/allow/v1" ‖ 0 ‖ value)`.
    #[must_use]
    pub fn digest_of(&self, value: &[u8]) -> ValueDigest {
        let digest = hmac(&self.0, &[b"waterwall/allow/v1\0", value]);
        ValueDigest(digest.first_chunk().copied().unwrap_or_default())
    }
}

fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than the block is padded with zeros (RFC 2104), so this is HMAC under the 32 bytes.
    let mut block = Zeroizing::new([0; 64]);
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = Hmac::<Sha256>::new((&*block).into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_first_sixteen_hex_digits_of_the_keyed_digest() {
        let key = PlaceholderKey::for_project(&[7; 32], b"/home/me/project");
        let id = key.id_of(b"secret").to_string();
        assert_eq!(id.len(), ID_DIGITS);
        assert_eq!(PlaceholderId::parse(id.as_bytes()), Some(key.id_of(b"secret")));
    }

    #[test]
    fn two_projects_share_no_ids() {
        let one = PlaceholderKey::for_project(&[7; 32], b"/a");
        let other = PlaceholderKey::for_project(&[7; 32], b"/b");
        assert_ne!(one.id_of(b"secret"), other.id_of(b"secret"));
    }

    #[test]
    fn a_digest_of_a_value_reads_back_and_is_not_its_id() {
        let key = PlaceholderKey::for_project(&[7; 32], b"/a");
        let digest = key.digest_of(b"value");
        assert_eq!(ValueDigest::parse(&digest.to_string()), Some(digest));
        assert!(!digest.to_string().starts_with(&key.id_of(b"value").to_string()));
        assert_eq!(ValueDigest::parse(&digest.to_string().to_uppercase()), None);
        assert_eq!(ValueDigest::parse("0123456789abcdef"), None);
    }

    #[test]
    fn a_type_is_made_of_any_name() {
        for (name, kind) in [
            ("DATABASE_URL", "DATABASE_URL"),
            ("stripe-key.live", "STRIPE_KEY_LIVE"),
            ("9lives", "LIVES"),
            ("", "KNOWN"),
            ("日本", "KNOWN"),
        ] {
            let made = SecretType::from_name(name);
            assert_eq!(made.as_str(), kind);
            assert_eq!(SecretType::new(made.as_str()), Some(made));
        }
    }
}
