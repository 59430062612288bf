//! A form of parts is either refused or goes out with the same boundaries, and without the secret in any part.
#![no_main]

use libfuzzer_sys::fuzz_target;
use memchr::memmem;
use waterwall::engine::body;
use waterwall_fuzz::{DESK, SECRET, choice, dialect};

fuzz_target!(|input: &[u8]| {
    let (which, rest) = choice(input);
    let text: Vec<u8> = rest
        .iter()
        .flat_map(|&byte| if byte == 1 { SECRET.as_bytes().to_vec() } else { vec![byte] })
        .collect();
    let read = |text: &[u8]| {
        body::tokenize("multipart/form-data; boundary=x", text, dialect(which).layout(), DESK.tokenizer())
    };
    let Ok(tokenized) = read(&text) else { return };
    let out = tokenized.body.unwrap_or_else(|| text.clone());
    assert!(memmem::find(&out, SECRET.as_bytes()).is_none());
    let boundaries = |text: &[u8]| memmem::find_iter(text, b"\r\n--x").count();
    assert_eq!(boundaries(&out), boundaries(&text));
    // What went out once has nothing left to hide.
    assert!(read(&out).is_ok_and(|again| again.body.is_none()));
});
