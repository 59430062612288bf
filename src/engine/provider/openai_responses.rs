//! Owns the places of the OpenAI Responses API (public API reference, "Responses" and its streaming events) and of the
//! Realtime API's texts. The same text comes several times, as deltas, as `done` and inside the whole response; each is
//! restored by itself.

use super::{Exempt, Exemption, Kept, Layout, When, call, channel, exempt, kept, kept_when, stop};
use crate::engine::restore::Level;

// Only Realtime names the response, of which it can have several at once.
const ITEM: &[&str] = &["response_id", "output_index"];
const PART: &[&str] = &["response_id", "output_index", "content_index"];
const SUMMARY: &[&str] = &["response_id", "output_index", "summary_index"];
const COMMAND: &[&str] = &["response_id", "output_index", "command_index"];
const SPOKEN: &[&str] = &["item_id", "content_index"];

pub(super) static LAYOUT: Layout = Layout {
    // Batches: a request or a response on a line each. Events hold the response, Realtime's also the session.
    envelopes: &["response.body", "response", "body", "session"],
    exempt: &EXEMPT,
    json_text: &["input[].arguments", "arguments", "item.arguments", "output[].arguments"],
    channels: &[
        channel("response.output_text.delta", "delta", Level::Text, PART),
        channel("response.refusal.delta", "delta", Level::Text, PART),
        channel("response.reasoning_text.delta", "delta", Level::Text, PART),
        channel("response.reasoning_summary_text.delta", "delta", Level::Text, SUMMARY),
        channel("response.function_call_arguments.delta", "delta", Level::Json, ITEM),
        channel("response.custom_tool_call_input.delta", "delta", Level::Text, ITEM),
        channel("response.apply_patch_call_operation_diff.delta", "delta", Level::Text, ITEM),
        channel("response.shell_call_command.delta", "delta", Level::Text, COMMAND),
        channel("response.audio.transcript.delta", "delta", Level::Text, &[]),
        channel("response.text.delta", "delta", Level::Text, PART),
        channel("response.audio_transcript.delta", "delta", Level::Text, PART),
        channel("response.output_audio_transcript.delta", "delta", Level::Text, PART),
        channel("conversation.item.input_audio_transcription.delta", "delta", Level::Text, SPOKEN),
    ],
    stops: &[
        stop("response.output_text.done", "", PART),
        stop("response.refusal.done", "", PART),
        stop("response.reasoning_text.done", "", PART),
        stop("response.content_part.done", "", PART),
        stop("response.reasoning_summary_text.done", "", SUMMARY),
        stop("response.reasoning_summary_part.done", "", SUMMARY),
        stop("response.function_call_arguments.done", "", ITEM),
        stop("response.custom_tool_call_input.done", "", ITEM),
        stop("response.apply_patch_call_operation_diff.done", "", ITEM),
        stop("response.shell_call_command.done", "", COMMAND),
        stop("response.output_item.done", "", ITEM),
        stop("response.audio.transcript.done", "", &[]),
        stop("response.text.done", "", PART),
        stop("response.audio_transcript.done", "", PART),
        stop("response.output_audio_transcript.done", "", PART),
        stop("conversation.item.input_audio_transcription.completed", "", SPOKEN),
        stop("conversation.item.input_audio_transcription.failed", "", SPOKEN),
        stop("response.completed", "", &[]),
        stop("response.incomplete", "", &[]),
        stop("response.failed", "", &[]),
        stop("response.cancelled", "", &[]),
        stop("response.done", "", &[]),
        stop("error", "", &[]),
    ],
    kept: &KEPT,
    calls: &[
        call("response.output_item.added", "item", ITEM),
        call("", "item", &[]),
        call("", "output[]", &[]),
    ],
    hosted: &[
        "web_search_call",
        "file_search_call",
        "code_interpreter_call",
        "image_generation_call",
        "tool_search_call",
        "mcp_call",
        "mcp_approval_request",
    ],
};

static KEPT: [Kept; 11] = [
    kept("item.encrypted_content"),
    kept("output[].encrypted_content"),
    kept("obfuscation"),
    kept("logprobs[].**"),
    kept("part.logprobs[].**"),
    kept("item.content[].logprobs[].**"),
    kept("output[].content[].logprobs[].**"),
    kept_when("delta", When::Is("type", "response.mcp_call_arguments.delta")),
    kept_when("arguments", When::Is("type", "response.mcp_call_arguments.done")),
    kept_when("delta", When::Is("type", "response.code_interpreter_call_code.delta")),
    kept_when("code", When::Is("type", "response.code_interpreter_call_code.done")),
];

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
