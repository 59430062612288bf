//! Owns the places of the Cohere chat API (public API reference). Its second version streams events with a `type`; its
//! first, lines or events with an `event_type`, whose text stands at the outermost.

use super::{Exempt, Exemption, Layout, call, channel, exempt, stop};
use crate::engine::restore::Level;

const INDEX: &[&str] = &["index"];

pub(super) static LAYOUT: Layout = Layout {
    envelopes: &["response"],
    exempt: &EXEMPT,
    json_text: &["messages[].tool_calls[].function.arguments", "message.tool_calls[].function.arguments"],
    channels: &[
        channel("content-delta", "delta.message.content.text", Level::Text, INDEX),
        channel("content-delta", "delta.message.content.thinking", Level::Text, INDEX),
        channel("tool-plan-delta", "delta.message.tool_plan", Level::Text, &[]),
        channel("tool-call-delta", "delta.message.tool_calls.function.arguments", Level::Json, INDEX),
        channel("", "text", Level::Text, &[]),
        channel("", "tool_call_delta.parameters", Level::Json, &["tool_call_delta.index"]),
    ],
    stops: &[
        stop("content-end", "", INDEX),
        stop("tool-call-start", "", &[]),
        stop("tool-call-end", "", INDEX),
        stop("message-end", "", &[]),
        stop("", "finish_reason", &[]),
    ],
    kept: &[],
    calls: &[
        call("tool-call-start", "delta.message.tool_calls.function", INDEX),
        call("", "message.tool_calls[].function", &[]),
        call("", "tool_call_delta", &["tool_call_delta.index"]),
        call("", "tool_calls[]", &[]),
    ],
    hosted: &[],
};

static EXEMPT: [Exemption; 9] = [
    exempt(Exempt::Opaque, "messages[].content[].image_url.url"),
    exempt(Exempt::Name, "model"),
    exempt(Exempt::Name, "messages[].role"),
    exempt(Exempt::Name, "messages[].content[].type"),
    exempt(Exempt::Name, "messages[].tool_call_id"),
    exempt(Exempt::Name, "messages[].tool_calls[].id"),
    exempt(Exempt::Name, "messages[].tool_calls[].type"),
    exempt(Exempt::Name, "messages[].tool_calls[].function.name"),
    exempt(Exempt::Name, "tools[].function.name"),
];
