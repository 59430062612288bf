//! Owns what a session has listed and counted so far: which secrets' hits a new entry still has to list, and the totals
//! at the end. It must not write.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::mem::take;

use super::entry::{Entry, Hit, MAX_LISTED, Restored, Totals, Tunnel, TypeCount};
use super::text::LogText;
use crate::engine::placeholder::{PlaceholderId, SecretType};

/// Most secrets whose first hit is remembered; as many as the vault holds. Hits of further ones are listed each time.
const MAX_SEEN: usize = 100_000;

/// Most TYPEs in the totals, so that the last line always fits.
const MAX_TYPES: usize = 4096;

/// Secrets that are listed for the first time by entries not yet written.
pub(super) type FirstSeen = HashMap<PlaceholderId, SecretType>;

/// Most hosts of tunnels that are told apart; the bytes of others count all the same.
const MAX_HOSTS: usize = 1024;

/// What was not inspected in a session.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Uninspected {
    /// The tier of the cage: what kept the child from going round.
    pub confinement: String,
    /// Hosts whose bytes passed unread, at most 1,024 of them.
    pub hosts: BTreeSet<LogText>,
    /// Those bytes, both ways.
    pub tunnelled: u64,
    /// Bytes in requests that could not be read as text.
    pub opaque: u64,
    /// Findings in places that must not change, left as they were.
    pub exempt: u64,
}

/// What has been listed and counted.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) uninspected: Uninspected,
    seen: HashSet<PlaceholderId>,
    secrets: BTreeMap<SecretType, u64>,
    totals: Totals,
}

impl Listing {
    /// The entry with at most [`MAX_LISTED`] hits listed, and none of a secret that an earlier entry listed: agents
    /// send their whole history with each turn.
    pub(super) fn cut(&self, entry: Entry, first_seen: &mut FirstSeen) -> Entry {
        match entry {
            Entry::Request(mut request) => {
                let unlisted = self.cut_hits(&mut request.hits, first_seen);
                request.unlisted = request.unlisted.saturating_add(unlisted);
                Entry::Request(request)
            }
            Entry::Response(mut response) => {
                let unlisted = cut_restored(&mut response.restored);
                response.unlisted = response.unlisted.saturating_add(unlisted);
                Entry::Response(response)
            }
            Entry::Message(mut message) => {
                let unlisted = self.cut_hits(&mut message.hits, first_seen);
                let unlisted = unlisted.saturating_add(cut_restored(&mut message.restored));
                message.unlisted = message.unlisted.saturating_add(unlisted);
                Entry::Message(message)
            }
            other => other,
        }
    }

    /// Leaves the hits that are to be listed, and counts the others.
    fn cut_hits(&self, hits: &mut Vec<Hit>, first_seen: &mut FirstSeen) -> u64 {
        let (mut listed, mut unlisted) = (Vec::new(), 0_u64);
        for hit in take(hits) {
            let seen = self.seen.contains(&hit.id) || first_seen.contains_key(&hit.id);
            if seen || listed.len() == MAX_LISTED {
                unlisted = unlisted.saturating_add(hit.count);
            } else {
                listed.push(hit);
            }
        }
        self.remember(&listed, first_seen);
        *hits = listed;
        unlisted
    }

    fn remember(&self, hits: &[Hit], first_seen: &mut FirstSeen) {
        for hit in hits {
            if self.seen.len() + first_seen.len() < MAX_SEEN {
                first_seen.insert(hit.id, hit.kind.clone());
            }
        }
    }

    /// The entries that listed these secrets are in the file.
    pub(super) fn saw(&mut self, first_seen: FirstSeen) {
        for (id, kind) in first_seen {
            self.seen.insert(id);
            *self.secrets.entry(kind).or_default() += 1;
        }
    }

    /// The entry is in the file.
    pub(super) fn count(&mut self, entry: &Entry) {
        match entry {
            Entry::Request(request) => {
                self.totals.requests += 1;
                self.uninspected.left(request.opaque, request.exempt);
            }
            Entry::Message(message) => self.uninspected.left(message.opaque, message.exempt),
            Entry::Refused(_) => self.totals.refused += 1,
            Entry::Tunnel(tunnel) => {
                self.totals.tunnels += 1;
                self.uninspected.tunnel(tunnel);
            }
            Entry::Response(_) | Entry::PolicyChange(_) | Entry::Warning(_) => {}
        }
    }

    /// What it comes to.
    pub(super) fn totals(&self) -> Totals {
        let secrets = self.secrets.iter().take(MAX_TYPES);
        let secrets = secrets.map(|(kind, &count)| TypeCount { kind: kind.clone(), count }).collect();
        Totals { secrets, ..self.totals.clone() }
    }
}

impl Uninspected {
    fn left(&mut self, opaque: u64, exempt: u64) {
        self.opaque = self.opaque.saturating_add(opaque);
        self.exempt = self.exempt.saturating_add(exempt);
    }

    fn tunnel(&mut self, Tunnel { host, up, down, .. }: &Tunnel) {
        self.tunnelled = self.tunnelled.saturating_add(*up).saturating_add(*down);
        if self.hosts.len() < MAX_HOSTS {
            self.hosts.insert(host.clone());
        }
    }
}

/// Leaves the placeholders that are to be listed, and counts the others.
fn cut_restored(restored: &mut Vec<Restored>) -> u64 {
    let beyond = restored.iter().skip(MAX_LISTED).map(|restored| restored.count);
    let unlisted = beyond.fold(0, u64::saturating_add);
    restored.truncate(MAX_LISTED);
    unlisted
}

#[cfg(test)]
mod tests {
    use super::super::sample::{hit, request};
    use super::*;

    #[test]
    fn what_was_seen_takes_no_more_room_than_it_may() {
        let mut listing = Listing::default();
        let beyond = MAX_SEEN as u64 + 1000;
        for first in (0..beyond).step_by(MAX_LISTED) {
            let mut first_seen = FirstSeen::new();
            let hits = (first..beyond.min(first + MAX_LISTED as u64)).map(hit).collect();
            listing.cut(request(hits), &mut first_seen);
            listing.saw(first_seen);
        }
        assert_eq!(listing.seen.len(), MAX_SEEN);
        assert_eq!(listing.totals().secrets.iter().map(|row| row.count).sum::<u64>(), MAX_SEEN as u64);
        // One of those that there was no room for is listed each time, one that there was is not.
        let mut first_seen = FirstSeen::new();
        let Entry::Request(cut) = listing.cut(request(vec![hit(beyond - 1), hit(0)]), &mut first_seen) else {
            panic!("another entry")
        };
        assert_eq!((cut.hits.len(), cut.unlisted), (1, 1));
    }
}
