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
    let mut from = at + bytes::run(text, at, bytes::slashed, REACH);
    while from < window {
        let length = bytes::run(text, from, bytes::slashed, 41);
        let candidate = text.get(from..from + length)?;
        if length == 40 && is_aws_secret(candidate) {
            return Some((from..from + 40).into());
        }
        // The whole run, so that one too long is not taken for one that begins later.
        from += if length > 40 { bytes::run(text, from, bytes::slashed, REACH) } else { length };
        from += 1;
        if matches!(text.get(from - 1), Some(b'<' | b'>')) && text.get(from..)?.starts_with(b"pl:") {
            return None;
        }
    }
    None
}

/// Whether 40 bytes are as random as AWS makes them; neither a digest nor a path.
pub(super) fn is_aws_secret(bytes: &[u8]) -> bool {
    let slashes = bytes.iter().filter(|&&byte| byte == b'/').count();
    bytes.len() == 40 && bytes::mixed(bytes) && bytes::entropy(bytes) >= 42 && slashes <= 6
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
