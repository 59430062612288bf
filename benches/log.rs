//! What the log costs: recording an exchange while requests wait for it, and verifying a million entries.
//! `cargo bench --bench log`. Figures are in `docs/PERFORMANCE.md`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark fails by panicking and prints its result"
)]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use tokio::runtime::Runtime;
use waterwall::audit::entry::{
    Ended, Entry, Hit, Overrides, Request, Response, ResponseEnd, Restored, SessionEnd, SessionStart,
};
use waterwall::audit::time::system_clock;
use waterwall::audit::{Digest, Log, LogText, SessionId, StateDir};
use waterwall::engine::placeholder::{PlaceholderId, SecretType};

const EXCHANGES: u64 = 20_000;
const ENTRIES: u64 = 1_000_000;
const VERIFICATIONS: usize = 5;

fn main() {
    let runtime = Runtime::new().unwrap();
    append(&runtime);
    for sessions in [1, 10] {
        verify(&runtime, sessions);
    }
}

/// One exchange after the other, as it waits: its request, then its response.
fn append(runtime: &Runtime) {
    let scratch = tempfile::tempdir().unwrap();
    let log = open(scratch.path(), 0);
    let (mut entries, mut exchanges) = (Vec::new(), Vec::new());
    runtime.block_on(async {
        for exchange in 0..EXCHANGES {
            let since = Instant::now();
            log.record(request(exchange)).await.unwrap();
            entries.push(since.elapsed());
            log.record(response(exchange)).await.unwrap();
            exchanges.push(since.elapsed());
        }
    });
    close(&log);
    let [entry, exchange] = [&mut entries, &mut exchanges].map(|times| {
        times.sort_unstable();
        [50, 99].map(|share| times.get(times.len() * share / 100).unwrap().as_secs_f64() * 1e6)
    });
    println!(
        "append: an entry {:.1} us (median; bound 50), 99 in 100 within {:.1} us; an exchange, which has two, {:.1} us",
        entry[0], entry[1], exchange[0]
    );
}

/// `ww verify` on a log of that many sessions.
fn verify(runtime: &Runtime, sessions: u64) {
    let scratch = tempfile::tempdir().unwrap();
    for session in 0..sessions {
        let log = open(scratch.path(), session);
        runtime.block_on(async {
            for exchange in 0..ENTRIES / sessions / 2 {
                log.note(request(exchange));
                // Waiting for one entry in a few keeps the queue short.
                let response = response(exchange);
                if exchange % 32 == 0 { log.record(response).await.unwrap() } else { log.note(response) }
            }
        });
        close(&log);
    }
    let mut times: Vec<_> = (0..VERIFICATIONS).map(|_| verified(scratch.path())).collect();
    times.sort_unstable();
    println!(
        "verify: {ENTRIES} entries in {sessions} session(s), {} MB: {:.2} s (median; bound 3), at most {} MB (bound 50)",
        size(&scratch.path().join("waterwall/audit")) / 1_000_000,
        times.get(times.len() / 2).unwrap().as_secs_f64(),
        getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss() * 1024 / 1_000_000,
    );
}

fn verified(state: &Path) -> Duration {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ww"));
    command.arg("verify").env_clear().env("HOME", state).env("XDG_STATE_HOME", state).stdout(Stdio::null());
    let since = Instant::now();
    assert!(command.status().unwrap().success());
    since.elapsed()
}

fn size(directory: &Path) -> u64 {
    std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

fn open(scratch: &Path, session: u64) -> Log {
    let state = StateDir::open(&scratch.join("waterwall")).unwrap();
    let id = SessionId::parse(&format!("{session:06}")).unwrap();
    let start = SessionStart {
        version: LogText::new("0.1.0"),
        policy: Digest::of(b"the policy"),
        scope: vec![LogText::new("*.anthropic.com")],
        command: LogText::new("claude"),
        profile: None,
        profile_files: Vec::new(),
        known: Vec::new(),
        confinement: LogText::new("env"),
        overrides: Overrides { connect_to: Vec::new(), extra_roots: 0 },
    };
    Log::open(&state, id, start, system_clock()).unwrap()
}

fn close(log: &Log) {
    log.close(SessionEnd { ended: Ended::Exit(0), left_running: Vec::new() }).unwrap();
}

/// A request with one secret in it: another one in each hundredth.
fn request(exchange: u64) -> Entry {
    let id = PlaceholderId::parse(format!("{:016x}", exchange / 100).as_bytes()).unwrap();
    Entry::Request(Request {
        exchange,
        host: LogText::new("api.anthropic.com"),
        method: LogText::new("POST"),
        path: LogText::path("/v1/messages?beta=true"),
        bytes_in: 409_600,
        bytes_out: 409_592,
        strings: 311,
        cached: 309,
        hits: vec![Hit { kind: kind(), id, path: LogText::new("messages[30].content[0].text"), count: 1 }],
        unlisted: 0,
        exempt: 0,
        opaque: 0,
    })
}

fn response(exchange: u64) -> Entry {
    let id = PlaceholderId::parse(format!("{:016x}", exchange / 100).as_bytes()).unwrap();
    Entry::Response(Response {
        exchange,
        status: 200,
        bytes: 10_240,
        restored: vec![Restored { kind: kind(), id, count: 2 }],
        unlisted: 0,
        respelled: 0,
        unresolved: 0,
        ended: ResponseEnd::Complete,
    })
}

fn kind() -> SecretType {
    SecretType::new("GITHUB_TOKEN").unwrap()
}
