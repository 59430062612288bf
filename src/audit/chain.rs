//! Owns the chain value: how a head follows from the head before it and a line. It must not know what lines say.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use serde::{Serialize, Serializer};

/// A SHA-256 value; prints as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of some bytes. Never of a secret: an unkeyed digest can be guessed at.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(digest(&SHA256, bytes).as_ref().try_into().unwrap_or_default())
    }

    /// Reads 64 lower-case hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        // It panics where the lengths do not fit.
        (text.len() == 2 * bytes.len()).then_some(())?;
        HEXLOWER.decode_mut(text.as_bytes(), &mut bytes).ok()?;
        Some(Self(bytes))
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The value of a chain after one of its lines: it stands for that line and all before it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct Head(Digest);

impl Head {
    /// What the ledger's chain begins with: 32 zero bytes.
    pub const ZERO: Self = Self(Digest([0; 32]));

    /// The head after one more line, which is given without its newline: `SHA-256(head ‖ SHA-256(line))`.
    #[must_use]
    pub fn after(self, line: &[u8]) -> Self {
        self.join(Digest::of(line))
    }

    /// The head after one more line, of which only the digest is at hand.
    #[must_use]
    pub fn join(self, Digest(line): Digest) -> Self {
        let Self(Digest(before)) = self;
        Self(Digest::of([before, line].as_flattened()))
    }

    /// Reads 64 lower-case hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Digest::parse(text).map(Self)
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_the_digest_of_the_head_before_and_the_digest_of_the_line() {
        let mut bytes = vec![0; 32];
        bytes.extend(Digest::of(b"line").0);
        assert_eq!(Head::ZERO.after(b"line"), Head(Digest::of(&bytes)));
    }

    #[test]
    fn a_digest_is_read_only_as_it_is_printed() {
        let digest = Digest::of(b"");
        let text = digest.to_string();
        assert!(text.starts_with("e3b0c44298fc1c14"));
        assert_eq!(Digest::parse(&text), Some(digest));
        assert_eq!(Digest::parse(&text.to_uppercase()), None);
        assert_eq!(Digest::parse(""), None);
    }
}
