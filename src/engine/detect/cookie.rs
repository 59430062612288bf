//! Owns the values of a cookie header that sign somebody in. It must not take what a site keeps for itself: settings,
//! counters, identifiers of visitors.

use std::ops::Range;

use super::bytes;
use super::rule::Match;
use super::value;

/// Longest header that is read, in bytes.
const MAX_HEADER: usize = 8 * 1024;
/// Parts of the names that sites give to cookies of signed-in users, in lower case.
const SESSIONS: [&[u8]; 9] =
    [b"sess", b"sid", b"auth", b"token", b"jwt", b"login", b"remember", b"credential", b"secret"];
/// Parts of names with which it is none.
const OTHERS: [&[u8]; 4] = [b"csrf", b"xsrf", b"consent", b"side"];

/// The session values of the header whose `ookie:` stands at `at`.
pub(super) fn sessions(text: &[u8], at: usize) -> Vec<Match> {
    let from = at + b"ookie".len();
    // Whatever closes the name: `Cookie: `, `"Cookie": "`, `'cookie', '`.
    let from = from + bytes::run(text, from, |byte| b"\\\"':,= \t".contains(&byte), 16);
    let rest = text.get(from..text.len().min(from + MAX_HEADER)).unwrap_or_default();
    // Up to the next header, which has its own search: a text full of them is read once.
    let header = rest.get(..header_length(rest)).unwrap_or_default();
    let mut found = Vec::new();
    let mut start = from;
    for pair in header.split(|&byte| byte == b';') {
        if let Some(value) = session(pair) {
            found.push(Match::from(start + value.start..start + value.end));
        }
        start += pair.len() + 1;
    }
    found
}

fn header_length(rest: &[u8]) -> usize {
    const NEXT: &[u8] = b"ookie";
    let mut end = 0;
    loop {
        let plain = |byte| byte >= b' ' && !b"\"'`<>\\:".contains(&byte);
        end += bytes::run(rest, end, plain, rest.len());
        let name = rest.get(end.saturating_sub(NEXT.len())..end).unwrap_or_default();
        match rest.get(end) {
            Some(b':') if name.eq_ignore_ascii_case(NEXT) => return end - NEXT.len(),
            Some(b':') => end += 1,
            _ => return end,
        }
    }
}

/// Where in a `name=value` the value stands, if it is that of a session.
fn session(pair: &[u8]) -> Option<Range<usize>> {
    let equals = memchr::memchr(b'=', pair)?;
    let name = pair.get(..equals)?.trim_ascii().to_ascii_lowercase();
    let holds = |parts: &[&[u8]]| parts.iter().any(|part| memchr::memmem::find(&name, part).is_some());
    let value = pair.get(equals + 1..)?;
    let end = value.iter().position(|&byte| b" ,\"'".contains(&byte)).unwrap_or(value.len());
    (holds(&SESSIONS) && !holds(&OTHERS) && value::is_session(value.get(..end)?))
        .then(|| equals + 1..equals + 1 + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let at = text.find("ookie").unwrap();
        sessions(text.as_bytes(), at).into_iter().map(|found| &text[found.range]).collect()
    }

    #[test]
    fn the_values_of_sessions_are_found_and_others_stay() {
        let id = ["9A8F0C1D7E2B", "46530F3A9C5D7E1B2846"].concat();
        for (text, secrets) in [
            (
                format!("Cookie: theme=dark; JSESSIONID={id}; _ga=GA1.2.1234567890.1700000000"),
                vec![id.as_str()],
            ),
            (format!("Set-Cookie: sid={id}; Path=/; HttpOnly"), vec![&id]),
            (format!("-H 'cookie: auth_token={id}; a=b; session={id}'"), vec![&id, &id]),
            (format!("\"Cookie\": \"connect.sid=s%3A{id}.q7Rt9Lm2\""), vec![]),
            ("Cookie: session=$SESSION; sid=<id>".to_owned(), vec![]),
            (format!("Cookie: XSRF-TOKEN={id}"), vec![]),
            ("cookies: session_count=1234567890123456".to_owned(), vec![]),
        ] {
            if text.contains("connect.sid") {
                assert_eq!(found(&text).len(), 1, "{text}");
            } else {
                assert_eq!(found(&text), secrets, "{text}");
            }
        }
    }
}
