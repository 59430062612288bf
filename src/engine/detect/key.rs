//! Owns what a name says about its value: `db_password` names a secret, `token_count` and `key_id` do not. It must
//! not look at the value.

mod words;

use words::{NEUTRAL, NOT_A_PASSWORD, PASSWORD_ENDS, PASSWORDS, QUALIFIERS, SECRETS, VAGUE, VETOES};

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
    let mut last_first = words.iter().rev().skip_while(|word| NEUTRAL.contains(word));
    let last = last_first.next().or_else(|| words.iter().next())?;
    let before = last_first.next();
    let ends_in = |ends: &[&[u8]]| ends.iter().any(|end| last.ends_with(end));
    if PASSWORDS.contains(&last) || ends_in(&PASSWORD_ENDS) || misspelled(last) {
        return words.none(&NOT_A_PASSWORD).then_some(Named::Password);
    }
    if last == b"authorization" {
        return Some(Named::Header);
    }
    if last == b"auth" && words.iter().count() == 1 {
        return Some(Named::Basic);
    }
    if !words.none(&VETOES) {
        return None;
    }
    match before {
        _ if ends_in(&SECRETS) => Some(Named::Secret),
        Some(before) if matches!(last, b"key" | b"token") && QUALIFIERS.contains(&before) => {
            Some(Named::Secret)
        }
        // A vendor's or project's name before it: `DATADOG_KEY`, `discord-token`.
        Some(_) if VAGUE.contains(&last) || last.ends_with(b"key") => Some(Named::Vague),
        _ if last != b"key" && ends_in(&[b"token", b"secrets", b"credential", b"credentials", b"creds"]) => {
            Some(Named::Vague)
        }
        _ => None,
    }
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
pub(super) fn telling(name: &[u8]) -> bool {
    name.windows(2).enumerate().any(|(at, start)| {
        let stems: &[&[u8]] = match start {
            [b'p' | b'P', b'a' | b'A'] => &[b"pas", b"pat"],
            [b'p' | b'P', _] => &[b"pwd", b"psw", b"pw"],
            [b's' | b'S', _] => &[b"secret"],
            [b't' | b'T', _] => &[b"token"],
            [b'k' | b'K', _] => &[b"key"],
            [b'a' | b'A', _] => &[b"auth", b"api"],
            [b'c' | b'C', _] => &[b"cred"],
            _ => &[],
        };
        stems
            .iter()
            .any(|stem| name.get(at..at + stem.len()).is_some_and(|part| part.eq_ignore_ascii_case(stem)))
    })
}

/// A name's words in lower case, one blank after each.
struct Words {
    lower: [u8; 2 * MAX_NAME],
    length: usize,
}

impl Words {
    /// Splits at everything that is no letter or digit, and where case says so (`dbPassword`, `APIKey`).
    fn of(name: &[u8]) -> Option<Self> {
        let mut words = Self { lower: [b' '; 2 * MAX_NAME], length: 0 };
        for (at, &byte) in name.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| name.get(at));
            let after = name.get(at + 1);
            let raised = byte.is_ascii_uppercase()
                && before.is_some_and(|before| {
                    before.is_ascii_lowercase()
                        || before.is_ascii_digit()
                        || before.is_ascii_uppercase() && after.is_some_and(u8::is_ascii_lowercase)
                });
            words.length += usize::from(raised);
            if byte.is_ascii_alphanumeric() || !byte.is_ascii() {
                *words.lower.get_mut(words.length)? = byte.to_ascii_lowercase();
            }
            words.length += 1;
        }
        (words.iter().count() <= MAX_WORDS).then_some(words)
    }

    /// The words, without digits at their ends.
    fn iter(&self) -> impl DoubleEndedIterator<Item = &[u8]> {
        let lower = self.lower.get(..self.length).unwrap_or_default();
        let words = lower.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
        words.map(|word| match word {
            b"sha256" | b"base64" | b"i18n" => word,
            _ => {
                let last = word.iter().rposition(|byte| !byte.is_ascii_digit());
                word.get(..last.map_or(0, |last| last + 1)).unwrap_or_default()
            }
        })
    }

    fn none(&self, of: &[&[u8]]) -> bool {
        !self.iter().any(|word| of.contains(&word))
    }
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
        ] {
            assert_eq!(named(name.as_bytes()), None, "{name}");
        }
    }
}
