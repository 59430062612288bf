//! Owns one content coding on its way off. It must give what it has read at once, but no more than a piece at a time.

use std::io::{self, Write};

use brotli::{BrotliDecompressStream, BrotliResult, BrotliState, HeapAlloc, HuffmanCode};
use bytes::{Buf, Bytes};
use flate2::write::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use zstd::stream::raw::{DParameter, InBuffer, Operation, OutBuffer};

use super::{Coding, CodingError};

/// Largest zstd window accepted, as a power of two: 8 MiB, what RFC 9659 has every content coding stay within.
pub(super) const ZSTD_WINDOW_LOG: u32 = 23;
/// How many bytes are given at once before the caller must ask again. Some bytes of input can stand for a gigabyte.
pub(super) const PIECE: usize = 256 << 10;
/// How far a decoder may go beyond [`PIECE`]: what it writes in one step.
const STEP: usize = 32 << 10;

type Brotli = BrotliState<HeapAlloc<u8>, HeapAlloc<u32>, HeapAlloc<HuffmanCode>>;

enum Inner {
    Gzip(MultiGzDecoder<Vec<u8>>),
    /// Not yet told apart: zlib and bare deflate differ in their first byte.
    DeflateStart,
    Zlib(ZlibDecoder<Vec<u8>>),
    Deflate(DeflateDecoder<Vec<u8>>),
    Brotli(Box<Brotli>),
    Zstd(Box<zstd::stream::raw::Decoder<'static>>),
    /// The library would not give us a decoder.
    None,
}

/// Takes one coding off.
pub(super) struct Decoder {
    coding: Coding,
    limit: usize,
    total: usize,
    inner: Inner,
    /// Whether the coding says that it is complete; a body of no bytes counts as such.
    complete: bool,
}

impl Decoder {
    /// A decoder that gives at most `limit` bytes in all.
    pub fn new(coding: Coding, limit: usize) -> Self {
        let inner = match coding {
            Coding::Gzip => Inner::Gzip(MultiGzDecoder::new(Vec::new())),
            Coding::Deflate => Inner::DeflateStart,
            Coding::Brotli => Inner::Brotli(Box::new(brotli_state())),
            Coding::Zstd => zstd_decoder().map_or(Inner::None, |decoder| Inner::Zstd(Box::new(decoder))),
        };
        Self { coding, limit, total: 0, inner, complete: true }
    }

    /// Decodes from the start of `input`, which keeps what was not read, and appends to `out`. Says whether there is
    /// more to be had without further input.
    pub fn piece(&mut self, input: &mut Bytes, out: &mut Vec<u8>) -> Result<bool, CodingError> {
        if let (Inner::DeflateStart, Some(first)) = (&self.inner, input.first()) {
            // RFC 1950: the low nibble of a zlib header is 8. Bare deflate has that only in a stored block that is
            // padded against the rules.
            self.inner = if first & 0x0f == 8 {
                Inner::Zlib(ZlibDecoder::new(Vec::new()))
            } else {
                Inner::Deflate(DeflateDecoder::new(Vec::new()))
            };
        }
        if !input.is_empty() {
            self.complete = false;
        }
        let result = match &mut self.inner {
            Inner::Gzip(decoder) => inflate(decoder, MultiGzDecoder::get_mut, input, out),
            Inner::Zlib(decoder) => inflate(decoder, ZlibDecoder::get_mut, input, out),
            Inner::Deflate(decoder) => inflate(decoder, DeflateDecoder::get_mut, input, out),
            Inner::Brotli(state) => unbrotli(state, input, out, &mut self.complete),
            Inner::Zstd(decoder) => unzstd(decoder, input, out, &mut self.complete),
            Inner::DeflateStart => Ok(false),
            Inner::None => Err(io::ErrorKind::Unsupported.into()),
        };
        let more = result.map_err(|error| failed(self.coding, error))?;
        self.count(out)?;
        Ok(more)
    }

    /// Ends the body; appends the last bytes to `out`.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), CodingError> {
        if self.complete {
            return Ok(());
        }
        let ended = match &mut self.inner {
            Inner::Gzip(decoder) => decoder.try_finish().map(|()| out.append(decoder.get_mut())),
            Inner::Zlib(decoder) => decoder.try_finish().map(|()| out.append(decoder.get_mut())),
            Inner::Deflate(decoder) => decoder.try_finish().map(|()| out.append(decoder.get_mut())),
            Inner::DeflateStart | Inner::Brotli(_) | Inner::Zstd(_) | Inner::None => {
                Err(io::ErrorKind::UnexpectedEof.into())
            }
        };
        ended.map_err(|_| CodingError::CutOff(self.coding))?;
        self.count(out)
    }

    fn count(&mut self, out: &[u8]) -> Result<(), CodingError> {
        self.total = self.total.saturating_add(out.len());
        if self.total > self.limit { Err(CodingError::Expands(self.limit)) } else { Ok(()) }
    }
}

fn failed(coding: Coding, error: io::Error) -> CodingError {
    // The library has no other way to say so.
    let is_window = coding == Coding::Zstd && error.to_string().contains("too much memory");
    if is_window { CodingError::Window(coding) } else { CodingError::Invalid(coding, error) }
}

fn inflate<D: Write>(
    decoder: &mut D,
    sink: fn(&mut D) -> &mut Vec<u8>,
    input: &mut Bytes,
    out: &mut Vec<u8>,
) -> io::Result<bool> {
    while !input.is_empty() {
        // Gives at most one buffer's worth, and says how much input that took.
        let taken = decoder.write(input)?;
        if taken == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "bytes after the end"));
        }
        input.advance(taken.min(input.len()));
        if sink(decoder).len() >= PIECE {
            out.append(sink(decoder));
            return Ok(true);
        }
    }
    decoder.flush()?;
    out.append(sink(decoder));
    Ok(false)
}

fn brotli_state() -> Brotli {
    let mut state = BrotliState::new(
        HeapAlloc::<u8>::new(0),
        HeapAlloc::<u32>::new(0),
        HeapAlloc::<HuffmanCode>::new(HuffmanCode::default()),
    );
    // Not part of the content coding (RFC 7932), and up to a gigabyte large.
    state.large_window = false;
    state
}

/// Brotli is driven by hand because its writer gives everything at once.
fn unbrotli(
    state: &mut Brotli,
    input: &mut Bytes,
    out: &mut Vec<u8>,
    complete: &mut bool,
) -> io::Result<bool> {
    let mut buffer = vec![0; STEP];
    loop {
        let (mut left, mut taken) = (input.len(), 0);
        let (mut room, mut given, mut total) = (buffer.len(), 0, 0);
        let result = BrotliDecompressStream(
            &mut left,
            &mut taken,
            input,
            &mut room,
            &mut given,
            &mut buffer,
            &mut total,
            state,
        );
        input.advance(taken.min(input.len()));
        out.extend(buffer.iter().take(given));
        match result {
            BrotliResult::ResultSuccess if input.is_empty() => {
                *complete = true;
                return Ok(false);
            }
            BrotliResult::ResultSuccess | BrotliResult::ResultFailure => {
                return Err(io::ErrorKind::InvalidData.into());
            }
            BrotliResult::NeedsMoreInput => return Ok(false),
            BrotliResult::NeedsMoreOutput if out.len() >= PIECE => return Ok(true),
            BrotliResult::NeedsMoreOutput => {}
        }
    }
}

fn zstd_decoder() -> io::Result<zstd::stream::raw::Decoder<'static>> {
    let mut decoder = zstd::stream::raw::Decoder::new()?;
    decoder.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
    Ok(decoder)
}

/// Zstandard is driven by hand because only the raw decoder says whether a frame is complete.
fn unzstd(
    decoder: &mut zstd::stream::raw::Decoder<'_>,
    input: &mut Bytes,
    out: &mut Vec<u8>,
    complete: &mut bool,
) -> io::Result<bool> {
    let mut buffer = vec![0; STEP];
    loop {
        // Where a frame has ended, the next one of the same body begins by itself (RFC 8878, 3.1).
        let mut source = InBuffer::around(input.as_ref());
        let mut output = OutBuffer::around(buffer.as_mut_slice());
        let wanted = decoder.run(&mut source, &mut output)?;
        let (taken, is_full) = (source.pos(), output.pos() == output.capacity());
        out.extend_from_slice(output.as_slice());
        input.advance(taken);
        *complete = wanted == 0;
        if input.is_empty() && (!is_full || *complete) {
            return Ok(false);
        }
        if out.len() >= PIECE {
            return Ok(true);
        }
    }
}
