//! Owns the agent that `ww prove` runs as its child: an ordinary HTTP client that takes proxy and trust from its
//! environment, sends what it is told on stdin, and says on stdout what came back. It must not judge, nor know a way
//! to a provider round the proxy.

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use bytes::Bytes;
use data_encoding::BASE64;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::{http1, http2};
use hyper::header::{CONTENT_ENCODING, HOST};
use hyper::{Request, Response, Uri, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::prove::errand::{Answer, Errand, Reply};

/// Longest answer to a CONNECT that is read, in bytes.
const MAX_HEAD: usize = 16 << 10;

type BoxError = Box<dyn Error + Send + Sync>;

/// Does every errand on stdin in turn, until there are no more.
///
/// # Errors
/// When the environment names no proxy or no roots, or stdin or stdout break. An errand that fails is an answer.
pub fn run() -> Result<ExitCode, io::Error> {
    let agent = Agent::from_environment().map_err(io::Error::other)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut out = io::stdout().lock();
    for line in io::stdin().lines() {
        let errand: Errand = serde_json::from_str(&line?)?;
        let reply = runtime.block_on(agent.send(&errand)).map_err(|error| error.to_string());
        serde_json::to_writer(&mut out, &Answer { case: errand.case, reply })?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

struct Agent {
    /// `127.0.0.1:PORT`.
    proxy: String,
    /// The value of `Proxy-Authorization`.
    credentials: String,
    roots: Arc<RootCertStore>,
}

impl Agent {
    fn from_environment() -> Result<Self, BoxError> {
        let proxy: Uri = std::env::var("HTTPS_PROXY")?.parse()?;
        let authority = proxy.authority().ok_or("HTTPS_PROXY names no host")?.as_str();
        let (user, proxy) = authority.rsplit_once('@').ok_or("HTTPS_PROXY holds no credentials")?;
        let mut roots = RootCertStore::empty();
        let file = std::env::var_os("SSL_CERT_FILE").ok_or("SSL_CERT_FILE is not set")?;
        roots.add_parsable_certificates(CertificateDer::pem_file_iter(file)?.filter_map(Result::ok));
        let credentials = format!("Basic {}", BASE64.encode(user.as_bytes()));
        Ok(Self { proxy: proxy.to_owned(), credentials, roots: Arc::new(roots) })
    }

    async fn send(&self, errand: &Errand) -> Result<Reply, BoxError> {
        let tls = self.connect(errand).await?;
        let io = TokioIo::new(tls);
        let request = request(errand)?;
        if errand.h2 {
            let (mut sender, connection) = http2::handshake(TokioExecutor::new(), io).await?;
            let driver = tokio::spawn(connection);
            let reply = reply(sender.send_request(request).await?).await?;
            drop(sender);
            driver.await??;
            Ok(reply)
        } else {
            let (mut sender, connection) = http1::handshake(io).await?;
            let driver = tokio::spawn(connection);
            let reply = reply(sender.send_request(request).await?).await?;
            drop(sender);
            driver.await??;
            Ok(reply)
        }
    }

    /// Through the proxy to the host, and TLS with it.
    async fn connect(&self, errand: &Errand) -> Result<TlsStream<TcpStream>, BoxError> {
        let mut tcp = TcpStream::connect(&self.proxy).await?;
        tcp.set_nodelay(true)?;
        let (host, port) = (&errand.host, errand.port);
        let connect = format!(
            "CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\nProxy-Authorization: {}\r\n\r\n",
            self.credentials
        );
        tcp.write_all(connect.as_bytes()).await?;
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") && head.len() < MAX_HEAD {
            head.push(tcp.read_u8().await?);
        }
        if !head.starts_with(b"HTTP/1.1 200") {
            return Err(String::from_utf8_lossy(&head).into());
        }
        let mut config =
            ClientConfig::builder().with_root_certificates(Arc::clone(&self.roots)).with_no_client_auth();
        config.alpn_protocols = vec![if errand.h2 { b"h2".to_vec() } else { b"http/1.1".to_vec() }];
        let name = ServerName::try_from(host.clone())?;
        Ok(TlsConnector::from(Arc::new(config)).connect(name, tcp).await?)
    }
}

fn request(errand: &Errand) -> Result<Request<Full<Bytes>>, BoxError> {
    let authority =
        if errand.port == 443 { errand.host.clone() } else { format!("{}:{}", errand.host, errand.port) };
    let mut request = Request::builder().method("POST");
    request = if errand.h2 {
        request.uri(format!("https://{authority}{}", errand.target))
    } else {
        request.uri(&errand.target).header(HOST, authority)
    };
    for (name, value) in &errand.headers {
        request = request.header(name, value);
    }
    Ok(request.body(Full::new(BASE64.decode(errand.body.as_bytes())?.into()))?)
}

async fn reply(response: Response<Incoming>) -> Result<Reply, BoxError> {
    let coding = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str()).transpose()?;
    let coding = coding.unwrap_or_default().to_owned();
    let (status, h2) = (response.status().as_u16(), response.version() == Version::HTTP_2);
    let body = response.into_body().collect().await?.to_bytes();
    Ok(Reply { status, h2, coding, body: BASE64.encode(&body) })
}
