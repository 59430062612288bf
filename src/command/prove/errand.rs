//! Owns what the proof and its agent say to each other over the agent's stdin and stdout, one JSON object per line. It
//! must not judge.

use serde::{Deserialize, Serialize};

/// A request that the agent is to send.
#[derive(Serialize, Deserialize)]
pub struct Errand {
    /// The number of the case.
    pub case: usize,
    /// Where to.
    pub host: String,
    /// Where to.
    pub port: u16,
    /// Whether over HTTP/2.
    pub h2: bool,
    /// Path and query.
    pub target: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// In base64, coded as it is to be sent.
    pub body: String,
}

/// What became of it.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    /// The number of the case.
    pub case: usize,
    /// What came back, or why nothing did.
    pub reply: Result<Reply, String>,
}

/// What came back.
#[derive(Clone, Serialize, Deserialize)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Whether over HTTP/2.
    pub h2: bool,
    /// The content coding; empty for none.
    pub coding: String,
    /// In base64, as it came.
    pub body: String,
}
