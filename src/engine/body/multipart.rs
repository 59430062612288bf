//! Owns multipart bodies (RFC 2046, 5.1; RFC 7578): where their parts stand, and reading each by itself. It must refuse
//! what two readers could cut in two ways.

use std::ops::Range;

use data_encoding::BASE64;
use memchr::{memchr2, memmem};

use super::media_type::{MediaType, parameters};
use super::{Reader, form};
use crate::engine::json;
use crate::engine::tokenize::{Report, Tokenized, Unreadable};

/// Deepest nesting of multipart in multipart.
const MAX_DEPTH: usize = 2;
/// Most parts of one body.
const MAX_PARTS: usize = 10_000;
/// Longest boundary (RFC 2046, 5.1.1).
const MAX_BOUNDARY: usize = 70;

/// Why a multipart body cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Fault {
    /// The type names no boundary, two, or one that is none.
    #[error("a multipart body whose type does not name one boundary")]
    Boundary,
    /// What looks like a boundary could be one or not.
    #[error("a multipart body with a boundary that is not on a line of its own")]
    Line,
    /// There is no first or last boundary.
    #[error("a multipart body that does not end with its boundary")]
    Open,
    /// The head of a part cannot be read.
    #[error("a multipart body with a malformed head in part {0}")]
    Head(usize),
    /// A part is under a coding that we do not read.
    #[error("a multipart body with a coding of its own in part {0}")]
    Coding(usize),
    /// Multipart in multipart in multipart.
    #[error("a multipart body nested deeper than {MAX_DEPTH} levels")]
    Depth,
    /// More parts than anybody sends.
    #[error("a multipart body of more than {MAX_PARTS} parts")]
    Parts,
}

/// Where a part stands in the body.
#[derive(PartialEq, Eq, Debug)]
struct Part {
    /// The lines of its head, with the end of the last one.
    head: Range<usize>,
    content: Range<usize>,
}

/// Where everything stands in the body.
#[derive(Default, Debug)]
struct Cut {
    preamble: Range<usize>,
    parts: Vec<Part>,
    epilogue: Range<usize>,
}

/// What the head of a part says.
#[derive(Default)]
struct Head {
    media: MediaType,
    /// The name of the form's field.
    name: Option<String>,
    transfer: Transfer,
}

/// How the content of a part is written (RFC 2045, 6).
#[derive(Clone, Copy, Default)]
enum Transfer {
    #[default]
    Plain,
    Base64,
    QuotedPrintable,
}

impl Reader<'_> {
    /// Reads every part by itself, and what stands around them.
    pub(super) fn multipart(
        self,
        media: &MediaType,
        body: &[u8],
        depth: usize,
    ) -> Result<Tokenized, Unreadable> {
        if depth > MAX_DEPTH {
            return Err(Fault::Depth.into());
        }
        let cut = cut(body, media.boundary.as_deref().ok_or(Fault::Boundary)?)?;
        let within = |range: &Range<usize>| body.get(range.clone()).unwrap_or_default();
        for around in [&cut.preamble, &cut.epilogue] {
            if self.narrow(&MediaType::default(), within(around), None)?.body.is_some() {
                return Err(Unreadable::Hidden("the parts of a multipart body"));
            }
        }
        let mut report = Report::default();
        let (mut out, mut from) = (Vec::with_capacity(body.len()), 0);
        for (index, part) in cut.parts.iter().enumerate() {
            let (head, content) = (within(&part.head), within(&part.content));
            let said = parsed(head).ok_or(Fault::Head(index))?;
            let new_head = self.head(head)?;
            let new_content = self.content(&said, content, index, depth)?;
            for (range, new) in [(&part.head, new_head), (&part.content, new_content)] {
                report.add(new.report, &format!("part[{index}]"));
                if let Some(new) = new.body {
                    out.extend_from_slice(body.get(from..range.start).unwrap_or_default());
                    out.extend_from_slice(&new);
                    from = range.end;
                }
            }
        }
        out.extend_from_slice(body.get(from..).unwrap_or_default());
        Ok(Tokenized { body: (from > 0).then_some(out), report })
    }

    /// Searches names and file names.
    fn head(self, head: &[u8]) -> Result<Tokenized, Unreadable> {
        if std::str::from_utf8(head).is_err() {
            return Ok(Tokenized { body: None, report: self.tokenizer.binary(head)? });
        }
        let read = self.tokenizer.value(head, None, "head", true).finish(head)?;
        let sent = read.body.as_deref().unwrap_or(head);
        // Clients write a quote in a name as `%22` or `\"`.
        let percent = form::encoded(sent, false, None, true, self.tokenizer)?;
        let unescaped = json::unescape(sent);
        let escaped = !self.tokenizer.value(&unescaped, None, "", true).splices.is_empty();
        if percent.body.is_some() || escaped {
            return Err(Unreadable::Hidden("escapes in the head of a part"));
        }
        Ok(read)
    }

    fn content(
        self,
        head: &Head,
        content: &[u8],
        index: usize,
        depth: usize,
    ) -> Result<Tokenized, Unreadable> {
        let name = head.name.as_deref().map(str::as_bytes);
        let decoded = match head.transfer {
            Transfer::Plain => return self.read(&head.media, content, name, depth + 1),
            Transfer::Base64 => {
                let text: Vec<_> =
                    content.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
                BASE64.decode(&text).ok()
            }
            Transfer::QuotedPrintable => quoted_printable(content),
        };
        let decoded = decoded.ok_or(Fault::Coding(index))?;
        let read = self.read(&head.media, &decoded, name, depth + 1)?;
        match read.body {
            None => Ok(read),
            Some(_) => Err(Unreadable::Hidden("the transfer encoding of a part")),
        }
    }
}

/// Cuts a body at its boundaries.
fn cut(body: &[u8], boundary: &str) -> Result<Cut, Fault> {
    // RFC 2046 has fewer characters than this; but none that another reader could take for something else.
    let legal = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    if boundary.is_empty()
        || boundary.len() > MAX_BOUNDARY
        || !boundary.bytes().all(legal)
        || boundary.ends_with(' ')
    {
        return Err(Fault::Boundary);
    }
    let delimiter = [b"--", boundary.as_bytes()].concat();
    let mut cut = Cut::default();
    // Where the part begins whose end has not been found yet.
    let mut open = None;
    let mut closed = false;
    let mut line = 0;
    loop {
        let text = body.get(line..).unwrap_or_default();
        if let Some(tail) = text.strip_prefix(delimiter.as_slice()) {
            let before = body.get(..line).unwrap_or_default();
            if closed || !(line == 0 || before.ends_with(b"\r\n")) {
                return Err(Fault::Line);
            }
            // The line end before a boundary belongs to it.
            let end = line.saturating_sub(2);
            match open {
                None => cut.preamble = 0..end,
                Some(start) => {
                    cut.parts.push(part(body, start..end).ok_or(Fault::Head(cut.parts.len()))?);
                }
            }
            if cut.parts.len() > MAX_PARTS {
                return Err(Fault::Parts);
            }
            let rest = tail.strip_prefix(b"--").unwrap_or(tail);
            closed = rest.len() != tail.len();
            let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let after = rest.split_at(padding).1;
            let next = body.len() - after.len();
            match after {
                [b'\r', b'\n', ..] if !closed => open = Some(next + 2),
                [] | [b'\r', b'\n', ..] if closed => cut.epilogue = next..body.len(),
                _ => return Err(Fault::Line),
            }
        }
        match memchr2(b'\r', b'\n', text) {
            Some(at) => line += at + 1,
            None if closed => return Ok(cut),
            None => return Err(Fault::Open),
        }
    }
}

/// Cuts a part into head and content.
fn part(body: &[u8], range: Range<usize>) -> Option<Part> {
    let text = body.get(range.clone())?;
    let head = if text.starts_with(b"\r\n") { 0 } else { memmem::find(text, b"\r\n\r\n")? + 2 };
    let content = range.start + head + 2..range.end;
    Some(Part { head: range.start..range.start + head, content })
}

/// Reads the head of a part; `None` when it could be read in two ways.
fn parsed(head: &[u8]) -> Option<Head> {
    let text = String::from_utf8_lossy(head).replace("\r\n ", " ").replace("\r\n\t", " ");
    let mut said = Head::default();
    let mut seen = Vec::new();
    for line in text.split_terminator("\r\n") {
        let (name, value) = line.split_once(':')?;
        let name = name.to_ascii_lowercase();
        if line.contains(['\r', '\n']) || name.contains([' ', '\t']) || name.is_empty() {
            return None;
        }
        let value = value.trim();
        match name.as_str() {
            "content-type" => said.media = MediaType::parse(value),
            "content-disposition" => {
                let all = parameters(value.split_once(';').map_or("", |(_, rest)| rest));
                said.name = all.into_iter().find(|(name, _)| name == "name").map(|(_, value)| value);
            }
            "content-transfer-encoding" => said.transfer = transfer(value)?,
            "content-encoding" if !value.eq_ignore_ascii_case("identity") => return None,
            _ => {}
        }
        if name.starts_with("content-") && seen.contains(&name) {
            return None;
        }
        seen.push(name);
    }
    Some(said)
}

fn transfer(value: &str) -> Option<Transfer> {
    match value.to_ascii_lowercase().as_str() {
        "" | "7bit" | "8bit" | "binary" => Some(Transfer::Plain),
        "base64" => Some(Transfer::Base64),
        "quoted-printable" => Some(Transfer::QuotedPrintable),
        _ => None,
    }
}

/// Quoted-printable off (RFC 2045, 6.7); `None` when it is none.
fn quoted_printable(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after) {
            (b'=', [b'\r', b'\n', after @ ..] | [b'\n', after @ ..]) => rest = after,
            (b'=', [high, low, after @ ..]) => {
                plain.push(digit(*high)? << 4 | digit(*low)?);
                rest = after;
            }
            (b'=', _) => return None,
            _ => plain.push(byte),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests;
