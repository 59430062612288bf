//! Owns the byte classes, boundaries and measures that rules are made of. It must not know any rule.

use std::sync::LazyLock;

use data_encoding::{BASE64, BASE64_NOPAD};

/// How far into a run of base64url a secret may begin: behind a name such as `MY_TOKEN_`.
const EARLY: usize = 64;

/// A set of bytes.
pub(super) type Class = fn(u8) -> bool;

/// Letters and digits.
#[inline]
pub(super) fn alnum(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// Letters, digits, `_` and `-`: base64url.
#[inline]
pub(super) fn url64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// Letters, digits, what joins the words of a name, and whatever is not ASCII. A table, as half of a text is asked.
#[inline]
pub(super) fn in_name(byte: u8) -> bool {
    const NAMES: [bool; 256] = {
        let mut table = [false; 256];
        let mut rest = table.as_mut_slice();
        let mut byte = 0_u8;
        while let Some((is_in, after)) = rest.split_first_mut() {
            *is_in = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | 0x80..);
            byte = byte.wrapping_add(1);
            rest = after;
        }
        table
    };
    NAMES.get(usize::from(byte)).copied().unwrap_or(false)
}

/// Letters, digits, `+`, `/` and the padding `=`: base64.
#[inline]
pub(super) fn base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Base64 without its padding, which stands before many a secret: `key=…`.
#[inline]
pub(super) fn slashed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// Hex digits in either case.
#[inline]
pub(super) fn hex(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

/// Decimal digits.
#[inline]
pub(super) fn digit(byte: u8) -> bool {
    byte.is_ascii_digit()
}

/// The bytes of base64url and the dot and tilde that some vendors add.
pub(super) fn dotted(byte: u8) -> bool {
    url64(byte) || matches!(byte, b'.' | b'~')
}

/// Length of the run of `class` that begins at `at`, up to `most`.
#[inline]
pub(super) fn run(text: &[u8], at: usize, class: impl Fn(u8) -> bool, most: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().take(most).take_while(|&&byte| class(byte)).count();
    work::add(length + 1);
    length
}

/// Length of the run of `class` that ends before `at`, up to `most`.
#[inline]
pub(super) fn run_back(text: &[u8], at: usize, class: impl Fn(u8) -> bool, most: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let length = before.iter().rev().take(most).take_while(|&&byte| class(byte)).count();
    work::add(length + 1);
    length
}

/// Whether somewhere `least` bytes of `class` stand together. Looks at few of the others: what breaks a run shows how far
/// the next one is at least.
pub(super) fn has_run(text: &[u8], class: impl Fn(u8) -> bool, least: usize) -> bool {
    let mut end = least;
    while end <= text.len() {
        let length = run_back(text, end, &class, least);
        if length == least {
            return true;
        }
        end += least - length;
    }
    false
}

/// Counts the bytes that are looked at, in tests only: how much a hostile text costs is then told without a clock.
pub(super) mod work {
    #[cfg(test)]
    thread_local! {
        static BYTES: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
    }

    /// So many bytes were looked at.
    #[cfg(test)]
    pub(in crate::engine::detect) fn add(bytes: usize) {
        BYTES.set(BYTES.get() + bytes as u64);
    }

    #[cfg(not(test))]
    #[inline]
    pub(in crate::engine::detect) fn add(_: usize) {}

    /// How many were looked at by this thread since it last asked.
    #[cfg(test)]
    pub(in crate::engine::detect) fn taken() -> u64 {
        BYTES.replace(0)
    }
}

/// Whether a secret may begin at a place of a text.
pub(super) type Begins = fn(&[u8], usize) -> bool;

/// Not inside a word: the byte before is no letter or digit, or it is only the end of something that stands for
/// another character. A word boundary would miss the latter, and also what follows `_`.
pub(super) fn outside_word(text: &[u8], at: usize) -> bool {
    begins(text, at, alnum)
}

/// Not inside a word or base64.
pub(super) fn outside_base64(text: &[u8], at: usize) -> bool {
    begins(text, at, slashed)
}

/// Not inside a word, and not far into a run of base64url: for patterns that read on to the run's end before they
/// can fail, so that a run is read a few times at most.
pub(super) fn early(text: &[u8], at: usize) -> bool {
    outside_word(text, at) && run_back(text, at, url64, EARLY) < EARLY
}

/// Anywhere: code looks for itself.
pub(super) fn anywhere(_: &[u8], _: usize) -> bool {
    true
}

#[inline]
fn begins(text: &[u8], at: usize, class: impl Fn(u8) -> bool) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.last().is_none_or(|&byte| !class(byte)) || ends_in_escape(before)
}

/// `\n` and its kin spelled out, `\u000a`, `\x1b`, `%3D`, and colour codes such as `ESC [31m`.
fn ends_in_escape(before: &[u8]) -> bool {
    let tail = |count: usize| before.len().checked_sub(count).and_then(|from| before.get(from..));
    let hexes = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_hexdigit);
    if let Some([b'\\', b'n' | b't' | b'r' | b'b' | b'f' | b'v' | b'0' | b'a' | b'e']) = tail(2) {
        return true;
    }
    if matches!(tail(3), Some([b'%', rest @ ..]) if hexes(rest))
        || matches!(tail(4), Some([b'\\', b'x', rest @ ..]) if hexes(rest))
        || matches!(tail(6), Some([b'\\', b'u', rest @ ..]) if hexes(rest))
    {
        return true;
    }
    let Some([codes @ .., b'm' | b'K']) = tail(before.len()) else { return false };
    let parameters = run_back(codes, codes.len(), |byte| byte.is_ascii_digit() || byte == b';', 20);
    codes.len().checked_sub(parameters + 1).and_then(|at| codes.get(at)) == Some(&b'[')
}

/// Shannon entropy in tenths of a bit per byte; 0 for nothing.
pub(super) fn entropy(bytes: &[u8]) -> u8 {
    let mut counts = [0u32; 256];
    for &byte in bytes {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    // How often each byte stands there, as its logarithm: most of those of a secret stand there a few times.
    static LOGARITHMS: LazyLock<[f32; 64]> =
        LazyLock::new(|| std::array::from_fn(|count| (count as f32).log2()));
    let logarithm =
        |count: u32| LOGARITHMS.get(count as usize).copied().unwrap_or_else(|| (count as f32).log2());
    let of = |byte: &u8| counts.get(usize::from(*byte)).map_or(0.0, |count| logarithm(*count));
    let length = bytes.len().max(1) as f32;
    // What is exact stays so.
    let bits = length.log2() - bytes.iter().map(of).sum::<f32>() / length + 1e-4;
    // At most 80, as there are 256 byte values.
    (bits * 10.0) as u8
}

/// Whether letters of both cases and a digit occur.
pub(super) fn mixed(bytes: &[u8]) -> bool {
    cased(bytes) && has_digit(bytes)
}

/// Whether letters of both cases occur.
pub(super) fn cased(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && bytes.iter().any(u8::is_ascii_uppercase)
}

/// Whether a digit occurs.
pub(super) fn has_digit(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_digit)
}

/// Whether digits, capitals and small letters change places as no name has them: a name is made of runs.
pub(super) fn scrambled(part: &[u8]) -> bool {
    let class = |byte: &u8| match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    };
    let changes = part.iter().zip(part.iter().skip(1)).filter(|(a, b)| class(a) != class(b)).count();
    let numbers = part.split(|byte| !byte.is_ascii_digit()).filter(|digits| !digits.is_empty()).count();
    numbers >= 2 && changes * 6 >= part.len() || numbers == 1 && changes * 9 >= part.len() * 4
}

/// Whether the bytes are base64 of `name:password` in printable text.
pub(super) fn basic(bytes: &[u8]) -> bool {
    let decoded = BASE64.decode(bytes).or_else(|_| BASE64_NOPAD.decode(bytes));
    decoded.is_ok_and(|plain| {
        plain.iter().position(|&byte| byte == b':').is_some_and(|colon| colon + 1 < plain.len())
            && plain.iter().all(|&byte| byte >= 0x20 && byte != 0x7f)
    })
}

/// Whether the bytes are spelled `8-4-4-4-12` in hex.
pub(super) fn uuid(bytes: &[u8]) -> bool {
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, &byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_begins_after_what_stands_for_another_character() {
        for before in [
            "",
            " ",
            "=",
            "\"",
            "_",
            "\n",
            "\\n",
            "\\t",
            "%3D",
            "%3d",
            "\\u0022",
            "\\x1b",
            "\u{1b}[31m",
            "\\u001b[0;1m",
            "\\033[K",
        ] {
            assert!(outside_word(before.as_bytes(), before.len()), "{before:?}");
        }
    }

    #[test]
    fn a_secret_does_not_begin_inside_a_word() {
        for before in ["a", "9", "xn", "3D", "%D", "m", "31m", "x[31zm", "u0022"] {
            assert!(!outside_word(before.as_bytes(), before.len()), "{before:?}");
        }
    }

    #[test]
    fn far_into_a_run_nothing_begins_that_reads_to_its_end() {
        let text = "_eyJ".repeat(100);
        let tries = (0..text.len()).filter(|&at| text[at..].starts_with("eyJ") && early(text.as_bytes(), at));
        assert!(tries.count() <= EARLY / 4);
    }

    #[test]
    fn entropy_is_in_tenths_of_a_bit() {
        for (text, tenths) in [("", 0), ("aaaa", 0), ("abab", 10), ("abcd", 20), ("0123456789abcdef", 40)] {
            assert_eq!(entropy(text.as_bytes()), tenths);
        }
    }

    #[test]
    fn basic_credentials_are_a_name_a_colon_and_a_password() {
        assert!(basic(b"QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assert!(!basic(b"authentication"));
        assert!(!basic(b"QWxhZGRpbg=="));
    }
}
