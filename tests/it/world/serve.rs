//! Owns the connections of the scripted provider: HTTP/1.1 by hand, so that every write is one of the script's, and
//! HTTP/2 by library.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::RUNTIME;
use super::reply::{Ending, Framing, Reply, Step};
use super::upstream::{Seen, State};
use super::websocket;
use super::wire::{Io, header};

/// Streams that one HTTP/2 connection may have at once: fewer than real providers allow, so that a test can exceed it.
pub const H2_STREAMS: u32 = 20;

/// Listens, with TLS or without, for as long as the tests run.
pub async fn listen(state: Arc<Mutex<State>>, tls: Option<TlsAcceptor>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    RUNTIME.spawn(async move {
        while let Ok((tcp, _)) = listener.accept().await {
            tcp.set_nodelay(true).unwrap();
            state.lock().unwrap().connections += 1;
            let (state, tls) = (Arc::clone(&state), tls.clone());
            RUNTIME.spawn(async move {
                match tls {
                    None => serve(&state, tcp).await,
                    Some(tls) => match tls.accept(tcp).await {
                        Ok(io) if io.get_ref().1.alpn_protocol() == Some(b"h2") => serve_h2(state, io).await,
                        Ok(io) => serve(&state, io).await,
                        Err(_) => None,
                    },
                }
            });
        }
    });
    address
}

/// A connection that can be reset.
trait Resettable: Io + 'static {
    fn tcp(&self) -> &TcpStream;
}

impl Resettable for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

impl Resettable for TlsStream<TcpStream> {
    fn tcp(&self) -> &TcpStream {
        self.get_ref().0
    }
}

/// Serves HTTP/1.1 until one side ends it.
async fn serve(state: &Mutex<State>, mut io: impl Resettable) -> Option<()> {
    let mut buffer = Vec::new();
    loop {
        let seen = request(state, &mut io, &mut buffer).await?;
        let sockets = state.lock().unwrap().sockets.clone();
        if let Some(sockets) = sockets.filter(|_| seen.header("upgrade").is_some()) {
            state.lock().unwrap().seen.push(seen.clone());
            return websocket::take_over(&sockets, &seen, Box::new(io)).await;
        }
        let reply = script(state, seen.clone());
        if reply.hang_up {
            return io.shutdown().await.ok();
        }
        let is_head = seen.head.starts_with("HEAD ");
        write(&mut io, &reply, is_head).await?;
        match reply.ending {
            Ending::Reset => {
                io.tcp().set_zero_linger().ok()?;
                return None;
            }
            Ending::Whole if reply.framing != Framing::Close => {}
            Ending::Whole | Ending::Missing => return io.shutdown().await.ok(),
        }
    }
}

/// Reads one request.
async fn request(state: &Mutex<State>, io: &mut impl Resettable, buffer: &mut Vec<u8>) -> Option<Seen> {
    let mut at = 0;
    let mut fill = async |buffer: &mut Vec<u8>| -> Option<()> {
        let before = buffer.len();
        let read = io.read_buf(buffer).await.ok().filter(|&read| read > 0)?;
        let call = {
            let mut state = state.lock().unwrap();
            state.raw.extend_from_slice(&buffer[before..before + read]);
            state.at_first_byte.take()
        };
        if let Some(call) = call {
            call();
        }
        Some(())
    };
    let end = loop {
        match memchr::memmem::find(buffer, b"\r\n\r\n") {
            Some(end) => break end + 4,
            None => fill(buffer).await?,
        }
    };
    let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
    let mut body = Vec::new();
    at += end;
    if header(&head, "transfer-encoding").is_some() {
        loop {
            let line = loop {
                match memchr::memmem::find(&buffer[at..], b"\r\n") {
                    Some(line) => break line,
                    None => fill(buffer).await?,
                }
            };
            let size = usize::from_str_radix(std::str::from_utf8(&buffer[at..at + line]).ok()?, 16).ok()?;
            at += line + 2;
            while buffer.len() < at + size + 2 {
                fill(buffer).await?;
            }
            body.extend_from_slice(&buffer[at..at + size]);
            at += size + 2;
            if size == 0 {
                break;
            }
        }
    } else {
        let length: usize = header(&head, "content-length").map_or(0, |length| length.parse().unwrap());
        while buffer.len() < at + length {
            fill(buffer).await?;
        }
        body.extend_from_slice(&buffer[at..at + length]);
        at += length;
    }
    buffer.drain(..at);
    Some(Seen { head, body })
}

/// Keeps a request and says what to answer.
fn script(state: &Mutex<State>, seen: Seen) -> Reply {
    let (script, always) = {
        let mut state = state.lock().unwrap();
        state.seen.push(seen.clone());
        (state.scripts.pop_front(), state.always.clone())
    };
    match (script, always) {
        (Some(script), _) => script(&seen),
        (None, Some(always)) => always(&seen),
        (None, None) => Reply::json("{}"),
    }
}

async fn write(io: &mut impl Resettable, reply: &Reply, is_head: bool) -> Option<()> {
    let mut head = format!("{}HTTP/1.1 {} Scripted\r\n", reply.hints, reply.status);
    for (name, value) in &reply.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let has_body = !is_head && !matches!(reply.status, 204 | 304);
    match reply.framing {
        Framing::Length if reply.status != 204 => head += &format!("content-length: {}\r\n", length(reply)),
        Framing::Chunked => head += "transfer-encoding: chunked\r\n",
        Framing::Close => head += "connection: close\r\n",
        Framing::Length => {}
    }
    put(io, format!("{head}\r\n").as_bytes()).await?;
    if !has_body {
        return Some(());
    }
    let chunked = reply.framing == Framing::Chunked;
    if let Some(gate) = &reply.when_gone {
        let Some(Step::Write(first)) = reply.steps.front() else { return None };
        put(io, &[format!("{:x}\r\n", first.len()).as_bytes(), first, b"\r\n"].concat()).await?;
        let _ended = io.read_buf(&mut Vec::new()).await;
        gate.open();
        return None;
    }
    for step in &reply.steps {
        match step {
            Step::Wait(gate) => gate.pass().await,
            Step::Write(bytes) if bytes.is_empty() => {}
            Step::Write(bytes) if chunked => {
                put(io, &[format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()).await?;
            }
            Step::Write(bytes) => put(io, bytes).await?,
        }
    }
    if chunked && reply.ending == Ending::Whole {
        let trailers = reply.trailers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        put(io, format!("0\r\n{}\r\n", trailers.collect::<String>()).as_bytes()).await?;
    }
    Some(())
}

/// The length to announce: more than there is, when the body is to break off.
fn length(reply: &Reply) -> usize {
    reply.body().len() + if reply.ending == Ending::Whole { 0 } else { 100 }
}

async fn put(io: &mut impl Resettable, bytes: &[u8]) -> Option<()> {
    io.write_all(bytes).await.ok()?;
    io.flush().await.ok()
}

/// Serves HTTP/2 until one side ends it.
async fn serve_h2(state: Arc<Mutex<State>>, io: TlsStream<TcpStream>) -> Option<()> {
    let sockets = state.lock().unwrap().sockets.clone();
    let mut connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
    connection.max_concurrent_streams(H2_STREAMS);
    if sockets.as_ref().is_some_and(|sockets| sockets.h2) {
        connection.enable_connect_protocol();
    }
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        let (state, sockets) = (Arc::clone(&state), sockets.clone());
        async move {
            let upgrade = hyper::upgrade::on(&mut request);
            let (parts, body) = request.into_parts();
            let is_connect = parts.method == hyper::Method::CONNECT;
            let body = if is_connect { Vec::new() } else { body.collect().await?.to_bytes().to_vec() };
            let target = parts.uri.path_and_query().unwrap();
            let mut head =
                format!("{} {target} HTTP/2\r\nHost: {}\r\n", parts.method, parts.uri.authority().unwrap());
            for (name, value) in &parts.headers {
                head += &format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes()));
            }
            let seen = Seen { head: format!("{head}\r\n"), body };
            state.lock().unwrap().raw.extend_from_slice(seen.head.as_bytes());
            let mut reply = match sockets.filter(|_| is_connect) {
                Some(sockets) => {
                    state.lock().unwrap().seen.push(seen.clone());
                    websocket::take_over_h2(&sockets, seen, upgrade)
                }
                None => script(&state, seen),
            };
            let mut response = hyper::Response::builder().status(reply.status);
            for (name, value) in &reply.headers {
                response = response.header(name, value);
            }
            if reply.framing == Framing::Length {
                response = response.header("content-length", length(&reply));
            }
            let trailers = std::mem::take(&mut reply.trailers);
            let frames =
                futures_util::stream::unfold((reply, Some(trailers)), |(mut reply, mut trailers)| async {
                    loop {
                        let frame = match reply.steps.pop_front() {
                            Some(Step::Wait(gate)) => {
                                gate.pass().await;
                                continue;
                            }
                            Some(Step::Write(bytes)) => Ok(Frame::data(Bytes::from(bytes))),
                            None if reply.ending != Ending::Whole => {
                                Err(std::io::Error::other("reset by script"))
                            }
                            None => Ok(Frame::trailers(map(&trailers.take().filter(|it| !it.is_empty())?))),
                        };
                        return Some((frame, (reply, trailers)));
                    }
                });
            Ok::<_, hyper::Error>(response.body(StreamBody::new(frames)).unwrap())
        }
    });
    connection.serve_connection(TokioIo::new(io), service).await.ok()
}

fn map(pairs: &[(String, String)]) -> hyper::HeaderMap {
    let parsed = pairs.iter().map(|(name, value)| {
        (
            name.parse::<hyper::header::HeaderName>().unwrap(),
            value.parse::<hyper::header::HeaderValue>().unwrap(),
        )
    });
    parsed.collect()
}
