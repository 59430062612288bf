//! Owns how the two sides of a proof talk: one sheet per dialect with the request, the answers, and where in an answer
//! its text stands. It must not lean on the engine's own sheets: a fault there would hide itself.

use serde_json::Value;

/// What a probe begins with; no other text of a request does.
pub const MARK: &str = "Probe ✓ ";
/// The member of a tool's arguments in which the probe stands.
pub const COMMAND: &str = "command";

/// Where in a request a probe is planted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// What the person typed.
    User,
    /// What a tool gave back.
    ToolOutput,
    /// What the model said in an earlier turn.
    History,
    /// The system prompt.
    System,
    /// The arguments of an earlier tool call.
    Arguments,
    /// The name of an object member.
    Key,
}

impl Place {
    /// All of them, with their names for people.
    pub const ALL: [(Place, &'static str); 6] = [
        (Place::User, "user text"),
        (Place::ToolOutput, "tool output"),
        (Place::History, "history"),
        (Place::System, "system prompt"),
        (Place::Arguments, "tool arguments"),
        (Place::Key, "object key"),
    ];
}

/// How a streamed answer is cut.
#[derive(Clone, Copy, Debug)]
pub struct Cut {
    /// Characters per event.
    pub delta: usize,
    /// Bytes per write.
    pub write: usize,
    /// Whether `<` is spelled `\u003c`.
    pub escaped: bool,
}

/// One of the places in which an answer repeats the probe.
pub struct Copy {
    /// Only in events of this `type`; empty for all.
    pub event: &'static str,
    /// JSON pointer to the string; those of several events are joined.
    pub at: &'static str,
    /// Whether the joined text is JSON, the probe its [`COMMAND`].
    pub is_json: bool,
}

/// What goes into each place of a request.
pub type Fill<'a> = &'a dyn Fn(Place) -> String;

/// How one dialect is spoken.
pub struct Sheet {
    /// Its name.
    pub name: &'static str,
    /// A host that speaks it.
    pub host: &'static str,
    /// Path and query: of a whole answer, of a streamed one.
    pub targets: [&'static str; 2],
    /// The request; its second argument says whether the answer is to be streamed.
    pub request: fn(Fill<'_>, bool) -> Value,
    /// How often a string in the arguments of an earlier tool call is escaped.
    pub argument_depth: usize,
    /// A whole answer with this probe as text and in a tool's arguments.
    pub whole: fn(&str) -> Value,
    /// The events of a streamed answer: probe, arguments as JSON text, characters per event.
    pub events: fn(&str, &str, usize) -> Vec<Value>,
    /// What separates the lines of its streams.
    pub line_end: &'static str,
    /// What it sends after the last event.
    pub last: &'static str,
    /// Where the probe stands in a whole answer, and in a streamed one.
    pub copies: [&'static [Copy]; 2],
}

impl Sheet {
    /// An answer with `probe` in it, and its media type.
    #[must_use]
    pub fn answer(&self, probe: &str, streamed: bool, cut: Cut) -> (Vec<u8>, &'static str) {
        let spelled = |text: String| if cut.escaped { text.replace('<', "\\u003c") } else { text };
        if !streamed {
            return (spelled((self.whole)(probe).to_string()).into(), "application/json");
        }
        let arguments = spelled(arguments(probe));
        let mut out = String::new();
        for event in (self.events)(probe, &arguments, cut.delta) {
            if let Some(name) = event.get("type").and_then(Value::as_str) {
                out.push_str(&format!("event: {name}{}", self.line_end));
            }
            out.push_str(&format!("data: {}{1}{1}", spelled(event.to_string()), self.line_end));
        }
        out.push_str(self.last);
        (out.into_bytes(), "text/event-stream")
    }

    /// The copies of the probe in an answer, `None` for one that is missing or not to be read.
    #[must_use]
    pub fn copies(&self, answer: &[u8], streamed: bool) -> Vec<Option<String>> {
        let text = String::from_utf8_lossy(answer);
        let events = if streamed { events(&text) } else { serde_json::from_str(&text).into_iter().collect() };
        let [whole, in_events] = self.copies;
        let copies = if streamed { in_events } else { whole };
        copies.iter().map(|copy| copy.read(&events)).collect()
    }
}

impl Copy {
    fn read(&self, events: &[Value]) -> Option<String> {
        let applies =
            |event: &&Value| self.event.is_empty() || event.get("type").is_some_and(|it| it == self.event);
        let strings = events.iter().filter(applies).filter_map(|event| event.pointer(self.at)?.as_str());
        let mut strings = strings.peekable();
        strings.peek()?;
        let joined: String = strings.collect();
        if !self.is_json {
            return Some(joined);
        }
        let arguments: Value = serde_json::from_str(&joined).ok()?;
        Some(arguments.get(COMMAND)?.as_str()?.to_owned())
    }
}

/// The JSON in the data of every event.
fn events(stream: &str) -> Vec<Value> {
    let stream = stream.replace("\r\n", "\n");
    let data = |event: &str| {
        let lines = event.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim_start);
        lines.collect::<Vec<_>>().join("\n")
    };
    stream.split("\n\n").filter_map(|event| serde_json::from_str(&data(event)).ok()).collect()
}

/// The arguments of a tool call, as JSON text.
#[must_use]
pub fn arguments(probe: &str) -> String {
    serde_json::json!({ COMMAND: probe }).to_string()
}

/// A text in pieces of so many characters.
pub fn pieces(text: &str, characters: usize) -> impl Iterator<Item = String> {
    let all: Vec<char> = text.chars().collect();
    let pieces: Vec<String> = all.chunks(characters.max(1)).map(|piece| piece.iter().collect()).collect();
    pieces.into_iter()
}

/// The probe in a request body: a string or key that begins with [`MARK`], also inside JSON in a string.
#[must_use]
pub fn find_probe(body: &[u8]) -> Option<String> {
    search(&serde_json::from_slice(body).ok()?)
}

fn search(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.starts_with(MARK) => Some(text.clone()),
        Value::String(text) if text.starts_with('{') => search(&serde_json::from_str(text).ok()?),
        Value::Array(items) => items.iter().find_map(search),
        Value::Object(members) => {
            let keys = members.keys().find(|key| key.starts_with(MARK)).cloned();
            keys.or_else(|| members.values().find_map(search))
        }
        _ => None,
    }
}
