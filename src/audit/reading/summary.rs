//! Owns what a session comes to: counts by TYPE, and the coverage, which is what was not inspected. It must not judge.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::said::{Ended, Hit, Line, Passed, Restored, Said, Start, TypeCount};

/// What the lines of a session come to. The bytes of its JSON are the same for the same lines.
#[derive(Clone, Default, Debug, Serialize)]
pub struct Summary {
    /// Under which rules; `None` when there is no first line.
    pub start: Option<Start>,
    /// When the first line was written.
    pub began: Option<String>,
    /// When the last line was written.
    pub last: Option<String>,
    /// How the child ended; `None` when the session has no end.
    pub ended: Option<Ended>,
    /// Lines that were read.
    pub lines: u64,
    /// Lines that are not as a line must be written, and were passed over.
    pub unreadable: u64,
    /// Requests that went upstream.
    pub requests: u64,
    /// Messages of WebSockets, both ways.
    pub messages: u64,
    /// Requests and messages that were refused.
    pub refused: u64,
    /// Different secrets that became placeholders, by TYPE.
    pub secrets: Vec<TypeCount>,
    /// How often a secret became a placeholder.
    pub replaced: u64,
    /// How often a placeholder became a secret again.
    pub restored: u64,
    /// How often the rules or the known values changed.
    pub policy_changes: u64,
    /// Warnings.
    pub warnings: u64,
    /// Processes of the child's that outlived it.
    pub left_running: Vec<String>,
    /// What was not inspected.
    pub coverage: Coverage,
}

/// What was not inspected.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct Coverage {
    /// The tier of the cage: what kept the child from going round.
    pub confinement: String,
    /// Hosts whose bytes passed unread, in the order of their names.
    pub tunnelled: Vec<Tunnelled>,
    /// Bytes in requests that could not be read as text.
    pub opaque: u64,
    /// Findings in places that must not change, left as they were.
    pub exempt: u64,
    /// Texts like a placeholder that were left as they were.
    pub unresolved: u64,
}

/// A host whose bytes passed unread.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Tunnelled {
    /// The host and its port.
    pub host: String,
    /// Tunnels that closed.
    pub tunnels: u64,
    /// Bytes from the client.
    pub up: u64,
    /// Bytes to the client.
    pub down: u64,
}

/// Adds up lines.
#[derive(Default)]
pub struct Adding {
    sum: Summary,
    seen: HashSet<String>,
    secrets: BTreeMap<String, u64>,
    tunnelled: BTreeMap<String, Tunnelled>,
}

impl Adding {
    /// One more line; `None` for one that could not be read.
    pub fn line(&mut self, line: Option<&Line>) {
        let Some(Line { ts, said, .. }) = line else { return self.sum.unreadable += 1 };
        self.sum.lines += 1;
        self.sum.began.get_or_insert_with(|| ts.clone());
        self.sum.last = Some(ts.clone());
        match said {
            Said::SessionStart(start) => {
                self.sum.coverage.confinement.clone_from(&start.confinement);
                self.sum.start = Some(start.clone());
            }
            Said::Request(request) => {
                self.sum.requests += 1;
                self.passed(request);
                self.sum.replaced = self.sum.replaced.saturating_add(request.unlisted);
            }
            Said::Message(message) => {
                self.sum.messages += 1;
                self.passed(message);
                let unlisted =
                    if message.direction == "up" { &mut self.sum.replaced } else { &mut self.sum.restored };
                *unlisted = unlisted.saturating_add(message.unlisted);
            }
            Said::Response(response) => {
                self.restored(&response.restored, response.unresolved);
                self.sum.restored = self.sum.restored.saturating_add(response.unlisted);
            }
            Said::Tunnel { host, port, up, down } => self.tunnel(format!("{host}:{port}"), *up, *down),
            Said::Refused { .. } => self.sum.refused += 1,
            Said::PolicyChange { .. } => self.sum.policy_changes += 1,
            Said::Warning { .. } => self.sum.warnings += 1,
            Said::SessionEnd { ended, left_running, .. } => {
                self.sum.ended = Some(ended.clone());
                self.sum.left_running.clone_from(left_running);
            }
            Said::Kill { .. } | Said::Checkpoint {} | Said::Later => {}
        }
    }

    fn passed(&mut self, passed: &Passed) {
        for Hit { kind, id, count, .. } in &passed.hits {
            if self.seen.insert(id.clone()) {
                *self.secrets.entry(kind.clone()).or_default() += 1;
            }
            self.sum.replaced = self.sum.replaced.saturating_add(*count);
        }
        self.restored(&passed.restored, passed.unresolved);
        let coverage = &mut self.sum.coverage;
        coverage.opaque = coverage.opaque.saturating_add(passed.opaque);
        coverage.exempt = coverage.exempt.saturating_add(passed.exempt);
    }

    fn restored(&mut self, restored: &[Restored], unresolved: u64) {
        let counts = restored.iter().map(|restored| restored.count);
        self.sum.restored = counts.fold(self.sum.restored, u64::saturating_add);
        self.sum.coverage.unresolved = self.sum.coverage.unresolved.saturating_add(unresolved);
    }

    fn tunnel(&mut self, host: String, up: u64, down: u64) {
        let new = Tunnelled { host: host.clone(), tunnels: 0, up: 0, down: 0 };
        let row = self.tunnelled.entry(host).or_insert(new);
        row.tunnels += 1;
        (row.up, row.down) = (row.up.saturating_add(up), row.down.saturating_add(down));
    }

    /// What it comes to.
    #[must_use]
    pub fn finish(self) -> Summary {
        let mut sum = self.sum;
        sum.secrets = self.secrets.into_iter().map(|(kind, count)| TypeCount { kind, count }).collect();
        sum.coverage.tunnelled = self.tunnelled.into_values().collect();
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_comes_to_what_its_last_line_says() {
        let example = include_str!("../fixtures/example/2026-11-22T15-44-01Z-k3f9q2.jsonl");
        let mut adding = Adding::default();
        example.lines().for_each(|line| adding.line(Line::read(line.as_bytes()).as_ref()));
        adding.line(None);
        let sum = adding.finish();
        assert_eq!((sum.lines, sum.requests, sum.refused, sum.restored, sum.unreadable), (8, 1, 1, 2, 1));
        assert_eq!(sum.secrets, [TypeCount { kind: "GITHUB_TOKEN".to_owned(), count: 1 }]);
        let tunnel = Tunnelled { host: "example.com:443".to_owned(), tunnels: 1, up: 517, down: 4711 };
        assert_eq!(sum.coverage.tunnelled, [tunnel]);
        assert_eq!((sum.coverage.confinement.as_str(), sum.ended.unwrap().code), ("env", Some(0)));
        assert_eq!(sum.began.unwrap(), "2026-11-22T15:44:01.123Z");
    }
}
