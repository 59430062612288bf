//! Owns the places of the Anthropic Messages API (public API reference, "Messages" and "Streaming messages").

use super::{Exempt, Exemption, Layout, When, call, channel, exempt, exempt_when, kept, stop};
use crate::engine::restore::Level;

pub(super) static LAYOUT: Layout = Layout {
    // Batches: a request each in `requests`, a result on a line each. A stream begins with the empty message.
    envelopes: &["requests[].params", "result.message", "message"],
    exempt: &EXEMPT,
    json_text: &[],
    channels: &[
        channel("content_block_delta", "delta.text", Level::Text, &["index"]),
        channel("content_block_delta", "delta.partial_json", Level::Json, &["index"]),
        channel("content_block_delta", "delta.content", Level::Text, &["index"]),
    ],
    stops: &[
        stop("content_block_stop", "", &["index"]),
        stop("message_delta", "", &[]),
        stop("message_stop", "", &[]),
        stop("error", "", &[]),
    ],
    kept: &[
        kept("delta.thinking"),
        kept("delta.signature"),
        kept("delta.encrypted_content"),
        kept("delta.citation.encrypted_index"),
        kept("content_block.thinking"),
        kept("content_block.signature"),
        kept("content_block.data"),
        kept("content_block.encrypted_content"),
        kept("content_block.content[].encrypted_content"),
        kept("content[].thinking"),
        kept("content[].signature"),
        kept("content[].data"),
        kept("content[].encrypted_content"),
        kept("content[].content[].encrypted_content"),
        kept("content[].citations[].encrypted_index"),
    ],
    calls: &[call("content_block_start", "content_block", &["index"]), call("", "content[]", &[])],
    hosted: &["server_tool_use", "mcp_tool_use"],
};

static EXEMPT: [Exemption; 29] = [
    exempt_when(Exempt::Signed, "messages[].content[].thinking", When::Filled("signature")),
    exempt_when(Exempt::Opaque, "messages[].content[].signature", When::Is("type", "thinking")),
    exempt_when(Exempt::Opaque, "messages[].content[].data", When::Is("type", "redacted_thinking")),
    exempt(Exempt::Opaque, "messages[].content[].encrypted_content"),
    exempt(Exempt::Opaque, "messages[].content[].content[].encrypted_content"),
    exempt(Exempt::Opaque, "messages[].content[].citations[].encrypted_index"),
    exempt_when(Exempt::Opaque, "messages[].content[].source.data", When::Is("type", "base64")),
    exempt_when(Exempt::Opaque, "messages[].content[].content[].source.data", When::Is("type", "base64")),
    exempt(Exempt::Name, "model"),
    exempt(Exempt::Name, "container"),
    exempt(Exempt::Name, "metadata.user_id"),
    exempt(Exempt::Name, "thinking.type"),
    exempt(Exempt::Name, "tool_choice.type"),
    exempt(Exempt::Name, "tool_choice.name"),
    exempt(Exempt::Name, "tools[].name"),
    exempt(Exempt::Name, "tools[].type"),
    exempt(Exempt::Name, "tools[].cache_control.type"),
    exempt(Exempt::Name, "system[].type"),
    exempt(Exempt::Name, "system[].cache_control.type"),
    exempt(Exempt::Name, "messages[].role"),
    exempt(Exempt::Name, "messages[].content[].type"),
    exempt(Exempt::Name, "messages[].content[].id"),
    exempt_when(Exempt::Name, "messages[].content[].name", When::Filled("id")),
    exempt(Exempt::Name, "messages[].content[].tool_use_id"),
    exempt(Exempt::Name, "messages[].content[].cache_control.type"),
    exempt(Exempt::Name, "messages[].content[].source.type"),
    exempt(Exempt::Name, "messages[].content[].source.media_type"),
    exempt(Exempt::Name, "messages[].content[].content[].type"),
    exempt(Exempt::Name, "diagnostics.previous_message_id"),
];
