//! Owns the places of the OpenAI Responses API (public API reference, "Responses" and its streaming events). The same
//! text comes several times, as deltas, as `done` and inside the whole response; each is restored by itself.

use super::{Exempt, Exemption, Layout, channel, exempt, stop};
use crate::engine::restore::Level;

const ITEM: &[&str] = &["output_index"];
const PART: &[&str] = &["output_index", "content_index"];
const SUMMARY: &[&str] = &["output_index", "summary_index"];
const COMMAND: &[&str] = &["output_index", "command_index"];

pub(super) static LAYOUT: Layout = Layout {
    exempt: &EXEMPT,
    json_text: &[
        "input[].arguments",
        "arguments",
        "item.arguments",
        "output[].arguments",
        "response.output[].arguments",
    ],
    channels: &[
        channel("response.output_text.delta", "delta", Level::Text, PART),
        channel("response.refusal.delta", "delta", Level::Text, PART),
        channel("response.reasoning_text.delta", "delta", Level::Text, PART),
        channel("response.reasoning_summary_text.delta", "delta", Level::Text, SUMMARY),
        channel("response.function_call_arguments.delta", "delta", Level::Json, ITEM),
        channel("response.mcp_call_arguments.delta", "delta", Level::Json, ITEM),
        channel("response.custom_tool_call_input.delta", "delta", Level::Text, ITEM),
        channel("response.code_interpreter_call_code.delta", "delta", Level::Text, ITEM),
        channel("response.shell_call_command.delta", "delta", Level::Text, COMMAND),
        channel("response.audio.transcript.delta", "delta", Level::Text, &[]),
    ],
    stops: &[
        stop("response.output_text.done", "", PART),
        stop("response.refusal.done", "", PART),
        stop("response.reasoning_text.done", "", PART),
        stop("response.content_part.done", "", PART),
        stop("response.reasoning_summary_text.done", "", SUMMARY),
        stop("response.reasoning_summary_part.done", "", SUMMARY),
        stop("response.function_call_arguments.done", "", ITEM),
        stop("response.mcp_call_arguments.done", "", ITEM),
        stop("response.custom_tool_call_input.done", "", ITEM),
        stop("response.code_interpreter_call_code.done", "", ITEM),
        stop("response.shell_call_command.done", "", COMMAND),
        stop("response.output_item.done", "", ITEM),
        stop("response.audio.transcript.done", "", &[]),
        stop("response.completed", "", &[]),
        stop("response.incomplete", "", &[]),
        stop("response.failed", "", &[]),
        stop("error", "", &[]),
    ],
    kept: &[],
};

static EXEMPT: [Exemption; 23] = [
    exempt(Exempt::Opaque, "input[].encrypted_content"),
    exempt(Exempt::Opaque, "input[].content[].image_url"),
    exempt(Exempt::Opaque, "input[].content[].file_data"),
    exempt(Exempt::Opaque, "input[].output[].image_url"),
    exempt(Exempt::Opaque, "input[].result"),
    exempt(Exempt::Name, "model"),
    exempt(Exempt::Name, "user"),
    exempt(Exempt::Name, "prompt_cache_key"),
    exempt(Exempt::Name, "safety_identifier"),
    exempt(Exempt::Name, "previous_response_id"),
    exempt(Exempt::Name, "client_metadata.**"),
    exempt(Exempt::Name, "include[]"),
    exempt(Exempt::Name, "tools[].type"),
    exempt(Exempt::Name, "tools[].name"),
    exempt(Exempt::Name, "tool_choice.name"),
    exempt(Exempt::Name, "input[].type"),
    exempt(Exempt::Name, "input[].id"),
    exempt(Exempt::Name, "input[].role"),
    exempt(Exempt::Name, "input[].name"),
    exempt(Exempt::Name, "input[].call_id"),
    exempt(Exempt::Name, "input[].status"),
    exempt(Exempt::Name, "input[].content[].type"),
    exempt(Exempt::Name, "input[].summary[].type"),
];
