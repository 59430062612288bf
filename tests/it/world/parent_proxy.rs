//! Owns a corporate proxy above `ww`: tunnels and plain requests, and only with its credentials. It must not look into
//! its tunnels.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use data_encoding::BASE64;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::upstream::acceptor;
use super::wire::{Io, header};
use super::{RUNTIME, soon};

/// How a proxy behaves.
#[derive(Clone)]
pub struct Manner {
    /// Where every tunnel and every plain request goes.
    pub target: SocketAddr,
    /// Whether it is itself spoken to over TLS.
    pub tls: bool,
    /// What it answers when it opens a tunnel.
    pub opened: &'static str,
    /// What it answers instead of doing anything.
    pub refusal: Option<String>,
}

impl Manner {
    /// As most are.
    pub fn to(target: SocketAddr) -> Self {
        Self { target, tls: false, opened: "HTTP/1.1 200 Connected\r\n\r\n", refusal: None }
    }
}

/// The proxy.
pub struct ParentProxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl ParentProxy {
    /// A proxy that leads every name to `target`.
    pub fn to(target: SocketAddr) -> Self {
        Self::with(Manner::to(target))
    }

    /// One that behaves like that.
    pub fn with(manner: Manner) -> Self {
        let listener = soon(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&heads);
        let tls = manner.tls.then(|| acceptor(&[b"http/1.1"]));
        RUNTIME.spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                RUNTIME.spawn(secured(tcp, tls.clone(), manner.clone(), Arc::clone(&kept)));
            }
        });
        Self { address, heads }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
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

async fn secured(
    tcp: TcpStream,
    tls: Option<TlsAcceptor>,
    manner: Manner,
    heads: Arc<Mutex<Vec<String>>>,
) -> Option<()> {
    match tls {
        Some(tls) => serve(tls.accept(tcp).await.ok()?, manner, heads).await,
        None => serve(tcp, manner, heads).await,
    }
}

async fn serve(mut client: impl Io, manner: Manner, heads: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(client.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    heads.lock().unwrap().push(head.clone());
    if let Some(refusal) = manner.refusal {
        client.write_all(refusal.as_bytes()).await.ok()?;
        return client.shutdown().await.ok();
    }
    let expected = format!("Basic {}", BASE64.encode(format!("corp:{}", ParentProxy::password()).as_bytes()));
    if header(&head, "proxy-authorization") != Some(&expected) {
        let refusal = b"HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n";
        client.write_all(refusal).await.ok()?;
        return client.flush().await.ok();
    }
    let mut server = TcpStream::connect(manner.target).await.ok()?;
    if head.starts_with("CONNECT ") {
        client.write_all(manner.opened.as_bytes()).await.ok()?;
        client.flush().await.ok()?;
    } else {
        server.write_all(head.as_bytes()).await.ok()?;
    }
    tokio::io::copy_bidirectional(&mut client, &mut server).await.ok()?;
    Some(())
}
