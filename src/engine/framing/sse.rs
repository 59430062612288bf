//! Owns the cut of a `text/event-stream` (WHATWG HTML, "Server-sent events") into events, each with the very bytes it
//! came in: names, ids, comments and line ends of all three kinds. It must not hold what is complete.

use std::ops::Range;

use memchr::memchr2;

use super::{FrameTooLong, MAX_FRAME};

/// One event, or a comment that stands by itself.
#[derive(Debug)]
pub struct Event<'a> {
    /// All bytes, with the blank line that ends it.
    pub raw: &'a [u8],
    /// The values of its `data` lines, as ranges of `raw`.
    pub data: &'a [Range<usize>],
}

/// Cuts a stream into events. Holds one unfinished event, at most [`MAX_FRAME`] bytes.
#[derive(Debug, Default)]
#[must_use = "an event without its blank line is lost unless the stream is finished"]
pub struct Sse {
    pending: Vec<u8>,
    /// Where the unfinished line begins, and how far it has been searched for its end.
    line: usize,
    searched: usize,
    data: Vec<Range<usize>>,
    /// Whether the event has a line that is not a comment.
    has_field: bool,
    /// Whether the last line ended in a carriage return, of which a line feed may be the second half.
    after_cr: bool,
}

impl Sse {
    /// Calls `each` for every event that `bytes` completes.
    ///
    /// # Errors
    /// [`FrameTooLong`]; the stream must then be broken off.
    pub fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(Event<'_>)) -> Result<(), FrameTooLong> {
        self.pending.extend_from_slice(bytes);
        let mut start = 0;
        if self.after_cr
            && let Some(&next) = bytes.first()
        {
            self.after_cr = false;
            if next == b'\n' {
                self.searched += 1;
                self.line = self.searched;
                // The line end of an event that has been handed over: it must not become part of the next one.
                if self.searched == 1 {
                    each(Event { raw: b"\n", data: &[] });
                    start = 1;
                }
            }
        }
        while let Some(end) = self.next_line() {
            let line = self.line..end;
            self.line = self.searched;
            let is_blank = line.is_empty();
            let is_loose_comment = !self.has_field && self.byte(line.start) == Some(b':');
            if !is_blank && !is_loose_comment {
                self.has_field = true;
                self.field(line, start);
            } else if let Some(raw) = self.pending.get(start..self.searched) {
                each(Event { raw, data: &self.data });
                start = self.searched;
                self.data.clear();
                self.has_field = false;
            }
        }
        self.pending.drain(..start);
        self.line -= start;
        self.searched -= start;
        if self.pending.len() > MAX_FRAME { Err(FrameTooLong) } else { Ok(()) }
    }

    /// Ends the stream: an event that never got its blank line is handed over all the same.
    pub fn finish(mut self, each: &mut dyn FnMut(Event<'_>)) {
        if self.line < self.pending.len() {
            self.field(self.line..self.pending.len(), 0);
        }
        if !self.pending.is_empty() {
            each(Event { raw: &self.pending, data: &self.data });
        }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.pending.get(at).copied()
    }

    /// The end of the next line without its line end; `searched` is then behind the line end. A line feed that turns
    /// out to belong to the line end before it is passed over.
    fn next_line(&mut self) -> Option<usize> {
        let rest = self.pending.get(self.searched..)?;
        let Some(end) = memchr2(b'\n', b'\r', rest).map(|found| self.searched + found) else {
            self.searched = self.pending.len();
            return None;
        };
        let is_cr = self.byte(end) == Some(b'\r');
        let is_crlf = is_cr && self.byte(end + 1) == Some(b'\n');
        self.after_cr = is_cr && end + 1 == self.pending.len();
        self.searched = end + 1 + usize::from(is_crlf);
        Some(end)
    }

    /// Notes the value of a `data` line; ranges count from `start`, where the event begins.
    fn field(&mut self, line: Range<usize>, start: usize) {
        let text = self.pending.get(line.clone()).unwrap_or_default();
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let Some(value) = text.strip_prefix(b"data") else { return };
        let value = match value {
            [] => value,
            [b':', value @ ..] => value.strip_prefix(b" ").unwrap_or(value),
            _ => return,
        };
        self.data.push(line.end - value.len() - start..line.end - start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(pieces: &[&[u8]]) -> Vec<(String, Vec<String>)> {
        let mut seen = Vec::new();
        let mut each = |event: Event<'_>| {
            let text = |range: &Range<usize>| String::from_utf8_lossy(&event.raw[range.clone()]).into_owned();
            seen.push((
                String::from_utf8_lossy(event.raw).into_owned(),
                event.data.iter().map(text).collect(),
            ));
        };
        let mut sse = Sse::default();
        for piece in pieces {
            sse.push(piece, &mut each).unwrap();
        }
        sse.finish(&mut each);
        seen
    }

    const STREAM: &str = "event: a\ndata: {\"x\":1}\nid: 7\n\n: ping\n\ndata:two\ndata: lines\n\ndata\n\nretry: 5\n\ndata: last";

    #[test]
    fn events_keep_their_bytes_and_show_their_data() {
        let seen = events(&[STREAM.as_bytes()]);
        let data: Vec<_> = seen.iter().flat_map(|(_, data)| data.iter().map(String::as_str)).collect();
        assert_eq!(data, ["{\"x\":1}", "two", "lines", "", "last"]);
        assert_eq!(seen.iter().map(|(raw, _)| raw.as_str()).collect::<String>(), STREAM);
    }

    #[test]
    fn any_cut_gives_the_same_data_and_the_same_bytes_with_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let stream = STREAM.replace('\n', end);
            let whole: Vec<_> = events(&[stream.as_bytes()]).into_iter().flat_map(|(_, data)| data).collect();
            for cut in 0..=stream.len() {
                let (head, tail) = stream.as_bytes().split_at(cut);
                let seen = events(&[head, tail]);
                let raw: String = seen.iter().map(|(raw, _)| raw.as_str()).collect();
                assert_eq!(raw, stream, "cut at {cut}");
                let data: Vec<_> = seen.into_iter().flat_map(|(_, data)| data).collect();
                assert_eq!(data, whole, "cut at {cut} with {end:?}");
            }
            let bytes: Vec<_> = stream.as_bytes().chunks(1).collect();
            let data: Vec<_> = events(&bytes).into_iter().flat_map(|(_, data)| data).collect();
            assert_eq!(data, whole, "byte by byte with {end:?}");
        }
    }

    #[test]
    fn an_event_is_handed_over_with_the_byte_that_completes_it() {
        for end in ["\n", "\r\n", "\r"] {
            let mut sse = Sse::default();
            let mut count = 0;
            let text = format!("data: x{end}{end}");
            // Of the last CRLF, the carriage return already completes the event.
            let complete = text.len() - usize::from(end == "\r\n");
            sse.push(&text.as_bytes()[..complete - 1], &mut |_| count += 1).unwrap();
            assert_eq!(count, 0);
            let mut sse2 = sse;
            sse2.push(&text.as_bytes()[complete - 1..], &mut |_| count += 1).unwrap();
            assert!(count >= 1, "{end:?}");
            sse2.finish(&mut |_| {});
        }
    }

    #[test]
    fn a_comment_between_events_is_not_held() {
        let mut sse = Sse::default();
        let mut seen = Vec::new();
        sse.push(b": keep-alive\n", &mut |event| seen.extend_from_slice(event.raw)).unwrap();
        assert_eq!(seen, b": keep-alive\n");
        sse.finish(&mut |_| {});
    }

    #[test]
    fn an_endless_event_is_broken_off() {
        let mut sse = Sse::default();
        let piece = vec![b'x'; MAX_FRAME / 2];
        assert!(sse.push(&piece, &mut |_| {}).is_ok());
        assert!(sse.push(&piece, &mut |_| {}).is_ok());
        assert_eq!(sse.push(&piece, &mut |_| {}), Err(FrameTooLong));
    }
}
