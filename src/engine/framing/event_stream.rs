//! Owns the cut of an `application/vnd.amazon.eventstream` (AWS, "Event stream encoding") into frames, each with the very
//! bytes it came in. It must not hold what is complete, and must not hand over a frame whose checksums are wrong.
//!
//! ```text
//! length u32 | headers' length u32 | CRC-32 of these | headers | payload | CRC-32 of all before
//! ```

use aws_smithy_eventstream::frame::{read_message_from, write_message_to};
use aws_smithy_types::event_stream::{Header, HeaderValue, Message};

use super::{FrameTooLong, MAX_FRAME};

/// Bytes of the two lengths and their checksum.
const PRELUDE: usize = 12;
/// Bytes of a frame with neither headers nor payload.
const LEAST: usize = PRELUDE + 4;
/// Most bytes in the value of a header; a longer one could not be written again.
const MAX_HEADER: usize = i16::MAX as usize;

/// Why a stream cannot be cut any further.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadFrame {
    /// A frame is too long.
    #[error(transparent)]
    TooLong(#[from] FrameTooLong),
    /// A checksum or a length inside a frame is wrong.
    #[error("a frame of an AWS event stream is damaged")]
    Damaged,
    /// The stream ends inside a frame.
    #[error("an AWS event stream ends inside a frame")]
    CutOff,
}

/// One frame.
#[derive(Debug)]
pub struct Frame<'a> {
    /// All bytes, with lengths and checksums.
    pub raw: &'a [u8],
    /// The same, read.
    message: Message,
}

impl<'a> Frame<'a> {
    /// Reads bytes that are exactly one frame.
    ///
    /// # Errors
    /// [`BadFrame::Damaged`] when they are not.
    pub fn read(raw: &'a [u8]) -> Result<Self, BadFrame> {
        let message = read_message_from(raw).map_err(|_| BadFrame::Damaged)?;
        if message.headers().iter().any(is_huge) {
            return Err(BadFrame::Damaged);
        }
        Ok(Self { raw, message })
    }

    /// The text of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let header = self.message.headers().iter().find(|header| header.name().as_str() == name)?;
        header.value().as_string().ok().map(|text| text.as_str())
    }

    /// What the frame carries.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        self.message.payload()
    }

    /// Appends to `out` a frame with the same headers and another payload.
    pub fn remake(&self, payload: Vec<u8>, out: &mut Vec<u8>) {
        let message = Message::new_from_parts(self.message.headers().to_vec(), payload);
        // The headers have been read, and a payload of 4 GiB is none that we hold.
        let _written = write_message_to(&message, out);
    }
}

fn is_huge(header: &Header) -> bool {
    match header.value() {
        HeaderValue::ByteArray(value) => value.len() > MAX_HEADER,
        HeaderValue::String(value) => value.as_str().len() > MAX_HEADER,
        _ => false,
    }
}

/// Cuts a stream into frames. Holds one unfinished frame, at most [`MAX_FRAME`] bytes.
#[derive(Debug, Default)]
#[must_use = "a stream that ends inside a frame is noticed only when it is finished"]
pub struct EventStream {
    pending: Vec<u8>,
}

impl EventStream {
    /// Calls `each` for every frame that `bytes` completes.
    ///
    /// # Errors
    /// [`BadFrame`], also before the frame is complete when its beginning is wrong; the stream must then be broken off.
    pub fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(Frame<'_>)) -> Result<(), BadFrame> {
        self.pending.extend_from_slice(bytes);
        let mut rest = self.pending.as_slice();
        while let Some(length) = frame_length(rest)? {
            let Some((raw, after)) = rest.split_at_checked(length) else { break };
            each(Frame::read(raw)?);
            rest = after;
        }
        let done = self.pending.len() - rest.len();
        self.pending.drain(..done);
        Ok(())
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// [`BadFrame::CutOff`] when it ends inside a frame.
    pub fn finish(self) -> Result<(), BadFrame> {
        if self.pending.is_empty() { Ok(()) } else { Err(BadFrame::CutOff) }
    }
}

/// Whether a stream begins with the beginning of a frame.
#[must_use]
pub fn begins(start: &[u8]) -> bool {
    matches!(frame_length(start), Ok(Some(_)))
}

/// The length of the frame that begins here, in bytes; `None` when too little of it is there. Checked before the frame
/// is complete, so that a damaged length does not have us wait for bytes that never come.
fn frame_length(start: &[u8]) -> Result<Option<usize>, BadFrame> {
    let Some(&[a, b, c, d, _, _, _, _, checksum @ ..]) = start.first_chunk::<PRELUDE>() else {
        return Ok(None);
    };
    let lengths = start.get(..PRELUDE - checksum.len()).unwrap_or_default();
    let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
    if crc32fast::hash(lengths) != u32::from_be_bytes(checksum) || length < LEAST {
        return Err(BadFrame::Damaged);
    }
    if length > MAX_FRAME { Err(FrameTooLong.into()) } else { Ok(Some(length)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_smithy_types::DateTime;
    use proptest::prelude::*;

    fn frame(headers: Vec<Header>, payload: impl Into<Vec<u8>>) -> Vec<u8> {
        let mut out = Vec::new();
        write_message_to(&Message::new_from_parts(headers, payload.into()), &mut out).unwrap();
        out
    }

    fn every_type() -> Vec<Header> {
        let values = [
            HeaderValue::Bool(true),
            HeaderValue::Bool(false),
            HeaderValue::Byte(-1),
            HeaderValue::Int16(-2),
            HeaderValue::Int32(3),
            HeaderValue::Int64(i64::MIN),
            HeaderValue::ByteArray(vec![0, 1, 2].into()),
            HeaderValue::String("event".to_owned().into()),
            HeaderValue::Timestamp(DateTime::from_millis(-1_234_567)),
            HeaderValue::Uuid(u128::MAX / 3),
        ];
        values.into_iter().enumerate().map(|(n, value)| Header::new(format!(":h{}", 9 - n), value)).collect()
    }

    fn cut(pieces: &[&[u8]]) -> Result<Vec<Vec<u8>>, BadFrame> {
        let mut stream = EventStream::default();
        let mut frames = Vec::new();
        for piece in pieces {
            stream.push(piece, &mut |frame| frames.push(frame.raw.to_vec()))?;
        }
        stream.finish()?;
        Ok(frames)
    }

    #[test]
    fn frames_of_every_size_are_cut_at_every_split() {
        let frames: Vec<_> = (0..16)
            .map(|n| frame(if n % 2 == 0 { every_type() } else { Vec::new() }, vec![b'x'; n * n]))
            .collect();
        let stream = frames.concat();
        for at in 0..=stream.len() {
            let (head, tail) = stream.split_at(at);
            assert_eq!(cut(&[head, tail]).unwrap(), frames, "cut at {at}");
        }
        for size in [1, 2, 3, 7, 1460] {
            assert_eq!(cut(&stream.chunks(size).collect::<Vec<_>>()).unwrap(), frames, "pieces of {size}");
        }
    }

    #[test]
    fn a_frame_is_handed_over_with_its_last_byte() {
        let bytes = frame(every_type(), "{}");
        let mut stream = EventStream::default();
        let mut count = 0;
        stream.push(&bytes[..bytes.len() - 1], &mut |_| count += 1).unwrap();
        assert_eq!(count, 0);
        stream.push(&bytes[bytes.len() - 1..], &mut |_| count += 1).unwrap();
        assert_eq!(count, 1);
        stream.finish().unwrap();
    }

    #[test]
    fn any_wrong_bit_breaks_the_stream_off() {
        let good = frame(vec![Header::new("a", HeaderValue::Int16(7))], "payload");
        for at in 0..good.len() * 8 {
            let mut bad = good.clone();
            bad[at / 8] ^= 1 << (at % 8);
            assert!(cut(&[&bad, &good]).is_err(), "bit {at}");
        }
    }

    #[test]
    fn a_wrong_length_is_noticed_before_the_frame_is_there() {
        let good = frame(Vec::new(), "payload");
        let mut bad = good.clone();
        bad[1] ^= 1;
        let mut stream = EventStream::default();
        assert_eq!(stream.push(&bad[..PRELUDE], &mut |_| ()), Err(BadFrame::Damaged));
        let with_length = |length: u32| {
            let lengths = [length.to_be_bytes(), [0; 4]].concat();
            [&lengths[..], &crc32fast::hash(&lengths).to_be_bytes()].concat()
        };
        assert_eq!(frame_length(&with_length(15)), Err(BadFrame::Damaged));
        let most = u32::try_from(MAX_FRAME).unwrap();
        assert_eq!(frame_length(&with_length(most)), Ok(Some(MAX_FRAME)));
        assert_eq!(frame_length(&with_length(most + 1)), Err(BadFrame::TooLong(FrameTooLong)));
    }

    #[test]
    fn a_header_that_could_not_be_written_again_is_refused() {
        let name = [&[1, b'a', 7][..], &[0x80, 0x00]].concat();
        let headers = [&name[..], &vec![b'x'; 0x8000]].concat();
        let length = |length: usize| u32::try_from(length).unwrap().to_be_bytes();
        let mut bytes = [length(LEAST + headers.len()), length(headers.len())].concat();
        bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
        bytes.extend(headers);
        bytes.extend(crc32fast::hash(&bytes).to_be_bytes());
        assert!(read_message_from(bytes.as_slice()).is_ok());
        assert_eq!(cut(&[&bytes]), Err(BadFrame::Damaged));
    }

    #[test]
    fn a_stream_that_ends_inside_a_frame_is_cut_off() {
        let bytes = frame(every_type(), "payload");
        for length in 1..bytes.len() {
            assert_eq!(cut(&[&bytes[..length]]), Err(BadFrame::CutOff), "after {length}");
        }
        assert_eq!(cut(&[]), Ok(Vec::new()));
    }

    #[test]
    fn a_stream_is_told_by_its_first_bytes() {
        let bytes = frame(every_type(), "payload");
        assert!(begins(&bytes[..PRELUDE]) && begins(&bytes));
        for other in [&b""[..], &bytes[..PRELUDE - 1], b"{\"type\":\"event\"}", b"data: {}\n\n\n\n\n"] {
            assert!(!begins(other));
        }
    }

    fn any_header() -> impl Strategy<Value = HeaderValue> {
        prop_oneof![
            any::<bool>().prop_map(HeaderValue::Bool),
            any::<i8>().prop_map(HeaderValue::Byte),
            any::<i16>().prop_map(HeaderValue::Int16),
            any::<i32>().prop_map(HeaderValue::Int32),
            any::<i64>().prop_map(HeaderValue::Int64),
            any::<Vec<u8>>().prop_map(|bytes| HeaderValue::ByteArray(bytes.into())),
            any::<String>().prop_map(|text| HeaderValue::String(text.into())),
            any::<i64>().prop_map(|millis| HeaderValue::Timestamp(DateTime::from_millis(millis))),
            any::<u128>().prop_map(HeaderValue::Uuid),
        ]
    }

    proptest! {
        #[test]
        fn a_frame_that_is_remade_with_its_own_payload_is_the_same(
            headers in proptest::collection::vec(("[a-z:-]{1,20}", any_header()), 0..6),
            payload: Vec<u8>,
            pieces in 1_usize..40,
        ) {
            let headers = headers.into_iter().map(|(name, value)| Header::new(name, value)).collect();
            let bytes = frame(headers, payload);
            let mut again = Vec::new();
            let mut stream = EventStream::default();
            for piece in bytes.chunks(pieces) {
                stream.push(piece, &mut |frame| frame.remake(frame.payload().to_vec(), &mut again)).unwrap();
            }
            stream.finish().unwrap();
            prop_assert_eq!(again, bytes);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, more: Vec<u8>) {
            let _read = cut(&[&bytes, &more]);
            let lengths = [&bytes[..], &[0; 8]].concat()[..8].to_vec();
            let begun = [&[0, 0, 0], &lengths[3..], &crc32fast::hash(&[&[0, 0, 0], &lengths[3..]].concat()).to_be_bytes(), &more].concat();
            let _read = cut(&[&begun, &more]);
            let _read = Frame::read(&begun);
        }
    }
}
