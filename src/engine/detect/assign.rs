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
    let operator = Operator::read(text, name_end)?;
    let name_start = at - bytes::run_back(text, at, in_name, key::MAX_NAME);
    let name = text.get(name_start..name_end)?;
    // `AWS::IAM::AccessKey` names a type.
    if text.get(..name_start)?.ends_with(b"::") {
        return None;
    }
    let named = key::named(name)?;
    let (range, quoted) = operator.value(text)?;
    // Without an operator a value stands behind a flag, or in quotes as SQL writes it: `PASSWORD 'value'`.
    let flag = name.starts_with(b"--");
    let sql = quoted && name.eq_ignore_ascii_case(b"password");
    if operator.kind == Kind::Space && !flag && !sql {
        return None;
    }
    let label = judge(name, named, text.get(range.clone())?, quoted)?;
    Some(Match { range, label: Some(label) })
}

/// The value of an object member, which is the whole text less white space around it.
pub(super) fn member(name: &[u8], text: &[u8]) -> Option<(Range<usize>, Label)> {
    if text.len() > MAX_QUOTED {
        return None;
    }
    let trimmed = text.trim_ascii();
    let from = text.len() - text.trim_ascii_start().len();
    judge(name, key::named(name)?, trimmed, true).map(|label| (from..from + trimmed.len(), label))
}

/// The label of the secret that `bytes` are under a name, if they are one.
fn judge(name: &[u8], named: Named, bytes: &[u8], quoted: bool) -> Option<Label> {
    if bytes.len() < value::MIN_VALUE {
        return None;
    }
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

/// How a name and its value are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// `=`, `:=`, `=>`, ` is `, and the like.
    Sign,
    /// `:`, behind which a type may stand.
    Colon,
    /// `>`, the end of an element's tag.
    Tag,
    /// Nothing but a space.
    Space,
}

/// What joins a name and a value, and where the latter begins at the earliest.
struct Operator {
    kind: Kind,
    end: usize,
}

impl Operator {
    /// Reads on from the end of a name.
    fn read(text: &[u8], name_end: usize) -> Option<Self> {
        let closed = name_end + closers(text, name_end);
        let quoted = closed > name_end;
        let at = closed + bytes::run(text, closed, blank, MAX_SPACES);
        let (kind, length) = match text.get(at..)? {
            [b'=', b'=', ..] | [b':', b':', ..] if !text.get(at..)?.starts_with(b"::=") => return None,
            [b'=', b'>', ..] | [b':' | b'?' | b'+', b'=', ..] => (Kind::Sign, 2),
            [b'i', b's', b' ', ..] | [b':', b':', b'=', ..] | [b'%', b'3', b'D' | b'd', ..] => {
                (Kind::Sign, 3)
            }
            [b'=', ..] => (Kind::Sign, 1),
            [b':', ..] => (Kind::Colon, 1),
            [b'>', ..] => (Kind::Tag, 1),
            // Behind a quoted name: `define('PASSWORD', '…')`, `<add name="password" value="…"/>`.
            [b',', ..] if quoted => (Kind::Sign, 1),
            [b'v', b'a', b'l', b'u', b'e', b'=', ..] if quoted => (Kind::Sign, 6),
            _ if at > closed && !quoted => (Kind::Space, 0),
            _ => return None,
        };
        // An element's text may stand on a line of its own.
        let space = if kind == Kind::Tag { |byte: u8| byte.is_ascii_whitespace() } else { blank };
        let end = at + length + bytes::run(text, at + length, space, MAX_SPACES);
        Some(Self { kind, end })
    }

    /// The value, less its quotes, and whether it had any.
    fn value(&self, text: &[u8]) -> Option<(Range<usize>, bool)> {
        let (range, quoted) = value_at(text, self.end)?;
        let after = |class| range.end + bytes::run(text, range.end, class, MAX_SPACES);
        match self.kind {
            Kind::Tag => {
                // Closed by a tag, or it was only a `<password>` in prose.
                let closed = text.get(after(|byte| byte.is_ascii_whitespace())..)?.starts_with(b"</");
                closed.then_some((range, quoted))
            }
            Kind::Colon if !quoted => {
                // `password: str = "…"`: what follows the colon is a type.
                let equals = after(blank);
                match text.get(equals..)? {
                    [b'=', b'=', ..] => None,
                    [b'=', ..] => {
                        value_at(text, equals + 1 + bytes::run(text, equals + 1, blank, MAX_SPACES))
                    }
                    _ => Some((range, quoted)),
                }
            }
            Kind::Sign | Kind::Colon | Kind::Space => Some((range, quoted)),
        }
    }
}

/// The value that begins at `from`, less its quotes, and whether it had any.
fn value_at(text: &[u8], from: usize) -> Option<(Range<usize>, bool)> {
    let marks = bytes::run(text, from, |byte| matches!(byte, b'b' | b'r' | b'f' | b'u'), 2);
    let slashes = bytes::run(text, from + marks, |byte| byte == b'\\', 8);
    let open = from + marks + slashes;
    match text.get(open) {
        Some(&quote @ (b'"' | b'\'' | b'`')) => {
            Some((open + 1..closing(text, open + 1, quote, slashes)?, true))
        }
        _ => Some((from..from + bare(text, from), false)),
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
            "<password>\n    hunter2x\n</password>",
            "<add name=\"Password\" value=\"hunter2x\" />",
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
            "pass `asn1Spec` to it",
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
