//! Owns how a secret is taken out of what it is wrapped in. It must not ask whether it is one.

use data_encoding::BASE64_NOPAD;
use zeroize::Zeroizing;

/// What stands in base64, with or without padding and line ends.
pub(super) fn decoded(value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut bare = Zeroizing::new(value.to_vec());
    bare.retain(|byte| !byte.is_ascii_whitespace() && *byte != b'=');
    BASE64_NOPAD.decode(&bare).ok().map(Zeroizing::new)
}

/// The password in `scheme://user:password@host…`, as written; never empty.
pub(super) fn password_of(url: &[u8]) -> Option<&[u8]> {
    let start = memchr::memmem::find(url, b"://")? + 3;
    let rest = url.get(start..)?;
    let end = rest.iter().position(|byte| b"/?#".contains(byte)).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let user = authority.get(..memchr::memrchr(b'@', authority)?)?;
    user.get(memchr::memchr(b':', user)? + 1..).filter(|password| !password.is_empty())
}

/// A part of a URL with its percent signs decoded.
pub(super) fn percent_decoded(text: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(percent_encoding::percent_decode(text).collect())
}
