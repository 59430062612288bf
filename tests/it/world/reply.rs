//! Owns what a scripted provider answers, down to the boundaries of its writes.

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::sync::Semaphore;

use super::encoded;

/// Something that stays closed until a test opens it.
#[derive(Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A closed gate.
    pub fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Lets one pass.
    pub fn open(&self) {
        self.0.add_permits(1);
    }

    /// Waits until it is opened.
    pub async fn pass(&self) {
        self.0.acquire().await.unwrap().forget();
    }
}

/// One step of a body.
#[derive(Clone)]
pub enum Step {
    /// One write of these bytes.
    Write(Vec<u8>),
    /// Nothing until the gate opens.
    Wait(Gate),
}

/// How a body ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// As it should.
    Whole,
    /// With a reset of the connection.
    Reset,
    /// With the connection closed in good order, but before the body's end.
    Missing,
}

/// How the length of a body is told over HTTP/1.1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Framing {
    /// `content-length`.
    Length,
    /// `transfer-encoding: chunked`, one chunk for each write.
    Chunked,
    /// By the end of the connection.
    Close,
}

/// One answer.
#[derive(Clone)]
pub struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) steps: VecDeque<Step>,
    pub(super) framing: Framing,
    pub(super) ending: Ending,
    pub(super) trailers: Vec<(String, String)>,
    pub(super) hang_up: bool,
    /// Heads that go before that of the answer.
    pub(super) hints: String,
    pub(super) when_gone: Option<Gate>,
}

impl Reply {
    /// An answer with a `content-length`.
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers =
            if media_type.is_empty() { vec![] } else { vec![("content-type".into(), media_type.into())] };
        let steps = [Step::Write(body.into())].into();
        let (framing, ending, trailers) = (Framing::Length, Ending::Whole, Vec::new());
        let hints = String::new();
        Self { status, headers, steps, framing, ending, trailers, hang_up: false, hints, when_gone: None }
    }

    /// A JSON document.
    pub fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, "application/json", body)
    }

    /// A chunked event stream.
    pub fn sse(body: impl Into<Vec<u8>>) -> Self {
        Self { framing: Framing::Chunked, ..Self::new(200, "text/event-stream; charset=utf-8", body) }
    }

    /// One more header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// After a hint of this status, with one header.
    pub fn after(mut self, status: u16, header: &str) -> Self {
        self.hints += &format!("HTTP/1.1 {status} Hint\r\n{header}\r\n\r\n");
        self
    }

    /// Told by chunks.
    pub fn chunked(self) -> Self {
        Self { framing: Framing::Chunked, ..self }
    }

    /// Told by the end of the connection.
    pub fn until_close(self) -> Self {
        Self { framing: Framing::Close, ..self }
    }

    /// Ends like that.
    pub fn ending(self, ending: Ending) -> Self {
        Self { ending, ..self }
    }

    /// One trailer.
    pub fn trailer(mut self, name: &str, value: &str) -> Self {
        self.trailers.push((name.into(), value.into()));
        self.header("trailer", name)
    }

    /// The body in writes of so many bytes.
    pub fn cut(mut self, size: usize) -> Self {
        self.steps = self.body().chunks(size).map(|piece| Step::Write(piece.to_vec())).collect();
        self
    }

    /// No answer at all: the connection ends.
    pub fn hang_up(self) -> Self {
        Self { hang_up: true, ..self }
    }

    /// After the first write, waits for the other side to go away and opens the gate.
    pub fn when_gone(self, gate: &Gate) -> Self {
        Self { when_gone: Some(gate.clone()), ..self }
    }

    /// The body under a content coding.
    pub fn coded(mut self, coding: &str) -> Self {
        self.steps = [Step::Write(encoded(coding, &self.body()))].into();
        self.header("content-encoding", coding)
    }

    /// These writes, the gate before each but the first.
    pub fn gated(mut self, gate: &Gate, pieces: impl IntoIterator<Item = Vec<u8>>) -> Self {
        self.steps.clear();
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                self.steps.push_back(Step::Wait(gate.clone()));
            }
            self.steps.push_back(Step::Write(piece));
        }
        self
    }

    /// The gate before the end.
    pub fn then_wait(mut self, gate: &Gate) -> Self {
        self.steps.push_back(Step::Wait(gate.clone()));
        self
    }

    pub(super) fn body(&self) -> Vec<u8> {
        let bytes = |step: &Step| match step {
            Step::Write(bytes) => bytes.clone(),
            Step::Wait(_) => Vec::new(),
        };
        self.steps.iter().flat_map(bytes).collect()
    }
}
