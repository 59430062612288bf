//! Owns what stands where a secret could stand and is none: references, placeholders, examples, code, words about
//! secrets.

use super::parts::Parts;
use super::{Ends, MIN_VALUE, is_name, is_plain, segments};
use crate::engine::detect::bytes;

/// Texts that mark an example, in lower case.
static FILLERS: Parts = Parts::new(&[
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
]);
/// What a reference to a value elsewhere has inside.
static REFERENCES: Parts =
    Parts::new(&[b"${", b"{{", b"$(", b"<pl:", b"process.env", b"os.environ", b"secrets.", b"getenv"]);

/// What is said about passwords, or stands where one will be.
const WORDS: [&[u8]; 32] = [
    b"boolean",
    b"contrasena",
    b"default",
    b"disabled",
    b"enabled",
    b"false",
    b"hidden",
    b"integer",
    b"invalid",
    b"missing",
    b"null",
    b"number",
    b"object",
    b"optional",
    b"pass",
    b"passphrase",
    b"passwd",
    b"password",
    b"passwort",
    b"plain",
    b"plaintext",
    b"prompt",
    b"required",
    b"secret",
    b"string",
    b"token",
    b"true",
    b"undefined",
    b"unknown",
    b"user",
    b"username",
    b"wachtwoord",
];
/// Words that with a number are a name, as `password1`.
pub(super) const STEMS: [&[u8]; 16] = [
    b"arg",
    b"field",
    b"foo",
    b"item",
    b"key",
    b"param",
    b"pass",
    b"passwd",
    b"password",
    b"pwd",
    b"secret",
    b"step",
    b"token",
    b"user",
    b"value",
    b"var",
];
/// Algorithms, which look like what they make.
pub(super) const ALGORITHMS: [&[u8]; 16] = [
    b"aes128",
    b"aes256",
    b"argon2id",
    b"base64",
    b"bcrypt2",
    b"ed25519",
    b"md5",
    b"oauth2",
    b"pbkdf2",
    b"rs256",
    b"rsa2048",
    b"rsa4096",
    b"sha1",
    b"sha256",
    b"sha384",
    b"sha512",
];

/// Whether the value only stands for a secret: a reference, a placeholder, or filling.
pub(in crate::engine::detect) fn is_stand_in(value: &[u8]) -> bool {
    // A reference may stand in quotes of its own: `"'$PASSWORD'"`.
    let quote = |byte: u8| matches!(byte, b'"' | b'\'' | b'`' | b'\\');
    let opened = bytes::run(value, 0, quote, 2);
    let closed = bytes::run_back(value, value.len(), quote, opened);
    let value = value.get(opened..value.len() - closed).unwrap_or_default();
    let first = value.first().copied().unwrap_or_default();
    let second = value.get(1).copied().unwrap_or_default();
    let rest = value.get(1..).unwrap_or_default();
    let holds = |part: &[u8]| memchr::memmem::find(value, part).is_some();
    let reference = match first {
        b'<' => true,
        b'{' | b'[' | b'(' => value.last().is_some_and(|last| b"}])".contains(last)),
        b'$' => second == b'{' || second == b'(' || is_name(rest) || holds(b"->") || holds(b"::"),
        b'%' => value.len() > 2 && value.last() == Some(&b'%') || second == b'(' || second == b'{',
        b'@' | b'&' => second == b'{' || is_name(rest) && !bytes::has_digit(rest),
        b'#' => second == b'{',
        // A tag of YAML.
        b'!' => rest.iter().all(u8::is_ascii_alphabetic),
        _ => false,
    };
    // Also of nothing.
    let same = value.iter().all(|&byte| byte == first);
    reference || same || REFERENCES.stand_in(value)
}

/// Whether a value is a word that someone may have chosen as a password, and not one that is said about passwords.
pub(in crate::engine::detect) fn is_word(value: &[u8], ends: Ends) -> bool {
    matches!(ends, Ends::Quotes | Ends::Line)
        && value.len() >= MIN_VALUE
        && value.iter().all(u8::is_ascii_lowercase)
        && !WORDS.contains(&value)
        && !is_filler(value)
        && !is_stand_in(value)
}

/// Whether a value says of itself that it is only an example.
pub(in crate::engine::detect) fn is_filler(value: &[u8]) -> bool {
    FILLERS.stand_in_any_case(value)
}

/// Whether a value is something of a program or a path and no literal. `certain` says that it is a literal.
pub(super) fn is_code(value: &[u8], certain: bool) -> bool {
    let path = matches!(
        value,
        [b'/' | b'~', b'/' | b'.' | b'a'..=b'z', ..] | [b'.', b'/', ..] | [b'.', b'.', b'/', ..]
    ) && segments(value, b"/.").all(is_plain)
        || value.contains(&b'/') && value.contains(&b'*') && segments(value, b"/.*-_").all(is_plain);
    let url = memchr::memmem::find(value, b"://").is_some();
    let call = !certain
        && (value.iter().any(|byte| b"()[]{}".contains(byte))
            || matches!(value, [b'$' | b'*' | b'&', b'a'..=b'z' | b'A'..=b'Z' | b'_', ..]));
    let dotted = value.contains(&b'.')
        && value.split(|&byte| byte == b'.').all(|part| {
            part.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_')
                && part.iter().all(|&byte| byte == b'_' || bytes::alnum(byte))
                && segments(part, b"_").all(|word| !bytes::scrambled(word) || word.len() < 8)
        });
    path || url || call || dotted
}
