//! Owns the places of the AWS Bedrock runtime (public API reference, `Converse`, `ConverseStream`, `InvokeModel` and
//! `InvokeModelWithResponseStream`). The body of an invocation is in the model's own API, whose places are here too:
//! those of Anthropic's models, of those that copy OpenAI's chat, and of the others in Bedrock's user guide.

use super::anthropic::LAYOUT as ANTHROPIC;
use super::openai_chat::LAYOUT as CHAT;
use super::{
    BLANK, Call, Channel, Exempt, Exemption, Kept, Layout, Stop, When, call, channel, exempt, exempt_when,
    kept, stop,
};
use crate::engine::restore::Level;

const BLOCK: &[&str] = &["contentBlockIndex"];
/// An invocation of Nova has each event of `ConverseStream` inside an object that names it.
const NOVA_BLOCK: &[&str] = &["contentBlockDelta.contentBlockIndex"];
const NOVA_STOP: &[&str] = &["contentBlockStop.contentBlockIndex"];
const OUTPUT: &[&str] = &["outputs[].index"];

pub(super) static LAYOUT: Layout = Layout {
    exempt: &EXEMPT,
    json_text: CHAT.json_text,
    channels: &CHANNELS,
    stops: &STOPS,
    kept: &KEPT,
    calls: &CALLS,
    hosted: ANTHROPIC.hosted,
    ..BLANK
};

static CHANNELS: [Channel; OWN_CHANNELS.len() + ANTHROPIC.channels.len() + CHAT.channels.len()] =
    joined([&OWN_CHANNELS, ANTHROPIC.channels, CHAT.channels]);

static STOPS: [Stop; OWN_STOPS.len() + ANTHROPIC.stops.len() + CHAT.stops.len()] =
    joined([&OWN_STOPS, ANTHROPIC.stops, CHAT.stops]);

static KEPT: [Kept; OWN_KEPT.len() + ANTHROPIC.kept.len() + CHAT.kept.len()] =
    joined([&OWN_KEPT, ANTHROPIC.kept, CHAT.kept]);

static CALLS: [Call; OWN_CALLS.len() + ANTHROPIC.calls.len() + CHAT.calls.len()] =
    joined([&OWN_CALLS, ANTHROPIC.calls, CHAT.calls]);

static EXEMPT: [Exemption; OWN_EXEMPT.len() + ANTHROPIC.exempt.len() + CHAT.exempt.len()] =
    joined([&OWN_EXEMPT, ANTHROPIC.exempt, CHAT.exempt]);

/// The rows of three tables, one after the other.
#[expect(clippy::indexing_slicing, reason = "runs while compiling, where a wrong index is an error")]
const fn joined<T: Copy, const N: usize>(tables: [&[T]; 3]) -> [T; N] {
    let mut all = [tables[0][0]; N];
    let (mut table, mut row, mut at) = (0, 0, 0);
    while at < N {
        if row < tables[table].len() {
            all[at] = tables[table][row];
            (row, at) = (row + 1, at + 1);
        } else {
            (table, row) = (table + 1, 0);
        }
    }
    all
}

const OWN_CHANNELS: [Channel; 11] = [
    channel("contentBlockDelta", "delta.text", Level::Text, BLOCK),
    channel("contentBlockDelta", "delta.toolUse.input", Level::Json, BLOCK),
    channel("contentBlockDelta", "delta.toolResult[].text", Level::Text, BLOCK),
    channel("", "contentBlockDelta.delta.text", Level::Text, NOVA_BLOCK),
    channel("", "contentBlockDelta.delta.toolUse.input", Level::Json, NOVA_BLOCK),
    // Llama, Mistral, Titan, Cohere, and Anthropic's and AI21's completions.
    channel("", "generation", Level::Text, &[]),
    channel("", "outputs[].text", Level::Text, OUTPUT),
    channel("", "outputText", Level::Text, &[]),
    channel("", "text", Level::Text, &[]),
    channel("", "completion", Level::Text, &[]),
    channel("", "generations[].text", Level::Text, &["generations[].index"]),
];

const OWN_STOPS: [Stop; 8] = [
    stop("contentBlockStop", "", BLOCK),
    stop("messageStop", "", &[]),
    stop("", "contentBlockStop.contentBlockIndex", NOVA_STOP),
    stop("", "messageStop.stopReason", &[]),
    stop("", "stop_reason", &[]),
    stop("", "outputs[].stop_reason", OUTPUT),
    stop("", "completionReason", &[]),
    stop("", "finish_reason", &[]),
];

const OWN_CALLS: [Call; 3] = [
    call("contentBlockStart", "start.toolUse", BLOCK),
    call("", "contentBlockStart.start.toolUse", &["contentBlockStart.contentBlockIndex"]),
    call("", "output.message.content[].toolUse", &[]),
];

const OWN_KEPT: [Kept; 3] = [
    kept("delta.reasoningContent.**"),
    kept("contentBlockDelta.delta.reasoningContent.**"),
    kept("output.message.content[].reasoningContent.**"),
];

const OWN_EXEMPT: [Exemption; 34] = [
    exempt_when(
        Exempt::Signed,
        "messages[].content[].reasoningContent.reasoningText.text",
        When::Filled("signature"),
    ),
    exempt(Exempt::Opaque, "messages[].content[].reasoningContent.reasoningText.signature"),
    exempt(Exempt::Opaque, "messages[].content[].reasoningContent.redactedContent"),
    exempt(Exempt::Opaque, "messages[].content[].image.source.bytes"),
    exempt(Exempt::Opaque, "messages[].content[].document.source.bytes"),
    exempt(Exempt::Opaque, "messages[].content[].video.source.bytes"),
    exempt(Exempt::Opaque, "messages[].content[].audio.source.bytes"),
    exempt(Exempt::Opaque, "messages[].content[].guardContent.image.source.bytes"),
    exempt(Exempt::Opaque, "messages[].content[].toolResult.content[].image.source.bytes"),
    exempt(Exempt::Opaque, "messages[].content[].toolResult.content[].document.source.bytes"),
    exempt(Exempt::Opaque, "messages[].content[].toolResult.content[].video.source.bytes"),
    exempt(Exempt::Name, "messages[].role"),
    exempt(Exempt::Name, "messages[].content[].image.format"),
    exempt(Exempt::Name, "messages[].content[].document.format"),
    exempt(Exempt::Name, "messages[].content[].video.format"),
    exempt(Exempt::Name, "messages[].content[].audio.format"),
    exempt(Exempt::Name, "messages[].content[].cachePoint.type"),
    exempt(Exempt::Name, "messages[].content[].toolUse.toolUseId"),
    exempt(Exempt::Name, "messages[].content[].toolUse.name"),
    exempt(Exempt::Name, "messages[].content[].toolUse.type"),
    exempt(Exempt::Name, "messages[].content[].toolResult.toolUseId"),
    exempt(Exempt::Name, "messages[].content[].toolResult.status"),
    exempt(Exempt::Name, "messages[].content[].toolResult.type"),
    exempt(Exempt::Name, "system[].cachePoint.type"),
    exempt(Exempt::Name, "toolConfig.tools[].cachePoint.type"),
    exempt(Exempt::Name, "toolConfig.tools[].toolSpec.name"),
    exempt(Exempt::Name, "toolConfig.tools[].systemTool.name"),
    exempt(Exempt::Name, "toolConfig.toolChoice.tool.name"),
    exempt(Exempt::Name, "guardrailConfig.guardrailIdentifier"),
    exempt(Exempt::Name, "guardrailConfig.guardrailVersion"),
    exempt(Exempt::Name, "performanceConfig.latency"),
    exempt(Exempt::Name, "serviceTier.type"),
    exempt(Exempt::Name, "anthropic_version"),
    exempt(Exempt::Name, "anthropic_beta[]"),
];
