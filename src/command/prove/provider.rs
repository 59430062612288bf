//! Owns the built-in provider: TLS on loopback under an authority of its own, a record of all that arrives, and answers
//! that repeat it. It must not judge, and must not be reachable from elsewhere.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::{Stream, stream};
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::dialects::SHEETS;
use super::plan::{CASE_HEADER, Case, Plan};
use super::sheet::find_probe;
use super::{ProveError, coding};

/// So much of an answer is written in the small pieces that its case asks for; each costs several system calls.
const FINELY_CUT: usize = 2 << 10;
/// What fits into one TCP segment on Ethernet.
const SEGMENT: usize = 1460;

/// One request as it arrived.
pub struct Seen {
    /// The number of the case; `None` when it does not say.
    pub case: Option<usize>,
    /// Whether over HTTP/2.
    pub h2: bool,
    /// Method and target, and each header on a line of its own.
    pub head: Vec<u8>,
    /// The body as it came.
    pub wire: Vec<u8>,
    /// The body without its coding; `None` when it does not read.
    pub body: Option<Vec<u8>>,
}

/// Everything that arrived, in order.
type Record = Arc<Mutex<Vec<Seen>>>;

/// The provider; it stops when this is dropped.
pub struct Provider {
    /// The certificate of its authority, in PEM.
    pub ca: String,
    /// Where it speaks HTTP/2, and where HTTP/1.1.
    pub addresses: [SocketAddr; 2],
    record: Record,
    _listening: JoinSet<()>,
}

impl Provider {
    /// Starts on two free ports of 127.0.0.1.
    ///
    /// # Errors
    /// [`ProveError`] when there is no certificate or no port to be had.
    pub async fn start(plan: &Arc<Plan>) -> Result<Self, ProveError> {
        let (ca, config) = certificate()?;
        let record = Record::default();
        let mut listening = JoinSet::new();
        let mut listen = async |protocol: &[u8]| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let address = listener.local_addr()?;
            let mut config = config.clone();
            config.alpn_protocols = vec![protocol.to_vec()];
            let acceptor = TlsAcceptor::from(Arc::new(config));
            listening.spawn(accept(listener, acceptor, Arc::clone(plan), Arc::clone(&record)));
            Ok(address)
        };
        let h2 = listen(b"h2").await.map_err(ProveError::Listen)?;
        let h1 = listen(b"http/1.1").await.map_err(ProveError::Listen)?;
        Ok(Self { ca, addresses: [h2, h1], record, _listening: listening })
    }

    /// Everything that has arrived since this was last called.
    #[must_use]
    pub fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut self.record.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An authority, and a leaf of it for every host of the sheets. The keys stay in memory.
fn certificate() -> Result<(String, ServerConfig), ProveError> {
    let made = || {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        let ca = params.self_signed(&key)?.pem();
        let issuer = Issuer::new(params, key);
        let leaf_key = KeyPair::generate()?;
        let hosts: Vec<String> = SHEETS.iter().map(|sheet| sheet.host.to_owned()).collect();
        let leaf = CertificateParams::new(hosts)?.signed_by(&leaf_key, &issuer)?;
        Ok((ca, leaf, leaf_key))
    };
    let (ca, leaf, key) = made().map_err(ProveError::Certificate)?;
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(vec![leaf.der().clone()], key);
    Ok((ca, config.map_err(ProveError::Tls)?))
}

async fn accept(listener: TcpListener, acceptor: TlsAcceptor, plan: Arc<Plan>, record: Record) {
    let mut connections = JoinSet::new();
    loop {
        // A connection that fails is missed when the cases are counted.
        let Ok((tcp, _)) = listener.accept().await else { return };
        let (acceptor, plan, record) = (acceptor.clone(), Arc::clone(&plan), Arc::clone(&record));
        connections.spawn(async move {
            let _broken = serve(tcp, acceptor, plan, record).await;
        });
    }
}

async fn serve(tcp: TcpStream, acceptor: TlsAcceptor, plan: Arc<Plan>, record: Record) -> io::Result<()> {
    tcp.set_nodelay(true)?;
    let tls = acceptor.accept(tcp).await?;
    let is_h2 = tls.get_ref().1.alpn_protocol() == Some(b"h2");
    let service = service_fn(move |request| {
        let (plan, record) = (Arc::clone(&plan), Arc::clone(&record));
        async move { Ok::<_, Infallible>(answer(&plan, &record, request).await) }
    });
    let io = TokioIo::new(tls);
    let served = if is_h2 {
        http2::Builder::new(TokioExecutor::new()).serve_connection(io, service).await
    } else {
        http1::Builder::new().serve_connection(io, service).await
    };
    served.map_err(io::Error::other)
}

type Body = http_body_util::combinators::UnsyncBoxBody<Bytes, Infallible>;

async fn answer(plan: &Plan, record: &Record, request: Request<Incoming>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let wire = body.collect().await.map(|body| body.to_bytes().to_vec()).unwrap_or_default();
    let target = parts.uri.path_and_query().map_or("", |target| target.as_str());
    let mut head = format!("{} {target}\n", parts.method).into_bytes();
    for (name, value) in &parts.headers {
        head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
    }
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let number = text(CASE_HEADER).parse().ok();
    let body = coding::decode(&wire, text(CONTENT_ENCODING.as_str())).ok();
    let probe = body.as_deref().and_then(find_probe);
    let h2 = parts.version == Version::HTTP_2;
    record.lock().unwrap_or_else(PoisonError::into_inner).push(Seen { case: number, h2, head, wire, body });
    let case = number.and_then(|number| plan.cases.get(number));
    let answer = case.zip(probe).and_then(|(case, probe)| repeat(case, &probe));
    answer.unwrap_or_else(|| {
        let mut response = Response::new(StreamBody::new(in_pieces(Vec::new(), 1)).boxed_unsync());
        *response.status_mut() = StatusCode::BAD_REQUEST;
        response
    })
}

/// The answer that the case is to have.
fn repeat(case: &Case, probe: &str) -> Option<Response<Body>> {
    let (answer, media_type) = case.sheet.answer(probe, case.streamed, case.cut);
    let [_, coding] = case.codings;
    let answer = coding::encode(&answer, coding).ok()?;
    let mut response = Response::builder().header(CONTENT_TYPE, media_type);
    if !coding.is_empty() {
        response = response.header(CONTENT_ENCODING, coding);
    }
    response.body(StreamBody::new(in_pieces(answer, case.cut.write)).boxed_unsync()).ok()
}

/// The bytes in frames of so many, from [`FINELY_CUT`] on of [`SEGMENT`]. Between two of them others have their turn,
/// so that each is written by itself.
fn in_pieces(bytes: Vec<u8>, size: usize) -> impl Stream<Item = Result<Frame<Bytes>, Infallible>> {
    stream::unfold((Bytes::from(bytes), 0), move |(mut rest, sent)| async move {
        if rest.is_empty() {
            return None;
        }
        tokio::task::yield_now().await;
        let piece = rest.split_to(if sent < FINELY_CUT { size } else { SEGMENT }.min(rest.len()));
        let sent = sent + piece.len();
        Some((Ok(Frame::data(piece)), (rest, sent)))
    })
}
