use super::*;
use crate::engine::json;
use crate::engine::placeholder::{PlaceholderKey, SecretType};
use crate::engine::provider::Dialect;

pub(super) const SECRET: &str = "pa\"ss\\wo\nrd-é";

pub(super) fn issued() -> (Vault, String) {
    let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
    let placeholder = vault.issue(SECRET.as_bytes(), &SecretType::new("KNOWN").unwrap()).unwrap().to_string();
    (vault, placeholder)
}

fn restored(
    declared: impl Into<Option<Format>>,
    dialect: Dialect,
    pieces: &[&[u8]],
    vault: &Vault,
) -> (String, Tally) {
    let mut out = Vec::new();
    let mut reply = Reply::new(declared.into(), dialect.layout(), &Never::default());
    for piece in pieces {
        reply.push(piece, vault, &mut out).unwrap();
    }
    let tally = reply.finish(vault, &mut out).unwrap();
    (String::from_utf8(out).unwrap(), tally)
}

/// How one dialect streams a text: the data of an event for each delta, and what ends it.
struct Stream {
    dialect: Dialect,
    /// `TEXT` stands for the delta, escaped as a JSON string.
    delta: &'static str,
    stop: &'static [&'static str],
    /// Where a reader finds the delta.
    pointer: &'static str,
    /// Whether the text is JSON text itself.
    json: bool,
}

const fn stream(
    dialect: Dialect,
    delta: &'static str,
    stop: &'static [&'static str],
    pointer: &'static str,
    json: bool,
) -> Stream {
    Stream { dialect, delta, stop, pointer, json }
}

const ANTHROPIC: Dialect = Dialect::Anthropic;
const CHAT: Dialect = Dialect::OpenAiChat;
const RESPONSES: Dialect = Dialect::OpenAiResponses;

#[rustfmt::skip]
const STREAMS: [Stream; 29] = [
    stream(ANTHROPIC, r#"{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"TEXT"}}"#, &[r#"{"type":"content_block_stop","index":1}"#], "/delta/text", false),
    stream(ANTHROPIC, r#"{"index":2,"delta":{"partial_json":"TEXT"},"type":"content_block_delta"}"#, &[r#"{"type":"content_block_stop","index":2}"#], "/delta/partial_json", true),
    stream(ANTHROPIC, r#"{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":"TEXT"}}"#, &[r#"{"type":"message_stop"}"#], "/delta/content", false),
    stream(ANTHROPIC, r#"{"type":"content_block_delta","index":0,"delta":{"type":"verse_delta","verse":"TEXT"}}"#, &[r#"{"type":"content_block_stop","index":0}"#], "/delta/verse", false),
    stream(CHAT, r#"{"choices":[{"index":1,"delta":{"content":"TEXT"},"finish_reason":null}]}"#, &[r#"{"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}"#], "/choices/0/delta/content", false),
    stream(CHAT, r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"TEXT"}}]}}]}"#, &[], "/choices/0/delta/tool_calls/0/function/arguments", true),
    stream(CHAT, r#"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"custom":{"input":"TEXT"}}]}}]}"#, &[], "/choices/0/delta/tool_calls/0/custom/input", false),
    stream(CHAT, r#"{"choices":[{"delta":{"function_call":{"arguments":"TEXT"}}}]}"#, &[r#"{"choices":[{"delta":{},"finish_reason":"function_call"}]}"#], "/choices/0/delta/function_call/arguments", true),
    stream(CHAT, r#"{"choices":[{"delta":{"reasoning_content":"TEXT"}}]}"#, &[], "/choices/0/delta/reasoning_content", false),
    stream(CHAT, r#"{"choices":[{"delta":{"refusal":"TEXT"}}]}"#, &[], "/choices/0/delta/refusal", false),
    stream(CHAT, r#"{"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"TEXT"}]}}]}"#, &[], "/choices/0/delta/content/0/text", false),
    stream(CHAT, r#"{"object":"text_completion","choices":[{"text":"TEXT","index":0,"logprobs":null,"finish_reason":null}]}"#, &[r#"{"choices":[{"text":"","index":0,"finish_reason":"stop"}]}"#], "/choices/0/text", false),
    stream(CHAT, r#"{"provider":"new","choices":[{"index":0,"delta":{"verse":"TEXT"}}]}"#, &[], "/choices/0/delta/verse", false),
    stream(RESPONSES, r#"{"type":"response.output_text.delta","output_index":0,"content_index":1,"delta":"TEXT"}"#, &[r#"{"type":"response.output_text.done","output_index":0,"content_index":1}"#], "/delta", false),
    stream(RESPONSES, r#"{"type":"response.function_call_arguments.delta","output_index":3,"delta":"TEXT"}"#, &[r#"{"type":"response.output_item.done","output_index":3}"#], "/delta", true),
    stream(RESPONSES, r#"{"type":"response.custom_tool_call_input.delta","output_index":3,"delta":"TEXT"}"#, &[r#"{"type":"response.custom_tool_call_input.done","output_index":3}"#], "/delta", false),
    stream(RESPONSES, r#"{"type":"response.shell_call_command.delta","output_index":3,"command_index":1,"delta":"TEXT"}"#, &[r#"{"type":"response.incomplete"}"#], "/delta", false),
    stream(RESPONSES, r#"{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":0,"delta":"TEXT"}"#, &[r#"{"type":"response.completed"}"#], "/delta", false),
    stream(RESPONSES, r#"{"type":"response.output_audio_transcript.delta","response_id":"r","output_index":0,"content_index":0,"delta":"TEXT"}"#, &[r#"{"type":"response.output_audio_transcript.done","response_id":"r","output_index":0,"content_index":0}"#], "/delta", false),
    stream(RESPONSES, r#"{"type":"response.verse.delta","output_index":0,"delta":"TEXT"}"#, &[r#"{"type":"response.verse.done","output_index":0}"#], "/delta", false),
    stream(Dialect::Gemini, r#"{"candidates":[{"content":{"parts":[{"text":"TEXT"}],"role":"model"}}]}"#, &[r#"{"candidates":[{"content":{"parts":[{"text":""}]},"finishReason":"STOP"}]}"#], "/candidates/0/content/parts/0/text", false),
    stream(Dialect::Gemini, r#"{"response":{"candidates":[{"content":{"parts":[{"text":"TEXT"}]}}]},"traceId":"t"}"#, &[r#"{"response":{"candidates":[{"finishReason":"STOP"}]}}"#], "/response/candidates/0/content/parts/0/text", false),
    stream(Dialect::Cohere, r#"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"TEXT"}}}}"#, &[r#"{"type":"content-end","index":0}"#], "/delta/message/content/text", false),
    stream(Dialect::Cohere, r#"{"type":"tool-call-delta","index":1,"delta":{"message":{"tool_calls":{"function":{"arguments":"TEXT"}}}}}"#, &[r#"{"type":"tool-call-end","index":1}"#], "/delta/message/tool_calls/function/arguments", true),
    stream(Dialect::Cohere, r#"{"is_finished":false,"event_type":"text-generation","text":"TEXT"}"#, &[r#"{"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE"}"#], "/text", false),
    stream(Dialect::Ollama, r#"{"model":"m","message":{"role":"assistant","content":"TEXT"},"done":false}"#, &[r#"{"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}"#], "/message/content", false),
    stream(Dialect::Ollama, r#"{"model":"m","response":"TEXT","done":false}"#, &[r#"{"model":"m","response":"","done":true,"done_reason":"stop"}"#], "/response", false),
    stream(Dialect::Generic, r#"{"type":"chunk","index":3,"token":{"id":7,"text":"TEXT"}}"#, &[r#"{"type":"end"}"#], "/token/text", false),
    stream(Dialect::Generic, r#"{"outputs":[{"index":1,"arguments":"TEXT"}]}"#, &[], "/outputs/0/arguments", true),
];

/// How events stand in a body.
struct Framing {
    declared: Option<Format>,
    before: &'static str,
    between: &'static str,
    after: &'static str,
    end: &'static str,
}

const SSE: Framing =
    Framing { declared: Some(Format::Sse), before: "data: ", between: "", after: "\n\n", end: "" };

const FRAMINGS: [Framing; 8] = [
    SSE,
    Framing { before: "event: e\r\ndata: ", after: "\r\n\r\n", end: "data: [DONE]\r\n\r\n", ..SSE },
    Framing { before: "data:", after: "\r\r", declared: None, ..SSE },
    Framing { declared: Some(Format::Lines), before: "", between: "\n", after: "", end: "\n" },
    Framing { declared: Some(Format::Json), before: "", between: "\r\n", after: "", end: "" },
    Framing { declared: Some(Format::Json), before: "", between: ",\r\n", after: "", end: "]" },
    Framing { declared: None, before: " ", between: "\n,", after: "", end: "\n]\n" },
    Framing { declared: Some(Format::Sse), before: "", between: "\n\n", after: "", end: "" },
];

impl Framing {
    fn body(&self, events: &[String]) -> String {
        let events: Vec<_> = events.iter().map(|it| [self.before, it, self.after].concat()).collect();
        let open = if self.end.contains(']') && self.after.is_empty() { "[" } else { "" };
        [open, &events.join(self.between), self.end].concat()
    }

    /// What clients read, each strictly.
    fn events(&self, body: &str) -> Vec<serde_json::Value> {
        let parse = |text: &str| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {body}"));
        if !self.after.is_empty() {
            let body = body.replace("\r\n", "\n").replace('\r', "\n");
            let data = body.lines().filter_map(|line| line.strip_prefix("data:")).map(str::trim_start);
            return data.filter(|data| *data != "[DONE]").map(parse).collect();
        }
        if self.end.contains(']') {
            return serde_json::from_str(body).unwrap_or_else(|error| panic!("{error}: {body}"));
        }
        body.lines().filter(|line| !line.is_empty()).map(parse).collect()
    }
}

impl Stream {
    fn events(&self, deltas: &[&str]) -> Vec<String> {
        let escaped = |delta: &&str| {
            let mut escaped = Vec::new();
            assert!(json::escape(delta.as_bytes(), &mut escaped));
            String::from_utf8(escaped).unwrap()
        };
        self.events_of(deltas.iter().map(escaped))
    }

    /// The same with every character of the deltas written as `\uXXXX`.
    fn escaped_events(&self, deltas: &[&str]) -> Vec<String> {
        self.events_of(deltas.iter().map(|delta| all_escaped(delta)))
    }

    fn events_of(&self, deltas: impl Iterator<Item = String>) -> Vec<String> {
        let deltas = deltas.map(|delta| self.delta.replace("TEXT", &delta));
        deltas.chain(self.stop.iter().map(|stop| (*stop).to_owned())).collect()
    }

    /// The text that a client puts together.
    fn read(&self, framing: &Framing, body: &str) -> String {
        let text = |event: &serde_json::Value| Some(event.pointer(self.pointer)?.as_str()?.to_owned());
        framing.events(body).iter().filter_map(text).collect()
    }

    fn texts(&self, placeholder: &str) -> (String, String) {
        if self.json {
            let mut secret = Vec::new();
            assert!(json::escape(SECRET.as_bytes(), &mut secret));
            let text = |inner: &str| format!("{{\"a\":\"<{inner}\\n{inner}\",\"b\":\"<pl:A\"}}");
            (text(placeholder), text(std::str::from_utf8(&secret).unwrap()))
        } else {
            let text = |inner: &str| format!("a < {inner}\n{inner}> é <pl:A");
            (text(placeholder), text(SECRET))
        }
    }
}

/// Every way to stream a text, and every dialect in every format. What a sheet says and how a body is cut do not depend
/// on each other, so not every pair is tried.
fn each(mut check: impl FnMut(&Stream, &Framing, &dyn Fn(&[&[u8]], &Vault) -> (String, Tally))) {
    for stream in &STREAMS {
        let is_first = STREAMS.iter().find(|it| it.dialect == stream.dialect).map(|it| it.delta);
        let framings = if is_first == Some(stream.delta) { FRAMINGS.len() } else { 1 };
        for framing in &FRAMINGS[..framings] {
            check(stream, framing, &|pieces, vault| {
                restored(framing.declared, stream.dialect, pieces, vault)
            });
        }
    }
}

#[test]
fn a_secret_comes_back_in_every_dialect_and_format_wherever_the_deltas_are_cut() {
    let (vault, placeholder) = issued();
    each(|stream, framing, restored| {
        let (text, expected) = stream.texts(&placeholder);
        let check = |deltas: &[&str], at: &str| {
            let body = framing.body(&stream.events(deltas));
            let (out, tally) = restored(&[body.as_bytes()], &vault);
            assert_eq!(stream.read(framing, &out), expected, "{body}\n{out}\n{at}");
            assert_eq!((tally.restored.values().sum::<u64>(), tally.unresolved), (2, 0), "{body}");
        };
        for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            let (head, tail) = text.split_at(cut);
            check(&[head, tail], "in two");
        }
        check(&text.split_inclusive(|_: char| true).collect::<Vec<_>>(), "in characters");
    });
}

/// Every UTF-16 unit of a text as an escape.
fn all_escaped(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
}

#[test]
fn a_secret_comes_back_when_everything_is_escaped_at_both_levels() {
    let (vault, placeholder) = issued();
    each(|stream, framing, restored| {
        let (text, expected) = stream.texts(&placeholder);
        let inner = if stream.json { text.replace(&placeholder, &all_escaped(&placeholder)) } else { text };
        let single: Vec<_> = inner.split_inclusive(|_: char| true).collect();
        let body = framing.body(&stream.escaped_events(&single));
        let (out, _) = restored(&[body.as_bytes()], &vault);
        assert_eq!(stream.read(framing, &out), expected, "{}", stream.delta);
    });
}

#[test]
fn any_cut_of_the_bytes_gives_the_bytes_of_the_whole() {
    let (vault, placeholder) = issued();
    each(|stream, framing, restored| {
        let (text, _) = stream.texts(&placeholder);
        let (head, tail) = text.split_at(text.find("pl:").unwrap());
        let body = framing.body(&stream.events(&[head, tail]));
        let whole = restored(&[body.as_bytes()], &vault);
        for cut in 0..=body.len() {
            let (head, tail) = body.as_bytes().split_at(cut);
            assert_eq!(restored(&[head, tail], &vault), whole, "cut at {cut}");
        }
        let bytes: Vec<_> = body.as_bytes().chunks(1).collect();
        assert_eq!(restored(&bytes, &vault), whole);
    });
}

#[test]
fn held_text_is_sent_before_the_event_that_ends_it() {
    let (vault, _) = issued();
    each(|stream, framing, restored| {
        let text = if stream.json { "{\"a\":\"<pl:KNOWN:0" } else { "a <pl:KNOWN:0" };
        let body = framing.body(&stream.events(&[text]));
        let (out, _) = restored(&[body.as_bytes()], &vault);
        assert_eq!(stream.read(framing, &out), text, "{out}");
        let last = stream.stop.last().map(|last| serde_json::from_str::<serde_json::Value>(last).unwrap());
        if let Some(last) = last.filter(|last| last.pointer(stream.pointer).is_none()) {
            assert_eq!(framing.events(&out).last(), Some(&last), "{out}");
        }
    });
}

#[test]
fn a_stream_that_is_cut_off_loses_none_of_its_text() {
    let (vault, placeholder) = issued();
    for stream in &STREAMS {
        for framing in FRAMINGS.iter().filter(|it| !it.end.contains(']')) {
            let text = if stream.json { "{\"a\":\"<pl:KNOWN:0" } else { "a <pl:KNOWN:0" };
            let deltas = stream.events(&["x", text]);
            for (text, expected) in [(text, text), (&placeholder, SECRET)] {
                if stream.json && text == placeholder {
                    continue;
                }
                let events = stream.events(&["x", text]);
                let body = Framing { end: "", ..*framing }.body(&events[..2]);
                let (out, _) =
                    restored(framing.declared, stream.dialect, &[body.trim_end().as_bytes()], &vault);
                assert_eq!(stream.read(framing, &out), ["x", expected].concat(), "{body:?} {out:?}");
            }
            assert!(deltas.len() >= 2);
        }
    }
}

#[test]
fn an_event_that_needs_no_change_is_passed_on_at_once_and_as_it_is() {
    let (vault, _) = issued();
    for stream in &STREAMS {
        let event = SSE.body(&stream.events(&["plain \\ \u{e9} text > "]));
        let mut out = Vec::new();
        let mut reply = Reply::new(Some(Format::Sse), stream.dialect.layout(), &Never::default());
        reply.push(b": ping\n\n", &vault, &mut out).unwrap();
        assert_eq!(out, b": ping\n\n");
        let pretty = event.replace("\"delta\":", "  \"\\u0064elta\": ");
        for text in [&event, &pretty] {
            out.clear();
            reply.push(text.as_bytes(), &vault, &mut out).unwrap();
            assert_eq!(String::from_utf8_lossy(&out), *text);
        }
        reply.finish(&vault, &mut out).unwrap();
    }
}

#[test]
fn each_event_leaves_with_its_last_byte() {
    let (vault, placeholder) = issued();
    each(|stream, framing, _| {
        let (delta, expected) = if stream.json { ("{\"a\":1", "{\"a\":1") } else { (&*placeholder, SECRET) };
        let events = stream.events(&[delta, delta]);
        let body = framing.body(&events[..2]);
        let first = framing.body(&events[..1]);
        let first = &first[..first.len() - framing.end.len()];
        let mut reply = Reply::new(framing.declared, stream.dialect.layout(), &Never::default());
        let mut out = Vec::new();
        reply.push(first.as_bytes(), &vault, &mut out).unwrap();
        let seen = String::from_utf8(out.clone()).unwrap();
        let mut quoted = Vec::new();
        assert!(json::escape(expected.as_bytes(), &mut quoted));
        assert!(seen.contains(std::str::from_utf8(&quoted).unwrap()), "{seen} of {body}");
        assert!(seen.ends_with('}') || seen.ends_with(framing.after), "{seen}");
        reply.push(&body.as_bytes()[first.len()..], &vault, &mut out).unwrap();
        reply.finish(&vault, &mut out).unwrap();
    });
}

#[test]
fn interleaved_texts_do_not_mix() {
    let (vault, placeholder) = issued();
    let (head, tail) = placeholder.split_at(9);
    let one = |index: usize, text: &str| {
        STREAMS[0].events(&[text])[0].replace("index\":1", &format!("index\":{index}"))
    };
    let events = SSE.body(&[one(1, head), one(2, head), one(1, tail), one(2, "x")]);
    let (out, tally) = restored(Format::Sse, Dialect::Anthropic, &[events.as_bytes()], &vault);
    assert_eq!(STREAMS[0].read(&SSE, &out), format!("{SECRET}{head}x"));
    assert_eq!(tally.restored.len(), 1);
}

#[test]
fn signed_thinking_is_not_restored() {
    let (vault, placeholder) = issued();
    let events = format!(
        "data: {{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{{\"type\":\"thinking_delta\",\"thinking\":\"{placeholder}\"}}}}\n\n"
    );
    assert_eq!(restored(Format::Sse, Dialect::Anthropic, &[events.as_bytes()], &vault).0, events);
    let body = format!(
        "{{\"content\":[{{\"type\":\"thinking\",\"thinking\":\"{placeholder}\",\"signature\":\"s\"}}]}}"
    );
    assert_eq!(restored(Format::Json, Dialect::Anthropic, &[body.as_bytes()], &vault).0, body);
    let gemini = format!(
        "{{\"candidates\":[{{\"content\":{{\"parts\":[{{\"text\":\"{placeholder}\",\"thought\":true}}]}}}}]}}"
    );
    assert_eq!(restored(Format::Json, Dialect::Gemini, &[gemini.as_bytes()], &vault).0, gemini);
}

#[test]
fn every_copy_of_a_text_in_a_responses_stream_is_restored_alike() {
    let (vault, placeholder) = issued();
    let arguments = format!("{{\\\"a\\\":\\\"{placeholder}\\\"}}");
    let item = format!("{{\"type\":\"function_call\",\"arguments\":\"{arguments}\"}}");
    for event in [
        format!("{{\"type\":\"response.function_call_arguments.done\",\"arguments\":\"{arguments}\"}}"),
        format!("{{\"type\":\"response.output_item.done\",\"item\":{item}}}"),
        format!("{{\"type\":\"response.completed\",\"response\":{{\"output\":[{item}]}}}}"),
    ] {
        let events = format!("data: {event}\n\n");
        let (out, _) = restored(Format::Sse, Dialect::OpenAiResponses, &[events.as_bytes()], &vault);
        let text = out.trim().strip_prefix("data: ").unwrap();
        let event: serde_json::Value = serde_json::from_str(text).unwrap();
        let found = ["/arguments", "/item/arguments", "/response/output/0/arguments"];
        let arguments = found.iter().find_map(|pointer| event.pointer(pointer)).unwrap().as_str().unwrap();
        let arguments: serde_json::Value = serde_json::from_str(arguments).unwrap();
        assert_eq!(arguments["a"], SECRET);
    }
}

#[test]
fn a_json_response_keeps_every_byte_but_the_placeholder() {
    let (vault, placeholder) = issued();
    let body = format!("{{ \"b\": 1.50,\n\"a\":[\"x\\u00e9 {placeholder}\", \"\\u003cpl\"] ,\"d\":null}} ");
    let mut escaped = Vec::new();
    assert!(json::escape(SECRET.as_bytes(), &mut escaped));
    // The string that changes is written anew; all others keep their escapes.
    let expected =
        body.replace(&placeholder, std::str::from_utf8(&escaped).unwrap()).replace("x\\u00e9", "xé");
    for cut in 0..=body.len() {
        let (head, tail) = body.as_bytes().split_at(cut);
        assert_eq!(restored(Format::Json, Dialect::Generic, &[head, tail], &vault).0, expected);
    }
}

#[test]
fn a_gemini_function_call_gets_the_secret_in_its_object() {
    let (vault, placeholder) = issued();
    let events = format!(
        "data: {{\"candidates\":[{{\"content\":{{\"parts\":[{{\"functionCall\":{{\"name\":\"f\",\"args\":{{\"a\":\"{placeholder}\"}}}}}}]}}}}]}}\n\n"
    );
    let (out, _) = restored(Format::Sse, Dialect::Gemini, &[events.as_bytes()], &vault);
    let event: serde_json::Value = serde_json::from_str(out.trim().strip_prefix("data: ").unwrap()).unwrap();
    assert_eq!(event.pointer("/candidates/0/content/parts/0/functionCall/args/a").unwrap(), SECRET);
}

#[test]
fn a_secret_in_an_object_key_comes_back() {
    let (vault, placeholder) = issued();
    let body = format!("{{\"input\":{{\"{placeholder}\":1}}}}");
    let (out, _) = restored(Format::Json, Dialect::Anthropic, &[body.as_bytes()], &vault);
    let back: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(back["input"][SECRET], 1);
}

#[test]
fn an_event_is_understood_however_its_strings_are_escaped() {
    let (vault, placeholder) = issued();
    each(|stream, framing, restored| {
        let escape_words = |text: &str| {
            text.replace("\"t", "\"\\u0074").replace("\"de", "\"\\u0064e").replace("\"ind", "\"\\u0069nd")
        };
        let (head, tail) = placeholder.split_at(9);
        let body = escape_words(&framing.body(&stream.events(&[head, tail])));
        let (out, _) = restored(&[body.as_bytes()], &vault);
        let mut expected = Vec::new();
        if stream.json {
            assert!(json::escape(SECRET.as_bytes(), &mut expected));
        } else {
            expected.extend_from_slice(SECRET.as_bytes());
        }
        assert_eq!(stream.read(framing, &out).as_bytes(), expected, "{out}");
    });
}

#[test]
fn data_in_several_lines_is_one_text() {
    let (vault, placeholder) = issued();
    let events = format!("event: e\ndata: {{\"a\":\ndata: \"{placeholder}\"}}\nid: 3\n\n");
    let (out, _) = restored(Format::Sse, Dialect::Generic, &[events.as_bytes()], &vault);
    assert_eq!(out, "event: e\ndata: {\"a\":\ndata: \"pa\\\"ss\\\\wo\\nrd-é\"}\nid: 3\n\n");
}

#[test]
fn a_stream_that_opens_too_many_texts_is_broken_off() {
    let (vault, _) = issued();
    let mut reply = Reply::new(Some(Format::Sse), Dialect::Anthropic.layout(), &Never::default());
    let mut out = Vec::new();
    let mut result = Ok(());
    for index in 0..=event::MAX_OPEN {
        let text = STREAMS[0].events(&["<"])[0].replace("index\":1", &format!("index\":{index}"));
        let text = SSE.body(&[text]);
        result = result.and_then(|()| reply.push(text.as_bytes(), &vault, &mut out));
    }
    assert_eq!(result, Err(BrokenReply::Channels));
    reply.finish(&vault, &mut out).unwrap();
}

#[test]
fn a_format_is_told_by_media_type_or_by_its_first_bytes() {
    for (media_type, format) in [
        ("text/event-stream; charset=utf-8", Some(Format::Sse)),
        ("application/json", Some(Format::Json)),
        ("application/problem+json", Some(Format::Json)),
        ("application/x-ndjson", Some(Format::Lines)),
        ("application/jsonl; charset=utf-8", Some(Format::Lines)),
        ("text/plain", Some(Format::Text)),
        ("application/octet-stream", None),
    ] {
        assert_eq!(Format::of_media_type(media_type), format);
    }
    assert_eq!(Format::sniff(b"event: x"), Some(Format::Sse));
    assert_eq!(Format::sniff(b"\xef\xbb\xbfdata:"), Some(Format::Sse));
    for json in ["\n {\"a\"", "\u{feff}{}", "[{", "[ 1", "[\n", "{\n", "[]"] {
        assert_eq!(Format::sniff(json.as_bytes()), Some(Format::Json), "{json}");
    }
    for text in ["{", "[INFO] x", "{{x}}", "dat", "\u{feff}"] {
        assert_eq!(Format::sniff(text.as_bytes()), None, "{text}");
    }
    assert_eq!(Format::sniff(b"\x89PNG"), None);
}

#[test]
fn what_a_body_is_counts_for_more_than_what_it_is_declared_to_be() {
    let (vault, placeholder) = issued();
    let (head, tail) = placeholder.split_at(9);
    let events = STREAMS[0].events(&[head, tail]);
    for declared in [None, Some(Format::Text), Some(Format::Json), Some(Format::Sse)] {
        for mark in ["", "\u{feff}", "\r\n", "\n\n "] {
            for framing in &FRAMINGS {
                let body = [mark, &framing.body(&events)].concat();
                let bytes: Vec<_> = body.as_bytes().chunks(1).collect();
                let (out, _) = restored(declared, Dialect::Anthropic, &bytes, &vault);
                assert_eq!(STREAMS[0].read(framing, out.trim_start_matches('\u{feff}')), SECRET, "{out}");
                assert!(out.starts_with(mark), "{out:?}");
            }
        }
    }
}

#[test]
fn every_spelling_reaches_the_text_it_stands_in_wherever_the_deltas_are_cut() {
    let (vault, placeholder) = issued();
    let bare = placeholder.trim_matches(['<', '>']);
    for stream in &STREAMS {
        for spelling in [
            bare.to_owned(),
            format!("&lt;{bare}&gt;"),
            format!("%3C{}%3e", bare.replace(':', "%3A")),
            format!(r"\u003c{bare}\u003e"),
        ] {
            let spelling = if stream.json { spelling.replace('\\', r"\\") } else { spelling };
            let text = format!("\"a: {spelling}\" p");
            let (whole, counted) = restored(
                SSE.declared,
                stream.dialect,
                &[SSE.body(&stream.events(&[&text])).as_bytes()],
                &vault,
            );
            assert_eq!((counted.respelled, counted.unresolved), (1, 0), "{text}");
            for cut in 0..=text.len() {
                let (head, tail) = text.split_at(cut);
                for events in [stream.events(&[head, tail]), stream.escaped_events(&[head, tail])] {
                    let body = SSE.body(&events);
                    let (out, tally) = restored(SSE.declared, stream.dialect, &[body.as_bytes()], &vault);
                    assert_eq!(stream.read(&SSE, &out), stream.read(&SSE, &whole), "cut at {cut} of {body}");
                    assert_eq!(tally, counted);
                }
            }
        }
    }
}

#[test]
fn an_event_is_looked_at_only_where_it_could_hold_a_placeholder() {
    for (text, suspect) in [
        (r#"{"type":"stop","text":"a && b, 5 % of x < y: help"}"#, false),
        (r#"{"text":"\n\t\" people \u00e9 &str %d %s"}"#, false),
        (r#"{"text":"a p"}"#, true),
        (r#"{"text":"\npl"}"#, true),
        (r#"{"text":"\u00e9p"}"#, true),
        (r#"{"text":"x <"}"#, true),
        (r#"{"text":"x &"}"#, true),
        (r#"{"text":"5%"}"#, true),
        (r#"{"text":"a pl:A"}"#, true),
        (r#"{"text":"&lt;"}"#, true),
        (r#"{"text":"%3C"}"#, true),
        (r#"{"text":"\\u"}"#, true),
        (r#"{"text":"\u0026l"}"#, true),
    ] {
        assert_eq!(is_suspect(text.as_bytes()), suspect, "{text}");
    }
}
