//! Owns the scripted provider: TLS under an authority of its own, HTTP/1.1 by hand and HTTP/2 by ALPN, every request
//! kept as it came, every answer by script.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{RootCertStore, ServerConfig};
use tokio_rustls::TlsAcceptor;

use super::reply::Reply;
use super::serve::listen;
use super::websocket::{Accepted, Sockets};
use super::wire::header;
use super::{contains, decoded};

/// Every name that the provider answers to; the last two are not in scope.
pub const NAMES: [&str; 8] = [
    "api.anthropic.com",
    "api.openai.com",
    "chatgpt.com",
    "generativelanguage.googleapis.com",
    "bedrock-runtime.us-east-1.amazonaws.com",
    "llm.example",
    "elsewhere.example",
    "other.example",
];

struct Identity {
    ca_pem: String,
    ca: CertificateDer<'static>,
    server: Vec<u8>,
    leaf: CertificateDer<'static>,
}

static IDENTITY: LazyLock<Identity> = LazyLock::new(|| {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let ca = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let server = KeyPair::generate().unwrap();
    let names: Vec<String> = NAMES.into_iter().chain(["127.0.0.1", "::1"]).map(str::to_owned).collect();
    let leaf = CertificateParams::new(names).unwrap().signed_by(&server, &issuer).unwrap();
    Identity {
        ca_pem: ca.pem(),
        ca: ca.der().clone(),
        server: server.serialize_der(),
        leaf: leaf.der().clone(),
    }
});

/// The server's side of TLS under the provider's authority.
pub(super) fn acceptor(protocols: &[&[u8]]) -> TlsAcceptor {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(IDENTITY.server.clone()));
    let config = ServerConfig::builder().with_no_client_auth();
    let mut config = config.with_single_cert(vec![IDENTITY.leaf.clone()], key).unwrap();
    config.alpn_protocols = protocols.iter().map(|it| it.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// One request as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The head: over HTTP/1.1 as it stands, over HTTP/2 in the same form.
    pub head: String,
    /// The body as it stands on the wire, transfer coding off.
    pub body: Vec<u8>,
}

impl Seen {
    /// The body, its content coding off.
    pub fn plain(&self) -> Vec<u8> {
        decoded(self.header("content-encoding").unwrap_or_default(), &self.body)
    }

    /// The same as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.plain()).unwrap()
    }

    /// The same as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.plain()).unwrap()
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

type Script = Box<dyn FnOnce(&Seen) -> Reply + Send>;
type Always = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

/// What the provider has seen and will say.
#[derive(Default)]
pub struct State {
    pub(super) seen: Vec<Seen>,
    pub(super) raw: Vec<u8>,
    pub(super) scripts: VecDeque<Script>,
    pub(super) always: Option<Always>,
    pub(super) at_first_byte: Option<Box<dyn FnOnce() + Send>>,
    pub(super) connections: usize,
    pub(super) sockets: Option<Sockets>,
}

/// The provider.
#[derive(Clone)]
pub struct Upstream {
    state: Arc<Mutex<State>>,
    tls: SocketAddr,
    plain: SocketAddr,
}

impl Upstream {
    /// Its authority's certificate.
    pub fn ca_pem() -> &'static str {
        &IDENTITY.ca_pem
    }

    /// A store with only its authority.
    pub fn roots() -> RootCertStore {
        let mut roots = RootCertStore::empty();
        roots.add(IDENTITY.ca.clone()).unwrap();
        roots
    }

    /// A provider that listens.
    pub async fn start(h2: bool) -> Self {
        let state = Arc::<Mutex<State>>::default();
        let protocols: &[&[u8]] = if h2 { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };
        let tls = listen(Arc::clone(&state), Some(acceptor(protocols))).await;
        let plain = listen(Arc::clone(&state), None).await;
        Self { state, tls, plain }
    }

    /// Where a name leads: port asked for, address.
    pub fn ways(&self, name: &'static str) -> [(&'static str, u16, SocketAddr); 2] {
        [(name, 443, self.tls), (name, 80, self.plain)]
    }

    /// Where it listens for TLS.
    pub fn address(&self) -> SocketAddr {
        self.tls
    }

    /// Where it listens without TLS.
    pub fn plain_address(&self) -> SocketAddr {
        self.plain
    }

    /// The next answer.
    pub fn reply(&self, reply: Reply) {
        self.answer(|_| reply);
    }

    /// The next answer, made from the request.
    pub fn answer(&self, script: impl FnOnce(&Seen) -> Reply + Send + 'static) {
        self.lock().scripts.push_back(Box::new(script));
    }

    /// Every answer for which there is no script.
    pub fn always(&self, script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) {
        self.lock().always = Some(Arc::new(script));
    }

    /// Answers upgrades from now on, on these terms.
    pub fn sockets(&self, sockets: Sockets) -> Accepted {
        let (sockets, accepted) = sockets.listen();
        self.lock().sockets = Some(sockets);
        accepted
    }

    /// Is called with the first byte of the next request.
    pub fn at_first_byte(&self, call: impl FnOnce() + Send + 'static) {
        self.lock().at_first_byte = Some(Box::new(call));
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.lock().seen.clone()
    }

    /// The one request so far.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.lock().connections
    }

    /// Whether `secret` came in no byte of any request: not as it is, not as JSON or a URL spells it, under no coding.
    pub fn saw_nothing_of(&self, secret: &str) -> bool {
        let quoted = serde_json::to_string(secret).unwrap();
        let percent: String = secret.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let spellings = [secret, quoted.trim_matches('"'), &percent];
        let state = self.lock();
        let texts: Vec<Vec<u8>> = state.seen.iter().map(Seen::plain).chain([state.raw.clone()]).collect();
        !texts.iter().any(|text| spellings.iter().any(|spelling| contains(text, spelling.as_bytes())))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}
