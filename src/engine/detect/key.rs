//! Owns what a name says about its value: `db_password` names a secret, `token_count` and `key_id` do not. It must
//! not look at the value.

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
}

/// Last words that mean a password.
const PASSWORDS: [&str; 8] =
    ["password", "passwd", "passphrase", "passwort", "passcode", "pwd", "pass", "psw"];
/// Last words that mean a secret by themselves.
const SECRETS: [&str; 14] = [
    "secret",
    "apikey",
    "secretkey",
    "accesskey",
    "privatekey",
    "authkey",
    "signingkey",
    "encryptionkey",
    "masterkey",
    "accountkey",
    "sharedkey",
    "apitoken",
    "authtoken",
    "accesstoken",
];
/// Words that make `key` or `token` after them mean a secret.
const QUALIFIERS: [&str; 36] = [
    "access",
    "account",
    "admin",
    "aes",
    "api",
    "app",
    "application",
    "auth",
    "bearer",
    "bot",
    "client",
    "consumer",
    "deploy",
    "encryption",
    "hmac",
    "id",
    "jwt",
    "license",
    "master",
    "oauth",
    "personal",
    "private",
    "refresh",
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
];
/// Words after the telling one that do not change what it says.
const NEUTRAL: [&str; 18] = [
    "base",
    "base64",
    "current",
    "default",
    "dev",
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
    "value",
];
/// Words with which a name is about a secret, or about something else, but does not name one.
const VETOES: [&str; 88] = [
    "alias",
    "algorithm",
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
    "message",
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
];

/// What `name` says about its value, or `None` when it does not name a secret.
pub(super) fn named(name: &[u8]) -> Option<Named> {
    let name = name.get(..name.len().min(MAX_NAME + 1))?;
    if name.len() > MAX_NAME || !telling(name) {
        return None;
    }
    let words = words(name)?;
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if matches!(words.as_slice(), ["auth"]) {
        return Some(Named::Basic);
    }
    if words.iter().any(|word| VETOES.contains(word)) {
        return None;
    }
    while words.len() > 1 && words.last().is_some_and(|word| NEUTRAL.contains(word)) {
        words.pop();
    }
    let (last, before) = words.split_last()?;
    if PASSWORDS.contains(last) || last.ends_with("password") || last.ends_with("passwd") {
        return Some(Named::Password);
    }
    if SECRETS.contains(last) || last.ends_with("secret") || last.ends_with("apikey") {
        return Some(Named::Secret);
    }
    let qualified = before.last().is_some_and(|word| QUALIFIERS.contains(word));
    match *last {
        "key" | "token" if qualified => Some(Named::Secret),
        "key" if before.is_empty() => None,
        // A vendor's or project's name before it: `DATADOG_KEY`, `discord-token`.
        "key" | "token" | "secrets" | "credential" | "credentials" | "creds" => Some(Named::Vague),
        _ if last.ends_with("token") => Some(Named::Vague),
        _ => None,
    }
}

/// A quick look whether any telling word can be in the name.
fn telling(name: &[u8]) -> bool {
    const STEMS: [&[u8]; 8] = [b"pass", b"pwd", b"psw", b"secret", b"token", b"key", b"auth", b"cred"];
    STEMS.iter().any(|stem| name.windows(stem.len()).any(|part| part.eq_ignore_ascii_case(stem)))
}

/// The name's words in lower case: split at everything that is no letter or digit, and where case says so
/// (`dbPassword`, `APIKey`). Digits at a word's end are dropped.
fn words(name: &[u8]) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    for (at, &byte) in name.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| name.get(at));
        let after = name.get(at + 1);
        let raised = byte.is_ascii_uppercase()
            && before.is_some_and(|before| {
                before.is_ascii_lowercase()
                    || before.is_ascii_digit()
                    || before.is_ascii_uppercase() && after.is_some_and(u8::is_ascii_lowercase)
            });
        if raised || !byte.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if byte.is_ascii_alphanumeric() {
            words.last_mut()?.push(char::from(byte.to_ascii_lowercase()));
        }
    }
    for word in &mut words {
        if !matches!(word.as_str(), "sha256" | "base64" | "i18n") {
            word.truncate(word.trim_end_matches(|c: char| c.is_ascii_digit()).len());
        }
    }
    words.retain(|word| !word.is_empty());
    (words.len() <= MAX_WORDS).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known() {
        use Named::{Basic, Password, Secret, Vague};
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
