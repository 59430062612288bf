//! Owns percent-encoded text: forms, and the paths and queries of URLs. It must keep every byte that is not part of a
//! secret, however it was encoded.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;

use crate::engine::json;
use crate::engine::placeholder::Placeholder;
use crate::engine::tokenize::{Report, Tokenized, Tokenizer, Unreadable};

/// Replaces the secrets in the names and values of a form.
///
/// # Errors
/// [`Unreadable`] when one cannot be replaced: the form must then not be sent.
pub(super) fn tokenize(body: &[u8], tokenizer: Tokenizer<'_>) -> Result<Tokenized, Unreadable> {
    let mut out = Vec::with_capacity(body.len());
    let mut report = Report::default();
    for (index, pair) in body.split(|&byte| byte == b'&').enumerate() {
        out.extend_from_slice(if index == 0 { b"" } else { b"&" });
        let (name, value) = match memchr::memchr(b'=', pair) {
            Some(at) => pair.split_at(at),
            None => (pair, &b""[..]),
        };
        let (equals, value) = value.split_at(value.len().min(1));
        let plain_name = decoded(name, true);
        for (text, called) in [(name, None), (equals, None), (value, Some(&*plain_name))] {
            let Tokenized { body, report: found } = encoded(text, true, called, false, tokenizer)?;
            if !found.hits.is_empty() {
                let name = if tokenizer.may_print(&plain_name) { &plain_name } else { &b"*"[..] };
                report.add(found, &format!("form.{}", String::from_utf8_lossy(name)));
            } else {
                report.add(found, "");
            }
            out.extend_from_slice(body.as_deref().unwrap_or(text));
        }
    }
    let body = (!report.hits.is_empty()).then_some(out);
    Ok(Tokenized { body, report })
}

/// Replaces the secrets in a percent-encoded text, the value of what is called `name`; with `plus`, `+` is a space.
/// Only known values and vendors' own formats where `exact`. The places of hits are empty.
///
/// # Errors
/// [`Unreadable`] when one cannot be replaced: the text must then not be sent.
pub fn encoded(
    text: &[u8],
    plus: bool,
    name: Option<&[u8]>,
    exact: bool,
    tokenizer: Tokenizer<'_>,
) -> Result<Tokenized, Unreadable> {
    if text.is_empty() {
        return Ok(Tokenized { body: None, report: Report::default() });
    }
    let plain = decoded(text, plus);
    let mut work = tokenizer.value(&plain, name, "", exact);
    let (ranges, placeholders): (Vec<_>, Vec<_>) = std::mem::take(&mut work.splices).into_iter().unzip();
    work.splices = located(text, &ranges).into_iter().zip(placeholders).collect();
    let mut read = work.finish_spelled(text, spelled)?;
    if let Cow::Owned(_) = plain {
        // A client that does not encode what it should sends a secret whose own signs stand for something else here.
        let sent = read.body.as_deref().unwrap_or(text);
        let again = tokenizer.value(sent, None, "", true).finish_spelled(sent, spelled)?;
        read.body = again.body.or(read.body);
        read.report.hits.extend(again.report.hits);
    }
    let sent = decoded(read.body.as_deref().unwrap_or(text), plus);
    let unescaped = json::unescape(&sent);
    if *unescaped != *sent && !tokenizer.value(&unescaped, None, "", true).splices.is_empty() {
        return Err(Unreadable::Hidden("escapes in percent-encoded text"));
    }
    Ok(read)
}

/// A placeholder as it stands in a URL.
fn spelled(placeholder: &Placeholder) -> String {
    placeholder.to_string().replace('<', "%3C").replace(':', "%3A").replace('>', "%3E")
}

/// The byte at the start of a text, and how many bytes of it say so. A percent sign that stands for none stands for
/// itself.
fn unit(text: &[u8], plus: bool) -> Option<(u8, usize)> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match *text {
        [] => None,
        [b'%', high, low, ..] => match (digit(high), digit(low)) {
            (Some(high), Some(low)) => Some((high << 4 | low, 3)),
            _ => Some((b'%', 1)),
        },
        [b'+', ..] if plus => Some((b' ', 1)),
        [byte, ..] => Some((byte, 1)),
    }
}

/// The text without its encoding.
fn decoded(text: &[u8], plus: bool) -> Cow<'_, [u8]> {
    if memchr2(b'%', if plus { b'+' } else { b'%' }, text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, length)) = unit(rest, plus) {
        plain.push(byte);
        rest = rest.split_at(length).1;
    }
    Cow::Owned(plain)
}

/// The ranges of a text that stand for the given ranges of what it says. `ranges` must be sorted and apart.
fn located(text: &[u8], ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::with_capacity(ranges.len());
    let (mut at, mut said) = (0, 0);
    for range in ranges {
        let mut go_to = |wanted: usize| {
            while said < wanted
                && let Some((_, length)) = unit(text.get(at..).unwrap_or_default(), true)
            {
                at += length;
                said += 1;
            }
            at
        };
        found.push(go_to(range.start)..go_to(range.end));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn encoding_comes_off() {
        assert_eq!(&*decoded(b"a%20b+c%zz%4", true), b"a b c%zz%4");
        assert_eq!(&*decoded(b"a%20b+c", false), b"a b+c");
    }

    proptest! {
        #[test]
        fn a_located_range_says_what_was_found(text in "([a-z+]|%[0-9a-f]{2}|%|%z){0,20}", from in 0..20_usize, length in 0..9_usize) {
            let plain = decoded(text.as_bytes(), true);
            let (start, end) = (from.min(plain.len()), (from + length).min(plain.len()));
            let found = located(text.as_bytes(), std::slice::from_ref(&(start..end))).remove(0);
            prop_assert_eq!(&*decoded(&text.as_bytes()[found], true), &plain[start..end]);
        }
    }
}
