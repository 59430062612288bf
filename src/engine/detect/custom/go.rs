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

/// A part of a pattern in the crate's syntax.
struct Part {
    text: String,
    /// Whether it can match beyond ASCII.
    wide: bool,
}

impl Part {
    fn new(text: &str, wide: bool) -> Self {
        Self { text: text.to_owned(), wide }
    }

    fn write(&self, out: &mut String) {
        let (open, close) = if self.wide { ("(?u:", ")") } else { ("", "") };
        out.extend([open, &self.text, close]);
    }
}

/// The pattern as the crate reads it. What Go would refuse stays as it is, for the parser to refuse.
pub(super) fn translate(go: &str) -> String {
    let mut out = String::with_capacity(go.len() * 2);
    let mut rest = go;
    while let Some(first) = rest.chars().next() {
        let after = skip(rest, first);
        let (part, behind) = match first {
            '\\' => escape(after),
            '[' => class(after),
            '{' if !is_count(after) => (Part::new(r"\{", false), after),
            '.' => (Part::new(".", true), after),
            _ => (Part { text: first.into(), wide: !first.is_ascii() }, after),
        };
        part.write(&mut out);
        rest = behind;
    }
    out
}

/// What follows a backslash outside a class.
fn escape(after: &str) -> (Part, &str) {
    let letter = after.chars().next();
    let rest = letter.map_or("", |letter| skip(after, letter));
    match letter {
        Some('Q') => {
            let (quoted, rest) = rest.split_once(r"\E").unwrap_or((rest, ""));
            let mut out = String::new();
            quoted.chars().for_each(|character| literal(character).write(&mut out));
            (Part { text: out, wide: false }, rest)
        }
        Some('b') => (Part::new(r"\b", false), rest),
        _ => letter.and_then(short_class).map_or_else(|| character(after), |class| (class, rest)),
    }
}

/// `\d` and its kin as a class of its own.
fn short_class(letter: char) -> Option<Part> {
    let holds = match letter.to_ascii_lowercase() {
        'd' => DIGIT,
        'w' => WORD,
        's' => SPACE,
        _ => return None,
    };
    let negated = letter.is_ascii_uppercase();
    Some(Part { text: format!("[{}{holds}]", if negated { "^" } else { "" }), wide: negated })
}

/// What follows a backslash, when it is one character or `\p{…}`.
fn character(after: &str) -> (Part, &str) {
    let Some(letter) = after.chars().next() else { return (Part::new("\\", false), after) };
    let rest = skip(after, letter);
    if letter.is_ascii_punctuation() {
        return (literal(letter), rest);
    }
    if let Some(digits) = octal(after) {
        let value = u32::from_str_radix(digits, 8).unwrap_or_default();
        let part = Part { text: format!(r"\x{{{value:x}}}"), wide: value > 0x7f };
        return (part, after.get(digits.len()..).unwrap_or_default());
    }
    // `\x{10FFFF}`, `\p{Greek}`: the braces are no count.
    let length = match letter {
        'x' | 'p' | 'P' if rest.starts_with('{') => rest.find('}').map_or(0, |end| end + 1),
        'x' => 2,
        'p' | 'P' => rest.chars().next().map_or(0, char::len_utf8),
        _ => 0,
    };
    let (argument, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
    let digits = argument.trim_matches(['{', '}']);
    let wide = match letter {
        'x' => u32::from_str_radix(digits, 16).is_ok_and(|value| value > 0x7f),
        _ => matches!(letter, 'p' | 'P'),
    };
    (Part { text: format!("\\{letter}{argument}"), wide }, rest)
}

/// The digits of an octal escape. One digit alone, unless it is 0, would refer back to a group, which neither can.
fn octal(after: &str) -> Option<&str> {
    let length = after.bytes().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
    after.get(..length).filter(|digits| length > 1 || digits.starts_with('0'))
}

/// What follows the `[` of a class, to behind its end.
fn class(after: &str) -> (Part, &str) {
    let (negated, mut rest) = after.strip_prefix('^').map_or((false, after), |rest| (true, rest));
    let mut class = Part::new(if negated { "[^" } else { "[" }, negated);
    let mut is_first = true;
    loop {
        let Some(first) = rest.chars().next() else { return (class, rest) };
        if first == ']' && !is_first {
            class.text.push(']');
            return (class, skip(rest, ']'));
        }
        is_first = false;
        let posix = rest.strip_prefix("[:").and_then(|name| name.find(":]"));
        let short = rest.strip_prefix('\\').and_then(|it| it.chars().next());
        let (item, behind) = if let Some(end) = posix {
            let (name, behind) = rest.split_at_checked(end + 4).unwrap_or((rest, ""));
            (Part::new(name, name.starts_with("[:^")), behind)
        } else if let Some((letter, item)) = short.and_then(|it| Some((it, short_class(it)?))) {
            (item, skip(skip(rest, '\\'), letter))
        } else {
            range(rest)
        };
        class.text.push_str(&item.text);
        class.wide |= item.wide;
        rest = behind;
    }
}

/// One character of a class, or a range of them.
fn range(rest: &str) -> (Part, &str) {
    let (mut lower, rest) = member(rest);
    match rest.strip_prefix('-').filter(|upper| !upper.starts_with(']')) {
        Some(upper) => {
            let (upper, rest) = member(upper);
            lower.text.extend(["-", &upper.text]);
            (Part { wide: lower.wide || upper.wide, ..lower }, rest)
        }
        None => (lower, rest),
    }
}

fn member(rest: &str) -> (Part, &str) {
    match rest.chars().next() {
        Some('\\') => character(skip(rest, '\\')),
        Some(first) => (literal(first), skip(rest, first)),
        None => (Part::new("", false), rest),
    }
}

/// A character that stands for itself.
fn literal(character: char) -> Part {
    let escape = if is_meta_character(character) { "\\" } else { "" };
    Part { text: format!("{escape}{character}"), wide: !character.is_ascii() }
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
