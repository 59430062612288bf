//! Owns the secrets that a proof plants, and every spelling in which one of them could leave. It must not hold a
//! secret that opens anything: all are drawn anew for each proof, and kept no longer.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};
use memchr::memmem;
use rcgen::{KeyPair, PKCS_ECDSA_P256_SHA256};

use super::ProveError;

/// The variable in which one of them stands.
pub const VARIABLE: &str = "PROVE_API_TOKEN";
/// A part of a secret of so many bytes must not leave either.
const PART: usize = 16;
/// Characters of which a real one would be made.
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// AWS draws its ids from base 32.
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Where a planted secret comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Nobody told `ww`: a rule must recognise it.
    Shape,
    /// It stands in the project's `.env`.
    Dotenv,
    /// It stands in the environment, as [`VARIABLE`].
    Environment,
}

/// One planted secret. No `Debug`.
pub struct Planted {
    /// What a person calls it.
    pub name: &'static str,
    /// Itself.
    pub value: String,
    /// Where it comes from.
    pub origin: Origin,
    needles: Vec<(&'static str, Vec<u8>)>,
}

impl Planted {
    /// A secret, with all its spellings worked out.
    #[must_use]
    pub fn new(name: &'static str, value: String, origin: Origin) -> Self {
        let needles = needles(&value);
        Self { name, value, origin, needles }
    }

    /// The spelling in which it stands in `bytes`, if it does.
    #[must_use]
    pub fn found_in(&self, bytes: &[u8]) -> Option<&'static str> {
        self.needles.iter().find(|(_, needle)| memmem::find(bytes, needle).is_some()).map(|(form, _)| *form)
    }
}

/// Draws the secrets of one proof.
///
/// # Errors
/// [`ProveError::Random`] and [`ProveError::Certificate`] when the system or the library makes none.
pub fn draw() -> Result<Vec<Planted>, ProveError> {
    let pem =
        KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(ProveError::Certificate)?.serialize_pem();
    let github = format!("{}{}", "gh", "p_") + &letters(ALPHANUMERIC, 36)?;
    let aws = format!("{}{}", "AK", "IA") + &letters(BASE32, 16)?;
    // A quote and a backslash are what breaks a careless restore.
    let password =
        letters(ALPHANUMERIC, 4)? + "\"" + &letters(ALPHANUMERIC, 3)? + "\\" + &letters(ALPHANUMERIC, 4)?;
    Ok(vec![
        Planted::new("GitHub token", github, Origin::Shape),
        Planted::new("AWS access key id", aws, Origin::Shape),
        Planted::new("Anthropic key", provider_key()?, Origin::Shape),
        Planted::new("private key in PEM", pem.trim_end().to_owned(), Origin::Shape),
        Planted::new("password in .env", password, Origin::Dotenv),
        Planted::new("PROVE_API_TOKEN", letters(ALPHANUMERIC, 32)?, Origin::Environment),
    ])
}

/// A key such as a model provider gives to its customers.
///
/// # Errors
/// [`ProveError::Random`].
pub fn provider_key() -> Result<String, ProveError> {
    Ok(format!("{}{}{}AA", "sk-a", "nt-api03-", letters(ALPHANUMERIC, 93)?))
}

/// `count` characters of `alphabet`; the small bias of the remainder does not matter here.
fn letters(alphabet: &[u8], count: usize) -> Result<String, ProveError> {
    let mut drawn = vec![0; count];
    getrandom::fill(&mut drawn).map_err(ProveError::Random)?;
    let letter = |byte: u8| alphabet.get(usize::from(byte) % alphabet.len()).map(|&byte| char::from(byte));
    Ok(drawn.into_iter().filter_map(letter).collect())
}

/// A text as it stands between the quotes of a JSON string.
#[must_use]
pub fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let inner = quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.unwrap_or(&quoted).to_owned()
}

fn needles(value: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut needles: Vec<(&'static str, Vec<u8>)> = vec![
        ("as it is", value.into()),
        ("escaped for JSON", escaped(value).into()),
        ("escaped twice for JSON", escaped(&escaped(value)).into()),
        ("percent-encoded", percent_encoded(value).into()),
    ];
    needles.extend(
        (0..3).flat_map(|shift| base64(value.as_bytes(), shift)).map(|text| ("in base64", text.into())),
    );
    // The header of a PEM block is no secret; every line of its body is.
    let bodies = value.lines().filter(|line| !line.starts_with('-'));
    let parts = bodies.flat_map(|line| line.as_bytes().chunks_exact(PART));
    needles.extend(parts.map(|part| ("in part", part.to_vec())));
    needles
}

fn percent_encoded(text: &str) -> String {
    let encode = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(encode).collect()
}

/// What of `bytes` stands in base64, in both alphabets, when `shift` other bytes stand before them: without the
/// characters that other bytes have a part in.
fn base64(bytes: &[u8], shift: usize) -> [String; 2] {
    let shifted: Vec<u8> = std::iter::repeat_n(0, shift).chain(bytes.iter().copied()).collect();
    let whole = shifted.len() / 3 * 3;
    let shifted = shifted.get(..whole).unwrap_or_default();
    let own = |text: String| text.chars().skip((shift * 8).div_ceil(6)).collect();
    [own(BASE64_NOPAD.encode(shifted)), own(BASE64URL_NOPAD.encode(shifted))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_spelling_and_place() {
        for secret in draw().unwrap() {
            let value = &secret.value;
            let spelled = [value.clone(), escaped(value), escaped(&escaped(value)), percent_encoded(value)];
            for text in spelled {
                assert!(secret.found_in(format!("x={text}&").as_bytes()).is_some(), "{}", secret.name);
            }
            for lead in ["", "a", "ab", "abc", "abcd"] {
                let text = format!("{lead}{value}, and more");
                for coded in [BASE64_NOPAD.encode(text.as_bytes()), BASE64URL_NOPAD.encode(text.as_bytes())] {
                    assert_eq!(secret.found_in(coded.as_bytes()), Some("in base64"), "{}", secret.name);
                }
            }
        }
    }

    #[test]
    fn a_part_of_a_long_secret_is_found_and_a_placeholder_is_not() {
        for secret in draw().unwrap().iter().filter(|secret| secret.value.len() > 2 * PART) {
            let body = secret.value.lines().find(|line| !line.starts_with('-')).unwrap();
            assert!(secret.found_in(&body.as_bytes()[..2 * PART]).is_some(), "{}", secret.name);
            assert_eq!(
                secret.found_in(b"<pl:GITHUB_TOKEN:0123456789abcdef> -----BEGIN PRIVATE KEY-----"),
                None
            );
        }
    }
}
