//! Owns passwords among the arguments of commands: `curl -u name:password`, `sshpass -p password`. It must not take
//! variables, nor what stands on another line or behind a pipe.

use std::ops::Range;

use super::bytes;
use super::rule::Match;
use super::{url, value};

/// Most bytes of a command that are read.
const MAX_COMMAND: usize = 1024;

/// How a command takes a password.
struct Usage {
    /// The command's name with the blank behind it, as it is searched for.
    command: &'static [u8],
    /// Options whose value is a secret.
    options: &'static [&'static [u8]],
    /// Whether a value may follow an option of one letter without a blank.
    joined: bool,
    /// Whether it may follow behind a blank.
    apart: bool,
    /// Whether the value is a name, a colon and a password; both are then taken, as either may be the key.
    pair: bool,
}

const fn usage(command: &'static [u8], options: &'static [&'static [u8]]) -> Usage {
    Usage { command, options, joined: false, apart: true, pair: false }
}

const USAGES: &[Usage] = &[
    Usage { joined: true, pair: true, ..usage(b"curl ", &[b"-u", b"--user", b"-U", b"--proxy-user"]) },
    Usage { joined: true, ..usage(b"sshpass ", &[b"-p"]) },
    Usage { joined: true, apart: false, ..usage(b"mysql ", &[b"-p"]) },
    Usage { joined: true, apart: false, ..usage(b"mysqldump ", &[b"-p"]) },
    Usage { joined: true, apart: false, ..usage(b"mysqladmin ", &[b"-p"]) },
    usage(b"docker login ", &[b"-p"]),
    usage(b"podman login ", &[b"-p"]),
    usage(b"redis-cli ", &[b"-a"]),
    usage(b"ldapsearch ", &[b"-w"]),
    usage(b"PsExec.exe ", &[b"-p", b"/p"]),
    usage(b"psexec.exe ", &[b"-p", b"/p"]),
    usage(b"PsExec ", &[b"-p", b"/p"]),
    usage(b"psexec ", &[b"-p", b"/p"]),
    Usage { joined: true, ..usage(b"unzip ", &[b"-P"]) },
];

/// The password of the command whose name stands at `at`.
pub(super) fn password(text: &[u8], at: usize) -> Option<Match> {
    let rest = text.get(at..text.len().min(at + MAX_COMMAND))?;
    let usage = USAGES.iter().find(|usage| rest.starts_with(usage.command))?;
    // The same command again reads on by itself.
    let next = memchr::memmem::find(rest.get(1..)?, usage.command).map_or(rest.len(), |next| next + 1);
    let rest = rest.get(..next)?;
    let mut words = Words { text: rest, at: usage.command.len() };
    while let Some(word) = words.next() {
        let bytes = rest.get(word.clone())?;
        let value = match usage.value(bytes) {
            Some(0) => words.next()?,
            Some(offset) => unquoted(rest, word.start + offset..word.end),
            None => continue,
        };
        if let Some(range) = usage.secret(rest, value) {
            return Some((at + range.start..at + range.end).into());
        }
    }
    None
}

impl Usage {
    /// Where the value begins in the word of an option; 0 when it is the next word.
    fn value(&self, word: &[u8]) -> Option<usize> {
        self.options.iter().find_map(|option| {
            if word == *option {
                return self.apart.then_some(0);
            }
            let short = option.len() == 2;
            if !short {
                let rest = word.strip_prefix(*option)?;
                return rest.starts_with(b"=").then_some(option.len() + 1);
            }
            // Letters before it are options without a value: `-sku`.
            let letter = option.last()?;
            let letters = word.strip_prefix(b"-").filter(|rest| rest.first() != Some(&b'-'))?;
            let at = letters.iter().position(|byte| byte == letter)?;
            let flags = letters.get(..at)?.iter().all(|byte| b"skSLvifgGNj#".contains(byte));
            let behind = at + 2;
            match flags {
                true if behind == word.len() => self.apart.then_some(0),
                true if self.joined => Some(behind),
                _ => None,
            }
        })
    }

    /// The part of an option's value that is secret.
    fn secret(&self, text: &[u8], range: Range<usize>) -> Option<Range<usize>> {
        let value = text.get(range.clone())?;
        if !self.pair {
            let certain = value.len() >= 4 && !url::is_filler(value) && !is_reference(value);
            return certain.then_some(range);
        }
        let colon = memchr::memchr(b':', value)?;
        let (user, password) = (value.get(..colon)?, value.get(colon + 1..)?);
        let stays = |part: &[u8]| is_reference(part) || url::is_filler(part);
        match (user, password) {
            (user, b"") => (user.len() >= 8 && bytes::has_digit(user) && !stays(user)).then_some(range),
            _ if password.len() < 3 || stays(password) || user == password => None,
            _ if !user.is_empty() && is_reference(user) => Some(range.start + colon + 1..range.end),
            _ => Some(range),
        }
    }
}

/// Whether the shell or a template puts something in its place.
fn is_reference(part: &[u8]) -> bool {
    part.contains(&b'$') || value::is_stand_in(part)
}

/// The arguments of a command, one after the other, without their quotes.
struct Words<'a> {
    text: &'a [u8],
    at: usize,
}

impl Words<'_> {
    fn next(&mut self) -> Option<Range<usize>> {
        self.skip_blanks();
        let start = self.at;
        let mut quote = None;
        while let Some(&byte) = self.text.get(self.at) {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), b'\n') => break,
                (Some(_), _) => {}
                (None, b'"' | b'\'') if self.at == start || self.text.get(self.at - 1) == Some(&b'=') => {
                    quote = Some(byte);
                }
                (
                    None,
                    b' ' | b'\t' | b'\r' | b'\n' | b'|' | b';' | b'`' | b'<' | b'>' | b')' | b'"' | b'\'',
                ) => break,
                (None, b'\\') if self.ends_line() => break,
                (None, _) => {}
            }
            self.at += 1;
        }
        let word = unquoted(self.text, start..self.at);
        (self.at > start).then_some(word)
    }

    /// To the next argument, over the end of a line behind a backslash.
    fn skip_blanks(&mut self) {
        loop {
            self.at += bytes::run(self.text, self.at, |byte| byte == b' ' || byte == b'\t', MAX_COMMAND);
            if !self.ends_line() {
                return;
            }
            self.at += bytes::run(self.text, self.at, |byte| b"\\\r\n".contains(&byte), 4);
        }
    }

    /// Whether a backslash stands here that joins this line with the next.
    fn ends_line(&self) -> bool {
        matches!(self.text.get(self.at..), Some([b'\\', b'\n', ..] | [b'\\', b'\r', b'\n', ..]))
    }
}

fn unquoted(text: &[u8], range: Range<usize>) -> Range<usize> {
    let opened = match text.get(range.clone()) {
        Some([b'"' | b'\'', _, ..]) => 1,
        _ => 0,
    };
    let start = range.start + opened;
    let inner = text.get(start..range.end).unwrap_or_default();
    let closed = usize::from(opened == 1 && matches!(inner.last(), Some(b'"' | b'\'')));
    start..range.end - closed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        password(text.as_bytes(), 0).map(|found| &text[found.range])
    }

    #[test]
    fn name_and_password_of_curl_are_found() {
        for (text, secret) in [
            ("curl -u api:2XBtRmLxz33 https://host", "api:2XBtRmLxz33"),
            ("curl -s --user 'api:d2Lk!t' \\\n  https://host", "api:d2Lk!t"),
            ("curl \\\n  -X POST \\\n  -u \"me:pa ss1x\" https://host", "me:pa ss1x"),
            ("curl -u :d2LkV78zLx!t https://host", ":d2LkV78zLx!t"),
            ("curl -u \"sk4Xq7Rt9Lm:\" https://host", "sk4Xq7Rt9Lm:"),
            ("curl -sku me:2XBtRm https://host", "me:2XBtRm"),
            ("curl -ume:2XBtRm https://host", "me:2XBtRm"),
            ("curl --user=me:2XBtRm https://host", "me:2XBtRm"),
            ("curl -u \"$USER:2XBtRm\" https://host", "2XBtRm"),
            ("curl --proxy-user me:2XBtRm)", "me:2XBtRm"),
        ] {
            assert_eq!(found(text), Some(secret), "{text}");
        }
    }

    #[test]
    fn passwords_of_other_commands_are_found() {
        for (text, secret) in [
            ("sshpass -p 'hunter2' ssh me@host", "hunter2"),
            ("mysql -u root -phunter2 app", "hunter2"),
            ("docker login -u me -p hunter2x registry.example.com", "hunter2x"),
            ("redis-cli -h host -a hunter2 ping", "hunter2"),
            ("psexec \\\\192.0.2.7 -u Administrator -p braksha cmd", "braksha"),
        ] {
            assert_eq!(found(text), Some(secret), "{text}");
        }
    }

    #[test]
    fn what_is_no_password_of_a_command_stays() {
        for text in [
            "curl -u \"$USER:$PASS\" https://host",
            "curl -u me https://host",
            "curl -u me:<password> https://host",
            "curl -u user:password https://host",
            "curl -u elastic:changeme https://host",
            "curl https://host | grep -u a:bcdef",
            "curl https://host\nsort -u me:2XBtRm",
            "mysql -u root -p app",
            "mysql -h host -P 3306",
            "sshpass -p \"$PASS\" ssh me@host",
            "unzip -P \"${PASS}\" a.zip",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_command_is_read_up_to_the_next() {
        assert_eq!(found("curl curl -u me:2XBtRm"), None);
    }
}
