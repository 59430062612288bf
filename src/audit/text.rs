//! Owns the border between foreign text and the log. Nothing a client, a server or a user wrote reaches a line except
//! through here; it must not judge whether the text is secret.

use std::fmt;

use serde::Serialize;

/// Most bytes in any string of the log.
pub const MAX_TEXT: usize = 512;

/// What stands at the end of a text that was cut.
const CUT: char = '…';

/// Text that can stand in a log line and be shown in a terminal: at most [`MAX_TEXT`] bytes of UTF-8 without line
/// breaks, control characters, escape sequences or characters that change how their neighbours are shown.
///
/// The caller has searched it for secrets: this type cannot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(transparent)]
pub struct LogText(Box<str>);

impl LogText {
    /// Replaces each forbidden character by U+FFFD; what would be longer than [`MAX_TEXT`] bytes is cut and ends
    /// in `…`.
    #[must_use]
    pub fn new(text: impl AsRef<str>) -> Self {
        let mut kept = String::new();
        // Where to go back to if the mark has to be put.
        let mut room = 0;
        for c in text.as_ref().chars() {
            let c = if forbidden(c) { char::REPLACEMENT_CHARACTER } else { c };
            if kept.len() + c.len_utf8() > MAX_TEXT {
                kept.truncate(room);
                kept.push(CUT);
                break;
            }
            kept.push(c);
            if kept.len() + CUT.len_utf8() <= MAX_TEXT {
                room = kept.len();
            }
        }
        Self(kept.into())
    }

    /// The path of a request target: [`LogText::new`] of what stands before the first `?` or `#`.
    #[must_use]
    pub fn path(target: &str) -> Self {
        Self::new(target.split(['?', '#']).next().unwrap_or_default())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LogText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a character may stand in no line: controls (with DEL and the C1 set), line and paragraph separators, and
/// the invisible ones that reorder, join or tag their neighbours.
pub(crate) fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_made_harmless() {
        for (raw, harmless) in [
            ("plain", "plain"),
            ("two\r\nlines", "two\u{fffd}\u{fffd}lines"),
            ("\u{1b}[31mred", "\u{fffd}[31mred"),
            ("del\u{7f} c1\u{9b}", "del\u{fffd} c1\u{fffd}"),
            ("abc\u{202e}gpj", "abc\u{fffd}gpj"),
            ("a\u{2028}b\u{feff}c\u{e0041}", "a\u{fffd}b\u{fffd}c\u{fffd}"),
            ("日本 \"quoted\" \\", "日本 \"quoted\" \\"),
        ] {
            assert_eq!(LogText::new(raw).as_str(), harmless);
        }
    }

    #[test]
    fn a_text_is_cut_at_its_bound_and_says_so() {
        let fits = "x".repeat(MAX_TEXT);
        assert_eq!(LogText::new(&fits).as_str(), fits);
        for wide in ["x", "é", "語", "🦀"] {
            let text = LogText::new(wide.repeat(MAX_TEXT + 1));
            assert!(text.as_str().len() <= MAX_TEXT && text.as_str().len() > MAX_TEXT - 7);
            assert!(text.as_str().ends_with(CUT));
        }
    }

    #[test]
    fn a_path_has_no_query() {
        assert_eq!(LogText::path("/v1/models?key=x#y").as_str(), "/v1/models");
        assert_eq!(LogText::path("/v1#f?").as_str(), "/v1");
    }
}
