//! Owns content codings (RFC 9110, 8.4): taking them off and putting them on again. It must not expand beyond the
//! limit it is given, nor more at once than it says, and must not take a cut-off body for a whole one.

mod decoder;

use std::io::{self, Write};

use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use decoder::Decoder;

/// Most codings on one body: more than anybody stacks, few enough for each to hold its window.
const MAX_CODINGS: usize = 4;

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
    /// There are too many.
    #[error("the body is under more than {MAX_CODINGS} content codings")]
    TooMany,
    /// The bytes are not of that coding.
    #[error("the body is not valid {0:?}")]
    Invalid(Coding, #[source] io::Error),
    /// The body needs more memory than a content coding may ask for.
    #[error("the {0:?} body needs a window of more than {max} MiB", max = 1_usize << decoder::ZSTD_WINDOW_LOG >> 20)]
    Window(Coding),
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
/// [`CodingError::Unknown`] and [`CodingError::TooMany`].
pub fn parse(value: &str) -> Result<Vec<Coding>, CodingError> {
    let names = value.split(',').map(str::trim).filter(|name| !name.is_empty());
    let named = |name: &str| {
        let known = NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known));
        known.map(|(_, coding)| *coding).ok_or_else(|| CodingError::Unknown(name.chars().take(32).collect()))
    };
    let codings: Vec<_> =
        names.filter(|name| !name.eq_ignore_ascii_case("identity")).map(named).collect::<Result<_, _>>()?;
    if codings.len() > MAX_CODINGS { Err(CodingError::TooMany) } else { Ok(codings) }
}

/// Takes all codings off a whole body.
///
/// # Errors
/// [`CodingError`], also when any layer is larger than `limit` bytes.
pub fn decode(body: &Bytes, codings: &[Coding], limit: usize) -> Result<Vec<u8>, CodingError> {
    let mut stack = Stack::new(codings, limit);
    stack.feed(body.clone());
    let mut out = Vec::new();
    while let Some(piece) = stack.next(true)? {
        out.extend_from_slice(&piece);
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

/// Takes all codings off a body that arrives in pieces and is given on in pieces: of what came, only what fits into
/// one piece is held expanded.
#[must_use = "a cut-off body is noticed only at its end"]
pub struct Stack {
    input: Bytes,
    /// The coding that was put on last comes off first.
    layers: Vec<Layer>,
}

/// One coding, and what it has yet to read.
struct Layer {
    decoder: Decoder,
    input: Bytes,
    /// Whether the decoder has more to give without further input.
    holds_more: bool,
    ended: bool,
}

impl Stack {
    /// Takes off `codings`, none of which may give more than `limit` bytes in all.
    pub fn new(codings: &[Coding], limit: usize) -> Self {
        let layer = |&coding: &Coding| Layer {
            decoder: Decoder::new(coding, limit),
            input: Bytes::new(),
            holds_more: false,
            ended: false,
        };
        Self { input: Bytes::new(), layers: codings.iter().rev().map(layer).collect() }
    }

    /// Takes the next bytes of the body. Those before them must have been read to their end with [`Stack::next`].
    pub fn feed(&mut self, bytes: Bytes) {
        self.input = bytes;
    }

    /// Decoded bytes, not many more than [`decoder::PIECE`] where there is a coding; `None` when more must be fed, or
    /// when `ended` says that there is no more.
    ///
    /// # Errors
    /// [`CodingError`]; the body is then of no use.
    pub fn next(&mut self, ended: bool) -> Result<Option<Bytes>, CodingError> {
        pull(&mut self.input, &mut self.layers, ended)
    }
}

fn pull(input: &mut Bytes, layers: &mut [Layer], ended: bool) -> Result<Option<Bytes>, CodingError> {
    let Some((layer, before)) = layers.split_last_mut() else {
        return Ok((!input.is_empty()).then(|| std::mem::take(input)));
    };
    loop {
        let mut out = Vec::new();
        if layer.holds_more || !layer.input.is_empty() {
            layer.holds_more = layer.decoder.piece(&mut layer.input, &mut out)?;
        } else if let Some(piece) = pull(input, before, ended)? {
            layer.input = piece;
        } else if ended && !layer.ended {
            layer.ended = true;
            layer.decoder.finish(&mut out)?;
        } else {
            return Ok(None);
        }
        if !out.is_empty() {
            return Ok(Some(out.into()));
        }
    }
}

#[cfg(test)]
mod tests;
