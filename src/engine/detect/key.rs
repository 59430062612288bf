//! Owns what a name says about its value: `db_password` names a secret, `token_count` and `key_id` do not. It must
//! not look at the value.

mod words;

use super::bytes;
use words::{denies_password, denies_secret, is_neutral, is_password, is_vague, is_vague_behind, qualifies};

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
    let words = Words::of(name)?;
    let at = (0..words.count).rev().find(|at| !is_neutral(words.get(*at))).unwrap_or(0);
    let (last, before) = (words.get(at), at.checked_sub(1).map(|at| words.get(at)));
    // What makes a key or a token a secret may stand in a word of its own or in theirs: `api_key`, `apikey`.
    let stem = last.strip_suffix(b"key").or_else(|| last.strip_suffix(b"token"));
    let qualified =
        stem.is_some_and(|stem| qualifies(if stem.is_empty() { before.unwrap_or_default() } else { stem }));
    let named = if is_password(last) || ends_in_password(last) || misspelled(last) {
        Named::Password
    } else if last == b"authorization" {
        Named::Header
    } else if last == b"auth" && words.count == 1 {
        Named::Basic
    } else if qualified || last.ends_with(b"secret") || last == b"secretkey" {
        Named::Secret
    } else if is_vague(last)
        || last.ends_with(b"token")
        || before.is_some() && (is_vague_behind(last) || last.ends_with(b"key"))
    {
        Named::Vague
    } else {
        return None;
    };
    let denies = match named {
        Named::Password => denies_password,
        Named::Secret | Named::Vague => denies_secret,
        Named::Basic | Named::Header => |_: &[u8]| false,
    };
    let denied = (0..words.count).any(|at| denies(words.get(at)));
    (!denied && !is_made(name)).then_some(named)
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
    let has = |at: usize, stem: &[u8]| {
        name.get(at..at + stem.len()).is_some_and(|part| part.eq_ignore_ascii_case(stem))
    };
    name.iter().enumerate().any(|(at, byte)| match byte | 0x20 {
        b'p' => has(at, b"pas") || has(at, b"pw") || has(at, b"psw") || has(at, b"pat"),
        b's' => has(at, b"secret"),
        b't' => has(at, b"token"),
        b'k' => has(at, b"key"),
        b'a' => has(at, b"auth") || has(at, b"api"),
        b'c' => has(at, b"cred"),
        _ => false,
    })
}

/// A name's words in lower case.
struct Words {
    lower: [u8; MAX_NAME],
    /// Where each word begins and ends, less digits at its end.
    words: [(u8, u8); MAX_WORDS],
    count: usize,
}

impl Words {
    /// Splits at everything that is no letter or digit, and where case says so (`dbPassword`, `APIKey`). `None` for a
    /// name of too many words.
    fn of(name: &[u8]) -> Option<Self> {
        let mut words = Self { lower: [0; MAX_NAME], words: [(0, 0); MAX_WORDS], count: 0 };
        let mut before = b' ';
        let mut start = 0;
        for (at, &byte) in name.iter().enumerate() {
            *words.lower.get_mut(at)? = byte.to_ascii_lowercase();
            let raised = byte.is_ascii_uppercase()
                && (before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || before.is_ascii_uppercase() && name.get(at + 1).is_some_and(u8::is_ascii_lowercase));
            if raised || !in_word(byte) {
                words.push(start, at)?;
                start = at + usize::from(!in_word(byte));
            }
            before = byte;
        }
        words.push(start, name.len())?;
        Some(words)
    }

    /// Takes the word between two places, if there is one.
    fn push(&mut self, start: usize, end: usize) -> Option<()> {
        let word = self.lower.get(start..end)?;
        let digits = bytes::run_back(word, word.len(), bytes::digit, word.len());
        let kept = if matches!(word, b"sha256" | b"base64") { end } else { end - digits };
        if kept > start {
            *self.words.get_mut(self.count)? = (u8::try_from(start).ok()?, u8::try_from(kept).ok()?);
            self.count += 1;
        }
        Some(())
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
