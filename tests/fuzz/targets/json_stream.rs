//! However a body of JSON values is cut, be it a document, an array or lines, the same bytes come out.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waterwall::engine::reply::Format;
use waterwall_fuzz::{choice, reply_fuzz};

fuzz_target!(|input: &[u8]| {
    let (lines, rest) = choice(input);
    reply_fuzz(if lines & 1 == 1 { Format::Lines } else { Format::Json }, rest);
});
