//! Owns what the files that hold credentials look like: text in, named values out. It must not know which of them are
//! secret.
//!
//! A reader that meets something it does not understand gives what stood before it, and says where it stopped.

use saphyr_parser::{Event, Parser};
use zeroize::Zeroizing;

use super::hcl;
use super::read::Problem;
use crate::config::dotenv;
use crate::engine::json::{self, Kind, Malformed};

/// How a file is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// `NAME=value`.
    Dotenv,
    /// `[section]`, `key = value`; any of these bytes parts the two.
    Ini(&'static [u8]),
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// TOML.
    Toml,
    /// HashiCorp's language: variables and settings of Terraform.
    Hcl,
    /// `machine … login … password …`.
    Netrc,
    /// A URL in each line.
    Urls,
    /// A private key, and nothing else.
    PrivateKey,
}

/// A value and where it stands.
pub(super) struct Member {
    /// All steps to it, for example `auths[0].token`.
    pub path: String,
    /// The last of them.
    pub name: String,
    /// The value, escapes undone. Wiped when dropped.
    pub value: Zeroizing<Vec<u8>>,
}

impl Member {
    pub(super) fn new(path: &str, name: &str, value: impl Into<Vec<u8>>) -> Self {
        Self { path: path.to_owned(), name: name.to_owned(), value: Zeroizing::new(value.into()) }
    }
}

/// The values in a text.
///
/// # Errors
/// [`Problem::Malformed`] and [`Problem::Binary`]; `out` then has what was read up to there.
pub(super) fn members(format: Format, text: &[u8], out: &mut Vec<Member>) -> Result<(), Problem> {
    match format {
        Format::Dotenv => out.extend(
            dotenv::assignments(text).into_iter().map(|(name, value)| Member::new(&name, &name, value)),
        ),
        Format::Ini(delimiters) => ini(delimiters, text, out),
        Format::Json => return json(text, out),
        Format::Yaml => return yaml(utf8(text)?, out),
        Format::Toml => return toml(utf8(text)?, out),
        Format::Hcl => hcl::members(text, out),
        Format::Netrc => netrc(text, out),
        Format::Urls => urls(text, out),
        Format::PrivateKey => out.push(Member::new("", "", text)),
    }
    Ok(())
}

fn utf8(text: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text)).map_err(|_| Problem::Binary)
}

/// Keys such as `//host/:_authToken` have their name behind the last colon. A value is given with and without what may
/// be a comment.
fn ini(delimiters: &[u8], text: &[u8], out: &mut Vec<Member>) {
    let mut section = String::new();
    for line in text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii) {
        if let [b'[', inner @ .., b']'] = line {
            section = String::from_utf8_lossy(inner.trim_ascii()).into_owned();
        }
        let delimiter = line.iter().position(|byte| delimiters.contains(byte));
        let (Some(at), false) = (delimiter, line.starts_with(b"#") || line.starts_with(b";")) else {
            continue;
        };
        let (key, value) = line.split_at(at);
        let key = String::from_utf8_lossy(key.trim_ascii());
        let name = key.rsplit(':').next().unwrap_or(&key).to_owned();
        let path = if section.is_empty() { key.into_owned() } else { format!("{section}.{key}") };
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        out.push(Member::new(&path, &name, unquoted(value)));
        let comment =
            [&b" #"[..], b" ;"].into_iter().filter_map(|mark| memchr::memmem::find(value, mark)).min();
        if let Some(before) = comment.and_then(|at| value.get(..at)) {
            out.push(Member::new(&path, &name, unquoted(before.trim_ascii())));
        }
    }
}

fn unquoted(value: &[u8]) -> &[u8] {
    match value {
        [b'"', inner @ .., b'"'] | [b'\'', inner @ .., b'\''] => inner,
        _ => value,
    }
}

fn json(text: &[u8], out: &mut Vec<Member>) -> Result<(), Problem> {
    let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
    let walked = json::walk(text, &mut |visit| {
        if matches!(visit.kind, Kind::String | Kind::Scalar) {
            let name = visit.path.member_name().map(json::unescape).unwrap_or_default();
            let path = visit.path.display(&|_| true);
            out.push(Member::new(&path, &String::from_utf8_lossy(&name), json::unescape(visit.raw)));
        }
    });
    let line = |at: usize| text.iter().take(at).filter(|&&byte| byte == b'\n').count() + 1;
    walked.map_err(|malformed| match malformed {
        Malformed::Encoding => Problem::Binary,
        Malformed::Syntax(at) => Problem::Malformed { format: "JSON", line: Some(line(at)) },
        Malformed::Depth => Problem::Malformed { format: "JSON", line: None },
    })
}

/// An open collection of a YAML text, and where in it the reader stands.
enum Open {
    Mapping { key: Option<String> },
    Sequence { index: usize },
}

/// References to other values are not followed: those are read where they stand.
fn yaml(text: &str, out: &mut Vec<Member>) -> Result<(), Problem> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event
            .map_err(|error| Problem::Malformed { format: "YAML", line: Some(error.marker().line()) })?;
        match event {
            Event::Scalar(text, ..) => match open.last_mut() {
                Some(Open::Mapping { key: key @ None }) => *key = Some(text.into_owned()),
                _ => {
                    let name = match open.last() {
                        Some(Open::Mapping { key: Some(key) }) => key,
                        _ => "",
                    };
                    out.push(Member::new(&yaml_path(&open), name, text.as_bytes()));
                    step(&mut open);
                }
            },
            Event::Alias(_) => step(&mut open),
            Event::MappingStart(..) => open.push(Open::Mapping { key: None }),
            Event::SequenceStart(..) => open.push(Open::Sequence { index: 0 }),
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                step(&mut open);
            }
            _ => {}
        }
    }
    Ok(())
}

/// A value, or a key that is no scalar, has ended.
fn step(open: &mut [Open]) {
    match open.last_mut() {
        Some(Open::Mapping { key }) => *key = if key.is_some() { None } else { Some(String::new()) },
        Some(Open::Sequence { index }) => *index += 1,
        None => {}
    }
}

fn yaml_path(open: &[Open]) -> String {
    let mut path = String::new();
    for level in open {
        match level {
            Open::Mapping { key } => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(key.as_deref().unwrap_or_default());
            }
            Open::Sequence { index } => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

fn toml(text: &str, out: &mut Vec<Member>) -> Result<(), Problem> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| Problem::Malformed {
        format: "TOML",
        line: error.span().and_then(|at| text.get(..at.start)).map(|text| text.matches('\n').count() + 1),
    })?;
    toml_members("", "", &toml::Value::Table(table), out);
    Ok(())
}

fn toml_members(path: &str, name: &str, value: &toml::Value, out: &mut Vec<Member>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                toml_members(&path, name, value, out);
            }
        }
        toml::Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                toml_members(&format!("{path}[{index}]"), name, value, out);
            }
        }
        toml::Value::String(text) => out.push(Member::new(path, name, text.as_bytes())),
        other => out.push(Member::new(path, name, other.to_string())),
    }
}

/// Words parted by white space; `macdef` has a body up to an empty line. Passwords may be quoted, as curl has it.
fn netrc(text: &[u8], out: &mut Vec<Member>) {
    let mut lines = text.split(|&byte| byte == b'\n');
    let mut machine = String::new();
    let mut last: Vec<u8> = Vec::new();
    while let Some(line) = lines.next() {
        if line.trim_ascii_start().starts_with(b"#") && last.is_empty() {
            continue;
        }
        let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            let is_value = matches!(last.as_slice(), b"machine" | b"login" | b"account" | b"password");
            match last.as_slice() {
                b"machine" => machine = String::from_utf8_lossy(word).into_owned(),
                b"password" => {
                    let rest = words.clone().next().is_some();
                    let value =
                        if word.starts_with(b"\"") && rest { quoted(line, word) } else { unquoted(word) };
                    out.push(Member::new(&format!("{machine}.password"), "password", json::unescape(value)));
                    out.push(Member::new(&format!("{machine}.password"), "password", word));
                }
                _ => {}
            }
            if word == b"macdef" && !is_value {
                lines.by_ref().find(|line| line.trim_ascii().is_empty());
                break;
            }
            last = if is_value { Vec::new() } else { word.to_vec() };
        }
    }
}

/// What stands between the quote that `word` begins with and the next, in the same line.
fn quoted<'a>(line: &'a [u8], word: &[u8]) -> &'a [u8] {
    let start = memchr::memmem::find(line, word).map_or(line.len(), |at| at + 1);
    let inner = line.get(start..).unwrap_or_default();
    inner.get(..memchr::memchr(b'"', inner).unwrap_or(inner.len())).unwrap_or_default()
}

/// Each URL whole, for its password, and its user: some hosts take a key for one.
fn urls(text: &[u8], out: &mut Vec<Member>) {
    for line in text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii) {
        out.push(Member::new("password", "password", line));
        let from = memchr::memmem::find(line, b"://").map_or(line.len(), |at| at + 3);
        let authority = line.get(from..).unwrap_or_default();
        if let Some(user) = memchr::memrchr(b'@', authority).and_then(|end| authority.get(..end)) {
            let user = user.split(|&byte| byte == b':').next().unwrap_or_default();
            out.push(Member::new("login", "login", user));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, text: &str) -> (Vec<(String, String)>, Option<String>) {
        let mut found = Vec::new();
        let result = members(format, text.as_bytes(), &mut found);
        let shown = |member: Member| (member.path, String::from_utf8_lossy(&member.value).into_owned());
        (found.into_iter().map(shown).collect(), result.err().map(|problem| problem.to_string()))
    }

    #[track_caller]
    fn reads(format: Format, text: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
        assert_eq!(read(format, text), (expected, None), "{text}");
    }

    #[test]
    fn ini_files_have_sections_and_comments() {
        reads(
            Format::Ini(b"="),
            "a=1\r\n[one two]\n key = v=w # why\n; x=y\n[x\n",
            &[("a", "1"), ("one two.key", "v=w # why"), ("one two.key", "v=w")],
        );
        reads(Format::Ini(b"=:"), "[pypi]\npassword: a=b\n", &[("pypi.password", "a=b")]);
        reads(Format::Ini(b"="), "//r.example/:_authToken=\"x\"\n", &[("//r.example/:_authToken", "x")]);
    }

    #[test]
    fn json_gives_strings_and_numbers_until_it_breaks() {
        reads(Format::Json, r#"{"a":[{"b":"x\ny"}],"c":7}"#, &[("a[0].b", "x\ny"), ("c", "7")]);
        let (found, problem) = read(Format::Json, "{\"a\": \"x\",\n\"b\"}");
        assert_eq!(found, [("a".to_owned(), "x".to_owned())]);
        assert_eq!(problem.unwrap(), "it is not valid JSON (line 2); mend it there");
    }

    #[test]
    fn yaml_gives_scalars_of_every_style_until_it_breaks() {
        let text =
            "a:\n- b: x\n- \"c\\td\"\n- [e, {f: 'g'}]\nkey: |\n  one\n  two\n? [k]\n: v\n*a : b\nlast: 7\n";
        reads(
            Format::Yaml,
            text.replace("*a : b\n", "").as_str(),
            &[
                ("a[0].b", "x"),
                ("a[1]", "c\td"),
                ("a[2][0]", "e"),
                ("a[2][1].f", "g"),
                ("key", "one\ntwo\n"),
                ("[0]", "k"),
                ("", "v"),
                ("last", "7"),
            ],
        );
        reads(Format::Yaml, "a: &x 1\nb: *x\nc: 2\n---\nd: 3\n", &[("a", "1"), ("c", "2"), ("d", "3")]);
        let (found, problem) = read(Format::Yaml, "a: x\nb: [\nc: }\n");
        assert_eq!(found.first(), Some(&("a".to_owned(), "x".to_owned())));
        assert!(problem.unwrap().starts_with("it is not valid YAML (line "));
    }

    #[test]
    fn toml_gives_every_value() {
        reads(Format::Toml, "a = 'x'\n[b]\nc = [1, 'y']\n", &[("a", "x"), ("b.c[0]", "1"), ("b.c[1]", "y")]);
        assert_eq!(
            read(Format::Toml, "a = 1\nb\n").1.unwrap(),
            "it is not valid TOML (line 2); mend it there"
        );
    }

    #[test]
    fn netrc_files_are_words() {
        reads(
            Format::Netrc,
            "# password no\nmachine a login password password one\nmacdef x\npassword no\n\nmachine b\n\tpassword\n \"two\"\n",
            &[("a.password", "one"), ("a.password", "one"), ("b.password", "two"), ("b.password", "\"two\"")],
        );
        let (found, _) = read(Format::Netrc, "machine a login me password \"t w\\\"o\" \n");
        assert_eq!(found.first(), Some(&("a.password".to_owned(), "t w\\".to_owned())));
    }

    #[test]
    fn of_urls_the_user_is_given_too() {
        reads(
            Format::Urls,
            "https://me:pw@h.example\nhttps://h.example\n",
            &[
                ("password", "https://me:pw@h.example"),
                ("login", "me"),
                ("password", "https://h.example"),
                ("password", ""),
            ],
        );
    }
}
