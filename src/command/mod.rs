//! Owns the subcommands other than `run`, one file or folder each. It must not reach into a session.

pub mod audit;
pub mod note;
pub mod prove;
pub mod prove_agent;
pub mod scan;
pub mod verify;
