//! Owns the content codings of a proof. It must not use the proxy's own: a fault there would hide itself.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::{GzDecoder, ZlibDecoder};
use flate2::write::{GzEncoder, ZlibEncoder};

/// Every coding that a proof sends, by its name in `content-encoding`; empty for none.
pub const NAMES: [&str; 5] = ["", "gzip", "zstd", "br", "deflate"];

/// Puts the coding of this name on; a name that is none of [`NAMES`] leaves the bytes as they are.
///
/// # Errors
/// What the encoder says; in memory it says nothing.
pub fn encode(bytes: &[u8], name: &str) -> io::Result<Vec<u8>> {
    match name {
        "gzip" => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(bytes)?;
            encoder.finish()
        }
        "deflate" => {
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(bytes)?;
            encoder.finish()
        }
        "br" => {
            let mut out = Vec::new();
            let mut encoder = brotli::CompressorWriter::new(&mut out, 4096, 4, 20);
            encoder.write_all(bytes)?;
            drop(encoder);
            Ok(out)
        }
        "zstd" => zstd::stream::encode_all(bytes, 3),
        _ => Ok(bytes.to_vec()),
    }
}

/// Takes the coding of this name off.
///
/// # Errors
/// Bytes that are not of that coding, or a name that is none of [`NAMES`].
pub fn decode(bytes: &[u8], name: &str) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    match name {
        "" | "identity" => out.extend_from_slice(bytes),
        "gzip" => drop(GzDecoder::new(bytes).read_to_end(&mut out)?),
        "deflate" => drop(ZlibDecoder::new(bytes).read_to_end(&mut out)?),
        "br" => drop(brotli::Decompressor::new(bytes, 4096).read_to_end(&mut out)?),
        "zstd" => out = zstd::stream::decode_all(bytes)?,
        _ => return Err(io::ErrorKind::Unsupported.into()),
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_coded_reads_as_before() {
        for name in NAMES {
            let text = "the same words, the same words, the same words".as_bytes();
            let coded = encode(text, name).unwrap();
            assert_eq!(name.is_empty(), coded == text, "{name}");
            assert_eq!(decode(&coded, name).unwrap(), text, "{name}");
        }
        assert!(decode(b"x", "compress").is_err());
    }
}
