//! Owns the secret in a URI with which one-time passwords are set up. It must not take the account's name.

use super::bytes;
use super::rule::Match;

/// Longest URI that is read, in bytes.
const MAX_URI: usize = 2048;
/// Fewest characters of a secret.
const MIN_SECRET: usize = 16;

/// The secret of the URI that begins at `at`.
pub(super) fn secret(text: &[u8], at: usize) -> Option<Match> {
    let scheme = at + bytes::run(text, at, |byte| byte != b':', 32) + 1;
    let rest = text.get(scheme..text.len().min(scheme + MAX_URI))?;
    // A colon and a slash stand in no URI behind its scheme; there the next may begin.
    let ends = |window: &[u8]| matches!(window, [b':', b'/'] | [b'"' | b'\'' | b'<' | b'>' | 0..=b' ', _]);
    let length = rest.windows(2).position(ends).unwrap_or(rest.len());
    let uri = rest.get(..length + 1).unwrap_or(rest);
    let name: &[u8] = if text.get(at..scheme)?.ends_with(b"migration:") { b"data=" } else { b"secret=" };
    let start = scheme + memchr::memmem::find(uri, name)? + name.len();
    let class = if name == b"data=" {
        |byte| bytes::base64(byte) || bytes::url64(byte) || byte == b'%'
    } else {
        bytes::alnum
    };
    let length = bytes::run(text, start, class, MAX_URI);
    (length >= MIN_SECRET).then(|| (start..start + length).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        secret(text.as_bytes(), 0).map(|found| &text[found.range])
    }

    #[test]
    fn the_secret_is_found_and_nothing_else() {
        let secret = ["6ADQX6GWH7J4", "W2DNCTNQN4"].concat();
        for text in [
            format!("otpauth://totp/Example:me@example.com?secret={secret}&issuer=Example"),
            format!("otpauth://totp/me?issuer=Example&secret={secret}\n"),
            format!("otpauth-migration://offline?data={secret}"),
        ] {
            assert_eq!(found(&text), Some(secret.as_str()), "{text}");
        }
        for text in [
            "otpauth://totp/me?secret=<secret>".to_owned(),
            format!("otpauth://totp/me otpauth://totp/me?secret={secret}"),
            "otpauth://totp/me?secret=ABC".to_owned(),
        ] {
            assert_eq!(found(&text), None, "{text}");
        }
    }
}
