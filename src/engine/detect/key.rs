//! Owns what a name says about its value: `db_password` names a secret, `token_count` and `key_id` do not. It must
//! not look at the value.

mod words;

use super::bytes;
use words::{Letters, MAX_LETTERS, Meaning, meaning};

/// Longest name that is looked at, in bytes.
pub(super) const MAX_NAME: usize = 64;
/// Most words of a name that are looked at; a longer one names no secret.
const MAX_WORDS: usize = 12;

/// What a name says its value is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Named {
    /// Chosen by somebody: may be short and readable.
    Password,
    /// Made by a machine, and said so: `api_key`, `client_secret`, `access_token`.
    Secret,
    /// Only perhaps a secret: a bare `token`, `key` or `credential`.
    Vague,
    /// A name and a password in base64: `auth` of Docker's and npm's files.
    Basic,
    /// What `Authorization` holds: perhaps a scheme, then a secret.
    Header,
}

/// What `name` says about its value, or `None` when it does not name a secret.
pub(super) fn named(name: &[u8]) -> Option<Named> {
    if name.len() > MAX_NAME || !telling(name) {
        return None;
    }
    if let Some(named) = short(name) {
        return named;
    }
    let mut words = Words::default();
    words.split(name)?;
    let is_neutral = |at: &usize| words.meaning(*at) & words::NEUTRAL != 0;
    let at = (0..words.count).rev().find(|at| !is_neutral(at)).unwrap_or(0);
    let (last, means) = (words.get(at), words.meaning(at));
    let named = if means & words::PASSWORD != 0 || ends_in_password(last) || misspelled(last) {
        Named::Password
    } else if last == b"authorization" {
        Named::Header
    } else if last == b"auth" && words.count == 1 {
        Named::Basic
    } else if last.ends_with(b"secret") || last == b"secretkey" || words.is_qualified(at) {
        Named::Secret
    } else if means & words::VAGUE != 0
        || last.ends_with(b"token")
        || at > 0 && (means & words::VAGUE_BEHIND != 0 || last.ends_with(b"key"))
    {
        Named::Vague
    } else {
        return None;
    };
    let denies = match named {
        Named::Password => words::DENIES_PASSWORD,
        Named::Secret | Named::Vague => words::DENIES_SECRET,
        Named::Basic | Named::Header => 0,
    };
    let denied = denies != 0 && (0..words.count).any(|at| words.meaning(at) & denies != 0);
    (!denied && !is_made(name)).then_some(named)
}

/// The answer for a word too short to have others beside: the names of which a byte of text can be fullest.
fn short(name: &[u8]) -> Option<Option<Named>> {
    let one_case = name.iter().all(u8::is_ascii_lowercase) || name.iter().all(u8::is_ascii_uppercase);
    let (&[a, b], rest) = name.split_first_chunk()?;
    if !one_case || rest.len() > 1 {
        return None;
    }
    let means_password = matches!((a | 0x20, b | 0x20, rest), (b'p', b'w', [] | [b'd' | b'D']))
        || matches!((a | 0x20, b | 0x20, rest), (b'p', b's', [b'w' | b'W']));
    Some(means_password.then_some(Named::Password))
}

/// Whether a word ends in one that means a password: `userpassword`.
fn ends_in_password(word: &[u8]) -> bool {
    match word.last() {
        Some(b'd') => [b"password".as_slice(), b"passwd", b"userpwd"].iter().any(|end| word.ends_with(end)),
        Some(b'e') => word.ends_with(b"passphrase"),
        Some(b's') => word.ends_with(b"dbpass") || word.ends_with(b"sqlpass"),
        _ => false,
    }
}

/// Whether a name is an identifier that a machine made, which may end in any letters: `toolu_01…PW`.
fn is_made(name: &[u8]) -> bool {
    let mut parts = name.split(|byte| !byte.is_ascii_alphanumeric());
    name.len() >= 16 && parts.any(|part| part.len() >= 12 && bytes::scrambled(part))
}

/// Whether a word is `password` with letters left out or turned round, as `PASWRD`.
fn misspelled(word: &[u8]) -> bool {
    (5..=10).contains(&word.len())
        && word.starts_with(b"pas")
        && word.ends_with(b"d")
        && word.contains(&b'w')
        && word.iter().all(|byte| b"pasword".contains(byte))
}

/// A quick look whether any telling word can be in the name.
fn telling(name: &[u8]) -> bool {
    name.iter().enumerate().any(|(at, byte)| {
        let next = |offset: usize| name.get(at + offset).map_or(0, |byte| byte | 0x20);
        match byte | 0x20 {
            b'p' => matches!((next(1), next(2)), (b'w', _) | (b'a', b's' | b't') | (b's', b'w')),
            b's' => next(1) == b'e' && next(2) == b'c',
            b't' => next(1) == b'o' && next(2) == b'k',
            b'k' => next(1) == b'e' && next(2) == b'y',
            b'a' => matches!((next(1), next(2)), (b'u', b't') | (b'p', b'i')),
            b'c' => next(1) == b'r' && next(2) == b'e',
            _ => false,
        }
    })
}

/// A name's words in lower case.
struct Words {
    /// With room for the letters of one that begins at the end.
    lower: [u8; MAX_NAME + MAX_LETTERS],
    /// Where each word begins and ends, less digits at its end.
    words: [(u8, u8); MAX_WORDS],
    count: usize,
}

impl Default for Words {
    fn default() -> Self {
        Self { lower: [0; MAX_NAME + MAX_LETTERS], words: [(0, 0); MAX_WORDS], count: 0 }
    }
}

impl Words {
    /// Takes a name's words: splits at everything that is no letter or digit, and where case says so (`dbPassword`,
    /// `APIKey`). `None` for a name of too many words.
    fn split(&mut self, name: &[u8]) -> Option<()> {
        let mut before = b' ';
        let mut start = 0;
        for (lower, byte) in self.lower.iter_mut().zip(name) {
            *lower = byte.to_ascii_lowercase();
        }
        for (at, &byte) in name.iter().enumerate() {
            let raised = byte.is_ascii_uppercase()
                && (before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || before.is_ascii_uppercase() && name.get(at + 1).is_some_and(u8::is_ascii_lowercase));
            let apart = !in_word(byte);
            if raised || apart {
                self.push(start, at)?;
                start = at + usize::from(apart);
            }
            before = byte;
        }
        self.push(start, name.len())
    }

    /// Takes the word between two places, if there is one.
    #[inline]
    fn push(&mut self, start: usize, end: usize) -> Option<()> {
        let word = self.lower.get(start..end)?;
        let digits = match word.last() {
            Some(last) if last.is_ascii_digit() && !matches!(word, b"sha256" | b"base64") => {
                bytes::run_back(word, word.len(), bytes::digit, word.len())
            }
            _ => 0,
        };
        if start + digits < end {
            *self.words.get_mut(self.count)? = (u8::try_from(start).ok()?, u8::try_from(end - digits).ok()?);
            self.count += 1;
        }
        Some(())
    }

    /// What the word at a place means.
    fn meaning(&self, at: usize) -> Meaning {
        let (start, end) = self.words.get(at).copied().unwrap_or_default();
        meaning(self.letters(start, end))
    }

    /// Whether the word at a place is a key or a token that another word makes a secret. That may be one of its own or
    /// a part of it: `api_key`, `apikey`.
    fn is_qualified(&self, at: usize) -> bool {
        let word = self.get(at);
        let Some(stem) = word.strip_suffix(b"key").or_else(|| word.strip_suffix(b"token")) else {
            return false;
        };
        let means = match (u8::try_from(stem.len()), self.words.get(at), at.checked_sub(1)) {
            (Ok(0), _, before) => before.map_or(0, |before| self.meaning(before)),
            (Ok(length), Some((start, _)), _) => meaning(self.letters(*start, start + length)),
            _ => 0,
        };
        means & words::QUALIFIES != 0
    }

    fn letters(&self, start: u8, end: u8) -> Letters {
        let count = usize::from(end - start);
        let all = self.lower.get(usize::from(start)..).and_then(<[u8]>::first_chunk);
        match all {
            Some(all) if count <= MAX_LETTERS => {
                let unused = (MAX_LETTERS - count) as u32 * u8::BITS;
                Letters::from_le_bytes(*all).checked_shl(unused).map_or(0, |kept| kept >> unused)
            }
            _ => 0,
        }
    }

    fn get(&self, at: usize) -> &[u8] {
        let (start, end) = self.words.get(at).copied().unwrap_or_default();
        self.lower.get(usize::from(start)..usize::from(end)).unwrap_or_default()
    }
}

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known() {
        use Named::{Basic, Header, Password, Secret, Vague};
        for (name, what) in [
            ("password", Password),
            ("DB_PASSWORD", Password),
            ("dbPassword", Password),
            ("password2", Password),
            ("PGPASSWORD", Password),
            ("spring.datasource.password", Password),
            ("pwd", Password),
            ("client_secret", Secret),
            ("SECRET_KEY_BASE", Secret),
            ("apiKey", Secret),
            ("APIKey", Secret),
            ("x-api-key", Secret),
            ("STRIPE_SECRET_KEY_LIVE", Secret),
            ("accessToken", Secret),
            ("id_token", Secret),
            ("aws_secret_access_key", Secret),
            ("token", Vague),
            ("DATADOG_KEY", Vague),
            ("credentials", Vague),
            ("auth", Basic),
            ("_auth", Basic),
            ("Proxy-Authorization", Header),
            ("PASWRD", Password),
            ("passworsd", Password),
            ("my_pw", Password),
            ("SYNC_PASSWORD", Password),
            ("client-key-data", Secret),
            ("GITHUB_PAT", Vague),
            ("X_AUTH", Vague),
            ("stripe_api", Vague),
        ] {
            assert_eq!(named(name.as_bytes()), Some(what), "{name}");
        }
    }

    #[test]
    fn names_about_secrets_are_not_names_of_secrets() {
        for name in [
            "prompt_cache_key",
            "token_count",
            "key_id",
            "kms_key_id",
            "next_token",
            "max_tokens",
            "input_tokens",
            "public_key",
            "primary_key",
            "sort_key",
            "key",
            "keyboard",
            "tokenizer",
            "password_hash",
            "passwordSecretName",
            "csrf_token",
            "authorization_endpoint",
            "passwordless",
            "secretKeyRef",
            "author",
            "encryption_key_rotation",
            "TokenRefreshIntervalSeconds",
            "password_field",
            "token_type",
            "passenger",
            "monkey_count",
            "id",
            "toolu_01k9Xc4Vb6Nz8Kp1Wd3FgPW",
        ] {
            assert_eq!(named(name.as_bytes()), None, "{name}");
        }
    }
}
