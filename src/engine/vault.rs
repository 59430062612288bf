//! Owns the map between secrets and placeholders, in wiped memory, for one session. It must not outgrow its bounds,
//! and must not give back a secret for any placeholder but the one it was swapped for.

mod near;

use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use super::placeholder::{Placeholder, PlaceholderId, PlaceholderKey, SecretType};
use crate::secret::SecretBytes;
use near::Near;

/// Most entries held; the least recently seen is dropped beyond it.
pub const MAX_ENTRIES: usize = 100_000;
/// Most secret bytes held.
pub const MAX_BYTES: usize = 64 << 20;

/// Two different secrets have the same 64-bit id: neither may leave, since what comes back could be either.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("two secrets share the placeholder id {0}")]
pub struct Collision(pub PlaceholderId);

struct Entry {
    kind: SecretType,
    secret: SecretBytes,
}

struct Entries {
    by_id: LruCache<PlaceholderId, Entry>,
    near: Near,
    bytes: usize,
}

/// The vault. Shared by all exchanges; each operation takes constant time under one short lock, or that of a search
/// tree of all ids.
pub struct Vault {
    key: PlaceholderKey,
    entries: Mutex<Entries>,
}

impl Vault {
    /// An empty vault whose ids are made under `key`.
    #[must_use]
    pub fn new(key: PlaceholderKey) -> Self {
        let entries = Entries { by_id: LruCache::unbounded(), near: Near::default(), bytes: 0 };
        Self { key, entries: Mutex::new(entries) }
    }

    /// The key that ids are made under.
    #[must_use]
    pub fn key(&self) -> &PlaceholderKey {
        &self.key
    }

    /// The placeholder of a secret. A secret that is already held keeps the TYPE it was first given, so that one
    /// secret has one placeholder whatever rule found it later.
    ///
    /// # Errors
    /// [`Collision`] when another secret holds the same id.
    pub fn issue(&self, secret: &[u8], kind: &SecretType) -> Result<Placeholder, Collision> {
        let id = self.key.id_of(secret);
        let mut entries = self.lock();
        if let Some(entry) = entries.by_id.get(&id) {
            let same = entry.secret.expose() == secret;
            return if same { Ok(Placeholder { kind: entry.kind.clone(), id }) } else { Err(Collision(id)) };
        }
        entries.bytes += secret.len();
        let entry = Entry { kind: kind.clone(), secret: SecretBytes::new(secret.to_vec()) };
        entries.by_id.put(id, entry);
        entries.near.insert(id);
        while entries.by_id.len() > MAX_ENTRIES || entries.bytes > MAX_BYTES && entries.by_id.len() > 1 {
            let Some((dropped, entry)) = entries.by_id.pop_lru() else { break };
            entries.near.remove(dropped);
            entries.bytes -= entry.secret.len();
        }
        Ok(Placeholder { kind: kind.clone(), id })
    }

    /// Whether a placeholder can be restored; then it counts as seen again.
    #[must_use]
    pub fn holds(&self, placeholder: &Placeholder) -> bool {
        self.lock().by_id.get(&placeholder.id).is_some_and(|entry| entry.kind == placeholder.kind)
    }

    /// Hands the secret behind a placeholder to `use_it`; `None` when this vault never issued exactly that one.
    pub fn reveal<T>(&self, kind: &[u8], id: PlaceholderId, use_it: impl FnOnce(&[u8]) -> T) -> Option<T> {
        let mut entries = self.lock();
        let entry = entries.by_id.get(&id).filter(|entry| entry.kind.as_str().as_bytes() == kind)?;
        Some(use_it(entry.secret.expose()))
    }

    /// Hands to `use_it` the entry that a copied placeholder must mean: the one of that id or, when no entry has it, the
    /// only one of that TYPE whose id differs in at most two digits. The TYPE is compared without its case. `None` when
    /// there is no such entry, or more than one.
    pub fn reveal_meant<T>(
        &self,
        kind: &[u8],
        id: PlaceholderId,
        use_it: impl FnOnce(&SecretType, PlaceholderId, &[u8]) -> T,
    ) -> Option<T> {
        let mut entries = self.lock();
        let Entries { by_id, near, .. } = &mut *entries;
        let is_kind = |entry: &Entry| entry.kind.as_str().as_bytes().eq_ignore_ascii_case(kind);
        let meant = if by_id.contains(&id) {
            id
        } else {
            near.only(id, |near| by_id.peek(&near).is_some_and(is_kind))?
        };
        let entry = by_id.get(&meant).filter(|entry| is_kind(entry))?;
        Some(use_it(&entry.kind, meant, entry.secret.expose()))
    }

    /// Whether nothing has been issued yet: then no reply can hold anything to restore.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lock().by_id.is_empty()
    }

    /// Holds a secret under an id that is not its own.
    #[cfg(test)]
    pub(super) fn issue_as(&self, id: PlaceholderId, kind: &SecretType, secret: &[u8]) {
        let mut entries = self.lock();
        entries.by_id.put(id, Entry { kind: kind.clone(), secret: SecretBytes::new(secret.to_vec()) });
        entries.near.insert(id);
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        // Every change under the lock is complete before anything can panic.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"))
    }

    fn kind(text: &str) -> SecretType {
        SecretType::new(text).unwrap()
    }

    #[test]
    fn the_same_secret_gets_the_same_placeholder_whatever_rule_found_it() {
        let vault = vault();
        let first = vault.issue(b"secret", &kind("KNOWN")).unwrap();
        assert_eq!(vault.issue(b"secret", &kind("OTHER")).unwrap(), first);
        assert_ne!(vault.issue(b"secret2", &kind("KNOWN")).unwrap(), first);
    }

    #[test]
    fn only_the_exact_placeholder_opens_the_vault() {
        let vault = vault();
        let issued = vault.issue(b"secret", &kind("KNOWN")).unwrap();
        assert_eq!(vault.reveal(b"KNOWN", issued.id, <[u8]>::to_vec), Some(b"secret".to_vec()));
        assert_eq!(vault.reveal(b"OTHER", issued.id, <[u8]>::to_vec), None);
    }

    #[test]
    fn a_copied_placeholder_means_the_only_entry_near_it() {
        let vault = vault();
        let id = |digits: &str| PlaceholderId::parse(digits.as_bytes()).unwrap();
        let meant = |kind: &[u8], digits: &str| vault.reveal_meant(kind, id(digits), |_, _, it| it.to_vec());
        vault.issue_as(id("00000000000000aa"), &kind("KNOWN"), b"one");
        vault.issue_as(id("00000000000000bb"), &kind("OTHER"), b"other");
        assert_eq!(meant(b"known", "00000000000000aa"), Some(b"one".to_vec()));
        assert_eq!(
            meant(b"KNOWN", "00000000000000ab"),
            Some(b"one".to_vec()),
            "the other is of another TYPE"
        );
        assert_eq!(meant(b"KNOWN", "00000000000000bb"), None, "another has the exact id");
        assert_eq!(meant(b"KNOWM", "00000000000000aa"), None);
        vault.issue_as(id("00000000000000ac"), &kind("KNOWN"), b"two");
        assert_eq!(meant(b"KNOWN", "00000000000000ab"), None, "two are near");
        assert_eq!(meant(b"KNOWN", "00000000000000aa"), Some(b"one".to_vec()), "the exact id decides");
    }

    #[test]
    fn what_was_dropped_is_not_near_any_more() {
        let vault = vault();
        let half = MAX_BYTES / 2;
        let first = vault.issue(&vec![b'x'; half], &kind("KNOWN")).unwrap();
        vault.issue(&vec![b'y'; half + 1], &kind("KNOWN")).unwrap();
        let wrong = PlaceholderId::from_bits(first.id.to_bits() ^ 1);
        assert!(vault.reveal_meant(b"KNOWN", wrong, |_, _, _| ()).is_none());
    }

    #[test]
    fn two_secrets_with_one_id_are_refused() {
        let vault = vault();
        let issued = vault.issue(b"secret", &kind("KNOWN")).unwrap();
        vault.issue_as(issued.id, &kind("KNOWN"), b"another");
        assert_eq!(vault.issue(b"secret", &kind("KNOWN")), Err(Collision(issued.id)));
    }

    #[test]
    fn the_least_recently_seen_goes_first_and_the_bounds_hold() {
        let vault = vault();
        let big = vec![b'x'; MAX_BYTES / 2];
        let kept = vault.issue(b"often", &kind("KNOWN")).unwrap();
        let first = vault.issue(&big, &kind("KNOWN")).unwrap();
        vault.issue(b"often", &kind("KNOWN")).unwrap();
        let second = vault.issue(&vec![b'y'; MAX_BYTES / 2], &kind("KNOWN")).unwrap();
        assert!(vault.reveal(b"KNOWN", first.id, |_| ()).is_none());
        assert!(vault.reveal(b"KNOWN", kept.id, |_| ()).is_some());
        assert!(vault.reveal(b"KNOWN", second.id, |_| ()).is_some());
        assert!(vault.lock().bytes <= MAX_BYTES);
    }
}
