//! Owns the codings that a placeholder may stand in, and how a secret is written in each. It must not change a byte of
//! the secret that whoever takes the coding off reads.

use zeroize::Zeroizing;

use crate::engine::json;

/// What follows the opening bracket in every coding.
pub(super) const NAME: &[u8] = b"pl";

/// How the brackets of a placeholder are spelled, which is how the text around it is escaped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Coding {
    /// `<pl:…>`
    Plain,
    /// `pl:…`, without brackets.
    Bare,
    /// `\u003cpl:…\u003e`: a JSON string that is shown as it is written.
    Json,
    /// `&lt;pl:…&gt;`
    Html,
    /// `%3Cpl%3A…%3E`, or with plain colons.
    Percent,
}

/// Every coding with its brackets, in lower case. The first byte of the bracket, or of [`NAME`], tells them apart.
pub(super) const CODINGS: [(Coding, &[u8], &[u8]); 5] = [
    (Coding::Plain, b"<", b">"),
    (Coding::Html, b"&lt;", b"&gt;"),
    (Coding::Percent, b"%3c", b"%3e"),
    (Coding::Json, br"\u003c", br"\u003e"),
    (Coding::Bare, b"", b""),
];

impl Coding {
    /// Appends the secret as this coding spells it; `false`, with nothing appended, when it cannot.
    pub(super) fn write(self, secret: &[u8], out: &mut Vec<u8>) -> bool {
        match self {
            Coding::Plain | Coding::Bare => out.extend_from_slice(secret),
            Coding::Json => {
                let mut escaped = Zeroizing::new(Vec::new());
                if !json::escape(secret, &mut escaped) {
                    return false;
                }
                // Whoever escapes brackets does so because the text stands in a page.
                escape_with(&escaped, out, |byte| match byte {
                    b'<' => br"\u003c",
                    b'>' => br"\u003e",
                    b'&' => br"\u0026",
                    _ => b"",
                });
            }
            Coding::Html => escape_with(secret, out, |byte| match byte {
                b'&' => b"&amp;",
                b'<' => b"&lt;",
                b'>' => b"&gt;",
                b'"' => b"&quot;",
                b'\'' => b"&#39;",
                _ => b"",
            }),
            Coding::Percent => {
                for &byte in secret {
                    // The unreserved characters of RFC 3986.
                    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                        out.push(byte);
                    } else {
                        out.extend_from_slice(format!("%{byte:02X}").as_bytes());
                    }
                }
            }
        }
        true
    }
}

fn escape_with(text: &[u8], out: &mut Vec<u8>, escape: impl Fn(u8) -> &'static [u8]) {
    for &byte in text {
        match escape(byte) {
            b"" => out.push(byte),
            escaped => out.extend_from_slice(escaped),
        }
    }
}
