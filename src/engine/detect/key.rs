//! Owns what a name says about its value: `db_password` names a secret, `token_count` and `key_id` do not. It must
//! not look at the value.

mod words;

use super::bytes;
use words::{Letters, Meaning, letters, meaning};

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
    if name.len() > MAX_NAME {
        return None;
    }
    if let [first, rest @ ..] = name
        && matches!(rest.len(), 1 | 2)
        && (first.is_ascii_alphabetic() && rest.iter().all(u8::is_ascii_lowercase)
            || name.iter().all(u8::is_ascii_uppercase))
    {
        return short(name);
    }
    let mut words = Words { name, end: name.len() };
    let mut last = Word::of(words.next()?);
    let (mut all, mut count) = (last.means, 1);
    while last.means & words::NEUTRAL != 0
        && let Some(before) = words.next()
    {
        last = Word::of(before);
        all |= last.means;
        count += 1;
    }
    let before = words.next().map(Word::of);
    let named = last.names(before.as_ref(), count == 1 && before.is_none())?;
    if let Some(before) = before {
        all |= before.means;
        count += 1;
    }
    while let Some(word) = words.next() {
        all |= Word::of(word).means;
        count += 1;
    }
    let denies = match named {
        Named::Password => words::DENIES_PASSWORD,
        Named::Secret | Named::Vague => words::DENIES_SECRET,
        Named::Basic | Named::Header => 0,
    };
    (all & denies == 0 && count <= MAX_WORDS && !is_made(name)).then_some(named)
}

/// The answer for one word of two or three letters: of such names a text can hold the most.
fn short(name: &[u8]) -> Option<Named> {
    let word = letters(name);
    let means_password = word == const { letters(b"pw") }
        || word == const { letters(b"pwd") }
        || word == const { letters(b"psw") };
    means_password.then_some(Named::Password)
}

/// Whether a name is an identifier that a machine made, which may end in any letters: `toolu_01…PW`.
fn is_made(name: &[u8]) -> bool {
    let mut parts = name.split(|byte| !byte.is_ascii_alphanumeric());
    name.len() >= 16 && parts.any(|part| part.len() >= 12 && bytes::scrambled(part))
}

/// One word of a name.
struct Word<'a> {
    bytes: &'a [u8],
    letters: Letters,
    means: Meaning,
}

impl<'a> Word<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let letters = letters(bytes);
        Self { bytes, letters, means: meaning(letters) }
    }

    /// What a name says that ends with the word, behind another or behind none; `alone` where it has no other at all.
    fn names(&self, before: Option<&Self>, alone: bool) -> Option<Named> {
        let is_key = self.ends_with(b"key");
        let is_token = !is_key && self.ends_with(b"token");
        Some(if self.means & words::PASSWORD != 0 || self.ends_in_password() || self.is_misspelled() {
            Named::Password
        } else if self.letters == const { letters(b"authorization") } {
            Named::Header
        } else if alone && self.letters == const { letters(b"auth") } {
            Named::Basic
        } else if is_key && self.is_qualified(3, before)
            || is_token && self.is_qualified(5, before)
            || self.ends_with(b"secret")
            || self.letters == const { letters(b"secretkey") }
        {
            Named::Secret
        } else if is_token
            || self.means & words::VAGUE != 0
            || before.is_some() && (is_key || self.means & words::VAGUE_BEHIND != 0)
        {
            Named::Vague
        } else {
            return None;
        })
    }

    /// Whether another word makes a secret of a key or a token, which the last letters say it is. That may be a word of
    /// its own or a part of this: `api_key`, `apikey`.
    fn is_qualified(&self, letters: usize, before: Option<&Self>) -> bool {
        let means = match self.bytes.len() - letters {
            0 => before.map_or(0, |before| before.means),
            _ if self.bytes.len() > size_of::<Letters>() => 0,
            _ => meaning(self.letters >> (letters * 8)),
        };
        means & words::QUALIFIES != 0
    }

    /// Whether it ends in a word that means a password: `userpassword`.
    fn ends_in_password(&self) -> bool {
        match self.letters as u8 {
            b'd' => self.ends_with(b"password") || self.ends_with(b"passwd") || self.ends_with(b"userpwd"),
            b'e' => self.ends_with(b"passphrase"),
            b's' => self.ends_with(b"dbpass") || self.ends_with(b"sqlpass"),
            _ => false,
        }
    }

    /// Whether it is `password` with letters left out or turned round, as `PASWRD`.
    fn is_misspelled(&self) -> bool {
        let lower = || self.bytes.iter().map(u8::to_ascii_lowercase);
        self.letters as u8 == b'd'
            && (5..=10).contains(&self.bytes.len())
            && lower().take(3).eq(*b"pas")
            && lower().any(|byte| byte == b'w')
            && lower().all(|byte| b"pasword".contains(&byte))
    }

    #[inline]
    fn ends_with<const N: usize>(&self, end: &[u8; N]) -> bool {
        (self.letters ^ letters(end)) << ((size_of::<Letters>() - N) * 8) == 0
    }
}

/// The words of a name from its end: apart at everything that is no letter or digit, and where case says so
/// (`dbPassword`, `APIKey`); less digits at their ends.
struct Words<'a> {
    name: &'a [u8],
    end: usize,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a [u8]> {
        while self.end > 0 {
            let end = self.end - bytes::run_back(self.name, self.end, |byte| !in_word(byte), self.end);
            let start = self.start(end);
            self.end = start;
            let word = self.name.get(start..end)?;
            if !word.last()?.is_ascii_digit()
                || word.eq_ignore_ascii_case(b"sha256")
                || word.eq_ignore_ascii_case(b"base64")
            {
                return Some(word);
            }
            let digits = bytes::run_back(word, word.len(), bytes::digit, word.len());
            if digits < word.len() {
                return word.get(..word.len() - digits);
            }
        }
        None
    }

    /// Where the word begins that ends at `end`.
    fn start(&self, end: usize) -> usize {
        let mut start = end;
        let (mut first, mut second) = (b' ', self.name.get(end).copied().unwrap_or(b' '));
        for &byte in self.name.get(..end).unwrap_or_default().iter().rev() {
            let raised = first.is_ascii_uppercase()
                && (byte.is_ascii_lowercase()
                    || byte.is_ascii_digit()
                    || byte.is_ascii_uppercase() && second.is_ascii_lowercase());
            if raised || !in_word(byte) {
                break;
            }
            (first, second) = (byte, first);
            start -= 1;
        }
        start
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
