//! Owns content codings as the other side of `ww` uses them: whole bodies, and streams flushed piece by piece.

use std::cell::RefCell;
use std::io::{Read, Write};
use std::rc::Rc;

use flate2::Compression;

/// Every coding that `ww` reads.
pub const CODINGS: [&str; 4] = ["gzip", "deflate", "br", "zstd"];

#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// `pieces` as one coded stream that is flushed after each of them; the coding's own end is one piece more.
pub fn coded(coding: &str, pieces: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let sink = Sink::default();
    let level = Compression::default();
    let mut encoder: Box<dyn Write> = match coding {
        "gzip" => Box::new(flate2::write::GzEncoder::new(sink.clone(), level)),
        "deflate" => Box::new(flate2::write::ZlibEncoder::new(sink.clone(), level)),
        "br" => Box::new(brotli::CompressorWriter::new(sink.clone(), 4096, 4, 20)),
        "zstd" => Box::new(zstd::stream::write::Encoder::new(sink.clone(), 3).unwrap().auto_finish()),
        other => panic!("{other}"),
    };
    let mut out = Vec::new();
    for piece in pieces {
        encoder.write_all(piece).unwrap();
        encoder.flush().unwrap();
        out.push(sink.0.take());
    }
    drop(encoder);
    out.push(sink.0.take());
    out
}

/// A whole body under a coding.
pub fn encoded(coding: &str, body: &[u8]) -> Vec<u8> {
    coded(coding, &[body.to_vec()]).concat()
}

/// A whole body with a coding taken off.
pub fn decoded(coding: &str, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    match coding {
        "gzip" => flate2::read::GzDecoder::new(body).read_to_end(&mut out).unwrap(),
        "deflate" => flate2::read::ZlibDecoder::new(body).read_to_end(&mut out).unwrap(),
        "br" => brotli::Decompressor::new(body, 4096).read_to_end(&mut out).unwrap(),
        "zstd" => zstd::stream::read::Decoder::new(body).unwrap().read_to_end(&mut out).unwrap(),
        _ => return body.to_vec(),
    };
    out
}
