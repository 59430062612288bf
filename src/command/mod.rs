//! Owns the subcommands other than `run`, one file each. It must not reach into a session.

pub mod prove;
pub mod prove_agent;
pub mod verify;
