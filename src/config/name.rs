//! Owns the question whether a variable's name says that its value is a secret. It must not look at the value.

use crate::engine::detect::MIN_KNOWN;

/// Words that make the name of a secret when a word of the name *ends* in them, as in `PGPASSWORD` and `APIKEY`.
const ENDINGS: [&str; 13] = [
    "KEY",
    "TOKEN",
    "TOKENS",
    "SECRET",
    "SECRETS",
    "PASSWORD",
    "PASSWORDS",
    "PASSWD",
    "PASSPHRASE",
    "CREDENTIAL",
    "CREDENTIALS",
    "COOKIE",
    "JWT",
];
/// Words that make the name of a secret when a word of the name *is* one of them: as endings they are too common.
const WORDS: [&str; 9] = ["KEYS", "AUTH", "PRIVATE", "DSN", "PASS", "PWD", "CREDS", "PAT", "BEARER"];
/// Last words of a name that make it one of something *about* a secret.
const ABOUT: [&str; 40] = [
    "ALG",
    "ALGORITHM",
    "AUDIENCE",
    "COUNT",
    "DIR",
    "EMAIL",
    "ENABLED",
    "ENDPOINT",
    "EXPIRES",
    "EXPIRY",
    "FILE",
    "HEADER",
    "HOST",
    "ID",
    "IDS",
    "ISSUER",
    "LENGTH",
    "LIMIT",
    "METHOD",
    "MODE",
    "NAME",
    "PATH",
    "PORT",
    "PROVIDER",
    "REGION",
    "SCOPE",
    "SCOPES",
    "SIZE",
    "SOCK",
    "SOCKET",
    "STORE",
    "TIMEOUT",
    "TTL",
    "TYPE",
    "URI",
    "URL",
    "USER",
    "USERNAME",
    "VERSION",
    "BUDGET",
];
/// Words that say the value is meant to be seen.
const PUBLIC: [&str; 3] = ["PUBLIC", "PUBLISHABLE", "PUB"];
/// Name words after which a short value is a secret too.
const SHORT: [&str; 7] = ["PASS", "PWD", "PASSWD", "PASSWORD", "PASSPHRASE", "SECRET", "TOKEN"];
/// Shells keep directories in these, whatever `PWD` says elsewhere.
const DIRECTORIES: [&str; 2] = ["PWD", "OLDPWD"];

/// Least length in bytes of a secret.
pub(super) const LEAST: usize = 8;
/// Least length in bytes of a secret whose name says password, secret or token.
pub(super) const LEAST_NAMED: usize = MIN_KNOWN;
/// The least length of a secret under this name, or `None` when the name says nothing of a secret.
pub(super) fn least_len(name: &str) -> Option<usize> {
    let name = name.to_ascii_uppercase();
    let words = || name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let is_secret = |word: &str| WORDS.contains(&word) || ENDINGS.iter().any(|ending| word.ends_with(ending));
    let is_not = |word: &str| PUBLIC.contains(&word);
    if DIRECTORIES.contains(&name.as_str())
        || words().any(is_not)
        || words().next_back().is_some_and(|word| ABOUT.contains(&word))
        || !words().any(is_secret)
    {
        return None;
    }
    let short = words().any(|word| SHORT.iter().any(|ending| word.ends_with(ending)));
    Some(if short { LEAST_NAMED } else { LEAST })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_whether_its_value_is_a_secret() {
        for (name, least) in [
            ("OPENAI_API_KEY", Some(LEAST)),
            ("GITHUB_TOKEN", Some(LEAST_NAMED)),
            ("PGPASSWORD", Some(LEAST_NAMED)),
            ("MYSQL_PWD", Some(LEAST_NAMED)),
            ("db_pass", Some(LEAST_NAMED)),
            ("SECRET_KEY_BASE", Some(LEAST_NAMED)),
            ("AWS_SECRET_ACCESS_KEY", Some(LEAST_NAMED)),
            ("SENTRY_DSN", Some(LEAST)),
            ("npm_config_//registry.example/:_authToken", Some(LEAST_NAMED)),
            ("PWD", None),
            ("GIT_AUTHOR_NAME", None),
            ("SSH_AUTH_SOCK", None),
            ("AWS_ACCESS_KEY_ID", None),
            ("NEXT_PUBLIC_KEY", None),
            ("TOKEN_TYPE", None),
            ("DATABASE_URL", None),
            ("KEYBOARD", None),
            ("COMPASS", None),
            ("", None),
        ] {
            assert_eq!(least_len(name), least, "{name}");
        }
    }
}
