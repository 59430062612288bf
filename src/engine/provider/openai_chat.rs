//! Owns the places of the OpenAI Chat Completions API (public API reference, "Chat" and "Streaming"), of legacy
//! completions, and the members that vendors document on top: reasoning (DeepSeek, OpenRouter, Copilot, Groq), content
//! in chunks (Mistral), tools that the vendor runs (Groq).

use super::{Exempt, Exemption, Layout, When, call, channel, exempt, exempt_when, kept, stop};
use crate::engine::restore::Level;

const CHOICE: &[&str] = &["choices[].index"];
const TOOL: &[&str] = &["choices[].index", "choices[].delta.tool_calls[].index"];

pub(super) static LAYOUT: Layout = Layout {
    // Batches: a request or a response on a line each.
    envelopes: &["body", "response.body"],
    exempt: &EXEMPT,
    json_text: &[
        "messages[].tool_calls[].function.arguments",
        "messages[].function_call.arguments",
        "choices[].message.tool_calls[].function.arguments",
        "choices[].message.function_call.arguments",
    ],
    channels: &[
        channel("", "choices[].delta.content", Level::Text, CHOICE),
        channel("", "choices[].delta.content[].text", Level::Text, CHOICE),
        channel("", "choices[].delta.content[].thinking[].text", Level::Text, CHOICE),
        channel("", "choices[].delta.refusal", Level::Text, CHOICE),
        channel("", "choices[].delta.reasoning_content", Level::Text, CHOICE),
        channel("", "choices[].delta.reasoning", Level::Text, CHOICE),
        channel("", "choices[].delta.reasoning_text", Level::Text, CHOICE),
        channel("", "choices[].delta.audio.transcript", Level::Text, CHOICE),
        channel("", "choices[].delta.function_call.arguments", Level::Json, CHOICE),
        channel("", "choices[].delta.tool_calls[].function.arguments", Level::Json, TOOL),
        channel("", "choices[].delta.tool_calls[].custom.input", Level::Text, TOOL),
        channel("", "choices[].text", Level::Text, CHOICE),
    ],
    stops: &[stop("", "choices[].finish_reason", CHOICE), stop("", "error", &[])],
    kept: &[
        kept("choices[].delta.reasoning_details[].**"),
        kept("choices[].message.reasoning_details[].**"),
        kept("choices[].delta.reasoning_opaque"),
        kept("choices[].message.reasoning_opaque"),
        kept("choices[].delta.executed_tools[].arguments"),
        kept("choices[].message.executed_tools[].arguments"),
        kept("choices[].logprobs.**"),
    ],
    calls: &[
        call("", "choices[].delta.tool_calls[].function", TOOL),
        call("", "choices[].delta.tool_calls[].custom", TOOL),
        call("", "choices[].delta.function_call", CHOICE),
        call("", "choices[].message.tool_calls[].function", &[]),
        call("", "choices[].message.tool_calls[].custom", &[]),
        call("", "choices[].message.function_call", &[]),
    ],
    hosted: &[],
};

static EXEMPT: [Exemption; 24] = [
    exempt_when(Exempt::Signed, "messages[].reasoning_details[].text", When::Filled("signature")),
    exempt(Exempt::Opaque, "messages[].reasoning_details[].signature"),
    exempt(Exempt::Opaque, "messages[].reasoning_details[].data"),
    exempt(Exempt::Opaque, "messages[].reasoning_opaque"),
    exempt(Exempt::Opaque, "messages[].content[].image_url.url"),
    exempt(Exempt::Opaque, "messages[].content[].input_audio.data"),
    exempt(Exempt::Opaque, "messages[].content[].file.file_data"),
    exempt(Exempt::Name, "model"),
    exempt(Exempt::Name, "user"),
    exempt(Exempt::Name, "prompt_cache_key"),
    exempt(Exempt::Name, "safety_identifier"),
    exempt(Exempt::Name, "tool_choice.type"),
    exempt(Exempt::Name, "tool_choice.function.name"),
    exempt(Exempt::Name, "tools[].type"),
    exempt(Exempt::Name, "tools[].function.name"),
    exempt(Exempt::Name, "messages[].role"),
    exempt(Exempt::Name, "messages[].name"),
    exempt(Exempt::Name, "messages[].tool_call_id"),
    exempt(Exempt::Name, "messages[].tool_calls[].id"),
    exempt(Exempt::Name, "messages[].tool_calls[].type"),
    exempt(Exempt::Name, "messages[].tool_calls[].function.name"),
    exempt(Exempt::Name, "messages[].content[].type"),
    exempt(Exempt::Name, "messages[].content[].cache_control.type"),
    exempt(Exempt::Name, "messages[].reasoning_details[].id"),
];
