//! Owns what is trusted: the system's roots and the parent's, as PEM text for the child and as certificates for the
//! upstream. It must not verify anything, nor hand on what is not a certificate.
//!
//! Text is cut and joined, not decoded and coded again: every start pays for it, and 150 roots are 220 KB.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use memchr::memmem;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::LaunchError;
use super::parent::Parent;

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const END: &[u8] = b"-----END CERTIFICATE-----";
/// Characters in a line of PEM (RFC 7468).
const LINE: usize = 64;
/// Bytes of a file for which room is made beforehand.
const LARGE: usize = 1 << 20;
/// Where distributions keep all their roots in one file, the most common first.
const SYSTEM_FILES: [&str; 6] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
    "/etc/pki/tls/cacert.pem",
];

/// The trusted roots of one run, without the session's own.
pub struct Roots {
    all: Vec<u8>,
    added: Vec<u8>,
    /// What the parent's environment names but could not be read; the child's tools would have passed over it too.
    pub unread: Vec<PathBuf>,
}

impl Roots {
    /// Reads the system's roots and adds every one that the parent's environment names, for whichever client: the
    /// child's clients then trust what they did before, and so does our way upstream.
    ///
    /// # Errors
    /// [`LaunchError::NoRoots`] when there is not a single certificate.
    pub fn load(parent: &Parent) -> Result<Self, LaunchError> {
        Self::load_from(&SYSTEM_FILES.map(Path::new), encoded_by_the_platform, parent)
    }

    fn load_from(
        system_files: &[&Path],
        platform: fn() -> Vec<u8>,
        parent: &Parent,
    ) -> Result<Self, LaunchError> {
        let mut unread = Vec::new();
        let mut reader = Reader::default();
        let system = system_files
            .iter()
            .find_map(|path| reader.file(path).ok().flatten().filter(|text| has_one(text)));
        let system = system.unwrap_or_else(platform);
        let replaced = reader.all(&parent.replaced_roots, &mut unread);
        // A reader of its own: what was added counts here too when it is one of the files above.
        let added = union(&Reader::default().all(&parent.added_roots, &mut unread));
        let all = union(&[vec![system], replaced, vec![added.clone()]].concat());
        if all.is_empty() { Err(LaunchError::NoRoots) } else { Ok(Self { all, added, unread }) }
    }

    /// What replaces a client's built-in roots: all of them and the session's CA.
    #[must_use]
    pub fn bundle(&self, session_ca: &str) -> Vec<u8> {
        [session_ca.as_bytes(), &self.all].concat()
    }

    /// What is added to a client's built-in roots: the session's CA and what the parent added.
    #[must_use]
    pub fn added(&self, session_ca: &str) -> Vec<u8> {
        [session_ca.as_bytes(), &self.added].concat()
    }

    /// All of them as certificates, for the upstream. Decodes the text; not for the way to the child's start.
    #[must_use]
    pub fn certificates(&self) -> Vec<CertificateDer<'static>> {
        CertificateDer::pem_slice_iter(&self.all).filter_map(Result::ok).collect()
    }
}

/// The certificates in the file of `--upstream-ca`.
///
/// # Errors
/// [`LaunchError::UpstreamCa`] and [`LaunchError::NoUpstreamCa`]: what was asked for must be there.
pub fn upstream_ca(path: &Path) -> Result<Vec<CertificateDer<'static>>, LaunchError> {
    let text =
        std::fs::read(path).map_err(|source| LaunchError::UpstreamCa { path: path.to_owned(), source })?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&text).filter_map(Result::ok).collect();
    if certificates.is_empty() {
        Err(LaunchError::NoUpstreamCa { path: path.to_owned() })
    } else {
        Ok(certificates)
    }
}

/// Reads files, and all files of directories, each once: directories of roots are mostly links to one another, and
/// several variables mostly name one file.
#[derive(Default)]
struct Reader {
    seen: HashSet<(u64, u64)>,
}

impl Reader {
    fn all(&mut self, paths: &[PathBuf], unread: &mut Vec<PathBuf>) -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        for path in paths {
            let read = if path.is_dir() {
                self.directory(path, &mut texts)
            } else {
                self.file(path).map(|text| texts.extend(text))
            };
            if read.is_err() {
                unread.push(path.clone());
            }
        }
        texts
    }

    fn directory(&mut self, path: &Path, texts: &mut Vec<Vec<u8>>) -> io::Result<()> {
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            // A link to its neighbour, as OpenSSL makes for look-ups by digest: the neighbour is read by itself.
            let is_alias = is_digest_name(&entry.file_name())
                && std::fs::read_link(entry.path()).is_ok_and(|to| to.components().count() == 1);
            if !is_alias {
                // Links to nowhere and directories are common there and mean nothing.
                texts.extend(self.file(&entry.path()).ok().flatten());
            }
        }
        Ok(())
    }

    /// The text of a file, or `None` when it was read before.
    fn file(&mut self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        let mut file = File::open(path)?;
        let status = file.metadata()?;
        if !self.seen.insert((status.dev(), status.ino())) {
            return Ok(None);
        }
        let mut text = Vec::with_capacity(usize::try_from(status.len()).unwrap_or_default().min(LARGE));
        file.read_to_end(&mut text)?;
        Ok(Some(text))
    }
}

/// Whether a name is eight hex digits, a dot and a number (openssl-rehash(1)).
fn is_digest_name(name: &OsStr) -> bool {
    let parts = name.as_bytes().split_at_checked(8);
    parts.is_some_and(|(digest, number)| {
        digest.iter().all(u8::is_ascii_hexdigit)
            && number.strip_prefix(b".").is_some_and(|number| number.iter().all(u8::is_ascii_digit))
    })
}

/// The certificates of all texts, each once, in order. Whatever else stands there is left out: a private key in
/// such a file must not be copied.
fn union(texts: &[Vec<u8>]) -> Vec<u8> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for certificate in texts.iter().flat_map(|text| blocks(text)) {
        if seen.insert(certificate) {
            all.extend_from_slice(certificate);
            all.push(b'\n');
        }
    }
    all
}

/// The certificates in a text, from `-----BEGIN` to the last dash.
fn blocks(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = rest.get(memmem::find(rest, BEGIN)?..)?;
        let (block, after) = from.split_at_checked(memmem::find(from, END)? + END.len())?;
        rest = after;
        Some(block)
    })
}

fn has_one(text: &[u8]) -> bool {
    blocks(text).next().is_some()
}

/// The platform's own way to the roots, where they are not in one of the usual files. Slower by some milliseconds.
fn encoded_by_the_platform() -> Vec<u8> {
    let mut text = Vec::new();
    for certificate in rustls_native_certs::load_native_certs().certs {
        text.extend_from_slice(BEGIN);
        for line in BASE64.encode(&certificate).as_bytes().chunks(LINE) {
            text.push(b'\n');
            text.extend_from_slice(line);
        }
        text.push(b'\n');
        text.extend_from_slice(END);
        text.push(b'\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A block that has the shape of a certificate; nobody here looks inside.
    fn block(word: &str) -> String {
        let body = BASE64.encode(word.as_bytes());
        format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
    }

    fn parent(replaced: &[&Path], added: &[&Path]) -> Parent {
        let mut parent = Parent::read(&[]).unwrap_or_else(|error| panic!("{error}"));
        parent.replaced_roots = replaced.iter().map(|path| path.to_path_buf()).collect();
        parent.added_roots = added.iter().map(|path| path.to_path_buf()).collect();
        parent
    }

    #[test]
    fn without_a_single_root_nothing_starts() {
        let none = Roots::load_from(&[Path::new("/nonexistent")], Vec::new, &parent(&[], &[]));
        let error = none.err().unwrap();
        assert!(error.to_string().contains("ca-certificates") && error.exit_status() == 125, "{error}");
    }

    fn words(pem: &[u8]) -> Vec<String> {
        let decoded =
            CertificateDer::pem_slice_iter(pem).map(|der| String::from_utf8(der.unwrap().to_vec()).unwrap());
        decoded.collect()
    }

    #[test]
    fn the_bundle_is_the_union_and_the_session_comes_first() {
        let directory = tempfile::tempdir().unwrap();
        let file = |name: &str, text: String| {
            let path = directory.path().join(name);
            fs::write(&path, text).unwrap();
            path
        };
        let system = file("system", block("one") + &block("two"));
        let corporate =
            file("corporate", format!("# corporate\n{}{}", block("two"), block("three").trim_end()));
        let node = file("node", block("four"));
        let parent = parent(&[&corporate], &[&node, Path::new("/nonexistent.pem")]);
        let roots = Roots::load_from(&[Path::new("/nonexistent"), &system], Vec::new, &parent)
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(words(&roots.bundle(&block("session"))), ["session", "one", "two", "three", "four"]);
        assert_eq!(words(&roots.added(&block("session"))), ["session", "four"]);
        assert_eq!(roots.certificates().len(), 4);
        assert_eq!(roots.unread, [Path::new("/nonexistent.pem")]);
    }

    #[test]
    fn a_directory_of_roots_is_read_once_per_file() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("a.pem"), block("a")).unwrap();
        std::os::unix::fs::symlink("a.pem", directory.path().join("hash.0")).unwrap();
        std::os::unix::fs::symlink("gone", directory.path().join("dangling")).unwrap();
        let mut unread = Vec::new();
        assert_eq!(Reader::default().all(&[directory.path().into()], &mut unread).len(), 1);
        assert!(unread.is_empty());
    }

    #[test]
    fn what_is_added_stays_added_when_it_also_replaces() {
        let directory = tempfile::tempdir().unwrap();
        let corporate = directory.path().join("corporate.pem");
        fs::write(&corporate, block("one")).unwrap();
        let roots = Roots::load_from(&[&corporate], Vec::new, &parent(&[&corporate], &[&corporate]));
        let roots = roots.unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(words(&roots.added(&block("session"))), ["session", "one"]);
        assert_eq!(words(&roots.bundle(&block("session"))), ["session", "one"]);
    }

    #[test]
    fn a_private_key_beside_a_certificate_is_not_copied() {
        let key = format!("-----BEGIN {0}-----\nAAAA\n-----END {0}-----\n", "PRIVATE KEY");
        let text = union(&[(key + &block("one")).into_bytes()]);
        assert_eq!(text, block("one").as_bytes());
    }

    #[test]
    fn what_the_platform_gives_reads_back_as_it_was() {
        let again: Vec<_> =
            CertificateDer::pem_slice_iter(&encoded_by_the_platform()).map(|der| der.unwrap()).collect();
        assert_eq!(again, rustls_native_certs::load_native_certs().certs);
    }

    #[test]
    fn a_file_for_the_upstream_must_hold_a_certificate() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ca.pem");
        assert!(matches!(upstream_ca(&path), Err(LaunchError::UpstreamCa { .. })));
        fs::write(&path, "nothing").unwrap();
        assert!(matches!(upstream_ca(&path), Err(LaunchError::NoUpstreamCa { .. })));
        fs::write(&path, block("one")).unwrap();
        assert_eq!(upstream_ca(&path).unwrap_or_else(|error| panic!("{error}")).len(), 1);
    }
}
