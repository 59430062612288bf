//! Owns the blocks that Ansible writes for an encrypted value. It must not take the line that only says what follows.

use super::bytes;
use super::rule::Match;

/// Longest block that is read, in bytes.
const MAX_BLOCK: usize = 64 * 1024;
/// Hex digits of a full line.
const LINE: usize = 80;

/// The lines of hex under the header that stands at `at`.
pub(super) fn block(text: &[u8], at: usize) -> Option<Match> {
    let text = text.get(..text.len().min(at + MAX_BLOCK))?;
    let mut next = at + bytes::run(text, at, |byte| byte.is_ascii_graphic() && byte != b'\\', 64);
    let mut found: Option<(usize, usize)> = None;
    loop {
        let start = next + line_end(text, next);
        let length = bytes::run(text, start, bytes::hex, LINE + 1);
        if start == next || length == 0 || length > LINE {
            break;
        }
        next = start + length;
        found = Some((found.map_or(start, |(first, _)| first), next));
        if length < LINE {
            break;
        }
    }
    let (start, end) = found?;
    (end - start >= LINE).then(|| (start..end).into())
}

/// Length of a line's end, real or spelled, and of what indents the next.
fn line_end(text: &[u8], at: usize) -> usize {
    let spelled = |byte: u8| matches!(byte, b'\\' | b'n' | b'r');
    let end = match text.get(at) {
        Some(b'\\') => bytes::run(text, at, spelled, 8),
        _ => bytes::run(text, at, |byte| byte == b'\r' || byte == b'\n', 4),
    };
    if end == 0 { 0 } else { end + bytes::run(text, at + end, |byte| byte == b' ' || byte == b'\t', 64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hex_of_a_block_is_found_with_every_line_end() {
        let line = "3964303136343965".repeat(5);
        for end in ["\n", "\r\n", "\\n", "\n          "] {
            let body = format!("{line}{end}{line}{end}61623365");
            let text = format!("key: !vault |\n$ANSIBLE_VAULT;1.1;AES256{end}{body}\nnext: 1");
            let found = block(text.as_bytes(), text.find('$').unwrap()).unwrap();
            assert_eq!(&text[found.range], body, "{end:?}");
        }
    }

    #[test]
    fn a_header_alone_is_no_block() {
        for text in [
            "$ANSIBLE_VAULT;1.1;AES256",
            "$ANSIBLE_VAULT;1.1;AES256\nnext: 12",
            "$ANSIBLE_VAULT;1.1;AES256 0",
        ] {
            assert_eq!(block(text.as_bytes(), 0), None, "{text}");
        }
    }
}
