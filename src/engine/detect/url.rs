//! Owns the password in a URL: `scheme://user:PASSWORD@host`. It must not take ports, paths or scopes of packages.

use super::bytes;
use super::rule::Match;
use super::value;

/// Longest user, password and host that are read, in bytes.
const MAX_AUTHORITY: usize = 2048;
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

/// The password of the URL whose `://` stands at `at`.
pub(super) fn password(text: &[u8], at: usize) -> Option<Match> {
    let from = at + b"://".len();
    let authority = text.get(from..from + bytes::run(text, from, |byte| !ends(byte), MAX_AUTHORITY))?;
    // To the last `@`: a raw one in the password, or an address as the user, is common.
    let to = memchr::memrchr(b'@', authority)?;
    let colon = memchr::memchr(b':', authority.get(..to)?)?;
    let (from, to) = (from + colon + 1, from + to);
    let password = text.get(from..to)?;
    let host = text.get(to + 1..)?;
    // `docker://image:tag@sha256:…` looks the same.
    let is_host = host.first().is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'[')
        && !host.starts_with(b"sha256:");
    let user = authority.get(..colon)?;
    (is_host
        && password.len() >= 3
        && user != password
        && !is_filler(password)
        && !value::is_stand_in(password))
    .then(|| (from..to).into())
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
            "proto://a:b",
            "postgres://postgres:postgres@localhost/db",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
