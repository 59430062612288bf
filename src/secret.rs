//! Owns the one type that may hold a secret. It must not learn to print, clone or serialise itself.

use zeroize::Zeroizing;

/// Secret bytes: wiped when dropped, readable only through [`SecretBytes::expose`].
///
/// There is no `Debug`, `Display`, `Clone` or `Serialize`, so that a secret cannot reach a log line by accident.
///
/// ```compile_fail
/// let secret = waterwall::secret::SecretBytes::new(b"s3cret".to_vec());
/// println!("{secret:?}");
/// ```
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes ownership of the bytes; the vector's buffer is the one that will be wiped.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes themselves. Every caller is a place to review.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
