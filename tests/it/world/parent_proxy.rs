//! Owns a corporate proxy above `ww`: CONNECT only, and only with its credentials. It must not look into its tunnels.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use data_encoding::BASE64;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::wire::header;
use super::{RUNTIME, soon};

/// The proxy.
pub struct ParentProxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl ParentProxy {
    /// A proxy that leads every name to `target`.
    pub fn to(target: SocketAddr) -> Self {
        let listener = soon(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&heads);
        RUNTIME.spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                RUNTIME.spawn(serve(tcp, target, Arc::clone(&kept)));
            }
        });
        Self { address, heads }
    }

    /// What a parent has in `HTTPS_PROXY`.
    pub fn url(&self) -> String {
        format!("http://corp:{}@{}", Self::password(), self.address)
    }

    /// Its password.
    pub fn password() -> String {
        ["c0rp", "Pr0xy", "Pa55"].concat()
    }

    /// Every head that came.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

async fn serve(mut client: TcpStream, target: SocketAddr, heads: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(tokio::io::AsyncReadExt::read_u8(&mut client).await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    heads.lock().unwrap().push(head.clone());
    let expected = format!("Basic {}", BASE64.encode(format!("corp:{}", ParentProxy::password()).as_bytes()));
    if header(&head, "proxy-authorization") != Some(&expected) {
        let refusal = b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
        return client.write_all(refusal).await.ok();
    }
    let mut server = TcpStream::connect(target).await.ok()?;
    client.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.ok()?;
    tokio::io::copy_bidirectional(&mut client, &mut server).await.ok()?;
    Some(())
}
