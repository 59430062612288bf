//! Owns secrets without a format of their own that are told by a word shortly before them. It must not look further
//! than a line or two, or across a placeholder.

use super::bytes::{self, Class};
use super::rule::Match;

/// How far after its word a secret may begin, in bytes.
const REACH: usize = 120;
/// Longest run that is read to its end.
const MAX_RUN: usize = 256;

/// An AWS secret key: exactly 40 bytes of base64 within [`REACH`] of the word at `at`.
pub(super) fn aws_secret(text: &[u8], at: usize) -> Option<Match> {
    let words: [&[u8]; 6] = [b"aws", b"AWS", b"ecret", b"ECRET", b"AKIA", b"ASIA"];
    // Base64 in either alphabet: a run of both is measured whole, so that no part of a base64url digest is taken.
    let in_digest = |byte| bytes::slashed(byte) || bytes::url64(byte);
    find(text, at, (in_digest, 40), &words, is_aws_secret)
}

/// Whether 40 bytes are as random as AWS makes them; neither a digest, nor a path, nor the name of a policy.
pub(super) fn is_aws_secret(bytes: &[u8]) -> bool {
    let slashes = bytes.iter().filter(|&&byte| byte == b'/').count();
    // Of 40 random bytes some two or three stand in runs of four small letters; of a name, most.
    let spelled: usize =
        bytes.split(|byte| !byte.is_ascii_lowercase()).map(<[u8]>::len).filter(|&length| length >= 4).sum();
    bytes.len() == 40
        && bytes.iter().all(|&byte| bytes::slashed(byte))
        && bytes::mixed(bytes)
        && bytes::entropy(bytes) >= 42
        && slashes <= 6
        && spelled <= 16
}

/// A Twilio API key, `SK` and 32 hex digits, or a bare 32 hex digits, within [`REACH`] of the word at `at`. `AC…` is
/// an account's name and stays.
pub(super) fn twilio(text: &[u8], at: usize) -> Option<Match> {
    find(text, at, (bytes::alnum, 32), &[b"twilio", b"TWILIO", b"Twilio"], |run| {
        let digits = run.strip_prefix(b"SK").unwrap_or(run);
        digits.len() == 32 && digits.iter().all(|&byte| bytes::hex(byte)) && bytes::entropy(digits) >= 28
    })
}

/// The first run of `class`, of the least length, after the word at `at` that is a secret, if none of `words` stands before it: that one
/// looks for itself, and a text full of them is read once.
fn find(
    text: &[u8],
    at: usize,
    (class, least): (Class, usize),
    words: &[&[u8]],
    is_secret: impl Fn(&[u8]) -> bool,
) -> Option<Match> {
    let window = text.len().min(at + REACH);
    if !bytes::has_run(text.get(at..text.len().min(window + least))?, class, least) {
        return None;
    }
    // What the word is a part of is not the secret.
    let mut from = at;
    let mut own = true;
    while from < window {
        let mut end = from;
        while end < from + MAX_RUN && text.get(end).is_some_and(|&byte| class(byte)) {
            let another = own && end > at && is_at(text, end, words);
            if another {
                return None;
            }
            end += 1;
        }
        let run = text.get(from..end)?;
        if !own && is_secret(run) {
            return Some((from..end).into());
        }
        if !own && (0..run.len()).any(|offset| is_at(run, offset, words)) {
            return None;
        }
        if text.get(end..).is_some_and(|rest| rest.starts_with(b"<pl:")) {
            return None;
        }
        own = false;
        from = end + 1;
    }
    None
}

fn is_at(text: &[u8], at: usize, words: &[&[u8]]) -> bool {
    text.get(at..).is_some_and(|rest| words.iter().any(|word| rest.starts_with(word)))
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
        for between in [" ", "_key = \"", ",,,", "\n  key: ", "\tAKIBQYLPMN5HHHFPZAM2\t"] {
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
    fn names_that_are_as_long_as_an_aws_secret_are_none() {
        for name in [
            "AWSEC2CapacityReservationFleetRolePolicy",
            "policy/AmazonRoute53AutoNamingFullAccess",
            "AmazonSSMManagedEC2InstanceDefaultPolicy",
        ] {
            assert!(!is_aws_secret(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn the_word_nearest_to_a_secret_finds_it() {
        let secret = ["wJalrXUtnFEMI/K7MDENG", "+bPxRfiCYq7Rt9Lm2Xc"].concat();
        let text = format!("aws_secret: {secret}");
        assert_eq!(found(&text, aws_secret), None);
        assert!(aws_secret(text.as_bytes(), text.find("ecret").unwrap()).is_some());
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
