//! A JSON text says the same once its placeholders are the secret again, and is JSON if and only if it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waterwall::engine::provider::Dialect;
use waterwall_fuzz::{DESK, choice, dialect, is_json, meaning, restored_in};

fuzz_target!(|input: &[u8]| {
    let (which, rest) = choice(input);
    let body = DESK.planted(rest);
    let dialect = dialect(which);
    let Ok(tokenized) = DESK.tokenizer().json(&body, dialect.layout()) else { return };
    let out = tokenized.body.unwrap_or_else(|| body.clone());
    assert_eq!(is_json(&out), is_json(&body));
    // Elsewhere the text of a string may itself be JSON, in which the secret is escaped once more.
    if dialect == Dialect::Generic {
        assert_eq!(restored_in(meaning(&out)), restored_in(meaning(&body)));
    }
});
