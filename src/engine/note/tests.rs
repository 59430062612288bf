use serde_json::Value;

use super::*;
use crate::engine::placeholder::PlaceholderKey;
use crate::engine::restore::{Level, Restore, Tally};
use crate::engine::vault::Vault;

use Dialect::{Anthropic, Bedrock, Cohere, Gemini, Generic, Ollama, OpenAiChat, OpenAiResponses};

const MESSAGES: &str = "/v1/messages";
const CHAT: &str = "/v1/chat/completions";
const RESPONSES: &str = "/v1/responses";
const GENERATE: &str = "/v1beta/models/m:generateContent";
const CONVERSE: &str = "/model/m/converse";

/// Dialect, path, body, and where the note goes into it: what stands around it.
const PUT_IN: [(Dialect, &str, &str, &str); 33] = [
    (Anthropic, MESSAGES, r#"{"messages":[],"system":"You."}"#, r#"{"messages":[],"system":"You.\n\nNOTE"}"#),
    (Anthropic, MESSAGES, r#"{"messages":[],"system":""}"#, r#"{"messages":[],"system":"NOTE"}"#),
    (Anthropic, MESSAGES, r#"{"messages":[],"system":null}"#, r#"{"messages":[],"system":"NOTE"}"#),
    (Anthropic, MESSAGES, " { \"messages\": [] } ", " {\"system\":\"NOTE\", \"messages\": [] } "),
    (
        Anthropic,
        MESSAGES,
        r#"{"system" : [ {"type":"text","text":"a\u00e9","cache_control":{"type":"ephemeral"}} ],"messages":[1.50]}"#,
        r#"{"system" : [ {"type":"text","text":"a\u00e9","cache_control":{"type":"ephemeral"}} ,{"type":"text","text":"NOTE"}],"messages":[1.50]}"#,
    ),
    (
        Anthropic,
        MESSAGES,
        r#"{"system":[ ],"messages":[]}"#,
        r#"{"system":[ {"type":"text","text":"NOTE"}],"messages":[]}"#,
    ),
    (Anthropic, "/v1/messages/count_tokens", r#"{"messages":[]}"#, r#"{"system":"NOTE","messages":[]}"#),
    (Anthropic, "/v1/messages?beta=true", r#"{"messages":[]}"#, r#"{"system":"NOTE","messages":[]}"#),
    (Anthropic, "/gateway/v1/messages/", r#"{"messages":[]}"#, r#"{"system":"NOTE","messages":[]}"#),
    // A member of that name elsewhere is none.
    (
        Anthropic,
        MESSAGES,
        r#"{"messages":[{"system":"x"}],"metadata":{"system":"y"}}"#,
        r#"{"system":"NOTE","messages":[{"system":"x"}],"metadata":{"system":"y"}}"#,
    ),
    // Of two the last counts, as it does for whoever reads it.
    (
        Anthropic,
        MESSAGES,
        r#"{"system":"a","messages":[],"system":"b"}"#,
        r#"{"system":"a","messages":[],"system":"b\n\nNOTE"}"#,
    ),
    (
        Anthropic,
        MESSAGES,
        r#"{"messages":[],"\u0073ystem":"a"}"#,
        r#"{"messages":[],"\u0073ystem":"a\n\nNOTE"}"#,
    ),
    (
        Bedrock,
        "/model/anthropic.m/invoke-with-response-stream",
        r#"{"anthropic_version":"v","messages":[]}"#,
        r#"{"system":"NOTE","anthropic_version":"v","messages":[]}"#,
    ),
    (
        Gemini,
        "/v1/projects/p/models/m:streamRawPredict",
        r#"{"anthropic_version":"v","system":"a"}"#,
        r#"{"anthropic_version":"v","system":"a\n\nNOTE"}"#,
    ),
    (
        OpenAiChat,
        CHAT,
        r#"{"messages":[{"role":"system","content":"You."},{"role":"user","content":"u"}]}"#,
        r#"{"messages":[{"role":"system","content":"You.\n\nNOTE"},{"role":"user","content":"u"}]}"#,
    ),
    (
        OpenAiChat,
        CHAT,
        r#"{"messages":[{"content":[{"type":"text","text":"a"}],"role":"developer"}]}"#,
        r#"{"messages":[{"content":[{"type":"text","text":"a"},{"type":"text","text":"NOTE"}],"role":"developer"}]}"#,
    ),
    (
        OpenAiChat,
        CHAT,
        r#"{"messages":[ {"role":"user","content":"u"}]}"#,
        r#"{"messages":[{"role":"system","content":"NOTE"}, {"role":"user","content":"u"}]}"#,
    ),
    (OpenAiChat, CHAT, r#"{"messages":[]}"#, r#"{"messages":[{"role":"system","content":"NOTE"}]}"#),
    // A system message that comes later does not move the note.
    (
        OpenAiChat,
        CHAT,
        r#"{"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"}]}"#,
        r#"{"messages":[{"role":"system","content":"NOTE"},{"role":"user","content":"u"},{"role":"system","content":"s"}]}"#,
    ),
    (
        OpenAiResponses,
        RESPONSES,
        r#"{"instructions":"You.","input":[]}"#,
        r#"{"instructions":"You.\n\nNOTE","input":[]}"#,
    ),
    (
        OpenAiResponses,
        RESPONSES,
        r#"{"instructions":null,"input":"x"}"#,
        r#"{"instructions":"NOTE","input":"x"}"#,
    ),
    (
        OpenAiResponses,
        RESPONSES,
        r#"{"type":"response.create","input":[]}"#,
        r#"{"instructions":"NOTE","type":"response.create","input":[]}"#,
    ),
    (
        OpenAiResponses,
        "/v1/responses/input_tokens",
        r#"{"input":[]}"#,
        r#"{"instructions":"NOTE","input":[]}"#,
    ),
    (
        Gemini,
        GENERATE,
        r#"{"systemInstruction":{"role":"user","parts":[{"text":"a"}]},"contents":[]}"#,
        r#"{"systemInstruction":{"role":"user","parts":[{"text":"a"},{"text":"NOTE"}]},"contents":[]}"#,
    ),
    (
        Gemini,
        "/v1beta/models/m:streamGenerateContent?alt=sse",
        r#"{"contents":[],"system_instruction":{"parts":[]}}"#,
        r#"{"contents":[],"system_instruction":{"parts":[{"text":"NOTE"}]}}"#,
    ),
    (
        Gemini,
        GENERATE,
        r#"{"contents":[]}"#,
        r#"{"systemInstruction":{"parts":[{"text":"NOTE"}]},"contents":[]}"#,
    ),
    (
        Gemini,
        GENERATE,
        r#"{"systemInstruction":null,"contents":[]}"#,
        r#"{"systemInstruction":{"parts":[{"text":"NOTE"}]},"contents":[]}"#,
    ),
    (
        Gemini,
        "/v1internal:streamGenerateContent",
        r#"{"model":"m","request":{"contents":[],"systemInstruction":{"parts":[{"text":"a"}]}}}"#,
        r#"{"model":"m","request":{"contents":[],"systemInstruction":{"parts":[{"text":"a"},{"text":"NOTE"}]}}}"#,
    ),
    (
        Gemini,
        "/v1internal:generateContent",
        r#"{"model":"m","request":{"contents":[]}}"#,
        r#"{"model":"m","request":{"systemInstruction":{"parts":[{"text":"NOTE"}]},"contents":[]}}"#,
    ),
    (
        Bedrock,
        CONVERSE,
        r#"{"messages":[],"system":[{"text":"a"},{"cachePoint":{"type":"default"}}]}"#,
        r#"{"messages":[],"system":[{"text":"a"},{"cachePoint":{"type":"default"}},{"text":"NOTE"}]}"#,
    ),
    (
        Bedrock,
        "/model/m/converse-stream",
        r#"{"messages":[]}"#,
        r#"{"system":[{"text":"NOTE"}],"messages":[]}"#,
    ),
    (Bedrock, CONVERSE, r#"{"messages":[],"system":null}"#, r#"{"messages":[],"system":[{"text":"NOTE"}]}"#),
    (Bedrock, CONVERSE, r#"{"messages":[],"system":[]}"#, r#"{"messages":[],"system":[{"text":"NOTE"}]}"#),
];

#[test]
fn the_note_goes_into_the_system_text_of_every_dialect_and_nothing_else_changes() {
    for (dialect, path, body, expected) in PUT_IN {
        let noted =
            insert(body.as_bytes(), dialect, path).unwrap_or_else(|| panic!("{dialect:?} {path} {body}"));
        let noted = String::from_utf8(noted).unwrap();
        assert_eq!(noted, expected.replace("NOTE", NOTE), "{dialect:?} {path}");
        serde_json::from_str::<Value>(&noted).unwrap();
    }
}

#[test]
fn a_body_that_has_the_note_is_left() {
    for (dialect, path, body, _) in PUT_IN {
        let noted = insert(body.as_bytes(), dialect, path).unwrap();
        assert_eq!(insert(&noted, dialect, path), None, "{}", String::from_utf8_lossy(&noted));
    }
    let escaped: String = NOTE.replace('<', r"\u003c").replace("'", r"\u0027");
    let body = format!(r#"{{"messages":[],"system":"a {escaped} b"}}"#);
    assert_eq!(insert(body.as_bytes(), Anthropic, MESSAGES), None);
}

#[test]
fn the_note_in_a_message_is_not_the_note_in_the_system_text() {
    let body = format!(r#"{{"system":"s","messages":[{{"role":"user","content":"{NOTE}"}}]}}"#);
    assert!(insert(body.as_bytes(), Anthropic, MESSAGES).is_some());
    let body = format!(r#"{{"messages":[{{"role":"user","content":"{NOTE}"}}]}}"#);
    assert!(insert(body.as_bytes(), OpenAiChat, CHAT).is_some());
}

#[test]
fn what_is_no_request_to_a_model_or_has_no_place_for_it_is_left() {
    for (dialect, path, body) in [
        (Anthropic, "/v1/messages/batches", r#"{"requests":[{"params":{"messages":[]}}]}"#),
        (Anthropic, "/api/event_logging/v2/batch", r#"{"messages":[]}"#),
        (Anthropic, MESSAGES, r#"{"events":[]}"#),
        (Anthropic, MESSAGES, r#"{"messages":[],"system":{"text":"a"}}"#),
        (Anthropic, MESSAGES, r#"{"messages":[],"system":3}"#),
        (Anthropic, MESSAGES, r#"[{"messages":[]}]"#),
        (Anthropic, MESSAGES, r#"{"messages":[]"#),
        (Anthropic, MESSAGES, ""),
        (OpenAiChat, "/v1/embeddings", r#"{"input":"x"}"#),
        (OpenAiChat, "/v1/completions", r#"{"prompt":"x"}"#),
        (OpenAiChat, CHAT, r#"{"messages":{"role":"user"}}"#),
        (OpenAiChat, CHAT, r#"{"messages":[{"role":"system","content":{}}]}"#),
        (OpenAiResponses, RESPONSES, r#"{"input":[],"instructions":[]}"#),
        (OpenAiResponses, "/v1/responses/resp_1/cancel", r#"{"input":[]}"#),
        (OpenAiResponses, "/backend-api/codex/responses", r#"{"input":[],"instructions":"You."}"#),
        (Gemini, "/v1beta/models/m:countTokens", r#"{"contents":[]}"#),
        (Gemini, GENERATE, r#"{"contents":[],"cachedContent":"c/1"}"#),
        (Gemini, GENERATE, r#"{"contents":[],"systemInstruction":{"role":"user"}}"#),
        (Gemini, "/v1internal:generateContent", r#"{"request":{"contents":[],"cachedContent":"c/1"}}"#),
        (Bedrock, "/model/meta.m/invoke", r#"{"prompt":"x"}"#),
        (Bedrock, CONVERSE, r#"{"inferenceConfig":{}}"#),
        (Cohere, "/v2/chat", r#"{"messages":[]}"#),
        (Ollama, "/api/chat", r#"{"messages":[]}"#),
        (Generic, MESSAGES, r#"{"messages":[]}"#),
    ] {
        assert_eq!(insert(body.as_bytes(), dialect, path), None, "{dialect:?} {path} {body}");
    }
}

#[test]
fn the_note_needs_no_escape_and_its_example_is_no_placeholder() {
    let mut escaped = Vec::new();
    assert!(json::escape(NOTE.as_bytes(), &mut escaped));
    assert_eq!(escaped, NOTE.as_bytes());
    let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
    let (mut out, mut tally) = (Vec::new(), Tally::default());
    let mut restore = Restore::new(Level::Text);
    restore.push(NOTE.as_bytes(), &vault, &mut tally, &mut out);
    restore.finish(&mut out);
    assert_eq!((out.as_slice(), tally), (NOTE.as_bytes(), Tally::default()));
}
