//! Owns what a line of a session file says, as far as it is shown or counted. It must not take a line that is not in
//! the log's one spelling: so no text in here is longer than the log allows or holds what a terminal obeys.

#![expect(
    missing_docs,
    reason = "docs/AUDIT-LOG.md says what members mean, and a second telling could differ"
)]

use serde::{Deserialize, Serialize};

use super::super::canon;
use super::super::chain::Head;
use super::super::shape::SESSION;

/// A line of a session file.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// Lines before it.
    pub seq: u64,
    /// When it was written, as it stands there.
    pub ts: String,
    /// The head before it, as it stands there.
    pub prev: String,
    /// What it says.
    #[serde(flatten)]
    pub said: Said,
}

impl Line {
    /// Reads a line, given without its newline; `None` when it is not one.
    #[must_use]
    pub fn read(line: &[u8]) -> Option<Self> {
        canon::read(line, SESSION)?;
        serde_json::from_slice(line).ok()
    }

    /// The head before it.
    #[must_use]
    pub fn prev(&self) -> Option<Head> {
        Head::parse(&self.prev)
    }
}

/// What lines say, by kind; the members are those of `docs/AUDIT-LOG.md`.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Said {
    SessionStart(Start),
    Request(Passed),
    Response(Answered),
    Message(Passed),
    Refused {
        exchange: Option<u64>,
        host: String,
        reason: String,
    },
    Tunnel {
        host: String,
        port: u64,
        up: u64,
        down: u64,
    },
    Kill {
        on: bool,
        source: String,
        reason: String,
    },
    PolicyChange {
        policy: String,
        text: String,
    },
    Warning {
        text: String,
    },
    SessionEnd {
        ended: Ended,
        totals: Totals,
        left_running: Vec<String>,
    },
    Checkpoint {},
    #[serde(other)]
    Later,
}

/// `session_start`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Start {
    pub version: String,
    pub policy: String,
    pub scope: Vec<String>,
    pub command: String,
    pub profile: Option<String>,
    pub profile_files: Vec<ProfileFile>,
    pub known: Vec<Known>,
    pub confinement: String,
    pub overrides: Overrides,
}

/// One of `profile_files`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct ProfileFile {
    pub path: String,
    pub sha256: String,
}

/// One of `known`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Known {
    pub source: String,
    pub count: u64,
}

/// `overrides`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Overrides {
    pub connect_to: Vec<String>,
    pub extra_roots: u64,
}

/// `request` and `message`, which have most members in common; what one of them lacks is empty or 0.
#[derive(Clone, Debug, Deserialize)]
pub struct Passed {
    pub exchange: u64,
    #[serde(default)]
    pub host: String,
    #[serde(default)]
    pub method: String,
    #[serde(default)]
    pub path: String,
    #[serde(default)]
    pub direction: String,
    pub bytes_in: u64,
    pub bytes_out: u64,
    pub hits: Vec<Hit>,
    #[serde(default)]
    pub restored: Vec<Restored>,
    pub unlisted: u64,
    #[serde(default)]
    pub unresolved: u64,
    pub exempt: u64,
    pub opaque: u64,
}

/// `response`.
#[derive(Clone, Debug, Deserialize)]
pub struct Answered {
    pub exchange: u64,
    pub status: u64,
    pub bytes: u64,
    pub restored: Vec<Restored>,
    pub unlisted: u64,
    pub respelled: u64,
    pub unresolved: u64,
    pub ended: String,
}

/// One of `hits`.
#[derive(Clone, Debug, Deserialize)]
pub struct Hit {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
    pub path: String,
    pub count: u64,
}

/// One of `restored`.
#[derive(Clone, Debug, Deserialize)]
pub struct Restored {
    #[serde(rename = "type")]
    pub kind: String,
    pub id: String,
    pub count: u64,
}

/// `ended` of `session_end`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
pub struct Ended {
    pub how: String,
    pub code: Option<u64>,
}

/// `totals` of `session_end`.
#[derive(Clone, Debug, Deserialize)]
pub struct Totals {
    pub requests: u64,
    pub refused: u64,
    pub tunnels: u64,
    pub secrets: Vec<TypeCount>,
}

/// One of `secrets` in `totals`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, Serialize)]
pub struct TypeCount {
    #[serde(rename = "type")]
    pub kind: String,
    pub count: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = include_str!("../fixtures/example/2026-11-22T15-44-01Z-k3f9q2.jsonl");

    #[test]
    fn every_line_of_the_example_is_read() {
        let lines: Vec<_> = EXAMPLE.lines().map(|line| Line::read(line.as_bytes()).unwrap()).collect();
        assert!(matches!(&lines[0].said, Said::SessionStart(start) if start.command == "claude"));
        assert!(matches!(&lines[2].said, Said::Request(request) if request.hits[0].kind == "GITHUB_TOKEN"));
        assert!(matches!(&lines[6].said, Said::SessionEnd { ended, .. } if ended.code == Some(0)));
    }

    #[test]
    fn a_line_that_the_log_would_not_hold_is_none() {
        let good = EXAMPLE.lines().nth(5).unwrap();
        for (from, to) in [("not", "\u{1b}[2J"), ("not", "\u{202e}"), ("\"kind\":", "\"kind\": ")] {
            assert!(Line::read(good.replace(from, to).as_bytes()).is_none(), "{to}");
        }
        let long = good.replace("not", &"x".repeat(600));
        assert!(Line::read(long.as_bytes()).is_none());
    }

    #[test]
    fn a_kind_of_a_later_version_is_read_as_such() {
        let line =
            format!(r#"{{"v":1,"seq":7,"ts":"t","kind":"later","prev":"{}","x":[1]}}"#, "0".repeat(64));
        assert!(matches!(Line::read(line.as_bytes()).unwrap().said, Said::Later));
    }
}
