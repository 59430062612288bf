//! Owns the listener and everything that passes through it. It must not outlive its session, serve another user, or
//! forward what the engine has not read.
//!
//! ```text
//! listener -> front (who, where to) -> sniff -> certificates (TLS)
//!    -> exchange: inbound, head -> engine -> log -> upstream -> outbound
//!    -> websocket: the same for each message of an upgraded connection
//!    -> tunnel: hosts out of scope, counted
//! refusal: the one place where an error becomes a response
//! ```

mod certificates;
mod coding;
mod current;
mod exchange;
mod front;
mod head;
mod inbound;
mod listener;
mod observed;
mod outbound;
mod peer;
mod refusal;
mod sigv4;
mod sniff;
mod tunnel;
mod upstream;
mod websocket;

use std::sync::atomic::{AtomicU64, Ordering};

use data_encoding::BASE64;
use hyper::header::HeaderValue;
use tokio::sync::watch;

pub use certificates::{Authority, CertificateError};
pub use current::Current;
pub use listener::{ListenError, Listener};
pub use observed::{Observations, Observed};
pub use upstream::{BadProxy, ConnectTo, LoadRoots, Proxies, Route, Upstream, UpstreamError, Without};

use crate::audit::Log;
use crate::config::known::AwsKeys;
use crate::engine::provider::Scope;
use crate::engine::reply::Never;
use crate::engine::vault::Vault;
use crate::secret::SecretBytes;
use peer::Peer;

/// The user name in the session's proxy URL; the password is drawn for each session.
pub const USER: &str = "ww";

/// What all connections of one session share.
pub struct Session {
    /// The hosts that are opened.
    pub scope: Scope,
    /// What recognises secrets.
    pub detector: Current,
    /// What keeps them.
    pub vault: Vault,
    /// Tools whose calls are not restored.
    pub never: Never,
    /// What is written down.
    pub log: Log,
    /// Who signs the leaves.
    pub authority: Authority,
    /// What signs requests to AWS that had to be changed.
    pub aws_keys: AwsKeys,
    /// The way out.
    pub upstream: Upstream,
    /// Whether requests to a model carry the note about placeholders.
    pub note: bool,
    /// The password in the session's proxy URL.
    pub password: SecretBytes,
    /// Becomes true when the session ends.
    pub stop: watch::Receiver<bool>,
    /// How many exchanges there have been.
    pub exchanges: AtomicU64,
    /// What is told at the end.
    pub observed: Observations,
}

impl Session {
    fn next_exchange(&self) -> u64 {
        self.exchanges.fetch_add(1, Ordering::Relaxed)
    }

    /// Waits until the session ends.
    async fn stopped(&self) {
        let mut stop = self.stop.clone();
        // A sender that is gone has ended the session too.
        let _gone = stop.wait_for(|stopped| *stopped).await;
    }

    /// Whether a client may use the proxy: wrong credentials never do; without any, the socket must be our user's.
    fn may_enter(&self, owner: Peer, credentials: Option<&HeaderValue>) -> bool {
        match credentials {
            None => owner == Peer::SameUser,
            Some(given) => {
                let plain = [USER.as_bytes(), b":", self.password.expose()].concat();
                let expected = BASE64.encode(&plain);
                let given = given
                    .as_bytes()
                    .split_at_checked(6)
                    .filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"basic "));
                given.is_some_and(|(_, given)| is_same(given, expected.as_bytes()))
            }
        }
    }
}

/// Compares without ending at the first difference, so that time tells nothing of where it is.
fn is_same(given: &[u8], expected: &[u8]) -> bool {
    given.len() == expected.len()
        && given.iter().zip(expected).fold(0, |difference, (one, other)| difference | one ^ other) == 0
}
