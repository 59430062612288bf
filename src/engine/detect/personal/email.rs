//! Owns e-mail addresses. It must not take logins in URLs, addresses of repositories, or names of packages for one.

use std::ops::Range;

use crate::engine::detect::bytes::{self, alnum};

/// RFC 5321, section 4.5.3.1.
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 255;
/// How far before an address the `//` of a URL is looked for.
const MAX_LOGIN: usize = 64;

/// Top-level names that nobody has: RFC 2606 and RFC 6762.
const RESERVED: [&[u8]; 6] = [b"example", b"invalid", b"localhost", b"local", b"test", b"arpa"];
/// Domains for examples (RFC 2606), and one that hides its people already.
const EXAMPLES: [&[u8]; 4] = [b"example.com", b"example.net", b"example.org", b"users.noreply.github.com"];
/// Mailboxes that are no person's.
const NOBODY: [&[u8]; 7] =
    [b"git", b"noreply", b"no-reply", b"no_reply", b"donotreply", b"do-not-reply", b"mailer-daemon"];
/// Endings of files, units and packages that would pass for a top-level name.
const ENDINGS: [&[u8]; 22] = [
    b"conf", b"css", b"gif", b"html", b"jpeg", b"jpg", b"js", b"json", b"jsx", b"lock", b"mount", b"path",
    b"png", b"service", b"socket", b"svg", b"target", b"timer", b"toml", b"ts", b"tsx", b"yaml",
];

/// Every address in the text, in order.
pub(super) fn all(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    memchr::memchr_iter(b'@', text).filter_map(|at| around(text, at))
}

/// The address around the `@` at `at`.
fn around(text: &[u8], at: usize) -> Option<Range<usize>> {
    let length = bytes::run_back(text, at, in_local, MAX_LOCAL + 1);
    let mut start = at - length;
    // `\n` and its kin spelled out.
    if matches!(text.get(..=start)?, [.., b'\\', b'n' | b't' | b'r']) {
        start += 1;
    }
    start += bytes::run(text, start, |byte| !alnum(byte), at - start);
    let local = text.get(start..at)?;
    let domain = domain(text, at + 1)?;
    let end = at + 1 + domain.len();
    let is_mailbox = (1..=MAX_LOCAL).contains(&local.len())
        && local.last().is_some_and(|&byte| byte != b'.')
        && memchr::memmem::find(local, b"..").is_none()
        && !NOBODY.iter().any(|nobody| local.eq_ignore_ascii_case(nobody));
    (is_mailbox && is_of_somebody(domain) && !is_login(text, start..end)).then_some(start..end)
}

/// The longest host with two labels or more at `from`.
fn domain(text: &[u8], from: usize) -> Option<&[u8]> {
    let in_domain = |byte: u8| alnum(byte) || byte == b'-' || byte == b'.';
    let length = bytes::run(text, from, in_domain, MAX_DOMAIN + 1);
    let mut domain = text.get(from..from + length).filter(|domain| domain.len() <= MAX_DOMAIN)?;
    // A full stop or a dash behind it is the sentence's.
    while let [rest @ .., b'.' | b'-'] = domain {
        domain = rest;
    }
    let label = |label: &[u8]| {
        label.first().is_some_and(|&byte| alnum(byte)) && label.last().is_some_and(|&byte| alnum(byte))
    };
    let labels = domain.split(|&byte| byte == b'.');
    (labels.clone().count() >= 2 && labels.clone().all(label)).then_some(domain)
}

fn is_of_somebody(domain: &[u8]) -> bool {
    let lower = domain.to_ascii_lowercase();
    let top = lower.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    let below = |example: &&[u8]| {
        lower.strip_suffix(*example).is_some_and(|rest| rest.is_empty() || rest.ends_with(b"."))
    };
    let scaled = matches!(*lower, [b'1'..=b'9', b'x', b'.', ..]);
    (2..=24).contains(&top.len())
        && (top.iter().all(u8::is_ascii_lowercase) || top.starts_with(b"xn--"))
        && !RESERVED.contains(&top)
        && !ENDINGS.contains(&top)
        && !EXAMPLES.iter().any(below)
        && !scaled
}

/// `scheme://user@host`, `scheme://user:password@host`, and `user@host:path` as `git` and `scp` write it.
fn is_login(text: &[u8], address: Range<usize>) -> bool {
    let in_login = |byte: u8| byte > b' ' && !matches!(byte, b'/' | b'?' | b'#' | b'=' | b'&' | b'"' | b'\'');
    let before = address.start - bytes::run_back(text, address.start, in_login, MAX_LOGIN);
    let url = text.get(..before).is_some_and(|before| before.ends_with(b"//"));
    let remote =
        matches!(text.get(address.end..), Some([b':', next, ..]) if alnum(*next) || b"~/.".contains(next));
    url || remote
}

/// What stands before the `@`, apart from marks that are more often something else.
fn in_local(byte: u8) -> bool {
    alnum(byte) || matches!(byte, b'.' | b'_' | b'+' | b'-' | b'\'')
}
