//! Owns the small log that tests are made of.

use std::path::Path;
use std::sync::Arc;

use super::entry::{
    Direction, Ended, Entry, FileDigest, Hit, Message, Overrides, Refused, Request, Response, ResponseEnd,
    Restored, SessionEnd, SessionStart, SourceCount, Tunnel, Warning,
};
use super::{Clock, Digest, Log, LogText, SessionId, StateDir, Timestamp};
use crate::engine::placeholder::{PlaceholderId, SecretType};

/// 2026-11-22T15:44:01.123Z.
pub(crate) const BEGIN: u64 = 1_795_362_241_123;

/// A clock that stands at [`BEGIN`].
pub(crate) fn stopped_clock() -> Clock {
    Arc::new(|| Timestamp::from_millis(BEGIN))
}

/// A session that has begun, in a directory whose key is made of sevens.
pub(crate) fn open(state: &StateDir, id: &str) -> Log {
    Log::open(state, SessionId::parse(id).unwrap(), start(), stopped_clock()).unwrap()
}

/// A state directory whose signing key is made of sevens.
pub(crate) fn state(root: &Path) -> StateDir {
    super::state::tests::state_with_key(root, 7)
}

/// Records without a runtime of the caller's.
pub(crate) fn record(log: &Log, entry: Entry) -> Result<(), super::AuditError> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(log.record(entry))
}

pub(crate) fn start() -> SessionStart {
    SessionStart {
        version: LogText::new("0.1.0"),
        policy: Digest::of(b"the policy"),
        scope: vec![LogText::new("anthropic.com"), LogText::new("*.anthropic.com")],
        command: LogText::new("claude"),
        profile: Some(LogText::new("work")),
        profile_files: vec![FileDigest {
            path: LogText::new(".ww.toml"),
            sha256: Digest::of(b"the profile"),
        }],
        known: vec![SourceCount { source: LogText::new("environment"), count: 2 }],
        confinement: LogText::new("env"),
        overrides: Overrides { connect_to: Vec::new(), extra_roots: 0 },
    }
}

pub(crate) fn end() -> SessionEnd {
    SessionEnd { ended: Ended::Exit(0), left_running: Vec::new() }
}

/// A hit of the secret with that number.
pub(crate) fn hit(secret: u64) -> Hit {
    let path = LogText::new("messages[0].content[0].text");
    Hit { kind: SecretType::new("GITHUB_TOKEN").unwrap(), id: id(secret), path, count: 1 }
}

fn id(secret: u64) -> PlaceholderId {
    PlaceholderId::parse(format!("{secret:016x}").as_bytes()).unwrap()
}

pub(crate) fn request(hits: Vec<Hit>) -> Entry {
    Entry::Request(Request {
        exchange: 0,
        host: LogText::new("api.anthropic.com"),
        method: LogText::new("POST"),
        path: LogText::path("/v1/messages?beta=true"),
        bytes_in: 4096,
        bytes_out: 4088,
        strings: 31,
        cached: 29,
        hits,
        unlisted: 0,
        exempt: 0,
        opaque: 0,
    })
}

pub(crate) fn response() -> Entry {
    Entry::Response(Response {
        exchange: 0,
        status: 200,
        bytes: 1024,
        restored: vec![Restored { kind: SecretType::new("GITHUB_TOKEN").unwrap(), id: id(10), count: 2 }],
        unlisted: 0,
        respelled: 0,
        unresolved: 0,
        ended: ResponseEnd::Complete,
    })
}

/// A message to the provider with these hits, in which so many other secrets were restored.
pub(crate) fn message(hits: Vec<Hit>, restored: u64) -> Entry {
    let kind = || SecretType::new("GITHUB_TOKEN").unwrap();
    Entry::Message(Message {
        exchange: 0,
        direction: Direction::Up,
        bytes_in: 4096,
        bytes_out: 4088,
        strings: 31,
        cached: 0,
        hits,
        restored: (0..restored).map(|secret| Restored { kind: kind(), id: id(secret), count: 2 }).collect(),
        unlisted: 0,
        respelled: 0,
        unresolved: 0,
        exempt: 0,
        opaque: 0,
    })
}

pub(crate) fn refused(reason: &str) -> Entry {
    Entry::Refused(Refused {
        exchange: None,
        host: LogText::new("api.anthropic.com"),
        reason: LogText::new(reason),
    })
}

pub(crate) fn tunnel() -> Entry {
    Entry::Tunnel(Tunnel { host: LogText::new("example.com"), port: 443, up: 517, down: 4711 })
}

pub(crate) fn warning(text: &str) -> Entry {
    Entry::Warning(Warning { text: LogText::new(text) })
}
