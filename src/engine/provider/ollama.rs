//! Owns the places of the Ollama API (public API reference, `/api/chat` and `/api/generate`): an object on a line each.

use super::{Exempt, Exemption, Layout, call, channel, exempt, stop};
use crate::engine::restore::Level;

pub(super) static LAYOUT: Layout = Layout {
    envelopes: &[],
    exempt: &EXEMPT,
    json_text: &[],
    channels: &[
        channel("", "message.content", Level::Text, &[]),
        channel("", "message.thinking", Level::Text, &[]),
        channel("", "response", Level::Text, &[]),
        channel("", "thinking", Level::Text, &[]),
    ],
    stops: &[stop("", "done_reason", &[]), stop("", "error", &[])],
    kept: &[],
    calls: &[call("", "message.tool_calls[].function", &[])],
    hosted: &[],
};

static EXEMPT: [Exemption; 9] = [
    exempt(Exempt::Opaque, "images[]"),
    exempt(Exempt::Opaque, "messages[].images[]"),
    exempt(Exempt::Name, "model"),
    exempt(Exempt::Name, "keep_alive"),
    exempt(Exempt::Name, "messages[].role"),
    exempt(Exempt::Name, "messages[].tool_name"),
    exempt(Exempt::Name, "messages[].tool_calls[].function.name"),
    exempt(Exempt::Name, "tools[].type"),
    exempt(Exempt::Name, "tools[].function.name"),
];
