//! Owns the way from the syntax of Go's `regexp`, which rule files are written in, to that of the crate that searches
//! here. It must not judge a pattern: what is wrong with one, the parser says.
//!
//! Both are RE2's children and mostly agree. Where they do not, the meaning is Go's: `\d`, `\w`, `\s` and `\b` are
//! ASCII, `\s` has no vertical tab; a `{` that begins no count is itself; `\<` is `<`; `\Q…\E` quotes; `\101` is octal;
//! inside a class `[`, `&&`, `--` and `~~` have no meaning of their own, nor has a `-` after a class such as `\w`.
//!
//! The result is for a parser whose Unicode mode is off: what can match beyond ASCII is in `(?u:…)`, the rest stays
//! bytes, which halves the time to parse and compile it. So `.` and `[^x]` are whole characters as in Go; but without
//! regard to case an ASCII letter is its other case only, not the long s or the Kelvin sign too.

use regex_syntax::is_meta_character;

/// What Go's short classes hold, in either case of their letter.
const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
const SPACE: &str = r"\t\n\x0C\r\x20";

/// The pattern as the crate reads it. What Go would refuse stays as it is, for the parser to refuse.
pub(super) fn translate(go: &str) -> String {
    let mut out = String::with_capacity(go.len() * 2);
    let mut part = String::new();
    let mut rest = go;
    while let Some(first) = rest.chars().next() {
        let after = skip(rest, first);
        let wide;
        (wide, rest) = match first {
            '\\' => escape(after, &mut part),
            '[' => class(after, &mut part),
            '{' if !is_count(after) => push(r"\{", false, after, &mut part),
            _ => {
                part.push(first);
                (first == '.' || !first.is_ascii(), after)
            }
        };
        let (open, close) = if wide { ("(?u:", ")") } else { ("", "") };
        out.extend([open, &part, close]);
        part.clear();
    }
    out
}

/// Reads what follows a backslash outside a class; tells whether it can match beyond ASCII, as all of these do.
fn escape<'a>(after: &'a str, out: &mut String) -> (bool, &'a str) {
    let letter = after.chars().next();
    let rest = letter.map_or("", |letter| skip(after, letter));
    match (letter, letter.and_then(short_class)) {
        (Some('Q'), _) => {
            let (quoted, rest) = rest.split_once(r"\E").unwrap_or((rest, ""));
            // One by one, for a count is of the last.
            for character in quoted.chars() {
                let (open, close) = if character.is_ascii() { ("", "") } else { ("(?u:", ")") };
                out.push_str(open);
                literal(character, out);
                out.push_str(close);
            }
            (false, rest)
        }
        (Some('b'), _) => push(r"\b", false, rest, out),
        (Some(letter), Some(holds)) => {
            let is_negated = letter.is_ascii_uppercase();
            out.extend([if is_negated { "[^" } else { "[" }, holds, "]"]);
            (is_negated, rest)
        }
        _ => character(after, out),
    }
}

/// What `\d` and its kin hold; those with a capital letter hold all else.
fn short_class(letter: char) -> Option<&'static str> {
    match letter.to_ascii_lowercase() {
        'd' => Some(DIGIT),
        'w' => Some(WORD),
        's' => Some(SPACE),
        _ => None,
    }
}

/// What follows a backslash, when it is one character or `\p{…}`.
fn character<'a>(after: &'a str, out: &mut String) -> (bool, &'a str) {
    let Some(letter) = after.chars().next() else { return push("\\", false, after, out) };
    let rest = skip(after, letter);
    if letter.is_ascii_punctuation() {
        return (literal(letter, out), rest);
    }
    if let Some(digits) = octal(after) {
        let value = u32::from_str_radix(digits, 8).unwrap_or_default();
        let rest = after.get(digits.len()..).unwrap_or_default();
        return push(&format!(r"\x{{{value:x}}}"), value > 0x7f, rest, out);
    }
    // `\x{10FFFF}`, `\p{Greek}`: the braces are no count.
    let length = match letter {
        'x' | 'p' | 'P' if rest.starts_with('{') => rest.find('}').map_or(0, |end| end + 1),
        'x' => 2,
        'p' | 'P' => rest.chars().next().map_or(0, char::len_utf8),
        _ => 0,
    };
    let (argument, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let is_wide = match letter {
        'x' => u32::from_str_radix(argument.trim_matches(['{', '}']), 16).is_ok_and(|value| value > 0x7f),
        _ => matches!(letter, 'p' | 'P'),
    };
    out.push('\\');
    out.push(letter);
    push(argument, is_wide, rest, out)
}

/// The digits of an octal escape. One digit alone, unless it is 0, would refer back to a group, which neither can.
fn octal(after: &str) -> Option<&str> {
    let length = after.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    after.get(..length).filter(|digits| length > 1 || digits.starts_with('0'))
}

/// What follows the `[` of a class, to behind its end.
///
/// A class inside a class that holds nearly everything, as `\S` does, would take the crate 10 ms to read without
/// regard to case. So `[\Sx]` becomes `(?:[^\s]|[x])`, and `[^\Wx]` becomes `[\w--[x]]`.
fn class<'a>(after: &'a str, out: &mut String) -> (bool, &'a str) {
    let (is_negated, mut rest) = after.strip_prefix('^').map_or((false, after), |rest| (true, rest));
    let (mut items, mut is_wide) = (String::new(), false);
    let mut outsides = Vec::new();
    let mut is_first = true;
    let is_closed = loop {
        let Some(first) = rest.chars().next() else { break false };
        if first == ']' && !is_first {
            rest = skip(rest, ']');
            break true;
        }
        is_first = false;
        let short = rest.strip_prefix('\\').and_then(|it| it.chars().next());
        let short = short.and_then(|letter| Some((letter, short_class(letter)?)));
        let posix = rest.strip_prefix("[:").and_then(|name| name.find(":]"));
        let wide;
        (wide, rest) = match (short, posix) {
            (Some((letter, holds)), _) if letter.is_ascii_uppercase() => {
                outsides.push(holds);
                (false, skip(skip(rest, '\\'), letter))
            }
            (Some((letter, holds)), _) => push(holds, false, skip(skip(rest, '\\'), letter), &mut items),
            (_, Some(end)) => {
                let (name, rest) = rest.split_at_checked(end + 4).unwrap_or((rest, ""));
                push(name, name.starts_with("[:^"), rest, &mut items)
            }
            _ => range(rest, &mut items),
        };
        is_wide |= wide;
    };
    match (outsides.as_slice(), is_negated) {
        _ if !is_closed => out.extend(["[", &items]),
        ([], _) => out.extend([if is_negated { "[^" } else { "[" }, &items, "]"]),
        (outsides, false) => {
            let outsides: Vec<String> = outsides.iter().map(|holds| format!("[^{holds}]")).collect();
            let items = if items.is_empty() { items } else { format!("|[{items}]") };
            out.extend(["(?:", &outsides.join("|"), &items, ")"]);
        }
        (outsides, true) => {
            let items = if items.is_empty() { items } else { format!("--[{items}]") };
            out.extend(["[", &outsides.join("&&"), &items, "]"]);
            return (is_wide, rest);
        }
    }
    (is_wide || is_negated || !outsides.is_empty(), rest)
}

/// One character of a class, or a range of them.
fn range<'a>(rest: &'a str, out: &mut String) -> (bool, &'a str) {
    let (is_wide, rest) = member(rest, out);
    match rest.strip_prefix('-').filter(|upper| !upper.starts_with(']')) {
        Some(upper) => {
            out.push('-');
            let (is_wider, rest) = member(upper, out);
            (is_wide || is_wider, rest)
        }
        None => (is_wide, rest),
    }
}

fn member<'a>(rest: &'a str, out: &mut String) -> (bool, &'a str) {
    match rest.chars().next() {
        Some('\\') => character(skip(rest, '\\'), out),
        Some(first) => (literal(first, out), skip(rest, first)),
        None => (false, rest),
    }
}

/// A character that stands for itself.
fn literal(character: char, out: &mut String) -> bool {
    if is_meta_character(character) {
        out.push('\\');
    }
    out.push(character);
    !character.is_ascii()
}

fn push<'a>(text: &str, is_wide: bool, rest: &'a str, out: &mut String) -> (bool, &'a str) {
    out.push_str(text);
    (is_wide, rest)
}

/// Whether what follows a `{` makes it a count: `3}`, `3,}`, `3,5}`.
fn is_count(after: &str) -> bool {
    let Some((count, _)) = after.split_once('}') else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match count.split_once(',') {
        Some((least, most)) => digits(least) && (most.is_empty() || digits(most)),
        None => digits(count),
    }
}

fn skip(text: &str, first: char) -> &str {
    text.get(first.len_utf8()..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use regex::bytes::{Regex, RegexBuilder};

    use super::*;

    fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&translate(pattern)).unicode(false).build()
    }

    fn matched<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
        let regex = compiled(pattern).unwrap_or_else(|error| panic!("{error}"));
        regex.find(text.as_bytes()).map(|found| &text[found.range()])
    }

    #[test]
    fn a_pattern_means_what_go_means_by_it() {
        for (pattern, text, expected) in [
            (r"^\$(?:\d+|{\d+})$", "${12}", Some("${12}")),
            (r"^\{\{[ \t]*[\w ().|]+[ \t]*}}$", "{{ a.b }}", Some("{{ a.b }}")),
            (r"x{,2}", "x{,2}", Some("x{,2}")),
            (r"x{2}", "xxx", Some("xx")),
            (r"x{1,2}?", "xx", Some("x")),
            (r"\<a\>", "b <a>", Some("<a>")),
            (r"\Qa.b[\E+", "axb[[ a.b[[", Some("a.b[[")),
            (r"\Qa.b", "a.b", Some("a.b")),
            (r"\101\x42\x{43}", "ABC", Some("ABC")),
            (r"[\101-\x43]+", "ABCD", Some("ABC")),
            (r"\0", "a\0", Some("\0")),
            (r"[[]+", "a[[", Some("[[")),
            (r"[]a]+", "b]a", Some("]a")),
            (r"[^]a]+", "]ab", Some("b")),
            (r"[a&&b]+", "&&", Some("&&")),
            (r"[+--]+", "+,-.", Some("+,-")),
            (r"[\w-.]+", "a-b.c", Some("a-b.c")),
            (r"[^[:space:]a-c]+", "a d", Some("d")),
            (r"[\S\d-]+", " -x", Some("-x")),
            (r"[^\W_]+", "_é_ab", Some("ab")),
            (r"[^\W\Da-f]+", "_a12-", Some("12")),
            (r"(?i)[^\Wa-y]+", "_AbZz-", Some("_")),
            (r"(?i)[\s\S]+", "é \n", Some("é \n")),
            (r"[\W\D]+", "1é", Some("é")),
            (r"[^\s\S]", "a é", None),
            (r"\w+", "éab", Some("ab")),
            (r"\bab", "éab", Some("ab")),
            (r"\s", "\x0b\n", Some("\n")),
            (r"\d", "٣3", Some("3")),
            (r"a.c", "aéc", Some("aéc")),
            (r"a\Wc", "aéc", Some("aéc")),
            (r"a[\W]c", "aéc", Some("aéc")),
            (r"(?i)a[^x]{1}C", "aéc", Some("aéc")),
            (r"\xe9\x{E9}\351[\351]", "éééé", Some("éééé")),
            (r"(?i)[à-ü]+\Qé.\E", "Éé.", Some("Éé.")),
            (r"é+$", "éé", Some("éé")),
            (r"(?i)é+", "Éé", Some("Éé")),
            (r"\p{Greek}\pL", "αb", Some("αb")),
            (r"(?i:a)b(?-i)C", "AbC", Some("AbC")),
            (r"(?P<n>a)(?<m>b)", "ab", Some("ab")),
            (r"(?s)a.b$", "a\nb", Some("a\nb")),
            (r"b$", "ab\n", None),
            (r"a\z", "a", Some("a")),
        ] {
            assert_eq!(matched(pattern, text), expected, "{pattern} became {}", translate(pattern));
        }
    }

    #[test]
    fn what_go_refuses_is_refused_and_not_read_otherwise() {
        for pattern in [r"(a)\1", r"a(?=b)", r"(?<!a)b", r"[a", r"a\", r"[\", r"a)", r"\Z", r"[z-a]", r"*a"] {
            assert!(compiled(pattern).is_err(), "{pattern} became {}", translate(pattern));
        }
    }
}
