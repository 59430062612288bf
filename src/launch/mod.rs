//! Owns one `ww run` around its child: the child's environment and process, the trust it is given, the directory that
//! holds it, and the way back. It must not read what the child sends; that is the proxy's.

pub mod child;
pub mod directory;
pub mod end;
pub mod env;
pub mod parent;
pub mod run;
mod session_start;
pub mod summary;
pub mod trust;
mod witness;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;

use crate::audit::AuditError;
use crate::engine::provider::BadPattern;
use crate::proxy::{CertificateError, ListenError};

/// Why the child did not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// The parent's proxy setting cannot be followed; going round that proxy is not ours to decide.
    #[error("{name} does not hold the address of a proxy: write it as http://HOST:PORT, or unset it")]
    ParentProxy {
        /// The variable.
        name: &'static str,
    },
    /// The parent's proxy speaks SOCKS, which we do not.
    #[error("{name} names a SOCKS proxy, which ww cannot go through: name an HTTP proxy there, or unset it")]
    SocksProxy {
        /// The variable.
        name: &'static str,
    },
    /// No private directory.
    #[error("cannot make a private directory in {}: set XDG_RUNTIME_DIR or TMPDIR to one of yours", path.display())]
    Directory {
        /// Where it was tried.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A file of the session directory cannot be written.
    #[error("cannot write {}: free some space there", path.display())]
    Write {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Nothing could be verified, neither by us nor by the child.
    #[error("found no trusted root certificates: install the ca-certificates package, or set SSL_CERT_FILE")]
    NoRoots,
    /// The file of `--upstream-ca` cannot be read.
    #[error("cannot read the certificates in {}: give --upstream-ca a readable PEM file", path.display())]
    UpstreamCa {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file of `--upstream-ca` holds no certificate.
    #[error("{} holds no certificate: give --upstream-ca a PEM file with at least one", path.display())]
    NoUpstreamCa {
        /// Which one.
        path: PathBuf,
    },
    /// The child could read our memory.
    #[error("cannot close this process to others of the same user, so the child could read its secrets")]
    Harden(#[source] io::Error),
    /// Signals cannot be caught.
    #[error("cannot catch signals")]
    Signals(#[source] io::Error),
    /// There is no such command.
    #[error("{}: command not found: check its spelling and PATH", program.display())]
    NotFound {
        /// As typed.
        program: OsString,
    },
    /// There is one, but the system does not execute it.
    #[error("{}: cannot be executed: check its permissions and its first line", program.display())]
    NotExecutable {
        /// As typed.
        program: OsString,
        /// Why not.
        source: io::Error,
    },
    /// No process could be made at all.
    #[error("cannot start {}: close other programs and try again", program.display())]
    Spawn {
        /// As typed.
        program: OsString,
        /// Why not.
        source: io::Error,
    },
    /// A host pattern cannot be used.
    #[error(transparent)]
    Scope(#[from] BadPattern),
    /// The log cannot be kept.
    #[error(transparent)]
    Audit(#[from] AuditError),
    /// The session's authority cannot be made.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// There is no port to listen on.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers")]
    Random(#[source] getrandom::Error),
    /// The proxy's threads or descriptors are not to be had.
    #[error("cannot start the proxy: close other programs or raise the limit on open files")]
    Runtime(#[source] io::Error),
    /// The child cannot be waited for.
    #[error("cannot wait for the command")]
    Wait(#[source] io::Error),
}

impl LaunchError {
    /// What `ww` exits with: 127 not found, 126 not executable, 125 for whatever is our own.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::NotFound { .. } => 127,
            Self::NotExecutable { .. } => 126,
            Self::ParentProxy { .. }
            | Self::SocksProxy { .. }
            | Self::Directory { .. }
            | Self::Write { .. }
            | Self::NoRoots
            | Self::UpstreamCa { .. }
            | Self::NoUpstreamCa { .. }
            | Self::Harden(_)
            | Self::Signals(_)
            | Self::Spawn { .. }
            | Self::Scope(_)
            | Self::Audit(_)
            | Self::Certificate(_)
            | Self::Listen(_)
            | Self::Random(_)
            | Self::Runtime(_)
            | Self::Wait(_) => 125,
        }
    }
}
