//! Owns the texts that stand in a text in another spelling: base64, and URLs' percent signs. It must not look for a
//! secret itself, and must not decode what has been decoded.

use std::ops::Range;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding};

use super::bytes;

/// Shortest run that is decoded, in bytes: nothing that a rule would find fits into fewer.
const MIN_RUN: usize = 25;
/// Bytes that are looked at together.
const WORD: usize = size_of::<u64>();
/// Bytes of a run that are tried before the rest: if these are no text, nothing is.
const TRIED: usize = 24;
/// Shortest line that is taken for one of several of the same run, in bytes. Encoders break lines at 64 or 76.
const MIN_LINE: usize = 60;
/// Most spaces before a further line.
const MAX_INDENT: usize = 32;

/// A run and what it says.
pub(super) struct Encoded {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it stands for: text.
    pub plain: Vec<u8>,
}

/// Calls `each` for every run of `text` that stands for another text, in order. Linear: a run is read once.
pub(super) fn runs(text: &[u8], mut each: impl FnMut(Encoded)) {
    percent_runs(text, &mut each);
    base64_runs(text, &mut each);
}

fn percent_runs(text: &[u8], each: &mut impl FnMut(Encoded)) {
    let mut done = 0;
    while let Some(sign) = text.get(done..).and_then(|rest| memchr::memchr(b'%', rest)) {
        let sign = done + sign;
        let start = sign - bytes::run_back(text, sign, in_component, sign - done);
        let end = sign + bytes::run(text, sign, in_component, text.len());
        let run = text.get(start..end).unwrap_or_default();
        if run.len() >= MIN_RUN
            && let Some(plain) = percent_decoded(run).filter(|plain| is_text(plain))
        {
            each(Encoded { range: start..end, plain });
        }
        done = end.max(sign + 1);
    }
}

/// What may stand in one component of a URL once it is encoded, and the `+` of forms.
fn in_component(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"%-_.~+*!".contains(&byte)
}

/// The text behind percent signs; `None` when one of them stands for none.
pub(super) fn percent_decoded(run: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::with_capacity(run.len());
    let mut rest = run;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        plain.push(match (byte, after) {
            (b'%', &[high, low, ref further @ ..]) => {
                rest = further;
                let digit = |byte: u8| char::from(byte).to_digit(16);
                u8::try_from(digit(high)? << 4 | digit(low)?).ok()?
            }
            (b'%', _) => return None,
            (b'+', _) => b' ',
            (byte, _) => byte,
        });
    }
    Some(plain)
}

fn base64_runs(text: &[u8], each: &mut impl FnMut(Encoded)) {
    let words = text.as_chunks::<WORD>().0;
    let is_full = |index: usize| words.get(index).is_some_and(is_full);
    let mut done = 0;
    full_pairs(words, |second| {
        let at = second * WORD;
        if at < done || !is_full(second) || !is_full(second - 1) {
            return;
        }
        let start = at - run_length(text.get(done..at).unwrap_or_default().iter().rev());
        let line_end = at + run_length(text.get(at..).unwrap_or_default().iter());
        done = line_end;
        if line_end - start >= MIN_RUN {
            let end = further_lines(text, start, line_end);
            if let Some((from, plain)) = base64_decoded(text.get(start..end).unwrap_or_default()) {
                let padding = bytes::run(text, end, |byte| byte == b'=', 2);
                each(Encoded { range: start + from..end + padding, plain });
                done = end;
            }
        }
    });
}

/// Calls `each` with the second of every two words side by side that may be base64 throughout: every run that is long
/// enough fills two. Words are looked at 64 at a time and without a branch for each.
fn full_pairs(words: &[[u8; WORD]], mut each: impl FnMut(usize)) {
    let mut before = 0;
    for (block, words) in words.chunks(64).enumerate() {
        let full = words.iter().rev().fold(0_u64, |full, word| full << 1 | u64::from(may_be_full(word)));
        let mut pairs = full & (full << 1 | before);
        before = full >> 63;
        while pairs != 0 {
            each(block * 64 + pairs.trailing_zeros() as usize);
            pairs &= pairs - 1;
        }
    }
}

/// Whether a word holds neither a space nor most punctuation; most do.
fn may_be_full(word: &[u8; WORD]) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    let number = u64::from_le_bytes(*word);
    let below_plus = number.wrapping_sub(ONES * u64::from(b'+')) & !number & (ONES * 0x80);
    below_plus == 0
}

/// Whether a word is base64 throughout. All is looked up, without a branch for each: what is worth nothing sets the
/// top bit.
fn is_full(word: &[u8; WORD]) -> bool {
    word.iter().fold(0, |all, &byte| all | worth(byte)) < 0x80
}

fn run_length<'a>(bytes: impl Iterator<Item = &'a u8>) -> usize {
    bytes.take_while(|byte| in_base64(**byte)).count()
}

/// Where the run ends whose first line this is.
fn further_lines(text: &[u8], start: usize, line_end: usize) -> usize {
    let (mut start, mut end) = (start, line_end);
    while end - start >= MIN_LINE {
        let line_break = bytes::run(text, end, |byte| byte == b'\r' || byte == b'\n', 2);
        let indent = bytes::run(text, end + line_break, |byte| byte == b' ' || byte == b'\t', MAX_INDENT);
        let next = end + line_break + indent;
        let length = bytes::run(text, next, in_base64, end - start + 1);
        // A word of the next line, such as a name before a colon, is none of it.
        let is_line = matches!(text.get(next + length), None | Some(b'=' | b'\r' | b'\n' | b'"' | b'\''));
        if line_break == 0 || length == 0 || length > end - start || !is_line {
            break;
        }
        (start, end) = (next, next + length);
    }
    end
}

/// No letter of base64.
const NONE: u8 = u8::MAX;
/// What each byte is worth as a letter of base64, in either alphabet. A table, as every second block of a text asks.
const LETTERS: [u8; 256] = {
    let mut table = [NONE; 256];
    let mut rest = table.as_mut_slice();
    let mut byte = 0_u8;
    while let Some((letter, after)) = rest.split_first_mut() {
        *letter = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => NONE,
        };
        byte = byte.wrapping_add(1);
        rest = after;
    }
    table
};

fn worth(letter: u8) -> u8 {
    LETTERS.get(usize::from(letter)).copied().unwrap_or(NONE)
}

fn in_base64(byte: u8) -> bool {
    worth(byte) != NONE
}

/// Whether [`TRIED`] letters stand for text. Names and paths as long as a run are common, and stand for none.
fn says_text(letters: &[u8]) -> bool {
    let mut plain = [0; TRIED / 4 * 3];
    for (four, three) in letters.as_chunks::<4>().0.iter().zip(plain.as_chunks_mut::<3>().0) {
        let [a, b, c, d] = four.map(worth);
        *three = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d];
        if !three.iter().all(|&byte| in_text(byte)) {
            return false;
        }
    }
    is_text(&plain)
}

/// The text that a run is base64 of, and where in the run that begins: a path or a name may stand before it.
fn base64_decoded(run: &[u8]) -> Option<(usize, Vec<u8>)> {
    // Text has both cases in base64; most names and paths have not.
    let tried: &[u8; TRIED] = run.first_chunk()?;
    let has = |first: u8| tried.iter().fold(false, |has, byte| has | (byte.wrapping_sub(first) < 26));
    if !(has(b'A') && has(b'a')) {
        return None;
    }
    // A slash or the like may be the end of what stands before.
    let most = usize::from(run.first().is_some_and(|byte| !byte.is_ascii_alphanumeric()));
    (0..=most).find_map(|from| {
        if !says_text(run.get(from..from + TRIED)?) {
            return None;
        }
        let letters: Vec<u8> = run.get(from..)?.iter().copied().filter(|byte| in_base64(*byte)).collect();
        let is_url = letters.iter().any(|byte| matches!(byte, b'-' | b'_'));
        let plain = decoded(if is_url { BASE64URL_NOPAD } else { BASE64_NOPAD }, &letters)?;
        is_text(&plain).then_some((from, plain))
    })
}

/// What letters stand for; those at the end that are no whole byte count for nothing.
fn decoded(encoding: Encoding, letters: &[u8]) -> Option<Vec<u8>> {
    let whole = letters.len() - usize::from(letters.len() % 4 == 1);
    let letters = letters.get(..whole)?;
    encoding.decode(letters).ok().or_else(|| encoding.decode(letters.get(..whole / 4 * 4)?).ok())
}

/// Whether bytes are text: UTF-8, broken off at most, without control characters but white space.
fn is_text(bytes: &[u8]) -> bool {
    let valid = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    valid && bytes.iter().all(|&byte| in_text(byte))
}

fn in_text(byte: u8) -> bool {
    byte >= b' ' && byte != 0x7f || byte.is_ascii_whitespace() || byte == 0x1b
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, BASE64_MIME, BASE64URL};

    use super::*;

    const PLAIN: &str = "the password is hunter2hunter2, and this is the end of it";

    fn found(text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        runs(text.as_bytes(), |run| {
            found.push((text[run.range].to_owned(), String::from_utf8_lossy(&run.plain).into_owned()));
        });
        found
    }

    #[test]
    fn base64_of_text_is_read_in_either_alphabet_with_padding_or_without() {
        for plain in
            [PLAIN, &PLAIN[1..], &PLAIN[2..], "subjects?>>>~~~ and \u{e9}\u{e8} for the other alphabet"]
        {
            for run in [BASE64.encode(plain.as_bytes()), BASE64URL.encode(plain.as_bytes())] {
                assert_eq!(found(&format!("data: {run}.")), [(run.clone(), plain.to_owned())]);
                let bare = run.trim_end_matches('=').to_owned();
                assert_eq!(found(&format!("({bare})")), [(bare, plain.to_owned())]);
            }
        }
    }

    #[test]
    fn base64_on_several_lines_is_one_run() {
        let run = BASE64_MIME.encode(PLAIN.repeat(5).as_bytes());
        let run = run.trim_end();
        assert_eq!(found(&format!("  {run}\n")), [(run.to_owned(), PLAIN.repeat(5))]);
        let indented = run.replace("\r\n", "\n    ");
        assert_eq!(found(&format!("key:\n    {indented}\nnext: value")), [(indented, PLAIN.repeat(5))]);
    }

    #[test]
    fn base64_behind_a_slash_is_read() {
        let run = BASE64.encode(PLAIN.as_bytes());
        assert_eq!(found(&format!("/{run}")), [(run, PLAIN.to_owned())]);
    }

    #[test]
    fn percent_signs_are_read() {
        let run = "postgres%3A%2F%2Fapp%3Ahunter2%40db.example.com%2Fapp";
        let plain = "postgres://app:hunter2@db.example.com/app";
        assert_eq!(found(&format!("?url={run}&x=1")), [(run.to_owned(), plain.to_owned())]);
    }

    #[test]
    fn what_stands_for_no_text_is_left() {
        for text in [
            "src/engine/detect/rules/model_services_and_more",
            "aGVsbG8gd29ybGQ=",
            "0123456789abcdef0123456789abcdef0123456789abcdef",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
            "100%%of_the_people_who_were_asked_about_it",
            "%zz_and_then_a_long_run_of_letters_behind",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
