//! Owns what a value begins with in each encoding: the words by which the prefilter notices it. It must not find
//! anything; the reading that belongs to a word does.
//!
//! The words need only tell the first bytes, for which programs differ in what they escape; what comes after is read
//! in any mixture.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};

use super::reading::Reading;

/// Bytes of a word. A known value has at least so many.
pub(super) const HEAD: usize = super::MIN_KNOWN;
/// Fewest characters of base64 that depend on the value alone. With fewer the word that is looked for would be most of
/// what there is to tell, and the base64 of other texts is full of runs that short.
const MIN_INNER: usize = 8;
/// Where in base64 the second word begins: a line's end may stand in the first.
const SECOND: usize = 8;
/// What everything that is wholly spelled in `\u0041` begins with. One word for all values: more of it would not tell
/// many of them apart.
const ALL_UNICODE: &[u8] = br"\u00";

/// How a value is to be read where one of its words was seen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Way {
    /// As what.
    pub reading: Reading,
    /// How many characters before the word it begins.
    pub back: u8,
}

/// A manner of escaping: how it is read, which bytes it escapes (of a character the first), and how. The unit is one
/// character, or one byte that is part of none.
type Spelling = (Reading, fn(u8) -> bool, fn(&[u8], &mut Vec<u8>));

/// What programs are known to write.
static SPELLINGS: [Spelling; 27] = {
    use Reading::{Backslash, BackslashTwice, Entities, Form, Percent, Quoted};
    [
        // JSON: as little as must be; PHP; Python; Go; .NET. Then JSON in JSON.
        (Backslash, json, short),
        (Backslash, |b| json(b) || b == b'/', short),
        (Backslash, |b| json(b) || b >= 0x7f, short_or_unicode::<false>),
        (Backslash, |b| json(b) || b"<>&".contains(&b), short_or_unicode::<false>),
        (Backslash, |b| json(b) || b >= 0x7f || b"&'+<>`".contains(&b), dot_net),
        (BackslashTwice, json, |unit, out| twice(unit, out, short)),
        (BackslashTwice, |b| json(b) || b >= 0x7f, |unit, out| twice(unit, out, short_or_unicode::<false>)),
        // Source code and `$'…'`: between single quotes, either quotes, and byte by byte.
        (Backslash, |b| b < 0x20 || b"'\\".contains(&b), short),
        (Backslash, |b| b < 0x20 || b"'\"\\".contains(&b), short),
        (Backslash, |b| !(0x20..0x7f).contains(&b) || b"'\\".contains(&b), short_or_bytes),
        // Shells: in double quotes; bare, as bash's `printf %q`, which escapes two only at the beginning; in single ones.
        (Backslash, |b| b"\"$`\\".contains(&b), short),
        (Backslash, |b| b" '\"\\|&;()<>!{}*[]?^$`,".contains(&b), short),
        (Backslash, |b| b" '\"\\|&;()<>!{}*[]?^$`,#~".contains(&b), short),
        (Quoted, |b| b == b'\'', |_, out| out.extend(br"'\''")),
        (Quoted, |b| b == b'\'', |_, out| out.extend(br#"'"'"'"#)),
        // URLs: JavaScript's component, its whole, Python's; forms of both; everything.
        (Percent, |b| !plain(b, b"-_.!~*'()"), percent::<true>),
        (Percent, |b| !plain(b, b"-_.!~*'()"), percent::<false>),
        (Percent, |b| !plain(b, b"-_.!~*'();,/?:@&=+$#"), percent::<true>),
        (Percent, |b| !plain(b, b"-_.~/"), percent::<true>),
        (Percent, |b| !plain(b, b"-_.~"), percent::<true>),
        (Percent, |b| !plain(b, b"-_.~"), percent::<false>),
        (Form, |b| !plain(b, b"-_.*"), form),
        (Form, |b| !plain(b, b"-_.~"), form),
        (Percent, |_| true, percent::<true>),
        (Percent, |_| true, percent::<false>),
        // HTML and XML.
        (Entities, |b| b"&<>\"'".contains(&b), |unit, out| entity(unit, b"&#39;", out)),
        (Entities, |b| b"&<>\"'".contains(&b), |unit, out| entity(unit, b"&#x27;", out)),
    ]
};

/// Calls `each` with every word of a value, which has at least [`HEAD`] bytes, and the way to read it there. A word
/// has [`HEAD`] bytes, or is [`ALL_UNICODE`].
pub(super) fn words(value: &[u8], mut each: impl FnMut(&[u8], Way)) {
    let way = |reading| Way { reading, back: 0 };
    each(value.get(..HEAD).unwrap_or_default(), way(Reading::Plain));
    each(ALL_UNICODE, way(Reading::Backslash));
    for (reading, escapes, spell) in &SPELLINGS {
        if value.iter().any(|&byte| escapes(byte)) {
            each(head(value, *escapes, *spell).get(..HEAD).unwrap_or_default(), way(*reading));
        }
    }
    let bytes = value.get(..HEAD / 2).unwrap_or_default();
    each(HEXLOWER.encode(bytes).as_bytes(), way(Reading::Hex));
    each(HEXUPPER.encode(bytes).as_bytes(), way(Reading::Hex));
    for shift in 0..3 {
        base64(value, shift, &mut each);
    }
}

/// The words of a value in base64, when `shift` other bytes stand before it in its group of three.
fn base64(value: &[u8], shift: u8, each: &mut impl FnMut(&[u8], Way)) {
    /// Enough for both words, whatever the shift.
    const BYTES: usize = 15;
    let before = usize::from(shift);
    let inner = |bytes: usize| (before * 8).div_ceil(6)..(before + bytes) * 8 / 6;
    if inner(value.len()).len() < MIN_INNER {
        return;
    }
    let bytes: Vec<u8> = std::iter::repeat_n(0, before).chain(value.iter().copied().take(BYTES)).collect();
    let inner = inner(bytes.len() - before);
    let mut word = |text: &str, back: usize| {
        let text = text.as_bytes().get(inner.clone()).and_then(|text| text.get(back..back + HEAD));
        if let (Some(text), Ok(back)) = (text, u8::try_from(back)) {
            each(text, Way { reading: Reading::Base64(shift), back });
        }
    };
    word(&BASE64_NOPAD.encode(&bytes), 0);
    word(&BASE64URL_NOPAD.encode(&bytes), 0);
    word(&BASE64_NOPAD.encode(&bytes), SECOND);
}

/// At least the first [`HEAD`] bytes of a value so spelled.
fn head(value: &[u8], escapes: fn(u8) -> bool, spell: fn(&[u8], &mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 * HEAD);
    let mut rest = value;
    while let (Some(&first), true) = (rest.first(), out.len() < HEAD) {
        let (unit, after) = rest.split_at(unit_len(rest));
        if escapes(first) {
            spell(unit, &mut out)
        } else {
            out.extend(unit)
        }
        rest = after;
    }
    out
}

/// Bytes of the first character, or 1.
fn unit_len(text: &[u8]) -> usize {
    let first = text.get(..text.len().min(4)).unwrap_or_default().utf8_chunks().next();
    first.and_then(|chunk| chunk.valid().chars().next()).map_or(1, char::len_utf8)
}

/// What a JSON string must escape.
fn json(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

/// Letters, digits and what else is left alone.
fn plain(byte: u8, others: &[u8]) -> bool {
    byte.is_ascii_alphanumeric() || others.contains(&byte)
}

/// Whether [`short`] has a letter or the character itself for it.
fn is_short(unit: &[u8]) -> bool {
    matches!(unit, [b'\n' | b'\r' | b'\t' | 0x08 | 0x0c | b'"' | b'\\' | b'/' | b'\''])
}

/// A backslash and a letter, or the character itself; for other control characters their number.
fn short(unit: &[u8], out: &mut Vec<u8>) {
    match unit {
        b"\n" => out.extend(br"\n"),
        b"\r" => out.extend(br"\r"),
        b"\t" => out.extend(br"\t"),
        b"\x08" => out.extend(br"\b"),
        b"\x0c" => out.extend(br"\f"),
        [0..0x20] => unicode::<false>(unit, out),
        _ => out.extend([b"\\", unit].concat()),
    }
}

/// `\u00e9`, for some characters two of them.
fn unicode<const UPPER: bool>(unit: &[u8], out: &mut Vec<u8>) {
    let Some(c) = std::str::from_utf8(unit).ok().and_then(|unit| unit.chars().next()) else {
        return out.extend(unit);
    };
    for unit in c.encode_utf16(&mut [0; 2]) {
        let text = if UPPER { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") };
        out.extend(text.as_bytes());
    }
}

fn short_or_unicode<const UPPER: bool>(unit: &[u8], out: &mut Vec<u8>) {
    if is_short(unit) { short(unit, out) } else { unicode::<UPPER>(unit, out) }
}

/// .NET gives only few characters a letter.
fn dot_net(unit: &[u8], out: &mut Vec<u8>) {
    let is_number = matches!(unit, b"\"" | b"'");
    if is_number { unicode::<true>(unit, out) } else { short_or_unicode::<true>(unit, out) }
}

/// `\xc3\xa9`.
fn short_or_bytes(unit: &[u8], out: &mut Vec<u8>) {
    if is_short(unit) {
        return short(unit, out);
    }
    unit.iter().for_each(|byte| out.extend(format!("\\x{byte:02x}").as_bytes()));
}

/// Escapes what `once` gives once more.
fn twice(unit: &[u8], out: &mut Vec<u8>, once: fn(&[u8], &mut Vec<u8>)) {
    let mut inner = Vec::new();
    once(unit, &mut inner);
    for byte in inner {
        if json(byte) {
            out.push(b'\\');
        }
        out.push(byte);
    }
}

fn percent<const UPPER: bool>(unit: &[u8], out: &mut Vec<u8>) {
    for byte in unit {
        let text = if UPPER { format!("%{byte:02X}") } else { format!("%{byte:02x}") };
        out.extend(text.as_bytes());
    }
}

fn form(unit: &[u8], out: &mut Vec<u8>) {
    if unit == b" " { out.push(b'+') } else { percent::<true>(unit, out) }
}

fn entity(unit: &[u8], apostrophe: &[u8], out: &mut Vec<u8>) {
    out.extend(match unit {
        b"&" => &b"&amp;"[..],
        b"<" => b"&lt;",
        b">" => b"&gt;",
        b"\"" => b"&quot;",
        _ => apostrophe,
    });
}
