//! Owns the password in a URL: `scheme://user:PASSWORD@host`. It must not take ports, paths or scopes of packages.

use super::bytes;
use super::rule::Match;
use super::value;

/// Longest user, password and host that are read, in bytes.
const MAX_AUTHORITY: usize = 2048;
/// Longest password with a slash in it.
const MAX_SLASHED: usize = 128;
/// Fewest bytes of a user that is itself the secret.
const MIN_TOKEN: usize = 20;
/// Passwords that stand for one.
const FILLERS: [&[u8]; 17] = [
    b"password",
    b"passwd",
    b"pass",
    b"pw",
    b"pwd",
    b"secret",
    b"token",
    b"user",
    b"username",
    b"credentials",
    b"key",
    b"mypassword",
    b"my-password",
    b"yourpassword",
    b"passphrase",
    b"admin",
    b"test",
];

/// The password of the URL whose `://` stands at `at`, or the user where that is the secret.
pub(super) fn password(text: &[u8], at: usize) -> Option<Match> {
    let from = at + b"://".len();
    let authority = text.get(from..from + bytes::run(text, from, |byte| !ends(byte), MAX_AUTHORITY))?;
    // To the last `@`: a raw one in the password, or an address as the user, is common.
    let to = match memchr::memrchr(b'@', authority) {
        Some(to) => from + to,
        None => behind_slash(text, from, authority)?,
    };
    let host = text.get(to + 1..)?;
    // `docker://image:tag@sha256:…` looks the same.
    let is_host = host.first().is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'[')
        && !host.starts_with(b"sha256:");
    let whole = text.get(from..to)?;
    let colon = memchr::memchr(b':', whole).unwrap_or(whole.len());
    let (user, password) = (whole.get(..colon)?, whole.get(colon + 1..).unwrap_or_default());
    let secret = if matches!(password, b"" | b"x-oauth-basic") {
        // The public half of a Sentry address is 32 hex digits.
        let public = user.len() == 32 && user.iter().all(|&byte| bytes::hex(byte));
        (user.len() >= MIN_TOKEN && !public && value::is_bearer(user)).then_some(from..from + colon)
    } else {
        let chosen = password.len() >= 3 && user != password && !is_filler(password);
        chosen.then_some(from + colon + 1..to)
    };
    let secret =
        secret.filter(|secret| is_host && !value::is_stand_in(text.get(secret.clone()).unwrap_or(b"")))?;
    Some(secret.into())
}

/// Where the password ends that holds a slash, as base64 does: `amqp://me:ab/cd@host`. What looks like a port and a
/// path is none.
fn behind_slash(text: &[u8], from: usize, authority: &[u8]) -> Option<usize> {
    let colon = memchr::memchr(b':', authority)?;
    let rest = text.get(from + colon + 1..text.len().min(from + colon + 1 + MAX_SLASHED))?;
    let ends = |window: &[u8]| {
        matches!(window, [b'/', b'/'])
            || ends(window.first().copied().unwrap_or(b' ')) && window.first() != Some(&b'/')
    };
    let rest = rest.get(..rest.windows(2).position(ends).unwrap_or(rest.len()))?;
    let password = rest.get(..memchr::memrchr(b'@', rest)?)?;
    let first = password.split(|&byte| byte == b'/').next().unwrap_or_default();
    let port = first.iter().all(u8::is_ascii_digit);
    let base64 = password.iter().all(|&byte| bytes::base64(byte));
    (!port && base64 && value::is_bearer(password)).then_some(from + colon + 1 + password.len())
}

/// Whether a password only stands for one.
pub(super) fn is_filler(password: &[u8]) -> bool {
    FILLERS.iter().any(|filler| password.eq_ignore_ascii_case(filler)) || value::is_filler(password)
}

/// What ends the part of a URL that may hold a password.
fn ends(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | 0x1b)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let at = text.find("://")?;
        password(text.as_bytes(), at).map(|found| &text[found.range])
    }

    #[test]
    fn only_the_password_is_found() {
        for (text, secret) in [
            ("postgres://app:hunter2@db.example.com:5432/x", "hunter2"),
            ("redis://:s3cr3t-9@localhost:6379/0", "s3cr3t-9"),
            ("mongodb+srv://me:p%40ss9@cluster0.example.net", "p%40ss9"),
            ("mysql://root:a@b@c1@[::1]/db", "a@b@c1"),
            ("https://x-access-token:abc123@github.com/a/b", "abc123"),
            ("amqp://u:pw?9#x@host", "pw?9#x"),
            ("smtps://me@example.com:pw9x@smtp.example.com:465", "pw9x"),
            ("amqp://me:q7Rt9Lm2/Xc4Vb6Nz8Kp1@host/x", "q7Rt9Lm2/Xc4Vb6Nz8Kp1"),
            ("https://q7Rt9Lm2Xc4Vb6Nz8Kp1@github.com/a/b", "q7Rt9Lm2Xc4Vb6Nz8Kp1"),
            ("https://q7Rt9Lm2Xc4Vb6Nz8Kp1:x-oauth-basic@github.com", "q7Rt9Lm2Xc4Vb6Nz8Kp1"),
        ] {
            assert_eq!(found(text), Some(secret));
        }
    }

    #[test]
    fn what_is_no_password_stays() {
        for text in [
            "postgres://user@localhost/app",
            "https://registry.example.com:4873/@scope/package",
            "git+ssh://git@github.com:org/repo",
            "postgres://user:password@localhost/db",
            "postgres://user:${DB_PASSWORD}@localhost/db",
            "mongodb+srv://<username>:<password>@cluster0.example.net/",
            "https://user:********@host/",
            "postgres://u:<pl:URL_PASSWORD:0123456789abcdef>@h/",
            "docker://alpine:3.18@sha256:0123456789abcdef",
            "http://localhost:3000/a@b",
            "http://localhost:3000/q7Rt9Lm2Xc4Vb6Nz8Kp1@b",
            "https://deploy-user@example.com/x",
            "https://0f3a9c5d7e1b28460f3a9c5d7e1b2846@o1.ingest.sentry.io/2",
            "postgres://admin:admin@localhost/db",
            "proto://a:b",
            "postgres://postgres:postgres@localhost/db",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
