//! Owns what was found before, so that the history an agent sends again with each turn is not searched again. It must
//! not answer for anything but the very same bytes in the same kind of place.
//!
//! Two ways, both by content. The body of a conversation's next turn begins as the last one did: up to where the two
//! differ, its strings are not even looked for. And whatever stands elsewhere is known by a digest of its strings.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use zeroize::Zeroizing;

use super::{Found, Work};
use crate::engine::provider::Layout;

/// Strings remembered; each takes some 100 bytes, whatever its length.
const MAX_STRINGS: NonZeroUsize = NonZeroUsize::new(1 << 16).expect("is not zero");
/// Shortest string remembered, in bytes: a shorter one is searched in less time than its digest takes.
const MIN_STRING: usize = 256;
/// Bodies remembered: an agent and its helpers talk in turns.
const MAX_TURNS: usize = 8;
/// Bytes of bodies remembered.
const MAX_BYTES: usize = 64 << 20;
/// Shortest body remembered, in bytes.
const MIN_BODY: usize = 16 << 10;
/// Bytes compared at once where two bodies are still the same.
const BLOCK: usize = 4096;

/// A keyed digest of 128 bits. Keyed, since a plain digest of a secret must not lie about, and so that nobody can make
/// two strings that share one.
type Digest = [u8; 16];

/// A body that was read, and what came of it.
pub(super) struct Turn {
    layout: &'static Layout,
    body: Zeroizing<Vec<u8>>,
    pub work: Work,
}

/// What one detector found before: its results hold for no other.
pub(in crate::engine) struct Memory {
    key: [u8; 32],
    strings: Mutex<LruCache<Digest, Arc<Found>>>,
    turns: Mutex<Vec<Turn>>,
}

impl Memory {
    /// Remembers nothing yet.
    pub fn new() -> Self {
        let mut key = [0; 32];
        let random = RandomState::new();
        for (number, part) in key.chunks_exact_mut(8).enumerate() {
            part.copy_from_slice(&random.hash_one(number).to_le_bytes());
        }
        let strings = Mutex::new(LruCache::new(MAX_STRINGS));
        Self { key, strings, turns: Mutex::new(Vec::new()) }
    }

    /// What was found in a string as it stands, when it was in a place of this `kind` under this name; by `search`
    /// when that is not known yet.
    pub(super) fn of_string(
        &self,
        raw: &[u8],
        name: Option<&[u8]>,
        kind: u8,
        search: impl FnOnce() -> Found,
    ) -> Arc<Found> {
        if raw.len() < MIN_STRING {
            return Arc::new(search());
        }
        let digest = self.digest(raw, name, kind);
        if let Some(found) = lock(&self.strings).get(&digest) {
            return Arc::clone(found);
        }
        let found = Arc::new(search());
        lock(&self.strings).put(digest, Arc::clone(&found));
        found
    }

    fn digest(&self, raw: &[u8], name: Option<&[u8]>, kind: u8) -> Digest {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        let length = name.map_or(u64::MAX, |name| u64::try_from(name.len()).unwrap_or(u64::MAX));
        hasher.update(&[kind]).update(&length.to_le_bytes()).update(name.unwrap_or_default()).update(raw);
        let mut digest = Digest::default();
        hasher.finalize_xof().fill(&mut digest);
        digest
    }

    /// The turn of which `body` is most likely the next: it goes back to the last place before which both are the same.
    /// A new one when most of every remembered body is different.
    pub(super) fn turn(&self, body: &[u8], layout: &'static Layout) -> Turn {
        let mut turns = lock(&self.turns);
        let best = turns
            .iter()
            .enumerate()
            .filter(|(_, turn)| std::ptr::eq(turn.layout, layout))
            .map(|(index, turn)| (common(&turn.body, body), index))
            .max();
        if let Some((common, index)) = best
            && turns.get(index).is_some_and(|turn| common * 2 >= turn.body.len())
        {
            let mut turn = turns.remove(index);
            turn.work.back_to(common);
            turn.body.truncate(common);
            return turn;
        }
        Turn::new(layout)
    }

    /// Remembers a turn whose `body` was read to its end.
    pub(super) fn keep(&self, mut turn: Turn, body: &[u8]) {
        if body.len() < MIN_BODY || body.len() > MAX_BYTES {
            return;
        }
        turn.become_body(body);
        let mut turns = lock(&self.turns);
        turns.push(turn);
        while turns.len() > MAX_TURNS || turns.iter().map(|turn| turn.body.len()).sum::<usize>() > MAX_BYTES {
            turns.remove(0);
        }
    }
}

impl Turn {
    /// The first turn of a conversation.
    pub(super) fn new(layout: &'static Layout) -> Self {
        Self { layout, body: Zeroizing::default(), work: Work::default() }
    }

    /// Takes over the bytes of `body`, which begins with those that are there.
    fn become_body(&mut self, body: &[u8]) {
        if self.body.capacity() < body.len() {
            // Room for some turns. Growing in place would leave a copy behind that is not wiped.
            let mut larger = Zeroizing::new(Vec::with_capacity(body.len() + body.len() / 2));
            larger.extend_from_slice(&self.body);
            self.body = larger;
        }
        let new = body.get(self.body.len()..).unwrap_or_default();
        self.body.extend_from_slice(new);
    }
}

/// How many bytes two texts have in common at their start.
fn common(one: &[u8], other: &[u8]) -> usize {
    let blocks = one.chunks_exact(BLOCK).zip(other.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count();
    let same = blocks * BLOCK;
    let rest = |text| <[u8]>::get(text, same..).unwrap_or_default().iter();
    same + rest(one).zip(rest(other)).take_while(|(a, b)| a == b).count()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Every change under the lock is complete before anything can panic.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::detect::{Detector, KnownValue, Settings};
    use crate::engine::placeholder::{PlaceholderKey, SecretType};
    use crate::engine::provider::Dialect;
    use crate::engine::tokenize::Tokenizer;
    use crate::engine::vault::Vault;
    use crate::secret::SecretBytes;

    const SECRETS: [&str; 3] = ["correct-horse-42", "battery-staple-43", "quote\"and\\slash-44"];

    fn detector() -> Detector {
        let value = |secret: &str| KnownValue {
            kind: SecretType::from_name("KNOWN"),
            secret: SecretBytes::new(secret.as_bytes().to_vec()),
        };
        Detector::new(Settings { known: SECRETS.map(value).into(), ..Settings::default() })
    }

    fn vault() -> Vault {
        Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"))
    }

    /// What a tokenizer makes of a body.
    fn made(detector: &Detector, vault: &Vault, body: &str) -> (Option<Vec<u8>>, super::super::Report) {
        let made = Tokenizer { detector, vault }.json(body.as_bytes(), Dialect::Anthropic.layout()).unwrap();
        (made.body, made.report)
    }

    /// A body with these messages, each a text of some length with a secret or without.
    fn body(system: usize, messages: &[(usize, usize)], last: &str) -> String {
        let text = |&(number, secret): &(usize, usize)| {
            let filling = format!("line {number} of a file\n").repeat(40 + number % 50);
            format!("{filling}{} \u{e9}\u{1f600}", SECRETS.get(secret).copied().unwrap_or("nothing"))
        };
        let message =
            |it| serde_json::json!({"role": "user", "content": [{"type": "text", "text": text(it)}]});
        let messages: Vec<_> = messages.iter().map(message).collect();
        let system = text(&(system, system % 5));
        serde_json::json!({"model": "m", "system": [{"text": system}], "messages": messages, "last": last})
            .to_string()
    }

    fn messages() -> impl Strategy<Value = Vec<(usize, usize)>> {
        proptest::collection::vec((0..4_usize, 0..5_usize), 0..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn what_is_remembered_changes_nothing_but_the_time(
            turns in proptest::collection::vec((0..2_usize, messages(), 0..30_usize), 1..8),
        ) {
            let (detector, vault) = (detector(), vault());
            let mut history: Vec<(usize, usize)> = Vec::new();
            for (system, new, kept) in turns {
                history.truncate(kept);
                history.extend(new);
                let body = body(system, &history, SECRETS[system]);
                prop_assert_eq!(made(&detector, &vault, &body), made(&self::detector(), &self::vault(), &body));
            }
        }
    }

    #[test]
    fn the_same_text_under_another_name_is_another_text() {
        let (detector, vault) = (detector(), vault());
        let value = ["q7Rt9Lm2Xc4Vb6Nz8Kp1", &"Wd3Fg5Hj7Ys9Ua2T".repeat(20)].concat();
        for (name, hits) in [("title", 0), ("api_key", 1), ("title", 0), ("api_key", 1)] {
            let body = serde_json::json!({ name: value }).to_string();
            assert_eq!(made(&detector, &vault, &body).1.hits.len(), hits, "{name}");
        }
    }

    #[test]
    fn a_secret_that_the_vault_let_go_of_is_found_again() {
        let detector = detector();
        let body = body(0, &[(1, 1); 30], "");
        made(&detector, &vault(), &body);
        let later = vault();
        let (tokenized, report) = made(&detector, &later, &body);
        assert!(tokenized.is_some());
        assert!(report.hits.iter().all(|hit| later.holds(&hit.placeholder)));
    }

    #[test]
    fn a_body_that_breaks_off_is_refused_though_its_beginning_is_known() {
        let (detector, vault) = (detector(), vault());
        let body = body(0, &[(1, 1); 30], "");
        made(&detector, &vault, &body);
        let tokenizer = Tokenizer { detector: &detector, vault: &vault };
        for end in [body.len() - 1, body.len() / 2, body.len() * 3 / 4] {
            let cut = body.as_bytes().get(..end).unwrap();
            assert!(tokenizer.json(cut, Dialect::Anthropic.layout()).is_err());
        }
        assert_eq!(made(&detector, &vault, &body), made(&self::detector(), &self::vault(), &body));
    }

    #[test]
    fn only_so_many_bodies_are_remembered() {
        let (detector, vault) = (detector(), vault());
        for number in 0..2 * MAX_TURNS {
            made(&detector, &vault, &body(number * 5, &[(number, 0); 30], ""));
        }
        assert_eq!(lock(&detector.memory().turns).len(), MAX_TURNS);
    }
}
