//! Owns the private members of a key in JSON, as RFC 7518 names them. It must not take the public ones.

use std::ops::Range;

use super::bytes;
use super::rule::{Label, Match};

/// Names of members that are secret: of an elliptic curve, of RSA, of a symmetric key.
const PRIVATE: [&[u8]; 7] = [b"d", b"p", b"q", b"dp", b"dq", b"qi", b"k"];
/// Fewest characters of a member: 128 bits.
const MIN_MEMBER: usize = 22;
/// Characters of the numbers that keys of usual sizes have; they tell a member that is seen alone.
const SIZES: [usize; 14] = [43, 64, 86, 87, 88, 171, 172, 256, 342, 343, 344, 512, 683, 684];
/// How far from `kty` the object may reach, in bytes.
const MAX_OBJECT: usize = 8 * 1024;

/// The private members of the object in which `"kty` stands at `at`.
/// Where only a member stands there, `"d":`, it is found by its length.
pub(super) fn private_members(text: &[u8], at: usize) -> Vec<Match> {
    if !text.get(at..).is_some_and(|rest| rest.starts_with(b"\"kty")) {
        let value = private(text, at + 1).filter(|value| SIZES.contains(&value.len()));
        return value.map(Match::from).into_iter().collect();
    }
    // Up to the object's braces, or to the `kty` of another: a text full of them is read once.
    let ends = |window: &[u8]| matches!(window, [b'{' | b'}', ..]) || window == b"\"kty";
    let before = text.get(at.saturating_sub(MAX_OBJECT)..at).unwrap_or_default();
    let behind = text.get(at + 1..text.len().min(at + MAX_OBJECT)).unwrap_or_default();
    let from = before.windows(4).rposition(ends).map_or(at - before.len(), |end| at - before.len() + end);
    let to = behind.windows(4).position(ends).unwrap_or(behind.len()) + at + 1;
    bytes::work::add(to - from);
    let mut found = Vec::new();
    let mut next = from;
    while let Some(quote) = text.get(next..to).and_then(|rest| memchr::memchr(b'"', rest)) {
        next += quote + 1;
        if let Some(value) = private(text, next) {
            next = value.end;
            found.push(value.into());
        }
    }
    found
}

/// The secret that a member's value is, if the name says so and it is as long as such keys are.
pub(super) fn member(name: &[u8], value: &[u8]) -> Option<Label> {
    let alone = PRIVATE.contains(&name) && SIZES.contains(&value.len()) && is_number(value);
    alone.then_some(Label { id: "jwk", kind: "JWK_SECRET" })
}

/// The value of the private member whose name begins at `at`.
fn private(text: &[u8], at: usize) -> Option<Range<usize>> {
    let name = bytes::run(text, at, bytes::alnum, 3);
    if !PRIVATE.contains(&text.get(at..at + name)?) {
        return None;
    }
    // Quotes may stand behind backslashes, where the object is text in a string.
    let between = bytes::run(text, at + name, |byte| b"\\\": \t\r\n".contains(&byte), 16);
    let start = at + name + between;
    let end = start + bytes::run(text, start, bytes::url64, MAX_OBJECT);
    let colon = text.get(at + name..start)?.contains(&b':');
    (colon && is_number(text.get(start..end)?)).then_some(start..end)
}

/// Whether a value is as random as a number of a key.
fn is_number(value: &[u8]) -> bool {
    value.len() >= MIN_MEMBER
        && value.iter().all(|&byte| bytes::url64(byte))
        && bytes::cased(value)
        && bytes::entropy(value) >= 36
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_members_are_found_and_public_ones_stay() {
        let number = "q7Rt9Lm2Xc4Vb6Nz8Kp1Wd3Fg5Hj7Ys9Ua2TiEoWlBv";
        for text in [
            format!("{{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"{number}\",\"d\":\"{number}\"}}"),
            format!("{{\n  \"d\": \"{number}\",\n  \"kty\": \"RSA\",\n  \"n\": \"{number}\"\n}}"),
            format!("{{\\\"kty\\\":\\\"oct\\\",\\\"k\\\":\\\"{number}\\\"}}"),
            format!("\"d\": \"elsewhere\"}}, {{\"kty\": \"EC\", \"d\": \"{number}"),
        ] {
            let found = private_members(text.as_bytes(), text.find("\"kty").unwrap());
            let found: Vec<_> = found.into_iter().map(|found| &text[found.range]).collect();
            assert_eq!(found, [number], "{text}");
        }
        let public = format!("{{\"kty\":\"EC\",\"x\":\"{number}\"}}, {{\"d\":\"{number}\"}}");
        assert!(private_members(public.as_bytes(), 1).is_empty());
    }

    #[test]
    fn a_member_that_is_seen_alone_is_told_by_its_length() {
        let number = "q7Rt9Lm2Xc4Vb6Nz8Kp1Wd3Fg5Hj7Ys9Ua2TiEoWlBv";
        assert!(member(b"d", number.as_bytes()).is_some());
        assert!(member(b"x", number.as_bytes()).is_none());
        assert!(member(b"d", &number.as_bytes()[1..]).is_none());
    }
}
