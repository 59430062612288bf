//! Owns the question which ids are nearly that one. It must not take time in proportion to all ids.

use std::collections::BTreeSet;

use super::PlaceholderId;
use crate::engine::placeholder::ID_DIGITS;

/// Most digits that may be wrong.
const MAX_WRONG: u32 = 2;
/// Blocks of digits an id is cut into: one more than can be hit by a wrong digit, so that one is always right.
const BLOCKS: usize = MAX_WRONG as usize + 1;
/// Bits in a block: five digits. The sixteenth digit is in no block.
const BLOCK_BITS: u32 = (ID_DIGITS / BLOCKS * 4) as u32;
/// Most ids looked at for one block. Ids are digests: of 100,000 ids one in ten shares a block with any given id, and
/// 16 together come about by design only. Then all is in doubt.
const MAX_LOOKED_AT: usize = 16;

/// All ids, once for each block: turned so that the block comes first, and sorted. About 3 MB for 100,000 ids.
#[derive(Default)]
pub(super) struct Near([BTreeSet<u64>; BLOCKS]);

impl Near {
    pub(super) fn insert(&mut self, id: PlaceholderId) {
        for (turned, ids) in turns(id).zip(&mut self.0) {
            ids.insert(turned);
        }
    }

    pub(super) fn remove(&mut self, id: PlaceholderId) {
        for (turned, ids) in turns(id).zip(&mut self.0) {
            ids.remove(&turned);
        }
    }

    /// The only id that differs from `id` in at most [`MAX_WRONG`] digits and that `counts`; `None` when there is none,
    /// or more than one.
    pub(super) fn only(
        &self,
        id: PlaceholderId,
        counts: impl Fn(PlaceholderId) -> bool,
    ) -> Option<PlaceholderId> {
        let mut only = None;
        for (block, (turned, ids)) in turns(id).zip(&self.0).enumerate() {
            let after_block = u64::MAX >> BLOCK_BITS;
            let same_block = ids.range(turned & !after_block..=turned | after_block);
            for (looked_at, &near) in same_block.enumerate() {
                if looked_at == MAX_LOOKED_AT {
                    return None;
                }
                let near_id = PlaceholderId::from_bits(near.rotate_right(shift(block)));
                if wrong_digits(near ^ turned) <= MAX_WRONG && only != Some(near_id) && counts(near_id) {
                    if only.is_some() {
                        return None;
                    }
                    only = Some(near_id);
                }
            }
        }
        only
    }
}

fn shift(block: usize) -> u32 {
    BLOCK_BITS * u32::try_from(block).unwrap_or(0)
}

fn turns(id: PlaceholderId) -> impl Iterator<Item = u64> {
    (0..BLOCKS).map(move |block| id.to_bits().rotate_left(shift(block)))
}

/// How many hex digits of a difference are not zero.
fn wrong_digits(difference: u64) -> u32 {
    let pairs = difference | difference >> 1;
    ((pairs | pairs >> 2) & (u64::MAX / 0xf)).count_ones()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(ids: &[u64]) -> Near {
        let mut near = Near::default();
        ids.iter().for_each(|&bits| near.insert(PlaceholderId::from_bits(bits)));
        near
    }

    fn only(near: &Near, bits: u64) -> Option<u64> {
        near.only(PlaceholderId::from_bits(bits), |_| true).map(PlaceholderId::to_bits)
    }

    #[test]
    fn every_two_wrong_digits_are_found_and_no_three() {
        let id = 0x0123_4567_89ab_cdef;
        let near = all(&[id, !id]);
        for one in 0..16 {
            for other in 0..one {
                let wrong = id ^ 0xf << (4 * one) ^ 0x1 << (4 * other);
                assert_eq!(only(&near, wrong), Some(id), "digits {one} and {other}");
                for third in 0..other {
                    assert_eq!(only(&near, wrong ^ 0x8 << (4 * third)), None);
                }
            }
        }
    }

    #[test]
    fn of_two_that_are_near_neither_is_taken() {
        let near = all(&[0x1000, 0x2000, 0xffff_0000_0000_0000]);
        assert_eq!(only(&near, 0x3000), None);
        assert_eq!(only(&near, 0xfff0_1000_0000_0000), Some(0xffff_0000_0000_0000));
        let counts = |id: PlaceholderId| id.to_bits() == 0x2000;
        assert_eq!(
            near.only(PlaceholderId::from_bits(0x3000), counts).map(PlaceholderId::to_bits),
            Some(0x2000)
        );
    }

    #[test]
    fn what_was_removed_is_not_near() {
        let mut near = all(&[7, u64::MAX]);
        assert_eq!(only(&near, 8), Some(7));
        near.remove(PlaceholderId::from_bits(7));
        assert_eq!((only(&near, 8), only(&near, u64::MAX << 8)), (None, Some(u64::MAX)));
    }

    #[test]
    fn a_crowd_in_one_block_is_not_searched() {
        let far = (0..1000).map(|index| 0x0fff_ffff_0000 + index);
        let mut ids: Vec<u64> = far.collect();
        ids.push(3);
        assert_eq!(only(&all(&ids), 0), None);
        assert_eq!(only(&all(&[3, 0x0fff_ffff_0000]), 0), Some(3));
    }

    proptest! {
        #[test]
        fn it_finds_what_comparing_with_every_id_finds(
            ids in prop::collection::btree_set(prop_oneof![any::<u64>(), 0u64..0x400], 0..12),
            id in prop_oneof![any::<u64>(), 0u64..0x400],
        ) {
            let ids: Vec<_> = ids.into_iter().collect();
            let mut matching = ids.iter().filter(|&&it| wrong_digits(it ^ id) <= MAX_WRONG);
            let expected = matching.next().copied().filter(|_| matching.next().is_none());
            prop_assert_eq!(only(&all(&ids), id), expected);
        }
    }
}
