//! Owns the judgement whether a value next to a telling name is a secret or stands for one: a variable, a call, an
//! example, a path, prose. It must not know where the value stood.

use super::bytes;
use super::key::Named;

/// Fewest bytes of a secret that only its name tells.
pub(super) const MIN_VALUE: usize = 6;
/// Texts that mark an example, in lower case.
const FILLERS: [&[u8]; 20] = [
    b"example",
    b"changeme",
    b"change_me",
    b"change-me",
    b"placeholder",
    b"your-",
    b"your_",
    b"yourpass",
    b"yoursecret",
    b"yourtoken",
    b"yourapi",
    b"dummy",
    b"redacted",
    b"xxxx",
    b"****",
    b"....",
    b"insert-",
    b"insert_",
    b"replace",
    b"not-a-real",
];

/// Whether the value only stands for a secret: a reference, a placeholder, or filling.
pub(super) fn is_stand_in(value: &[u8]) -> bool {
    // A reference may stand in quotes of its own: `"'$PASSWORD'"`.
    let quote = |byte: u8| matches!(byte, b'"' | b'\'' | b'`' | b'\\');
    let opened = bytes::run(value, 0, quote, 2);
    let closed = bytes::run_back(value, value.len(), quote, opened);
    let value = value.get(opened..value.len() - closed).unwrap_or_default();
    let first = value.first().copied().unwrap_or_default();
    let second = value.get(1).copied().unwrap_or_default();
    let reference = match first {
        b'<' | b'{' | b'[' | b'(' => true,
        b'$' => second == b'{' || second == b'(' || is_name(value.get(1..).unwrap_or_default()),
        b'%' => value.len() > 2 && value.last() == Some(&b'%') || second == b'(' || second == b'{',
        b'@' | b'&' | b'#' => second == b'{' || is_name(value.get(1..).unwrap_or_default()),
        // A tag of YAML.
        b'!' => value.iter().skip(1).all(u8::is_ascii_alphabetic),
        _ => false,
    };
    let inside =
        [b"${".as_slice(), b"{{", b"$(", b"<pl:", b"process.env", b"os.environ", b"secrets.", b"getenv"];
    // Also of nothing.
    let same = value.iter().all(|&byte| byte == first);
    reference || same || inside.iter().any(|part| memchr::memmem::find(value, part).is_some())
}

/// Whether a value is a secret by its name's word. `quoted` says that quotes or the place itself mark its ends; a bare
/// word in code is more often a name.
pub(super) fn is_secret(value: &[u8], named: Named, quoted: bool) -> bool {
    // The cheap tests first: a text may be full of names.
    let likely = value.len() >= MIN_VALUE
        && value.iter().all(|&byte| byte > b' ')
        && match named {
            Named::Basic => bytes::basic(value),
            Named::Password => is_password(value),
            Named::Secret => is_digest(value) || is_random(value, 10),
            Named::Vague => is_random(value, 16),
        };
    likely && (named == Named::Basic || !is_code(value, quoted)) && !is_stand_in(value) && !is_filler(value)
}

/// Whether what follows `Bearer` is a secret and not the next word of a sentence.
pub(super) fn is_bearer(value: &[u8]) -> bool {
    !is_filler(value) && (is_digest(value) || is_random(value, 14))
}

/// Whether a value says of itself that it is only an example.
pub(super) fn is_filler(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    FILLERS.iter().any(|filler| memchr::memmem::find(&lower, filler).is_some())
}

/// Whether a value is something of a program or a path and no literal.
fn is_code(value: &[u8], quoted: bool) -> bool {
    let path = matches!(
        value,
        [b'/' | b'~', b'/' | b'.' | b'a'..=b'z', ..] | [b'.', b'/', ..] | [b'.', b'.', b'/', ..]
    ) && segments(value, b"/.").all(is_plain);
    let url = memchr::memmem::find(value, b"://").is_some();
    let call = !quoted && value.iter().any(|byte| matches!(byte, b'(' | b')' | b'[' | b']' | b'{' | b'}'));
    path || url || call
}

/// Whether a value was chosen as a password: letters with digits or marks, and not just words on a string.
fn is_password(value: &[u8]) -> bool {
    let letters = value.iter().any(|byte| byte.is_ascii_alphabetic());
    let digits = bytes::has_digit(value);
    let trimmed = value.trim_ascii_end();
    // A mark at the end is punctuation: `Password required!`.
    let inner = trimmed.split_last().map_or(trimmed, |(_, inner)| inner);
    let marks = inner.iter().any(|byte| b"!@#$%^&*?~+=|".contains(byte));
    letters
        && (digits || marks)
        && !(bytes::uuid(value))
        && (marks || !segments(value, b"-_./:").all(is_plain))
}

/// Whether a value is as random as a machine makes them: not words, versions or dates on a string.
fn is_random(value: &[u8], least: usize) -> bool {
    let core = value.iter().filter(|byte| byte.is_ascii_alphanumeric()).count();
    let entropy = if value.len() >= 20 { 32 } else { 28 };
    core >= least
        && core * 5 >= value.len() * 4
        && bytes::entropy(value) >= entropy
        && !bytes::uuid(value)
        && !is_hex_of_digest(value)
        && segments(value, b"-_./:").any(|part| part.len() >= 8 && bytes::scrambled(part))
}

/// Hex of 32, 40 or 64 digits, or a UUID: a secret only where its name says so.
fn is_digest(value: &[u8]) -> bool {
    (bytes::uuid(value) || is_hex_of_digest(value)) && bytes::entropy(value) >= 28
}

fn is_hex_of_digest(value: &[u8]) -> bool {
    matches!(value.len(), 32 | 40 | 64) && value.iter().all(|&byte| bytes::hex(byte))
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
                assert!(!is_secret(value.as_bytes(), named, true), "{value}");
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
        ] {
            assert!(is_secret(value.as_bytes(), Named::Password, true), "{value}");
        }
        for value in [
            "string",
            "required",
            "Passwort:",
            "current-password",
            "password",
            "db-pass-v2",
            "/run/secrets/db",
        ] {
            assert!(!is_secret(value.as_bytes(), Named::Password, true), "{value}");
        }
    }

    #[test]
    fn a_machine_made_secret_is_random() {
        for value in
            ["q7Rt9Lm2Xc4Vb6Nz8Kp1", "a8f5f167f44f4964e6c998dee827110c", "Zf3D0LXCM3EIMbgJpUNnkRtOfOueHznB"]
        {
            assert!(is_secret(value.as_bytes(), Named::Secret, true), "{value}");
        }
        for value in [
            "myVariableName2",
            "gpt-4-turbo-2024-04-09",
            "model-00001-of-00004.safetensors",
            "created_at_desc_then_id",
            "arn:aws:iam::123456789012:role/x",
            "https://example.org/a1b2c3",
            "tokenizer_v2_base",
        ] {
            assert!(!is_secret(value.as_bytes(), Named::Secret, true), "{value}");
        }
    }

    #[test]
    fn digests_and_uuids_are_secrets_only_under_a_plain_name() {
        for value in ["a8f5f167f44f4964e6c998dee827110c", "b3f16827-d52f-42e2-84e2-6c26a839f87b"] {
            assert!(is_secret(value.as_bytes(), Named::Secret, true));
            assert!(!is_secret(value.as_bytes(), Named::Vague, true));
        }
    }
}
