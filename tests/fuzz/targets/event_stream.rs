//! However an AWS event stream is cut, the same bytes come out, every frame with the right checksums.
#![no_main]

use libfuzzer_sys::fuzz_target;
use waterwall::engine::framing::event_stream::EventStream;
use waterwall::engine::provider::Dialect;
use waterwall::engine::reply::Format;
use waterwall_fuzz::{choice, event_frames, pieces, restored_reply};

fuzz_target!(|input: &[u8]| {
    let (seed, rest) = choice(input);
    let stream = event_frames(rest);
    let whole = restored_reply(Format::EventStream, Dialect::Bedrock, &[&stream]);
    assert_eq!(restored_reply(Format::EventStream, Dialect::Bedrock, &pieces(&stream, seed)), whole);
    if let Ok((out, _)) = whole {
        let mut frames = EventStream::default();
        frames.push(&out, &mut |_| {}).unwrap();
        frames.finish().unwrap();
    }
    // Bytes that nobody framed are refused, never a panic.
    let _ = restored_reply(Format::EventStream, Dialect::Bedrock, &[rest]);
});
