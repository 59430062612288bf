//! The program as a user meets it: a real `ww run`, a scripted agent below it and a scripted provider above it, over
//! real TLS. Each test names a claim.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod audit;
mod bedrock;
mod bodies;
mod evidence;
mod failures;
mod formats;
mod hosts;
mod identity;
mod keeping;
mod known;
mod launch;
mod leaks;
mod log;
mod note;
mod refusals;
mod restoring;
mod rules;
mod scan;
mod second_verifier;
mod semantics;
mod spellings;
mod streaming;
mod tampering;
mod upstream;
mod websocket;
mod wire;
mod world;
