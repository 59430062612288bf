//! Owns the words that names of secrets are made of: one look-up tells all that a word means. Data, and the table that
//! it stands in.

use std::sync::LazyLock;

/// What a word means: a bit for each list that it stands in.
pub(super) type Meaning = u8;

/// Last words that mean a password; misspellings are told by their letters.
pub(super) const PASSWORD: Meaning = 1 << 0;
/// Words with which one that means a password does not name one.
pub(super) const DENIES_PASSWORD: Meaning = 1 << 1;
/// Words that make `key` or `token` after them mean a secret.
pub(super) const QUALIFIES: Meaning = 1 << 2;
/// Words after the telling one that do not change what it says.
pub(super) const NEUTRAL: Meaning = 1 << 3;
/// Words with which a name is about a secret, or about something else, but does not name one.
pub(super) const DENIES_SECRET: Meaning = 1 << 4;
/// Last words that perhaps mean a secret.
pub(super) const VAGUE: Meaning = 1 << 5;
/// Last words that do so where a vendor's or a project's name stands before them.
pub(super) const VAGUE_BEHIND: Meaning = 1 << 6;

/// The words of each list.
const LISTS: [(Meaning, &[&str]); 7] = [
    (
        PASSWORD,
        &[
            "pass",
            "passcode",
            "passphrase",
            "passwd",
            "password",
            "passwords",
            "passwort",
            "psw",
            "pswd",
            "pw",
            "pwd",
            "pwds",
        ],
    ),
    (
        DENIES_PASSWORD,
        &[
            "count",
            "error",
            "expired",
            "file",
            "forgot",
            "hash",
            "hashed",
            "hide",
            "hint",
            "invalid",
            "label",
            "last",
            "mask",
            "masked",
            "max",
            "min",
            "num",
            "path",
            "placeholder",
            "reset",
            "show",
            "weak",
        ],
    ),
    (
        QUALIFIES,
        &[
            "access",
            "account",
            "admin",
            "aes",
            "agent",
            "api",
            "app",
            "application",
            "auth",
            "bearer",
            "bot",
            "client",
            "consumer",
            "decryption",
            "deploy",
            "encryption",
            "hmac",
            "id",
            "ingest",
            "instrumentation",
            "jwt",
            "license",
            "master",
            "oauth",
            "personal",
            "preshared",
            "private",
            "project",
            "publish",
            "refresh",
            "registry",
            "root",
            "secret",
            "security",
            "server",
            "service",
            "session",
            "shared",
            "signing",
            "ssh",
            "storage",
            "user",
            "webhook",
            "write",
        ],
    ),
    (
        NEUTRAL,
        &[
            "base",
            "base64",
            "clear",
            "current",
            "data",
            "default",
            "dev",
            "encoded",
            "env",
            "live",
            "new",
            "old",
            "plain",
            "plaintext",
            "prod",
            "production",
            "raw",
            "staging",
            "str",
            "string",
            "text",
            "value",
        ],
    ),
    (
        DENIES_SECRET,
        &[
            "algorithm",
            "alias",
            "arn",
            "attribute",
            "cache",
            "cached",
            "checksum",
            "class",
            "column",
            "commit",
            "completion",
            "continuation",
            "count",
            "csrf",
            "cursor",
            "dedup",
            "description",
            "digest",
            "dir",
            "directory",
            "endpoint",
            "error",
            "etag",
            "expires",
            "expiry",
            "field",
            "file",
            "fingerprint",
            "foreign",
            "hash",
            "hashed",
            "header",
            "help",
            "hint",
            "i18n",
            "idempotency",
            "ids",
            "index",
            "input",
            "integrity",
            "kind",
            "label",
            "length",
            "limit",
            "link",
            "mask",
            "max",
            "min",
            "mode",
            "name",
            "next",
            "nonce",
            "num",
            "output",
            "page",
            "pagination",
            "param",
            "parser",
            "partition",
            "path",
            "pattern",
            "placeholder",
            "policy",
            "primary",
            "prompt",
            "pub",
            "public",
            "publishable",
            "ref",
            "regex",
            "release",
            "request",
            "reset",
            "rotation",
            "rule",
            "schema",
            "sha",
            "sha256",
            "size",
            "sort",
            "source",
            "sync",
            "title",
            "type",
            "uri",
            "url",
            "version",
            "xsrf",
        ],
    ),
    (VAGUE, &["credential", "credentials", "creds", "secrets", "token"]),
    (VAGUE_BEHIND, &["api", "auth", "key", "pat"]),
];

/// The last letters of a word in lower case as a number, the very last lowest. No word of a list has more.
pub(super) type Letters = u128;

/// Those of a word.
pub(super) const fn letters(mut word: &[u8]) -> Letters {
    let mut letters = 0;
    while let Some((byte, rest)) = word.split_first() {
        // Digits have that bit too; what is not ASCII is in no list either way.
        letters = letters << 8 | (*byte | 0x20) as Letters;
        word = rest;
    }
    letters
}

/// Places of the table: so many that most words that are in no list meet an empty one.
const PLACES: usize = 1 << PLACE_BITS;
const PLACE_BITS: u32 = 10;

/// The words of all lists, each at its place or at the first free one behind.
static TABLE: LazyLock<Vec<(Letters, Meaning)>> = LazyLock::new(|| {
    let mut table = vec![(0, 0); PLACES];
    for (meaning, word) in
        LISTS.iter().flat_map(|(meaning, words)| words.iter().map(move |word| (*meaning, *word)))
    {
        let letters = letters(word.as_bytes());
        let free = (place(letters)..PLACES)
            .find(|at| table.get(*at).is_some_and(|it: &(Letters, Meaning)| it.0 == 0 || it.0 == letters));
        if let Some(slot) = free.and_then(|at| table.get_mut(at)) {
            *slot = (letters, slot.1 | meaning);
        }
    }
    table
});

/// What a word in lower case means.
pub(super) fn meaning(word: Letters) -> Meaning {
    let behind = TABLE.get(place(word)..).unwrap_or_default();
    for (letters, meaning) in behind {
        if *letters == word {
            return *meaning;
        }
        if *letters == 0 {
            break;
        }
    }
    0
}

#[expect(clippy::cast_possible_truncation, reason = "both halves count, and the rest is shifted out")]
fn place(word: Letters) -> usize {
    let mixed = (word as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        ^ ((word >> 64) as u64).wrapping_mul(0xc2b2_ae3d_27d4_eb4f);
    (mixed >> (u64::BITS - PLACE_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_list_is_found_with_all_that_it_means() {
        for (list, words) in LISTS {
            for word in words {
                assert!(
                    word.len() < size_of::<Letters>() && meaning(letters(word.as_bytes())) & list != 0,
                    "{word}"
                );
            }
        }
        assert_eq!(meaning(letters(b"HASH")), DENIES_PASSWORD | DENIES_SECRET);
        assert_eq!((meaning(letters(b"zebra")), meaning(0)), (0, 0));
    }
}
