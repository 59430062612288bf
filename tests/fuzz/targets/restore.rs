//! However a text is cut, and whatever is held between two pieces, the same bytes come out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waterwall::engine::restore::{Level, MAX_HELD, Restore, Tally};
use waterwall_fuzz::{DESK, choice, pieces};

fuzz_target!(|input: &[u8]| {
    let (seed, rest) = choice(input);
    let text = DESK.planted(rest);
    for level in [Level::Text, Level::Json] {
        let restored = |pieces: &[&[u8]]| {
            let (mut out, mut tally) = (Vec::new(), Tally::default());
            let (mut restore, mut given) = (Restore::new(level), 0);
            for piece in pieces {
                restore.push(piece, &DESK.vault, &mut tally, &mut out);
                given += piece.len();
                assert!(tally.restored.values().sum::<u64>() > 0 || given - out.len() <= MAX_HELD);
            }
            restore.finish(&mut out);
            (out, tally)
        };
        assert_eq!(restored(&pieces(&text, seed)), restored(&[&text]));
    }
});
