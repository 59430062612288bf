//! Owns the agent: a client below `ww` that finds its proxy and its trust where every client does, in its environment.

use std::collections::HashMap;
use std::ffi::OsString;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use data_encoding::BASE64;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::wire::{Io, More, Wire, header};
use super::{RUNTIME, Upstream, soon};

/// The agent.
#[derive(Clone)]
pub struct Agent {
    proxy: SocketAddr,
    /// What it says in `proxy-authorization`.
    pub credentials: String,
    roots: Arc<RootCertStore>,
}

/// A request in the making.
pub struct Ask {
    agent: Agent,
    method: String,
    host: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    h2: bool,
    plain: bool,
    cut: usize,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The head: over HTTP/1.1 as it stands, over HTTP/2 in the same form.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
    /// Whether it ended as it should.
    pub whole: bool,
    /// The trailers, one `name: value` in a line.
    pub trailers: String,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

impl Agent {
    pub(super) fn new(environment: &HashMap<OsString, OsString>) -> Self {
        let variable = |name: &str| environment[&OsString::from(name)].to_str().unwrap().to_owned();
        let url = variable("HTTPS_PROXY");
        let (user, address) = url.strip_prefix("http://").unwrap().split_once('@').unwrap();
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(
            CertificateDer::pem_file_iter(variable("NODE_EXTRA_CA_CERTS")).unwrap().map(Result::unwrap),
        );
        Self {
            proxy: address.trim_end_matches('/').parse().unwrap(),
            credentials: format!("Basic {}", BASE64.encode(user.as_bytes())),
            roots: Arc::new(roots),
        }
    }

    /// The same agent, which trusts the provider's own authority and nothing else.
    pub fn trusting_upstream(&self) -> Self {
        Self { roots: Arc::new(Upstream::roots()), ..self.clone() }
    }

    /// Where the proxy listens.
    pub fn proxy(&self) -> SocketAddr {
        self.proxy
    }

    /// A bare connection to the proxy.
    pub fn dial(&self) -> Wire {
        let tcp = soon(TcpStream::connect(self.proxy)).unwrap();
        tcp.set_nodelay(true).unwrap();
        Wire::over(tcp)
    }

    /// A tunnel to `host` on port 443, nothing in it yet.
    pub fn tunnel(&self, host: &str) -> Wire {
        let mut wire = self.dial();
        let (host, credentials) = (format!("{host}:443"), &self.credentials);
        wire.send(
            format!("CONNECT {host} HTTP/1.1\r\nHost: {host}\r\nProxy-Authorization: {credentials}\r\n\r\n")
                .as_bytes(),
        );
        let head = wire.head(true).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        wire
    }

    /// TLS over a connection, asking for `name`.
    pub fn secure(
        &self,
        io: impl Io + 'static,
        name: &str,
        alpn: &str,
    ) -> std::io::Result<TlsStream<Box<dyn Io>>> {
        let mut config =
            ClientConfig::builder().with_root_certificates(Arc::clone(&self.roots)).with_no_client_auth();
        config.alpn_protocols = vec![alpn.as_bytes().to_vec()];
        let name = ServerName::try_from(name.to_owned()).unwrap();
        soon(TlsConnector::from(Arc::new(config)).connect(name, Box::new(io) as Box<dyn Io>))
    }

    /// A connection to `host` as a client of HTTP/1.1 has it.
    pub fn connect(&self, host: &str) -> Wire {
        Wire::over(self.secure(self.tunnel(host).into_io(), host, "http/1.1").unwrap())
    }

    /// A request in the making.
    pub fn ask(&self, method: &str, host: &str, path: &str) -> Ask {
        Ask {
            agent: self.clone(),
            method: method.into(),
            host: host.into(),
            path: path.into(),
            headers: Vec::new(),
            body: Vec::new(),
            h2: false,
            plain: false,
            cut: usize::MAX,
        }
    }

    /// Sends JSON and reads the whole answer.
    pub fn post(&self, host: &str, path: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.ask("POST", host, path).header("content-type", "application/json").body(body).send()
    }
}

impl Ask {
    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The body.
    pub fn body(self, body: impl Into<Vec<u8>>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// Over HTTP/2.
    pub fn h2(self) -> Self {
        Self { h2: true, ..self }
    }

    /// Without TLS, as a proxied `http://` request.
    pub fn plain(self) -> Self {
        Self { plain: true, ..self }
    }

    /// In writes of so many bytes.
    pub fn cut(self, cut: usize) -> Self {
        Self { cut, ..self }
    }

    /// Sends it and leaves the answer to be read.
    pub fn open(&self) -> Wire {
        let mut wire = if self.plain { self.agent.dial() } else { self.agent.connect(&self.host) };
        let target =
            if self.plain { format!("http://{}{}", self.host, self.path) } else { self.path.clone() };
        let mut head = format!("{} {target} HTTP/1.1\r\nHost: {}\r\n", self.method, self.host);
        if self.plain {
            head += &format!("Proxy-Authorization: {}\r\n", self.agent.credentials);
        }
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !self.body.is_empty() {
            head += &format!("Content-Length: {}\r\n", self.body.len());
        }
        head += "\r\n";
        wire.send_cut(&[head.as_bytes(), &self.body].concat(), self.cut);
        wire
    }

    /// Sends it and reads the whole answer.
    pub fn send(self) -> Answer {
        self.attempt().expect("no answer")
    }

    /// Sends it and reads the whole answer; `None` when the connection ended before there was one.
    pub fn attempt(self) -> Option<Answer> {
        if self.h2 {
            return self.send_h2();
        }
        let mut wire = self.open();
        let head = wire.head(self.method == "HEAD")?;
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut answer = Answer { status, head, body: Vec::new(), whole: true, trailers: String::new() };
        loop {
            match wire.more() {
                More::Data(data) => answer.body.extend(data),
                More::End(trailers) => return Some(Answer { trailers, ..answer }),
                More::Broken => return Some(Answer { whole: false, ..answer }),
            }
        }
    }

    fn send_h2(self) -> Option<Answer> {
        self.with_h2(|response| async {
            match response {
                Ok(response) => Some(collect(response).await),
                Err(_) => None,
            }
        })
    }

    /// Sends it over HTTP/2, and goes away once the answer says `text`.
    pub fn leave_h2_after(self, text: &str) {
        self.with_h2(|response| async {
            let (mut body, mut seen) = (response.unwrap().into_body(), Vec::new());
            while !super::contains(&seen, text.as_bytes()) {
                seen.extend(body.frame().await.unwrap().unwrap().into_data().unwrap());
            }
        });
    }

    fn with_h2<T, F: Future<Output = T>>(
        self,
        then: impl FnOnce(hyper::Result<hyper::Response<hyper::body::Incoming>>) -> F,
    ) -> T {
        let tls = self.agent.secure(self.agent.tunnel(&self.host).into_io(), &self.host, "h2").unwrap();
        assert_eq!(tls.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        let mut request = hyper::Request::builder()
            .method(self.method.as_str())
            .uri(format!("https://{}{}", self.host, self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(Bytes::from(self.body))).unwrap();
        soon(async {
            let io = TokioIo::new(tls);
            let (mut sender, connection) =
                hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
            let connection = RUNTIME.spawn(connection);
            let done = then(sender.send_request(request).await).await;
            drop(sender);
            connection.abort();
            done
        })
    }
}

async fn collect(response: hyper::Response<hyper::body::Incoming>) -> Answer {
    let lines = |headers: &hyper::HeaderMap| -> String {
        headers.iter().map(|(name, value)| format!("{name}: {}\r\n", value.to_str().unwrap())).collect()
    };
    let head = format!("HTTP/2 {}\r\n{}\r\n", response.status().as_u16(), lines(response.headers()));
    let status = response.status().as_u16();
    let mut answer = Answer { status, head, body: Vec::new(), whole: true, trailers: String::new() };
    let mut body = response.into_body();
    while let Some(frame) = body.frame().await {
        match frame.map(hyper::body::Frame::into_data) {
            Ok(Ok(data)) => answer.body.extend_from_slice(&data),
            Ok(Err(frame)) => {
                answer.trailers = frame.into_trailers().map(|it| lines(&it)).unwrap_or_default()
            }
            Err(_) => return Answer { whole: false, ..answer },
        }
    }
    answer
}
