//! Owns the places of the Anthropic Messages API (public API reference, "Messages" and "Streaming messages").

use super::{Exempt, Exemption, Layout, When, channel, exempt, exempt_when, kept, stop};
use crate::engine::restore::Level;

pub(super) static LAYOUT: Layout = Layout {
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
        kept("content_block.thinking"),
        kept("content_block.signature"),
        kept("content_block.data"),
        kept("content[].thinking"),
        kept("content[].signature"),
        kept("content[].data"),
        kept("message.content[].thinking"),
        kept("message.content[].signature"),
        kept("message.content[].data"),
    ],
};

static EXEMPT: [Exemption; 28] = [
    exempt_when(Exempt::Signed, "messages[].content[].thinking", When::Filled("signature")),
    exempt_when(Exempt::Opaque, "messages[].content[].signature", When::Is("type", "thinking")),
    exempt_when(Exempt::Opaque, "messages[].content[].data", When::Is("type", "redacted_thinking")),
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
