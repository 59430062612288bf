//! Owns the choice of how a request body is read: by what it holds, with what it says of itself as a hint. It must not
//! take a body for text of which it does not know the characters, nor give up a part that it did not read.

mod form;
mod media_type;
mod multipart;
mod utf16;

pub use form::encoded;
pub use multipart::Fault;

use memchr::memchr;

use super::json::{self, Malformed};
use super::provider::Layout;
use super::tokenize::{Report, Tokenized, Tokenizer, Unreadable};
use media_type::MediaType;

/// The mark that some write before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// Character sets in which ASCII is ASCII, so that secrets are found in them as they stand.
const LIKE_ASCII: [&str; 6] = ["utf-8", "utf8", "us-ascii", "ascii", "latin1", "utf-8-sig"];

/// How bodies are read: in which dialect, and with what.
#[derive(Clone, Copy)]
struct Reader<'a> {
    layout: &'static Layout,
    tokenizer: Tokenizer<'a>,
}

/// Replaces the secrets in a body whose content codings are off. `content_type` is what it says of itself, empty when
/// it says nothing.
///
/// # Errors
/// [`Unreadable`]: the body must then not be sent.
pub fn tokenize(
    content_type: &str,
    body: &[u8],
    layout: &'static Layout,
    tokenizer: Tokenizer<'_>,
) -> Result<Tokenized, Unreadable> {
    Reader { layout, tokenizer }.read(&MediaType::parse(content_type), body, None, 1)
}

impl Reader<'_> {
    /// Reads a body, or one part of it called `name`, so many levels of multipart deep.
    fn read(
        self,
        media: &MediaType,
        body: &[u8],
        name: Option<&[u8]>,
        depth: usize,
    ) -> Result<Tokenized, Unreadable> {
        if body.is_empty() {
            return Ok(Tokenized { body: None, report: Report::default() });
        }
        // Its frames hold base64, and a client that sends one expects answers before its end.
        if media.essence == "application/vnd.amazon.eventstream" {
            return Err(Unreadable::MediaType("AWS event stream"));
        }
        if media.essence.starts_with("multipart/") {
            return self.multipart(media, body, depth);
        }
        if media.essence == "application/x-www-form-urlencoded" {
            return self.form(body);
        }
        let Some(wide) = utf16::Encoding::of(body) else {
            return match media.charset.as_str() {
                "utf-16" | "utf-16le" | "utf-16be" => {
                    Err(Unreadable::Charset("said to be UTF-16 and is not"))
                }
                "" => self.narrow(media, body, name),
                set if LIKE_ASCII.contains(&set)
                    || set.starts_with("iso-8859-")
                    || set.starts_with("windows-125") =>
                {
                    self.narrow(media, body, name)
                }
                _ => Err(Unreadable::Charset("in another character set")),
            };
        };
        match wide.decoded(body) {
            Some(text) => {
                let read = self.narrow(media, text.as_bytes(), name)?;
                // What was found stands in whole characters, so this is text still.
                let sent = read.body.map(|body| wide.encoded(&String::from_utf8_lossy(&body)));
                // What only begins like it may hold a secret of one byte a character.
                self.tokenizer.binary(sent.as_deref().unwrap_or(body))?;
                Ok(Tokenized { body: sent, ..read })
            }
            None if media.is_binary() => self.narrow(media, body, name),
            None => Err(Unreadable::Charset("UTF-16 with half characters")),
        }
    }

    /// Reads what is UTF-8 or no text.
    fn narrow(self, media: &MediaType, body: &[u8], name: Option<&[u8]>) -> Result<Tokenized, Unreadable> {
        let (mark, bare) = body.split_at(if body.starts_with(MARK) { MARK.len() } else { 0 });
        let marked = |read: Tokenized| {
            let body = read.body.map(|bare| [mark, &bare].concat());
            Tokenized { body, ..read }
        };
        let (json, lines) = (media.is_json(), media.is_json_lines());
        if json || lines || matches!(bare.trim_ascii_start().first(), Some(b'{' | b'[' | b'"')) {
            match self.tokenizer.json(bare, self.layout) {
                Err(Unreadable::Malformed(Malformed::Syntax(_))) if !json => {}
                read => return read.map(marked),
            }
            match self.tokenizer.json_lines(bare, self.layout) {
                Err(Unreadable::Malformed(Malformed::Syntax(_))) if !lines => {}
                read => return read.map(marked),
            }
        }
        match std::str::from_utf8(body) {
            Ok(_) => self.plain(body, name),
            Err(_) => Ok(Tokenized { body: None, report: self.tokenizer.binary(body)? }),
        }
    }

    /// Text is searched as it stands, and once more with escapes off: nobody says that it is not half JSON. A secret
    /// that only shows then is refused, since it cannot be replaced.
    fn plain(self, text: &[u8], name: Option<&[u8]>) -> Result<Tokenized, Unreadable> {
        let tokenized = self.tokenizer.value(text, name, "body", false).finish(text)?;
        let sent = tokenized.body.as_deref().unwrap_or(text);
        let unescaped = json::unescape(sent);
        if *unescaped != *sent && !self.tokenizer.value(&unescaped, None, "body", true).splices.is_empty() {
            return Err(Unreadable::Hidden("escapes in the body"));
        }
        if memchr(0, sent).is_some() {
            self.tokenizer.binary(sent)?;
        }
        Ok(tokenized)
    }

    /// A form, or what calls itself one because its client says so unasked.
    fn form(self, body: &[u8]) -> Result<Tokenized, Unreadable> {
        if matches!(body.trim_ascii_start().first(), Some(b'{' | b'[')) {
            match self.tokenizer.json(body, self.layout) {
                Err(Unreadable::Malformed(Malformed::Syntax(_))) => {}
                Err(unreadable) => return Err(unreadable),
                Ok(read) => {
                    let sent = read.body.as_deref().unwrap_or(body);
                    let hidden = form::encoded(sent, true, None, true, self.tokenizer)?;
                    return if hidden.body.is_none() {
                        Ok(read)
                    } else {
                        Err(Unreadable::Hidden("percent signs"))
                    };
                }
            }
        }
        form::tokenize(body, self.tokenizer)
    }
}

#[cfg(test)]
mod tests;
