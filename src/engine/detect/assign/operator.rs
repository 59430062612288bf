//! Owns what joins a name and its value, in the languages and file formats in which people write them. It must not
//! judge either.

use super::extent::{self, Extent};
use crate::engine::detect::bytes::{self, in_name};

/// Most spaces beside an operator.
pub(super) const MAX_SPACES: usize = 16;
/// Longest type between a name and its `=`: `token string = "…"`.
const MAX_TYPE: usize = 48;
/// Longest tag between a name and its value: `<Password><Value>…`.
const MAX_TAG: usize = 24;
/// Longest `for user "…"` between `password` and `is`.
const MAX_CLAUSE: usize = 64;

/// How a name and its value are joined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// `=`, `:=`, `=>`, ` is `, and the like.
    Sign,
    /// `=` written `%3D`.
    Encoded,
    /// `:`, behind which a type may stand.
    Colon,
    /// `>`, the end of an element's tag.
    Tag,
    /// Behind which only a literal can be a value: a comparison, a call, a default, a typed declaration.
    Literal,
    /// Nothing but a space.
    Space,
}

/// The operator that a text begins with, and its length; the longer before those they begin with.
fn spelled(text: &[u8]) -> Option<(Kind, usize)> {
    Some(match text {
        [b':', b':', b':', b'=', ..] | [b'i', b's', b':', b' ', ..] => (Kind::Sign, 4),
        [b'w', b'a', b's', b' ', ..] => (Kind::Literal, 4),
        [b'=' | b'!', b'=', b'=', ..] | [b'o', b'r', b' ', ..] => (Kind::Literal, 3),
        [b':', b':', b'=', ..] | [b'|', b'|', b'=', ..] | [b'?', b'?', b'=', ..] | [b'i', b's', b' ', ..] => {
            (Kind::Sign, 3)
        }
        [b'%', b'3', b'A' | b'D' | b'a' | b'd', ..] => (Kind::Encoded, 3),
        // The colon of full width.
        [0xef, 0xbc, 0x9a, ..] => (Kind::Colon, 3),
        [b'=' | b'!', b'=', ..]
        | [b'=', b'~', ..]
        | [b'<', b'-', ..]
        | [b'-', b'>', ..]
        | [b'|', b'|', ..]
        | [b'?', b'?' | b':', ..] => (Kind::Literal, 2),
        [b'=', b'>', ..] | [b':' | b'?' | b'+' | b'.', b'=', ..] => (Kind::Sign, 2),
        [b'=', ..] => (Kind::Sign, 1),
        [b'>', ..] => (Kind::Tag, 1),
        _ => return None,
    })
}

/// Whether an operator, or what may close a name before one, may begin with the byte. Others stand only behind a
/// blank.
pub(super) fn may_follow(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'\t'
            | b'"'
            | b'\''
            | b'`'
            | b'\\'
            | b'&'
            | b'%'
            | b'['
            | b']'
            | b'}'
            | b'*'
            | b'='
            | b':'
            | b'!'
            | b'?'
            | b'|'
            | b'+'
            | b'<'
            | b'>'
            | b','
            | b'('
    )
}

/// What joins a name and a value, and where the latter begins at the earliest.
pub(super) struct Operator {
    pub(super) kind: Kind,
    end: usize,
}

impl Operator {
    /// Reads on from the end of a name.
    pub(super) fn read(text: &[u8], name: &[u8], name_end: usize) -> Option<Self> {
        let closed = name_end + closers(text, name_end);
        let quoted = closed > name_end;
        // Else a sentence ends there: `"…the password", "…"`.
        let before = name_end.checked_sub(name.len() + 1).and_then(|before| text.get(before));
        let opened = matches!(before, Some(b'"' | b'\'' | b'`' | b':' | b'$'));
        let at = closed + bytes::run(text, closed, blank, MAX_SPACES);
        let rest = text.get(at..)?;
        let (kind, length) = match (spelled(rest), rest) {
            (_, []) => return None,
            (Some(spelled), _) => spelled,
            (None, [b':', b':', ..]) => return None,
            // A default of the shell: `${PASSWORD:-…}`.
            (None, [b':', b'-', ..]) if !quoted => (Kind::Sign, 2),
            (None, [b':', ..]) => (Kind::Colon, 1),
            // Behind a quoted name: `define('PASSWORD', '…')`, `<add name="password" value="…"/>`. Behind a constant:
            // `setopt(curl, CURLOPT_KEYPASSWD, "…")`.
            (None, [b',', ..]) if quoted && opened => (Kind::Literal, 1),
            (None, [b',', ..]) if name.iter().all(|byte| !byte.is_ascii_lowercase()) => (Kind::Literal, 1),
            (None, [b'v', b'a', b'l', b'u', b'e', b'=', ..]) if quoted => (Kind::Sign, 6),
            (None, [b'<', b'/', ..]) => (Kind::Tag, 0),
            // The cell of a table; elsewhere it is a pipe.
            (None, [b'|', b' ', ..]) if is_cell(text, name_end - name.len()) => (Kind::Sign, 1),
            (None, [b'(', ..]) if sets(name) => (Kind::Literal, 1),
            _ if at > closed && !quoted => return Some(Self::behind_words(text, at)),
            _ => return None,
        };
        // An element's text may stand on a line of its own.
        let space = |byte: u8| blank(byte) || kind == Kind::Tag && byte.is_ascii_whitespace();
        // `**Password:** …`
        let stars = if matches!(text.get(at + length..)?, [b'*', b'*', b' ', ..]) { 2 } else { 0 };
        let mut end = at + length + stars;
        end += bytes::run(text, end, space, MAX_SPACES);
        if kind == Kind::Tag {
            end += tag(text, end);
        }
        Some(Self { kind, end })
    }

    /// Behind a name and a space: a type and `=`, a clause and `is`, or nothing.
    fn behind_words(text: &[u8], at: usize) -> Self {
        let nothing = Self { kind: Kind::Space, end: at };
        let near = text.get(at..text.len().min(at + MAX_CLAUSE)).unwrap_or_default();
        if memchr::memchr2(b'=', b'\'', near).or_else(|| memchr::memchr(b'"', near)).is_none() {
            return nothing;
        }
        let clause = text.get(at..).is_some_and(|rest| rest.starts_with(b"for "));
        let (most, sign): (_, &[u8]) = if clause { (MAX_CLAUSE, b" is ") } else { (MAX_TYPE, b"= ") };
        let in_type = |byte| in_name(byte) || b" []()<>*&:".contains(&byte);
        let length = if clause {
            bytes::run(text, at, |byte| byte != b'\n', most)
        } else {
            bytes::run(text, at, in_type, most)
        };
        let words = text.get(at..text.len().min(at + length + sign.len())).unwrap_or_default();
        match memchr::memmem::find(words, sign) {
            Some(found) if clause || found <= length => {
                Self { kind: Kind::Literal, end: at + found + sign.len() }
            }
            _ => nothing,
        }
    }

    /// A quick look whether what follows is an assignment itself, which has no value here: as in a text that is full
    /// of them.
    pub(super) fn leads_to_name(&self, text: &[u8]) -> bool {
        self.kind != Kind::Literal && extent::begins_with_name(text, self.end)
    }

    /// Where the value stands.
    pub(super) fn value(&self, text: &[u8]) -> Option<Extent> {
        let value = if self.kind == Kind::Literal {
            extent::quoted(text, self.end)?
        } else {
            extent::at(text, self.end)?
        };
        let after =
            |class: fn(u8) -> bool| value.range.end + bytes::run(text, value.range.end, class, MAX_SPACES);
        match self.kind {
            Kind::Tag => {
                // Closed by a tag, or it was only a `<password>` in prose.
                let closed = text.get(after(|byte| byte.is_ascii_whitespace())..)?.starts_with(b"</");
                closed.then_some(value)
            }
            Kind::Encoded => Some(value.until_encoded(text)),
            Kind::Colon if !value.quoted => {
                // `password: str = "…"`: what follows the colon is a type.
                let typed = typed(text, self.end).and_then(|equals| extent::at(text, equals));
                let compared = text.get(after(blank)..)?.starts_with(b"==");
                typed.filter(|typed| typed.quoted).or((!compared).then_some(value))
            }
            Kind::Literal | Kind::Sign | Kind::Colon | Kind::Space => Some(value),
        }
    }
}

/// Where a value begins behind a word in another language, whose verb may be the operator.
pub(super) fn abroad(text: &[u8], word_end: usize) -> Option<usize> {
    let signs = ["：", "是", "为", "は", "est ", "es ", "ist ", "is ", ":=", "=>", ":", "="];
    let closed = word_end + closers(text, word_end);
    let at = closed + bytes::run(text, closed, blank, MAX_SPACES);
    let rest = text.get(at..)?;
    let end = at + signs.iter().find(|sign| rest.starts_with(sign.as_bytes()))?.len();
    let open = end + bytes::run(text, end, blank, MAX_SPACES);
    Some(open + bytes::run(text, open, |byte| matches!(byte, b'"' | b'\'' | b'`'), 1))
}

/// Where the value begins in `password: Option<&'static str> = …`, if a type stands at `at`.
fn typed(text: &[u8], at: usize) -> Option<usize> {
    let in_type = |byte| in_name(byte) || b" []<>&'|?*".contains(&byte);
    let length = bytes::run(text, at, in_type, MAX_TYPE);
    let equals = at + length;
    let sign = text.get(equals..)?;
    (length > 0 && sign.starts_with(b"=") && !sign.starts_with(b"=="))
        .then(|| equals + 1 + bytes::run(text, equals + 1, blank, MAX_SPACES))
}

/// Length of the tags between a name and its value, and the white space after them: `<Value>`, `</key><string>`.
fn tag(text: &[u8], at: usize) -> usize {
    let length = |at: usize| match text.get(at) {
        Some(b'<') => {
            let name = bytes::run(text, at + 1, |byte| byte == b'/' || byte.is_ascii_alphanumeric(), MAX_TAG);
            let end = at + 1 + name;
            (text.get(end) == Some(&b'>'))
                .then(|| name + 2 + bytes::run(text, end + 1, |byte| byte.is_ascii_whitespace(), MAX_SPACES))
        }
        _ => None,
    };
    let first = length(at).unwrap_or(0);
    first + if first > 0 { length(at + first).unwrap_or(0) } else { 0 }
}

/// Whether the name at `at` begins the cell of a table.
fn is_cell(text: &[u8], at: usize) -> bool {
    let blanks = bytes::run_back(text, at, blank, MAX_SPACES);
    text.get(..at - blanks).is_some_and(|before| before.ends_with(b"|"))
}

/// Whether a call of `name` sets a secret: `setPassword("…")`, `password("…")`.
fn sets(name: &[u8]) -> bool {
    let last = name.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    let starts = |word: &[u8]| last.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    [b"set".as_slice(), b"with", b"pass", b"pwd"].into_iter().any(starts)
}

/// Length of what may close a name: a quote behind any backslashes, brackets, stars of Markdown.
fn closers(text: &[u8], at: usize) -> usize {
    if !text.get(at).is_some_and(|byte| {
        matches!(byte, b'\\' | b'"' | b'\'' | b'`' | b'&' | b'%' | b'[' | b'*' | b']' | b'}')
    }) {
        return 0;
    }
    let slashes = bytes::run(text, at, |byte| byte == b'\\', 8);
    let quoted = at + slashes;
    let entity = [b"&quot;".as_slice(), b"&#34;", b"%22"].into_iter();
    let written = |quote: &&[u8]| text.get(quoted..).is_some_and(|rest| rest.starts_with(quote));
    let quotes = match text.get(quoted) {
        Some(b'"' | b'\'' | b'`') => 1,
        Some(b'&' | b'%') => entity.filter(written).map(<[u8]>::len).next().unwrap_or(0),
        _ => 0,
    };
    if quotes > 0 {
        let closed = quoted + quotes;
        return slashes + quotes + bytes::run(text, closed, |byte| matches!(byte, b']' | b'}' | b')'), 1);
    }
    // Behind a plain name: `password[32] =`, `$h{password} =`, `**Password**:`.
    match text.get(at) {
        Some(b'[') => {
            let digits = bytes::run(text, at + 1, bytes::digit, 4);
            if text.get(at + 1 + digits) == Some(&b']') { digits + 2 } else { 0 }
        }
        Some(b'*') => bytes::run(text, at, |byte| byte == b'*', 2),
        Some(b']' | b'}') => 1,
        _ => 0,
    }
}

pub(super) fn blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}
