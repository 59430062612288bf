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
    let hex = |byte: Option<&u8>| {
        byte.and_then(|&byte| char::from(byte).to_digit(16)).and_then(|d| u8::try_from(d).ok())
    };
    let mut out = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.iter();
    while let Some(&byte) = rest.next() {
        let mut ahead = rest.clone();
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push(high << 4 | low);
                rest = ahead;
            }
            _ => out.push(byte),
        }
    }
    out
}
