//! What the whole program costs: start-up, memory at rest, and added latency over real TLS on loopback.
//! `cargo bench --bench program`. Figures are in `docs/PERFORMANCE.md`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking and prints its result"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection, StreamOwned};

const WW: &str = env!("CARGO_BIN_EXE_ww");
const HOST: &str = "api.anthropic.com";
const STARTS: usize = 60;
const REQUESTS: usize = 2_000;

fn main() {
    let scratch = tempfile::tempdir().unwrap();
    start_up(scratch.path());
    at_rest(scratch.path());
    latency(scratch.path());
}

fn ww(scratch: &Path) -> Command {
    bare(WW, scratch)
}

/// A command in an environment of its own: what cargo adds to ours makes every program start more slowly.
fn bare(program: &str, scratch: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("HOME", scratch).current_dir(scratch);
    command
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).unwrap().as_secs_f64() * 1e3
}

fn timed(command: &mut Command) -> Duration {
    let since = Instant::now();
    assert!(command.status().unwrap().success());
    since.elapsed()
}

fn start_up(scratch: &Path) {
    let (mut alone, mut behind) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        alone.push(timed(&mut bare("true", scratch)));
        behind.push(timed(ww(scratch).args(["run", "--", "true"])));
    }
    let (alone, behind) = (median(alone), median(behind));
    println!("start-up: true {alone:.2} ms, ww run -- true {behind:.2} ms, added {:.2} ms", behind - alone);
}

fn at_rest(scratch: &Path) {
    let script = "grep -E '^Vm(RSS|HWM)' /proc/$PPID/status";
    let out = ww(scratch).args(["run", "--", "sh", "-c", script]).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    println!("memory at rest: {}", text.split_whitespace().collect::<Vec<_>>().join(" "));
}

fn latency(scratch: &Path) {
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new([HOST.to_owned()]).unwrap().self_signed(&key).unwrap();
    let ca = scratch.join("upstream.pem");
    std::fs::write(&ca, certificate.pem()).unwrap();
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = Arc::new(config.with_single_cert(vec![certificate.der().clone()], private).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let upstream = listener.local_addr().unwrap();
    std::thread::spawn(move || listener.incoming().for_each(|tcp| answer(tcp.unwrap(), &config)));

    let to = format!("{HOST}:443={upstream}");
    let mut child = ww(scratch)
        .args(["run", "--connect-to", &to, "--upstream-ca", ca.to_str().unwrap(), "--"])
        .args(["sh", "-c", "echo $https_proxy $SSL_CERT_FILE; cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line)
        .unwrap();
    let (proxy, bundle) = line.trim().split_once(' ').unwrap();
    let proxy: SocketAddr = proxy.rsplit('@').next().unwrap().parse().unwrap();

    let mut direct = client(TcpStream::connect(upstream).unwrap(), &ca);
    let mut through = TcpStream::connect(proxy).unwrap();
    write!(through, "CONNECT {HOST}:443 HTTP/1.1\r\nHost: {HOST}:443\r\n\r\n").unwrap();
    read_head(&mut through);
    let mut through = client(through, Path::new(bundle));
    let (mut bare, mut behind) = (Vec::new(), Vec::new());
    for _ in 0..REQUESTS {
        bare.push(exchange(&mut direct));
        behind.push(exchange(&mut through));
    }
    let (bare, behind) = (median(bare), median(behind));
    println!(
        "tiny request over TLS: direct {bare:.3} ms, through ww {behind:.3} ms, added {:.3} ms",
        behind - bare
    );
    drop(child.stdin.take());
    child.wait().unwrap();
}

/// Answers requests of one connection, on a thread of its own: the same small JSON each time.
fn answer(tcp: TcpStream, config: &Arc<ServerConfig>) {
    let mut tls = StreamOwned::new(ServerConnection::new(Arc::clone(config)).unwrap(), tcp);
    std::thread::spawn(move || {
        tls.sock.set_nodelay(true).unwrap();
        while read_request(&mut tls) {
            tls.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
            )
            .unwrap();
            tls.flush().unwrap();
        }
    });
}

/// Reads one request; `false` at the end of the connection.
fn read_request(stream: &mut impl Read) -> bool {
    let head = read_head(stream);
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    !head.is_empty() && stream.read_exact(&mut body).is_ok()
}

/// Reads up to the blank line after a head, in lower case.
fn read_head(stream: &mut impl Read) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && matches!(stream.read(&mut byte), Ok(1)) {
        head.extend_from_slice(&byte);
    }
    String::from_utf8(head).unwrap().to_ascii_lowercase()
}

fn client(tcp: TcpStream, roots_file: &Path) -> StreamOwned<ClientConnection, TcpStream> {
    tcp.set_nodelay(true).unwrap();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(CertificateDer::pem_file_iter(roots_file).unwrap().map(Result::unwrap));
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let name = ServerName::try_from(HOST).unwrap();
    StreamOwned::new(ClientConnection::new(Arc::new(config), name).unwrap(), tcp)
}

fn exchange(tls: &mut StreamOwned<ClientConnection, TcpStream>) -> Duration {
    let body = r#"{"model":"m","messages":[{"role":"user","content":"hello"}]}"#;
    let since = Instant::now();
    let head = format!(
        "POST /v1/messages HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/json\r\ncontent-length: {}",
        body.len()
    );
    tls.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).unwrap();
    tls.flush().unwrap();
    assert!(read_request(tls));
    since.elapsed()
}
