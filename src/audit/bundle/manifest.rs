//! Owns the list of what is in a bundle: its one spelling, and what is signed. It must not read the files it lists.

use std::fmt::Write;

use data_encoding::HEXLOWER;
use ed25519_dalek::{SigningKey, VerifyingKey};

use super::super::chain::Digest;
use super::super::{checkpoint, keys};

/// The first line of a list, which no other signed text begins with.
const DOMAIN: &str = "waterwall/bundle/v1\n";

/// The list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) struct Manifest {
    /// The key that signed it.
    pub(in super::super) key: VerifyingKey,
    /// The other files, in the byte order of their names, which is that of the bundle.
    pub(in super::super) rows: Vec<Row>,
}

/// A file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) struct Row {
    pub(in super::super) name: String,
    pub(in super::super) size: u64,
    pub(in super::super) sha256: Digest,
}

impl Manifest {
    /// What is signed.
    fn text(&self) -> String {
        let mut text = format!("{DOMAIN}key {}\n", HEXLOWER.encode(self.key.as_bytes()));
        for Row { name, size, sha256 } in &self.rows {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{sha256} {size} {name}");
        }
        text
    }

    /// The list as it is written.
    pub(super) fn signed(&self, key: &SigningKey) -> String {
        let text = self.text();
        let signature = checkpoint::sign(key, text.as_bytes());
        format!("{text}sig {signature}\n")
    }

    /// Reads a list that is in its one spelling and signed with the key that it names, whoever's that is.
    pub(in super::super) fn read(bytes: &[u8]) -> Option<Self> {
        let (text, signature) = std::str::from_utf8(bytes).ok()?.rsplit_once("sig ")?;
        let signature = signature.strip_suffix('\n')?;
        let (key, rows) = text.strip_prefix(DOMAIN)?.strip_prefix("key ")?.split_once('\n')?;
        let rows = rows.lines().map(Row::read).collect::<Option<Vec<_>>>()?;
        let manifest = Self { key: keys::public(key)?, rows };
        let sorted = manifest.rows.is_sorted_by(|one, other| one.name < other.name);
        let holds = checkpoint::verify(&manifest.key, text.as_bytes(), signature);
        (sorted && holds && manifest.text() == text).then_some(manifest)
    }
}

impl Row {
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        let (sha256, size, name) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { name: name.to_owned(), size: size.parse().ok()?, sha256: Digest::parse(sha256)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_only_as_it_was_signed() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let row = |name: &str| Row { name: name.to_owned(), size: 3, sha256: Digest::of(name.as_bytes()) };
        let manifest = Manifest { key: key.verifying_key(), rows: vec![row("a b"), row("c")] };
        let good = manifest.signed(&key);
        assert!(good.starts_with("waterwall/bundle/v1\nkey ea4a6c63e29c520a"));
        assert_eq!(Manifest::read(good.as_bytes()), Some(manifest.clone()));
        for at in 0..good.len() {
            let mut bad = good.clone().into_bytes();
            bad[at] ^= 1;
            assert_eq!(Manifest::read(&bad), None, "byte {at}");
        }
        let unsorted = Manifest { rows: vec![row("c"), row("a")], ..manifest };
        assert_eq!(Manifest::read(unsorted.signed(&key).as_bytes()), None);
    }
}
