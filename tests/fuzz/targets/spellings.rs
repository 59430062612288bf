//! A placeholder in any of its spellings is the secret again, in the same coding, and never a bit of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waterwall::engine::restore::{Level, Restore, Tally};
use waterwall_fuzz::{DESK, SECRET, choice, pieces, spelled};

fuzz_target!(|input: &[u8]| {
    let (seed, rest) = choice(input);
    let (spelling, around) = choice(rest);
    // Text beside it that could belong to it makes it another.
    let around: Vec<u8> = around.iter().copied().filter(|byte| byte.is_ascii_whitespace()).collect();
    let (before, after) = around.split_at(around.len() / 2);
    let (placeholder, secret) = spelled(spelling);
    let text = [before, placeholder.as_bytes(), after].concat();
    let (mut out, mut tally) = (Vec::new(), Tally::default());
    let mut restore = Restore::new(Level::Text);
    pieces(&text, seed).iter().for_each(|piece| restore.push(piece, &DESK.vault, &mut tally, &mut out));
    restore.finish(&mut out);
    assert_eq!(out, [before, secret.as_bytes(), after].concat(), "{placeholder} for {SECRET}");
});
