//! Owns what can be recorded: one struct per kind of entry, its fields in the order in which they are written. It must
//! not hold anything that could be a secret: foreign text is [`LogText`], a secret is its TYPE and its id.

use std::fmt::Display;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::chain::Digest;
use super::session::SessionId;
use super::text::LogText;
use crate::engine::placeholder::{PlaceholderId, SecretType};

/// What the proxy records while a session runs.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Entry {
    /// Before the first byte of it goes upstream.
    Request(Request),
    /// Before the last byte of it reaches the client.
    Response(Response),
    /// Before the first byte of it goes on.
    Message(Message),
    /// Instead of a request or message that was not forwarded.
    Refused(Refused),
    /// When a tunnel closes.
    Tunnel(Tunnel),
    /// When what is looked for changes in mid-session.
    PolicyChange(PolicyChange),
    /// Something that a reviewer should know.
    Warning(Warning),
}

/// How a session began and under which rules.
#[derive(Clone, Debug, Serialize)]
pub struct SessionStart {
    /// The version of `ww`.
    pub version: LogText,
    /// The digest of the rules and settings in force.
    pub policy: Digest,
    /// The host patterns in scope.
    pub scope: Vec<LogText>,
    /// The base name of the command.
    pub command: LogText,
    /// The profile in force.
    pub profile: Option<LogText>,
    /// The files that the settings came from.
    pub profile_files: Vec<FileDigest>,
    /// How many known values there are, by where they came from.
    pub known: Vec<SourceCount>,
    /// The tier of the cage: `namespace`, `landlock` or `env`.
    pub confinement: LogText,
    /// What was told to differ from the world as it is.
    pub overrides: Overrides,
}

/// A file and what was in it.
#[derive(Clone, Debug, Serialize)]
pub struct FileDigest {
    /// Its path.
    pub path: LogText,
    /// The digest of its bytes.
    pub sha256: Digest,
}

/// A number of known values.
#[derive(Clone, Debug, Serialize)]
pub struct SourceCount {
    /// Where they came from.
    pub source: LogText,
    /// How many.
    pub count: u64,
}

/// Overrides that make the proxy see another world.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Overrides {
    /// `--connect-to` rows.
    pub connect_to: Vec<LogText>,
    /// Certificates trusted besides the system's.
    pub extra_roots: u64,
}

/// A request that goes upstream.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    /// The exchange's number in the session.
    pub exchange: u64,
    /// The host it goes to.
    pub host: LogText,
    /// Its method.
    pub method: LogText,
    /// Its path without the query: [`LogText::path`], after secrets in it were replaced.
    pub path: LogText,
    /// Bytes of the body as the client sent it.
    pub bytes_in: u64,
    /// Bytes of the body as it goes out.
    pub bytes_out: u64,
    /// Strings read.
    pub strings: u64,
    /// How many of them were served from the cache.
    pub cached: u64,
    /// Secrets replaced. The log lists a secret's hits in the first request of the session that has it, at most
    /// [`MAX_LISTED`] in one line; the counts of all others it moves to `unlisted`.
    pub hits: Vec<Hit>,
    /// Secrets replaced that are not in `hits`; 0 from a caller who gives all of them.
    pub unlisted: u64,
    /// Coverage: findings in exempt places, left as they were.
    pub exempt: u64,
    /// Coverage: bytes of parts that could not be read as text.
    pub opaque: u64,
}

/// Most hits, or restored placeholders, listed in one line.
pub const MAX_LISTED: usize = 256;

/// One secret in one place of a request.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// Its TYPE.
    #[serde(rename = "type", serialize_with = "shown")]
    pub kind: SecretType,
    /// Its id.
    #[serde(serialize_with = "shown")]
    pub id: PlaceholderId,
    /// The place, for example `messages[3].content[0].text`, after secrets in member names were replaced.
    pub path: LogText,
    /// How often it stood there.
    pub count: u64,
}

/// A response that reached the client.
#[derive(Clone, Debug, Serialize)]
pub struct Response {
    /// The exchange's number in the session.
    pub exchange: u64,
    /// The status upstream gave.
    pub status: u16,
    /// Bytes of the body as upstream sent it.
    pub bytes: u64,
    /// Placeholders that became secrets again; the log lists at most [`MAX_LISTED`].
    pub restored: Vec<Restored>,
    /// Placeholders restored that are not in `restored`; 0 from a caller who gives all of them.
    pub unlisted: u64,
    /// How many of the restored, listed or not, were spelled otherwise than they were issued.
    pub respelled: u64,
    /// Texts that looked like a placeholder of ours and were left as they were.
    pub unresolved: u64,
    /// How it ended.
    pub ended: ResponseEnd,
}

/// One placeholder that became a secret again.
#[derive(Clone, Debug, Serialize)]
pub struct Restored {
    /// Its TYPE.
    #[serde(rename = "type", serialize_with = "shown")]
    pub kind: SecretType,
    /// Its id.
    #[serde(serialize_with = "shown")]
    pub id: PlaceholderId,
    /// How often.
    pub count: u64,
}

/// How a response ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ResponseEnd {
    /// As upstream ended it.
    Complete,
    /// Upstream broke off.
    Broken,
    /// The client went away.
    ClientGone,
}

/// One message of a WebSocket, or its close frame when that gives a reason. What one direction does not have is 0 or
/// empty.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// The number of the exchange that opened the WebSocket.
    pub exchange: u64,
    /// Where it goes.
    pub direction: Direction,
    /// Bytes of the payload as it came, fragments joined and compression off.
    pub bytes_in: u64,
    /// Bytes of the payload as it goes on.
    pub bytes_out: u64,
    /// Strings read.
    pub strings: u64,
    /// How many of them were served from the cache.
    pub cached: u64,
    /// Secrets replaced, as in [`Request::hits`].
    pub hits: Vec<Hit>,
    /// Placeholders that became secrets again; the log lists at most [`MAX_LISTED`].
    pub restored: Vec<Restored>,
    /// Secrets replaced or restored that are in neither list; 0 from a caller who gives all of them.
    pub unlisted: u64,
    /// How many of the restored were not spelled exactly.
    pub respelled: u64,
    /// Texts that looked like a placeholder of ours and were left as they were.
    pub unresolved: u64,
    /// Coverage: findings in exempt places, left as they were.
    pub exempt: u64,
    /// Coverage: bytes of parts that could not be read as text.
    pub opaque: u64,
}

/// Where a message goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To the provider.
    Up,
    /// To the client.
    Down,
}

/// A request that was not forwarded, or a message that ended its WebSocket.
#[derive(Clone, Debug, Serialize)]
pub struct Refused {
    /// The exchange's number, if it got so far.
    pub exchange: Option<u64>,
    /// The host it was for.
    pub host: LogText,
    /// Why.
    pub reason: LogText,
}

/// Bytes that were not inspected.
#[derive(Clone, Debug, Serialize)]
pub struct Tunnel {
    /// The host they went to and came from.
    pub host: LogText,
    /// Its port.
    pub port: u16,
    /// Bytes from the client.
    pub up: u64,
    /// Bytes to the client.
    pub down: u64,
}

/// What is looked for has changed.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyChange {
    /// The digest of the rules and settings in force from here on.
    pub policy: Digest,
    /// What has changed.
    pub text: LogText,
}

/// Something that a reviewer should know.
#[derive(Clone, Debug, Serialize)]
pub struct Warning {
    /// What.
    pub text: LogText,
}

/// How a session ended; the log adds the totals.
#[derive(Clone, Debug)]
pub struct SessionEnd {
    /// How the child ended.
    pub ended: Ended,
    /// Processes of the child's that outlived it; the log lists at most [`MAX_LISTED`].
    pub left_running: Vec<LogText>,
}

/// How the child ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// It exited with that status.
    Exit(u8),
    /// That signal ended it.
    Signal(u8),
    /// There was none: something failed before.
    NotStarted,
}

impl Serialize for Ended {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (how, code) = match *self {
            Self::Exit(status) => ("exit", Some(status)),
            Self::Signal(number) => ("signal", Some(number)),
            Self::NotStarted => ("not_started", None),
        };
        // Both members always: a kind has one shape.
        let mut members = serializer.serialize_struct("Ended", 2)?;
        members.serialize_field("how", how)?;
        members.serialize_field("code", &code)?;
        members.end()
    }
}

/// What was recorded in a session.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct Totals {
    /// Requests that went upstream.
    pub requests: u64,
    /// Requests that were refused.
    pub refused: u64,
    /// Tunnels that closed.
    pub tunnels: u64,
    /// Different secrets listed in requests, by TYPE, in the order of their names.
    pub secrets: Vec<TypeCount>,
}

/// A number of different secrets of one TYPE.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TypeCount {
    /// The TYPE.
    #[serde(rename = "type", serialize_with = "shown")]
    pub kind: SecretType,
    /// How many.
    pub count: u64,
}

/// A line of a session file: an entry, or what only the log itself may write.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Body<'a> {
    Start {
        session: SessionId,
        #[serde(flatten)]
        start: &'a SessionStart,
    },
    Entry(&'a Entry),
    End {
        ended: Ended,
        totals: &'a Totals,
        left_running: &'a [LogText],
    },
    Checkpoint {
        sig: String,
    },
}

impl Body<'_> {
    /// The kind that the line is marked with.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Start { .. } => "session_start",
            Self::Entry(Entry::Request(_)) => "request",
            Self::Entry(Entry::Response(_)) => "response",
            Self::Entry(Entry::Message(_)) => "message",
            Self::Entry(Entry::Refused(_)) => "refused",
            Self::Entry(Entry::Tunnel(_)) => "tunnel",
            Self::Entry(Entry::PolicyChange(_)) => "policy_change",
            Self::Entry(Entry::Warning(_)) => "warning",
            Self::End { .. } => "session_end",
            Self::Checkpoint { .. } => "checkpoint",
        }
    }
}

fn shown<S: Serializer>(value: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
