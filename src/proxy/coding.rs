//! Owns content codings (RFC 9110, 8.4): taking them off and putting them on again. It must not expand beyond the
//! limit it is given, and must not take a cut-off body for a whole one.

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::{DeflateDecoder, GzEncoder, MultiGzDecoder, ZlibDecoder, ZlibEncoder};

/// Largest zstd window accepted, as a power of two: 8 MiB, what RFC 9659 has every content coding stay within.
const ZSTD_WINDOW_LOG: u32 = 23;

/// A content coding that we read and write.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coding {
    /// RFC 1952.
    Gzip,
    /// RFC 1950; the bare RFC 1951 that some send under this name is read too.
    Deflate,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

/// The names of the codings that we read, for `accept-encoding`.
pub const NAMES: [(&str, Coding); 5] = [
    ("gzip", Coding::Gzip),
    ("x-gzip", Coding::Gzip),
    ("deflate", Coding::Deflate),
    ("br", Coding::Brotli),
    ("zstd", Coding::Zstd),
];

/// Why a coded body cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum CodingError {
    /// The coding is none of ours.
    #[error("content coding `{0}` is not one that ww reads")]
    Unknown(String),
    /// The bytes are not of that coding.
    #[error("the body is not valid {0:?}")]
    Invalid(Coding, #[source] io::Error),
    /// The body ends before the coding does.
    #[error("the {0:?} body is cut off")]
    CutOff(Coding),
    /// The body expands beyond the limit.
    #[error("the body expands beyond {} MiB", .0 >> 20)]
    Expands(usize),
}

/// Reads a `content-encoding` value: codings in the order in which they were put on.
///
/// # Errors
/// [`CodingError::Unknown`].
pub fn parse(value: &str) -> Result<Vec<Coding>, CodingError> {
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    let named = |name: &str| {
        let known = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
        known.map(|(_, coding)| *coding).ok_or_else(|| CodingError::Unknown(name.chars().take(32).collect()))
    };
    names.filter(|name| !name.eq_ignore_ascii_case("identity")).map(named).collect()
}

/// Takes all codings off a whole body.
///
/// # Errors
/// [`CodingError`], also when any layer is larger than `limit` bytes.
pub fn decode(body: &[u8], codings: &[Coding], limit: usize) -> Result<Vec<u8>, CodingError> {
    let mut out = body.to_vec();
    for &coding in codings.iter().rev() {
        let mut decoder = Decoder::new(coding, limit);
        let mut decoded = Vec::new();
        decoder.push(&out, &mut decoded)?;
        decoder.finish(&mut decoded)?;
        out = decoded;
    }
    Ok(out)
}

/// Puts codings on a whole body, the first of them first.
///
/// # Errors
/// [`CodingError::Invalid`] when an encoder fails, which in memory it does not.
pub fn encode(body: Vec<u8>, codings: &[Coding]) -> Result<Vec<u8>, CodingError> {
    codings.iter().try_fold(body, |body, &coding| {
        encode_one(&body, coding).map_err(|source| CodingError::Invalid(coding, source))
    })
}

fn encode_one(body: &[u8], coding: Coding) -> io::Result<Vec<u8>> {
    match coding {
        Coding::Gzip => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(body)?;
            encoder.finish()
        }
        Coding::Deflate => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(body)?;
            encoder.finish()
        }
        Coding::Brotli => {
            let mut out = Vec::new();
            let params = BrotliEncoderParams { quality: 4, ..BrotliEncoderParams::default() };
            brotli::BrotliCompress(&mut &*body, &mut out, &params)?;
            Ok(out)
        }
        Coding::Zstd => zstd::bulk::compress(body, 3),
    }
}

/// Where decoders write: what is taken out after each push, and a count that bounds the whole.
struct Sink {
    fresh: Vec<u8>,
    total: usize,
    limit: usize,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.total = self.total.saturating_add(bytes.len());
        if self.total > self.limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.fresh.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

enum Inner {
    Gzip(MultiGzDecoder<Sink>),
    /// Not yet told apart: zlib and bare deflate differ in their first byte.
    DeflateStart(Sink),
    Zlib(ZlibDecoder<Sink>),
    Deflate(DeflateDecoder<Sink>),
    Brotli(Box<brotli::DecompressorWriter<Sink>>),
    Zstd(Box<zstd::stream::raw::Decoder<'static>>, Sink),
    Spent,
}

/// Takes one coding off a body that arrives in pieces; each piece is decoded as far as it goes.
#[must_use = "a cut-off body is noticed only when the decoder is finished"]
pub struct Decoder {
    coding: Coding,
    limit: usize,
    inner: Inner,
    /// Whether the coding says that it is complete; a body of no bytes counts as such.
    complete: bool,
}

impl Decoder {
    /// A decoder that gives at most `limit` bytes.
    pub fn new(coding: Coding, limit: usize) -> Self {
        let sink = Sink { fresh: Vec::new(), total: 0, limit };
        let inner = match coding {
            Coding::Gzip => Inner::Gzip(MultiGzDecoder::new(sink)),
            Coding::Deflate => Inner::DeflateStart(sink),
            Coding::Brotli => Inner::Brotli(Box::new(brotli::DecompressorWriter::new(sink, 4096))),
            Coding::Zstd => {
                zstd_decoder().map_or(Inner::Spent, |decoder| Inner::Zstd(Box::new(decoder), sink))
            }
        };
        Self { coding, limit, inner, complete: true }
    }

    /// Appends to `out` all that `bytes` makes decodable.
    ///
    /// # Errors
    /// [`CodingError`]; the body is then of no use.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), CodingError> {
        if bytes.is_empty() {
            return Ok(());
        }
        if let Inner::DeflateStart(_) = self.inner
            && let Inner::DeflateStart(sink) = std::mem::replace(&mut self.inner, Inner::Spent)
        {
            // RFC 1950: the low nibble of a zlib header is 8. Bare deflate has that only in a stored block that is
            // padded against the rules.
            let is_zlib = bytes.first().is_some_and(|first| first & 0x0f == 8);
            self.inner = if is_zlib {
                Inner::Zlib(ZlibDecoder::new(sink))
            } else {
                Inner::Deflate(DeflateDecoder::new(sink))
            };
        }
        self.complete = false;
        let result = match &mut self.inner {
            Inner::Gzip(decoder) => decoder.write_all(bytes).and_then(|()| decoder.flush()),
            Inner::Zlib(decoder) => decoder.write_all(bytes).and_then(|()| decoder.flush()),
            Inner::Deflate(decoder) => decoder.write_all(bytes).and_then(|()| decoder.flush()),
            Inner::Brotli(decoder) => decoder.write_all(bytes).and_then(|()| decoder.flush()),
            Inner::Zstd(decoder, sink) => unzstd(decoder, bytes, sink, &mut self.complete),
            Inner::DeflateStart(_) | Inner::Spent => Err(io::ErrorKind::BrokenPipe.into()),
        };
        out.append(&mut self.fresh());
        result.map_err(|error| self.failed(error))
    }

    /// Ends the body; appends the last bytes to `out`.
    ///
    /// # Errors
    /// [`CodingError::CutOff`] when the coding was not complete.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<(), CodingError> {
        let ended = match &mut self.inner {
            _ if self.complete => Ok(()),
            Inner::Gzip(decoder) => decoder.try_finish(),
            Inner::Zlib(decoder) => decoder.try_finish(),
            Inner::Deflate(decoder) => decoder.try_finish(),
            Inner::Brotli(decoder) => decoder.close(),
            Inner::DeflateStart(_) | Inner::Zstd(..) | Inner::Spent => {
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        };
        out.append(&mut self.fresh());
        match ended {
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => Err(self.failed(error)),
            Err(_) => Err(CodingError::CutOff(self.coding)),
            Ok(()) => Ok(()),
        }
    }

    fn fresh(&mut self) -> Vec<u8> {
        let sink = match &mut self.inner {
            Inner::Gzip(decoder) => decoder.get_mut(),
            Inner::Zlib(decoder) => decoder.get_mut(),
            Inner::Deflate(decoder) => decoder.get_mut(),
            Inner::Brotli(decoder) => decoder.get_mut(),
            Inner::DeflateStart(sink) | Inner::Zstd(_, sink) => sink,
            Inner::Spent => return Vec::new(),
        };
        std::mem::take(&mut sink.fresh)
    }

    fn failed(&self, error: io::Error) -> CodingError {
        if error.kind() == io::ErrorKind::FileTooLarge {
            CodingError::Expands(self.limit)
        } else {
            CodingError::Invalid(self.coding, error)
        }
    }
}

fn zstd_decoder() -> io::Result<zstd::stream::raw::Decoder<'static>> {
    let mut decoder = zstd::stream::raw::Decoder::new()?;
    decoder.set_parameter(zstd::stream::raw::DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
    Ok(decoder)
}

/// Zstandard is driven by hand because only the raw decoder says whether a frame is complete.
fn unzstd(
    decoder: &mut zstd::stream::raw::Decoder<'_>,
    bytes: &[u8],
    sink: &mut Sink,
    complete: &mut bool,
) -> io::Result<()> {
    use zstd::stream::raw::{InBuffer, Operation, OutBuffer};
    let mut input = InBuffer::around(bytes);
    let mut buffer = vec![0; 32 << 10];
    loop {
        let mut output = OutBuffer::around(buffer.as_mut_slice());
        let wanted = decoder.run(&mut input, &mut output)?;
        sink.write_all(output.as_slice())?;
        *complete = wanted == 0;
        let is_full = output.pos() == output.capacity();
        if input.pos() == bytes.len() && (!is_full || *complete) {
            return Ok(());
        }
        if *complete {
            // Another frame follows in the same body (RFC 8878, 3.1).
            decoder.reinit()?;
        }
    }
}

/// A bare deflate encoder, for tests of bodies that others send.
#[cfg(test)]
fn bare_deflate(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Coding; 4] = [Coding::Gzip, Coding::Deflate, Coding::Brotli, Coding::Zstd];
    const LIMIT: usize = 1 << 20;

    fn text() -> Vec<u8> {
        (0..500).flat_map(|n| format!("line {n} of a body\n").into_bytes()).collect()
    }

    #[test]
    fn what_is_coded_is_decoded_at_every_cut() {
        for coding in ALL {
            let coded = encode(text(), &[coding]).unwrap();
            for cut in 0..=coded.len() {
                let mut out = Vec::new();
                let mut decoder = Decoder::new(coding, LIMIT);
                decoder.push(&coded[..cut], &mut out).unwrap();
                decoder.push(&coded[cut..], &mut out).unwrap();
                decoder.finish(&mut out).unwrap();
                assert!(out == text(), "{coding:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn stacked_codings_come_off_in_reverse_order() {
        let coded = encode(text(), &ALL).unwrap();
        assert_eq!(decode(&coded, &ALL, LIMIT).unwrap(), text());
        assert_eq!(parse("gzip, Deflate,br , zstd, identity").unwrap(), ALL);
    }

    #[test]
    fn a_cut_off_body_is_not_taken_for_a_whole_one() {
        for coding in ALL {
            let coded = encode(text(), &[coding]).unwrap();
            for length in [1, coded.len() / 2, coded.len() - 1] {
                let result = decode(&coded[..length], &[coding], LIMIT);
                assert!(result.is_err(), "{coding:?} of {length} bytes");
            }
        }
    }

    #[test]
    fn each_flush_of_the_sender_can_be_read_at_once() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        let mut decoder = Decoder::new(Coding::Gzip, LIMIT);
        for n in 0..20 {
            let event = format!("data: {n}\n\n");
            encoder.write_all(event.as_bytes()).unwrap();
            encoder.flush().unwrap();
            let mut out = Vec::new();
            decoder.push(&std::mem::take(encoder.get_mut()), &mut out).unwrap();
            assert_eq!(out, event.as_bytes());
        }
        let mut out = Vec::new();
        decoder.push(&encoder.finish().unwrap(), &mut out).unwrap();
        decoder.finish(&mut out).unwrap();
    }

    #[test]
    fn an_expansion_bomb_is_refused_within_the_limit() {
        for coding in ALL {
            let coded = encode(vec![0; 4 << 20], &[coding]).unwrap();
            assert!(matches!(decode(&coded, &[coding], LIMIT), Err(CodingError::Expands(_))), "{coding:?}");
        }
    }

    #[test]
    fn garbage_and_unknown_codings_are_refused() {
        for coding in ALL {
            assert!(decode(b"no coding at all", &[coding], LIMIT).is_err(), "{coding:?}");
        }
        assert!(matches!(parse("gzip, aes128gcm"), Err(CodingError::Unknown(_))));
    }

    #[test]
    fn bare_deflate_under_the_name_of_deflate_is_read() {
        assert_eq!(decode(&bare_deflate(&text()), &[Coding::Deflate], LIMIT).unwrap(), text());
    }

    #[test]
    fn members_and_frames_in_a_row_are_one_body() {
        for coding in [Coding::Gzip, Coding::Zstd] {
            let twice = [encode(text(), &[coding]).unwrap(), encode(text(), &[coding]).unwrap()].concat();
            assert_eq!(decode(&twice, &[coding], LIMIT).unwrap(), [text(), text()].concat());
        }
    }
}
