//! Owns the note that tells a model what placeholders are: its text, and its place in a request of each dialect. It must
//! change no other byte, and must say the same in every request, so that the provider's prompt cache keeps.
//!
//! The note goes behind what the client itself says to the model: a prefix that the provider has cached with or without
//! the note stays the same, what must come first in a vendor's system text does, and a block of our own has no
//! `cache_control`, of which a request may have four. Where a client sends nothing of the kind, it goes in alone.

use std::ops::Range;

use memchr::memmem;

use super::json::{self, Kind, Visit};
use super::provider::Dialect;

/// The note. Nothing in it needs an escape in JSON, and its example is no placeholder.
pub const NOTE: &str = "Some values here read <pl:TYPE:ID>, where TYPE says what kind of secret it is and ID has 16 \
hexadecimal digits. Each such placeholder stands for a secret that is kept on the user's machine and that you never \
see. Copy a placeholder exactly as it stands, with its brackets. Never invent, shorten, complete, decode, mask or \
comment on one. In files that you write, in commands and in the input of tools it works as the real value does, \
because it is replaced by that value on the user's machine.";

/// What separates the note from the text before it, in JSON.
const GAP: &str = r"\n\n";

/// Text around the note.
type Around = [&'static str; 2];

const STRING: Around = ["\"", "\""];
const TYPED_PART: Around = [r#"{"type":"text","text":""#, r#""}"#];
const PART: Around = [r#"{"text":""#, r#""}"#];
const PARTS: Around = [r#"{"parts":[{"text":""#, r#""}]}"#];
const PART_LIST: Around = [r#"[{"text":""#, r#""}]"#];

/// The place of the note in one kind of request.
struct Place {
    dialect: Dialect,
    /// How the path of the request ends.
    paths: &'static [&'static str],
    /// The member that only such a request has.
    needs: &'static str,
    /// A member beside which the API accepts no system text; empty for none.
    spoilt_by: &'static str,
    /// The object that takes the member, or the array that takes the message, when there is none.
    container: &'static str,
    /// What is put there.
    added: Around,
    /// The member.
    member: &'static str,
    /// Its value, when it is `null`.
    value: Around,
    /// The text or list of parts that takes the note, in the member.
    target: &'static str,
    /// That, and what is in it.
    within: &'static str,
    /// A part of such a list; empty when it takes none.
    part: Around,
    /// Who must speak in the first message for it to be the one; empty for whoever.
    roles: &'static [&'static str],
}

/// The public Messages API; Bedrock and Vertex take the same body under paths of their own.
const MESSAGES: Place = Place {
    dialect: Dialect::Anthropic,
    paths: &["/messages", "/messages/count_tokens"],
    needs: "messages",
    spoilt_by: "",
    container: "",
    added: [r#""system":""#, "\""],
    member: "system",
    value: STRING,
    target: "system",
    within: "system.**",
    part: TYPED_PART,
    roles: &[],
};

const GEMINI: Place = Place {
    dialect: Dialect::Gemini,
    // Not `countTokens`: it knows no system text at the place where the others have it.
    paths: &[":generateContent", ":streamGenerateContent"],
    needs: "contents",
    spoilt_by: "cachedContent",
    container: "",
    added: [r#""systemInstruction":{"parts":[{"text":""#, r#""}]}"#],
    member: "systemInstruction",
    value: PARTS,
    target: "systemInstruction.parts",
    within: "systemInstruction.parts.**",
    part: PART,
    roles: &[],
};

/// Of several with the same path the first whose `needs` is there.
static PLACES: [Place; 9] = [
    MESSAGES,
    Place {
        dialect: Dialect::Bedrock,
        paths: &["/invoke", "/invoke-with-response-stream"],
        needs: "anthropic_version",
        ..MESSAGES
    },
    Place {
        dialect: Dialect::Gemini,
        paths: &[":rawPredict", ":streamRawPredict"],
        needs: "anthropic_version",
        ..MESSAGES
    },
    Place {
        dialect: Dialect::OpenAiChat,
        paths: &["/chat/completions"],
        container: "messages",
        added: [r#"{"role":"system","content":""#, r#""}"#],
        member: "messages[].content",
        target: "messages[].content",
        within: "messages[].content.**",
        roles: &["system", "developer"],
        ..MESSAGES
    },
    Place {
        dialect: Dialect::OpenAiResponses,
        paths: &["/responses", "/responses/input_tokens"],
        needs: "input",
        added: [r#""instructions":""#, "\""],
        member: "instructions",
        target: "instructions",
        within: "instructions.**",
        part: ["", ""],
        ..MESSAGES
    },
    Place {
        needs: "system_instruction",
        spoilt_by: "cached_content",
        member: "system_instruction",
        target: "system_instruction.parts",
        within: "system_instruction.parts.**",
        ..GEMINI
    },
    GEMINI,
    // Code Assist wraps the same request in an envelope.
    Place {
        needs: "request.contents",
        spoilt_by: "request.cachedContent",
        container: "request",
        member: "request.systemInstruction",
        target: "request.systemInstruction.parts",
        within: "request.systemInstruction.parts.**",
        ..GEMINI
    },
    Place {
        dialect: Dialect::Bedrock,
        paths: &["/converse", "/converse-stream"],
        added: [r#""system":[{"text":""#, r#""}]"#],
        value: PART_LIST,
        part: PART,
        ..MESSAGES
    },
];

/// A path below which the instructions are checked to be those of the client: the backend of ChatGPT answers 400,
/// "Instructions are not valid", to any other.
const CHECKED: &str = "/backend-api/";

/// The body with the note in it; `None` when it stays as it is: it is no request to a model, has the note already, or
/// has something unknown where the note would go. `path` is that of the request, with or without a query. Costs a pass
/// over the body.
#[must_use]
pub fn insert(body: &[u8], dialect: Dialect, path: &str) -> Option<Vec<u8>> {
    let path = path.split('?').next().unwrap_or(path).trim_end_matches('/');
    let takes =
        |place: &&Place| place.dialect == dialect && place.paths.iter().any(|end| path.ends_with(end));
    if path.contains(CHECKED) {
        return None;
    }
    let looked =
        |place: &'static Place| Some((place, Found::of(place, body).filter(|found| found.is_request)?));
    let (place, found) = PLACES.iter().filter(takes).find_map(looked)?;
    let (range, text) = found.splice(place, body)?;
    let (before, after) = (body.get(..range.start)?, body.get(range.end..)?);
    Some([before, text.as_bytes(), after].concat())
}

/// What there is at a place.
#[derive(Default)]
struct Found {
    is_request: bool,
    is_spoilt: bool,
    has_note: bool,
    /// Whether the first message is the one that takes it.
    has_role: bool,
    /// Right after the bracket that opens the container.
    container: Option<usize>,
    member: Option<Member>,
}

enum Member {
    /// A text; its last byte is before this one.
    Text(Range<usize>),
    Null(Range<usize>),
    /// A list, from bracket to bracket, both left out.
    List(Range<usize>),
    /// Something else.
    Other,
}

impl Found {
    fn of(place: &Place, body: &[u8]) -> Option<Self> {
        let mut found = Self::default();
        json::walk(body, &mut |visit| found.visit(place, &visit)).ok()?;
        Some(found)
    }

    fn visit(&mut self, place: &Place, visit: &Visit<'_, '_>) {
        let at = |pattern: &str| json::matches(pattern, visit.path);
        // A system message that comes later would move the note from one turn to the next.
        let is_first = visit.path.indexes().next().is_none_or(|index| index == 0);
        let is_first = place.roles.is_empty() || is_first;
        match visit.kind {
            Kind::Key => {
                self.is_request |= at(place.needs);
                self.is_spoilt |= !place.spoilt_by.is_empty() && at(place.spoilt_by);
                if at(place.member) && is_first {
                    self.member = Some(Member::Other);
                }
                return;
            }
            Kind::Open if at(place.container) && (visit.raw == b"{") == place.roles.is_empty() => {
                self.container = Some(visit.range().end);
            }
            Kind::String if is_first && at(place.within) => {
                self.has_note |= memmem::find(&json::unescape(visit.raw), NOTE.as_bytes()).is_some();
            }
            Kind::String if is_first && at("messages[].role") => {
                self.has_role |= place.roles.iter().any(|role| json::says(visit.raw, role));
            }
            _ => {}
        }
        let is_null = visit.kind == Kind::Scalar && visit.raw == b"null" && at(place.member);
        if is_first && (is_null || at(place.target)) {
            self.member = match (visit.kind, visit.raw, self.member.take()) {
                (Kind::String, ..) => Some(Member::Text(visit.range())),
                (Kind::Scalar, ..) if is_null => Some(Member::Null(visit.range())),
                (Kind::Open, b"[", _) => Some(Member::List(visit.range().end..visit.range().end)),
                (Kind::Close, b"]", Some(Member::List(list))) => Some(Member::List(list.start..visit.start)),
                _ => Some(Member::Other),
            };
        }
    }

    /// What to put where.
    fn splice(self, place: &Place, body: &[u8]) -> Option<(Range<usize>, String)> {
        let counts = place.roles.is_empty() || self.has_role;
        if self.is_spoilt || self.has_note && counts {
            return None;
        }
        let is_blank = |range: Range<usize>| body.get(range).is_none_or(|text| text.trim_ascii().is_empty());
        match self.member.filter(|_| counts) {
            None => {
                let start = self.container?;
                let rest = body.get(start..)?.trim_ascii_start();
                let comma = if matches!(rest.first(), Some(b'}' | b']')) { "" } else { "," };
                Some((start..start, wrapped(place.added) + comma))
            }
            Some(Member::Null(range)) => Some((range, wrapped(place.value))),
            Some(Member::Text(range)) => {
                let gap = if range.is_empty() { "" } else { GAP };
                Some((range.end..range.end, format!("{gap}{NOTE}")))
            }
            Some(Member::List(list)) if place.part != ["", ""] => {
                let comma = if is_blank(list.clone()) { "" } else { "," };
                Some((list.end..list.end, format!("{comma}{}", wrapped(place.part))))
            }
            Some(Member::List(_) | Member::Other) => None,
        }
    }
}

fn wrapped([before, after]: Around) -> String {
    format!("{before}{NOTE}{after}")
}

#[cfg(test)]
mod tests;
