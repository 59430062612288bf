//! The messages of a WebSocket come out whole and in order, and what they say is what they said once restored.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waterwall::engine::reply::{Messages, Never};
use waterwall::engine::restore::Tally;
use waterwall_fuzz::{DESK, choice, dialect, is_json};

fuzz_target!(|input: &[u8]| {
    let (which, rest) = choice(input);
    let mut messages = Messages::new(dialect(which).layout(), &Never::default(), which & 0x80 == 0);
    let mut tally = Tally::default();
    for message in rest.split(|&byte| byte == 0) {
        let message = DESK.planted(message);
        let Ok(restored) = messages.push(&message, &DESK.vault, &mut tally) else { return };
        assert!(restored.before.iter().all(|it| is_json(it)));
        let out = restored.message.as_ref().unwrap_or(&message);
        assert_eq!(is_json(out), is_json(&message));
    }
    assert!(messages.finish().iter().all(|it| is_json(it)));
});
