//! Owns a bare line between `ww` and what it connects to, which can be watched, held and cut. It must not look at what
//! passes.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;

use super::{RUNTIME, soon};

/// What happens to the connections of a relay.
#[derive(PartialEq, Eq, Debug)]
pub enum Line {
    /// One was taken.
    Begun,
    /// One has ended.
    Ended,
}

/// The line.
pub struct Relay {
    address: SocketAddr,
    carried: Arc<Mutex<JoinSet<()>>>,
    lines: UnboundedReceiver<Line>,
}

impl Relay {
    /// A line from `local`, an address of this machine, to `target`; to nobody who ever answers when there is none.
    pub fn new(local: &str, target: Option<SocketAddr>) -> Self {
        let listener = soon(TcpListener::bind((local, 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let carried = Arc::<Mutex<JoinSet<()>>>::default();
        let (told, lines) = unbounded_channel();
        let tasks = Arc::clone(&carried);
        RUNTIME.spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let _gone = told.send(Line::Begun);
                let told = told.clone();
                tasks.lock().unwrap().spawn_on(carry(client, target, told), RUNTIME.handle());
            }
        });
        Self { address, carried, lines }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits for what happens next.
    pub fn next(&mut self) -> Line {
        soon(self.lines.recv()).unwrap()
    }

    /// Whether nothing has happened that was not waited for.
    pub fn is_quiet(&mut self) -> bool {
        self.lines.try_recv().is_err()
    }

    /// Ends all connections of now.
    pub fn cut(&self) {
        let mut carried = std::mem::take(&mut *self.carried.lock().unwrap());
        soon(carried.shutdown());
    }
}

async fn carry(mut client: TcpStream, target: Option<SocketAddr>, told: UnboundedSender<Line>) {
    match target {
        Some(target) => {
            let mut server = TcpStream::connect(target).await.unwrap();
            let _broken = tokio::io::copy_bidirectional(&mut client, &mut server).await;
        }
        None => {
            let _broken = tokio::io::copy(&mut client, &mut tokio::io::sink()).await;
        }
    }
    let _gone = told.send(Line::Ended);
}

/// An address that neither takes a connection nor refuses it, for as long as this lives.
pub struct BlackHole {
    address: SocketAddr,
    _held: Vec<TcpStream>,
    _listener: TcpListener,
}

impl BlackHole {
    /// One on loopback: its queue is full, so the kernel drops what else comes.
    pub fn new() -> Self {
        let listener = {
            let _entered = RUNTIME.enter();
            let socket = TcpSocket::new_v4().unwrap();
            socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
            socket.listen(1).unwrap()
        };
        let address = listener.local_addr().unwrap();
        let mut held = Vec::new();
        let fill = async {
            // How many fit is the kernel's business; one that does not fit is not answered within any time.
            let patience = std::time::Duration::from_millis(300);
            while let Ok(taken) = tokio::time::timeout(patience, TcpStream::connect(address)).await {
                held.push(taken.unwrap());
            }
        };
        soon(fill);
        Self { address, _held: held, _listener: listener }
    }

    /// Where it is.
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}
