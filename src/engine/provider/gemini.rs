//! Owns the places of the Gemini API (public API reference, `generateContent` and `streamGenerateContent`), and of Code
//! Assist, which wraps its requests in `request` and its replies in `response`.

use super::{Exempt, Exemption, Layout, When, call, channel, exempt, kept, kept_when, stop};
use crate::engine::restore::Level;

const CANDIDATE: &[&str] = &["candidates[].index"];

pub(super) static LAYOUT: Layout = Layout {
    envelopes: &["request", "response"],
    exempt: &EXEMPT,
    json_text: &[],
    channels: &[channel("", "candidates[].content.parts[].text", Level::Text, CANDIDATE)],
    stops: &[
        stop("", "candidates[].content.parts[].functionCall", CANDIDATE),
        stop("", "candidates[].finishReason", CANDIDATE),
        stop("", "error", &[]),
    ],
    kept: &[
        kept_when("candidates[].content.parts[].text", When::Is("thought", "true")),
        kept("candidates[].content.parts[].thoughtSignature"),
        // The provider runs it.
        kept("candidates[].content.parts[].executableCode.**"),
        kept("candidates[].logprobsResult.**"),
    ],
    calls: &[call("", "candidates[].content.parts[].functionCall", &[])],
    hosted: &[],
};

static EXEMPT: [Exemption; 13] = [
    exempt(Exempt::Opaque, "contents[].parts[].thoughtSignature"),
    exempt(Exempt::Opaque, "contents[].parts[].inlineData.data"),
    exempt(Exempt::Name, "model"),
    exempt(Exempt::Name, "project"),
    exempt(Exempt::Name, "user_prompt_id"),
    exempt(Exempt::Name, "session_id"),
    exempt(Exempt::Name, "contents[].role"),
    exempt(Exempt::Name, "contents[].parts[].inlineData.mimeType"),
    exempt(Exempt::Name, "contents[].parts[].functionCall.id"),
    exempt(Exempt::Name, "contents[].parts[].functionCall.name"),
    exempt(Exempt::Name, "contents[].parts[].functionResponse.id"),
    exempt(Exempt::Name, "contents[].parts[].functionResponse.name"),
    exempt(Exempt::Name, "tools[].functionDeclarations[].name"),
];
