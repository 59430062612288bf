//! Owns the provider table: which hosts are in scope, which dialect they speak, and where in that dialect's JSON
//! things stand. It must not read bodies; it only says where to look.

mod anthropic;
mod bedrock;
mod cohere;
mod gemini;
mod generic;
mod ollama;
mod openai_chat;
mod openai_responses;
mod scope;

pub use scope::{BadPattern, Host, Scope};

use super::json::{self, Path};
use super::restore::Level;

/// The shape of a provider's API. It decides exemptions, stream channels and the form of a refusal; never what is
/// read, which is every string under every dialect.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Dialect {
    /// Anthropic Messages.
    Anthropic,
    /// OpenAI Chat Completions, and the many that copy it.
    OpenAiChat,
    /// OpenAI Responses.
    OpenAiResponses,
    /// Google Gemini `generateContent`.
    Gemini,
    /// AWS Bedrock runtime: `invoke*` and `converse*`.
    Bedrock,
    /// Cohere v1 and v2 chat.
    Cohere,
    /// Ollama, on an address that the user names.
    Ollama,
    /// An in-scope host whose API has no sheet of its own.
    Generic,
}

impl Dialect {
    /// Every dialect with its name on the command line and in the log.
    pub const NAMES: [(&'static str, Dialect); 8] = [
        ("anthropic", Dialect::Anthropic),
        ("openai-chat", Dialect::OpenAiChat),
        ("openai-responses", Dialect::OpenAiResponses),
        ("gemini", Dialect::Gemini),
        ("bedrock", Dialect::Bedrock),
        ("cohere", Dialect::Cohere),
        ("ollama", Dialect::Ollama),
        ("generic", Dialect::Generic),
    ];

    /// The dialect of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, dialect)| *dialect)
    }

    /// Its name on the command line and in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, dialect)| *dialect == self).map_or("generic", |(name, _)| name)
    }

    /// The dialect that a path gives away, whatever host it is asked of: a sign-in can move an API to a host that
    /// nobody listed.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let path = path.split('?').next().unwrap_or(path).trim_end_matches('/');
        let (head, last) = path.rsplit_once('/').unwrap_or(("", path));
        match last {
            "messages" | "count_tokens" => Some(Dialect::Anthropic),
            "responses" | "realtime" => Some(Dialect::OpenAiResponses),
            "completions" | "embeddings" => Some(Dialect::OpenAiChat),
            _ if last.ends_with("enerateContent") || last.ends_with(":countTokens") => Some(Dialect::Gemini),
            _ if head.ends_with("/responses") => Some(Dialect::OpenAiResponses),
            _ => None,
        }
    }

    /// Where things stand in this dialect.
    #[must_use]
    pub fn layout(self) -> &'static Layout {
        match self {
            Dialect::Anthropic => &anthropic::LAYOUT,
            Dialect::OpenAiChat => &openai_chat::LAYOUT,
            Dialect::OpenAiResponses => &openai_responses::LAYOUT,
            Dialect::Gemini => &gemini::LAYOUT,
            Dialect::Bedrock => &bedrock::LAYOUT,
            Dialect::Cohere => &cohere::LAYOUT,
            Dialect::Ollama => &ollama::LAYOUT,
            Dialect::Generic => &generic::LAYOUT,
        }
    }
}

/// Where things stand in a dialect's JSON. Paths are patterns of [`super::json::matches`].
#[derive(Debug)]
pub struct Layout {
    /// Places in which everything may stand as it may at the outermost: a batch's requests, a gateway's wrapping.
    pub envelopes: &'static [&'static str],
    /// Places of a request that stay as they are.
    pub exempt: &'static [Exemption],
    /// Strings that are themselves JSON text, in requests and replies.
    pub json_text: &'static [&'static str],
    /// Where text arrives in pieces.
    pub channels: &'static [Channel],
    /// What ends channels before the stream ends.
    pub stops: &'static [Stop],
    /// Places of a reply that are never restored: what the provider signed must go back as it came.
    pub kept: &'static [Kept],
    /// Tool calls of a reply. What stands in one is not restored when the provider runs it, or when the user says so
    /// of its name.
    pub calls: &'static [Call],
    /// The `type` of calls that the provider runs: nobody here sees their arguments first.
    pub hosted: &'static [&'static str],
}

/// A sheet with nothing on it.
const BLANK: Layout = Layout {
    envelopes: &[],
    exempt: &[],
    json_text: &[],
    channels: &[],
    stops: &[],
    kept: &[],
    calls: &[],
    hosted: &[],
};

impl Layout {
    /// Whether it says nothing of replies.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.channels.is_empty() && self.json_text.is_empty()
    }

    /// What tells whether a pattern of this sheet names this path.
    pub fn names<'p>(&self, path: &'p Path<'_>) -> impl Fn(&str) -> bool + use<'p> {
        let inside = self.envelopes.iter().find_map(|outer| json::leads(outer, path));
        move |pattern| {
            json::matches(pattern, path) || inside.is_some_and(|skip| json::matches_from(skip, pattern, path))
        }
    }
}

/// Why a place is exempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exempt {
    /// Written and signed or encrypted by the provider, which therefore has it. Free text.
    Signed,
    /// Opaque bytes in base64, possibly behind a `data:` header: media, signatures, encrypted content. Text that is
    /// not of that alphabet is read as any other.
    Opaque,
    /// Ids, references to ids, names and enumerations. A vendor's own key format is still replaced there, since no
    /// id looks like one; text with white space is read as any other.
    Name,
}

/// A condition on a member beside the one in question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// None.
    Always,
    /// The member has exactly this raw value.
    Is(&'static str, &'static str),
    /// The member is there and not empty.
    Filled(&'static str),
}

impl When {
    /// Whether the condition holds at `path`. Costs a pass over the object unless it is `Always`.
    #[must_use]
    pub fn holds(self, path: &Path<'_>) -> bool {
        match self {
            When::Always => true,
            When::Is(name, value) => path.sibling(name).is_some_and(|raw| json::says(raw, value)),
            When::Filled(name) => path.sibling(name).is_some_and(|raw| !raw.is_empty() && raw != b"null"),
        }
    }
}

/// One exempt place.
#[derive(Clone, Copy, Debug)]
pub struct Exemption {
    /// The place.
    pub path: &'static str,
    /// Only then.
    pub when: When,
    /// Why.
    pub why: Exempt,
}

/// One place of a reply that is not restored.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// The place.
    pub path: &'static str,
    /// Only then.
    pub when: When,
}

/// A place where a text arrives in pieces, one per event. Events with the same values of `keys` carry on the same
/// text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Channel {
    /// The event's `type`; empty for any.
    pub event: &'static str,
    /// The place of the piece.
    pub path: &'static str,
    /// How the text is escaped.
    pub level: Level,
    /// Members that tell channels apart, the widest first.
    pub keys: &'static [&'static str],
}

/// What ends all channels whose first keys have the same values.
#[derive(Clone, Copy, Debug)]
pub struct Stop {
    /// The event's `type`; empty for any.
    pub event: &'static str,
    /// A member that must be there and not null; empty for none.
    pub member: &'static str,
    /// Members that select the channels, as in [`Channel::keys`]; none for all.
    pub keys: &'static [&'static str],
}

/// An object that is a tool call, with the members `name` or `type`, and in it or in later events the arguments.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The event's `type`; empty for any, and for whole documents.
    pub event: &'static str,
    /// The place of the object.
    pub object: &'static str,
    /// Members whose values the events have that carry on its arguments, as in [`Channel::keys`].
    pub keys: &'static [&'static str],
}

const fn channel(
    event: &'static str,
    path: &'static str,
    level: Level,
    keys: &'static [&'static str],
) -> Channel {
    Channel { event, path, level, keys }
}

const fn stop(event: &'static str, member: &'static str, keys: &'static [&'static str]) -> Stop {
    Stop { event, member, keys }
}

const fn exempt(why: Exempt, path: &'static str) -> Exemption {
    Exemption { path, when: When::Always, why }
}

const fn exempt_when(why: Exempt, path: &'static str, when: When) -> Exemption {
    Exemption { path, when, why }
}

const fn kept(path: &'static str) -> Kept {
    Kept { path, when: When::Always }
}

const fn kept_when(path: &'static str, when: When) -> Kept {
    Kept { path, when }
}

const fn call(event: &'static str, object: &'static str, keys: &'static [&'static str]) -> Call {
    Call { event, object, keys }
}
