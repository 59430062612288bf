//! Owns the context rules: key word, operator, value. It must not take names, types, references or prose for values;
//! [`key`] and [`value`] judge, the tables in `rules::keys` give vendors' values their TYPE.

use std::ops::Range;

use super::bytes;
use super::key::{self, Named};
use super::rule::{Label, Match};
use super::rules::keys;
use super::value;

/// Longest value without quotes, and with them, in bytes.
const MAX_BARE: usize = 512;
const MAX_QUOTED: usize = 4096;
/// Most spaces beside an operator.
const MAX_SPACES: usize = 16;

/// The value of the assignment in whose name a telling word stands at `at`.
pub(super) fn value_of(text: &[u8], at: usize) -> Option<Match> {
    let name_end = at + bytes::run(text, at, in_name, key::MAX_NAME);
    let assigned = Assigned::read(text, name_end)?;
    let name_start = at - bytes::run_back(text, at, in_name, key::MAX_NAME);
    let name = text.get(name_start..name_end)?;
    let bytes = text.get(assigned.range.clone())?;
    if assigned.loose
        && !text.get(..name_start)?.ends_with(b"--")
        && !name.starts_with(b"--")
        && !assigned.sql
    {
        return None;
    }
    judge(name, bytes, assigned.quoted).map(|label| Match { range: assigned.range, label: Some(label) })
}

/// The value of an object member, which is the whole text less white space around it.
pub(super) fn member(name: &[u8], text: &[u8]) -> Option<(Range<usize>, Label)> {
    if text.len() > MAX_QUOTED {
        return None;
    }
    let trimmed = text.trim_ascii();
    let from = text.len() - text.trim_ascii_start().len();
    judge(name, trimmed, true).map(|label| (from..from + trimmed.len(), label))
}

/// The label of the secret that `bytes` are under that name.
fn judge(name: &[u8], bytes: &[u8], quoted: bool) -> Option<Label> {
    if bytes.len() < value::MIN_VALUE {
        return None;
    }
    let named = key::named(name)?;
    if let Some(label) = keys::label(name, bytes) {
        return (!value::is_stand_in(bytes)).then_some(label);
    }
    value::is_secret(bytes, named, quoted).then_some(match named {
        Named::Password => Label { id: "password-assignment", kind: "PASSWORD" },
        Named::Secret => Label { id: "secret-assignment", kind: "SECRET" },
        Named::Vague => Label { id: "token-assignment", kind: "CREDENTIAL" },
        Named::Basic => Label { id: "basic-assignment", kind: "BASIC_AUTH" },
    })
}

/// What stands on the right of an operator.
struct Assigned {
    range: Range<usize>,
    quoted: bool,
    /// No operator, only a space: right after a flag such as `--password`.
    loose: bool,
    /// `PASSWORD 'value'`, as SQL writes it.
    sql: bool,
}

impl Assigned {
    /// Reads on from the end of a name.
    fn read(text: &[u8], name_end: usize) -> Option<Self> {
        let closed = name_end + closers(text, name_end);
        let spaces = bytes::run(text, closed, blank, MAX_SPACES);
        let operator = operator(text, closed + spaces, closed > name_end);
        let (loose, after) = match operator {
            0 if spaces > 0 && closed == name_end => (true, closed + spaces),
            0 => return None,
            length => (false, closed + spaces + length),
        };
        let from = after + bytes::run(text, after, blank, MAX_SPACES);
        let mut assigned = Self::value(text, from)?;
        if operator == 1 && !assigned.quoted {
            // `password: str = "…"`: what follows the colon is a type.
            let typed = assigned.range.end + bytes::run(text, assigned.range.end, blank, MAX_SPACES);
            if text.get(typed) == Some(&b'=') && text.get(typed + 1) != Some(&b'=') {
                assigned = Self::value(text, typed + 1 + bytes::run(text, typed + 1, blank, MAX_SPACES))?;
            }
        }
        Some(Self { loose, sql: loose && assigned.quoted, ..assigned })
    }

    fn value(text: &[u8], from: usize) -> Option<Self> {
        let marks = bytes::run(text, from, |byte| matches!(byte, b'b' | b'r' | b'f' | b'u'), 2);
        let slashes = bytes::run(text, from + marks, |byte| byte == b'\\', 8);
        let open = from + marks + slashes;
        let quote = text.get(open).copied().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        let (range, quoted) = match quote {
            Some(quote) => (open + 1..closing(text, open + 1, quote, slashes)?, true),
            None => (from..from + bare(text, from), false),
        };
        Some(Self { range, quoted, loose: false, sql: false })
    }
}

/// Where the quoted value that begins at `from` ends. A quote that was opened behind backslashes is closed behind as
/// many; one that was opened plainly is not closed by `\"`.
fn closing(text: &[u8], from: usize, quote: u8, slashes: usize) -> Option<usize> {
    let mut at = from;
    let most = text.len().min(from + MAX_QUOTED);
    while at < most {
        match text.get(at)? {
            b'\n' => return None,
            b'\\' if slashes == 0 => at += 1,
            &byte if byte == quote => return Some(at - slashes.min(at - from)),
            _ => {}
        }
        at += 1;
    }
    // Cut off, as output is: the rest of the text is the value.
    (most == text.len()).then_some(most)
}

/// Length of a value without quotes: to white space or to what ends one in code, a query, a list.
fn bare(text: &[u8], from: usize) -> usize {
    let length = bytes::run(text, from, |byte| !ends_bare(byte), MAX_BARE);
    let value = text.get(from..from + length).unwrap_or_default();
    // A full stop or a colon is the sentence's, not the value's.
    let kept =
        value.iter().rposition(|byte| !matches!(byte, b'.' | b':' | b'!' | b'?')).map_or(0, |last| last + 1);
    let called = matches!(text.get(from + length), Some(b'(' | b'[' | b'{'));
    let broken = text.get(from + length..).is_some_and(|rest| rest.starts_with(b"<pl:"));
    if called || broken {
        0
    } else if text.get(from + length).is_none_or(u8::is_ascii_whitespace) {
        kept
    } else {
        length
    }
}

fn ends_bare(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || byte < b' '
        || matches!(
            byte,
            b'"' | b'\''
                | b'`'
                | b','
                | b';'
                | b'('
                | b')'
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'<'
                | b'>'
                | b'&'
                | b'|'
                | b'\\'
        )
}

/// Length of the operator at `at`, or 0. A comma is one only behind a quoted name: `define('PASSWORD', '…')`.
fn operator(text: &[u8], at: usize, closed: bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    match rest {
        [b'=', b'=', ..] => 0,
        [b'=', b'>', ..] | [b':', b'=', ..] | [b'?', b'=', ..] | [b'+', b'=', ..] => 2,
        [b'i', b's', b' ', ..] | [b':', b':', b'=', ..] => 3,
        [b':', b':', ..] => 0,
        [b'=' | b':', ..] => 1,
        [b'>', ..] => 1,
        [b',', ..] if closed => 1,
        [b'%', b'3', b'D' | b'd', ..] => 3,
        _ => 0,
    }
}

/// Length of what may close a name: a quote behind any backslashes, a bracket.
fn closers(text: &[u8], at: usize) -> usize {
    let slashes = bytes::run(text, at, |byte| byte == b'\\', 8);
    let quotes = bytes::run(text, at + slashes, |byte| matches!(byte, b'"' | b'\'' | b'`'), 1);
    if quotes == 0 {
        return 0;
    }
    slashes + quotes + bytes::run(text, at + slashes + quotes, |byte| byte == b']', 1)
}

fn in_name(byte: u8) -> bool {
    bytes::url64(byte) || byte == b'.'
}

fn blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let lower = text.to_ascii_lowercase();
        let at = ["pass", "pwd", "ecret", "oken", "key", "auth"]
            .iter()
            .filter_map(|word| lower.find(word))
            .min()?;
        value_of(text.as_bytes(), at).map(|found| &text[found.range])
    }

    #[test]
    fn every_way_to_assign_is_read() {
        for text in [
            "password = \"hunter2x\"",
            "password: hunter2x",
            "DB_PASSWORD=hunter2x",
            "export PGPASSWORD='hunter2x'",
            "{\"password\": \"hunter2x\"}",
            "{\\\"password\\\": \\\"hunter2x\\\"}",
            "password := `hunter2x`",
            "'password' => 'hunter2x',",
            "config[\"password\"] = \"hunter2x\"",
            "password: str = \"hunter2x\"",
            "--password hunter2x",
            "--password=hunter2x -v",
            "?password=hunter2x&x=1",
            "<password>hunter2x</password>",
            "define('PASSWORD', 'hunter2x');",
            "ALTER USER me WITH PASSWORD 'hunter2x'",
            "the password is hunter2x.",
            "password = b\"hunter2x\"",
            "password%3Dhunter2x",
            "password=hunter2x",
            "password ?= \"hunter2x",
            "password: hunter2x\nnext: line",
        ] {
            assert_eq!(found(text), Some("hunter2x"), "{text}");
        }
    }

    #[test]
    fn code_about_secrets_stays() {
        for text in [
            "password = os.environ[\"DB_PASSWORD1\"]",
            "const token = process.env.GITHUB_TOKEN1;",
            "token: ${{ secrets.GITHUB_TOKEN1 }}",
            "let api_key = std::env::var(\"OPENAI_API_KEY1\")?;",
            "PASSWORD=$PASSWORD1",
            "password = hash_password2(password)",
            "password == \"hunter2x\"",
            "def login(password: str, n: int) -> T1:",
            "password: Option<Secret2>,",
            "password = var.db_password2",
            "TOKEN=\"$(cat /run/secrets/token2)\"",
            "--token-file /run/secrets/token2",
            "password = request.password2",
            "auth::token: refreshed token in 12ms",
            "the password must2be longer",
            "token bucket: rate=100/s",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn an_escaped_quote_does_not_end_a_value() {
        assert_eq!(found(r#"password = "hunt\"er2x""#), Some(r#"hunt\"er2x"#));
    }

    #[test]
    fn a_member_is_judged_by_its_name() {
        let found = |name: &str, text: &str| member(name.as_bytes(), text.as_bytes()).map(|(range, _)| range);
        assert_eq!(found("password", "hunter2hunter2"), Some(0..14));
        assert_eq!(found("password", " hunter2hunter2\n"), Some(1..15));
        assert_eq!(found("password", "at least 12 characters"), None);
        assert_eq!(found("prompt_cache_key", "q7Rt9Lm2Xc4Vb6Nz8Kp1"), None);
    }
}
