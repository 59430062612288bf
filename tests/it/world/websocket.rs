//! Owns both ends of a WebSocket: the agent's upgrade, over either version of HTTP, and what the provider does with it.
//! Frames are yawc's, or bytes of the test's own.

use std::any::Any;
use std::io;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::SinkExt;
use http_body_util::Empty;
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::mpsc;
use yawc::{Frame, HttpWebSocket, OpCode, Options, Role, WebSocket};

use super::agent::Agent;
use super::reply::Reply;
use super::upstream::Seen;
use super::wire::{Io, Wire, header};
use super::{RUNTIME, soon};

/// On what terms the provider opens WebSockets.
#[derive(Clone)]
pub struct Sockets {
    /// Whether its settings allow the extended CONNECT.
    pub(super) h2: bool,
    /// Headers of its answer, besides those of every handshake.
    headers: Vec<(&'static str, &'static str)>,
    /// What it says to the key; the right answer where this is `None`.
    accept: Option<&'static str>,
    opened: Option<mpsc::UnboundedSender<(Seen, Box<dyn Io>)>>,
}

impl Sockets {
    /// Opens all, plainly.
    pub fn plain() -> Self {
        Self { h2: true, headers: Vec::new(), accept: None, opened: None }
    }

    /// With one more header.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// With this answer to the key.
    pub fn accept(self, accept: &'static str) -> Self {
        Self { accept: Some(accept), ..self }
    }

    /// Over HTTP/1.1 only.
    pub fn without_h2(self) -> Self {
        Self { h2: false, ..self }
    }

    pub(super) fn listen(mut self) -> (Self, Accepted) {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.opened = Some(sender);
        (self, Accepted { opened: Mutex::new(receiver) })
    }
}

/// The WebSockets that the provider has opened.
pub struct Accepted {
    pub opened: Mutex<mpsc::UnboundedReceiver<(Seen, Box<dyn Io>)>>,
}

impl Accepted {
    /// The next one: the request, and the bare connection.
    pub fn next(&self) -> (Seen, Box<dyn Io>) {
        soon(self.opened.lock().unwrap().recv()).expect("no provider")
    }
}

/// Answers an upgrade of HTTP/1.1 and hands the connection to the test.
pub async fn take_over(sockets: &Sockets, seen: &Seen, mut io: Box<dyn Io>) -> Option<()> {
    let key = seen.header("sec-websocket-key").unwrap().to_owned();
    let request =
        hyper::Request::get("/").header("sec-websocket-key", key).header("sec-websocket-version", "13");
    let (right, _) = HttpWebSocket::upgrade(request.body(()).unwrap()).unwrap();
    let right = right.headers()["sec-websocket-accept"].to_str().unwrap().to_owned();
    let accept = sockets.accept.unwrap_or(&right);
    let mut head = format!(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n"
    );
    for (name, value) in &sockets.headers {
        head += &format!("{name}: {value}\r\n");
    }
    io.write_all(format!("{head}\r\n").as_bytes()).await.ok()?;
    io.flush().await.ok()?;
    sockets.opened.as_ref()?.send((seen.clone(), io)).ok()
}

/// Answers an extended CONNECT, and hands the stream to the test once it is there.
pub fn take_over_h2(sockets: &Sockets, seen: Seen, upgrade: OnUpgrade) -> Reply {
    let opened = sockets.opened.clone();
    RUNTIME.spawn(async move {
        let io = TokioIo::new(upgrade.await.ok()?);
        opened?.send((seen, Box::new(io))).ok()
    });
    sockets
        .headers
        .iter()
        .fold(Reply::new(200, "", "").chunked(), |reply, (name, value)| reply.header(name, value))
}

/// An upgrade in the making.
#[derive(Clone)]
pub struct Upgrade {
    agent: Agent,
    host: String,
    path: String,
    headers: Vec<(String, String)>,
    h2: bool,
    plain: Option<bool>,
}

/// An upgrade that was answered.
pub struct Answered {
    /// The status.
    pub status: u16,
    /// The head: over HTTP/1.1 as it stands, over HTTP/2 in the same form.
    pub head: String,
    io: Option<(Box<dyn Io>, Box<dyn Any + Send>)>,
}

impl Agent {
    /// An upgrade in the making.
    pub fn upgrade(&self, host: &str, path: &str) -> Upgrade {
        Upgrade {
            agent: self.clone(),
            host: host.into(),
            path: path.into(),
            headers: Vec::new(),
            h2: false,
            plain: None,
        }
    }
}

impl Upgrade {
    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Over HTTP/2, or not.
    pub fn h2(self, h2: bool) -> Self {
        Self { h2, ..self }
    }

    /// Without TLS: in a tunnel, or as a proxied `http://` request.
    pub fn plain(self, tunnel: bool) -> Self {
        Self { plain: Some(tunnel), ..self }
    }

    /// Sends it and reads the head of the answer.
    pub fn send(self) -> Answered {
        if self.h2 {
            return self.send_h2();
        }
        let mut wire = match self.plain {
            None => self.agent.connect(&self.host),
            Some(false) => self.agent.dial(),
            Some(true) => {
                let mut wire = self.agent.dial();
                let (host, credentials) = (&self.host, &self.agent.credentials);
                wire.send(
                    format!("CONNECT {host}:80 HTTP/1.1\r\nHost: {host}:80\r\nProxy-Authorization: {credentials}\r\n\r\n")
                        .as_bytes(),
                );
                assert!(wire.head(true).unwrap().starts_with("HTTP/1.1 200"));
                wire
            }
        };
        let origin = if self.plain == Some(false) { format!("http://{}", self.host) } else { String::new() };
        let mut head = format!("GET {origin}{} HTTP/1.1\r\nHost: {}\r\n", self.path, self.host);
        if self.plain == Some(false) {
            head += &format!("Proxy-Authorization: {}\r\n", self.agent.credentials);
        }
        head += "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
        // RFC 6455, 1.3.
        head += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        wire.send(format!("{head}\r\n").as_bytes());
        let head = wire.head(false).expect("no answer");
        let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
        if status == 101 {
            assert_eq!(header(&head, "sec-websocket-accept"), Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
        }
        let io = (status == 101).then(|| (wire.into_io(), Box::new(()) as Box<dyn Any + Send>));
        Answered { status, head, io }
    }

    fn send_h2(self) -> Answered {
        let tls = self.agent.secure(self.agent.tunnel(&self.host).into_io(), &self.host, "h2").unwrap();
        let mut request = hyper::Request::builder()
            .method("CONNECT")
            .uri(format!("https://{}{}", self.host, self.path))
            .extension(hyper::ext::Protocol::from_static("websocket"))
            .header("sec-websocket-version", "13");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Empty::<Bytes>::new()).unwrap();
        soon(async {
            let io = TokioIo::new(tls);
            let mut builder = hyper::client::conn::http2::Builder::new(TokioExecutor::new());
            let (mut sender, connection) = builder.initial_max_send_streams(0).handshake(io).await.unwrap();
            RUNTIME.spawn(connection);
            let mut response = sender.send_request(request).await.unwrap();
            let lines = response.headers().iter();
            let lines: String =
                lines.map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap())).collect();
            let status = response.status().as_u16();
            let head = format!("HTTP/2 {status}\r\n{lines}\r\n");
            let mut io = None;
            if status == 200 {
                let upgraded = hyper::upgrade::on(&mut response).await.unwrap();
                let boxed = Box::new(TokioIo::new(upgraded)) as Box<dyn Io>;
                io = Some((boxed, Box::new(sender) as Box<dyn Any + Send>));
            }
            Answered { status, head, io }
        })
    }
}

impl Answered {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// The bare connection, and what keeps it alive.
    pub fn io(self) -> (Box<dyn Io>, Box<dyn Any + Send>) {
        let head = self.head;
        self.io.unwrap_or_else(|| panic!("{head}"))
    }

    /// The same as bytes.
    pub fn wire(self) -> Wire {
        Wire::over(self.io().0)
    }

    /// The client's end, written in pieces of so many bytes.
    pub fn peer(self, cut: usize) -> Peer {
        let extensions = self.header("sec-websocket-extensions").map(str::to_owned);
        let (io, alive) = self.io();
        Peer { _alive: alive, ..Peer::over(io, Role::Client, extensions.as_deref(), cut) }
    }
}

/// What one end hears.
#[derive(PartialEq, Eq, Debug)]
pub enum Said {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Vec<u8>),
    /// A ping.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// A close frame.
    Close(Option<u16>, String),
    /// The end of the connection without one, or a frame that is none.
    Gone,
}

/// One end of a WebSocket.
pub struct Peer {
    yawc: WebSocket<Cut>,
    _alive: Box<dyn Any + Send>,
}

impl Peer {
    /// An end on a connection that has changed to frames, written in pieces of so many bytes.
    pub fn over(io: Box<dyn Io>, role: Role, extensions: Option<&str>, cut: usize) -> Self {
        let mut options = Options::default().with_limits(65 << 20, 65 << 20);
        if extensions.is_some() {
            options = options.with_balanced_compression();
        }
        let yawc =
            WebSocket::from_stream_with_extensions(Cut { io, cut }, role, extensions, options).unwrap();
        Self { yawc, _alive: Box::new(()) }
    }

    /// Sends a frame.
    pub fn send(&mut self, frame: Frame) {
        soon(self.yawc.send(frame)).unwrap();
    }

    /// Sends a text message.
    pub fn text(&mut self, text: &str) {
        self.send(Frame::text(text.to_owned()));
    }

    /// Sends a text message in so many fragments, a ping between them.
    pub fn fragments(&mut self, text: &str, count: usize) {
        let size = text.len().div_ceil(count).max(1);
        let last = text.len().div_ceil(size).saturating_sub(1);
        for (at, piece) in text.as_bytes().chunks(size).enumerate() {
            let piece = piece.to_vec();
            let frame = if at == 0 { Frame::text(piece) } else { Frame::continuation(piece) };
            self.send(frame.with_fin(at == last));
            if at < last {
                self.send(Frame::ping("between"));
            }
        }
    }

    /// Ends the connection without a word.
    pub fn vanish(self) {
        drop(self);
    }

    /// What comes next.
    pub fn next(&mut self) -> Said {
        match soon(self.yawc.next_frame()) {
            Err(_) => Said::Gone,
            Ok(frame) => {
                let code = frame.close_code().map(u16::from);
                let (opcode, _, payload) = frame.into_parts();
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                match opcode {
                    OpCode::Text | OpCode::Continuation => Said::Text(text(&payload)),
                    OpCode::Binary => Said::Binary(payload.to_vec()),
                    OpCode::Ping => Said::Ping(payload.to_vec()),
                    OpCode::Pong => Said::Pong(payload.to_vec()),
                    OpCode::Close => Said::Close(code, text(payload.get(2..).unwrap_or_default())),
                }
            }
        }
    }

    /// The next text message; pings and pongs are passed over.
    #[track_caller]
    pub fn heard(&mut self) -> String {
        loop {
            match self.next() {
                Said::Text(text) => return text,
                Said::Ping(_) | Said::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// Writes in pieces.
struct Cut {
    io: Box<dyn Io>,
    cut: usize,
}

impl AsyncRead for Cut {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buf)
    }
}

impl AsyncWrite for Cut {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let piece = &bytes[..bytes.len().min(self.cut)];
        std::task::ready!(Pin::new(&mut self.io).poll_flush(cx))?;
        Pin::new(&mut self.io).poll_write(cx, piece)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
