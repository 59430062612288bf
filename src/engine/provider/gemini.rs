//! Owns the places of the Gemini API (public API reference, `generateContent` and `streamGenerateContent`).

use super::{Exempt, Exemption, Kept, Layout, When, channel, exempt, kept, stop};
use crate::engine::restore::Level;

const CANDIDATE: &[&str] = &["candidates[].index"];

pub(super) static LAYOUT: Layout = Layout {
    exempt: &EXEMPT,
    json_text: &[],
    channels: &[channel("", "candidates[].content.parts[].text", Level::Text, CANDIDATE)],
    stops: &[
        stop("", "candidates[].content.parts[].functionCall", CANDIDATE),
        stop("", "candidates[].finishReason", CANDIDATE),
        stop("", "error", &[]),
    ],
    kept: &[
        Kept { path: "candidates[].content.parts[].text", when: When::Is("thought", "true") },
        kept("candidates[].content.parts[].thoughtSignature"),
    ],
};

static EXEMPT: [Exemption; 9] = [
    exempt(Exempt::Opaque, "contents[].parts[].thoughtSignature"),
    exempt(Exempt::Opaque, "contents[].parts[].inlineData.data"),
    exempt(Exempt::Name, "contents[].role"),
    exempt(Exempt::Name, "contents[].parts[].inlineData.mimeType"),
    exempt(Exempt::Name, "contents[].parts[].functionCall.id"),
    exempt(Exempt::Name, "contents[].parts[].functionCall.name"),
    exempt(Exempt::Name, "contents[].parts[].functionResponse.id"),
    exempt(Exempt::Name, "contents[].parts[].functionResponse.name"),
    exempt(Exempt::Name, "tools[].functionDeclarations[].name"),
];
