//! What streams and many requests cost the whole program, over real TLS on loopback: `cargo bench --bench load`, with
//! the seconds that the streams are to run as an argument (60 when there is none). Figures are in
//! `docs/PERFORMANCE.md`. Fails on an error, on events out of order and on a leak; times are only printed, with their
//! bounds beside them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking and prints its result"
)]

mod rig;

use std::path::Path;
use std::time::{Duration, Instant};

use http_body_util::BodyExt;
use hyper::body::Incoming;
use rig::{Client, Rig, ask, body, events, now};

/// Streams at once, and milliseconds between two events of each.
const STREAMS: usize = 200;
const PAUSE: u64 = 20;
/// Most memory that `ww` may have with all of them, in KiB.
const MAX_RESIDENT: usize = 120 << 10;
/// Requests after which nothing may be left, and what counts as nothing: KiB, descriptors.
const REQUESTS: usize = 10_000;
const MAX_LEFT: (usize, usize) = (2 << 10, 2);
/// Events of the one long stream.
const EVENTS: usize = 10_000;
/// Secrets that fill the vault, and how many a request has.
const SECRETS: usize = 100_000;
const SECRETS_AT_ONCE: usize = 5_000;

#[tokio::main]
async fn main() {
    let seconds = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(60);
    let scratch = tempfile::tempdir().unwrap();
    for h2 in [false, true] {
        println!("provider over HTTP/{}:", if h2 { "2" } else { "1.1" });
        one_stream(scratch.path(), h2).await;
        many_streams(scratch.path(), h2, seconds).await;
        many_requests(scratch.path(), h2).await;
    }
}

/// The value below which `share` of `values` lie.
fn quantile(values: &mut [u64], share: f64) -> f64 {
    values.sort_unstable();
    let at = (values.len() as f64 * share) as usize;
    values[at.min(values.len() - 1)] as f64
}

async fn one_stream(scratch: &Path, h2: bool) {
    let rig = Rig::start(scratch, h2).await;
    let (mut direct, mut behind) = (rig.client(false).await, rig.client(true).await);
    // Nothing is restored while the vault is empty.
    hide(&mut behind, 0, 1).await;
    deltas(&mut direct, "direct").await;
    deltas(&mut behind, "through ww, 1 secret in the vault").await;
    for kind in ["bulk", "single"] {
        let bare = speed(&mut direct, kind).await;
        let through = speed(&mut behind, kind).await;
        let bound = if kind == "bulk" { ", bound 60" } else { "" };
        println!("  {EVENTS} events, {kind}: direct {bare:.0} MB/s, through ww {through:.0} MB/s{bound}");
    }
    for first in (0..SECRETS).step_by(SECRETS_AT_ONCE) {
        hide(&mut behind, first, SECRETS_AT_ONCE).await;
    }
    deltas(&mut behind, "through ww, 100000 secrets in the vault").await;
    println!("  memory of ww with them: {} MiB", rig.memory("VmRSS") >> 10);
    rig.end();
}

/// Sends so many secrets, each of which becomes a placeholder.
async fn hide(client: &mut Client, first: usize, count: usize) {
    let answer = ask(client, "/tiny", body(first..first + count)).await.collect().await.unwrap();
    assert_eq!(answer.to_bytes(), count.to_string(), "secrets that were not found");
}

async fn drain(mut body: Incoming) -> usize {
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        length += frame.unwrap().into_data().unwrap().len();
    }
    length
}

/// How late the events of a stream are, and how far their gaps differ from those they were written in.
async fn deltas(client: &mut Client, name: &str) {
    let (mut first, mut later, mut gaps) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..40 {
        let arrived = arrivals(ask(client, "/paced/10/5", body(0..1)).await).await;
        first.push(arrived[0].1 - arrived[0].0);
        later.extend(arrived[1..].iter().map(|(written, read)| read - written));
        gaps.extend(arrived.windows(2).map(|pair| (pair[1].1 - pair[0].1).abs_diff(pair[1].0 - pair[0].0)));
    }
    let [first, later, gap] = [&mut first, &mut later, &mut gaps].map(|it| quantile(it, 0.5) / 1e6);
    println!(
        "  {name}: first delta {first:.3} ms late (bound 1), others {later:.3} ms, gaps off by {gap:.3} ms"
    );
}

/// When each event was written and read, in order.
async fn arrivals(mut body: Incoming) -> Vec<(u64, u64)> {
    let (mut arrived, mut held) = (Vec::new(), Vec::new());
    while let Some(frame) = body.frame().await {
        let read = now();
        held.extend_from_slice(&frame.unwrap().into_data().unwrap());
        let Some(end) = memchr::memmem::rfind(&held, b"\n\n") else { continue };
        let whole: Vec<u8> = held.drain(..end + 2).collect();
        for (number, written) in events(&whole) {
            assert_eq!(number, arrived.len(), "events out of order");
            arrived.push((written, read));
        }
    }
    arrived
}

async fn speed(client: &mut Client, kind: &str) -> f64 {
    let mut times = Vec::new();
    let mut length = 0;
    for _ in 0..15 {
        let body = ask(client, &format!("/{kind}/{EVENTS}"), body(0..1)).await;
        let since = Instant::now();
        length = drain(body).await;
        times.push(u64::try_from(since.elapsed().as_nanos()).unwrap());
    }
    length as f64 * 1e3 / quantile(&mut times, 0.5)
}

async fn many_streams(scratch: &Path, h2: bool, seconds: u64) {
    let rig = Rig::start(scratch, h2).await;
    let mut first = rig.client(true).await;
    hide(&mut first, 0, 1).await;
    let count = usize::try_from(seconds * 1000 / PAUSE).unwrap();
    let mut streams = tokio::task::JoinSet::new();
    for _ in 0..STREAMS {
        let mut client = rig.client(true).await;
        streams.spawn(async move {
            let path = format!("/paced/{count}/{PAUSE}");
            arrivals(ask(&mut client, &path, body(0..1)).await).await
        });
    }
    let (mut early, mut late) = (Vec::new(), Vec::new());
    let sixth = count / 6;
    while let Some(arrived) = streams.join_next().await {
        let arrived = arrived.unwrap();
        assert_eq!(arrived.len(), count, "events are missing");
        let lateness =
            |part: &[(u64, u64)]| part.iter().map(|(written, read)| read - written).collect::<Vec<_>>();
        early.extend(lateness(&arrived[..sixth]));
        late.extend(lateness(&arrived[count - sixth..]));
    }
    let resident = rig.memory("VmHWM");
    let [early_median, late_median] = [&mut early, &mut late].map(|it| quantile(it, 0.5) / 1e6);
    let [early_most, late_most] = [&mut early, &mut late].map(|it| quantile(it, 0.99) / 1e6);
    println!(
        "  {STREAMS} streams, an event each {PAUSE} ms, {seconds} s: late by {early_median:.2} ms ({early_most:.1} ms \
         for 1 in 100) in the first sixth, {late_median:.2} ms ({late_most:.1} ms) in the last; ww had at most {} MiB \
         (bound {})",
        resident >> 10,
        MAX_RESIDENT >> 10
    );
    assert!(resident < MAX_RESIDENT, "too much memory");
    rig.end();
}

async fn many_requests(scratch: &Path, h2: bool) {
    let rig = Rig::start(scratch, h2).await;
    let run = async |count: usize| {
        let mut client = rig.client(true).await;
        for number in 0..count {
            if number % 10 == 0 {
                client = rig.client(true).await;
            }
            hide(&mut client, 0, 20).await;
        }
    };
    run(REQUESTS / 10).await;
    settled().await;
    let (memory, descriptors) = (rig.memory("VmRSS"), rig.descriptors());
    let since = Instant::now();
    run(REQUESTS).await;
    let each = since.elapsed().as_secs_f64() * 1e3 / REQUESTS as f64;
    settled().await;
    let (left, open) = (rig.memory("VmRSS").saturating_sub(memory), rig.descriptors());
    println!(
        "  {REQUESTS} requests, {each:.2} ms each, a new connection for each tenth: memory {} -> {} KiB (bound +{}), \
         descriptors {descriptors} -> {open} (bound +{})",
        memory,
        memory + left,
        MAX_LEFT.0,
        MAX_LEFT.1
    );
    assert!(left <= MAX_LEFT.0 && open <= descriptors + MAX_LEFT.1, "a leak");
    rig.end();
}

/// Connections that the client has let go of are closed a moment later.
async fn settled() {
    tokio::time::sleep(Duration::from_millis(500)).await;
}
