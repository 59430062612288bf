//! However an event stream is cut, the same bytes come out; without anything of ours in it, the very bytes that came.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waterwall::engine::reply::Format;
use waterwall_fuzz::reply_fuzz;

fuzz_target!(|input: &[u8]| reply_fuzz(Format::Sse, input));
