//! Owns `.tar.gz` files of plain files: packing the same files to the same bytes, and unpacking what strangers packed
//! within bounds and without touching the disk. It must not know what the files say.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use tar::{EntryType, Header};

use super::verify::open;
use super::{AuditError, system};

/// Bytes in a block of a tar file.
const BLOCK: usize = 512;
/// Most bytes of one packed file; it is held in memory.
pub const MAX_FILE: u64 = 512 << 20;
/// Most files in one packed file.
pub const MAX_FILES: u64 = 200_000;
/// Most bytes that one packed file may unpack to.
pub const MAX_TOTAL: u64 = 64 << 30;
/// What a gzip file of ours begins with: deflate, no name, no time, no system.
const GZIP: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

/// Why something cannot be unpacked.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// It cannot be read.
    #[error("it cannot be read")]
    Unreadable(#[source] io::Error),
    /// It is not as it must be.
    #[error("{0}")]
    Form(&'static str),
}

impl From<io::Error> for Unfit {
    /// What the decoder says of bytes that it does not like, and what the system says of a disk.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                Self::Form("its compressed bytes are damaged or cut off")
            }
            _ => Self::Unreadable(error),
        }
    }
}

/// Packs files; the same names and bytes in the same order give the same bytes.
pub(super) struct Packer<W: Write> {
    gzip: GzEncoder<W>,
}

impl<W: Write> Packer<W> {
    pub(super) fn new(out: W) -> Self {
        Self { gzip: GzBuilder::new().write(out, Compression::default()) }
    }

    /// Adds a file of exactly `size` bytes. A name has at most 100 bytes.
    pub(super) fn add(&mut self, name: &str, size: u64, bytes: impl Read) -> io::Result<()> {
        self.gzip.write_all(header(name, size)?.as_bytes())?;
        if io::copy(&mut bytes.take(size), &mut self.gzip)? != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let padding = [0; BLOCK];
        self.gzip.write_all(padding.get(..after(size)).unwrap_or_default())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.gzip.write_all(&[0; 2 * BLOCK])?;
        self.gzip.finish()
    }
}

/// The one header that a file of that name and size has: a regular file, mode 0600, no owner, no time.
fn header(name: &str, size: u64) -> io::Result<Header> {
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_size(size);
    header.set_mode(0o600);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_entry_type(EntryType::Regular);
    header.set_cksum();
    Ok(header)
}

/// Bytes after a file of that size up to the next block.
fn after(size: u64) -> usize {
    let over = usize::try_from(size % BLOCK as u64).unwrap_or_default();
    if over == 0 { 0 } else { BLOCK - over }
}

/// Unpacks a file, one packed file after the other.
pub(super) struct Unpacker {
    gzip: GzDecoder<BufReader<File>>,
    /// Whether everything must be exactly as [`Packer`] writes it, gzip's header included.
    strict: bool,
    files: u64,
    total: u64,
}

impl Unpacker {
    pub(super) fn open(path: &Path, strict: bool) -> Result<Self, Unfit> {
        let mut input = BufReader::new(open(path).map_err(Unfit::Unreadable)?);
        if strict && input.fill_buf().map_err(Unfit::Unreadable)?.get(..GZIP.len()) != Some(&GZIP[..]) {
            return Err(Unfit::Form("it does not begin as gzip of this program does"));
        }
        Ok(Self { gzip: GzDecoder::new(input), strict, files: 0, total: 0 })
    }

    /// The next file: its name and bytes. `most` says how many bytes a file of a name may have; none for a name that
    /// does not belong here.
    pub(super) fn next(
        &mut self,
        most: impl FnOnce(&str) -> Option<u64>,
    ) -> Result<Option<(String, Vec<u8>)>, Unfit> {
        let mut head = Header::new_ustar();
        self.gzip.read_exact(head.as_mut_bytes())?;
        if head.as_bytes().iter().all(|&byte| byte == 0) {
            return self.end().map(|()| None);
        }
        let name = head.path_bytes().into_owned();
        let name =
            String::from_utf8(name).map_err(|_| Unfit::Form("it holds a file without a proper name"))?;
        let size = head.size().map_err(|_| Unfit::Form("it holds a file without a size"))?;
        let most = most(&name).ok_or(Unfit::Form("it holds a file that does not belong in it"))?;
        (self.files, self.total) = (self.files + 1, self.total.saturating_add(size));
        if size > most.min(MAX_FILE) || self.files > MAX_FILES || self.total > MAX_TOTAL {
            return Err(Unfit::Form("it holds more than can be unpacked"));
        }
        let own = header(&name, size).is_ok_and(|own| own.as_bytes() == head.as_bytes());
        if self.strict && !own || head.entry_type() != EntryType::Regular {
            return Err(Unfit::Form("it holds something that is not a plain file"));
        }
        let mut bytes = Vec::new();
        self.gzip.by_ref().take(size).read_to_end(&mut bytes)?;
        let mut padding = Vec::new();
        self.gzip.by_ref().take(after(size) as u64).read_to_end(&mut padding)?;
        if bytes.len() as u64 != size || padding.len() != after(size) {
            return Err(Unfit::Form("it is cut off"));
        }
        if padding.iter().any(|&byte| byte != 0) {
            return Err(Unfit::Form("it holds bytes between its files"));
        }
        Ok(Some((name, bytes)))
    }

    /// Another block of zeros, more only where it is not ours, and nothing after that.
    fn end(&mut self) -> Result<(), Unfit> {
        let most = if self.strict { BLOCK } else { 64 * BLOCK };
        let mut rest = Vec::new();
        self.gzip.by_ref().take(most as u64 + 1).read_to_end(&mut rest)?;
        let after = !self.gzip.get_mut().fill_buf().map_err(Unfit::Unreadable)?.is_empty();
        if after || rest.len() < BLOCK || rest.len() > most || rest.iter().any(|&byte| byte != 0) {
            return Err(Unfit::Form("it holds bytes after its last file"));
        }
        Ok(())
    }
}

/// One file out of an archive of session files.
pub(super) fn one(path: &Path, name: &str) -> Result<Vec<u8>, AuditError> {
    let unfit = |unfit| match unfit {
        Unfit::Unreadable(error) => system("read", path)(error),
        Unfit::Form(why) => AuditError::Packed { path: path.to_owned(), why },
    };
    let mut unpacker = Unpacker::open(path, false).map_err(unfit)?;
    while let Some((found, bytes)) = unpacker.next(|_| Some(MAX_FILE)).map_err(unfit)? {
        if found == name {
            return Ok(bytes);
        }
    }
    Err(AuditError::Packed { path: path.to_owned(), why: "the file that was looked for is not in it" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut packer = Packer::new(Vec::new());
        files.iter().for_each(|(name, bytes)| packer.add(name, bytes.len() as u64, *bytes).unwrap());
        packer.finish().unwrap()
    }

    fn unpacked(bytes: &[u8], strict: bool) -> Result<Vec<(String, Vec<u8>)>, Unfit> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        let mut unpacker = Unpacker::open(file.path(), strict)?;
        let mut files = Vec::new();
        while let Some(file) = unpacker.next(|name| (!name.contains("..")).then_some(2000))? {
            files.push(file);
        }
        Ok(files)
    }

    const FILES: [(&str, &[u8]); 3] = [("a/one", b"1"), ("b", &[7; 512]), ("c", b"")];

    #[test]
    fn what_was_packed_is_unpacked_and_packs_alike() {
        let bytes = packed(&FILES);
        assert_eq!(bytes, packed(&FILES));
        let files = unpacked(&bytes, true).unwrap();
        assert!(files.iter().zip(FILES).all(|(is, was)| (is.0.as_str(), &*is.1) == was));
        assert_eq!(files.len(), 3);
    }

    #[test]
    fn every_change_is_found_or_changes_no_file() {
        let (bytes, good) = (packed(&FILES), unpacked(&packed(&FILES), true).unwrap());
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut bad = bytes.clone();
                bad[at] ^= 1 << bit;
                assert!(unpacked(&bad, true).is_err_and(|_| true) || unpacked(&bad, true).unwrap() == good);
            }
        }
        for length in 0..bytes.len() {
            assert!(unpacked(&bytes[..length], true).is_err(), "{length}");
        }
        assert!(unpacked(&[&bytes[..], b"x"].concat(), true).is_err());
        assert!(unpacked(&[&bytes[..], &bytes].concat(), true).is_err());
    }

    #[test]
    fn what_is_no_plain_file_or_too_large_or_does_not_belong_is_refused() {
        let of = |change: &dyn Fn(&mut Header)| {
            let mut header = header("x", 0).unwrap();
            change(&mut header);
            header.set_cksum();
            let mut gzip = GzBuilder::new().write(Vec::new(), Compression::default());
            gzip.write_all(header.as_bytes()).unwrap();
            gzip.write_all(&[0; 2 * BLOCK]).unwrap();
            gzip.finish().unwrap()
        };
        assert_eq!(unpacked(&of(&|_| ()), true).unwrap().len(), 1);
        for kind in
            [EntryType::Symlink, EntryType::Link, EntryType::Directory, EntryType::Fifo, EntryType::XHeader]
        {
            assert!(unpacked(&of(&|header| header.set_entry_type(kind)), false).is_err(), "{kind:?}");
        }
        assert!(unpacked(&of(&|header| header.set_size(2001)), false).is_err());
        assert!(unpacked(&of(&|header| header.set_size(u64::MAX >> 8)), false).is_err());
        assert!(
            unpacked(&of(&|header| header.as_old_mut().name[..5].copy_from_slice(b"../xy")), false).is_err()
        );
        assert!(unpacked(&of(&|header| header.set_mtime(1)), true).is_err());
        assert!(unpacked(&of(&|header| header.set_mtime(1)), false).is_ok());
    }
}
