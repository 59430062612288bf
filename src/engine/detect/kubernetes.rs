//! Owns the values of a Secret of Kubernetes in YAML or JSON, whatever their names. It must not take those of other
//! objects.

use std::ops::Range;

use super::bytes;
use super::rule::Match;
use super::value;

/// How far the object may reach from its kind, in bytes.
const MAX_BEFORE: usize = 16 * 1024;
const MAX_BEHIND: usize = 64 * 1024;
/// Most bytes before a kind on its line.
const MAX_INDENT: usize = 64;

/// The values under `data:` and `stringData:` of the Secret whose `kind: Secret` stands at `at`.
pub(super) fn secret_values(text: &[u8], at: usize) -> Vec<Match> {
    let before = bytes::run_back(text, at, |byte| matches!(byte, b' ' | b'\t' | b'-' | b'"'), MAX_INDENT);
    let line = at - before;
    if text.get(..line).is_none_or(|before| before.last().is_some_and(|&byte| byte != b'\n')) {
        return compact(text, at);
    }
    let own = indent(text.get(line..at).unwrap_or_default());
    let mut from = line;
    // Back to the object's first line, or to another's kind.
    while let Some(end) = from.checked_sub(1).filter(|end| at - end < MAX_BEFORE) {
        let start = end - bytes::run_back(text, end, |byte| byte != b'\n', MAX_BEFORE);
        let line = text.get(start..end).unwrap_or_default();
        if is_other(line, own) {
            break;
        }
        from = start;
        // The item of a list begins here.
        if line.get(..own).is_some_and(|dash| dash.contains(&b'-')) {
            break;
        }
    }
    let mut found = lines(text, from..line, own);
    let behind = line + bytes::run(text, line, |byte| byte != b'\n', MAX_BEHIND) + 1;
    found.extend(lines(text, behind..text.len().min(at + MAX_BEHIND), own));
    found
}

/// The values of data in the lines of an object that is indented by `own`.
fn lines(text: &[u8], range: Range<usize>, own: usize) -> Vec<Match> {
    let mut found = Vec::new();
    // Whether the lines are in `data:`, and if so whether their values are plain.
    let mut data = None;
    let mut from = range.start;
    while from < range.end {
        let line = text.get(from..range.end).unwrap_or_default();
        let line = line.get(..bytes::run(line, 0, |byte| byte != b'\n', line.len())).unwrap_or_default();
        let indent = indent(line);
        let word = line.get(indent..).unwrap_or_default();
        let comment = matches!(word, [] | [b'#' | b'\r', ..]);
        if !comment
            && (is_other(line, own)
                || from > range.start
                    && indent == own
                    && line.get(..own).is_some_and(|dash| dash.contains(&b'-')))
        {
            break;
        }
        if !comment && indent <= own {
            let word = word.strip_prefix(b"\"").unwrap_or(word);
            let closed = |name: &[u8]| matches!(word.get(name.len()), Some(b':' | b'"'));
            data = [(b"data".as_slice(), false), (b"stringData", true)]
                .into_iter()
                .find_map(|(name, plain)| (word.starts_with(name) && closed(name)).then_some(plain));
        } else if !comment && let Some((plain, value)) = data.and_then(|plain| Some((plain, value_of(line)?)))
        {
            let bytes = line.get(value.clone()).unwrap_or_default();
            if fits(bytes, plain) {
                found.push((from + value.start..from + value.end).into());
            }
        }
        from += line.len() + 1;
    }
    found
}

/// The values of data in an object on one line, in which `kind` stands at `at`.
fn compact(text: &[u8], at: usize) -> Vec<Match> {
    if !text.get(at..).is_some_and(|rest| rest.starts_with(b"kind\"")) {
        return Vec::new();
    }
    // Up to the end of the line or another kind: a text full of them is read once.
    let ends = |window: &[u8]| matches!(window, [b'\n', ..] | b"kind\"");
    let before = text.get(at.saturating_sub(MAX_BEFORE)..at).unwrap_or_default();
    let behind = text.get(at + 1..text.len().min(at + MAX_BEHIND)).unwrap_or_default();
    let from = at - before.len() + before.windows(5).rposition(ends).unwrap_or(0);
    let to = at + 1 + behind.windows(5).position(ends).unwrap_or(behind.len());
    let object = text.get(from..to).unwrap_or_default();
    bytes::work::add(object.len());
    let mut found = Vec::new();
    for (name, plain) in [(b"\"data\":{".as_slice(), false), (b"\"stringData\":{", true)] {
        let Some(data) = memchr::memmem::find(object, name) else { continue };
        let mut next = data + name.len();
        let end = next + bytes::run(object, next, |byte| byte != b'}', MAX_BEHIND);
        while next < end {
            let member = object.get(next..end).unwrap_or_default();
            let length = bytes::run(member, 0, |byte| byte != b',', MAX_BEHIND);
            let value = member.get(..length).and_then(value_of);
            if let Some(value) =
                value.filter(|value| fits(member.get(value.clone()).unwrap_or_default(), plain))
            {
                found.push((from + next + value.start..from + next + value.end).into());
            }
            next += length + 1;
        }
    }
    found.sort_by_key(|found: &Match| found.range.start);
    found
}

/// Whether the line belongs to another object than that which is indented by `own`.
fn is_other(line: &[u8], own: usize) -> bool {
    let indent = indent(line);
    let word = line.get(indent..).unwrap_or_default();
    let kind = word.strip_prefix(b"\"").unwrap_or(word).starts_with(b"kind");
    let same = indent == own || memchr::memmem::find(word, b"ecret").is_some();
    line.starts_with(b"---") || indent < own && !word.is_empty() || kind && same
}

/// Bytes before the first word of a line; the dash of a list counts as a blank.
fn indent(line: &[u8]) -> usize {
    bytes::run(line, 0, |byte| matches!(byte, b' ' | b'\t' | b'-'), line.len())
}

/// Where in `name: value` the value stands.
fn value_of(line: &[u8]) -> Option<Range<usize>> {
    let colon = memchr::memchr(b':', line)?;
    let start = colon + 1 + bytes::run(line, colon + 1, |byte| b"\"' \t".contains(&byte), 16);
    let length = bytes::run(line, start, |byte| byte > b' ' && !b"\"',".contains(&byte), line.len());
    Some(start..start + length)
}

fn fits(value: &[u8], plain: bool) -> bool {
    let base64 = value.iter().all(|&byte| bytes::base64(byte));
    value.len() >= 4 && (plain || base64) && !value::is_stand_in(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let at = text.find("kind").unwrap();
        secret_values(text.as_bytes(), at).into_iter().map(|found| &text[found.range]).collect()
    }

    #[test]
    fn every_value_of_a_secret_is_found() {
        for (text, values) in [
            (
                "apiVersion: v1\nkind: Secret\ndata:\n  # made by hand\n  user: YWRtaW4=\n  key: bXlwYXNz\ntype: Opaque\n",
                vec!["YWRtaW4=", "bXlwYXNz"],
            ),
            (
                "data:\n\tkey: \"YWRtaW46cGFz\"\nkind: \"secret\"\nmetadata:\n\tname: \"x\"\n",
                vec!["YWRtaW46cGFz"],
            ),
            ("kind: Secret\nstringData:\n  key: hunter2\n", vec!["hunter2"]),
            (
                "{\n  \"kind\": \"Secret\",\n  \"data\": {\n    \"a\": \"YWRtaW4=\",\n    \"b\": \"bXlwYXNz\"\n  },\n",
                vec!["YWRtaW4=", "bXlwYXNz"],
            ),
            (
                "  note: |\n    {\"apiVersion\":\"v1\",\"data\":{\"a\":\"YWRtaW4=\",\"b\":\"bXlwYXNz\"},\"kind\":\"Secret\"}\n",
                vec!["YWRtaW4=", "bXlwYXNz"],
            ),
            (
                "items:\n- kind: Secret\n  data:\n    a: YWRtaW4=\n- kind: ConfigMap\n  data:\n    b: bXlwYXNz\n",
                vec!["YWRtaW4="],
            ),
        ] {
            assert_eq!(found(text), values, "{text}");
        }
    }

    #[test]
    fn values_of_other_objects_stay() {
        for text in [
            "kind: Secret\n---\nkind: ConfigMap\ndata:\n  key: bXlwYXNz\n",
            "kind: Secret\nmetadata:\n  data:\n    key: bXlwYXNz\n",
            "kind: Secret\nstringData:\n  key: ${PASSWORD}\n",
            "kind: Secret\ndata:\nkey: bXlwYXNz\n",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }
}
