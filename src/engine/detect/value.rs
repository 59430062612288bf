//! Owns the judgement whether a value next to a telling name is a secret or stands for one: a variable, a call, an
//! example, a path, prose. It must not know where the value stood.

mod parts;
mod stand_in;

use super::bytes;
use super::key::Named;

use stand_in::{ALGORITHMS, STEMS, is_code};
pub(super) use stand_in::{is_filler, is_stand_in, is_word};

/// Fewest bytes of a secret that only its name tells.
pub(super) const MIN_VALUE: usize = 6;
/// What tells where a value ends, and so whether it is a literal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ends {
    /// Quotes, tags, or the place itself.
    Quotes,
    /// The end of a line that holds nothing but the assignment; the next argument of a command.
    Line,
    /// White space or a sign of code: a bare word there is more often a name.
    Open,
    /// White space, and nothing but a space before it.
    Prose,
}

/// Whether a value is a secret by its name's word.
pub(super) fn is_secret(value: &[u8], named: Named, ends: Ends) -> bool {
    let certain = matches!(ends, Ends::Quotes | Ends::Line);
    // The cheap tests first: a text may be full of names.
    let likely = value.len() >= MIN_VALUE
        && value.iter().all(|&byte| byte > b' ')
        && match named {
            Named::Basic => bytes::basic(value),
            Named::Password if ends == Ends::Prose => is_complex(value),
            Named::Password => is_password(value, certain),
            _ if ends == Ends::Prose => is_random(value, 20) && !is_hex(value),
            Named::Secret => is_digest(value) || is_random(value, 10) || certain && is_marked(value),
            Named::Vague => is_hex_of_digest(value) || is_random(value, if certain { 12 } else { 16 }),
            Named::Header => {
                is_digest(value)
                    || is_random(value, 16)
                    || bytes::basic(value)
                    || is_marked(value) && bytes::has_digit(value)
            }
        };
    likely && (named == Named::Basic || !is_code(value, certain)) && !is_stand_in(value) && !is_filler(value)
}

/// Length of the scheme, and the blanks behind it, that a header's value begins with.
pub(super) fn scheme(value: &[u8]) -> usize {
    let letters = bytes::run(value, 0, |byte| bytes::alnum(byte) || byte == b'-', 24);
    let blanks = bytes::run(value, letters, |byte| byte == b' ', 4);
    if letters > 0 && blanks > 0 && letters + blanks < value.len() { letters + blanks } else { 0 }
}

/// Whether what follows `Bearer` is a secret and not the next word of a sentence.
pub(super) fn is_bearer(value: &[u8]) -> bool {
    !is_filler(value) && (is_digest(value) || is_random(value, 14))
}

/// Whether a literal in the place of a password is one.
pub(super) fn is_chosen(value: &[u8]) -> bool {
    value.len() >= MIN_VALUE
        && !value.starts_with(b"$")
        && is_password(value, true)
        && !is_stand_in(value)
        && !is_filler(value)
}

/// Whether the value of a cookie is that of a session and no setting or count.
pub(super) fn is_session(value: &[u8]) -> bool {
    !is_stand_in(value)
        && !is_filler(value)
        && (is_digest(value) || is_random(value, 16) || is_hex(value) && value.len() >= 24)
}

/// Whether a value was chosen as a password: letters with digits or marks, and not just words on a string.
fn is_password(value: &[u8], certain: bool) -> bool {
    let letters = value.iter().any(|byte| byte.is_ascii_alphabetic());
    let marks = has_mark(value);
    let numbered = || {
        certain && bytes::has_digit(value) && value.iter().all(|&byte| bytes::alnum(byte)) && {
            let stem = value.iter().position(u8::is_ascii_digit).and_then(|digit| value.get(..digit));
            !stem.is_some_and(|stem| STEMS.iter().any(|word| stem.eq_ignore_ascii_case(word)))
        }
    };
    letters
        && (bytes::has_digit(value) || marks)
        && !bytes::uuid(value)
        && !ALGORITHMS.iter().any(|name| value.eq_ignore_ascii_case(name))
        && (marks || numbered() || !segments(value, b"-_./:").all(is_plain))
}

/// Whether a mark stands inside; one at the end is punctuation: `Password required!`.
fn has_mark(value: &[u8]) -> bool {
    let inner = value.split_last().map_or(value, |(_, inner)| inner);
    inner.iter().any(|byte| b"!@#$%^&*?~+=|".contains(byte))
}

/// Whether a value is no word of a sentence: letters of both cases, digits and a mark.
fn is_complex(value: &[u8]) -> bool {
    bytes::mixed(value) && value.iter().any(|byte| b"!@#$%^&*?".contains(byte))
}

/// Whether a value has a mark that neither names nor base64 have, as a password's or a frame work's secret has.
fn is_marked(value: &[u8]) -> bool {
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    letters >= 4 && value.iter().any(|byte| b"!#$%^&*?~".contains(byte)) && bytes::entropy(value) >= 28
}

/// Whether a value is as random as a machine makes them: not words, versions or dates on a string.
fn is_random(value: &[u8], least: usize) -> bool {
    let core = value.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
    let entropy = if value.len() >= 20 { 32 } else { 28 };
    core >= least
        && bytes::has_digit(value)
        && core * 5 >= value.len() * 4
        && bytes::entropy(value) >= entropy
        && !bytes::uuid(value)
        && !is_hex_of_digest(value)
        && (segments(value, b"-_./:")
            .any(|part| part.len() >= 8 && bytes::scrambled(part) && !is_version(part))
            || is_broken(value))
}

/// Whether a value is base64url that its own `-` and `_` break into short parts, none of which is spelled as a word
/// is.
fn is_broken(value: &[u8]) -> bool {
    let parts = || value.split(|byte| matches!(byte, b'-' | b'_')).filter(|part| part.len() >= 3);
    let spelled = |part: &[u8]| {
        let rest = part.get(1..).unwrap_or_default();
        let same = |is: fn(&u8) -> bool| rest.iter().all(|byte| is(byte) || byte.is_ascii_digit());
        same(u8::is_ascii_lowercase) || same(u8::is_ascii_uppercase)
    };
    bytes::mixed(value)
        && parts().count() >= 2
        && !parts().any(spelled)
        && value.iter().all(|&byte| bytes::url64(byte))
}

/// A version of an interface, such as `v1alpha1`.
fn is_version(part: &[u8]) -> bool {
    matches!(part, [b'v', b'0'..=b'9', ..]) && part.len() <= 10
}

/// Hex of 32, 40 or 64 digits, or a UUID: a secret only where its name says so.
fn is_digest(value: &[u8]) -> bool {
    (bytes::uuid(value) || is_hex_of_digest(value)) && bytes::entropy(value) >= 28
}

fn is_hex(value: &[u8]) -> bool {
    value.iter().all(|&byte| bytes::hex(byte))
}

fn is_hex_of_digest(value: &[u8]) -> bool {
    matches!(value.len(), 32 | 40 | 64) && is_hex(value)
}

/// A word, a number, or a word with a number at its end, such as `v2`.
fn is_plain(part: &[u8]) -> bool {
    let letters = bytes::run(part, 0, |byte| byte.is_ascii_alphabetic() || byte >= 0x80, part.len());
    let digits = bytes::run(part, letters, bytes::digit, part.len());
    letters + digits == part.len() && (letters == 0 || digits <= 1 || letters <= 2)
}

fn segments<'a>(value: &'a [u8], separators: &'static [u8]) -> impl Iterator<Item = &'a [u8]> {
    value.split(move |byte| separators.contains(byte))
}

/// Letters, digits, `_`, `-` and `.`: the name of a variable.
fn is_name(value: &[u8]) -> bool {
    !value.is_empty() && value.iter().all(|&byte| bytes::url64(byte) || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_a_secret_stays() {
        for value in [
            "${DB_PASSWORD}",
            "$DB_PASSWORD",
            "%DB_PASSWORD%",
            "<token>",
            "{{ secret1 }}",
            "[REDACTED]",
            "********",
            "os.environ[\"P4\"]",
            "secrets.TOKEN1",
            "process.env.P4SSW0RD",
            "changeme1",
            "your-api-key-1",
            "xxxx1234",
            "<pl:PASSWORD:0123456789abcdef>",
            "pre<pl:PASSWORD:0123456789abcdef>",
            "AKEXAMPLE1",
            "aaaaaaaa",
            "!vault",
        ] {
            for named in [Named::Password, Named::Secret, Named::Vague] {
                assert!(!is_secret(value.as_bytes(), named, Ends::Quotes), "{value}");
            }
        }
    }

    #[test]
    fn a_password_has_more_than_words() {
        for value in [
            "hunter2hunter2",
            "hunter22",
            "Tr0ub4dor&3",
            "p@ssw0rd!x",
            "SqLpa5sW0rD",
            "correct#horse",
            "abc123",
            "dipPr16Gg!",
            "#gets0m3",
            ")d!~ORI8ed7293eg@w8&()",
        ] {
            assert!(is_secret(value.as_bytes(), Named::Password, Ends::Quotes), "{value}");
        }
        for value in [
            "string",
            "required",
            "Passwort:",
            "current-password",
            "password",
            "db-pass-v2",
            "password1",
            "sha256",
            "tests/pass/*.rs",
            "/run/secrets/db",
        ] {
            assert!(!is_secret(value.as_bytes(), Named::Password, Ends::Quotes), "{value}");
        }
    }

    #[test]
    fn a_machine_made_secret_is_random() {
        for value in [
            "q7Rt9Lm2Xc4Vb6Nz8Kp1",
            "a8f5f167f44f4964e6c998dee827110c",
            "Zf3D0LXCM3EIMbgJpUNnkRtOfOueHznB",
            "DvMB_glvwjlEQ_uqIyn8k",
            "x-insecure-_du9e^cmago!%(^+=gr@cu@v9-v7ulhbk",
        ] {
            assert!(is_secret(value.as_bytes(), Named::Secret, Ends::Quotes), "{value}");
        }
        for value in [
            "myVariableName2",
            "gpt-4-turbo-2024-04-09",
            "model-00001-of-00004.safetensors",
            "created_at_desc_then_id",
            "arn:aws:iam::123456789012:role/x",
            "https://example.org/a1b2c3",
            "tokenizer_v2_base",
            "client.authentication.k8s.io/v1alpha1",
            "rust_openssl.hpke.Kem.X25519_HKDF_SHA256",
        ] {
            assert!(!is_secret(value.as_bytes(), Named::Secret, Ends::Quotes), "{value}");
        }
    }

    #[test]
    fn digests_and_uuids_are_secrets_only_under_a_plain_name() {
        let hex = b"a8f5f167f44f4964e6c998dee827110c";
        let uuid = b"b3f16827-d52f-42e2-84e2-6c26a839f87b";
        assert!(is_secret(hex, Named::Secret, Ends::Quotes) && is_secret(uuid, Named::Secret, Ends::Quotes));
        assert!(is_secret(hex, Named::Vague, Ends::Quotes) && !is_secret(uuid, Named::Vague, Ends::Quotes));
    }
}
