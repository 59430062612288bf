//! Waterwall: an AI coding agent runs as a child of `ww`; what it sends to its model provider passes through a
//! proxy inside the `ww` process. Secrets leave as placeholders and come back as secrets.
//!
//! ```text
//! accept -> sniff -> exchange:
//!    inbound.read (limit, decode) -> engine.tokenize (walk, detect, splice) -> audit.record -> upstream.send
//!    client <- outbound <- engine.restore (frames, channels) <- upstream reply
//! child exits -> stop -> drain, with a deadline -> audit.close -> exit as the child did
//! ```
//!
//! Imports point down only: `main > command > launch > proxy > audit > config > engine > secret`. The engine is
//! bytes in, bytes out; `cargo check --lib --no-default-features` compiles it alone and so proves it.
//!
//! To know the program, read this page, `proxy/exchange.rs` and `engine/restore.rs`.

pub mod engine;
pub mod secret;

#[cfg(feature = "program")]
pub mod audit;
#[cfg(feature = "program")]
pub mod causes;
#[cfg(feature = "program")]
pub mod cli;
#[cfg(feature = "program")]
pub mod command;
#[cfg(feature = "program")]
pub mod config;
#[cfg(feature = "program")]
pub mod launch;
#[cfg(feature = "program")]
pub mod proxy;
