//! Owns what the load runs through: a provider on loopback, one `ww` below it, and clients of both.

use std::convert::Infallible;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use sha2::{Digest, Sha512};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector};

const WW: &str = env!("CARGO_BIN_EXE_ww");
const HOST: &str = "api.anthropic.com";
/// What an event tells its time by.
static BASE: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Nanoseconds since the program began.
pub fn now() -> u64 {
    u64::try_from(BASE.elapsed().as_nanos()).unwrap()
}

/// Event `number`, as if written at `time`.
pub fn event(number: usize, time: u64) -> String {
    let text = format!("{number} {time:020}");
    format!(
        "event: content_block_delta\ndata: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":\
         {{\"type\":\"text_delta\",\"text\":\"{text}\"}}}}\n\n"
    )
}

/// Number and time of each event in `bytes`, which hold whole ones.
pub fn events(bytes: &[u8]) -> Vec<(usize, u64)> {
    let text = std::str::from_utf8(bytes).unwrap();
    let parts = text.split("\"text\":\"").skip(1);
    parts
        .map(|part| {
            let (number, time) = part.split_once('"').unwrap().0.split_once(' ').unwrap();
            (number.parse().unwrap(), time.parse().unwrap())
        })
        .collect()
}

/// A GitHub token of its own for each number, as random as real ones.
fn secret(number: usize) -> String {
    const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let random = Sha512::digest(number.to_le_bytes());
    let letters = random.iter().take(36).map(|&byte| char::from(ALPHABET[usize::from(byte) % 62]));
    format!("gh{}_{}", 'p', letters.collect::<String>())
}

/// A request's body with these secrets in it.
pub fn body(secrets: impl Iterator<Item = usize>) -> String {
    let secrets: Vec<_> = secrets.map(secret).collect();
    let text = format!("{}\\n", secrets.join("\\n"));
    format!("{{\"model\":\"m\",\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}]}}")
}

type Body = UnsyncBoxBody<Bytes, Infallible>;
/// A client's connection.
pub type Client = SendRequest<Full<Bytes>>;

/// The provider, `ww` and the way to both.
pub struct Rig {
    ww: Child,
    proxy: SocketAddr,
    provider: SocketAddr,
    behind: TlsConnector,
    direct: TlsConnector,
}

impl Rig {
    /// A provider that speaks HTTP/2 if it may, and a `ww` with nothing in its vault. Must be within a runtime.
    pub async fn start(scratch: &Path, h2: bool) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new([HOST.to_owned()]).unwrap().self_signed(&key).unwrap();
        let ca = scratch.join("provider.pem");
        std::fs::write(&ca, certificate.pem()).unwrap();
        let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder().with_no_client_auth();
        let mut config = config.with_single_cert(vec![certificate.der().clone()], private).unwrap();
        config.alpn_protocols = if h2 { vec![b"h2".to_vec()] } else { vec![b"http/1.1".to_vec()] };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let provider = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, TlsAcceptor::from(Arc::new(config))));

        let mut ww = Command::new(WW)
            .env_clear()
            .envs([("PATH", "/usr/local/bin:/usr/bin:/bin"), ("HOME", scratch.to_str().unwrap())])
            .current_dir(scratch)
            .args(["run", "--connect-to", &format!("{HOST}:443={provider}"), "--upstream-ca"])
            .args([ca.to_str().unwrap(), "--", "sh", "-c", "echo $https_proxy $SSL_CERT_FILE; cat"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(ww.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let (proxy, bundle) = line.trim().split_once(' ').unwrap();
        let proxy = proxy.rsplit('@').next().unwrap().parse().unwrap();
        Self { ww, proxy, provider, behind: trusting(Path::new(bundle)), direct: trusting(&ca) }
    }

    /// A connection through `ww`, or to the provider itself.
    pub async fn client(&self, through: bool) -> Client {
        let to = if through { self.proxy } else { self.provider };
        let mut tcp = TcpStream::connect(to).await.unwrap();
        tcp.set_nodelay(true).unwrap();
        if through {
            let ask = format!("CONNECT {HOST}:443 HTTP/1.1\r\nHost: {HOST}:443\r\n\r\n");
            tcp.write_all(ask.as_bytes()).await.unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(tcp.read_u8().await.unwrap());
            }
        }
        let tls = if through { &self.behind } else { &self.direct };
        let tls = tls.connect(ServerName::try_from(HOST).unwrap(), tcp).await.unwrap();
        let (client, connection) = handshake(TokioIo::new(tls)).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// Memory of `ww` in KiB, as its status names it: `VmRSS`, or `VmHWM` for the most so far.
    pub fn memory(&self, which: &str) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.ww.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(which)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Descriptors that `ww` has open.
    pub fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.ww.id())).unwrap().count()
    }

    /// Lets the child end, and waits for `ww`.
    pub fn end(mut self) {
        drop(self.ww.stdin.take());
        assert!(self.ww.wait().unwrap().success());
    }
}

fn trusting(roots_file: &Path) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_file_iter(roots_file).unwrap().map(Result::unwrap));
    TlsConnector::from(Arc::new(ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()))
}

/// Asks for `path` and gives the response once its head is there; panics when it is not a success.
pub async fn ask(client: &mut Client, path: &str, body: impl Into<Bytes>) -> Incoming {
    let request = Request::post(path).header("host", HOST).header("content-type", "application/json");
    client.ready().await.unwrap();
    let response = client.send_request(request.body(Full::new(body.into())).unwrap()).await.unwrap();
    assert!(response.status().is_success(), "{response:?}");
    response.into_body()
}

async fn serve(listener: TcpListener, tls: TlsAcceptor) {
    loop {
        let (tcp, _) = listener.accept().await.unwrap();
        tcp.set_nodelay(true).unwrap();
        let tls = tls.clone();
        tokio::spawn(async move {
            let Ok(io) = tls.accept(tcp).await else { return };
            let service =
                hyper::service::service_fn(|request| async { Ok::<_, Infallible>(answer(request).await) });
            let _ended =
                auto::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(io), service).await;
        });
    }
}

/// What the provider answers: `/tiny`, the number of placeholders it was sent; `/paced/COUNT/MILLISECONDS`, an event at a time; `/bulk/COUNT`, as many events
/// as fit into 16 KiB at a time; `/single/COUNT`, an event at a time, as fast as they go.
async fn answer(request: Request<Incoming>) -> Response<Body> {
    let path = request.uri().path().to_owned();
    let sent = request.into_body().collect().await.unwrap().to_bytes();
    let mut words = path.split('/').skip(1);
    let kind = words.next().unwrap();
    let count: usize = words.next().map_or(0, |word| word.parse().unwrap());
    let pieces: Pin<Box<dyn Stream<Item = Bytes> + Send>> = match kind {
        "paced" => {
            let pause = Duration::from_millis(words.next().unwrap().parse().unwrap());
            let mut ticks = tokio::time::interval(pause);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Burst);
            Box::pin(stream::unfold((0, ticks), move |(number, mut ticks)| async move {
                ticks.tick().await;
                (number < count).then(|| (Bytes::from(event(number, now())), (number + 1, ticks)))
            }))
        }
        "bulk" => {
            let all: Bytes = (0..count).map(|number| event(number, 0)).collect::<String>().into();
            let cuts = (0..all.len()).step_by(16 << 10);
            let cuts: Vec<_> = cuts.map(|at| all.slice(at..all.len().min(at + (16 << 10)))).collect();
            Box::pin(stream::iter(cuts))
        }
        "single" => Box::pin(stream::iter((0..count).map(|number| event(number, 0).into()))),
        _ => {
            let placeholders = memchr::memmem::find_iter(&sent, "<pl:").count();
            return Response::new(Full::from(placeholders.to_string()).boxed_unsync());
        }
    };
    let body = StreamBody::new(pieces.map(|piece| Ok(Frame::data(piece))));
    Response::builder().header("content-type", "text/event-stream").body(body.boxed_unsync()).unwrap()
}
