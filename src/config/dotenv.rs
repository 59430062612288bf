//! Owns what a dotenv file assigns. It must not change our own environment, and must not lose a line that the
//! library's reader refuses.

/// Every assignment in the text of a dotenv file, in two readings, each with its name.
///
/// One is `dotenvy`'s: quotes and escapes undone, `$NAME` replaced from the environment, as an application would
/// see it. The other is ours: what stands in the file, without its outer quotes, because an agent that prints the
/// file sends that; it also covers lines that the library refuses (spaces without quotes, bytes that are not
/// UTF-8). Where both agree the value is given twice; the caller drops doubles.
pub(super) fn assignments(text: &[u8]) -> Vec<(String, Vec<u8>)> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let mut found: Vec<_> = dotenvy::from_read_iter(text)
        .filter_map(Result::ok)
        .map(|(name, value)| (name, value.into_bytes()))
        .collect();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = cut(rest, b'\n');
        rest = after;
        if let Some((name, from)) = name_of(line) {
            let value = line.get(from..).unwrap_or_default();
            let (value, after_quotes) = raw_value(value, after);
            rest = after_quotes.unwrap_or(rest);
            found.push((name, value));
        }
    }
    found
}

/// The name that a line assigns to, and where its value begins.
fn name_of(line: &[u8]) -> Option<(String, usize)> {
    let equals = memchr::memchr(b'=', line)?;
    let name = line.get(..equals)?.trim_ascii();
    let name = name.strip_prefix(b"export ").unwrap_or(name).trim_ascii();
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-".contains(byte);
    let name = Some(name).filter(|name| !name.is_empty() && name.iter().all(plain))?;
    Some((String::from_utf8_lossy(name).into_owned(), equals + 1))
}

/// The value that begins on a line, and what follows it when it was quoted and went on over later lines.
fn raw_value<'a>(line: &[u8], after: &'a [u8]) -> (Vec<u8>, Option<&'a [u8]>) {
    let line = line.trim_ascii();
    let quoted = line.split_first().filter(|(quote, _)| b"\"'`".contains(quote));
    let Some((&quote, inner)) = quoted else {
        let end = memchr::memmem::find(line, b" #").unwrap_or(line.len());
        return (line.get(..end).unwrap_or(line).trim_ascii_end().to_vec(), None);
    };
    if let Some(end) = closing(inner, quote) {
        return (inner.get(..end).unwrap_or(inner).to_vec(), None);
    }
    let Some(end) = closing(after, quote) else { return (inner.to_vec(), None) };
    let (tail, rest) = after.split_at(end);
    (inner.iter().chain(b"\n").chain(tail).copied().collect(), Some(cut(rest, b'\n').1))
}

/// Where the first `quote` stands that no backslash precedes.
fn closing(text: &[u8], quote: u8) -> Option<usize> {
    let mut escaped = false;
    text.iter().position(|&byte| {
        let end = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped;
        end
    })
}

/// The text before the first `at`, and the text after it.
fn cut(text: &[u8], at: u8) -> (&[u8], &[u8]) {
    let Some(end) = memchr::memchr(at, text) else { return (text, &[]) };
    let (before, rest) = text.split_at(end);
    (before, rest.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn values(text: &[u8]) -> BTreeSet<Vec<u8>> {
        assignments(text).into_iter().map(|(_, value)| value).collect()
    }

    #[test]
    fn a_value_is_given_as_read_and_as_written() {
        for (text, expected) in [
            ("A=one\n", &["one"][..]),
            ("export A=one", &["one"]),
            ("A = 'o ne' # why\n", &["o ne"]),
            ("A=one # why\r\n", &["one"]),
            ("A=one#two\n", &["one#two"]),
            ("A=\"o\\nne\"\n", &["o\nne", "o\\nne"]),
            ("A='o$ne'\n", &["o$ne"]),
            ("A=\"o\\\"ne\"\n", &["o\"ne", "o\\\"ne"]),
            ("A=two words\n", &["two words"]),
            ("# A=one\n\n", &[]),
            ("\u{feff}A=one\n", &["one"]),
            ("no assignment\n", &[]),
        ] {
            let expected = expected.iter().map(|value| value.as_bytes().to_vec()).collect();
            assert_eq!(values(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_value_over_several_lines_stays_whole() {
        let text = "KEY=\"first\nsecond\nthird\"\nB=after\n";
        assert_eq!(values(text.as_bytes()), [b"first\nsecond\nthird".to_vec(), b"after".to_vec()].into());
    }

    #[test]
    fn a_dollar_sign_hides_nothing() {
        assert!(values(b"A=abc$WW_NOT_A_VARIABLE\n").contains(&b"abc$WW_NOT_A_VARIABLE"[..]));
    }

    #[test]
    fn a_quote_that_never_closes_hides_no_line() {
        assert!(values(b"A='one\nB=two\n").is_superset(&[b"one".to_vec(), b"two".to_vec()].into()));
    }

    #[test]
    fn bytes_that_are_not_utf8_survive() {
        assert!(
            values(b"A=caf\xE9-1\nB=two\n").is_superset(&[b"caf\xE9-1".to_vec(), b"two".to_vec()].into())
        );
    }
}
