//! Owns the socket on loopback and the tasks of its connections. It must end them all, within its deadline.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::interval;

use super::upstream::IDLE_TIMEOUT;
use super::{Session, front};

/// Why there is no listener.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on 127.0.0.1; free a port or raise the limit on open files")]
pub struct ListenError(#[from] io::Error);

/// A listener on 127.0.0.1, on a port of the kernel's choice.
pub struct Listener {
    tcp: TcpListener,
    address: SocketAddr,
}

impl Listener {
    /// Binds. Nothing is accepted before [`Listener::serve`].
    ///
    /// # Errors
    /// [`ListenError`] when no port is to be had.
    pub async fn bind() -> Result<Self, ListenError> {
        let tcp = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = tcp.local_addr()?;
        Ok(Self { tcp, address })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the session stops, then lets connections finish for at most `drain`, then cuts them.
    pub async fn serve(self, session: Arc<Session>, drain: Duration) {
        let mut connections = JoinSet::new();
        let mut sweep = interval(IDLE_TIMEOUT);
        loop {
            tokio::select! {
                () = session.stopped() => break,
                accepted = self.tcp.accept() => match accepted {
                    Ok((tcp, peer)) => { connections.spawn(front::serve(Arc::clone(&session), tcp, peer)); }
                    // Out of descriptors: an ended connection gives one back, and until then nothing can be accepted.
                    Err(_) => { connections.join_next().await; }
                },
                Some(_ended) = connections.join_next() => {}
                _ = sweep.tick() => session.upstream.sweep(),
            }
        }
        drop(self.tcp);
        let all_ended = async { while connections.join_next().await.is_some() {} };
        if tokio::time::timeout(drain, all_ended).await.is_err() {
            connections.shutdown().await;
        }
    }
}
