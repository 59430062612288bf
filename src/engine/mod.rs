//! Owns what the product is for: tokenize and restore. Bytes in, bytes out; it must not do I/O, wait, read a clock,
//! draw random numbers or look at the environment.

pub mod allow;
pub mod body;
pub mod detect;
pub mod framing;
pub mod json;
pub mod note;
pub mod placeholder;
pub mod provider;
pub mod reply;
pub mod restore;
pub mod tokenize;
pub mod vault;
