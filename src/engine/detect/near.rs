//! Owns secrets without a format of their own that are told by a word shortly before them. It must not look further
//! than a line or two, or across a placeholder.

use super::bytes;
use super::rule::Match;

/// How far after its word a secret may begin, in bytes.
const REACH: usize = 120;

/// An AWS secret key: exactly 40 bytes of base64 within [`REACH`] of the word at `at`.
pub(super) fn aws_secret(text: &[u8], at: usize) -> Option<Match> {
    let window = text.len().min(at + REACH);
    // What the word is a part of is not the secret.
    let mut from = at + bytes::run(text, at, in_digest, REACH);
    while from < window {
        let length = bytes::run(text, from, in_digest, 41);
        let candidate = text.get(from..from + length)?;
        if length == 40 && is_aws_secret(candidate) {
            return Some((from..from + 40).into());
        }
        // The whole run, so that one too long is not taken for one that begins later.
        from += if length > 40 { bytes::run(text, from, in_digest, REACH) } else { length };
        from += 1;
        if matches!(text.get(from - 1), Some(b'<' | b'>')) && text.get(from..)?.starts_with(b"pl:") {
            return None;
        }
    }
    None
}

/// Base64 in either alphabet: a run of both is measured whole, so that no part of a base64url digest is taken.
fn in_digest(byte: u8) -> bool {
    bytes::slashed(byte) || bytes::url64(byte)
}

/// Whether 40 bytes are as random as AWS makes them; neither a digest nor a path.
pub(super) fn is_aws_secret(bytes: &[u8]) -> bool {
    let slashes = bytes.iter().filter(|&&byte| byte == b'/').count();
    bytes.len() == 40
        && bytes.iter().all(|&byte| bytes::slashed(byte))
        && bytes::mixed(bytes)
        && bytes::entropy(bytes) >= 42
        && slashes <= 6
}

/// A Twilio API key, `SK` and 32 hex digits, or a bare 32 hex digits, within [`REACH`] of the word at `at`. `AC…` is
/// an account's name and stays.
pub(super) fn twilio(text: &[u8], at: usize) -> Option<Match> {
    let window = text.len().min(at + REACH);
    let mut from = at + bytes::run(text, at, bytes::alnum, REACH);
    while from < window {
        let length = bytes::run(text, from, bytes::alnum, 256);
        let candidate = text.get(from..from + length)?;
        let digits = candidate.strip_prefix(b"SK").unwrap_or(candidate);
        if digits.len() == 32 && digits.iter().all(|&byte| bytes::hex(byte)) && bytes::entropy(digits) >= 28 {
            return Some((from..from + length).into());
        }
        from += length + 1;
        if matches!(text.get(from - 1), Some(b'<')) && text.get(from..)?.starts_with(b"pl:") {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, find: fn(&[u8], usize) -> Option<Match>) -> Option<&str> {
        find(text.as_bytes(), 0).map(|found| &text[found.range])
    }

    #[test]
    fn an_aws_secret_is_found_near_its_word_only() {
        let secret = ["wJalrXUtnFEMI/K7MDENG", "+bPxRfiCYq7Rt9Lm2Xc"].concat();
        for between in [" ", "_secret_access_key = \"", ",,,", "\n  secret: ", "\tAKIAQYLPMN5HHHFPZAM2\t"] {
            let text = format!("aws{between}{secret}\n");
            assert_eq!(found(&text, aws_secret), Some(secret.as_str()), "{between:?}");
        }
        for text in [
            format!("aws {}{secret}", "far ".repeat(40)),
            format!("aws {secret}x"),
            format!("aws <pl:JWT:0123456789abcdef> {secret}"),
            format!("aws_sdk/WHEEL,sha256=-G_{secret}").replace(['/', '+'], "x"),
            "aws 0123456789abcdef0123456789abcdef01234567".to_owned(),
            "aws /usr/local/share/Documentation2/libraries".to_owned(),
        ] {
            assert_eq!(found(&text, aws_secret), None, "{text}");
        }
    }

    #[test]
    fn the_name_of_a_twilio_account_is_no_secret() {
        let hex = "0f3a9c5d7e1b2846".repeat(2);
        let key = format!("SK{hex}");
        assert_eq!(found(&format!("twilio key {key}"), twilio), Some(key.as_str()));
        assert_eq!(found(&format!("twilio sid AC{hex}"), twilio), None);
        assert_eq!(found(&format!("twilio sid AC{hex} auth {hex}"), twilio), Some(hex.as_str()));
    }
}
